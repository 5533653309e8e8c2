// The strip below the curves: the largest curvature along the runs, and where the optimizer's own stability
// ends.
import { contextOf } from '../base/canvas.js';
import { finite, readable } from '../base/numbers.js';
import { COUNT_MENU } from '../axes/curve-quantities.js';
import { menu } from '../control/icons.js';
import { CurvePanel } from './curve.js';

/** @import { CurveAxes } from '../axes/curve-axes.js' */
/** @import { Section } from '../control/template.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { Described } from './panel.js' */

const LIMIT_DASH = [6, 4];

/** The sharpness over the steps; there only where the scene has it. */
export class SharpnessPanel extends CurvePanel {
  /** @type {Section} */
  static section = {
    name: 'sharpness', place: 'lower', title: 'Sharpness', hidden: true,
    label: 'Largest curvature along the runs, dashed the limit of stability; click or drag to go to a step',
    tools: menu('sharp-metric', 'Quantity of the sharpness', [['sharpness', 'sharpness']])
      + menu('sharp-yscale', 'Scale of the sharpness', [['log', 'log'], ['linear', 'linear']])
      + menu('sharp-over', 'Horizontal axis of the sharpness', COUNT_MENU),
  };

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
   * The limit of each run that has one, in its colour: level where its rate is constant.
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
    context.setLineDash(LIMIT_DASH);
    context.lineWidth = 1.6;
    for (const run of runs) {
      context.strokeStyle = run.color;
      context.beginPath();
      for (let j = 0; j <= run.steps; j++) {
        const y = this.y(run.limitAt(j));
        if (finite(y)) context.lineTo(this.x(run, j), y);
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
    this.legend.textContent = focused && this.present ? sharpnessText(focused, focused.head(k)) : '';
  }
}

/**
 * @param {Run} run
 * @param {number} j
 * @returns {string} its sharpness at iterate j beside the limit, in words
 */
function sharpnessText(run, j) {
  const value = run.sharpnessAt(j), limit = run.limitAt(j);
  if (!finite(value)) return '';
  const of = run.preconditioner ? ` of P^(-1/2) H P^(-1/2), P = ${run.preconditioner}` : '';
  const said = `${run.name}: largest curvature${of} ${readable(value, 4)}`;
  if (!run.threshold || !finite(limit)) return `${said}; no limit is declared`;
  const which = value > limit ? 'above' : 'below';
  return `${said}, ${which} the limit ${readable(run.threshold, 4)}/rate = ${readable(limit, 4)}`;
}
