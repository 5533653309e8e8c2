import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grain, sortedFinite, valueScale } from '../../gdviz/player/js/axes/scales.js';
import { near, randomFrom } from './helpers.js';

/** @import { ScaleMode } from '../../gdviz/player/js/wire/types.js' */

const random = randomFrom(4), values = Float32Array.from({ length: 4000 }, () => 10 ** (random() * 8 - 4));
const sorted = sortedFinite(values);
/** @type {ScaleMode[]} */
const MODES = ['linear', 'log', 'quantile'];

test('finite values, in order', () => {
  assert.deepEqual([...sortedFinite(Float32Array.of(3, NaN, -1, Infinity, 2, -Infinity))], [-1, 2, 3]);
});

for (const mode of MODES) {
  test(`a ${mode} scale rises, comes back and has true ticks`, () => {
    const scale = valueScale(mode, sorted, null);
    assert.equal(scale.mode, mode);
    assert.ok(near(scale.to(sorted[0]), scale.lo, 1e-6) && near(scale.to(sorted[3999]), scale.hi, 1e-6));
    for (let i = 0; i + 40 < sorted.length; i += 40) {
      assert.ok(scale.to(sorted[i]) <= scale.to(sorted[i + 40]));
      const u = scale.lo + ((scale.hi - scale.lo) * i) / 4000;
      assert.ok(near(scale.to(scale.from(u)), u, 1e-6));
    }
    const ticks = scale.ticks(6);
    assert.ok(ticks.length >= 3 && new Set(ticks.map(({ label }) => label)).size === ticks.length);
    for (const { u } of ticks) assert.ok(u >= scale.lo - 1e-6 && u <= scale.hi + 1e-6);
  });
}

test('quantiles put half of the values into half of the scale', () => {
  const scale = valueScale('quantile', sorted, null);
  assert.ok(Math.abs(scale.to(sorted[2000]) - 0.5) < 0.02);
  assert.ok(Math.abs(scale.to(sorted[1000]) - 0.25) < 0.02);
});

test('a logarithmic scale is one above the known minimum', () => {
  const offset = 10, heights = Float32Array.from({ length: 1001 }, (_, i) => offset + 10 ** (i / 200 - 2));
  const scale = valueScale('log', heights, offset); // heights of 0.01 to 1000 above the minimum
  // a decade is the same length wherever the offset (here about 0.01) is small beside it
  const decade = scale.to(offset + 100) - scale.to(offset + 10);
  assert.ok(near(decade, 1, 2e-3) && near(scale.to(offset + 1000) - scale.to(offset + 100), 1, 2e-4));
});

test('nothing to scale: from 0 to 1; one value: a range around it', () => {
  const none = valueScale('log', new Float32Array(), null), one = valueScale('quantile', Float32Array.of(8, 8), null);
  assert.deepEqual([none.lo, none.hi, none.mode], [0, 1, 'linear']);
  assert.deepEqual([one.lo, one.hi, one.mode], [7.5, 8.5, 'linear']);
});

test('the grain is the median step among the lowest values', () => {
  const nx = 21, z = Float32Array.from({ length: nx * nx }, (_, at) => Math.abs((at % nx) - 10) + Math.floor(at / nx) * 100);
  assert.equal(grain({ z, nx, ny: nx }, sortedFinite(z)), 100); // upwards each step is 100 high
});
