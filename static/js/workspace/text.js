// Text and places: between what is shown and code points of the canonical source text.
//
// The server marks text with `data-o` (code point of its first character in the source); with
// `data-l` as well, the element as a whole stands for that many code points. Blocks and cells carry
// `data-src-start` and `data-src-end`. Places are {start, end} in code points, end not included.

import { all, around } from "../find.js";
import { IGNORED } from "./paint.js";
import { length, toPoints, toUnits } from "./points.js";
import { firstWhere, stepWords } from "./steps.js";

export { clear, paint } from "./paint.js";
export { length, toPoints, toUnits } from "./points.js";

/** @import { Slice } from "./paint" */
/** @import { Place, Stretch } from "./steps" */
/** @typedef {Place & {exact: string}} Quote */
/** @typedef {{el: HTMLElement, block: HTMLElement | null, start: number, end: number, unit: boolean, order: number}} Run */
/** @typedef {{runs: Run[], sorted: Run[], words: Place[] | null}} Index */
/** What a selection holds of a run. @typedef {{run: Run, slices: Slice[], start: number, end: number}} Held */
/** @typedef {{run: Run, text: string}} Part */

const BLOCK = "[data-src-start], li[data-o]";
const HTML_BLOCK =
  "td, th, p, li, summary, h1, h2, h3, h4, h5, h6, dt, dd, pre, figcaption, caption, blockquote, div";
const OBJECT = "\uFFFC";

/* What is shown */

/** Text nodes of an element, what is not the document's left out. @param {Node} el @returns {Text[]} */
const textsOf = (el) => {
  if (el.childNodes.length === 1 && el.firstChild instanceof Text) return [el.firstChild];
  return [...shownIn(el)].flatMap((node) => (node instanceof Text ? [node] : []));
};

/** Text nodes and line breaks below a node. @param {Node} el @returns {Generator<Node>} */
function* shownIn(el) {
  const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node instanceof Text || node.nodeName === "BR") return NodeFilter.FILTER_ACCEPT;
    return /** @type {Element} */ (node).matches(IGNORED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) yield node;
}

/** The part of a text node that a range holds. @param {Text} node @param {Range} range @returns {Slice | null} */
const sliceOf = (node, range) => {
  if (!range.intersectsNode(node)) return null;
  const from = node === range.startContainer ? range.startOffset : 0;
  const to = node === range.endContainer ? range.endOffset : node.length;
  return from < to ? { node, from, to } : null;
};

/* The index of a root */

/** @type {WeakMap<Element, Index>} */
const known = new WeakMap();

/** Forget what is known of a root whose content was replaced. @param {Element} root */
export const forget = (root) => known.delete(root);

/** @param {Element} root @returns {Index} */
const indexOf = (root) => {
  const old = known.get(root);
  if (old && [old.runs[0], old.runs.at(-1)].every((run) => run && root.contains(run.el))) return old;
  const runs = runsOf(root);
  const sorted = runs.filter((run) => run.end > run.start).sort((a, b) => a.start - b.start);
  /** @type {Index} */
  const index = { runs, sorted, words: null };
  known.set(root, index);
  return index;
};

/** @param {Element} root @returns {Run[]} in the order of the page */
const runsOf = (root) => {
  const found = all(root, "[data-o]").filter((el) => !el.closest(IGNORED));
  return found.map((el, order) => {
    const unit = el.dataset.l !== undefined;
    const start = Number(el.dataset.o);
    const size = unit ? Number(el.dataset.l) : textsOf(el).reduce((sum, node) => sum + length(node.data), 0);
    return { el, block: blockOf(el), start, end: start + size, unit, order };
  });
};

/* Blocks */

/**
 * The innermost block or cell around a node: one with `data-src-start`, a line of a source view, or
 * an element of the document's own HTML that holds placed text.
 * @param {Node} node @returns {HTMLElement | null}
 */
export const blockOf = (node) => {
  const el = node instanceof Element ? node : node.parentElement;
  const marked = around(el, BLOCK);
  if (marked) return marked;
  const own = around(el, HTML_BLOCK);
  return own?.querySelector("[data-o]") ? own : null;
};

/**
 * Blocks that can be commented on, in the order of the page: those that hold text of their own, and
 * those without blocks inside (figures, code, empty cells).
 * @param {Element} root @returns {HTMLElement[]}
 */
export const blocksOf = (root) => {
  const owners = new Set(indexOf(root).sorted.map((run) => run.block));
  /** @param {HTMLElement} el */
  const leaf = (el) => el.matches("[data-src-start]") && !el.querySelector(BLOCK) && !el.closest(IGNORED);
  return all(root, `${BLOCK}, ${HTML_BLOCK}`).filter((el) => owners.has(el) || leaf(el));
};

/**
 * The place of a block; of its own text alone when it holds other blocks too.
 * @param {HTMLElement} el @returns {Place}
 */
export const spanOf = (el) => {
  const marked = el.dataset.srcStart !== undefined;
  if (!marked || el.querySelector(BLOCK)) {
    const runs = runsOf((el.matches("[data-o]") && el.parentElement) || el);
    const own = runs.filter((run) => run.block === el);
    if (own.length > 0) {
      return { start: Math.min(...own.map((run) => run.start)), end: Math.max(...own.map((run) => run.end)) };
    }
  }
  return { start: Number(el.dataset.srcStart ?? 0), end: Number(el.dataset.srcEnd ?? 0) };
};

/* From what is shown to the source */

/** What a range holds of a run, blanks at its ends included. @param {Run} run @param {Range} range @returns {Held | null} */
const heldOf = (run, range) => {
  /** @type {Slice[]} */
  const slices = [];
  let [before, start, end] = [0, -1, -1];
  for (const node of textsOf(run.el)) {
    const slice = sliceOf(node, range);
    if (slice) {
      slices.push(slice);
      if (start < 0) start = run.start + before + toPoints(node.data, slice.from);
      end = run.start + before + toPoints(node.data, slice.to);
    }
    before += length(node.data);
  }
  if (run.unit && (slices.length > 0 || (before === 0 && holds(range, run.el)))) [start, end] = [run.start, run.end];
  return start < 0 ? null : { run, slices, start, end };
};

/** Whether a range holds an element as a whole. @param {Range} range @param {Element} el */
const holds = (range, el) => {
  const whole = document.createRange();
  whole.selectNode(el);
  return (
    range.compareBoundaryPoints(Range.START_TO_START, whole) <= 0 &&
    range.compareBoundaryPoints(Range.END_TO_END, whole) >= 0
  );
};

/** @param {Slice[]} slices */
const textOf = (slices) => slices.map(({ node, from, to }) => node.data.slice(from, to)).join("");

/**
 * Blanks at one end of what is held are no part of a quote.
 * @param {Held} held @param {boolean} atStart @returns {boolean} whether something is left
 */
const trim = (held, atStart) => {
  const text = textOf(held.slices);
  if (held.run.unit) return held.run.el.nodeName !== "BR" && (text.trim() !== "" || held.slices.length === 0);
  const blanks = length(text) - length(atStart ? text.trimStart() : text.trimEnd());
  if (atStart) held.start += blanks;
  else held.end -= blanks;
  return held.start < held.end;
};

/**
 * The place of a selection and the words it shows; null when it holds no placed text.
 *
 * Blanks at both ends, text without a place, and elements with the class `not-annotatable` or `sign`
 * do not count; what stands for source as a whole counts whole. A selection over several blocks gives
 * one place from the first to the last code point.
 * @param {Element} root @param {Range} range @returns {Quote | null}
 */
export const placeOfRange = (root, range) => {
  if (range.collapsed || !range.intersectsNode(root)) return null;
  /** @type {Held[]} */
  const held = [];
  for (const run of indexOf(root).runs) {
    const part = range.intersectsNode(run.el) ? heldOf(run, range) : null;
    if (part) held.push(part);
  }
  while (held.length > 0 && !trim(held[0], true)) held.shift();
  while (held.length > 0 && !trim(held[held.length - 1], false)) held.pop();
  if (held.length === 0) return null;
  const start = Math.min(...held.map((part) => part.start));
  const end = Math.max(...held.map((part) => part.end));
  return { start, end, exact: exactOf(held) };
};

/** The words between the first and the last part held. @param {Held[]} held */
const exactOf = (held) => {
  const [first, last] = [held[0], held[held.length - 1]];
  const range = document.createRange();
  setBoundary(range, "Start", first.run, first.start);
  setBoundary(range, "End", last.run, last.end);
  let text = "";
  let block = first.run.block;
  for (const node of shownIn(range.commonAncestorContainer.parentNode ?? range.commonAncestorContainer)) {
    if (!range.intersectsNode(node)) continue;
    if (!(node instanceof Text)) {
      text += "\n";
      continue;
    }
    const slice = sliceOf(node, range);
    const loose = slice && !node.parentElement?.closest("[data-o]");
    if (!slice || (loose && /^\s*\n\s*$/.test(node.data))) continue;
    const own = blockOf(node);
    if (own !== block) text += "\n";
    block = own;
    text += textOf([slice]);
  }
  return text.trim();
};

/* From the source to what is shown */

/** @param {Range} range @param {"Start" | "End"} side @param {Run} run @param {number} point */
const setBoundary = (range, side, run, point) => {
  if (run.unit) {
    if (side === "Start") range.setStartBefore(run.el);
    else range.setEndAfter(run.el);
    return;
  }
  let left = point - run.start;
  const nodes = textsOf(run.el);
  for (const [at, node] of nodes.entries()) {
    const size = length(node.data);
    const inside = side === "Start" ? left < size : left <= size;
    if (inside || at === nodes.length - 1) {
      range[`set${side}`](node, toUnits(node.data, left));
      return;
    }
    left -= size;
  }
};

/**
 * Ranges of the page that show a place of the source: one for each stretch of text within a block.
 * Painting without the Custom Highlight API changes text nodes: ask again after `paint`.
 * @param {Element} root @param {number} start @param {number} end @returns {Range[]}
 */
export const rangesOf = (root, start, end) => {
  const { sorted } = indexOf(root);
  /** @type {Range[]} */
  const ranges = [];
  /** @type {Run | null} */
  let before = null;
  let range = document.createRange();
  for (let at = firstWhere(sorted, (run) => run.end > start); at < sorted.length; at += 1) {
    const run = sorted[at];
    if (run.start >= end) break;
    if (!before || before.block !== run.block || before.order !== run.order - 1) {
      range = document.createRange();
      ranges.push(range);
      setBoundary(range, "Start", run, Math.max(start, run.start));
    }
    setBoundary(range, "End", run, Math.min(end, run.end));
    before = run;
  }
  return ranges;
};

/* Words, for selecting by keys */

/** Words of a root in the order of the source. @param {Index} index @returns {Place[]} */
const wordsOf = (index) => {
  if (index.words) return index.words;
  const segmenter = new Intl.Segmenter(document.documentElement.lang || undefined, { granularity: "word" });
  /** @type {Place[]} */
  const words = [];
  for (const line of linesOf(index.runs)) {
    const text = line.map((part) => part.text).join("");
    let [at, position] = [0, 0];
    /** @param {number} unit @param {boolean} atEnd */
    const source = (unit, atEnd) => {
      while (unit >= position + line[at].text.length + (atEnd ? 1 : 0)) {
        position += line[at].text.length;
        at += 1;
      }
      const { run, text: own } = line[at];
      if (run.unit) return atEnd ? run.end : run.start;
      return run.start + toPoints(own, unit - position);
    };
    for (const { segment, index: unit, isWordLike } of segmenter.segment(text)) {
      if (!isWordLike && segment !== OBJECT) continue;
      words.push({ start: source(unit, false), end: source(unit + segment.length, true) });
    }
  }
  index.words = words.sort((a, b) => a.start - b.start);
  return index.words;
};

/** Runs that follow each other within a block, with their text; formulas and pictures are a sign. @param {Run[]} runs */
const linesOf = (runs) => {
  /** @type {Part[][]} */
  const lines = [];
  /** @type {Run | null} */
  let before = null;
  for (const run of runs) {
    const object = run.unit && (run.el.childElementCount > 0 || !run.el.textContent);
    const text = object ? OBJECT : textOf(textsOf(run.el).map((node) => ({ node, from: 0, to: node.length })));
    const goesOn = before && before.block === run.block && !hasTextBetween(before.el, run.el);
    if (!goesOn) lines.push([]);
    before = run;
    if (run.el.nodeName === "BR") before = null;
    else if (text) lines[lines.length - 1].push({ run, text });
  }
  return lines.filter((line) => line.length > 0);
};

/** @param {Node} first @param {Node} second */
const hasTextBetween = (first, second) => {
  if (first.nextSibling === second) return false;
  const range = document.createRange();
  range.setStartAfter(first);
  range.setEndBefore(second);
  return range.toString() !== "";
};

/**
 * Move a place by a word of the root, or extend it, for selecting by keys.
 * @param {Element} root @param {Stretch | null} place null for the first word
 * @param {1 | -1} direction @param {boolean} extend
 * @returns {Stretch | null} null when the root has no words
 */
export const wordStep = (root, place, direction, extend) =>
  stepWords(wordsOf(indexOf(root)), place, direction, extend);
