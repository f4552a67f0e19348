"""The drawing of both revisions: marks, keys, legend, nothing unsafe."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from apps.engine.diff.diagrams import diff_diagram
from apps.engine.diff.model import DiagramDiff
from apps.engine.diff.overlay import draw_overlay
from apps.engine.diff.union import united_graph
from tests.engine.diagrams.draw.models import CALLS, SHOP, diagram
from tests.engine.diagrams.draw.test_svg_contract import checked
from tests.engine.diff.pairs import edited
from tests.engine.diff.test_diagrams import CALLS as SEQUENCE
from tests.engine.diff.test_diagrams import GRAPH
from tests.engine.diff.test_text import diff


def overlay(old: str, *pairs: tuple[str, str]):
    new = old
    for before, after in pairs:
        assert before in new, before
        new = new.replace(before, after)
    return draw_overlay(diff(old, new).diagrams[0], prefix="f")


def marks(svg: str) -> dict[str, str]:
    """``data-change`` by ``data-el``."""
    root = ET.fromstring(svg)
    return {e.get("data-el"): e.get("data-change") for e in root.iter() if e.get("data-change")}


def keys(svg: str) -> list[str]:
    return re.findall(r'data-el="([^"]*)"', svg)


def test_a_graph_shows_what_came_went_and_changed():
    drawn = overlay(
        GRAPH,
        ("api -->|GET| cache", "api -->|publish| q[[Queue]]"),
        ("    cache[(Cache)]\n", ""),
        ("API x3]", "API x5]"),
        ("|gRPC|", "|REST|"),
    )
    assert marks(drawn.svg) == {
        "old:node:cache": "removed",
        "old:edge:api->cache#0": "removed",
        "node:q": "added",
        "edge:api->q#0": "added",
        "node:api": "changed",
        "edge:gw->api#0": "changed",
    }
    assert drawn.legend == (("added", 2), ("removed", 2), ("relabelled", 1), ("changed", 1))
    for words in ("+ added", "− removed", "3 → 5", "gRPC → REST", "+ publish"):
        assert f">{words}<" in drawn.svg
    assert len(keys(drawn.svg)) == len(set(keys(drawn.svg)))
    assert {one.data_el for one in drawn.elements} == set(marks(drawn.svg))
    gone = next(one for one in drawn.elements if one.data_el == "old:node:cache")
    assert (gone.old_key, gone.new_key) == ("diagram-1/node:cache", None)


def test_a_node_in_another_group_stands_there_and_is_marked_as_moved():
    drawn = overlay(
        GRAPH,
        ("    cache[(Cache)]\n", ""),
        ("    gw[API Gateway]\n", "    gw[API Gateway]\n    cache[(Cache)]\n"),
    )
    assert marks(drawn.svg) == {"node:cache": "moved"}
    assert drawn.legend == (("regrouped", 1),)


def test_a_sequence_shows_messages_of_both_sides_in_their_order():
    drawn = overlay(
        SEQUENCE,
        ("  S-->>G: ids\n", ""),
        ("  G-->>U: 200\n", "  G->>G: log\n  G-->>U: 200\n"),
        ("search(q)", "search(q, 500)"),
        ("participant S", "participant C as Cache\n  participant S"),
    )
    found = marks(drawn.svg)
    assert found == {
        "participant:C": "added",
        "message:2": "changed",
        "old:message:3": "removed",
        "message:5": "added",
    }
    order = [key for key in keys(drawn.svg) if "message" in key]
    assert order == [
        "message:1", "message:2", "old:message:3", "message:3", "message:4", "message:5",
        "message:6",
    ]  # fmt: skip
    assert "search(q) → search(q, 500)" in drawn.svg
    assert "+ log" in drawn.svg


def test_an_id_that_went_and_came_with_another_meaning_is_drawn_twice():
    drawn = overlay(
        "# T\n\n```mermaid\nflowchart LR\n  a[Web shop] --> x[Ledger]\n  a --> y[Mailer]\n```\n",
        ("a --> y[Mailer]", "a --> z[Ledger]"),
        ("a[Web shop] --> x[Ledger]", "a[Web shop] --> x[Fraud model]"),
    )
    assert len(keys(drawn.svg)) == len(set(keys(drawn.svg)))


def test_a_diagram_of_one_side_is_drawn_without_marks():
    alone = DiagramDiff("added", None, diagram(SHOP))
    assert marks(draw_overlay(alone, prefix="f").svg) == {}
    assert 'data-el="node:api"' in draw_overlay(alone, prefix="f").svg


def test_kinds_that_do_not_fit_have_no_common_drawing():
    drawn = draw_overlay(diff_diagram(diagram(SHOP), diagram(sequence=CALLS), ""), prefix="f")
    assert drawn.svg == ""
    assert "different kinds" in drawn.banner


def test_a_drawing_in_which_much_changed_says_so():
    other = {"[API Gateway]": "[Entry]", "[Orders API x3]": "[Sales]", "[(Cache)]": "[(Kv)]"}
    assert overlay(GRAPH, *other.items(), ("|gRPC|", "|a|"), ("|GET|", "|b|")).crowded
    assert not overlay(GRAPH, ("|gRPC|", "|REST|")).crowded


def test_the_union_keeps_the_old_order_and_every_end_of_an_edge():
    new = replace(SHOP, nodes=SHOP.nodes[3:], edges=SHOP.edges[3:8], groups=SHOP.groups[:2])
    pairs = diff_diagram(diagram(SHOP), diagram(new), "").pairs
    united = united_graph(SHOP, new, pairs, {})
    assert [n.key.removeprefix("old:") for n in united.nodes] == [n.key for n in SHOP.nodes]
    ends = {n.id for n in united.nodes} | {g.id for g in united.groups}
    assert all({e.source, e.target} <= ends for e in united.edges)


def test_nothing_a_person_wrote_leaves_the_list_of_what_may_be_written():
    bad = '"><script>alert(1)</script>'
    hostile = tuple(replace(n, label_lines=(bad,), name=bad) for n in SHOP.nodes)
    found = diff_diagram(diagram(SHOP), diagram(replace(SHOP, nodes=hostile)), "")
    for paint in ("css", "literal"):
        svg = draw_overlay(found, prefix="f", paint=paint).svg
        checked(svg, literal=paint == "literal")
        assert "<script" not in svg
        assert 'data-change="changed"' in svg


def test_a_picture_that_stands_alone_has_its_marks_as_attributes():
    found = edited(("rc[(Result Cache)]", "rc[(Response Cache)]")).diagrams[0]
    svg = draw_overlay(found, prefix="f", paint="literal").svg
    assert 'stroke="#9a6700"' in svg
    assert ">renamed<" in svg
