// The picture of a figure and the box around exactly it, over which regions lie at any zoom.

/** The drawing or image of a figure, or null. @param {Element} frame @returns {SVGSVGElement | HTMLImageElement | null} */
export const pictureOf = (frame) => {
  if (frame.matches("svg, img")) return frame;
  return frame.querySelector(".dg__stage > :is(svg, img)") ?? frame.querySelector("svg.dg-svg, svg:has([data-el]), img");
};

/** The box around the picture; made when it is not there yet. @param {Element} frame @returns {HTMLElement} */
export const stageOf = (frame) => {
  const picture = pictureOf(frame);
  if (picture.parentElement.matches(".dg__stage")) return picture.parentElement;
  const stage = Object.assign(document.createElement("div"), { className: "dg__stage" });
  picture.before(stage);
  stage.append(picture);
  return stage;
};

/** Natural size of a picture in px; zero while an image is not loaded. @param {SVGSVGElement | HTMLImageElement} picture */
export const sizeOf = (picture) => {
  if (picture instanceof HTMLImageElement) return { width: picture.naturalWidth, height: picture.naturalHeight };
  const box = picture.viewBox.baseVal;
  const side = (name) => (picture.hasAttribute(name) ? picture[name].baseVal.value : (box?.[name] ?? 300));
  return { width: side("width"), height: side("height") };
};
