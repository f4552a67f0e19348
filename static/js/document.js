// The document view: findings and their places lead to each other, diagrams are walked by keys.

const content = document.getElementById("content");
const panel = document.getElementById("panel");
const split = document.querySelector(".split--doc");

/* Panes */
const narrow = () => matchMedia("(width < 64rem)").matches;
for (const button of document.querySelectorAll("[data-toggle-pane]")) {
  button.addEventListener("click", () => {
    const side = button.dataset.togglePane;
    const name = narrow() && side === "left" ? "show-left" : `no-${side}`;
    const on = split.classList.toggle(name);
    button.setAttribute("aria-expanded", String(name.startsWith("show") ? on : !on));
  });
}

/* Separators move with the pointer and with arrows; widths are kept, in rem. */
const widthKey = (side) => `aie-pane-${side}`;
const resize = (gutter, rem) => {
  const [least, most] = [Number(gutter.ariaValueMin), Number(gutter.ariaValueMax)];
  const width = Math.round(Math.min(most, Math.max(least, rem)) * 2) / 2;
  split.style.setProperty(`--${gutter.dataset.resizes}`, `${width}rem`);
  gutter.setAttribute("aria-valuenow", String(width));
  try {
    localStorage.setItem(widthKey(gutter.dataset.resizes), String(width));
  } catch {
    // Without storage the width holds for this page.
  }
};
for (const gutter of document.querySelectorAll("[data-resizes]")) {
  const side = gutter.dataset.resizes;
  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
  try {
    const kept = Number(localStorage.getItem(widthKey(side)));
    if (kept) resize(gutter, kept);
  } catch {
    // Private windows start with the usual widths.
  }
  gutter.addEventListener("pointerdown", (event) => {
    gutter.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  gutter.addEventListener("pointermove", (event) => {
    if (!gutter.hasPointerCapture(event.pointerId)) return;
    const pixels = side === "left" ? event.clientX : innerWidth - event.clientX;
    resize(gutter, pixels / rem());
  });
  gutter.addEventListener("keydown", (event) => {
    const wider = side === "left" ? "ArrowRight" : "ArrowLeft";
    const narrower = side === "left" ? "ArrowLeft" : "ArrowRight";
    const step = event.key === wider ? 1 : event.key === narrower ? -1 : 0;
    if (step !== 0) resize(gutter, Number(gutter.ariaValueNow) + step);
  });
}

/** Marked things of a finding, in the document and in its diagrams. @param {string} id */
const placesOf = (id) => [...document.querySelectorAll(`[data-mark~="${CSS.escape(id)}"]`)];

const select = (id, scroll) => {
  for (const old of document.querySelectorAll(".is-current, .is-selected")) {
    old.classList.remove("is-current", "is-selected");
  }
  const places = placesOf(id);
  for (const place of places) {
    place.classList.add(place instanceof SVGElement ? "is-selected" : "is-current");
  }
  highlight(id, places);
  if (scroll && places[0]) places[0].scrollIntoView({ block: "center" });
};

/* The quoted words themselves, where the browser can mark them without changing the page. */
const highlight = (id, places) => {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("quote");
  const card = document.getElementById(`f-${id}`);
  const quotes = [...(card?.querySelectorAll(".quote__text") ?? [])].map((q) => q.textContent.trim());
  const ranges = places
    .filter((place) => !(place instanceof SVGElement))
    .flatMap((place) => quotes.filter((quote) => quote.length > 2).map((quote) => find(place, quote)))
    .filter(Boolean);
  if (ranges.length > 0) CSS.highlights.set("quote", new Highlight(...ranges));
};

/** The first place of a quote, which may go over several text nodes. */
const find = (place, quote) => {
  const at = place.textContent.indexOf(quote);
  if (at < 0) return null;
  const range = new Range();
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  let position = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const stop = position + node.length;
    if (at >= position && at < stop) range.setStart(node, at - position);
    if (at + quote.length <= stop) {
      range.setEnd(node, at + quote.length - position);
      return range;
    }
    position = stop;
  }
  return null;
};

/** Open a finding in the panel. @param {string} id */
const openFinding = (id) => {
  const card = /** @type {HTMLDetailsElement | null} */ (document.getElementById(`f-${id}`));
  if (!card) return false;
  for (const other of panel?.querySelectorAll("details.finding[open]") ?? []) {
    if (other !== card) other.open = false;
  }
  card.open = true;
  card.scrollIntoView({ block: "nearest" });
  select(id, false);
  return true;
};

/* A click on a marked place shows the finding; opening a finding shows its place. */
content?.addEventListener("click", (event) => {
  const mark = event.target instanceof Element && event.target.closest("[data-mark]");
  if (!mark || event.target.closest("a:not(.sign)")) return;
  if (openFinding(mark.dataset.mark.split(" ")[0])) event.preventDefault();
});
panel?.addEventListener(
  "toggle",
  (event) => {
    const card = event.target;
    if (card instanceof HTMLDetailsElement && card.open && card.id.startsWith("f-")) {
      select(card.id.slice(2), true);
    }
  },
  true,
);

/* Diagrams: arrows follow edges, Enter shows the finding of an element. */
const elementsOf = (figure) => [...figure.querySelectorAll("[data-el]")];
const focusElement = (element) => {
  const figure = element.closest(".dg");
  for (const one of elementsOf(figure)) one.setAttribute("tabindex", one === element ? "0" : "-1");
  for (const one of figure.querySelectorAll(".is-selected")) one.classList.remove("is-selected");
  element.classList.add("is-selected");
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
};
const partOf = (key, part) => {
  const [, from, to] = /^edge:(.+)->(.+)#\d+$/.exec(key) ?? [];
  return part === "from" ? from : to;
};
const neighbour = (figure, key, forward) => {
  const elements = elementsOf(figure);
  if (key.startsWith("edge:")) {
    const id = partOf(key, forward ? "to" : "from");
    return elements.find((one) => one.dataset.el === `node:${id}` || one.dataset.el === `group:${id}`);
  }
  const id = key.replace(/^\w+:/, "");
  return elements.find(
    (one) => one.dataset.el.startsWith("edge:") && partOf(one.dataset.el, forward ? "from" : "to") === id,
  );
};
document.addEventListener("keydown", (event) => {
  const element = event.target instanceof Element && event.target.closest("[data-el]");
  if (!element) return;
  const figure = element.closest(".dg");
  const all = elementsOf(figure);
  const index = all.indexOf(element);
  const moves = {
    ArrowRight: () => neighbour(figure, element.dataset.el, true) ?? all[index + 1],
    ArrowLeft: () => neighbour(figure, element.dataset.el, false) ?? all[index - 1],
    ArrowDown: () => all[index + 1],
    ArrowUp: () => all[index - 1],
  };
  if (event.key in moves) {
    event.preventDefault();
    const next = moves[event.key]();
    if (next) focusElement(next);
  } else if (event.key === "Enter" && element.dataset.mark) {
    openFinding(element.dataset.mark.split(" ")[0]);
  }
});
document.addEventListener("click", (event) => {
  const element = event.target instanceof Element && event.target.closest("[data-el], [data-for]");
  if (!element) return;
  const key = element.dataset.el ?? element.dataset.for;
  const target = element.closest(".dg").querySelector(`[data-el="${CSS.escape(key)}"]`);
  if (target) focusElement(target);
});

/* e: step into the next diagram of the page */
document.addEventListener("keydown", (event) => {
  if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.dataset.singleKeys === "off") return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
  const figures = [...document.querySelectorAll(".dg:has([data-el])")];
  if (figures.length === 0) return;
  const now = figures.findIndex((one) => one.contains(document.activeElement));
  const first = elementsOf(figures[(now + 1) % figures.length])[0];
  if (first) focusElement(first);
});

/* The place the address names: an element, a line, or an offset. */
const show = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const place = target ?? document.querySelector("[data-at]");
  if (target?.matches("[data-el]")) focusElement(target);
  else if (target?.matches("details.finding")) openFinding(target.id.slice(2));
  else if (place) {
    const tall = place.getBoundingClientRect().height > content.clientHeight;
    place.scrollIntoView({ block: tall ? "start" : "center" });
  }
};
window.addEventListener("hashchange", show);
show();
