// A table of counts: a row for each true class, a column for each predicted one.
import { el, put, putText } from '../../base/dom.js';
import { grouped } from '../../base/numbers.js';

/** @import { Confusion } from '../../wire/models/confusion.js' */

/** Counts of rows by class. Its cells stay while the numbers in them change. */
export class CountTable {
  /** @param {string[]} classes */
  constructor(classes) {
    this.caption = el('caption');
    this.cells = classes.map((of) => classes.map((as) => (
      el('td', of === as ? 'gd-right' : ''))));
    const head = el('tr'), over = el('tr');
    const predicted = el('th', '', 'predicted', { scope: 'colgroup' });
    predicted.colSpan = classes.length;
    over.append(el('td'), predicted);
    head.append(el('th', 'gd-true', 'true class', { scope: 'col' }), ...classes.map((name) => (
      el('th', '', name, { scope: 'col' }))));
    const body = el('tbody'), heading = el('thead');
    heading.append(over, head);
    classes.forEach((name, of) => {
      const row = el('tr');
      row.append(el('th', '', name, { scope: 'row' }), ...this.cells[of]);
      body.append(row);
    });
    this.node = el('table', 'gd-counts');
    this.node.append(this.caption, heading, body);
  }

  /**
   * @param {Confusion} confusion
   * @param {string} said what is counted, and when
   */
  show({ counts }, said) {
    putText(this.caption, said);
    counts.forEach((row, of) => {
      const all = row.reduce((a, b) => a + b, 0);
      row.forEach((count, as) => {
        putText(this.cells[of][as], grouped(count));
        put(this.cells[of][as], 'style', `--gd-share: ${all ? Math.round((100 * count) / all) : 0}%`);
      });
    });
  }
}
