"""Plans, engines and limits of the layout. Coordinates are never asserted, only how things lie."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.draw import drawing as drawing_module
from apps.engine.diagrams.layout import (
    EngineError,
    Frame,
    ProcessEngine,
    Size,
    Sizes,
    engine_status,
    find_engine,
    lay_out,
)
from apps.engine.diagrams.layout import status as status_module
from apps.engine.diagrams.layout.build import build_plan
from apps.engine.diagrams.layout.dot_text import dot_text
from apps.engine.diagrams.layout.limits import group_depth
from apps.engine.diagrams.model import Message, Sequence
from tests.engine.diagrams.draw.models import (
    SHOP,
    diagram,
    edge,
    graph,
    group,
    message,
    node,
    participant,
)

NEAR = 1.5


class Recording:
    """An engine that remembers what it was asked and dies as often as told."""

    name = "recording"
    version = "1"

    def __init__(self, deaths: int = 0) -> None:
        self.asked: list[str] = []
        self.deaths = deaths

    def run(self, dot: str) -> bytes:
        self.asked.append(dot)
        if len(self.asked) <= self.deaths:
            raise EngineError("ended with code 137: killed")
        return find_engine().run(dot)


def sizes(model) -> Sizes:
    return Sizes(
        {one.id: Size(120, 40) for one in model.nodes},
        {one.id: Size(80, 20) for one in model.groups},
        {index: Size(60, 15) for index, one in enumerate(model.edges) if one.label},
    )


def placed(model):
    return lay_out(model, sizes(model), find_engine())


def inside(inner: Frame, outer: Frame) -> bool:
    return (
        outer.x - NEAR <= inner.x
        and inner.right <= outer.right + NEAR
        and outer.y - NEAR <= inner.y
        and inner.bottom <= outer.bottom + NEAR
    )


def apart(a: Frame, b: Frame) -> bool:
    return a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y


def on_border(point, frame: Frame) -> bool:
    x, y = point
    near_x = min(abs(x - frame.x), abs(x - frame.right)) < NEAR
    near_y = min(abs(y - frame.y), abs(y - frame.bottom)) < NEAR
    return near_x or near_y


def test_no_word_of_the_author_reaches_the_engine():
    engine = Recording()
    secret = node("zebra", "zebra [image=/etc/passwd]", group="zebra-group")
    other = node("b", "zebra")
    model = graph([secret, other], [edge("zebra", "b", "zebra")], [group("zebra-group")])
    draw(diagram(model), prefix="f", engine=engine)
    assert "zebra" not in engine.asked[0]
    assert "passwd" not in engine.asked[0]


def test_the_engine_is_asked_with_new_ranks_and_fixed_sizes():
    text = dot_text(build_plan(SHOP, sizes(SHOP)))
    for expected in ("newrank=true", "compound=true", "fixedsize=true", "splines=true", "lhead="):
        assert expected in text


def test_members_lie_in_their_groups_and_groups_in_their_parents():
    placement = placed(SHOP)
    for one in SHOP.nodes:
        if one.group:
            assert inside(placement.nodes[one.id], placement.groups[one.group])
    assert inside(placement.groups["inner"], placement.groups["zone"])


def test_an_edge_to_a_group_ends_at_its_border():
    placement = placed(SHOP)
    index = next(i for i, one in enumerate(SHOP.edges) if one.target == "zone")
    assert on_border(placement.curves[index][-1], placement.groups["zone"])


def test_an_edge_between_a_group_and_its_own_member_ends_at_a_member():
    model = graph([node("a", group="g"), node("b", group="g")], [edge("g", "b")], [group("g")])
    placement = placed(model)
    assert on_border(placement.curves[0][0], placement.nodes["a"])
    assert on_border(placement.curves[0][-1], placement.nodes["b"])


def test_an_empty_group_is_placed_as_a_box_and_takes_edges():
    model = graph([node("a")], [edge("a", "g")], [group("g")])
    placement = placed(model)
    assert on_border(placement.curves[0][-1], placement.nodes["g"])


def test_a_group_that_holds_only_an_empty_group_is_drawn_around_it():
    model = graph([node("a")], [edge("a", "h")], [group("g"), group("h", parent="g")])
    placement = placed(model)
    assert inside(placement.nodes["h"], placement.groups["g"])


def test_self_loops_and_parallel_edges_get_curves_of_their_own():
    model = graph([node("a"), node("b")], [edge("a", "a"), edge("a", "b"), edge("a", "b", n=1)])
    curves = placed(model).curves
    assert set(curves) == {0, 1, 2}
    assert curves[1] != curves[2]


def test_an_edge_whose_end_does_not_exist_is_left_out():
    assert placed(graph([node("a")], [edge("a", "ghost")])).curves == {}


def test_nodes_without_edges_stand_in_a_grid_and_not_in_one_row():
    model = graph([node(f"n{i}", group="g") for i in range(10)], [], [group("g")])
    placement = placed(model)
    frames = list(placement.nodes.values())
    assert 1 < len({frame.centre[0] for frame in frames}) < 10
    assert 1 < len({frame.centre[1] for frame in frames}) < 10
    assert all(apart(a, b) for a in frames for b in frames if a is not b)
    assert all(inside(frame, placement.groups["g"]) for frame in frames)


def test_a_group_with_a_direction_of_its_own_follows_it_when_no_edge_crosses_its_border():
    nodes = [node("a", group="g"), node("b", group="g"), node("c")]
    groups = [group("g", direction="LR")]
    alone = placed(graph(nodes, [edge("a", "b", "x"), edge("g", "c")], groups))
    assert alone.nodes["a"].right < alone.nodes["b"].x
    assert inside(alone.nodes["b"], alone.groups["g"])
    assert on_border(alone.curves[1][0], alone.groups["g"])
    crossed = placed(graph(nodes, [edge("a", "b"), edge("b", "c")], groups))
    assert crossed.nodes["a"].bottom < crossed.nodes["b"].y


def test_many_groups_with_directions_cost_a_bounded_number_of_calls():
    nodes = [node(f"n{i}", group=f"g{i}") for i in range(40)]
    groups = [group(f"g{i}", direction="LR") for i in range(40)]
    engine = Recording()
    assert draw(diagram(graph(nodes, [], groups)), prefix="f", engine=engine).svg
    assert len(engine.asked) <= 13


def test_a_parent_that_does_not_exist_or_closes_a_circle_is_ignored():
    groups = [group("g", parent="h"), group("h", parent="g"), group("k", parent="nobody")]
    placement = placed(graph([node("a", group="g"), node("b", group="k")], [], groups))
    assert {"a", "b"} <= set(placement.nodes)
    assert group_depth(tuple(groups)) <= 3


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_the_graph_every_node_gets_a_place_and_none_overlap(data):
    names = [f"n{i}" for i in range(data.draw(st.integers(1, 9)))]
    group_names = [f"g{i}" for i in range(data.draw(st.integers(0, 3)))]
    homes = st.sampled_from([None, *group_names])
    ends = st.sampled_from(names + group_names)
    pairs = data.draw(st.lists(st.tuples(ends, ends, st.booleans()), max_size=12))
    directions = st.sampled_from([None, "LR", "TB"])
    groups = [
        group(name, parent=group_names[i - 1] if i and data.draw(st.booleans()) else None,
              direction=data.draw(directions))
        for i, name in enumerate(group_names)
    ]  # fmt: skip
    model = graph(
        [node(name, group=data.draw(homes)) for name in names],
        [edge(a, b, "label" if label else "", n=i) for i, (a, b, label) in enumerate(pairs)],
        groups,
        data.draw(st.sampled_from(["TB", "LR", "BT", "RL"])),
    )
    placement = placed(model)
    frames = [placement.nodes[name] for name in names]
    assert all(apart(a, b) for i, a in enumerate(frames) for b in frames[:i])
    assert set(placement.curves) == set(range(len(pairs)))


def test_the_second_attempt_is_simpler_and_is_drawn():
    engine = Recording(deaths=1)
    drawing = draw(diagram(SHOP), prefix="f", engine=engine)
    assert "splines=true" in engine.asked[0]
    assert "splines=line" in engine.asked[1]
    assert "TABLE" not in engine.asked[1].split("n0 ->")[-1].split("\n")[0]
    assert drawing.svg.startswith("<svg")


def test_an_engine_that_dies_twice_leaves_the_list_and_the_reason():
    engine = Recording(deaths=2)
    drawing = draw(diagram(SHOP), prefix="f", engine=engine)
    assert len(engine.asked) == 2
    assert drawing.svg == ""
    assert "code 137" in drawing.banner
    assert len(drawing.elements) == len(SHOP.nodes) + len(SHOP.edges) - 1 + len(SHOP.groups)


@pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'{"bb": "0,0,1,1"}', b'{"bb": 3}'])
def test_an_answer_that_is_no_layout_counts_as_no_answer(answer):
    class Odd(Recording):
        def run(self, dot: str) -> bytes:
            return answer

    drawing = draw(diagram(SHOP), prefix="f", engine=Odd())
    assert drawing.svg == ""
    assert drawing.banner


def test_without_an_engine_there_is_a_list_and_a_banner(monkeypatch):
    monkeypatch.setattr(drawing_module, "find_engine", lambda: None)
    drawing = draw(diagram(SHOP), prefix="f")
    assert (drawing.svg, len(drawing.elements)) == ("", 21)
    assert "no layout engine" in drawing.banner


def test_an_executable_that_does_not_exist_or_fails_is_an_engine_error():
    for path in ("/nonexistent/dot", "/bin/false", "/bin/true"):
        with pytest.raises(EngineError):
            ProcessEngine(path, "test").run("graph {}")


def test_the_engine_cannot_write_files(tmp_path):
    target = tmp_path / "written.svg"
    dot = 'digraph { a [shapefile="/etc/passwd"] }'
    find_engine().run(dot)
    assert not target.exists()


def test_the_self_test_accepts_the_installed_engine_and_refuses_a_dead_one(monkeypatch):
    assert engine_status().ok
    dead = engine_status(Recording(deaths=9))
    assert (dead.ok, dead.name) == (False, "recording")
    assert "137" in dead.reason
    monkeypatch.setattr(status_module, "find_engine", lambda choice: None)
    assert not engine_status().ok


def test_a_wanted_engine_is_taken_or_reported_as_missing(tmp_path):
    assert find_engine("bundled").name == "bundled"
    assert find_engine(str(tmp_path / "nothing")) is None


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (graph([node(f"n{i}") for i in range(601)]), "601 nodes; limit 600"),
        (graph([node("a"), node("b")], [edge("a", "b", n=i) for i in range(401)]), "401"),
        (graph([node("a")], [edge("a", "a", n=i) for i in range(1201)]), "1,201 connections"),
        (graph([node("a")], [], [group(f"g{i}") for i in range(101)]), "101 groups"),
        (
            graph(
                [node("a", group="g8")],
                [],
                [group(f"g{i}", parent=f"g{i - 1}" if i else None) for i in range(9)],
            ),
            "9 levels deep; limit 8",
        ),
    ],
)
def test_a_graph_over_a_limit_is_refused_before_any_engine_starts(model, words):
    engine = Recording()
    drawing = draw(diagram(model), prefix="f", engine=engine)
    assert drawing.svg == ""
    assert words in drawing.banner
    assert engine.asked == []
    assert drawing.elements


def test_fifty_thousand_nodes_are_refused_and_still_listed():
    model = graph([node(f"n{i}") for i in range(50_000)])
    engine = Recording()
    drawing = draw(diagram(model), prefix="f", engine=engine)
    assert engine.asked == []
    assert "50,000 nodes; limit 600" in drawing.banner
    assert len(drawing.elements) == 50_000


def test_a_sequence_over_a_limit_is_refused():
    people = tuple(participant(f"p{i}") for i in range(61))
    assert "61 participants" in draw(diagram(sequence=Sequence(people, ())), prefix="f").banner
    calls: tuple[Message, ...] = tuple(message(i, "p0", "p1") for i in range(1, 1002))
    drawing = draw(diagram(sequence=Sequence(people[:2], calls)), prefix="f")
    assert "1,001 messages" in drawing.banner
