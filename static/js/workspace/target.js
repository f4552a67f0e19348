// The place that a new comment would be about: words, a block, a cell, a section, an element, a region.
// One place is current; it is shown in the panel, and hovering shows what would be commented.

import { all, byId } from "../find.js";
import { announce } from "../ui.js";
import { h, icon } from "./dom.js";
import { artifact, content, mayWrite } from "./page.js";
import { blockOf, placeOfRange, spanOf } from "./text.js";

/** @import { Place } from "../types" */
/** @import { Detail } from "./elements" */
/** @typedef {import("./steps").Place & {exact?: string}} Span */

const bar = byId("target");

/**
 * @typedef {object} Target
 * @property {Place} place what the API takes
 * @property {string} words the place in words
 * @property {string} quote
 * @property {Element | null} element where it is shown
 * @property {string} [finding] identity of the finding that it answers
 */
/** @type {Target | null} */
let current = null;
/** @type {Set<(target: Target) => void>} */
const listeners = new Set();

/** Be told when a person asks to comment. @param {(target: Target) => void} listener */
export const onComment = (listener) => listeners.add(listener);
/** Comment on a place, the current one if none is given. */
export const comment = (target = current ?? whole()) => {
  for (const one of listeners) one(target);
};
/** @returns {Target | null} */
export const currentTarget = () => current;

/** The whole file. @returns {Target} */
export const whole = () => ({
  place: { kind: "document", artifact }, words: artifact, quote: "", element: null,
});

/** Make a place the current one. @param {Target | null} target */
export function choose(target, { say = false } = {}) {
  current?.element?.classList.remove("is-target");
  current = target;
  current?.element?.classList.add("is-target");
  bar.replaceChildren(
    ...(current
      ? ["On ", h("b", { class: "strong" }, current.words)]
      : ["Select words, a block or an element, then press ", h("kbd", {}, "c")]),
  );
  if (say && current) announce(`${current.words}. Press c to comment.`);
}

/** @param {string} text */
const shorten = (text, length = 60) => {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
};
/** The text of an element without what is not the document's. @param {Element} element */
const plain = (element) => {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const one of copy.querySelectorAll(".not-annotatable, .sign")) one.remove();
  return copy.textContent ?? "";
};

/** The place of a block, cell or heading. @param {HTMLElement} element @returns {Target} */
export function targetOf(element) {
  const { start, end } = spanOf(element);
  const text = shorten(plain(element));
  const heading = /^H[1-6]$/.test(element.tagName) && element.id.startsWith("u-");
  if (heading) {
    return { place: { kind: "section", artifact, slug: element.id.slice(2) }, words: `section ${text}`, quote: text, element };
  }
  if (element.matches("td, th")) {
    return { place: { kind: "cell", artifact, start }, words: `cell ${text || "(empty)"}`, quote: text, element };
  }
  return { place: { kind: "text", artifact, start, end }, words: `“${text}”`, quote: plain(element).trim(), element };
}

/** The place of a range of source. @param {Span} span @returns {Target} */
export const targetOfSpan = ({ start, end, exact = "" }) => ({
  place: { kind: "text", artifact, start, end }, words: `“${shorten(exact)}”`, quote: exact, element: null,
});

/** The place of a diagram's element, from the detail of its event. @param {Detail} detail @returns {Target} */
export const targetOfElement = ({ diagram, element, label, kind, node }) => ({
  place: { kind: "element", element: `${diagram}/${element}` }, words: `${kind} ${label}`, quote: "", element: node,
});

/** What is selected by pointer or keyboard right now. @returns {Target | null} */
export function selectedTarget() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const root = textRoots().find((one) => one.contains(range.commonAncestorContainer));
  const place = root ? placeOfRange(root, range) : null;
  return place ? targetOfSpan(place) : null;
}

/** Roots whose text can be commented. @returns {HTMLElement[]} */
export const textRoots = () => all(content, "[data-text]");

/* The button beside what the pointer is over, and the one at the end of a selection */
const button = h("button", {
  type: "button", class: "btn btn--sm add-here not-annotatable", hidden: true, "aria-label": "Comment on this",
}, icon("message-square-plus", "sm"));
/** @type {HTMLElement | null} */
let over = null;

/** @param {DOMRect} rect @param {Target} target */
const put = (rect, target) => {
  const frame = content.getBoundingClientRect();
  button.hidden = false;
  button.style.insetBlockStart = `${Math.max(0, rect.top - frame.top + content.scrollTop)}px`;
  button.style.insetInlineStart = `${Math.min(rect.right - frame.left + 4, frame.width - 52)}px`;
  button.onclick = () => {
    choose(target);
    comment(target);
  };
};
const hide = () => {
  button.hidden = true;
  over?.classList.remove("is-over");
  over = null;
};

if (mayWrite) {
  content.append(button);
  content.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || !(event.target instanceof Element) || !getSelection()?.isCollapsed) return;
    if (event.target === button || button.contains(event.target)) return;
    const block = event.target.closest(".dg, .not-annotatable") ? null : blockOf(event.target);
    if (!block || !textRoots().some((one) => one.contains(block))) {
      hide();
      return;
    }
    if (block === over) return;
    hide();
    over = block;
    block.classList.add("is-over");
    put(block.getBoundingClientRect(), targetOf(block));
  });
  content.addEventListener("pointerleave", hide);
  document.addEventListener("selectionchange", () => {
    const target = selectedTarget();
    if (!target) return;
    choose(target);
    hide();
    const last = [...(getSelection()?.getRangeAt(0).getClientRects() ?? [])].at(-1);
    if (last) put(last, target);
  });
  content.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !getSelection()?.isCollapsed) return;
    if (event.target.closest("a, button, .dg, summary, .not-annotatable")) return;
    const block = blockOf(event.target);
    if (block && textRoots().some((one) => one.contains(block))) choose(targetOf(block));
  });
}
content.addEventListener("element:focus", (event) => choose(targetOfElement(event.detail)));
content.addEventListener("element:select", (event) => {
  const target = targetOfElement(event.detail);
  choose(target);
  if (mayWrite) put(event.detail.node.getBoundingClientRect(), target);
});
