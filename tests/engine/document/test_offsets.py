"""Every run of rendered text knows its place in the source: exactly, or it names none."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.document.render import render_html
from apps.engine.text import CanonicalText, canonical_text
from tests.linear import assert_linear

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
VOID = {"br", "img", "hr", "col"}
BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary", "div"}


@dataclass
class Run:
    """An element with a place, as a browser would see it."""

    tag: str
    offset: int
    length: int | None
    block: int
    text: str = ""


class Runs(HTMLParser):
    """Collects runs in the order of the page, and the text outside of them."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.loose = ""
        self._open: list[Run | None] = []
        self._block = 0
        self.feed(written)
        self.close()

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self._block += tag in BLOCKS
        run = None
        if "data-o" in known:
            length = known.get("data-l")
            run = Run(tag, int(known["data-o"]), int(length) if length else None, self._block)
            assert not any(self._open), "a run inside a run"
            self.runs.append(run)
        if tag not in VOID:
            self._open.append(run)

    def handle_endtag(self, tag):
        self._open.pop()

    def handle_data(self, data):
        run = next((one for one in self._open if one), None)
        if run:
            run.text += data
        else:
            self.loose += data


def runs_of(source: str, **options) -> Runs:
    return Runs(render_html("d.md", CanonicalText("d.md", source), **options))


def stands_for(shown: str, source: str) -> bool:
    """Whether ``shown`` may stand for a piece of source that looks different."""
    if source.startswith("&"):
        return html.unescape(source) == shown
    if source == "\\\\|":  # in a cell, where the backslash before the pipe is not even read
        return shown == "|"
    if len(source) == 2 and source[0] == "\\" and source != "\\\n":
        return source[1] == shown
    if source in ("\n", "\\\n"):
        return not shown.strip()
    if re.match(r"\[[ xX]\]\Z", source):
        return shown in "☐☑"
    return bool(
        re.match(r"(?s)!\[.*[)\]]\Z|\$.+\$|\$\$.*\)\Z|\[\^.+\]\Z|\^\[\Z|<img .*>\Z|\w+[:@]", source)
    )


def check_places(source: str) -> Runs:
    """Every run says the truth, none overlaps another, and each block reads forwards."""
    found = runs_of(source)
    for run in found.runs:
        if run.length is None:
            assert run.text
            assert source[run.offset : run.offset + len(run.text)] == run.text
        else:
            piece = source[run.offset : run.offset + run.length]
            assert len(piece) == run.length > 0
            assert stands_for(run.text, piece), (run, piece)
    for before, after in pairwise(sorted(found.runs, key=lambda run: run.offset)):
        assert before.offset + (before.length or len(before.text)) <= after.offset, (before, after)
    for before, after in pairwise(found.runs):
        assert before.block != after.block or before.offset < after.offset
    return found


PIECES = [
    "w ", "**w**", "*w*", "***w** w*", "**w", "w*", "_w_", "~~w~~", "~w~~~", "`w`", "`` w`w ``", "`w\nw`", "`` `w` ``",
    "`", "[w](x.md)", "[w *w*](x.md 'w')", "[w][r]", "[r]", "![w](a.png)", "![*w*][r]", "[![w](a.png)](b)",
    "<https://x.example/w>", "<https://x.example/ü%20>", "<w@x.example>", "&amp;", "&copy;", "&#65;", "&#x1F600;",
    "&w;", "&", "&amp", "\\*", "\\|", "\\w", "\\\\", "\\\n", "  \n", " \n", "\n", "\n\n", "\n   ", "\n\t", "$w^2$",
    "$5 ", "[^1]", "[^n w]: w\n", "^[w *w* `w`]", "<b>w</b>", "<br>", "<!-- w -->", "<i", "H<sub>2</sub>O",
    "\n# w\n", "\n## w ##\n", "\n# w\\#\n", "\nw\n===\n", "\n- w\n", "\n- [x] w\n", "\n- [ ]  *w*\n", "\n1. w\n",
    "\n   w\n", "\n    w\n", "\n\tw\n", "\n> w\n", "> ", "- ", "  ", "\t", "|", "\n| w | w |\n|---|:-:|\n| w | `w\\|w` |\n",
    "\n|w|\n|-|\n|\\||w|\n", "\n```python\ndef w(): # w\n  pass\n\n```\n", "\n~~~\nw\n", "\n  ```\n   w\n w\n  ```\n",
    "\n$$\nw\n$$\n", "\n$$w$$ (1)\n", "\n<div>\nw &lt; w <b>w</b>\n</div>\n\n", "\n<pre>\nw\n</pre>\n", "<!-- ",
    "<details><summary>w &amp w</summary>\n\nw\n</details>\n", "\n[r]: x.md\n", "\n[^1]: w\n    w\n\n    w\n",
    "\u00a0", "\u3000", "\u2028", "\x0b", "\x0c", "\x1f", "\x85", "\ufeff", "e\u0301", "漢字", "👩‍💻", "🇫🇮", "\U0001f600w", "---\n",
]  # fmt: skip


def numbered(source: str) -> str:
    """Every "w" becomes a word of its own, so that a wrong place cannot look right."""
    count = iter(range(len(source)))
    return re.sub(r"w", lambda _: f"w{next(count)}q", source)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_run_of_any_mixture_names_a_wrong_place(pieces):
    check_places(numbered("".join(pieces)))


@settings(max_examples=300, deadline=None)
@given(st.text("aw \n\t*_`~[]()!<>&;\\|#$^-=:1.>x{}'\"/é😀", max_size=80))
def test_no_run_of_any_text_names_a_wrong_place(source):
    check_places(source)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=8),
    st.sampled_from(["> ", "- ", "1.  ", "> - ", "\t"]),
)
def test_places_hold_inside_containers(pieces, prefix):
    lines = numbered("".join(pieces)).split("\n")
    indent = prefix if ">" in prefix and "-" not in prefix else " " * len(prefix)
    check_places("\n".join([prefix + lines[0], *(indent + line for line in lines[1:])]))


@pytest.mark.parametrize(
    "source",
    [
        "Plain w and *w* **w** `w` ~~w~~ [w](x.md) <https://w.example> w",
        "w \\* w &amp; w\\\nw  \nw\nw",
        "# w *w*\n\n## w ##\n\nw w\n---\n",
        "- w\n- w\n  w\n  - *w* w\n\n    w\n\n1. w\n\n   w\n",
        "> w\n> w *w\n> w*\n\n> - w\n>   w\n",
        "- [x] w *w*\n- [ ] w\n",
        "| w | w \\| w |\n|---|---|\n| `w\\|w` | **w** |\n| w\n",
        "> | w | w |\n> |---|---|\n> | w | w |\n",
        "w[^1] w^[w *w*]\n\n[^1]: w *w*\n\n    w\n",
        "```\nw\n  w\n\nw\n```\n\n    w\n    w\n",
        '> ```json\n> {"w": 1}\n> w\n> ```\n\n- ```\n  w\n    w\n  ```\n',
        "<details><summary>w <b>w</b></summary>\n\nw\n\n</details>\n\n<p>w &lt; w<br>w</p>\n",
        "w <b>w</b> <i>w</i><br>w H<sub>w</sub>",
        "---\ntitle: w\n---\nw 漢字 w 👩‍💻 w e\u0301 w 🇫🇮 w\n",
    ],
)  # fmt: skip
def test_all_text_that_people_write_has_a_place(source):
    source = numbered(source)
    found = check_places(source)
    shown = "".join(run.text for run in found.runs)
    assert not re.search(r"\w", found.loose), found.loose
    hidden = re.compile(r"\A---.*?^---$|\]\([^)]*\)", re.DOTALL | re.MULTILINE)
    words = re.findall(r"w\d+q", hidden.sub("", source))
    assert sorted(words) == sorted(re.findall(r"w\d+q", shown))


def test_every_word_of_a_real_design_has_a_place():
    text = canonical_text("design.md", (SAMPLES / "recommender/design.md").read_bytes())
    found = check_places(text.text)
    assert len(found.runs) > 300
    assert not found.loose.strip()


def test_runs_that_follow_each_other_are_one():
    assert render_html("d.md", CanonicalText("d.md", "one\ntwo & \\a \"three\" 'x'\n")) == (
        '<p data-src-start="0" data-src-end="24">'
        '<span data-o="0">one\ntwo &amp; \\a "three" \'x\'</span></p>\n'
    )


def test_what_looks_different_is_a_run_of_its_own():
    written = render_html("d.md", CanonicalText("d.md", "a\\*&copy;`b\nc`$x$\\\nd"))
    assert re.findall(r' data-o="(\d+)"(?: data-l="(\d+)")?', written) == [
        ("0", ""), ("1", "2"), ("3", "6"), ("10", ""), ("11", "1"), ("12", ""), ("14", "3"),
        ("17", "2"), ("19", ""),
    ]  # fmt: skip


def test_a_picture_stands_for_its_source():
    written = render_html(
        "d.md",
        CanonicalText("d.md", "a ![alt](b.png) ![c](https://x.example/)"),
        resolve=lambda _: "/f",
    )
    assert '<img src="/f" alt="alt" data-o="2" data-l="13">' in written
    assert re.search(r'<a href="https://x.example/" data-o="16" data-l="24"[^>]*>c</a>', written)


def test_a_picture_in_html_stands_for_its_tag():
    source = '<p><img src="b.png" alt="alt"></p>\n\na <img src="c.png" alt="other">'
    written = render_html("d.md", CanonicalText("d.md", source))
    assert '<p><span data-o="3" data-l="27">alt</span></p>' in written
    assert '<span data-o="38" data-l="29">other</span>' in written
    written = render_html("d.md", CanonicalText("d.md", source), resolve=lambda path: f"/{path}")
    assert '<img src="/b.png" alt="alt" data-o="3" data-l="27">' in written


def test_code_that_is_one_piece_of_source_needs_no_spans():
    written = render_html("d.md", CanonicalText("d.md", "~~~py\n\nx = 1\n\n~~~\n"))
    assert '<code data-o="6">\n<span class="n">x</span>' in written


def test_a_document_cannot_name_places_itself():
    written = render_html("d.md", CanonicalText("d.md", '<b data-o="7" data-l="2">x</b>\n'))
    assert 'data-o="7"' not in written
    assert '<span data-o="25">x</span>' in written


def test_a_blank_line_that_the_parser_drops_moves_nothing():
    source = "\u00a0\nsame\nsame\n"
    assert [(run.offset, run.text) for run in check_places(source).runs] == [(2, "same\nsame")]


@pytest.mark.parametrize(
    "piece",
    [
        "a\n", "> a\n", "> a\\*\n", "&amp; ", "\\*", "a  \n", "`a\nb` ", "*a* ", "<b>a</b> ", "^[a] ", "| a\\|",
        "<p>a&lt;b\n", "    a\n", "> ```\n> a\n> ", "\u00a0\n",
    ],
)  # fmt: skip
def test_hostile_text_is_placed_in_linear_time(piece):
    assert_linear(runs_of, lambda size: "a\n" * (size // 8) + piece * (size // len(piece)), 20_000)
