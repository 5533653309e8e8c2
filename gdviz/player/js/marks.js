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

const LONGEST = 0.42, SHORTEST = 12, RAY = 46; // share of the picture's smaller side; pixels
const HOPELESS = 1e4; // a longest arrow that would have to be drawn this much longer is not worth drawing

/** The one factor of all arrows: 1 where the longest can be seen as it is, else a 1-2-5 number; 0: too short to draw. */
function factor(length, size) {
  if (length > size * LONGEST) return neat((size * LONGEST) / length);
  if (length >= SHORTEST) return 1;
  const found = neat((SHORTEST * 2) / length);
  return found < HOPELESS ? found : 0;
}

/**
 * The arrows of the step that is told at play head k (`run.stepTold`), from where it began: {step, from, factor, parts}.
 * `parts` are [{kind, label, dx, dy}] in pixels of `frame`, all of them `factor` times as long as they are, so that they add
 * up as they do in the method: what the step would be without its memory, the memory's term, and their sum, the step. "downhill" is a
 * direction only and has a fixed length. null: the run has made no step.
 */
export function arrowsOf(run, k, frame) {
  const step = run.stepTold(k);
  if (!step) return null;
  const a = run.pair(run.theta, step - 1), b = run.pair(run.theta, step), g = run.pair(run.g, step - 1);
  const size = Math.min(frame.right - frame.left, frame.bottom - frame.top), parts = [];
  const pixels = ([x, y]) => [x * frame.ax, -y * frame.ay];
  const add = (kind, label, vector) => {
    const [dx, dy] = pixels(vector), length = Math.hypot(dx, dy);
    if (length > 0 && Number.isFinite(length)) parts.push({ kind, label, dx, dy, length });
  };
  const whole = [b[0] - a[0], b[1] - a[1]];
  for (const { key, label } of run.arrows) {
    const v = run.value(key, 0, step);
    if (!Array.isArray(v) || v.length !== run.dimension) continue;
    const seen = run.axes.map((i) => v[i]);
    if (key === 'momentum_term' && Math.hypot(...seen) > 1e-6 * Math.hypot(...whole)) {
      add('rest', 'step without it', [whole[0] - seen[0], whole[1] - seen[1]]);
    }
    add('momentum', label, seen);
  }
  add('step', 'step', whole);
  const longest = Math.max(0, ...parts.map(({ length }) => length)), scale = longest ? factor(longest, size) : 0;
  for (const part of parts) { part.dx *= scale; part.dy *= scale; }
  const [gx, gy] = pixels([run.sign * g[0], run.sign * g[1]]), norm = Math.hypot(gx, gy);
  const ray = norm > 0 && Number.isFinite(norm)
    ? [{ kind: 'downhill', label: run.sign > 0 ? 'uphill, direction only' : 'downhill, direction only', dx: (gx / norm) * RAY, dy: (gy / norm) * RAY }]
    : [];
  return { step: run.number(step), from: pixels(a).map((v, i) => v + [frame.ox, frame.oy][i]), factor: scale, parts: [...ray, ...(scale ? parts : [])] };
}

const PATTERNS = { momentum: [4, 3], downhill: [1.5, 3] };

/** Draw one arrow: the step in the run's colour, its parts thin, the momentum dashed, a mere direction dotted. */
export function drawArrow(context, x, y, arrow, run, theme) {
  const { dx, dy, kind } = arrow, length = Math.hypot(dx, dy), ux = dx / length, uy = dy / length;
  const tip = Math.min(length, clamp(length * 0.4, 5, 10)), ex = x + dx, ey = y + dy, wide = kind === 'step' ? 2.6 : 1.7;
  const paint = (color, extra) => {
    context.strokeStyle = context.fillStyle = color;
    context.lineWidth = wide + extra;
    context.setLineDash((!extra && PATTERNS[kind]) || []);
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
