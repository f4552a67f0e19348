"""Status of a decision record: where it stands and which of six words it means.

A word we do not know is ``unknown``, never silently accepted; a line that offers several words to
choose from ("proposed | accepted | superseded") states none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apps.engine.decision_model import Status
from apps.engine.decisions.dates import iso_date
from apps.engine.decisions.languages import STATUS_WORDS, with_bare_accents
from apps.engine.decisions.plain import plain, without_struck

_WORDS: Final[dict[Status, str]] = {
    "proposed": "proposed|pending|under review|in review|review|rfc|reviewed|proposal|"
    "request for comments|request for comment",
    "draft": "draft|wip|in-progress|in progress|work in progress|work-in-progress|drafted",
    "accepted": "accepted|approved|decided|active|adopted|agreed|committed|implemented",
    "rejected": "rejected|declined",
    "deprecated": "deprecated|obsolete|obsoleted",
    "superseded": "superseded|superceded|superseeded|superseded by|superceded by|superseeded by|"
    "replaced by|reverted by|replaced",
}
_STATUS_OF: Final = {
    word: status
    for status, words in _WORDS.items()
    for word in with_bare_accents(f"{words}|{STATUS_WORDS[status]}")
}
_ANY_WORD = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, _STATUS_OF), key=len, reverse=True)) + r")"
    r"(?![\w]|-\w)",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\b(?:partly|partially|in part|partial)\b[\s,]*(?:superseded|superceded|superseeded|replaced)|"
    r"\b(?:superseded|superceded|superseeded|replaced) (?:in part|partially|partly)\b",
    re.IGNORECASE,
)
_LINK_LINE = re.compile(
    r"^[\W_]*(?:amend(?:s|ed)|clarif(?:ies|ied)|supersedes|supercedes|superseeds|replaces|extends|"
    r"updates|relates|related|see|refines|depends|"
    r"(?:partly|partially|in part,?) (?:supersede|supercede|superseede|replace|amend))",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:supersed|superced|superseed|replac|revert)ed(?:\s*\([^()\n]*\))?\s+(?:by|with)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"^\s*[{\[<][^\n]*[}\]>]?\s*$|^[\W_]*$")
_CHOICE_MARK = re.compile(r"\s*(?:[|/,、]|\bor\b|→|->|=>|⇒|>)\s*", re.IGNORECASE)
_ARROW = re.compile(r"→|->|=>|⇒")
_REST = re.compile(r"[\W_]*(?:(?:by|with)\b.{0,40})?", re.IGNORECASE)
_CHECKED = re.compile(r"^\s*(?:[-*+]\s*)?\[[xX✓✔]\]\s*(.*)$")
_UNCHECKED = re.compile(r"^\s*(?:[-*+]\s*)?\[\s?\]\s*")
_BADGE = re.compile(
    r"!\[[^\[\]]*\]\([^()\s]*badge/(?:adr[-_ ]?)?status[-_]+([A-Za-z_%0-9]+?)-[^()\s]*\)",
    re.IGNORECASE,
)
_NONE = re.compile(r"^(?:n/?a|none|tbd|tba|-+|\?+|null|todo|unset|…|\.\.\.)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatusReading:
    """Status word, what was written, and a date that stands beside the word."""

    status: Status | None
    raw: str | None
    date_raw: str | None = None


def read_status(raw: str) -> StatusReading:
    """Read the content of a status field, one line or a whole section."""
    written = raw.strip()
    lines = [line.strip() for line in without_struck(_badges(written)).splitlines()]
    lines = [line for line in _ticked(lines) if line]
    if not lines or _NONE.match(plain(" ".join(lines))):
        return StatusReading(None, written or None)
    status, line = _decide(lines)
    return StatusReading(status, _shorten(written), line if line and iso_date(line) else None)


def begins_with_status(text: str) -> bool:
    """Tell "Deprecated since May" from "Deprecated APIs are kept": no name follows the word."""
    found = _ANY_WORD.match(text)
    return found is not None and _AFTER_WORD.match(text, found.end()) is not None


_AFTER_WORD = re.compile(
    r"\s*(?:[-–—:.,;(!]|$)|\s+(?:by|since|on|in|as of|with|at)\b", re.IGNORECASE
)


def _badges(text: str) -> str:
    return _BADGE.sub(lambda match: f" {match[1].replace('_', ' ')} ", text)


def _ticked(lines: list[str]) -> list[str]:
    """Where options have boxes, the ticked ones only."""
    ticked = [match[1] for line in lines if (match := _CHECKED.match(line))]
    if ticked:
        return ticked
    if any(_UNCHECKED.match(line) for line in lines):
        return [line for line in lines if not _UNCHECKED.match(line)]
    return lines


def _shorten(text: str) -> str:
    joined = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return joined if len(joined) <= 300 else joined[:299] + "…"


def _decide(lines: list[str]) -> tuple[Status | None, str]:
    for line in lines:
        text = plain(line)
        if _offers_choice(text):
            continue
        if _superseded_by(text) and not _PARTLY.search(text) and _ANY_WORD.search(text[:40]):
            return "superseded", line
    dated = [(date, index) for index, line in enumerate(lines) if (date := iso_date(line))]
    known = [(date, index) for date, index in dated if _ANY_WORD.search(plain(lines[index]))]
    if len(known) > 1:
        line = lines[max(known)[1]]
        return _line_status(line), line
    stated = [line for line in lines if not _only_link(plain(line))]
    if not stated:
        return None, ""
    first = stated[0]
    for line in reversed(stated[1:]):
        if _is_bare(line):
            return _line_status(line), line
    return _line_status(first), first


def _superseded_by(text: str) -> bool:
    """Tell that the record was superseded, and not a part of it that the clause names.

    "Accepted; the store superseded by 13" leaves the record accepted.
    """
    by = _BY.search(text)
    if by is None:
        return False
    first = _ANY_WORD.search(text)
    if first is None or first.start() >= by.start():
        return True
    clause = re.split(r"[.,;:()–—]", text[first.end() : by.start()])[-1]
    return {word.casefold() for word in re.findall(r"\w+", clause)} <= _WHOLE_RECORD


_WHOLE_RECORD = frozenset(
    "this adr record decision document proposal it the has have had been was were is being be since "
    "later now but and then subsequently so also itself already on or".split()
)


def _only_link(text: str) -> bool:
    return bool(_LINK_LINE.match(text) or _PARTLY.match(text))


def _is_bare(line: str) -> bool:
    """A line that is nothing but a status word, perhaps with a date, a bullet or an emoji."""
    text = re.sub(r"[\W\d_]+", " ", plain(line)).strip().casefold()
    return text in _STATUS_OF


def _line_status(line: str) -> Status | None:
    text = plain(line)
    clean = _PARTLY.sub(" ", text)
    found = [
        (match.start(), _STATUS_OF[match[0].casefold()])
        for match in _ANY_WORD.finditer(re.sub(r"\s+", " ", clean))
    ]
    if not found:
        return None if _PLACEHOLDER.match(text) or iso_date(text) else _unknown(text)
    kinds = {status for _, status in found}
    if len(kinds) > 1:
        return _choice(line, clean, found)
    lead = clean[: found[0][0]]
    negated = re.search(r"\b(?:not|never|nicht|no)\b\s*(?:yet\s*)?$", lead, re.IGNORECASE)
    return "unknown" if negated or len(lead.split()) > 6 else found[0][1]


def _unknown(text: str) -> Status | None:
    return "unknown" if re.search(r"\w", text) else None


def _choice(line: str, text: str, found: list[tuple[int, Status]]) -> Status | None:
    """Several different words in one line: a template's choice, a history, or prose."""
    marked = re.findall(r"(?:\*\*|__)([^*_]+)(?:\*\*|__)|[✅☑✔]\ufe0f?\s*(\w+)", line)
    chosen = [m for pair in marked for m in pair if m and m.strip().casefold() in _STATUS_OF]
    if len(chosen) == 1 and len(marked) == 1:
        return _STATUS_OF[chosen[0].strip().casefold()]
    if _ARROW.search(text):
        return found[-1][1]
    return None if _offers_choice(text) else found[0][1]


def _offers_choice(text: str) -> bool:
    """Tell that "proposed | accepted | superseded" are the words of a template."""
    pieces = [piece for piece in _CHOICE_MARK.split(text) if _ANY_WORD.search(piece)]
    kinds = {_STATUS_OF[m[0].casefold()] for piece in pieces if (m := _ANY_WORD.search(piece))}
    if len(kinds) < 2:
        return False
    if kinds == {"deprecated", "superseded"}:
        return False
    return len(kinds) >= 3 or all(_is_alone(piece) for piece in pieces)


def _is_alone(piece: str) -> bool:
    """A status word by itself, or "superseded by ..."."""
    word = _ANY_WORD.search(piece)
    return (
        word is not None
        and not re.search(r"\w", piece[: word.start()])
        and _REST.fullmatch(piece, word.end()) is not None
    )
