// Elements of a diagram in words: from their keys and accessible names, without the drawing.

/** @typedef {{name: string, text: string, style: string}} Words
 * `name` is "Rec Orchestrator" or "API → Orders DB", `text` the label of an edge or message, `style` dashed,
 * thick, return, async or "" */
/** @typedef {{key: string, kind: string, text: string}} Line */
/** @typedef {{groups: Line[], nodes: Line[], connections: Line[], others: Line[]}} Parts */

const ROLES =
  /, (?:actor|client|service|store|cache|queue|model|external|gateway|job|network|boundary|control|entity|database|collections)$/;
const EDGE = /^(\d+\. )?([\s\S]*?)(?: \((dashed|thick|return|async)\))?$/;
/** @type {Record<string, number>} */
const RANK = { group: 0, fragment: 0, node: 1, participant: 1 };

/** "node" of "node:api". @param {string} key */
export const kindOf = (key) => key.slice(0, key.indexOf(":"));
/** @param {{kind: string}} item */
export const isEdge = ({ kind }) => kind === "edge" || kind === "message";
/** @param {{kind: string}} item */
export const isFrame = ({ kind }) => kind === "group" || kind === "fragment";

/** Source order: by line; in one line what holds others comes first, then as drawn.
 * @typedef {{kind: string, line: number, order: number}} Standing
 * @param {Standing} a @param {Standing} b */
export const bySource = (a, b) =>
  a.line - b.line || (RANK[a.kind] ?? 2) - (RANK[b.kind] ?? 2) || a.order - b.order;

/** The name without the role of a node or the size of a group. @param {string} kind @param {string} name */
export const shortName = (kind, name) => {
  if (kind === "group") return name.replace(/^Group /, "").replace(/, \d+ nodes?$/, "");
  return kind === "node" || kind === "participant" ? name.replace(ROLES, "") : name;
};

/**
 * Keys of the two ends that the key of an edge names ("edge:a->b#2"); empty where they are not drawn. Ids may
 * hold arrows themselves, so every arrow is tried.
 * @param {string} key @param {(key: string) => boolean} isDrawn @returns {[string, string] | []}
 */
export const endsInKey = (key, isDrawn) => {
  const body = key.slice("edge:".length).replace(/#\d+$/, "");
  /** @param {string} id */
  const drawn = (id) => [`node:${id}`, `group:${id}`].find(isDrawn);
  for (let at = body.indexOf("->"); at >= 0; at = body.indexOf("->", at + 1)) {
    const [from, to] = [drawn(body.slice(0, at)), drawn(body.slice(at + 2))];
    if (from && to) return [from, to];
  }
  return [];
};

/**
 * An edge or message in words: its accessible name says "API to Orders DB: SQL (dashed)".
 * @param {string} name @param {string[]} ends short names of both ends, or nothing
 * @param {string} arrow stands between ends that are joined by "and" @returns {Words}
 */
export const edgeWords = (name, [from, to], arrow) => {
  const [, number = "", full = "", style = ""] = EDGE.exec(name) ?? [];
  /** @type {[string, string][]} */
  const joined = [[" to ", " → "], [" and ", arrow]];
  for (const [word, sign] of from === undefined ? [] : joined) {
    const start = `${from}${word}${to}`;
    const rest = full.slice(start.length);
    if (!full.startsWith(start) || (rest !== "" && !rest.startsWith(": "))) continue;
    return { name: `${number}${from}${sign}${to}`, text: rest.slice(2), style };
  }
  return { name: `${number}${full}`, text: "", style };
};

/** How an edge behaves. Lines of a graph say it only where dashed ones stand beside solid ones.
 * @param {string} kind @param {string} style @param {boolean} mixed */
const manner = (kind, style, mixed) => {
  if (kind === "message") return style || "sync";
  if (style === "thick") return "thick";
  if (!mixed) return "";
  return style === "dashed" ? "async" : "sync";
};

/** @type {Record<string, keyof Parts>} */
const PARTS = { group: "groups", node: "nodes", participant: "nodes", edge: "connections", message: "connections" };

/**
 * The text alternative of a figure.
 * @param {{key: string, kind: string, name: string, words: Words}[]} told its elements in source order; `name` is
 *   the accessible one
 * @returns {Parts} nodes and participants as "Orders DB, store", edges and messages as "API → Orders DB, SQL,
 *   sync", others are notes and frames of a sequence
 */
export const inWords = (told) => {
  /** @type {Parts} */
  const parts = { groups: [], nodes: [], connections: [], others: [] };
  const styles = new Set(told.filter((one) => one.kind === "edge").map((one) => one.words.style));
  const mixed = styles.has("dashed") && styles.size > 1;
  for (const { key, kind, name, words } of told) {
    const text = isEdge({ kind })
      ? [words.name, words.text, manner(kind, words.style, mixed)].filter(Boolean).join(", ")
      : name.replace(/^Group /, "");
    parts[PARTS[kind] ?? "others"].push({ key, kind, text });
  }
  return parts;
};
