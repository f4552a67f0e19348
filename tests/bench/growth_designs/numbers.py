"""Designs with many numbers: in sentences, tables, rows and columns."""

from __future__ import annotations

from tests.bench.growth_designs.parts import Files, Kind, named, one, sentence, table_of


def sentences(n: int) -> Files:
    """Sentences with numbers, one paragraph each."""
    return one("## Capacity\n", *(f"{sentence(i)}\n" for i in range(n)))


def one_paragraph(n: int) -> Files:
    """Sentences with numbers in one paragraph of one line."""
    return one("## Capacity\n", " ".join(sentence(i) for i in range(n)))


def columns(n: int) -> Files:
    """A table with many columns and few rows."""
    return one(
        "## Capacity\n",
        table_of(
            ["Quantity", *(f"{named(i)} (QPS)" for i in range(n))],
            [[f"Peak {row}", *(f"{i + row}" for i in range(n))] for row in range(3)],
        ),
    )


def rows(n: int) -> Files:
    """A capacity table with many rows, each with a formula."""
    return one(
        "## Capacity\n",
        table_of(
            ["Quantity", "Symbol", "Value", "Unit", "Formula"],
            [
                [f"Load of {named(i)}", f"q{i}", f"{i + 10}", "QPS", f"q{i - 1} + 1" if i else ""]
                for i in range(n)
            ],
        ),
    )


def tables(n: int) -> Files:
    """Many small capacity tables, each in a section."""
    header = ["Quantity", "Symbol", "Value", "Unit", "Formula"]
    return one(
        *(
            f"## Capacity of {named(i)}\n\n"
            + table_of(
                header,
                [
                    [f"Average load {i}", f"avg{i}", f"{i + 10}", "QPS", ""],
                    [f"Peak load {i}", f"peak{i}", f"{(i + 10) * 3}", "QPS", f"avg{i} * 3"],
                ],
            )
            + "\n"
            for i in range(n)
        )
    )


def fleet(n: int) -> Files:
    """A fleet table with many components, and sentences that name them."""
    return one(
        "## Fleet\n",
        table_of(
            ["Component", "Peak QPS", "Per replica QPS", "Replicas", "Zones"],
            [[named(i), f"{i * 50 + 100}", "100", f"{i // 2 + 3}", "3"] for i in range(n)],
        ),
        "",
        *(f"The {named(i)} runs on {i // 2 + 3} replicas.\n" for i in range(n)),
    )


def requirements(n: int) -> Files:
    """A table of requirements with identifiers."""
    return one(
        "## Requirements\n",
        table_of(
            ["ID", "Requirement", "Target"],
            [
                [f"R{i}", f"The {named(i)} answers fast", f"p99 < {i % 300 + 10} ms"]
                for i in range(n)
            ],
        ),
    )


def stores(n: int) -> Files:
    """Claims about consistency, and the same quantity told many times."""
    return one(
        "## Consistency\n",
        *(
            f"Redis {i} is AP and eventually consistent. PostgreSQL is a CP system, strongly "
            f"consistent, for {named(i)}.\n"
            for i in range(n)
        ),
    )


def wrong_formulas(n: int) -> Files:
    """Findings: a capacity table whose values do not follow from their formulas."""
    rows = [[f"Load {i}", f"q{i}", f"{i + 7}", "QPS", f"= base * {i}"] for i in range(n)]
    header = ["Quantity", "Symbol", "Value", "Unit", "Formula"]
    return one("## Capacity\n", table_of(header, [["Base", "base", "5", "QPS", ""], *rows]))


KINDS = (
    Kind("quantity sentences", 250, sentences),
    Kind("sentences of a line", 250, one_paragraph),
    Kind("table columns", 300, columns),
    Kind("table rows", 250, rows),
    Kind("tables", 80, tables),
    Kind("fleet rows", 150, fleet),
    Kind("requirements", 300, requirements),
    Kind("claims of stores", 150, stores),
    Kind("wrong formulas", 200, wrong_formulas),
)
