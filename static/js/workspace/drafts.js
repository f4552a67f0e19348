// Drafts: kept on this device at every keystroke, saved to the server after a pause, never overwritten.
// A draft survives a closed window, a lost sign-in and a lost network; two tabs see each other.

import { ask } from "./api.js";
import { later } from "./dom.js";
import * as rules from "./draft.js";
import { root } from "./page.js";

export { isEmpty } from "./draft.js";

/** @import { ServerDraft } from "../types" */
/** @import { Draft } from "./draft" */
/** @typedef {"saved" | "saving" | "offline" | "busy" | "signed-out" | "problem"} SavedState */

const PREFIX = `aie-draft:${root.dataset.person ?? ""}:${root.dataset.submission ?? ""}:`;
const PAUSE = 700;
const SIGNED_OUT = 30000; // ms until a save is tried again

/** @type {Map<string, Draft>} */
const drafts = new Map();
/** @type {Set<(draft: Draft | null) => void>} */
const listeners = new Set();
let failures = 0;
/** @type {SavedState} */
let state = "saved";
/** @type {Promise<void> | null} */
let saving = null;

/** Be told of every change. @param {(draft: Draft | null) => void} listener */
export const onDrafts = (listener) => listeners.add(listener);
/** @param {Draft | null} draft null when more than one changed */
const tell = (draft) => {
  for (const one of listeners) one(draft);
};

/** @returns {Draft[]} */
export const allDrafts = () => [...drafts.values()];
/** @param {string} key */
export const draftOf = (key) => drafts.get(key);
/** Whether everything is on the server, and if not, why: the site may be busy, or away. */
export const savedState = () => state;

/** @param {Draft} draft */
const keep = (draft) => {
  try {
    localStorage.setItem(PREFIX + draft.key, JSON.stringify(draft));
  } catch {
    // Without storage the server is the only copy.
  }
};
/** @param {string} key */
const forget = (key) => {
  drafts.delete(key);
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // There was none.
  }
};

/** Begin a draft; it exists here at once, and on the server with its first word. @param {Partial<Draft>} values */
export function begin(values) {
  const draft = rules.newDraft({ key: crypto.randomUUID(), ...values });
  drafts.set(draft.key, draft);
  return draft;
}

/** Change a draft: kept at once, saved soon. @param {Draft} draft @param {Partial<Draft>} values */
export function change(draft, values) {
  Object.assign(draft, values, { dirty: true, problem: "" });
  // Another window may have discarded it; who goes on typing here keeps it.
  drafts.set(draft.key, draft);
  keep(draft);
  tell(draft);
  soon();
}

/** Throw a draft away, here and there. @param {string} key */
export async function discard(key) {
  const draft = drafts.get(key);
  if (saving) await saving;
  forget(key);
  tell(null);
  if (draft && draft.version > 0) await ask("DELETE", `drafts/${key}/`);
}

/** What the server knows: adopt it unless something newer stands here. @param {ServerDraft[]} known */
export function adopt(known) {
  for (const theirs of known) {
    const mine = drafts.get(theirs.key);
    if (!rules.isNews(mine, theirs)) continue;
    const draft = Object.assign(mine ?? rules.newDraft({ key: theirs.key }), rules.takenOver(theirs));
    drafts.set(draft.key, draft);
    keep(draft);
    tell(draft);
  }
  const keys = new Set(known.map((one) => one.key));
  for (const draft of allDrafts().filter((one) => rules.isGone(one, keys))) {
    forget(draft.key);
    tell(null);
  }
}

/** What this device kept and the server may not have. */
export function restore() {
  for (let n = 0; n < localStorage.length; n += 1) {
    const name = localStorage.key(n);
    if (!name?.startsWith(PREFIX)) continue;
    try {
      const draft = JSON.parse(localStorage.getItem(name) ?? "");
      if (!drafts.get(draft.key)?.dirty) drafts.set(draft.key, draft);
    } catch {
      // Not ours.
    }
  }
  soon();
}

const soon = later(() => void save(), PAUSE);
const again = later(() => void save(), 1);

/** Save everything that is dirty; resolves when it is done or cannot be. */
export function save() {
  saving ??= saveAll().finally(() => {
    saving = null;
  });
  return saving;
}

async function saveAll() {
  for (const draft of drafts.values()) {
    if (!rules.mustSave(draft)) continue;
    set("saving");
    if (!(await saveOne(draft))) return;
  }
  failures = 0;
  set(allDrafts().some((one) => one.conflict || one.problem) ? "problem" : "saved");
}

/** @param {Draft} draft @returns {Promise<boolean>} whether the next one can be tried */
async function saveOne(draft) {
  const sent = rules.textOf(draft);
  const answer = await ask("PUT", `drafts/${draft.key}/`, {
    ...sent, based_on: draft.version, target: draft.target, finding: draft.finding, thread: draft.thread,
  });
  const fate = rules.fateOf(answer);
  if (fate === "offline" || fate === "busy" || fate === "signed-out") {
    set(fate);
    setTimeout(again, fate === "signed-out" ? SIGNED_OUT : rules.retryAfter(failures));
    failures += fate === "signed-out" ? 0 : 1;
    return false;
  }
  if (fate === "conflict") draft.conflict = answer.body.current;
  else if (fate === "refused") draft.problem = answer.problem;
  else stored(draft, answer.body, sent);
  keep(draft);
  tell(draft);
  return true;
}

/** @param {Draft} draft @param {ServerDraft} theirs @param {ReturnType<typeof rules.textOf>} sent */
const stored = (draft, theirs, sent) => {
  draft.version = theirs.version;
  draft.id = theirs.id;
  draft.source = theirs.source ?? draft.source;
  draft.dirty = rules.differs(draft, sent);
  if (draft.dirty) soon();
};

/** Settle a conflict with this text. @param {Draft} draft @param {"mine" | "theirs" | "both"} choice */
export function settle(draft, choice) {
  const { conflict } = draft;
  if (!conflict) return;
  const body = rules.settled(draft.body, conflict.body, choice);
  if (conflict.published) {
    // What is published stays; what was typed here becomes a draft of its own.
    forget(draft.key);
    if (choice !== "theirs") change(begin({ ...draft, key: crypto.randomUUID(), version: 0 }), { body, conflict: null });
    tell(null);
    return;
  }
  draft.version = conflict.version;
  change(draft, { body, conflict: null });
}

/** Forget drafts that were published. @param {string[]} keys */
export function published(keys) {
  for (const key of keys) forget(key);
  tell(null);
}

/** @param {SavedState} next */
const set = (next) => {
  if (next === state) return;
  state = next;
  tell(null);
};

window.addEventListener("online", () => again());
window.addEventListener("offline", () => set("offline"));
window.addEventListener("focus", () => {
  if (state !== "saved") again();
});
// Another tab typed: take its text over, unless this one has something of its own.
window.addEventListener("storage", (event) => {
  if (!event.key?.startsWith(PREFIX)) return;
  const key = event.key.slice(PREFIX.length);
  const mine = drafts.get(key);
  if (!event.newValue) {
    if (mine && !mine.dirty) {
      drafts.delete(key);
      tell(null);
    }
    return;
  }
  if (mine?.dirty) return;
  const theirs = JSON.parse(event.newValue);
  const draft = Object.assign(mine ?? rules.newDraft({ key }), theirs, { dirty: false });
  drafts.set(key, draft);
  tell(draft);
});
// Text that has not been sent yet goes along when the page is left.
window.addEventListener("pagehide", () => void save());
