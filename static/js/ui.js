// Menus, keys, copying, and what htmx needs from the page. No other module is imported.

const typing = (target) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

/* Menus: <details class="menu-box"> closes on Escape, on a click outside, and when focus leaves. */
const closeMenus = (except) => {
  for (const box of document.querySelectorAll("details.menu-box[open]")) {
    if (box !== except) box.open = false;
  }
};
document.addEventListener("click", (event) => {
  const inside = event.target instanceof Element && event.target.closest("details.menu-box");
  closeMenus(inside);
});
document.addEventListener("focusin", (event) => {
  const inside = event.target instanceof Element && event.target.closest("details.menu-box");
  closeMenus(inside);
});

/* Keys. Single keys can be switched off in the account; Escape always works. */
const keysDialog = () => /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));

/** @param {number} step */
const stepThrough = (step) => {
  const items = [...document.querySelectorAll("[data-step]")].filter((one) => one.checkVisibility());
  if (items.length === 0) return;
  const now = items.findIndex((one) => one.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, now + step))];
  const focusable = next.matches("a, button, summary, [tabindex]")
    ? next
    : next.querySelector("a, button, summary, [tabindex]");
  focusable?.focus();
  next.scrollIntoView({ block: "nearest" });
};

const goTo = (name) => {
  const link = document.querySelector(`[data-key="${name}"]`);
  if (link instanceof HTMLElement) link.click();
};

let pending = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu-box[open]");
    closeMenus(null);
    open?.querySelector("summary")?.focus();
    return;
  }
  if (event.ctrlKey && event.key === "Enter" && typing(event.target)) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.body.dataset.singleKeys === "off") return;
  if (event.key === "?") {
    event.preventDefault();
    keysDialog()?.showModal();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (pending === "g") {
    pending = "";
    goTo(`g ${event.key}`);
    return;
  }
  const actions = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    j: () => stepThrough(1),
    k: () => stepThrough(-1),
    g: () => {
      pending = "g";
      setTimeout(() => (pending = ""), 1200);
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
  const opener = event.target instanceof Element && event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.getAttribute("data-opens"))?.showModal();
});

/* Copy a permalink or a token. */
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-copy]");
  if (!button) return;
  const text = new URL(button.getAttribute("data-copy"), location.href).href;
  const value = button.hasAttribute("data-copy-text") ? button.getAttribute("data-copy") : text;
  try {
    await navigator.clipboard.writeText(value);
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
  const form = event.target instanceof Element && event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

/* Findings, lists and panels filter on the page where everything is already there. */
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.dataset.filters) return;
  const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of document.querySelectorAll(box.dataset.filters)) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector(`${box.dataset.filters}:not([hidden])`);
  }
  const none = document.querySelector("[data-filter-none]");
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
  for (let box = target.closest("details"); box; box = box.parentElement?.closest("details")) {
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
