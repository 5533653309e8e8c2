// Below the curves: the norm of each layer's part of the gradient, of the run in focus. Where gradients
// vanish or explode, the layers lie far apart.
import { finite, readable } from '../../base/numbers.js';
import { COUNT_MENU } from '../../axes/curve-quantities.js';
import { menu } from '../../control/icons.js';
import { CurvePanel } from '../curve.js';

/** @import { Look } from '../../control/painter.js' */
/** @import { Section } from '../../control/template.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Described } from '../panel.js' */

const DASHES = [[], [9, 4], [3, 3], [12, 4, 3, 4]]; // of the layers
const LOOKS = ['solid', 'dashed', 'dotted', 'dash-dotted'];

/**
 * A run as its layers, which are drawn like runs: each has its own norm and dash.
 *
 * @param {Run} run
 * @returns {Run[]}
 */
export function layersOf(run) {
  const { network } = run;
  if (!network) return [];
  return network.units.map((_, layer) => Object.assign(/** @type {Run} */ (Object.create(run)), {
    slug: `${run.slug} ${layer}`, name: `layer ${layer + 1}`, dash: DASHES[layer % DASHES.length],
    batchLoss: undefined, gradientNorm: (/** @type {number} */ j) => network.layerNorm(layer, j),
  }));
}

/**
 * @param {Run} run
 * @param {number} j
 * @returns {string} the norms at iterate j in words, and the units that learn nothing any more
 */
export function layersText(run, j) {
  const { network } = run;
  if (!network) return '';
  const norms = network.units.map((_, layer) => {
    const norm = network.layerNorm(layer, j);
    return `layer ${layer + 1} (${LOOKS[layer % LOOKS.length]}) ${finite(norm) ? readable(norm, 3) : '–'}`;
  });
  const dead = network.deadAt(j), listed = dead.slice(0, 4).join(', ');
  const more = dead.length > 4 ? ` and ${dead.length - 4} more` : '';
  const idle = dead.length ? `. No gradient for any row: ${listed}${more}` : '';
  return `${run.name}: ${norms.join(', ')}${idle}`;
}

/** The gradient by layer; there only where the scene has a network. */
export class LayersPanel extends CurvePanel {
  /** @type {Section} */
  static section = {
    name: 'layers', place: 'lower', title: 'Gradient by layer', hidden: true,
    label: 'Norm of the gradient of each layer; click or drag to go to a step',
    tools: menu('layers-metric', 'Quantity of the layers', [['gradient', 'gradient norm']])
      + menu('layers-yscale', 'Scale of the layers', [['log', 'log'], ['linear', 'linear']])
      + menu('layers-over', 'Horizontal axis of the layers', COUNT_MENU),
  };

  /**
   * The menus have names of their own: the curves' panel has the same ones.
   *
   * @template {HTMLElement} T
   * @param {string} name
   * @param {new () => T} kind
   * @returns {T}
   */
  tool(name, kind) { return super.tool(`layers-${name}`, kind); }

  /**
   * @param {Scene} scene
   * @param {Run} [focused]
   */
  show(scene, focused) {
    this.section.hidden = !scene.runs.some((run) => run.network);
    super.show(scene);
    this.metric = 'gradient';
    this.focus(focused);
  }

  /** @param {Run} [run] */
  focus(run) {
    this.perLayer = run ? layersOf(run) : [];
    this.invalidate();
  }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, look) { return super.paint(k, { ...look, runs: this.perLayer ?? [] }); }

  /**
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { focused }) {
    this.legend.textContent = focused && this.present ? layersText(focused, focused.head(k)) : '';
  }
}
