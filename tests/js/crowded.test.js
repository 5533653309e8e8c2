import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCrowded } from '../../gdviz/player/js/panels/figures.js';

const SIDE = 40;

/**
 * @param {(x: number, y: number) => number | null} f
 * @returns {(number | null)[][]}
 */
const rowsOf = (f) => Array.from({ length: SIDE }, (_row, j) => Array.from({ length: SIDE }, (_cell, i) => f(i, j)));

test('lines of a valley are drawn, those of waves finer than the grid are not', () => {
  const valley = rowsOf((x, y) => (x - 20) ** 2 + (y - 20) ** 2), waves = rowsOf((x, y) => Math.sin(x * x * y));
  assert.equal(isCrowded(valley, 800 / 18), false);
  assert.equal(isCrowded(waves, 2 / 18), true);
  assert.equal(isCrowded(waves, 2), true); // few lines, but each around a point of its own
  const hills = rowsOf((x, y) => Math.sin(x / 4) * Math.sin(y / 4)); // 25 points from one to the next
  assert.equal(isCrowded(hills, 2 / 18), false);
});

test('points without a value have no lines beside them', () => {
  const holes = rowsOf((x, y) => ((x + y) % 2 ? null : 1e6 * x));
  assert.equal(isCrowded(holes, 1), false);
  assert.equal(isCrowded(rowsOf(() => null), 1), false);
});
