"""What is selected in a browser is found in the source in code points, and the other way round."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from apps.engine.document.render import render_html
from apps.engine.text import canonical_text
from tests.browser.live import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SOURCE = """\
# Café 漢字 👩‍💻 design\r
\r
Flags 🇫🇮🇸🇪 and e\u0301 marks &amp; entities\r
go \\*on\\* with **bold 😀 words** and [a *link* text](https://x.example/a "t"),\r
`code 🚀 span` then ~~gone~~ &copy; 2026.\r
\r
> quoted 日本語 text\r
> over **two\r
> lines** here\r
\r
1. first item\r
   - nested 🧪 item\r
\r
     second paragraph\r
\r
| name | p99 \\| max |\r
|---|---|\r
| cache 🗄️ | `a\\|b` *120 ms* |\r
\r
```python\r
def f():  # 😀 comment\r
    return "é"\r
```\r
\r
Energy $E = mc^2$ counts, see[^1]. Line one\\\r
line two ![a picture](p.png) end.\r
\r
[^1]: The footnote 👍🏽 text.\r
"""

CASES = [
    ("Café 漢字", "Café 漢字"),
    ("字 👩‍💻 des", "字 👩‍💻 des"),
    ("🇸🇪 and", "🇸🇪 and"),
    ("e\u0301 marks", "e\u0301 marks"),
    ("marks & entities", "marks &amp; entities"),
    ("go *on* with", "go \\*on\\* with"),
    ("with bold 😀", "with **bold 😀"),
    ("bold 😀 words", "bold 😀 words"),
    ("😀 words and a link text", "😀 words** and [a *link* text"),
    ("link text", "link* text"),
    ("code 🚀 span", "code 🚀 span"),
    ("🚀 span then gone", "🚀 span` then ~~gone"),
    ("© 2026", "&copy; 2026"),
    ("quoted 日本語 text", "quoted 日本語 text"),
    ("本語 text\nover two", "本語 text\n> over **two"),
    ("two\nlines here", "two\n> lines** here"),
    ("nested 🧪 item", "nested 🧪 item"),
    ("second paragraph", "second paragraph"),
    ("p99 | max", "p99 \\| max"),
    ("cache 🗄️", "cache 🗄️"),
    ("a|b 120", "a\\|b` *120"),
    ("# 😀 comment", "# 😀 comment"),
    ("😀 comment\n    return", "😀 comment\n    return"),
    ("two ", "two"),
    ("footnote 👍🏽 text", "footnote 👍🏽 text"),
]  # fmt: skip

HELPERS = """
import * as text from "/static/js/workspace/text.js";
Object.assign(window, text);
window.root = document.querySelector("article");
window.find = (wanted, whole = window.root) => {
  const nodes = [];
  const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  const at = nodes.map((node) => node.data).join("").indexOf(wanted);
  if (at < 0) throw new Error(`not shown: ${wanted}`);
  const spot = (units, atEnd) => {
    for (const node of nodes) {
      if (units < node.length || (atEnd && units === node.length)) return [node, units];
      units -= node.length;
    }
  };
  const range = new Range();
  range.setStart(...spot(at, false));
  range.setEnd(...spot(at + wanted.length, true));
  return range;
};
window.shown = (start, end) => rangesOf(root, start, end).map(String).join("\\n");
window.ready = true;
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of the files under ``static``; pages are put in by the tests."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def show(browser, address):
    """Gives a page that shows a source, and the canonical text of it."""
    context = browser.new_context()

    def shown(source: str, before: str = "") -> tuple[Page, str]:
        text = canonical_text("d.md", source.encode())
        page = context.new_page()
        body = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><script>{before}</script>'
            f'<article>{render_html("d.md", text)}</article><script type="module">{HELPERS}</script>'
        )
        page.route("**/page", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{address}/page")
        page.wait_for_function("window.ready")
        return page, text.text

    yield shown
    context.close()


@pytest.fixture
def page_and_text(show):
    return show(SOURCE)


def test_selected_words_are_the_words_of_the_source(page_and_text):
    page, text = page_and_text
    for words, source in CASES:
        answer = page.evaluate("w => JSON.stringify(placeOfRange(root, find(w)))", words)
        place = json.loads(answer)
        assert text[place["start"] : place["end"]] == source
        assert place["exact"] == words.strip()


def test_a_place_shows_the_words_it_was_made_from(page_and_text):
    page, text = page_and_text
    for words, source in CASES:
        start = text.index(source)
        found = page.evaluate("([s, e]) => shown(s, e)", [start, start + len(source)])
        assert found == words.strip()
        again = page.evaluate(
            "([s, e]) => placeOfRange(root, rangesOf(root, s, e)[0])", [start, start + len(source)]
        )
        assert text[again["start"] : again["end"]] == source


def test_every_code_point_of_every_run_comes_back(page_and_text):
    page, text = page_and_text
    answers = page.evaluate("""() => [...root.querySelectorAll("[data-o]:not([data-l])")].flatMap((el) => {
        const start = Number(el.dataset.o);
        return Array.from({length: length(el.textContent)}, (_, i) => {
            const range = rangesOf(root, start + i, start + i + 1)[0];
            return [start + i, range.toString(), placeOfRange(root, range)];
        });
    })""")
    assert len(answers) > 300
    for at, shown, place in answers:
        assert shown == text[at]
        expected = None if shown.isspace() else {"start": at, "end": at + 1, "exact": shown}
        assert place == expected


def test_a_selection_over_several_blocks_is_one_place(page_and_text):
    page, text = page_and_text
    place = page.evaluate("""() => {
        const range = find("code 🚀");
        const last = find("日本語");
        range.setEnd(last.endContainer, last.endOffset);
        return placeOfRange(root, range);
    }""")
    assert (
        text[place["start"] : place["end"]]
        == text[text.index("code 🚀") : text.index(" text\n> over")]
    )
    assert place["exact"] == "code 🚀 span then gone © 2026.\nquoted 日本語"


def test_units_count_whole_and_signs_do_not_count(page_and_text):
    page, text = page_and_text
    part = page.evaluate("() => placeOfRange(root, find('mc'))")
    assert text[part["start"] : part["end"]] == "$E = mc^2$"
    picture = page.evaluate("() => placeOfRange(root, find('pict'))")
    assert text[picture["start"] : picture["end"]] == "![a picture](p.png)"
    place = page.evaluate("""() => {
        root.querySelector("h1").insertAdjacentHTML("afterbegin", '<a class="sign">!</a>');
        const range = new Range();
        range.selectNodeContents(root.querySelector("h1"));
        return placeOfRange(root, range);
    }""")
    assert (place["start"], place["exact"]) == (2, "Café 漢字 👩‍💻 design")
    nothing = "() => placeOfRange(root, find('!', root.querySelector('h1')))"
    assert page.evaluate(nothing) is None


def test_conversions_count_pairs_once(page_and_text):
    page, _ = page_and_text
    for sample in ["", "abc", "😀", "a😀b👩‍💻c", "🇫🇮", "e\u0301", "漢字", "\U0001f44d\U0001f3fd!"]:
        units = len(sample.encode("utf-16-le")) // 2
        assert page.evaluate("s => length(s)", sample) == len(sample)
        assert page.evaluate("s => toUnits(s, length(s))", sample) == units
        for point in range(len(sample) + 1):
            expected = len(sample[:point].encode("utf-16-le")) // 2
            assert page.evaluate("([s, p]) => toUnits(s, p)", [sample, point]) == expected
            assert page.evaluate("([s, u]) => toPoints(s, u)", [sample, expected]) == point


def test_blocks_come_in_order_with_their_places(page_and_text):
    page, text = page_and_text
    blocks = page.evaluate("() => blocksOf(root).map((el) => [el.tagName, spanOf(el)])")
    assert [tag for tag, _ in blocks] == [
        "H1", "P", "P", "LI", "P", "P", "TH", "TH", "TD", "TD", "PRE", "P", "P",
    ]  # fmt: skip
    spans = [text[place["start"] : place["end"]] for _, place in blocks]
    assert spans[3] == "first item"
    assert spans[6:10] == ["name", "p99 \\| max", "cache 🗄️", "`a\\|b` *120 ms*"]
    assert page.evaluate("() => blockOf(find('120').startContainer).tagName") == "TD"
    assert page.evaluate("() => blockOf(root)") is None


def test_text_of_the_documents_own_html_has_blocks_too(show):
    page, text = show("<details><summary>More &amp; more</summary>\n<p>inside</p></details>\n")
    blocks = page.evaluate("() => blocksOf(root).map((el) => [el.tagName, spanOf(el)])")
    assert [(tag, text[p["start"] : p["end"]]) for tag, p in blocks] == [
        ("SUMMARY", "More &amp; more"), ("P", "inside"),
    ]  # fmt: skip


def test_words_are_stepped_through_by_keys(page_and_text):
    page, text = page_and_text

    def step(place, direction, extend=False):
        answer = page.evaluate("([p, d, x]) => wordStep(root, p, d, x)", [place, direction, extend])
        return answer, text[answer["start"] : answer["end"]]

    place, words = step(None, 1)
    assert words == "Café"
    place, words = step(place, 1)
    assert words in {"漢字", "漢"}
    start = text.index("Energy")
    place = {"start": start, "end": start + 6}
    place, words = step(place, 1)
    assert words == "$E = mc^2$"
    place, words = step(place, 1, extend=True)
    assert words == "$E = mc^2$ counts"
    place, words = step(place, 1, extend=True)
    assert words == "$E = mc^2$ counts, see"
    place, words = step(place, -1, extend=True)
    assert words == "$E = mc^2$ counts"
    place, words = step(step(place, -1, extend=True)[0], -1, extend=True)
    assert words == "Energy $E = mc^2$"
    place, words = step(place, 1, extend=True)
    assert words == "$E = mc^2$"
    assert step(place, -1)[1] == "Energy"
    last = {"start": len(text), "end": len(text)}
    assert step(last, 1)[0] == {**last, "anchor": "start"}


def test_a_word_may_go_over_runs(show):
    page, text = show("un**believ**able\nAT&amp;T\n")
    words = page.evaluate("""() => {
        const found = [];
        for (let place = wordStep(root, null, 1, false); ; ) {
            found.push(place);
            const next = wordStep(root, place, 1, false);
            if (next.start === place.start) return found;
            place = next;
        }
    }""")
    assert [text[w["start"] : w["end"]] for w in words] == ["un**believ**able", "AT", "T"]


NO_HIGHLIGHTS = "delete window.Highlight;"


def test_marks_are_highlights_and_leave_the_page_as_it_is(page_and_text):
    page, text = page_and_text
    before = page.evaluate("() => root.innerHTML")
    start = text.index("bold 😀")
    page.evaluate("([s, e]) => paint('quote', rangesOf(root, s, e))", [start, start + 6])
    marked = "() => [...(CSS.highlights.get('quote') ?? [])].map(String)"
    assert page.evaluate(marked) == ["bold 😀"]
    assert page.evaluate("() => root.innerHTML") == before
    page.evaluate("() => clear('quote')")
    assert page.evaluate(marked) == []


def test_marks_are_elements_where_there_are_no_highlights(show):
    page, text = show(SOURCE, NO_HIGHLIGHTS)
    before = page.evaluate("() => root.innerHTML")
    first, second = text.index("with **bold"), text.index("😀 words")
    spans = [[first, second + 4], [second, second + 20]]
    for _ in range(2):
        page.evaluate(
            "spans => paint('open', spans.flatMap(([s, e]) => rangesOf(root, s, e)))", spans
        )
    marks = page.evaluate(
        "() => [...document.querySelectorAll('mark.hl[data-hl=open]')].map((m) => m.textContent)"
    )
    assert "".join(marks) == "with bold 😀 words and a li"
    place = page.evaluate("() => placeOfRange(root, find('😀 words'))")
    assert text[place["start"] : place["end"]] == "😀 words"
    page.evaluate("() => clear('open')")
    assert page.evaluate("() => root.innerHTML") == before


def test_five_hundred_marks_on_a_long_document_take_less_than_50_ms(show):
    sample = (ROOT / "tests/samples/recommender/design.md").read_text(encoding="utf-8")
    page, text = show(sample * 5)
    step = len(text) // 500
    times = page.evaluate(
        """(step) => [1, 2, 3].map(() => {
            forget(root);
            const begin = performance.now();
            const ranges = Array.from({length: 500}, (_, i) => rangesOf(root, i * step, i * step + 60)).flat();
            paint("many", ranges);
            return performance.now() - begin;
        })""",
        step,
    )
    assert min(times) < 50, times
