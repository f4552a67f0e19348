// The picture of a figure and the box around exactly it, over which regions lie at any zoom.

/** @typedef {SVGSVGElement | HTMLImageElement} Picture */

/** @param {Element | null} found @returns {found is Picture} */
const isPicture = (found) => found instanceof SVGSVGElement || found instanceof HTMLImageElement;

/** The drawing or image of a figure, or null. @param {Element} frame @returns {Picture | null} */
export const pictureOf = (frame) => {
  if (isPicture(frame)) return frame;
  const found =
    frame.querySelector(".dg__stage > :is(svg, img)") ?? frame.querySelector("svg.dg-svg, svg:has([data-el]), img");
  return isPicture(found) ? found : null;
};

/** The box around a picture; made when it is not there yet. @param {Picture} picture @returns {HTMLElement} */
export const stageOf = (picture) => {
  if (picture.parentElement?.matches(".dg__stage")) return picture.parentElement;
  const stage = Object.assign(document.createElement("div"), { className: "dg__stage" });
  picture.before(stage);
  stage.append(picture);
  return stage;
};

/** Natural size of a picture in px; zero while an image is not loaded. @param {Picture} picture */
export const sizeOf = (picture) => {
  if (picture instanceof HTMLImageElement) return { width: picture.naturalWidth, height: picture.naturalHeight };
  const box = picture.viewBox.baseVal;
  /** @param {"width" | "height"} name */
  const side = (name) => (picture.hasAttribute(name) ? picture[name].baseVal.value : (box?.[name] ?? 300));
  return { width: side("width"), height: side("height") };
};
