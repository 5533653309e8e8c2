// The gradient row by row: what the first rows of the step's batch contribute, and their mean, which is the g of the equations.
import { latex, text } from './notation.js';
import { el, plain, shown } from './util.js';

const WIDE = 6; // numbers of a vector that are written out

/** The rows of step k of a run as numbers: {rows: [{number, y, z, l, slope, x}], more, total, mean, pull, g}; null where unknown. */
export function rowsOf(sample, run, k) {
  if (!sample?.gradient || !run?.rows || !k) return null;
  const names = sample.row_columns, many = sample.outputs, width = names.length, per = run.rows.length / run.steps;
  const rows = [], D = sample.dimension, total = sample.rowsOf(k), of = (table) => table && Array.from(table.subarray((k - 1) * D, k * D));
  for (let at = (k - 1) * per; at < k * per; at += width) {
    const v = Array.from(run.rows.subarray(at, at + width));
    if (Number.isNaN(v[0])) continue;
    rows.push({ number: v[0], y: v[1], z: v.slice(2, 2 + many), l: v[2 + many], slope: v.slice(3 + many, 3 + 2 * many), x: v.slice(3 + 2 * many) });
  }
  const mean = of(run.mean), pull = of(run.pull), g = run.value('g', 0, k);
  const sum = mean.map((v, i) => v + (pull ? pull[i] : 0));
  const far = Array.isArray(g) && g.some((v, i) => Math.abs(v - sum[i]) > 1e-3 * (Math.abs(v) + Math.abs(mean[i]) + Math.abs(pull?.[i] ?? 0)));
  return { rows, more: total - rows.length, total, mean, pull, sum, g: far ? g : null, cut: sample.width > names.length - 3 - 2 * many };
}

const many = (v, one, cut = false) => {
  if (v.length === 1 && !cut) return one(v[0]);
  const few = v.slice(0, WIDE).map(one);
  return `(${few.join(', ')}${cut || v.length > WIDE ? ', …' : ''})`;
};
const classOf = (sample, y) => (sample.outputs > 1 ? sample.classes[y] : null);
const number4 = (v) => shown(v, 4), number3 = (v) => shown(v, 3);
const more = (count) => `… ${count} more row${count === 1 ? '' : 's'}`;

/** The same as text or LaTeX, for copying. */
export function rowsWritten(sample, run, k, kind) {
  const found = rowsOf(sample, run, k);
  if (!found) return '';
  const { gradient } = sample, one = kind === 'latex' ? (v) => latex(v, false) : (v) => plain(v, 5), single = sample.outputs === 1;
  const heads = kind === 'latex' ? ['\\text{row}', 'x', 'y', 'z', '\\ell', '\\partial \\ell/\\partial z'] : ['row', 'x', 'y', 'z', 'l', 'dl/dz'];
  const cells = found.rows.map((r) => [plain(r.number, 9), many(r.x, one, found.cut), classOf(sample, r.y) ?? one(r.y), many(r.z, one), one(r.l),
    many(r.slope, one), ...(single ? [many(r.x.map((x) => x * r.slope[0]), one, found.cut)] : [])]);
  const column = kind === 'latex' ? (v) => latex(v, false) : (v) => text(v, false);
  const sum = `g = ${column(found.mean)}${found.pull ? ` + ${column(found.pull)} = ${column(found.sum)}` : ''}`;
  if (kind === 'latex') {
    if (single) heads.push('\\partial \\ell/\\partial z \\cdot x');
    const body = cells.map((row, i) => row.map((cell, c) => (c === 2 && classOf(sample, found.rows[i].y) ? `\\text{${cell}}` : cell))
      .join(' & ').replace(/…/g, '\\dots')).join(' \\\\\n');
    return `\\[ ${gradient.latex} \\]\n\\[ \\begin{array}{${'r'.repeat(heads.length)}}\n${heads.join(' & ')} \\\\ \\hline\n${body}${
      found.more ? ` \\\\\n\\dots` : ''}\n\\end{array} \\]\n\\[ ${sum} \\]`;
  }
  if (single) heads.push('dl/dz*x');
  return [gradient.text, gradient.loss.text, ...(gradient.slope ? [gradient.slope.text] : []), heads.join('\t'),
    ...cells.map((row) => row.join('\t')), ...(found.more ? [more(found.more)] : []), `${sum} (${gradient.factor})`].join('\n');
}

export class RowsPanel {
  constructor() {
    this.node = el('details', 'gd-rows', '', { open: '' });
    this.node.hidden = true;
  }

  show(sample, run) {
    const { gradient } = sample ?? {};
    this.sample = sample;
    this.run = run;
    this.known = Boolean(gradient && run?.rows);
    this.node.hidden = !this.known;
    if (!this.known) return;
    const single = sample.outputs === 1, names = sample.row_columns.slice(3 + 2 * sample.outputs);
    const x = `x = (${names.join(', ')}${sample.width > names.length ? ', …' : ''})`;
    const heads = [['row'], ['x', x], ['y', sample.kind === 'plane' ? 'the class as the loss has it' : sample.y.name], ['z', 'score z = x · θ'],
      ['ℓ', 'loss of the row'], ['∂ℓ/∂z'], ...(single ? [['∂ℓ/∂z · x', 'what the row adds to the sum']] : [])];
    const table = el('table'), head = el('tr');
    head.append(...heads.map(([label, title]) => el('th', '', label, { scope: 'col', ...(title ? { title } : {}) })));
    table.createTHead().append(head);
    this.body = table.createTBody();
    this.rest = el('p', 'gd-more');
    this.sum = el('p', 'gd-mean');
    const formulas = el('div', 'gd-formulas'), scroll = el('div', 'gd-rows-scroll');
    formulas.innerHTML = [gradient.mathml, gradient.loss.mathml, gradient.slope?.mathml].filter(Boolean).map((m) => `<div>${m}</div>`).join('');
    scroll.append(table);
    this.node.replaceChildren(el('summary', '', 'The gradient, row by row'), formulas, scroll, this.rest, this.sum);
  }

  paint(k) {
    if (this.node.hidden) return;
    const found = rowsOf(this.sample, this.run, k), { sample } = this, { gradient } = sample;
    if (!found) { this.body.replaceChildren(); this.rest.textContent = this.sum.textContent = ''; return; }
    const single = sample.outputs === 1;
    this.body.replaceChildren(...found.rows.map((r) => {
      const cells = [plain(r.number, 9), many(r.x, number3, found.cut), classOf(sample, r.y) ?? number4(r.y), many(r.z, single ? number4 : number3), number4(r.l),
        many(r.slope, single ? number4 : number3), ...(single ? [many(r.x.map((v) => v * r.slope[0]), number3, found.cut)] : [])];
      const row = el('tr');
      row.append(...cells.map((cell) => el('td', '', cell)));
      return row;
    }));
    this.rest.textContent = found.more > 0 ? more(found.more) : '';
    this.rest.hidden = !(found.more > 0);
    const words = found.total === 1 ? 'of the one row' : gradient.factor.replace('the rows', `the ${found.total} rows`);
    this.sum.replaceChildren(`${words} = `, el('b', '', many(found.mean, number4)));
    if (found.pull) this.sum.append(', plus the penalty’s ', el('b', '', many(found.pull, number4)), ' = ', el('b', '', many(found.sum, number4)));
    this.sum.append(found.g ? ', with noise or clipping g = ' : ' = g', found.g ? el('b', '', many(found.g, number4)) : '');
  }
}
