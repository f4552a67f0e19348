// The document view: findings and their places lead to each other.

import { all, around } from "./find.js";
import { isShown, showTab } from "./panes.js";
import { select as selectElement } from "./workspace/elements.js";

const content = document.getElementById("content");
const panel = document.getElementById("panel");

/** Marked things of a finding, in the document and in its diagrams. @param {string} id */
const placesOf = (id) => [...document.querySelectorAll(`[data-mark~="${CSS.escape(id)}"]`)];

/** @param {string} id @param {boolean} scroll */
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

/**
 * The quoted words themselves, where the browser can mark them without changing the page.
 * @param {string} id @param {Element[]} places
 */
const highlight = (id, places) => {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("quote");
  const card = document.getElementById(`f-${id}`);
  const quotes = card ? all(card, ".quote__text").map((one) => one.textContent.trim()) : [];
  const ranges = places
    .filter((place) => !(place instanceof SVGElement))
    .flatMap((place) => quotes.filter((quote) => quote.length > 2).map((quote) => find(place, quote)))
    .filter((range) => range !== null);
  if (ranges.length > 0) CSS.highlights.set("quote", new Highlight(...ranges));
};

/** The first place of a quote, which may go over several text nodes. @param {Element} place @param {string} quote */
const find = (place, quote) => {
  const at = place.textContent.indexOf(quote);
  if (at < 0) return null;
  const range = new Range();
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  let position = 0;
  const next = () => /** @type {Text | null} */ (walker.nextNode());
  for (let node = next(); node; node = next()) {
    const stop = position + node.length;
    if (at >= position && at < stop) range.setStart(node, at - position);
    if (at + quote.length <= stop) {
      range.setEnd(node, at + quote.length - position);
      return range;
    }
    position = stop;
  }
  return null;
};

/** Open a finding in the panel. @param {string} id */
const openFinding = (id) => {
  const card = /** @type {HTMLDetailsElement | null} */ (document.getElementById(`f-${id}`));
  if (!card) return false;
  for (const other of panel ? all(panel, "details.finding[open]", HTMLDetailsElement) : []) {
    if (other !== card) other.open = false;
  }
  showTab("findings");
  card.open = true;
  card.scrollIntoView({ block: "nearest" });
  select(id, false);
  return true;
};

/** The first finding that marks an element. @param {HTMLElement | SVGElement} marked */
const firstOf = (marked) => marked.dataset.mark?.split(" ")[0] ?? "";

/* The sign of a finding opens it; so does its block while findings are what is looked at. */
content?.addEventListener("click", (event) => {
  const { target } = event;
  const mark = around(target, "[data-mark]");
  if (!mark || around(target, "a:not(.sign), button")) return;
  if (!around(target, ".sign") && !isShown("findings")) return;
  if (openFinding(firstOf(mark))) event.preventDefault();
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
  const marked = detail.node.dataset.mark !== undefined;
  if (marked && detail.via !== "script" && isShown("findings")) openFinding(firstOf(detail.node));
});

/* The place the address names: an element, a line, or an offset. */
const show = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const place = target ?? document.querySelector("[data-at]");
  const figure = around(target, ".dg");
  if (figure && target?.dataset.el) selectElement(figure, target.dataset.el, { focus: true });
  else if (target?.matches("details.finding")) openFinding(target.id.slice(2));
  else if (place) {
    const tall = place.getBoundingClientRect().height > (content?.clientHeight ?? innerHeight);
    place.scrollIntoView({ block: tall ? "start" : "center" });
  }
};
window.addEventListener("hashchange", show);
show();
