"""A student signs in, hands in a design, watches it being checked, and answers a finding."""

from __future__ import annotations

import pytest

from tests.browser.live import sign_in
from tests.designs import files, zipped

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield sign_in(context, site, "student")
    context.close()


def package(content=None, name="design.zip"):
    return {"name": name, "mimeType": "application/zip", "buffer": zipped(content or files())}


def test_a_student_uploads_a_zip_and_sees_the_first_finding(site, page):
    page.goto(f"{site.url}/a/{site.ids['assignment']}/")
    page.set_input_files("input[type=file]", package())
    page.click("[data-send]")
    page.wait_for_url("**/r/*/")
    page.wait_for_selector("details.finding", timeout=20_000)
    assert "One lost zone" in page.inner_text("#report")
    assert page.locator("[data-poll]").count() == 0


def test_a_refused_archive_says_why_at_its_place(site, page):
    page.goto(f"{site.url}/a/{site.ids['assignment']}/")
    page.set_input_files("input[type=file]", package({"../x.md": "x"}))
    page.click("[data-send]")
    page.wait_for_selector("#refused .note")
    assert "nothing was stored" in page.inner_text("#refused")
    assert page.url.endswith(f"/a/{site.ids['assignment']}/")


def test_an_answer_to_a_finding_appears_without_a_reload(site, page):
    page.goto(f"{site.url}/r/{site.ids['revision']}/")
    page.evaluate("window.stays = true")
    card = page.locator("details.finding[open]").first
    card.locator("input[value=intended]").check()
    card.locator("textarea").fill("We shed load while a zone is gone.")
    card.locator("form.reply button[type=submit]").click()
    page.wait_for_selector("text=We shed load while a zone is gone.")
    assert page.evaluate("window.stays") is True


def test_a_finding_and_its_place_in_the_document_lead_to_each_other(site, page):
    page.goto(f"{site.url}/r/{site.ids['revision']}/document/")
    page.click("#tab-findings")
    page.locator("#panel details.finding summary .finding__title").first.click()
    page.wait_for_selector(".is-current, .is-selected", state="attached")
    page.locator(".doc .sign").first.click()
    assert page.locator("#panel details.finding[open]").count() == 1


def test_a_diagram_is_walked_by_keys(site, page):
    page.goto(f"{site.url}/r/{site.ids['revision']}/document/")
    page.keyboard.press("e")
    first = page.evaluate("document.activeElement.dataset.el")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.el") not in (None, first)


def test_the_theme_is_kept(site, page):
    page.goto(f"{site.url}/")
    page.click("details.menu-box > summary")
    page.check("input[data-theme-choice][value=dark]")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
