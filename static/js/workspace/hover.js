// What lies under the pointer, at any zoom, and what is shown of it: an outline and a small label.

import {
  boxOf,
  detailOf,
  find,
  indexOf,
  isEdge,
  isFrame,
  measureBy,
  onScreen,
  spotOf,
  tell,
  titleOf,
} from "./elements.js";

const REACH = 8; // px around a line that still mean it
const LEAST = 24; // px, the least size of a target
const STEP = 6; // user units between samples of a curve
const BEHIND = 4; // px by which groups and frames stand behind nodes and edges

/** Boxes, lines and samples of lines, in user units. @type {WeakMap<Element, object>} */
const shapes = new WeakMap();

/* Distances from a point, Infinity beyond reach */
const toBox = (p, box) =>
  Math.hypot(Math.max(box.x - p.x, 0, p.x - box.x - box.width), Math.max(box.y - p.y, 0, p.y - box.y - box.height));
const toSegment = (p, a, b) => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
};
const shapeOf = (item) => {
  const { node } = item;
  if (shapes.has(node)) return shapes.get(node);
  const label = node.querySelector(".dg-lb, .dg-band")?.getBBox();
  const line = isEdge(item) ? (node.querySelector(".dg-hit") ?? node.querySelector(".dg-line")) : null;
  const shape = { box: line ? line.getBBox() : boxOf(node), label, line };
  if (isFrame(item)) shape.label = titleOf(node)?.getBBox();
  shapes.set(node, shape);
  return shape;
};
const toLine = (p, shape, reach) => {
  if (toBox(p, shape.box) > reach) return Infinity;
  if (!shape.points) {
    const length = shape.line.getTotalLength();
    const count = Math.min(400, Math.max(1, Math.ceil(length / STEP)));
    shape.points = Array.from({ length: count + 1 }, (_, i) => shape.line.getPointAtLength((length * i) / count));
  }
  let best = Infinity;
  for (let i = 1; i < shape.points.length; i += 1) best = Math.min(best, toSegment(p, shape.points[i - 1], shape.points[i]));
  return best <= reach ? best : Infinity;
};
const toEdge = (p, item, shape, scale) => {
  const line = shape.line ? toLine(p, shape, REACH / scale) : Infinity;
  const onLabel = shape.label && toBox(p, shape.label) === 0;
  return onLabel ? Math.min(line, item.kind === "message" ? BEHIND / scale : 0) : line;
};
const toNode = (p, item, shape, scale) => {
  const parts = [...item.node.querySelectorAll(".dg-s")].filter((one) => one.isPointInFill);
  const inside = parts.length > 0 ? parts.some((one) => one.isPointInFill(p)) : toBox(p, shape.box) === 0;
  if (inside) return -1;
  const { x, y, width, height } = shape.box;
  const [dx, dy] = [width, height].map((size) => Math.max(0, (LEAST / scale - size) / 2));
  const grown = { x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy };
  return (dx > 0 || dy > 0) && toBox(p, grown) === 0 ? toBox(p, shape.box) : Infinity;
};
const toFrame = (p, shape, scale) => {
  if (shape.label && toBox(p, shape.label) === 0) return 1 / scale;
  const { x, y, width, height } = shape.box;
  if (toBox(p, shape.box) > REACH / scale) return Infinity;
  const within = Math.min(Math.abs(p.x - x), Math.abs(p.x - x - width), Math.abs(p.y - y), Math.abs(p.y - y - height));
  return within <= REACH / scale ? within + BEHIND / scale : Infinity;
};

/**
 * The element that a point of the window means: the nearest within 8 px, nodes before edges before groups.
 * @param {Element} dg @param {number} clientX @param {number} clientY @returns {SVGGElement | null}
 */
export const elementAt = (dg, clientX, clientY) => {
  const { items } = indexOf(dg);
  const matrix = items[0]?.node.ownerSVGElement.getScreenCTM();
  if (!matrix || !matrix.a) return null;
  const p = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  let [best, found] = [Infinity, null];
  for (const item of items) {
    const shape = shapeOf(item);
    const measure = isEdge(item) ? toEdge : isFrame(item) ? (q, _, s, scale) => toFrame(q, s, scale) : toNode;
    const distance = measure(p, item, shape, matrix.a);
    if (distance < best || (distance === best && distance < Infinity && item.order > found.order)) [best, found] = [distance, item];
  }
  return found?.node ?? null;
};

/** What a pointer event means: a badge, the copy of a header, or what lies nearest. */
const meant = (dg, event) => {
  const { target } = event;
  if (target.closest("svg") !== indexOf(dg).items[0]?.node.ownerSVGElement) return null;
  const other = target.closest("[data-pin], .dg-again, text[data-for]");
  if (other) return find(dg, other.dataset.pin ?? other.dataset.for);
  // A click by a screen reader has no place.
  return event.clientX || event.clientY ? elementAt(dg, event.clientX, event.clientY) : target.closest("[data-el]");
};

measureBy(meant);

/* Hovering and focus show what would be commented */
const chip = Object.assign(document.createElement("div"), { className: "dg-chip", hidden: true, ariaHidden: "true" });
let shown = null;

/** @param {SVGGElement | null | undefined} node @param {PointerEvent} [at] */
const show = (node, at) => {
  if ((node ?? null) === shown) return;
  shown?.classList.remove("is-hover");
  const dg = (node ?? shown).closest(".dg");
  shown = node ?? null;
  chip.hidden = !node;
  if (node) {
    const { kind, label } = detailOf(node);
    node.classList.add("is-hover");
    chip.replaceChildren(Object.assign(document.createElement("b"), { textContent: kind }), ` ${label}`);
    dg.append(chip);
    place(dg, onScreen(node, spotOf(node)), at);
  }
  if (dg) tell(dg, "element:hover", node ? detailOf(node, at ? "pointer" : "walk") : null);
};
const place = (dg, spot, at) => {
  const frame = dg.getBoundingClientRect();
  const [x, top, bottom] = at ? [at.clientX, Math.min(at.clientY, spot.y), at.clientY + 12] : [spot.x + spot.width / 2, spot.y, spot.bottom];
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
    const dg = event.target instanceof Element ? event.target.closest(".dg") : null;
    const node = dg && !event.buttons && !dg.dataset.drawing ? meant(dg, event) : null;
    dg?.classList.toggle("is-over", Boolean(node));
    if (node || shown !== document.activeElement) show(node, event);
  });
});
document.addEventListener("focusin", (event) => {
  const node = event.target.closest(".dg [data-el]");
  show(node?.matches(":focus-visible") ? node : null);
});
document.addEventListener("focusout", () => show(null));
