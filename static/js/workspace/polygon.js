// Drawing a polygon point by point, by pointer and by keys. Works in percent.

import { roundedPoints, within } from "./shapes.js";

/** @import { Point } from "./shapes" */

const LEAST = 3;
const APART = 4; // px: two clicks this near are one
const NONE = -1;

/** A point inside the picture. @param {Point} point @returns {Point} */
const inside = ([x, y]) => [within(x), within(y)];

/** A polygon in drawing. */
export class PolygonTool {
  keys =
    "Arrows move the cursor, with Ctrl faster; Space sets a point; Backspace takes the last one back; Enter closes it; Escape cancels. " +
    "By pointer: click the points, double click closes.";
  word = "polygon";
  active = NONE;
  pinned = NONE;
  pristine = false;
  /** The point that the pointer holds. */
  held = NONE;
  hovered = false;
  showsCursor = true;

  /** @param {import("./rect").Surface} pad @param {{points: Point[]}} [initial] */
  constructor(pad, initial) {
    this.pad = pad;
    /** @type {Point[]} */
    this.set = initial ? initial.points.map(([x, y]) => [x, y]) : [];
    const { x, y, width, height } = pad.visible();
    /** @type {Point} */
    this.cursor = [x + width / 2, y + height / 2];
  }

  get points() {
    const open = this.showsCursor || this.hovered ? [this.cursor] : [];
    return [...this.set, ...open];
  }
  get handles() {
    return this.set;
  }
  get focus() {
    return this.cursor;
  }
  get ready() {
    return this.set.length >= LEAST;
  }
  get open() {
    return !this.ready;
  }
  get region() {
    return { points: roundedPoints(this.set) };
  }
  get status() {
    const [x, y] = this.cursor.map((value) => value.toFixed(1).replace(/\.0$/, ""));
    const n = this.set.length;
    const more = n < LEAST ? `, ${LEAST - n} more needed` : "";
    return `Polygon with ${n} point${n === 1 ? "" : "s"}${more}. Cursor at left ${x} %, top ${y} %.`;
  }

  /** Whether two points are one on the screen. @param {Point} one @param {Point} other */
  near([x, y], [a, b]) {
    const { width, height } = this.pad.size();
    return Math.hypot(((x - a) / 100) * width, ((y - b) / 100) * height) <= APART;
  }

  /** @param {Point} point */
  add(point) {
    const last = this.set.at(-1);
    if (!last || !this.near(last, point)) this.set.push([...point]);
  }

  /** @param {Point} point @param {number} handle index of the point that is pressed, or -1 */
  down(point, handle) {
    this.showsCursor = false;
    this.held = handle;
    this.cursor = inside(point);
  }

  /** @param {Point} point */
  move(point) {
    this.cursor = inside(point);
    if (this.held !== NONE) this.set[this.held] = [...this.cursor];
  }

  /** @param {boolean} moved */
  up(moved) {
    if (this.held === NONE) this.add(this.cursor);
    else if (!moved) this.cursor = [...this.set[this.held]];
    this.held = NONE;
  }

  /** A stroke that is given up. */
  cancel() {
    this.held = NONE;
  }

  /** The pointer moves without being pressed: the next side follows it. @param {Point} point */
  hover(point) {
    this.hovered = this.set.length > 0;
    this.cursor = inside(point);
    return true;
  }

  /** @param {number} dx in percent @param {number} dy */
  arrow(dx, dy) {
    this.showsCursor = true;
    this.cursor = inside([this.cursor[0] + dx, this.cursor[1] + dy]);
  }

  /** @param {{key: string}} event @returns {boolean} whether the key is one of its own */
  key(event) {
    if (event.key === " ") {
      this.showsCursor = true;
      this.add(this.cursor);
    } else if (event.key === "Backspace") this.set.pop();
    else return false;
    return true;
  }
}
