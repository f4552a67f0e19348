// Where threads stand: words painted, blocks and cells with a count, pins in diagrams, regions, counts
// in the outline. Nothing of the document is changed but the small buttons that carry the counts.

import { isOpen, threadsWords } from "./card.js";
import { h, icon, plural } from "./dom.js";
import { pins } from "./pins.js";
import { showRegions } from "./regions.js";
import { textRoots } from "./target.js";
import { blockOf, clear, paint, rangesOf } from "./text.js";

const content = document.getElementById("content");
const artifact = content.dataset.artifact;
const GONE = new Set(["needs_placing", "removed"]);

/** @type {any[]} */
let marks = [];
let ranges = new Map();
let current = "";

/** Show marks. @param {any[]} next */
export function setMarks(next) {
  marks = next;
  paintText();
  paintDiagrams();
  paintPictures();
  countOutline();
  if (performance.getEntriesByName("marks-shown").length === 0) performance.mark("marks-shown");
}

const here = (mark) => mark.artifact === artifact && !GONE.has(mark.anchor);

function paintText() {
  for (const old of content.querySelectorAll(".mk")) old.remove();
  ranges = new Map();
  const blocks = new Map();
  for (const root of textRoots()) {
    for (const mark of marks) {
      if (!here(mark) || mark.start === null || mark.element) continue;
      const found = rangesOf(root, mark.start, mark.end);
      if (found.length === 0) continue;
      ranges.set(mark.id, found);
      const block = blockOf(found[0].startContainer);
      if (block) blocks.set(block, [...(blocks.get(block) ?? []), mark]);
    }
  }
  const of = (test) => marks.filter(test).flatMap((mark) => (mark.surface === "text" ? ranges.get(mark.id) ?? [] : []));
  paint("thread-done", of((mark) => !isOpen(mark)));
  paint("thread-open", of(isOpen));
  paintCurrent();
  for (const [block, list] of blocks) sign(block, list);
}

/** A small button with a count at the end of a block: the way to its threads by keyboard. */
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
  const inside = (range) => [...range.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom);
  return marks.filter((mark) => mark.surface === "text" && ranges.get(mark.id)?.some(inside)).map((mark) => mark.id);
}

function paintDiagrams() {
  for (const frame of content.querySelectorAll(".dg[data-diagram]")) {
    const diagram = frame.dataset.diagram;
    const found = new Map();
    const regions = [];
    for (const mark of marks) {
      if (GONE.has(mark.anchor)) continue;
      if (mark.surface === "region" && mark.element === diagram) regions.push(regionOf(mark));
      if (mark.surface !== "element" || !mark.element.startsWith(`${diagram}/`)) continue;
      const key = mark.element.slice(diagram.length + 1);
      const entry = found.get(key) ?? { count: 0, open: 0, tone: "", title: "", ids: [] };
      entry.count += 1;
      entry.open += isOpen(mark) ? 1 : 0;
      entry.ids.push(mark.id);
      entry.title = plural(entry.count, "comment");
      found.set(key, entry);
    }
    pins(frame, found);
    showRegions(frame, regions);
  }
}
const regionOf = (mark) => ({
  id: mark.id, region: mark.region, count: mark.comments, tone: isOpen(mark) ? "accent" : "",
  title: `${mark.number ? `#${mark.number}, ` : ""}${plural(mark.comments, "comment")}`, current: mark.id === current,
});

function paintPictures() {
  for (const picture of content.querySelectorAll("img[data-picture]")) {
    const own = (mark) => mark.artifact === picture.dataset.picture && mark.surface === "region" && !GONE.has(mark.anchor);
    showRegions(picture.closest(".picture"), marks.filter(own).map(regionOf));
  }
}

/** Threads of a diagram's element. @param {string} diagram @param {string} element */
export const threadsOfElement = (diagram, element) =>
  marks.filter((mark) => mark.element === `${diagram}/${element}` && !GONE.has(mark.anchor)).map((mark) => mark.id);

function countOutline() {
  for (const link of document.querySelectorAll("#outline [data-counts]")) {
    link.querySelector(".count--threads")?.remove();
    const count = marks.filter((mark) => isOpen(mark) && belongs(link, mark)).length;
    if (count > 0) {
      link.append(h("span", { class: "count count--threads" }, h("span", { class: "sr" }, "open comments: "), String(count)));
    }
  }
  for (const button of document.querySelectorAll("[data-comment-finding]")) {
    const count = marks.filter((mark) => mark.finding === button.dataset.commentFinding).length;
    button.querySelector(".count")?.remove();
    if (count > 0) button.append(h("span", { class: "count" }, h("span", { class: "sr" }, "comments so far: "), String(count)));
  }
  tray(marks.filter((mark) => isOpen(mark) && ["needs_placing", "relocated"].includes(mark.anchor)).length);
}

const belongs = (link, mark) => {
  if (link.dataset.ofDiagram) {
    return mark.element === link.dataset.ofDiagram || mark.element.startsWith(`${link.dataset.ofDiagram}/`);
  }
  if (link.dataset.artifact !== mark.artifact) return false;
  if (link.dataset.start === undefined) return true;
  return mark.start !== null && mark.start >= Number(link.dataset.start) && mark.start < Number(link.dataset.end);
};

const tray = (count) => {
  document.getElementById("tray").replaceChildren(...(count === 0 ? [] : [
    h("h2", {}, "Needs placing"),
    h("p", {}, h("button", { type: "button", class: "btn btn--sm btn--quiet", "data-tray": "" }, icon("map-pin", "sm"), plural(count, "comment"))),
  ]));
};
