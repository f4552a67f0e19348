import assert from "node:assert/strict";
import test from "node:test";

import { between, meantByWheel } from "../../static/js/workspace/gestures.js";
import * as zoom from "../../static/js/workspace/zoom.js";

const SIZE = { width: 400, height: 200 };
const ROOM = { width: 300, height: 150 };

test("a zoom beyond its limits becomes the nearest one", () => {
  assert.equal(zoom.placed({ zoom: 0.01, x: 0, y: 0 }, SIZE, ROOM).zoom, 0.1);
  assert.equal(zoom.placed({ zoom: 99, x: 0, y: 0 }, SIZE, ROOM).zoom, 8);
  assert.deepEqual(zoom.placed({ zoom: 1, x: -20, y: 10 }, SIZE, ROOM), { zoom: 1, x: -20, y: 10 });
});

test("48 px of a picture stay in the frame on every side", () => {
  assert.deepEqual(zoom.placed({ zoom: 1, x: -900, y: -900 }, SIZE, ROOM), { zoom: 1, x: 48 - 400, y: 48 - 200 });
  assert.deepEqual(zoom.placed({ zoom: 1, x: 900, y: 900 }, SIZE, ROOM), { zoom: 1, x: 300 - 48, y: 150 - 48 });
});

test("a picture smaller than that stays whole", () => {
  const tiny = { width: 20, height: 10 };
  assert.deepEqual(zoom.placed({ zoom: 1, x: -900, y: 900 }, tiny, ROOM), { zoom: 1, x: 0, y: 140 });
});

test("what lies under the pointer stays there while zooming", () => {
  const before = { zoom: 1, x: -30, y: 20 };
  const at = { x: 120, y: 70 };
  const after = zoom.zoomedAt(before, 2.5, at);
  assert.equal(after.zoom, 2.5);
  assert.equal((at.x - after.x) / after.zoom, (at.x - before.x) / before.zoom);
  assert.equal((at.y - after.y) / after.zoom, (at.y - before.y) / before.zoom);
});

test("zooming against a limit moves nothing", () => {
  const before = { zoom: 8, x: -30, y: 20 };
  assert.deepEqual(zoom.zoomedAt(before, 20, { x: 10, y: 10 }), before);
});

test("steps go to the next usual zoom, also from between two", () => {
  assert.equal(zoom.nextStep(1, true), 1.1);
  assert.equal(zoom.nextStep(1, false), 0.9);
  assert.equal(zoom.nextStep(0.7, true), 0.75);
  assert.equal(zoom.nextStep(0.7, false), 0.67);
  assert.equal(zoom.nextStep(8, true), 8);
  assert.equal(zoom.nextStep(0.1, false), 0.1);
  const up = [0.1];
  while (up.at(-1) !== 8) up.push(zoom.nextStep(up.at(-1), true));
  assert.deepEqual(up, [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8]);
});

test("a zoom that is nearly a step does not stop at it", () => {
  assert.equal(zoom.nextStep(0.9999, true), 1.1);
  assert.equal(zoom.nextStep(1.0001, false), 0.9);
});

test("fitting shows the whole picture in the middle", () => {
  assert.deepEqual(zoom.fitted(SIZE, ROOM), { zoom: 0.75, x: 0, y: 0 });
  assert.deepEqual(zoom.fitted(SIZE, { width: 300, height: 50 }), { zoom: 0.25, x: 100, y: 0 });
});

test("fitting enlarges at most twice", () => {
  assert.deepEqual(zoom.fitted({ width: 10, height: 10 }, ROOM), { zoom: 2, x: 140, y: 65 });
});

test("a drawing opens at 100 % when it is low enough, else readable", () => {
  assert.equal(zoom.openingZoom(SIZE, { width: 300, most: 200 }, true), 1);
  assert.equal(zoom.openingZoom(SIZE, { width: 380, most: 199 }, true), 0.95);
  assert.equal(zoom.openingZoom(SIZE, { width: 100, most: 199 }, true), 10 / 12);
});

test("an image opens as wide as its frame, never enlarged", () => {
  assert.equal(zoom.openingZoom(SIZE, { width: 100, most: 500 }, false), 0.25);
  assert.equal(zoom.openingZoom(SIZE, { width: 900, most: 500 }, false), 1);
});

test("what is in view with room around it does not move", () => assert.equal(zoom.shiftInto(30, 60, 0, 100), 0));

test("what is outside comes in with 24 px around it, as far as there is room", () => {
  assert.equal(zoom.shiftInto(-10, 20, 0, 100), 34);
  assert.equal(zoom.shiftInto(90, 120, 0, 100), -44);
  assert.equal(zoom.shiftInto(24, 76, 0, 100), 0);
  assert.equal(zoom.shiftInto(10, 210, 0, 100), -110);
  assert.equal(zoom.shiftInto(-10, 80, 0, 100), 15);
});

test("a page scrolls only as far as it must", () => {
  const seen = { top: 0, bottom: 500 };
  assert.equal(zoom.scrollInto({ top: 100, bottom: 200 }, seen), 0);
  assert.equal(zoom.scrollInto({ top: 10, bottom: 200 }, seen), -14);
  assert.equal(zoom.scrollInto({ top: 400, bottom: 490 }, seen), 14);
});

test("sides with more behind them are named", () => {
  assert.deepEqual(zoom.hiddenSides({ zoom: 1, x: 0, y: 0 }, ROOM, ROOM), []);
  assert.deepEqual(zoom.hiddenSides({ zoom: 1, x: -1, y: 1 }, ROOM, ROOM), []);
  assert.deepEqual(zoom.hiddenSides({ zoom: 1, x: -2, y: -2 }, SIZE, ROOM), ["left", "right", "up", "down"]);
  assert.deepEqual(zoom.hiddenSides({ zoom: 0.5, x: 101.5, y: 0 }, SIZE, ROOM), ["right"]);
});

test("a frame scrolls over the room before the picture, the picture, and what is missing after it", () => {
  assert.equal(zoom.scrolled(0, 400, 300), 400);
  assert.equal(zoom.scrolled(0, 100, 300), 100);
  assert.equal(zoom.scrolled(50, 400, 300), 450);
  assert.equal(zoom.scrolled(-350, 400, 300), 650);
});

const wheel = (given) => ({ deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false, ...given });

test("Ctrl or Meta with the wheel zooms: up is nearer, and one event counts 25 px at most", () => {
  assert.deepEqual(meantByWheel(wheel({ ctrlKey: true, deltaY: -10 }), false), { factor: Math.exp(0.1) });
  assert.deepEqual(meantByWheel(wheel({ metaKey: true, deltaY: 10 }), false), { factor: Math.exp(-0.1) });
  assert.deepEqual(meantByWheel(wheel({ ctrlKey: true, deltaY: 900 }), false), { factor: Math.exp(-0.25) });
});

test("a plain wheel is left to the page", () => assert.equal(meantByWheel(wheel({ deltaY: 40 }), false), null));

test("sideways and Shift move the picture sideways", () => {
  assert.deepEqual(meantByWheel(wheel({ deltaX: 40, deltaY: 3 }), false), { dx: -40, dy: 0 });
  assert.deepEqual(meantByWheel(wheel({ shiftKey: true, deltaY: 40 }), false), { dx: -40, dy: 0 });
});

test("in full screen the wheel moves the picture in both directions", () => {
  assert.deepEqual(meantByWheel(wheel({ deltaX: 5, deltaY: 40 }), true), { dx: -5, dy: -40 });
  assert.deepEqual(meantByWheel(wheel({ shiftKey: true, deltaY: 40 }), true), { dx: -40, dy: 0 });
});

test("a wheel that counts in lines or pages moves further", () => {
  assert.deepEqual(meantByWheel(wheel({ deltaX: 1, deltaMode: 1 }), false), { dx: -16, dy: 0 });
  assert.deepEqual(meantByWheel(wheel({ deltaX: 1, deltaMode: 2 }), false), { dx: -400, dy: 0 });
});

test("two fingers are told by their middle and their distance", () => {
  assert.deepEqual(between({ clientX: 0, clientY: 10 }, { clientX: 30, clientY: 50 }), {
    clientX: 15, clientY: 30, apart: 50,
  });
});
