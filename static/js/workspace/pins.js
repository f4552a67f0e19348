// Counts of comments and marks of findings in a drawn diagram. Badges keep their size at any zoom
// (`--dg-zoom` of the figure); for screen readers the counts are part of the name of the element.

import { boxOf, find, indexOf, nameOf, spotOf } from "./elements.js";
import { isEdge } from "./names.js";

/** @import { Item } from "./elements" */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 18;
const GAP = 2;

/** @typedef {{count: number, open?: number, tone?: string, title?: string}} Pin */

/** @param {string} name @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
const svg = (name, attributes, ...children) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
};
/** @param {number} n @param {string} one */
const words = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;
/** @param {Pin} pin */
const openOf = ({ count, open = count }) => open;

/** What a pin says: "2 open comments", or "3 comments, none open". @param {Pin} pin */
const said = (pin) => {
  const open = openOf(pin);
  return open > 0 ? words(open, "open comment") : `${words(pin.count, "comment")}, none open`;
};

/** @typedef {{tone?: string, title: string, done?: boolean}} Look */

/** One badge whose right edge is at `right`, in px; returns it and its left edge.
 * @param {string} text @param {number} right @param {Look} look */
const badge = (text, right, { tone, title, done }) => {
  const width = Math.max(20, 10 + 7 * text.length);
  const x = right - width;
  const look = `dg-badge${done ? " is-done" : ""}`;
  const group = svg(
    "g",
    { class: look, ...(tone ? { "data-tone": tone } : {}) },
    svg("title", {}, title),
    svg("rect", { class: "dg-badge__target", x: x - 2, y: -12, width: width + 4, height: 24 }),
    svg("rect", { x, y: -HEIGHT / 2, width, height: HEIGHT, rx: HEIGHT / 2 }),
    svg("text", { x: x + width / 2, y: 4, "text-anchor": "middle" }, text),
  );
  return { group, left: x - GAP };
};

/** Where badges stand: an edge and the middle, in user units, inside the picture. @param {Item} item */
const cornerOf = (item) => {
  const { x, y, leftwards } = besideOf(item);
  const page = item.node.ownerSVGElement?.viewBox.baseVal ?? new DOMRect();
  const inside = { x: Math.min(x, page.x + page.width - (leftwards ? 1 : 22)), y: Math.max(y, page.y + HEIGHT / 2 + 1) };
  return { ...inside, leftwards };
};
/** @param {Item} item */
const besideOf = (item) => {
  const titled = item.kind === "group";
  const box = isEdge(item) || titled ? spotOf(item.node) : boxOf(item.node);
  const right = box.x + box.width;
  if (titled) return { x: right + 6, y: box.y + box.height / 2, leftwards: false };
  if (item.kind === "message") return { x: right + 4, y: box.y + box.height / 2, leftwards: false };
  // Above the end of a label, clear of the line and its head.
  if (isEdge(item)) return { x: right - 6, y: box.y - 5, leftwards: false };
  return { x: right + 6, y: box.y - 1, leftwards: true };
};

/** @param {Item} item @param {Pin | undefined} pin */
const pinOf = (item, pin) => {
  const findings = item.node.dataset.mark?.split(" ").length ?? 0;
  if (!pin && findings === 0) return null;
  /** @type {Element[]} */
  const badges = [];
  let right = 0;
  /** @param {string} text @param {Look} look */
  const add = (text, look) => {
    const made = badge(text, right, look);
    badges.push(made.group);
    right = made.left;
  };
  if (pin) {
    const shown = openOf(pin) || pin.count;
    const title = pin.title || said(pin);
    add(shown > 99 ? "99+" : String(shown), { tone: pin.tone, title, done: openOf(pin) === 0 });
  }
  if (findings) add("!", { tone: item.node.dataset.tone, title: words(findings, "finding") });
  const { x, y, leftwards } = cornerOf(item);
  const shift = leftwards ? 0 : -right - GAP;
  const size = svg("g", { class: "dg-pin__size" }, svg("g", { transform: `translate(${shift})` }, ...badges));
  return svg("g", { class: "dg-pin", "data-pin": item.key, transform: `translate(${x} ${y})` }, size);
};

/** @param {Item} item @param {Pin | undefined} pin */
const rename = (item, pin) => {
  const { node } = item;
  node.dataset.name ??= nameOf(node);
  const findings = node.dataset.mark?.split(" ").length ?? 0;
  const parts = [pin && said(pin), findings && words(findings, "finding")].filter(Boolean);
  node.setAttribute("aria-label", [node.dataset.name, ...parts].join(". "));
  node.classList.toggle("is-commented", Boolean(pin));
};

/**
 * Show counts of comments in a figure, and its findings beside them; replaces what was shown before.
 * Fires `element:pins` {detail: {counts}} on the figure.
 * @param {Element} dg
 * @param {Map<string, Pin>} counts by key of the element; `open` is `count` where it is not given, `tone` one
 *   of the tones of the site, `title` what the badge says on hover
 * @returns {string[]} keys for which the drawing has no element
 */
export const pins = (dg, counts) => {
  const { items } = indexOf(dg);
  dg.querySelector(".dg-pins")?.remove();
  if (items.length > 0) {
    const layer = svg("g", { class: "dg-pins", "aria-hidden": "true" });
    /** @param {Item} item */
    const pinFor = ({ key }) => [counts.get(key)].find((pin) => pin && pin.count > 0);
    // All measuring comes before all changing: in turn, each measure would lay the drawing out again.
    const badges = items.map((item) => pinOf(item, pinFor(item)));
    for (const [index, item] of items.entries()) {
      const [made, pin] = [badges[index], pinFor(item)];
      if (made) layer.append(made);
      if (made || item.node.dataset.name) rename(item, pin);
    }
    items[0].node.ownerSVGElement?.append(layer);
  }
  dg.dispatchEvent(new CustomEvent("element:pins", { bubbles: true, detail: { counts } }));
  return [...counts.keys()].filter((key) => !find(dg, key));
};
