// The workspace without a pointer: blocks and words of the text, comments, regions. The keys stand in
// the list under `?`. Elements of diagrams have their own (elements.js), drawings theirs (viewport.js).

import { announce } from "../ui.js";
import { singleKey } from "./dom.js";
import { choose, comment, currentTarget, targetOf, targetOfSpan, textRoots } from "./target.js";
import { blocksOf, paint, clear, rangesOf, spanOf, wordStep } from "./text.js";

/** @type {{root: HTMLElement, block: HTMLElement} | null} */
let at = null;
/** Words chosen by keyboard, as a range of source. */
let words = null;

const all = () => textRoots().flatMap((root) => blocksOf(root).map((block) => ({ root, block })));

const stand = (place) => {
  stopWords();
  at?.block.classList.remove("is-block");
  at = place;
  if (!at) return;
  at.block.classList.add("is-block");
  at.block.setAttribute("tabindex", "-1");
  at.block.focus({ preventScroll: true });
  at.block.scrollIntoView({ block: "nearest" });
  choose(targetOf(at.block));
};

const step = (by) => {
  const blocks = all();
  if (blocks.length === 0) return;
  const now = at ? blocks.findIndex((one) => one.block === at.block) : -1;
  const first = now < 0 ? inView(blocks) : now + by;
  stand(blocks[Math.min(blocks.length - 1, Math.max(0, first))]);
};
const inView = (blocks) => {
  const top = document.getElementById("content").getBoundingClientRect().top;
  const found = blocks.findIndex((one) => one.block.getBoundingClientRect().top >= top);
  return found < 0 ? 0 : found;
};

const startWords = () => {
  if (!at) return;
  const span = spanOf(at.block);
  const first = wordStep(at.root, { start: span.start, end: span.start }, 1, true);
  showWords(first);
  announce("Choosing words: arrows move, Shift and arrows extend, c comments, Escape ends");
};
const showWords = (place) => {
  if (!place || place.end <= place.start) return;
  words = place;
  const ranges = rangesOf(at.root, place.start, place.end);
  paint("words", ranges);
  const text = ranges.map((one) => one.toString()).join(" ");
  choose(targetOfSpan({ ...place, exact: text }));
  announce(text);
  ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
};
const stopWords = () => {
  words = null;
  clear("words");
};

const moveWords = (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return false;
  showWords(wordStep(at.root, words, by, event.shiftKey));
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (event.key === "Escape" && (words || at)) {
    if (words) stopWords();
    else {
      at.block.classList.remove("is-block");
      at = null;
    }
    return;
  }
  if (!singleKey(event)) return;
  const inside = at && event.target === at.block;
  if (inside && words && moveWords(event)) event.preventDefault();
  else if (inside && !words && ["ArrowDown", "ArrowRight"].includes(event.key)) step(1);
  else if (inside && !words && ["ArrowUp", "ArrowLeft"].includes(event.key)) step(-1);
  else if (event.key === "b") step(1);
  else if (event.key === "B") step(-1);
  else if (event.key === "s" && at) startWords();
  else if (event.key === "c") comment(currentTarget() ?? undefined);
  else return;
  event.preventDefault();
});
