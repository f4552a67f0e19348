// The document view: findings and their places lead to each other.

import { select as selectElement } from "./workspace/elements.js";

const content = document.getElementById("content");
const panel = document.getElementById("panel");
const split = document.querySelector(".split--doc");

/* Panes */
const narrow = () => matchMedia("(width < 64rem)").matches;
for (const button of document.querySelectorAll("[data-toggle-pane]")) {
  button.addEventListener("click", () => {
    const side = button.dataset.togglePane;
    const name = narrow() && side === "left" ? "show-left" : `no-${side}`;
    const on = split.classList.toggle(name);
    button.setAttribute("aria-expanded", String(name.startsWith("show") ? on : !on));
  });
}

/* Separators move with the pointer and with arrows; widths are kept, in rem. */
const widthKey = (side) => `aie-pane-${side}`;
const resize = (gutter, rem) => {
  const [least, most] = [Number(gutter.ariaValueMin), Number(gutter.ariaValueMax)];
  const width = Math.round(Math.min(most, Math.max(least, rem)) * 2) / 2;
  split.style.setProperty(`--${gutter.dataset.resizes}`, `${width}rem`);
  gutter.setAttribute("aria-valuenow", String(width));
  try {
    localStorage.setItem(widthKey(gutter.dataset.resizes), String(width));
  } catch {
    // Without storage the width holds for this page.
  }
};
for (const gutter of document.querySelectorAll("[data-resizes]")) {
  const side = gutter.dataset.resizes;
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

/** Marked things of a finding, in the document and in its diagrams. @param {string} id */
const placesOf = (id) => [...document.querySelectorAll(`[data-mark~="${CSS.escape(id)}"]`)];

const select = (id, scroll) => {
  for (const old of document.querySelectorAll(".is-current, .is-selected")) {
    old.classList.remove("is-current", "is-selected");
  }
  const places = placesOf(id);
  for (const place of places) {
    place.classList.add(place instanceof SVGElement ? "is-selected" : "is-current");
  }
  highlight(id, places);
  if (scroll && places[0]) places[0].scrollIntoView({ block: "center" });
};

/* The quoted words themselves, where the browser can mark them without changing the page. */
const highlight = (id, places) => {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("quote");
  const card = document.getElementById(`f-${id}`);
  const quotes = [...(card?.querySelectorAll(".quote__text") ?? [])].map((q) => q.textContent.trim());
  const ranges = [];
  for (const place of places) {
    if (place instanceof SVGElement) continue;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const quote of quotes) {
        const at = quote.length > 2 ? node.data.indexOf(quote) : -1;
        if (at < 0) continue;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + quote.length);
        ranges.push(range);
      }
    }
  }
  if (ranges.length > 0) CSS.highlights.set("quote", new Highlight(...ranges));
};

/** Open a finding in the panel. @param {string} id */
const openFinding = (id) => {
  const card = /** @type {HTMLDetailsElement | null} */ (document.getElementById(`f-${id}`));
  if (!card) return false;
  for (const other of panel?.querySelectorAll("details.finding[open]") ?? []) {
    if (other !== card) other.open = false;
  }
  card.open = true;
  card.scrollIntoView({ block: "nearest" });
  select(id, false);
  return true;
};

/* A click on a marked place shows the finding; opening a finding shows its place. */
content?.addEventListener("click", (event) => {
  const mark = event.target instanceof Element && event.target.closest("[data-mark]");
  if (!mark || mark instanceof SVGElement || event.target.closest("a:not(.sign)")) return;
  if (openFinding(mark.dataset.mark.split(" ")[0])) event.preventDefault();
});
panel?.addEventListener(
  "toggle",
  (event) => {
    const card = event.target;
    if (card instanceof HTMLDetailsElement && card.open && card.id.startsWith("f-")) {
      select(card.id.slice(2), true);
    }
  },
  true,
);

/* What is near the pointer is measured once somebody comes to a diagram; the page opens without it. */
for (const come of ["pointerover", "focusin"]) {
  document.addEventListener(come, (event) => {
    if (event.target instanceof Element && event.target.closest(".dg")) import("./workspace/hover.js");
  });
}

/* Choosing an element of a diagram shows its finding; how they are walked is in elements.js. */
document.addEventListener("element:select", ({ detail }) => {
  const { mark } = detail.node.dataset;
  if (mark && detail.via !== "script") openFinding(mark.split(" ")[0]);
});

/* The place the address names: an element, a line, or an offset. */
const show = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const place = target ?? document.querySelector("[data-at]");
  if (target?.matches("[data-el]")) selectElement(target.closest(".dg"), target.dataset.el, { focus: true });
  else if (target?.matches("details.finding")) openFinding(target.id.slice(2));
  else if (place) {
    const tall = place.getBoundingClientRect().height > content.clientHeight;
    place.scrollIntoView({ block: tall ? "start" : "center" });
  }
};
window.addEventListener("hashchange", show);
show();
