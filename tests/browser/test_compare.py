"""The comparison in a browser: stepping by keys, both layouts, drawings, pictures, placing, axe."""

from __future__ import annotations

import re
import urllib.parse

import pytest

from tests.apps.revisions import SENTENCES, after, before
from tests.browser.live import sign_in
from tests.browser.test_axe import violations
from tests.designs import zipped

pytestmark = pytest.mark.browser
PLACE = """async ([revision, start, end]) => {
    const answer = await fetch(`/api/v1/revisions/${revision}/threads/`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": document.body.dataset.csrf },
        body: JSON.stringify({
            body: "Why?", type: "issue",
            target: { kind: "text", artifact: "design.md", start, end },
        }),
    });
    return answer.status;
}"""


@pytest.fixture(scope="module")
def page(site, browser):
    """The comparison of two new revisions, seen by a student who asked about a sentence that is gone."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    shown = sign_in(context, site, "student2")
    first = hand_in(shown, site, before())
    phrase = "The hard chain gives 99.96 %"
    at = str(before()["design.md"]).index(phrase)
    assert shown.evaluate(PLACE, [first, at, at + len(phrase)]) == 201
    second = hand_in(shown, site, after())
    shown.goto(f"{site.url}/r/{second}/compare/{first}/")
    yield shown
    context.close()


def hand_in(page, site, files):
    page.goto(f"{site.url}/a/{site.ids['assignment']}/")
    package = {"name": "d.zip", "mimeType": "application/zip", "buffer": zipped(files)}
    page.set_input_files("input[type=file]", package)
    page.click("[data-send]")
    page.wait_for_url("**/r/*/")
    page.wait_for_selector("details.finding", timeout=30_000)
    return re.search(r"/r/([^/]+)/", urllib.parse.urlsplit(page.url).path)[1]


@pytest.fixture(autouse=True)
def fresh(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_load_state("networkidle")


def focused(page):
    return page.evaluate(
        "document.activeElement.dataset.words ?? document.activeElement.dataset.el"
    )


def said(page):
    return page.inner_text("#live")


def test_n_and_p_step_through_every_change_and_say_it(page):
    heard = []
    for _ in SENTENCES:
        page.keyboard.press("n")
        heard.append(said(page))
    sentences = [re.sub(r"^Changes? [\d and]+: | \(\d+ of \d+\)$", "", one) for one in heard]
    assert sorted(sentences) == sorted(SENTENCES)
    assert heard[-1].endswith(f"({len(SENTENCES)} of {len(SENTENCES)})")
    page.keyboard.press("n")
    assert said(page) == "This is the last change"
    page.keyboard.press("p")
    assert said(page) == heard[-2]


def test_the_focus_goes_to_the_change_and_its_element_in_the_drawing(page):
    page.keyboard.press("n")
    assert focused(page).startswith("Change 1: Front matter")
    page.keyboard.press("n")
    assert focused(page) == "node:rc"
    assert page.locator(".cmp-as--overlay .is-now").count() == 1
    page.click(".cmp-dia label:has([value=list])")
    page.click("[data-step-change='-1']")
    page.click("[data-step-change='1']")
    assert page.evaluate("document.activeElement.tagName") == "LI"
    assert focused(page).startswith("Change 2: Node Result Cache")


def test_single_keys_can_be_switched_off(page):
    page.evaluate("document.body.dataset.singleKeys = 'off'")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement === document.body")
    page.click("[data-step-change='1']")
    assert focused(page).startswith("Change 1:")


def test_both_texts_in_one_is_kept_for_the_next_comparison(page):
    old = page.locator(".cmp-old", has_text="no state")
    one = page.locator(".cmp-one", has_text="no state")
    assert (old.is_visible(), one.is_visible()) == (True, False)
    page.locator("[name=layout]").first.focus()
    page.keyboard.press("ArrowRight")
    assert (old.is_visible(), one.is_visible()) == (False, True)
    assert said(page) == "Both texts in one"
    page.reload()
    page.wait_for_load_state("networkidle")
    assert one.is_visible()


def test_a_diagram_is_shown_as_overlay_two_up_or_list(page):
    card = page.locator(".cmp-dia").first
    shown = [card.locator(f".cmp-as--{one}") for one in ("overlay", "two", "list")]
    for number, view in enumerate(("overlay", "two", "list")):
        card.locator(f"label:has([value={view}])").click()
        assert [one.is_visible() for one in shown] == [n == number for n in range(3)]


def test_a_picture_is_swiped_and_shines_through_by_keyboard(page):
    card = page.locator(".cmp-pic")
    card.locator("label:has([value=swipe])").click()
    card.locator(".cmp-range--swipe input").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    clip = "getComputedStyle(document.querySelector('.cmp-pic figure + figure')).clipPath"
    assert page.evaluate(clip) == "inset(0px 0px 0px 60%)"
    boxes = [card.locator(one).last.bounding_box() for one in ("figure", "img")]
    assert boxes[0]["width"] == boxes[1]["width"]  # so that the line is where the picture is
    card.locator("label:has([value=onion])").click()
    card.locator(".cmp-range--onion input").focus()
    page.keyboard.press("Home")
    opacity = "getComputedStyle(document.querySelector('.cmp-pic figure + figure')).opacity"
    assert page.evaluate(opacity) == "0"
    value = card.locator(".cmp-range--onion input").get_attribute("aria-valuetext")
    assert value.startswith("0 % of revision ")


def test_nothing_is_wider_than_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    for _ in (1, 2):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def test_axe_finds_nothing_light_dark_or_on_a_phone(page):
    assert violations(page, page.url) == {}


def test_without_a_script_everything_is_there(page, site, browser):
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(page.url)
    assert plain.locator("[data-stop]").count() == len(SENTENCES)
    assert plain.locator(".cmp-old del").first.is_visible()
    plain.locator("label:has([value=one])").click()
    assert plain.locator(".cmp-one del").first.is_visible()
    context.close()


def test_a_thread_without_a_place_is_dropped_where_it_stands(page):
    item = page.locator("[data-thread]", has_text="Needs placing")
    assert "The hard chain gives" in item.inner_text()
    item.locator("[data-decision=remove]").click()
    item.locator("[data-told]").wait_for()
    assert said(page) == "Dropped: what it was about is gone."
    assert item.locator("button").count() == 0
