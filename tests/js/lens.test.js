import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputText, pictureOfUnit } from '../../gdviz/player/js/panels/network/lens.js';

/** Layers of two units and of one. */
const network = /** @type {any} */ ({
  hidden: [2, 1], deadAt: () => ['unit 1 of layer 2'],
  unitsAt: () => ({ pictures: [[1], [2], [3]], grid: [1, 1], exact: true }),
});

test('a hidden unit has a picture; inputs, scores and what is not there have none', () => {
  const found = (/** @type {number} */ column, /** @type {number} */ unit) => (
    pictureOfUnit(network, { column, unit }, 0)?.outputs[0]);
  assert.deepEqual([found(1, 0), found(1, 1), found(2, 0)], [1, 2, 3]);
  assert.deepEqual([found(0, 0), found(3, 0)], [undefined, undefined]);
  assert.equal(pictureOfUnit(network, null, 0), null);
  assert.equal(pictureOfUnit({ ...network, unitsAt: () => null }, { column: 1, unit: 0 }, 0), null);
  const dead = [1, 2].map((column) => pictureOfUnit(network, { column, unit: 0 }, 0)?.dead);
  assert.deepEqual(dead, [false, true]);
});

test('a caption says the range of what is put out, as far as it is known, and over what', () => {
  const text = (/** @type {number[]} */ outputs, exact = true, axes = ['x']) => outputText({ outputs, exact }, axes);
  assert.equal(text([0.12345, NaN, -1]), 'puts out −1 to 0.123 over x');
  assert.equal(text([0.5, 0.501], false, ['a', 'b']), 'puts out about 0.5; a across, b upwards');
  assert.equal(text([NaN, Infinity]), 'puts out no finite number over x');
});
