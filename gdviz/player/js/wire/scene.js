// A scene as the browser holds it: bytes -> header and tables -> runs and data that answer questions.
import { heightsOf } from './heights.js';
import { criticalOf } from './critical.js';
import { LocalModels } from './picture/local.js';
import { meantOf } from './models/meaning.js';
import { networkOf } from './models/network.js';
import { TabledSample } from './models/tabled.js';
import { Plane } from './picture/plane.js';
import { Run } from './run.js';
import { Sample } from './sample.js';
import { decodePart, readHeader } from './tables.js';

/** @import { Part } from './tables.js' */
/** @import { MeaningHeader, Meant } from './models/meaning.js' */
/** @import { CriticalPoint } from './critical.js' */
/** @import { NetworkRecord } from './models/network.js' */
/** @import { DataHeader, SceneHeader, Surface, Table, Tables } from './types.js' */

/**
 * What a scene has besides its header.
 *
 * @typedef {object} SceneParts
 * @property {Surface} surface
 * @property {boolean} flat      one parameter: the picture is a curve, whose heights are the losses
 * @property {(number | null)[] | null} start
 * @property {Run[]} runs
 * @property {NetworkRecord | null} initial   the network at the start, where nothing runs
 * @property {Sample | null} sample   the data behind the loss
 * @property {Plane | null} plane   of many parameters, where the picture shows one
 * @property {Table | undefined} penalty   the penalty alone, on a grid of its own
 * @property {PartsById} parts   as they came; a later scene may only name them
 * @property {CriticalPoint[]} critical   that are marked
 * @property {(LocalModels | null)[]} locals   of the runs, where they are sent
 * @property {MeaningHeader | null} meaning   of the parameters, where the surface declares one
 * @property {(Meant | null)[]} meant   numbers of the runs that go with it, where they are sent
 * @property {string} summary    of all runs, for those who do not see the picture
 * @property {number} steps      of the longest run
 * @property {(k: number) => number} stepNumber   the number of the step that the play head's place k stands
 * for
 */

/** Parts by their ids. @typedef {ReadonlyMap<string, Part>} PartsById */

/** @typedef {Omit<SceneHeader, 'surface' | 'start' | 'parts' | 'plane'> & SceneParts} Scene */

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

/** The kinds of parts that a run has. */
const OF_A_RUN = ['run', 'place', 'method', 'detail', 'sharp', 'test', 'rest'];

/** A scene names a part that is not here. The page has to send it whole. */
export class MissingPart extends Error {}

/**
 * The parts of a scene by name: those that it carries, and those that it only names, which are known.
 *
 * @param {Uint8Array} bytes of the parts, one after the other
 * @param {SceneHeader['parts']} listed
 * @param {PartsById | undefined} known
 * @returns {{byName: Map<string, Part>, byId: Map<string, Part>}}
 */
function decodeParts(bytes, listed, known) {
  const byName = new Map(), byId = new Map();
  let from = 0;
  for (const [name, id, packed, size] of listed) {
    const part = known?.get(id) ?? (packed ? decodePart(bytes.subarray(from, from + packed), size) : null);
    if (!part) throw new MissingPart(name);
    byName.set(name, part);
    byId.set(id, part);
    from += packed;
  }
  return { byName, byId };
}

/**
 * Put the headers of the parts where they belong in the header of the scene.
 *
 * @param {SceneHeader} top
 * @param {Map<string, Part>} parts by name
 * @returns {SceneHeader}
 */
function wholeHeader(top, parts) {
  const said = (/** @type {string} */ name) => parts.get(name)?.header;
  const details = top.competitors.map((_, i) => said(`detail:${i}`));
  const data = said('data');
  return {
    ...top, ...said('picture'), surface: { ...top.surface, ...said('grid') },
    competitors: top.competitors.map((run, i) => ({
      ...run, ...Object.assign({}, ...OF_A_RUN.map((kind) => said(`${kind}:${i}`))),
    })),
    plane: said('plane'),
    data: data && Object.assign({}, data, ...details.map((detail) => detail?.data)),
  };
}

/**
 * @param {(name: string) => Tables | undefined} tables of a part
 * @param {number} i
 * @returns {Tables} what the parts of run i have
 */
function runTables(tables, i) {
  return Object.assign({}, ...OF_A_RUN.map((kind) => tables(`${kind}:${i}`)));
}

/**
 * @param {DataHeader} data
 * @param {Tables} tables
 * @param {Plane | null} plane
 * @returns {Sample}
 */
const sampleOf = (data, tables, plane) => new (data.tabled ? TabledSample : Sample)(data, tables, plane);

/**
 * Decode a scene.
 *
 * @param {Uint8Array} bytes length of the header | header (JSON) | its parts, compressed one by one
 * @param {PartsById} [known] they are taken over where the scene names them
 * @returns {Scene}
 * @throws {MissingPart} where a part is only named, and not known
 */
export function decodeScene(bytes, known) {
  const { header: top, from } = readHeader(bytes);
  const { byName, byId } = decodeParts(bytes.subarray(from), top.parts, known);
  const header = wholeHeader(top, byName);
  const tables = (/** @type {string} */ name) => byName.get(name)?.tables;
  const plane = header.plane ? new Plane(header.plane, tables('plane') ?? {}) : null;
  const runs = header.competitors.map((described, i) => (
    new Run(described, i, runTables(tables, i), header, plane)));
  const flat = header.names.length === 1, z = /** @type {Tables} */ (tables('grid')).z;
  const start = flat && header.start ? [header.start[0], runs[0].loss[0]] : header.start;
  const y = flat ? curveHeights(header, z, start) : header.surface.y, begun = byName.get('initial');
  return {
    ...header, flat, start, runs, penalty: tables('data')?.penalty, parts: byId,
    initial: begun ? networkOf(header.data, begun.tables, begun.header.rest) : null,
    surface: { ...header.surface, y: y ?? [0, 1], z },
    critical: criticalOf(byName.get('critical')),
    locals: runs.map((_, i) => {
      const part = byName.get(`local:${i}`);
      return part ? new LocalModels(part) : null;
    }),
    meaning: byName.get('meaning')?.header ?? null,
    meant: runs.map((_, i) => meantOf(byName.get(`meant:${i}`))),
    sample: header.data ? sampleOf(header.data, tables('data') ?? {}, plane) : null, plane,
    summary: `${header.title}. ${runs.map((run) => run.summary).join(' ')}`,
    steps: Math.max(0, ...runs.map((run) => run.steps)),
    stepNumber: (k) => Math.max(0, ...runs.map((run) => run.stepNumber(run.head(k)))),
  };
}

/**
 * What the page says beside the scene: taken over where the scene is the one on show.
 *
 * @param {Scene} shown
 * @param {Scene} come
 */
export function takeOver(shown, { heard, listens, controls, refused, edit, explored, looked, head, at }) {
  Object.assign(shown, { heard, listens, controls, refused, edit, explored, looked, head, at });
}
