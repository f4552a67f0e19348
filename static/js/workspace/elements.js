// Elements of drawn diagrams: what lies under the pointer, walking by keys, selecting.
// Listens on the page, so every `.dg` works, also one that comes later. Events bubble from the figure:
// `element:select` and `element:focus` with a Detail, `element:hover` with a Detail or null.

import { all, around, maybe } from "../find.js";
import { bySource, edgeWords, endsInKey, isEdge, isFrame, kindOf, shortName } from "./names.js";

/** @import { Words } from "./names" */

/**
 * @typedef {{diagram: string, element: string, label: string, kind: string, node: SVGGElement, via: string}} Detail
 * `via` is pointer, key, list, walk or script.
 * @typedef {{x: number, y: number, width: number, height: number}} Box in user units of the drawing
 * @typedef {{node: SVGGElement, key: string, kind: string, line: number, order: number, ends?: string[]}} Item
 */

/** @type {WeakMap<Element, Index>} */
const indexes = new WeakMap();
/** The edge over which a figure was walked last. @type {WeakMap<Element, string>} */
const trails = new WeakMap();

/** @typedef {{items: Item[], byKey: Map<string, Item>}} Index */

/* Index: all elements of a figure in source order */
/** @param {Element} dg @returns {Index} */
export const indexOf = (dg) => {
  const svg = dg.querySelector("svg:has([data-el])");
  if (!svg) return { items: [], byKey: new Map() };
  const known = indexes.get(svg);
  if (known) return known;
  const items = all(svg, "[data-el]", SVGGElement).map((node, order) => {
    const key = keyOf(node);
    return { node, key, kind: kindOf(key), line: Number(node.dataset.line ?? 0), order };
  });
  items.sort(bySource);
  const index = { items, byKey: new Map(items.map((item) => [item.key, item])) };
  indexes.set(svg, index);
  return index;
};
/** The figure that an element is drawn in. @param {Element} node */
const figureOf = (node) => {
  const dg = around(node, ".dg");
  if (!dg) throw new TypeError("the element is in no figure");
  return dg;
};
/** @param {SVGGElement} node */
export const keyOf = (node) => node.dataset.el ?? "";
/** @param {SVGGElement} node @returns {Item} */
const itemOf = (node) => {
  const item = indexOf(figureOf(node)).byKey.get(keyOf(node));
  if (!item) throw new TypeError(`the figure has no element ${keyOf(node)}`);
  return item;
};

/** All elements of a figure in source order. @param {Element} dg @returns {SVGGElement[]} */
export const elementsOf = (dg) => indexOf(dg).items.map((item) => item.node);

/** The element with a key, or null. @param {Element} dg @param {string} key */
export const find = (dg, key) => indexOf(dg).byKey.get(key)?.node ?? null;

/* Names */
/** The accessible name without counts of comments and findings. @param {SVGGElement} node */
export const nameOf = (node) => node.dataset.name ?? node.getAttribute("aria-label") ?? keyOf(node);

/** Keys of the two ends of an edge or message; empty where they are not drawn. @param {Item} item @param {Index["byKey"]} byKey */
const endsOf = (item, byKey) => {
  item.ends ??= item.kind === "edge" ? endsInKey(item.key, (key) => byKey.has(key)) : endsByPlace(item, byKey);
  return item.ends;
};
/** @param {Item} item @param {Index["byKey"]} byKey @returns {string[]} */
const endsByPlace = (item, byKey) => {
  const line = maybe(item.node, ".dg-line", SVGGeometryElement);
  const columns = [...byKey.values()].filter((one) => one.kind === "participant");
  if (!line || columns.length === 0) return [];
  const centres = columns.map((one) => ({ key: one.key, x: centreOf(boxOf(one.node)).x }));
  /** @param {number} x */
  const nearest = (x) => centres.reduce((best, one) => (Math.abs(one.x - x) < Math.abs(best.x - x) ? one : best)).key;
  return [0, line.getTotalLength()].map((at) => nearest(line.getPointAtLength(at).x));
};

/** An element in words. @param {SVGGElement} node @returns {Words} */
export const wordsOf = (node) => {
  const { byKey } = indexOf(figureOf(node));
  const item = itemOf(node);
  if (!isEdge(item)) return { name: shortName(item.kind, nameOf(node)), text: "", style: "" };
  const ends = endsOf(item, byKey).map((key) => {
    const end = byKey.get(key);
    return end ? shortName(end.kind, nameOf(end.node)) : key;
  });
  return edgeWords(nameOf(node), ends, node.querySelector(".dg-head, .dg-hollow") ? " ↔ " : " – ");
};

/** What is told of an element in events. @param {SVGGElement} node @returns {Detail} */
export const detailOf = (node, via = "script") => {
  const { name, text } = wordsOf(node);
  const key = keyOf(node);
  const label = text ? `${name}: ${text}` : name;
  const diagram = figureOf(node).dataset.diagram ?? "";
  return { diagram, element: key, label, kind: kindOf(key), node, via };
};

/* Places, in user units */
/** @param {Box} box */
const centreOf = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
/** @param {SVGGElement} node */
const frameOf = (node) => maybe(node, ".dg-frame, .dg-cluster, .dg-tint, .dg-pale, .dg-s", SVGGraphicsElement) ?? node;
/** The title of a group or frame. @param {SVGGElement} node */
export const titleOf = (node) =>
  maybe(node, ".dg-tab", SVGGraphicsElement) ??
  maybe(node.ownerSVGElement, `text[data-for="${CSS.escape(keyOf(node))}"]`, SVGGraphicsElement);

/** Where the shape of an element lies. @param {SVGGElement} node @returns {Box} */
export const boxOf = (node) => {
  const isNode = kindOf(keyOf(node)) === "node";
  const [first, ...others] = isNode ? all(node, ".dg-s", SVGGraphicsElement) : [frameOf(node)];
  const box = (first ?? node).getBBox();
  for (const one of others.map((other) => other.getBBox())) {
    const [right, bottom] = [Math.max(box.x + box.width, one.x + one.width), Math.max(box.y + box.height, one.y + one.height)];
    [box.x, box.y] = [Math.min(box.x, one.x), Math.min(box.y, one.y)];
    [box.width, box.height] = [right - box.x, bottom - box.y];
  }
  return box;
};

/**
 * The part of an element that stands for it: the shape of a node, the label or middle of an edge, the text
 * of a message, the title of a group. @param {SVGGElement} node @returns {Box}
 */
export const spotOf = (node) => {
  const item = itemOf(node);
  if (isFrame(item)) return titleOf(node)?.getBBox() ?? boxOf(node);
  if (!isEdge(item)) return boxOf(node);
  const label = maybe(node, ".dg-lb", SVGGraphicsElement) ?? maybe(node, "text", SVGGraphicsElement);
  if (label) return label.getBBox();
  const line = maybe(node, ".dg-line", SVGGeometryElement);
  if (!line) return boxOf(node);
  const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
  return { x: x - 6, y: y - 6, width: 12, height: 12 };
};

/** A box of the drawing as a rectangle of the window. @param {SVGGElement} node @param {Box} box */
export const onScreen = (node, box) => {
  const matrix = node.ownerSVGElement?.getScreenCTM() ?? undefined;
  const a = new DOMPoint(box.x, box.y).matrixTransform(matrix);
  const b = new DOMPoint(box.x + box.width, box.y + box.height).matrixTransform(matrix);
  return new DOMRect(a.x, a.y, b.x - a.x, b.y - a.y);
};

/* Selecting and focus */
/** @param {Element} dg @param {string} name @param {unknown} detail */
export const tell = (dg, name, detail, cancelable = false) =>
  dg.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable, detail }));

/** Bring an element into view: a viewport does it itself, else the page scrolls. @param {SVGGElement} node */
const bring = (node) => {
  if (tell(figureOf(node), "element:reveal", { node }, true)) {
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
};

/** Focus an element, which becomes the tab stop of its figure. @param {SVGGElement} node */
export const focusElement = (node, via = "script") => {
  const dg = figureOf(node);
  for (const one of dg.querySelectorAll('[data-el][tabindex="0"]')) one.setAttribute("tabindex", "-1");
  node.setAttribute("tabindex", "0");
  node.focus({ preventScroll: true });
  if (via !== "pointer") bring(node);
  tell(dg, "element:focus", detailOf(node, via));
};

/** Nothing is selected any more, in all figures. */
export const deselect = () => {
  for (const one of document.querySelectorAll(".dg [data-el]:is(.is-selected, [aria-current])")) {
    one.classList.remove("is-selected");
    one.removeAttribute("aria-current");
  }
};

/**
 * Select the element with a key; null if there is none.
 * @param {Element} dg @param {string} key @param {{focus?: boolean, via?: string}} options
 * @returns {Detail | null}
 */
export const select = (dg, key, { focus = false, via = "script" } = {}) => {
  const node = find(dg, key);
  if (!node) return null;
  deselect();
  node.classList.add("is-selected");
  node.setAttribute("aria-current", "true");
  if (focus) focusElement(node, via);
  const detail = detailOf(node, via);
  tell(dg, "element:select", detail);
  return detail;
};

/** The element that has the focus, else the selected one of the page; null if none. @returns {Detail | null} */
export const current = () => {
  const node =
    around(document.activeElement, ".dg [data-el]", SVGGElement) ??
    maybe(document, ".dg [data-el].is-selected", SVGGElement);
  return node ? detailOf(node) : null;
};

/* Walking: right and left along edges, up and down in source order */
/** @param {Element} dg @param {Item} item @param {boolean} forward @returns {Item | undefined} */
const alongEdge = (dg, item, forward) => {
  const { byKey, items } = indexOf(dg);
  if (isEdge(item)) {
    trails.set(dg, item.key);
    return byKey.get(endsOf(item, byKey)[forward ? 1 : 0] ?? "");
  }
  const side = forward ? 0 : 1;
  const edges = items.filter((one) => isEdge(one) && endsOf(one, byKey)[side] === item.key);
  const last = byKey.get(trails.get(dg) ?? "");
  const at = edges.findIndex((one) => one === last);
  // Back over the edge by which we came; forward over the next one after it.
  if (last && at >= 0) return forward ? edges[(at + 1) % edges.length] : last;
  if (last?.kind === "message") return edges.find((one) => items.indexOf(one) > items.indexOf(last)) ?? edges[0];
  return edges[0];
};

/**
 * Move the focus from one element to the next.
 * @param {Element} dg @param {string} key ArrowRight, ArrowLeft, ArrowDown, ArrowUp, Home or End
 * @returns {Detail | null} where the focus is now; null if it stays
 */
export const walk = (dg, key) => {
  const { items, byKey } = indexOf(dg);
  const focused = around(document.activeElement, "[data-el]", SVGGElement);
  const now = (focused && byKey.get(keyOf(focused))) ?? null;
  const index = items.findIndex((one) => one === now);
  /** @type {Record<string, () => Item | undefined>} */
  const moves = {
    ArrowRight: () => (now && alongEdge(dg, now, true)) ?? items[index + 1],
    ArrowLeft: () => (now && alongEdge(dg, now, false)) ?? items[index - 1],
    ArrowDown: () => items[index + 1],
    ArrowUp: () => items[index - 1],
    Home: () => items[0],
    End: () => items.at(-1),
  };
  const next = moves[key]?.();
  if (!next || next === now) return null;
  focusElement(next.node, "walk");
  return detailOf(next.node, "walk");
};

/** Step into the figure after the one that has the focus. */
export const stepIn = () => {
  const figures = [...document.querySelectorAll(".dg:has([data-el])")].filter((one) => one.checkVisibility());
  if (figures.length === 0) return;
  const now = figures.findIndex((one) => one.contains(document.activeElement));
  const dg = figures[(now + 1) % figures.length];
  focusElement(maybe(dg, '[data-el][tabindex="0"]', SVGGElement) ?? elementsOf(dg)[0], "walk");
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
  const node = around(event.target, ".dg [data-el]", SVGGElement);
  if (node && /^(Arrow|Home$|End$)/.test(event.key)) {
    event.preventDefault();
    walk(figureOf(node), event.key);
  } else if (node && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    select(figureOf(node), keyOf(node), { via: "key" });
  } else if (event.key === "e" && document.body.dataset.singleKeys !== "off") {
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    stepIn();
  }
});

/* The pointer: `hover.js` measures what is near; without it, an element is meant where it is painted. */
/** @typedef {(dg: Element, event: MouseEvent) => SVGGElement | null} Measure */
/** @type {Measure} */
let meantBy = (dg, event) => {
  const part = around(event.target, "[data-el], [data-for]", SVGElement);
  return part && find(dg, part.dataset.el ?? part.dataset.for ?? "");
};
/** @param {Measure} measure */
export const measureBy = (measure) => {
  meantBy = measure;
};
document.addEventListener("click", (event) => {
  const dg = around(event.target, ".dg");
  const node = dg && !event.defaultPrevented && !dg.dataset.drawing && meantBy(dg, event);
  if (node) select(dg, keyOf(node), { focus: true, via: "pointer" });
});
