// Stepping through words by keys, on places alone: {start, end} in code points, end not included.

/** @typedef {{start: number, end: number}} Place */
/** @typedef {Place & {anchor?: "start" | "end"}} Stretch */

/**
 * Index of the first item of which `test` holds; it must hold of all that follow. The number of items if none.
 * @template T @param {T[]} items @param {(item: T) => boolean} test
 */
export const firstWhere = (items, test) => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The last word that ends at a point or before it. @param {Place[]} words @param {number} point @returns {Place | undefined} */
const endingBy = (words, point) => words[firstWhere(words, (word) => word.end > point) - 1];

/**
 * Move a place by a word, or extend it.
 *
 * Moving gives the next (`direction` 1) or previous (-1) word alone. Extending moves the end that is
 * not the anchor: `anchor` says which end stays, and is part of the answer; hand it back next time.
 * @param {Place[]} words in the order of the source
 * @param {Stretch | null} place null for the first word
 * @param {1 | -1} direction @param {boolean} extend
 * @returns {Stretch | null} null when there are no words
 */
export const stepWords = (words, place, direction, extend) => {
  if (words.length === 0) return null;
  if (!place) return { ...words[0], anchor: "start" };
  return extend ? extended(words, place, direction) : moved(words, place, direction);
};

/** @param {Place[]} words @param {Stretch} place @param {1 | -1} direction @returns {Stretch} */
const moved = (words, place, direction) => {
  const next =
    direction > 0 ? words[firstWhere(words, (word) => word.start >= place.end)] : endingBy(words, place.start);
  return next ? { ...next, anchor: "start" } : { anchor: "start", ...place };
};

/** @param {Place[]} words @param {Stretch} place @param {1 | -1} direction @returns {Stretch} */
const extended = (words, { start, end, anchor = "start" }, direction) => {
  const endAfter = () => words[firstWhere(words, (word) => word.end > end)]?.end ?? end;
  const startBefore = () => words[firstWhere(words, (word) => word.start >= start) - 1]?.start ?? start;
  if (anchor === "start") {
    if (direction > 0) return { start, end: endAfter(), anchor };
    const shorter = endingBy(words, end - 1);
    if (shorter && shorter.end > start) return { start, end: shorter.end, anchor };
    return { start: startBefore(), end, anchor: "end" };
  }
  if (direction < 0) return { start: startBefore(), end, anchor };
  const shorter = words[firstWhere(words, (word) => word.start > start)];
  if (shorter && shorter.start < end) return { start: shorter.start, end, anchor };
  return { start, end: endAfter(), anchor: "start" };
};
