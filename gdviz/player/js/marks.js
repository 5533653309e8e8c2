// Marks drawn above the pictures: stars, the start, arrows.
import { clamp, neat } from './util.js';

/** A five-pointed star for a minimum. */
export function drawStar(context, x, y, theme) {
  context.beginPath();
  for (let i = 0; i < 10; i++) {
    const r = i % 2 ? 3.4 : 8, a = -Math.PI / 2 + (i * Math.PI) / 5;
    context.lineTo(x + r * Math.cos(a), y + r * Math.sin(a));
  }
  context.closePath();
  context.setLineDash([]);
  context.lineJoin = 'round';
  context.lineWidth = 1.6;
  context.fillStyle = '#f2b705';
  context.strokeStyle = theme.dark ? '#10161f' : '#4a3a00';
  context.fill();
  context.stroke();
}

/** The start: a small square with a cross-hair. */
export function drawStart(context, x, y, theme) {
  context.setLineDash([]);
  context.lineWidth = 1.6;
  context.strokeStyle = theme.text;
  context.fillStyle = theme.background;
  context.beginPath();
  context.rect(x - 4, y - 4, 8, 8);
  context.fill();
  context.moveTo(x - 8, y); context.lineTo(x + 8, y);
  context.moveTo(x, y - 8); context.lineTo(x, y + 8);
  context.stroke();
}

const LONGEST = 0.42, SHORTEST = 12; // share of the picture's smaller side; pixels

/** How much an arrow must be scaled to be seen: 1 where it can be seen as it is, else a 1-2-5 number. */
function factor(length, size) {
  if (!(length > 0) || !Number.isFinite(length)) return 1;
  if (length > size * LONGEST) return neat((size * LONGEST) / length);
  return length < SHORTEST ? neat((SHORTEST * 2) / length) : 1;
}

/**
 * The arrows at a run's head at play head k: [{kind, label, dx, dy, factor}] in pixels of `frame`. The three share one
 * factor where they can, so that they add up as they do in the method; `factor` is 1 for true length.
 */
export function arrowsOf(run, k, frame) {
  if (k >= run.steps) return [];
  const pixels = ([x, y]) => [x * frame.ax, -y * frame.ay], size = Math.min(frame.right - frame.left, frame.bottom - frame.top);
  const g = run.pair(run.g, k), rate = run.rate(k + 1), a = run.pair(run.theta, k), b = run.pair(run.theta, k + 1);
  const all = [];
  const add = (kind, label, vector) => {
    const [dx, dy] = pixels(vector), length = Math.hypot(dx, dy);
    if (length > 0 && Number.isFinite(length)) all.push({ kind, label, dx, dy, length });
  };
  if (rate !== null) add('gradient', 'gradient step', [run.sign * rate * g[0], run.sign * rate * g[1]]);
  for (const { key, label } of run.arrows) {
    const v = run.value(key, 0, k + 1);
    if (Array.isArray(v) && v.length === 2) add('momentum', label, v);
  }
  add('step', 'actual step', [b[0] - a[0], b[1] - a[1]]);
  const step = all.find((arrow) => arrow.kind === 'step'), common = step ? factor(step.length, size) : 1;
  for (const arrow of all) {
    const drawn = arrow.length * common;
    arrow.factor = drawn >= SHORTEST / 2 && drawn <= size * 0.6 ? common : factor(arrow.length, size);
    arrow.dx *= arrow.factor;
    arrow.dy *= arrow.factor;
  }
  return all;
}

/** Draw one arrow from a head: gradient thin, momentum dashed, the step in the run's colour. */
export function drawArrow(context, x, y, arrow, run, theme) {
  const { dx, dy, kind } = arrow, length = Math.hypot(dx, dy), ux = dx / length, uy = dy / length;
  const tip = clamp(length * 0.4, 5, 10), ex = x + dx, ey = y + dy, wide = kind === 'step' ? 2.6 : 1.7;
  const paint = (color, extra) => {
    context.strokeStyle = context.fillStyle = color;
    context.lineWidth = wide + extra;
    context.setLineDash(kind === 'momentum' && !extra ? [4, 3] : []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(ex - ux * tip * 0.8, ey - uy * tip * 0.8);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(ex, ey);
    context.lineTo(ex - ux * tip - uy * tip * 0.5, ey - uy * tip + ux * tip * 0.5);
    context.lineTo(ex - ux * tip + uy * tip * 0.5, ey - uy * tip - ux * tip * 0.5);
    context.closePath();
    if (extra) context.stroke();
    context.fill();
  };
  context.lineJoin = 'round';
  paint(theme.background, 2);
  paint(kind === 'step' ? run.color : theme.text, 0);
}
