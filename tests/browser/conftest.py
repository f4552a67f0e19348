"""One running site and one browser for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.figures import figure_site, page_html
from tests.browser.live import CHROMIUM, Site, chromium, live_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIGURES = ("request-path", "encoder-process", "embedding-sequence", "image")


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with live_site() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium at ``CHROMIUM``; a machine without it fails here, by name."""
    assert CHROMIUM
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def figures() -> Iterator[str]:
    """The address of a page of drawn diagrams and a picture, which needs no site."""
    with figure_site({"/": page_html(FIGURES)}) as url:
        yield url


@pytest.fixture
def figure_page(browser: Browser, figures: str) -> Iterator[Page]:
    """That page; no script may stop on it, and nothing is said on its console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    shown = context.new_page()
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("console", lambda message: faults.append(message.text))
    shown.goto(figures)
    shown.wait_for_function("() => window.ready")
    yield shown
    assert faults == []
    context.close()


@pytest.fixture
def phone(browser: Browser, figures: str) -> Iterator[Page]:
    """The same page on a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    shown = context.new_page()
    shown.goto(figures)
    shown.wait_for_function("() => window.ready")
    yield shown
    context.close()
