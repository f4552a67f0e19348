"""Markdown to the document model: everything has its place in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.document.markdown import MAX_SOURCE, read_markdown
from apps.engine.document.model import Document
from apps.engine.text import CanonicalText, canonical_text
from tests.linear import assert_linear


def read(source: str, path: str = "design.md") -> Document:
    return read_markdown(path, CanonicalText(path, source))


def quoted(source: str, item) -> str:
    return source[item.start : item.end]


CELLS = (
    "| Größe \U0001f680 | a \\| b | `c` |  |\n"
    "|---|---|---|---|\n"
    "| x\u00a0| **bold** 5\u00a0ms |\u00a05\u00a0| \\|only\\| | extra |\n"
    "| short |\n"
)


def test_every_cell_has_the_exact_place_of_its_source():
    source = f"emoji \U0001f600 before\n\n{CELLS}"
    (table,) = read(source).tables
    assert [quoted(source, c) for c in table.header] == ["Größe \U0001f680", "a \\| b", "`c`", ""]
    assert [c.text for c in table.header] == ["Größe \U0001f680", "a | b", "c", ""]
    assert [quoted(source, c) for c in table.rows[0]] == [
        "x", "**bold** 5\u00a0ms", "5", "\\|only\\|",
    ]  # fmt: skip
    assert [c.text for c in table.rows[0]] == ["x", "bold 5\u00a0ms", "5", "|only|"]
    assert [c.text for c in table.rows[1]] == ["short", "", "", ""]
    assert [c.line for c in table.rows[1]] == [6] * 4
    assert len(table.rows[1]) == len(table.header)


@pytest.mark.parametrize("prefix", ["> ", "- ", "1. ", "> - ", "  ", "* > "])
def test_cells_in_lists_and_quotes_have_exact_places(prefix):
    rest = "".join(c if c == ">" else " " for c in prefix)
    lines = ["| A | B |", "|---|---|", "| one | 2 \\| 3 |"]
    source = prefix + lines[0] + "\n" + "".join(f"{rest}{line}\n" for line in lines[1:])
    (table,) = read(source).tables
    assert [quoted(source, c) for c in table.rows[0]] == ["one", "2 \\| 3"]
    assert [quoted(source, c) for c in table.header] == ["A", "B"]


def test_a_table_without_outer_pipes_has_exact_places():
    source = "A | B\n--|--\n one | two \n"
    (table,) = read(source).tables
    assert [quoted(source, c) for c in table.rows[0]] == ["one", "two"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(alphabet="ab 5\u00a0é\U0001f600\\|.", max_size=6), min_size=2, max_size=2),
        min_size=1,
        max_size=4,
    )
)
def test_a_cells_place_holds_its_text(rows):
    body = "".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |\n" for row in rows)
    source = f"| A | B |\n|---|---|\n{body}"
    for table in read(source).tables:
        for row in table.rows:
            for cell in row:
                written = quoted(source, cell)
                assert written == written.strip()
                if "\\" not in written:
                    assert cell.text == written


def test_fences_keep_their_source_and_its_place():
    source = (
        "- item\n\n  ```Mermaid title\n  graph TD\n    a --> b\n  ```\n\n~~~ {.python #x}\n1\n~~~\n"
    )
    document = read(source)
    first, second = document.fences
    assert first.source == "graph TD\n  a --> b\n"
    assert (first.language, first.info) == ("mermaid", "Mermaid title")
    assert source[first.source_start :].startswith("graph TD")
    assert (first.source_line, first.line, first.end_line, first.indent) == (4, 3, 6, 2)
    assert (second.language, second.source_line, second.index) == ("python", 9, 1)


def test_a_fence_in_a_quote_and_an_empty_and_an_open_fence_are_read():
    quote, empty, open_ = read("> ```dot\n> digraph\n> ```\n\n```\n```\n\n```dot\nx").fences
    assert quote.source == "digraph\n"
    assert (empty.source, empty.language) == ("", "")
    assert open_.source.strip() == "x"


def test_mermaid_in_colons_and_in_tags_of_pages_is_a_fence():
    source = (
        "::: mermaid\ngraph TD\n:::\n\n- x\n\n  ::: mermaid\n  graph LR\n  :::\n\n"
        '<pre class="mermaid">\ngraph BT\na--&gt;b\n</pre>\n\ntext\n\n::: mermaid\nnever closed\n'
    )
    found = read(source).fences
    assert [f.source.split()[1] for f in found] == ["TD", "LR", "BT"]
    assert {f.language for f in found} == {"mermaid"}
    assert [(f.source_line, f.indent) for f in found] == [(2, 0), (8, 2), (12, 0)]
    assert all(source[f.source_start :].startswith("graph") for f in found)
    assert found[2].source.splitlines()[1] == "a-->   b"


CAPTIONS = """
Figure 1: Components

```mermaid
graph TD
```

```mermaid
sequenceDiagram
```

*Figure 2: Request flow*

Table 1: Fleet

| A |
|---|
| 1 |

| B |
|---|
| 1 |

Figure 3 shows the deployment.

```mermaid
graph LR
```
"""


def test_captions_belong_to_the_thing_beside_them():
    document = read(CAPTIONS)
    assert [f.caption for f in document.fences] == [
        "Figure 1: Components",
        "Figure 2: Request flow",
        "",
    ]
    assert [t.caption for t in document.tables] == ["Table 1: Fleet", ""]


@pytest.mark.parametrize("above", [True, False])
def test_captions_between_two_figures_follow_the_habit_of_the_document(above):
    parts = []
    for n in range(3):
        pair = [f"Figure {n}: f{n}", f"```mermaid\ng{n}\n```"]
        parts += pair if above else reversed(pair)
    fences = read("\n\n".join(parts)).fences
    assert [(f.source, f.caption) for f in fences] == [
        (f"g{n}\n", f"Figure {n}: f{n}") for n in range(3)
    ]


HTML_TABLE = """
<table>
  <caption>Table 4 Prices</caption>
  <tr><th>Item</th><th colspan="2">Price</th></tr>
  <tr><td rowspan="2">GPU &amp; node</td><td>0.80</td><td><b>5</b> h</td></tr>

  <tr><td>0.90</td><td></td></tr>
  <tr><td>last
</table>

after
"""


def test_html_tables_are_read_into_the_same_model():
    document = read(HTML_TABLE)
    (table,) = document.tables
    assert (table.detector, table.caption) == ("html", "Table 4 Prices")
    assert [c.text for c in table.header] == ["Item", "Price", "Price"]
    assert [[c.text for c in row] for row in table.rows] == [
        ["GPU & node", "0.80", "5 h"],
        ["GPU & node", "0.90", ""],
        ["last", "", ""],
    ]
    assert quoted(HTML_TABLE, table.rows[0][0]) == "GPU &amp; node"
    assert quoted(HTML_TABLE, table.rows[0][2]) == "<b>5</b> h"
    assert table.rows[1][1].line == 7


LINKS = (
    '[a](adr/1%20x.md#ctx "t") ![alt *b*](img/a.png) [c][ref] <https://x.y> [d](#sec)\n'
    "- [x] [task](t.md)\n\n"
    "| [cell \\| p](c.md) |\n|---|\n| x |\n\n"
    'text <img src="raw.svg" alt="raw"> <a href="//cdn/x">e</a>\n\n'
    "[ref]: https://r.s\n"
)


def test_links_and_images_are_found_with_kind_and_place():
    document = read(LINKS)
    found = [(li.target, li.kind, li.image, li.text) for li in document.links]
    assert found == [
        ("adr/1 x.md", "file", False, "a"),
        ("img/a.png", "file", True, "alt b"),
        ("https://r.s", "external", False, "c"),
        ("https://x.y", "external", False, "https://x.y"),
        ("", "internal", False, "d"),
        ("t.md", "file", False, "task"),
        ("c.md", "file", False, "cell | p"),
        ("raw.svg", "file", True, "raw"),
        ("//cdn/x", "external", False, ""),
    ]
    places = [LINKS[li.where.start : li.where.end] for li in document.links]
    assert places[0] == '[a](adr/1%20x.md#ctx "t")'
    assert places[2] == "[c][ref]"
    assert places[5] == "[task](t.md)"
    assert places[6] == "[cell \\| p](c.md)"
    assert places[7] == '<img src="raw.svg" alt="raw">'
    assert document.links[0].fragment == "ctx"


def test_blocks_tell_their_kind_text_place_and_name():
    source = (
        "# H *x*\n\npara `c`\nsecond\n\n- one\n  - two\n\n> quote\n\n$$\nx\n$$\n\n![i](a.png)\n"
    )
    document = read(source)
    blocks = [(b.kind, b.text, b.line, b.end_line) for b in document.blocks]
    assert blocks == [
        ("heading", "H x", 1, 1),
        ("para", "para c second", 3, 4),
        ("list", "", 6, 7),
        ("item", "one", 6, 7),
        ("list", "", 7, 7),
        ("item", "two", 7, 7),
        ("quote", "", 9, 9),
        ("para", "quote", 9, 9),
        ("math", "x", 11, 13),
        ("figure", "i", 15, 15),
    ]
    assert quoted(source, document.blocks[5]) == "- two"
    assert quoted(source, document.blocks[7]) == "quote"
    assert len({b.stable_id for b in document.blocks}) == len(blocks)


def test_a_blocks_name_survives_changes_elsewhere():
    before = {b.text: b.stable_id for b in read("# A\n\nsame\n\nother\n").blocks}
    after = {b.text: b.stable_id for b in read("new\n\n# A\n\nmore\n\nsame\n").blocks}
    assert before["same"] == after["same"]
    assert before["A"] == after["A"]


def test_footnotes_are_blocks_where_they_are_written():
    document = read("a[^1] b\n\n[^1]: note text\n\nlater\n")
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("para", "a b"),
        ("footnote", "note text"),
        ("para", "later"),
    ]


IGNORES = """<!-- aie: ignore DOC-002 reason="draft agreed" -->
# T
para

<!-- aie: ignore cap-009, CAP-007 reason='spot "burst"' -->
| A |
|---|
| 1 |

text <!-- aie: ignore DOC-006 --> here

`<!-- aie: ignore DOC-001 -->`
"""


def test_ignores_concern_the_next_block_or_the_whole_document():
    ignores = read(IGNORES).ignores
    assert [(i.code, i.reason, i.line) for i in ignores[:4]] == [
        ("DOC-002", "draft agreed", 1),
        ("CAP-009", 'spot "burst"', 5),
        ("CAP-007", 'spot "burst"', 5),
        ("DOC-006", "", 10),
    ]
    assert (ignores[0].start, ignores[0].end) == (0, len(IGNORES))
    assert quoted(IGNORES, ignores[1]).startswith("| A |")
    assert quoted(IGNORES, ignores[1]).endswith("| 1 |")
    assert quoted(IGNORES, ignores[3]).startswith("text")


def test_an_ignore_in_a_code_block_is_only_quoted():
    assert read("# A\n\n```\n<!-- aie: ignore DOC-002 -->\n```\n").ignores == ()


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("# Design\n\nThe index is on the node.", "en"),
        ("# 设计\n\n我们需要一个快速的搜索系统。", None),
        ("Wir haben " + "die Daten und der Dienst ist nicht mit dem Netz für eine " * 9, "de"),
        ("", "en"),
    ],
)
def test_the_language_is_told_by_small_words(source, language):
    assert read(source).language == language


def test_pages_are_words_figures_and_rows_without_what_does_not_count():
    words = "word " * 500
    rows = "| a |\n|---|\n" + "| b |\n" * 44
    figure = "```mermaid\na\n```\n"
    source = (
        f"# T\n{words}\n## Cost\n{rows}\n{figure}\n![f](a.png)\n"
        f"## References\n{words}\n## Appendix A\n{words}\n### More\n{words}\n"
        f"## ADR-0001 X\n{words}\n## Table of contents\n{words}\n"
    )
    assert read(source).pages_estimate == pytest.approx(3.0, abs=0.01)


def test_a_broken_encoding_is_read_with_a_warning():
    text = canonical_text("a.md", b"# Gr\xf6\xdfe\n\xff\n")
    document = read_markdown("a.md", text)
    assert document.sections[1].title == "Größe"
    assert "Windows-1252" in document.warnings[0]


@pytest.mark.parametrize("source", ["", "\n\n", " ", "---\n---\n", "---\n", "\ufffd", "<!--", "|"])
def test_an_empty_document_is_read(source):
    document = read(source)
    assert document.sections[0].level == 0
    assert document.words == 0 or source == "|"


def test_a_huge_table_is_cut_with_a_warning():
    source = "# T\n| a | b |\n|---|---|\n" + "| Service name | 123 |\n" * 480_000
    document = read(source)
    assert len(source) > 10_000_000
    assert len(document.tables[0].rows) == 5_000
    assert any("first 512 KB" in w for w in document.warnings)
    assert any("first 5,000" in w for w in document.warnings)
    assert 0.9 * MAX_SOURCE < document.sections[1].end <= MAX_SOURCE


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "<a ", "$", "`", "*a ", "> ", "- ", "[a](", "[^a]", "<!--", "|a", "- [ ] a\n",
     "<table><tr><td>", "<table>\n\n", "</table>", "\\", "&", "<h1>", '<a "', "{", "[a]: b\n", "# x\n",
     "```\n", "<!-- aie: ignore X", "~~", "a|b\n-|-\n",
     "::: mermaid\n", '<pre class="mermaid">\n', "<pre mermaid "],
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time(piece):
    assert_linear(read, lambda size: piece * (size // len(piece)), 40_000)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["# ", "- ", "> ", "```\n", "| a | b |\n", "|---|---|\n", "\n", "\n\n", "text ", "[a](b)",
             "![", "](", "<table>", "<td>", "</td>", "</table>", "<!--", "-->", "$x$", "$$\n", "\t",
             "    ", "1. ", "[^1]", "[^1]: ", "---\n", "é", "\U0001f600", "\\|", "`", "- [ ] ",
             "<h2>", "</h2>", "Figure 1: ", "<!-- aie: ignore DOC-001 -->", "a: b\n"]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_every_place_lies_in_the_text_whatever_it_is(pieces):
    source = "".join(pieces)
    document = read(source)
    spans = [(b.start, b.end) for b in document.blocks]
    spans += [(c.start, c.end) for t in document.tables for r in (t.header, *t.rows) for c in r]
    spans += [(i.start, i.end) for i in (*document.ignores, *document.fences, *document.tables)]
    spans += [(link.where.start, link.where.end) for link in document.links]
    spans += [(s.start, s.end) for s in document.sections]
    assert all(0 <= start <= end <= len(source) for start, end in spans)
    for section in document.sections[1:]:
        assert document.sections[section.index] is section
    lines = source.count("\n") + 1
    assert all(1 <= b.line <= b.end_line <= lines for b in document.blocks)
    for fence in document.fences:
        first = fence.source.split("\n")[0].strip(" \t>")
        assert source[fence.source_start :].lstrip(" \t>").startswith(first)
