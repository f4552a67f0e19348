"""Elements of figures: what a click means, walking by keys, counts of comments, the diagram in words."""

from __future__ import annotations

import re

import pytest

from apps.engine.diagrams.draw.palette import contrast
from tests.browser.figures import centre, view_of

pytestmark = pytest.mark.browser

# Points beside the middle of every line, at a distance in px of the window.
BESIDE = """([name, away]) => {
    const dg = document.getElementById(name);
    return [...dg.querySelectorAll(".dg-edge")].map((edge) => {
        const line = edge.querySelector(".dg-line");
        const at = line.getTotalLength() * 0.6;
        const [a, b] = [line.getPointAtLength(at), line.getPointAtLength(at + 1)];
        const scale = line.getScreenCTM().a;
        const length = Math.hypot(b.x - a.x, b.y - a.y);
        const [nx, ny] = [-(b.y - a.y) / length, (b.x - a.x) / length];
        const p = new DOMPoint(a.x + (nx * away) / scale, a.y + (ny * away) / scale)
            .matrixTransform(line.getScreenCTM());
        return [edge.dataset.el, elementAt(dg, p.x, p.y)?.dataset.el ?? null];
    });
}"""


@pytest.fixture
def page(figure_page):
    return figure_page


def zoom(page, name, value):
    page.evaluate(
        "([name, value]) => attach(document.getElementById(name)).zoomTo(value)", [name, value]
    )


def told(page, event):
    return [said for name, said in page.evaluate("told") if name == event]


def focused(page):
    return page.evaluate("document.activeElement.dataset.el ?? null")


def walk(page, *keys):
    found = []
    for key in keys:
        page.keyboard.press(key)
        found.append(focused(page))
    return found


@pytest.mark.parametrize("value", [0.5, 1, 2])
@pytest.mark.parametrize("away", [-6, 6])
def test_a_point_six_pixels_beside_a_line_means_its_edge_at_any_zoom(page, value, away):
    zoom(page, "request-path", value)
    pairs = page.evaluate(BESIDE, ["request-path", away])
    assert len(pairs) == 11
    others = [got for key, got in pairs if got != key]
    # Where lines run close together the nearer one, or the box between them, is meant.
    assert len(others) <= 2
    assert None not in others


def test_a_point_twelve_pixels_beside_a_line_means_nothing_or_a_box(page):
    pairs = page.evaluate(BESIDE, ["request-path", 12])
    assert all(got != key for key, got in pairs if not key.startswith("edge:orch->ann"))


def test_a_click_within_eight_pixels_of_an_edge_selects_it(page):
    x, y = page.evaluate(
        """() => {
            const line = find(document.getElementById("request-path"), "edge:client->lb#0").querySelector(".dg-line");
            const at = line.getPointAtLength(4).matrixTransform(line.getScreenCTM());
            return [at.x + 4, at.y + 7];
        }"""
    )
    page.mouse.click(x, y)
    assert page.get_attribute(".is-selected", "data-el") == "edge:client->lb#0"
    assert told(page, "element:select") == [
        {
            "diagram": "request-path", "element": "edge:client->lb#0", "kind": "edge",
            "label": "Client → Load Balancer: HTTPS", "via": "pointer",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["request-path", "encoder-process", "embedding-sequence"])
@pytest.mark.parametrize("value", [0.3, 1])
def test_the_middle_of_a_box_and_of_a_label_means_it(page, name, value):
    zoom(page, name, value)
    pairs = page.evaluate(
        """(name) => {
            const dg = document.getElementById(name);
            return elementsOf(dg).map((node) => {
                const part = node.querySelector(":scope > .dg-lb, :scope > .dg-s:not(.dg-cluster)");
                const title = dg.querySelector(`text[data-for="${CSS.escape(node.dataset.el)}"]`);
                const box = (part ?? title ?? node.querySelector(".dg-band")).getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                return [node.dataset.el, elementAt(dg, x, y)?.dataset.el];
            });
        }""",
        name,
    )
    assert len(pairs) >= 15
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_a_click_inside_a_group_means_the_group_only_at_its_border_and_title(page):
    dg = "#encoder-process"
    box = page.locator(f"{dg} .dg-cluster").first.bounding_box()
    key = page.locator(f"{dg} .dg-group").first.get_attribute("data-el")
    at = "([x, y]) => elementAt(document.getElementById('encoder-process'), x, y)?.dataset.el ?? null"
    assert page.evaluate(at, [box["x"] + 3, box["y"] + box["height"] - 20]) == key
    assert page.evaluate(at, [box["x"] + 14, box["y"] + box["height"] - 14]) is None


def test_hovering_says_what_would_be_commented(page):
    page.mouse.move(*centre(page, '[data-el="node:gw"]'))
    page.wait_for_selector(".dg-chip:visible")
    assert page.inner_text(".dg-chip") == "node API Gateway"
    assert page.locator(".is-hover").get_attribute("data-el") == "node:gw"
    assert told(page, "element:hover")[-1]["element"] == "node:gw"
    page.mouse.move(5, 5)
    page.wait_for_selector(".dg-chip", state="hidden")
    assert told(page, "element:hover")[-1] == {"element": None}


def test_right_and_left_follow_edges(page):
    page.evaluate("() => focusElement(find(document.getElementById('request-path'), 'node:gw'))")
    assert walk(page, "ArrowRight", "ArrowRight") == ["edge:gw->orch#0", "node:orch"]
    assert walk(page, "ArrowLeft", "ArrowLeft") == ["edge:gw->orch#0", "node:gw"]
    # Forward again takes the next edge of the same node.
    assert walk(page, "ArrowRight", "ArrowRight") == ["edge:gw->rc#0", "node:rc"]


def test_up_and_down_follow_the_source_and_home_and_end_its_ends(page):
    page.evaluate("() => focusElement(find(document.getElementById('request-path'), 'node:gw'))")
    assert walk(page, "ArrowDown", "ArrowDown", "ArrowDown") == [
        "edge:lb->gw#0", "node:orch", "edge:gw->orch#0",
    ]  # fmt: skip
    assert walk(page, "Home", "ArrowUp", "End") == [
        "node:client", "node:client", "edge:sp->ufs#0",
    ]  # fmt: skip


def test_messages_are_followed_from_participant_to_participant(page):
    page.evaluate(
        "() => focusElement(find(document.getElementById('embedding-sequence'), 'message:2'))"
    )
    assert walk(page, "ArrowRight") == ["participant:S"]
    assert walk(page, "ArrowLeft", "ArrowLeft") == ["message:2", "participant:F"]
    assert walk(page, "ArrowRight", "ArrowRight") == ["message:3", "participant:P"]


def test_a_figure_is_one_tab_stop_and_enter_selects(page):
    stops = page.locator('#request-path [data-el][tabindex="0"]')
    page.keyboard.press("e")
    walk(page, "ArrowDown", "ArrowDown")
    assert stops.count() == 1
    assert stops.get_attribute("data-el") == focused(page)
    assert page.locator(".is-selected").count() == 0
    page.keyboard.press("Enter")
    assert page.locator(".is-selected").get_attribute("aria-current") == "true"
    assert told(page, "element:select")[-1]["via"] == "key"
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.closest('.dg').id") == "encoder-process"


def test_walking_brings_the_element_into_the_frame(page):
    page.keyboard.press("e")
    page.keyboard.press("End")
    frame = page.locator("#request-path .dg__view").bounding_box()
    x, y = page.evaluate(
        """() => {
            const { x, y, width, height } = onScreenOf(document.activeElement);
            return [x + width / 2, y + height / 2];
        }"""
    )
    assert frame["x"] < x < frame["x"] + frame["width"]
    assert frame["y"] < y < frame["y"] + frame["height"]


PINS = """([name, list]) => pins(document.getElementById(name), new Map(list))"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("#request-path .dg-pin")].map((pin) =>
    [pin.dataset.pin, [...pin.querySelectorAll("text")].map((text) => text.textContent)]))"""


def test_pins_show_counts_and_a_new_call_replaces_them(page):
    unknown = page.evaluate(PINS, ["request-path", [
        ["node:orch", {"count": 3, "open": 2, "tone": "risk", "title": "Two risks"}],
        ["edge:orch->rank#0", {"count": 1}], ["node:rc", {"count": 4, "open": 0}],
        ["node:gone", {"count": 1}],
    ]])  # fmt: skip
    assert unknown == ["node:gone"]
    assert page.evaluate(SHOWN) == {
        "node:orch": ["2"], "edge:orch->rank#0": ["1"], "node:rc": ["4"],
    }  # fmt: skip
    name = "name => find(document.getElementById('request-path'), name).getAttribute('aria-label')"
    assert page.evaluate(name, "node:orch") == "Rec Orchestrator, service. 2 open comments"
    assert page.evaluate(name, "node:rc") == "Result Cache, cache. 4 comments, none open"
    page.evaluate(PINS, ["request-path", [["node:orch", {"count": 1}]]])
    assert page.evaluate(SHOWN) == {"node:orch": ["1"]}
    assert page.evaluate(name, "node:orch") == "Rec Orchestrator, service. 1 open comment"
    assert page.evaluate(name, "node:rc") == "Result Cache, cache"


def test_a_mark_of_a_finding_stands_beside_the_count(page):
    page.evaluate(
        """() => {
            const node = find(document.getElementById("request-path"), "node:orch");
            Object.assign(node.dataset, { mark: "a b", tone: "error" });
        }"""
    )
    page.evaluate(PINS, ["request-path", [["node:orch", {"count": 12}]]])
    assert page.evaluate(SHOWN) == {"node:orch": ["12", "!"]}
    count, mark = (
        page.locator(".dg-badge > rect:not(.dg-badge__target)").nth(n).bounding_box()
        for n in (0, 1)
    )
    assert mark["x"] + mark["width"] <= count["x"] + 0.5
    label = page.get_attribute('[data-el="node:orch"]', "aria-label")
    assert label == "Rec Orchestrator, service. 12 open comments. 2 findings"


def test_pins_keep_their_size_and_a_click_on_one_selects_its_element(page):
    page.evaluate(
        PINS, ["request-path", [["node:gw", {"count": 1}], ["edge:client->lb#0", {"count": 2}]]]
    )
    sizes = []
    for value in (0.5, 1, 2):
        zoom(page, "request-path", value)
        box = page.locator('[data-pin="node:gw"] rect').nth(1).bounding_box()
        sizes.append((box["width"], box["height"]))
    assert sizes[0] == pytest.approx(sizes[1], abs=0.6)
    assert sizes[2] == pytest.approx(sizes[1], abs=0.6)
    zoom(page, "request-path", 1)
    page.mouse.click(*centre(page, '[data-pin="edge:client->lb#0"] text'))
    assert page.locator(".is-selected").get_attribute("data-el") == "edge:client->lb#0"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_counts_are_readable_in_every_tone(page, theme):
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    tones = [
        "",
        "question",
        "suggestion",
        "issue",
        "praise",
        "risk",
        "non-risk",
        "sensitivity",
        "trade-off",
    ]
    page.evaluate(
        """(tones) => {
            const dg = document.getElementById("request-path");
            const keys = elementsOf(dg).map((node) => node.dataset.el);
            pins(dg, new Map(tones.map((tone, n) => [keys[n], { count: 1, tone }])));
        }""",
        tones,
    )
    pairs = page.evaluate(
        """() => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
            const pen = canvas.getContext("2d", { willReadFrequently: true });
            const hex = (colour) => {
                pen.fillStyle = colour;
                pen.fillRect(0, 0, 1, 1);
                return "#" + [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
                    .map((part) => part.toString(16).padStart(2, "0")).join("");
            };
            return [...document.querySelectorAll(".dg-badge")].map((badge) => [badge.dataset.tone ?? "",
                hex(getComputedStyle(badge.querySelector("text")).fill),
                hex(getComputedStyle(badge.querySelector("rect:not(.dg-badge__target)")).fill)]);
        }"""
    )
    assert len(pairs) == len(tones)
    assert [pair for pair in pairs if contrast(pair[1], pair[2]) < 4.5] == []


def test_a_diagram_is_told_in_words(page):
    told_words = page.evaluate("() => describe(document.getElementById('request-path'))")
    connections = [one["text"] for one in told_words["connections"]]
    assert connections[0] == "Client → Load Balancer, HTTPS, sync"
    assert connections[-1] == "Stream Processor → User Feature Store, upsert async, async"
    assert told_words["nodes"][0] == {
        "key": "node:client", "kind": "node", "text": "Client, client",
    }  # fmt: skip
    sequence = page.evaluate("() => describe(document.getElementById('embedding-sequence'))")
    assert (
        sequence["connections"][1]["text"]
        == "2. Frontend → Shared Storage, write media tensor, sync"
    )
    assert sequence["connections"][6]["text"].endswith(", async")


def test_the_list_of_elements_selects_and_shows_counts(page):
    page.click("#request-path button:has-text('Elements (22)')")
    rows = page.locator("#request-path .dg__list button")
    assert rows.count() == 22
    assert page.locator("#request-path .dg__list [tabindex='0']").count() == 1
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert page.locator(".is-selected").get_attribute("data-el") == "edge:sp->ufs#0"
    assert rows.last.get_attribute("aria-current") == "true"
    assert view_of(page)["zoom"] == 1
    page.evaluate(PINS, ["request-path", [["edge:sp->ufs#0", {"count": 2}]]])
    assert re.sub(r"\s+", " ", rows.last.inner_text()).endswith("2 open comments")
