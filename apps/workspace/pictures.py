"""Rendered documents and drawn diagrams: made in a limited child, kept in storage by what they show.

The worker makes them right after a run, so that pages only read them; a page that comes first, or
after a renderer changed, has them made in a child of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache

from apps.common import storage as files
from apps.engine import READER_VERSION, storage
from apps.engine.diagrams.draw import cache_key
from apps.engine.diagrams.model import Diagram
from apps.engine.document.model import Document
from apps.engine.package import Package
from apps.sandbox import services as sandbox

log = structlog.get_logger(__name__)

RENDERER_VERSION = "2"
"""Part of the name of every rendered document; raise it when the HTML changes."""

FILE_ROOT = "/-file-/"
"""Stands for the files of the package in stored HTML; every page puts its own addresses there."""

_COULD_NOT = "This could not be shown: it needed more time or memory than we give to one picture."

_AGAIN_AFTER = 60
"""Seconds in which a page does not try again what came to no end."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a diagram in words: the alternative to the picture."""

    key: str
    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn diagram: safe SVG (may be empty), what it does not show, its elements."""

    svg: str
    banner: str
    elements: tuple[Element, ...]


def html_name(document: Document, text: str) -> str:
    """Where the HTML of a document lies."""
    digest = hashlib.sha256(f"{document.path}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"html/{RENDERER_VERSION}-{READER_VERSION}/{digest[:2]}/{digest}.html"


def drawing_name(diagram: Diagram) -> str:
    """Where the drawing of a diagram lies; its key is the prefix of the ids in it."""
    key = cache_key(diagram, prefix=diagram.key)
    return f"drawings/{key[:2]}/{key}.json"


def html_of(package: Package, document: Document) -> str:
    """HTML of a document of the package, with ``FILE_ROOT`` before paths of the package."""
    text = package.texts[document.path].text
    name = html_name(document, text)
    known = files.get_named(name)
    if known is None:
        known = _made(name, _render_request(package, document, text), "html") or _COULD_NOT.encode()
        if known != _COULD_NOT.encode():
            files.put_named(name, known)
    return known.decode()


def is_rendered(package: Package, document: Document) -> bool:
    """Whether ``html_of`` only has to read."""
    return files.get_named(html_name(document, package.texts[document.path].text)) is not None


def picture_of(diagram: Diagram) -> Picture:
    """The drawing of a diagram."""
    name = drawing_name(diagram)
    known = files.get_named(name)
    if known is None:
        known = _made(name, _draw_request(diagram), "drawing")
        if known is None:
            return Picture("", _COULD_NOT, ())
        files.put_named(name, known)
    content = json.loads(known)
    return Picture(
        content["svg"],
        content["banner"] or "",
        tuple(Element(**one) for one in content["elements"]),
    )


def prepare(package: Package) -> None:
    """Make every picture of a package that is not there yet; problems are logged, never raised."""
    try:
        wanted = list(_missing(package))
        if not wanted:
            return
        with sandbox.server() as socket:
            for name, request, part in wanted:
                _store(socket, name, request, part)
    except Exception:
        log.exception("pictures_not_prepared")


def _missing(package: Package) -> Iterable[tuple[str, dict[str, Any], str]]:
    """What a worker is to make; it tries again what failed before."""
    for document in package.documents.values():
        text = package.texts[document.path].text
        name = html_name(document, text)
        if files.get_named(name) is None:
            yield name, _render_request(package, document, text), "html"
    for diagram in package.diagrams:
        name = drawing_name(diagram)
        if files.get_named(name) is None:
            yield name, _draw_request(diagram), "drawing"


def _store(socket: str, name: str, request: dict[str, Any], part: str) -> None:
    try:
        files.put_named(name, sandbox.ask(socket, request)[part])
    except (sandbox.Died, sandbox.Failed) as error:
        log.warning("picture_not_made", op=request["op"], error=str(error))
        if getattr(error, "reason", "") != "time":  # that may have been the others on the machine
            files.put_named(f"{name}.failed", str(error).encode())


def _made(name: str, request: dict[str, Any], part: str) -> bytes | None:
    """Ask a child of our own, once in a while; ``None`` when it came to no end."""
    if cache.get(name) or files.get_named(f"{name}.failed") is not None:
        return None
    try:
        with sandbox.server() as socket:
            made = sandbox.ask(socket, request, patience=settings.PATIENCE_SECONDS)
            return bytes(made[part])
    except (sandbox.Died, sandbox.Failed, OSError) as error:
        log.warning("picture_not_made", op=request["op"], error=str(error))
        cache.set(name, "failed", _AGAIN_AFTER)
        return None


def _render_request(package: Package, document: Document, text: str) -> dict[str, Any]:
    fences = [d.index for d in package.diagrams if d.where.artifact == document.path]
    return {
        "op": "render",
        "path": document.path,
        "text": text,
        "files": sorted(package.paths()),
        "fences": [index for index in fences if index is not None],
        "root": FILE_ROOT,
    }


def _draw_request(diagram: Diagram) -> dict[str, Any]:
    return {"op": "draw", "diagram": storage.dumps(diagram), "prefix": diagram.key}
