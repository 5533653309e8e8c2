import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  grouped, lastReached, plain, probabilityText, readable, roundDown125, roundWithin,
} from '../../gdviz/player/js/base/numbers.js';
import { near, randomFrom } from './helpers.js';

test('numbers for a reader', () => {
  assert.deepEqual([1.23456, -0.05, 3.2e-7, 123456, 1234567, 0, -Infinity, NaN, null].map((v) => readable(v)),
    ['1.235', '−0.05', '3.2×10⁻⁷', '123500', '1.235×10⁶', '0', '−∞', 'NaN', 'NaN']);
});

test('numbers for a program can be read back to their digits', () => {
  const random = randomFrom(7);
  for (let trial = 0; trial < 500; trial++) {
    const v = (random() - 0.5) * 10 ** (random() * 40 - 20);
    assert.equal(Number(plain(v, 6)), Number(v.toPrecision(6)));
  }
});

test('probabilities far from a half keep their digits', () => {
  for (const z of [-5, -0.3, 0, 2, 6]) assert.ok(near(Number(probabilityText(z)), 1 / (1 + Math.exp(-z)), 5e-4));
  assert.equal(probabilityText(-20), '2.06×10⁻⁹');
  assert.equal(probabilityText(20), '1 − 2.06×10⁻⁹');
  assert.equal(probabilityText(-1000), '5.08×10⁻⁴³⁵'); // smaller than any float
});

test('short numbers within a tolerance', () => {
  const random = randomFrom(8);
  for (let trial = 0; trial < 500; trial++) {
    const v = (random() - 0.5) * 10 ** (random() * 12 - 6), tolerance = Math.abs(v) * 10 ** (-3 * random());
    assert.ok(Math.abs(roundWithin(v, tolerance) - v) < tolerance);
  }
  assert.deepEqual([roundWithin(3.14159, 0.01), roundWithin(1234, 100), roundWithin(5, 0)], [3.14, 1200, 5]);
});

test('1, 2, 5 times powers of ten; groups of three digits', () => {
  assert.deepEqual([0.0049, 0.03, 1, 1.99, 2, 4.9, 5, 99, 700].map(roundDown125), [0.002, 0.02, 1, 1, 2, 2, 5, 50, 500]);
  assert.deepEqual([12, 1234, 1234567].map(grouped), ['12', '1\u202f234', '1\u202f234\u202f567']);
});

test('where an ascending list passes a value', () => {
  const list = [0, 1, 1, 4, 9];
  const at = (/** @type {number} */ v) => lastReached(list.length - 1, (i) => list[i] <= v);
  assert.deepEqual([-1, 0, 1, 2, 4, 8.9, 100].map(at), [0, 0, 2, 2, 3, 3, 3]);
});
