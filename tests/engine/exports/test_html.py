"""The annotated design as one HTML page."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from apps.engine.exports.html import write_html
from apps.engine.exports.tree import text_of, tree_of, walk
from tests.engine.exports import designs

ROOT = Path(__file__).resolve().parents[3]
CSS = (ROOT / "static/css/diagram.css").read_text(encoding="utf-8")


def _page(design=None, **given) -> str:
    values = {"read": designs.FILES.get, "diagram_css": CSS} | given
    return write_html(design or designs.design(), **values).decode()


@pytest.fixture(scope="module")
def page() -> str:
    return _page()


@pytest.fixture(scope="module")
def tree(page):
    return tree_of(page[page.index("<body>") :])


def test_the_same_design_gives_the_same_bytes(page):
    assert _page() == page


def test_every_thread_stands_once_and_every_number_leads_to_one(page, tree):
    found = [n.attributes["id"] for n in walk(tree) if n.attributes.get("class") == "thread"]
    assert Counter(found) == Counter(f"c{t.number}" for t in designs.design().threads)
    linked = {n.attributes["href"][2:] for n in walk(tree)
              if n.attributes.get("class") in ("ref", "pin")}  # fmt: skip
    assert linked == {name[1:] for name in found}


def test_ids_are_unique_and_links_lead_somewhere(tree):
    ids = Counter(n.attributes["id"] for n in walk(tree) if "id" in n.attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    inner = {n.attributes["href"][1:] for n in walk(tree)
             if n.attributes.get("href", "").startswith("#")}  # fmt: skip
    assert inner <= set(ids)


def test_commented_words_are_marked_and_numbered(tree):
    marks = {n.attributes["data-c"]: text_of(n) for n in walk(tree) if n.tag == "mark"}
    assert marks["1"] == "70,000 QPS"
    assert marks["2"] == "availability. The café\u0301"
    cell = next(n for n in walk(tree) if n.tag == "td" and n.attributes.get("data-c") == "4")
    assert text_of(cell) == "1834"  # the cell and the number of its comment


def test_diagram_comments_are_pins_on_the_drawing(page, tree):
    pins = [n.attributes["href"] for n in walk(tree) if n.attributes.get("class") == "pin"]
    assert set(pins) == {f"#c{n}" for n in (5, 6, 7, 8, 9, 10, 11, 12, 13)}
    marked = {n.attributes["data-el"] for n in walk(tree)
              if "is-commented" in n.attributes.get("class", "")}  # fmt: skip
    assert marked == {
        "node:B", "edge:A->B#0", "group:zone-a", "participant:G", "message:1", "node:S"
    }  # fmt: skip
    assert page.count('class="region"') == 3


def test_headings_go_down_by_one(tree):
    levels = [int(n.tag[1]) for n in walk(tree) if re.fullmatch("h[1-6]", n.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_page_needs_nothing_else(page):
    assert "<script" not in page
    assert "<link" not in page
    assert not re.search(r"\bstyle=", page)
    sources = set(re.findall(r'\b(?:src|srcset|xlink:href)="([^"]{0,40})', page))
    assert sources
    assert all(source.startswith("data:image/") for source in sources)
    assert not re.search(r"url\(|@import", page)


def test_the_policy_allows_the_style_sheet_and_nothing_else(page):
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.replace("&#x27;", "'") == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )


def test_a_thread_without_a_place_stands_in_a_section_of_its_own(tree):
    section = next(n for n in walk(tree) if n.attributes.get("id") == "without-place")
    assert "a sentence that is gone" in text_of(section)
    assert [n.attributes["id"] for n in walk(section) if n.tag == "article"] == ["c17"]


HOSTILE = """# <script>alert(1)</script> <img src=x onerror=alert(2)>

[a](javascript:alert(3)) <a href="vbscript:x" onclick="y">b</a> <b id="c1" class="thread">c</b>

<div data-diagram="request-path"></div><img data-picture="img/load.png" src="https://x.example/p.png">

<style>body{display:none}</style><svg onload=alert(4)></svg> ![x](http://x.example/y.png)

</section></main><plaintext>
"""


def test_what_people_write_stays_harmless():
    path = 'a"><img src=x onerror=alert(5)>.md'
    made = designs.package({path: HOSTILE.encode()})
    body = f"{HOSTILE}\n\n## Heading\n\n<script>alert(6)</script> ![p](img/load.png) [l](#c1)"
    said = replace(designs.comment(1, body, "</pre><script>7</script>"), author="<i>Ada</i>")
    one = designs.thread(
        1, designs.phrase(made, "</section></main>", path), "<b>", comments=(said,),
        place='"><script>8</script>', severity="</style>", state="<u>",
    )  # fmt: skip
    design = replace(designs.design(), package=made, threads=(one,), title="</title><script>9")
    page = _page(design)
    assert not re.search(r"<(?:script|iframe|object|embed|form|base|link|plaintext)\b", page)
    tree = tree_of(page)
    names = {name for n in walk(tree) for name in n.attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert [n.attributes["id"] for n in walk(tree) if n.attributes.get("class") == "thread"] == [
        "c1"
    ]
    links = [n.attributes["href"] for n in walk(tree) if "href" in n.attributes]
    assert all(link.startswith("#") for link in links)
    assert [n for n in walk(tree) if n.tag == "img"] == []
    assert len([n for n in walk(tree) if n.tag == "h1"]) == 1


def test_without_a_style_sheet_drawings_bring_their_colours():
    page = _page(diagram_css="")
    assert 'fill="#eef4fd"' in page
    assert "--dg-bg" not in page


def test_a_picture_that_cannot_be_had_is_its_text():
    page = _page(read=lambda _: None)
    assert '<span class="missing-image">The load test</span>' in page
    assert 'id="c11"' in page


def test_comments_on_a_file_that_no_document_shows_get_a_part_of_their_own():
    files = {"design.md": b"# A\n", "load.csv": b"qps,ms\n500,12\n"}
    made = designs.package(files)
    one = designs.thread(1, designs.phrase(made, "500,12", "load.csv"))
    page = _page(replace(designs.design(), package=made, threads=(one,)))
    assert '<mark data-c="1">500,12</mark>' in page
    assert "<span>File</span> load.csv" in page
