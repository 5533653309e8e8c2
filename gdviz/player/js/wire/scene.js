// A scene as the browser holds it: bytes -> header and tables -> runs and data that answer questions.
import { heightsOf } from './heights.js';
import { Run } from './run.js';
import { Sample } from './sample.js';
import { decodeTables } from './tables.js';

/** @import { SceneHeader, Surface, Table } from './types.js' */

/**
 * What a scene has besides its header.
 *
 * @typedef {object} SceneParts
 * @property {Surface} surface
 * @property {boolean} flat      one parameter: the picture is a curve, whose heights are the losses
 * @property {(number | null)[] | null} start
 * @property {Run[]} runs
 * @property {Sample | null} sample   the data behind the loss
 * @property {Table | undefined} penalty   the penalty alone, on a grid of its own
 * @property {number} steps      of the longest run
 * @property {(k: number) => number} stepNumber   the number of the step that the play head's place k stands
 * for
 */

/** @typedef {Omit<SceneHeader, 'surface' | 'start'> & SceneParts} Scene */

/**
 * The heights of a curve: they hold what is marked on it within the window.
 *
 * @param {SceneHeader} header
 * @param {Table} z
 * @param {(number | null)[] | null} start
 * @returns {Surface['y']}
 */
function curveHeights(header, z, start) {
  const [lo, hi] = header.surface.x;
  const marked = [...header.minima, start ?? []].map((point) => point.map((v) => v ?? NaN));
  return heightsOf(z, marked.filter(([x]) => x >= lo && x <= hi).map(([, loss]) => loss));
}

/**
 * Decode a scene.
 *
 * @param {Uint8Array} bytes length of the header | header (JSON) | grid, compressed | tables of the runs,
 * compressed
 * @param {Scene | null} known the scene on show: its grid is taken over where the surface is the same
 * @returns {Scene}
 */
export function decodeScene(bytes, known) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  /** @type {SceneHeader} */
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const grid = 4 + length, rest = grid + header.surface.bytes;
  const tables = decodeTables(bytes.subarray(rest), header.arrays.slice(1));
  const z = known && known.surface.id === header.surface.id ? known.surface.z
    : decodeTables(bytes.subarray(grid, rest), header.arrays.slice(0, 1)).z;
  const runs = header.competitors.map((described, i) => new Run(described, i, tables, header));
  const flat = header.names.length === 1;
  const start = flat && header.start ? [header.start[0], runs[0].loss[0]] : header.start;
  const y = flat ? curveHeights(header, z, start) : header.surface.y;
  return {
    ...header, flat, start, runs, penalty: tables.penalty,
    surface: { ...header.surface, y: y ?? [0, 1], z },
    sample: header.data ? new Sample(header.data, tables) : null,
    steps: Math.max(0, ...runs.map((run) => run.steps)),
    stepNumber: (k) => Math.max(0, ...runs.map((run) => run.stepNumber(run.head(k)))),
  };
}
