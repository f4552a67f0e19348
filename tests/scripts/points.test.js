import assert from "node:assert/strict";
import test from "node:test";

import { length, toPoints, toUnits } from "../../static/js/workspace/points.js";

// Text, code points, UTF-16 units.
const SAMPLES = [
  ["", 0, 0],
  ["abc", 3, 3],
  ["e\u0301", 2, 2],
  ["漢字", 2, 2],
  ["😀", 1, 2],
  ["a😀b👩‍💻c", 7, 10],
  ["🇫🇮", 2, 4],
  ["\u{1f44d}\u{1f3fd}!", 3, 5],
];

for (const [text, points, units] of SAMPLES) {
  test(`"${text}" has ${points} code points in ${units} units`, () => {
    assert.equal(text.length, units);
    assert.equal(length(text), points);
    assert.equal(toUnits(text, points), units);
    assert.equal(toPoints(text, units), points);
  });
}

test("every border between two code points goes to units and back", () => {
  for (const [text] of SAMPLES) {
    const signs = [...text];
    for (let point = 0; point <= signs.length; point += 1) {
      const units = signs.slice(0, point).join("").length;
      assert.equal(toUnits(text, point), units);
      assert.equal(toPoints(text, units), point);
    }
  }
});

test("a position beyond the end is the end", () => {
  assert.equal(toUnits("a😀", 9), 3);
  assert.equal(toPoints("a😀", 9), 2);
});

test("half of a pair counts as a code point, as in Python", () => {
  assert.equal(length("\ud83d"), 1);
  assert.equal(length("\ude00\ud83d"), 2);
});
