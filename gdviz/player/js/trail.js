// Paths on a transparent canvas. While playing only the new segments are stroked; a long path is caught up with over
// several frames, so that no frame is ever frozen.

const PER_DRAW = 24000; // segments looked at per call and canvas
const SKIP = 0.35;      // moves shorter than this many pixels wait until they add up

/** Fit a canvas to its box in device pixels; true when that changed (and cleared) it. */
export function fitCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1, w = Math.round(width * ratio), h = Math.round(height * ratio);
  if (canvas.width === w && canvas.height === h) return false;
  canvas.width = w;
  canvas.height = h;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return true;
}

/** Clip the segment a-b to a box; the two parameters (0..1) of what is left, or null. */
export function clipSegment(ax, ay, bx, by, box) {
  let t0 = 0, t1 = 1;
  const dx = bx - ax, dy = by - ay;
  for (const [p, q] of [[-dx, ax - box[0]], [dx, box[2] - ax], [-dy, ay - box[1]], [dy, box[3] - ay]]) {
    if (p === 0) { if (q < 0) return null; } else {
      const t = q / p;
      if (p < 0) t0 = Math.max(t0, t); else t1 = Math.min(t1, t);
      if (t0 > t1) return null;
    }
  }
  return [t0, t1];
}

const WHOLE = [0, 1];

/**
 * Add the dashes of a segment to a path, where `done` pixels of the line were drawn before: the pattern runs on over calls.
 * (The canvas's own dashes cost several times as much where the graphics card is emulated.)
 */
export function dash(path, pattern, done, ax, ay, bx, by) {
  const total = pattern.reduce((sum, length) => sum + length, 0), length = Math.hypot(bx - ax, by - ay);
  let i = 0, left = done % total, at = 0;
  while (left >= pattern[i]) { left -= pattern[i]; i = (i + 1) % pattern.length; }
  left = pattern[i] - left;
  while (at < length) {
    const end = Math.min(length, at + left);
    if (i % 2 === 0) {
      path.moveTo(ax + ((bx - ax) * at) / length, ay + ((by - ay) * at) / length);
      path.lineTo(ax + ((bx - ax) * end) / length, ay + ((by - ay) * end) / length);
    }
    at = end;
    i = (i + 1) % pattern.length;
    left = pattern[i];
  }
}

export class Trail {
  /** `at(run, j, out)` writes the pixel of vertex j and returns 0 (do not draw), 1 (draw) or 2 (draw faintly). */
  constructor(canvas, at, { width = 2.2, alpha = 1, casing = true, soft = false } = {}) {
    Object.assign(this, { canvas, at, width, alpha, casing, soft });
    this.whole = document.createElement('canvas');
    this.pens = new Map();
    this.out = [0, 0];
  }

  /** Forget what is drawn: the next draw repaints all. */
  invalidate() { this.pens.clear(); }

  /**
   * Bring the canvas to play head k. `view` is {clip: [left, top, right, bottom], casing: color, beneath(context): draws
   * what lies under the paths}; the canvas covers just the clip.
   * Returns false while there is more to stroke than one frame allows.
   */
  draw(runs, k, view) {
    const [left, top, right, bottom] = view.clip, width = right - left, height = bottom - top, { style } = this.canvas;
    if (fitCanvas(this.canvas, width, height)) this.invalidate();
    const at = (run) => this.pens.get(run)?.index ?? -1;
    if (runs.some((run) => at(run) > run.head(k))) this.invalidate();
    const anew = !this.pens.size, ratio = window.devicePixelRatio || 1;
    if (!anew && runs.every((run) => at(run) === run.head(k))) return true;
    if (anew) {
      style.left = `${left}px`; // no larger than what is drawn: each covered pixel is blended anew with every frame
      style.top = `${top}px`;
      fitCanvas(this.whole, width, height);
    }
    this.aside = anew || this.aside;
    const canvas = this.aside ? this.whole : this.canvas, context = this.context(canvas);
    context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
    if (anew) {
      context.globalAlpha = 1;
      context.clearRect(left, top, width, height);
      view.beneath?.(context);
    }
    context.lineJoin = 'round';
    const reach = [left - 30, top - 30, right + 30, bottom + 30], share = Math.ceil(PER_DRAW / Math.max(1, runs.length));
    let finished = true;
    for (const run of runs) if (!this.advance(context, run, run.head(k), share, reach, view)) finished = false;
    if (this.aside) this.copy();
    if (finished) this.aside = false;
    return finished;
  }

  /** Bring what was drawn aside onto the canvas. */
  copy() {
    const context = this.context(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.whole, 0, 0);
  }

  /** Whole paths are stroked by the processor, aside, and copied: an emulated graphics card takes 20 times as long. */
  context(canvas) {
    return canvas.getContext('2d', { willReadFrequently: this.soft || canvas === this.whole });
  }

  advance(context, run, end, share, reach, view) {
    let pen = this.pens.get(run);
    if (!pen) this.pens.set(run, pen = { index: -1, x: 0, y: 0, down: false, length: 0 });
    const stop = Math.min(end, pen.index + share), out = this.out;
    let kind = 0, whole = null, dashes = null, joined = false;
    for (let j = pen.index + 1; j <= stop; j++) {
      const now = this.at(run, j, out), x = out[0], y = out[1];
      if (!now) { pen.down = joined = false; continue; }
      if (!pen.down) { pen.x = x; pen.y = y; pen.down = true; continue; }
      const dx = x - pen.x, dy = y - pen.y;
      if (dx * dx + dy * dy < SKIP * SKIP) continue;
      if (now !== kind) {
        if (kind) this.stroke(context, run, kind, whole, dashes, view);
        kind = now;
        joined = false;
        whole = new Path2D();
        dashes = run.dash.length ? new Path2D() : whole;
      }
      const inside = x > reach[0] && x < reach[2] && y > reach[1] && y < reach[3]
        && pen.x > reach[0] && pen.x < reach[2] && pen.y > reach[1] && pen.y < reach[3];
      const cut = inside ? WHOLE : clipSegment(pen.x, pen.y, x, y, reach);
      if (cut) {
        const ax = pen.x + dx * cut[0], ay = pen.y + dy * cut[0], bx = pen.x + dx * cut[1], by = pen.y + dy * cut[1];
        if (!joined || cut[0] > 0) whole.moveTo(ax, ay);
        whole.lineTo(bx, by);
        if (dashes !== whole) dash(dashes, run.dash, pen.length, ax, ay, bx, by);
        pen.length += Math.hypot(bx - ax, by - ay);
        joined = cut[1] === 1;
      } else joined = false;
      pen.x = x;
      pen.y = y;
    }
    if (kind) this.stroke(context, run, kind, whole, dashes, view);
    pen.index = stop;
    return stop === end;
  }

  /** Stroke new segments; the casing goes beneath all that is drawn already. */
  stroke(context, run, kind, whole, dashes, view) {
    context.globalAlpha = this.alpha * (kind === 2 ? 0.28 : 1);
    context.lineCap = run.dash.length ? 'butt' : 'round';
    context.lineWidth = this.width;
    context.strokeStyle = run.color;
    context.stroke(dashes);
    if (!this.casing || kind === 2) return;
    context.globalCompositeOperation = 'destination-over';
    context.lineWidth = this.width + 2;
    context.strokeStyle = view.casing;
    context.stroke(whole);
    context.globalCompositeOperation = 'source-over';
  }
}
