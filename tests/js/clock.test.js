import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock } from '../../gdviz/player/js/control/clock.js';

/** Frames of a browser whose time the test makes. */
const browser = {
  now: 0,
  /** @type {((now: number) => void) | null} */
  asked: null,

  /** @param {number} milliseconds until the next frame */
  frame(milliseconds) {
    this.now += milliseconds;
    const { asked } = this;
    this.asked = null;
    asked?.(this.now);
  },
};
Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {(now: number) => void} */ callback) => {
    browser.asked = callback;
    return 1;
  },
  cancelAnimationFrame: () => { browser.asked = null; },
});

/** @type {number[]} */
let ticks = [];
let changes = 0;
let clock = new Clock(() => {}, () => {});

beforeEach(() => {
  ticks = [];
  changes = 0;
  browser.asked = null;
  clock = new Clock((k) => ticks.push(k), () => changes++);
  clock.resize(80);
});

test('at speed 1 a whole run takes eight seconds', () => {
  clock.play();
  browser.frame(0); // the first frame only says what time it is
  for (let i = 0; i < 40; i++) browser.frame(100);
  assert.equal(clock.k, 40); // half of the 80 steps after four seconds
  for (let i = 0; i < 41; i++) browser.frame(100);
  assert.deepEqual([clock.k, clock.playing, changes], [80, false, 2]);
  assert.deepEqual(ticks, [...new Set(ticks)].sort((a, b) => a - b)); // each step once, in order
});

test('step by step it makes one a second; twice as fast, twice as many', () => {
  clock.speed = 'step';
  clock.play();
  browser.frame(0);
  for (let i = 0; i < 30; i++) browser.frame(100);
  assert.equal(clock.k, 3);
  clock.speed = '2';
  for (let i = 0; i < 10; i++) browser.frame(100);
  assert.equal(clock.k, 23);
});

test('a page that was away goes on where it was, a quarter of a second at most', () => {
  clock.play();
  browser.frame(0);
  browser.frame(60_000);
  assert.equal(clock.k, 2); // 0.25 s of 10 steps a second
});

test('seeking stays within the run and rounds', () => {
  clock.seek(12.6);
  assert.equal(clock.k, 13);
  clock.seek(-5);
  assert.equal(clock.k, 0);
  clock.seek(1e9);
  assert.equal(clock.k, 80);
  assert.deepEqual(ticks, [13, 0, 80]);
});

test('at the end play begins again, a loop shows the last step first', () => {
  clock.seek(80);
  clock.play();
  assert.equal(clock.k, 0);
  clock.loop = true;
  browser.frame(0);
  clock.seek(79);
  browser.frame(0);
  browser.frame(200);
  assert.deepEqual([clock.k, clock.playing], [80, true]);
  browser.frame(200);
  assert.deepEqual([clock.k, clock.playing], [0, true]);
});

test('another number of steps: the head stays, at the end it stays at the end', () => {
  clock.seek(50);
  clock.resize(200);
  assert.equal(clock.k, 50);
  clock.resize(20);
  assert.equal(clock.k, 20);
  clock.resize(300); // it was at the end
  assert.equal(clock.k, 300);
});

test('without steps there is nothing to play; toggling plays and pauses', () => {
  clock.resize(0);
  clock.play();
  assert.equal(clock.playing, false);
  clock.resize(10);
  clock.toggle();
  assert.equal(clock.playing, true);
  clock.toggle();
  assert.deepEqual([clock.playing, browser.asked], [false, null]);
});
