import assert from "node:assert/strict";
import test from "node:test";

import { asked, linkTo } from "../../static/js/workspace/mention.js";
import { changes } from "../../static/js/workspace/worddiff.js";

/** "kept -old- +new+" */
const told = (before, after) =>
  changes(before, after)
    .map(({ tag, text }) => ({ span: text, del: `-${text}-`, ins: `+${text}+` })[tag])
    .join("");

test("words that stayed, went and came are told in reading order", () => {
  assert.equal(told("we keep the data for a year", "we keep all data for two years"), "we keep -the -+all +data for -a year-+two years+");
});

test("the same text has no changes", () => assert.equal(told("one two", "one two"), "one two"));

test("blanks after a word do not change it", () => assert.equal(told("one two  three", "one two three"), "one two  three"));

test("words at the end and the beginning come and go", () => {
  assert.equal(told("one two three", "one two three four"), "one two three+four+");
  assert.equal(told("one two three", "zero one two three"), "+zero +one two three");
  assert.equal(told("one two three four", "two three four"), "-one -two three four");
});

test("where little stayed, the old stands before the new as a whole", () => {
  assert.equal(told("all of this was written anew", "nothing stayed but this"), "-all of this was written anew- +nothing stayed but this+");
});

test("removing everything leaves no empty part", () => {
  assert.deepEqual(changes("gone", ""), [{ tag: "del", text: "gone" }]);
  assert.deepEqual(changes("", "new"), [{ tag: "ins", text: "new" }]);
});

const typed = (text, caret = text.length) => asked({ value: text, selectionStart: caret });

test("an at sign begins a name, a hash a link", () => {
  assert.deepEqual(typed("see @an"), { sign: "@", words: "an", start: 4 });
  assert.deepEqual(typed("(#cap"), { sign: "#", words: "cap", start: 1 });
  assert.deepEqual(typed("@"), { sign: "@", words: "", start: 0 });
});

test("what stands behind the caret does not count", () => {
  assert.deepEqual(typed("@anna said", 3), { sign: "@", words: "an", start: 0 });
  assert.equal(typed("said @anna", 4), null);
});

test("inside a word, and after a blank, nothing begins", () => {
  assert.equal(typed("mail@example"), null);
  assert.equal(typed("@anna and"), null);
  assert.equal(typed("C#"), null);
});

test("a link keeps what Markdown could read as its end out of it", () => {
  assert.equal(linkTo("Orders [v2]\\", "at:design.md#cost (year)"), "[Orders v2](at:design.md#cost%20%28year%29)");
  assert.equal(linkTo("@Anna", "person:p1"), "[@Anna](person:p1)");
});
