"""Pan and zoom of figures, by mouse, wheel, keys and fingers."""

from __future__ import annotations

import pytest

from tests.browser.figures import centre, view_of

pytestmark = pytest.mark.browser


@pytest.fixture
def page(figure_page):
    return figure_page


def empty_spot(page, name="request-path"):
    """A point of the frame under which there is no element."""
    return page.evaluate(
        """name => {
            const dg = document.getElementById(name);
            const box = dg.querySelector(".dg__view").getBoundingClientRect();
            for (let y = box.top + 12; y < box.bottom; y += 12)
                for (let x = box.left + 200; x < box.right - 200; x += 12)
                    if (!elementAt(dg, x, y)) return [x, y];
        }""",
        name,
    )


def drag(page, start, by, steps=5):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=steps)
    page.mouse.up()


def test_a_drawing_opens_at_100_percent_and_an_image_as_wide_as_its_frame(page):
    assert view_of(page)["zoom"] == 1
    image = page.locator("#image .dg__view").bounding_box()
    assert view_of(page, "image")["zoom"] == pytest.approx(image["width"] / 800, abs=0.01)


def test_a_drag_on_the_background_pans_and_selects_nothing(page):
    before = view_of(page)
    drag(page, empty_spot(page), (-70, 15))
    after = view_of(page)
    assert after["x"] == pytest.approx(before["x"] - 70, abs=1)
    assert after["y"] == pytest.approx(before["y"] + 15, abs=1)
    assert after["zoom"] == before["zoom"]
    assert page.locator(".is-selected").count() == 0


def test_a_drag_that_starts_on_an_element_pans_and_selects_nothing(page):
    before = view_of(page)
    drag(page, centre(page, '[data-el="node:gw"]'), (-40, 0))
    assert view_of(page)["x"] == pytest.approx(before["x"] - 40, abs=1)
    assert page.locator(".is-selected").count() == 0


def test_a_press_that_moves_three_pixels_is_a_click(page):
    before = view_of(page)
    drag(page, centre(page, '[data-el="node:gw"]'), (3, 0), steps=1)
    assert view_of(page) == before
    assert page.locator(".is-selected").get_attribute("data-el") == "node:gw"


@pytest.mark.parametrize("key", ["node:lb", "node:gw"])
def test_ctrl_and_wheel_keep_the_point_under_the_pointer(page, key):
    selector = f'#request-path [data-el="{key}"]'
    start = centre(page, selector)
    page.mouse.move(*start)
    page.keyboard.down("Control")
    for notch in (-120, -120, -120, 120, -120, 120, 120, 120, 120):
        page.mouse.wheel(0, notch)
        page.wait_for_timeout(30)
        now = centre(page, selector)
        assert now == pytest.approx(start, abs=1.5)
    page.keyboard.up("Control")
    assert view_of(page)["zoom"] < 1


def test_a_plain_wheel_scrolls_the_page_and_not_the_figure(page):
    before = view_of(page, "embedding-sequence")
    page.mouse.move(*centre(page, "#request-path .dg__view"))
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 100")
    assert view_of(page, "embedding-sequence") == before
    assert view_of(page)["y"] == 0


def test_zoom_has_bounds(page):
    page.focus("#request-path .dg__view")
    for _ in range(25):
        page.keyboard.press("+")
    assert view_of(page)["zoom"] == 8
    for _ in range(40):
        page.keyboard.press("-")
    assert view_of(page)["zoom"] == pytest.approx(0.1)


def test_keys_of_the_frame_zoom_fit_and_pan(page):
    page.focus("#request-path .dg__view")
    page.keyboard.press("f")
    frame = page.locator("#request-path .dg__view").bounding_box()
    picture = page.locator("#request-path .dg-svg").bounding_box()
    assert picture["width"] <= frame["width"] + 1
    assert picture["x"] >= frame["x"] - 1
    page.keyboard.press("0")
    at = view_of(page)
    assert at["zoom"] == 1
    page.keyboard.press("ArrowRight")
    assert view_of(page)["x"] == pytest.approx(at["x"] - 40, abs=1)


def test_single_keys_can_be_switched_off(page):
    page.evaluate("document.body.dataset.singleKeys = 'off'")
    page.focus("#request-path .dg__view")
    page.keyboard.press("+")
    assert view_of(page)["zoom"] == 1
    page.keyboard.press("ArrowRight")
    assert view_of(page)["x"] == pytest.approx(-40, abs=1)


def test_the_toolbar_is_one_tab_stop_and_says_the_zoom(page):
    page.focus("#request-path .dg__bar button")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.inner_text("#request-path .dg__percent") == "110 %"
    page.wait_for_function("() => document.getElementById('live').textContent === 'Zoom 110 %'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "dg__view"


def test_the_view_survives_a_new_figure_and_a_new_page(page):
    drag(page, empty_spot(page), (-90, 0))
    page.focus("#request-path .dg__view")
    page.keyboard.press("+")
    before = view_of(page)
    page.evaluate(
        """() => {
            const old = document.getElementById("request-path");
            const fresh = document.createElement("div");
            fresh.className = "dg";
            fresh.id = fresh.dataset.diagram = "request-path";
            fresh.append(old.querySelector(".dg-svg").cloneNode(true));
            old.replaceWith(fresh);
            attach(fresh);
        }"""
    )
    assert view_of(page) == pytest.approx(before, abs=1)
    page.reload()
    page.wait_for_function("() => window.ready")
    assert view_of(page) == pytest.approx(before, abs=1)
    assert view_of(page, "encoder-process")["zoom"] == 1


def test_selecting_and_counting_leave_the_view_alone(page):
    page.focus("#request-path .dg__view")
    page.keyboard.press("+")
    before = view_of(page)
    page.evaluate(
        """() => {
            const dg = document.getElementById("request-path");
            select(dg, "node:ufs");
            pins(dg, new Map([["node:ufs", { count: 2 }]]));
            showRegions(dg, [{ id: "a", region: { x: 1, y: 1, width: 9, height: 9 }, count: 1 }]);
        }"""
    )
    page.click('#request-path [data-el="node:gw"]')
    assert view_of(page) == before


def test_reveal_pans_to_an_element_and_keeps_the_zoom(page):
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("reveal(document.getElementById('request-path'), 'node:sp')")
    node = page.locator('[data-el="node:sp"]').bounding_box()
    frame = page.locator("#request-path .dg__view").bounding_box()
    assert frame["x"] <= node["x"]
    assert node["x"] + node["width"] <= frame["x"] + frame["width"]
    assert 0 <= node["y"] <= 900
    after = view_of(page)
    assert after["zoom"] == 1
    page.evaluate("reveal(document.getElementById('request-path'), 'node:sp')")
    assert view_of(page) == after


def test_full_screen_fits_and_gives_the_view_back(page):
    before = view_of(page)
    page.click("#request-path button[aria-label='Full screen']")
    page.wait_for_selector("#request-path.is-full")
    box = page.locator("#request-path").bounding_box()
    assert (box["width"], box["height"]) == (1280, 900)
    page.click("#request-path button[aria-label='Full screen']")
    page.wait_for_selector("#request-path:not(.is-full)")
    page.wait_for_timeout(100)
    assert view_of(page) == pytest.approx(before, abs=1)


def test_without_the_api_full_screen_lies_over_the_page(page):
    page.evaluate(
        "() => { Element.prototype.requestFullscreen = async () => { throw Error('no') } }"
    )
    page.click("#request-path button[aria-label='Full screen']")
    page.wait_for_selector("#request-path.is-full")
    assert page.locator("#request-path").bounding_box()["height"] == 900
    page.focus("#request-path .dg__view")
    page.keyboard.press("Escape")
    assert page.locator("#request-path.is-full").count() == 0


def touch(cdp, kind, *points):
    spots = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})


def test_two_fingers_zoom_about_their_middle(phone):
    cdp = phone.context.new_cdp_session(phone)
    x, y = centre(phone, "#request-path .dg__view")
    start = view_of(phone)
    touch(cdp, "touchStart", (x - 40, y), (x + 40, y))
    for step in range(1, 9):
        touch(cdp, "touchMove", (x - 40 - 5 * step, y), (x + 40 + 5 * step, y))
    touch(cdp, "touchEnd")
    now = view_of(phone)
    assert now["zoom"] == pytest.approx(2 * start["zoom"], rel=0.1)
    left = x - phone.locator("#request-path .dg__view").bounding_box()["x"]
    point = (left - start["x"]) / start["zoom"]
    assert now["x"] + point * now["zoom"] == pytest.approx(left, abs=6)


def test_one_finger_pans_sideways_and_scrolls_the_page_down(phone):
    cdp = phone.context.new_cdp_session(phone)
    x, y = centre(phone, "#request-path .dg__view")
    for dx, dy in ((-12, 0), (0, -12)):
        touch(cdp, "touchStart", (x, y))
        for step in range(1, 12):
            touch(cdp, "touchMove", (x + dx * step, y + dy * step))
            phone.wait_for_timeout(16)
        touch(cdp, "touchEnd")
        phone.wait_for_timeout(300)
        if dx:
            assert view_of(phone)["x"] < -60
            assert phone.evaluate("scrollY") == 0
    assert phone.evaluate("scrollY") > 60
    assert phone.locator(".is-selected").count() == 0
