// Pan and zoom of a figure. The view (zoom and place) belongs to the person who looks: only their own action
// or `reveal` changes it, and it is kept for the session.
//
// The picture lies in a scrolling box (`dg__view`) whose content is as large as the picture and the room left
// or above it, so touch, focus and assistive technology scroll it as they scroll anything.

import { announce } from "../ui.js";
import { elementList } from "./describe.js";
import { find, onScreen, spotOf } from "./elements.js";
import { followPointer } from "./gestures.js";
import "./hover.js";
import { pictureOf, sizeOf, stageOf } from "./stage.js";
import { leaveFull, toggleFull, toolbar } from "./toolbar.js";

const LEAST = 0.1;
const MOST = 8;
const STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8];
const READABLE = 10 / 12; // the smallest text of a drawing is 12 px and never falls below 10 by itself
const FIT_MOST = 2;
const STAYS = 48; // px of the picture that stay in the frame
const ARROW = 40;
const ROOM = 24; // px around what is revealed

/** @type {WeakMap<Element, Viewport>} */
const viewports = new WeakMap();
const between = (low, value, high) => Math.min(Math.max(value, low), Math.max(low, high));

class Viewport {
  /** @param {HTMLElement} dg */
  constructor(dg) {
    this.dg = dg;
    this.picture = pictureOf(dg);
    this.stage = stageOf(dg);
    this.isDrawing = this.picture instanceof SVGElement;
    this.place = { zoom: 1, x: 0, y: 0, own: false };
    this.build();
    this.restore();
    followPointer(this);
    this.listen();
  }

  /* The frame */
  build() {
    const { dg } = this;
    const name = (dg.getAttribute("aria-label") ?? "Diagram").replace(/, scrollable$/, "");
    dg.setAttribute("role", "group");
    dg.setAttribute("aria-label", name);
    dg.removeAttribute("tabindex");
    dg.classList.add("is-view");
    const box = (css) => Object.assign(document.createElement("div"), { className: css });
    [this.view, this.space, this.port] = [box("dg__view"), box("dg__space"), box("dg__port")];
    this.view.tabIndex = 0;
    this.view.setAttribute("role", "group");
    this.view.setAttribute("aria-label", `${name}, picture: arrows move it, plus and minus zoom`);
    this.stage.before(this.port);
    this.port.append(this.view, box("dg__fade"));
    this.view.append(this.space);
    this.space.append(this.stage);
    this.list = elementList(dg);
    this.bar = toolbar(this, name);
    dg.prepend(this.bar.node);
    if (this.list) {
      this.list.hidden = true;
      dg.append(this.list);
    }
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

  /* Where the picture lies: zoom, and its left upper corner in the view, in px */
  set({ zoom = this.place.zoom, x = this.place.x, y = this.place.y, own = true }) {
    const { size, room } = this;
    if (!size.width || !room.width) return;
    const scale = between(LEAST, zoom, MOST);
    const [width, height] = [size.width * scale, size.height * scale];
    const least = { x: Math.min(STAYS, width), y: Math.min(STAYS, height) };
    this.place = {
      zoom: scale,
      x: between(least.x - width, x, room.width - least.x),
      y: between(least.y - height, y, room.height - least.y),
      own: own || this.place.own,
    };
    this.draw(width, height);
    if (own) this.keep();
  }

  draw(width, height) {
    const { zoom, x, y } = this.place;
    const { room, space, stage, view } = this;
    const px = (value) => `${value}px`;
    Object.assign(this.picture.style, { width: px(width), height: px(height), maxWidth: "none" });
    Object.assign(stage.style, { width: px(width), height: px(height), left: px(Math.max(0, x)), top: px(Math.max(0, y)) });
    // What scrolls: the room before the picture, the picture, and what is missing for the place to be reached.
    space.style.width = px(Math.max(Math.max(0, x) + width, x < 0 ? room.width - x : 0));
    space.style.height = px(Math.max(Math.max(0, y) + height, y < 0 ? room.height - y : 0));
    view.scrollTo({ left: Math.max(0, -x), top: Math.max(0, -y), behavior: "instant" });
    this.dg.style.setProperty("--dg-zoom", String(zoom));
    this.bar.show(zoom);
    this.cue(width, height);
  }

  /** Fade the sides on which there is more. */
  cue(width, height) {
    const { x, y } = this.place;
    const { room } = this;
    const more = { left: x < -1, right: x + width > room.width + 1, up: y < -1, down: y + height > room.height + 1 };
    this.dg.dataset.more = Object.keys(more).filter((side) => more[side]).join(" ");
  }

  onScroll() {
    const { place, view, stage, size } = this;
    if (!view.clientWidth) return; // hidden, or no longer on the page
    const x = stage.offsetLeft - view.scrollLeft;
    const y = stage.offsetTop - view.scrollTop;
    if (Math.abs(x - place.x) <= 1 && Math.abs(y - place.y) <= 1) return;
    Object.assign(place, { x, y, own: true });
    this.cue(size.width * place.zoom, size.height * place.zoom);
    this.keep();
  }

  onResize() {
    const { width, height } = this.room;
    if (width === this.lastRoom?.width && height === this.lastRoom?.height) return;
    this.lastRoom = { width, height };
    if (this.place.own) this.set({ own: false });
    else this.open();
    this.lastRoom = this.room;
  }

  /* How it opens: at 100 % if the frame is high enough, else as wide as the frame and readable */
  open() {
    const { size, view } = this;
    if (!size.width || !view.clientWidth) return;
    const most = parseFloat(getComputedStyle(view).maxHeight) || innerHeight;
    const wide = Math.min(1, view.clientWidth / size.width);
    const zoom = !this.isDrawing ? wide : size.height <= most ? 1 : Math.max(READABLE, wide);
    view.style.height = `${Math.min(most, Math.ceil(size.height * zoom))}px`;
    this.set({ zoom, x: Math.max(0, (view.clientWidth - size.width * zoom) / 2), y: 0, own: false });
  }

  restore() {
    this.open();
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name) ?? "null");
      if (this.name && kept) this.set({ zoom: kept[0], x: kept[1], y: kept[2], own: true });
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
  zoomTo(zoom, at = null) {
    const box = this.view.getBoundingClientRect();
    const { place, room } = this;
    const x = at ? at.clientX - box.x - this.view.clientLeft : room.width / 2;
    const y = at ? at.clientY - box.y - this.view.clientTop : room.height / 2;
    const factor = between(LEAST, zoom, MOST) / place.zoom;
    this.set({ zoom, x: x - (x - place.x) * factor, y: y - (y - place.y) * factor });
    this.say();
  }

  step(up) {
    const { zoom } = this.place;
    const next = up ? STEPS.find((one) => one > zoom * 1.01) : STEPS.findLast((one) => one < zoom * 0.99);
    this.zoomTo(next ?? zoom);
  }

  fit() {
    const { size, room } = this;
    const zoom = between(LEAST, Math.min(room.width / size.width, room.height / size.height, FIT_MOST), MOST);
    this.set({ zoom, x: (room.width - size.width * zoom) / 2, y: (room.height - size.height * zoom) / 2 });
    this.say();
  }

  pan(dx, dy) {
    this.set({ x: this.place.x + dx, y: this.place.y + dy });
  }

  say() {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => announce(`Zoom ${Math.round(this.place.zoom * 100)} %`), 300);
  }

  /** Pan so that an element is in view; zoom out only where it is larger than the view. */
  reveal(node) {
    const box = node instanceof SVGElement ? () => onScreen(node, spotOf(node)) : () => node.getBoundingClientRect();
    const { room } = this;
    const spot = box();
    const shrink = Math.min(1, (room.width - 8) / spot.width, (room.height - 8) / spot.height);
    if (shrink < 1) this.zoomTo(this.place.zoom * shrink);
    const at = box();
    const view = this.view.getBoundingClientRect();
    const by = (start, end, low, high) => {
      const margin = Math.min(ROOM, Math.max(0, (high - low - (end - start)) / 2));
      return start < low + margin ? low + margin - start : end > high - margin ? high - margin - end : 0;
    };
    const [dx, dy] = [by(at.left, at.right, view.left, view.right), by(at.top, at.bottom, view.top, view.bottom)];
    if (dx || dy) this.pan(dx, dy);
    scrollPageTo(this.dg, box());
  }

  onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, .dg__list")) return;
    const arrows = { ArrowLeft: [ARROW, 0], ArrowRight: [-ARROW, 0], ArrowUp: [0, ARROW], ArrowDown: [0, -ARROW] };
    const keys = {
      "+": () => this.step(true),
      "=": () => this.step(true),
      "-": () => this.step(false),
      0: () => this.zoomTo(1),
      f: () => this.fit(),
    };
    const action =
      event.target === this.view && arrows[event.key]
        ? () => this.pan(...arrows[event.key])
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

/** Scroll what holds a figure until a rectangle of the window is in sight. */
const scrollPageTo = (dg, rect) => {
  let holder = dg.parentElement;
  while (holder && !(/auto|scroll/.test(getComputedStyle(holder).overflowY) && holder.scrollHeight > holder.clientHeight)) {
    holder = holder.parentElement;
  }
  const seen = holder?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const top = Math.max(0, seen.top) + ROOM;
  const bottom = Math.min(innerHeight, seen.bottom) - ROOM;
  const by = rect.top < top ? rect.top - top : rect.bottom > bottom ? rect.bottom - bottom : 0;
  if (by) (holder ?? document.scrollingElement).scrollBy({ top: by, behavior: "instant" });
};

/**
 * Give a figure its toolbar, pan and zoom. Doing it twice does nothing.
 * @param {HTMLElement} dg a `.dg` with an inline SVG or an `<img>`
 * @returns {Viewport | null} null when it holds no picture
 */
export const attach = (dg) => {
  if (!viewports.has(dg) && pictureOf(dg)) viewports.set(dg, new Viewport(dg));
  return viewports.get(dg) ?? null;
};

/** Attach to all figures inside a part of the page. @param {ParentNode} root */
export const attachAll = (root = document) => {
  for (const dg of root.querySelectorAll(".dg")) attach(dg);
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
