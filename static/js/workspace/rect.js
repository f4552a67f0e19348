// Drawing a rectangle by pointer and by keys. Works in percent; sizes on the screen come from the pad.

import { cornersOf, rounded, within } from "./shapes.js";

const LEAST = 10; // px, the least side
const NAMES = ["left upper", "right upper", "right lower", "left lower"];

/** A rectangle in drawing; `pad` gives the picture's size on the screen and what of it is visible. */
export class RectTool {
  keys = "Arrows move it, with Ctrl faster; Shift and arrows resize it; Tab changes the fixed corner; Enter keeps it; Escape cancels.";
  word = "rectangle";

  constructor(pad, initial) {
    this.pad = pad;
    this.pinned = 0;
    this.pristine = !initial;
    this.rect = initial ? { ...initial } : this.centred();
  }

  /** Half as wide and high as what is visible of the picture, in its middle. */
  centred() {
    const { x, y, width, height } = this.pad.visible();
    return { x: x + width / 4, y: y + height / 4, width: width / 2, height: height / 2 };
  }

  get least() {
    const { width, height } = this.pad.size();
    return { width: Math.min(100, (LEAST / width) * 100), height: Math.min(100, (LEAST / height) * 100) };
  }

  get points() {
    return cornersOf(this.rect);
  }
  get handles() {
    return this.points;
  }
  /** The corner that moves; the one opposite to it is fixed. */
  get active() {
    return (this.pinned + 2) % 4;
  }
  get focus() {
    return this.points[this.active];
  }
  get ready() {
    return true;
  }
  get region() {
    return rounded(this.rect);
  }
  get status() {
    const { x, y, width, height } = this.rect;
    const n = (value) => value.toFixed(1).replace(/\.0$/, "");
    return `Rectangle ${n(width)} by ${n(height)} %, from left ${n(x)} %, top ${n(y)} %. Fixed: ${NAMES[this.pinned]} corner.`;
  }

  /* Pointer: a handle resizes, the inside moves, anywhere else a new one begins */
  down([x, y], handle) {
    const { rect } = this;
    const inside = x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height;
    if (handle >= 0) {
      this.pinned = (handle + 2) % 4;
      this.from = { corner: this.points[this.pinned] };
    } else if (inside && !this.pristine) {
      this.from = { grab: [x - rect.x, y - rect.y] };
    } else {
      this.from = { corner: [x, y], before: { ...rect } };
    }
  }

  move([x, y]) {
    const { from, rect } = this;
    if (!from) return;
    this.pristine = false;
    if (from.grab) {
      this.rect = { ...rect, x: within(x - from.grab[0], 0, 100 - rect.width), y: within(y - from.grab[1], 0, 100 - rect.height) };
    } else this.span(from.corner, [within(x), within(y)]);
  }

  /** The rectangle between a fixed corner and another, never smaller than the least. */
  span([ax, ay], [bx, by]) {
    const { width, height } = this.least;
    const side = (fixed, other, least) => {
      const size = Math.max(least, Math.abs(other - fixed));
      const back = other < fixed ? fixed - size >= 0 : fixed + size > 100;
      return [within(back ? fixed - size : fixed, 0, 100 - least), size];
    };
    const [[x, w], [y, h]] = [side(ax, bx, width), side(ay, by, height)];
    this.rect = { x, y, width: Math.min(w, 100 - x), height: Math.min(h, 100 - y) };
    this.pinned = by < ay ? (bx < ax ? 2 : 3) : bx < ax ? 1 : 0;
  }

  /** A press without a drag keeps what was there. */
  up(moved) {
    if (!moved && this.from?.before) this.rect = this.from.before;
    this.from = null;
  }

  /* Keys; dx and dy are in percent */
  arrow(dx, dy, resize) {
    this.pristine = false;
    const { rect } = this;
    if (!resize) {
      this.rect = { ...rect, x: within(rect.x + dx, 0, 100 - rect.width), y: within(rect.y + dy, 0, 100 - rect.height) };
      return;
    }
    const [px, py] = this.points[this.pinned];
    const [ax, ay] = this.focus;
    const { width, height } = this.least;
    const keepSide = (fixed, was, value, least) => (was > fixed ? Math.max(value, fixed + least) : Math.min(value, fixed - least));
    const to = [within(keepSide(px, ax, ax + dx, width)), within(keepSide(py, ay, ay + dy, height))];
    const pinned = this.pinned;
    this.span([px, py], to);
    this.pinned = pinned;
  }

  key(event) {
    if (event.key !== "Tab") return false;
    this.pinned = (this.pinned + (event.shiftKey ? 3 : 1)) % 4;
    return true;
  }
}
