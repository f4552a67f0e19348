"""Weighted decision matrices: read, recomputed, and joined with the decision they lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from apps.engine.decision_model import Criterion, Decision, Matrix
from apps.engine.decisions.choice import Choice, find_option, read_choice
from apps.engine.decisions.flips import find_flips, normalised, weighted_totals
from apps.engine.decisions.grid import Grid, Row, read_grid
from apps.engine.decisions.plain import plain
from apps.engine.decisions.related import Records
from apps.engine.decisions.surroundings import Surroundings
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
    grids = []
    for document in documents:
        comma = figures.decimal_comma.get(document.path, False)
        for table in document.tables:
            role = typed.get((document.path, table.index), "other")
            if role not in {"matrix", "other", "capacity", "requirements"}:
                continue
            grid = read_grid(table, comma=comma, typed=role == "matrix")
            if grid:
                grids.append((document, table, grid))
    records = Records([d for d in decisions if d.chosen_option], len(grids))
    with_grids = {document.path: document for document, _, _ in grids}
    around = {path: Surroundings(document) for path, document in with_grids.items()}
    return tuple(
        _matrix(document, around[document.path], texts[document.path], table, grid, records)
        for document, table, grid in grids
    )


def _matrix(  # noqa: PLR0913, PLR0917 - a table and what is known around it
    document: Document,
    around: Surroundings,
    text: CanonicalText,
    table: Table,
    grid: Grid,
    records: Records,
) -> Matrix:
    raw = [_weight(row) for row in grid.rows]
    weights = [weight if weight is not None else 0.0 for weight in raw]
    if not grid.weighted:
        weights = [1.0] * len(grid.rows)
    scores = tuple(tuple(value.value for value in row.scores) for row in grid.rows)
    count = len(grid.options)
    chosen, override, where, words = _chosen(around, text, table, grid, records)
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
    around: Surroundings,
    text: CanonicalText,
    table: Table,
    grid: Grid,
    records: Records,
) -> tuple[int | None, str | None, Place | None, str | None]:
    """Index of the chosen option, override sentence, place and words; the ADR where no text says."""
    windows = around.windows(table)
    for start, end in windows:
        passage = text.text[start:end]
        choice = read_choice(passage, grid.options) or _passive(passage, grid.options)
        if choice and (choice.index is not None or choice.explicit):
            where = text.place(start + choice.start, start + max(choice.end, choice.start + 1))
            return choice.index, _override(passage), where, choice.words
    for decision in records.about(grid.options)[:1]:
        index = find_option(decision.chosen_option or "", grid.options)
        words = f"{decision.decision} {decision.rationale}"
        place = decision.field_places.get("decision")
        return index, _override(words), place, decision.chosen_option
    start, end = windows[0]
    return None, _override(text.text[start:end]), None, None


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


def _override(passage: str) -> str | None:
    """The sentence that says why the best total was not taken."""
    for sentence in re.split(r"(?<=[.!?])\s+", passage):
        if _OVERRIDE.search(sentence):
            return plain(sentence)[:300]
    return None
