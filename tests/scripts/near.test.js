import assert from "node:assert/strict";
import test from "node:test";

import { toBox, toFrame, toLine, toSegment } from "../../static/js/workspace/near.js";

const BOX = { x: 10, y: 20, width: 30, height: 40 };

test("inside a box there is no distance, outside it is that to the nearest side or corner", () => {
  assert.equal(toBox({ x: 10, y: 60 }, BOX), 0);
  assert.equal(toBox({ x: 5, y: 40 }, BOX), 5);
  assert.equal(toBox({ x: 20, y: 67 }, BOX), 7);
  assert.equal(toBox({ x: 43, y: 64 }, BOX), 5);
});

test("a line ends at its ends", () => {
  const [a, b] = [{ x: 0, y: 0 }, { x: 10, y: 0 }];
  assert.equal(toSegment({ x: 4, y: 3 }, a, b), 3);
  assert.equal(toSegment({ x: 13, y: 4 }, a, b), 5);
  assert.equal(toSegment({ x: -3, y: -4 }, a, b), 5);
  assert.equal(toSegment({ x: 3, y: 8 }, { x: 6, y: 2 }, { x: 6, y: 12 }), 3);
  assert.equal(toSegment({ x: 8, y: 12 }, { x: 2, y: 2 }, { x: 12, y: 12 }).toFixed(4), Math.hypot(2, 2).toFixed(4));
});

test("a line without length is a point", () => assert.equal(toSegment({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 }), 5));

test("of a line through points the nearest part counts, within reach", () => {
  const points = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }];
  assert.equal(toLine({ x: 12, y: 5 }, points, 8), 2);
  assert.equal(toLine({ x: 3, y: -1 }, points, 8), 1);
  assert.equal(toLine({ x: 18, y: 5 }, points, 8), 8);
  assert.equal(toLine({ x: 18.1, y: 5 }, points, 8), Infinity);
});

test("of a frame the border counts, from both sides, within reach", () => {
  assert.equal(toFrame({ x: 13, y: 40 }, BOX, 8), 3);
  assert.equal(toFrame({ x: 38, y: 40 }, BOX, 8), 2);
  assert.equal(toFrame({ x: 25, y: 24 }, BOX, 8), 4);
  assert.equal(toFrame({ x: 25, y: 55 }, BOX, 8), 5);
  assert.equal(toFrame({ x: 7, y: 40 }, BOX, 8), 3);
  assert.equal(toFrame({ x: 25, y: 40 }, BOX, 8), Infinity);
  assert.equal(toFrame({ x: 0, y: 40 }, BOX, 8), Infinity);
});
