"""Weighted decision matrices: read, recomputed, and joined with the decision they lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from apps.engine.decision_model import Criterion, Decision, Matrix
from apps.engine.decisions.choice import Choice, find_option, read_choice, same_option
from apps.engine.decisions.flips import find_flips, normalised, weighted_totals
from apps.engine.decisions.grid import Grid, Row, read_grid
from apps.engine.decisions.plain import plain
from apps.engine.document.model import Cell, Document, Table
from apps.engine.quantities.model import Figures
from apps.engine.text import CanonicalText, Place

_OVERRIDE = re.compile(
    r"\b(?:despite|although|though|overrid\w*|overrul\w*|veto\w*|knock[- ]?out|in spite of|nevertheless|"
    r"nonetheless|notwithstanding|regardless|even so|disqualif\w*|obwohl|trotz)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?P<name>[^\n.;:,|]{2,60}?)\s+(?:is|was|has been|were|will be|are)\s+(?:therefore\s+|thus\s+)?"
    r"(?:the\s+)?(?:chosen|selected|picked|adopted|our choice|choice|preferred|winner|decided)\b",
    re.IGNORECASE,
)
_NEAR_CHARACTERS = 5_000
_CONDITION = re.compile(
    r"\b(?:if|would|could|then|unless|when|flips?|not|never|rejected)\b", re.IGNORECASE
)


def read_matrices(
    documents: Sequence[Document],
    texts: Mapping[str, CanonicalText],
    figures: Figures,
    decisions: Sequence[Decision] = (),
) -> tuple[Matrix, ...]:
    """All decision matrices of the documents in order."""
    typed = {(t.artifact, t.index): t.role for t in figures.tables}
    found = []
    for document in documents:
        comma = figures.decimal_comma.get(document.path, False)
        for table in document.tables:
            role = typed.get((document.path, table.index), "other")
            if role not in {"matrix", "other", "capacity", "requirements"}:
                continue
            grid = read_grid(table, comma=comma, typed=role == "matrix")
            if grid:
                found.append(_matrix(document, texts[document.path], table, grid, decisions))
    return tuple(found)


def _matrix(
    document: Document,
    text: CanonicalText,
    table: Table,
    grid: Grid,
    decisions: Sequence[Decision],
) -> Matrix:
    raw = [_weight(row) for row in grid.rows]
    weights = [weight if weight is not None else 0.0 for weight in raw]
    if not grid.weighted:
        weights = [1.0] * len(grid.rows)
    scores = tuple(tuple(value.value for value in row.scores) for row in grid.rows)
    count = len(grid.options)
    chosen, override, where, words = _chosen(document, text, table, grid, decisions)
    usable = all(weight is not None and weight >= 0 for weight in raw) or not grid.weighted
    section = document.sections[table.section]
    return Matrix(
        where=text.place(table.start, table.end),
        section=table.section,
        title=table.caption or section.title,
        criteria=tuple(
            Criterion(row.name, weight, _cell_place(text, row.cell))
            for row, weight in zip(grid.rows, raw, strict=True)
        ),
        options=grid.options,
        scores=scores,
        score_places=tuple(
            tuple(_cell_place(text, value.cell or row.cell) for value in row.scores)
            for row in grid.rows
        ),
        stated_totals=tuple(value.value for value in grid.totals),
        stated_total_texts=tuple(plain(v.cell.text) if v.cell else "" for v in grid.totals),
        total_places=tuple(
            _cell_place(text, value.cell) for value in grid.totals if value.cell is not None
        ),
        totals=weighted_totals(weights, scores, count),
        normalised_totals=weighted_totals(normalised(weights), scores, count),
        chosen=grid.options[chosen] if chosen is not None else None,
        chosen_raw=words,
        chosen_where=where,
        override=override,
        flips=find_flips([row.name for row in grid.rows], grid.options, weights, scores)
        if usable
        else (),
        percent=any(row.weight is not None and row.weight.percent for row in grid.rows),
        scale="words" if _in_words(grid) else "number",
        weighted=grid.weighted,
        weight_words=any(row.weight is not None and row.weight.words for row in grid.rows),
    )


def _weight(row: Row) -> float | None:
    return row.weight.value if row.weight is not None else None


def _in_words(grid: Grid) -> bool:
    values = [value for row in grid.rows for value in row.scores]
    return any(value.words for value in values)


def _cell_place(text: CanonicalText, cell: Cell) -> Place:
    return text.place(cell.start, max(cell.end, cell.start))


def _chosen(
    document: Document,
    text: CanonicalText,
    table: Table,
    grid: Grid,
    decisions: Sequence[Decision],
) -> tuple[int | None, str | None, Place | None, str | None]:
    """Index of the chosen option, override sentence, place and words; the ADR where no text says."""
    for start, end in _windows(document, table):
        passage = text.text[start:end]
        choice = read_choice(passage, grid.options) or _passive(passage, grid.options)
        if choice and (choice.index is not None or choice.explicit):
            where = text.place(start + choice.start, start + max(choice.end, choice.start + 1))
            return choice.index, _override(passage), where, choice.words
    for decision in decisions:
        if decision.chosen_option and related(decision, grid.options):
            index = find_option(decision.chosen_option, grid.options)
            words = f"{decision.decision} {decision.rationale}"
            return (
                index,
                _override(words),
                decision.field_places.get("decision"),
                decision.chosen_option,
            )
    return None, _override(_near(document, text, table)), None, None


def _windows(document: Document, table: Table) -> list[tuple[int, int]]:
    """Where the decision may stand: below the matrix, above it, then the rest of the section."""
    section = document.sections[table.section]
    following = [t.start for t in document.tables if t.start >= table.end]
    below = min([section.own_end, *following[:1]])
    before = [t.end for t in document.tables if t.end <= table.start]
    above = max([section.start, *before[-1:]])
    windows = [(table.end, below), (above, table.start)]
    child = next(
        (
            s for s in document.sections
            if s.start >= table.end and s.start < section.end and s.level > section.level
            and re.search(r"decision|choice|result|conclusion|recommend", s.title, re.IGNORECASE)
        ),
        None,
    )  # fmt: skip
    sibling = next((s for s in document.sections if s.start >= section.end), None)
    if child:
        windows.append((child.start, child.end))
    elif (
        sibling
        and sibling.parent == section.parent
        and re.match(
            r"\W*\d*[.\d]*\s*(?:decision|choice|conclusion|recommendation)\b",
            sibling.title,
            re.IGNORECASE,
        )
    ):
        windows.append((sibling.start, sibling.end))
    return windows


def _passive(passage: str, options: Sequence[str]) -> Choice | None:
    """Find "The managed endpoint was selected"; sentences with a condition do not count."""
    for match in _PASSIVE.finditer(passage[:_NEAR_CHARACTERS]):
        begin = max(
            passage.rfind(". ", 0, match.start("name")), passage.rfind("\n\n", 0, match.start())
        )
        if _CONDITION.search(passage[begin + 1 : match.end()]):
            continue
        index = find_option(plain(match["name"]), options)
        if index is not None:
            return Choice(
                plain(match["name"]).strip(), index, False, match.start("name"), match.end("name")
            )
    return None


def _near(document: Document, text: CanonicalText, table: Table) -> str:
    return " ".join(text.text[start:end] for start, end in _windows(document, table)[:1])


def _override(passage: str) -> str | None:
    """The sentence that says why the best total was not taken."""
    for sentence in re.split(r"(?<=[.!?])\s+", passage):
        if _OVERRIDE.search(sentence):
            return plain(sentence)[:300]
    return None


def related(decision: Decision, options: Sequence[str]) -> bool:
    """Tell whether a record decides between the options of a matrix (two of them at least)."""
    names = [option.title for option in decision.options]
    hits = sum(1 for option in options if any(same_option(option, name) for name in names))
    return hits >= 2
