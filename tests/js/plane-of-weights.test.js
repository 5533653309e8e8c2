import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowsOf } from '../../gdviz/player/js/draw/arrows.js';
import { METRICS } from '../../gdviz/player/js/axes/curve-quantities.js';
import { vectorsText } from '../../gdviz/player/js/text/equations.js';
import { Plane } from '../../gdviz/player/js/wire/picture/plane.js';
import { Run } from '../../gdviz/player/js/wire/run.js';
import { Sample } from '../../gdviz/player/js/wire/sample.js';
import { near } from './helpers.js';

const HEADER = { kind: 'random', of: 'GD', shares: null, told: 'Two random directions.' };
/** Directions (2, 0, 0) and (1, 1, 0) through (1, 2, 3), and the rows that undo them. */
const TABLES = {
  'plane:origin': Float32Array.of(1, 2, 3), 'plane:directions': Float32Array.of(2, 0, 0, 1, 1, 0),
  'plane:components': Float32Array.of(0.5, -0.5, 0, 0, 1, 0),
};
const plane = () => new Plane(HEADER, TABLES);

/** A run of one step, from (0, 0) to (1, 0) on the plane, whose momentum is (2, 4, 8). */
function run() {
  const header = /** @type {any} */ ({ names: ['a', 'b'], maximize: false, seconds: [null] });
  const described = /** @type {any} */ ({
    slug: 'gd', name: 'GD', color: '#000', dash: [], steps: 1, hyper: {}, equations: [], rate: 0.1,
    evals: [0, 1, 0], quantities: [{ key: 'momentum_term', shape: [3] }],
    arrows: [{ key: 'momentum_term', label: 'momentum' }],
  });
  return new Run(described, 0, {
    theta: Float32Array.of(0, 0, 1, 0), g: Float32Array.of(0, 1, 0, 1), loss: Float32Array.of(5, 4),
    on_plane: Float32Array.of(7, 4), full: Float32Array.of(1, 2, 9, 3, 2, 9),
    'q:momentum_term': Float32Array.of(2, 4, 8),
  }, header, plane());
}

test('a point of the plane has all parameters, and a step its projection', () => {
  const over = plane();
  assert.equal(over.dimension, 3);
  assert.deepEqual([...over.embedded(2, -1)], [1 + 4 - 1, 2 - 1, 3]);
  assert.deepEqual(over.componentsOf([4 - 1, -1, 5]), [2, -1]);
});

test('a model that is tried on the plane has all parameters', () => {
  const header = /** @type {any} */ ({ parameters: ['u', 'v', 'w'], axes: [], at: [1, 2, 3], x: {}, y: {} });
  assert.deepEqual([...new Sample(header, {}, plane()).embedded(2, -1)], [4, 1, 3]);
});

test('the arrows of a step are those of its terms, projected', () => {
  const frame = /** @type {any} */ ({
    left: 0, right: 400, top: 0, bottom: 400, ax: 40, ay: 40, ox: 200, oy: 200,
  });
  const parts = arrowsOf(run(), 1, frame)?.parts ?? [];
  const momentum = parts.find(({ kind }) => kind === 'momentum'), step = parts.find(({ kind }) => kind === 'step');
  assert.ok(momentum && step);
  // momentum (2, 4, 8) is (-1, 4) on the plane; the step is (1, 0)
  assert.ok(near(momentum.dx / step.dx, -1) && near(momentum.dy / step.dx, -4));
});

test('a run on a plane has all its parameters, and the loss on the plane beside its own', () => {
  const shown = run();
  assert.deepEqual([...shown.parameters(1)], [3, 2, 9]);
  assert.deepEqual([METRICS.loss.of(shown, 0), METRICS.loss.bound(shown, 0)], [5, 7]);
});

test('it is said of which weights the vectors of the arithmetic are, unless they are of all', () => {
  const of = (/** @type {string[]} */ names, /** @type {number} */ dimension) => (
    /** @type {any} */ ({ parts: { names }, dimension }));
  assert.equal(vectorsText(of(['W1[1,1]', 'b1[2]'], 33)), '; vectors: W1[1,1] and b1[2], 2 of 33 parameters');
  assert.equal(vectorsText(of(['W1[1,1]', 'b1[1]'], 2)), '');
  assert.equal(vectorsText(of([], 6)), '');
});
