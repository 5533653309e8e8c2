// The curve panel: loss, gradient norm or learning rate over steps or gradient evaluations, on canvases of its own.
import { Heads } from './heads.js';
import { fitCanvas, Trail } from './trail.js';
import { clamp, el, niceTicks, shown } from './util.js';

const METRICS = {
  loss: { label: (scene) => scene.value_name, first: 0, of: (run, j) => run.loss[j] },
  gradient: { label: () => 'gradient norm', first: 0, of: (run, j) => run.gradientNorm(j) },
  rate: { label: () => 'learning rate', first: 1, of: (run, j) => (j ? run.rate(j) : run.rate(1)) ?? NaN },
  accuracy: { label: () => 'accuracy', first: 0, of: (run, j) => (run.accuracy ? run.accuracy[j] : NaN), range: [0, 1] },
};
const ROOM = { left: 62, right: 14, top: 12, bottom: 36 };
const LOWEST = 16; // decades shown at most on a logarithmic axis

export class CurvePanel {
  /** `events`: seek(k), now() -> {runs, k}. */
  constructor(host, events) {
    Object.assign(this, { host, events, metric: 'loss', log: true, over: 'steps' });
    this.axesCanvas = el('canvas', 'gd-over');
    this.base = el('canvas'); // the whole curves, faint; never shown itself but put under the others
    this.scatter = el('canvas'); // the loss of each batch, fainter, beneath those
    this.lines = el('canvas', 'gd-over');
    this.marks = el('div', 'gd-marks');
    this.line = this.marks.appendChild(el('div', 'gd-playline'));
    this.heads = new Heads(this.marks);
    this.tip = el('div', 'gd-tip');
    this.tip.hidden = true;
    host.append(this.axesCanvas, this.lines, this.marks, this.tip);
    const at = (run, j, out) => {
      const y = this.y(METRICS[this.metric].of(run, j));
      out[0] = this.x(run, j);
      out[1] = y;
      return j >= METRICS[this.metric].first && y - y === 0 ? 1 : 0;
    };
    this.faint = new Trail(this.base, at, { width: 1.4, alpha: 0.38, casing: false, soft: true });
    this.strong = new Trail(this.lines, at, { width: 2.2, casing: false });
    this.batches = new Trail(this.scatter, (run, j, out) => {
      const v = run.batchLoss && j < run.steps ? run.batchLoss[j] : NaN; // before step j + 1, at the iterate that loss[j] is of
      out[0] = this.x(run, j);
      out[1] = this.y(v);
      return v - v === 0 ? 1 : 0;
    }, { width: 1, alpha: 0.3, casing: false, soft: true });
    this.listen();
  }

  /** Another scene; `picker` (the metric's select) offers what it has. */
  show(scene, picker) {
    this.scene = scene;
    const accuracy = scene.runs.some((run) => run.accuracy), option = picker.querySelector('[value=accuracy]');
    option.hidden = option.disabled = !accuracy;
    if (!accuracy && this.metric === 'accuracy') this.metric = picker.value = 'loss';
    this.invalidate();
  }
  choose(option) { Object.assign(this, option); this.invalidate(); }
  invalidate() {
    this.fitted = null;
    this.whole = false;
    this.faint.invalidate();
    this.batches.invalidate();
    this.strong.invalidate();
  }

  /** Ranges over the whole runs that are shown. */
  fit(runs, theme) {
    const width = this.host.clientWidth, height = this.host.clientHeight, { of, first, label } = METRICS[this.metric];
    if (!width || !height) return false;
    const box = { left: ROOM.left, top: ROOM.top, right: width - ROOM.right, bottom: height - ROOM.bottom };
    let lo = Infinity, hi = -Infinity, smallest = Infinity, end = 1;
    for (const run of runs) {
      end = Math.max(end, this.along(run, run.steps));
      for (let j = first; j <= run.steps; j++) {
        const v = of(run, j);
        if (v - v !== 0) continue;
        if (v < lo) lo = v;
        if (v > hi) hi = v;
        if (v > 0 && v < smallest) smallest = v;
      }
    }
    if (!(lo <= hi)) [lo, hi] = [0, 1];
    const { range } = METRICS[this.metric];
    if (range) [lo, hi] = range;
    let title = label(this.scene), shift = 0;
    if (this.log && lo <= 0 && this.metric === 'loss') {
      shift = Math.min(lo, this.scene.minimum ?? lo);
      smallest = Infinity;
      for (const run of runs) for (let j = 0; j <= run.steps; j++) {
        const v = run.loss[j] - shift;
        if (v > 0 && v < smallest) smallest = v;
      }
      hi -= shift;
      if (shift) title += shift < 0 ? ` + ${shown(-shift)}` : ` − ${shown(shift)}`;
    }
    const log = this.log && !range && smallest < Infinity && hi > 0;
    if (this.metric === 'loss' && runs.some((run) => run.batchLoss)) { // batches scatter about the loss: some room for them
      const all = runs.flatMap((run) => (run.batchLoss ? Array.from(run.batchLoss, (v) => v - (log ? shift : 0)) : [])).filter((v) => v > 0 || !log);
      const [low, high] = [Math.min(...all.slice(0, 20000)), Math.max(...all.slice(0, 20000))];
      if (log && all.length) { smallest = Math.min(smallest, Math.max(low, smallest / 10)); hi = Math.max(hi, Math.min(high, hi * 10)); }
      if (!log && all.length) [lo, hi] = [Math.min(lo, Math.max(low, lo - (hi - lo) / 2)), Math.max(hi, Math.min(high, hi + (hi - lo) / 2))];
    }
    this.shift = log ? shift : 0;
    this.to = log ? (v) => Math.log10(v - shift) : (v) => v;
    let [a, b] = log ? [Math.max(Math.log10(smallest), Math.log10(hi) - LOWEST), Math.log10(hi)] : [lo, hi];
    const pad = b > a ? (b - a) * 0.05 : log ? 0.5 : Math.max(Math.abs(a) * 0.1, 0.5);
    [a, b] = [a - pad, b + pad];
    this.fitted = { width, height, box, a, b, end, log, title, theme };
    this.sx = (box.right - box.left) / end;
    this.sy = (box.bottom - box.top) / (b - a);
    return true;
  }

  along(run, j) { return this.over === 'steps' ? j : run.evaluations(j); }
  x(run, j) { return this.fitted.box.left + this.along(run, j) * this.sx; }

  /** The last step of a run that is reached at u on the horizontal axis. */
  stepAt(run, u) {
    if (this.over === 'steps') return clamp(Math.round(u), 0, run.steps);
    let a = 0, b = run.steps;
    while (a < b) { const m = (a + b + 1) >> 1; if (run.evaluations(m) <= u) a = m; else b = m - 1; }
    return a;
  }

  y(v) {
    const u = this.to(v), { box, a } = this.fitted;
    return u === -Infinity ? box.bottom + 10 : box.bottom - (u - a) * this.sy;
  }

  paint(k, look) {
    const { runs, theme } = look;
    const sized = this.fitted && this.fitted.width === this.host.clientWidth && this.fitted.height === this.host.clientHeight;
    if (!sized || this.fitted.theme !== theme) {
      this.invalidate();
      if (!this.scene || !this.fit(runs, theme)) return true;
      this.axes(theme, window.devicePixelRatio || 1);
    }
    const { box } = this.fitted, view = { clip: [box.left, box.top, box.right + 8, box.bottom], casing: theme.casing };
    const whole = this.whole;
    const scattered = this.metric === 'loss' && runs.some((run) => run.batchLoss);
    this.whole = this.faint.draw(runs, Infinity, view) && (!scattered || this.batches.draw(runs, Infinity, view));
    if (!whole) this.strong.invalidate(); // more of the faint curves to put under it
    const beneath = (context) => { for (const canvas of [this.scatter, this.base]) {
      if (canvas.width && (canvas !== this.scatter || scattered)) context.drawImage(canvas, box.left, box.top, box.right + 8 - box.left, box.bottom - box.top);
    } };
    const finished = (look.rest && whole) || this.strong.draw(runs, k, { ...view, beneath });
    const line = this.hovered ?? (this.over === 'steps' ? box.left + k * this.sx : null);
    this.line.hidden = line === null;
    if (line !== null) {
      this.line.style.transform = `translate(${Math.round(line)}px, ${box.top}px)`;
      this.line.style.height = `${box.bottom - box.top}px`;
    }
    this.heads.begin(runs);
    for (const run of runs) {
      const head = run.head(k), y = this.y(METRICS[this.metric].of(run, head));
      if (y - y === 0) this.heads.place(run, this.x(run, head), clamp(y, box.top, box.bottom), run.stateAt(k));
    }
    this.heads.end();
    return this.whole && finished;
  }

  /** Axes, ticks and grid, on a canvas that changes only with them. */
  axes(theme, ratio) {
    const context = this.axesCanvas.getContext('2d'), { box, a, b, end, log, title, width, height } = this.fitted;
    fitCanvas(this.axesCanvas, width, height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.lineWidth = 1;
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.muted;
    const whole = Math.max(1, Math.ceil((b - a) / 6));
    const ticks = log && b - a > 1.6
      ? Array.from({ length: Math.floor(b) - Math.ceil(a) + 1 }, (_, i) => Math.ceil(a) + i).filter((e) => e % whole === 0)
        .map((e) => [e, shown(10 ** e, 3)])
      : log ? niceTicks(10 ** a, 10 ** b, 4).filter((v) => v > 0).map((v) => [Math.log10(v), shown(v, 3)])
        : niceTicks(a, b, 4).map((v) => [v, shown(v, 4)]);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const [u, text] of ticks) {
      const y = Math.round(box.bottom - (u - a) * this.sy) + 0.5;
      context.fillText(text, box.left - 8, y);
      context.strokeStyle = theme.border;
      context.beginPath();
      context.moveTo(box.left, y);
      context.lineTo(box.right, y);
      context.stroke();
    }
    context.textAlign = 'center';
    context.textBaseline = 'top';
    for (const v of niceTicks(0, end, clamp(Math.floor((box.right - box.left) / 80), 2, 8))) {
      if (end <= 5 && v % 1) continue;
      context.fillText(shown(v, 6), box.left + v * this.sx, box.bottom + 7);
    }
    context.fillStyle = theme.text;
    context.font = `12px ${theme.font}`;
    context.textBaseline = 'bottom';
    context.fillText(this.over === 'steps' ? 'step' : 'gradient evaluations', (box.left + box.right) / 2, height - 1);
    context.save();
    context.translate(11, (box.top + box.bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.textBaseline = 'middle';
    context.fillText(title + (log ? ' (log)' : ''), 0, 0);
    context.restore();
  }

  listen() {
    const where = (event) => event.clientX - this.host.getBoundingClientRect().left;
    const step = (x) => {
      const { runs } = this.events.now(), { box } = this.fitted, u = (clamp(x, box.left, box.right) - box.left) / this.sx;
      return this.over === 'steps' ? Math.round(u) : Math.max(0, ...runs.map((run) => this.stepAt(run, u)));
    };
    this.host.addEventListener('pointerdown', (event) => {
      if (event.button || !this.fitted) return;
      this.host.setPointerCapture(event.pointerId);
      this.dragging = true;
      this.events.seek(step(where(event)));
    });
    this.host.addEventListener('pointermove', (event) => {
      if (!this.fitted) return;
      if (this.dragging) this.events.seek(step(where(event)));
      this.hover(where(event));
    });
    for (const type of ['pointerup', 'pointercancel']) this.host.addEventListener(type, () => { this.dragging = false; });
    this.host.addEventListener('pointerleave', () => this.hover(null));
  }

  /** The values of all runs under the pointer. */
  hover(x) {
    const { box } = this.fitted || {}, inside = x !== null && box && x >= box.left - 4 && x <= box.right + 4;
    this.tip.hidden = !inside;
    this.hovered = inside ? clamp(x, box.left, box.right) : undefined;
    this.events.repaint();
    if (!inside) return;
    const u = (this.hovered - box.left) / this.sx, { runs } = this.events.now(), { of, first } = METRICS[this.metric];
    const unit = this.over === 'steps' ? 'step' : 'evaluation';
    this.tip.replaceChildren(el('div', 'gd-tip-title', `${unit} ${Math.round(u)}`), ...runs.map((run) => {
      const j = Math.max(first, this.stepAt(run, u)), row = el('div', 'gd-tip-row'), dot = el('i');
      dot.style.background = run.color;
      row.append(dot, el('span', '', run.name), el('b', '', shown(of(run, j), 4)));
      return row;
    }));
    const right = this.hovered > (box.left + box.right) / 2;
    this.tip.style.left = right ? '' : `${this.hovered + 12}px`;
    this.tip.style.right = right ? `${this.fitted.width - this.hovered + 12}px` : '';
  }
}
