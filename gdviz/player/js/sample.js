// The data part of a scene: drawn points, rows of the design's matrix, batches. Scores are rows times parameters.

export class Sample {
  constructor(described, arrays) {
    const { scores, grid, ...rest } = described;
    Object.assign(this, rest, { outputs: scores, size: grid });
    const table = (name) => arrays[`data:${name}`];
    this.points = { row: table('row'), x: table('x'), y: table('y'), label: table('label'), basis: table('basis') };
    this.curve = { x: table('curve_x'), basis: table('curve') };
    this.cells = { x: table('grid_x'), y: table('grid_y'), shift: table('grid_shift') };
    this.shade = table('shade');
    this.batches = { index: table('batch'), start: table('batch_start'), rows: table('batch_rows') };
    this.dimension = this.parameters.length;
  }

  /** Score `k` of row `r` of a table of basis rows, for parameters theta (D). */
  score(basis, r, theta, k = 0) {
    let z = 0;
    for (let c = 0, at = r * this.width, t = k * this.width; c < this.width; c++) z += basis[at + c] * theta[t + c];
    return z;
  }

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

  /** Probability of a score, between the entries of the table; 0 or 1 by its sign where there is no table. */
  probability(z) {
    const { shade, zrange } = this;
    if (!shade) return z > 0 ? 1 : z <= 0 ? 0 : NaN;
    const last = shade.length - 1, u = ((z - zrange[0]) / (zrange[1] - zrange[0])) * last;
    if (!(u > 0)) return u <= 0 ? shade[0] : NaN;
    if (u >= last) return shade[last];
    const i = Math.floor(u);
    return shade[i] + (shade[i + 1] - shade[i]) * (u - i);
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

  /** All parameters where the picture's two are (x, y). */
  embedded(x, y) {
    const theta = Float64Array.from(this.at, (v) => v ?? NaN);
    [theta[this.axes[0]], theta[this.axes[1]]] = [x, y];
    return theta;
  }
}
