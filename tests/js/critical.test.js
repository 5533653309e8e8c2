import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticalOf, criticalText, placeOfCritical } from '../../gdviz/player/js/wire/critical.js';

test('each critical point has its row of the tables', () => {
  const tables = {
    'critical:theta': Float32Array.of(1, 2, 3, 4), 'critical:value': Float32Array.of(5, 6),
    'critical:eigenvalues': Float32Array.of(-1, 8, 2, 3),
  };
  const [saddle, minimum] = criticalOf({ header: { kinds: ['saddle', 'minimum'] }, tables });
  assert.deepEqual(saddle, { kind: 'saddle', theta: [1, 2], value: 5, eigenvalues: [-1, 8] });
  assert.deepEqual(placeOfCritical(minimum), [3, 4]);
  assert.equal(criticalText(saddle, 'x = 1, y = 2', 'f'), 'saddle: x = 1, y = 2, f = 5, eigenvalues −1, 8');
});

test('of one parameter the loss is upwards; where eigenvalues say nothing they are not told', () => {
  const kink = { kind: 'kink', theta: [1], value: 7, eigenvalues: [NaN] };
  assert.deepEqual(placeOfCritical(kink), [1, 7]);
  assert.equal(criticalText(kink, 'x = 1', 'f'), 'kink: x = 1, f = 7');
});

test('a scene without the part has no critical points', () => assert.deepEqual(criticalOf(undefined), []));
