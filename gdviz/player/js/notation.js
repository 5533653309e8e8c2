// Numbers, columns and matrices as MathML, text and LaTeX.
import { numeral, plain } from './util.js';

const DIGITS = 5, MOST = 8, DOTS = '⋮'; // digits of a number; entries of a column or row that are all shown

/** A long column without its middle. */
const shortened = (v) => (v.length > MOST ? [...v.slice(0, MOST - 3), DOTS, v[v.length - 1]] : v);

function number(v, inside, cell = false) {
  const n = numeral(v, DIGITS), fence = inside && (n.sign || n.exponent !== null && n.exponent !== undefined);
  const power = n.exponent === null || n.special ? '' : `<mo>×</mo><msup><mn>10</mn><mn>${String(n.exponent).replace('-', '−')}</mn></msup>`;
  const body = `${n.sign ? '<mo form="prefix">−</mo>' : ''}<mn>${n.special ?? n.digits}</mn>${power}`;
  return fence ? `<mrow><mo>(</mo>${body}<mo>)</mo></mrow>` : cell ? body : `<mrow>${body}</mrow>`;
}

/** A column or a matrix of one number stands for that number. */
const bare = (v) => (Array.isArray(v) && v.length === 1 ? bare(v[0]) : v);

/** A value as MathML: a number, a column, a matrix. `inside` a formula negative numbers get parentheses. */
export function mathml(value, inside = true) {
  const v = bare(value);
  if (v === null || v === undefined) return '<mtext>?</mtext>';
  if (!Array.isArray(v)) return number(v, inside);
  const cell = (x) => `<mtd>${x === DOTS ? '<mo>⋮</mo>' : number(x, false, true)}</mtd>`;
  const rows = shortened(v).map((row) => `<mtr>${Array.isArray(row) ? shortened(row).map(cell).join('') : cell(row)}</mtr>`).join('');
  return `<mrow><mo>(</mo><mtable class="gd-column">${rows}</mtable><mo>)</mo></mrow>`;
}

/** A value as text: 1.5, (1, 2), ((1, 2), (3, 4)). */
export function text(value, inside = true) {
  const v = bare(value);
  if (v === null || v === undefined) return '?';
  if (Array.isArray(v)) return `(${v.map((x) => text(x, false)).join(', ')})`;
  return inside && v < 0 ? `(${plain(v, DIGITS)})` : plain(v, DIGITS);
}

/** A value as LaTeX. */
export function latex(value, inside = true) {
  const v = bare(value);
  if (v === null || v === undefined) return '?';
  if (Array.isArray(v)) {
    const rows = v.map((row) => [row].flat().map((x) => latex(x, false)).join(' & '));
    return `\\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`;
  }
  const n = numeral(v, DIGITS);
  if (n.special) return n.special === 'NaN' ? '\\mathrm{NaN}' : `${n.sign ? '-' : ''}\\infty`;
  const body = `${n.sign ? '-' : ''}${n.digits}${n.exponent === null ? '' : ` \\cdot 10^{${n.exponent}}`}`;
  return inside && (n.sign || n.exponent !== null) ? `\\left(${body}\\right)` : body;
}
