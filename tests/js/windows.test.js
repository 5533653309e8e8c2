import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { sameWindow, shortNumber, shortRange } from '../../gdviz/player/js/axes/windows.js';
import { WindowRequest } from '../../gdviz/player/js/pointer/window-request.js';
import { randomFrom } from './helpers.js';

/** @import { Range } from '../../gdviz/player/js/base/numbers.js' */
/** @import { ContourPanel } from '../../gdviz/player/js/panels/contour.js' */

test('the sides of a window are short, and less than a ten-thousandth off', () => {
  const random = randomFrom(3);
  for (let i = 0; i < 300; i++) {
    const width = 10 ** (18 * random() - 9), lo = (random() - 0.5) * 10 * width, hi = lo + width;
    const [a, b] = shortRange([lo, hi]);
    assert.ok(Math.abs(a - lo) <= 1e-4 * width && Math.abs(b - hi) <= 1e-4 * width, `${lo} ${hi}`);
    if (width > 1e-4 && width < 1e4) assert.ok(String(a).length <= 14, String(a));
  }
  assert.deepEqual(shortRange([-2.9323700751, 4.4758121317]), [-2.9324, 4.4758]);
  for (const odd of [[1, 1], [2, 1], [NaN, 1], [-1e300, 1e300]]) {
    assert.deepEqual(shortRange(/** @type {Range} */ (odd)), odd);
  }
});

test('a number is short, and exact to a ten-thousandth of the width', () => {
  assert.equal(shortNumber(-0.5 + 0.1 + 0.1 - 0.01, 10), -0.31);
  assert.equal(shortNumber(1.23456789, 0.04), 1.234568);
  assert.equal(shortNumber(123456.7, 1e7), 123456.7); // no decimals to take away
});

test('windows are the same where nobody sees a difference', () => {
  assert.ok(sameWindow({ x: [0, 1], y: [0, 2] }, { x: [0.0001, 1], y: [0, 2.0001] }));
  assert.ok(!sameWindow({ x: [0, 1], y: [0, 2] }, { x: [0, 1.01], y: [0, 2] }));
  assert.ok(!sameWindow({ x: [0, 1], y: [0, 2] }, { x: [0, 1], y: [0.1, 2] }));
  assert.ok(sameWindow({ x: [0, 1] }, { x: [0, 1], y: [5, 6] })); // of a curve only x is asked for
});

/** A panel that is zoomed as the test says, and what it asks for. */
function zoomed() {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {[unknown, boolean][]} */
  const asked = [];
  const panel = {
    frame: { x: [0, 1], y: [0, 2] }, scene: { flat: false, surface: { x: [0, 1], y: [0, 2] } },
    host: { dataset: /** @type {Record<string, string>} */ ({}) },
    events: {
      hears: () => true,
      move: (/** @type {string} */ _, /** @type {unknown} */ window, /** @type {boolean} */ settled) => { asked.push([window, settled]); },
    },
  };
  const windows = new WindowRequest(/** @type {ContourPanel} */ (/** @type {unknown} */ (panel)));
  const zoom = (/** @type {number[]} */ x, /** @type {number[]} */ y) => {
    panel.frame = { x, y };
    windows.restSoon();
  };
  return { panel, windows, asked, zoom, pass: (/** @type {number} */ ms) => mock.timers.tick(ms) };
}

test('a window is asked for once, when the picture has rested', () => {
  const { asked, zoom, pass, windows } = zoomed();
  zoom([0, 0.5], [0, 1]);
  pass(100);
  zoom([0.25, 0.5], [0, 0.5]);
  pass(149);
  assert.equal(asked.length, 0);
  pass(1);
  windows.restSoon(); // a finger that is lifted, say
  pass(1000);
  assert.deepEqual(asked, [[{ x: [0.25, 0.5], y: [0, 0.5] }, true]]);
});

test('another size of the panel asks for nothing, whatever ranges plotly.js gives the plot for it', () => {
  const { asked, pass, panel, windows } = zoomed();
  /** @type {Record<string, (about?: object) => void>} */
  const heard = {};
  Object.assign(globalThis, { window: new EventTarget() });
  Object.assign(panel, {
    plot: Object.assign(new EventTarget(), { on: (/** @type {string} */ event, /** @type {() => void} */ act) => { heard[event] = act; } }),
  });
  windows.listen();
  panel.frame = { x: [0, 1], y: [-0.4, 2.4] };
  heard.plotly_relayout({ autosize: true });
  pass(1000);
  assert.deepEqual(asked, []);
  heard.plotly_relayout({ 'yaxis.range[0]': -0.4, 'yaxis.range[1]': 2.4 }); // a reader has dragged
  pass(1000);
  assert.deepEqual(asked, [[{ x: [0, 1], y: [-0.4, 2.4] }, true]]);
});

test('what is there is not asked for, unless something else is on its way', () => {
  const { asked, zoom, pass } = zoomed();
  zoom([0, 1], [0, 2]);
  pass(200);
  assert.equal(asked.length, 0);
  zoom([0, 0.5], [0, 1]);
  pass(200);
  zoom([0, 1], [0, 2]);
  pass(200);
  assert.deepEqual(asked.map(([window]) => window), [{ x: [0, 0.5], y: [0, 1] }, { x: [0, 1], y: [0, 2] }]);
});

test('fingers that go on have not settled', () => {
  const { panel, asked, zoom, pass, windows } = zoomed();
  panel.host.dataset.held = 'true';
  zoom([0, 0.5], [0, 1]);
  pass(200);
  delete panel.host.dataset.held;
  windows.restSoon();
  pass(200);
  assert.deepEqual(asked.map(([, settled]) => settled), [false, true]);
});

test('what was asked for keeps the ranges that are seen, and all else brings its own', () => {
  const { windows, zoom, pass } = zoomed();
  zoom([0, 0.5], [0, 1]);
  pass(200);
  zoom([0, 0.25], [0, 0.5]);
  pass(200);
  assert.ok(windows.came({ x: [0, 0.25], y: [0, 0.5] }));
  assert.ok(!windows.came({ x: [0, 0.5], y: [0, 1] })); // the browser's Back, not a late answer
  assert.ok(!windows.came({ x: [0, 1], y: [0, 2] }));
});

test('nothing is drawn while plotly.js is in the middle of a move', async () => {
  const { windows, pass } = zoomed();
  let drawn = false;
  windows.moving();
  const waiting = windows.rest().then(() => { drawn = true; });
  pass(299);
  await Promise.resolve();
  assert.ok(!drawn);
  pass(1);
  await waiting;
  assert.ok(drawn);
});
