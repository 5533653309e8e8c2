// The pointer over the curves: it seeks, and shows the values of all runs under it.
import { el, onControl } from '../base/dom.js';
import { clamp, countsText, readable } from '../base/numbers.js';
import { countOf, metricOf, testsOf } from '../axes/curve-quantities.js';

/** @import { Run } from '../wire/run.js' */
/** @import { CurvePanel } from '../panels/curve.js' */

const BESIDE_PLOT = 4; // pixels left and right of the plot that count as on it
const SURE = 8; // pixels that a finger moves sideways when it seeks, not scrolls
const BESIDE_POINTER = 12; // pixels from the pointer to the tip

/** The pointer of a curve panel. */
export class CurvePointer {
  /** @param {CurvePanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {number | null} the pixel that it is at */
    this.x = null;
    /** @type {{from: number, sure: boolean} | null} */
    this.dragging = null;
    this.tip = el('div', 'gd-tip');
    this.tip.hidden = true;
    const { host } = panel;
    host.append(this.tip);
    host.addEventListener('pointerdown', (event) => this.pressed(event));
    host.addEventListener('pointermove', (event) => this.moved(event));
    host.addEventListener('pointerup', (event) => {
      if (this.dragging) this.seek(event);
      this.dragging = null;
    });
    host.addEventListener('pointercancel', () => { this.dragging = null; });
    host.addEventListener('pointerleave', () => this.hover(null));
  }

  /**
   * @param {PointerEvent} event
   * @returns {number} the pixel of the panel
   */
  place(event) { return event.clientX - this.panel.host.getBoundingClientRect().left; }

  /** @param {PointerEvent} event */
  pressed(event) {
    if (event.button || !this.panel.fitted || onControl(event)) return;
    this.panel.host.setPointerCapture(event.pointerId);
    // a finger may be about to scroll the page: it seeks once it moves sideways or is lifted where it was put
    this.dragging = { from: event.clientX, sure: event.pointerType !== 'touch' };
    if (this.dragging.sure) this.seek(event);
  }

  /** @param {PointerEvent} event */
  moved(event) {
    if (!this.panel.fitted) return;
    if (this.dragging && Math.abs(event.clientX - this.dragging.from) > SURE) this.dragging.sure = true;
    if (this.dragging?.sure) this.seek(event);
    this.hover(this.place(event));
  }

  /**
   * Go to the step under the pointer.
   *
   * @param {PointerEvent} event
   */
  seek(event) {
    const { fitted, events } = this.panel;
    if (!fitted) return;
    const { box, sx } = fitted, along = (clamp(this.place(event), box.left, box.right) - box.left) / sx;
    events.seek(Math.max(0, ...events.now().runs.map((run) => this.stepAt(run, along))));
  }

  /**
   * The step of a run at a place on the horizontal axis: the nearest, of evaluations and of time the
   * last that was reached.
   *
   * @param {Run} run
   * @param {number} u
   * @returns {number}
   */
  stepAt(run, u) {
    const { over } = this.panel;
    if (over === 'steps' && !run.stepNumbers) return clamp(Math.round(u), 0, run.steps);
    let a = 0, b = run.steps;
    while (a < b) {
      const middle = (a + b + 1) >> 1;
      if (this.panel.along(run, middle) <= u * (1 + 1e-9)) a = middle;
      else b = middle - 1;
    }
    const next = this.panel.along(run, a + 1) - u;
    return over === 'epochs' && a < run.steps && next < u - this.panel.along(run, a) ? a + 1 : a;
  }

  /**
   * Show the values of all runs under the pointer.
   *
   * @param {number | null} x its pixel; null where it is not over the panel
   */
  hover(x) {
    const { fitted, events, over, metric } = this.panel;
    const inside = x !== null && fitted
      && x >= fitted.box.left - BESIDE_PLOT && x <= fitted.box.right + BESIDE_PLOT;
    this.tip.hidden = !inside;
    this.x = inside ? clamp(x, fitted.box.left, fitted.box.right) : null;
    events.repaint();
    if (!fitted || this.x === null) return;
    const { box, sx, width } = fitted, u = (this.x - box.left) / sx, { of, first } = metricOf(metric);
    const count = over === 'epochs' || over === 'time' ? readable(u, 3) : Math.round(u);
    this.tip.replaceChildren(
      el('div', 'gd-tip-title', `${countOf(over).one} ${count}`),
      ...events.now().runs.flatMap((run) => {
        const step = this.stepAt(run, u), rows = [runRow(run, run.name, of(run, Math.max(first, step)))];
        const tests = this.panel.tested.includes(run) ? testsOf(metric, run) : null;
        if (tests) rows.push(runRow(run, `${run.name}, test rows`, tests[step]));
        const counts = () => el('div', 'gd-tip-more', countsText(run.evaluated(step)));
        return over === 'evaluations' ? [...rows, counts()] : rows;
      }));
    const right = this.x > (box.left + box.right) / 2;
    this.tip.style.left = right ? '' : `${this.x + BESIDE_POINTER}px`;
    this.tip.style.right = right ? `${width - this.x + BESIDE_POINTER}px` : '';
  }
}

/**
 * @param {Run} run
 * @param {string} name
 * @param {number} value
 * @returns {HTMLElement}
 */
function runRow(run, name, value) {
  const row = el('div', 'gd-tip-row'), dot = el('i');
  dot.style.background = run.color;
  row.append(dot, el('span', '', name), el('b', '', readable(value, 4)));
  return row;
}
