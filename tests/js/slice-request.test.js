import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { SliceRequest, opensAt } from '../../gdviz/player/js/control/slice-request.js';

/** @import { Run } from '../../gdviz/player/js/wire/run.js' */

const run = /** @type {Run} */ (/** @type {unknown} */ ({ slug: 'gd', head: (/** @type {number} */ k) => Math.min(k, 9) }));

const plays = { k: 0, playing: true };

/**
 * What is asked of a scene where the head rests at such steps, in turn.
 *
 * @param {object} scene
 * @param {[k: number, byHand: boolean][]} rests
 * @returns {number[]}
 */
function asked(scene, rests) {
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {number[]} */
  const steps = [], request = new SliceRequest(({ step }) => steps.push(step));
  request.show(/** @type {any} */ ({ sample: null, locals: [null], focus: 'gd', ...scene }), plays, run);
  for (const [k, byHand] of rests) {
    request.rest(k - 1, run, true); // passes by
    request.rest(k, run, byHand);
    mock.timers.tick(1000);
  }
  mock.timers.reset();
  return steps;
}

test('a page that looks at iterates is told where the reader stops, not where a run that was watched ends', () => {
  assert.deepEqual(asked({ locals: [null, {}] }, [[3, true], [20, false], [5, true], [5, true]]), [3, 5, 5]);
});

test('a picture that follows the path is asked for at every rest, once; others are not asked for', () => {
  const sample = { follow: true, step: 4 };
  assert.deepEqual(asked({ sample }, [[4, true], [20, false], [20, true], [2, true]]), [9, 2]);
  assert.deepEqual(asked({}, [[4, true], [5, false]]), []);
});

test('while an answer is under way the rest waits: it would interrupt what may make it needless', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let busy = true;
  /** @type {number[]} */
  const steps = [], request = new SliceRequest(({ step }) => steps.push(step), () => busy);
  request.show(/** @type {any} */ ({ sample: { follow: true, step: 4 }, locals: [], focus: 'gd' }), plays, run);
  request.rest(3, run, true);
  mock.timers.tick(2000);
  assert.deepEqual(steps, []);
  busy = false;
  mock.timers.tick(300);
  assert.deepEqual(steps, [3]);
  busy = true;
  request.rest(2, run, true);
  mock.timers.tick(600);
  request.stop(); // the head moves on
  busy = false;
  mock.timers.tick(1000);
  assert.deepEqual(steps, [3]);
  mock.timers.reset();
});

test('a scene opens at the step that the page looks at, else at its start, or its end for less motion', () => {
  const opened = (/** @type {boolean} */ less, /** @type {number | undefined} */ head) => {
    Object.assign(globalThis, { matchMedia: () => ({ matches: less }) });
    return opensAt(/** @type {any} */ ({ steps: 300, head }));
  };
  assert.deepEqual([opened(false, undefined), opened(true, undefined)], [0, 300]);
  assert.deepEqual([opened(false, 40), opened(true, 40)], [40, 40]);
});

test('a scene of another step than the one where the head rests, as after Back, is asked for that one, once', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {number[]} */
  const steps = [], request = new SliceRequest(({ step }) => steps.push(step));
  const comes = (/** @type {number} */ step, playing = false) => {
    const scene = /** @type {any} */ ({ sample: { follow: true, step }, locals: [], focus: 'gd' });
    request.show(scene, { k: 2, playing }, run);
    mock.timers.tick(1000);
    return steps.length;
  };
  assert.deepEqual([comes(9, true), comes(2), comes(9), comes(9)], [0, 0, 1, 1]); // a page that cannot is left alone
  assert.deepEqual([comes(2), comes(9)], [1, 2]); // one that did is asked anew
  assert.deepEqual(steps, [2, 2]);
  mock.timers.reset();
});
