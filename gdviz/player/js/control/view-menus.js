// The menus that say how the loss is drawn: scales of contours and height, units of the axes.
import { find } from '../base/dom.js';

/** @import { Scene } from '../wire/scene.js' */
/** @import { ScaleMode } from '../wire/types.js' */

/**
 * How the loss is drawn.
 *
 * @typedef {object} PlotView
 * @property {ScaleMode} levels   scale of contours and colours
 * @property {ScaleMode} height   scale of the surface's height
 * @property {boolean} equal      whether one unit is as long across as upwards
 */

const STORE = 'gdviz.axes.'; // what a reader's choice of axes is kept under, for each kind of scene
const kindOf = (/** @type {Scene} */ scene) => (scene.sample ? 'data' : 'surface');

/**
 * Equal or free axes as this reader chose them last for a kind of scene. Some pages have no storage.
 *
 * @param {string} kind
 * @returns {string | null}
 */
function keptAxes(kind) {
  try {
    return window.localStorage.getItem(STORE + kind);
  } catch {
    return null;
  }
}

/**
 * @param {string} kind
 * @param {string} value
 */
function keepAxes(kind, value) {
  try {
    window.localStorage.setItem(STORE + kind, value);
  } catch { /* a page without storage: kept until it is left */ }
}

/** The menus, and what the reader chose in them. */
export class ViewMenus {
  /**
   * @param {HTMLElement} root the player
   * @param {() => void} redraw another choice was made
   */
  constructor(root, redraw) {
    const menu = (/** @type {string} */ name) => find(root, `select[data-gd=${name}]`, HTMLSelectElement);
    this.levels = menu('levels');
    this.height = menu('height');
    this.axes = menu('axes');
    /**
     * Chosen by the reader; what is not chosen goes with the scene.
     *
     * @type {Map<HTMLSelectElement, string>}
     */
    this.chosen = new Map();
    /** @type {Scene | null} */
    this.scene = null;
    for (const node of [this.levels, this.height, this.axes]) {
      node.addEventListener('change', () => {
        this.chosen.set(node, node.value);
        if (node === this.axes && this.scene) keepAxes(kindOf(this.scene), node.value);
        redraw();
      });
    }
  }

  /** Scales as the scene has them. */
  forgetScales() {
    this.chosen.delete(this.levels);
    this.chosen.delete(this.height);
  }

  /**
   * Another scene. Scales that were chosen for another surface are forgotten where the scene has another
   * scale.
   *
   * @param {Scene} scene
   */
  show(scene) {
    const before = this.scene?.surface, { surface } = scene;
    if (before?.id !== surface.id && before?.levels !== surface.levels) this.forgetScales();
    this.scene = scene;
    this.levels.value = this.chosen.get(this.levels) ?? surface.levels;
    this.height.value = this.chosen.get(this.height) ?? (surface.levels === 'linear' ? 'linear' : 'log');
    const axes = this.chosen.get(this.axes) ?? keptAxes(kindOf(scene)) ?? scene.axes;
    this.axes.value = scene.flat ? 'free' : axes;
  }

  /** @returns {PlotView} how the loss is to be drawn now */
  view() {
    const mode = (/** @type {HTMLSelectElement} */ node) => /** @type {ScaleMode} */ (node.value);
    return { levels: mode(this.levels), height: mode(this.height), equal: this.axes.value === 'equal' };
  }
}
