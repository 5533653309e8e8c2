import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curveShapesOf } from '../../gdviz/player/js/pointer/local/curve.js';
import { Looker } from '../../gdviz/player/js/pointer/local/looker.js';
import { shapesOf } from '../../gdviz/player/js/pointer/local/shapes.js';
import { modelWords, stepWords } from '../../gdviz/player/js/pointer/local/words.js';
import { LocalModels, lookAtPoint } from '../../gdviz/player/js/wire/picture/local.js';

const header = {
  classes: ['minimum', 'saddle'],
  single_steps: [{ name: 'One', short: '1', color: '#111' }, { name: 'Two', short: '2', color: '#222' }],
};
const tables = {
  'local:at': Float32Array.of(0, 4, 5), 'local:loss': Float32Array.of(9, 8, 7),
  'local:gradient': Float32Array.of(1, 0, 0, 2, 0, 0), 'local:eigenvalues': Float32Array.of(-1, 4, 1, 2, NaN, NaN),
  'local:semi_axes': Float32Array.of(1, 0, 0, 0.5, 0, 1, 1, 0, NaN, NaN, NaN, NaN),
  'local:condition': Float32Array.of(4, 2, Infinity), 'local:class': Float32Array.of(1, 0, 0),
  'local:ends': Float32Array.of(3, 1, 40, 0, NaN, NaN, 2, 2, 0, 0, 0, 0),
  'local:values': Float32Array.of(5, 12, NaN, 8, 7, 7),
};
const models = new LocalModels({ header: /** @type {any} */ (header), tables });
const frame = {
  left: 0, right: 100, top: 0, bottom: 100, ax: 10, ay: 10, ox: 0, oy: 100, x: /** @type {[number, number]} */ ([0, 10]),
  y: /** @type {[number, number]} */ ([0, 10]), width: 100, height: 100,
};

test('between iterates that are looked at the last one counts', () => {
  assert.deepEqual([0, 3, 4, 5, 9].map((j) => models.lookedAt(j)), [0, 0, 4, 5, 5]);
  assert.equal(models.every, 4);
  const { loss, kind, axes, steps } = models.look(4);
  assert.deepEqual([loss, kind, axes, steps[1].end], [8, 'minimum', [[0, 1], [1, 0]], [2, 2]]);
});

test('the model in pixels: y upwards, the longest axis of one size, what leads out is cut at the border', () => {
  const shapes = shapesOf(models.look(0), [1, 1], -1, frame);
  assert.ok(shapes);
  assert.deepEqual(shapes.from, [10, 90]);
  const whole = (/** @type {number[]} */ pixels) => pixels.map((v) => Math.round(v) + 0); // -0 is 0
  assert.deepEqual(shapes.axes.map(({ to, sign }) => [...whole(to), sign]), [[14, 0, -1], [0, -7, 1]]);
  assert.deepEqual(whole(shapes.downhill ?? []), [-46, 0]);
  const [inside, outside] = shapes.steps;
  assert.deepEqual([whole(inside.to), inside.cut], [[20, 0], false]);
  assert.ok(outside.cut && Math.abs(outside.to[0] - 90) < 1e-9 && outside.to[1] > 0);
  assert.equal(shapesOf(models.look(0), [11, 1], -1, frame), null);
  assert.equal(shapesOf(models.look(4), [1, 1], -1, frame)?.steps.length, 1); // the other makes no step
  const none = shapesOf(models.look(5), [1, 1], -1, frame);
  assert.ok(none && !none.ring.length && !none.axes.length && none.downhill === null);
  assert.ok(shapesOf(models.look(0), [1, 1], 1, frame)?.downhill?.[0] === 46); // a run that climbs
});

test('in words', () => {
  assert.equal(modelWords(models.look(0), 'Step 0'),
    'Step 0: eigenvalues −1 and 4 (dotted axis: curved downwards), condition number 4, a saddle');
  assert.equal(modelWords(models.look(5), 'Step 5'), 'Step 5: the loss or its derivatives are not finite');
  const { loss, steps } = models.look(0);
  assert.deepEqual(steps.map((step) => stepWords(step, loss)), ['1 5 ↓', '2 12 ↑']);
  assert.equal(stepWords(models.look(4).steps[0], 8), '1: no step');
});

test('what the page says of a point is read as that of an iterate is', () => {
  const first = Object.fromEntries(Object.entries(tables).map(([name, table]) => [
    name, Array.from(table.subarray(0, table.length / 3))]));
  const at = /** @type {[number, number]} */ ([1, 1]);
  assert.deepEqual(lookAtPoint({ ...header, at, tables: first }), models.look(0));
  const unknown = lookAtPoint({ ...header, at, tables: { ...first, 'local:eigenvalues': [null, 1] } });
  assert.ok(Number.isNaN(unknown.eigenvalues[0]));
});

const curve = new LocalModels({ header: /** @type {any} */ (header), tables: {
  'local:at': Float32Array.of(0, 1), 'local:loss': Float32Array.of(4, 4), 'local:gradient': Float32Array.of(-2, -2),
  'local:eigenvalues': Float32Array.of(-1, NaN), 'local:semi_axes': Float32Array.of(1, NaN),
  'local:condition': Float32Array.of(1, 1), 'local:class': Float32Array.of(0, 0),
  'local:ends': Float32Array.of(4, 40, 5, NaN), 'local:values': Float32Array.of(3, 12, 900, 0),
} });

test('on a curve: the parabola in pixels, a step ends on the curve above or below what was foretold', () => {
  const shapes = curveShapesOf(curve.look(0), 2, -1, frame);
  assert.ok(shapes);
  assert.deepEqual(shapes.from, [20, 60]);
  assert.deepEqual([shapes.parabola[0][0], shapes.parabola.length], [-20, 34]);
  for (const [dx, dy] of shapes.parabola) assert.ok(Math.abs(dy - (2 * dx + (dx * dx) / 20)) < 1e-9);
  const [there, beyond] = shapes.steps;
  assert.deepEqual([there.to, there.foretold, there.cut], [[20, 10], [20, 60], false]); // foretold -2, and it is 3
  assert.deepEqual([beyond.to, beyond.foretold, beyond.cut], [[80, 0], null, true]);
  assert.ok(shapes.downhill && shapes.downhill[0] > 0 && shapes.downhill[1] > 0); // down is downwards on the screen
  const broken = curveShapesOf(curve.look(1), 2, -1, frame);
  assert.deepEqual([broken?.parabola, broken?.steps[0].foretold, broken?.steps[0].cut], [[], null, true]);
  assert.equal(curveShapesOf(curve.look(0), 11, -1, frame), null);
  assert.equal(modelWords(curve.look(0), 'Step 0'),
    'Step 0: slope −2, curvature −1 (the parabola opens downwards), a minimum');
});

test('the answer at a point stays while the next one is awaited, but not for a picture of other coordinates', () => {
  const looker = Object.assign(Object.create(Looker.prototype), {
    panel: { events: { repaint: () => {} } }, button: { setAttribute: () => {} }, words: { node: {} },
    on: true, under: { x: 1, y: 2 }, looked: null,
  });
  const told = (/** @type {string[]} */ names, /** @type {object} */ more = {}) => {
    looker.told({ locals: [models], names, ...more });
    return looker.looked;
  };
  const ofPlane = { at: [1, 2] }, ofCurve = { at: [1] };
  assert.equal(told(['x', 'y'], { looked: ofPlane }), ofPlane);
  assert.equal(told(['x', 'y']), ofPlane);
  assert.equal(told(['x']), null);
  assert.equal(told(['x'], { looked: ofCurve }), ofCurve);
  assert.equal(told(['x', 'y']), null);
  looker.on = false;
  assert.equal(told(['x', 'y'], { looked: ofPlane }), null);
});
