// Text and places: between what is shown and code points of the canonical source text.
//
// The server marks text with `data-o` (code point of its first character in the source); with
// `data-l` as well, the element as a whole stands for that many code points. Blocks and cells carry
// `data-src-start` and `data-src-end`. Places are {start, end} in code points, end not included.

import { IGNORED } from "./paint.js";

export { clear, paint } from "./paint.js";

/** @typedef {{start: number, end: number}} Place */
/** @typedef {Place & {exact: string}} Quote */
/** @typedef {Place & {anchor?: "start" | "end"}} Stretch */
/** @typedef {{el: HTMLElement, block: HTMLElement | null, start: number, end: number, unit: boolean, order: number}} Run */
/** @typedef {{runs: Run[], sorted: Run[], words: Place[] | null}} Index */
/** @typedef {{node: Text, from: number, to: number}} Slice */

const BLOCK = "[data-src-start], li[data-o]";
const HTML_BLOCK =
  "td, th, p, li, summary, h1, h2, h3, h4, h5, h6, dt, dd, pre, figcaption, caption, blockquote, div";
const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
const OBJECT = "\uFFFC";

/* Code points and UTF-16 units */

/** Code points of a string. @param {string} s */
export const length = (s) => s.length - (s.match(PAIR)?.length ?? 0);

/**
 * UTF-16 units that the first `points` code points of `s` take; all of them when there are fewer.
 * @param {string} s @param {number} points
 */
export const toUnits = (s, points) => {
  let units = 0;
  for (let left = points; left > 0 && units < s.length; left -= 1) {
    units += s.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
};

/** Code points of the first `units` UTF-16 units of `s`. @param {string} s @param {number} units */
export const toPoints = (s, units) => length(s.slice(0, units));

/* What is shown */

/** Text nodes of an element, what is not the document's left out. @param {Node} el @returns {Text[]} */
const textsOf = (el) => {
  if (el.childNodes.length === 1 && el.firstChild instanceof Text) return [el.firstChild];
  return [...shownIn(el)].filter((node) => node instanceof Text);
};

/** Text nodes and line breaks below a node. @param {Node} el */
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
  const index = { runs: runsOf(root), sorted: [], words: null };
  index.sorted = index.runs.filter((run) => run.end > run.start).sort((a, b) => a.start - b.start);
  known.set(root, index);
  return index;
};

/** @param {Element} root @returns {Run[]} in the order of the page */
const runsOf = (root) => {
  const found = [...root.querySelectorAll("[data-o]")].filter((el) => !el.closest(IGNORED));
  return found.map((el, order) => {
    const unit = el.dataset.l !== undefined;
    const start = Number(el.dataset.o);
    const size = unit ? Number(el.dataset.l) : textsOf(el).reduce((sum, node) => sum + length(node.data), 0);
    return { el, block: blockOf(el), start, end: start + size, unit, order };
  });
};

/** Index of the first item of which `test` holds; it must hold of all that follow. */
const firstWhere = (items, test) => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
};

/* Blocks */

/**
 * The innermost block or cell around a node: one with `data-src-start`, a line of a source view, or
 * an element of the document's own HTML that holds placed text.
 * @param {Node} node @returns {HTMLElement | null}
 */
export const blockOf = (node) => {
  const el = node instanceof Element ? node : node.parentElement;
  const marked = el?.closest(BLOCK);
  if (marked) return marked;
  const own = el?.closest(HTML_BLOCK);
  return own?.querySelector("[data-o]") ? own : null;
};

/**
 * Blocks that can be commented on, in the order of the page: those that hold text of their own, and
 * those without blocks inside (figures, code, empty cells).
 * @param {Element} root @returns {HTMLElement[]}
 */
export const blocksOf = (root) => {
  const owners = new Set(indexOf(root).sorted.map((run) => run.block));
  const leaf = (el) => el.matches("[data-src-start]") && !el.querySelector(BLOCK) && !el.closest(IGNORED);
  return [...root.querySelectorAll(`${BLOCK}, ${HTML_BLOCK}`)].filter((el) => owners.has(el) || leaf(el));
};

/**
 * The place of a block; of its own text alone when it holds other blocks too.
 * @param {HTMLElement} el @returns {Place}
 */
export const spanOf = (el) => {
  const marked = el.dataset.srcStart !== undefined;
  if (!marked || el.querySelector(BLOCK)) {
    const runs = el.matches("[data-o]") ? runsOf(el.parentElement) : runsOf(el);
    const own = runs.filter((run) => run.block === el);
    if (own.length > 0) {
      return { start: Math.min(...own.map((run) => run.start)), end: Math.max(...own.map((run) => run.end)) };
    }
  }
  return { start: Number(el.dataset.srcStart ?? 0), end: Number(el.dataset.srcEnd ?? 0) };
};

/* From what is shown to the source */

/** What a range holds of a run, blanks at its ends included. @param {Run} run @param {Range} range */
const heldOf = (run, range) => {
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

const textOf = (slices) => slices.map(({ node, from, to }) => node.data.slice(from, to)).join("");

/** Blanks at one end of what is held are no part of a quote. @returns whether something is left */
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
  const held = [];
  for (const run of indexOf(root).runs) {
    const part = range.intersectsNode(run.el) ? heldOf(run, range) : null;
    if (part) held.push(part);
  }
  while (held.length > 0 && !trim(held[0], true)) held.shift();
  while (held.length > 0 && !trim(held.at(-1), false)) held.pop();
  if (held.length === 0) return null;
  const start = Math.min(...held.map((part) => part.start));
  const end = Math.max(...held.map((part) => part.end));
  return { start, end, exact: exactOf(held) };
};

/** The words between the first and the last part held. */
const exactOf = (held) => {
  const [first, last] = [held[0], held.at(-1)];
  const range = document.createRange();
  setBoundary(range, "Start", first.run, first.start);
  setBoundary(range, "End", last.run, last.end);
  let [text, block] = ["", first.run.block];
  for (const node of shownIn(range.commonAncestorContainer.parentNode ?? range.commonAncestorContainer)) {
    if (!range.intersectsNode(node)) continue;
    if (!(node instanceof Text)) {
      text += "\n";
      continue;
    }
    const slice = sliceOf(node, range);
    const loose = slice && !node.parentElement.closest("[data-o]");
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
    range[side === "Start" ? "setStartBefore" : "setEndAfter"](run.el);
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
  const ranges = [];
  let before = null;
  for (let at = firstWhere(sorted, (run) => run.end > start); at < sorted.length; at += 1) {
    const run = sorted[at];
    if (run.start >= end) break;
    if (!before || before.block !== run.block || before.order !== run.order - 1) {
      ranges.push(document.createRange());
      setBoundary(ranges.at(-1), "Start", run, Math.max(start, run.start));
    }
    setBoundary(ranges.at(-1), "End", run, Math.min(end, run.end));
    before = run;
  }
  return ranges;
};

/* Words, for selecting by keys */

/** Words of a root in the order of the source. @param {Index} index @returns {Place[]} */
const wordsOf = (index) => {
  if (index.words) return index.words;
  const segmenter = new Intl.Segmenter(document.documentElement.lang || undefined, { granularity: "word" });
  index.words = [];
  for (const line of linesOf(index.runs)) {
    const text = line.map((part) => part.text).join("");
    let [at, position] = [0, 0];
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
      index.words.push({ start: source(unit, false), end: source(unit + segment.length, true) });
    }
  }
  index.words.sort((a, b) => a.start - b.start);
  return index.words;
};

/** Runs that follow each other within a block, with their text; formulas and pictures are a sign. */
const linesOf = (runs) => {
  const lines = [];
  let before = null;
  for (const run of runs) {
    const object = run.unit && (run.el.childElementCount > 0 || !run.el.textContent);
    const text = object ? OBJECT : textOf(textsOf(run.el).map((node) => ({ node, from: 0, to: node.length })));
    const goesOn = before && before.block === run.block && !hasTextBetween(before.el, run.el);
    if (!goesOn) lines.push([]);
    before = run;
    if (run.el.nodeName === "BR") before = null;
    else if (text) lines.at(-1).push({ run, text });
  }
  return lines.filter((line) => line.length > 0);
};

const hasTextBetween = (first, second) => {
  if (first.nextSibling === second) return false;
  const range = document.createRange();
  range.setStartAfter(first);
  range.setEndBefore(second);
  return range.toString() !== "";
};

/**
 * Move a place by a word, or extend it, for selecting by keys.
 *
 * Moving gives the next (`direction` 1) or previous (-1) word alone. Extending moves the end that is
 * not the anchor: `anchor` says which end stays, and is part of the answer; hand it back next time.
 * @param {Element} root @param {Stretch | null} place null for the first word
 * @param {1 | -1} direction @param {boolean} extend
 * @returns {Stretch | null} null when the root has no words
 */
export const wordStep = (root, place, direction, extend) => {
  const words = wordsOf(indexOf(root));
  if (words.length === 0) return null;
  if (!place) return { ...words[0], anchor: "start" };
  const after = (point) => words[firstWhere(words, (word) => word.end > point)];
  const before = (point) => words[firstWhere(words, (word) => word.start >= point) - 1];
  if (!extend) {
    const next = direction > 0 ? words[firstWhere(words, (word) => word.start >= place.end)] : endingBy(words, place.start);
    return next ? { ...next, anchor: "start" } : { anchor: "start", ...place };
  }
  const { start, end, anchor = "start" } = place;
  if (anchor === "start") {
    if (direction > 0) return { start, end: after(end)?.end ?? end, anchor };
    const shorter = endingBy(words, end - 1);
    if (shorter && shorter.end > start) return { start, end: shorter.end, anchor };
    return { start: before(start)?.start ?? start, end, anchor: "end" };
  }
  if (direction < 0) return { start: before(start)?.start ?? start, end, anchor };
  const shorter = words[firstWhere(words, (word) => word.start > start)];
  if (shorter && shorter.start < end) return { start: shorter.start, end, anchor };
  return { start, end: after(end)?.end ?? end, anchor: "start" };
};

/** The last word that ends at a point or before it. @param {Place[]} words @param {number} point */
const endingBy = (words, point) => words[firstWhere(words, (word) => word.end > point) - 1];
