// The toolbar of a viewport: zoom, fit, 100 %, full screen, and the list of elements. One tab stop.

import { first } from "../find.js";
import { announce } from "../ui.js";

/** @import { Viewport } from "./viewport" */

const SVG = "http://www.w3.org/2000/svg";
/** Address of the sprite that the page has already loaded. */
const sprite = () =>
  document.querySelector('use[href*="icons"]')?.getAttribute("href")?.split("#")[0] ??
  new URL("../../img/icons.svg", import.meta.url).pathname;

/** @param {string} name */
const icon = (name) => {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "icon icon--sm");
  node.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  node.append(use);
  return node;
};

/** @param {string} label @param {(string | Node)[]} parts @param {() => void} act */
const button = (label, parts, act) => {
  const node = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm" });
  if (label) node.setAttribute("aria-label", label);
  node.append(...parts);
  node.addEventListener("click", act);
  return node;
};
/** @param {string} name */
const key = (name) => Object.assign(document.createElement("kbd"), { textContent: name, ariaHidden: "true" });
/** @param {...HTMLElement} buttons */
const group = (...buttons) => {
  const node = Object.assign(document.createElement("span"), { className: "btns" });
  node.append(...buttons);
  return node;
};

/** Arrows move between the buttons; one of them is the tab stop. @param {HTMLElement} node */
const rove = (node) => {
  const buttons = [...node.querySelectorAll("button")];
  for (const one of buttons) one.tabIndex = one === buttons[0] ? 0 : -1;
  node.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((one) => one === event.target);
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    (buttons[to] ?? buttons[at]).focus();
  });
  node.addEventListener("focusin", ({ target }) => {
    for (const one of buttons) one.tabIndex = one === target ? 0 : -1;
  });
};

/** @param {HTMLElement} list */
const listButton = (list) => {
  const count = list.querySelectorAll("button").length;
  const word = Object.assign(document.createElement("span"), { className: "dg__word", textContent: "Elements" });
  const node = button(`Elements (${count})`, [icon("list-tree"), word, ` (${count})`], () => {
    list.hidden = !list.hidden;
    node.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) first(list, "[tabindex='0']").focus();
  });
  node.classList.add("btn--quiet");
  node.setAttribute("aria-expanded", "false");
  return node;
};

/** @param {Viewport} viewport @param {string} name of the figure */
export const toolbar = (viewport, name) => {
  const node = Object.assign(document.createElement("div"), { className: "dg__bar" });
  node.setAttribute("role", "toolbar");
  node.setAttribute("aria-label", `View of ${name}`);
  const percent = button("", [], () => viewport.zoomTo(1));
  percent.classList.add("dg__percent");
  const full = button("Full screen", [icon("maximize")], () => toggleFull(viewport));
  full.classList.add("btn--icon", "btn--quiet");
  full.setAttribute("aria-pressed", "false");
  const less = button("Zoom out", [icon("minus")], () => viewport.step(false));
  const more = button("Zoom in", [icon("plus")], () => viewport.step(true));
  for (const one of [less, more]) one.classList.add("btn--icon");
  node.append(group(less, percent, more), button("", ["Fit", key("f")], () => viewport.fit()), full);
  if (viewport.list) node.append(listButton(viewport.list));
  rove(node);
  viewport.dg.addEventListener("fullscreenchange", () => setFull(viewport, document.fullscreenElement === viewport.dg));
  /** @param {number} zoom */
  const show = (zoom) => {
    const text = `${Math.round(zoom * 100)} %`;
    percent.textContent = text;
    percent.setAttribute("aria-label", `${text}, set to 100 %`);
  };
  /** @param {boolean} on */
  const showFull = (on) => full.setAttribute("aria-pressed", String(on));
  return { node, show, showFull };
};

/* Full screen: by the browser where it can, else the figure lies over the page */
/** @param {Viewport} viewport @param {boolean} on */
const setFull = (viewport, on) => {
  const { dg } = viewport;
  if (viewport.isFull === on) return;
  if (!on) viewport.place = viewport.before;
  viewport.isFull = on;
  dg.classList.toggle("is-full", on);
  viewport.bar.showFull(on);
  if (on) viewport.fit();
  else viewport.set({}, false);
  announce(on ? "Full screen, Escape leaves it" : "Full screen left");
};

/** @param {Viewport} viewport */
export const leaveFull = (viewport) => {
  if (document.fullscreenElement === viewport.dg) void document.exitFullscreen();
  else setFull(viewport, false);
};

/** @param {Viewport} viewport */
export const toggleFull = async (viewport) => {
  if (viewport.isFull) {
    leaveFull(viewport);
    return;
  }
  viewport.before = { ...viewport.place };
  try {
    await viewport.dg.requestFullscreen();
  } catch {
    setFull(viewport, true);
  }
};
