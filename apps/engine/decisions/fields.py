"""Short facts of a record: title, status, date, people; each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from apps.engine.decisions.dates import iso_date
from apps.engine.decisions.languages import DAY_FIRST_LABELS
from apps.engine.decisions.plain import plain, without_struck
from apps.engine.decisions.source import Part, Source
from apps.engine.decisions.status import StatusReading, begins_with_status, read_status
from apps.engine.decisions.titles import number_in_file_name, split_heading
from apps.engine.decisions.words import exact_role, tidy
from apps.engine.document.model import Cell, Table
from apps.engine.text import Place


@dataclass(frozen=True, slots=True)
class Fact:
    """What was written for one field, and where. ``own`` = it has a line or heading of its own."""

    raw: str
    where: Place


def facts(source: Source, front: Mapping[str, object], role: str) -> Iterator[Fact]:
    """All statements of a field, best place first.

    Front matter, then the lines and tables before the first section, then the section of that name,
    then labels further down.
    """
    yield from _front_facts(source, front, role)
    core = next((p.start for p in source.parts if p.heading and p.role in _CORE_ROLES), source.end)
    labels = [p for p in source.parts if p.role == role and not p.heading]
    labels.sort(key=lambda part: not _OWN_KEY.match(part.label))
    for part in labels:
        if part.start < core:
            yield _label_fact(source, part)
    for table in source.tables:
        if table.start < core:
            yield from _table_facts(source, table, role)
    for part in source.parts:
        if part.role == role and part.heading:
            yield from _heading_facts(source, part, role)
    for part in labels:
        if part.start >= core:
            yield _label_fact(source, part)
    yield from _badge_facts(source, role, core)


_BADGE = re.compile(
    r"!\[[^\[\]\n]{0,200}\]\([^\s()]{0,100}?/badge/(?P<label>[^\s()/-]{1,60})-"
    r"(?P<value>[^\s()]{1,120}?)-\w{1,30}(?:\.svg)?(?:[?][^\s()]{0,300})?\)",
    re.IGNORECASE,
)


def _badge_facts(source: Source, role: str, core: int) -> Iterator[Fact]:
    """Badges above the first section: ``.../badge/status-accepted-green``."""
    for match in _BADGE.finditer(source.clean, source.front_end, core):
        if exact_role(_unquoted(match["label"])) == role:
            yield Fact(_unquoted(match["value"]), source.place(match.start(), match.end()))


def _unquoted(text: str) -> str:
    """Text of a badge: ``_`` is a space, ``--`` a dash, ``%20`` an escape."""
    return unquote(text).replace("--", "-").replace("_", " ")


_CORE_ROLES = frozenset({"context", "decision", "options", "consequences", "drivers", "rationale"})


def _front_facts(source: Source, front: Mapping[str, object], role: str) -> Iterator[Fact]:
    for key, value in sorted(front.items(), key=lambda pair: not _OWN_KEY.match(pair[0])):
        words = re.sub(r"[-_]|(?<=[a-z])(?=[A-Z])", " ", key)
        if role in {exact_role(words), exact_role(key)} and value is not None:
            yield Fact(_scalar(value), _front_place(source, key))


_OWN_KEY = re.compile(r"(?:adr|decision)[-_ ]?status", re.IGNORECASE)
"""``adr_status`` is the record's; a ``status`` beside it is that of the page."""


def _scalar(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join("{" + str(key) + "}" for key in value)
    if isinstance(value, list | tuple):
        return ", ".join(_scalar(one) for one in value if one is not None)
    return str(value).strip()


def _front_place(source: Source, key: str) -> Place:
    head = source.text.text[: source.front_end]
    match = re.search(rf"^{re.escape(key)}[ \t]*:[^\n]*", head, re.MULTILINE)
    return source.place(match.start(), match.end()) if match else source.place(0, source.front_end)


def _label_fact(source: Source, part: Part) -> Fact:
    line_end = source.clean.find("\n", part.body, part.stop)
    end = part.stop if line_end == -1 else line_end
    raw = source.clean[part.body : end].strip(" \t|·•\n")
    if not raw.strip("*_: "):
        block = re.compile(r"(?:\n[^\n]*\S[^\n]*)+").search(source.clean, end, part.stop)
        end = block.end() if block else end
        raw = source.clean[part.body : end]
    return Fact(_tidy_value(raw), source.place(part.start, end))


def _tidy_value(raw: str) -> str:
    return (
        re.sub(r"^[\s:*_>–—-]*(?=[*\[\w(~!<{`✅🟢🔴🟡])", "", raw, count=1)
        .strip()
        .rstrip("|")
        .strip()
    )


def _heading_facts(source: Source, part: Part, role: str) -> Iterator[Fact]:
    inline = re.split(r"\s*(?::|\s[-–—]\s|\s[-–—]|\[)\s*", part.label, maxsplit=1)
    if len(inline) > 1 and inline[1].strip(" ]:"):
        yield Fact(inline[1].strip(" ]"), source.place(part.start, part.body))
    body = source.clean[part.body : part.stop]
    table = next((t for t in source.tables if part.body <= t.start < part.end), None)
    before = body if table is None else source.clean[part.body : table.start]
    if before.strip():
        yield Fact(_own_text(before), source.place(part.body, part.stop))
    if table is not None:
        yield from _table_facts(source, table, role)
        if len(table.header) == 1 or not any(exact_role(c.text) for c in table.header):
            cell = (table.rows[-1] if table.rows else table.header)[0]
            yield Fact(cell.text, source.place(cell.start, cell.end))


def _own_text(body: str) -> str:
    """Content of a status section without horizontal rules."""
    lines = [
        line for line in body.strip().splitlines() if not re.fullmatch(r"[ \t]*[-*_]{3,}\s*", line)
    ]
    return "\n".join(lines).strip()


def _table_facts(source: Source, table: Table, role: str) -> Iterator[Fact]:
    header = [exact_role(cell.text) for cell in table.header]
    pairs = not any(header[1::2]) and len(header) % 2 == 0
    if role in header and not pairs:
        column = header.index(role)
        rows = [row for row in table.rows if column < len(row) and row[column].text.strip()]
        if rows:
            yield _cell_fact(source, _latest(rows)[column])
        return
    for row in (table.header, *table.rows):
        for name, value in zip(row[::2], row[1::2], strict=False):
            if exact_role(name.text) == role and value.text.strip():
                yield _cell_fact(source, value)


def _latest(rows: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """The last row, or the one with the latest date when dates fall."""
    dated = [
        (date, row)
        for row in rows
        if (date := next(filter(None, (iso_date(c.text) for c in row)), None))
    ]
    return max(dated, key=lambda pair: pair[0])[1] if len(dated) == len(rows) else rows[-1]


def _cell_fact(source: Source, cell: Cell) -> Fact:
    raw = source.clean[cell.start : cell.end]
    return Fact(raw.strip() or cell.text, source.place(cell.start, cell.end))


def find_status(source: Source, front: Mapping[str, object]) -> tuple[StatusReading, Place | None]:
    """The status and its place; the first statement that says anything."""
    empty: tuple[StatusReading, Place | None] = (StatusReading(None, None), None)
    for fact in facts(source, front, "status"):
        reading = read_status(fact.raw)
        if reading.status not in {None, "unknown"}:
            return reading, fact.where
        if empty[1] is None or (empty[0].status is None and reading.status):
            empty = (reading, fact.where)
    if empty[1] is None and (mark := _marked_status(source)):
        return mark
    log = source.first("changelog")
    if log and empty[1] is None:
        reading = read_status(source.clean[log.body : log.end])
        if reading.status not in {None, "unknown"}:
            return reading, source.place(log.start, log.end)
    return empty


_MARKED = re.compile(
    r"^[ \t]*(?:>[ \t]*|[-*+][ \t]+)*(?:\[[xX✓]\][ \t]*|(?=(?:\*\*?|__?|~~)\w))(\S[^\n]{2,300})$",
    re.MULTILINE,
)


def _marked_status(source: Source) -> tuple[StatusReading, Place] | None:
    """A ticked, bold or italic line above the first section that begins with a status word."""
    first = next((p.start for p in source.parts if p.heading and p.role), source.end)
    for match in _MARKED.finditer(source.clean, source.front_end, first):
        if begins_with_status(plain(match[1])):
            reading = read_status(match[1])
            if reading.status is not None:
                return reading, source.place(match.start(1), match.end(1))
    return None


def find_date(
    source: Source, front: Mapping[str, object], beside_status: str | None
) -> tuple[str | None, str | None, Place | None]:
    """ISO date, the words it was read from, and the place."""
    first: tuple[str | None, str | None, Place | None] = (None, None, None)
    day_first = any(tidy(part.label) in DAY_FIRST_LABELS for part in source.parts)
    for role in ("date", "updated", "created"):
        for fact in facts(source, front, role):
            raw = plain(without_struck(fact.raw))
            if not raw:
                continue
            line = next((x for x in fact.raw.splitlines() if x.strip()), raw)
            raw = plain(without_struck(line))
            iso = iso_date(raw, day_first=day_first)
            if iso:
                return iso, raw, fact.where
            if first[1] is None and role == "date":
                first = (None, raw, fact.where)
    if beside_status:
        return (
            iso_date(beside_status, day_first=day_first),
            plain(beside_status).lstrip("-*+• "),
            None,
        )
    return first


def find_people(source: Source, front: Mapping[str, object]) -> tuple[str, ...]:
    """Who decided."""
    for fact in facts(source, front, "deciders"):
        names = [
            plain(n) for n in re.split(r"[,;\n]|\band\b", _scalar(fact.raw)) if n.strip(" -*[]x")
        ]
        names = [re.sub(r"^[-*+•\s]*(?:\[[ xX]?\])?\s*", "", name) for name in names]
        if any(names) and not re.match(r"^\W*[{\[(<].*[}\])>]\W*$", fact.raw.strip()):
            return tuple(name for name in names if name)
    return ()


def find_tags(source: Source, front: Mapping[str, object]) -> tuple[str, ...]:
    """Tags from front matter or a line."""
    for fact in facts(source, front, "tags"):
        return tuple(tag for one in fact.raw.split(",") if (tag := plain(one)))
    return ()


def is_section_word(title: str, path: str) -> bool:
    """A first heading such as "Status" or "Context" is a section, not the record's title.

    "7. Status history" in file 7 has the record's number and is its title.
    """
    number = number_in_file_name(path)
    if number is not None and split_heading(title, number)[0] == number:
        return False
    return exact_role(title) is not None or bool(_GENERIC.fullmatch(tidy(title)))


_GENERIC = re.compile(
    r"(?:template|adr|(?:architect(?:ure|ural) )?decision records?)(?: ?\(?adrs?\)?)?(?: template)?"
)
