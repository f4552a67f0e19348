// A diagram in words, and the list of its elements: the way through a diagram without its picture.

import { all, around, first } from "../find.js";
import { elementsOf, find, indexOf, nameOf, select, wordsOf } from "./elements.js";
import { inWords } from "./names.js";

/** @import { Line, Parts } from "./names" */

/** The text alternative of a figure. @param {Element} dg @returns {Parts} */
export const describe = (dg) =>
  inWords(
    indexOf(dg).items.map(({ key, kind, node }) => ({ key, kind, name: nameOf(node), words: wordsOf(node) })),
  );

/** @type {[keyof Parts, string][]} */
const TITLES = [
  ["groups", "Groups"],
  ["nodes", "Nodes"],
  ["connections", "Connections"],
  ["others", "Notes and frames"],
];

/** @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} children */
const make = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

/** @param {Line} line */
const rowOf = ({ key, text }) =>
  make(
    "li",
    {},
    make(
      "button",
      { type: "button", "data-key": key, tabindex: "-1" },
      make("span", { class: "grow" }, text),
      make("span", { class: "els__n" }),
    ),
  );

/** @param {HTMLElement} list */
const buttonsIn = (list) => all(list, "button", HTMLButtonElement);

/** Follow selection and counts of the figure. @param {HTMLElement} dg @param {HTMLElement} list */
const follow = (dg, list) => {
  const rows = new Map(buttonsIn(list).map((row) => [row.dataset.key ?? "", row]));
  dg.addEventListener("element:select", ({ detail }) => {
    list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    rows.get(detail.element)?.setAttribute("aria-current", "true");
  });
  dg.addEventListener("element:pins", ({ detail }) => {
    for (const [key, row] of rows) {
      const { count, open = count } = detail.counts.get(key) ?? { count: 0 };
      const badge = make("span", { class: "badge" }, String(open || count));
      badge.append(make("span", { class: "sr" }, open ? " open comments" : " comments, none open"));
      first(row, ".els__n").replaceChildren(...(count ? [badge] : []));
    }
  });
};

/** @param {HTMLElement} list @param {KeyboardEvent} event */
const walkRows = (list, event) => {
  const rows = buttonsIn(list);
  const at = rows.findIndex((row) => row === around(event.target, "button"));
  /** @type {Record<string, number>} */
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
  const to = moves[event.key];
  if (at < 0 || !rows[to]) return;
  event.preventDefault();
  rows[at].tabIndex = -1;
  rows[to].tabIndex = 0;
  rows[to].focus();
};

/**
 * The list of elements of a figure: one tab stop, arrows move in it, a row selects its element.
 * @param {HTMLElement} dg
 * @returns {HTMLElement | null} null when the figure has no elements
 */
export const elementList = (dg) => {
  if (elementsOf(dg).length === 0) return null;
  const list = make("div", { class: "dg__list", role: "group", "aria-label": "Elements" });
  const parts = describe(dg);
  for (const [part, title] of TITLES) {
    const lines = parts[part];
    if (lines.length === 0) continue;
    list.append(
      make("p", { class: "dg__part" }, `${title} (${lines.length})`),
      make("ul", { class: "els" }, ...lines.map(rowOf)),
    );
  }
  first(list, "button").tabIndex = 0;
  list.addEventListener("keydown", (event) => walkRows(list, event));
  list.addEventListener("click", ({ target }) => {
    const key = around(target, "button")?.dataset.key;
    if (!key) return;
    select(dg, key, { via: "list" });
    const node = find(dg, key);
    dg.dispatchEvent(new CustomEvent("element:reveal", { bubbles: true, cancelable: true, detail: { node } }));
  });
  follow(dg, list);
  return list;
};
