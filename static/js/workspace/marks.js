// Where threads stand: words painted, blocks and cells with a count, pins in diagrams, regions, counts
// in the outline. Nothing of the document is changed but the small buttons that carry the counts.

import { all, around, byId } from "../find.js";
import { isOpen, threadsWords } from "./card.js";
import { h, icon, plural } from "./dom.js";
import { artifact, content } from "./page.js";
import { pins } from "./pins.js";
import { showRegions } from "./regions.js";
import { textRoots } from "./target.js";
import { blockOf, clear, paint, rangesOf } from "./text.js";

/** @import { Mark } from "../types" */
/** @import { Shown } from "./regions" */

const GONE = new Set(["needs_placing", "removed"]);

/** @type {Mark[]} */
let marks = [];
/** Ranges that show a thread, by its id. @type {Map<string, Range[]>} */
let ranges = new Map();
let current = "";

/** Show marks. @param {Mark[]} next */
export function setMarks(next) {
  marks = next;
  paintText();
  paintDiagrams();
  paintPictures();
  countOutline();
  if (performance.getEntriesByName("marks-shown").length === 0) performance.mark("marks-shown");
}

/** @param {Mark} mark */
const here = (mark) => mark.artifact === artifact && !GONE.has(mark.anchor);

/** What shows a mark in a text; nothing for marks of other files and of diagrams. @param {HTMLElement} root @param {Mark} mark */
const rangesIn = (root, mark) =>
  here(mark) && mark.start !== null && mark.end !== null && !mark.element ? rangesOf(root, mark.start, mark.end) : [];

function paintText() {
  for (const old of content.querySelectorAll(".mk")) old.remove();
  ranges = new Map();
  /** @type {Map<HTMLElement, Mark[]>} */
  const blocks = new Map();
  for (const root of textRoots()) {
    for (const mark of marks) {
      const found = rangesIn(root, mark);
      if (found.length === 0) continue;
      ranges.set(mark.id, found);
      const block = blockOf(found[0].startContainer);
      if (block) blocks.set(block, [...(blocks.get(block) ?? []), mark]);
    }
  }
  /** @param {(mark: Mark) => boolean} test */
  const of = (test) => marks.filter(test).flatMap((mark) => (mark.surface === "text" ? ranges.get(mark.id) ?? [] : []));
  paint("thread-done", of((mark) => !isOpen(mark)));
  paint("thread-open", of(isOpen));
  paintCurrent();
  for (const [block, list] of blocks) sign(block, list);
}

/** A small button with a count at the end of a block: the way to its threads by keyboard.
 * @param {HTMLElement} block @param {Mark[]} list */
const sign = (block, list) => {
  const open = list.filter(isOpen).length;
  const words = `${threadsWords(list.length)} here${open ? `, ${open} open` : ""}`;
  block.append(h("button", {
    type: "button", class: `mk not-annotatable${open ? "" : " mk--done"}`, title: words, "aria-label": words,
    "data-threads": list.map((mark) => mark.id).join(" "),
  }, icon("message-square"), String(list.length)));
};

/** Mark the words of one thread as the current ones. @param {string} id */
export function markCurrent(id) {
  current = id;
  paintCurrent();
}
const paintCurrent = () => {
  const found = ranges.get(current) ?? [];
  if (found.length > 0) paint("thread-current", found);
  else clear("thread-current");
};

/** The first range that shows a thread. @param {string} id */
export const rangeOfThread = (id) => ranges.get(id)?.[0] ?? null;

/** Threads whose words lie at a point of the text. @param {number} x @param {number} y */
export function threadsAt(x, y) {
  /** @param {Range} range */
  const inside = (range) =>
    [...range.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom);
  return marks.filter((mark) => mark.surface === "text" && ranges.get(mark.id)?.some(inside)).map((mark) => mark.id);
}

function paintDiagrams() {
  for (const frame of all(content, ".dg[data-diagram]")) {
    const diagram = frame.dataset.diagram ?? "";
    const placed = marks.filter((mark) => !GONE.has(mark.anchor));
    pins(frame, countsOf(diagram, placed));
    const regions = placed.filter((mark) => mark.surface === "region" && mark.element === diagram);
    showRegions(frame, regions.flatMap(regionsOf));
  }
}

/** How many comments the elements of a diagram have, by key. @param {string} diagram @param {Mark[]} placed */
const countsOf = (diagram, placed) => {
  /** @type {Map<string, {count: number, open: number, title: string}>} */
  const counts = new Map();
  for (const mark of placed) {
    if (mark.surface !== "element" || !mark.element.startsWith(`${diagram}/`)) continue;
    const key = mark.element.slice(diagram.length + 1);
    const before = counts.get(key) ?? { count: 0, open: 0 };
    const count = before.count + 1;
    counts.set(key, { count, open: before.open + (isOpen(mark) ? 1 : 0), title: plural(count, "comment") });
  }
  return counts;
};
/** @param {Mark} mark @returns {Shown[]} one, or none where it has no region */
const regionsOf = ({ id, region, comments, number, state }) =>
  region
    ? [{
        id, region, count: comments, tone: isOpen({ state }) ? "accent" : "", current: id === current,
        title: `${number ? `#${number}, ` : ""}${plural(comments, "comment")}`,
      }]
    : [];

function paintPictures() {
  for (const picture of all(content, "img[data-picture]")) {
    const frame = around(picture, ".picture");
    const own = marks.filter(
      (mark) => mark.artifact === picture.dataset.picture && mark.surface === "region" && !GONE.has(mark.anchor),
    );
    if (frame) showRegions(frame, own.flatMap(regionsOf));
  }
}

/** Threads of a diagram's element. @param {string} diagram @param {string} element */
export const threadsOfElement = (diagram, element) =>
  marks.filter((mark) => mark.element === `${diagram}/${element}` && !GONE.has(mark.anchor)).map((mark) => mark.id);

function countOutline() {
  for (const link of all(document, "#outline [data-counts]")) {
    link.querySelector(".count--threads")?.remove();
    const count = marks.filter((mark) => isOpen(mark) && belongs(link, mark)).length;
    if (count > 0) {
      link.append(h("span", { class: "count count--threads" }, h("span", { class: "sr" }, "open comments: "), String(count)));
    }
  }
  for (const button of all(document, "[data-comment-finding]")) {
    const count = marks.filter((mark) => mark.finding === button.dataset.commentFinding).length;
    button.querySelector(".count")?.remove();
    if (count > 0) button.append(h("span", { class: "count" }, h("span", { class: "sr" }, "comments so far: "), String(count)));
  }
  tray(marks.filter((mark) => isOpen(mark) && ["needs_placing", "relocated"].includes(mark.anchor)).length);
}

/** Whether a mark stands in the part of the design that a link of the outline leads to.
 * @param {HTMLElement} link @param {Mark} mark */
const belongs = (link, mark) => {
  if (link.dataset.ofDiagram) {
    return mark.element === link.dataset.ofDiagram || mark.element.startsWith(`${link.dataset.ofDiagram}/`);
  }
  if (link.dataset.artifact !== mark.artifact) return false;
  if (link.dataset.start === undefined) return true;
  return mark.start !== null && mark.start >= Number(link.dataset.start) && mark.start < Number(link.dataset.end);
};

/** @param {number} count */
const tray = (count) => {
  byId("tray").replaceChildren(...(count === 0 ? [] : [
    h("h2", {}, "Needs placing"),
    h("p", {},
      h("button", { type: "button", class: "btn btn--sm btn--quiet", "data-tray": "" },
        icon("map-pin", "sm"), plural(count, "comment"))),
  ]));
};
