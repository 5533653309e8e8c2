// The curve panel: loss, gradient norm or learning rate over steps, epochs or gradient evaluations, on canvases of its own.
import { curveAxes, drawAxes, leavers, METRICS, OVER, scatteredOutside } from './curveaxes.js';
import { Heads } from './heads.js';
import { Trail } from './trail.js';
import { clamp, el, onControl, shown } from './util.js';

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
    this.note = el('p', 'gd-curve-note');
    this.legend = el('span', 'gd-note');
    host.append(this.axesCanvas, this.lines, this.marks, this.note, this.tip);
    this.tools = host.closest('.gd-panel').querySelector('.gd-tools');
    this.tools.before(this.legend);
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

  /** Another scene: the menus offer what it has. */
  show(scene) {
    this.scene = scene;
    this.offer('metric', 'accuracy', scene.runs.some((run) => run.accuracy), 'loss');
    this.offer('over', 'epochs', Boolean(scene.sample?.batched), 'steps');
    this.invalidate();
  }

  /** An option of the menu `menu` that is there or not; `instead` is chosen where it was chosen and is gone. */
  offer(menu, value, there, instead) {
    const picker = this.tools.querySelector(`[data-gd=${menu}]`), option = picker.querySelector(`[value=${value}]`);
    option.hidden = option.disabled = !there;
    if (!there && this[menu] === value) this[menu] = picker.value = instead;
  }
  choose(option) { Object.assign(this, option); this.invalidate(); }
  invalidate() {
    this.fitted = null;
    this.whole = false;
    this.faint.invalidate();
    this.batches.invalidate();
    this.strong.invalidate();
  }

  /** Axes for the whole runs that are shown; false where there is no room. */
  fit(runs, theme) {
    const { host, scene, metric, log, over } = this, width = host.clientWidth, height = host.clientHeight;
    if (!width || !height) return false;
    this.fitted = curveAxes(this.axesCanvas.getContext('2d'), { scene, runs, metric, log, over, width, height, theme });
    if (!this.fitted) return false;
    Object.assign(this, { sx: this.fitted.sx, sy: this.fitted.sy, to: this.fitted.to });
    drawAxes(this.axesCanvas, this.fitted, window.devicePixelRatio || 1);
    this.explain(runs);
    return true;
  }

  /** What is on the axes besides the curves, and what is not. */
  explain(runs) {
    const scattered = this.metric === 'loss' && runs.some((run) => run.batchLoss), outside = scattered ? scatteredOutside(this.fitted, runs) : 0;
    this.legend.replaceChildren(...(scattered ? [el('span', 'gd-faint', 'of each step’s batch'), ...(outside ? [`${outside} of them outside`] : [])] : []));
    const gone = leavers(this.fitted, runs, this.metric), [first, second] = gone, { shift } = this.fitted;
    const told = ({ run, step, value }) => `${run.name} at step ${step} (${shown(value, 3)})`;
    const below = [first, second].filter(Boolean).map(told).join(', ') + (gone.length > 2 ? ` and ${gone.length - 2} more` : '');
    this.note.textContent = gone.length ? `Too low for this logarithmic axis${shift ? ' of differences' : ''}: ${below}` : '';
    this.note.style.left = `${this.fitted.box.left + 6}px`;
    this.note.style.bottom = `${this.fitted.height - this.fitted.box.bottom + 5}px`;
  }

  along(run, j) { return this.fitted.along(run, j); }
  /** The same for the play head: that of the run that is longest of all. */
  alongAll(k) { return this.over === 'steps' ? this.scene.number(k) : this.along(this.scene.runs[0], k); }
  x(run, j) { return this.fitted.box.left + this.fitted.along(run, j) * this.sx; }

  /** The step of a run at u on the horizontal axis: the nearest, of evaluations the last that was reached. */
  stepAt(run, u) {
    if (this.over === 'steps' && !run.numbers) return clamp(Math.round(u), 0, run.steps);
    let a = 0, b = run.steps;
    while (a < b) { const m = (a + b + 1) >> 1; if (this.along(run, m) <= u * (1 + 1e-9)) a = m; else b = m - 1; }
    const nearer = this.over === 'epochs' && a < run.steps && this.along(run, a + 1) - u < u - this.along(run, a);
    return nearer ? a + 1 : a;
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
    const alike = this.over !== 'evaluations' && runs.length; // a step lies at the same place for all
    const line = this.hovered ?? (alike ? box.left + this.alongAll(k) * this.sx : null);
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

  listen() {
    const where = (event) => event.clientX - this.host.getBoundingClientRect().left;
    const step = (x) => {
      const { runs } = this.events.now(), { box } = this.fitted, u = (clamp(x, box.left, box.right) - box.left) / this.sx;
      return Math.max(0, ...runs.map((run) => this.stepAt(run, u)));
    };
    const seek = (event) => this.events.seek(step(where(event)));
    this.host.addEventListener('pointerdown', (event) => {
      if (event.button || !this.fitted || onControl(event)) return;
      this.host.setPointerCapture(event.pointerId);
      // a finger may be about to scroll the page: it seeks once it moves sideways or is lifted where it was put
      this.dragging = { from: event.clientX, sure: event.pointerType !== 'touch' };
      if (this.dragging.sure) seek(event);
    });
    this.host.addEventListener('pointermove', (event) => {
      if (!this.fitted) return;
      if (this.dragging && Math.abs(event.clientX - this.dragging.from) > 8) this.dragging.sure = true;
      if (this.dragging?.sure) seek(event);
      this.hover(where(event));
    });
    this.host.addEventListener('pointerup', (event) => { if (this.dragging) seek(event); this.dragging = null; });
    this.host.addEventListener('pointercancel', () => { this.dragging = null; });
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
    const at = this.over === 'epochs' ? shown(u, 3) : Math.round(u);
    this.tip.replaceChildren(el('div', 'gd-tip-title', `${OVER[this.over].one} ${at}`), ...runs.map((run) => {
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
