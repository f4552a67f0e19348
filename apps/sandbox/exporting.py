"""Work of a child for exports: the annotated design as a file, and annotations read from one."""

from __future__ import annotations

import os
from typing import Any

from apps.engine import storage
from apps.engine.comment_markup import render
from apps.engine.exports.html import write_html
from apps.engine.exports.incoming import incoming
from apps.engine.exports.markdown import write_markdown
from apps.engine.exports.model import DesignExport
from apps.engine.exports.pdf import write_pdf
from apps.engine.exports.pins import element_boxes
from apps.engine.exports.plain import threads_from_plain
from apps.engine.exports.web_annotation import write_annotations
from apps.engine.exports.web_annotation_read import UnreadableAnnotationsError, read_annotations
from apps.engine.package import Package

# The typesetter would start a thread for each processor; on a large machine their address space
# alone would be over the limit.
os.environ.setdefault("RAYON_NUM_THREADS", "2")


def write(request: dict[str, Any]) -> dict[str, Any]:
    """A design with its threads in one of the formats ``html``, ``pdf``, ``md``, ``jsonld``."""
    design = DesignExport(
        title=request["title"],
        revision_number=request["revision_number"],
        revision_iri=request["revision_iri"],
        exported=request["exported"],
        package=storage.loads(request["package"], Package),
        threads=threads_from_plain(request["threads"]),
    )
    return {"file": _written(design, request)}


def _written(design: DesignExport, request: dict[str, Any]) -> bytes:
    read = request["files"].get
    match request["format"]:
        case "html":
            return write_html(design, read=read, diagram_css=request["diagram_css"])
        case "pdf":
            return write_pdf(design, read=read)
        case "md":
            return write_markdown(design)
        case "jsonld":
            return write_annotations(design, boxes=element_boxes(design))
    raise ValueError(f"there is no format {request['format']!r}")


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Comments from W3C annotations on a package; ``refused`` says why a file is none."""
    package = storage.loads(request["package"], Package)
    iri = request["revision_iri"]
    try:
        found = read_annotations(request["data"], package, revision_iri=iri)
    except UnreadableAnnotationsError as error:
        return {"refused": str(error)}
    made = incoming(found, package, revision_iri=iri, salt=request["salt"])
    return {"incoming": storage.dumps(made), "comments": len(made.comments)}


def render_comments(request: dict[str, Any]) -> dict[str, Any]:
    """Safe HTML of comments."""
    return {"html": [render(body) for body in request["bodies"]]}
