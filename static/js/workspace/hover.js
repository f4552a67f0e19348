// What lies under the pointer, at any zoom, and what is shown of it: an outline and a small label.

import { all, around, maybe } from "../find.js";
import { boxOf, detailOf, find, indexOf, measureBy, onScreen, spotOf, tell, titleOf } from "./elements.js";
import { isEdge, isFrame } from "./names.js";
import { toBox, toFrame, toLine } from "./near.js";

/** @import { Box, Item } from "./elements" */
/** @import { Point } from "./near" */

const REACH = 8; // px around a line that still mean it
const LEAST = 24; // px, the least size of a target
const STEP = 6; // user units between samples of a curve
const BEHIND = 4; // px by which groups and frames stand behind nodes and edges

/** @typedef {{box: Box, label?: Box, line: SVGGeometryElement | null, points?: Point[]}} Shape in user units */
/** @type {WeakMap<Element, Shape>} */
const shapes = new WeakMap();

/** @param {Item} item @returns {Shape} */
const shapeOf = (item) => {
  const { node } = item;
  const known = shapes.get(node);
  if (known) return known;
  const label = isFrame(item) ? titleOf(node) : maybe(node, ".dg-lb, .dg-band", SVGGraphicsElement);
  const line = isEdge(item)
    ? (maybe(node, ".dg-hit", SVGGeometryElement) ?? maybe(node, ".dg-line", SVGGeometryElement))
    : null;
  const shape = { box: line ? line.getBBox() : boxOf(node), label: label?.getBBox(), line };
  shapes.set(node, shape);
  return shape;
};
/** Samples of a line, measured once. @param {Shape} shape @param {SVGGeometryElement} line */
const pointsOf = (shape, line) => {
  const length = line.getTotalLength();
  const count = Math.min(400, Math.max(1, Math.ceil(length / STEP)));
  shape.points ??= Array.from({ length: count + 1 }, (_, i) => line.getPointAtLength((length * i) / count));
  return shape.points;
};

/* Distances from a point, Infinity beyond reach */
/** @typedef {(p: DOMPoint, item: Item, shape: Shape, scale: number) => number} Distance */

/** @type {Distance} */
const toEdge = (p, item, shape, scale) => {
  const reach = REACH / scale;
  const near = shape.line !== null && toBox(p, shape.box) <= reach;
  const line = near && shape.line ? toLine(p, pointsOf(shape, shape.line), reach) : Infinity;
  const onLabel = shape.label && toBox(p, shape.label) === 0;
  return onLabel ? Math.min(line, item.kind === "message" ? BEHIND / scale : 0) : line;
};
/** @type {Distance} */
const toNode = (p, item, shape, scale) => {
  const parts = all(item.node, ".dg-s", SVGGeometryElement);
  const inside = parts.length > 0 ? parts.some((one) => one.isPointInFill(p)) : toBox(p, shape.box) === 0;
  if (inside) return -1;
  const { x, y, width, height } = shape.box;
  const [dx, dy] = [width, height].map((size) => Math.max(0, (LEAST / scale - size) / 2));
  const grown = { x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy };
  return (dx > 0 || dy > 0) && toBox(p, grown) === 0 ? toBox(p, shape.box) : Infinity;
};
/** @type {Distance} */
const toGroup = (p, _item, shape, scale) => {
  if (shape.label && toBox(p, shape.label) === 0) return 1 / scale;
  return toFrame(p, shape.box, REACH / scale) + BEHIND / scale;
};
/** @param {Item} item */
const distanceTo = (item) => {
  if (isEdge(item)) return toEdge;
  return isFrame(item) ? toGroup : toNode;
};

/**
 * The element that a point of the window means: the nearest within 8 px, nodes before edges before groups.
 * @param {Element} dg @param {number} clientX @param {number} clientY @returns {SVGGElement | null}
 */
export const elementAt = (dg, clientX, clientY) => {
  const { items } = indexOf(dg);
  const matrix = items[0]?.node.ownerSVGElement?.getScreenCTM();
  if (!matrix?.a) return null;
  const p = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  let best = Infinity;
  /** @type {Item | null} */
  let found = null;
  for (const item of items) {
    const distance = distanceTo(item)(p, item, shapeOf(item), matrix.a);
    const onTop = found !== null && distance === best && item.order > found.order;
    if (distance < best || onTop) [best, found] = [distance, item];
  }
  return found?.node ?? null;
};

/**
 * What a pointer event means: a badge, the copy of a header, or what lies nearest.
 * @param {Element} dg @param {MouseEvent} event @returns {SVGGElement | null}
 */
const meant = (dg, event) => {
  const { target } = event;
  const svg = around(target, "svg", SVGSVGElement);
  if (!svg || svg !== indexOf(dg).items[0]?.node.ownerSVGElement) return null;
  const other = around(target, "[data-pin], .dg-again, text[data-for]", SVGElement);
  if (other) return find(dg, other.dataset.pin ?? other.dataset.for ?? "");
  // A click by a screen reader has no place.
  return event.clientX || event.clientY ? elementAt(dg, event.clientX, event.clientY) : around(target, "[data-el]", SVGGElement);
};

measureBy(meant);

/* Hovering and focus show what would be commented */
const chip = Object.assign(document.createElement("div"), { className: "dg-chip", hidden: true, ariaHidden: "true" });
/** @type {SVGGElement | null} */
let shown = null;

/** @param {SVGGElement | null} node @param {PointerEvent} [at] */
const show = (node, at) => {
  if (node === shown) return;
  shown?.classList.remove("is-hover");
  const dg = around(node ?? shown, ".dg");
  shown = node;
  chip.hidden = !node;
  if (node && dg) {
    const { kind, label } = detailOf(node);
    node.classList.add("is-hover");
    chip.replaceChildren(Object.assign(document.createElement("b"), { textContent: kind }), ` ${label}`);
    dg.append(chip);
    place(dg, onScreen(node, spotOf(node)), at);
  }
  if (dg) tell(dg, "element:hover", node ? detailOf(node, at ? "pointer" : "walk") : null);
};
/** @param {HTMLElement} dg @param {DOMRect} spot @param {PointerEvent} [at] */
const place = (dg, spot, at) => {
  const frame = dg.getBoundingClientRect();
  const [x, top, bottom] = at
    ? [at.clientX, Math.min(at.clientY, spot.y), at.clientY + 12]
    : [spot.x + spot.width / 2, spot.y, spot.bottom];
  const [width, height] = [chip.offsetWidth, chip.offsetHeight];
  const left = Math.max(4, Math.min(x - frame.x - width / 2, dg.clientWidth - width - 4));
  const above = top - frame.y - height - 12;
  chip.style.left = `${left + dg.scrollLeft}px`;
  chip.style.top = `${(above > 0 ? above : Math.min(bottom - frame.y + 8, dg.clientHeight - height - 4)) + dg.scrollTop}px`;
};

let frame = 0;
document.addEventListener("pointermove", (event) => {
  cancelAnimationFrame(frame);
  if (event.pointerType === "touch") return;
  frame = requestAnimationFrame(() => {
    const dg = around(event.target, ".dg");
    const node = dg && !event.buttons && !dg.dataset.drawing ? meant(dg, event) : null;
    dg?.classList.toggle("is-over", Boolean(node));
    if (node || shown !== document.activeElement) show(node, event);
  });
});
document.addEventListener("focusin", (event) => {
  const node = around(event.target, ".dg [data-el]", SVGGElement);
  show(node?.matches(":focus-visible") ? node : null);
});
document.addEventListener("focusout", () => show(null));
