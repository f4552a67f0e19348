// The workspace without a pointer: blocks and words of the text, comments, regions. The keys stand in
// the list under `?`. Elements of diagrams have their own (elements.js), drawings theirs (viewport.js).

import { announce } from "../ui.js";
import { singleKey } from "./dom.js";
import { content } from "./page.js";
import { choose, comment, currentTarget, targetOf, targetOfSpan, textRoots } from "./target.js";
import { blocksOf, paint, clear, rangesOf, spanOf, wordStep } from "./text.js";

/** @import { Stretch } from "./steps" */
/** @typedef {{root: HTMLElement, block: HTMLElement}} Stand */

/** @type {Stand | null} */
let at = null;
/** Words chosen by keyboard, as a range of source. @type {Stretch | null} */
let words = null;

const all = () => textRoots().flatMap((root) => blocksOf(root).map((block) => ({ root, block })));

/** @param {Stand} place */
const stand = (place) => {
  stopWords();
  at?.block.classList.remove("is-block");
  at = place;
  const { block } = place;
  block.classList.add("is-block");
  block.setAttribute("tabindex", "-1");
  block.focus({ preventScroll: true });
  block.scrollIntoView({ block: "nearest" });
  choose(targetOf(block));
};

/** @param {1 | -1} by */
const step = (by) => {
  const blocks = all();
  if (blocks.length === 0) return;
  const now = blocks.findIndex((one) => one.block === at?.block);
  const first = now < 0 ? inView(blocks) : now + by;
  stand(blocks[Math.min(blocks.length - 1, Math.max(0, first))]);
};
/** Index of the first block that is in view. @param {Stand[]} blocks */
const inView = (blocks) => {
  const { top } = content.getBoundingClientRect();
  const found = blocks.findIndex((one) => one.block.getBoundingClientRect().top >= top);
  return Math.max(found, 0);
};

const startWords = () => {
  if (!at) return;
  const span = spanOf(at.block);
  showWords(at.root, wordStep(at.root, { start: span.start, end: span.start }, 1, true));
  announce("Choosing words: arrows move, Shift and arrows extend, c comments, Escape ends");
};
/** @param {HTMLElement} root @param {Stretch | null} place */
const showWords = (root, place) => {
  if (!place || place.end <= place.start) return;
  words = place;
  const ranges = rangesOf(root, place.start, place.end);
  paint("words", ranges);
  const text = ranges.map((one) => one.toString()).join(" ");
  choose(targetOfSpan({ ...place, exact: text }));
  announce(text);
  ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
};
const stopWords = () => {
  words = null;
  clear("words");
};

/** @param {HTMLElement} root @param {KeyboardEvent} event @returns {boolean} whether the key is one of these */
const moveWords = (root, event) => {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return false;
  showWords(root, wordStep(root, words, event.key === "ArrowRight" ? 1 : -1, event.shiftKey));
  return true;
};

/** Escape leaves the words first, then the block. */
const leave = () => {
  if (words) stopWords();
  else {
    at?.block.classList.remove("is-block");
    at = null;
  }
};

/** Arrows on the block itself: from word to word, or from block to block. @param {Stand} stood @param {KeyboardEvent} event */
const moveOn = (stood, event) => {
  if (words) return moveWords(stood.root, event);
  const by = STEPS[event.key];
  if (by) step(by);
  return by !== undefined;
};
/** @type {Record<string, 1 | -1>} */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @type {Record<string, () => void>} */
const KEYS = {
  b: () => step(1),
  B: () => step(-1),
  s: () => startWords(),
  c: () => comment(currentTarget() ?? undefined),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (event.key === "Escape" && (words || at)) {
    leave();
    return;
  }
  if (!singleKey(event)) return;
  const inside = at && event.target === at.block && moveOn(at, event);
  const act = event.key === "s" && !at ? undefined : KEYS[event.key];
  if (!inside) act?.();
  if (inside || act) event.preventDefault();
});
