// One row per competitor: its line, its name, how it stands at the play head, and its learning rate, which is
// set there while the paths follow. The last row sets what all of them descend.
import { arrange, el, put, putText } from '../base/dom.js';
import { ControlGroup } from './control-group.js';
import { LegendRow } from './row.js';

/** @import { Scene } from '../wire/scene.js' */
/** @import { Change } from '../base/setting/control-pair.js' */

/** The legend of a scene. Scenes come many times a second; what stays is not touched. */
export class Legend {
  /**
   * @param {HTMLElement} host
   * @param {(slug: string) => void} toggle a competitor's button was pressed
   * @param {Change} change a control was moved
   */
  constructor(host, toggle, change) {
    this.host = host;
    this.toggle = toggle;
    this.change = change;
    this.longest = 0;
    /** @type {Map<string, LegendRow>} by slug, in the order of the scene */
    this.rows = new Map();
    const controls = el('div', 'gd-details');
    this.shared = el('div', 'gd-shared');
    this.sharedName = el('span', 'gd-shared-name');
    this.shared.append(this.sharedName, controls);
    this.sharedControls = new ControlGroup(controls, change);
  }

  /**
   * Another scene.
   *
   * @param {Scene} scene
   * @param {Set<string>} hidden slugs
   */
  show(scene, hidden) {
    const controls = scene.controls ?? [], before = this.rows;
    this.longest = scene.steps;
    this.rows = new Map(scene.runs.map((run) => {
      const row = before.get(run.slug) ?? new LegendRow(run, this.toggle, this.change);
      row.show(run, controls.filter(({ of }) => of === run.slug), hidden.has(run.slug));
      return [run.slug, row];
    }));
    for (const [slug, row] of before) if (!this.rows.has(slug)) row.destroy();
    const shared = controls.filter(({ of }) => of === null), name = scene.sample ? 'Loss' : 'Surface';
    putText(this.sharedName, name);
    this.sharedControls.show(shared, `the ${name.toLowerCase()}`);
    put(this.host, 'data-controls', controls.length ? '' : null);
    put(this.host, 'style', `--gd-rows: ${this.rows.size || 1}`); // no more columns than rows
    const rows = [...this.rows.values()].map(({ node }) => node);
    arrange(this.host, shared.length ? [...rows, this.shared] : rows);
  }

  /**
   * Others are hidden.
   *
   * @param {Set<string>} hidden slugs
   */
  press(hidden) { for (const [slug, row] of this.rows) row.press(hidden.has(slug)); }

  /**
   * Loss and state of each competitor at play head k.
   *
   * @param {number} k
   */
  describe(k) { for (const row of this.rows.values()) row.describe(k, this.longest); }

  /** The player goes. */
  destroy() {
    for (const row of this.rows.values()) row.destroy();
    this.sharedControls.destroy();
  }
}
