"""Number and title of a decision record: file name first, then its first heading, then front matter.

Never from the first "ADR-nnnn" of the text: that is often the record that superseded this one.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

_ADR = (
    r"(?:(?:[a-z]{1,5}[-_ ])?[a-z]{0,2}adrs?|architect(?:ure|ural)[-_ ]decision(?:[-_ ]record)?s?|"
    r"(?:design[-_ ])?decision[-_ ]record|decision|(?:dr|ad|ddr|edr|tdr|pdr|sdr)(?=[-_ ]?\d)|"
    r"[a-z]{1,3}dr(?=-\d{3}))"
)
_TEAM = r"(?:[a-z]{1,5}\d{0,2}[-_ ])?"
_YEAR = r"(?:20\d\d[-_](?=\d{2,4}(?!\d|[-_]\d\d(?!\d))))?"
_FILE_DATE: Final = re.compile(r"^((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)[-_. ]*")
_FILE_ADR = re.compile(
    rf"(?:^|[-_. ]){_ADR}[-_. #]*{_TEAM}{_YEAR}(\d{{1,5}})(?!\d|[.]\d|[-_]\d\d[-_]\d\d)",
    re.IGNORECASE,
)
_FILE_PLAIN = re.compile(r"^(?:[\[(#])?(\d{1,5})(?!\d)(?=[-_. \])]|$|[a-z])", re.IGNORECASE)
_DATE_PREFIX = re.compile(r"^(?:19|20)\d{2}[-_.]?(?:0\d|1[0-2])[-_.]?[0-3]\d(?!\d)")

_SEPARATOR = r"(?:\s*[:|·–—-]+(?=\s)\s*|\s*[:：–—]\s*)"
_H1_ADR = re.compile(
    rf"^(?P<lead>[^\w\[(]*)[\[(]?(?:{_ADR})\s*(?:no\.?|nr\.?|n°|\#|№)?[-_ .#:|]*"
    rf"{_TEAM}{_YEAR}(?P<number>\d{{1,5}})(?![\d%]|[.,]\d|[-/]\d\d[-/]\d\d)(?:v\d{{1,2}}(?:r\d{{1,2}})?(?!\w))?[\])]?"
    r"(?:\s*\((?:archived|draft|deprecated|superseded|obsolete|rejected|proposed|accepted|withdrawn)\)"
    r"(?=\s*[:–—-]))?(?:\s*[:：.)|·•–—-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_H1_WORD = re.compile(
    r"^(?:[a-z]{0,2}adr|architect(?:ure|ural)[- ]decision[- ]records?|(?:design )?decision[- ]record|"
    rf"decision(?=:))(?:{_SEPARATOR})(?=[^\s(])",
    re.IGNORECASE,
)
_H1_TAG = re.compile(r"^\[ADR\]\s*[:–—-]?\s*(?=\S)", re.IGNORECASE)
_H1_DATE = re.compile(
    r"^(?:ADR[-_ :]*)?20\d\d[-/.]\d\d[-/.]\d\d\s*(?:[:：–—|]|-\s)\s*(?=\S)", re.IGNORECASE
)
_H1_LATER = re.compile(r"^\w{1,20}\s+ADR[-_ ]0*(\d{1,5})\s*[:：–—]\s*(?=\S)", re.IGNORECASE)
_VERB = re.compile(r"[a-z]{1,5}\s+adr", re.IGNORECASE)
"""What may be a team's name, or the verb of "Amend ADR-12" in another record."""
_H1_END = re.compile(r"\s+[(\[]ADR[-_ ]?0*(\d{1,5})[)\]]$", re.IGNORECASE)
_H1_CAPITAL = re.compile(r"^ADR\s+(?=[A-Z\"“])")
_H1_NUMBER = re.compile(
    r"^[\[(#]*(\d{1,5})[\])]?(?:\s*[.:：)|·•–—]\s*(?!\d)|\s+[-–—|]+\s+|-\s+|"
    r"(?<=\])\s+)(?=\S)"
)
_H1_BARE = re.compile(r"^(\d{1,5})\s+(?=\S)")
_EDGE = re.compile(r"^[\s:：·•–—|-]+|[\s:：–—|-]+$")
_SERIES = re.compile(r"^([A-Za-z]{2,8})[-_ ]0*(\d{1,5})(?![\w.]\w)")
_SERIES_CLOSE = re.compile(r"^([A-Za-z]{1,4})0*(\d{1,5})(?=\s*[-_:：–—|]|\s+[.]|$)")
_OWN_SERIES = re.compile(r"^(?:D|DEC|DD|AD|DR)[-_ ]?0*(\d{1,4})\s*[:.：–—|-]+\s+(?=\S)")
_TITLE_LABEL = re.compile(r"^title\s*[:：]\s*(?=\S)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s*(?:\{#[^{}]*\}|<!--.*?-->)\s*$")


def number_in_file_name(path: str) -> int | None:
    """``docs/adr/0007-use-x.md`` -> 7; a date such as ``20200101-use-x.md`` is no number."""
    stem = PurePosixPath(path).stem
    dated = _DATE_PREFIX.match(stem)
    rest = stem[dated.end() :].lstrip("-_. ") if dated else stem
    match = _FILE_ADR.search(rest) or _FILE_PLAIN.match(rest)
    return int(match.group(1)) if match else None


def date_in_file_name(path: str) -> str | None:
    """``20200101-use-x.md`` and ``2020-01-01_003-x.md`` -> the date as written."""
    stem = PurePosixPath(path).stem
    if not _DATE_PREFIX.match(stem):
        return None
    match = _FILE_DATE.match(stem)
    return f"{match[1]}-{match[2]}-{match[3]}" if match else None


def split_heading(heading: str, file_number: int | None = None) -> tuple[int | None, str]:
    """Number and title of a heading: ``ADR-0012: Use X`` -> ``(12, "Use X")``.

    A number without separator ("014 Use X") belongs to the record only when it has a leading zero
    or equals the number of the file; "12-factor apps" keeps its twelve. "Use X (ADR-12)" has it last.
    """
    text = _TITLE_LABEL.sub("", _ATTRIBUTE.sub("", heading).strip())
    match = _H1_ADR.match(text)
    other = match and file_number not in {None, int(match["number"])}
    if match and not (other and _VERB.match(text)):
        return int(match["number"]), _EDGE.sub("", text[match.end() :])
    match = _H1_NUMBER.match(text)
    if match:
        return int(match[1]), _EDGE.sub("", text[match.end() :])
    match = _H1_BARE.match(text)
    if match and (match[1].startswith("0") or int(match[1]) == file_number):
        return int(match[1]), _EDGE.sub("", text[match.end() :])
    match = _H1_LATER.match(text)
    if match and int(match[1]) == file_number:
        return file_number, _EDGE.sub("", text[match.end() :])
    match = _H1_END.search(text)
    if match:
        return int(match[1]), text[: match.start()]
    match = next((m for form in _WITHOUT_NUMBER if (m := form.match(text))), None)
    return None, text[match.end() :].strip() if match else text


_WITHOUT_NUMBER: Final = (_H1_TAG, _H1_DATE, _H1_WORD, _H1_CAPITAL)


def split_series(heading: str, path: str) -> tuple[int, str] | None:
    """Number and title of "ARCH-021: Runtime" in ``ARCH-021-runtime.md``: a team's own series.

    Heading and file name must begin with the same word and number, so that "HTTP 2 in front" in
    ``use-http.md`` is left alone. "D004: Validate" needs a separator after its number.
    """
    stem, heading = PurePosixPath(path).stem, heading.strip()
    file = _SERIES.match(stem) or _SERIES_CLOSE.match(stem)
    written = _SERIES.match(heading) or _SERIES_CLOSE.match(heading)
    if file is None or written is None:
        return None
    if (file[1].casefold(), file[2]) != (written[1].casefold(), written[2]):
        return None
    title = _EDGE.sub("", heading[written.end() :].lstrip(".) "))
    return (int(written[2]), title) if title else None


def split_own_series(heading: str) -> tuple[int, str] | None:
    """Number and title of "D-14: Split pods", as the sections of a decision log are numbered."""
    match = _OWN_SERIES.match(heading.strip())
    return (int(match[1]), _EDGE.sub("", heading.strip()[match.end() :])) if match else None


def is_record_heading(heading: str) -> bool:
    """Tell "ADR-0001 Use X" and "Decision record 2" from other headings."""
    return bool(_H1_ADR.match(heading.strip()))


def title_of_file(path: str) -> str:
    """The file stem as words, without its number or date."""
    stem = PurePosixPath(path).stem
    dated = _DATE_PREFIX.match(stem)
    rest = stem[dated.end() :].lstrip("-_. ") if dated else stem
    rest = re.sub(rf"^{_ADR}[-_. ]*(?=\d|$)", "", rest, flags=re.IGNORECASE)
    rest = re.sub(r"^\d{1,5}(?=[-_. ]|$)[-_. ]*(?:adr[-_. ]+)?", "", rest, flags=re.IGNORECASE)
    words = re.sub(r"[-_\s]+", " ", rest).strip()
    return words or stem
