"""Comments on table cells, sections, regions and files."""

from __future__ import annotations

import pytest

from apps.engine.anchors.carry import Side, carry
from apps.engine.anchors.create import (
    anchor_cell,
    anchor_document,
    anchor_region,
    anchor_section,
    anchor_text,
)
from apps.engine.anchors.selectors import CellFragment, Rectangle, SectionFragment
from tests.engine.anchors.following import shown, sides

ROWS = ["| API | 12 | 3 |", "| Ranker | 40 | 3 |", "| Store | 6 | 2 |"]
HEAD = ["| part | replicas | zones |", "|---|---|---|"]
TEXT = "# Fleet\n\nIntroduction to the fleet.\n\n## Capacity\n\n{}\n\n## Cost\n\nAbout 3 EUR.\n"


def fleet(*rows: str, head: list[str] = HEAD) -> str:
    return TEXT.format("\n".join([*head, *rows]))


def follow_cell(old: str, new: str, row: int, column: int, table: int = 0) -> tuple[str, str, int]:
    """State, text and row number of the cell that a comment now stands on."""
    before, after = sides(old, new)
    anchor = anchor_cell(
        before.texts["design.md"], before.documents["design.md"], table, row, column
    )
    (found,) = carry([anchor], old=before, new=after)
    fragment = found.anchor.get(CellFragment) if found.anchor else None
    return (*shown(found, after), fragment.row if fragment else -2)


def test_a_cell_of_an_unchanged_table_is_exact():
    assert follow_cell(fleet(*ROWS), fleet(*ROWS), 1, 1) == ("exact", "40", 1)


def test_a_cell_follows_its_row():
    moved = fleet(ROWS[2], "| Queue | 3 | 3 |", ROWS[0], ROWS[1])
    assert follow_cell(fleet(*ROWS), moved, 1, 1) == ("carried", "40", 3)


def test_a_cell_follows_its_column():
    swapped = fleet(
        *("| API | 3 | 12 |", "| Ranker | 3 | 40 |", "| Store | 2 | 6 |"),
        head=["| part | zones | replicas |", "|---|---|---|"],
    )
    assert follow_cell(fleet(*ROWS), swapped, 1, 1) == ("carried", "40", 1)


def test_a_changed_number_is_edited():
    new = fleet(ROWS[0], "| Ranker | 60 | 3 |", ROWS[2])
    assert follow_cell(fleet(*ROWS), new, 1, 1) == ("edited", "60", 1)


def test_a_renamed_header_keeps_its_column():
    new = fleet(*ROWS, head=["| part | instances | zones |", "|---|---|---|"])
    assert follow_cell(fleet(*ROWS), new, 1, 1)[1:] == ("40", 1)


def test_a_renamed_row_in_its_place_keeps_its_cells():
    new = fleet(ROWS[0], "| Ranking model | 40 | 3 |", ROWS[2])
    assert follow_cell(fleet(*ROWS), new, 1, 1)[1:] == ("40", 1)


def test_a_deleted_row_or_column_or_table_needs_placing():
    assert follow_cell(fleet(*ROWS), fleet(ROWS[0], ROWS[2]), 1, 1)[0] == "needs_placing"
    narrow = fleet(
        *("| API | 3 |", "| Ranker | 3 |", "| Store | 2 |"), head=["| part | zones |", "|---|---|"]
    )
    assert follow_cell(fleet(*ROWS), narrow, 1, 1)[0] == "needs_placing"
    assert follow_cell(fleet(*ROWS), TEXT.format("No table."), 1, 1)[0] == "needs_placing"


def test_of_equal_rows_none_is_taken_for_the_other():
    twins = [ROWS[0], "| Worker | 4 | 2 |", ROWS[1], "| Worker | 4 | 2 |"]
    old = fleet(*twins)
    assert follow_cell(old, old + "\nMore.\n", 3, 1) == ("exact", "4", 3)
    assert follow_cell(old, fleet(*twins[:3]), 3, 1)[0] == "needs_placing"
    assert follow_cell(old, fleet(*twins[:3]), 1, 1)[0] == "needs_placing"


def two_tables(*parts: str) -> str:
    return "# Fleet\n\n" + "\n\n".join(parts) + "\n"


def test_of_two_tables_with_the_same_header_the_one_left_does_not_take_both_comments():
    first = "\n".join(["## Before", "", *HEAD, *ROWS])
    second = "\n".join(["## After", "", *HEAD, "| API | 20 | 3 |", "| Cache | 5 | 3 |"])
    old, new = two_tables(first, second), two_tables(second)
    assert follow_cell(old, new, 0, 1, table=1) == ("carried", "20", 0)
    assert follow_cell(old, new, 0, 1, table=0)[0] == "needs_placing"
    swapped = two_tables(second, first)
    assert follow_cell(old, swapped, 0, 1, table=0) == ("carried", "12", 0)
    assert follow_cell(old, swapped, 0, 1, table=1) == ("carried", "20", 0)


def follow_section(old: str, new: str, slug: str) -> tuple[str, str, str]:
    before, after = sides(old, new)
    anchor = anchor_section(before.texts["design.md"], before.documents["design.md"], slug)
    (found,) = carry([anchor], old=before, new=after)
    fragment = found.anchor.get(SectionFragment) if found.anchor else None
    return (*shown(found, after), fragment.slug if fragment else "")


PARTS = {
    "Capacity": "Forty rankers in three zones are enough for the peak.",
    "Cost": "The fleet costs nine thousand euros a month.",
    "Risks": "A whole zone may fail while another is upgraded.",
}


def sections(*names: str) -> str:
    return "# Design\n\n" + "".join(f"## {n}\n\n{PARTS[n]}\n\n" for n in names)


def test_a_section_is_followed_where_it_goes():
    old = sections("Capacity", "Cost", "Risks")
    assert follow_section(old, old, "cost") == ("exact", "## Cost", "cost")
    moved = sections("Cost", "Risks", "Capacity")
    assert follow_section(old, moved, "capacity") == ("carried", "## Capacity", "capacity")


def test_a_renamed_section_is_edited_and_a_deleted_one_needs_placing():
    old = sections("Capacity", "Cost", "Risks")
    renamed = old.replace("## Cost\n", "## Cost and budget\n")
    assert follow_section(old, renamed, "cost") == (
        "edited",
        "## Cost and budget",
        "cost-and-budget",
    )
    assert follow_section(old, sections("Capacity", "Risks"), "cost")[0] == "needs_placing"


@pytest.mark.parametrize(
    ("path", "digest", "state"),
    [
        ("fleet.png", "a", "exact"),
        ("images/fleet.png", "a", "carried"),
        ("fleet.png", "b", "relocated"),
        ("other.png", "b", "needs_placing"),
    ],
)
def test_a_region_of_a_picture_is_safe_only_on_the_same_picture(path, digest, state):
    anchor = anchor_region("fleet.png", Rectangle(10, 10, 30, 30))
    old, new = Side({}, hashes={"fleet.png": "a"}), Side({}, hashes={path: digest})
    (found,) = carry([anchor], old=old, new=new)
    assert found.state == state


def test_a_renamed_document_is_found_by_its_content():
    text = sections("Capacity", "Cost", "Risks")
    old = {"design.md": text, "adr-0001.md": "# ADR 1\n\nWe keep answers in a cache.\n"}
    new = {"report.md": text.replace("nine", "eight"), "adr-0001.md": old["adr-0001.md"]}
    before, after = sides(old, new)
    source = before.texts["design.md"]
    start = source.text.index("Forty rankers")
    anchors = [anchor_document("design.md"), anchor_text(source, start, start + 13)]
    whole, phrase = carry(anchors, old=before, new=after)
    assert (whole.state, whole.anchor.artifact if whole.anchor else "") == ("edited", "report.md")
    assert shown(phrase, after) == ("carried", "Forty rankers")


def test_a_paragraph_moved_into_another_file_is_to_be_confirmed():
    old = {"design.md": sections("Capacity", "Cost", "Risks"), "cost.md": "# Cost\n\nSee design.\n"}
    new = {
        "design.md": sections("Capacity", "Risks"),
        "cost.md": f"# Cost\n\nSee design.\n\n{PARTS['Cost']}\n",
    }
    before, after = sides(old, new)
    source = before.texts["design.md"]
    start = source.text.index(PARTS["Cost"])
    (found,) = carry(
        [anchor_text(source, start, start + len(PARTS["Cost"]))], old=before, new=after
    )
    assert shown(found, after) == ("relocated", PARTS["Cost"])


def test_a_deleted_file_leaves_its_comments_to_a_person():
    old = {"design.md": sections("Capacity"), "notes.md": "# Notes\n\nOnly here.\n"}
    before, after = sides(old, {"design.md": sections("Capacity")})
    assert [one.state for one in carry([anchor_document("notes.md")], old=before, new=after)] == [
        "needs_placing"
    ]
