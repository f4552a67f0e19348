"""Carrying comments on text, sections, table cells, regions and whole files."""

from __future__ import annotations

from collections import Counter

from apps.engine.anchors.create import cell_selectors, heading_range, text_selectors
from apps.engine.anchors.fates import Carried, Side, State, lost
from apps.engine.anchors.files import FileMap
from apps.engine.anchors.selectors import (
    Anchor,
    CellFragment,
    SectionFragment,
    TextQuote,
)
from apps.engine.anchors.textmap import Found
from apps.engine.document.model import Document, Section, Table

_QUOTE = 40  # code points by which a quote is recognised in another file


def carry_text(anchor: Anchor, files: FileMap) -> Carried:
    """A phrase or block: follow the words."""
    path = files.partner(anchor.artifact)
    if path is None or path not in files.new.texts:
        return _elsewhere(anchor, files) or lost(anchor, "the file is gone")
    start, end = anchor.range
    answer = files.text_map(anchor.artifact, path).map(start, end)
    if answer.found is not None:
        return _placed(anchor, answer.found, path, files)
    away = _elsewhere(anchor, files, path)
    if away is not None:
        return away
    guess = _section_guess(anchor, files.new, path)
    if answer.guess is not None and (answer.guess.score > 0 or guess is None):
        guess = _at(answer.guess, path, files.new)
    return lost(anchor, "no safe place", guess, answer.guess.score if answer.guess else 0.0)


def _at(found: Found, path: str, side: Side) -> Anchor:
    """The anchor of a place in the new text."""
    text = side.texts[path].text
    selectors = text_selectors(text, found.start, found.end)
    document = side.documents.get(path)
    section = document.section_at(found.start) if document and document.sections else None
    if section is not None and section.slug:
        selectors = (*selectors, SectionFragment(section.slug))
    return Anchor(path, "text", selectors)


def _placed(anchor: Anchor, found: Found, path: str, files: FileMap) -> Carried:
    start, end = anchor.range
    before = files.old.texts[anchor.artifact].text[start:end]
    after = files.new.texts[path].text[found.start : found.end]
    state: State
    if not found.sure:
        state = "relocated"
    elif before == after:
        same = path == anchor.artifact and (start, end) == (found.start, found.end)
        state = "exact" if same else "carried"
    else:
        state = "carried" if before.split() == after.split() else "edited"
    return Carried(anchor, state, found.score, found.method, _at(found, path, files.new))


def _elsewhere(anchor: Anchor, files: FileMap, but: str | None = None) -> Carried | None:
    """The quote in another file, when it is long and stands once in each revision: to confirm."""
    start, end = anchor.range
    quote = files.old.texts[anchor.artifact].text[start:end].strip()
    if len(quote) < _QUOTE:
        return None
    if sum(text.text.count(quote) for text in files.old.texts.values()) != 1:
        return None
    places = [(p, t.text.find(quote)) for p, t in files.new.texts.items() if quote in t.text]
    if len(places) != 1 or places[0][0] == but:
        return None
    path, place = places[0]
    if files.new.texts[path].text.count(quote) != 1:
        return None
    found = Found(place, place + len(quote), 0.8, "quote in another file", sure=False)
    return _placed(anchor, found, path, files)


def _section_guess(anchor: Anchor, side: Side, path: str) -> Anchor | None:
    """The section that the comment was in, if it is still there."""
    fragment, document = anchor.get(SectionFragment), side.documents.get(path)
    if fragment is None or document is None:
        return None
    section = next((one for one in document.sections if one.slug == fragment.slug), None)
    return _section_anchor(section, path, side) if section else None


def _section_anchor(section: Section, path: str, side: Side) -> Anchor:
    text = side.texts[path].text
    selectors = text_selectors(text, *heading_range(text, section))
    return Anchor(path, "section", (SectionFragment(section.slug), *selectors))


def carry_section(anchor: Anchor, files: FileMap) -> Carried:
    """A section: its heading followed as text, or the same words in a heading elsewhere."""
    moved = carry_text(anchor, files)
    if moved.anchor is not None:
        document = files.new.documents.get(moved.anchor.artifact)
        start = moved.anchor.range[0]
        section = document.section_at(start) if document and document.sections else None
        if section is not None and section.slug and section.start <= start:
            place = _section_anchor(section, moved.anchor.artifact, files.new)
            before, after = anchor.get(TextQuote), place.get(TextQuote)
            kept = before is not None and after is not None and before.exact == after.exact
            state = moved.state if kept or moved.state == "relocated" else "edited"
            return Carried(anchor, state, moved.score, moved.method, place)
        return lost(anchor, "no such section", moved.anchor)
    path, old = files.partner(anchor.artifact), files.old.documents.get(anchor.artifact)
    new = files.new.documents.get(path) if path else None
    fragment = anchor.get(SectionFragment)
    if path is None or old is None or new is None or fragment is None:
        return moved
    title = next((one.title for one in old.sections if one.slug == fragment.slug), "")
    same = [one for one in new.sections if one.slug and one.title.lower() == title.lower()]
    if len(same) == 1 and sum(one.title.lower() == title.lower() for one in old.sections) == 1:
        place = _section_anchor(same[0], path, files.new)
        return Carried(anchor, "carried", 0.9, "same title", place)
    return moved


def carry_cell(anchor: Anchor, files: FileMap) -> Carried:
    """A table cell: the same row and column by name, else the text."""
    path = files.partner(anchor.artifact)
    fragment = anchor.get(CellFragment)
    old = files.old.documents.get(anchor.artifact)
    new = files.new.documents.get(path) if path else None
    if path is None or fragment is None or old is None or new is None:
        return carry_text(anchor, files)
    before = next((one for one in old.tables if one.index == fragment.table), None)
    after = _same_table(before, old, new) if before else None
    if before is None or after is None:
        return lost(anchor, "the table is gone", carry_text(anchor, files).anchor)
    row, column = _row(before, after, fragment), _column(before, after, fragment)
    if row is None or column is None:
        return lost(anchor, "no such row or column", carry_text(anchor, files).anchor)
    text = files.new.texts[path].text
    selectors = cell_selectors(text, after, row, column)
    place = Anchor(path, "cell", selectors)
    return _cell_fate(anchor, place, files)


def _cell_fate(anchor: Anchor, place: Anchor, files: FileMap) -> Carried:
    old = files.old.texts[anchor.artifact].text[slice(*anchor.range)]
    new = files.new.texts[place.artifact].text[slice(*place.range)]
    if old != new:
        return Carried(anchor, "edited", 0.9, "row and column", place)
    same = place.artifact == anchor.artifact and place.range == anchor.range
    return Carried(anchor, "exact" if same else "carried", 1.0, "row and column", place)


def _same_table(table: Table, old: Document, new: Document) -> Table | None:
    """The table that is most like this one, when no other of either revision is as much so."""
    ranked = sorted(
        ((_table_likeness((table, old), (one, new)), -one.index, one) for one in new.tables),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    if not ranked or ranked[0][0] == _UNLIKE:
        return None
    own, _, best = ranked[0]
    others = (one for one in old.tables if one.index != table.index)
    rivals = [_table_likeness((one, old), (best, new)) for one in others]
    return None if any(one >= own for one in (*rivals, *(r[0] for r in ranked[1:]))) else best


_UNLIKE = (0, False, 0)


def _table_likeness(
    one: tuple[Table, Document], other: tuple[Table, Document]
) -> tuple[int, bool, int]:
    """Equal rows, same heading, shared header cells; all nothing when the headers differ."""
    headers = [Counter(cell.text for cell in table.header) for table, _ in (one, other)]
    shared = sum((headers[0] & headers[1]).values())
    if shared * 2 <= sum(headers[0].values()):
        return _UNLIKE
    rows = [Counter(tuple(c.text for c in row) for row in table.rows) for table, _ in (one, other)]
    names = [Counter(row[0].text for row in table.rows if row) for table, _ in (one, other)]
    titles = [document.sections[table.section].title for table, document in (one, other)]
    equal = sum((rows[0] & rows[1]).values()) + sum((names[0] & names[1]).values())
    return equal, titles[0] == titles[1], shared


def _row(before: Table, after: Table, fragment: CellFragment) -> int | None:
    """The row with the same first cell; else in the same place when all others stayed there."""
    if fragment.row == -1:
        return -1
    names = [row[0].text if row else "" for row in after.rows]
    olds = [row[0].text if row else "" for row in before.rows]
    name = olds[fragment.row]
    if names.count(name) == 1 == olds.count(name):
        return names.index(name)
    if _same_but(fragment.row, olds, names) and (names == olds or not names.count(name)):
        return fragment.row
    rows = [tuple(cell.text for cell in row) for row in after.rows]
    own = tuple(cell.text for cell in before.rows[fragment.row])
    old_rows = Counter(tuple(cell.text for cell in row) for row in before.rows)
    return rows.index(own) if rows.count(own) == 1 == old_rows[own] else None


def _column(before: Table, after: Table, fragment: CellFragment) -> int | None:
    """The column with the same header; else the same number when all other headers stayed."""
    names = [cell.text for cell in after.header]
    olds = [cell.text for cell in before.header]
    name = fragment.column_name
    if name and names.count(name) == 1 == olds.count(name):
        return names.index(name)
    return fragment.column if _same_but(fragment.column, olds, names) else None


def _same_but(index: int, olds: list[str], names: list[str]) -> bool:
    """Whether all names but this one stayed at their places."""
    rest = [(*one[:index], *one[index + 1 :]) for one in (olds, names)]
    return len(olds) == len(names) and rest[0] == rest[1]


def carry_region(anchor: Anchor, files: FileMap) -> Carried:
    """A region of a picture: safe only on the same picture."""
    path = files.partner(anchor.artifact)
    if path is None:
        return lost(anchor, "the picture is gone")
    place = Anchor(path, "region", anchor.selectors)
    if not _same_content(anchor.artifact, path, files):
        return Carried(anchor, "relocated", 0.5, "same name, other picture", place)
    state: State = "exact" if path == anchor.artifact else "carried"
    return Carried(anchor, state, 1.0, "same picture", place)


def carry_document(anchor: Anchor, files: FileMap) -> Carried:
    """A whole file."""
    path = files.partner(anchor.artifact)
    if path is None:
        return lost(anchor, "the file is gone")
    place = Anchor(path, "document")
    if not _same_content(anchor.artifact, path, files):
        score = 0.5
        if anchor.artifact in files.old.texts and path in files.new.texts:
            score = files.text_map(anchor.artifact, path).regions.likeness()
        return Carried(anchor, "edited", score, "same file", place)
    state: State = "exact" if path == anchor.artifact else "carried"
    return Carried(anchor, state, 1.0, "same content", place)


def _same_content(path: str, other: str, files: FileMap) -> bool:
    if path in files.old.texts and other in files.new.texts:
        return files.old.texts[path].text == files.new.texts[other].text
    digest = files.old.hashes.get(path)
    return digest is not None and digest == files.new.hashes.get(other)
