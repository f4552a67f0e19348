"""One running site and one browser for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.live import CHROMIUM, Site, chromium, live_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
