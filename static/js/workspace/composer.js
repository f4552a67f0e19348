// Writing a comment: type, text, replacement, preview, names and links, files. Saved all the time.

import { all, byId, first } from "../find.js";
import { announce } from "../ui.js";
import { ask } from "./api.js";
import { cleaned, h, later, when } from "./dom.js";
import * as store from "./drafts.js";
import { pickFor } from "./pick.js";
import { diffWords } from "./worddiff.js";

/** @import { Draft } from "./draft" */
/** @typedef {{published: boolean, key: string}} Closed */
/**
 * The form of one comment and its fields.
 * @typedef {object} Form
 * @property {HTMLFormElement} form
 * @property {HTMLTextAreaElement} body
 * @property {HTMLTextAreaElement} replacement
 * @property {HTMLSelectElement} severity
 * @property {HTMLInputElement[]} types
 * @property {Draft} draft
 * @property {Element | null} opener what had the focus before
 */

const template = byId("composer-template", HTMLTemplateElement);
/** @type {Form | null} */
let open = null;
/** @type {Set<(what: Closed) => void>} */
const closed = new Set();

/** Be told when a composer closed. @param {(what: Closed) => void} listener */
export const onClosed = (listener) => closed.add(listener);

/** A new form, not on the page yet. @param {Draft} draft @returns {Form} */
const formFor = (draft) => {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const form = first(copy, "form", HTMLFormElement);
  return {
    form,
    body: first(form, '[name="body"]', HTMLTextAreaElement),
    replacement: first(form, '[name="replacement"]', HTMLTextAreaElement),
    severity: first(form, '[name="severity"]', HTMLSelectElement),
    types: all(form, '[name="type"]', HTMLInputElement),
    draft,
    opener: document.activeElement,
  };
};

/** The part of a form that `data-name` marks. @param {Form} composer @param {string} name */
const part = ({ form }, name) => first(form, `[data-${name}]`);

/**
 * Open a composer in `box` for a draft. Another open one is closed first; its text stays a draft.
 * @param {HTMLElement} box
 * @param {Draft} draft
 */
export function compose(box, draft) {
  if (open?.draft === draft && open.form.isConnected) {
    open.body.focus();
    return;
  }
  const composer = formFor(draft);
  close({});
  open = composer;
  fill(composer);
  wire(composer);
  box.replaceChildren(composer.form);
  show();
  composer.form.scrollIntoView({ block: "nearest" });
  composer.body.focus();
}

/** Close the open composer; a draft without a word goes. */
export function close({ published = false, discarded = false } = {}) {
  if (!open) return;
  const { form, draft, opener } = open;
  const inside = form.contains(document.activeElement);
  open = null;
  form.remove();
  // Back to where the comment was begun: the block, the element, the thread.
  const back = opener instanceof HTMLElement || opener instanceof SVGElement ? opener : null;
  if (inside && back?.isConnected) back.focus({ preventScroll: true });
  if (!published && !discarded && store.isEmpty(draft)) void store.discard(draft.key);
  for (const one of closed) one({ published, key: draft.key });
}

/** @param {Form} composer @param {string} type */
const checkType = ({ types }, type) => {
  for (const input of types) input.checked = input.value === type;
};

/** @param {Form} composer */
function fill(composer) {
  const { form, body, replacement, severity, draft } = composer;
  const reply = Boolean(draft.thread);
  form.setAttribute("aria-label", reply ? "Reply" : "New comment");
  const on = reply ? ["Reply"] : ["On ", h("b", { class: "strong" }, draft.on || "this file")];
  part(composer, "on").replaceChildren(...on);
  part(composer, "types").hidden = reply;
  const quote = part(composer, "quote");
  quote.hidden = !draft.quote || reply;
  quote.textContent = draft.quote;
  checkType(composer, draft.type);
  body.value = draft.body;
  if (draft.severity) severity.value = draft.severity;
  replacement.value = draft.replacement ?? draft.source ?? draft.quote;
  part(composer, "suggest").hidden = reply || !draft.quote;
}

/** @param {Form} composer */
function wire(composer) {
  const { form, draft } = composer;
  form.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLInputElement && event.target.type === "file")) typed(composer);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void store.save();
    announce(store.isEmpty(draft) ? "Nothing was written" : "Added to your review, seen by you only");
    close({});
  });
  part(composer, "now").addEventListener("click", () => void publishNow(composer));
  part(composer, "discard").addEventListener("click", () => {
    void store.discard(draft.key);
    announce("Draft discarded");
    close({ discarded: true });
  });
  part(composer, "suggest").addEventListener("click", () => suggest(composer));
  part(composer, "show-preview").addEventListener("click", () => void preview(composer));
  const file = first(form, "[data-file]", HTMLInputElement);
  file.addEventListener("change", () => void attach(composer, file));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      close({});
    }
    typeByNumber(composer, event);
  });
  pickFor(composer.body, part(composer, "pick"));
}

/** @param {Form} composer */
const typed = ({ body, types, severity, replacement, draft }) => {
  const type = types.find((one) => one.checked)?.value || draft.type;
  store.change(draft, {
    body: body.value,
    type,
    severity: type === "issue" ? severity.value : "",
    ...(draft.replacement === null ? {} : { replacement: replacement.value }),
  });
};

/** @param {Form} composer */
const suggest = (composer) => {
  const { draft, replacement } = composer;
  const on = draft.replacement === null;
  const type = on && !draft.thread ? { type: "suggestion" } : {};
  store.change(draft, { replacement: on ? replacement.value : null, ...type });
  checkType(composer, draft.type);
  if (on) replacement.focus();
};

/** On the types, numbers choose one. @param {Form} composer @param {KeyboardEvent} event */
const typeByNumber = ({ types }, event) => {
  const input = types.some((one) => one === event.target) ? types[Number(event.key) - 1] : undefined;
  if (!input) return;
  event.preventDefault();
  input.checked = true;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

/** Show what the draft holds beside its text: saved state, conflict, refusal, replacement, files. */
function show() {
  if (!open) return;
  const { body, draft } = open;
  if (body.value !== draft.body && !draft.dirty) body.value = draft.body;
  part(open, "severity").hidden = draft.type !== "issue" || Boolean(draft.thread);
  part(open, "suggest").setAttribute("aria-pressed", String(draft.replacement !== null));
  part(open, "replacement").hidden = draft.replacement === null;
  showReplacement(open);
  part(open, "saved").textContent = savedWords(draft);
  showProblem(open, draft.problem ? `${draft.problem} Your text is kept.` : "");
  showConflict(open);
  const files = part(open, "files");
  files.hidden = !draft.files?.length;
  files.replaceChildren(...(draft.files ?? []).map((one) => h("li", {}, one.name)));
}
store.onDrafts(show);

/** @param {Form} composer @param {string} words */
const showProblem = (composer, words) => {
  const problem = part(composer, "problem");
  problem.hidden = !words;
  problem.textContent = words;
};

/** @param {Form} composer */
const showReplacement = (composer) => {
  const { draft, replacement } = composer;
  if (draft.replacement === null) return;
  // What was selected is what is shown; what is replaced is its source, which may hold markup.
  if (draft.source && draft.replacement === draft.quote && draft.source !== draft.quote) {
    replacement.value = draft.source;
    store.change(draft, { replacement: draft.source });
  }
  part(composer, "diff").replaceChildren(...diffWords(draft.source ?? draft.quote, draft.replacement));
};

/** @param {Draft} draft */
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

/** @param {Form} composer */
function showConflict(composer) {
  const { draft, body } = composer;
  const { conflict } = draft;
  const box = part(composer, "conflict");
  if (box.hidden === !conflict) return;
  box.hidden = !conflict;
  if (!conflict) return;
  const published = Boolean(conflict.published);
  /** @param {string} words @param {"mine" | "theirs" | "both"} choice */
  const button = (words, choice) => {
    const onclick = () => {
      store.settle(draft, choice);
      if (open?.draft === draft) body.value = draft.body;
      show();
    };
    return h("button", { type: "button", class: "btn btn--sm", onclick }, words);
  };
  const words = published
    ? "This draft was published in another window. It says:"
    : "Another window saved this instead:";
  box.replaceChildren(
    h("div", { class: "stack stack--1" },
      h("b", { class: "strong" }, words),
      h("blockquote", { class: "quote pre" }, conflict.body || "(no text)"),
      h("p", {}, "Your text stands above. Nothing was overwritten."),
      h("div", { class: "row row--wrap" },
        button(published ? "Keep mine as a new draft" : "Use mine", "mine"),
        button("Use the other", "theirs"),
        published ? null : button("Keep both", "both"))),
  );
}

/** @param {Form} composer */
async function preview(composer) {
  const box = part(composer, "preview");
  box.hidden = !box.hidden;
  part(composer, "show-preview").setAttribute("aria-pressed", String(!box.hidden));
  if (!box.hidden) await renderPreview(composer);
}
/** @param {Form} composer */
const renderPreview = async (composer) => {
  const answer = await ask("POST", "/api/v1/preview/", { body: composer.body.value });
  const shown = answer.ok ? cleaned(answer.body.html || "<p>Nothing yet.</p>") : answer.problem;
  part(composer, "preview").replaceChildren(shown);
};
const previewSoon = later(() => {
  if (open && !part(open, "preview").hidden) void renderPreview(open);
}, 400);
store.onDrafts((draft) => {
  if (draft && draft === open?.draft) previewSoon();
});

/** @param {Form} composer @param {HTMLInputElement} input */
async function attach(composer, input) {
  const { body, draft } = composer;
  const file = input.files?.[0];
  if (!file) return;
  if (draft.version === 0) {
    store.change(draft, { body: body.value || `Attached: ${file.name}` });
    body.value = draft.body;
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
  if (answer.ok) announce(`${file.name} attached`);
  else showProblem(composer, `${answer.problem} Your text is kept.`);
}

/** @param {Form} composer */
async function publishNow(composer) {
  const { draft } = composer;
  if (store.isEmpty(draft)) return;
  await store.save();
  if (draft.dirty || draft.conflict || draft.problem) {
    show();
    return;
  }
  const answer = await ask("POST", "publish/", { keys: [draft.key] });
  if (!answer.ok) {
    showProblem(composer, `${answer.problem} Your text is kept as a draft.`);
    return;
  }
  store.published([draft.key]);
  announce("Published");
  close({ published: true });
}
