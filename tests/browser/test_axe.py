"""Every page is clean of what axe can find, in both themes and at both widths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.live import ROOT, sign_in

ICONS = set(json.loads((ROOT / "package.json").read_text())["icons"])

AXE = next((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js")).read_text("utf-8")
RUN = """async () => {
  const result = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    // MathML is read by screen readers themselves; scrollable regions are checked where they scroll.
    rules: { "region": { enabled: false } },
  });
  return result.violations.map((one) => ({
    id: one.id, impact: one.impact,
    nodes: one.nodes.slice(0, 4).map((node) => node.target.join(" ") + ": " + node.failureSummary),
  }));
}"""
VIEWS = ((1280, "light"), (1280, "dark"), (390, "light"))

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(site, browser):
    """A signed-in page for every person, made when first asked for; axe comes past the policy."""
    made = {}

    def page_of(person):
        if person not in made:
            made[person] = sign_in(browser.new_context(bypass_csp=True), site, person)
        return made[person]

    yield page_of
    for page in made.values():
        page.context.close()


def violations(page, url):
    found = {}
    for width, theme in VIEWS:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(url)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        for one in page.evaluate(RUN):
            found[f"{one['id']} ({width} px, {theme})"] = one["nodes"]
    return found


def test_axe_finds_nothing_on_any_page(site, pages):
    problems = {}
    for visit in site.visits():
        found = violations(pages(visit.person), site.url + visit.path)
        if found:
            problems[visit.name] = found
    assert problems == {}


def test_pages_load_without_a_word_on_the_console(site, browser):
    """The content policy blocks nothing that a page needs, and no script stops."""
    said = []
    for person in ("", "student", "ta"):
        context = browser.new_context()
        page = sign_in(context, site, person)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for visit in site.visits():
            if visit.person == person and visit.name != "not-found":
                page.goto(site.url + visit.path)
                page.wait_for_load_state("networkidle")
        context.close()
    assert said == []


def test_every_icon_that_a_page_shows_is_in_the_sprite(site, pages):
    """Tables in Python and in scripts name icons too; what they lead to is drawn here."""
    missing = {}
    for visit in site.visits():
        page = pages(visit.person)
        page.goto(site.url + visit.path)
        page.wait_for_load_state("networkidle")
        shown = page.evaluate(
            "[...document.querySelectorAll('use')].map((one) => one.href.baseVal)"
        )
        names = {one.partition("#")[2] for one in shown}
        if names - ICONS:
            missing[visit.name] = sorted(names - ICONS)
    assert missing == {}


def test_axe_finds_nothing_while_a_comment_is_written(site, pages):
    """The composer, a thread in each state, a menu and the list of elements are open."""
    page = pages("ta")
    problems = {}
    for width, theme in VIEWS:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site.url}/r/{site.ids['revision']}/document/")
        page.wait_for_selector("#comments[data-ready]")
        page.evaluate("document.getElementById('new-comment').click()")
        page.fill("form.composer textarea[name=body]", "**so**")
        page.click("form.composer [data-show-preview]")
        page.wait_for_selector("form.composer [data-preview] strong")
        page.evaluate(
            "document.querySelectorAll('.thread details.fold, details.elements').forEach((one) => { one.open = true; })"
        )
        page.evaluate(AXE)
        for one in page.evaluate(RUN):
            problems[f"{one['id']} ({width} px, {theme})"] = one["nodes"]
        page.click("form.composer [data-discard]")
    assert problems == {}
