import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled } from '../../gdviz/player/js/text/equations.js';
import { latex, mathml, text } from '../../gdviz/player/js/text/notation.js';

/** @import { Run } from '../../gdviz/player/js/wire/run.js' */

test('numbers', () => {
  assert.deepEqual([1.5, -0.25, 0, 1e-9, -6.02e23, Infinity, -Infinity, NaN].map((v) => text(v, false)),
    ['1.5', '-0.25', '0', '1e-9', '-6.02e23', 'inf', '-inf', 'nan']);
  assert.deepEqual([1.5, -0.25, 1e-9, -Infinity, NaN].map((v) => latex(v, false)),
    ['1.5', '-0.25', '1 \\cdot 10^{-9}', '-\\infty', '\\mathrm{NaN}']);
  assert.equal(mathml(1.5), '<mrow><mn>1.5</mn></mrow>');
  assert.equal(mathml(-2e-7, false),
    '<mrow><mo form="prefix">−</mo><mn>2</mn><mo>×</mo><msup><mn>10</mn><mn>−7</mn></msup></mrow>');
});

test('inside a formula what begins with a sign, or is a product, stands in parentheses', () => {
  assert.deepEqual([text(-2), text(2), text(1e-9)], ['(-2)', '2', '1e-9']);
  assert.deepEqual([latex(-2), latex(2), latex(1e-9)], ['\\left(-2\\right)', '2', '\\left(1 \\cdot 10^{-9}\\right)']);
  assert.equal(mathml(-2), '<mrow><mo>(</mo><mo form="prefix">−</mo><mn>2</mn><mo>)</mo></mrow>');
});

test('columns and matrices; one number stands for itself; nothing is a question mark', () => {
  assert.equal(text([1, -2]), '(1, -2)');
  assert.equal(text([[1, 2], [3, 4]]), '((1, 2), (3, 4))');
  assert.equal(latex([1, -2]), '\\begin{pmatrix} 1 \\\\ -2 \\end{pmatrix}');
  assert.equal(latex([[1, 2], [3, 4]]), '\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}');
  assert.equal(mathml([1, 2]), '<mrow><mo>(</mo><mtable class="gd-column"><mtr><mtd><mn>1</mn></mtd></mtr>'
    + '<mtr><mtd><mn>2</mn></mtd></mtr></mtable><mo>)</mo></mrow>');
  assert.deepEqual([text([[7]]), latex([7]), mathml([7])], ['7', '7', '<mrow><mn>7</mn></mrow>']);
  assert.deepEqual([text(null), latex(undefined), mathml(null)], ['?', '?', '<mtext>?</mtext>']);
});

test('of a long column the middle is left out, in MathML', () => {
  const column = Array.from({ length: 20 }, (_, i) => i), shown = mathml(column).match(/<mn>\d+<\/mn>|⋮/g);
  assert.deepEqual(shown, ['<mn>0</mn>', '<mn>1</mn>', '<mn>2</mn>', '<mn>3</mn>', '<mn>4</mn>', '⋮', '<mn>19</mn>']);
  assert.equal(mathml(column.slice(0, 8)).includes('⋮'), false);
});

test('of a large matrix the middle rows and columns are left out, in MathML', () => {
  /** @type {(n: number) => number[][]} */
  const square = (n) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => 10 * i + j));
  const cells = [...mathml(square(6)).matchAll(/<mtr>(.*?)<\/mtr>/g)].map(([, row]) => row.match(/\d+|[⋯⋮⋱]/g));
  assert.deepEqual(cells, [['0', '1', '⋯', '5'], ['10', '11', '⋯', '15'], ['⋮', '⋮', '⋱', '⋮'], ['50', '51', '⋯', '55']]);
  assert.equal(/[⋯⋮⋱]/.test(mathml(square(4))), false);
  assert.equal(mathml(square(2)).match(/<mtr>/g)?.length, 2);
});

test('numbers fill the places of a formula; columns bring their own parentheses', () => {
  /** @type {Record<string, number | number[]>} */
  const values = { 'm@0': -3, 'm@-1': 2, 'v@0': [1, 2] };
  const run = /** @type {Run} */ (/** @type {unknown} */ (
    { value: (/** @type {string} */ name, /** @type {number} */ when) => values[`${name}@${when}`] }));
  assert.equal(filled('⟦m@-1⟧ + ⟦m@0⟧', run, 1, 'text'), '2 + (-3)');
  assert.equal(filled('2(⟦m@0⟧)', run, 1, 'text'), '2(-3)');
  assert.equal(filled('2(⟦v@0⟧)', run, 1, 'text'), '2(1, 2)');
  values['v@-1'] = [4];
  assert.equal(filled('sqrt(⟦v@-1⟧)', run, 1, 'text'), 'sqrt(4)'); // of one parameter
  assert.equal(filled('\\left(⟦v@0⟧\\right)', run, 1, 'latex'), '\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}');
});
