// Names and links in the text of a comment: what is being typed, and how it is written in Markdown.

const MARK = /(^|[\s(])([@#])([^\s@#()[\]]{0,40})$/;

/**
 * What stands before the caret, if it begins a name (`@`) or a link (`#`).
 * @param {{value: string, selectionStart: number}} area
 * @returns {{sign: string, words: string, start: number} | null}
 */
export const asked = ({ value, selectionStart }) => {
  const [, , sign, words] = MARK.exec(value.slice(0, selectionStart)) ?? [];
  return sign === undefined ? null : { sign, words, start: selectionStart - words.length - 1 };
};

/** A link in Markdown; what would end its words or its address early is left out or encoded.
 * @param {string} label @param {string} address */
export const linkTo = (label, address) => {
  const safe = encodeURI(address).replace(/[()]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `[${label.replace(/[[\]\\]/g, "")}](${safe})`;
};
