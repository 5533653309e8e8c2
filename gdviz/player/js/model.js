// The scene as the browser holds it: bytes -> header and arrays -> runs that answer by step number.
import { inflate } from './inflate.js';
import { heightsOf, spotsOf } from './line.js';
import { Sample } from './sample.js';

/** Undo the codec: byte planes -> zigzag -> two running sums down each column -> float32, row by row. */
function table(body, at, rows, columns) {
  const count = rows * columns, out = new Uint32Array(count);
  for (let c = 0, i = at; c < columns; c++) {
    let first = 0, value = 0;
    for (let r = 0; r < rows; r++, i++) {
      const z = body[i] | (body[i + count] << 8) | (body[i + 2 * count] << 16) | (body[i + 3 * count] << 24);
      first = (first + ((z >>> 1) ^ -(z & 1))) | 0;
      value = (value + first) | 0;
      out[r * columns + c] = value;
    }
  }
  return new Float32Array(out.buffer);
}

function tables(bytes, index) {
  const found = Object.create(null), body = inflate(bytes, index.reduce((sum, [, rows, columns]) => sum + 4 * rows * columns, 0));
  let at = 0;
  for (const [name, rows, columns] of index) {
    found[name] = table(body, at, rows, columns);
    at += 4 * rows * columns;
  }
  return found;
}

/** Decode a scene. `known` is the scene on show: its grid is taken over where the surface is the same. */
export function decodeScene(bytes, known) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const middle = 4 + length + header.surface.bytes;
  const same = known && known.surface.id === header.surface.id;
  const arrays = tables(bytes.subarray(middle), header.arrays.slice(1));
  const z = same ? known.surface.z : tables(bytes.subarray(4 + length, middle), header.arrays.slice(0, 1)).z;
  const surface = { ...header.surface, z };
  const runs = header.competitors.map((c, i) => new Run(c, i, arrays, header)), steps = Math.max(0, ...runs.map((run) => run.steps));
  const flat = header.names.length === 1; // one parameter: a curve, whose heights are the losses
  const start = flat && header.start ? [header.start[0], runs[0].loss[0]] : header.start;
  if (flat) {
    const [lo, hi] = surface.x, marked = [...header.minima, start ?? []].filter(([x]) => x >= lo && x <= hi);
    surface.y = heightsOf(z, marked.map(([, f]) => f));
  }
  return {
    ...header, surface, flat, start, runs, sample: header.data ? new Sample(header.data, arrays) : null, penalty: arrays.penalty,
    steps,
    number: (k) => Math.max(0, ...runs.map((run) => run.number(run.head(k)))),
  };
}

/** One competitor's run. Step k (1..steps) moves theta[k-1] to theta[k]; row k-1 of a quantity belongs to step k. */
export class Run {
  constructor(described, index, arrays, header) {
    const { rate, ...rest } = described;
    Object.assign(this, rest);
    this.constantRate = rate;
    this.index = index;
    this.sign = header.maximize ? 1 : -1;
    this.theta = arrays[`theta:${index}`];
    this.loss = arrays[`loss:${index}`];
    this.g = arrays[`g:${index}`];
    this.rates = arrays[`rate:${index}`];
    this.counts = arrays[`evals:${index}`];
    this.numbers = arrays[`at:${index}`];
    this.full = arrays[`full:${index}`];
    this.accuracy = arrays[`accuracy:${index}`];
    this.norms = arrays[`norm:${index}`]; // of all parameters, where the picture shows two of more
    this.batchLoss = arrays[`batch_loss:${index}`];
    [this.rows, this.mean, this.pull] = ['rows', 'mean', 'pull'].map((name) => arrays[`${name}:${index}`]);
    this.seen = header.names.length; // how many parameters the picture shows: one or two
    this.spots = this.seen === 1 ? spotsOf(this.theta, this.loss) : this.theta; // the points of the picture, in pairs
    this.dimension = header.data?.parameters.length ?? this.seen;
    this.axes = header.data?.axes ?? [0, 1].slice(0, this.seen);
    this.hyper = new Map(Object.entries(this.hyper)); // names are a user's own: "constructor" is one
    this.recorded = new Map();
    for (const { key, shape } of this.quantities) {
      const width = shape.reduce((a, b) => a * b, 1);
      this.recorded.set(key, { shape, width, rows: arrays[`q:${index}:${key}`], initial: arrays[`q0:${index}:${key}`] });
    }
  }

  /** The step told at play head k, in arrows and in numbers: the one that led there, at the start the coming one; 0: none. */
  stepTold(k) {
    const step = Math.min(Math.max(1, k), this.steps);
    return step && this.number(step) - this.number(step - 1) > 1 ? 0 : step;
  }
  /** The number of the step that led to iterate k of the record; a record with gaps says it in a table. */
  number(k) { return this.numbers ? this.numbers[k] : k; }
  /** The last of the steps that are recorded without a gap. */
  get unbroken() {
    let k = 0;
    while (k < this.steps && this.number(k + 1) === k + 1) k++;
    return k;
  }
  /** Where this run is when the play head is at k. */
  head(k) { return Math.min(k, this.steps); }
  /** "" while it runs at play head k, then "ended" or "diverged". */
  stateAt(k) { return k < this.steps ? '' : this.status === 'diverged' ? 'diverged' : 'ended'; }
  /** The learning rate of step k (1..steps). */
  rate(k) { return this.rates ? this.rates[k - 1] : this.constantRate; }
  /** Norm of the gradient at iterate k. */
  gradientNorm(k) { return this.norms ? this.norms[k] : Math.hypot(...this.pair(this.g, k)); }
  /** Gradient evaluations up to iterate k. */
  evaluations(k) { return this.counts ? this.counts[k] : this.number(k) * (this.evals || 1); }
  /** All parameters at iterate k. */
  parameters(k) { return (this.full ?? this.theta).subarray(k * this.dimension, (k + 1) * this.dimension); }
  /** A row of what the picture shows: one number or two. */
  pair(array, row) { return this.seen === 1 ? [array[row]] : [array[2 * row], array[2 * row + 1]]; }

  /** The value of a name at step k: when = 0 after it was assigned in this step, -1 before. null: not known here. */
  value(key, when, k) {
    const entry = this.recorded.get(key);
    if (key === 'theta') return Array.from(this.parameters(when < 0 ? k - 1 : k));
    if (entry) return this.row(entry, entry.rows ? k - 1 + when : -1);
    if (key === 'g') return this.pair(this.g, k - 1);
    if (key === 'f') return this.loss[k - 1];
    if (key === 't') return this.number(k);
    if (key === 'D') return this.dimension;
    if (key === 'lr') return this.rate(k);
    return this.hyper.get(key) ?? null;
  }

  row({ shape, width, rows, initial }, row) {
    const source = row < 0 ? initial : rows, from = row < 0 ? 0 : row * width;
    if (!source) return null;
    if (!shape.length) return source[from];
    const flat = Array.from(source.subarray(from, from + width));
    if (shape.length === 1) return flat;
    return Array.from({ length: shape[0] }, (_, i) => flat.slice(i * shape[1], (i + 1) * shape[1]));
  }
}
