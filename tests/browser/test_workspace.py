"""The review, as people do it: by pointer, by keyboard alone, with two windows, and without a network."""

from __future__ import annotations

import pytest

from tests.browser.live import sign_in

pytestmark = pytest.mark.browser
SELECT = """([words]) => {
  const walker = document.createTreeWalker(document.querySelector("article.doc"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return;
  }
  throw new Error("not on the page: " + words);
}"""


@pytest.fixture
def open_as(site, browser):
    """Opens the workspace of a revision of the demo as a person, in a window of their own."""
    contexts = []

    def opened(person, revision="clean", page=None):
        if page is None:
            contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
            page = sign_in(contexts[-1], site, person)
        page.goto(f"{site.url}/r/{site.ids[revision]}/document/")
        page.wait_for_selector("#comments[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()


def write(page, words):
    """Write into the open composer and add it to the review."""
    page.wait_for_selector("form.composer")
    page.fill("form.composer textarea[name=body]", words)
    page.click("form.composer button[type=submit]")
    page.wait_for_selector(f"#threads >> text={words}")


def publish(page):
    page.click("#publish")
    page.wait_for_selector("#publish", state="hidden")


def on(page, words):
    """The place of the thread that says ``words``."""
    return page.locator(".thread", has_text=words).locator(".thread__place").inner_text()


POINT = """(element) => {
  element.scrollIntoView({ block: "center", inline: "center" });
  const path = element.querySelector("path.dg-hit");
  if (!path) {
    const box = element.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
  const at = path.getPointAtLength(path.getTotalLength() * 0.8);
  const shown = new DOMPoint(at.x, at.y).matrixTransform(path.getScreenCTM());
  return [shown.x, shown.y];
}"""


def click_element(page, key):
    """Click in the middle of a box, or five pixels beside the line of an edge."""
    x, y = page.locator(f'.dg [data-el="{key}"]').first.evaluate(POINT)
    page.mouse.click(x, y + (5 if "edge" in key else 0))


def test_by_pointer_comments_stand_on_words_cells_elements_and_regions(open_as):
    page = open_as("ta")
    page.evaluate(SELECT, ["personal lists within"])
    page.click(".add-here")
    write(page, "P words")
    page.locator("article td", has_text="99.95").first.hover()
    page.click(".add-here")
    write(page, "P cell")
    for key, words in (
        ("node:orch", "P node"),
        ("edge:orch->rank#0", "P edge"),
        ("message:7", "P message"),
    ):
        click_element(page, key)
        page.keyboard.press("c")
        write(page, words)
    page.locator(".region-buttons button").first.click()
    page.wait_for_selector("text=Use this rectangle")
    page.keyboard.press("Enter")
    write(page, "P region")
    publish(page)
    assert "personal lists within" in on(page, "P words")
    assert "R3" in on(page, "P cell")
    assert "Rec Orchestrator" in on(page, "P node")
    assert "Rec Orchestrator → Ranking Service" in on(page, "P edge")
    assert "message" in on(page, "P message")
    assert "region" in on(page, "P region")

    author = open_as("student2")
    author.wait_for_selector("#threads >> text=P region")
    thread = author.locator(".thread", has_text="P node")
    thread.locator("text=Mark addressed").click()
    author.wait_for_selector(".thread:has-text('P node') >> text=Addressed")
    # The reviewer sees it without loading the page again.
    page.wait_for_selector(".thread:has-text('P node') >> text=Addressed", timeout=15_000)


def test_the_whole_path_works_without_a_pointer(open_as):
    page = open_as("instructor")
    keys = page.keyboard

    def add(words):
        page.wait_for_selector("form.composer")
        keys.type(words)
        keys.press("Control+Enter")
        page.wait_for_selector(f"#threads >> text={words}")

    def on_target():
        return page.inner_text("#target")

    page.focus("#content")
    keys.press("b")
    for _ in range(2):
        keys.press("ArrowDown")
    keys.press("s")
    keys.press("Shift+ArrowRight")
    assert "“" in on_target()
    keys.press("c")
    add("K words")
    page.focus("#content")
    while "cell" not in on_target():
        keys.press("b")
    keys.press("c")
    add("K cell")
    page.focus("#content")
    keys.press("e")
    while "node" not in on_target():
        keys.press("ArrowDown")
    keys.press("c")
    add("K node")
    page.locator(".dg [tabindex='0'][data-el]").first.focus()
    while "edge" not in on_target():
        keys.press("ArrowDown")
    keys.press("c")
    add("K edge")
    page.focus("#content")
    keys.press("x")
    page.wait_for_selector("text=Use this rectangle")
    keys.press("ArrowRight")
    keys.press("Enter")
    add("K region")
    page.focus("#content")
    keys.press("Shift+P")
    page.wait_for_selector("#publish", state="hidden")
    page.wait_for_selector(".thread:has-text('K edge') >> text=Open")
    page.locator(".thread", has_text="K edge").focus()
    keys.press("r")
    add("K reply")
    page.locator(".thread", has_text="K edge").get_by_role("button", name="Verify").focus()
    keys.press("Enter")
    page.wait_for_selector(".thread:has-text('K edge') >> text=Verified")
    assert page.evaluate("document.activeElement !== document.body")


def test_no_typed_text_is_lost_when_the_network_is(open_as):
    page = open_as("student", "revision")
    page.click("#new-comment")
    page.fill("form.composer textarea[name=body]", "begun with a network")
    page.wait_for_selector("form.composer >> text=Draft saved")
    page.context.set_offline(True)
    page.fill("form.composer textarea[name=body]", "begun with a network, ended without")
    page.wait_for_selector("form.composer >> text=Offline, kept on this device")
    assert "Offline" in page.inner_text("#statusbar")
    page.context.set_offline(False)
    page.wait_for_selector("form.composer >> text=Draft saved", timeout=40_000)
    again = open_as("student", "revision", page=page)
    again.wait_for_selector("#threads >> text=begun with a network, ended without")


def test_no_typed_text_is_lost_when_the_sign_in_is(open_as, site):
    page = open_as("student2")
    page.click("#new-comment")
    page.context.clear_cookies()
    page.fill("form.composer textarea[name=body]", "typed while signed out")
    page.wait_for_selector("form.composer >> text=Signed out, kept on this device")
    sign_in(page.context, site, "student2").close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("form.composer >> text=Draft saved", timeout=15_000)


def test_a_suggestion_starts_from_the_source_and_the_author_applies_it(open_as):
    page = open_as("ta")
    page.evaluate(SELECT, ["reaction to events within one minute"])
    page.keyboard.press("c")
    page.click("form.composer [data-suggest]")
    page.fill("form.composer textarea[name=replacement]", "reaction to events within 30 seconds")
    page.wait_for_selector("form.composer [data-diff] ins >> text=30 seconds")
    page.fill("form.composer textarea[name=body]", "The bus allows it")
    page.click("form.composer [data-now]")
    page.wait_for_selector(".thread:has-text('The bus allows it') >> text=Open")
    author = open_as("student2")
    author.locator(".thread", has_text="The bus allows it").get_by_text("Apply to my draft").click()
    author.click("text=Look at the draft")
    author.wait_for_selector(".diff-lines .added >> text=within 30 seconds")


def test_two_windows_on_one_draft_show_both_texts_and_lose_none(open_as, browser, site):
    """The second window has a device of its own, as at home and at school."""
    here, there = open_as("student", "revision"), open_as("student", "revision")
    here.click("#new-comment")
    here.fill("form.composer textarea[name=body]", "written first")
    here.wait_for_selector("form.composer >> text=Draft saved")
    there.wait_for_selector("#drafts-note:not(:empty)", timeout=15_000)
    there.reload()
    there.wait_for_selector("#threads >> text=written first")
    there.locator(".thread", has_text="written first").get_by_role(
        "button", name="Write on"
    ).click()
    here.context.set_offline(True)
    here.fill("form.composer textarea[name=body]", "written here while offline")
    there.fill("form.composer textarea[name=body]", "written there meanwhile")
    there.wait_for_selector("form.composer >> text=Draft saved")
    here.context.set_offline(False)
    here.wait_for_selector(
        "form.composer >> text=Another window saved this instead", timeout=40_000
    )
    assert here.inner_text("form.composer [data-conflict] blockquote") == "written there meanwhile"
    assert here.input_value("form.composer textarea[name=body]") == "written here while offline"
    here.click("form.composer >> text=Keep both")
    here.wait_for_selector("form.composer >> text=Draft saved")
    text = here.input_value("form.composer textarea[name=body]")
    assert "written there meanwhile" in text
    assert "written here while offline" in text


def test_saving_and_choosing_leave_the_document_where_it_is(open_as):
    page = open_as("ta")
    page.evaluate("document.getElementById('content').scrollTop = 900")
    page.evaluate(SELECT, ["The hard chain gives"])
    page.evaluate("document.getElementById('content').scrollTop = 900")
    page.keyboard.press("c")
    write(page, "It stays")
    assert abs(page.evaluate("document.getElementById('content').scrollTop") - 900) < 2


def test_a_link_to_a_thread_opens_it_at_its_place(open_as, site):
    page = open_as("ta", "revision")
    card = page.locator(".thread", has_text="No deadline is stated")
    address = card.locator("a[href^='/t/']").get_attribute("href")
    page.goto(f"{site.url}{address}?revision={site.ids['revision']}")
    page.wait_for_selector("#comments[data-ready]")
    assert page.locator(".thread[aria-current='true']", has_text="No deadline").count() == 1
    chosen = page.locator(".dg .is-selected").first
    chosen.wait_for()
    assert chosen.get_attribute("data-el") == "edge:orch->rank#0"
