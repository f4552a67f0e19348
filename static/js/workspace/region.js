// Regions of a diagram or image: drawing one, and showing those that are there.

import { around } from "../find.js";
import { announce } from "../ui.js";
import { PolygonTool } from "./polygon.js";
import { RectTool } from "./rect.js";
import { boundsOf, outline, putAt } from "./shapes.js";
import { pictureOf, sizeOf, stageOf } from "./stage.js";

export { showRegions } from "./regions.js";

/** @import { Point, Region } from "./shapes" */
/** @import { Picture } from "./stage" */

const STEP = 10;
const FAR = 50;
const DRAG = 4;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The layer over the picture on which a region is drawn. */
class Pad {
  said = this.box("dg-draw__said", { role: "status" }, "p");
  done = document.createElement("button");
  saying = 0;
  /** What had the focus before. @type {HTMLElement | SVGElement | null} */
  before = null;
  /** Ends the promise of `run`. @type {(region: Region | null) => void} */
  resolve = () => {};
  /** @type {HTMLElement[]} */
  handles = [];

  /** @param {HTMLElement} frame @param {Picture} picture @param {"rect" | "polygon"} shape @param {Region} [initial] */
  constructor(frame, picture, shape, initial) {
    this.picture = picture;
    this.dg = around(frame, ".dg") ?? frame;
    this.stage = stageOf(picture);
    this.layer = this.box("dg-draw", { tabindex: "0", role: "application", "aria-label": `Draw a ${shape}` });
    this.stage.append(this.layer);
    this.tool = toolFor(this, shape, initial);
    this.outline = outline("dg-draw__shape");
    this.cursor = this.box("dg-draw__cursor", {});
    this.layer.append(this.outline.svg, this.cursor);
    this.bar = this.makeBar();
  }

  /** @param {string} css @param {Record<string, string>} attributes @param {"div" | "p"} name @returns {HTMLElement} */
  box(css, attributes, name = "div") {
    const node = Object.assign(document.createElement(name), { className: css });
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  }

  /* The indicator: where the region lies, which keys there are, and the same for the pointer */
  makeBar() {
    const bar = this.box("dg-draw__bar", { role: "group", "aria-label": `Drawing a ${this.tool.word}` });
    const keys = this.box("dg-draw__keys", { id: `keys-${Math.random().toString(36).slice(2)}` }, "p");
    keys.textContent = this.tool.keys;
    this.layer.setAttribute("aria-describedby", keys.id);
    dress(this.done, `Use this ${this.tool.word}`, "btn--primary", () => this.finish());
    const cancel = dress(document.createElement("button"), "Cancel", "", () => this.end(null));
    bar.append(this.said, keys, this.done, cancel);
    const port = this.stage.closest(".dg__port");
    if (port) port.after(bar);
    else if (this.dg.matches(".dg")) this.dg.append(bar);
    else this.stage.after(bar);
    return bar;
  }

  /** Size of the picture on the screen, in px. */
  size() {
    const { width, height } = this.layer.getBoundingClientRect();
    const natural = sizeOf(this.picture);
    return { width: width || natural.width, height: height || natural.height };
  }

  /** What of the picture is visible, in percent. */
  visible() {
    const whole = this.layer.getBoundingClientRect();
    const view = (this.stage.closest(".dg__view, .dg") ?? this.stage).getBoundingClientRect();
    const [x, right] = percentSeen(whole.left, whole.right, view.left, view.right);
    const [y, bottom] = percentSeen(whole.top, whole.bottom, view.top, view.bottom);
    return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : { x: 0, y: 0, width: 100, height: 100 };
  }

  /** @param {PointerEvent} event @returns {Point} in percent */
  pointOf(event) {
    const { left, top, width, height } = this.layer.getBoundingClientRect();
    return [((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100];
  }

  draw(follow = false) {
    const { tool, layer, cursor } = this;
    this.outline.show(tool.points, tool.open);
    while (this.handles.length < tool.handles.length) {
      const handle = this.box("dg-draw__handle", {});
      this.handles.push(handle);
      layer.append(handle);
    }
    while (this.handles.length > tool.handles.length) this.handles.pop()?.remove();
    this.handles.forEach((handle, index) => {
      putAt(handle, tool.handles[index]);
      handle.classList.toggle("is-pinned", index === tool.pinned);
    });
    cursor.hidden = !tool.showsCursor;
    putAt(cursor, tool.focus);
    layer.classList.toggle("is-pristine", tool.pristine);
    this.done.disabled = !tool.ready;
    if (follow) (this.handles[tool.active] ?? cursor).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say();
  }

  /** Told once the keys rest, not at every step. */
  say() {
    clearTimeout(this.saying);
    this.saying = window.setTimeout(() => {
      this.said.textContent = this.tool.status;
    }, 150);
  }

  finish() {
    if (this.tool.ready) this.end(this.tool.region);
    else this.said.textContent = "A polygon needs at least three points.";
  }

  /** @param {Region | null} region */
  end(region) {
    clearTimeout(this.saying);
    const inside = this.layer.contains(document.activeElement) || this.bar.contains(document.activeElement);
    this.layer.remove();
    this.bar.remove();
    delete this.dg.dataset.drawing;
    if (inside) this.before?.focus({ preventScroll: true });
    announce(region ? "Region kept" : "Drawing cancelled");
    this.resolve(region);
  }

  /** @returns {Promise<Region | null>} */
  run() {
    const focused = document.activeElement;
    this.before = focused instanceof HTMLElement || focused instanceof SVGElement ? focused : null;
    this.dg.dataset.drawing = this.tool.word;
    this.layer.addEventListener("keydown", (event) => this.onKey(event));
    this.bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.onKey(event);
    });
    byPointer(this);
    this.draw();
    this.layer.focus({ preventScroll: true });
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { tool } = this;
    const arrow = ARROWS[event.key];
    if (event.key === "Escape") this.end(null);
    else if (event.key === "Enter") this.finish();
    else if (arrow && !event.altKey) {
      const { width, height } = this.size();
      const by = event.ctrlKey || event.metaKey ? FAR : STEP;
      tool.arrow((arrow[0] * by * 100) / width, (arrow[1] * by * 100) / height, event.shiftKey);
      this.draw(true);
    } else if (tool.key(event)) this.draw(true);
    else {
      // The single keys of the page rest; those of the zoom work.
      if (event.key.length === 1 && !"+=-0f".includes(event.key)) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @param {Pad} pad @param {"rect" | "polygon"} shape @param {Region} [initial] */
const toolFor = (pad, shape, initial) =>
  shape === "polygon"
    ? new PolygonTool(pad, initial && "points" in initial ? initial : undefined)
    : new RectTool(pad, initial && boundsOf(initial));

/** @param {HTMLButtonElement} button @param {string} text @param {string} css @param {() => void} act */
const dress = (button, text, css, act) => {
  Object.assign(button, { type: "button", className: `btn btn--sm ${css}`, textContent: text });
  button.addEventListener("click", act);
  return button;
};

/** The part of a stretch that is seen, in percent of it.
 * @param {number} start @param {number} end @param {number} low @param {number} high */
const percentSeen = (start, end, low, high) => {
  const size = end - start || 1;
  return [((Math.max(start, low) - start) / size) * 100, ((Math.min(end, high) - start) / size) * 100];
};

/* Mouse, pen and one finger; a second finger gives up the stroke, for it zooms */
/** @param {Pad} pad */
const byPointer = (pad) => {
  const { layer, tool } = pad;
  /** @type {{x: number, y: number, moved: boolean} | null} */
  let start = null;
  /** @param {PointerEvent} event @param {boolean} moved */
  const stop = (event, moved) => {
    if (!start) return;
    start = null;
    if (event.type === "pointerup" || moved) tool.up(moved);
    else tool.cancel();
    pad.draw();
  };
  layer.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (!event.isPrimary) {
      stop(event, true);
      return;
    }
    layer.setPointerCapture(event.pointerId);
    start = { x: event.clientX, y: event.clientY, moved: false };
    tool.down(pad.pointOf(event), pad.handles.findIndex((one) => one === event.target));
    layer.focus({ preventScroll: true });
    event.preventDefault();
  });
  layer.addEventListener("pointermove", (event) => {
    if (!start && event.pointerType === "mouse" && tool.hover(pad.pointOf(event))) pad.draw();
    if (!start || !event.isPrimary) return;
    start.moved ||= Math.hypot(event.clientX - start.x, event.clientY - start.y) > DRAG;
    if (!start.moved) return;
    tool.move(pad.pointOf(event));
    pad.draw();
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    layer.addEventListener(end, (event) => {
      if (event.isPrimary) stop(event, start?.moved ?? false);
    });
  }
  layer.addEventListener("click", (event) => event.stopPropagation());
  layer.addEventListener("dblclick", () => {
    if (tool.word === "polygon") pad.finish();
  });
};

/**
 * Let a person draw a region over a picture.
 * @param {HTMLElement} frame a `.dg`, attached or not, or anything around one SVG or `<img>`
 * @param {{shape?: "rect" | "polygon", initial?: Region}} options
 * @returns {Promise<Region | null>} in percent of the picture, two decimals; null when cancelled
 */
export const drawRegion = (frame, { shape = "rect", initial } = {}) => {
  const picture = pictureOf(frame);
  return picture ? new Pad(frame, picture, shape, initial).run() : Promise.resolve(null);
};
