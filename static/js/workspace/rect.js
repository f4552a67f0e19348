// Drawing a rectangle by pointer and by keys. Works in percent; sizes on the screen come from the pad.

import { cornersOf, rounded, within } from "./shapes.js";

/** @import { Point, Rectangle } from "./shapes" */
/**
 * The picture that is drawn on: its size on the screen in px, and what of it is visible, in percent.
 * @typedef {{size: () => {width: number, height: number}, visible: () => Rectangle}} Surface
 */

const LEAST = 10; // px, the least side
const NAMES = ["left upper", "right upper", "right lower", "left lower"];

/** A rectangle in drawing. */
export class RectTool {
  keys =
    "Arrows move it, with Ctrl faster; Shift and arrows resize it; Tab changes the fixed corner; Enter keeps it; Escape cancels.";
  word = "rectangle";
  ready = true;
  open = false;
  showsCursor = false;
  pinned = 0;
  /** What the pointer has begun. @type {{grab?: Point, corner?: Point, before?: Rectangle} | null} */
  from = null;

  /** @param {Surface} pad @param {Rectangle} [initial] */
  constructor(pad, initial) {
    this.pad = pad;
    this.pristine = !initial;
    this.rect = initial ? { ...initial } : this.centred();
  }

  /** Half as wide and high as what is visible of the picture, in its middle. @returns {Rectangle} */
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
  get region() {
    return rounded(this.rect);
  }
  get status() {
    const [x, y, width, height] = [this.rect.x, this.rect.y, this.rect.width, this.rect.height].map(tenths);
    return `Rectangle ${width} by ${height} %, from left ${x} %, top ${y} %. Fixed: ${NAMES[this.pinned]} corner.`;
  }

  /* Pointer: a handle resizes, the inside moves, anywhere else a new one begins */
  /** @param {Point} point @param {number} handle its index, or -1 */
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

  /** @param {Point} point */
  move([x, y]) {
    if (!this.from) return;
    this.pristine = false;
    const { grab, corner } = this.from;
    if (grab) this.moveTo(x - grab[0], y - grab[1]);
    else if (corner) this.span(corner, [within(x), within(y)]);
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    const { rect } = this;
    this.rect = { ...rect, x: within(x, 0, 100 - rect.width), y: within(y, 0, 100 - rect.height) };
  }

  /** The rectangle between a fixed corner and another, never smaller than the least. @param {Point} fixed @param {Point} other */
  span([ax, ay], [bx, by]) {
    const { width, height } = this.least;
    const [[x, w], [y, h]] = [side(ax, bx, width), side(ay, by, height)];
    this.rect = { x, y, width: Math.min(w, 100 - x), height: Math.min(h, 100 - y) };
    this.pinned = by < ay ? (bx < ax ? 2 : 3) : bx < ax ? 1 : 0;
  }

  /** A press without a drag keeps what was there. @param {boolean} moved */
  up(moved) {
    if (!moved && this.from?.before) this.rect = this.from.before;
    this.from = null;
  }

  /** A stroke that is given up. */
  cancel() {
    this.from = null;
  }

  /** Nothing follows a pointer that is not pressed. */
  hover() {
    return false;
  }

  /** @param {number} dx in percent @param {number} dy @param {boolean} resize */
  arrow(dx, dy, resize) {
    this.pristine = false;
    const { rect, pinned } = this;
    if (!resize) {
      this.moveTo(rect.x + dx, rect.y + dy);
      return;
    }
    const [px, py] = this.points[pinned];
    const [ax, ay] = this.focus;
    const { width, height } = this.least;
    this.span([px, py], [within(keepSide(px, ax, ax + dx, width)), within(keepSide(py, ay, ay + dy, height))]);
    this.pinned = pinned;
  }

  /** @param {{key: string, shiftKey: boolean}} event @returns {boolean} whether the key is one of its own */
  key(event) {
    if (event.key !== "Tab") return false;
    this.pinned = (this.pinned + (event.shiftKey ? 3 : 1)) % 4;
    return true;
  }
}

/** "12.5", "12". @param {number} value */
const tenths = (value) => value.toFixed(1).replace(/\.0$/, "");

/**
 * One side from a fixed end to the other: where it begins, and how long it is. It turns around where the
 * least would not fit on the picture.
 * @param {number} fixed @param {number} other @param {number} least @returns {[number, number]}
 */
const side = (fixed, other, least) => {
  const size = Math.max(least, Math.abs(other - fixed));
  const back = other < fixed ? fixed - size >= 0 : fixed + size > 100;
  return [within(back ? fixed - size : fixed, 0, 100 - least), size];
};

/** A corner does not go past the fixed one. @param {number} fixed @param {number} was @param {number} value @param {number} least */
const keepSide = (fixed, was, value, least) =>
  was > fixed ? Math.max(value, fixed + least) : Math.min(value, fixed - least);
