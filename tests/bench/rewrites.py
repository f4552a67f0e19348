"""Harmless rewrites of a design: the same facts in other words. No check may change its mind."""

from __future__ import annotations

import re
from collections.abc import Callable

Files = dict[str, str]
Rewrite = Callable[[str], str]

_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)


def edit(text: str, *pairs: tuple[str, str]) -> str:
    """Replace every old by its new; an old that is not there is an error of the bench."""
    for old, new in pairs:
        if old not in text:
            raise LookupError(f"the text does not hold {old!r}")
        text = text.replace(old, new)
    return text


def tables_of(text: str) -> list[str]:
    """The Markdown tables of a text, as written."""
    return re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)


def cells_of(row: str) -> list[str]:
    """The cells of a row of a Markdown table."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def row_of(cells: list[str]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def table_with(text: str, header: str) -> str:
    """The table whose first row holds ``header``."""
    return next(table for table in tables_of(text) if header in table.split("\n", 1)[0])


def shuffled_columns(text: str) -> str:
    """Every table with its columns turned round by one; a decision matrix keeps its first column."""
    for table in tables_of(text):
        rows = [cells_of(row) for row in table.strip().split("\n")]
        if rows[0][0] == "Criterion":
            turned = [[row[0], *row[2:], row[1]] for row in rows]
        else:
            turned = [[*row[1:], row[0]] for row in rows]
        text = text.replace(table, "\n".join(map(row_of, turned)) + "\n")
    return text


def transposed_fleet(text: str) -> str:
    """The fleet table with the components as columns."""
    table = table_with(text, "| Replicas |")
    rows = [cells_of(row) for row in table.strip().split("\n") if not set(row) <= set("|-: ")]
    columns = [list(column) for column in zip(*rows, strict=True)]
    lines = [row_of(columns[0]), row_of(["---"] * len(columns[0])), *map(row_of, columns[1:])]
    return text.replace(table, "\n".join(lines) + "\n")


def html_fleet(text: str) -> str:
    """The fleet table written as HTML."""
    table = table_with(text, "| Replicas |")
    rows = [cells_of(row) for row in table.strip().split("\n") if not set(row) <= set("|-: ")]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows[1:]
    )
    return text.replace(table, f"<table>\n<tr>{head}</tr>\n{body}</table>\n\n")


def other_headers(text: str) -> str:
    """The fleet, capacity and cost tables under other common headers."""
    return edit(
        text,
        (
            "| Component | Replicas | Zones | Capacity per replica | Demand at peak | Unit |",
            "| Service | Pods | AZs | Throughput per pod | Peak load | Unit |",
        ),
        (
            "| Quantity | Symbol | Value | Unit | Formula / Source |",
            "| Parameter | Symbol | Amount | Unit | Calculation |",
        ),
        (
            "| Item | Quantity | Unit price (USD/hour) | Hours | Monthly cost (USD) |",
            "| Item | Count | Price per hour (USD) | Hours | Cost per month (USD) |",
        ),
    )


def german_numbers(text: str) -> str:
    """A decimal comma and a dot for thousands, outside diagrams and links."""

    def turn(match: re.Match[str]) -> str:
        number = match.group()
        return number.translate(str.maketrans(",.", ".,"))

    parts = re.split(r"(```.*?```|\]\([^)]*\)|TLS 1\.3)", text, flags=re.DOTALL)
    turned = [part if i % 2 else re.sub(r"\d[\d.,]*\d", turn, part) for i, part in enumerate(parts)]
    return "".join(turned)


def two_capacity_tables(text: str) -> str:
    """The capacity table cut in two, with a sentence between."""
    table = table_with(text, "| Quantity | Symbol |")
    rows = table.strip().split("\n")
    head, body = rows[:2], rows[2:]
    middle = len(body) // 2
    cut = [*head, *body[:middle], "", "Data and memory follow.", "", *head, *body[middle:]]
    return text.replace(table, "\n".join(cut) + "\n")


def percent_weights(text: str) -> str:
    """Weights of the matrix in percent."""
    table = table_with(text, "| Weight |")
    turned = re.sub(
        r"^(\| [^|]+ \| )(\d\.\d\d)( \|)",
        lambda m: f"{m[1]}{float(m[2]) * 100:g} %{m[3]}",
        table,
        flags=re.MULTILINE,
    )
    return text.replace(table, turned)


def camel_case(text: str) -> str:
    """Participants and boxes of the deployment in CamelCase."""
    return edit(
        text,
        ("as Rec Orchestrator", "as RecOrchestrator"),
        ("as User Feature Store", "as UserFeatureStore"),
        ("[Ranking Service x20]", "[RankingService x20]"),
        ("[ANN Index x52]", "[ANNIndex x52]"),
    )


def technology_suffix(text: str) -> str:
    """Boxes of the deployment that name their technology."""
    return edit(
        text,
        ("[Rec Orchestrator x78]", "[Rec Orchestrator - FastAPI x78]"),
        ("[Ranking Service x20]", "[Ranking Service: Triton x20]"),
        ("[User Feature Store x4]", "[User Feature Store - ScyllaDB x4]"),
    )


def no_break_spaces(text: str) -> str:
    """No-break spaces between numbers and their units."""
    return re.sub(r"(\d[KM]?) (%|QPS|ms|kB|GB|TB|USD|Gbit/s)", "\\1\u00a0\\2", text)


REWRITES: dict[str, Rewrite] = {
    "technology suffix": technology_suffix,
    "CamelCase": camel_case,
    "percent weights": percent_weights,
    "MB for GB": lambda t: edit(t, ("| 102.4 | GB |", "| 102400 | MB |")),
    "rounded to 3 digits": lambda t: edit(t, ("| 181.44 | TB |", "| 181 | TB |")),
    "times sign": lambda t: re.sub(
        r"(\| = .*?)\|$", lambda m: m[0].replace("*", "×"), t, flags=re.MULTILINE
    ),
    "req/s for QPS": lambda t: t.replace("| QPS |", "| req/s |"),
    "LB": lambda t: t.replace("[Load Balancer x1]", "[LB x1]"),
    "shuffled columns": shuffled_columns,
    "decimal comma": german_numbers,
    "no-break spaces": no_break_spaces,
    "two tables": two_capacity_tables,
    "transposed fleet": transposed_fleet,
    "HTML fleet": html_fleet,
    "other headers": other_headers,
}
