"""Every format we know by name: one row each.

Intake names a file by its row, fences are told by their language, reading dispatches to the row's
reader, and lists sort files by its role. A new notation is a reader and a row.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

Role = Literal["document", "diagram", "sheet", "picture", "data", "archive", "other"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its ``word`` in readings, its ``name`` in sentences, what it serves as.

    ``endings`` are ends of file names without the dot, ``languages`` words after a code fence.
    ``reader`` is the place of the function that reads it (``module:function``): for a document
    ``(path, CanonicalText) -> Document``, for a diagram ``(Source) -> Diagram``. It is written as
    text because readers stand above this table. Formats without a reader are kept and shown, not read.
    """

    word: str
    name: str
    role: Role
    endings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reader: str | None = None
    is_text: bool = False

    def load_reader(self) -> Callable[..., Any]:
        """The function that reads this format; a format without one is an error of the caller."""
        if self.reader is None:
            raise LookupError(f"{self.word} has no reader")
        function: Callable[..., Any] = pkgutil.resolve_name(self.reader)
        return function


def _text(  # noqa: PLR0913 - the columns of a row
    word: str,
    name: str,
    role: Role,
    endings: str = "",
    languages: str = "",
    *,
    reader: str | None = None,
) -> Format:
    return Format(
        word, name, role, tuple(endings.split()), tuple(languages.split()), reader, is_text=True
    )


def _binary(word: str, name: str, role: Role, endings: str = "") -> Format:
    return Format(word, name, role, tuple(endings.split()))


_MARKDOWN = "apps.engine.document.markdown:read_markdown"
_MERMAID = "apps.engine.diagrams.read.mermaid:read_mermaid"

FORMATS: tuple[Format, ...] = (
    _text("markdown", "Markdown", "document", "md markdown mdown mkd mkdn mdwn mdx", reader=_MARKDOWN),
    _binary("docx", "a Word document", "document", "docx"),
    _binary("pdf", "a PDF", "document", "pdf"),
    _binary("pptx", "a PowerPoint presentation", "document", "pptx"),
    _binary("odt", "an OpenDocument text", "document", "odt"),
    _binary("ole", "an old Office document", "document", "doc xls ppt"),
    _binary("rtf", "an RTF document", "document", "rtf"),
    # Diagrams: those without a reader are recognised, shown as source and noted.
    _text("mermaid", "Mermaid", "diagram", "mmd mermaid", "mermaid mmd", reader=_MERMAID),
    _text("plantuml", "PlantUML", "diagram", "puml plantuml iuml pu wsd uml", "plantuml puml c4plantuml uml"),
    _text("dot", "Graphviz DOT", "diagram", "dot gv", "dot graphviz gv"),
    _text("structurizr", "Structurizr DSL", "diagram", "dsl structurizr", "structurizr"),
    _text("drawio", "draw.io", "diagram", "drawio dio", "drawio"),
    _text("likec4", "LikeC4", "diagram", "c4 likec4", "likec4 c4"),
    _text("d2", "D2", "diagram", "d2", "d2"),
    _text("bpmn", "BPMN", "diagram", "bpmn", "bpmn"),
    _text("excalidraw", "Excalidraw", "diagram", "excalidraw", "excalidraw"),
    _text("nomnoml", "nomnoml", "diagram", "nomnoml", "nomnoml"),
    _text("ditaa", "ditaa", "diagram", "ditaa", "ditaa"),
    _text("blockdiag", "blockdiag", "diagram", "", "blockdiag"),
    _text("seqdiag", "seqdiag", "diagram", "", "seqdiag"),
    _text("nwdiag", "nwdiag", "diagram", "", "nwdiag"),
    _text("wavedrom", "WaveDrom", "diagram", "", "wavedrom"),
    _text("svgbob", "Svgbob", "diagram", "", "svgbob"),
    _text("pikchr", "Pikchr", "diagram", "", "pikchr"),
    _text("vega", "Vega", "diagram", "", "vega"),
    _text("vegalite", "Vega-Lite", "diagram", "", "vegalite vega-lite"),
    # Pictures are told by their bytes; the endings tell what a dead link was meant to show.
    _text("svg", "an SVG picture", "picture", "svg", "svg"),
    _binary("png", "a PNG picture", "picture", "png"),
    _binary("jpeg", "a JPEG picture", "picture", "jpg jpeg"),
    _binary("gif", "a GIF picture", "picture", "gif"),
    _binary("webp", "a WebP picture", "picture", "webp"),
    _text("csv", "a CSV table", "sheet", "csv tsv"),
    _binary("xlsx", "an Excel workbook", "sheet", "xlsx"),
    _binary("ods", "an OpenDocument sheet", "sheet", "ods"),
    _text("yaml", "a YAML file", "data", "yaml yml"),
    _text("json", "a JSON file", "data", "json"),
    _text("html", "an HTML page", "data", "html htm xhtml"),
    _text("xml", "an XML file", "data", "xml"),
    _text("text", "a plain text file", "data", "txt text log"),
    _binary("zip", "a ZIP archive", "archive", "zip"),
    _binary("gzip", "a gzip file", "archive", "gz tgz"),
    _binary("tar", "a tar archive", "archive", "tar"),
    _binary("bzip2", "a bzip2 file", "archive", "bz2"),
    _binary("xz", "an xz file", "archive", "xz"),
    _binary("7z", "a 7-Zip archive", "archive", "7z"),
    _binary("rar", "a RAR archive", "archive", "rar"),
    _binary("zstd", "a Zstandard file", "archive", "zst"),
    _binary("program", "a program", "other"),
    _binary("lfs", "a Git LFS pointer", "other"),
    _binary("binary", "a file of a format we do not know", "other"),
)  # fmt: skip

_BY_WORD = {row.word: row for row in FORMATS}
_BY_ENDING = {ending: row for row in FORMATS for ending in row.endings}
_BY_LANGUAGE = {language: row for row in FORMATS for language in row.languages}


def by_word(word: str) -> Format:
    """The row of a word; the one of unknown files for any other."""
    return _BY_WORD.get(word, _BY_WORD["binary"])


def by_name(path: str) -> Format | None:
    """The row that the end of a file's name tells."""
    return _BY_ENDING.get(PurePosixPath(path).suffix[1:].lower())


def by_language(language: str) -> Format | None:
    """The row that the language word of a fence tells; attributes' braces and dots do not count."""
    return _BY_LANGUAGE.get(language.strip().lower().strip("{}."))


def with_role(*roles: Role) -> tuple[Format, ...]:
    """All rows that serve as one of ``roles``."""
    return tuple(row for row in FORMATS if row.role in roles)
