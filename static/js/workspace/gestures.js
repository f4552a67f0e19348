// Mouse, pen, wheel and two fingers on a viewport.

const DRAG = 4; // px before a press becomes a pan
const WHEEL = 0.01; // zoom per px of wheel, as an exponent
const NOTCH = 25; // px of one event that count

/** @import { Viewport } from "./viewport" */

/** The click that ends a pan chooses nothing. @param {HTMLElement} view */
const swallowClick = (view) => {
  /** @param {MouseEvent} event */
  const stop = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  view.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => view.removeEventListener("click", stop, { capture: true }), 0);
};

/* A drag of more than 4 px pans; one finger scrolls natively, and the page where the frame has nothing left. */
/** @param {Viewport} viewport */
const drag = (viewport) => {
  const { view, dg } = viewport;
  /** @type {{x: number, y: number, panning: boolean} | null} */
  let start = null;
  view.addEventListener("pointerdown", (event) => {
    const free = !(event.target instanceof Element && event.target.closest("button, .dg-draw"));
    if (event.pointerType === "touch" || event.button > 1 || (event.button === 0 && !free)) return;
    start = { x: event.clientX, y: event.clientY, panning: false };
    if (event.button === 1) event.preventDefault();
  });
  view.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (!start.panning && Math.hypot(dx, dy) <= DRAG) return;
    if (!start.panning) {
      view.setPointerCapture(event.pointerId);
      dg.classList.add("is-panning");
    }
    start = { x: event.clientX, y: event.clientY, panning: true };
    viewport.pan(dx, dy);
  });
  const end = () => {
    if (start?.panning) swallowClick(view);
    start = null;
    dg.classList.remove("is-panning");
  };
  view.addEventListener("pointerup", end);
  view.addEventListener("pointercancel", end);
};

/**
 * What a turn of the wheel does: Ctrl or Meta zooms at the pointer; a plain one scrolls the page, sideways the
 * picture; in full screen there is no page, so it moves the picture. Null when it is left to the page.
 * @param {Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "metaKey" | "shiftKey">} event
 * @param {boolean} isFull
 * @returns {{factor: number} | {dx: number, dy: number} | null}
 */
export const meantByWheel = (event, isFull) => {
  const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) return { factor: Math.exp(-Math.max(-NOTCH, Math.min(NOTCH, dy)) * WHEEL) };
  if (isFull) return event.shiftKey ? { dx: -dy, dy: 0 } : { dx: -dx, dy: -dy };
  if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) return { dx: -(dx || dy), dy: 0 };
  return null;
};

/** @param {Viewport} viewport */
const wheel = (viewport) => {
  viewport.view.addEventListener(
    "wheel",
    (event) => {
      const meant = meantByWheel(event, viewport.isFull);
      if (!meant) return;
      event.preventDefault();
      if ("factor" in meant) viewport.zoomTo(viewport.place.zoom * meant.factor, event);
      else viewport.pan(meant.dx, meant.dy);
    },
    { passive: false },
  );
};

/** @typedef {{clientX: number, clientY: number}} Finger */

/** The middle between two fingers, and how far they are apart. @param {Finger} a @param {Finger} b */
export const between = (a, b) => ({
  clientX: (a.clientX + b.clientX) / 2,
  clientY: (a.clientY + b.clientY) / 2,
  apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
});

/* Two fingers zoom and pan at once */
/** @param {Viewport} viewport */
const pinch = (viewport) => {
  const { view } = viewport;
  /** @type {ReturnType<typeof between> | null} */
  let last = null;
  /** @param {TouchEvent} event */
  const start = (event) => {
    const { touches } = event;
    last = touches.length === 2 ? between(touches[0], touches[1]) : null;
    if (last && event.cancelable) event.preventDefault();
  };
  view.addEventListener("touchstart", start, { passive: false });
  view.addEventListener(
    "touchmove",
    (event) => {
      if (!last || event.touches.length !== 2) return;
      if (event.cancelable) event.preventDefault();
      const now = between(event.touches[0], event.touches[1]);
      viewport.pan(now.clientX - last.clientX, now.clientY - last.clientY);
      if (last.apart > 0) viewport.zoomTo((viewport.place.zoom * now.apart) / last.apart, now);
      last = now;
    },
    { passive: false },
  );
  view.addEventListener("touchend", start);
  view.addEventListener("touchcancel", start);
};

/** @param {Viewport} viewport */
export const followPointer = (viewport) => {
  // Fingers scroll in both directions; for a mouse the wheel is left to the page.
  viewport.view.addEventListener("pointerover", ({ pointerType }) =>
    viewport.dg.classList.toggle("is-touch", pointerType === "touch"),
  );
  drag(viewport);
  wheel(viewport);
  pinch(viewport);
};
