"""What may stand in the SVG, whatever stands in the model."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.draw.svg import ATTRIBUTES, ELEMENTS, LITERAL_ATTRIBUTES, escape
from apps.engine.diagrams.model import FragmentOpen, Sequence
from tests.engine.diagrams.draw.models import (
    CALLS,
    SHOP,
    diagram,
    edge,
    graph,
    group,
    message,
    node,
    note,
    participant,
)

HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '" onload="alert(1)',
            "]]><svg/onload=alert(1)>",
            "<!-- --><![CDATA[x]]>",
            "&lt;&#x3c;&amp;",
            "javascript:alert(1)",
            "url(#x) <use href='#y'/>",
            "\x00\x08\x1b\ud800\uffff",
            "\u202e\u200d\U0001f469\u200d\U0001f4bb",
            "a" * 900,
            "/ . _ - " * 90,
            "<TABLE><TR><TD>x</TD></TR></TABLE>>",
            "' \\N \\G \\",
        ]
    ),
    st.text(max_size=60),
)
COLOUR = re.compile(r"#[0-9a-f]{6}|none")


def checked(svg: str, *, literal: bool = False) -> ET.Element:
    """Parse the picture and look at every element and attribute."""
    assert "<!" not in svg
    assert "<?" not in svg
    root = ET.fromstring(svg)
    allowed = ATTRIBUTES | (LITERAL_ATTRIBUTES if literal else frozenset())
    for element in root.iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in ELEMENTS
        assert set(element.attrib) <= allowed
        for name in {"fill", "stroke"} & set(element.attrib):
            assert COLOUR.fullmatch(element.attrib[name])
    return root


@settings(max_examples=25, deadline=None)
@given(st.lists(HOSTILE, min_size=6, max_size=6), st.sampled_from(["css", "literal"]))
def test_hostile_words_in_a_graph_stay_words(words, paint):
    model = graph(
        [
            node("a", words[0], group="g", colour="#aabbcc"),
            node("b", words[1], shape=words[2], technology=words[3], description=words[4]),
        ],
        [edge("a", "b", words[5], colour=words[0], head=words[1])],
        [group("g", words[2], technology=words[3])],
    )
    drawing = draw(diagram(model, syntax="C4Context"), prefix="p", paint=paint)
    checked(drawing.svg, literal=paint == "literal")


@settings(max_examples=50, deadline=None)
@given(st.lists(HOSTILE, min_size=6, max_size=6), st.sampled_from(["css", "literal"]))
def test_hostile_words_in_a_sequence_stay_words(words, paint):
    sequence = Sequence(
        (participant("a", words[0]), participant(words[1], words[1], words[2])),
        (
            FragmentOpen("fragment:1", words[3], words[4], 1),
            message(1, "a", words[1], words[5], head=words[0], tail=words[1]),
            note(1, words[2], "a", words[1]),
        ),
    )
    drawing = draw(diagram(sequence=sequence), prefix="p", paint=paint)
    checked(drawing.svg, literal=paint == "literal")


@given(st.text())
def test_escaped_text_survives_an_xml_parser(text):
    parsed = ET.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>')
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", parsed.text or "")
    assert re.sub(r"[\n\t]", " ", parsed.text or "") == parsed.attrib["b"]


@pytest.mark.parametrize("model", [diagram(SHOP), diagram(sequence=CALLS)])
def test_every_element_of_the_model_has_exactly_one_key_in_the_picture(model):
    drawing = draw(model, prefix="fig-2")
    root = checked(drawing.svg)
    keys = [element.get("data-el") for element in root.iter() if element.get("data-el")]
    assert sorted(keys) == sorted(element.key for element in drawing.elements)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("model", [diagram(SHOP), diagram(sequence=CALLS)])
def test_every_element_has_a_role_a_name_and_a_line_and_one_is_the_tab_stop(model):
    root = checked(draw(model, prefix="fig-2").svg)
    elements = [element for element in root.iter() if element.get("data-el")]
    for element in elements:
        assert element.get("role", "").startswith("graphics-")
        assert element.get("aria-label")
        assert int(element.get("data-line", "0")) >= 1
    assert sorted(element.get("tabindex") for element in elements).count("0") == 1
    assert {element.get("tabindex") for element in elements} == {"0", "-1"}


def test_ids_carry_the_prefix_so_that_two_figures_share_a_page():
    first, second = (
        {element.get("id") for element in checked(draw(diagram(SHOP), prefix=prefix).svg).iter()}
        for prefix in ("fig-1", "fig-2")
    )
    assert first & second == {None}
    assert "fig-1/node:db" in first


def test_the_picture_has_a_title_and_says_what_is_in_it():
    root = checked(draw(diagram(SHOP), prefix="f").svg)
    texts = {element.get("id"): element.text for element in root}
    assert texts["f-t"] == "Request flow"
    assert texts["f-d"] == "9 nodes, 9 connections, 3 groups"
    assert root.get("aria-labelledby") == "f-t f-d"


def test_invisible_edges_are_neither_drawn_nor_listed():
    drawing = draw(diagram(SHOP), prefix="f")
    assert "edge:api->mail#0" not in drawing.svg.replace("&gt;", ">")
    assert "edge:api->mail#0" not in {element.key for element in drawing.elements}


def test_a_colour_that_is_no_hex_colour_is_not_written():
    nodes = [node("a", colour="red;x:url(y)"), node("b", colour="#12345G")]
    svg = draw(diagram(graph(nodes)), prefix="f").svg
    assert "dg-own" not in svg
    assert "url" not in svg


def test_the_text_on_an_authors_colour_is_black_or_white():
    nodes = [node("a", colour="#111111"), node("b", colour="#eeee00")]
    root = checked(draw(diagram(graph(nodes)), prefix="f").svg)
    classes = {e.get("data-el"): e.get("class", "") for e in root.iter() if e.get("data-el")}
    assert "dg-white" in classes["node:a"]
    assert "dg-black" in classes["node:b"]


def test_a_label_that_is_cut_stands_in_full_in_the_title_of_its_node():
    words = " ".join(f"word{number}" for number in range(120))
    root = checked(draw(diagram(graph([node("a", words)])), prefix="f").svg)
    titles = [element.text for element in root.iter() if element.tag.endswith("title")]
    assert words in titles


def test_a_picture_with_literal_colours_needs_no_style_sheet():
    for model in (diagram(SHOP), diagram(sequence=CALLS)):
        root = checked(draw(model, prefix="f", paint="literal").svg, literal=True)
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            if tag in {"rect", "path", "circle", "ellipse", "polygon"}:
                assert element.get("fill"), ET.tostring(element)
            if tag in {"text", "path", "line"}:
                assert element.get("fill") or element.get("stroke"), ET.tostring(element)


def test_changing_the_prefix_changes_nothing_but_ids():
    one, two = (draw(diagram(SHOP), prefix=p).svg.replace(p, "?") for p in ("f-one", "f-two"))
    assert one == two


def test_two_elements_with_the_same_key_do_not_share_an_id():
    twice = replace(node("a"), id="b")
    svg = draw(diagram(graph([node("a"), twice])), prefix="f").svg
    assert svg.count('id="f/node:a"') == 1
