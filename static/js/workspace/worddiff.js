// What a replacement changes, word by word.

import { h } from "./dom.js";

/** @typedef {{tag: "span" | "del" | "ins", text: string}} Part */

/** Lengths of the longest common rest of two lists of words, for every pair of places. @param {string[]} a @param {string[]} b */
const commonRests = (a, b) => {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i][j] = same(a[i], b[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
};

/** Blanks after a word do not make another word of it. @param {string | undefined} one @param {string | undefined} other */
const same = (one, other) => one !== undefined && one.trim() === other?.trim();

/**
 * Parts that stayed, went and came, in reading order. Where little stayed, the old and the new as a whole,
 * which read better one after the other.
 * @param {string} before @param {string} after @returns {Part[]}
 */
export const changes = (before, after) => {
  const [a, b] = [before, after].map((text) => text.match(/\S+\s*/g) ?? []);
  const rests = commonRests(a, b);
  /** @type {Part[]} */
  const found = [];
  /** @param {Part["tag"]} tag @param {string} text */
  const add = (tag, text) => {
    const last = found.at(-1);
    if (last?.tag === tag) last.text += text;
    else found.push({ tag, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (same(a[i], b[j])) {
      add("span", a[i]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && rests[i + 1][j] >= rests[i][j + 1])) {
      add("del", a[i]);
      i += 1;
    } else {
      add("ins", b[j]);
      j += 1;
    }
  }
  const kept = found.reduce((sum, one) => sum + (one.tag === "span" ? one.text.length : 0), 0);
  if (kept * 2 >= Math.min(before.length, after.length)) return found;
  /** @type {Part[]} */
  const whole = [{ tag: "del", text: before }, { tag: "span", text: " " }, { tag: "ins", text: after }];
  return whole.filter((one) => one.text);
};

/** The same to be shown. @param {string} before @param {string} after */
export const diffWords = (before, after) => changes(before, after).map(({ tag, text }) => h(tag, {}, text));
