// The list of threads: the first fifty at once, the rest on scrolling; one card is kept up to date by id.

import { announce } from "../ui.js";
import { ask } from "./api.js";
import { cardOf } from "./card.js";
import { h, plural } from "./dom.js";

const list = document.getElementById("threads");
const more = document.getElementById("more");
const show = /** @type {HTMLSelectElement} */ (document.getElementById("show"));
const onlyHere = /** @type {HTMLInputElement} */ (document.getElementById("only-here"));
const content = document.getElementById("content");
const LIMIT = 50;

/** @type {Map<string, object>} threads that are shown, by id */
const known = new Map();
let loaded = 0;
let total = 0;
let loading = null;
let selected = "";
let round = 0;

/** @returns {object | undefined} */
export const threadOf = (id) => known.get(id);
export const selectedThread = () => known.get(selected);

const query = (offset) => {
  const asked = new URLSearchParams(show.value);
  asked.set("first", content.dataset.artifact);
  if (onlyHere.checked) asked.set("artifact", content.dataset.artifact);
  asked.set("offset", String(offset));
  asked.set("limit", String(LIMIT));
  return `threads/?${asked}`;
};

/** Load the list anew, as the filter says. */
export async function load() {
  round += 1;
  loaded = total = 0;
  await loading;
  list.setAttribute("aria-busy", "true");
  await next();
  list.setAttribute("aria-busy", "false");
}

/** Load the next page, if there is one. */
export function next() {
  loading ??= nextPage().finally(() => (loading = null));
  return loading;
}

async function nextPage() {
  const now = round;
  const answer = await ask("GET", query(loaded));
  if (now !== round) return;
  if (!answer.ok) {
    list.replaceChildren(h("p", { class: "note", "data-tone": "error", role: "alert" }, answer.problem));
    return;
  }
  keepingFocus(() => {
    // What is open in a card (a reply, a menu) goes on in the new one.
    const before = new Map([...list.children].map((card) => [card.id, card]));
    const cards = answer.body.results.map((thread) => cardOf(thread, before.get(`thread-${thread.id}`)));
    if (loaded === 0) list.replaceChildren(...cards);
    for (const card of loaded === 0 ? [] : cards) {
      before.get(card.id)?.remove();
      list.append(card);
    }
  });
  if (loaded === 0) known.clear();
  total = answer.body.count;
  loaded += answer.body.results.length;
  for (const thread of answer.body.results) known.set(thread.id, thread);
  more.hidden = loaded >= total;
  if (total === 0) list.replaceChildren(empty());
  mark();
  document.dispatchEvent(new CustomEvent("threads:loaded", { detail: answer.body }));
}

/** Change cards and leave the focus on what it was on: the card, or the same button of it. */
const keepingFocus = (change) => {
  const active = document.activeElement;
  const card = active instanceof Element && list.contains(active) ? active.closest("[data-thread]") : null;
  const { act, state, key } = active instanceof HTMLElement ? active.dataset : {};
  change();
  if (!card || document.activeElement !== document.body) return;
  const again = document.getElementById(card.id);
  const same = act && again?.querySelector(`[data-act="${act}"]${state ? `[data-state="${state}"]` : ""}${key ? `[data-key="${key}"]` : ""}`);
  (same || again)?.focus({ preventScroll: true });
};

const empty = () =>
  h("div", { class: "empty" },
    h("p", { class: "small" }, show.value || onlyHere.checked
      ? "No thread is like this."
      : "Nobody has commented yet. Select words, click an element of a diagram, or press c."));

/** Put threads in that changed; those that the filter does not ask for stay out. */
export function merge(threads) {
  for (const thread of threads) {
    const there = list.querySelector(`#thread-${thread.id}`);
    if (!there && (show.value || onlyHere.checked)) continue;
    known.set(thread.id, thread);
    keepingFocus(() => {
      const card = cardOf(thread, there);
      if (there) there.replaceWith(card);
      else {
        list.querySelector(":scope > .empty")?.remove();
        list.prepend(card);
      }
    });
  }
  mark();
}

/** Take a thread out that is no more. @param {string} id */
export function remove(id) {
  known.delete(id);
  list.querySelector(`#thread-${id}`)?.remove();
}

/** Mark a thread as the current one, fetching it when it is not in the list. */
export async function select(id, { focus = false, scroll = true } = {}) {
  if (!known.has(id)) {
    const revision = document.getElementById("comments").dataset.revisionId;
    const answer = await ask("GET", `/api/v1/threads/${id}/?revision=${revision}`);
    if (!answer.ok) {
      announce("This thread is not there for you");
      return undefined;
    }
    known.set(id, answer.body);
    list.prepend(cardOf(answer.body));
  }
  selected = id;
  mark();
  const card = list.querySelector(`#thread-${id}`);
  if (scroll) card?.scrollIntoView({ block: "nearest" });
  if (focus) card?.focus({ preventScroll: true });
  return known.get(id);
}

const mark = () => {
  for (const card of list.children) {
    if (card.id === `thread-${selected}`) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
  }
};

new IntersectionObserver(
  (entries) => entries.some((one) => one.isIntersecting) && !more.hidden && void next(),
  { root: document.getElementById("panel-comments"), rootMargin: "400px" },
).observe(more);
for (const control of [show, onlyHere]) {
  control.addEventListener("change", () => load().then(() => announce(plural(total, "thread"))));
}
