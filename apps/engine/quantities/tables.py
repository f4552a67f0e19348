"""Recognising the tables of a design by their headers, in any column order, turned or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.engine.document.model import Cell, Document, Table
from apps.engine.quantities.header_words import guess_column
from apps.engine.quantities.headers import Heading, RoleHeaders, read_heading, role_headers
from apps.engine.quantities.model import TableRole, TypedTable
from apps.engine.quantities.numbers import is_absent, parse_number
from apps.engine.text import Place

_PERCENTILE = re.compile(r"^p(?:50|75|90|95|99|99\.9|999)$")
_LATENCY_WORDS = re.compile(r"latenc|budget|critical path|response time|time to", re.IGNORECASE)
_COST_WORDS = re.compile(r"cost|budget|price|pricing|tco|spend|bill|kosten", re.IGNORECASE)
_MAX_TURNED_COLUMNS = 60

ORDER: tuple[TableRole, ...] = (
    "alias", "consistency", "fleet", "matrix", "latency", "failure", "cost", "availability",
    "requirements", "capacity",
)  # fmt: skip
"""Roles from the most to the least telling headers; the first of equal scores wins."""


LABELS = ("item", "step", "component", "dependency", "criterion", "store", "failure")
"""Canonical columns that name a row."""


@dataclass(frozen=True, slots=True)
class View:
    """A table of the package as one role reads it; turned tables are already turned.

    ``columns`` maps canonical names to indexes, ``units`` to the unit in the header's brackets;
    ``names`` are the headers for comparing.
    """

    artifact: str
    table: Table
    role: TableRole
    columns: dict[str, int]
    units: dict[str, str]
    header: tuple[Cell, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    transposed: bool
    section_title: str
    section_role: str
    comma: bool = False

    @property
    def label_column(self) -> int:
        """Index of the column that names the rows."""
        return next((self.columns[name] for name in LABELS if name in self.columns), 0)

    def label(self, row: tuple[Cell, ...]) -> str:
        """What a row is called."""
        index = self.label_column
        return plain_cell(row[index].text) if index < len(row) else ""

    @property
    def where(self) -> Place:
        """Place of the whole table."""
        table = self.table
        return Place(self.artifact, table.start, table.end, table.line, table.end_line)

    def cell(self, row: tuple[Cell, ...], column: str) -> Cell | None:
        """The cell of a canonical column, None when the table has no such column."""
        index = self.columns.get(column)
        return row[index] if index is not None and index < len(row) else None

    def text(self, row: tuple[Cell, ...], column: str) -> str:
        """Text of a canonical column, empty when there is none."""
        cell = self.cell(row, column)
        return cell.text.strip() if cell else ""

    def place(self, cell: Cell) -> Place:
        """Place of a cell."""
        return Place(self.artifact, cell.start, cell.end, cell.line, cell.line)

    def row_place(self, row: tuple[Cell, ...]) -> Place:
        """Place from the first to the last cell of a row (a turned row: its first cell)."""
        if self.transposed or row[0].line != row[-1].line:
            return self.place(row[0])
        return Place(self.artifact, row[0].start, row[-1].end, row[0].line, row[-1].line)

    def typed(self) -> TypedTable:
        """The form that is stored and shown."""
        return TypedTable(
            artifact=self.artifact,
            index=self.table.index,
            role=self.role,
            columns=self.columns,
            column_units=self.units,
            header=tuple(cell.text for cell in self.header),
            rows=tuple(tuple(cell.text for cell in row) for row in self.rows),
            where=self.where,
            transposed=self.transposed,
        )


def type_tables(documents: Iterable[Document], comma: dict[str, bool]) -> tuple[View, ...]:
    """All tables of the documents with their roles, in document order."""
    return tuple(
        type_table(document, table, comma=comma.get(document.path, False))
        for document in documents
        for table in document.tables
    )


def type_table(document: Document, table: Table, *, comma: bool = False) -> View:
    """The role of one table; ``other`` when its headers say nothing to us."""
    section = document.sections[table.section]
    context = f"{table.caption} {section.title}"
    straight = _classify(table.header, table.rows, context, turned=False)
    best, turned = straight, False
    header, rows = table.header, table.rows
    if len(table.header) <= _MAX_TURNED_COLUMNS and 1 <= len(table.rows) <= _MAX_TURNED_COLUMNS:
        turned_header, turned_rows = _turn(table)
        other = _classify(turned_header, turned_rows, context, turned=True)
        if other[1] > straight[1] and other[0] != "other":
            best, turned, header, rows = other, True, turned_header, turned_rows
    role, _, columns = best
    headings = [read_heading(cell.text) for cell in header]
    return View(
        artifact=document.path,
        table=table,
        role=role,
        columns=columns,
        units={name: headings[i].unit for name, i in columns.items() if headings[i].unit},
        header=header,
        names=tuple(heading.name for heading in headings),
        rows=rows,
        transposed=turned,
        section_title=section.title,
        section_role=section.role,
        comma=comma,
    )


def _turn(table: Table) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    """Rows as columns."""
    grid = [table.header, *table.rows]
    width = len(table.header)
    columns = [tuple(row[i] for row in grid if i < len(row)) for i in range(width)]
    full = [column for column in columns if len(column) == len(grid)]
    return full[0], tuple(full[1:])


_Typing = tuple[TableRole, float, dict[str, int]]


def _classify(
    header: Sequence[Cell], rows: Sequence[tuple[Cell, ...]], context: str, *, turned: bool
) -> _Typing:
    """The role whose headers fit best, with its score and columns."""
    headings = [read_heading(cell.text) for cell in header]
    best: _Typing = ("other", 0.0, {})
    for role in ORDER:
        found = _fit(role, role_headers()[role], headings, rows, context, turned=turned)
        if found is not None and found[0] > best[1] + 1e-9:
            best = (role, found[0], found[1])
    return best


def _fit(  # noqa: PLR0913 - what is known of a table
    role: TableRole,
    spec: RoleHeaders,
    headings: Sequence[Heading],
    rows: Sequence[tuple[Cell, ...]],
    context: str,
    *,
    turned: bool,
) -> tuple[float, dict[str, int]] | None:
    """Score and columns of a role, or None when needed columns are absent."""
    columns = _columns(role, spec, headings, turned=turned)
    if role == "latency":
        columns = _latency_columns(columns, headings, rows, context)
    if role == "capacity":
        columns = _symbols_first(columns, spec, headings, rows)
    satisfied = [need for need in spec.needs if all(name in columns for name in need)]
    if turned and role != "matrix" and 2 * len(columns) < len(headings):
        return None  # a turned table is one only where most first cells are headers
    if not satisfied or not _plausible(role, columns, headings, rows, context, turned=turned):
        return None
    needed = max(len(need) for need in satisfied)
    return needed + 0.5 * (len(columns) - needed) + _BONUS.get(role, 0.0), columns


_LABEL_OF: dict[str, str] = {
    "matrix": "criterion", "capacity": "quantity", "fleet": "component", "latency": "step",
    "cost": "item",
}  # fmt: skip
"""The column that an empty first header stands for."""

_BONUS: dict[str, float] = {"matrix": 1.2, "fleet": 0.3, "consistency": 0.6, "alias": 0.6}


def _columns(
    role: TableRole, spec: RoleHeaders, headings: Sequence[Heading], *, turned: bool
) -> dict[str, int]:
    """Canonical columns by alias, then by what a header looks like, then by where it stands."""
    columns = _named_columns(spec, headings, turned=turned)
    for index, heading in enumerate(headings):
        guessed = guess_column(role, heading.name) if index not in columns.values() else ""
        if guessed:
            columns.setdefault(guessed, index)
    if role in _LABEL_OF and not headings[0].name.strip():
        columns.setdefault(_LABEL_OF[role], 0)
    if (
        role == "matrix"
        and turned
        and headings[0].name in {"option", "alternative", "", "candidate"}
    ):
        columns["criterion"] = 0
    return columns


def _named_columns(
    spec: RoleHeaders, headings: Sequence[Heading], *, turned: bool
) -> dict[str, int]:
    """Canonical columns by alias; a header that means two takes the one that is still free."""
    columns: dict[str, int] = {}
    waiting: list[tuple[int, tuple[str, ...]]] = []
    for index, heading in enumerate(headings):
        names = spec.aliases.get(heading.name, ())
        if not names and index == 0 and turned and not heading.name.strip():
            names = (next(iter(spec.aliases.values()))[0],)
        if len(names) == 1:
            columns.setdefault(names[0], index)
        elif names:
            waiting.append((index, names))
    for index, names in waiting:
        free = next((name for name in names if name not in columns), None)
        if free:
            columns[free] = index
    return columns


_SYMBOL = re.compile(r"`?[A-Za-z][A-Za-z0-9]{0,7}`?|`?[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+`?")


def _symbols_first(
    columns: dict[str, int],
    spec: RoleHeaders,
    headings: Sequence[Heading],
    rows: Sequence[tuple[Cell, ...]],
) -> dict[str, int]:
    """Of two columns that name a row ("Name | What"), the one with identifiers has the symbols."""
    taken = columns.get("quantity")
    if taken is None or "symbol" in columns:
        return columns
    names = [cells[taken].text.strip() for cells in rows[:_SAMPLE_ROWS] if taken < len(cells)]
    if not names or not all(_SYMBOL.fullmatch(name) for name in names):
        return columns
    for index, heading in enumerate(headings):
        free = index not in columns.values()
        if free and "quantity" in spec.aliases.get(heading.name, ()):
            return {**columns, "symbol": taken, "quantity": index}
    return columns


def _latency_columns(
    columns: dict[str, int],
    headings: Sequence[Heading],
    rows: Sequence[tuple[Cell, ...]],
    context: str,
) -> dict[str, int]:
    """A plain "Latency" column counts as a time where the table is plainly a budget."""
    plain = columns.pop("latency", None)
    if plain is None or any(name in columns for name in ("p50", "p90", "p95", "p99", "mean")):
        return columns
    header = " ".join(heading.raw for heading in headings)
    budget = _LATENCY_WORDS.search(context) or "budget" in header.lower() or "mode" in columns
    if "step" in columns and budget and any(is_total(row[columns["step"]].text) for row in rows):
        found = re.search(r"p(50|90|95|99(?:\.9)?)\b", f"{header} {context}")
        name = f"p{found[1].replace('.', '')}" if found else "latency"
        columns[name] = plain
    return columns


def _plausible(  # noqa: PLR0913 - what is known of a table
    role: TableRole,
    columns: dict[str, int],
    headings: Sequence[Heading],
    rows: Sequence[tuple[Cell, ...]],
    context: str,
    *,
    turned: bool,
) -> bool:
    """Guards against tables that only look alike: the cells must hold what the headers promise."""
    if role == "matrix":
        return len(headings) >= (3 if turned else 4) or len(headings) == 3
    if role == "latency":
        times = [name for name in columns if _PERCENTILE.match(name) or name in {"mean", "latency"}]
        return any(_numeric(rows, columns[name]) for name in times)
    if role == "fleet":
        return any(_numeric(rows, columns[n]) for n in ("replicas", "capacity") if n in columns)
    if role == "availability":
        return _numeric(rows, columns["availability"])
    if role == "cost":
        money = columns.get("monthly", columns.get("unit_price", -1))
        alone = "unit_price" not in columns and "quantity" not in columns
        if alone and not (_COST_WORDS.search(context) or headings[money].unit):
            return False
        return _numeric(rows, money)
    if role == "requirements":
        return _numeric(rows, columns["target"])
    if role == "capacity":
        return "value" not in columns or _numeric(rows, columns["value"])
    return True


_SAMPLE_ROWS = 200


def _numeric(rows: Sequence[tuple[Cell, ...]], index: int) -> bool:
    """Whether at least a third of a column's filled cells hold a number."""
    filled = [
        row[index].text
        for row in rows[:_SAMPLE_ROWS]
        if index < len(row) and not is_absent(row[index].text)
    ]
    numbers = sum(1 for text in filled if parse_number(text.strip()) is not None)
    return numbers > 0 and 3 * numbers >= len(filled)


_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub|monthly|overall|annual|weighted|estimated|all)[\s-]*)*"
    r"(?:sub-?totals?|totals?|sum|gesamt|summe|zwischensumme|insgesamt|Σ|∑|end[\s-]to[\s-]end|(?:all|everything|taken) together|altogether)\b",
    re.IGNORECASE,
)
_NOT_TOTAL = re.compile(r"^\W*totals?\s+(?:number|users?|requests?|of)\b", re.IGNORECASE)
_SUBTOTAL = re.compile(r"^\W*(?:sub[\s-]*(?:total|sum)|zwischensumme)", re.IGNORECASE)


def is_total(label: str) -> bool:
    """Whether a row's first cell says that it adds up the rows above."""
    return _TOTAL.match(label) is not None and not _NOT_TOTAL.match(label)


def is_subtotal(label: str) -> bool:
    """Whether it adds up only the rows since the last subtotal."""
    return _SUBTOTAL.match(label) is not None


_CITATION = re.compile(r"\s*\[\^?\w{1,12}\]")


def plain_cell(text: str) -> str:
    """A cell without citations and surrounding marks."""
    return _CITATION.sub("", text).strip(" *_`\u00a0")
