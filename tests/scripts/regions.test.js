import assert from "node:assert/strict";
import test from "node:test";

import { PolygonTool } from "../../static/js/workspace/polygon.js";
import { RectTool } from "../../static/js/workspace/rect.js";
import { boundsOf, cornersOf, rounded, roundedPoints, within } from "../../static/js/workspace/shapes.js";

/** A picture of 200 by 100 px, of which everything is visible unless said. */
const pad = (visible = { x: 0, y: 0, width: 100, height: 100 }) => ({
  size: () => ({ width: 200, height: 100 }),
  visible: () => visible,
});
const RECT = { x: 20, y: 30, width: 40, height: 20 };

test("a number stays within its limits", () => {
  assert.deepEqual([-1, 0, 50, 100, 101].map((one) => within(one)), [0, 0, 50, 100, 100]);
  assert.equal(within(5, 10, 20), 10);
});

test("corners go clockwise from the left upper one", () => {
  assert.deepEqual(cornersOf(RECT), [[20, 30], [60, 30], [60, 50], [20, 50]]);
});

test("the bounds of a polygon hold all its points, those of a rectangle are itself", () => {
  assert.deepEqual(boundsOf({ points: [[10, 60], [50, 20], [30, 90]] }), { x: 10, y: 20, width: 40, height: 70 });
  assert.deepEqual(boundsOf(RECT), RECT);
});

test("two decimals are kept, and rounding does not leave the picture", () => {
  assert.deepEqual(rounded({ x: 33.333, y: 0.004, width: 66.669, height: 12.346 }), {
    x: 33.33, y: 0, width: 66.67, height: 12.35,
  });
  assert.deepEqual(rounded({ x: 60, y: 70, width: 50, height: 50 }), { x: 60, y: 70, width: 40, height: 30 });
  assert.deepEqual(roundedPoints([[1.239, 2], [3, 4.001]]), [[1.24, 2], [3, 4]]);
});

test("a new rectangle is half of what is visible, in its middle", () => {
  const tool = new RectTool(pad({ x: 20, y: 40, width: 40, height: 20 }));
  assert.deepEqual(tool.region, { x: 30, y: 45, width: 20, height: 10 });
  assert.equal(tool.pristine, true);
});

test("a drag outside begins a new rectangle, whichever way it goes", () => {
  for (const [from, to] of [[[70, 60], [90, 80]], [[90, 80], [70, 60]], [[70, 80], [90, 60]], [[90, 60], [70, 80]]]) {
    const tool = new RectTool(pad(), RECT);
    tool.down(from, -1);
    tool.move(to);
    tool.up(true);
    assert.deepEqual(tool.region, { x: 70, y: 60, width: 20, height: 20 });
    assert.deepEqual(tool.focus, to);
  }
});

test("a drag inside moves the rectangle, as far as the picture goes", () => {
  const tool = new RectTool(pad(), RECT);
  tool.down([30, 40], -1);
  tool.move([35, 45]);
  assert.deepEqual(tool.region, { ...RECT, x: 25, y: 35 });
  tool.down([30, 40], -1);
  tool.move([300, -300]);
  assert.deepEqual(tool.region, { ...RECT, x: 60, y: 0 });
});

test("beside a rectangle a drag begins a new one, also at its height", () => {
  for (const [x, y] of [[10, 40], [70, 40], [40, 20], [40, 60], [20, 40]]) {
    const tool = new RectTool(pad(), RECT);
    tool.down([x, y], -1);
    tool.move([x + 10, y + 20]);
    assert.deepEqual(tool.region, { x, y, width: 10, height: 20 });
  }
});

test("where nothing was drawn yet, a drag inside begins a new rectangle too", () => {
  const tool = new RectTool(pad());
  tool.down([40, 40], -1);
  tool.move([50, 60]);
  assert.deepEqual(tool.region, { x: 40, y: 40, width: 10, height: 20 });
});

test("every handle holds the corner opposite to it", () => {
  const to = [[10, 10], [90, 10], [90, 90], [10, 90]];
  const sizes = to.map((point, handle) => {
    const tool = new RectTool(pad(), RECT);
    tool.down(tool.points[handle], handle);
    tool.move(point);
    return tool.region;
  });
  assert.deepEqual(sizes, [
    { x: 10, y: 10, width: 50, height: 40 },
    { x: 20, y: 10, width: 70, height: 40 },
    { x: 20, y: 30, width: 70, height: 60 },
    { x: 10, y: 30, width: 50, height: 60 },
  ]);
});

test("a rectangle needs nothing more, and follows no pointer that is not pressed", () => {
  const tool = new RectTool(pad());
  assert.deepEqual([tool.ready, tool.open, tool.showsCursor, tool.hover()], [true, false, false, false]);
});

test("on a picture smaller than the least size, a rectangle is the whole picture", () => {
  const tool = new RectTool({ ...pad(), size: () => ({ width: 5, height: 4 }) });
  tool.down([40, 40], -1);
  tool.move([41, 41]);
  assert.deepEqual(tool.region, { x: 0, y: 0, width: 100, height: 100 });
});

test("a handle moves its corner while the opposite one stays", () => {
  const tool = new RectTool(pad(), RECT);
  tool.down([60, 30], 1);
  tool.move([80, 10]);
  assert.deepEqual(tool.region, { x: 20, y: 10, width: 60, height: 40 });
});

test("a press without a drag changes nothing", () => {
  const tool = new RectTool(pad(), RECT);
  tool.down([90, 90], -1);
  tool.up(false);
  assert.deepEqual(tool.region, RECT);
  tool.move([10, 10]);
  assert.deepEqual(tool.region, RECT);
});

test("no side gets shorter than 10 px, also at the border", () => {
  const tool = new RectTool(pad(), RECT);
  tool.down([99, 99], -1);
  tool.move([99.5, 99.5]);
  assert.deepEqual(tool.region, { x: 94, y: 89, width: 5, height: 10 });
});

test("arrows move a rectangle, with Shift they resize it at the corner that is free", () => {
  const tool = new RectTool(pad(), RECT);
  tool.arrow(5, -10, false);
  assert.deepEqual(tool.region, { ...RECT, x: 25, y: 20 });
  tool.arrow(5, 5, true);
  assert.deepEqual(tool.region, { x: 25, y: 20, width: 45, height: 25 });
});

test("Tab changes the fixed corner and back with Shift", () => {
  const tool = new RectTool(pad(), RECT);
  assert.equal(tool.key({ key: "Tab", shiftKey: false }), true);
  assert.match(tool.status, /^Rectangle 40 by 20 %, from left 20 %, top 30 %. Fixed: right upper corner.$/);
  tool.arrow(-5, 0, true);
  assert.deepEqual(tool.region, { x: 15, y: 30, width: 45, height: 20 });
  tool.key({ key: "Tab", shiftKey: true });
  assert.match(tool.status, /Fixed: left upper corner/);
  assert.equal(tool.key({ key: "a", shiftKey: false }), false);
});

test("a corner does not go past the fixed one by keys", () => {
  const tool = new RectTool(pad(), RECT);
  tool.arrow(-80, 0, true);
  assert.deepEqual(tool.region, { x: 20, y: 30, width: 5, height: 20 });
});

/** Click a point of the picture. */
const click = (tool, point) => {
  tool.down(point, -1);
  tool.up(false);
};

test("a polygon is ready with three points", () => {
  const tool = new PolygonTool(pad());
  assert.match(tool.status, /^Polygon with 0 points, 3 more needed. Cursor at left 50 %, top 50 %.$/);
  click(tool, [10, 10]);
  assert.match(tool.status, /^Polygon with 1 point, 2 more needed/);
  click(tool, [50.555, 10]);
  assert.deepEqual([tool.ready, tool.open], [false, true]);
  assert.match(tool.status, /with 2 points, 1 more needed/);
  click(tool, [50, 60]);
  assert.deepEqual([tool.ready, tool.open], [true, false]);
  assert.deepEqual(tool.region, { points: [[10, 10], [50.56, 10], [50, 60]] });
});

test("two clicks within 4 px are one point, a little further they are two", () => {
  const tool = new PolygonTool(pad());
  click(tool, [10, 10]);
  click(tool, [12, 10]);
  assert.equal(tool.region.points.length, 1);
  click(tool, [12.1, 10]);
  assert.equal(tool.region.points.length, 2);
  click(tool, [12.1, 14]);
  assert.equal(tool.region.points.length, 2);
  click(tool, [12.1, 14.1]);
  assert.equal(tool.region.points.length, 3);
});

test("a point that is held moves with the pointer and stays on the picture", () => {
  const tool = new PolygonTool(pad(), { points: [[10, 10], [50, 10], [50, 60]] });
  tool.down([50, 10], 1);
  tool.move([120, -5]);
  tool.up(true);
  assert.deepEqual(tool.region.points, [[10, 10], [100, 0], [50, 60]]);
  tool.move([1, 1]);
  assert.deepEqual(tool.region.points[1], [100, 0]);
});

test("a point that is pressed and not moved stays where it is", () => {
  const tool = new PolygonTool(pad(), { points: [[10, 10], [50, 10], [50, 60]] });
  tool.down([50.4, 10.3], 1);
  assert.equal(tool.showsCursor, false);
  tool.up(false);
  assert.deepEqual(tool.region.points, [[10, 10], [50, 10], [50, 60]]);
  assert.deepEqual(tool.focus, [50, 10]);
});

test("a stroke that is given up lets the point go", () => {
  const tool = new PolygonTool(pad(), { points: [[10, 10], [50, 10], [50, 60]] });
  tool.down([50, 10], 1);
  tool.cancel();
  tool.move([90, 90]);
  assert.deepEqual(tool.region.points[1], [50, 10]);
});

test("a polygon that is given does not change the one it was made from", () => {
  const initial = { points: [[10, 10], [50, 10], [50, 60]] };
  const tool = new PolygonTool(pad(), initial);
  tool.down([10, 10], 0);
  tool.move([90, 90]);
  assert.deepEqual(initial.points[0], [10, 10]);
});

test("keys move a cursor, set points and take them back", () => {
  const tool = new PolygonTool(pad());
  tool.arrow(-20, 10);
  assert.equal(tool.key({ key: " " }), true);
  assert.deepEqual(tool.region.points, [[30, 60]]);
  assert.deepEqual(tool.points, [[30, 60], [30, 60]]);
  assert.equal(tool.key({ key: "Backspace" }), true);
  assert.deepEqual(tool.region.points, []);
  assert.equal(tool.key({ key: "x" }), false);
  tool.arrow(-500, 500);
  assert.deepEqual(tool.focus, [0, 100]);
});

test("the next side follows the pointer once there is a point", () => {
  const tool = new PolygonTool(pad());
  click(tool, [10, 10]);
  assert.deepEqual(tool.points, [[10, 10]]);
  tool.hover([20, 30]);
  assert.deepEqual(tool.points, [[10, 10], [20, 30]]);
});
