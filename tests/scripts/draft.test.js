import assert from "node:assert/strict";
import test from "node:test";

import * as draft from "../../static/js/workspace/draft.js";

const made = (values = {}) => draft.newDraft({ key: "k", ...values });
const theirs = (values = {}) => ({
  key: "k", id: "c1", thread: "t1", reply: false, version: 3, body: "their words", replacement: null, type: "risk",
  severity: "", ...values,
});

test("a draft is empty without words, a replacement and files", () => {
  assert.equal(draft.isEmpty(made({ body: "  \n" })), true);
  assert.equal(draft.isEmpty(made({ body: "a" })), false);
  assert.equal(draft.isEmpty(made({ replacement: "" })), false);
  assert.equal(draft.isEmpty(made({ files: [{ id: "f", name: "a.png", size: 1, url: "/" }] })), false);
});

test("what changed is saved, unless it is disputed, refused, or was empty from the start", () => {
  assert.equal(draft.mustSave(made({ body: "a", dirty: true })), true);
  assert.equal(draft.mustSave(made({ body: "a" })), false);
  assert.equal(draft.mustSave(made({ body: "a", dirty: true, conflict: { version: 2, body: "b" } })), false);
  assert.equal(draft.mustSave(made({ body: "a", dirty: true, problem: "too long" })), false);
  assert.equal(draft.mustSave(made({ dirty: true })), false);
});

test("a draft that was saved and then emptied is saved as empty", () => {
  assert.equal(draft.mustSave(made({ version: 1, dirty: true })), true);
});

test("nothing is published while a draft with words is not on the server", () => {
  for (const stuck of [{ dirty: true }, { conflict: { version: 1, body: "" } }, { problem: "no" }]) {
    assert.equal(draft.isStuck(made({ body: "a", ...stuck })), true);
    assert.equal(draft.isStuck(made(stuck)), false);
  }
  assert.equal(draft.isStuck(made({ body: "a", problem: "" })), false);
});

test("what is typed while a save is under way makes the draft differ", () => {
  const sent = draft.textOf(made({ body: "a" }));
  assert.equal(draft.differs(made({ body: "a" }), sent), false);
  for (const change of [{ body: "ab" }, { replacement: "" }, { type: "issue" }, { severity: "error" }]) {
    assert.equal(draft.differs(made({ body: "a", ...change }), sent), true);
  }
});

const FATES = [
  [{ ok: true, status: 200, body: {} }, "saved"],
  [{ ok: false, status: 409, body: {} }, "conflict"],
  [{ ok: false, status: 0, body: null }, "offline"],
  [{ ok: false, status: 503, body: {} }, "busy"],
  [{ ok: false, status: 500, body: null }, "busy"],
  [{ ok: false, status: 429, body: {} }, "busy"],
  [{ ok: false, status: 401, body: {} }, "signed-out"],
  [{ ok: false, status: 403, body: { why: "The token is wrong." } }, "signed-out"],
  [{ ok: false, status: 403, body: { why: "Your role may not write here." } }, "refused"],
  [{ ok: false, status: 422, body: {} }, "refused"],
  [{ ok: false, status: 404, body: null }, "refused"],
];
for (const [answer, fate] of FATES) {
  test(`an answer ${answer.status}${answer.body?.why ? ` (${answer.body.why})` : ""} means ${fate}`, () => {
    assert.equal(draft.fateOf(answer), fate);
  });
}

test("tries get rarer, up to half a minute", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 99].map(draft.retryAfter), [2000, 4000, 8000, 15000, 30000, 30000, 30000]);
});

test("what the server keeps is taken over unless something newer stands here", () => {
  assert.equal(draft.isNews(undefined, theirs()), true);
  assert.equal(draft.isNews(made({ version: 2 }), theirs()), true);
  assert.equal(draft.isNews(made({ version: 3 }), theirs()), false);
  assert.equal(draft.isNews(made({ version: 4 }), theirs()), false);
  assert.equal(draft.isNews(made({ version: 2, dirty: true }), theirs()), false);
});

test("taking over leaves what only this device knows", () => {
  const mine = Object.assign(made({ quote: "shown words", on: "section 1" }), draft.takenOver(theirs()));
  assert.deepEqual([mine.body, mine.type, mine.version, mine.id], ["their words", "risk", 3, "c1"]);
  assert.deepEqual([mine.quote, mine.on, mine.dirty, mine.thread], ["shown words", "section 1", false, ""]);
});

test("a reply knows its thread", () => assert.equal(draft.takenOver(theirs({ reply: true })).thread, "t1"));

test("a draft is gone when the server had it and has it no more, and nothing was typed since", () => {
  const keys = new Set(["other"]);
  assert.equal(draft.isGone(made({ version: 1 }), keys), true);
  assert.equal(draft.isGone(made({ version: 1, dirty: true }), keys), false);
  assert.equal(draft.isGone(made(), keys), false);
  assert.equal(draft.isGone(made({ version: 1 }), new Set(["k"])), false);
});

test("a conflict is settled with one text, the other, or both", () => {
  assert.equal(draft.settled("mine", "theirs", "mine"), "mine");
  assert.equal(draft.settled("mine", "theirs", "theirs"), "theirs");
  assert.equal(draft.settled("mine", "theirs", "both"), "theirs\n\nmine");
});
