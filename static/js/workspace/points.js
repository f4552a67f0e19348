// Code points and UTF-16 units. The server counts positions in code points, a browser in units: a sign
// beyond the first plane is one point and two units.

const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

/** Code points of a string. @param {string} s */
export const length = (s) => s.length - (s.match(PAIR)?.length ?? 0);

/**
 * UTF-16 units that the first `points` code points of `s` take; all of them when there are fewer.
 * @param {string} s @param {number} points
 */
export const toUnits = (s, points) => {
  let units = 0;
  for (let left = points; left > 0 && units < s.length; left -= 1) {
    units += (s.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
};

/** Code points of the first `units` UTF-16 units of `s`. @param {string} s @param {number} units */
export const toPoints = (s, units) => length(s.slice(0, units));
