// Two revisions beside each other: step through the changes, keep the layout, compare pictures, place
// threads. The page is complete without it, except for what lies in a picture.

import { announce } from "./ui.js";
import { ask } from "./workspace/api.js";

/** @returns {HTMLElement[]} all changes in the order of the page */
const stops = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-stop]")]);

let last = -1;

/** What of a change can be seen now: itself, or its element in the drawing that is open. @param {HTMLElement} stop */
const shownPart = (stop) => {
  const card = stop.closest(".cmp-dia");
  const key = stop.dataset.el;
  if (!card || !key || stop.checkVisibility()) return stop;
  const keys = [key, key.replace(/^old:/, "")].map((one) => `svg [data-el="${CSS.escape(one)}"]`);
  const drawn = [...card.querySelectorAll(keys.join(", "))].find((one) => one.checkVisibility());
  return /** @type {HTMLElement | SVGElement} */ (drawn ?? card);
};

/** Show a change, give it the focus and say it. @param {number} index @param {HTMLElement[]} all */
const goTo = (index, all) => {
  const stop = all[index];
  last = index;
  for (let box = stop.closest("details"); box; box = box.parentElement?.closest("details")) box.open = true;
  for (const old of document.querySelectorAll(".is-now")) old.classList.remove("is-now");
  const part = shownPart(stop);
  if (part !== stop && !part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
  part.classList.toggle("is-now", part !== stop);
  part.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tall = part.getBoundingClientRect().height > innerHeight * 0.7;
  part.scrollIntoView({ block: tall ? "start" : "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
  announce(`${stop.dataset.words} (${index + 1} of ${all.length})`);
};

/** Where one stands: at the focus, else at the last change that was shown. @param {HTMLElement[]} all */
const current = (all) => {
  const focused = document.activeElement;
  const drawn = focused?.closest?.("svg [data-el]");
  if (drawn && last >= 0) return last;
  const at = all.findLastIndex((one) => one.contains(focused));
  return at >= 0 ? at : last;
};

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-step-change]");
  if (!button) return;
  const all = stops();
  const step = Number(button.getAttribute("data-step-change"));
  const next = current(all) + (last < 0 && step < 0 ? all.length : step);
  if (next >= 0 && next < all.length) goTo(next, all);
  else announce(next < 0 ? "This is the first change" : "This is the last change");
});

/* A link of the list leads to the part that can be seen. */
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest(".cmp-all a");
  const all = link ? stops() : [];
  const index = all.findIndex((one) => link && `#${one.id}` === link.getAttribute("href"));
  if (index < 0) return;
  event.preventDefault();
  history.replaceState(null, "", link.getAttribute("href"));
  goTo(index, all);
});

/* A drawing shrinks a little to fit its frame; its smallest text stays readable. */
const SMALLEST = 0.91;
for (const svg of document.querySelectorAll(".cmp-dia .dg-svg")) {
  svg.style.maxWidth = "100%";
  svg.style.minWidth = `${Math.floor(Number(svg.getAttribute("width")) * SMALLEST)}px`;
}

/* One that is wider than its frame opens at its first change. */
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

/* Pictures: where the line is, how much shines through. */
const slide = (input) => {
  input.closest(".cmp-pic")?.style.setProperty(input.dataset.sets, input.value);
  input.setAttribute("aria-valuetext", `${input.value} ${input.dataset.says}`);
};
document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.sets) slide(event.target);
});
for (const input of document.querySelectorAll("[data-sets]")) slide(input);

/* Threads that wait for a place. */
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-decision]");
  const item = button?.closest("[data-thread]");
  const revision = document.querySelector("[data-revision]")?.getAttribute("data-revision");
  if (!button || !item || !revision) return;
  const decision = button.getAttribute("data-decision");
  button.setAttribute("aria-busy", "true");
  const answer = await ask("POST", `/api/v1/threads/${item.getAttribute("data-thread")}/anchors/`, { revision, decision });
  button.removeAttribute("aria-busy");
  const row = item.querySelector("[data-placing]");
  const told = item.querySelector("[data-told]") ?? document.createElement("p");
  told.className = "small";
  told.setAttribute("data-told", "");
  told.setAttribute("tabindex", "-1");
  const done = decision === "confirm" ? "Placed: it stands there now." : "Dropped: what it was about is gone.";
  told.textContent = answer.ok ? done : answer.problem;
  row?.after(told);
  if (answer.ok) {
    row?.remove();
    item.classList.remove("tinted");
    /** @type {HTMLElement} */ (told).focus();
  }
  announce(told.textContent);
});
