import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { Foreseen } from '../../gdviz/player/js/control/hand/foreseen.js';
import { Hand } from '../../gdviz/player/js/control/hand/hand.js';

/** @import { HandMoved } from '../../gdviz/player/js/control/page-link.js' */
/** @import { Scene } from '../../gdviz/player/js/wire/scene.js' */

/** @typedef {Scene & {value: number}} SceneOfTest */

/** @param {object} header @returns {Uint8Array} its length and itself */
function lengthAnd(header) {
  const text = new TextEncoder().encode(JSON.stringify(header)), bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}

const GRID = Buffer.concat([lengthAnd({ arrays: [['z', 1, 1]] }), new Uint8Array(4)]);
const PACKED = deflateSync(GRID);

/**
 * @param {number} value what tells this scene from others
 * @param {object} [more] in its header
 * @param {boolean} [whole] whether it brings its grid, and does not only name it
 * @param {Uint8Array[]} [behind] scenes
 * @returns {Uint8Array}
 */
function sceneBytes(value, more = {}, whole = false, behind = []) {
  const header = {
    value, names: ['x', 'y'], surface: { x: [0, 1], y: [0, 1] }, competitors: [], minima: [], start: null,
    parts: [['grid', 'g', whole ? PACKED.length : 0, GRID.length]], ...more,
  };
  return Buffer.concat([lengthAnd(header), ...(whole ? [PACKED] : []), ...behind]);
}

/** A hand whose page answers when the test says so, under a clock of the test's own. */
function handOfTest() {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
  /** @type {HandMoved[]} */
  const asked = [];
  /** @type {number[]} values of the scenes that were shown without asking */
  const shown = [];
  /** @type {Scene | null} */
  let scene = null;
  const show = async (/** @type {Scene} */ come) => {
    scene = come;
    shown.push(/** @type {SceneOfTest} */ (come).value);
  };
  const foreseen = new Foreseen(show, () => scene?.parts);
  scene = foreseen.open(sceneBytes(0, {}, true));
  const ask = (/** @type {HandMoved} */ moved) => asked.push(moved); // their number
  const hand = new Hand(ask, foreseen, () => Date.now());
  const pass = mock.timers.tick.bind(mock.timers);
  const answer = () => { hand.answered(asked.length); pass(0); };
  /** The page answers the last request, with scenes for other values; whether its scene is to be shown. */
  const come = (/** @type {number} */ value, /** @type {number[]} */ ahead, key = 'lr') => {
    const behind = ahead.map((v) => sceneBytes(v)), heard = asked.length;
    const scenes = ahead.map((v, i) => [v, behind[i].length]);
    const opened = hand.open(sceneBytes(value, { heard, ahead: { key, scenes } }, false, behind));
    if (opened) hand.answered(heard);
    pass(0);
    return opened !== null;
  };
  return { hand, asked, shown, answer, come, pass };
}

test('one request at a time, the newest value wins', () => {
  const { hand, asked, answer } = handOfTest();
  for (const value of [1, 2, 3]) hand.change('lr', value, false);
  hand.change('beta', 0.5, false);
  assert.deepEqual(asked.map(({ changes }) => changes), [{ lr: 1 }]);
  answer();
  assert.deepEqual(asked[1].changes, { lr: 3, beta: 0.5 });
  assert.equal(asked[1].held.join(), 'g');
  answer();
  assert.equal(asked.length, 2);
});

test('a scene owes what was chosen after it, not what it answers, nor what is only looked at', () => {
  const { hand, answer } = handOfTest();
  assert.equal(hand.owes(0), false);
  hand.change('at', 1, false);
  assert.equal(hand.owes(1), true); // the hand has not let go
  hand.change('at', 1, true);
  assert.equal(hand.owes(1), true); // that is not asked for yet
  answer();
  assert.deepEqual([hand.owes(1), hand.owes(2)], [true, false]); // the answer is this scene: it is shown first
  answer();
  hand.change('look', 1, true);
  hand.change('look', 2, true);
  assert.deepEqual([hand.owes(2), hand.owes(3)], [true, false]);
  answer();
  answer();
  assert.equal(hand.owes(undefined), false);
});

test('an answer to an earlier request, or to none, lets nothing go', () => {
  const { hand, asked } = handOfTest();
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  hand.answered(0);
  hand.answered(undefined);
  assert.equal(asked.length, 1);
});

test('what the hand has let go is told after all else, and once', () => {
  const { hand, asked, answer } = handOfTest();
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  hand.change('lr', 4, true);
  answer();
  assert.deepEqual(asked.map(({ changes, settled }) => [changes.lr, settled]), [[1, false], [4, true]]);
  answer();
  assert.equal(asked.length, 2);
});

test('a server that is busy is given a rest, but not before the last request', () => {
  const { hand, asked, pass } = handOfTest();
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  hand.answered(1, 200);
  pass(199);
  assert.equal(asked.length, 1);
  pass(1);
  assert.equal(asked.length, 2);
  hand.answered(2, 200);
  hand.change('lr', 3, true);
  assert.equal(asked.length, 3);
});

test('an answer that never comes is not waited for without end', () => {
  const { hand, asked, pass } = handOfTest();
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  pass(3999);
  assert.equal(asked.length, 1);
  pass(1);
  assert.equal(asked.length, 2);
});

test('without a page that listens nothing is under way', () => {
  let asked = 0;
  const hand = new Hand(() => { asked++; return 0; }, new Foreseen(async () => {}, () => undefined));
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  assert.equal(asked, 2);
});

const NEAR = Array.from({ length: 40 }, (_, i) => i + 2);
const done = () => new Promise((resolve) => setImmediate(resolve));

test('the page is asked for values near by that are not here, a few at a time', () => {
  const { hand, asked, come } = handOfTest();
  hand.change('lr', 1, false, [1, 1, ...NEAR]);
  assert.deepEqual(asked[0].ahead, NEAR.slice(0, 16));
  assert.ok(come(1, [2, 3]));
  hand.change('lr', 1.5, false, NEAR);
  assert.deepEqual(asked[1].ahead, NEAR.slice(2, 18));
});

test('a value whose scene is here is shown at once, and nobody is asked unless many others lack', async () => {
  const { hand, asked, shown, come } = handOfTest();
  hand.change('lr', 1, false, NEAR.slice(0, 2));
  come(1, [2, 3]);
  hand.change('lr', 2, false, [3, 4, 5]);
  await done();
  assert.deepEqual([shown, asked.length], [[2], 1]);
  hand.change('lr', 3, false, NEAR);
  await done();
  assert.deepEqual([shown, asked.length], [[2, 3], 2]);
  hand.change('lr', 3, true);
  come(3, [4]); // that was asked before the hand let go
  assert.deepEqual(asked[2].changes, { lr: 3 });
  assert.ok(asked[2].settled && !asked[2].ahead.length);
});

test('an answer to an older request does not take the place of what was shown since', async () => {
  const { hand, shown, come } = handOfTest();
  hand.change('lr', 1, false, NEAR);
  come(1, [2, 3]);
  hand.change('lr', 8, false, NEAR); // asked
  hand.change('lr', 2, false, NEAR); // here
  await done();
  assert.equal(come(8, [9]), false);
  hand.change('lr', 9, false, []);
  await done();
  assert.deepEqual(shown, [2, 9]);
});

test('scenes of another slider, or after the hand has let go, are not kept', async () => {
  const { hand, asked, shown, come } = handOfTest();
  hand.change('lr', 1, false, NEAR);
  come(1, [2, 3]);
  hand.change('beta', 2, false, NEAR);
  come(2, [3], 'lr');
  hand.change('beta', 3, false, NEAR);
  hand.change('lr', 2, false, NEAR);
  await done();
  assert.deepEqual(shown, []);
  assert.deepEqual(asked.map(({ changes }) => Object.keys(changes).join()), ['lr', 'beta', 'beta']);
  come(3, [4, 5], 'beta');
  hand.change('lr', 3, true);
  hand.change('lr', 2, false, NEAR);
  await done();
  assert.deepEqual(shown, []);
});

test('while one is painted the newest that was reached waits', async () => {
  const { hand, shown, come } = handOfTest();
  hand.change('lr', 1, false, NEAR);
  come(1, [2, 3, 4]);
  for (const value of [2, 3, 4]) hand.change('lr', value, false);
  await done();
  assert.deepEqual(shown, [2, 4]);
});

test('what is only looked at is never the last word, and leaves what is held as it is', () => {
  const { hand, asked, answer, pass } = handOfTest();
  hand.change('look', { x: 1, y: 2 }, true);
  assert.equal(asked[0].settled, false);
  assert.ok(!hand.moving);
  hand.change('lr', 1, false);
  hand.change('look', null, true);
  assert.ok(hand.moving);
  answer();
  assert.deepEqual([asked[1].changes, asked[1].settled], [{ lr: 1, look: null }, false]);
  hand.change('lr', 2, true);
  hand.change('look', { x: 3, y: 4 }, true);
  answer();
  assert.deepEqual([asked[2].changes, asked[2].settled], [{ lr: 2, look: { x: 3, y: 4 } }, true]);
  hand.change('look', null, true);
  hand.answered(3, 300); // a busy server has a rest from who only looks
  pass(299);
  assert.equal(asked.length, 3);
  pass(1);
  assert.equal(asked.length, 4);
});
