// A table whose entries are predicted as products of a factor of the row and one of the column.
import { el, put, putText } from '../../../base/dom.js';
import { clamp, finite, readable } from '../../../base/numbers.js';
import { signed } from './words.js';

/** @import { Meant, TableHeader } from '../../../wire/models/meaning.js' */

/** The table. Its cells stay while the numbers in them change. */
export class FactorTable {
  /**
   * @param {TableHeader} header
   * @param {string[]} coordinates those factors are what is descended
   */
  constructor(header, coordinates) {
    this.header = header;
    const { rows, columns, known, factors: [ofRows, ofColumns] } = header;
    const numbers = known.flat().map((v) => Math.abs(v ?? 0));
    this.largest = Math.max(...numbers) || 1;
    /** @type {(scope: string, name: string, what: string, factor: string) => [HTMLElement, HTMLElement]} */
    const head = (scope, name, what, factor) => {
      const node = el('th', '', '', { scope }), descended = coordinates.includes(factor);
      const value = el(descended ? 'b' : 'span');
      const label = el('span', '', `${what} ${descended ? `${factor} = ` : ''}`);
      node.append(el('span', 'gd-name', name), label, value);
      return [node, value];
    };
    const top = columns.map(([name, factor]) => head('col', name, ofColumns, factor));
    const side = rows.map(([name, factor]) => head('row', name, ofRows, factor));
    this.factors = { rows: side.map(([, value]) => value), columns: top.map(([, value]) => value) };
    this.cells = known.map((row) => row.map((value) => this.cell(value)));
    const heading = el('thead'), first = el('tr'), body = el('tbody');
    first.append(el('td', '', `${ofRows} × ${ofColumns}`), ...top.map(([node]) => node));
    heading.append(first);
    this.cells.forEach((cells, i) => {
      const row = el('tr');
      row.append(side[i][0], ...cells.map(({ node }) => node));
      body.append(row);
    });
    this.node = el('table', 'gd-factors');
    this.node.append(heading, body);
  }

  /**
   * @param {number | null} known
   * @returns {{node: HTMLElement, predicted: HTMLElement, error: HTMLElement}} an entry
   */
  cell(known) {
    const node = el('td', known === null ? 'gd-gap' : ''), predicted = el('b'), error = el('span');
    const said = known === null ? `no ${this.header.entry}` : `${this.header.entry} ${readable(known)}`;
    node.append(predicted, el('span', '', said), error);
    return { node, predicted, error };
  }

  /**
   * @param {Meant | null} meant null where the numbers are not here yet
   * @param {number} j
   */
  show(meant, j) {
    /** @type {(name: string) => ArrayLike<number>} */
    const numbers = (name) => meant?.at(name, j) ?? [];
    const predicted = numbers('predicted'), errors = numbers('error'), width = this.header.columns.length;
    /** @type {(v: number | undefined) => string} */
    const written = (v) => (v === undefined ? '…' : readable(v, 3));
    for (const name of /** @type {const} */ (['rows', 'columns'])) {
      this.factors[name].forEach((node, i) => putText(node, written(numbers(name)[i])));
    }
    this.cells.forEach((row, r) => row.forEach(({ node, predicted: guess, error }, c) => {
      const i = r * width + c, known = this.header.known[r][c] !== null, off = Math.abs(errors[i]);
      putText(guess, written(predicted[i]));
      putText(error, known && errors[i] !== undefined ? `error ${signed(errors[i])}` : '');
      const share = finite(off) ? clamp(off / this.largest, 0, 1) : Number(known && errors[i] !== undefined);
      put(node, 'style', `--gd-share: ${Math.round(100 * share)}%`);
    }));
  }
}
