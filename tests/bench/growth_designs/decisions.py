"""Designs with many decisions, options and matrices."""

from __future__ import annotations

from tests.bench.growth_designs.parts import Files, Kind, named, one, table_of


def _record(n: int, level: str = "#") -> str:
    back = f"Supersedes [ADR-{n - 1:04d}]({n - 1:04d}-use-store.md).\n\n" if n % 7 == 3 else ""
    return (
        f"{level} ADR-{n:04d}: Use store {n} for the {named(n)}\n\n"
        f"{level}# Status\n\nAccepted\n\n{back}"
        f"{level}# Context\n\nThe {named(n)} keeps {n} kinds of rows and must answer in {n % 90 + 5} ms.\n\n"
        f"{level}# Considered Options\n\n* PostgreSQL {n}\n* Redis {n}\n\n"
        f'{level}# Decision Outcome\n\nChosen option: "PostgreSQL {n}", because it is known.\n\n'
        f"{level}# Consequences\n\n* Good, because nothing new is run.\n"
        f"* Bad, because it must be sharded beyond {n} GB.\n"
    )


def adr_files(n: int) -> Files:
    """Decision records in files of their own beside a short design."""
    files = one("## Architecture\n\nThe parts are decided on below.")
    return files | {f"adr/{i:04d}-use-store.md": _record(i) for i in range(1, n + 1)}


def adr_sections(n: int) -> Files:
    """Decision records as sections of the design."""
    return one("## Decisions\n", *(_record(i, "###") for i in range(1, n + 1)))


def matrices(n: int) -> Files:
    """Weighted trade-off matrices, each in a section."""
    return one(
        "## Trade-offs\n",
        *(
            f"### Store of {named(i)}\n\n"
            + table_of(
                ["Criterion", "Weight", f"PostgreSQL {i}", f"Redis {i}"],
                [
                    ["Latency", "0.5", "4", "5"],
                    ["Cost", "0.5", "5", "3"],
                    ["Total", "1.0", "4.5", "4.0"],
                ],
            )
            + f"\n\nWe choose PostgreSQL {i}.\n"
            for i in range(n)
        ),
    )


def links_of_records(n: int) -> Files:
    """Records that supersede each other, and a design that cites them."""
    cited = (f"- [ADR {i}](adr/{i:04d}-use-store.md)" for i in range(1, n + 1))
    return one("## Decisions\n", *cited) | {
        f"adr/{i:04d}-use-store.md": f"# ADR-{i:04d}: Use store {i}\n\n## Status\n\n"
        f"Superseded by [ADR-{i + 1:04d}]({i + 1:04d}-use-store.md)\n\n## Context\n\nIt must be kept.\n\n"
        f"## Decision\n\nWe use store {i}.\n\n## Consequences\n\nIt is kept.\n"
        for i in range(1, n + 1)
    }


def options(n: int) -> Files:
    """One record with many options, each with its arguments."""
    listed = "\n".join(f"* Store {i}" for i in range(n))
    argued = "\n".join(
        f"### Store {i}\n\n* Good, because fast {i}\n* Bad, because dear {i}\n" for i in range(n)
    )
    record = (
        "# ADR-0001: Use a store\n\n## Status\n\nAccepted\n\n## Context\n\nIt must be kept.\n\n"
        f'## Considered Options\n\n{listed}\n\n## Decision Outcome\n\nChosen option: "Store 3", '
        f"because it is fast.\n\n## Pros and Cons of the Options\n\n{argued}"
    )
    return one("## Decisions\n\nSee the records.") | {"adr/0001-use-a-store.md": record}


def wide_matrix(n: int) -> Files:
    """One matrix with many options."""
    rows = [[name, "0.5", *(str(i % 5 + 1) for i in range(n))] for name in ("Latency", "Cost")]
    header = ["Criterion", "Weight", *(f"Option {i}" for i in range(n))]
    return one("## Trade-offs\n", table_of(header, rows), "\nWe choose option 3.")


KINDS = (
    Kind("ADR files", 94, adr_files),
    Kind("ADR sections", 60, adr_sections),
    Kind("links of ADRs", 60, links_of_records),
    Kind("options of an ADR", 80, options),
    Kind("matrices", 75, matrices),
    Kind("options of a matrix", 250, wide_matrix),
)
