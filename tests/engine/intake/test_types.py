"""What a file is, from its bytes and its name."""

from __future__ import annotations

import io
import zipfile

import pytest

from apps.engine.intake.types import has_macros, sniff, unreadable_reason


def office(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("a.md", b"# A", "markdown"),
        ("A.MARKDOWN", b"# A", "markdown"),
        ("a.md", b"", "markdown"),
        ("a.md", b"\xff\xfe#\x00 \x00", "markdown"),
        ("a.mmd", b"graph TD", "mermaid"),
        ("a.puml", b"@startuml", "plantuml"),
        ("a.gv", b"digraph {}", "dot"),
        ("a.dsl", b"workspace {}", "structurizr"),
        ("a.drawio", b"<mxfile/>", "drawio"),
        ("a.xml", b'<?xml version="1.0"?><mxfile host="x">', "drawio"),
        ("a.xml", b"<root/>", "xml"),
        ("a.svg", b"<?xml?><svg xmlns='x'>", "svg"),
        ("a.svg", b"no picture", "text"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.png", b"version https://git-lfs.github.com/spec/v1\n", "lfs"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "jpeg"),
        ("a.gif", b"GIF89a", "gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.pdf", b"junk\n%PDF-1.4", "pdf"),
        ("a.pdf", b"MZ\x90\x00\x03", "program"),
        ("setup.exe", b"MZ\x90\x00", "program"),
        ("MZ.md", b"MZ is a magic number", "markdown"),
        ("a", b"\x7fELF\x02\x01\x01\x00", "program"),
        ("a.docx", office("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.zip", office("word/document.xml"), "docx"),
        ("a.xlsx", office("xl/workbook.xml"), "xlsx"),
        ("a.zip", office("a.md"), "zip"),
        ("a.csv", b"a,b", "csv"),
        ("a.yml", b"a: 1", "yaml"),
        ("a.json", b"{}", "json"),
        ("a.html", b"<p>", "html"),
        ("a.txt", b"x", "text"),
        ("LICENSE", b"text", "text"),
        ("a.bin", b"\x00\x01\x02", "binary"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        ("a.gz", b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_the_bytes_decide_then_the_name(path, data, kind):
    assert sniff(path, data) == kind


@pytest.mark.parametrize("kind", ["markdown", "mermaid", "plantuml", "dot", "drawio", "svg"])
def test_what_can_be_read_or_shown_as_a_diagram_has_no_reason(kind):
    assert unreadable_reason(kind) is None


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "png", "text", "binary", "anything"])
def test_a_reason_says_what_can_be_read_instead(kind):
    reason = unreadable_reason(kind)
    assert reason
    assert "Markdown (.md, .markdown)" in reason
    assert "missing" not in reason


def test_a_git_lfs_pointer_says_how_to_get_the_file():
    assert "git lfs pull" in (unreadable_reason("lfs") or "")


def test_macros_are_seen_by_name_and_by_content():
    assert has_macros("a.docm", b"", "docx")
    assert has_macros("a.docx", office("word/VBAproject.bin"), "docx")
    assert not has_macros("a.md", b"vbaProject.bin", "markdown")
