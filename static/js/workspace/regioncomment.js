// Regions of drawings and pictures: `x` draws a rectangle, `Shift X` a polygon, buttons do the same.

import { all, maybe } from "../find.js";
import { h, icon, singleKey } from "./dom.js";
import { content, mayWrite } from "./page.js";
import { choose, comment } from "./target.js";

/** @import { Target } from "./target" */

const frames = () => all(content, ".dg:has(svg), .picture");
/** Path of the picture in a frame; drawings have none. @param {HTMLElement} frame */
const pictureIn = (frame) => maybe(frame, "img[data-picture]")?.dataset.picture;

/* Pictures that stand in a text get a frame of their own, in which regions are drawn and shown */
for (const image of all(content, "[data-text] img[data-picture]")) {
  const frame = h("span", { class: "picture picture--inline" });
  image.before(frame);
  frame.append(image);
}
const nearest = () => {
  const focused = frames().find((one) => one.contains(document.activeElement));
  const middle = content.getBoundingClientRect().top + content.clientHeight / 2;
  /** @param {HTMLElement} one */
  const away = (one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return Math.abs((top + bottom) / 2 - middle);
  };
  return focused ?? frames().sort((a, b) => away(a) - away(b))[0];
};

/** Draw a region in a frame and comment on it. @param {HTMLElement} frame @param {"rect" | "polygon"} shape */
async function draw(frame, shape) {
  // The tool is loaded when somebody draws.
  const { drawRegion } = await import("./region.js");
  const region = await drawRegion(frame, { shape });
  if (!region) return;
  const picture = pictureIn(frame);
  const where = picture ? { artifact: picture } : { diagram: frame.dataset.diagram };
  const drawn = "points" in region ? { points: region.points } : { rect: region };
  /** @type {Target} */
  const target = {
    place: { kind: "region", ...where, ...drawn },
    words: `a region of ${picture ?? frame.dataset.diagram}`, quote: "", element: null,
  };
  choose(target);
  comment(target);
}

if (mayWrite) {
  for (const frame of frames()) {
    const caption = frame.closest("figure")?.querySelector("figcaption") ?? frame;
    /** @param {"rect" | "polygon"} shape @param {Element} sign @param {string} words */
    const button = (shape, sign, words) =>
      h("button", { type: "button", class: "btn btn--sm btn--quiet", onclick: () => void draw(frame, shape) }, sign, words);
    caption.append(h("span", { class: "row not-annotatable region-buttons" },
      button("rect", icon("square-dashed", "sm"), "Comment on a region"),
      button("polygon", icon("pentagon", "sm"), "Polygon")));
  }
  document.addEventListener("keydown", (event) => {
    if (!singleKey(event) || event.key.toLowerCase() !== "x") return;
    const frame = nearest();
    if (!frame) return;
    event.preventDefault();
    void draw(frame, event.shiftKey ? "polygon" : "rect");
  });
}
