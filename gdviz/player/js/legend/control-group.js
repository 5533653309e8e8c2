// Some controls in an element, kept where they are from scene to scene.
import { arrange } from '../base/dom.js';
import { ControlPair } from '../base/setting/control-pair.js';

/** @import { Control } from '../wire/types.js' */
/** @import { Change } from '../base/setting/control-pair.js' */

/** The controls in an element. */
export class ControlGroup {
  /**
   * @param {HTMLElement} host holds nothing else
   * @param {Change} change
   */
  constructor(host, change) {
    this.host = host;
    this.change = change;
    /** @type {Map<string, ControlPair>} by key */
    this.pairs = new Map();
  }

  /**
   * @param {Control[]} controls
   * @param {string} owner whose they are
   */
  show(controls, owner) {
    const before = this.pairs;
    this.pairs = new Map(controls.map((control) => {
      const pair = before.get(control.key) ?? new ControlPair(control, owner, this.change);
      pair.show(control, owner);
      return [control.key, pair];
    }));
    for (const [key, pair] of before) if (!this.pairs.has(key)) pair.destroy();
    arrange(this.host, [...this.pairs.values()].map(({ node }) => node));
  }

  /** They go. */
  destroy() { for (const pair of this.pairs.values()) pair.destroy(); }
}
