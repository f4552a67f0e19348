import assert from "node:assert/strict";
import test from "node:test";

import { firstWhere, stepWords } from "../../static/js/workspace/steps.js";

// "one two, three" as places.
const ONE = { start: 0, end: 3 };
const TWO = { start: 4, end: 7 };
const THREE = { start: 9, end: 14 };
const WORDS = [ONE, TWO, THREE];
const [FORWARD, BACK] = [1, -1];

/** @param {{start: number, end: number, anchor?: "start" | "end"} | null} place */
const step = (place, direction, extend = false) => stepWords(WORDS, place, direction, extend);

test("the first index is found among few and many items", () => {
  assert.equal(firstWhere([], () => true), 0);
  assert.equal(firstWhere([1, 2, 3], () => true), 0);
  assert.equal(firstWhere([1, 2, 3], () => false), 3);
  for (let wanted = 0; wanted < 9; wanted += 1) {
    assert.equal(firstWhere([0, 1, 2, 3, 4, 5, 6, 7, 8], (n) => n >= wanted), wanted);
  }
});

test("without words there is no place", () => assert.equal(stepWords([], null, FORWARD, false), null));

test("without a place the first word is taken", () => {
  assert.deepEqual(step(null, FORWARD), { ...ONE, anchor: "start" });
  assert.deepEqual(step(null, BACK, true), { ...ONE, anchor: "start" });
});

test("words are walked forwards and backwards, one at a time", () => {
  assert.deepEqual(step(ONE, FORWARD), { ...TWO, anchor: "start" });
  assert.deepEqual(step(TWO, FORWARD), { ...THREE, anchor: "start" });
  assert.deepEqual(step(THREE, BACK), { ...TWO, anchor: "start" });
});

test("at both ends the place stays", () => {
  assert.deepEqual(step(THREE, FORWARD), { ...THREE, anchor: "start" });
  assert.deepEqual(step(ONE, BACK), { ...ONE, anchor: "start" });
});

test("from between two words the next one on that side is taken", () => {
  assert.deepEqual(step({ start: 3, end: 4 }, FORWARD), { ...TWO, anchor: "start" });
  assert.deepEqual(step({ start: 8, end: 8 }, BACK), { ...TWO, anchor: "start" });
});

test("extending forwards adds whole words to the end", () => {
  assert.deepEqual(step(ONE, FORWARD, true), { start: 0, end: 7, anchor: "start" });
  assert.deepEqual(step({ start: 0, end: 7 }, FORWARD, true), { start: 0, end: 14, anchor: "start" });
  assert.deepEqual(step({ start: 0, end: 14 }, FORWARD, true), { start: 0, end: 14, anchor: "start" });
});

test("extending back gives words up before it goes past the anchor", () => {
  const all = { start: 0, end: 14, anchor: /** @type {const} */ ("start") };
  assert.deepEqual(step(all, BACK, true), { start: 0, end: 7, anchor: "start" });
  assert.deepEqual(step({ ...TWO, anchor: "start" }, BACK, true), { start: 0, end: 7, anchor: "end" });
});

test("extending back over a single word turns around", () => {
  assert.deepEqual(step({ ...ONE, anchor: "start" }, BACK, true), { ...ONE, anchor: "end" });
  assert.deepEqual(step({ start: 4, end: 8, anchor: "start" }, BACK, true), { ...TWO, anchor: "start" });
});

test("with the anchor at the end it is the start that moves", () => {
  assert.deepEqual(step({ ...THREE, anchor: "end" }, BACK, true), { start: 4, end: 14, anchor: "end" });
  assert.deepEqual(step({ start: 4, end: 14, anchor: "end" }, FORWARD, true), { start: 9, end: 14, anchor: "end" });
  assert.deepEqual(step({ ...TWO, anchor: "end" }, FORWARD, true), { start: 4, end: 14, anchor: "start" });
  assert.deepEqual(step({ ...ONE, anchor: "end" }, BACK, true), { ...ONE, anchor: "end" });
});
