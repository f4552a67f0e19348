"""Regions of figures: drawn by pointer, by finger and by keys, shown at any zoom."""

from __future__ import annotations

import pytest

from tests.browser.figures import AXE, axe_problems, centre

pytestmark = pytest.mark.browser

START = """([name, options]) => {
    window.region = undefined;
    drawRegion(document.getElementById(name), options).then((found) => { window.region = found; });
}"""
SIZE = {"image": (800, 500), "request-path": None}


@pytest.fixture
def page(figure_page):
    return figure_page


def start(page, name="image", **options):
    page.evaluate(START, [name, options])
    page.wait_for_selector(".dg-draw")


def result(page):
    page.wait_for_selector(".dg-draw", state="detached")
    return page.evaluate("window.region")


def zoom(page, name, value):
    page.evaluate(
        "([name, value]) => attach(document.getElementById(name)).zoomTo(value)", [name, value]
    )


def picture(page, name="image"):
    return page.locator(f"#{name} .dg__stage").bounding_box()


def stroke(page, box, start_at, end_at):
    """Drag between two points in percent of the picture."""
    spots = [
        (box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
        for x, y in (start_at, end_at)
    ]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=4)
    page.mouse.up()


def near(region, expected, least=0.3):
    return region == pytest.approx(expected, abs=least)


@pytest.mark.parametrize("value", [0.5, 1, 2])
def test_a_drag_draws_a_rectangle_in_percent_at_any_zoom_and_scroll(page, value):
    page.locator("#image").scroll_into_view_if_needed()
    zoom(page, "image", value)
    start(page)
    stroke(page, picture(page), (40, 45), (55, 60))
    page.click("button:has-text('Use this rectangle')")
    found = result(page)
    assert near(found, {"x": 40, "y": 45, "width": 15, "height": 15})
    assert all(round(part, 2) == part for part in found.values())


def test_a_handle_resizes_and_the_inside_moves(page):
    page.locator("#image").scroll_into_view_if_needed()
    start(page, initial={"x": 20, "y": 20, "width": 20, "height": 20})
    box = picture(page)
    stroke(page, box, (40, 40), (50, 60))
    stroke(page, box, (30, 30), (35, 40))
    page.keyboard.press("Enter")
    assert near(result(page), {"x": 25, "y": 30, "width": 30, "height": 40})


def test_a_rectangle_drawn_backwards_is_the_same(page):
    page.locator("#image").scroll_into_view_if_needed()
    start(page)
    stroke(page, picture(page), (70, 80), (30, 20))
    page.keyboard.press("Enter")
    assert near(result(page), {"x": 30, "y": 20, "width": 40, "height": 60})


def test_escape_cancels_and_gives_the_focus_back(page):
    page.focus("#after a")
    start(page)
    page.keyboard.press("Escape")
    assert result(page) is None
    assert page.evaluate("document.activeElement.textContent") == "After the figures"


@pytest.mark.parametrize("value", [0.5, 2])
def test_a_rectangle_by_keys_alone(page, value):
    zoom(page, "image", value)
    start(page)
    before = page.evaluate(
        """() => document.querySelector(".dg-draw polygon").getAttribute("points")
            .split(", ").map((point) => point.split(" ").map(Number))"""
    )
    (x, y), _, (right, bottom), _ = before
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    # Steps are px of the window: 10 and 50 of 800 x 500 px times the zoom. After two Tabs the right
    # lower corner is fixed, so the upper side moves.
    across, down = 1000 / (800 * value), 1000 / (500 * value)
    expected = {
        "x": x + across, "y": y + 5 * down - down,
        "width": right - x - across, "height": bottom - y + down,
    }  # fmt: skip
    assert near(result(page), expected, 0.02)


@pytest.mark.parametrize("value", [0.5, 2])
def test_a_polygon_by_keys_alone(page, value):
    zoom(page, "image", value)
    start(page, shape="polygon")
    for keys in (
        "Space",
        "Control+ArrowRight Space",
        "ArrowDown ArrowDown Space",
        "ArrowLeft Space",
    ):
        for key in keys.split():
            page.keyboard.press(key)
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    points = result(page)["points"]
    across, down = 1000 / (800 * value), 1000 / (500 * value)
    (x, y), *others = points
    assert others[0] == pytest.approx([x + 5 * across, y], abs=0.02)
    assert others[1] == pytest.approx([x + 5 * across, y + 2 * down], abs=0.02)
    assert len(points) == 3
    assert 40 < x < 60


def test_a_polygon_needs_three_points(page):
    start(page, shape="polygon")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert "at least three points" in page.inner_text(".dg-draw__said")
    assert page.locator("button:has-text('Use this polygon')").is_disabled()


def test_a_polygon_by_clicks_ends_with_a_double_click(page):
    page.locator("#image").scroll_into_view_if_needed()
    start(page, shape="polygon")
    box = picture(page)
    spots = [(20, 20), (60, 20), (60, 70)]
    at = [(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100) for x, y in spots]
    page.mouse.click(*at[0])
    page.mouse.click(*at[1])
    page.mouse.dblclick(*at[2])
    found = result(page)["points"]
    assert len(found) == 3
    for point, expected in zip(found, spots, strict=True):
        assert point == pytest.approx(expected, abs=0.3)


def test_the_indicator_says_the_place_and_the_keys(page):
    start(page)
    said = page.locator(".dg-draw__said[role=status]")
    page.wait_for_function("() => document.querySelector('.dg-draw__said').textContent !== ''")
    assert said.inner_text().startswith("Rectangle 50 by 50 %, from left 25 %, top 25 %")
    page.keyboard.press("Tab")
    page.wait_for_function(
        "() => document.querySelector('.dg-draw__said').textContent.includes('right upper')"
    )
    described = page.get_attribute(".dg-draw", "aria-describedby")
    assert "Shift and arrows resize" in page.inner_text(f"#{described}")


def test_drawing_over_a_diagram_selects_nothing_and_leaves_the_view(page):
    before = page.evaluate("viewOf(document.getElementById('encoder-process'))")
    start(page, "encoder-process")
    stroke(page, picture(page, "encoder-process"), (20, 20), (60, 60))
    page.mouse.click(*centre(page, '#encoder-process [data-el="node:Frontend"]'))
    page.keyboard.press("Enter")
    assert near(result(page), {"x": 20, "y": 20, "width": 40, "height": 40})
    assert page.locator(".is-selected").count() == 0
    assert page.evaluate("viewOf(document.getElementById('encoder-process'))") == before


def test_a_finger_draws_a_rectangle(phone):
    phone.locator("#image").scroll_into_view_if_needed()
    start(phone)
    box = picture(phone)
    cdp = phone.context.new_cdp_session(phone)

    def at(x, y):
        return [{"x": box["x"] + box["width"] * x / 100, "y": box["y"] + box["height"] * y / 100}]

    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(10, 10)})
    for step in range(1, 6):
        spot = at(10 + 10 * step, 10 + 12 * step)
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": spot})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.click("button:has-text('Use this rectangle')")
    assert near(result(phone), {"x": 10, "y": 10, "width": 50, "height": 60}, 1)


SHOW = """() => showRegions(document.getElementById("image"), [
    { id: "a", region: { x: 10, y: 10, width: 20, height: 30 }, count: 2, title: "Why twice", tone: "question" },
    { id: "b", region: { points: [[50, 50], [80, 45], [70, 90]] }, count: 1, current: true },
])"""


def test_regions_are_buttons_that_follow_the_zoom(page):
    page.evaluate(SHOW)
    pins = page.locator("#image .dg-region__pin")
    assert pins.count() == 2
    assert pins.first.get_attribute("aria-label") == "Region 1: Why twice, 2 comments"
    assert pins.nth(1).get_attribute("aria-current") == "true"
    for value in (0.5, 1.5):
        zoom(page, "image", value)
        box, pin = picture(page), centre(page, ".dg-region__pin")
        expected = (box["x"] + 0.3 * box["width"], box["y"] + 0.1 * box["height"])
        assert pin == pytest.approx(expected, abs=1)
    pins.nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("told").count(["region:select", {"id": "b"}]) == 1


def test_the_outline_of_a_region_chooses_it_and_its_inside_does_not(page):
    page.locator("#image").scroll_into_view_if_needed()
    page.evaluate(SHOW)
    box = picture(page)
    page.mouse.click(box["x"] + 0.1 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + 0.25 * box["height"])
    assert page.evaluate("told") == [["region:select", {"id": "a"}]]


def test_a_second_call_replaces_the_regions(page):
    page.evaluate(SHOW)
    page.evaluate("showRegions(document.getElementById('image'), [])")
    assert page.locator(".dg-region").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_figures(page, theme):
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    page.evaluate(SHOW)
    page.evaluate(
        """() => {
            const dg = document.getElementById("request-path");
            pins(dg, new Map([["node:gw", { count: 2 }], ["edge:client->lb#0", { count: 1, tone: "risk" }]]));
            select(dg, "node:gw", { focus: true });
            dg.querySelector(".dg__bar button:last-child").click();
        }"""
    )
    start(page, "encoder-process")
    page.wait_for_timeout(300)
    page.evaluate(AXE)
    assert axe_problems(page) == {}
