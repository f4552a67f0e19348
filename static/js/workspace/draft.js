// What becomes of one draft: rules without a page, a network or a clock. The drafts of a page are in drafts.js.

/** @import { Place, ServerDraft, StoredFile } from "../types" */

/**
 * @typedef {object} Draft
 * @property {string} key made here; the server knows the draft by it
 * @property {number} version the server's version this text is based on; 0 before the first save
 * @property {string} body
 * @property {string | null} replacement
 * @property {string} type
 * @property {string} severity
 * @property {Place} target
 * @property {string} finding
 * @property {string} thread id of the thread that is replied to, else ""
 * @property {string} on the place in words
 * @property {string} quote the words as they are shown
 * @property {string} [source] the same as it stands in the source, once saved
 * @property {boolean} dirty not on the server yet
 * @property {string} [id] of the comment, once saved
 * @property {Conflict | null} [conflict] what the server keeps instead
 * @property {string} [problem] why the server refuses it
 * @property {StoredFile[]} [files]
 */
/** @typedef {{version: number, body: string, published?: boolean}} Conflict */
/** @typedef {Pick<Draft, "body" | "replacement" | "type" | "severity">} Text what a person writes */
/** @typedef {"saved" | "conflict" | "offline" | "busy" | "signed-out" | "refused"} Fate of a save */

const RETRY = [2000, 4000, 8000, 15000, 30000]; // ms

/** A draft of which only some is given. @param {Partial<Draft> & {key: string}} values @returns {Draft} */
export const newDraft = (values) => ({
  version: 0, body: "", replacement: null, type: "question", severity: "", target: {}, finding: "",
  thread: "", on: "", quote: "", dirty: false, ...values,
});

/** A draft without a word, a replacement or a file. @param {Draft} draft */
export const isEmpty = (draft) => !draft.body.trim() && draft.replacement === null && !draft.files?.length;

/** Whether a draft is to be sent: changed, in no dispute, and not an empty one that was never saved. @param {Draft} draft */
export const mustSave = (draft) =>
  draft.dirty && !draft.conflict && !draft.problem && !(isEmpty(draft) && draft.version === 0);

/** Whether something keeps a draft from being published as it stands here. @param {Draft} draft */
export const isStuck = (draft) => Boolean(draft.dirty || draft.conflict || draft.problem) && !isEmpty(draft);

/** What of a draft a person writes. @param {Text} draft @returns {Text} */
export const textOf = ({ body, replacement, type, severity }) => ({ body, replacement, type, severity });

/** Whether a draft says something else than what was sent: somebody typed on meanwhile. @param {Draft} draft @param {Text} sent */
export const differs = (draft, sent) =>
  draft.body !== sent.body || draft.replacement !== sent.replacement ||
  draft.type !== sent.type || draft.severity !== sent.severity;

/** What an answer to a save means. Who only lost the session goes on writing; a role that may not write is told.
 * @param {{ok: boolean, status: number, body: {why?: string} | null}} answer @returns {Fate} */
export const fateOf = ({ ok, status, body }) => {
  if (ok) return "saved";
  if (status === 409) return "conflict";
  if (status === 0) return "offline";
  if (status >= 500 || status === 429) return "busy";
  if (status === 401 || (status === 403 && !body?.why?.includes("role"))) return "signed-out";
  return "refused";
};

/** Milliseconds until the next try after some failures in a row. @param {number} failures */
export const retryAfter = (failures) => RETRY[Math.min(failures, RETRY.length - 1)];

/** Whether what the server keeps is taken over: unless it is known here, or something newer stands here.
 * @param {Draft | undefined} mine @param {ServerDraft} theirs */
export const isNews = (mine, theirs) => !mine || (!mine.dirty && mine.version < theirs.version);

/** What is taken over. @param {ServerDraft} theirs @returns {Partial<Draft>} */
export const takenOver = (theirs) => ({
  ...textOf(theirs), id: theirs.id, version: theirs.version,
  thread: theirs.reply ? theirs.thread : "", dirty: false,
});

/** Whether a draft was published or discarded elsewhere. @param {Draft} draft @param {Set<string>} keys that the server knows */
export const isGone = (draft, keys) => draft.version > 0 && !draft.dirty && !keys.has(draft.key);

/** The text that a conflict is settled with. @param {string} mine @param {string} theirs @param {"mine" | "theirs" | "both"} choice */
export const settled = (mine, theirs, choice) => ({ mine, theirs, both: `${theirs}\n\n${mine}` })[choice];
