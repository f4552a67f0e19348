"""Keys and labels by which findings name records, matrices and stores."""

from __future__ import annotations

import re

from apps.engine.decision_model import Decision, Matrix
from apps.engine.package import Package

_RAW_NAME = re.compile(
    r"lower is better|less is better|smaller is better|[(\[]\s*(?:ms|s|sec|seconds|minutes|hours|days|\$|€|usd|"
    r"eur|gb|mb|tb|qps|rps|req/s|\$/[\w ]+|usd/[\w ]+|eur/[\w ]+|kwh|watts?|w)\s*[)\]]",
    re.IGNORECASE,
)


def record_scope(decision: Decision) -> str:
    """``adr:<file>``; a record inside a document also carries its line."""
    inside = decision.where.line not in {None, 1}
    return f"adr:{decision.file}:{decision.where.line}" if inside else f"adr:{decision.file}"


def record_subject(decision: Decision) -> str:
    """Subject that survives a moved line: the number, else the title."""
    return (
        f"adr:{decision.file}:{decision.label}"
        if decision.where.line != 1
        else record_scope(decision)
    )


def matrix_scope(matrix: Matrix) -> str:
    """``matrix:<artifact>:<line>``."""
    return f"matrix:{matrix.where.artifact}:{matrix.where.line}"


def matrix_subject(matrix: Matrix) -> str:
    """Subject that survives a moved line: the section's or caption's words."""
    return f"matrix:{matrix.where.artifact}:{matrix.title.casefold()}"


def records_of(matrix: Matrix, package: Package) -> list[Decision]:
    """Records in force that decide between the options of a matrix."""
    return [
        decision
        for decision in package.records.about(matrix.options)
        if decision.status not in {"rejected", "superseded", "deprecated"}
    ]


def why_not_comparable(matrix: Matrix) -> str | None:
    """Why totals of a matrix say nothing: raw values or missing scores; None when they do."""
    for criterion, row in zip(matrix.criteria, matrix.scores, strict=True):
        numbers = [score for score in row if score is not None]
        if len(numbers) < len(row):
            return f"a score of {criterion.name!r} is no plain number"
        if _RAW_NAME.search(criterion.name) and any(number > 10 for number in numbers):
            return f"{criterion.name!r} holds raw values, not scores"
    if any(c.weight is None for c in matrix.criteria) and matrix.weighted:
        return "a weight is no number"
    return None


def weights_of(matrix: Matrix) -> list[float]:
    """Weights as numbers; equal ones where none are written."""
    if not matrix.weighted:
        return [1.0] * len(matrix.criteria)
    return [criterion.weight or 0.0 for criterion in matrix.criteria]


def section_text(package: Package, matrix: Matrix) -> str:
    """Source of the section that holds the matrix."""
    document = package.documents[matrix.where.artifact]
    section = document.sections[matrix.section]
    return package.texts[matrix.where.artifact].text[section.start : section.end]


def amount(value: float) -> str:
    """A weight or total for reading: ``0.35``, ``3.75``, ``12``."""
    return (
        f"{value:.3f}".rstrip("0").rstrip(".")
        if abs(value) < 100
        else f"{value:,.1f}".rstrip("0").rstrip(".")
    )
