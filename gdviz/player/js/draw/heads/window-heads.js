// The heads of runs over a window of the picture. Of a run that has left it a triangle at the border points
// to where it is.
import { atEdge, pixelOf } from '../../axes/frame.js';
import { Leavers } from '../../axes/windows.js';
import { finite } from '../../base/numbers.js';
import { HeadLayer, Heads } from './heads.js';

/** @import { Frame, Pixel } from '../../axes/frame.js' */
/** @import { Run } from '../../wire/run.js' */

/**
 * @param {Frame} frame
 * @param {Run} run
 * @param {number} k
 * @returns {Pixel} where the head of a run is at play head k
 */
export function headAt(frame, run, k) {
  const j = run.head(k);
  return pixelOf(frame, run.points[2 * j], run.points[2 * j + 1]);
}

/** Heads, and which runs are outside. */
export class WindowHeads {
  /** @param {HTMLElement} host the panel */
  constructor(host) {
    this.layer = new HeadLayer(host);
    this.heads = new Heads(this.layer.node);
    this.leavers = new Leavers();
    /** @type {{run: Run, iterate: number}[]} runs outside of the window, and where they left it */
    this.outside = [];
  }

  /** Another window, or the same one elsewhere. */
  reset() { this.leavers.reset(); }

  /**
   * Put the heads of runs where they are at play head k.
   *
   * @param {Run[]} runs
   * @param {number} k
   * @param {Frame} frame
   */
  draw(runs, k, frame) {
    this.outside = [];
    this.heads.begin(runs);
    for (const run of runs) this.place(run, k, frame);
    this.heads.end();
  }

  /**
   * @param {Run} run
   * @param {number} k
   * @param {Frame} frame
   */
  place(run, k, frame) {
    const [x, y] = headAt(frame, run, k), left = this.leavers.since(run, run.head(k), frame);
    if (left === null) {
      this.heads.place(run, x, y, run.stateAt(k));
      return;
    }
    this.outside.push({ run, iterate: left });
    if (!finite(x) || !finite(y)) return;
    const edge = atEdge(frame, x, y);
    this.heads.place(run, edge.x, edge.y, 'left', edge);
  }

  /**
   * @param {Run} run
   * @returns {boolean} whether it was inside when the heads were drawn
   */
  holds(run) { return !this.outside.some((left) => left.run === run); }
}
