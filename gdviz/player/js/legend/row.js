// One competitor in the legend: its line, its name, how it stands at the play head, and what is set of it.
import { el, put, putText } from '../base/dom.js';
import { percentText, readable } from '../base/numbers.js';
import { swatch } from '../base/swatch.js';
import { ControlGroup } from './control-group.js';

/** @import { Run } from '../wire/run.js' */
/** @import { Control } from '../wire/types.js' */
/** @import { Change } from '../base/setting/control-pair.js' */

const BADGES = new Set(['converged', 'diverged']);

/**
 * @param {Run} run
 * @param {number} j
 * @returns {string} how much of the rows is classified correctly at iterate j; "" where there are no classes
 */
function shareText({ accuracy, testAccuracy }, j) {
  if (!accuracy) return '';
  const share = percentText(accuracy[j]);
  return testAccuracy ? `${share} (test ${percentText(testAccuracy[j])})` : `${share} right`;
}

/** A competitor in the legend. A click on its name hides or shows it. */
export class LegendRow {
  /**
   * @param {Run} run
   * @param {(slug: string) => void} toggle
   * @param {Change} change
   */
  constructor(run, toggle, change) {
    this.run = run;
    this.button = el('button', 'gd-entry', '', { type: 'button' });
    this.line = el('i', 'gd-line');
    this.name = el('span', 'gd-name');
    this.loss = el('span', 'gd-loss');
    this.badge = el('span', 'gd-badge');
    this.accuracy = el('span', 'gd-accuracy', '', { title: 'Rows that are classified correctly' });
    this.button.append(this.line, this.name, this.loss, this.accuracy, this.badge);
    this.button.dataset.slug = run.slug;
    this.button.addEventListener('click', () => toggle(run.slug));
    const main = el('div', 'gd-main'), details = el('div', 'gd-details');
    this.main = new ControlGroup(main, change);
    this.details = new ControlGroup(details, change);
    this.opener = el('button', 'gd-opener', '', { type: 'button' });
    this.opener.addEventListener('click', () => this.unfold(Boolean(details.hidden)));
    this.node = el('div', 'gd-row');
    this.node.append(this.button, main, this.opener, details);
    this.unfold(false);
  }

  /**
   * Another scene.
   *
   * @param {Run} run
   * @param {Control[]} controls of this competitor
   * @param {boolean} hidden
   */
  show(run, controls, hidden) {
    this.run = run;
    put(this.node, 'style', `--gd-run: ${run.color}`);
    put(this.line, 'style', `background-image: ${swatch(run)}`);
    putText(this.name, run.name);
    put(this.button, 'title', run.reason);
    put(this.opener, 'aria-label', `Parameters of ${run.name}`);
    put(this.opener, 'title', `Parameters of ${run.name}`);
    this.press(hidden);
    this.main.show(controls.filter(({ main }) => main), run.name);
    const others = controls.filter(({ main }) => !main);
    this.details.show(others, run.name);
    if (this.opener.hidden !== !others.length) this.opener.hidden = !others.length;
  }

  /** @param {boolean} open whether the other controls are to be seen */
  unfold(open) {
    this.details.host.hidden = !open;
    put(this.opener, 'aria-expanded', String(open));
  }

  /** @param {boolean} hidden whether the competitor is */
  press(hidden) { put(this.button, 'aria-pressed', String(!hidden)); }

  /**
   * Loss and state at play head k.
   *
   * @param {number} k
   * @param {number} longest steps of the longest run
   */
  describe(k, longest) {
    const { run, loss, badge } = this, state = k < run.steps ? '' : this.ending(longest);
    putText(loss, readable(run.loss[run.head(k)], 4));
    put(this.accuracy, 'data-test', run.testAccuracy ? '' : null);
    putText(this.accuracy, shareText(run, run.head(k)));
    putText(badge, state);
    put(badge, 'data-state', state);
  }

  /**
   * @param {number} longest
   * @returns {string} how the run ended; "" for the longest where there is nothing to say
   */
  ending(longest) {
    const { status, steps } = this.run;
    if (BADGES.has(status)) return status;
    return steps < longest ? 'ended' : '';
  }

  /** It goes. */
  destroy() {
    this.main.destroy();
    this.details.destroy();
  }
}
