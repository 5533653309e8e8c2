import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './fake-page.js';
import { OwnWeight } from '../../gdviz/player/js/panels/network/own-weight.js';

/** @import { FakeElement } from './fake-page.js' */

/** @type {any[][]} */
let moves = [];
let k = 12, hears = true, owed = false;
let own = make();
const node = () => /** @type {FakeElement} */ (/** @type {unknown} */ (own.node));
const field = (name = 'Weight W1[2,1], typed') => node().get('gd-number', name);
const slider = () => node().get('slider', 'Weight W1[2,1]');
const weights = (/** @type {number[]} */ ...numbers) => ({ numbers: Float32Array.from(numbers), exact: true });

/** @returns {OwnWeight} of a run that has 30 steps */
function make() {
  const focused = { slug: 'gd', head: (/** @type {number} */ at) => Math.min(at, 30) };
  return new OwnWeight(/** @type {any} */ ({
    now: () => ({ focused, k }), hears: () => hears, owed: () => owed, seek: (/** @type {number} */ to) => { k = to; },
    move: (/** @type {any[]} */ ...sent) => { moves.push(sent); owed = true; },
  }));
}

/** @param {string} text @param {string} [name] */
function type(text, name) {
  field(name).value = text;
  field(name).press('Enter');
}

beforeEach(() => {
  moves = [];
  [k, hears, owed] = [12, true, false];
  own = make();
  own.choose(2, 'W1[2,1]');
  own.show(weights(1, 2, 0.4));
});

test('a typed weight is sent with the place of the others, and the play head goes to step 0', () => {
  assert.equal(field().value, '0.4'); // no digits that float32 makes up
  type('7,123456789');
  const [key, sent, settled] = moves[0];
  assert.deepEqual([key, settled, k], ['weights', true, 0]);
  assert.deepEqual({ ...sent, hand: 0 }, { slug: 'gd', place: 12, hand: 0, values: { 2: 7.123456789 } });
  own.show(weights(1, 2, 7.123456789));
  assert.deepEqual([field().value, slider().getAttribute('aria-valuenow')], ['7.1235', '7.123456789']);
  assert.equal(slider().getAttribute('aria-valuemax'), '10'); // it reaches further now
  own.show(weights(1, 2, 6e37));
  assert.equal(slider().getAttribute('aria-valuemax'), '1e+38');
  own.show(weights(1, 2, 0));
  assert.equal(slider().getAttribute('aria-valuemax'), '5');
  type('1.5e308');
  own.show(weights(1, 2, Infinity)); // as float32
  assert.deepEqual([field().value, slider().getAttribute('aria-valuemax')], ['1.5e308', '1.5e+308']);
});

test('what is set before a scene has it belongs to one movement', () => {
  slider().press('ArrowRight');
  slider().press('ArrowRight');
  slider().happen('blur');
  own.choose(0, 'W1[1,1]');
  own.show({ numbers: [1, 2, 0.4], exact: false }); // of the scene before
  type('3', 'Weight W1[1,1], typed');
  assert.deepEqual(moves.map(([, { place, hand }]) => [place, hand]), Array(4).fill([12, moves[0][1].hand]));
  assert.deepEqual(moves.map(([, { values }]) => values), [{ 2: 0.5 }, { 2: 0.6 }, { 2: 0.6 }, { 0: 3, 2: 0.6 }]);
  assert.deepEqual(moves.map(([, , settled]) => settled), [false, false, true, true]);
  owed = false;
  own.show(weights(3, 2, 0.6));
  type('4', 'Weight W1[1,1], typed');
  assert.deepEqual([moves[4][1].place, moves[4][1].values], [0, { 0: 4 }]);
});

test('what was set and answered is over, whatever came after it: other weights were drawn, the same is set anew', () => {
  type('1');
  [owed, k] = [false, 5];
  own.answered({}); // the head is elsewhere when its scene comes, and the next one has drawn weights
  k = 0;
  own.choose(0, 'W1[1,1]');
  own.show(weights(9, 8, 7));
  type('2', 'Weight W1[1,1], typed');
  assert.deepEqual(moves.map(([, { values }]) => values), [{ 2: 1 }, { 0: 2 }]);
});

test('a drag that is taken back leaves nothing set, and the play head where it was', () => {
  slider().pointer('down', 60);
  slider().pointer('move', 90);
  assert.deepEqual([k, moves[0][1].place], [0, 12]);
  const { hand } = moves[0][1];
  slider().press('Escape');
  assert.deepEqual(moves.at(-1), ['weights', { slug: 'gd', place: 12, hand, values: {} }, true]);
  assert.deepEqual([k, field().value], [12, '0.4']);
  owed = false;
  own.answered({});
  own.show(weights(1, 2, 0.4));
  type('2');
  const [, sent] = moves[moves.length - 1];
  assert.deepEqual([sent.place, sent.values], [12, { 2: 2 }]);
  // within a movement that has set something, that stays
  own.show(weights(1, 2, 2));
  slider().pointer('down', 60);
  slider().pointer('move', 80);
  slider().pointer('cancel', 80);
  assert.deepEqual(moves.at(-1), ['weights', { slug: 'gd', place: 12, hand: sent.hand, values: { 2: 2 } }, true]);
  assert.equal(k, 0);
});

test('another place of the play head begins another movement', () => {
  type('1');
  k = 20;
  type('2');
  assert.deepEqual(moves.map(([, { place, values }]) => [place, values]), [[12, { 2: 1 }], [20, { 2: 2 }]]);
});

test('what the page refuses is told, and not sent again', () => {
  type('1');
  own.answered({ weights: 'some weights are not finite' });
  own.show(weights(1, 2, 0.4));
  assert.equal(field().getAttribute('title'), 'some weights are not finite');
  own.answered({});
  own.choose(0, 'b1[1]');
  own.show(weights(1, 2, 0.4));
  type('5', 'Bias b1[1], typed');
  assert.deepEqual(moves[1][1].values, { 0: 5 });
});

test('where nothing is chosen, or no number, the room is empty; where nobody listens there is none', () => {
  const looks = () => [own.node.hidden, own.node.hasAttribute('data-empty')];
  assert.deepEqual(looks(), [false, false]);
  own.show(weights(1, 2, NaN));
  assert.deepEqual(looks(), [false, true]);
  own.choose(null, '');
  own.show(weights(1, 2, 0.4));
  assert.deepEqual(looks(), [false, true]);
  hears = false;
  own.choose(2, 'W1[2,1]');
  own.show(weights(1, 2, 0.4));
  assert.equal(own.node.hidden, true);
});
