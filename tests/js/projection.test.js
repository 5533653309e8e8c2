import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orbited, projectInto } from '../../gdviz/player/js/axes/camera.js';
import { hiddenFrom, product, viewer } from '../../gdviz/player/js/axes/projection.js';
import { near, randomFrom } from './helpers.js';

test('a product of matrices, multiplied by hand', () => {
  // by columns: a takes (x, y, z, 1) to (2x + 3, y - z, 4z, 1); b takes it to (y, x, z + 5, 1)
  const a = [2, 0, 0, 0, 0, 1, 0, 0, 0, -1, 4, 0, 3, 0, 0, 1], b = [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 1];
  // first b, then a: (2y + 3, x - z - 5, 4z + 20, 1)
  assert.deepEqual(product(a, b), [0, 1, 0, 0, 2, 0, 0, 0, 0, -1, 4, 0, 3, -5, 20, 1]);
});

test('the viewer is where the view takes to the origin', () => {
  const random = randomFrom(3);
  for (let trial = 0; trial < 50; trial++) {
    const m = Array.from({ length: 16 }, () => random() * 4 - 2);
    [m[3], m[7], m[11], m[15]] = [0, 0, 0, 1];
    const [x, y, z] = viewer(m);
    for (let row = 0; row < 3; row++) {
      assert.ok(near(m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row], 0, 1e-8));
    }
  }
});

test('the pixel of a point under a simple perspective', () => {
  // the eye at (0, 0, 4) looks down the z axis; what is at distance d is 1/d as large
  const matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 4];
  const box = { left: 10, top: 20, width: 200, height: 100 };
  /** @type {[number, number]} */
  const out = [0, 0];
  assert.ok(projectInto({ matrix, scaling: [2, 1, 1], eye: [0, 0, 4], box }, 0.5, -1, 2, out));
  // x is scaled to 1, at distance 2: half of half the width right of the middle; y half of half the height below it
  assert.deepEqual(out, [10 + 100 + 50, 20 + 50 + 25]);
  assert.equal(projectInto({ matrix, scaling: [1, 1, 1], eye: [0, 0, 4], box }, 0, 0, 5, out), false); // behind the eye
});

test('a ridge hides what lies behind it and nothing else', () => {
  const n = 41, grid = { nx: n, ny: n, x: [-1, 1], y: [-1, 1] }, heights = new Float64Array(n * n);
  for (let j = 0; j < n; j++) heights[j * n + 20] = 1; // a wall at x = 0, one high
  const sees = (/** @type {[number, number, number]} */ eye, /** @type {number} */ x) => !hiddenFrom(eye, x, 0, 0, grid, heights, 1e-3);
  assert.ok(sees([3, 0, 1], 0.5)); // on the eye's side
  assert.ok(!sees([3, 0, 1], -0.5)); // behind the wall: the line of sight is 1/7 high there
  assert.ok(sees([3, 0, 30], -0.5)); // from high above: 30/7 high over the wall
  assert.ok(!sees([-3, 0, 1], 0.5));
});

test('a camera goes around what it looks at, at the same distance, and not over it', () => {
  const from = { eye: { x: 3, y: 0, z: 1 }, center: { x: 1, y: 0, z: 1 }, up: { x: 0, y: 0, z: 1 } };
  /** @type {(around: number, upwards: number) => number[]} */
  const eye = (around, upwards) => { const { x, y, z } = orbited(from, around, upwards).eye; return [x, y, z]; };
  const half = Math.SQRT1_2 * 2;
  for (const [at, place] of /** @type {const} */ ([
    [eye(90, 0), [1, 2, 1]], [eye(-90, 0), [1, -2, 1]], [eye(0, 45), [1 + half, 0, 1 + half]], [eye(360, 0), [3, 0, 1]],
    [eye(0, -45), [1 + half, 0, 1 - half]]])) {
    at.forEach((v, i) => assert.ok(near(v, place[i], 1e-12), `${at} ${place}`));
  }
  const steep = orbited(from, 0, 400), [x, , z] = [steep.eye.x - 1, 0, steep.eye.z - 1];
  assert.ok(near(Math.atan2(z, x) * 180 / Math.PI, 85, 1e-9));
  assert.deepEqual([steep.center, steep.up], [from.center, from.up]);
  const dragged = { ...from, eye: { x: 1.01, y: 0, z: 3 } }; // nearly from above: no key takes it back by itself
  assert.ok(near(orbited(dragged, 0, 10).eye.z, 3, 1e-9) && orbited(dragged, 0, -10).eye.z < 3);
});
