// Where a picture lies in its frame: arithmetic of pan and zoom, in px. Nothing here touches the page.

/** @typedef {{zoom: number, x: number, y: number}} Place zoom, and the picture's left upper corner in the frame */
/** @typedef {{width: number, height: number}} Size */

export const LEAST = 0.1;
export const MOST = 8;
const STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8];
const READABLE = 10 / 12; // the smallest text of a drawing is 12 px and never falls below 10 by itself
const FIT_MOST = 2;
const STAYS = 48; // px of the picture that stay in the frame
const ROOM = 24; // px around what is revealed

/** @param {number} low @param {number} value @param {number} high */
const between = (low, value, high) => Math.min(Math.max(value, low), Math.max(low, high));

/** A place as near to the wanted one as it may be: the zoom has its limits, and the picture stays in reach.
 * @param {Place} wanted @param {Size} size of the picture @param {Size} room of the frame @returns {Place} */
export const placed = ({ zoom, x, y }, size, room) => {
  const scale = between(LEAST, zoom, MOST);
  const [width, height] = [size.width * scale, size.height * scale];
  const least = { x: Math.min(STAYS, width), y: Math.min(STAYS, height) };
  return {
    zoom: scale,
    x: between(least.x - width, x, room.width - least.x),
    y: between(least.y - height, y, room.height - least.y),
  };
};

/** Zoom so that what lies at a point of the frame stays there.
 * @param {Place} place @param {number} zoom @param {{x: number, y: number}} at @returns {Place} */
export const zoomedAt = (place, zoom, { x, y }) => {
  const scale = between(LEAST, zoom, MOST);
  const factor = scale / place.zoom;
  return { zoom: scale, x: x - (x - place.x) * factor, y: y - (y - place.y) * factor };
};

/** The next usual zoom above or below one. @param {number} zoom @param {boolean} up */
export const nextStep = (zoom, up) =>
  (up ? STEPS.find((one) => one > zoom * 1.01) : STEPS.findLast((one) => one < zoom * 0.99)) ?? zoom;

/** The whole picture, in the middle of the frame. @param {Size} size @param {Size} room @returns {Place} */
export const fitted = (size, room) => {
  const zoom = between(LEAST, Math.min(room.width / size.width, room.height / size.height, FIT_MOST), MOST);
  return { zoom, x: (room.width - size.width * zoom) / 2, y: (room.height - size.height * zoom) / 2 };
};

/**
 * The zoom with which a figure opens: an image as wide as the frame; a drawing at 100 % if the frame is
 * high enough, else as wide as the frame and readable.
 * @param {Size} size @param {{width: number, most: number}} frame its width and its greatest height
 * @param {boolean} isDrawing
 */
export const openingZoom = (size, frame, isDrawing) => {
  const wide = Math.min(1, frame.width / size.width);
  if (!isDrawing) return wide;
  return size.height <= frame.most ? 1 : Math.max(READABLE, wide);
};

/** By how much something moves along one axis to be in view, with some room around it where there is any.
 * @param {number} start @param {number} end @param {number} low @param {number} high of the view */
export const shiftInto = (start, end, low, high) => {
  const margin = Math.min(ROOM, Math.max(0, (high - low - (end - start)) / 2));
  if (start < low + margin) return low + margin - start;
  return end > high - margin ? high - margin - end : 0;
};

/** By how much a page scrolls so that something is in sight. @param {{top: number, bottom: number}} rect
 * @param {{top: number, bottom: number}} seen what of the page is seen */
export const scrollInto = (rect, seen) => {
  const [top, bottom] = [seen.top + ROOM, seen.bottom - ROOM];
  if (rect.top < top) return rect.top - top;
  return rect.bottom > bottom ? rect.bottom - bottom : 0;
};

/** Sides of the frame behind which there is more. @param {Place} place @param {Size} size @param {Size} room */
export const hiddenSides = ({ zoom, x, y }, size, room) => {
  const more = {
    left: x < -1,
    right: x + size.width * zoom > room.width + 1,
    up: y < -1,
    down: y + size.height * zoom > room.height + 1,
  };
  return Object.entries(more).flatMap(([side, is]) => (is ? [side] : []));
};

/** How far a frame scrolls: the room before the picture, the picture, and what is missing for it to be reached.
 * @param {number} at of the picture @param {number} length of it @param {number} room of the frame */
export const scrolled = (at, length, room) => Math.max(Math.max(0, at) + length, at < 0 ? room - at : 0);
