// What is under the pointer in the data panel: the point's values and what the focused competitor makes of
// it.
import { el } from '../base/dom.js';
import { probabilityText, readable } from '../base/numbers.js';
import { within } from '../axes/frame.js';
import { classColor } from '../draw/classes.js';
import { radiusOf } from '../draw/data-points.js';

/** @import { Pixel } from '../axes/frame.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Parameters, Sample } from '../wire/sample.js' */
/** @import { DataPanel } from '../panels/data.js' */

const GRID = 12; // pixels between the places that are tried
const GAP = 6; // pixels between the panel and a tip beside it

/**
 * @param {[name: string, value: string]} fact
 * @returns {HTMLElement}
 */
function tipRow([name, value]) {
  const node = el('div', 'gd-tip-row');
  node.append(el('span', '', name), el('b', '', value));
  return node;
}

/** The tip of a data panel. */
export class DataTip {
  /** @param {DataPanel} panel */
  constructor(panel) {
    this.panel = panel;
    const { host } = panel;
    this.node = host.appendChild(el('div', 'gd-tip'));
    this.node.hidden = true;
    this.ring = host.appendChild(el('i', 'gd-ring'));
    this.ring.hidden = true;
    /** @type {Pixel | null} */
    this.pointer = null;
    host.addEventListener('pointermove', (event) => {
      const box = host.getBoundingClientRect();
      this.pointer = [event.clientX - box.left, event.clientY - box.top];
      this.refresh();
    });
    host.addEventListener('pointerleave', () => {
      this.pointer = null;
      this.refresh();
    });
  }

  /** Another place of the pointer, or other models. */
  refresh() {
    const { panel } = this, { sample } = panel, { focused, k } = panel.events.now();
    const theta = focused?.model(focused.head(k));
    const i = this.pointer && sample ? panel.nearest(this.pointer, theta) : null;
    this.node.hidden = this.ring.hidden = i === null;
    if (i === null || !sample) return;
    const more = sample.count(i) > 1 ? ` and ${sample.count(i) - 1} more here` : '';
    const called = sample.isTest(i) ? 'test row' : 'row';
    this.node.replaceChildren(
      el('div', 'gd-tip-title', `${called} ${sample.points.row[i]}${more}`), ...this.values(sample, i),
      ...(focused && theta ? [this.name(focused), ...this.model(i, theta).map(tipRow)] : []));
    const [x, y] = panel.pixel(i, theta), [left, top] = this.place(sample, [x, y], theta);
    Object.assign(this.node.style, { left: `${left}px`, top: `${top}px` });
    this.ring.style.transform = `translate(${x}px, ${y}px)`;
  }

  /**
   * Where the tip stands: the place nearest to a pixel at which it covers no point; beside or below the panel
   * if there is none.
   *
   * @param {Sample} sample
   * @param {Pixel} pixel
   * @param {Parameters} [theta]
   * @returns {Pixel}
   */
  place(sample, [x, y], theta) {
    const { panel, node } = this, { frame } = panel, { offsetWidth: w, offsetHeight: h } = node;
    if (!frame) return [x, y];
    const points = panel.pixels(theta).filter((pixel) => within(frame, ...pixel));
    const reach = radiusOf(sample) + 3;
    const free = (/** @type {number} */ left, /** @type {number} */ top) => !points.some(([px, py]) => (
      px > left - reach && px < left + w + reach && py > top - reach && py < top + h + reach));
    /** @type {Pixel | null} */
    let best = null;
    let distance = Infinity;
    for (let top = 2; top + h <= frame.height; top += GRID) {
      for (let left = 2; left + w <= frame.width; left += GRID) {
        const d = Math.hypot(Math.max(left - x, 0, x - left - w), Math.max(top - y, 0, y - top - h));
        if (d < distance && free(left, top)) {
          best = [left, top];
          distance = d;
        }
      }
    }
    if (best) return best;
    const fits = panel.host.getBoundingClientRect().right + GAP + w <= document.documentElement.clientWidth;
    if (fits) return [frame.width + GAP, Math.max(2, Math.min(y, frame.height - h))];
    return [Math.max(2, Math.min(x, frame.width - w)), frame.height + GAP];
  }

  /**
   * @param {Run} run
   * @returns {HTMLElement} whose model it is
   */
  name(run) {
    const node = el('div', 'gd-tip-row gd-tip-run'), dot = el('i');
    dot.style.background = run.color;
    node.append(dot, el('span', '', run.name));
    return node;
  }

  /**
   * @param {Sample} sample
   * @param {number} i the point
   * @returns {HTMLElement[]} its values
   */
  values(sample, i) {
    const { x, y, label } = sample.points;
    if (sample.kind === 'points') return [tipRow([sample.x.name, readable(y[i], 5)])];
    const both = [tipRow([sample.x.name, readable(x[i], 5)]), tipRow([sample.y.name, readable(y[i], 5)])];
    if (!label || !this.panel.frame) return both;
    const named = tipRow(['class', sample.classes[label[i]]]), dot = el('i');
    dot.style.background = classColor(label[i], this.panel.frame.theme);
    named.prepend(dot);
    return [named, ...both.slice(0, sample.across)];
  }

  /**
   * The prediction, and how far it is from the truth.
   *
   * @param {number} i the point
   * @param {Parameters} theta
   * @returns {[name: string, value: string][]}
   */
  model(i, theta) {
    const { sample } = this.panel;
    if (!sample) return [];
    const { y, label } = sample.points, scores = sample.scores(i, theta);
    if (!scores.length) return [];
    if (!label) return [['prediction', readable(scores[0], 5)], ['residual', readable(y[i] - scores[0], 5)]];
    const guess = scores.length === 1 ? Number(scores[0] > 0) : scores.indexOf(Math.max(...scores));
    /** @type {[string, string]} */
    const predicted = ['predicted', `${sample.classes[guess]} ${guess === label[i] ? '✓' : '✗'}`];
    if (scores.length > 1) return [predicted, ['scores', scores.map((v) => readable(v, 3)).join(', ')]];
    const [score] = scores;
    if (!sample.odds) return [predicted, ['score z', readable(score, 4)]];
    const chance = probabilityText(sample.logOdds(score));
    return [predicted, ['score z', readable(score, 4)], [`P(${sample.classes[1]})`, chance]];
  }
}
