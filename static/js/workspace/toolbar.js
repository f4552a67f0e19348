// The toolbar of a viewport: zoom, fit, 100 %, full screen, and the list of elements. One tab stop.

import { announce } from "../ui.js";

const SVG = "http://www.w3.org/2000/svg";
/** Address of the sprite that the page has already loaded. */
const sprite = () =>
  document.querySelector('use[href*="icons"]')?.getAttribute("href").split("#")[0] ??
  new URL("../../img/icons.svg", import.meta.url).pathname;

const icon = (name) => {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "icon icon--sm");
  node.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  node.append(use);
  return node;
};

const button = (label, parts, act) => {
  const node = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm" });
  if (label) node.setAttribute("aria-label", label);
  node.append(...parts);
  node.addEventListener("click", act);
  return node;
};
const key = (name) => Object.assign(document.createElement("kbd"), { textContent: name, ariaHidden: "true" });
const group = (...buttons) => {
  const node = Object.assign(document.createElement("span"), { className: "btns" });
  node.append(...buttons);
  return node;
};

/** Arrows move between the buttons; one of them is the tab stop. */
const rove = (node) => {
  const buttons = [...node.querySelectorAll("button")];
  for (const one of buttons) one.tabIndex = one === buttons[0] ? 0 : -1;
  node.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    (buttons[to] ?? buttons[at]).focus();
  });
  node.addEventListener("focusin", ({ target }) => {
    for (const one of buttons) one.tabIndex = one === target ? 0 : -1;
  });
};

const listButton = (viewport) => {
  const { list } = viewport;
  const count = list.querySelectorAll("button").length;
  const word = Object.assign(document.createElement("span"), { className: "dg__word", textContent: "Elements" });
  const node = button(`Elements (${count})`, [icon("list-tree"), word, ` (${count})`], () => {
    list.hidden = !list.hidden;
    node.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) list.querySelector("[tabindex='0']").focus();
  });
  node.classList.add("btn--quiet");
  node.setAttribute("aria-expanded", "false");
  return node;
};

/** @param {object} viewport @param {string} name of the figure */
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
  if (viewport.list) node.append(listButton(viewport));
  rove(node);
  watchFull(viewport, full);
  const show = (zoom) => {
    const text = `${Math.round(zoom * 100)} %`;
    percent.textContent = text;
    percent.setAttribute("aria-label", `${text}, set to 100 %`);
  };
  return { node, show };
};

/* Full screen: by the browser where it can, else the figure lies over the page */
const setFull = (viewport, on, button) => {
  const { dg } = viewport;
  if (Boolean(viewport.isFull) === on) return;
  if (!on) viewport.place = viewport.before;
  viewport.isFull = on;
  dg.classList.toggle("is-full", on);
  button?.setAttribute("aria-pressed", String(on));
  if (on) viewport.fit();
  else viewport.set({ own: false });
  announce(on ? "Full screen, Escape leaves it" : "Full screen left");
};
const watchFull = (viewport, button) => {
  viewport.setFull = (on) => setFull(viewport, on, button);
  viewport.dg.addEventListener("fullscreenchange", () => viewport.setFull(document.fullscreenElement === viewport.dg));
};

/** @param {object} viewport */
export const leaveFull = (viewport) => {
  if (document.fullscreenElement === viewport.dg) document.exitFullscreen();
  else viewport.setFull(false);
};

/** @param {object} viewport */
export const toggleFull = async (viewport) => {
  if (viewport.isFull) return leaveFull(viewport);
  viewport.before = { ...viewport.place };
  try {
    await viewport.dg.requestFullscreen();
  } catch {
    viewport.setFull(true);
  }
};
