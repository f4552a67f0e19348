"""Read decision records: a file that is one, or sections of a document that are.

Covers MADR 1 to 4, Nygard, adr-tools, log4brains, Merson, Y-statements, Alexandrian, Tyree and
Akerman, Planguage, business case, arc42, EdgeX, Gareth Morgan and NHS Wales forms, and free text
with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from apps.engine.decision_model import AdrFormat, Decision
from apps.engine.decisions.body import Body, read_body
from apps.engine.decisions.dates import iso_date
from apps.engine.decisions.fields import (
    facts,
    find_date,
    find_people,
    find_status,
    find_tags,
    is_section_word,
)
from apps.engine.decisions.formats import detect_format
from apps.engine.decisions.links import read_links
from apps.engine.decisions.plain import plain
from apps.engine.decisions.recognise import is_record, is_template
from apps.engine.decisions.section_records import record_sections
from apps.engine.decisions.source import Source
from apps.engine.decisions.titles import (
    date_in_file_name,
    is_record_heading,
    number_in_file_name,
    split_heading,
    split_own_series,
    split_series,
    title_of_file,
)
from apps.engine.document.model import Document
from apps.engine.text import CanonicalText, Place


@dataclass(frozen=True, slots=True)
class _Named:
    """Number, title and the heading they were read from."""

    number: int | None
    title: str
    place: Place | None
    heading: str


def read_decision(document: Document, text: CanonicalText) -> Decision | None:
    """The decision record that the file is, or None when it is none."""
    if not is_record(document, text):
        return None
    source = Source(document, text, 0, len(text.text))
    number = number_in_file_name(document.path)
    heading, place = _heading(source)
    heading_number, title = split_heading(heading, number) if heading else (None, "")
    series = split_series(heading, document.path) if heading_number is None else None
    heading_number, title = series or (heading_number, title)
    front_title = str(document.front_matter.get("title") or "").strip()
    front_number, front_words = split_heading(plain(front_title), number)
    if not title:
        title = front_words or _stated_title(source) or title_of_file(document.path)
    if number is None:
        number = next(
            (
                n
                for n in (heading_number, front_number, _front_number(document, text))
                if n is not None
            ),
            None,
        )
    return _read(source, _Named(number, title, place, heading), document.front_matter)


def read_decision_sections(document: Document, text: CanonicalText) -> tuple[Decision, ...]:
    """Decision records that are sections of a document, in order."""
    if is_template(document.path):
        return ()
    found = []
    whole = Source(document, text, 0, len(text.text))
    for section, form in record_sections(document, text):
        source = Source(document, text, section.body_start, section.end, whole)
        number, title = split_own_series(section.title) or split_heading(section.title)
        number = section.number if number is None else number
        place = source.place(section.start, section.body_start)
        named = _Named(number, title or plain(section.title), place, section.title)
        decision = _read(source, named, {}, form or (None if title else "free"))
        found.append(_over_section(decision, text, section.start, section.end))
    return tuple(found)


def _over_section(decision: Decision, text: CanonicalText, start: int, end: int) -> Decision:
    end = len(text.text[:end].rstrip()) if end > start else end
    return replace(decision, where=text.place(start, max(end, start)))


def _heading(source: Source) -> tuple[str, Place | None]:
    """The record's own heading: its first H1, or an "ADR-7: ..." heading of another level.

    A first H1 that is only a number waits for one with words: some repeat it under a banner.
    """
    mark: tuple[str, Place | None] = ("", None)
    for section in source.sections:
        first = section.level == 1 or is_record_heading(section.title)
        if first and not is_section_word(source.heading(section), source.document.path):
            line_end = source.clean.find("\n", section.start)
            end = line_end if line_end != -1 else source.end
            found = source.heading(section), source.place(section.start, end)
            if section.level > 1 or split_heading(found[0])[1]:
                return found
            mark = mark if mark[1] else found
        elif section.level == 1:
            break
    return mark


_LEADING_ZERO = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(0\d{1,4})[ \t]*$", re.MULTILINE)


def _stated_title(source: Source) -> str:
    """The title where it is a field: a section, a line or a table row of that name."""
    fact = next(facts(source, {}, "title"), None)
    return plain(fact.raw)[:200] if fact else ""


def _front_number(document: Document, text: CanonicalText) -> int | None:
    """The number in the front matter, as written: YAML takes ``0012`` for the octal ten."""
    front = {re.sub(r"[-_]", "", key.casefold()): v for key, v in document.front_matter.items()}
    for key, number in _LEADING_ZERO.findall(text.text[:4000]):
        if key in document.front_matter:
            front[re.sub(r"[-_]", "", key.casefold())] = number
    for key in ("number", "adr", "id", "adrnumber", "adrid", "slug"):
        match = re.fullmatch(
            r"(?:[a-z]{1,8}[-_ ])?(?:adrs?[-_ ]?)*0*(\d{1,5})",
            str(front.get(key, "")).strip().casefold(),
        )
        if match:
            return int(match[1])
    return None


def _read(
    source: Source, named: _Named, front: Mapping[str, object], form: AdrFormat | None = None
) -> Decision:
    status, status_place = find_status(source, front)
    date, date_raw, date_place = find_date(source, front, status.date_raw)
    if date is None and source.start == 0:
        dated = date_in_file_name(source.document.path)
        if dated and date_raw is None:
            date, date_raw = iso_date(dated), dated
    form = form or detect_format(source, front, named.heading)
    body = read_body(source, form)
    stated = bool(status.raw) and not re.search(r"\{|\s\|\s", status.raw or "")
    link_status = (status.raw or "", status_place) if stated and status_place else None
    places = {
        "title": named.place,
        "status": status_place,
        "date": date_place or (status_place if date and status.date_raw else None),
    }
    return Decision(
        file=source.document.path,
        number=named.number,
        title=named.title,
        status=status.status,
        status_raw=status.raw,
        date=date,
        date_raw=date_raw,
        format=form,
        where=source.place(source.start, source.end),
        context=body.context,
        drivers=body.drivers,
        options=body.options,
        decision=body.decision,
        chosen_option=body.chosen,
        rationale=body.rationale,
        consequences=body.consequences,
        consequences_text=body.consequences_text,
        confirmation=body.confirmation,
        links=read_links(source, front, link_status),
        deciders=find_people(source, front),
        tags=find_tags(source, front),
        present=body.present,
        field_places={key: place for key, place in {**places, **body.places}.items() if place},
        unmapped=body.unmapped,
        confidence=_confidence(body, form),
    )


def _confidence(body: Body, form: AdrFormat) -> float:
    """How sure the reading is: lower where there are no known sections to hold on to."""
    if form != "free" or len(body.present) >= 2:
        return 1.0
    return 0.85 if body.present else 0.7
