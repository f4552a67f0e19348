"""W3C Web Annotations (JSON-LD) as comment threads on a package.

A single annotation, a list, a page or a collection is read; bodies and targets may be addresses or
objects. What does not fit is reported with a JSON pointer and left out; only a file that is no JSON or
too large is refused. Nothing is fetched.
Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from apps.engine.anchors.selectors import Anchor, AnchorError
from apps.engine.document.html_tags import strip_tags
from apps.engine.exports import iris
from apps.engine.exports.model import FATES, STATES, TYPES, CommentExport, ThreadExport
from apps.engine.exports.resolve import resolve, without_section
from apps.engine.exports.selector_read import read_selectors
from apps.engine.package import Package

MAX_BYTES = 10_000_000
MAX_ANNOTATIONS = 5_000
MAX_BODY = 50_000
"""Characters of a comment that are kept."""

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""How they come in JSON; the bytes themselves it refuses. Pairs that are right match as well."""
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:\d\d)?\Z")
_TYPE_OF = {"questioning": "question", "editing": "suggestion", "assessing": "issue"}
_PLAIN = "suggestion"  # what a remark of unknown kind is taken for

Json = dict[str, object]


class UnreadableAnnotationsError(ValueError):
    """The file cannot be read at all; the argument says why and what to do."""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something that was not taken over. ``where`` is a JSON pointer into the file."""

    where: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: threads in the order of the file, and what was not taken over.

    ``places`` are the JSON pointers of the comments by their ids.
    """

    threads: tuple[ThreadExport, ...]
    problems: tuple[ImportProblem, ...]
    places: Mapping[str, str]


def read_annotations(data: bytes, package: Package, *, revision_iri: str) -> Imported:
    """Read JSON-LD annotations on the files of ``package``.

    Ids and sources that begin with ``revision_iri`` are those of this revision.

    Raises:
        UnreadableAnnotationsError: no JSON, or more than 10 MB.
    """
    reader = _Reader(package, revision_iri)
    waiting = list(_annotations(_loaded(data), reader))
    names = {_text(item.get("id")) for _, item in waiting} - {""}
    while waiting:
        held = []
        for where, item in waiting:
            if reader.waits(item, names):
                held.append((where, item))
            else:
                reader.read(where, item)
        if len(held) == len(waiting):  # replies that reply to each other
            names = set()
        waiting = held
    return Imported(tuple(reader.threads.values()), tuple(reader.problems), reader.places)


def _loaded(data: bytes) -> object:
    if len(data) > MAX_BYTES:
        raise UnreadableAnnotationsError(
            f"The file has {len(data) / 1e6:.1f} MB; at most {MAX_BYTES // 1_000_000} MB are read. "
            "Split it into pages."
        )
    try:
        loaded: object = json.loads(data)
        wide = b"\0" in data[:4]  # UTF-16 and UTF-32, where the escapes look different
        return _clean(loaded) if wide or _ESCAPED.search(data) else loaded
    except (ValueError, RecursionError) as error:
        raise UnreadableAnnotationsError(f"This is no JSON: {str(error)[:200]}.") from None


def _clean(value: object) -> object:
    """The same without characters that no database keeps."""
    if isinstance(value, str):
        return _BROKEN.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value


def _annotations(value: object, reader: _Reader) -> Iterator[tuple[str, Json]]:
    """Annotations with their JSON pointers, through collections and pages."""
    stack: list[tuple[str, object]] = [("", value)]
    count = 0
    while stack:
        where, one = stack.pop()
        if isinstance(one, list):
            stack += [(f"{where}/{n}", item) for n, item in reversed(list(enumerate(one)))]
        elif not isinstance(one, dict):
            note = "Only annotations given in full are read; nothing is fetched."
            reader.note(where, note if isinstance(one, str) else "This is no annotation.", "")
        elif (kind := _kind(one)) in ("first", "items"):
            if kind in one:
                stack.append((f"{where}/{kind}", one[kind]))
        elif count == MAX_ANNOTATIONS:
            reader.note(where, f"At most {MAX_ANNOTATIONS:,} annotations are read.", "Split it.")
            return
        else:
            count += 1
            yield where, one


def _kind(one: Json) -> str:
    """Where the annotations of an object stand; empty for an annotation."""
    kinds = one.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "AnnotationCollection" in kinds or ("first" in one and "target" not in one):
        return "first"
    return "items" if "AnnotationPage" in kinds or ("target" not in one and "items" in one) else ""


class _Reader:
    """Gathers threads; ``roots`` tells of every comment's IRI in which thread it stands."""

    def __init__(self, package: Package, revision: str) -> None:
        self.package = package
        self.revision = revision
        self.threads: dict[str, ThreadExport] = {}
        self.roots: dict[str, str] = {}
        self.problems: list[ImportProblem] = []
        self.places: dict[str, str] = {}
        self._numbers: set[int] = set()

    def waits(self, item: Json, names: set[str]) -> bool:
        """Whether an annotation replies to one of ``names`` that was not read yet."""
        own = _text(item.get("id"))
        return any(t in names and t != own and t not in self.roots for t in _replied(item))

    def note(self, where: str, message: str, hint: str = "") -> None:
        """Report a problem."""
        self.problems.append(ImportProblem(where, message, hint))

    def read(self, where: str, item: Json) -> None:
        """Read one annotation: a reply of a thread, or a thread of its own."""
        targets = item.get("target")
        targets = targets if isinstance(targets, list) else [targets]
        address = _text(item.get("id")) or f"{self.revision}/imported/{len(self.roots) + 1}"
        if address in self.roots:
            self.note(f"{where}/id", f"The id {address[:200]} stands twice; this one is left out.")
            return
        comment = self._comment(where, item, address)
        root = next((self.roots[t] for t in _replied(item) if t in self.roots), "")
        if root:
            thread = self.threads[root]
            self.threads[root] = replace(thread, comments=(*thread.comments, comment))
        else:
            root = address
            self.threads[root] = self._thread(where, item, targets, comment)
        self.roots[address] = root

    def _comment(self, where: str, item: Json, address: str) -> CommentExport:
        created = _text(item.get("created"))
        if created and not _STAMP.match(created):
            self.note(f"{where}/created", f"“{created[:80]}” is no date and time.", "Use ISO 8601.")
            created = ""
        body, suggestion = self._bodies(where, item)
        name = iris.suffix(self.revision, address)
        self.places[name] = where
        return CommentExport(name, _author(item.get("creator")), created, body, suggestion)

    def _bodies(self, where: str, item: Json) -> tuple[str, str | None]:
        bodies = item.get("body", item.get("bodyValue", []))
        said: list[str] = []
        tags: list[str] = []
        suggestion = None
        for n, body in enumerate(bodies if isinstance(bodies, list) else [bodies]):
            text, purpose = _body(body)
            if text is None:
                self.note(f"{where}/body/{n}", "This body has no text.", "Give a TextualBody.")
            elif purpose == "editing" and suggestion is None:
                suggestion = text
            elif purpose == "tagging":
                tags.append(text)
            elif text:
                said.append(text)
        if tags:
            said.append(f"Tags: {', '.join(tags)}")
        whole = "\n\n".join(said)
        if len(whole) > MAX_BODY:
            self.note(f"{where}/body", f"Only the first {MAX_BODY:,} characters are kept.")
        return whole[:MAX_BODY], suggestion

    def _thread(
        self, where: str, item: Json, targets: list[object], comment: CommentExport
    ) -> ThreadExport:
        anchor, fate = self._first_place(where, targets)
        given = _text(item.get("aie:fate"))
        if fate in ("exact", ""):
            fate = given if given in FATES else fate or "needs_placing"
        motivation = item.get("motivation")
        motivation = motivation[0] if isinstance(motivation, list) and motivation else motivation
        kind, state = _text(item.get("aie:type")), _text(item.get("aie:state"))
        name = _text(item.get("aie:thread"))
        return ThreadExport(
            id=iris.suffix(self.revision, name) if name else comment.id,
            number=self._number(item.get("aie:number")),
            type=kind if kind in TYPES else _TYPE_OF.get(_text(motivation), _PLAIN),
            severity=_text(item.get("aie:severity"))[:40],
            state=state if state in STATES else "open",
            fate=fate,
            anchor=anchor,
            place=_text(item.get("aie:place", anchor.artifact if anchor else ""))[:2_000],
            comments=(comment,),
        )

    def _number(self, given: object) -> int:
        fits = isinstance(given, int) and 0 < given < 10**6 and given not in self._numbers
        number = int(str(given)) if fits else max(self._numbers, default=0) + 1
        self._numbers.add(number)
        return number

    def _first_place(self, where: str, targets: list[object]) -> tuple[Anchor | None, str]:
        """The first target that is a place here; reports every target that is none."""
        for n, target in enumerate(targets):
            place = f"{where}/target/{n}" if len(targets) > 1 else f"{where}/target"
            try:
                found = self._place(place, target)
            except AnchorError as error:
                self.note(place, error.message, error.hint)
                continue
            if len(targets) > n + 1:
                self.note(where, "A comment has one place; the other targets are left out.")
            return found
        return None, "needs_placing"

    def _place(self, where: str, target: object) -> tuple[Anchor | None, str]:
        target = {"source": target} if isinstance(target, str) else target
        if not isinstance(target, dict):
            raise AnchorError("target", "This is no target.", "Give an address or an object.")
        source = target.get("source", target.get("id"))
        source = source.get("id") if isinstance(source, dict) else source
        ours, surface = _text(target.get("aie:artifact")), _text(target.get("aie:surface"))
        if source == self.revision and "selector" not in target and not ours:
            return None, ""
        found = read_selectors(target.get("selector"), f"{where}/selector", self.note)
        if found.given and not found.first and not found.diagram:
            raise AnchorError("selector", "None of the selectors can be used.")
        artifact = self._artifact(ours or iris.artifact(_text(source)))
        anchor, fate = resolve(self.package, artifact, found)
        if surface == "text" and found.section is None:
            anchor = without_section(anchor)
        return anchor, fate

    def _artifact(self, named: str) -> str:
        """The file of the package that is meant by a path or by a name that only one file has."""
        paths = self.package.paths()
        if named in paths:
            return named
        alike = [path for path in paths if named and path.rpartition("/")[2] == named]
        return alike[0] if len(alike) == 1 else ""


def _text(value: object) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _BROKEN.sub("\ufffd", value) if isinstance(value, str) else ""


def _replied(item: Json) -> list[str]:
    """Addresses that an annotation has as its targets."""
    targets = item.get("target")
    return [t for t in (targets if isinstance(targets, list) else [targets]) if isinstance(t, str)]


def _author(value: object) -> str:
    """The name or nickname of the first agent: nothing else about a person is taken over."""
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict):
        return ""
    return (_text(first.get("name")) or _text(first.get("nickname")))[:120]


def _body(body: object) -> tuple[str | None, str]:
    """Text and purpose of a body; a body elsewhere is given as its address."""
    if isinstance(body, str):
        return _text(body), ""
    if not isinstance(body, dict):
        return None, ""
    purpose, value = _text(body.get("purpose")), body.get("value")
    if isinstance(value, str):
        text = _text(value)
        return (strip_tags(text) if "html" in _text(body.get("format")) else text), purpose
    address = _text(body.get("source")) or _text(body.get("id"))
    return (f"<{address}>" if address else None), purpose
