"""Dates in the spellings people use, turned into ISO 8601."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "jan|january|januar|enero|janvier|janeiro|gennaio|januari|stycznia|января|ocak|ledna|ianuarie|gener|січня|január|ιανουαρίου",
            (
                "feb|february|februar|febrero|février|fevrier|fevereiro|febbraio|februari|lutego|февраля|"
                "şubat|února|februarie|febrer|лютого|február|φεβρουαρίου"
            ),
            "mar|march|märz|maerz|marzo|mars|março|marco|maart|marca|марта|mart|maret|března|martie|març|березня|március|μαρτίου",
            "apr|april|abril|avril|aprile|kwietnia|апреля|nisan|dubna|квітня|április|απριλίου",
            "may|mai|mayo|maio|maggio|mei|maja|мая|mayıs|května|maig|травня|május|μαΐου",
            "jun|june|juni|junio|juin|junho|giugno|czerwca|июня|haziran|června|iunie|juny|червня|június|ιουνίου",
            "jul|july|juli|julio|juillet|julho|luglio|lipca|июля|temmuz|července|iulie|juliol|липня|július|ιουλίου",
            "aug|august|agosto|août|aout|augustus|sierpnia|августа|ağustos|agustus|srpna|agost|серпня|augusztus|αυγούστου",
            "sep|sept|september|septiembre|septembre|setembro|settembre|września|сентября|eylül|září|septembrie|setembre|вересня|szeptember|σεπτεμβρίου",
            "oct|october|okt|oktober|octubre|octobre|outubro|ottobre|października|октября|ekim|října|octombrie|жовтня|október|οκτωβρίου",
            "nov|november|noviembre|novembre|novembro|listopada|ноября|kasım|listopadu|noiembrie|листопада|νοεμβρίου",
            (
                "dec|december|dez|dezember|diciembre|décembre|decembre|dezembro|dicembre|grudnia|декабря|"
                "aralık|desember|prosince|decembrie|desembre|грудня|δεκεμβρίου"
            ),
        ),
        start=1,
    )
    for name in names.split("|")
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.–]\s?(\d{1,2})\s?[-/.–]\s?(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[.\s-]*(?:of\s+|de\s+|d['’])?({_MONTH})\b[.,]?[\s-]*(?:de\s+)?"
    r"[\'’]?((?:19|20)\d\d|\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\b[.]?[\s-]*(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[\s,.-]+((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)[\s,.-]*({_MONTH})\b[.]?[\s-]*(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})")


def iso_date(raw: str, *, day_first: bool = False) -> str | None:
    """The first full date in ``raw`` as ``YYYY-MM-DD``; None when there is none.

    A dotted or dashed number date has the day first. With slashes the number above 12 is the day;
    where both could be, the first is read as the month, or as the day with ``day_first``.
    """
    found = [
        (match.start(), date)
        for pattern, order in _READERS
        for match in pattern.finditer(raw[:400])
        if (date := _date(match, order, day_first=day_first))
    ]
    return min(found)[1] if found else None


_READERS: Final = (
    (_ISO, "ymd"),
    (_COMPACT, "ymd"),
    (_EAST_ASIAN, "ymd"),
    (_YEAR_FIRST, "ymd"),
    (_DAY_FIRST, "dmy"),
    (_MONTH_FIRST, "mdy"),
    (_NUMERIC, "number"),
)


def _date(match: re.Match[str], order: str, *, day_first: bool) -> str | None:
    if order == "number":
        first, mark, second, year = match.groups()
        month_first = int(second) > 12 or (mark == "/" and int(first) <= 12 and not day_first)
        parts = (year, first, second) if month_first else (year, second, first)
    else:
        found = dict(zip(order, match.groups(), strict=True))
        parts = (found["y"], found["m"], found["d"])
    year, month, day = (_number(part) for part in parts)
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.casefold()]
