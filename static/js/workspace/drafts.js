// Drafts: kept on this device at every keystroke, saved to the server after a pause, never overwritten.
// A draft survives a closed window, a lost sign-in and a lost network; two tabs see each other.

import { ask } from "./api.js";
import { later } from "./dom.js";

/**
 * @typedef {object} Draft
 * @property {string} key made here; the server knows the draft by it
 * @property {number} version the server's version this text is based on; 0 before the first save
 * @property {string} body
 * @property {string | null} replacement
 * @property {string} type
 * @property {string} severity
 * @property {object} target the place, as the API takes it
 * @property {string} finding
 * @property {string} thread id of the thread that is replied to, else ""
 * @property {string} on the place in words
 * @property {string} quote the words as they are shown
 * @property {string} [source] the same as it stands in the source, once saved
 * @property {boolean} dirty not on the server yet
 * @property {string} [id] of the comment, once saved
 * @property {object} [conflict] what the server keeps instead
 * @property {string} [problem] why the server refuses it
 */

const root = document.getElementById("comments");
const PREFIX = `aie-draft:${root?.dataset.person ?? ""}:${root?.dataset.submission ?? ""}:`;
const PAUSE = 700;
const RETRY = [2000, 4000, 8000, 15000, 30000];

/** @type {Map<string, Draft>} */
const drafts = new Map();
const listeners = new Set();
let failures = 0;
let state = "saved";
let saving = null;

/** Be told of every change: `listener(draft | null)`. */
export const onDrafts = (listener) => listeners.add(listener);
const tell = (draft) => listeners.forEach((one) => one(draft));

/** @returns {Draft[]} */
export const allDrafts = () => [...drafts.values()];
/** @returns {Draft | undefined} */
export const draftOf = (key) => drafts.get(key);
/** "saved", "saving", "offline", "busy", "signed-out" or "problem" */
export const savedState = () => state;

const keep = (draft) => {
  try {
    localStorage.setItem(PREFIX + draft.key, JSON.stringify(draft));
  } catch {
    // Without storage the server is the only copy.
  }
};
const forget = (key) => {
  drafts.delete(key);
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // There was none.
  }
};

const EMPTY = {
  version: 0, body: "", replacement: null, type: "question", severity: "", target: {}, finding: "",
  thread: "", on: "", quote: "", dirty: false,
};

/** Begin a draft; it exists here at once, and on the server with its first word. */
export function begin(values) {
  const draft = { ...EMPTY, key: crypto.randomUUID(), ...values };
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

/** A draft without a word that was never saved. @param {Draft} draft */
export const isEmpty = (draft) => !draft.body.trim() && draft.replacement === null && !draft.files?.length;

/** Throw a draft away, here and there. @param {string} key */
export async function discard(key) {
  const draft = drafts.get(key);
  if (saving) await saving;
  forget(key);
  tell(null);
  if (draft && draft.version > 0) await ask("DELETE", `drafts/${key}/`);
}

/** What the server knows: adopt it unless something newer stands here. @param {object[]} known */
export function adopt(known) {
  const keys = new Set(known.map((one) => one.key));
  for (const one of known) {
    const mine = drafts.get(one.key);
    if (mine?.dirty || (mine && mine.version >= one.version)) continue;
    const draft = mine ?? { ...EMPTY, key: one.key };
    Object.assign(draft, {
      id: one.id, version: one.version, body: one.body, replacement: one.replacement, type: one.type,
      severity: one.severity, thread: one.reply ? one.thread : "", dirty: false,
    });
    drafts.set(one.key, draft);
    keep(draft);
    tell(draft);
  }
  for (const [key, draft] of drafts) {
    if (draft.version > 0 && !draft.dirty && !keys.has(key)) {
      forget(key);
      tell(null);
    }
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
  saving ??= saveAll().finally(() => (saving = null));
  return saving;
}

async function saveAll() {
  for (const draft of drafts.values()) {
    if (!draft.dirty || draft.conflict || draft.problem || (isEmpty(draft) && draft.version === 0)) continue;
    set("saving");
    if (!(await saveOne(draft))) return;
  }
  failures = 0;
  set(allDrafts().some((one) => one.conflict || one.problem) ? "problem" : "saved");
}

async function saveOne(draft) {
  const sent = { body: draft.body, replacement: draft.replacement, type: draft.type, severity: draft.severity };
  const answer = await ask("PUT", `drafts/${draft.key}/`, {
    ...sent, based_on: draft.version, target: draft.target, finding: draft.finding, thread: draft.thread,
  });
  if (answer.ok) {
    draft.version = answer.body.version;
    draft.id = answer.body.id;
    draft.source = answer.body.source ?? draft.source;
    draft.dirty = Object.entries(sent).some(([name, value]) => draft[name] !== value);
    if (draft.dirty) soon();
    keep(draft);
    tell(draft);
    return true;
  }
  if (answer.status === 409) {
    draft.conflict = answer.body.current;
  } else if (answer.status === 0 || answer.status >= 500 || answer.status === 429) {
    set(answer.status === 0 ? "offline" : "busy");
    const wait = RETRY[Math.min(failures, RETRY.length - 1)];
    failures += 1;
    setTimeout(again, wait);
    return false;
  } else if (answer.status === 401 || (answer.status === 403 && !answer.body?.why?.includes("role"))) {
    set("signed-out");
    setTimeout(again, RETRY.at(-1));
    return false;
  } else {
    draft.problem = answer.problem;
  }
  keep(draft);
  tell(draft);
  return true;
}

/** Settle a conflict with this text. @param {Draft} draft @param {"mine" | "theirs" | "both"} choice */
export function settle(draft, choice) {
  const { conflict } = draft;
  if (!conflict) return;
  const body = { mine: draft.body, theirs: conflict.body, both: `${conflict.body}\n\n${draft.body}` }[choice];
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

const set = (next) => {
  if (next === state) return;
  state = next;
  tell(null);
};

window.addEventListener("online", () => again());
window.addEventListener("offline", () => set("offline"));
window.addEventListener("focus", () => state !== "saved" && again());
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
  drafts.set(key, mine ? Object.assign(mine, theirs, { dirty: false }) : { ...theirs, dirty: false });
  tell(drafts.get(key));
});
// Text that has not been sent yet goes along when the page is left.
window.addEventListener("pagehide", () => void save());
