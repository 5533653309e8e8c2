// What plotly.js draws of the loss: contours, the penalty's own lines, a curve, a surface.
import { plotlyText } from '../base/plotly.js';
import { grain, sortedFinite, valueScale } from '../axes/scales.js';

/** @import { Range } from '../base/numbers.js' */
/** @import { Camera, Trace } from '../base/plotly.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { Margins } from '../axes/margins.js' */
/** @import { Scale } from '../axes/scales.js' */
/** @import { PlotView } from '../control/view-menus.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { Surface, Table } from '../wire/types.js' */

const LEVELS = 18;
const CROWDED_LINES = 1.75; // contour lines between two neighbours of the grid, on average
const CROWDED_PEAKS = 0.2; // share of the grid's points that are above all of their neighbours, or below
const CLEAR = 'rgba(0,0,0,0)';
// pixels: on a phone and on a third of the stage the name of the height would be cut off
const NARROW = 460;

/**
 * What a plot of the loss depends on; it changes where plotly.js has to draw another one.
 *
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {...string} choices of the reader
 * @returns {string}
 */
export function plotKey({ surface, names, value_name: name, sample }, theme, ...choices) {
  return [surface.id, surface.y, theme.key, names, name, sample?.penalty, ...choices].join('|');
}

/**
 * What all layouts have in common.
 *
 * @param {Theme} theme
 */
const plainLayout = (theme) => ({
  paper_bgcolor: CLEAR, plot_bgcolor: CLEAR, font: { color: theme.text, family: theme.font },
  showlegend: false,
  hovermode: false, autosize: true,
});

/**
 * The look of an axis.
 *
 * @param {string} name a name as its user wrote it
 * @param {Range} range
 * @param {Theme} theme
 */
const plainAxis = (name, range, theme) => ({
  range: [...range], title: { text: plotlyText(name), font: { size: 13, color: theme.text } },
  zeroline: false,
  gridcolor: theme.border, linecolor: theme.border, tickcolor: theme.border,
  tickfont: { size: 11, color: theme.muted },
});

/**
 * A grid as plotly.js takes it; what is not finite is left out.
 *
 * @param {Table} z row by row
 * @param {number} nx
 * @param {number} ny
 * @param {(v: number) => number} to where a value is drawn
 * @returns {(number | null)[][]}
 */
const gridRows = (z, nx, ny, to) => Array.from({ length: ny }, (_, j) => Array.from(
  z.subarray(j * nx, (j + 1) * nx), (v) => (Number.isFinite(v) ? to(v) : null)));

const spacing = (/** @type {Range} */ [lo, hi], /** @type {number} */ count) => (hi - lo) / (count - 1);

/**
 * Whether a value is above all four around it, or below; it is not where one of them is NaN.
 *
 * @param {number} v
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @returns {boolean}
 */
const isPeak = (v, a, b, c, d) => (
  (a < v && b < v && c < v && d < v) || (a > v && b > v && c > v && d > v));

/**
 * Whether contour lines would lie closer together than the points of the grid, or around single points of it,
 * as where waves are finer than the grid. Such lines tell nothing, and plotly.js is half a minute at them.
 *
 * @param {(number | null)[][]} rows
 * @param {number} size from one line to the next
 * @returns {boolean}
 */
export function isCrowded(rows, size) {
  let lines = 0, edges = 0, peaks = 0, points = 0;
  /** @type {null[]} */
  const nothing = new Array(rows[0].length).fill(null);
  const cross = (/** @type {number} */ v, /** @type {number} */ other) => {
    if (Number.isNaN(other)) return;
    lines += Math.abs(Math.floor(v / size) - Math.floor(other / size));
    edges += 1;
  };
  rows.forEach((row, j) => {
    const before = rows[j - 1] ?? nothing, after = rows[j + 1] ?? nothing, end = row.length - 1;
    for (let i = 0, left = NaN, v = row[0] ?? NaN; i <= end; i++) {
      const right = (i < end ? row[i + 1] : null) ?? NaN, above = before[i] ?? NaN, below = after[i] ?? NaN;
      if (!Number.isNaN(v)) {
        cross(v, right);
        cross(v, below);
        points += 1;
        if (isPeak(v, left, right, above, below)) peaks += 1;
      }
      left = v;
      v = right;
    }
  });
  return lines > CROWDED_LINES * edges || peaks > CROWDED_PEAKS * points;
}

/**
 * Filled contours with their colour bar; colours alone where the lines would be too many.
 *
 * @param {Surface} surface
 * @param {Scale} scale
 * @param {boolean} visible
 * @param {Theme} theme
 * @returns {Trace}
 */
function contourTrace({ z, nx, ny, x, y }, scale, visible, theme) {
  const size = (scale.hi - scale.lo) / LEVELS, ticks = scale.ticks(6), rows = gridRows(z, nx, ny, scale.to);
  const lines = {
    type: 'contour', contours: { coloring: 'fill', start: scale.lo + size / 2, end: scale.hi, size },
    line: { width: 0.7, color: theme.line, smoothing: 0.6 }, autocontour: false,
  };
  return {
    ...(isCrowded(rows, size) ? { type: 'heatmap' } : lines), z: rows, x0: x[0],
    dx: spacing(x, nx), y0: y[0], dy: spacing(y, ny),
    zmin: scale.lo, zmax: scale.hi, colorscale: theme.ramp, hoverinfo: 'skip', visible,
    // else plotly.js looks for the border of what has values, and cuts along it, where all have one too
    connectgaps: z.every(Number.isFinite),
    colorbar: {
      thickness: 9, outlinewidth: 0, len: 1, x: 1.015, xpad: 0, ypad: 2, tickmode: 'array', ticklen: 3,
      tickcolor: theme.muted, tickvals: ticks.map((tick) => tick.u),
      ticktext: ticks.map((tick) => tick.label),
      tickfont: { size: 11, color: theme.muted },
    },
  };
}

/**
 * The penalty's own contour lines, where the scene has them.
 *
 * @param {Scene} scene
 * @param {Theme} theme
 * @returns {Trace[]}
 */
function penaltyTraces({ penalty, surface: { x, y } }, theme) {
  if (!penalty) return [];
  const side = Math.round(Math.sqrt(penalty.length));
  const z = Array.from({ length: side }, (_, j) => Array.from(penalty.subarray(j * side, (j + 1) * side)));
  return [{
    type: 'contour', z, x0: x[0], dx: spacing(x, side), y0: y[0], dy: spacing(y, side), showscale: false,
    hoverinfo: 'skip', ncontours: 9, contours: { coloring: 'none' },
    line: { width: 1.2, dash: 'dot', color: theme.text, smoothing: 0.3 }, // no competitor's colour
  }];
}

/**
 * The loss of one parameter as a curve, and below it the penalty's own where the scene has it.
 *
 * @param {Scene} scene
 * @param {Theme} theme
 * @returns {Trace[]}
 */
function curveTraces({ surface: { x, z }, penalty }, theme) {
  /** @type {(values: Table, line: object) => Trace} */
  const trace = (values, line) => ({
    type: 'scatter', mode: 'lines', hoverinfo: 'skip', connectgaps: false,
    x0: x[0], dx: spacing(x, values.length),
    y: Array.from(values, (v) => (Number.isFinite(v) ? v : null)), line,
  });
  return [
    ...(penalty ? [trace(penalty, { width: 1.3, dash: 'dot', color: theme.muted })] : []),
    trace(z, { width: 2.4, color: theme.text, simplify: false }),
  ];
}

/**
 * The loss of two parameters as a surface.
 *
 * @param {Surface} surface
 * @param {Scale} height
 * @param {Scale} color
 * @param {boolean} visible
 * @param {Theme} theme
 * @returns {Trace}
 */
function surfaceTrace({ z, nx, ny, x, y }, height, color, visible, theme) {
  const heights = visible ? gridRows(z, nx, ny, height.to) : [[0, 0], [0, 0]];
  const even = (/** @type {Range} */ range, /** @type {number} */ count) => Array.from(
    { length: count }, (_, i) => range[0] + ((range[1] - range[0]) * i) / (count - 1));
  return {
    type: 'surface', z: heights, surfacecolor: visible ? gridRows(z, nx, ny, color.to) : heights,
    x: even(x, heights[0].length), y: even(y, heights.length), cmin: color.lo, cmax: color.hi,
    colorscale: theme.ramp, showscale: false, hoverinfo: 'skip', opacity: visible ? 1 : 0,
    contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } },
    lighting: { ambient: 0.78, diffuse: 0.45, specular: 0.06, roughness: 0.9, fresnel: 0.05 },
  };
}

/**
 * The picture of the loss: contours, or of one parameter a curve.
 *
 * @param {Scene} scene
 * @param {PlotView} view
 * @param {Theme} theme
 * @param {{x: Range, y: Range, margin: Margins}} shown
 * @returns {{traces: Trace[], layout: object}}
 */
export function contourFigure(scene, { levels, equal }, theme, { x, y, margin }) {
  const { surface, flat, names } = scene, sorted = sortedFinite(surface.z), visible = sorted.length > 0;
  const contours = () => [
    contourTrace(surface, valueScale(levels, sorted, scene.minimum, grain(surface, sorted)), visible, theme),
    ...penaltyTraces(scene, theme),
  ];
  const axis = (/** @type {string} */ name, /** @type {Range} */ range) => {
    const plain = plainAxis(name, range, theme);
    return {
      ...plain, title: { ...plain.title, standoff: 6 }, showgrid: flat,
      ticks: 'outside', ticklen: 4, mirror: true,
      showline: true, nticks: 7, constrain: 'domain',
    };
  };
  const nothing = {
    text: 'The loss has no finite value in this window', showarrow: false,
    xref: 'paper', yref: 'paper', x: 0.5, y: 0.5,
    font: { color: theme.muted, size: 13 },
  };
  const layout = {
    ...plainLayout(theme), margin, dragmode: 'pan', xaxis: axis(names[0], x),
    yaxis: {
      ...axis(names[1] ?? scene.value_name, y), ...(equal ? { scaleanchor: 'x', scaleratio: 1 } : {}),
    },
    ...(visible ? {} : { annotations: [nothing] }),
  };
  return { traces: flat ? curveTraces(scene, theme) : contours(), layout };
}

/**
 * The name of a surface's height, as plotly.js takes it.
 *
 * @param {Scene} scene
 * @param {Scale} height
 * @param {number} width of the panel
 */
export function heightName({ value_name: name }, height, width) {
  if (width < NARROW) return '';
  return plotlyText(height.name ? `${name} (${height.name})` : name);
}

/**
 * The loss of two parameters as a surface.
 *
 * @param {Scene} scene
 * @param {{height: Scale, color: Scale}} scales
 * @param {Theme} theme
 * @param {{camera: Camera, width: number}} shown width: of the panel
 * @returns {{traces: Trace[], layout: object}}
 */
export function surfaceFigure(scene, { height, color }, theme, { camera, width }) {
  const { surface, names } = scene, ticks = height.ticks(4), pad = (height.hi - height.lo) * 0.02;
  const axis = (/** @type {string} */ title, /** @type {Range} */ range) => ({
    ...plainAxis(title, range, theme), showspikes: false, nticks: 5, showbackground: false,
  });
  const layout = {
    ...plainLayout(theme), margin: { l: 0, r: 0, t: 0, b: 0 },
    scene: {
      dragmode: 'turntable', aspectmode: 'manual', aspectratio: { x: 1.25, y: 1.25, z: 0.8 }, camera,
      xaxis: axis(names[0], surface.x), yaxis: axis(names[1], surface.y),
      zaxis: {
        ...axis('', [height.lo - pad, height.hi + pad]),
        tickmode: 'array', tickvals: ticks.map((tick) => tick.u), ticktext: ticks.map((tick) => tick.label),
        title: { text: heightName(scene, height, width), font: { size: 13, color: theme.text } },
      },
    },
  };
  return { traces: [surfaceTrace(surface, height, color, surface.z.some(Number.isFinite), theme)], layout };
}
