// Lines in pixels: cut to a box, dashed.

/** @typedef {[left: number, top: number, right: number, bottom: number]} Sides */

/**
 * Cut the segment a-b to a box.
 *
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {Sides} box
 * @returns {[number, number] | null} where what is left begins and ends, as shares of the segment; null where
 * nothing is
 */
function clipSegment(ax, ay, bx, by, box) {
  let t0 = 0, t1 = 1;
  const dx = bx - ax, dy = by - ay;
  for (const [p, q] of [[-dx, ax - box[0]], [dx, box[2] - ax], [-dy, ay - box[1]], [dy, box[3] - ay]]) {
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    const t = q / p;
    if (p < 0) t0 = Math.max(t0, t);
    else t1 = Math.min(t1, t);
    if (t0 > t1) return null;
  }
  return [t0, t1];
}

/**
 * Add the dashes of a segment to a path. (The canvas's own dashes cost several times as much where the
 * graphics card is emulated.)
 *
 * @param {Path2D} path
 * @param {number[]} pattern lengths of stroke and gap in pixels
 * @param {number} done pixels of the line that were drawn before: the pattern runs on over calls
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 */
function addDashes(path, pattern, done, ax, ay, bx, by) {
  const period = pattern.reduce((sum, length) => sum + length, 0), length = Math.hypot(bx - ax, by - ay);
  let i = 0, left = done % period, at = 0;
  while (left >= pattern[i]) {
    left -= pattern[i];
    i = (i + 1) % pattern.length;
  }
  left = pattern[i] - left;
  while (at < length) {
    const end = Math.min(length, at + left);
    if (i % 2 === 0) {
      path.moveTo(ax + ((bx - ax) * at) / length, ay + ((by - ay) * at) / length);
      path.lineTo(ax + ((bx - ax) * end) / length, ay + ((by - ay) * end) / length);
    }
    at = end;
    i = (i + 1) % pattern.length;
    left = pattern[i];
  }
}

/** @type {[number, number]} */
const WHOLE = [0, 1];

/**
 * @param {number} x
 * @param {number} y
 * @param {Sides} box
 * @returns {boolean}
 */
const inBox = (x, y, box) => x > box[0] && x < box[2] && y > box[1] && y < box[3];

/** A line that is being made of segments: cut to a box, with its dashes as a path of their own. */
export class LinePath {
  /**
   * @param {Sides} box
   * @param {number[]} pattern of its dashes; none for a solid line
   * @param {number} [length] pixels of the line that were drawn before
   */
  constructor(box, pattern, length = 0) {
    this.box = box;
    this.pattern = pattern;
    this.length = length;
    this.whole = new Path2D();
    this.dashes = pattern.length ? new Path2D() : this.whole;
    this.joined = false;
  }

  /** The next segment does not begin where the last one ended. */
  lift() { this.joined = false; }

  /**
   * Add a segment.
   *
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  add(ax, ay, bx, by) {
    const { box, whole, dashes, pattern } = this, dx = bx - ax, dy = by - ay;
    const cut = inBox(ax, ay, box) && inBox(bx, by, box) ? WHOLE : clipSegment(ax, ay, bx, by, box);
    if (!cut) {
      this.joined = false;
      return;
    }
    const sx = ax + dx * cut[0], sy = ay + dy * cut[0], ex = ax + dx * cut[1], ey = ay + dy * cut[1];
    if (!this.joined || cut[0] > 0) whole.moveTo(sx, sy);
    whole.lineTo(ex, ey);
    if (dashes !== whole) addDashes(dashes, pattern, this.length, sx, sy, ex, ey);
    this.length += Math.hypot(ex - sx, ey - sy);
    this.joined = cut[1] === 1;
  }
}
