import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Hand } from '../../gdviz/player/js/control/hand.js';

/** @import { HandMoved } from '../../gdviz/player/js/control/page-link.js' */

/** A hand whose page answers when the test says so, under a clock of the test's own. */
function handOfTest() {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
  /** @type {HandMoved[]} */
  const asked = [];
  const hand = new Hand((moved) => { asked.push(moved); return true; }, () => ['a', 'b'], () => Date.now());
  const pass = mock.timers.tick.bind(mock.timers);
  const answer = () => { hand.answered(asked[asked.length - 1].turn); pass(0); };
  return { hand, asked, answer, pass };
}

test('one request at a time, the newest value wins', () => {
  const { hand, asked, answer } = handOfTest();
  for (const value of [1, 2, 3]) hand.change('lr', value, false);
  hand.change('beta', 0.5, false);
  assert.deepEqual(asked.map(({ changes }) => changes), [{ lr: 1 }]);
  answer();
  assert.deepEqual(asked[1].changes, { lr: 3, beta: 0.5 });
  assert.ok(asked[1].turn > asked[0].turn && asked[1].held.join() === 'a,b');
  answer();
  assert.equal(asked.length, 2);
});

test('an answer to an earlier request, or to none, lets nothing go', () => {
  const { hand, asked } = handOfTest();
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  hand.answered(asked[0].turn - 1);
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
  hand.answered(asked[0].turn, 200);
  pass(199);
  assert.equal(asked.length, 1);
  pass(1);
  assert.equal(asked.length, 2);
  hand.answered(asked[1].turn, 200);
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
  const hand = new Hand(() => { asked++; return false; }, () => []);
  hand.change('lr', 1, false);
  hand.change('lr', 2, false);
  assert.equal(asked, 2);
});
