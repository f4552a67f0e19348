// Drawing a polygon point by point, by pointer and by keys. Works in percent.

import { roundedPoints, within } from "./shapes.js";

const LEAST = 3;
const APART = 4; // px: two clicks this near are one

/** A polygon in drawing; `pad` gives the picture's size on the screen and what of it is visible. */
export class PolygonTool {
  keys = "Arrows move the cursor, with Ctrl faster; Space sets a point; Backspace takes the last one back; Enter closes it; Escape cancels. By pointer: click the points, double click closes.";
  word = "polygon";
  active = -1;

  constructor(pad, initial) {
    this.pad = pad;
    this.set = initial ? initial.points.map((point) => [...point]) : [];
    const { x, y, width, height } = pad.visible();
    this.cursor = [x + width / 2, y + height / 2];
    this.showsCursor = true;
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

  near([x, y], [a, b]) {
    const { width, height } = this.pad.size();
    return Math.hypot(((x - a) / 100) * width, ((y - b) / 100) * height) <= APART;
  }

  add(point) {
    const last = this.set.at(-1);
    if (!last || !this.near(last, point)) this.set.push([...point]);
  }

  down(point, handle) {
    this.showsCursor = false;
    this.held = handle;
    this.cursor = point.map((value) => within(value));
  }

  move(point) {
    this.cursor = point.map((value) => within(value));
    if (this.held >= 0) this.set[this.held] = [...this.cursor];
  }

  up(moved) {
    if (!(this.held >= 0)) this.add(this.cursor);
    else if (!moved) this.cursor = [...this.set[this.held]];
    this.held = -1;
  }

  /** The pointer moves without being pressed: the next side follows it. */
  hover(point) {
    this.hovered = this.set.length > 0;
    this.cursor = point.map((value) => within(value));
  }

  arrow(dx, dy) {
    this.showsCursor = true;
    this.cursor = [within(this.cursor[0] + dx), within(this.cursor[1] + dy)];
  }

  key(event) {
    if (event.key === " ") {
      this.showsCursor = true;
      this.add(this.cursor);
    } else if (event.key === "Backspace") this.set.pop();
    else return false;
    return true;
  }
}
