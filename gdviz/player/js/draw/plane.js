// Regions of a classifier on a grid of scores: the lines between them, and their shading as a small image.
import { contextOf } from '../base/canvas.js';
import { el } from '../base/dom.js';
import { finite } from '../base/numbers.js';
import { classColor } from './classes.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { DataFrame } from '../axes/data-frame.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Sample } from '../wire/sample.js' */

/** @typedef {ArrayLike<number>} Grid   nx * ny numbers, lowest row first */
/** @typedef {[u: number, v: number]} Cell   a place in cells from the lower left corner */
/**
 * @typedef {[u: number, v: number, ahead: number]} Vertex   with how far two classes are ahead of the others
 * there
 */

/**
 * The places where a difference of scores changes its sign on the edges of cells, and which of them are
 * joined.
 */
class ZeroLine {
  /**
   * @param {Grid} difference
   * @param {((at: number) => number) | null} ahead carried along: how far both classes are ahead of the
   * others
   * @param {number} nx
   * @param {number} ny
   */
  constructor(difference, ahead, nx, ny) {
    this.difference = difference;
    this.ahead = ahead;
    this.nx = nx;
    /** @type {Map<number, Vertex>} */
    this.vertices = new Map();
    /** @type {Map<number, number[]>} */
    this.links = new Map();
    for (let j = 0; j + 1 < ny; j++) for (let i = 0; i + 1 < nx; i++) this.cell(j * nx + i);
  }

  /**
   * Join the crossings on the edges of the cell whose lower left corner has index `at`.
   *
   * @param {number} at
   */
  cell(at) {
    const { difference: d } = this, up = at + this.nx, positive = d[at] > 0;
    if (d[at + 1] > 0 === positive && d[up] > 0 === positive && d[up + 1] > 0 === positive) return;
    const found = [
      this.crossing(at, at + 1, 2 * at), this.crossing(at + 1, up + 1, 2 * at + 3),
      this.crossing(up, up + 1, 2 * up), this.crossing(at, up, 2 * at + 1),
    ].flatMap((key) => key ?? []);
    if (found.length === 2) this.join(found[0], found[1]);
    if (found.length === 4) { // a saddle: which corners belong together depends on the middle
      const middle = d[at] + d[at + 1] + d[up] + d[up + 1] > 0, turn = middle === positive;
      this.join(found[0], found[turn ? 1 : 3]);
      this.join(found[2], found[turn ? 3 : 1]);
    }
  }

  /**
   * Where the sign changes between two corners.
   *
   * @param {number} a
   * @param {number} b
   * @param {number} key of the edge between them
   * @returns {number | null} the key, or null where it does not change
   */
  crossing(a, b, key) {
    const { difference: d, ahead, nx } = this;
    if ((d[a] > 0) === (d[b] > 0) || !finite(d[a] - d[b])) return null;
    if (!this.vertices.has(key)) {
      const t = d[a] / (d[a] - d[b]);
      const mix = (/** @type {number} */ p, /** @type {number} */ q) => p + (q - p) * t;
      this.vertices.set(key, [
        mix(a % nx, b % nx), mix(Math.floor(a / nx), Math.floor(b / nx)), ahead ? mix(ahead(a), ahead(b)) : 1,
      ]);
    }
    return key;
  }

  /**
   * @param {number} p
   * @param {number} q
   */
  join(p, q) {
    for (const [from, to] of [[p, q], [q, p]]) {
      const known = this.links.get(from);
      if (known) known.push(to);
      else this.links.set(from, [to]);
    }
  }

  /**
   * @returns {Vertex[][]} the joined places as polylines, open ones first; a closed one ends where it begins
   */
  polylines() {
    /** @type {Set<number>} */
    const seen = new Set();
    /** @type {Vertex[][]} */
    const lines = [];
    const follow = (/** @type {number} */ start) => {
      const line = [];
      for (let key = /** @type {number | undefined} */ (start); key !== undefined;) {
        seen.add(key);
        line.push(/** @type {Vertex} */ (this.vertices.get(key)));
        key = this.links.get(key)?.find((next) => !seen.has(next));
      }
      if (line.length > 2 && this.links.get(start)?.length === 2) line.push(line[0]);
      lines.push(line);
    };
    for (const [key, next] of this.links) if (next.length === 1 && !seen.has(key)) follow(key);
    for (const key of this.links.keys()) if (!seen.has(key)) follow(key);
    return lines;
  }
}

/**
 * The lines between the regions, as polylines.
 *
 * @param {Float64Array[]} scores one grid for each score
 * @param {[nx: number, ny: number]} size
 * @returns {Cell[][]}
 */
export function boundaries(scores, [nx, ny]) {
  if (scores.length === 1) {
    return new ZeroLine(scores[0], null, nx, ny).polylines().map((line) => line.map(([u, v]) => [u, v]));
  }
  const lines = [];
  for (let a = 0; a < scores.length; a++) for (let b = a + 1; b < scores.length; b++) {
    const others = scores.filter((_, k) => k !== a && k !== b);
    const difference = scores[a].map((v, at) => v - scores[b][at]);
    /** @type {((at: number) => number) | null} */
    const ahead = others.length
      ? (at) => scores[a][at] - Math.max(...others.map((other) => other[at])) : null;
    for (const line of new ZeroLine(difference, ahead, nx, ny).polylines()) lines.push(...won(line));
  }
  return lines;
}

/**
 * The pieces of a line on which both classes are ahead of all others.
 *
 * @param {Vertex[]} line
 * @returns {Cell[][]}
 */
function won(line) {
  /** @type {Cell[][]} */
  const pieces = [];
  /** @type {Cell[]} */
  let piece = [];
  line.forEach(([u, v, ahead], i) => {
    const [pu, pv, before] = line[i - 1] ?? [u, v, ahead];
    if ((before > 0) !== (ahead > 0)) {
      const t = before / (before - ahead);
      /** @type {Cell} */
      const cut = [pu + (u - pu) * t, pv + (v - pv) * t];
      if (ahead > 0) piece = [cut];
      else {
        pieces.push([...piece, cut]);
        piece = [];
      }
    }
    if (ahead > 0) piece.push([u, v]);
  });
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

// opacity at probability 1, and where there is no probability
const STRONG = { light: 0.38, dark: 0.36 }, PLAIN = 0.22;

/**
 * @param {string} color as #rrggbb
 * @returns {number[]}
 */
const channels = (color) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));

/**
 * Which class wins in a cell, and how surely. With one score classes 0 and 1 go by its sign.
 *
 * @param {Sample} sample
 * @param {ArrayLike<number>[]} scores
 * @param {number} at index of the cell
 * @returns {[winner: number, sureness: number]} sureness 0..1; NaN where a score is no number
 */
function winnerAt(sample, scores, at) {
  if (scores.length === 1) {
    const p = sample.probability(scores[0][at]);
    return p >= 0.5 ? [1, 2 * p - 1] : [0, 1 - 2 * p];
  }
  let winner = 0, first = -Infinity, second = -Infinity;
  for (let k = 0; k < scores.length; k++) {
    const v = scores[k][at];
    if (!finite(v)) return [0, NaN];
    if (v > first) {
      second = first;
      first = v;
      winner = k;
    } else if (v > second) second = v;
  }
  return [winner, sample.odds ? 0.15 + 0.85 * (2 * sample.probability(first - second) - 1) : 1];
}

/**
 * Paint the regions into a canvas with one pixel per cell.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Sample} sample
 * @param {ArrayLike<number>[]} scores of the cells
 * @param {[nx: number, ny: number]} size how many they are, across and upwards
 * @param {Theme} theme
 */
function shadeRegions(canvas, sample, scores, [nx, ny], theme) {
  const context = contextOf(canvas, true);
  if (canvas.width !== nx || canvas.height !== ny) {
    canvas.width = nx;
    canvas.height = ny;
  }
  const image = context.createImageData(nx, ny), { data } = image;
  const colors = sample.classes.map((_, i) => channels(classColor(i, theme)));
  const strongest = 255 * (sample.odds ? STRONG[theme.dark ? 'dark' : 'light'] : PLAIN);
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) {
    const [winner, sureness] = winnerAt(sample, scores, j * nx + i), to = 4 * ((ny - 1 - j) * nx + i);
    [data[to], data[to + 1], data[to + 2]] = colors[winner];
    data[to + 3] = finite(sureness) ? strongest * sureness : 0;
  }
  context.putImageData(image, 0, 0);
}

/** The shaded regions of one run. */
export class Regions {
  /** @param {HTMLElement} host the panel */
  constructor(host) {
    this.clip = host.appendChild(el('div', 'gd-shade'));
    this.canvas = this.clip.appendChild(el('canvas'));
    /** @type {{run: Run | undefined, head: number | undefined} | null} what is shaded */
    this.shaded = null;
  }

  /** What is shaded holds no longer. */
  invalidate() { this.shaded = null; }

  /**
   * Go with the plot. The image's outer cells reach half over its border.
   *
   * @param {Sample} sample
   * @param {DataFrame} frame
   * @param {[nx: number, ny: number]} [cells] of the regions
   */
  place({ kind, size }, { left, top, right, bottom }, [nx, ny] = size) {
    const width = right - left, height = bottom - top;
    const across = width / (nx - 1 || 1), upwards = height / (ny - 1 || 1);
    this.clip.hidden = kind !== 'plane';
    Object.assign(this.clip.style, {
      left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
    });
    Object.assign(this.canvas.style, {
      left: `${-across / 2}px`, top: `${-upwards / 2}px`, width: `${nx * across}px`,
      height: `${ny * upwards}px`,
    });
  }

  /**
   * Shade the regions of a run at play head k, where they are not on show already.
   *
   * @param {Sample} sample
   * @param {Run | undefined} run
   * @param {number} k
   * @param {DataFrame} frame
   */
  paint(sample, run, k, frame) {
    const head = run?.head(k);
    if (this.shaded && this.shaded.run === run && this.shaded.head === head) return;
    this.shaded = { run, head };
    this.canvas.hidden = !run;
    if (run && head !== undefined) {
      const model = run.model(head), size = sample.cellsOf(model);
      this.place(sample, frame, size);
      shadeRegions(this.canvas, sample, sample.grid(model), size, frame.theme);
    }
  }
}
