import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Press } from '../../gdviz/player/js/pointer/press.js';

/** @typedef {Record<string, (event: any) => void>} Listeners */

class Place {}

/** @type {Listeners} */
let onHost = {};
/** @type {Listeners} */
let onWindow = {};
/** @type {number[][]} */
let clicks = [];
const plot = Object.assign(new Place(), {
  classList: { contains: () => false }, contains: () => true,
  getRootNode: () => ({ elementsFromPoint: () => [plot] }),
});

beforeEach(() => {
  [onHost, onWindow, clicks] = [{}, {}, []];
  /** @param {Listeners} to @returns {(kind: string, act: (event: any) => void) => void} */
  const listen = (to) => (kind, act) => { to[kind] = act; };
  const window = { addEventListener: listen(onWindow), removeEventListener: () => {} };
  Object.assign(globalThis, { Node: Place, window });
  const host = { dataset: {}, addEventListener: listen(onHost) }, nothing = () => {};
  new Press(/** @type {any} */ (host), /** @type {any} */ (plot), {
    inside: () => true, clicked: (x, y) => clicks.push([x, y]),
    held: nothing, released: nothing, moved: nothing,
  });
});

// the page is busy, or not: that makes no difference to when the hand pressed and let go
for (const [milliseconds, counts] of /** @type {[number, boolean][]} */ ([[590, true], [610, false]])) {
  test(`a press of ${milliseconds} ms ${counts ? 'is' : 'is no'} click, whenever the page hears`, () => {
    const at = { clientX: 5, clientY: 6 };
    onHost.pointerdown({ ...at, pointerType: 'mouse', button: 0, isPrimary: true, timeStamp: 1e6 });
    onWindow.pointerup({ ...at, type: 'pointerup', timeStamp: 1e6 + milliseconds });
    assert.deepEqual(clicks, counts ? [[5, 6]] : []);
  });

  test(`a tap of ${milliseconds} ms ${counts ? 'is' : 'is no'} click, too`, () => {
    const touch = { stopPropagation: () => {}, target: plot, cancelable: false };
    onHost.touchstart({ ...touch, touches: [{ clientX: 5, clientY: 6 }], timeStamp: 1e6 });
    onHost.touchend({ ...touch, touches: [], timeStamp: 1e6 + milliseconds });
    assert.deepEqual(clicks, counts ? [[5, 6]] : []);
  });
}
