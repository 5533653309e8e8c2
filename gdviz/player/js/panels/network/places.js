// Where the units of a network stand in its diagram, which weight leads where, and what is under the pointer.

/** @typedef {{x: number, y: number}} Place  the middle of a unit in pixels */

/**
 * A weight: it leads from a unit (or an input) to a unit of the next layer.
 *
 * @typedef {object} Edge
 * @property {number} index   among the parameters
 * @property {number} layer   of the unit that it leads to, from 0
 * @property {number} unit    that it leads to, from 0
 * @property {number} source  unit of the layer before, or input, from 0
 * @property {Place} from     the middle of the one
 * @property {Place} to       the middle of the other
 */

/**
 * A weight, or a bias, which leads from nowhere.
 *
 * @typedef {object} Parameter
 * @property {number} index         among the parameters
 * @property {number} layer         of its unit, from 0
 * @property {number} unit          from 0
 * @property {number | null} source of a weight; null: it is a bias
 */

/**
 * @typedef {object} Layout
 * @property {Place[][]} columns   the inputs, then the units of each layer
 * @property {Edge[]} edges        the weights in their order
 * @property {Parameter[]} parameters   weights and biases in their order
 * @property {number} side         of the square of a unit
 * @property {number[]} sides      of a unit of each column; of an input and a score, it is a diameter
 */

export const BESIDE = 34; // pixels from the edge to the middle of the inputs, and of the scores
const UNIT_SIDE = 46, UNIT_SHARE = 0.72; // pixels; how much of its room a unit takes at most
const END_SIDE = 24; // pixels of inputs and scores where there is room, however small the units are

/**
 * @param {number[]} sizes inputs, units of each layer
 * @param {number} width of the panel in pixels
 * @param {number} height
 * @returns {Layout}
 */
export function layoutOf(sizes, width, height) {
  const high = height - 2 * 12, most = Math.max(...sizes);
  const across = (width - 2 * BESIDE) / (sizes.length - 1);
  const columns = sizes.map((units, column) => Array.from({ length: units }, (_, unit) => ({
    x: BESIDE + column * across, y: 12 + ((unit + 0.5) / units) * high,
  })));
  const count = sizes.slice(1).reduce((sum, units, layer) => sum + units * (sizes[layer] + 1), 0);
  const parameters = Array.from({ length: count }, (_, index) => parameterAt(sizes, index));
  const edges = parameters.flatMap(({ index, layer, unit, source }) => (source === null ? [] : [
    { index, layer, unit, source, from: columns[layer][source], to: columns[layer + 1][unit] },
  ]));
  const side = Math.max(6, Math.min(UNIT_SIDE, UNIT_SHARE * (high / most), across / 2.5));
  const sides = sizes.map((units, column) => {
    const end = column === 0 || column === sizes.length - 1;
    return end ? Math.max(side, Math.min(END_SIDE, UNIT_SHARE * (high / units))) : side;
  });
  return { columns, edges, parameters, side, sides };
}

/**
 * @param {number[]} sizes
 * @param {number} index among the parameters: of each layer the weights, unit by unit, then the biases
 * @returns {Parameter}
 */
export function parameterAt(sizes, index) {
  const counts = sizes.slice(1).map((units, layer) => units * (sizes[layer] + 1));
  let layer = 0, at = index;
  for (; at >= counts[layer]; layer++) at -= counts[layer];
  const inputs = sizes[layer], weights = inputs * sizes[layer + 1];
  if (at >= weights) return { index, layer, unit: at - weights, source: null };
  return { index, layer, unit: Math.floor(at / inputs), source: at % inputs };
}

/**
 * @param {number[]} sizes
 * @param {number} layer from 0
 * @param {number} unit from 0
 * @returns {number} the place of a bias among the parameters
 */
export function biasOf(sizes, layer, unit) {
  let first = 0;
  for (let l = 0; l < layer; l++) first += sizes[l + 1] * (sizes[l] + 1);
  return first + sizes[layer] * sizes[layer + 1] + unit;
}

/**
 * @param {Edge} edge
 * @param {number} x
 * @param {number} y
 * @returns {number} how far a pixel is from the line of a weight
 */
function distance({ from, to }, x, y) {
  const dx = to.x - from.x, dy = to.y - from.y;
  const t = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
}

/**
 * @param {Layout} layout
 * @param {number} x
 * @param {number} y
 * @param {number} reach pixels
 * @returns {Edge | null} the weight nearest to a pixel
 */
export function edgeAt({ edges }, x, y, reach) {
  /** @type {Edge | null} */
  let found = null;
  let nearest = reach;
  for (const edge of edges) {
    const d = distance(edge, x, y);
    if (d <= nearest) {
      nearest = d;
      found = edge;
    }
  }
  return found;
}

/**
 * @param {Layout} layout
 * @param {number} x
 * @param {number} y
 * @returns {{column: number, unit: number} | null} the unit, or the input (column 0), at a pixel
 */
export function unitAt({ columns, sides }, x, y) {
  for (const [column, places] of columns.entries()) {
    const near = sides[column] / 2;
    const unit = places.findIndex((p) => Math.abs(p.x - x) <= near && Math.abs(p.y - y) <= near);
    if (unit >= 0) return { column, unit };
  }
  return null;
}

/**
 * The parameter that an arrow key leads to: left and right along the layers, up and down one by one.
 *
 * @param {Pick<Parameter, 'layer'>[]} parameters
 * @param {number} at the place of one in the list
 * @param {string} key
 * @returns {number | null} null for a key that leads nowhere
 */
export function parameterByKey(parameters, at, key) {
  const { layer } = parameters[at];
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    return Math.min(parameters.length - 1, Math.max(0, at + (key === 'ArrowUp' ? -1 : 1)));
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const there = parameters.findIndex((one) => one.layer === layer + (key === 'ArrowLeft' ? -1 : 1));
  return there < 0 ? at : there;
}
