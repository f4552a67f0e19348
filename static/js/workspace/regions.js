// Regions that are there: an outline over the picture and a button with the count of comments.

import { around, maybe } from "../find.js";
import { boundsOf, cornersOf, outline, putAt } from "./shapes.js";
import { pictureOf, stageOf } from "./stage.js";

/**
 * @typedef {{id: string, region: import("./shapes").Region, count: number, open?: number, tone?: string,
 *   title?: string, current?: boolean}} Shown
 */

/** @param {Shown} shown @param {number} number */
const nameOf = ({ title, count }, number) =>
  `Region ${number}${title ? `: ${title}` : ""}, ${count} comment${count === 1 ? "" : "s"}`;

/** @param {Shown} shown @param {number} number @param {() => void} choose */
const buttonOf = (shown, number, choose) => {
  const { region, count, tone, title, current } = shown;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "dg-region__pin" });
  button.setAttribute("aria-label", nameOf(shown, number));
  button.title = title ?? "";
  button.textContent = count > 99 ? "99+" : String(count);
  if (tone) button.dataset.tone = tone;
  if (current) button.setAttribute("aria-current", "true");
  button.addEventListener("click", choose);
  const { x, y, width } = boundsOf(region);
  putAt(button, [x + width, y]);
  return button;
};

/**
 * Show regions over a picture; replaces those shown before. A region is chosen by its button or its outline:
 * `region:select` {detail: {id}} bubbles from the frame.
 * @param {HTMLElement} frame
 * @param {Shown[]} regions
 */
export const showRegions = (frame, regions) => {
  const picture = pictureOf(frame);
  if (!picture) return;
  const stage = stageOf(picture);
  const focused = around(document.activeElement, ".dg-region")?.dataset.region;
  stage.querySelector(".dg-regions")?.remove();
  if (regions.length === 0) return;
  const layer = Object.assign(document.createElement("div"), { className: "dg-regions" });
  regions.forEach((shown, index) => {
    const tell = () => frame.dispatchEvent(new CustomEvent("region:select", { bubbles: true, detail: { id: shown.id } }));
    const box = Object.assign(document.createElement("div"), { className: "dg-region" });
    box.dataset.region = shown.id;
    if (shown.tone) box.dataset.tone = shown.tone;
    box.classList.toggle("is-current", Boolean(shown.current));
    const { svg, show } = outline("dg-region__shape");
    show(cornersOf(shown.region));
    svg.addEventListener("click", (event) => {
      event.stopPropagation();
      tell();
    });
    box.append(svg, buttonOf(shown, index + 1, tell));
    layer.append(box);
  });
  stage.append(layer);
  if (focused) maybe(layer, `[data-region="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true });
};
