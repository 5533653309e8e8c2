// The data part of a scene: drawn points, rows of the design's matrix, batches. Scores are rows times
// parameters.
import { lastReached } from '../base/numbers.js';

/** @import { Plane } from './picture/plane.js' */
/** @import { DataHeader, Table, Tables } from './types.js' */

/** @typedef {ArrayLike<number>} Parameters  all of them, in their order */

/** The data behind the loss of a scene. */
export class Sample {
  /**
   * @param {DataHeader} header
   * @param {Tables} tables
   * @param {Plane | null} [plane] that the picture of the loss shows; null: a slice
   */
  constructor(header, tables, plane = null) {
    this.plane = plane;
    const table = (/** @type {string} */ name) => tables[`data:${name}`];
    /** @type {(name: string) => Table | undefined} */
    const optional = table;
    this.kind = header.kind;
    /** Points that are drawn: those of the rows that are fitted, and behind them those that are held out. */
    this.drawn = header.drawn + (header.test_drawn ?? 0);
    this.fitted = header.drawn;
    /** How many rows lie at the drawn points of those that are fitted. */
    this.rowsDrawn = header.at_drawn;
    this.rows = header.rows;
    this.testRows = header.test_rows ?? 0;
    this.classes = header.classes;
    /** How many scores a row has. */
    this.outputs = header.scores;
    this.width = header.width;
    this.dimension = header.parameters.length;
    this.axes = header.axes;
    /** Where the picture holds the parameters that do not span it. */
    this.heldAt = header.at;
    /** Whether the picture is to hold them at the play head's, and the step whose it holds. */
    this.follow = header.follow;
    this.step = header.step;
    /** Of how many iterates of a run the predictions are sent at most; 0 where scores are computed here. */
    this.tabled = header.tabled ?? 0;
    /** Of how many iterates of a run the model is sent at most, where it is not of all. */
    this.looks = header.looks;
    /** What the model of the optimum, or of the best fit that is known, is drawn from; and its name. */
    this.best = optional('best') ?? header.best;
    /** Where the picture holds the best fit that is known: its parameters there and its loss. */
    this.found = header.found ?? null;
    this.bestName = header.best_name ?? 'optimum';
    /** What a row costs, where that is a power of its residual, and how the rows are averaged. */
    this.residual = header.residual ?? null;
    this.average = header.average ?? 'mean';
    /** The margin beyond which the loss pulls at no row; null where it has none. */
    this.margin = header.margin ?? null;
    this.x = header.x;
    this.y = header.y;
    /** Features that span the picture of classes, and the others, which it holds. */
    const slice = { across: 2, held: [], ...header };
    this.across = slice.across;
    /** @type {[name: string, value: number, mean: boolean][]} */
    this.held = slice.held;
    /** Cells of the regions, across and upwards. */
    this.size = header.grid ?? [1, 1];
    this.rowColumns = header.row_columns ?? [];
    this.gradient = header.gradient;
    this.penalty = header.penalty;
    this.points = {
      row: table('row'), x: table('x'), y: table('y'), basis: table('basis'),
      label: optional('label'), count: optional('count'),
    };
    /** The most rows that lie at one point. */
    this.most = this.points.count ? this.points.count.reduce((a, b) => Math.max(a, b)) : 1;
    this.curve = { x: table('curve_x'), basis: table('curve') };
    if (this.tabled) this.readPredictions();
    this.cells = { x: table('grid_x'), y: table('grid_y'), shift: table('grid_shift') };
    const odds = optional('odds');
    this.odds = odds && { z: table('odds_z'), log: odds };
    this.batches = {
      index: table('batch'), start: optional('batch_start'), rows: optional('batch_rows'),
      taken: optional('taken'),
    };
    this.batchRows = header.batch_rows;
  }

  /** Of a tabled model a "basis row" is the place of a prediction: those of the curve first. */
  readPredictions() {
    const along = this.curve.x?.length ?? 0;
    this.curve.basis = Float32Array.from({ length: along }, (_, i) => i);
    this.points.basis = Float32Array.from({ length: this.drawn }, (_, i) => along + i);
  }

  /**
   * @param {Parameters} _theta
   * @returns {[nx: number, ny: number]} cells of its regions, across and upwards
   */
  cellsOf(_theta) { return this.size; }

  /**
   * Score `output` of a row of a table of basis rows, for parameters; of a tabled model for its predictions.
   *
   * @param {Table} basis
   * @param {number} row
   * @param {Parameters} theta
   * @param {number} [output]
   * @returns {number}
   */
  score(basis, row, theta, output = 0) {
    if (this.tabled) return theta[basis[row]];
    let z = 0;
    for (let c = 0, at = row * this.width, t = output * this.width; c < this.width; c++) {
      z += basis[at + c] * theta[t + c];
    }
    return z;
  }

  /**
   * @param {number} point
   * @returns {boolean} whether a drawn point is one of the rows that are held out
   */
  isTest(point) { return point >= this.fitted; }

  /**
   * @param {number} point
   * @returns {number} how many rows lie at a drawn point
   */
  count(point) { return this.points.count?.[point] ?? 1; }

  /** How many rows lie at the drawn points of those that are held out. */
  get testRowsDrawn() {
    let rows = 0;
    for (let i = this.fitted; i < this.drawn; i++) rows += this.count(i);
    return rows;
  }

  /** @returns {number[]} the drawn points; where they differ in size the small ones last: none is hidden */
  largestFirst() {
    const order = Array.from({ length: this.drawn }, (_, i) => i);
    return this.most > 1 ? order.sort((i, j) => this.count(j) - this.count(i)) : order;
  }

  /**
   * @param {number} point
   * @param {Parameters} theta
   * @returns {number[]} all scores of a drawn point
   */
  scores(point, theta) {
    const { outputs, points: { basis } } = this;
    return Array.from({ length: outputs }, (_, output) => this.score(basis, point, theta, output));
  }

  /**
   * Scores at the cells of the regions.
   *
   * @param {Parameters} theta
   * @returns {Float64Array[]} one of ny * nx numbers, lowest y first, for each score
   */
  grid(theta) {
    const { width, cells: { x, y, shift } } = this, [nx, ny] = this.size;
    return Array.from({ length: this.outputs }, (_, output) => {
      const z = new Float64Array(nx * ny), w = new Float64Array(width);
      let constant = 0;
      for (let c = 0; c < width; c++) constant += theta[output * width + c] * shift[c];
      for (let j = 0, at = 0; j < ny; j++) {
        for (let c = 0; c < width; c++) w[c] = theta[output * width + c] * y[j * width + c];
        for (let i = 0, from = 0; i < nx; i++, at++) {
          let sum = constant;
          for (let c = 0; c < width; c++, from++) sum += w[c] * x[from];
          z[at] = sum;
        }
      }
      return z;
    });
  }

  /**
   * Logarithm of the odds p : 1 - p of a score, straight between the entries of the table and beyond its
   * ends.
   *
   * @param {number} score
   * @returns {number} NaN where the loss has no probability
   */
  logOdds(score) {
    if (!this.odds) return NaN;
    const { z, log } = this.odds, a = lastReached(z.length - 1, (i) => z[i] <= score), b = a + 1;
    return log[a] + ((score - z[a]) / (z[b] - z[a])) * (log[b] - log[a]);
  }

  /**
   * Probability of a score; 0 or 1 by its sign where the loss has none.
   *
   * @param {number} score
   * @returns {number}
   */
  probability(score) {
    if (this.odds) return 1 / (1 + Math.exp(-this.logOdds(score)));
    if (Number.isNaN(score)) return NaN;
    return score > 0 ? 1 : 0;
  }

  /**
   * @param {number} k
   * @returns {Float32Array | null} indices of the drawn points in the batch of step k (1..); null where every
   * step takes all rows
   */
  marked(k) {
    const { index, start } = this.batches;
    if (!start) return null;
    const step = Math.min(Math.max(1, k), start.length - 1);
    return index.subarray(start[step - 1], start[step]);
  }

  /**
   * @param {number} k
   * @returns {number} how many rows the batch of step k has
   */
  rowsOf(k) { return this.batchRows ?? this.batches.rows?.[k - 1] ?? this.rows; }

  /** Whether the steps take mini-batches. */
  get batched() { return Boolean(this.batches.start); }

  /**
   * How often every row has been taken by iterate k: rows of the batches over rows of the data.
   *
   * @param {number} k
   * @returns {number}
   */
  epochs(k) {
    const { taken } = this.batches;
    return taken ? taken[Math.min(k, taken.length - 1)] / this.rows : k;
  }

  /**
   * What a model is drawn from whose parameters in the picture are (x, y).
   *
   * @param {number} x
   * @param {number} y
   * @returns {Parameters | null} null where its predictions are not known here
   */
  modelAt(x, y) { return this.tabled ? null : this.embedded(x, y); }

  /**
   * All parameters where the picture's are (x, y).
   *
   * @param {number} x
   * @param {number} y
   * @returns {Float64Array}
   */
  embedded(x, y) {
    if (this.plane) return this.plane.embedded(x, y);
    const theta = Float64Array.from(this.heldAt, (v) => v ?? NaN);
    this.axes.forEach((parameter, side) => { theta[parameter] = side ? y : x; });
    return theta;
  }
}
