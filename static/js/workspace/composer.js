// Writing a comment: type, text, replacement, preview, names and links, files. Saved all the time.

import { announce } from "../ui.js";
import { ask } from "./api.js";
import { cleaned, h, later, when } from "./dom.js";
import * as store from "./drafts.js";
import { pickFor } from "./pick.js";

const template = /** @type {HTMLTemplateElement} */ (document.getElementById("composer-template"));
/** @type {{form: HTMLFormElement, draft: store.Draft, opener: Element | null} | null} */
let open = null;
const closed = new Set();

/** Be told when a composer closed: `listener({published, key})`. */
export const onClosed = (listener) => closed.add(listener);
/** The draft that is being written, if any. */
export const current = () => open?.draft ?? null;

/**
 * Open a composer in `box` for a draft. Another open one is closed first; its text stays a draft.
 * @param {HTMLElement} box
 * @param {store.Draft} draft
 * @param {{focus?: boolean}} [how]
 */
export function compose(box, draft, how = {}) {
  if (open?.draft === draft && open.form.isConnected) {
    open.form.elements.body.focus();
    return;
  }
  const opener = document.activeElement;
  close({});
  const form = /** @type {HTMLFormElement} */ (template.content.firstElementChild.cloneNode(true));
  open = { form, draft, opener };
  fill(form, draft);
  wire(form, draft);
  box.replaceChildren(form);
  show();
  form.scrollIntoView({ block: "nearest" });
  if (how.focus !== false) form.elements.body.focus();
}

/** Close the open composer; a draft without a word goes. */
export function close({ published = false, discarded = false } = {}) {
  if (!open) return;
  const { form, draft, opener } = open;
  const inside = form.contains(document.activeElement);
  open = null;
  form.remove();
  // Back to where the comment was begun: the block, the element, the thread.
  if (inside && opener?.isConnected) opener.focus({ preventScroll: true });
  if (!published && !discarded && store.isEmpty(draft)) void store.discard(draft.key);
  closed.forEach((one) => one({ published, key: draft.key, thread: draft.thread }));
}

const part = (form, name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));

function fill(form, draft) {
  const reply = Boolean(draft.thread);
  form.setAttribute("aria-label", reply ? "Reply" : "New comment");
  part(form, "on").replaceChildren(reply ? "Reply" : "On ", reply ? "" : h("b", { class: "strong" }, draft.on || "this file"));
  part(form, "types").hidden = reply;
  const quote = part(form, "quote");
  quote.hidden = !draft.quote || reply;
  quote.textContent = draft.quote;
  for (const input of form.elements.type) input.checked = input.value === draft.type;
  form.elements.body.value = draft.body;
  if (draft.severity) form.elements.severity.value = draft.severity;
  form.elements.replacement.value = draft.replacement ?? draft.source ?? draft.quote;
  part(form, "suggest").hidden = reply || !draft.quote;
}

function wire(form, draft) {
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    const values = { body: form.elements.body.value, type: form.elements.type.value || draft.type };
    values.severity = values.type === "issue" ? form.elements.severity.value : "";
    if (draft.replacement !== null) values.replacement = form.elements.replacement.value;
    store.change(draft, values);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void store.save();
    announce(store.isEmpty(draft) ? "Nothing was written" : "Added to your review, seen by you only");
    close({});
  });
  part(form, "now").addEventListener("click", () => void publishNow(form, draft));
  part(form, "discard").addEventListener("click", () => {
    void store.discard(draft.key);
    announce("Draft discarded");
    close({ discarded: true });
  });
  part(form, "suggest").addEventListener("click", () => {
    const on = draft.replacement === null;
    store.change(draft, { replacement: on ? form.elements.replacement.value : null, ...(on && !draft.thread ? { type: "suggestion" } : {}) });
    for (const input of form.elements.type) input.checked = input.value === draft.type;
    if (on) form.elements.replacement.focus();
  });
  part(form, "show-preview").addEventListener("click", () => void preview(form));
  form.querySelector("[data-file]").addEventListener("change", (event) => void attach(form, draft, event.target));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      close({});
    }
    const number = Number(event.key);
    if (event.target.name === "type" && number >= 1 && number <= 8) {
      event.preventDefault();
      const input = form.elements.type[number - 1];
      input.checked = true;
      input.focus();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  pickFor(form.elements.body, part(form, "pick"));
}

/** Show what the draft holds beside its text: saved state, conflict, refusal, replacement, files. */
function show() {
  if (!open) return;
  const { form, draft } = open;
  if (form.elements.body.value !== draft.body && !draft.dirty) form.elements.body.value = draft.body;
  part(form, "severity").hidden = draft.type !== "issue" || Boolean(draft.thread);
  part(form, "suggest").setAttribute("aria-pressed", String(draft.replacement !== null));
  part(form, "replacement").hidden = draft.replacement === null;
  if (draft.replacement !== null) {
    // What was selected is what is shown; what is replaced is its source, which may hold markup.
    if (draft.source && draft.replacement === draft.quote && draft.source !== draft.quote) {
      form.elements.replacement.value = draft.source;
      store.change(draft, { replacement: draft.source });
    }
    showDiff(form, draft);
  }
  part(form, "saved").textContent = savedWords(draft);
  const problem = part(form, "problem");
  problem.hidden = !draft.problem;
  problem.textContent = draft.problem ? `${draft.problem} Your text is kept.` : "";
  showConflict(form, draft);
  const files = part(form, "files");
  files.hidden = !draft.files?.length;
  files.replaceChildren(...(draft.files ?? []).map((one) => h("li", {}, one.name)));
}
store.onDrafts(show);

const savedWords = (draft) => {
  if (store.isEmpty(draft)) return "";
  if (draft.conflict) return "Not saved: changed elsewhere";
  if (draft.problem) return "Not saved on the server";
  const state = store.savedState();
  if (draft.dirty && state === "offline") return "Offline, kept on this device";
  if (draft.dirty && state === "busy") return "The site is busy; kept on this device, trying again";
  if (draft.dirty && state === "signed-out") return "Signed out, kept on this device. Sign in in another tab.";
  return draft.dirty ? "Saving …" : `Draft saved, ${when(new Date().toISOString())}`;
};

function showConflict(form, draft) {
  const box = part(form, "conflict");
  if (box.hidden === !draft.conflict) return;
  box.hidden = !draft.conflict;
  if (!draft.conflict) return;
  const settle = (choice) => () => {
    store.settle(draft, choice);
    if (open?.draft === draft) form.elements.body.value = draft.body;
    show();
  };
  box.replaceChildren(
    h("div", { class: "stack stack--1" },
      h("b", { class: "strong" }, draft.conflict.published ? "This draft was published in another window. It says:" : "Another window saved this instead:"),
      h("blockquote", { class: "quote pre" }, draft.conflict.body || "(no text)"),
      h("p", {}, "Your text stands above. Nothing was overwritten."),
      h("div", { class: "row row--wrap" },
        h("button", { type: "button", class: "btn btn--sm", onclick: settle("mine") }, draft.conflict.published ? "Keep mine as a new draft" : "Use mine"),
        h("button", { type: "button", class: "btn btn--sm", onclick: settle("theirs") }, "Use the other"),
        draft.conflict.published ? null : h("button", { type: "button", class: "btn btn--sm", onclick: settle("both") }, "Keep both"))),
  );
}

const showDiff = (form, draft) => {
  const old = draft.source ?? draft.quote;
  part(form, "diff").replaceChildren(...diffWords(old, draft.replacement ?? ""));
};

/** What a replacement changes, word by word. @returns {Node[]} */
export function diffWords(before, after) {
  const [a, b] = [before, after].map((text) => text.match(/\S+\s*/g) ?? []);
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i][j] = a[i].trim() === b[j].trim() ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const found = [];
  const add = (tag, text) => {
    if (found.at(-1)?.tag === tag) found.at(-1).text += text;
    else found.push({ tag, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i].trim() === b[j].trim()) { add("span", a[i]); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && table[i + 1][j] >= table[i][j + 1])) { add("del", a[i]); i += 1; }
    else { add("ins", b[j]); j += 1; }
  }
  // Where little stayed, old and new read better one after the other.
  const kept = found.filter((one) => one.tag === "span").reduce((sum, one) => sum + one.text.length, 0);
  if (kept * 2 < Math.min(before.length, after.length)) {
    found.splice(0, found.length, { tag: "del", text: before }, { tag: "span", text: " " }, { tag: "ins", text: after });
  }
  return found.filter((one) => one.text).map((one) => h(one.tag, {}, one.text));
}

async function preview(form) {
  const box = part(form, "preview");
  const button = part(form, "show-preview");
  box.hidden = !box.hidden;
  button.setAttribute("aria-pressed", String(!box.hidden));
  if (!box.hidden) await renderPreview(form);
}
const renderPreview = async (form) => {
  const answer = await ask("POST", "/api/v1/preview/", { body: form.elements.body.value });
  part(form, "preview").replaceChildren(answer.ok ? cleaned(answer.body.html || "<p>Nothing yet.</p>") : answer.problem);
};
const previewSoon = later(() => {
  if (open && !part(open.form, "preview").hidden) void renderPreview(open.form);
}, 400);
store.onDrafts((draft) => draft && draft === open?.draft && previewSoon());

async function attach(form, draft, input) {
  const file = input.files?.[0];
  if (!file) return;
  if (draft.version === 0) {
    store.change(draft, { body: form.elements.body.value || `Attached: ${file.name}` });
    form.elements.body.value = draft.body;
  }
  await store.save();
  if (!draft.id) return;
  const content = new FormData();
  content.append("file", file);
  const answer = await ask("POST", `/api/v1/comments/${draft.id}/files/`, content);
  input.value = "";
  if (answer.ok) draft.files = [...(draft.files ?? []), answer.body];
  else draft.problem = "";
  show();
  if (!answer.ok) {
    const problem = part(form, "problem");
    problem.hidden = false;
    problem.textContent = `${answer.problem} Your text is kept.`;
  } else announce(`${file.name} attached`);
}

async function publishNow(form, draft) {
  if (store.isEmpty(draft)) return;
  await store.save();
  if (draft.dirty || draft.conflict || draft.problem) {
    show();
    return;
  }
  const answer = await ask("POST", "publish/", { keys: [draft.key] });
  if (!answer.ok) {
    const problem = part(form, "problem");
    problem.hidden = false;
    problem.textContent = `${answer.problem} Your text is kept as a draft.`;
    return;
  }
  store.published([draft.key]);
  announce("Published");
  close({ published: true });
}
