// How far a point is from boxes and lines. Works in any one unit.

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** Distance to a box; 0 inside it. @param {Point} p @param {Box} box */
export const toBox = (p, box) =>
  Math.hypot(
    Math.max(box.x - p.x, 0, p.x - box.x - box.width),
    Math.max(box.y - p.y, 0, p.y - box.y - box.height),
  );

/** Distance to the straight line between two points. @param {Point} p @param {Point} a @param {Point} b */
export const toSegment = (p, a, b) => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
};

/** Distance to a line through points; Infinity beyond reach. @param {Point} p @param {Point[]} points @param {number} reach */
export const toLine = (p, points, reach) => {
  let best = Infinity;
  for (let i = 1; i < points.length; i += 1) best = Math.min(best, toSegment(p, points[i - 1], points[i]));
  return best <= reach ? best : Infinity;
};

/** Distance to the border of a box, from inside or outside; Infinity beyond reach.
 * @param {Point} p @param {Box} box @param {number} reach */
export const toFrame = (p, box, reach) => {
  if (toBox(p, box) > reach) return Infinity;
  const { x, y, width, height } = box;
  const border = Math.min(
    Math.abs(p.x - x),
    Math.abs(p.x - x - width),
    Math.abs(p.y - y),
    Math.abs(p.y - y - height),
  );
  return border <= reach ? border : Infinity;
};
