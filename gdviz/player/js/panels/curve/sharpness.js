// The strip below the curves: the largest curvature along the runs, and where the optimizer's own stability
// ends.
import { contextOf } from '../../base/canvas.js';
import { el, putText } from '../../base/dom.js';
import { finite, readable } from '../../base/numbers.js';
import { swatch } from '../../base/swatch.js';
import { COUNT_MENU } from '../../axes/curve-quantities.js';
import { menu } from '../../control/icons.js';
import { CurvePanel } from '../curve.js';

/** @import { CurveAxes } from '../../axes/curve-axes.js' */
/** @import { Section } from '../../control/template.js' */
/** @import { Theme } from '../../base/theme.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Described, PanelEvents } from '../panel.js' */

const LIMIT_APART = 1.5, LIMIT_WIDTH = 1.2; // pixels: how far from the limit its two lines are, and how wide

/** The sharpness over the steps; there only where the scene has it. */
export class SharpnessPanel extends CurvePanel {
  /** @type {Section} */
  static section = {
    name: 'sharpness', place: 'lower', title: 'Sharpness', hidden: true,
    label: 'Largest curvature along the runs, doubled the limit of stability; click or drag to go to a step',
    tools: menu('sharp-metric', 'Quantity of the sharpness', [['sharpness', 'sharpness']])
      + menu('sharp-yscale', 'Scale of the sharpness', [['log', 'log'], ['linear', 'linear']])
      + menu('sharp-over', 'Horizontal axis of the sharpness', COUNT_MENU),
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.standing = el('span'); // how the run in focus stands
    this.limits = el('span', 'gd-stable'); // whose the limits are
  }

  /**
   * The menus have names of their own: the curves' panel has the same ones.
   *
   * @template {HTMLElement} T
   * @param {string} name
   * @param {new () => T} kind
   * @returns {T}
   */
  tool(name, kind) { return super.tool(`sharp-${name}`, kind); }

  /** @param {Scene} scene */
  show(scene) {
    this.section.hidden = !scene.runs.some((run) => run.sharpness);
    super.show(scene);
    this.metric = 'sharpness';
  }

  /**
   * @param {Run[]} runs
   * @param {Theme} theme
   * @returns {CurveAxes | null}
   */
  fit(runs, theme) {
    const axes = super.fit(runs, theme);
    if (axes) this.drawLimits(runs, axes);
    return axes;
  }

  /**
   * @param {Run[]} runs
   * @param {CurveAxes} axes
   */
  explain(runs, axes) {
    super.explain(runs, axes);
    const limited = runs.filter(hasLimit), name = limited.length > 1 ? 'limits:' : 'limit:';
    this.limits.replaceChildren(...(limited.length ? [name, ...limited.map(limitEntry)] : []));
    this.legend.append(this.standing, this.limits);
  }

  /**
   * The limit of each run that has one, level where its rate is constant: its own line, in its colour and
   * with its dashes, but doubled, so that it is taken neither for a curve nor for the limit of another run.
   *
   * @param {Run[]} runs
   * @param {CurveAxes} axes
   */
  drawLimits(runs, { box }) {
    const context = contextOf(this.axesCanvas);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.clip();
    context.lineWidth = LIMIT_WIDTH;
    for (const run of runs) {
      context.strokeStyle = run.color;
      context.setLineDash(run.dash);
      context.beginPath();
      for (const side of [-LIMIT_APART, LIMIT_APART]) {
        let begun = false;
        for (let j = 0; j <= run.steps; j++) {
          const y = this.y(run.sharpness?.limitAt(j) ?? NaN);
          if (!finite(y)) continue;
          if (begun) context.lineTo(this.x(run, j), y + side);
          else context.moveTo(this.x(run, j), y + side);
          begun = true;
        }
      }
      context.stroke();
    }
    context.restore();
  }

  /**
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { focused }) {
    putText(this.standing, focused && this.present ? sharpnessText(focused, focused.head(k)) : '');
  }
}

/**
 * @param {Run} run
 * @returns {boolean} whether a limit of stability is declared for it
 */
const hasLimit = (run) => run.sharpness?.limits.some(finite) ?? false;

/**
 * @param {Run} run
 * @returns {HTMLElement} its line as its limit is drawn, and its name
 */
function limitEntry(run) {
  const entry = el('span', 'gd-stable-run'), line = swatch(run);
  entry.append(el('i', '', '', { style: `background-image: ${line}, ${line}` }), run.name);
  return entry;
}

/**
 * @param {Run} run
 * @param {number} j
 * @returns {string} its sharpness at iterate j beside the limit, in words
 */
function sharpnessText(run, j) {
  if (!run.sharpness) return '';
  const { sharpness: { preconditioner, threshold } } = run;
  const value = run.sharpness.at(j), limit = run.sharpness.limitAt(j);
  if (!finite(value)) return '';
  const of = preconditioner ? ` of P^(-1/2) H P^(-1/2), P = ${preconditioner}` : '';
  const said = `${run.name}: largest curvature${of} ${readable(value, 4)}`;
  if (!threshold || !finite(limit)) return `${said}; no limit is declared`;
  const which = value > limit ? 'above' : 'below';
  return `${said}, ${which} the limit ${readable(threshold, 4)}/rate = ${readable(limit, 4)}`;
}
