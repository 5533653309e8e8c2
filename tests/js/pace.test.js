import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../gdviz/player/js/base/pace.js';

test('something costly rests, and then the last that came is done', async () => {
  const pause = (/** @type {number} */ ms) => new Promise((done) => { setTimeout(done, ms); });
  Object.assign(globalThis, { requestAnimationFrame: (/** @type {() => void} */ act) => setTimeout(act, 30) });
  const pace = new Pace();
  /** @type {string[]} */
  const done = [];
  const began = performance.now();
  pace.begin();
  assert.ok(pace.resting);
  pace.after(() => done.push('first'));
  pace.after(() => done.push('last'));
  assert.equal(done.length, 0);
  while (!done.length) await pause(1);
  assert.deepEqual(done, ['last']);
  assert.ok(performance.now() - began > 55); // a frame, and a rest
  assert.ok(!pace.resting);
  pace.begin();
  pace.after(() => done.push('after the end'));
  pace.stop();
  Reflect.deleteProperty(globalThis, 'requestAnimationFrame');
});
