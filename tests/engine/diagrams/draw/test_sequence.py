"""How the parts of a sequence lie to each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.draw.sequence.columns import columns_of
from apps.engine.diagrams.draw.sequence.rows import Rows
from apps.engine.diagrams.model import (
    Activation,
    FragmentClose,
    FragmentElse,
    FragmentOpen,
    Sequence,
)
from tests.engine.diagrams.draw.models import CALLS, diagram, message, note, participant


def rows_of(sequence: Sequence) -> Rows:
    rows = Rows(columns_of(sequence), 60)
    rows.run(sequence)
    return rows


def of(*items, people="abc") -> Sequence:
    return Sequence(tuple(participant(name) for name in people), items)


def test_time_runs_downwards():
    arrows = rows_of(CALLS).arrows
    assert [arrow.y for arrow in arrows] == sorted(arrow.y for arrow in arrows)
    assert [arrow.message.n for arrow in arrows] == list(range(1, 9))


def test_arrows_run_from_sender_to_receiver():
    rows = rows_of(of(message(1, "a", "c", "x"), message(2, "c", "a", "y")))
    first, second = rows.arrows
    assert first.x1 < first.x2
    assert second.x1 > second.x2


def test_columns_make_room_for_the_text_between_them():
    long_text = "a text that is rather long but still on one line"
    near = columns_of(of(message(1, "a", "b", "x")))
    far = columns_of(of(message(1, "a", "b", long_text)))
    assert far[1].x - far[0].x > near[1].x - near[0].x
    assert far[2].x - far[1].x == near[2].x - near[1].x


def test_a_frame_holds_everything_between_its_lines():
    rows = rows_of(CALLS)
    outer, inner = rows.frames[0], rows.frames[1]
    assert outer.left < inner.left
    assert inner.right < outer.right
    assert outer.top < inner.top
    assert inner.bottom < outer.bottom
    inside = [arrow for arrow in rows.arrows if outer.top < arrow.y < outer.bottom]
    assert [arrow.message.n for arrow in inside] == [3, 4]
    assert all(outer.left < arrow.x1 < outer.right for arrow in inside)


def test_a_frame_left_open_ends_at_the_bottom():
    rows = rows_of(of(FragmentOpen("fragment:1", "opt", "x", 1), message(1, "a", "b", "y")))
    assert rows.frames[0].bottom > rows.arrows[0].y


def test_a_branch_or_an_end_without_a_frame_is_passed_over():
    rows = rows_of(of(FragmentElse("x", 1), FragmentClose(1), message(1, "a", "b")))
    assert rows.frames == []
    assert len(rows.arrows) == 1


def test_an_empty_frame_still_has_an_area():
    rows = rows_of(of(FragmentOpen("fragment:1", "loop", "forever", 1), FragmentClose(1)))
    assert rows.frames[0].frame.width > 0
    assert rows.frames[0].frame.height > 0


def test_arrows_end_at_the_side_of_a_bar():
    plain = rows_of(of(message(1, "a", "b", "x"))).arrows[0]
    barred = rows_of(of(message(1, "a", "b", "x", activate=True))).arrows[0]
    assert barred.x2 < plain.x2


def test_bars_end_where_they_are_ended_or_at_the_bottom():
    rows = rows_of(
        of(
            message(1, "a", "b", "x", activate=True),
            message(2, "b", "c", "y", activate=True),
            message(3, "c", "b", "z", deactivate=True),
            Activation("b", on=True, line=1),
            message(4, "b", "a", "late"),
        )
    )
    ended = next(bar for bar in rows.bars if abs(bar.bottom - rows.arrows[2].y) < 1)
    assert ended.y == rows.arrows[1].y
    assert len(rows.bars) == 3
    assert sum(bar.bottom > rows.arrows[3].y for bar in rows.bars) == 2


def test_ending_a_bar_that_never_began_is_harmless():
    rows = rows_of(of(Activation("a", on=False, line=1), message(1, "a", "b", deactivate=True)))
    assert rows.bars == []


def test_a_created_participant_starts_at_its_message_and_a_destroyed_one_ends_there():
    rows = rows_of(CALLS)
    created, destroyed = rows.arrows[5], rows.arrows[6]
    assert rows.starts[4] < created.y < rows.starts[4] + rows.columns[4].height
    assert rows.ends[4] >= destroyed.y
    assert created.x2 < rows.columns[4].x


def test_notes_stand_beside_or_over_their_participants():
    rows = rows_of(
        of(
            note(1, "left", "b", place="left"),
            note(2, "right", "b", place="right"),
            note(3, "over both", "a", "c"),
        )
    )
    left, right, over = (box.frame for box in rows.notes)
    a, b, c = (column.x for column in rows.columns)
    assert left.right < b < right.x
    assert over.x < a < c < over.right


def test_a_message_to_somebody_unknown_is_passed_over():
    assert rows_of(of(message(1, "a", "nobody"), note(1, "x", "nobody"))).arrows == []


def test_headers_stand_again_at_the_end_of_a_long_sequence_without_a_key():
    calls = [message(n, "a", "b", "text") for n in range(1, 40)]
    svg = draw(diagram(sequence=of(*calls)), prefix="f").svg
    assert svg.count('data-el="participant:a"') == 1
    assert svg.count("dg-again") == 3
    assert "dg-again" not in draw(diagram(sequence=of(*calls[:3])), prefix="f").svg


@pytest.mark.parametrize("kind", ["actor", "boundary", "control", "entity", "database", "queue",
                                  "collections", "participant", "unheard-of"])  # fmt: skip
def test_every_kind_of_participant_is_drawn(kind):
    people = (participant("a", "Name", kind),)
    assert draw(diagram(sequence=Sequence(people, ())), prefix="f").svg


def any_item(index: int):
    """An item that may stand at this place of a sequence."""
    names = st.sampled_from("abc")
    call = st.builds(
        message,
        st.just(index),
        names,
        names,
        st.text(max_size=30),
        activate=st.booleans(),
        deactivate=st.booleans(),
    )
    return st.one_of(
        call,
        st.builds(lambda who: note(index, "a note", who), names),
        st.builds(lambda kind: FragmentOpen(f"fragment:{index}", kind, "if", 1), names),
        st.just(FragmentElse("else", 1)),
        st.just(FragmentClose(1)),
        st.builds(lambda who, on: Activation(who, on=on, line=1), names, st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_of_items_is_drawn_with_its_elements(data):
    count = data.draw(st.integers(0, 14))
    items = [data.draw(any_item(index)) for index in range(1, count + 1)]
    drawing = draw(diagram(sequence=of(*items)), prefix="f")
    assert drawing.svg.count("data-el=") == len(drawing.elements)
