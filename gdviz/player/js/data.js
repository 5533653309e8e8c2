// The data panel: points, and the model of each competitor at the play head, on canvases of its own.
import { within } from './axes2d.js';
import { classLegend } from './classes.js';
import { dataFrame, drawDataAxes, drawPoint } from './dataframe.js';
import { DataTip } from './datatip.js';
import { boundaries, shadeRegions } from './plane.js';
import { clipSegment, dash, fitCanvas } from './trail.js';
import { el, shown } from './util.js';

const GHOST = [2, 4], NONE = [];

export class DataPanel {
  /** `parts`: the player's elements data, data-note and residuals; `events`: now() -> {focused, k}, repaint(). */
  constructor({ data: host, 'data-note': note, residuals }, events) {
    Object.assign(this, { host, note, toggle: residuals, events, residuals: false, ghost: null });
    this.section = host.closest('.gd-panel');
    this.clip = el('div', 'gd-shade');
    this.shade = this.clip.appendChild(el('canvas'));
    this.back = el('canvas', 'gd-over');
    this.front = el('canvas', 'gd-over');
    host.append(this.clip, this.back, this.front);
    this.tip = new DataTip(this);
    residuals.addEventListener('click', () => this.showResiduals(!this.residuals));
    this.showResiduals(false);
  }

  /** Another scene: the panel is there where it has data. */
  show(scene) {
    this.scene = scene;
    this.sample = scene.sample;
    this.section.hidden = !this.sample;
    this.toggle.hidden = !this.sample || this.sample.kind === 'plane';
    this.ghost = null;
    this.invalidate();
  }

  invalidate() { this.frame = this.shaded = null; }

  showResiduals(on) {
    this.residuals = on;
    this.toggle.setAttribute('aria-pressed', String(on));
    this.events.repaint();
  }

  /** The parameters under the pointer in the contours, or null: a ghost of the model that they make. */
  haunt(x, y) {
    if (!this.sample || (x === null && !this.ghost)) return;
    this.ghost = x === null ? null : this.sample.embedded(x, y);
    this.events.repaint();
  }

  place(x, y) { return [this.frame.ox + x * this.frame.ax, this.frame.oy - y * this.frame.ay]; }

  /** The pixel of drawn point i for the parameters on show; kind "points": predicted against actual. */
  pixel(i, theta) {
    const { kind, points } = this.sample;
    return kind === 'points' ? this.place(points.y[i], theta ? this.sample.score(points.basis, i, theta) : NaN)
      : this.place(points.x[i], points.y[i]);
  }

  /** The model of parameters theta as polylines in pixels of the panel: a curve, or the lines between regions. */
  lines(theta) {
    const { sample } = this;
    if (sample.kind === 'plane') {
      const { x: { range: [x0, x1] }, y: { range: [y0, y1] }, size: [nx, ny] } = sample;
      return boundaries(sample.grid(theta), sample.size).map((line) => line.map(([u, v]) => this.place(
        x0 + (u / (nx - 1)) * (x1 - x0), y0 + (v / (ny - 1)) * (y1 - y0))));
    }
    if (sample.kind === 'points') return [];
    return [Array.from(sample.curve.x, (x, r) => this.place(x, sample.score(sample.curve.basis, r, theta)))];
  }

  /** The model of a run at play head k, as `lines` gives it. */
  project(run, k) { return this.frame && this.lines(run.parameters(run.head(k))); }

  paint(k, look) {
    const { host, sample } = this, width = host.clientWidth, height = host.clientHeight;
    if (!sample || !width || !height) return true;
    const fresh = !this.frame || this.frame.width !== width || this.frame.height !== height || this.frame.theme !== look.theme;
    if (fresh) {
      this.shaded = null;
      if (!(this.frame = dataFrame(sample, width, height, look.theme))) return true;
      this.still();
    }
    if (look.rest && !fresh) return true;
    this.step = k;
    if (sample.kind === 'plane') this.regions(look.focused, k);
    this.moving(k, look);
    this.tip.refresh();
    return true;
  }

  /** A context in CSS pixels, clipped to nothing, emptied. The processor draws: much faster than an emulated graphics card. */
  fresh(canvas) {
    const { width, height } = this.frame, context = canvas.getContext('2d', { willReadFrequently: true });
    fitCanvas(canvas, width, height);
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  /** What changes with the scene only. */
  still() {
    const { sample, frame: f } = this, { theme } = f, context = this.fresh(this.back);
    drawDataAxes(context, f, sample);
    this.inside(context, () => {
      if (sample.kind === 'points') this.diagonal(context);
      else for (const i of this.largestFirst()) drawPoint(context, sample, i, ...this.pixel(i), theme);
    });
    const [nx, ny] = sample.size ?? [1, 1], cell = [(f.right - f.left) / (nx - 1 || 1), (f.bottom - f.top) / (ny - 1 || 1)];
    this.clip.hidden = sample.kind !== 'plane';
    Object.assign(this.clip.style, { left: `${f.left}px`, top: `${f.top}px`, width: `${f.right - f.left}px`, height: `${f.bottom - f.top}px` });
    Object.assign(this.shade.style, { left: `${-cell[0] / 2}px`, top: `${-cell[1] / 2}px`, width: `${nx * cell[0]}px`, height: `${ny * cell[1]}px` });
    const count = sample.at_drawn < sample.rows ? [`${grouped(sample.at_drawn)} of ${grouped(sample.rows)} points drawn`] : [];
    if (sample.most > 1) count.push('area: rows');
    const best = sample.best && sample.kind !== 'points' ? [el('span', 'gd-class gd-best', 'optimum')] : [];
    const batch = sample.batched ? [el('span', 'gd-class gd-batch', 'batch', { title: 'Points with a row in the batch of this step' })] : [];
    this.note.replaceChildren(...classLegend(sample.classes, theme), ...batch, ...best, ...count);
    this.note.title = sample.at_drawn < sample.rows ? 'The fit and the loss take all of them.' : '';
  }

  /** The drawn points; where they differ in size the small ones last, so that none is hidden. */
  largestFirst() {
    const order = Array.from({ length: this.sample.drawn }, (_, i) => i);
    return this.sample.most > 1 ? order.sort((i, j) => this.sample.count(j) - this.sample.count(i)) : order;
  }

  inside(context, draw) {
    const f = this.frame;
    context.save();
    context.beginPath();
    context.rect(f.left, f.top, f.right - f.left, f.bottom - f.top);
    context.clip();
    draw();
    context.restore();
  }

  diagonal(context) {
    const { range: [lo, hi] } = this.sample.x;
    context.strokeStyle = this.frame.theme.muted;
    context.lineWidth = 1.2;
    context.beginPath();
    context.moveTo(...this.place(lo, lo));
    context.lineTo(...this.place(hi, hi));
    context.stroke();
  }

  /** Shade the regions of the focused run, where they are not on show already. */
  regions(run, k) {
    const head = run?.head(k);
    if (this.shaded && this.shaded.run === run && this.shaded.head === head) return;
    this.shaded = { run, head };
    this.shade.hidden = !run;
    if (run) shadeRegions(this.shade, this.sample, this.sample.grid(run.parameters(head)), this.frame.theme);
  }

  /** What moves with the play head: residuals, the batch, the models. */
  moving(k, { runs, focused, theme }) {
    const { sample } = this, context = this.fresh(this.front), batch = sample.marked(k) ?? [];
    const theta = focused?.parameters(focused.head(k)), best = sample.best && Float64Array.from(sample.best);
    this.inside(context, () => {
      if (this.residuals && theta && sample.kind !== 'plane') this.drawResiduals(context, focused, theta);
      if (sample.kind === 'points' && theta) {
        context.fillStyle = focused.color;
        for (let i = 0; i < sample.drawn; i++) this.dot(context, ...this.pixel(i, theta), focused.color);
      }
      for (const i of batch) drawPoint(context, sample, i, ...this.held(this.pixel(i, theta)), theme, true);
      if (best) this.stroke(context, this.lines(best), NONE, theme.text, 1, 0.75, theme);
      for (const run of runs) if (run !== focused) this.model(context, run, k, 1.8, 0.85, theme);
      if (focused && runs.includes(focused)) this.model(context, focused, k, 2.8, 1, theme);
      if (this.ghost) this.drawGhost(context, theme);
    });
  }

  model(context, run, k, width, alpha, theme) {
    const lines = this.lines(run.parameters(run.head(k)));
    this.stroke(context, lines, run.dash, run.color, width, alpha, theme);
    if (this.sample.kind === 'line') this.outside(context, lines[0], run.color, theme);
  }

  /** A triangle at the edge behind which a line lies as a whole. */
  outside(context, line, color, theme) {
    const f = this.frame, ys = line.map(([, y]) => y), above = ys.every((y) => y < f.top), below = ys.every((y) => y > f.bottom);
    if (!above && !below) return;
    const x = line.length > 2 ? (f.left + f.right) / 2 : line[ys[0] < ys[1] === below ? 0 : 1][0];
    const at = Math.min(f.right - 14, Math.max(f.left + 14, x)), tip = above ? f.top + 3 : f.bottom - 3, back = above ? 9 : -9;
    context.beginPath();
    context.moveTo(at, tip);
    context.lineTo(at - 6, tip + back);
    context.lineTo(at + 6, tip + back);
    context.closePath();
    context.fillStyle = color;
    context.strokeStyle = theme.background;
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
  }

  /** Stroke polylines of pixels within the box; dashes as the paths have them. */
  stroke(context, lines, pattern, color, width, alpha, theme) {
    const f = this.frame, box = [f.left - 4, f.top - 4, f.right + 4, f.bottom + 4];
    const whole = new Path2D(), dashes = pattern.length ? new Path2D() : whole;
    for (const line of lines) {
      let length = 0, joined = false;
      for (let i = 1; i < line.length; i++) {
        const [ax, ay] = line[i - 1], [bx, by] = line[i], dx = bx - ax, dy = by - ay;
        const cut = dx - dx === 0 && dy - dy === 0 ? clipSegment(ax, ay, bx, by, box) : null;
        if (!cut) { joined = false; continue; }
        const sx = ax + dx * cut[0], sy = ay + dy * cut[0], ex = ax + dx * cut[1], ey = ay + dy * cut[1];
        if (!joined || cut[0] > 0) whole.moveTo(sx, sy);
        whole.lineTo(ex, ey);
        if (dashes !== whole) dash(dashes, pattern, length, sx, sy, ex, ey);
        length += Math.hypot(ex - sx, ey - sy);
        joined = cut[1] === 1;
      }
    }
    context.lineJoin = context.lineCap = pattern.length ? 'butt' : 'round';
    context.lineJoin = 'round';
    context.globalAlpha = alpha;
    context.strokeStyle = theme.casing;
    context.lineWidth = width + 2;
    if (width > 1) context.stroke(whole);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(dashes);
    context.globalAlpha = 1;
  }

  /** A pixel, pulled to the border where it lies outside: a prediction far off is still to be seen. */
  held([x, y]) { return [x, Math.min(this.frame.bottom - 3, Math.max(this.frame.top + 3, y))]; }

  dot(context, x, y, color, hollow = false) {
    if (y - y !== 0) return;
    const [px, py] = this.held([x, y]);
    context.beginPath();
    context.arc(px, py, this.sample.drawn > 250 ? 2.6 : 3.6, 0, 2 * Math.PI);
    context.globalAlpha = py === y ? 0.85 : 0.35;
    context.fillStyle = context.strokeStyle = color;
    context.lineWidth = 1.2;
    if (hollow) context.stroke(); else context.fill();
    context.globalAlpha = 1;
  }

  drawResiduals(context, run, theta) {
    const { kind, points, drawn } = this.sample, path = new Path2D();
    for (let i = 0; i < drawn; i++) {
      const x = kind === 'points' ? points.y[i] : points.x[i], [px, from] = this.place(x, points.y[i]);
      const to = this.frame.oy - this.sample.score(points.basis, i, theta) * this.frame.ay;
      if (to - to !== 0) continue;
      path.moveTo(px, from);
      path.lineTo(px, Math.min(1e5, Math.max(-1e5, to)));
    }
    context.setLineDash(NONE);
    context.strokeStyle = run.color;
    context.lineWidth = 1.2;
    context.globalAlpha = drawn > 250 ? 0.35 : 0.6;
    context.stroke(path);
    context.globalAlpha = 1;
  }

  drawGhost(context, theme) {
    if (this.sample.kind !== 'points') { this.stroke(context, this.lines(this.ghost), GHOST, theme.text, 1.8, 0.9, theme); return; }
    for (let i = 0; i < this.sample.drawn; i++) this.dot(context, ...this.pixel(i, this.ghost), theme.text, true);
  }

  /** What the panel shows, in words. */
  describe(k, runs, focused, step = k) {
    const { sample } = this;
    if (!sample) return;
    const what = { line: `${sample.y.name} against ${sample.x.name}`, points: `${sample.y.name} against ${sample.x.name}`,
      plane: `${sample.classes.join(', ')} over ${sample.x.name} and ${sample.y.name}` }[sample.kind];
    const shows = { line: 'the fitted line', points: 'the predictions', plane: 'the line between the classes' }[sample.kind];
    const right = sample.kind === 'plane' && focused?.accuracy
      ? ` ${focused.name} classifies ${shown(100 * focused.accuracy[focused.head(k)], 3)} % of ${grouped(sample.rows)} rows correctly.` : '';
    const names = sample.kind === 'points' ? focused?.name : runs.map((run) => run.name).join(', ');
    this.section.setAttribute('aria-label', `Data: ${grouped(sample.drawn)} points, ${what}, with ${shows} of ${
      names || 'no competitor'} at step ${step}.${right}`);
  }

  /** The drawn point nearest to a pixel of the panel, or null. */
  nearest(px, py, theta) {
    if (!this.frame || !within(this.frame, px, py)) return null;
    let best = null, distance = 13 * 13;
    for (let i = 0; i < this.sample.drawn; i++) {
      const [x, y] = this.pixel(i, theta), d = (x - px) ** 2 + (y - py) ** 2;
      if (d < distance) { distance = d; best = i; }
    }
    return best;
  }
}

const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
