// Pan and zoom of a figure. The view (zoom and place) belongs to the person who looks: only their own action
// or `reveal` changes it, and it is kept for the session.
//
// The picture lies in a scrolling box (`dg__view`) whose content is as large as the picture and the room left
// or above it, so touch, focus and assistive technology scroll it as they scroll anything.

import { announce } from "../ui.js";
import { all } from "../find.js";
import { elementList } from "./describe.js";
import { find, onScreen, spotOf } from "./elements.js";
import { followPointer } from "./gestures.js";
import "./hover.js";
import { pictureOf, sizeOf, stageOf } from "./stage.js";
import { leaveFull, toggleFull, toolbar } from "./toolbar.js";
import { fitted, hiddenSides, nextStep, openingZoom, placed, scrolled, scrollInto, shiftInto, zoomedAt } from "./zoom.js";

/** @import { Picture } from "./stage" */

const ARROW = 40;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [ARROW, 0], ArrowRight: [-ARROW, 0], ArrowUp: [0, ARROW], ArrowDown: [0, -ARROW] };

/** @type {WeakMap<Element, Viewport>} */
const viewports = new WeakMap();
const box = (/** @type {string} */ css) => Object.assign(document.createElement("div"), { className: css });
const px = (/** @type {number} */ value) => `${value}px`;

/** A figure with its picture in a frame, its toolbar and its list of elements. */
export class Viewport {
  view = box("dg__view");
  space = box("dg__space");
  port = box("dg__port");
  /** Where the picture lies; `own` once the person put it there. */
  place = { zoom: 1, x: 0, y: 0, own: false };
  isFull = false;
  /** The place to come back to from full screen. */
  before = this.place;
  lastRoom = { width: 0, height: 0 };
  saying = 0;

  /** @param {HTMLElement} dg @param {Picture} picture */
  constructor(dg, picture) {
    this.dg = dg;
    this.picture = picture;
    this.stage = stageOf(picture);
    this.isDrawing = picture instanceof SVGElement;
    const name = (dg.getAttribute("aria-label") ?? "Diagram").replace(/, scrollable$/, "");
    this.frame(name);
    this.list = elementList(dg);
    this.bar = toolbar(this, name);
    dg.prepend(this.bar.node);
    if (this.list) {
      this.list.hidden = true;
      dg.append(this.list);
    }
    this.restore();
    followPointer(this);
    this.listen();
  }

  /** @param {string} name of the figure */
  frame(name) {
    const { dg } = this;
    dg.setAttribute("role", "group");
    dg.setAttribute("aria-label", name);
    dg.removeAttribute("tabindex");
    dg.classList.add("is-view");
    this.view.tabIndex = 0;
    this.view.setAttribute("role", "group");
    this.view.setAttribute("aria-label", `${name}, picture: arrows move it, plus and minus zoom`);
    this.stage.before(this.port);
    this.port.append(this.view, box("dg__fade"));
    this.view.append(this.space);
    this.space.append(this.stage);
  }

  listen() {
    const { dg, view, picture } = this;
    dg.addEventListener("keydown", (event) => this.onKey(event));
    dg.addEventListener("element:reveal", (event) => {
      event.preventDefault();
      if (event.detail.node) this.reveal(event.detail.node);
    });
    view.addEventListener("scroll", () => this.onScroll(), { passive: true });
    if (!this.isDrawing) picture.addEventListener("load", () => this.restore());
    new ResizeObserver(() => this.onResize()).observe(view);
  }

  get size() {
    return sizeOf(this.picture);
  }

  get room() {
    return { width: this.view.clientWidth, height: this.view.clientHeight };
  }

  /** Put the picture somewhere. @param {Partial<import("./zoom").Place>} place @param {boolean} own the person did it */
  set(place, own = true) {
    const { size, room } = this;
    if (!size.width || !room.width) return;
    this.place = { ...placed({ ...this.place, ...place }, size, room), own: own || this.place.own };
    this.draw();
    if (own) this.keep();
  }

  draw() {
    const { zoom, x, y } = this.place;
    const { room, size, space, stage, view } = this;
    const [width, height] = [size.width * zoom, size.height * zoom];
    Object.assign(this.picture.style, { width: px(width), height: px(height), maxWidth: "none" });
    Object.assign(stage.style, { width: px(width), height: px(height), left: px(Math.max(0, x)), top: px(Math.max(0, y)) });
    space.style.width = px(scrolled(x, width, room.width));
    space.style.height = px(scrolled(y, height, room.height));
    view.scrollTo({ left: Math.max(0, -x), top: Math.max(0, -y), behavior: "instant" });
    this.dg.style.setProperty("--dg-zoom", String(zoom));
    this.bar.show(zoom);
    this.cue();
  }

  /** Fade the sides on which there is more. */
  cue() {
    this.dg.dataset.more = hiddenSides(this.place, this.size, this.room).join(" ");
  }

  onScroll() {
    const { place, view, stage } = this;
    if (!view.clientWidth) return; // hidden, or no longer on the page
    const x = stage.offsetLeft - view.scrollLeft;
    const y = stage.offsetTop - view.scrollTop;
    if (Math.abs(x - place.x) <= 1 && Math.abs(y - place.y) <= 1) return;
    Object.assign(place, { x, y, own: true });
    this.cue();
    this.keep();
  }

  onResize() {
    const { width, height } = this.room;
    if (width === this.lastRoom.width && height === this.lastRoom.height) return;
    this.lastRoom = { width, height };
    if (this.place.own) this.set({}, false);
    else this.open();
    this.lastRoom = this.room;
  }

  open() {
    const { size, view } = this;
    if (!size.width || !view.clientWidth) return;
    const most = parseFloat(getComputedStyle(view).maxHeight) || innerHeight;
    const zoom = openingZoom(size, { width: view.clientWidth, most }, this.isDrawing);
    view.style.height = `${Math.min(most, Math.ceil(size.height * zoom))}px`;
    this.set({ zoom, x: Math.max(0, (view.clientWidth - size.width * zoom) / 2), y: 0 }, false);
  }

  restore() {
    this.open();
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name) ?? "null");
      if (this.name && kept) this.set({ zoom: kept[0], x: kept[1], y: kept[2] });
    } catch {
      // Without storage every page opens anew.
    }
  }

  get name() {
    const key = this.dg.dataset.diagram || this.dg.id;
    return key ? `aie-view ${location.pathname} ${key}` : "";
  }

  keep() {
    const { zoom, x, y } = this.place;
    try {
      if (this.name && !this.isFull) sessionStorage.setItem(this.name, JSON.stringify([zoom, x, y]));
    } catch {
      // The view holds until the page is left.
    }
  }

  /* What people do */
  /** Zoom at a point of the window, else at the middle of the frame.
   * @param {number} zoom @param {{clientX: number, clientY: number}} [at] */
  zoomTo(zoom, at) {
    const { room, view } = this;
    const frame = view.getBoundingClientRect();
    const point = at
      ? { x: at.clientX - frame.x - view.clientLeft, y: at.clientY - frame.y - view.clientTop }
      : { x: room.width / 2, y: room.height / 2 };
    this.set(zoomedAt(this.place, zoom, point));
    this.say();
  }

  /** @param {boolean} up */
  step(up) {
    this.zoomTo(nextStep(this.place.zoom, up));
  }

  fit() {
    this.set(fitted(this.size, this.room));
    this.say();
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.set({ x: this.place.x + dx, y: this.place.y + dy });
  }

  say() {
    clearTimeout(this.saying);
    this.saying = window.setTimeout(() => announce(`Zoom ${Math.round(this.place.zoom * 100)} %`), 300);
  }

  /** Pan so that an element is in view; zoom out only where it is larger than the view. @param {Element} node */
  reveal(node) {
    const place = () => (node instanceof SVGGElement ? onScreen(node, spotOf(node)) : node.getBoundingClientRect());
    const { room } = this;
    const spot = place();
    const shrink = Math.min(1, (room.width - 8) / spot.width, (room.height - 8) / spot.height);
    if (shrink < 1) this.zoomTo(this.place.zoom * shrink);
    const at = place();
    const view = this.view.getBoundingClientRect();
    const dx = shiftInto(at.left, at.right, view.left, view.right);
    const dy = shiftInto(at.top, at.bottom, view.top, view.bottom);
    if (dx || dy) this.pan(dx, dy);
    scrollPageTo(this.dg, place());
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, .dg__list")) return;
    /** @type {Record<string, () => void>} */
    const keys = {
      "+": () => this.step(true),
      "=": () => this.step(true),
      "-": () => this.step(false),
      0: () => this.zoomTo(1),
      f: () => this.fit(),
    };
    const arrow = event.target === this.view ? ARROWS[event.key] : undefined;
    const action = arrow
        ? () => this.pan(...arrow)
        : document.body.dataset.singleKeys !== "off" && keys[event.key];
    if (!action) {
      if (event.key === "Escape" && this.isFull) leaveFull(this);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}

/** Scroll what holds a figure until a rectangle of the window is in sight. @param {HTMLElement} dg @param {DOMRect} rect */
const scrollPageTo = (dg, rect) => {
  let holder = dg.parentElement;
  while (holder && !(/auto|scroll/.test(getComputedStyle(holder).overflowY) && holder.scrollHeight > holder.clientHeight)) {
    holder = holder.parentElement;
  }
  const seen = holder?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const by = scrollInto(rect, { top: Math.max(0, seen.top), bottom: Math.min(innerHeight, seen.bottom) });
  if (by) (holder ?? document.scrollingElement)?.scrollBy({ top: by, behavior: "instant" });
};

/**
 * Give a figure its toolbar, pan and zoom. Doing it twice does nothing.
 * @param {HTMLElement} dg a `.dg` with an inline SVG or an `<img>`
 * @returns {Viewport | null} null when it holds no picture
 */
export const attach = (dg) => {
  const picture = viewports.has(dg) ? null : pictureOf(dg);
  if (picture) viewports.set(dg, new Viewport(dg, picture));
  return viewports.get(dg) ?? null;
};

/** Attach to all figures inside a part of the page. @param {ParentNode} root */
export const attachAll = (root = document) => {
  for (const dg of all(root, ".dg")) attach(dg);
};

/**
 * Bring an element of a figure into view, without changing the zoom unless it is larger than the frame.
 * @param {HTMLElement} dg @param {Element | string} element the element or its key
 */
export const reveal = (dg, element) => {
  const node = typeof element === "string" ? find(dg, element) : element;
  if (node) attach(dg)?.reveal(node);
};

/** Zoom (1 = 100 %) and left upper corner of the picture in its frame, in px. @param {Element} dg */
export const viewOf = (dg) => {
  const { zoom, x, y } = viewports.get(dg)?.place ?? { zoom: 1, x: 0, y: 0 };
  return { zoom, x, y };
};

/** Enter or leave full screen. @param {HTMLElement} dg */
export const fullScreen = (dg) => {
  const viewport = attach(dg);
  if (viewport) toggleFull(viewport);
};
