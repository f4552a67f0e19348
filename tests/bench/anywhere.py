"""Harmless rewrites that fit any design: line ends, spaces, columns, rows, tables, units, order."""

from __future__ import annotations

import re

from tests.bench.rewrites import Rewrite, cells_of, row_of, tables_of

_UNITS = {"TPS": "QPS", "QPS": "req/s", "RPS": "requests/s", "req/s": "RPS"}
_TOTAL = re.compile(r"total|sum|score\b|end to end|weighted", re.IGNORECASE)


def shuffled(text: str) -> str:
    """Every table with its columns turned round by one; a matrix keeps its first column."""
    for table in tables_of(text):
        rows = [cells_of(row) for row in table.strip().split("\n")]
        keep = "eight" in table.split("\n", 1)[0]
        turned = [[r[0], *r[2:], r[1]] if keep else [*r[1:], r[0]] for r in rows]
        text = text.replace(table, "\n".join(map(row_of, turned)) + "\n")
    return text


def rows_reversed(text: str) -> str:
    """Every table from the last row to the first; totals stay at the end."""
    for table in tables_of(text):
        lines = table.strip().split("\n")
        totals = [line for line in lines[2:] if _TOTAL.search(line)]
        others = [line for line in lines[2:] if line not in totals]
        text = text.replace(table, "\n".join([*lines[:2], *others[::-1], *totals]) + "\n")
    return text


def html_tables(text: str) -> str:
    """Tables without marks in their cells, written as HTML."""
    for table in tables_of(text):
        if re.search(r"\*\*|`|\[", table):
            continue
        rows = [cells_of(r) for r in table.strip().split("\n") if not set(r) <= set("|-: ")]
        head = "".join(f"<th>{cell}</th>" for cell in rows[0])
        body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>\n" for r in rows[1:])
        text = text.replace(table, f"<table><tr>{head}</tr>\n{body}</table>\n\n")
    return text


def sections_reversed(text: str) -> str:
    """The sections in the middle in the opposite order."""
    first, *sections = re.split(r"(?m)^(?=## )", text)
    middle = "".join(f"{section.rstrip()}\n\n" for section in sections[2:-1][::-1])
    return first + "".join(sections[:2]) + middle + sections[-1]


def other_rate_unit(text: str) -> str:
    """QPS for TPS and so on, in all cells."""
    return re.sub(r"\| (TPS|QPS|RPS|req/s) \|", lambda m: f"| {_UNITS[m[1]]} |", text)


def no_break_spaces(text: str) -> str:
    """No-break spaces between numbers and their units."""
    return re.sub(r"(\d[KM]?) (%|QPS|RPS|TPS|ms|kB|GB|TB|USD|EUR|Mbit/s)", "\\1\u00a0\\2", text)


ANYWHERE: dict[str, Rewrite] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": no_break_spaces,
    "shuffled columns": shuffled,
    "reversed rows": rows_reversed,
    "HTML tables": html_tables,
    "other rate unit": other_rate_unit,
    "reversed sections": sections_reversed,
}
