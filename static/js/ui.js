// Menus, keys, copying, and what htmx needs from the page.

import { all, around, maybe } from "./find.js";

/** The field in which something is typed, if any. @param {EventTarget | null} target */
const typing = (target) => around(target, "input, textarea, select, [contenteditable]");

/* Menus: <details class="menu-box"> closes on Escape, on a click outside, and when focus leaves. */
/** @param {Element | null} except */
const closeMenus = (except) => {
  for (const box of all(document, "details.menu-box[open]", HTMLDetailsElement)) {
    if (box !== except) box.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(around(event.target, "details.menu-box")));
document.addEventListener("focusin", (event) => closeMenus(around(event.target, "details.menu-box")));

/* Keys. Single keys can be switched off in the account; Escape always works. */
/** @param {string} id */
const openDialog = (id) => maybe(document, `dialog#${CSS.escape(id)}`, HTMLDialogElement)?.showModal();

/** @param {number} step */
const stepThrough = (step) => {
  const items = all(document, "[data-step]").filter((one) => one.checkVisibility());
  if (items.length === 0) return;
  const now = items.findIndex((one) => one.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, now + step))];
  const focusable = next.matches("a, button, summary, [tabindex]")
    ? next
    : maybe(next, "a, button, summary, [tabindex]");
  focusable?.focus();
  next.scrollIntoView({ block: "nearest" });
};

/** Follow the link of a key. @param {string} name */
const goTo = (name) => {
  const link = document.querySelector(`[data-key="${name}"]`);
  if (link instanceof HTMLElement) link.click();
};

let pending = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const summary = maybe(document, "details.menu-box[open] summary");
    closeMenus(null);
    summary?.focus();
    return;
  }
  if (event.ctrlKey && event.key === "Enter" && typing(event.target)) {
    around(event.target, "form", HTMLFormElement)?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.body.dataset.singleKeys === "off") return;
  if (event.key === "?") {
    event.preventDefault();
    openDialog("keys");
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (pending === "g") {
    pending = "";
    goTo(`g ${event.key}`);
    return;
  }
  /** @type {Record<string, () => void>} */
  const actions = {
    "/": () => maybe(document, "[data-search]")?.focus(),
    j: () => stepThrough(1),
    k: () => stepThrough(-1),
    g: () => {
      pending = "g";
      setTimeout(() => {
        pending = "";
      }, 1200);
    },
  };
  const action = actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  } else {
    goTo(event.key);
  }
});
document.addEventListener("click", (event) => {
  const id = around(event.target, "[data-opens]")?.dataset.opens;
  if (id) openDialog(id);
});

/* Copy a permalink or a token. */
document.addEventListener("click", async (event) => {
  const button = around(event.target, "[data-copy]");
  const copy = button?.dataset.copy;
  if (!button || copy === undefined) return;
  try {
    await navigator.clipboard.writeText("copyText" in button.dataset ? copy : new URL(copy, location.href).href);
    announce("Copied");
    button.setAttribute("data-copied", "");
    setTimeout(() => button.removeAttribute("data-copied"), 2000);
  } catch {
    announce("Copying is not allowed here; select the address instead");
  }
});

/** Say something to a screen reader without moving anything. @param {string} words */
export function announce(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}

/* Forms that act on every change (filters), and rows of a table that open on click. */
document.addEventListener("change", (event) => {
  around(event.target, "form[data-auto]", HTMLFormElement)?.requestSubmit();
});

/* Findings, lists and panels filter on the page where everything is already there. */
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.dataset.filters) return;
  const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of all(document, box.dataset.filters)) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of all(document, "[data-filter-group]")) {
    group.hidden = !group.querySelector(`${box.dataset.filters}:not([hidden])`);
  }
  const none = maybe(document, "[data-filter-none]");
  if (none) none.hidden = shown > 0;
});

/* A link into a folded part opens it. */
const openTarget = () => {
  let target = null;
  try {
    target = document.querySelector(location.hash || "#none");
  } catch {
    return;
  }
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement?.closest("details") ?? null) {
    box.open = true;
  }
  target.scrollIntoView({ block: "start" });
};
window.addEventListener("hashchange", openTarget);
openTarget();

/* On a phone the tabs scroll sideways: the current one is in view. */
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

/* htmx: the CSRF token goes along; an answer that did not come is said at its place. What was typed
   stays: an answer that says "not now" replaces nothing. */
window.htmx?.config.noSwap.push("5xx", 429);
document.addEventListener("htmx:config:request", (event) => {
  const token = document.body.dataset.csrf;
  const request = event.detail?.ctx?.request;
  if (token && request?.headers) request.headers["X-CSRFToken"] = token;
});
/** @param {Element | undefined} place @param {string} words */
const sayAt = (place, words) => {
  announce(words);
  const form = place?.closest("form");
  if (!form) return;
  form.querySelector("[data-refusal]")?.remove();
  const note = document.createElement("p");
  note.className = "note small";
  note.dataset.tone = "error";
  note.dataset.refusal = "";
  note.textContent = `${words} Your text is kept.`;
  form.append(note);
};
document.addEventListener("htmx:response:error", (event) => {
  const { response, text, sourceElement } = event.detail.ctx;
  if (response.status < 500 && response.status !== 429) return;
  const plain = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (sourceElement?.hasAttribute("data-poll")) return;
  sayAt(sourceElement, plain ? text : `The server answered ${response.status}. Try again in a moment.`);
});
document.addEventListener("htmx:error", (event) => {
  const source = event.detail?.ctx?.sourceElement;
  if (source && !source.hasAttribute("data-poll")) sayAt(source, "There is no connection. Try again.");
});
