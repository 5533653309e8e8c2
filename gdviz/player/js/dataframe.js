// Where the data panel draws: pixels of the data's own units, axes with ticks, marks of points.
import { classColor, classPath } from './classes.js';
import { linearTicks } from './ticks.js';

const LARGEST = 9; // pixels: the radius of the largest mark
const NAMES = 12, ruler = document.createElement('canvas').getContext('2d');

const named = ({ name }, base) => (base ? `${name} ${base < 0 ? '+' : '−'} ${Math.abs(base)}` : name);

/** The frame of a panel of that size: the box of the plot, and pixel = (ox + x ax, oy - y ay). */
export function dataFrame(sample, width, height, theme) {
  const { x: { range: [x0, x1] }, y: { range: [y0, y1] } } = sample;
  const y = linearTicks(y0, y1, height > 320 ? 6 : 4);
  ruler.font = `${NAMES}px ${theme.font}`;
  const left = 29 + Math.max(...y.ticks.map(({ label }) => ruler.measureText(label).width));
  const box = { left, top: 8, right: width - 12, bottom: height - 40 };
  if (box.right - box.left < 40 || box.bottom - box.top < 40) return null;
  const ax = (box.right - box.left) / (x1 - x0), ay = (box.bottom - box.top) / (y1 - y0);
  return { ...box, width, height, theme, ax, ay, ox: box.left - x0 * ax, oy: box.bottom + y0 * ay, yaxis: y,
    xaxis: linearTicks(x0, x1, Math.max(2, Math.min(7, Math.floor((box.right - box.left) / 66)))) };
}

/** Frame, ticks and names. */
export function drawDataAxes(context, f, sample) {
  const { theme } = f, { x, y } = sample, middle = (f.top + f.bottom) / 2;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = theme.border;
  context.strokeRect(f.left + 0.5, f.top + 0.5, f.right - f.left - 1, f.bottom - f.top - 1);
  context.font = `${NAMES}px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const tick = (ax, ay, bx, by) => { context.beginPath(); context.moveTo(ax, ay); context.lineTo(bx, by); context.stroke(); };
  for (const { v, label } of f.yaxis.ticks) {
    const at = Math.round(f.oy - v * f.ay) + 0.5;
    context.fillText(label, f.left - 7, at);
    tick(f.left - 4, at, f.left, at);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { v, label } of f.xaxis.ticks) {
    const at = Math.round(f.ox + v * f.ax) + 0.5, half = context.measureText(label).width / 2;
    context.fillText(label, Math.min(at, f.width - half - 1), f.bottom + 7);
    tick(at, f.bottom, at, f.bottom + 4);
  }
  context.fillStyle = theme.text;
  context.font = `13px ${theme.font}`;
  context.textBaseline = 'bottom';
  context.fillText(named(x, f.xaxis.base), (f.left + f.right) / 2, f.height - 2, f.right - f.left);
  context.save();
  context.translate(3, middle);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(named(y, f.yaxis.base), 0, 0, f.bottom - f.top);
  context.restore();
}

/** The radius of point i's mark: smaller where there are many, its area as large as the number of rows that lie there. */
export function radiusOf(sample, i) {
  const usual = sample.drawn > 250 ? 2.7 : sample.drawn > 80 ? 3.2 : 4, largest = usual * Math.sqrt(sample.most);
  return Math.max(1.4, usual * Math.sqrt(sample.count(i)) * Math.min(1, LARGEST / largest));
}

/** One data point, as its class or, where there are none, as a quiet dot; `strong`: of the current batch. */
export function drawPoint(context, sample, i, x, y, theme, strong = false) {
  const { label } = sample.points, r = radiusOf(sample, i) + (strong ? 1.2 : 0);
  if (label) classPath(context, label[i], x, y, r);
  else { context.beginPath(); context.arc(x, y, r, 0, 2 * Math.PI); }
  if (strong) {
    context.lineWidth = 5.4;
    context.strokeStyle = theme.background;
    context.stroke();
  }
  context.fillStyle = label ? classColor(label[i], theme) : strong ? theme.text : theme.muted;
  context.globalAlpha = strong || label ? 1 : 0.72;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = strong ? 2 : 1;
  context.strokeStyle = strong || label ? theme.text : theme.background;
  if (label && !strong) context.globalAlpha = 0.75;
  context.stroke();
  context.globalAlpha = 1;
}
