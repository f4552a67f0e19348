"""The style sheet and the drawing agree, and everything can be read in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.draw.marks import Mark
from apps.engine.diagrams.draw.palette import (
    CHANGES,
    EDGE_COLOUR,
    INK,
    MUTE,
    PAGE,
    TONES,
    contrast,
    text_on,
)
from tests.engine.diagrams.draw.models import CALLS, SHOP, diagram

CSS = (Path(__file__).resolve().parents[4] / "static/css/diagram.css").read_text("utf-8")
BLOCK = re.compile(r"([^{}]*)\{([^{}]*--dg-bg:[^{}]*)\}")
FILLS = ("service", "store", "queue", "external", "person", "group", "inner")
STATES = ("added", "removed", "changed", "moved", "select", "finding", "comment")


def themes() -> list[dict[str, str]]:
    """The variables of the light block and both dark ones, in the order of the file."""
    return [
        dict(re.findall(r"--dg-([\w-]+):\s*(#[0-9a-f]{6});", body))
        for _, body in BLOCK.findall(CSS)
    ]


def test_there_is_a_light_block_and_the_two_dark_ones_are_equal():
    light, switched, preferred = themes()
    assert switched == preferred
    assert set(light) == set(switched)
    assert light != switched


def test_the_light_values_are_those_of_pictures_that_stand_alone():
    light = themes()[0]
    assert (light["ink"], light["mute"], light["bg"]) == (INK, MUTE, PAGE)
    assert light["edge"] == EDGE_COLOUR
    for name, tone in TONES.items():
        assert (light[name], light[f"{name}-line"]) == (tone.fill, tone.stroke)
    for name, tone in CHANGES.items():
        assert (light[f"{name}-fill"], light[name]) == (tone.fill, tone.stroke)


@pytest.mark.parametrize("theme", [0, 1])
def test_text_has_at_least_4_5_to_1_and_lines_3_to_1(theme):
    colours = themes()[theme]
    for name in FILLS:
        assert contrast(colours["ink"], colours[name]) >= 4.5, name
        assert contrast(colours["mute"], colours[name]) >= 4.5, name
        assert contrast(colours[f"{name}-line"], colours[name]) >= 3, name
        assert contrast(colours["edge"], colours[name]) >= 3, name
    for name in ("bg", "label", "tint", "bar"):
        assert contrast(colours["ink"], colours[name]) >= 4.5, name
        assert contrast(colours["edge"], colours[name]) >= 3, name
    assert contrast(colours["bg"], colours["edge"]) >= 4.5
    for name in STATES:
        for fill in ("bg", *FILLS):
            assert contrast(colours[name], colours[fill]) >= 3, (name, fill)


@pytest.mark.parametrize("theme", [0, 1])
def test_marks_of_a_comparison_can_be_read(theme):
    colours = themes()[theme]
    for name in CHANGES:
        assert contrast(colours["ink"], colours[f"{name}-fill"]) >= 4.5, name
        assert contrast(colours["mute"], colours[f"{name}-fill"]) >= 4.5, name
        assert contrast(colours[name], colours[f"{name}-fill"]) >= 3, name
        assert contrast(colours["bg"], colours[name]) >= 4.5, name
        for role in ("service", "store", "queue", "external", "person"):
            assert contrast(colours[f"{role}-line"], colours[f"{name}-fill"]) >= 3, (name, role)


@pytest.mark.parametrize("fill", ["#000000", "#777777", "#7f7f7f", "#ff0000", "#ffffff", "#808000"])
def test_the_text_on_any_fill_has_4_5_to_1(fill):
    assert contrast(fill, text_on(fill)) >= 4.5


def test_every_class_in_a_picture_is_known_to_the_style_sheet():
    known = set(re.findall(r"\.(dg-[\w-]+)", CSS))
    used: set[str] = set()
    for model in (diagram(SHOP), diagram(sequence=CALLS), diagram(SHOP, syntax="C4Context")):
        for value in re.findall(r'class="([^"]*)"', draw(model, prefix="f").svg):
            used |= set(value.split())
    marks = {"node:api": Mark("changed", "renamed"), "edge:api->check#0": Mark("added")}
    for value in re.findall(r'class="([^"]*)"', draw(diagram(SHOP), prefix="f", marks=marks).svg):
        used |= set(value.split())
    assert used - known - {"dg-own", "dg-dash", "dg-strong", "dg-head-box"} == set()
