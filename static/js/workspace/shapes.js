// Regions of a picture: rectangles and polygons in percent (0 to 100, two decimals), and how they are drawn.

/** @typedef {[number, number]} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Rectangle */
/** @typedef {Rectangle | {points: Point[]}} Region in percent of the picture */

const SVG = "http://www.w3.org/2000/svg";
/** @param {number} value */
export const round = (value) => Math.round(value * 100) / 100;
/** @param {number} value */
export const within = (value, low = 0, high = 100) => Math.min(high, Math.max(low, value));

/** The corners of a region, clockwise from the left upper one. @param {Region} region @returns {Point[]} */
export const cornersOf = (region) => {
  if ("points" in region) return region.points;
  const { x, y, width, height } = region;
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
};

/** The smallest rectangle around a region. @param {Region} region @returns {Rectangle} */
export const boundsOf = (region) => {
  const corners = cornersOf(region);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
};

/** @param {Rectangle} rect @returns {Rectangle} */
export const rounded = ({ x, y, width, height }) => {
  const [left, top] = [round(x), round(y)];
  return { x: left, y: top, width: round(Math.min(width, 100 - left)), height: round(Math.min(height, 100 - top)) };
};

/** @param {Point[]} points @returns {Point[]} */
export const roundedPoints = (points) => points.map(([x, y]) => [round(x), round(y)]);

/** The outline of a region as SVG that covers the picture and is scaled with it. @param {string} css */
export const outline = (css) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", css);
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  // Twice: a wider line below keeps the outline visible on pictures of any colour.
  const shapes = ["is-under", "is-over"].map((name) => {
    const shape = document.createElementNS(SVG, "polygon");
    shape.setAttribute("class", name);
    return shape;
  });
  svg.append(...shapes);
  /** @param {Point[]} points */
  const show = (points, open = false) => {
    for (const shape of shapes) {
      shape.setAttribute("points", points.map((point) => point.join(" ")).join(", "));
      shape.classList.toggle("is-open", open);
    }
  };
  return { svg, show };
};

/** Put an element at a point of the picture. @param {HTMLElement} node @param {Point} point */
export const putAt = (node, [x, y]) => {
  node.style.left = `${x}%`;
  node.style.top = `${y}%`;
};
