// plotly.js: what the player uses of it, and how its parts are loaded, each once per page: from the app's
// static folder or from the text inside a standalone file.

/** @import { Range } from './numbers.js' */

/** @typedef {Record<string, unknown>} Trace  as plotly.js takes it */
/** @typedef {Record<string, number>} Corner  x, y, z */
/** @typedef {{eye: Corner, center: Corner, up: Corner}} Camera */
/**
 * @typedef {{range: Range, _length: number, _offset: number}} DrawnAxis  with private fields: a test holds
 * them
 */

/**
 * The WebGL part of a drawn surface.
 *
 * @typedef {object} GLPlot
 * @property {{view: number[], model: number[], projection: number[]}} [cameraParams]
 * @property {((...args: unknown[]) => unknown) | undefined} onrender
 */

/**
 * The scene of a drawn surface.
 *
 * @typedef {object} GLScene
 * @property {GLPlot} [glplot]
 * @property {[number, number, number]} dataScale
 * @property {(format: string) => unknown} toImage
 */

/**
 * What plotly.js keeps of a drawn plot (private fields: a browser test compares what they say with what is
 * drawn).
 *
 * @typedef {object} DrawnLayout
 * @property {number} width
 * @property {number} height
 * @property {{l: number, t: number, w: number, h: number}} [_size]
 * @property {DrawnAxis} [xaxis]
 * @property {DrawnAxis} [yaxis]
 * @property {{domain: {x: Range, y: Range}, _scene?: GLScene}} [scene]
 */

/** @typedef {{xaxis: {range: Range}, yaxis: {range: Range}, scene: {camera: Camera}}} PlotLayout */
/** @typedef {(event: string, act: (about?: object) => void) => void} Listen */
/** @typedef {HTMLDivElement & {layout?: PlotLayout, _fullLayout?: DrawnLayout, on: Listen}} PlotElement */

/**
 * What the player calls of plotly.js.
 *
 * @typedef {object} PlotlyLibrary
 * @property {(plot: PlotElement, traces: Trace[], layout: object, options: object) => Promise<unknown>} react
 * @property {(plot: PlotElement, changes: object) => Promise<unknown>} relayout
 * @property {(plot: PlotElement) => void} purge
 */

/**
 * Where a part of plotly.js is: the address of the compressed file, or what reads the same as base64 text.
 *
 * @typedef {{url?: string, base64?: () => string}} PartSource
 */

/** Contours and curves, or surfaces. @typedef {'cartesian' | 'gl3d'} PlotlyPart */
/** @typedef {Record<PlotlyPart, PartSource>} PlotlySource */
/** @typedef {(part: PlotlyPart) => Promise<PlotlyLibrary>} LoadPlotly */
/** @typedef {Window & {Plotly?: PlotlyLibrary}} PlotlyWindow */

/** What is here or on its way. @type {{[part in PlotlyPart]?: Promise<Blob>}} */
const scripts = {};
/** @type {{[part in PlotlyPart]?: Promise<PlotlyLibrary>}} */
const libraries = {};

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream compressed by gzip
 * @returns {Promise<Blob>}
 */
const decompressed = (stream) => new Response(stream.pipeThrough(new DecompressionStream('gzip'))).blob();

/**
 * Run a classic script and hand back the Plotly that it defines; a Plotly of the page's own stays where it
 * was.
 *
 * @param {Blob} script
 * @returns {Promise<PlotlyLibrary>}
 */
async function libraryOf(script) {
  const page = /** @type {PlotlyWindow} */ (window), before = page.Plotly;
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const failed = () => new Error('The drawing library plotly.js could not be started.');
  try {
    await new Promise((done, refuse) => {
      const node = document.createElement('script');
      node.src = url;
      node.onload = done;
      node.onerror = () => refuse(failed());
      document.head.append(node);
    });
  } finally {
    URL.revokeObjectURL(url);
  }
  const library = page.Plotly;
  if (!library) throw failed();
  if (before && before !== library) page.Plotly = before;
  return library;
}

/**
 * @param {PartSource} source
 * @param {RequestPriority} [priority]
 * @returns {Promise<Blob>} the script
 */
async function scriptOf({ url, base64 }, priority) {
  if (base64) {
    const text = atob(base64()), bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i); // ten times as fast as `from`
    return decompressed(new Blob([bytes]).stream());
  }
  const answer = await fetch(url ?? '', { cache: 'force-cache', priority });
  if (!answer.ok || !answer.body) {
    throw new Error(`The drawing library was not found at ${url} (${answer.status}).`);
  }
  return decompressed(answer.body);
}

/**
 * Do something once for each part. After a failure the next call tries again.
 *
 * @template T
 * @param {{[part in PlotlyPart]?: Promise<T>}} made
 * @param {PlotlyPart} part
 * @param {() => Promise<T>} make
 * @returns {Promise<T>}
 */
const once = (made, part, make) => (made[part] ||= make().catch((error) => {
  delete made[part];
  throw error;
}));

/**
 * Load a part of plotly.js, unless it is loaded or on its way.
 *
 * @param {PlotlySource} source
 * @param {PlotlyPart} part
 * @returns {Promise<PlotlyLibrary>}
 */
export const loadPlotly = (source, part) => once(libraries, part, () => (
  once(scripts, part, () => scriptOf(source[part])).then(libraryOf)));

/**
 * Begin before the player asks: start what draws the first picture, and fetch the rest. The player asks again
 * where something fails, and says what is wrong.
 *
 * @param {PlotlySource} source
 */
export function startPlotly(source) {
  loadPlotly(source, 'cartesian').catch(() => {});
  once(scripts, 'gl3d', () => scriptOf(source.gl3d, 'low')).catch(() => {});
}

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const LONGEST_NAME = 48; // letters of a name that an axis has room for

/**
 * A name as a title of plotly.js, which would read tags and entities in it; of a long one the beginning.
 *
 * @param {string} name
 * @returns {string}
 */
export function plotlyText(name) {
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  return short.replace(/[&<>]/g, (c) => ENTITIES[c]);
}

/** What every plot of the player is drawn with. */
export const PLOT_OPTIONS = { displayModeBar: false, responsive: false, scrollZoom: true, showTips: false };

/** When plotly.js has drawn: while the reader drags, after that, and after every other drawing. */
export const DRAWN_EVENTS = ['plotly_relayouting', 'plotly_relayout', 'plotly_afterplot'];

/**
 * The element that plotly.js draws in; it becomes a plot with the first drawing.
 *
 * @returns {PlotElement}
 */
export function plotElement() {
  const node = document.createElement('div');
  node.className = 'gd-plotly';
  return /** @type {PlotElement} */ (node);
}
