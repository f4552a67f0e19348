"""Rows that hold more than their header, or more than anybody can read."""

from __future__ import annotations

import pytest

from apps.engine.document.markdown import read_markdown
from apps.engine.text import CanonicalText


def read(source: str):
    return read_markdown("design.md", CanonicalText("design.md", source))


@pytest.mark.parametrize("row", ["| 1 | 2 | 3 | 4 |", "1 | 2 | 3 | 4", "| 1 | 2 | 3 |"])
def test_of_a_row_wider_than_its_header_the_first_cells_are_read_where_they_stand(row):
    source = f"| A | B |\n|---|---|\n{row}\n| x | y |\n"
    (table,) = read(source).tables
    first, second = table.rows
    assert [source[cell.start : cell.end] for cell in first] == ["1", "2"]
    assert [source[cell.start : cell.end] for cell in second] == ["x", "y"]


def test_cells_that_a_short_row_lacks_stand_empty_at_its_end():
    source = "| A | B | C |\n|---|---|---|\n| x | y |\n| p |\n"
    (table,) = read(source).tables
    first, second = table.rows
    assert [cell.text for cell in first] == ["x", "y", ""]
    assert (first[2].start, first[2].end) == (first[1].end, first[1].end)
    assert {cell.end for cell in second} == {source.index("p") + 1}


def test_a_row_of_200_cells_is_read_whole_and_a_wider_one_is_cut_there():
    def width(columns: int) -> int:
        cells = "".join(f"<td>{number}</td>" for number in range(columns))
        (table,) = read(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>\n").tables
        return len(table.rows[0])

    assert [width(199), width(200), width(201)] == [199, 200, 200]


def test_a_cell_that_spans_a_thousand_columns_counts_as_a_hundred():
    source = '<table><tr><td colspan="1000">a</td><td>b</td></tr><tr><td>c</td></tr></table>\n'
    (table,) = read(source).tables
    assert [cell.text for cell in table.header] == ["a"] * 100 + ["b"]
    assert [cell.text for cell in table.rows[0]] == ["c"] + [""] * 100
