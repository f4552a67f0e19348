// Panes that open, close and resize, and the tabs of the right one.

import { all, maybe } from "./find.js";

const split = maybe(document, ".split--doc");

const narrow = () => matchMedia("(width < 64rem)").matches;
for (const button of all(document, "[data-toggle-pane]")) {
  button.addEventListener("click", () => {
    const side = button.dataset.togglePane;
    const name = narrow() && side === "left" ? "show-left" : `no-${side}`;
    const on = split?.classList.toggle(name) ?? false;
    button.setAttribute("aria-expanded", String(name.startsWith("show") ? on : !on));
  });
}

/* Separators move with the pointer and with arrows; widths are kept, in rem. */
/** @param {string} side */
const widthKey = (side) => `aie-pane-${side}`;
/** @param {HTMLElement} gutter @param {number} rem */
const resize = (gutter, rem) => {
  const side = gutter.dataset.resizes ?? "";
  const [least, most] = [Number(gutter.ariaValueMin), Number(gutter.ariaValueMax)];
  const width = Math.round(Math.min(most, Math.max(least, rem)) * 2) / 2;
  split?.style.setProperty(`--${side}`, `${width}rem`);
  gutter.setAttribute("aria-valuenow", String(width));
  try {
    localStorage.setItem(widthKey(side), String(width));
  } catch {
    // Without storage the width holds for this page.
  }
};
for (const gutter of all(document, "[data-resizes]")) {
  const side = gutter.dataset.resizes ?? "";
  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
  try {
    const kept = Number(localStorage.getItem(widthKey(side)));
    if (kept) resize(gutter, kept);
  } catch {
    // Private windows start with the usual widths.
  }
  gutter.addEventListener("pointerdown", (event) => {
    gutter.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  gutter.addEventListener("pointermove", (event) => {
    if (!gutter.hasPointerCapture(event.pointerId)) return;
    const pixels = side === "left" ? event.clientX : innerWidth - event.clientX;
    resize(gutter, pixels / rem());
  });
  gutter.addEventListener("keydown", (event) => {
    const wider = side === "left" ? "ArrowRight" : "ArrowLeft";
    const narrower = side === "left" ? "ArrowLeft" : "ArrowRight";
    const step = event.key === wider ? 1 : event.key === narrower ? -1 : 0;
    if (step !== 0) resize(gutter, Number(gutter.ariaValueNow) + step);
  });
}

/* Tabs: one panel is shown; arrows move between them. Without a script all panels stand below each other. */
const tabs = () => all(document, '#panel [role="tab"]');

/** Whether a panel is the one that is shown. @param {string} key */
export const isShown = (key) => document.getElementById(`tab-${key}`)?.getAttribute("aria-selected") === "true";

/** Show a panel. @param {string} key */
export function showTab(key) {
  for (const tab of tabs()) {
    const on = tab.id === `tab-${key}`;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !on;
  }
}
for (const tab of tabs()) {
  tab.addEventListener("click", () => showTab(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const every = tabs();
    const next = every[(every.indexOf(tab) + step + every.length) % every.length];
    showTab(next.id.slice(4));
    next.focus();
  });
}
const chosen = tabs().find((tab) => tab.getAttribute("aria-selected") === "true");
if (chosen) showTab(chosen.id.slice(4));
