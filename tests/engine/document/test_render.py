"""A student's Markdown becomes safe HTML that knows its places."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.document.markdown import read_markdown
from apps.engine.document.render import render_html
from apps.engine.text import CanonicalText


def render(source: str, **options) -> str:
    return render_html("docs/design.md", CanonicalText("docs/design.md", source), **options)


def bare(written: str) -> str:
    """HTML without the marks of runs: what a student's Markdown looks like."""
    places = r' data-o="\d+"(?: data-l="\d+")?'
    return re.sub(places, "", re.sub(rf"<span{places}>([^<]*)</span>", r"\1", written))


class Tags(HTMLParser):
    """Collects tags and attributes as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


OURS = re.compile(
    r"(?:data-src-start|data-src-end|data-o|data-l|data-fence|data-language|class|id|role|aria-label|scope)\Z"
)
STUDENTS = {
    "href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "start", "open", "rel",
    "display",
}  # fmt: skip
OUR_CLASSES = re.compile(
    r"(?:align-\w+|code|diagram|math|formula|missing-image|footnotes-sep|footnote-ref|task|[a-z]{1,3}\d?)\Z"
)


def assert_safe(written: str) -> None:
    """No script, no handler, no dangerous address, no class, id, style or data of the student's."""
    for tag, attributes in Tags(written).tags:
        assert tag not in {"script", "style", "iframe", "object", "embed", "form", "input", "base",
                           "meta", "link", "svg", "button", "video", "textarea"}  # fmt: skip
        for name, value in attributes.items():
            assert name in STUDENTS or OURS.match(name), (tag, name)
            if name == "class":
                assert OUR_CLASSES.match(value or ""), value
            if name == "id":
                assert (value or "").startswith("u-")
            if name == "href":
                assert re.match(r"(?:https?://|mailto:|/u/|//|#u-)", value or "", re.IGNORECASE), (
                    value
                )
            if name == "src":
                assert (value or "").startswith("/u/"), value


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa&#x0A;script:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](javascript:alert(1))",
    "![x](https://tracker.example/a.png)",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<p class='btn' id='csrf' style='position:fixed' data-hx-get='/x' hx-get='/x'>t</p>",
    "<details open ontoggle=alert(1)><summary>s</summary>",
    "<form action=/x><input name=y><button>z</button></form>",
    "<textarea>", "</textarea>", "<plaintext>", "<title>", "<template>", "<noscript>", "<xmp>",
    "<!-- ", "-->", "<![CDATA[", "<?php", "<base href=//evil>", "<meta http-equiv=refresh>",
    "<table><tr><td>", "</td></tr></table>", "</div></article></body>", "<div", "<a <b", "\"'>",
    "```html\n<script>alert(1)</script>\n```\n",
    "`<script>`",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<script>alert(1)</script>}$",
    "| <img src=x onerror=1> | b |\n|---|---|\n| <b onclick=x>c</b> | d |\n",
    "# <b id=x>h</b> {#evil}\n",
    "[^1]\n\n[^1]: <script>x</script>\n",
    "&lt;script&gt;", "&#60;script&#62;alert(1)", "\x00", "\u2028",
    "- [x] <u onmouseover=x>t</u>\n",
    "<span data-x='1'></span>", "<div data-src-start=1></div>",
    "[a]: javascript:alert(1)\n\n[a]\n",
    '<https://x.y/" onmouseover="z>',
    '![a" onerror="x](b.png)',
    '[t](x.md "a\\" onclick=\\"b")',
    "~~~ {.python onclick=x}\n1\n~~~\n",
    "text ", "\n\n", "**", "> ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_each_hostile_piece_is_harmless(piece):
    assert_safe(render(f"before\n\n{piece}\n\nafter", resolve=lambda path: f"/u/t/{path}"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=8))
def test_no_mixture_of_hostile_pieces_gets_through(pieces):
    assert_safe(render("".join(pieces), resolve=lambda path: f"/u/t/{path}"))


def test_blocks_and_cells_carry_their_places():
    source = "# T\n\npara\n\n| a | b |\n|---|--:|\n| c | \\|d |\n\n- one\n\n> q\n"
    document = read_markdown("docs/design.md", CanonicalText("docs/design.md", source))
    places = {
        (int(a["data-src-start"] or 0), int(a["data-src-end"] or 0))
        for _, a in Tags(render(source)).tags
        if "data-src-start" in a
    }
    assert {(b.start, b.end) for b in document.blocks} <= places
    cells = [c for row in (document.tables[0].header, *document.tables[0].rows) for c in row]
    assert {(c.start, c.end) for c in cells} <= places


def test_headings_get_prefixed_slugs_and_links_lead_to_them():
    written = render("# A b\n\n## A b\n\n[x](#a-b-1) [y](other.md#c)", resolve=lambda p: f"/u/{p}")
    assert 'id="u-a-b"' in written
    assert 'id="u-a-b-1"' in written
    assert 'href="#u-a-b-1"' in written
    assert 'href="/u/docs/other.md#u-c"' in written


def test_paths_are_resolved_from_the_folder_of_the_document():
    seen: list[str] = []
    render("![a](../img/a%20b.png) [b](/adr/1.md) [c](../../out.md)", resolve=seen.append)
    assert seen == ["img/a b.png", "adr/1.md"]


def test_what_cannot_be_resolved_is_text():
    written = bare(render("![Deployment](a.png) [b](b.md)"))
    assert '<span class="missing-image">Deployment</span>' in written
    assert "<img" not in written
    assert re.search(r"<a[^>]*>b</a>", written)
    assert "href" not in written


def test_a_picture_from_elsewhere_is_a_link_and_is_not_loaded():
    written = bare(render("![chart](https://x.example/a.png)"))
    assert "<img" not in written
    assert '<a href="https://x.example/a.png" rel="noopener nofollow ugc">chart</a>' in written


def test_a_drawn_diagram_takes_the_place_of_its_fence():
    source = "```python\n1\n```\n\n```mermaid\ngraph TD\n```\n"
    written = render(source, diagram=lambda n: "<svg class='ours'></svg>" if n == 1 else None)
    assert re.search(r'<figure class="diagram" data-fence="1" data-src-start="\d+"', written)
    assert "<svg class='ours'></svg></figure>" in written
    assert "graph TD" not in written


def test_a_diagram_in_colons_is_drawn_like_a_fence():
    written = render("::: mermaid\ngraph TD\n:::\n", diagram=lambda _: "<svg class='ours'></svg>")
    assert "<svg class='ours'></svg></figure>" in written
    assert ":::" not in written


def test_code_is_coloured_and_unknown_languages_stay_plain():
    written = render('```python\ndef f(): return "<b>"\n```\n\n```nolang\nx < y\n```\n')
    assert '<span class="k">def</span>' in written
    assert "&lt;b&gt;" in written
    assert "x &lt; y" in written


def test_formulas_become_mathml_and_broken_ones_stay_source():
    written = render("$a^2$ and\n\n$$\n\\frac{1}{\n$$\n")
    assert "<msup><mi>a</mi><mn>2</mn></msup>" in written
    assert '<code class="formula">\\frac{1}{</code>' in written


def test_prices_are_not_formulas():
    assert "<math" not in render("It costs $12,400 | $7,900, from $5 to $7.")


def test_footnotes_and_tasks_are_shown():
    written = bare(render("a[^n]\n\n[^n]: note\n\n- [x] done\n- [ ] open\n"))
    assert 'href="#u-fn-1" id="u-fnref-1"' in written
    assert 'id="u-fn-1"' in written
    assert 'aria-label="done">☑</span> done' in written
    assert 'aria-label="to do">☐</span> open' in written


def test_html_that_people_write_for_layout_works():
    written = bare(
        render("<details><summary>More</summary>\n\n**bold**\n\n</details>\n\nH<sub>2</sub>O")
    )
    assert "<details><summary>More</summary>" in written
    assert "<strong>bold</strong>" in written
    assert "H<sub>2</sub>O" in written


def test_front_matter_is_not_shown_and_places_stay_right():
    source = "---\ntitle: x\n---\n# H\n"
    written = render(source)
    assert "title" not in written
    assert f'data-src-start="{source.index("#")}"' in written


def test_text_cannot_write_a_placeholder():
    first = render("x")
    key = "0" * 32
    written = render(f'<div data-x{key}="0"></div> <p data-src-start="5">y</p>')
    assert first.startswith("<p data-src-start")
    assert key not in written
    assert written.count("data-src-start") <= 2
