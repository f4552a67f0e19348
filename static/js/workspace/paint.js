// Marks on text: Custom Highlights, or elements where the browser has none.

/** What stands in a document without being part of it. */
export const IGNORED = ".sign, .not-annotatable";

/** @typedef {{node: Text, from: number, to: number}} Slice */

const highlights = () => ("Highlight" in globalThis && CSS.highlights) || null;

/**
 * Mark ranges under a name, in place of what bears it: as a Custom Highlight (`::highlight(name)`), or
 * in elements `<mark class="hl" data-hl="name">` where the browser has none.
 * @param {string} name @param {Range[]} ranges
 */
export const paint = (name, ranges) => {
  const known = highlights();
  if (known) {
    known.set(name, new Highlight(...ranges));
    return;
  }
  // Wrapping moves text nodes and what ranges know of them; counted characters stay.
  const measured = ranges.map(measure);
  clear(name);
  /** @type {Map<Text, [number, number][]>} */
  const cuts = new Map();
  for (const { node, from, to } of measured.flatMap(slicesBetween)) {
    cuts.set(node, [...(cuts.get(node) ?? []), [from, to]]);
  }
  for (const [node, spans] of cuts) wrap(name, node, spans);
};

/** Characters of an element. @typedef {{el: Element, from: number, to: number}} Stretch */

/** A range as characters of an element that is no mark. @param {Range} range @returns {Stretch} */
const measure = (range) => {
  /** @type {Node | null} */
  let inner = range.commonAncestorContainer;
  while (inner && (!(inner instanceof HTMLElement) || inner.matches("mark[data-hl]"))) inner = inner.parentNode;
  const el = inner ?? document.body;
  const before = document.createRange();
  before.setStart(el, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const from = before.toString().length;
  return { el, from, to: from + range.toString().length };
};

/** @param {Stretch} stretch @returns {Slice[]} */
const slicesBetween = ({ el, from, to }) => {
  const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  /** @type {Slice[]} */
  const slices = [];
  let position = 0;
  for (let node = nextText(walker); node && position < to; node = nextText(walker)) {
    const [begin, stop] = [Math.max(0, from - position), Math.min(node.length, to - position)];
    if (begin < stop && !node.parentElement?.closest(IGNORED)) slices.push({ node, from: begin, to: stop });
    position += node.length;
  }
  return slices;
};

/** The next node of a walker over text. @param {TreeWalker} walker */
const nextText = (walker) => /** @type {Text | null} */ (walker.nextNode());

/** Put marks around parts of a text node; around a formula as a whole.
 * @param {string} name @param {Text} node @param {[number, number][]} spans */
const wrap = (name, node, spans) => {
  const mark = () => {
    const el = document.createElement("mark");
    el.className = "hl";
    el.dataset.hl = name;
    return el;
  };
  const formula = node.parentElement?.closest("math");
  if (formula) {
    if (formula.parentElement?.dataset.hl !== name) surround(formula, mark());
    return;
  }
  let last = node.length;
  for (const [from, to] of spans.sort((a, b) => b[0] - a[0])) {
    const stop = Math.min(to, last);
    if (from >= stop) continue;
    if (stop < node.length) node.splitText(stop);
    surround(from > 0 ? node.splitText(from) : node, mark());
    last = from;
  }
};

/** @param {ChildNode} node @param {Element} el */
const surround = (node, el) => {
  node.replaceWith(el);
  el.append(node);
};

/** Remove all marks of a name. @param {string} name */
export const clear = (name) => {
  highlights()?.delete(name);
  for (const mark of document.querySelectorAll(`mark[data-hl="${CSS.escape(name)}"]`)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
};
