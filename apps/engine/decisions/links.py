"""Relations between decision records, and what a relation's target means in a package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from apps.engine.decision_model import AdrLink, Decision
from apps.engine.decisions.plain import lines_of, plain, without_struck
from apps.engine.decisions.source import Part, Source
from apps.engine.decisions.titles import number_in_file_name
from apps.engine.text import Place

_TYPES: Final = (
    ("amended_by", (r"(?:partly|partially|in part,?)\s+(?:supersed|superced|superseed|replac)ed\s+(?:by|with)"
     r"|(?:supersed|superced|superseed|replac)ed\s+(?:in part|partly|partially)\s+by"
     r"|amended\s+(?:by|in)|extended\s+by|updated\s+by|refined\s+by|modified\s+by")),
    ("amends", (r"(?:partly|partially|in part,?)\s+(?:supersedes|supercedes|replaces)"
     r"|amends|extends|updates|refines|refined\b|amend\b")),
    ("superseded_by", (r"(?:supersed|superced|superseed|replac|revert|obsolet)ed(?:\s*\([^()\n]*\))?[\s-]*_?(?:by|with)"
     r"|deprecated\s+by|ersetzt durch|reemplazad[oa] por|substituíd[oa] por|remplacée? par")),
    ("supersedes", r"supersedes?\b|supercedes?\b|superseeds?\b|replaces\b|reverts\b|obsoletes\b"),
    ("clarified_by", r"clarified\s+by"),
    ("clarifies", r"clarifies"),
    ("depends_on", r"depends\s+on|depending\s+on|requires\b|builds\s+(?:up)?on|based\s+on"),
    ("conflicts_with", r"conflicts?\s+with|contradicts"),
    ("relates_to", r"relate[sd]?(?:\s+to)?|linked\s+to|see(?:\s+also)?|is\s+related\s+to"),
)  # fmt: skip
_TYPE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _TYPES), re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]\n]*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)?)[^()\n]*\)")
_NAME = re.compile(
    r"(?<![\w/-])(?:[A-Z]{1,5}-)?(?:ADR|adr|Adr|Decision|decision|RFC)[-_ #]*(?:[A-Z]{1,4}-)?(\d{1,5})(?![\w%]|[.,]\d)"
)
_SLUG = re.compile(r"(?<![\w/(])((?:\d{8}|\d{3,5}|adr-?\d+)[-_][\w-]{3,120}(?:\.md)?)(?![\w(])")
_BARE = re.compile(r"(?<![\w.,%-])#?(\d{1,5})(?![\w%]|[.,]\d|-)")
_SENTENCE = re.compile(
    r"(?:^[ \t>*_-]*|\b(?:this|the present) (?:adr|decision|record)[ \t]+(?:is[ \t]+)?|\bIt[ \t]+(?:is[ \t]+)?)"
    r"(?:supersed|superced|superseed|replac|amend|obsolet)(?:es|s|ed)\b[^\n]{3,200}",
    re.IGNORECASE | re.MULTILINE,
)
_NOTHING = re.compile(r"^\W*(?:n/?a|none|no|nothing|tbd|null|-+|—|)\W*$", re.IGNORECASE)
_ADR_PATH = re.compile(
    r"\.(?:md|markdown|mdx|adoc)(?:#.*)?$|/adrs?/|^\.{0,2}/?\d{3,}", re.IGNORECASE
)
_KEYS: Final = {
    "supersedes": "supersedes", "replaces": "supersedes", "superseded-by": "superseded_by",
    "superseded_by": "superseded_by", "supersededby": "superseded_by", "replaced_by": "superseded_by",
    "amends": "amends", "amended_by": "amended_by", "amended-by": "amended_by",
    "related": "relates_to", "depends_on": "depends_on", "depends-on": "depends_on",
}  # fmt: skip


def read_links(
    source: Source, front: Mapping[str, object], status: tuple[str, Place] | None
) -> tuple[AdrLink, ...]:
    """Relations from the status, the heading block, front matter and the links section."""
    found: list[AdrLink] = []
    if status:
        found.extend(_from_text(status[0], None, status[1]))
    for key, value in front.items():
        kind = _KEYS.get(key.casefold())
        values = value if isinstance(value, list) else [value]
        for one in values if kind and value else []:
            found.extend(_from_text(str(one), kind, source.text.place(0, source.front_end)))
    for part in source.parts:
        found.extend(_from_part(source, part))
    found.extend(_from_sentences(source))
    for table in source.tables:
        for row in (table.header, *table.rows):
            kind = _label_type(row[0].text) if row else None
            if kind and len(row) > 1:
                raw = source.clean[row[1].start : row[1].end]
                found.extend(_from_text(raw, kind, source.place(row[1].start, row[1].end)))
    return _unique(found)


def _label_type(label: str) -> str | None:
    match = _TYPE.match(label.strip().lstrip("*_").strip())
    return match.lastgroup if match and len(label.split()) <= 3 else None


def _from_part(source: Source, part: Part) -> Iterator[AdrLink]:
    if part.role in {"supersedes", "superseded_by", "amends", "amended_by"}:
        end = part.stop if part.heading else source.clean.find("\n", part.body)
        end = part.stop if end == -1 else min(end, part.stop)
        raw = source.clean[part.body : end]
        yield from _from_text(raw, part.role, source.place(part.start, end))
    if part.role in {"links", "status", "changelog"} and part.heading:
        for offset, line in lines_of(source.clean, part.body, part.end):
            default = "relates_to" if part.role == "links" else None
            place = source.place(offset, offset + len(line))
            yield from _from_text(line, default, place, strict=part.role == "links")


def _from_sentences(source: Source) -> Iterator[AdrLink]:
    """Lines such as "Supersedes ADR-0042." anywhere in the record's own text."""
    for match in _SENTENCE.finditer(source.clean, source.front_end, source.end):
        text = match[0].split(". ")[0]
        if _NAME.search(text) or _ADR_PATH.search(text.rstrip(". )")):
            place = source.place(match.start(), match.start() + len(text))
            yield from _from_text(text, None, place)


def _from_text(
    raw: str, default: str | None, where: Place, *, strict: bool = False
) -> Iterator[AdrLink]:
    """Relations of one line: every target belongs to the relation word before it."""
    text = without_struck(raw)
    if _NOTHING.match(text):
        return
    bare = plain(text)
    kinds = [(m.start(), m.lastgroup or "relates_to") for m in _TYPE.finditer(text)]
    kinds = [(at, kind) for at, kind in kinds if not _inside_link(text, at)]
    targets = _targets(text, numbers=bool(kinds or default) and not strict)
    for at, target in targets:
        before = [kind for start, kind in kinds if start <= at]
        if not before and default is None:
            continue
        if strict and not before and not _ADR_PATH.search(target) and not _NAME.search(target):
            continue
        yield AdrLink(before[-1] if before else str(default), target, bare[:200], where)
    if not targets and kinds and kinds[0][1] in {"superseded_by", "supersedes"} and not strict:
        rest = plain(text[_kind_end(text) :]).strip(" :.,\"'“”[]")
        if rest and len(rest.split()) <= 12 and not _NOTHING.match(rest):
            yield AdrLink(kinds[0][1], rest, bare[:200], where)


def _kind_end(text: str) -> int:
    match = _TYPE.search(text)
    return match.end() if match else 0


def _inside_link(text: str, at: int) -> bool:
    return any(m.start() < at < m.end() and m.start(1) < at < m.end() for m in _LINK.finditer(text))


def _targets(text: str, *, numbers: bool) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    found += [
        (match.start(), match[2] or match[1])
        for match in _LINK.finditer(text)
        if not match[2].startswith(("mailto:", "@"))
    ]
    rest = _LINK.sub(lambda m: " " * len(m[0]), text)
    names = [(m.start(), m[0].strip()) for m in _NAME.finditer(rest)]
    names += [(m.start(), m[1]) for m in _SLUG.finditer(rest)]
    if not found and not names and numbers:
        dated = re.sub(r"\d{4}-\d{2}-\d{2}", lambda m: " " * len(m[0]), rest)
        names = [(m.start(), m[1]) for m in _BARE.finditer(dated)]
    taken: list[tuple[int, str]] = []
    for at, name in sorted(found + names):
        if not taken or at >= taken[-1][0] + len(taken[-1][1]) or taken[-1] in found:
            taken.append((at, name))
    return taken


def _unique(links: Sequence[AdrLink]) -> tuple[AdrLink, ...]:
    seen: dict[tuple[str, str], AdrLink] = {}
    typed = {link.target for link in links if link.type != "relates_to"}
    for link in links:
        if link.type == "relates_to" and link.target in typed:
            continue
        seen.setdefault((link.type, link.target), link)
    return tuple(seen.values())


def target_number(target: str) -> int | None:
    """The record number a target names: ``ADR-0009``, ``../adr/0009-x.md``, ``/adr/9``, ``9``."""
    path = target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].rstrip("/")
    name = _NAME.search(path)
    if name and "/" not in path and not path.casefold().endswith(".md"):
        return int(name[1])
    return number_in_file_name(posixpath.basename(path)) if path else None


class LinkTargets:
    """The records of a design, to be found by what links between records say."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._by_file: dict[str, Decision] = {}
        self._by_number: dict[int, dict[str, Decision]] = {}
        self._by_stem: dict[str, tuple[int, Decision]] = {}
        self._by_title: dict[str, tuple[int, Decision]] = {}
        for at, decision in enumerate(decisions):
            self._by_file.setdefault(decision.file, decision)
            if decision.number is not None:
                same = self._by_number.setdefault(decision.number, {})
                same.setdefault(posixpath.dirname(decision.file), decision)
            self._by_stem.setdefault(_stem(decision.file), (at, decision))
            self._by_title.setdefault(_spaced(decision.title), (at, decision))

    def resolve(self, link: AdrLink, origin: Decision) -> Decision | None:
        """The decision a link points to: by path, then by number, then by title or file stem.

        Among records of one number those of the same folder come first.
        """
        folder = posixpath.dirname(origin.file)
        path = link.target.split("#")[0].split("?")[0]
        wanted = posixpath.normpath(posixpath.join(folder, path)) if path else origin.file
        if wanted != origin.file and wanted in self._by_file:
            return self._by_file[wanted]
        number = target_number(link.target)
        if number is not None:
            same = self._by_number.get(number, {})
            return same.get(folder) or next(iter(same.values()), None)
        return self._by_words(path or link.target)

    def _by_words(self, target: str) -> Decision | None:
        stem, words = _stem(target.rstrip("/")), _spaced(target)
        found = [self._by_stem.get(stem)] if stem else []
        found += [self._by_title.get(words)] if words else []
        return min((one for one in found if one), key=lambda one: one[0], default=(0, None))[1]


def resolve(link: AdrLink, origin: Decision, decisions: Sequence[Decision]) -> Decision | None:
    """The decision that one link points to; ``LinkTargets`` answers for many."""
    return LinkTargets(decisions).resolve(link, origin)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].casefold()


def _spaced(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def is_record_target(target: str) -> bool:
    """Tell a target that names a decision record from a link to the web."""
    return not re.match(r"[a-z][a-z+.-]*://", target, re.IGNORECASE)
