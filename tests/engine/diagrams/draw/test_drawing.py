"""Banners, element lists, cache keys, labels and text widths."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from apps.engine.diagrams.draw import cache_key, draw
from apps.engine.diagrams.draw.curves import cubics, distance, reach, samples, shortened
from apps.engine.diagrams.draw.heads import HEADS
from apps.engine.diagrams.draw.labels import overlap, place_labels
from apps.engine.diagrams.draw.metrics import LABEL, NAME, text_width
from apps.engine.diagrams.draw.shapes import SHAPES as DRAWN
from apps.engine.diagrams.draw.wrap import wrap
from apps.engine.diagrams.layout import Frame, Placement, Size
from apps.engine.diagrams.model import Sequence
from apps.engine.diagrams.shapes import SHAPES
from tests.engine.diagrams.draw.models import (
    CALLS,
    SHOP,
    diagram,
    edge,
    graph,
    message,
    node,
    participant,
    problem,
)

STRAIGHT = ((0.0, 0.0), (0.0, 100.0), (0.0, 200.0), (0.0, 300.0))


def test_lines_that_were_not_read_are_counted_in_the_banner():
    problems = [problem("error", 2), problem("error", 2), problem("warning", 3)]
    drawing = draw(diagram(SHOP, problems=problems), prefix="f")
    assert drawing.banner == "1 of 3 lines not read"
    assert drawing.svg


def test_a_diagram_that_was_read_whole_has_no_banner():
    assert draw(diagram(SHOP), prefix="f").banner is None


def test_a_kind_that_we_do_not_draw_says_so_in_the_readers_words():
    told = draw(diagram(problems=[problem("note", 1, "Gantt is not read.")]), prefix="f")
    assert (told.svg, told.banner, told.elements) == ("", "Gantt is not read.", ())
    assert draw(diagram(syntax="gantt"), prefix="f").banner == "We do not draw gantt diagrams."


def test_nothing_read_is_nothing_drawn():
    assert "nothing to draw" in draw(diagram(graph()), prefix="f").banner
    assert "nothing to draw" in draw(diagram(sequence=Sequence((), ())), prefix="f").banner


def test_the_list_says_in_words_what_the_picture_shows():
    texts = [element.text for element in draw(diagram(SHOP), prefix="f").elements]
    assert "Order service x3 -> Orders DB: SQL (dashed)" in texts
    assert "Orders DB (store) in Zone 1" in texts
    assert "Zone 1, 2 nodes" in texts


def test_the_list_numbers_messages_and_names_notes_and_fragments():
    texts = [element.text for element in draw(diagram(sequence=CALLS), prefix="f").elements]
    assert "5. Ranker -> API Gateway (edge): scores (return)" in texts
    assert "Note on Features: p99 12 ms" in texts
    assert "alt: cache hit" in texts
    assert "User, actor" in texts


def test_edges_without_direction_and_with_both_are_told_apart():
    nodes = [node("a"), node("b")]
    both = edge("a", "b", tail="arrow")
    plain = edge("a", "b", head="none", n=1)
    texts = [e.text for e in draw(diagram(graph(nodes, [both, plain])), prefix="f").elements]
    assert texts[2:] == ["a <-> b", "a -- b"]


def test_the_cache_key_depends_on_model_prefix_paint_and_engine_only():
    class Engine:
        name, version = "dot", "2.43"

        def run(self, dot: str) -> bytes:
            raise NotImplementedError

    base = diagram(SHOP)
    key = cache_key(base)
    assert key == cache_key(diagram(SHOP))
    others = {
        cache_key(replace(base, title="Another")),
        cache_key(base, prefix="f"),
        cache_key(base, paint="literal"),
        cache_key(base, engine=Engine()),
        cache_key(diagram(sequence=CALLS)),
    }
    assert key not in others
    assert len(others) == 5


def test_a_sequence_is_cached_whatever_the_engine():
    class Engine:
        name, version = "dot", "2.43"

        def run(self, dot: str) -> bytes:
            raise NotImplementedError

    model = diagram(sequence=CALLS)
    assert cache_key(model) == cache_key(model, engine=Engine())


def test_every_shape_that_is_read_can_be_drawn():
    assert set(SHAPES) == set(DRAWN)
    for name in SHAPES:
        drawing = draw(diagram(graph([node("a", "Text", shape=name)])), prefix="f")
        assert drawing.svg, name


def test_every_kind_of_end_can_be_drawn_in_graphs_and_sequences():
    for name in [*HEADS, "crow-many", "unheard-of"]:
        model = graph([node("a"), node("b")], [edge("a", "b", head=name, tail=name)])
        assert draw(diagram(model), prefix="f").svg
        people = (participant("a"), participant("b"))
        calls = (message(1, "a", "b", "x", head=name, tail=name), message(2, "a", "a", head=name))
        assert draw(diagram(sequence=Sequence(people, calls)), prefix="f").svg


@given(st.lists(st.text(max_size=80), max_size=4), st.integers(30, 300))
def test_wrapping_keeps_every_word_and_the_width(lines, width):
    wrapped = wrap(tuple(lines), LABEL, width, most=10_000)
    assert "".join("".join(wrapped).split()) == "".join("".join(lines).split())
    assert all(text_width(line, LABEL) <= width or len(line) == 1 for line in wrapped)


def test_more_than_six_lines_are_cut_with_an_ellipsis():
    wrapped = wrap(tuple("abcdefghij"), LABEL, 100)
    assert len(wrapped) == 6
    assert wrapped[-1].endswith("…")


def test_bold_wide_and_combining_characters_are_measured():
    assert text_width("Ranker", NAME) > text_width("Ranker", LABEL)
    assert text_width("設計", LABEL) > text_width("ab", LABEL)
    assert text_width("e\u0301", LABEL) == text_width("e", LABEL)


def test_a_label_slides_onto_its_own_edge_when_nothing_is_in_the_way():
    placement = Placement(200, 300, {}, {}, {0: STRAIGHT}, {0: (60.0, 150.0)})
    frames = place_labels(placement, {0: Size(80, 15)}, [], vertical=True)
    assert abs(frames[0].centre[0]) < 1


def test_a_label_stays_beside_a_short_edge_and_off_other_edges_and_boxes():
    short = tuple((x, y / 10) for x, y in STRAIGHT)
    placement = Placement(200, 300, {}, {}, {0: short}, {0: (60.0, 15.0)})
    assert place_labels(placement, {0: Size(80, 15)}, [], vertical=True)[0].centre == (60.0, 15.0)
    close = tuple((x + 20, y) for x, y in STRAIGHT)
    placement = Placement(200, 300, {}, {}, {0: STRAIGHT, 1: close}, {0: (-60.0, 150.0)})
    assert place_labels(placement, {0: Size(80, 15)}, [], vertical=True)[0].centre[0] == -60
    wall = Frame(-20, -50, 200, 400)
    assert not overlap(place_labels(placement, {0: Size(80, 15)}, [wall], vertical=True)[0], wall)


def test_two_labels_of_one_place_are_kept_apart():
    placement = Placement(200, 300, {}, {}, {0: STRAIGHT, 1: STRAIGHT}, {})
    frames = place_labels(placement, {0: Size(80, 15), 1: Size(80, 15)}, [], vertical=True)
    assert not overlap(frames[0], frames[1])


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=4, max_size=4),
       st.floats(0, 20))  # fmt: skip
def test_shortening_a_curve_never_moves_its_start_nor_lengthens_it(points, by):
    curve = tuple(points)
    line, (dx, dy) = shortened(curve, by)
    assert line[0] == curve[0]
    assert distance(line[-1], curve[-1]) <= by + 0.1
    assert abs(dx * dx + dy * dy - 1) < 1e-6


def test_an_edge_reaches_the_slanted_side_behind_the_bounding_box():
    corners = ((20.0, 0.0), (100.0, 0.0), (80.0, 40.0), (0.0, 40.0))
    curve = ((-60.0, 10.0), (-40.0, 10.0), (-20.0, 10.0), (0.0, 10.0))
    end = reach(curve, corners)[-1]
    assert end[0] > 10
    assert end[1] == 10
    assert reach(curve, ((0.0, 0.0), (100.0, 0.0), (100.0, 40.0), (0.0, 40.0))) == curve


def test_samples_of_a_curve_are_close_together():
    found = samples(STRAIGHT)
    assert (found[0], found[-1]) == (STRAIGHT[0], STRAIGHT[-1])
    assert max(distance(a, b) for a, b in pairwise(found)) < 12
    assert len(cubics(STRAIGHT)) == 1
