// The data part of a scene: drawn points, rows of the design's matrix, batches. Scores are rows times parameters.

export class Sample {
  constructor(described, arrays) {
    const { scores, grid, ...rest } = described;
    Object.assign(this, rest, { outputs: scores, size: grid });
    const table = (name) => arrays[`data:${name}`];
    this.points = { row: table('row'), x: table('x'), y: table('y'), label: table('label'), basis: table('basis'), count: table('count') };
    this.most = this.points.count ? this.points.count.reduce((a, b) => Math.max(a, b)) : 1;
    this.curve = { x: table('curve_x'), basis: table('curve') };
    this.cells = { x: table('grid_x'), y: table('grid_y'), shift: table('grid_shift') };
    this.odds = table('odds') && { z: table('odds_z'), log: table('odds') };
    this.batches = { index: table('batch'), start: table('batch_start'), rows: table('batch_rows'), taken: table('taken') };
    this.dimension = this.parameters.length;
  }

  /** Score `k` of row `r` of a table of basis rows, for parameters theta (D). */
  score(basis, r, theta, k = 0) {
    let z = 0;
    for (let c = 0, at = r * this.width, t = k * this.width; c < this.width; c++) z += basis[at + c] * theta[t + c];
    return z;
  }

  /** How many rows lie at a drawn point. */
  count(point) { return this.points.count?.[point] ?? 1; }

  /** All scores of a drawn point. */
  scores(point, theta) { return Array.from({ length: this.outputs }, (_, k) => this.score(this.points.basis, point, theta, k)); }

  /** Scores at the cells, one Float64Array (ny*nx, lowest y first) per score. */
  grid(theta) {
    const { width, cells: { x, y, shift } } = this, [nx, ny] = this.size;
    return Array.from({ length: this.outputs }, (_, k) => {
      const z = new Float64Array(nx * ny), w = new Float64Array(width);
      let constant = 0;
      for (let c = 0; c < width; c++) constant += theta[k * width + c] * shift[c];
      for (let j = 0, at = 0; j < ny; j++) {
        for (let c = 0; c < width; c++) w[c] = theta[k * width + c] * y[j * width + c];
        for (let i = 0, from = 0; i < nx; i++, at++) {
          let sum = constant;
          for (let c = 0; c < width; c++, from++) sum += w[c] * x[from];
          z[at] = sum;
        }
      }
      return z;
    });
  }

  /** Logarithm of the odds p : 1 - p of a score, straight between the entries of the table and beyond its ends. */
  logOdds(score) {
    const { z, log } = this.odds;
    let a = 0, b = z.length - 1;
    while (b - a > 1) { const m = (a + b) >> 1; if (z[m] <= score) a = m; else b = m; }
    return log[a] + ((score - z[a]) / (z[b] - z[a])) * (log[b] - log[a]);
  }

  /** Probability of a score; 0 or 1 by its sign where the loss has none. */
  probability(z) {
    if (!this.odds) return z > 0 ? 1 : z <= 0 ? 0 : NaN;
    return 1 / (1 + Math.exp(-this.logOdds(z)));
  }

  /** Indices of the drawn points in the batch of step k (1..); null where every step takes all rows. */
  marked(k) {
    const { index, start } = this.batches;
    if (!start) return null;
    const step = Math.min(Math.max(1, k), start.length - 1);
    return index.subarray(start[step - 1], start[step]);
  }

  /** How many rows the batch of step k has. */
  rowsOf(k) { return this.batch_rows ?? this.batches.rows?.[k - 1] ?? this.rows; }

  /** Whether the steps take mini-batches. */
  get batched() { return Boolean(this.batches.start); }

  /** How often every row has been taken by iterate k: rows of the batches over rows of the data. */
  epochs(k) {
    const { taken } = this.batches;
    return taken ? taken[Math.min(k, taken.length - 1)] / this.rows : k;
  }

  /** All parameters where the picture's two are (x, y). */
  embedded(x, y) {
    const theta = Float64Array.from(this.at, (v) => v ?? NaN);
    this.axes.forEach((i, k) => { theta[i] = k ? y : x; });
    return theta;
  }
}
