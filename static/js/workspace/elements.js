// Elements of drawn diagrams: what lies under the pointer, walking by keys, selecting.
// Listens on the page, so every `.dg` works, also one that comes later. Events bubble from the figure:
// `element:select` and `element:focus` with a Detail, `element:hover` with a Detail or null.

const ROLES =
  /, (?:actor|client|service|store|cache|queue|model|external|gateway|job|network|boundary|control|entity|database|collections)$/;

/**
 * @typedef {{diagram: string, element: string, label: string, kind: string, node: SVGGElement, via: string}} Detail
 * `via` is pointer, key, list, walk or script.
 * @typedef {{x: number, y: number, width: number, height: number}} Box in user units of the drawing
 * @typedef {{node: SVGGElement, key: string, kind: string, order: number, ends?: string[]}} Item
 */

/** @type {WeakMap<Element, {items: Item[], byKey: Map<string, Item>}>} */
const indexes = new WeakMap();
/** The edge over which a figure was walked last. @type {WeakMap<Element, string>} */
const trails = new WeakMap();

export const isEdge = (item) => item.kind === "edge" || item.kind === "message";
export const isFrame = (item) => item.kind === "group" || item.kind === "fragment";

/* Index: all elements of a figure in source order */
export const indexOf = (dg) => {
  const svg = dg.querySelector("svg:has([data-el])");
  if (!svg) return { items: [], byKey: new Map() };
  if (!indexes.has(svg)) {
    const rank = { group: 0, fragment: 0, node: 1, participant: 1 };
    const items = [...svg.querySelectorAll("[data-el]")].map((node, order) => {
      const key = node.dataset.el;
      return { node, key, kind: key.slice(0, key.indexOf(":")), order };
    });
    const line = (item) => Number(item.node.dataset.line ?? 0);
    items.sort((a, b) => line(a) - line(b) || (rank[a.kind] ?? 2) - (rank[b.kind] ?? 2) || a.order - b.order);
    indexes.set(svg, { items, byKey: new Map(items.map((item) => [item.key, item])) });
  }
  return indexes.get(svg);
};
const itemOf = (node) => indexOf(node.closest(".dg")).byKey.get(node.dataset.el);

/** All elements of a figure in source order. @param {Element} dg @returns {SVGGElement[]} */
export const elementsOf = (dg) => indexOf(dg).items.map((item) => item.node);

/** The element with a key, or null. @param {Element} dg @param {string} key */
export const find = (dg, key) => indexOf(dg).byKey.get(key)?.node ?? null;

/* Names */
/** The accessible name without counts of comments and findings. @param {Element} node */
export const nameOf = (node) => node.dataset.name ?? node.getAttribute("aria-label") ?? node.dataset.el;

const shortName = (item) => {
  const name = nameOf(item.node);
  if (item.kind === "group") return name.replace(/^Group /, "").replace(/, \d+ nodes?$/, "");
  return item.kind === "node" || item.kind === "participant" ? name.replace(ROLES, "") : name;
};

/** Keys of the two ends of an edge or message; empty where they are not drawn. */
const endsOf = (item, byKey) => {
  item.ends ??= item.kind === "edge" ? endsByKey(item.key, byKey) : endsByPlace(item, byKey);
  return item.ends;
};
const endsByKey = (key, byKey) => {
  const body = key.slice(5).replace(/#\d+$/, "");
  const known = (id) => [`node:${id}`, `group:${id}`].find((one) => byKey.has(one));
  for (let at = body.indexOf("->"); at >= 0; at = body.indexOf("->", at + 1)) {
    const ends = [known(body.slice(0, at)), known(body.slice(at + 2))];
    if (ends[0] && ends[1]) return ends;
  }
  return [];
};
const endsByPlace = (item, byKey) => {
  const line = item.node.querySelector(".dg-line");
  const columns = [...byKey.values()].filter((one) => one.kind === "participant");
  if (!line || columns.length === 0) return [];
  const nearest = (x) =>
    columns
      .map((one) => [Math.abs(centreOf(boxOf(one.node)).x - x), one.key])
      .reduce((best, one) => (one[0] < best[0] ? one : best))[1];
  return [0, line.getTotalLength()].map((at) => nearest(line.getPointAtLength(at).x));
};

/**
 * An element in words.
 * @param {SVGGElement} node
 * @returns {{name: string, text: string, style: string}} `name` is "Rec Orchestrator" or "API → Orders DB",
 *   `text` the label of an edge or message, `style` dashed, thick, return, async or ""
 */
export const wordsOf = (node) => {
  const { byKey } = indexOf(node.closest(".dg"));
  const item = itemOf(node);
  if (!isEdge(item)) return { name: shortName(item), text: "", style: "" };
  const [, number, full, style = ""] =
    /^(\d+\. )?([^]*?)(?: \((dashed|thick|return|async)\))?$/.exec(nameOf(node));
  const [from, to] = endsOf(item, byKey).map((key) => shortName(byKey.get(key)));
  for (const [word, arrow] of [[" to ", " → "], [" and ", arrowOf(node)]]) {
    const start = `${from}${word}${to}`;
    if (from === undefined || !full.startsWith(start)) continue;
    const rest = full.slice(start.length);
    const name = `${number ?? ""}${from}${arrow}${to}`;
    if (rest === "" || rest.startsWith(": ")) return { name, text: rest.slice(2), style };
  }
  return { name: `${number ?? ""}${full}`, text: "", style };
};
const arrowOf = (node) => (node.querySelector(".dg-head, .dg-hollow") ? " ↔ " : " – ");

/** What is told of an element in events. @param {SVGGElement} node @returns {Detail} */
export const detailOf = (node, via = "script") => {
  const { name, text } = wordsOf(node);
  const key = node.dataset.el;
  const label = text ? `${name}: ${text}` : name;
  const diagram = node.closest(".dg").dataset.diagram ?? "";
  return { diagram, element: key, label, kind: key.slice(0, key.indexOf(":")), node, via };
};

/* Places, in user units */
const centreOf = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
const frameOf = (node) => node.querySelector(".dg-frame, .dg-cluster, .dg-tint, .dg-pale, .dg-s") ?? node;
export const titleOf = (node) =>
  node.querySelector(".dg-tab") ??
  node.ownerSVGElement.querySelector(`text[data-for="${CSS.escape(node.dataset.el)}"]`);

/** Where the shape of an element lies. @param {SVGGElement} node @returns {Box} */
export const boxOf = (node) => {
  const kind = node.dataset.el.split(":")[0];
  const [first, ...others] = kind === "node" ? node.querySelectorAll(".dg-s") : [frameOf(node)];
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
  const label = node.querySelector(".dg-lb") ?? node.querySelector("text");
  if (label) return label.getBBox();
  const line = node.querySelector(".dg-line");
  if (!line) return boxOf(node);
  const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
  return { x: x - 6, y: y - 6, width: 12, height: 12 };
};

/** A box of the drawing as a rectangle of the window. @param {SVGGElement} node @param {Box} box */
export const onScreen = (node, box) => {
  const matrix = node.ownerSVGElement.getScreenCTM();
  const a = new DOMPoint(box.x, box.y).matrixTransform(matrix);
  const b = new DOMPoint(box.x + box.width, box.y + box.height).matrixTransform(matrix);
  return new DOMRect(a.x, a.y, b.x - a.x, b.y - a.y);
};

/* Selecting and focus */
export const tell = (dg, name, detail, cancelable = false) =>
  dg.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable, detail }));

/** Bring an element into view: a viewport does it itself, else the page scrolls. */
const bring = (node) => {
  if (tell(node.closest(".dg"), "element:reveal", { node }, true)) {
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
};

/** Focus an element, which becomes the tab stop of its figure. @param {SVGGElement} node */
export const focusElement = (node, via = "script") => {
  const dg = node.closest(".dg");
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
  const node = document.activeElement?.closest(".dg [data-el]") ?? document.querySelector(".dg [data-el].is-selected");
  return node ? detailOf(node) : null;
};

/* Walking: right and left along edges, up and down in source order */
const alongEdge = (dg, item, forward) => {
  const { byKey, items } = indexOf(dg);
  if (isEdge(item)) {
    trails.set(dg, item.key);
    return byKey.get(endsOf(item, byKey)[forward ? 1 : 0]);
  }
  const side = forward ? 0 : 1;
  const edges = items.filter((one) => isEdge(one) && endsOf(one, byKey)[side] === item.key);
  const last = byKey.get(trails.get(dg));
  const at = edges.indexOf(last);
  // Back over the edge by which we came; forward over the next one after it.
  if (at >= 0) return forward ? edges[(at + 1) % edges.length] : last;
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
  const now = byKey.get(document.activeElement?.closest("[data-el]")?.dataset.el) ?? null;
  const index = items.indexOf(now);
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
  focusElement(dg.querySelector('[data-el][tabindex="0"]') ?? elementsOf(dg)[0], "walk");
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
  const node = event.target.closest(".dg [data-el]");
  if (node && /^(Arrow|Home$|End$)/.test(event.key)) {
    event.preventDefault();
    walk(node.closest(".dg"), event.key);
  } else if (node && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    select(node.closest(".dg"), node.dataset.el, { via: "key" });
  } else if (event.key === "e" && document.body.dataset.singleKeys !== "off") {
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    stepIn();
  }
});

/* The pointer: `hover.js` measures what is near; without it, an element is meant where it is painted. */
let meantBy = (dg, event) => {
  const part = event.target.closest("[data-el], [data-for]");
  return part && find(dg, part.dataset.el ?? part.dataset.for);
};
/** @param {(dg: Element, event: PointerEvent) => SVGGElement | null} measure */
export const measureBy = (measure) => {
  meantBy = measure;
};
document.addEventListener("click", (event) => {
  const dg = event.target instanceof Element && event.target.closest(".dg");
  const node = dg && !event.defaultPrevented && !dg.dataset.drawing && meantBy(dg, event);
  if (node) select(dg, node.dataset.el, { focus: true, via: "pointer" });
});
