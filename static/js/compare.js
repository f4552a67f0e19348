// Two revisions beside each other: step through the changes, keep the layout, compare pictures, place
// threads. The page is complete without it, except for what lies in a picture.

import { all, around, maybe } from "./find.js";
import { announce } from "./ui.js";
import { ask } from "./workspace/api.js";

/** All changes in the order of the page. */
const stops = () => all(document, "[data-stop]");

let last = -1;

/** What of a change can be seen now: itself, or its element in the drawing that is open. @param {HTMLElement} stop */
const shownPart = (stop) => {
  const card = around(stop, ".cmp-dia");
  const key = stop.dataset.el;
  if (!card || !key || stop.checkVisibility()) return stop;
  const keys = [key, key.replace(/^old:/, "")].map((one) => `svg [data-el="${CSS.escape(one)}"]`);
  const drawn = all(card, keys.join(", "), SVGElement).find((one) => one.checkVisibility());
  return drawn ?? card;
};

/** Show a change, give it the focus and say it. @param {number} index @param {HTMLElement[]} changes */
const goTo = (index, changes) => {
  const stop = changes[index];
  last = index;
  for (let box = stop.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
  for (const old of document.querySelectorAll(".is-now")) old.classList.remove("is-now");
  const part = shownPart(stop);
  if (part !== stop && !part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
  part.classList.toggle("is-now", part !== stop);
  part.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tall = part.getBoundingClientRect().height > innerHeight * 0.7;
  part.scrollIntoView({ block: tall ? "start" : "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
  announce(`${stop.dataset.words} (${index + 1} of ${changes.length})`);
};

/** Where one stands: at the focus, else at the last change that was shown. @param {HTMLElement[]} changes */
const current = (changes) => {
  const focused = document.activeElement;
  if (focused?.closest("svg [data-el]") && last >= 0) return last;
  const at = changes.findLastIndex((one) => one.contains(focused));
  return at >= 0 ? at : last;
};

document.addEventListener("click", (event) => {
  const button = around(event.target, "[data-step-change]");
  if (!button) return;
  const changes = stops();
  const step = Number(button.dataset.stepChange);
  const next = current(changes) + (last < 0 && step < 0 ? changes.length : step);
  if (next >= 0 && next < changes.length) goTo(next, changes);
  else announce(next < 0 ? "This is the first change" : "This is the last change");
});

/* A link of the list leads to the part that can be seen. */
document.addEventListener("click", (event) => {
  const href = around(event.target, ".cmp-all a")?.getAttribute("href");
  const changes = href ? stops() : [];
  const index = changes.findIndex((one) => `#${one.id}` === href);
  if (index < 0) return;
  event.preventDefault();
  history.replaceState(null, "", href);
  goTo(index, changes);
});

/* A drawing shrinks a little to fit its frame; its smallest text stays readable. */
const SMALLEST = 0.91;
for (const svg of all(document, ".cmp-dia .dg-svg", SVGElement)) {
  svg.style.maxWidth = "100%";
  svg.style.minWidth = `${Math.floor(Number(svg.getAttribute("width")) * SMALLEST)}px`;
}

/** One that is wider than its frame opens at its first change. @param {Element} frame */
const showFirstChange = (frame) => {
  const first = frame.querySelector("svg [data-change]");
  if (!first || frame.clientWidth === 0 || frame.scrollWidth <= frame.clientWidth) return;
  const [inside, around] = [first.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (inside.right > around.right) frame.scrollLeft += inside.right - around.right + 48;
};
const showFirstChanges = () => document.querySelectorAll(".cmp-dia .dg").forEach(showFirstChange);
document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.closest(".cmp-dia")) showFirstChanges();
});
showFirstChanges();

/* The layout is kept for the next comparison. */
const KEY = "aie-compare-layout";
try {
  const kept = document.querySelector(`[name="layout"][value="${CSS.escape(localStorage.getItem(KEY) ?? "")}"]`);
  if (kept instanceof HTMLInputElement) kept.checked = true;
} catch {
  // Without storage every comparison begins side by side.
}
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.name !== "layout") return;
  announce(input.value === "one" ? "Both texts in one" : "Side by side");
  try {
    localStorage.setItem(KEY, input.value);
  } catch {
    // It still holds for this page.
  }
});

/** Pictures: where the line is, how much shines through. @param {HTMLInputElement} input */
const slide = (input) => {
  around(input, ".cmp-pic")?.style.setProperty(input.dataset.sets ?? "", input.value);
  input.setAttribute("aria-valuetext", `${input.value} ${input.dataset.says}`);
};
document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.sets) slide(event.target);
});
for (const input of all(document, "[data-sets]", HTMLInputElement)) slide(input);

/* Threads that wait for a place. */
document.addEventListener("click", async (event) => {
  const button = around(event.target, "[data-decision]");
  const item = around(button, "[data-thread]");
  const revision = maybe(document, "[data-revision]")?.dataset.revision;
  if (!button || !item || !revision) return;
  const { decision } = button.dataset;
  button.setAttribute("aria-busy", "true");
  const answer = await ask("POST", `/api/v1/threads/${item.dataset.thread}/anchors/`, { revision, decision });
  button.removeAttribute("aria-busy");
  const row = item.querySelector("[data-placing]");
  const told = maybe(item, "[data-told]") ?? document.createElement("p");
  told.className = "small";
  told.setAttribute("data-told", "");
  told.setAttribute("tabindex", "-1");
  const done = decision === "confirm" ? "Placed: it stands there now." : "Dropped: what it was about is gone.";
  told.textContent = answer.ok ? done : answer.problem;
  row?.after(told);
  if (answer.ok) {
    row?.remove();
    item.classList.remove("tinted");
    told.focus();
  }
  announce(told.textContent);
});
