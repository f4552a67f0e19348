"""The annotated design as PDF."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from apps.engine.exports.pdf import NotTypesetError, pdf_data, set_pdf, write_pdf
from apps.engine.exports.typeset import MAX_PIECES
from tests.engine.exports import designs
from tests.engine.exports.pdf_text import text_of_pdf

HOSTILE = """# #panic("no") and *strong* `raw` $x$

#read("/etc/passwd") #import "@preview/cetz:0.3.0": *

#include "/etc/hostname" \\#eval("1") @label <label> // gone? /* gone? */

```typ
#read("/etc/passwd")
    = heading
```

| #sys.version | $#x$ |
|---|---|
| #image("x.png") | _a_ |

Formula $#read("/etc/passwd")$ and ![#panic("alt")](missing.png).
"""


def _text(design) -> str:
    return text_of_pdf(write_pdf(design, read=designs.FILES.get))


def _words(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def text() -> str:
    return _text(designs.design())


def test_the_pdf_shows_document_comments_and_facts(text):
    for words in ("Recommender", "Revision 3 · 18 comments", "70,000 QPS", "Use a queue",
                  "Issue (major)", "Without a place", "All comments", "Why so?", "75,000 QPS"):  # fmt: skip
        assert _words(words) in _words(text), words


def test_a_design_without_comments_has_no_list_of_them():
    design = replace(designs.design(), threads=())
    assert "Allcomments" not in _words(_text(design))


def test_the_same_design_gives_the_same_bytes():
    design = designs.design()
    first = write_pdf(design, read=designs.FILES.get)
    assert first.startswith(b"%PDF-")
    assert write_pdf(design, read=designs.FILES.get) == first


def test_what_looks_like_code_of_the_typesetter_is_shown_as_it_is():
    files = {"design.md": HOSTILE.encode()}
    made = designs.package(files)
    said = designs.comment(1, '#read("/etc/passwd") ]] #panic()', '#import "@preview/x:1.0.0"')
    one = designs.thread(1, designs.phrase(made, '#import "@preview/cetz:0.3.0": *'), comments=(said,),
                         place='#panic("place")', severity='#panic("s")')  # fmt: skip
    design = replace(designs.design(), package=made, threads=(one,), title='#panic("title") $')
    text = _words(_text(design))
    for words in ('#panic("no")and', '#panic("title")$', '#read("/etc/passwd")#import',
                  '"@preview/cetz:0.3.0":*', '#include"/etc/hostname"#eval("1")@label//gone?',
                  "#sys.version", '#image("x.png")', 'and#panic("alt").',
                  '#import"@preview/x:1.0.0"', "(#panic("):  # fmt: skip
        assert words in text, words
    assert text.count('#read("/etc/passwd")') == 5
    assert "root:x:" not in text


def test_people_are_only_strings_in_the_data():
    data = json.loads(pdf_data(designs.design(), read=designs.FILES.get))
    assert data["title"] == "Recommender"
    assert [part["path"] for part in data["parts"]] == [
        "design.md", "adr/0001-use-a-queue.md", "deploy.mmd"
    ]  # fmt: skip
    assert [one["number"] for one in data["unplaced"]] == [17]


def _numbers_in(blocks: list[dict]) -> list[int]:
    found = []
    for block in blocks:
        found += [thread["number"] for thread in block.get("threads", [])]
        found += _numbers_in(block.get("blocks", []))
    return found


def test_every_thread_stands_once_in_the_data():
    data = json.loads(pdf_data(designs.design(), read=designs.FILES.get))
    numbers = [n for part in data["parts"] for n in _numbers_in(part["blocks"])]
    assert sorted([*numbers, 17]) == sorted(t.number for t in designs.design().threads)


def test_deep_nesting_is_set():
    deep = "".join(f"{'  ' * n}- level {n}\n" for n in range(9))
    bold = "<b><i>" * 25 + "words" + "</i></b>" * 25
    quotes = "> " * 12 + "quoted"
    made = designs.package({"design.md": f"{bold}\n\n{quotes}\n\n# Deep\n\n{deep}\n".encode()})
    text = _words(_text(replace(designs.design(), package=made, threads=())))
    assert "level8" in text
    assert "words" in text
    assert "quoted" in text


@pytest.mark.parametrize(
    "source",
    [
        '<table><tr><td colspan="99999" rowspan="9999">a</td></tr><tr><td>b<td>c</tr></table>',
        "<table></table>",
        "| a |\n|---|\n",
        "<ul></ul>\n\n<ol start='999999999999'><li></ol>",
        "# \n\n```\n```\n\n---\n\n[x](#nowhere) [y](javascript:1) [](https://x.example)",
        "\u202e\u0007 \ufffd \U0010ffff é́ 推荐 🚀 مرحبا",
        "<h1>One</h1><h1>One</h1>\n\n# One\n\n# One",
    ],
)
def test_odd_documents_are_set(source):
    made = designs.package({"design.md": source.encode()})
    data = write_pdf(replace(designs.design(), package=made, threads=()), read=lambda _: None)
    assert data.startswith(b"%PDF-")


def test_pictures_that_are_none_do_not_stop_it():
    files = {**designs.FILES, "img/load.png": designs.PIXEL[:40] + b"broken"}
    design = designs.design(files)
    assert "Withoutaplace" in _words(text_of_pdf(write_pdf(design, read=files.get)))
    text = _words(text_of_pdf(write_pdf(design, read=lambda _: None)))
    assert "[picture:Theloadtest]" in text


def test_data_that_is_not_ours_is_an_error():
    with pytest.raises(NotTypesetError):
        set_pdf("{}")


def test_a_limited_process_that_may_write_no_file_is_enough():
    program = (
        "import resource, tempfile\n"
        "tempfile.gettempdir()  # tries the folder by writing; a warm parent has done so\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
        "from tests.engine.exports import designs\n"
        "from apps.engine.exports.pdf import write_pdf\n"
        "print(len(write_pdf(designs.design(), read=designs.FILES.get)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert re.fullmatch(r"\d{5,}\n", done.stdout), done.stderr[-600:]


def test_what_is_too_long_is_cut_and_says_so_but_comments_are_whole():
    source = "# A\n\n```\n" + "x = 1\n" * (MAX_PIECES + 500) + "```\n\nThe end.\n"
    made = designs.package({"design.md": source.encode()})
    one = designs.thread(1, designs.phrase(made, "The end."))
    design = replace(designs.design(), package=made, threads=(one,))
    part = json.loads(pdf_data(design, read=designs.FILES.get))["parts"][0]
    kinds = [block["k"] for block in part["blocks"]]
    assert kinds == ["heading", "code", "para", "notes"]
    assert len(part["blocks"][1]["lines"]) < MAX_PIECES
    assert "too long for a PDF" in json.dumps(part["blocks"][2])
    assert part["blocks"][3]["threads"][0]["comments"][0]["blocks"][0]["c"] == ["Why so?"]
