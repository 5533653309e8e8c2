import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundaries } from '../../gdviz/player/js/draw/plane.js';
import { near, randomFrom } from './helpers.js';

/** @typedef {(u: number, v: number) => number} Score */

/**
 * @param {Score} score
 * @param {number} nx
 * @param {number} ny
 * @returns {Float64Array}
 */
const onGrid = (score, nx, ny) => Float64Array.from({ length: nx * ny }, (_, at) => score(at % nx, Math.floor(at / nx)));

test('one linear score: the line where it is zero, from border to border', () => {
  const random = randomFrom(5), nx = 30, ny = 20;
  for (let trial = 0; trial < 100; trial++) {
    const angle = random() * 2 * Math.PI, [a, b] = [Math.cos(angle), Math.sin(angle)];
    const c = -(a * (5 + random() * 19) + b * (4 + random() * 11)); // through a place well inside
    const lines = boundaries([onGrid((u, v) => a * u + b * v + c, nx, ny)], [nx, ny]);
    assert.equal(lines.length, 1);
    for (const [u, v] of lines[0]) assert.ok(near(a * u + b * v + c, 0, 1e-9)); // a linear score is interpolated exactly
    const border = (/** @type {number[]} */ [u, v]) => [u, v, nx - 1 - u, ny - 1 - v].some((d) => near(d, 0, 1e-9));
    assert.ok(border(lines[0][0]) && border(lines[0][lines[0].length - 1]));
  }
});

test('a circle is one closed line with its radius', () => {
  const n = 60, radius = 17;
  const [line, ...more] = boundaries([onGrid((u, v) => Math.hypot(u - 30, v - 29) - radius, n, n)], [n, n]);
  assert.equal(more.length, 0);
  assert.deepEqual(line[0], line[line.length - 1]);
  for (const [u, v] of line) assert.ok(Math.abs(Math.hypot(u - 30, v - 29) - radius) < 0.02);
  let area = 0; // by the shoelace formula
  for (let i = 1; i < line.length; i++) area += (line[i - 1][0] * line[i][1] - line[i][0] * line[i - 1][1]) / 2;
  assert.ok(near(Math.abs(area), Math.PI * radius ** 2, 5e-3));
});

test('no line where one class wins everywhere, or where scores are no numbers', () => {
  assert.deepEqual(boundaries([onGrid(() => 1, 9, 9)], [9, 9]), []);
  assert.deepEqual(boundaries([onGrid(() => NaN, 9, 9)], [9, 9]), []);
});

test('three linear scores: each line lies where its two classes are equal and ahead of the third', () => {
  const nx = 40, ny = 40;
  /** @type {Score[]} */
  const scores = [(u) => u - 20, (_u, v) => v - 20, (u, v) => 40 - u - v]; // equal in (20, 20)
  const lines = boundaries(scores.map((score) => onGrid(score, nx, ny)), [nx, ny]);
  assert.equal(lines.length, 3);
  const meeting = [];
  for (const line of lines) {
    for (const [u, v] of line) {
      const [third, second, first] = scores.map((score) => score(u, v)).sort((p, q) => p - q);
      assert.ok(near(first, second, 1e-6) && first >= third - 1e-6);
    }
    meeting.push(line[0], line[line.length - 1]);
  }
  assert.equal(meeting.filter(([u, v]) => Math.hypot(u - 20, v - 20) < 1e-6).length, 3); // all three begin or end there
});
