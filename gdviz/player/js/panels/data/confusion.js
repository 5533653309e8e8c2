// The confusion matrix of the run in focus at the play head: which classes it takes for which.
import { el, putText } from '../../base/dom.js';
import { grouped, percentText, readable } from '../../base/numbers.js';
import { confusionAt } from '../../wire/models/confusion.js';
import { Panel } from '../panel.js';
import { CountTable } from './count-table.js';

/** @import { Section } from '../../control/template.js' */
/** @import { Confusion } from '../../wire/models/confusion.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Sample } from '../../wire/sample.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Table } from '../../wire/types.js' */
/** @import { Described, PanelEvents } from '../panel.js' */

const FEW_CLASSES = 4; // classes for which the table has room beside other panels

/** Rows counted by their class and the predicted one; there only for classes. */
export class ConfusionPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'confusion', place: 'lower', title: 'Confusion matrix', tools: '', hidden: true,
    label: 'Rows counted by true and predicted class, of the run in focus at the play head',
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    /** @type {Sample | null} */
    this.sample = null;
    /** @type {string[]} that the tables are of */
    this.classes = [];
    this.tables = [new CountTable([]), new CountTable([])];
    this.support = el('p', 'gd-support');
  }

  /** @param {Scene} scene */
  show({ sample, runs }) {
    const there = Boolean(sample?.classes.length) && runs.some((run) => run.confused);
    if (this.section.hidden === there) this.section.hidden = !there;
    this.sample = there ? sample : null;
    const classes = this.sample?.classes ?? [];
    if (classes.join('\n') === this.classes.join('\n')) return;
    this.classes = classes;
    this.tables = [new CountTable(classes), new CountTable(classes)];
    this.host.replaceChildren(...this.tables.map(({ node }) => node), this.support);
    this.section.toggleAttribute('data-wide', classes.length > FEW_CLASSES);
  }

  /**
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { focused }) {
    const { sample, tables: [all, test] } = this;
    if (!sample || !focused) return;
    this.fill(all, focused, k, focused.confused, sample.rows, sample.testRows ? 'training rows' : 'rows');
    this.fill(test, focused, k, focused.testConfused, sample.testRows, 'test rows');
    putText(this.support, supportText(sample, focused, k));
  }

  /**
   * Fill a table with the counts of a run at the play head.
   *
   * @param {CountTable} table
   * @param {Run} run
   * @param {number} k
   * @param {Table | undefined} counts
   * @param {number} rows
   * @param {string} what they are
   */
  fill(table, run, k, counts, rows, what) {
    const confusion = confusionAt(run, run.head(k), counts, this.classes.length);
    if (table.node.hidden === Boolean(confusion)) table.node.hidden = !confusion;
    if (confusion) table.show(confusion, confusionText(run, confusion, rows, what));
  }
}

/**
 * What the counts are of, in words.
 *
 * @param {Run} run
 * @param {Confusion} confusion
 * @param {number} rows
 * @param {string} what they are
 * @returns {string}
 */
export function confusionText(run, { right, counted, iterate }, rows, what) {
  const share = `${grouped(right)} of ${grouped(rows)} ${what} right (${percentText(right / rows)})`;
  const none = rows - counted;
  const rest = none ? `; ${grouped(none)} in no class, since their score is no number` : '';
  return `${run.name}, step ${run.stepNumber(iterate)}: ${share}${rest}`;
}

/**
 * How many rows the loss pulls at, in words.
 *
 * @param {Sample} sample
 * @param {Run} run
 * @param {number} k
 * @returns {string} "" for a loss without a margin
 */
export function supportText({ margin }, { support }, k) {
  if (margin === null || !support) return '';
  const count = support[Math.min(k, support.length - 1)], s = count === 1 ? '' : 's';
  return `${grouped(count)} support vector${s} (ringed): row${s} with margin ≤ ${readable(margin)}`;
}
