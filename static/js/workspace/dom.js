// Small helpers to build elements, icons and words. Text always goes in as text.

const sprite = () => document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with properties, attributes and children.
 * @param {string} tag
 * @param {Record<string, unknown>} [props] `class`, `on<event>`, `data-…`, `aria-…`, or properties
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) if (isThere(value)) give(element, name, value);
  element.append(...children.filter(isThere));
  return element;
}

/** @template T @param {T | null | undefined | false} value @returns {value is T} */
const isThere = (value) => value !== null && value !== undefined && value !== false;

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
const give = (element, name, value) => {
  if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  else if (name in element && !name.includes("-") && name !== "list") Object.assign(element, { [name]: value });
  else element.setAttribute(name, value === true ? "" : String(value));
};

/** An icon of the sprite. @param {string} name @param {string} [size] "", "sm" or "lg" */
export function icon(name, size = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", size ? `icon icon--${size}` : "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  svg.append(use);
  return svg;
}

/** HTML that the server cleaned. @param {string} html */
export function cleaned(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content;
}

/** JSON that the page carries. @param {string} id */
export const pageJson = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** "1 comment", "3 comments". @param {number} count @param {string} word */
export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** A date as people say it, in the reader's zone. @param {string} iso */
export function when(iso) {
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = (Date.now() - moment.getTime()) / 86400000;
  if (moment.toDateString() === new Date().toDateString()) return `today ${time}`;
  if (days < 6) return `${moment.toLocaleDateString([], { weekday: "short" })} ${time}`;
  return `${moment.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short" })}, ${time}`;
}

/** Whether single keys act now: switched on, and nobody types. @param {KeyboardEvent} event */
export const singleKey = (event) =>
  !event.ctrlKey && !event.metaKey && !event.altKey &&
  document.body.dataset.singleKeys !== "off" &&
  !document.querySelector("dialog[open]") &&
  !(event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]"));

/** Run `task` once the calls have stopped for a while. @param {() => void} task @param {number} ms */
export function later(task, ms) {
  let timer = 0;
  const run = () => {
    clearTimeout(timer);
    timer = window.setTimeout(task, ms);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}
