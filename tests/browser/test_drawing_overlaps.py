"""Real diagrams, drawn and measured in Chromium: nothing lies over anything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.draw.palette import contrast
from apps.engine.diagrams.read import read_diagram_file
from apps.engine.text import canonical_text

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "tests/samples/diagrams").glob("*.mmd"))
POLICY = "default-src 'none'; style-src 'nonce-page'"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser):
    shown = browser.new_page(viewport={"width": 1280, "height": 900})
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def pictures() -> list[str]:
    """The samples as SVG, each with a prefix of its own."""
    found = []
    for path in SAMPLES:
        diagram = read_diagram_file(path.name, canonical_text(path.name, path.read_bytes()))
        drawing = draw(diagram, prefix=path.stem)
        assert drawing.svg, f"{path.name}: {drawing.banner}"
        found.append(drawing.svg)
    return found


def html(pictures: list[str], *, font: str = "", theme: str = "light") -> str:
    css = (ROOT / "static/css/diagram.css").read_text("utf-8")
    if font:
        css += f'.dg-svg {{ font-family: "{font}" !important; }}'
    figures = "".join(f'<figure class="dg">{svg}</figure>' for svg in pictures)
    return (
        f'<!doctype html><html lang="en" data-theme="{theme}"><head><title>Drawings</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<style nonce="page">{css}</style></head><body>{figures}</body></html>'
    )


@pytest.mark.parametrize("font", ["", "DejaVu Sans"])
def test_nothing_overlaps_and_no_text_leaves_its_box(page, pictures, font):
    assert len(pictures) >= 20
    page.set_content(html(pictures, font=font))
    faults = page.evaluate((Path(__file__).with_name("measure_overlaps.js")).read_text("utf-8"))
    assert [[SAMPLES[number].stem, *fault] for number, *fault in faults] == []


def test_a_strict_policy_of_the_page_is_not_broken(page, pictures):
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.set_content(html(pictures))
    assert [text for text in messages if "Content Security Policy" in text] == []
    assert page.locator("svg.dg-svg").count() == len(pictures)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_what_lies_under_it(page, pictures, theme):
    page.set_content(html(pictures, theme=theme))
    pairs = page.evaluate(
        """() => [...document.querySelectorAll(".dg-node")].flatMap(node => {
            const shape = node.querySelector(".dg-s");
            if (!shape) return [];
            return [...node.querySelectorAll("text")].map(text => [
                node.getAttribute("data-el") || node.getAttribute("data-for"),
                getComputedStyle(text).fill, getComputedStyle(shape).fill]);
        })"""
    )
    assert len(pairs) > 200
    weak = [pair for pair in pairs if contrast(hex_colour(pair[1]), hex_colour(pair[2])) < 4.5]
    assert weak == []


def hex_colour(computed: str) -> str:
    """``rgb(1, 2, 3)`` as ``#010203``."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", computed)[:3])


def test_a_click_on_a_line_meets_its_edge_and_one_inside_a_group_meets_the_node(page, pictures):
    index = [path.stem for path in SAMPLES].index("encoder-process")
    page.set_content(html([pictures[index]]))
    met = page.evaluate(
        """() => [...document.querySelectorAll(".dg-node")].map(node => {
            const { left, top, width, height } = node.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            return [node.getAttribute("data-el"), hit.closest("[data-el]").getAttribute("data-el")];
        })"""
    )
    assert met
    assert [pair for pair in met if pair[0] != pair[1]] == []
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".dg-edge")].map(edge => {
            const line = edge.querySelector(".dg-line");
            const at = line.getPointAtLength(line.getTotalLength() * 0.93);
            const point = at.matrixTransform(line.getScreenCTM());
            const hit = document.elementFromPoint(point.x + 4, point.y);
            const owner = hit && hit.closest("[data-el]");
            return [edge.getAttribute("data-el"), owner && owner.getAttribute("data-el")];
        })"""
    )
    assert sum(pair[0] == pair[1] for pair in edges) >= len(edges) / 2
