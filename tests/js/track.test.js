import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberIn } from '../../gdviz/player/js/base/setting/number-field.js';
import { Track } from '../../gdviz/player/js/base/setting/track.js';
import { near, randomFrom } from './helpers.js';

const rate = new Track({ low: 1e-6, high: 100, log: true, whole: false });
const beta = new Track({ low: 0, high: 0.999, log: false, whole: false });
const waves = new Track({ low: 1, high: 12, log: false, whole: true });
const rows = new Track({ low: 1, high: 1024, log: true, whole: true });

test('a value stands where its place leads back to it', () => {
  const random = randomFrom(3);
  for (const track of [rate, beta, waves, rows]) {
    for (let trial = 0; trial < 300; trial++) {
      const value = track.valueAt(random());
      assert.ok(value >= track.low && value <= track.high);
      assert.equal(track.round(value), value);
      assert.equal(track.valueAt(track.place(value)), value);
    }
    assert.deepEqual([track.valueAt(-3), track.valueAt(0), track.valueAt(1), track.valueAt(7)],
      [track.low, track.low, track.high, track.high]);
    assert.deepEqual([track.place(track.low), track.place(track.high)], [0, 1]);
  }
});

test('a logarithmic track gives each power of ten the same room', () => {
  assert.ok(near(rate.place(1e-2), 0.5));
  assert.ok(near(rate.place(1e-3) - rate.place(1e-4), 1 / 8));
  assert.equal(rate.valueAt(0.5), 0.01);
  assert.equal(rate.round(0.0123456), 0.0123);
});

test('values beyond an end stand at that end; a track without length has one place', () => {
  assert.deepEqual([rate.place(1e-9), rate.place(500), beta.place(-1)], [0, 1, 0]);
  const fixed = new Track({ low: 2, high: 2, log: false, whole: false });
  assert.deepEqual([fixed.place(2), fixed.valueAt(0.5), fixed.moved(2, 1, false)], [0, 2, 2]);
});

test('linear values are short: multiples of about a thousandth', () => {
  assert.deepEqual([beta.round(0.90049), beta.round(0.1 + 0.2), beta.grain], [0.9, 0.3, 0.001]);
  for (const [low, high] of [[-5, 5], [0, 0.037], [10, 900], [-1e-4, 1e-4]]) {
    const track = new Track({ low, high, log: false, whole: false });
    const parts = (high - low) / track.grain;
    assert.ok(parts > 600 && parts < 1600, `${parts}`);
  }
});

test('arrow keys: a fortieth of a power of ten, one, a hundredth; with Shift ten times finer', () => {
  const after = (/** @type {Track} */ track, /** @type {number} */ value) => (
    ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown'].map((key) => track.afterKey(value, key, false)));
  assert.deepEqual(after(rate, 0.01), [0.0106, 0.0106, 0.00944, 0.00944]);
  assert.deepEqual(after(beta, 0.9), [0.91, 0.91, 0.89, 0.89]);
  assert.deepEqual(after(waves, 3), [4, 4, 2, 2]);
  assert.deepEqual(after(rows, 1), [2, 2, 1, 1]);
  assert.deepEqual([rate, beta, waves].map((track) => track.moved(2, 1, true)), [2.01, 0.999, 3].map((v, i) => (
    i === 1 ? 2 : v))); // 2 is beyond the end of beta's track and stays
  assert.equal(beta.moved(0.5, -1, true), 0.499);
  assert.equal(rate.afterKey(1, 'x', false), null);
});

test('page keys: a quarter of a power of ten, a tenth; Home and End', () => {
  assert.deepEqual(['PageUp', 'PageDown', 'Home', 'End'].map((key) => rate.afterKey(0.1, key, false)),
    [0.178, 0.0562, 1e-6, 100]);
  assert.deepEqual(['PageUp', 'PageDown', 'Home', 'End'].map((key) => beta.afterKey(0.5, key, false)),
    [0.6, 0.4, 0, 0.999]);
  assert.deepEqual(['PageUp', 'PageDown', 'Home', 'End'].map((key) => waves.afterKey(6, key, false)), [7, 5, 1, 12]);
});

test('a key always moves the value, and only its own way, until the end', () => {
  for (const track of [rate, beta, waves, rows]) {
    for (const fine of [false, true]) {
      let value = track.low;
      for (let presses = 0; value < track.high; presses++) {
        const next = track.moved(value, 1, fine);
        assert.ok(next > value && presses < 4000, `${value} ${next}`);
        const back = track.moved(next, -1, fine);
        assert.ok(back < next);
        value = next;
      }
      assert.equal(track.moved(track.high, 1, fine), track.high);
    }
  }
});

test('a value typed beyond the end is not pulled to it by a key the other way round', () => {
  assert.equal(rate.moved(500, 1, false), 500);
  assert.equal(rate.moved(500, -1, false), 472);
  assert.equal(rate.moved(1e-8, -1, false), 1e-8);
});

test('typed numbers: a comma is the decimal point, unless it may stand between thousands; else a sentence', () => {
  const lr = { low: 1e-6, high: 100, log: true, whole: false };
  const typed = ['0.01', ' 1e-3 ', '0,5', '3E2', '+2', '.5'].map((text) => numberIn(text, lr));
  assert.deepEqual(typed, [0.01, 0.001, 0.5, 300, 2, 0.5]);
  for (const text of ['', 'abc', '1,000.5', '1,000,000', 'Infinity', 'NaN', '1e999', '1 2', '0x10', '1e', ',', '5%']) {
    assert.equal(numberIn(text, lr), 'Type a number, such as 0.01 or 1e-3.', text);
  }
  assert.equal(numberIn('0', lr), 'Type a number above 0.');
  assert.equal(numberIn('−2', lr), 'Type a number above 0.');
  assert.equal(numberIn('1.5', { low: 0, high: 1, log: false, whole: false }), 'Type a number from 0 to 1.');
  assert.equal(numberIn('-0.5', { low: -1, high: 1, log: false, whole: false }), -0.5);
  const whole = { low: 1, high: 2000, log: false, whole: true };
  for (const text of ['2.5', '', 'abc']) assert.equal(numberIn(text, whole), 'Type a whole number.');
  for (const control of [lr, whole]) {
    assert.equal(numberIn(' 1,000', control), '"1,000" can be read in two ways: type 1000 or 1.000.');
    assert.equal(numberIn('−12,500', control), '"-12,500" can be read in two ways: type -12500 or -12.500.');
  }
  assert.deepEqual(['0,500', '1,0000', '1,50'].map((text) => numberIn(text, lr)), [0.5, 1, 1.5]);
});

test('a drag goes in stops, counted from where the thumb was taken hold of', () => {
  const from = rate.place(0.0123), random = randomFrom(5);
  assert.equal(rate.valueAt(rate.stop(from, from, 240)), 0.0123);
  for (let trial = 0; trial < 100; trial++) {
    const place = random(), stop = rate.stop(place, from, 240);
    assert.ok(Math.abs(stop - place) <= 1 / 480 + 1e-12);
    assert.ok(near(rate.stop(stop, from, 240), stop));
  }
});

test('values near by are the next stops: three of four in the direction of the drag, and as far apart', () => {
  const stop = 1 / 240, at = (/** @type {number} */ places) => rate.valueAt(0.5 + places * stop);
  assert.deepEqual(rate.near(0.5, stop, 240).slice(0, 5), [at(1), at(2), at(3), at(-1), at(4)]);
  assert.deepEqual(rate.near(0.5, -3 * stop, 240).slice(0, 4), [at(-3), at(-6), at(-9), at(3)]);
  const values = rate.near(0.5, stop, 240);
  assert.deepEqual([values.length, Math.max(...values)], [40, at(30)]);
});
