// A diagram in words, and the list of its elements: the way through a diagram without its picture.

import { elementsOf, find, isEdge, indexOf, select, wordsOf } from "./elements.js";

/** @typedef {{key: string, kind: string, text: string}} Line */

/** How an edge behaves. Lines of a graph say it only where dashed ones stand beside solid ones. */
const manner = (item, style, mixed) => {
  if (item.kind === "message") return style || "sync";
  if (style === "thick") return "thick";
  return mixed ? (style === "dashed" ? "async" : "sync") : "";
};

/**
 * The text alternative of a figure.
 * @param {Element} dg
 * @returns {{groups: Line[], nodes: Line[], connections: Line[], others: Line[]}} in source order; nodes and
 *   participants as "Orders DB, store", edges and messages as "API → Orders DB, SQL, sync", others are notes
 *   and frames of a sequence
 */
export const describe = (dg) => {
  const { items } = indexOf(dg);
  const parts = { groups: [], nodes: [], connections: [], others: [] };
  const told = items.map((item) => ({ item, words: wordsOf(item.node) }));
  const styles = new Set(told.filter((one) => one.item.kind === "edge").map((one) => one.words.style));
  const mixed = styles.has("dashed") && styles.size > 1;
  for (const { item, words } of told) {
    const { key, kind, node } = item;
    const name = node.dataset.name ?? node.getAttribute("aria-label");
    const text = isEdge(item)
      ? [words.name, words.text, manner(item, words.style, mixed)].filter(Boolean).join(", ")
      : name.replace(/^Group /, "");
    const place = { group: "groups", node: "nodes", participant: "nodes" };
    parts[isEdge(item) ? "connections" : (place[kind] ?? "others")].push({ key, kind, text });
  }
  return parts;
};

const TITLES = { groups: "Groups", nodes: "Nodes", connections: "Connections", others: "Notes and frames" };

const make = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

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

/** Follow selection and counts of the figure. */
const follow = (dg, list) => {
  const rows = new Map([...list.querySelectorAll("button")].map((row) => [row.dataset.key, row]));
  dg.addEventListener("element:select", ({ detail }) => {
    list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    rows.get(detail.element)?.setAttribute("aria-current", "true");
  });
  dg.addEventListener("element:pins", ({ detail }) => {
    for (const [key, row] of rows) {
      const { count = 0, open = count } = detail.counts.get(key) ?? {};
      const badge = make("span", { class: "badge" }, String(open || count));
      badge.append(make("span", { class: "sr" }, open ? " open comments" : " comments, none open"));
      row.querySelector(".els__n").replaceChildren(...(count ? [badge] : []));
    }
  });
};

const walkRows = (list, event) => {
  const rows = [...list.querySelectorAll("button")];
  const at = rows.indexOf(event.target.closest("button"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
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
  for (const [part, lines] of Object.entries(describe(dg))) {
    if (lines.length === 0) continue;
    list.append(
      make("p", { class: "dg__part" }, `${TITLES[part]} (${lines.length})`),
      make("ul", { class: "els" }, ...lines.map(rowOf)),
    );
  }
  list.querySelector("button").tabIndex = 0;
  list.addEventListener("keydown", (event) => walkRows(list, event));
  list.addEventListener("click", ({ target }) => {
    const row = target.closest("button");
    if (!row) return;
    select(dg, row.dataset.key, { via: "list" });
    const node = find(dg, row.dataset.key);
    dg.dispatchEvent(new CustomEvent("element:reveal", { bubbles: true, cancelable: true, detail: { node } }));
  });
  follow(dg, list);
  return list;
};
