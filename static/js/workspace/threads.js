// The list of threads: the first fifty at once, the rest on scrolling; one card is kept up to date by id.

import { byId, maybe } from "../find.js";
import { announce } from "../ui.js";
import { ask } from "./api.js";
import { cardOf } from "./card.js";
import { h, plural } from "./dom.js";
import { artifact, revisionId } from "./page.js";

/** @import { Thread } from "../types" */

const list = byId("threads");
const more = byId("more");
const show = byId("show", HTMLSelectElement);
const onlyHere = byId("only-here", HTMLInputElement);
const LIMIT = 50;

/** @type {Map<string, Thread>} threads that are shown, by id */
const known = new Map();
let loaded = 0;
let total = 0;
/** @type {Promise<void> | null} */
let loading = null;
let selected = "";
let round = 0;

/** @param {string} id @returns {Thread | undefined} */
export const threadOf = (id) => known.get(id);
export const selectedThread = () => known.get(selected);

/** @param {number} offset */
const query = (offset) => {
  const asked = new URLSearchParams(show.value);
  asked.set("first", artifact);
  if (onlyHere.checked) asked.set("artifact", artifact);
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
  loading ??= nextPage().finally(() => {
    loading = null;
  });
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
  /** @type {{count: number, results: Thread[]}} */
  const page = answer.body;
  keepingFocus(() => {
    // What is open in a card (a reply, a menu) goes on in the new one.
    const before = new Map([...list.children].map((card) => [card.id, card]));
    const cards = page.results.map((thread) => cardOf(thread, before.get(`thread-${thread.id}`)));
    if (loaded === 0) list.replaceChildren(...cards);
    for (const card of loaded === 0 ? [] : cards) {
      before.get(card.id)?.remove();
      list.append(card);
    }
  });
  if (loaded === 0) known.clear();
  total = page.count;
  loaded += page.results.length;
  for (const thread of page.results) known.set(thread.id, thread);
  more.hidden = loaded >= total;
  if (total === 0) list.replaceChildren(empty());
  mark();
}

/** Change cards and leave the focus on what it was on: the card, or the same button of it. @param {() => void} change */
const keepingFocus = (change) => {
  const active = document.activeElement;
  const card = active instanceof Element && list.contains(active) ? active.closest("[data-thread]") : null;
  const { act, state, key } = active instanceof HTMLElement ? active.dataset : {};
  change();
  if (!card || document.activeElement !== document.body) return;
  const again = document.getElementById(card.id);
  const which = `${state ? `[data-state="${state}"]` : ""}${key ? `[data-key="${key}"]` : ""}`;
  const same = act ? maybe(again, `[data-act="${act}"]${which}`) : null;
  (same ?? again)?.focus({ preventScroll: true });
};

const empty = () =>
  h("div", { class: "empty" },
    h("p", { class: "small" }, show.value || onlyHere.checked
      ? "No thread is like this."
      : "Nobody has commented yet. Select words, click an element of a diagram, or press c."));

/** Put threads in that changed; those that the filter does not ask for stay out. @param {Thread[]} threads */
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

/** Mark a thread as the current one, fetching it when it is not in the list. @param {string} id */
export async function select(id, { focus = false, scroll = true } = {}) {
  if (!known.has(id)) {
    const answer = await ask("GET", `/api/v1/threads/${id}/?revision=${revisionId}`);
    if (!answer.ok) {
      announce("This thread is not there for you");
      return undefined;
    }
    known.set(id, answer.body);
    list.prepend(cardOf(answer.body));
  }
  selected = id;
  mark();
  const card = maybe(list, `#thread-${id}`);
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
  (entries) => {
    if (entries.some((one) => one.isIntersecting) && !more.hidden) void next();
  },
  { root: document.getElementById("panel-comments"), rootMargin: "400px" },
).observe(more);
for (const control of [show, onlyHere]) {
  control.addEventListener("change", () => load().then(() => announce(plural(total, "thread"))));
}
