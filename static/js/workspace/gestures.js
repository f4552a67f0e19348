// Mouse, pen, wheel and two fingers on a viewport.

const DRAG = 4; // px before a press becomes a pan
const WHEEL = 0.01; // zoom per px of wheel, as an exponent
const NOTCH = 25; // px of one event that count

/** The click that ends a pan chooses nothing. */
const swallowClick = (view) => {
  const stop = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  view.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => view.removeEventListener("click", stop, { capture: true }), 0);
};

/* A drag of more than 4 px pans; one finger scrolls natively, and the page where the frame has nothing left. */
const drag = (viewport) => {
  const { view, dg } = viewport;
  let start = null;
  view.addEventListener("pointerdown", (event) => {
    const free = !event.target.closest("button, .dg-draw");
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

/* Ctrl or Meta with the wheel zooms at the pointer. A plain wheel scrolls the page, sideways the picture. */
const wheel = (viewport) => {
  viewport.view.addEventListener(
    "wheel",
    (event) => {
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const by = Math.max(-NOTCH, Math.min(NOTCH, dy));
        viewport.zoomTo(viewport.place.zoom * Math.exp(-by * WHEEL), event);
      } else if (viewport.isFull) {
        event.preventDefault();
        viewport.pan(event.shiftKey ? -dy : -dx, event.shiftKey ? 0 : -dy);
      } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
        event.preventDefault();
        viewport.pan(-(dx || dy), 0);
      }
    },
    { passive: false },
  );
};

/* Two fingers zoom and pan at once */
const pinch = (viewport) => {
  const { view } = viewport;
  let last = null;
  const read = ({ touches: [a, b] }) => ({
    clientX: (a.clientX + b.clientX) / 2,
    clientY: (a.clientY + b.clientY) / 2,
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
  });
  const start = (event) => {
    last = event.touches.length === 2 ? read(event) : null;
    if (last && event.cancelable) event.preventDefault();
  };
  view.addEventListener("touchstart", start, { passive: false });
  view.addEventListener(
    "touchmove",
    (event) => {
      if (!last || event.touches.length !== 2) return;
      if (event.cancelable) event.preventDefault();
      const now = read(event);
      viewport.pan(now.clientX - last.clientX, now.clientY - last.clientY);
      if (last.apart > 0) viewport.zoomTo((viewport.place.zoom * now.apart) / last.apart, now);
      last = now;
    },
    { passive: false },
  );
  view.addEventListener("touchend", start);
  view.addEventListener("touchcancel", start);
};

/** @param {object} viewport with view, dg, place, pan, zoomTo */
export const followPointer = (viewport) => {
  // Fingers scroll in both directions; for a mouse the wheel is left to the page.
  viewport.view.addEventListener("pointerover", ({ pointerType }) =>
    viewport.dg.classList.toggle("is-touch", pointerType === "touch"),
  );
  drag(viewport);
  wheel(viewport);
  pinch(viewport);
};
