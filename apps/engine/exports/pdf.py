"""The annotated design as PDF, set by Typst from our own template.

What people wrote goes in as data (one JSON text in ``sys.inputs``) and never as markup. The root is a new,
empty folder, packages are looked for in it as well, and no file is written: drawings and pictures are
texts in the data. Run it in a limited process: it takes what a design gives it.
"""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path

from apps.engine.exports.model import DesignExport
from apps.engine.exports.pictures import ReadFile, sparing
from apps.engine.exports.typeset import typeset


class NotTypesetError(RuntimeError):
    """Typst refused our data; the argument says what it said. A fault of ours."""


def write_pdf(design: DesignExport, *, read: ReadFile) -> bytes:
    """The PDF: same arguments and fonts, same bytes.

    Args:
        design: What is shown.
        read: Bytes of a picture of the package by its path, or None.

    Raises:
        NotTypesetError: the data could not be set.
    """
    return set_pdf(pdf_data(design, read=read), exported=design.exported)


def pdf_data(design: DesignExport, *, read: ReadFile) -> str:
    """The data of the PDF as JSON, for ``set_pdf`` here or in another process.

    Pictures that would be too much for one process together are named and left out.
    """
    data = typeset(design, read=sparing(read))
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def set_pdf(data: str, *, exported: str = "") -> bytes:
    """Set the data as PDF; ``exported`` is the ISO date and time that the file bears."""
    import typst

    template = Path(__file__).with_suffix(".typ").read_bytes()
    with tempfile.TemporaryDirectory(prefix="pdf-") as root:
        compiler = typst.Compiler(
            template,
            root=root,
            sys_inputs={"data": data},
            package_path=root,
            package_cache_path=root,
        )
        try:
            made = compiler.compile(format="pdf", timestamp=_seconds(exported))
        except typst.TypstError as error:
            raise NotTypesetError(str(error.message)[:500]) from error
    if not isinstance(made, bytes):
        raise NotTypesetError("there is no single file")
    return made


def _seconds(stamp: str) -> int:
    try:
        return max(0, int(datetime.fromisoformat(stamp).timestamp()))
    except (ValueError, OverflowError):
        return 0
