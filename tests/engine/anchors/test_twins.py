"""Of two equal passages, a comment never goes to the other one."""

from __future__ import annotations

import pytest

from tests.engine.anchors.following import follow, follow_range

TWIN = "The budget of this step is fifty milliseconds at the 99th percentile."
A = "## Retrieval\n\nThe retriever reads the index in memory."
B = "It is replicated three times."
C = "## Ranking\n\nThe ranker scores two hundred candidates."
D = "It runs on four accelerators."


def document(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


BOTH = document(A, TWIN, B, C, TWIN, D)


def places(text: str) -> list[tuple[int, int]]:
    found, start = [], text.find(TWIN)
    while start != -1:
        found.append((start, start + len(TWIN)))
        start = text.find(TWIN, start + 1)
    return found


@pytest.mark.parametrize("copy", [0, 1])
def test_both_copies_are_carried_while_both_are_there(copy):
    new = document("Added first.", A, TWIN, B, C, TWIN, D)
    assert follow_range(BOTH, new, TWIN, copy) == ("carried", places(new)[copy])


@pytest.mark.parametrize("copy", [0, 1])
def test_copies_whose_sections_were_swapped_go_with_their_sections(copy):
    new = document(C, TWIN, D, A, TWIN, B)
    assert follow_range(BOTH, new, TWIN, copy) == ("carried", places(new)[1 - copy])


@pytest.mark.parametrize(
    ("new", "left"),
    [(document(A, B, C, TWIN, D), 1), (document(A, TWIN, B, C, D), 0)],
)
def test_when_one_copy_is_deleted_only_the_other_is_carried(new, left):
    assert follow_range(BOTH, new, TWIN, left)[1] == places(new)[0]
    assert follow(BOTH, new, TWIN, 1 - left) == ("needs_placing", "")
    assert follow(BOTH, new, "fifty milliseconds", 1 - left) == ("needs_placing", "")


def test_when_what_stood_between_is_gone_with_one_copy_nobody_can_tell_which():
    new = document(A, TWIN, D)
    assert {follow(BOTH, new, TWIN, copy)[0] for copy in (0, 1)} == {"needs_placing"}


def test_neighbours_that_are_equal_do_not_hide_which_of_them_was_deleted():
    old, new = document(A, TWIN, TWIN, B), document(A, TWIN, B)
    assert {follow(old, new, TWIN, copy)[0] for copy in (0, 1)} == {"needs_placing"}


def test_a_third_copy_elsewhere_does_not_take_comments():
    new = document(A, TWIN, B, C, TWIN, D, "## Storage", TWIN)
    assert [follow_range(BOTH, new, TWIN, copy)[1] for copy in (0, 1)] == places(new)[:2]


def test_a_new_copy_beside_the_old_one_makes_it_unsure():
    old, new = document(A, TWIN, B), document(A, TWIN, "Between.", TWIN, B)
    assert follow(old, new, TWIN)[0] == "needs_placing"


def test_a_passage_that_becomes_a_twin_stays_at_its_neighbours():
    old = document(A, TWIN, B, C, D)
    new = document(C, TWIN, D, A, TWIN, B)
    assert follow_range(old, new, TWIN) == ("carried", places(new)[1])


def test_a_moved_copy_is_not_taken_for_the_deleted_one():
    new = document(A, B, C, D, "## Later", TWIN)
    states = [follow_range(BOTH, new, TWIN, copy) for copy in (0, 1)]
    assert {state for state, _ in states} == {"needs_placing"}


def test_a_sentence_said_twice_in_a_paragraph_is_carried_only_when_sure():
    first, twin, other = "Zones fail.", "Two stay up.", "Traffic moves on."
    both = f"{first} {twin} {other} {twin} Done.\n"
    cut = f"{first} {twin} {other} Done.\n"
    assert follow_range(both, cut, twin, 0)[1] == (cut.index(twin), cut.index(twin) + len(twin))
    assert follow(both, cut, twin, 1)[0] == "needs_placing"
    joined = f"{first} {twin} {twin} Done.\n"
    assert follow(joined, f"{first} {twin} Done.\n", twin, 0)[0] == "needs_placing"
    assert follow(joined, f"{first} {twin} Done.\n", twin, 1)[0] == "needs_placing"


def test_equal_list_items_and_rows_are_told_by_their_neighbours():
    old = "- API\n- none yet\n- Store\n- none yet\n- Queue\n"
    new = "- API\n- Store\n- none yet\n- Queue\n"
    assert follow(old, new, "- none yet", 0)[0] == "needs_placing"
    assert follow_range(old, new, "- none yet", 1)[1] == (14, 24)
    table = (
        "| a | b |\n|---|---|\n| API | 1 |\n| - | - |\n| Store | 2 |\n| - | - |\n| Queue | 3 |\n"
    )
    cut = table.replace("| Store | 2 |\n| - | - |\n", "| Store | 2 |\n")
    assert follow(table, cut, "| - | - |", 1)[0] == "needs_placing"
    assert follow(table, cut, "| - | - |", 0)[0] == "exact"


def test_many_equal_lines_with_one_less_are_left_to_a_person():
    old = "- the same\n" * 40
    assert follow(old, "- the same\n" * 39, "- the same", 20)[0] == "needs_placing"
    assert follow(old, "- the same\n" * 40 + "\nEnd.\n", "- the same", 20)[0] == "exact"
