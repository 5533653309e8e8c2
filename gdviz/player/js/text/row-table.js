// The gradient row by row: what the first rows of the step's batch contribute, and their mean, the equations'
// g.
import { el } from '../base/dom.js';
import { readable } from '../base/numbers.js';
import { contributionCells, moreRows, vectorText } from './contributions.js';
import { contributionsOf, namesOfX } from '../wire/contributions.js';

/** @import { Contributions } from '../wire/contributions.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Sample } from '../wire/sample.js' */
/** @import { GradientFormula } from '../wire/types.js' */

const fourDigits = (/** @type {number} */ v) => readable(v, 4);
const threeDigits = (/** @type {number} */ v) => readable(v, 3);

/**
 * The heads of the table: text, and what it means.
 *
 * @param {Sample} sample
 * @returns {[label: string, meaning: string][]}
 */
function headsOf(sample) {
  const names = namesOfX(sample), single = sample.outputs === 1, x = sample.tabled ? '∇z' : 'x';
  return [
    ['row', ''], [x, `${x} = (${names.join(', ')}${sample.width > names.length ? ', …' : ''})`],
    ['y', sample.kind === 'plane' ? 'the class as the loss has it' : sample.y.name],
    ['z', sample.tabled ? 'score z, the value of the formula' : 'score z = x · θ'],
    ['ℓ', 'loss of the row'], ['∂ℓ/∂z', ''],
    .../** @type {[string, string][]} */ (single ? [[`∂ℓ/∂z · ${x}`, 'what the row adds to the sum']] : []),
  ];
}

/** The table of a competitor's rows. */
export class RowTable {
  constructor() {
    this.node = el('details', 'gd-rows', '', { open: '' });
    this.node.hidden = true;
    this.body = el('tbody');
    this.rest = el('p', 'gd-more');
    this.sum = el('p', 'gd-mean');
    /** @type {Sample | null} */
    this.sample = null;
    /** @type {Run | undefined} */
    this.run = undefined;
    /** Whether there are rows to show. */
    this.known = false;
  }

  /**
   * Another scene or another competitor.
   *
   * @param {Sample | null} sample
   * @param {Run | undefined} run
   */
  show(sample, run) {
    this.sample = sample;
    this.run = run;
    this.known = Boolean(sample?.gradient && run?.rowTable);
    this.node.hidden = !this.known;
    if (!this.known || !sample?.gradient) return;
    const table = el('table'), head = el('tr');
    const formulas = el('div', 'gd-formulas'), scroll = el('div', 'gd-rows-scroll');
    head.append(...headsOf(sample).map(([label, title]) => (
      el('th', '', label, { scope: 'col', ...(title ? { title } : {}) }))));
    table.createTHead().append(head);
    this.body = table.createTBody();
    const { mathml, loss, slope } = sample.gradient;
    const shown = [mathml, loss.mathml, slope?.mathml].filter(Boolean);
    formulas.innerHTML = shown.map((formula) => `<div>${formula}</div>`).join('');
    scroll.append(table);
    const summary = el('summary', '', 'The gradient, row by row');
    this.node.replaceChildren(summary, formulas, scroll, this.rest, this.sum);
  }

  /**
   * The rows of step k.
   *
   * @param {number} k
   */
  describe(k) {
    const { sample } = this;
    if (this.node.hidden || !sample?.gradient) return;
    const found = contributionsOf(sample, this.run, k);
    if (!found) {
      this.body.replaceChildren();
      this.rest.textContent = this.sum.textContent = '';
      return;
    }
    this.body.replaceChildren(...contributionCells(sample, found, fourDigits, threeDigits).map((cells) => {
      const row = el('tr');
      row.append(...cells.map((cell) => el('td', '', cell)));
      return row;
    }));
    this.rest.textContent = found.hidden > 0 ? moreRows(found.hidden) : '';
    this.rest.hidden = found.hidden <= 0;
    this.describeSum(sample.gradient, found);
  }

  /**
   * The mean of the rows, and what becomes of it.
   *
   * @param {GradientFormula} gradient
   * @param {Contributions} found
   */
  describeSum({ factor }, { total, mean, penalty, sum, g, part }) {
    const bold = (/** @type {number[]} */ v) => el('b', '', vectorText(v, fourDigits, part));
    const ofRows = total === 1 ? 'of the one row' : factor.replace('the rows', `the ${total} rows`);
    this.sum.replaceChildren(`${ofRows} = `, bold(mean));
    if (penalty) this.sum.append(', plus the penalty’s ', bold(penalty), ' = ', bold(sum));
    if (g) this.sum.append(', with noise or clipping g = ', bold(g));
    else this.sum.append(' = g');
  }
}
