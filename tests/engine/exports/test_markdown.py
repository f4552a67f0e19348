"""The design as Markdown with comments."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.anchors.create import anchor_text
from apps.engine.document.markdown import read_markdown
from apps.engine.document.parser import parse
from apps.engine.exports.markdown import write_markdown
from apps.engine.text import CanonicalText
from tests.engine.exports import designs


def _written(design=None) -> str:
    return write_markdown(design or designs.design()).decode()


def _of(source: str, *anchors, **given) -> str:
    made = designs.package({"design.md": source.encode()})
    threads = tuple(designs.thread(n, a(made), **given) for n, a in enumerate(anchors, 1))
    return _written(replace(designs.design(), package=made, threads=threads))


def _read(text: str):
    return read_markdown("x.md", CanonicalText("x.md", text))


def test_a_comment_stands_behind_the_block_it_is_about():
    lines = _written().split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("We serve"))
    assert lines[at + 2 : at + 7] == [
        "> **[1] Question** · Open\\",
        "> “70,000 QPS”",
        ">",
        "> **Ada**, 2026-11-24 10:01:",
        ">",
    ]


def test_tables_and_fences_are_whole():
    before, after = _read(designs.DESIGN), _read(_written())
    tables = [[[c.text for c in row] for row in (t.header, *t.rows)] for t in after.tables]
    assert [[[c.text for c in row] for row in (t.header, *t.rows)] for t in before.tables] == tables
    fences = [fence.source for fence in after.fences]
    assert [fence.source for fence in before.fences] == [
        source for source in fences if source in {f.source for f in before.fences}
    ]


def test_diagrams_in_files_of_their_own_are_fenced():
    assert "```mermaid\nflowchart TB\n  L[Load balancer] --> S[Service]\n```" in _written()


def test_front_matter_is_fenced():
    assert "```yaml\n---\ntitle: Recommender\nworkload: recommender\n---\n```" in _written()


def test_a_suggestion_is_a_diff():
    assert "> ```diff\n> -Events are late\n> +75,000 QPS\n> ```" in _written()


def test_every_thread_stands_in_the_list_of_all_and_at_its_place():
    text = _written()
    for thread in designs.design().threads:
        assert text.count(f"**[{thread.number}] ") == 2, thread.number
    assert (
        text.index("## Without a place") < text.index("> **[17] ") < text.index("## All comments")
    )


@pytest.mark.parametrize(
    "source",
    ["# A\n\nwords\n\n```py\nnever closed\n", "# A\n\nwords\n\n<!-- never\n\nclosed\n",
     "# A\n\nwords\n\n~~~~\nnever closed", "# A\n\nwords\n\n<pre>\nopen\n\nmore",
     "# A\n\nwords\n\n$$\nx = 1\n\n", "# A\n\nwords\n\n- item\n\n  ```\n  never"],
)  # fmt: skip
def test_what_was_never_closed_does_not_swallow_the_comments(source):
    text = _of(source, lambda made: designs.phrase(made, "words"),
               lambda made: designs.phrase(made, source.split()[-1]))  # fmt: skip
    headings = [section.title for section in _read(text).sections]
    assert headings[-1] == "All comments"
    quotes = [t for t in parse(text) if t.type == "blockquote_open" and not t.level]
    assert len(quotes) == 2


def test_words_of_people_are_no_markup():
    made = designs.package({"design.md": b"# A\n\na [link](x) *b*\n"})
    said = replace(designs.comment(1, "```\nopen"), author="*Ada* <b>")
    one = designs.thread(1, designs.phrase(made, "[link](x) *b*"), comments=(said, designs.comment(2)),
                         place="| x |")  # fmt: skip
    text = _written(replace(designs.design(), package=made, threads=(one,), title="# T\n# U"))
    assert text.startswith("# \\# T \\# U\n")
    assert "> “\\[link\\](x) \\*b\\*”" in text
    assert "**\\*Ada\\* \\<b\\>**" in text
    assert "> ```\n> open\n> ```" in text
    assert len(_read(text).fences) == 1


_PIECES = st.sampled_from(
    ["para one\n\n", "para\ntwo lines\n", "\n", "# Head\n\n", "- item\n", "  - inner\n", "1. one\n",
     "\n| a | b |\n|---|---|\n| c | d |\n\n", "\n```py\nx = 1\n\ny\n```\n\n", "> quote\n", "***\n",
     "<div>\n\nin\n\n</div>\n\n", "    indented code\n\n", "Setext\n===\n\n", "[r]: x\n\n", "[^1]\n\n",
     "[^1]: note\n\n", "$$\na\n$$\n\n", "<!-- c -->\n\n"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES, max_size=14), st.data())
def test_comments_leave_the_document_as_it_was(pieces, data):
    source = "Start.\n\n" + "".join(pieces)
    anchors = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(source) - 1))
        end = data.draw(st.integers(start + 1, len(source)))
        if source[start:end].strip():
            anchors.append(lambda made, s=start, e=end: anchor_text(made.texts["design.md"], s, e))
    text = _of(source, *anchors)
    before, after = _read(source), _read(text)
    assert [f.source for f in after.fences] == [f.source for f in before.fences]
    assert [[c.text for c in t.header] for t in after.tables] == [
        [c.text for c in t.header] for t in before.tables
    ]
    kept = {"design.md", "All comments", "Recommender"}
    assert [s.title for s in after.sections[1:] if s.title not in kept] == [
        s.title for s in before.sections[1:]
    ]
    assert [t.content for t in parse(text) if t.type == "math_block"] == [
        t.content for t in parse(source) if t.type == "math_block"
    ]
