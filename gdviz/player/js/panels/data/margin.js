// The margin of a loss such as the hinge: the lines up to which it pulls, and the rows that it pulls at.
import { LABEL_SIZE } from '../../axes/data-frame.js';
import { clamp, readable } from '../../base/numbers.js';
import { boundaries } from '../../draw/plane.js';
import { linesOfCells, strokeLines } from '../../draw/models.js';
import { radiusOf } from '../../draw/data-points.js';

/** @import { DataFrame } from '../../axes/data-frame.js' */
/** @import { Pixel } from '../../axes/frame.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Parameters, Sample } from '../../wire/sample.js' */

const MARGIN_DASH = [7, 4], SUPPORT_RING = 3.6; // pixels; how far a ring is from its mark
const SINGLE_ROUNDING = 1e-6; // of the single precision in which rows and parameters are sent

/**
 * The lines on which the score is at the margin, for one class and the other.
 *
 * @param {Sample} sample
 * @param {DataFrame} frame
 * @param {Parameters} model
 * @returns {{level: number, lines: Pixel[][]}[]} none for a loss without a margin
 */
export function marginLines(sample, frame, model) {
  const { margin } = sample;
  if (margin === null) return [];
  const [z] = sample.grid(model), size = sample.cellsOf(model);
  return [-margin, margin].map((level) => (
    { level, lines: linesOfCells(sample, frame, boundaries([z.map((v) => v - level)], size), size) }));
}

/**
 * The drawn points at which the loss pulls: of rows that are fitted, those whose margin, the score with its
 * sign turned for the first class, is not above that of the loss.
 *
 * @param {Sample} sample
 * @param {Parameters} model
 * @returns {number[]} none where the scores of the points are not known
 */
export function supportPoints(sample, model) {
  const { margin, fitted, tabled, points: { label } } = sample;
  if (margin === null || tabled || !label) return [];
  const most = margin * (1 + SINGLE_ROUNDING);
  return Array.from({ length: fitted }, (_, i) => i).filter((i) => {
    const [z] = sample.scores(i, model);
    return (label[i] === 1 ? z : -z) <= most;
  });
}

/**
 * Write a text beside a pixel.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {Pixel} pixel
 * @param {string} name
 * @param {boolean} before whether it stands on the left
 */
function writeBeside(context, { left, top, right, bottom, theme }, [x, y], name, before) {
  context.font = `${LABEL_SIZE}px ${theme.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const width = context.measureText(name).width + 4;
  const at = clamp(before ? x - 4 : x + width, left + width, right - 4);
  const height = clamp(y, top + LABEL_SIZE, bottom - LABEL_SIZE);
  context.lineWidth = 4;
  context.strokeStyle = theme.casing;
  context.strokeText(name, at, height);
  context.fillStyle = theme.text;
  context.fillText(name, at, height);
}

/**
 * Draw the margin of the run in focus: its lines, and a ring around each support vector.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} sample
 * @param {DataFrame} frame
 * @param {Run | undefined} run
 * @param {{k: number, pixel: (i: number) => Pixel}} at the play head; where a drawn point lies
 */
export function drawMargin(context, sample, frame, run, { k, pixel }) {
  if (!run || sample.margin === null) return;
  const model = run.model(run.head(k)), pen = { color: run.color, dash: MARGIN_DASH, width: 1.4, alpha: 1 };
  const sides = marginLines(sample, frame, model).filter(({ lines }) => lines.length);
  for (const { lines } of sides) strokeLines(context, frame, lines, pen);
  const ends = sides.map(({ lines: [line] }) => line.reduce((a, b) => (b[0] > a[0] ? b : a)));
  sides.forEach(({ level }, i) => { // outside of the other line
    const before = ends[i][0] < ends[1 - i]?.[0];
    writeBeside(context, frame, ends[i], `z = ${readable(level)}`, before);
  });
  context.setLineDash([]);
  context.lineWidth = 1.5;
  context.strokeStyle = frame.theme.text;
  for (const i of supportPoints(sample, model)) {
    const [x, y] = pixel(i);
    context.beginPath();
    context.arc(x, y, radiusOf(sample, sample.count(i)) + SUPPORT_RING, 0, 2 * Math.PI);
    context.stroke();
  }
}
