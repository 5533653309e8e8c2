import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Sizing } from '../../gdviz/player/js/base/sizing.js';
import { Clock } from '../../gdviz/player/js/control/clock.js';
import { Painter } from '../../gdviz/player/js/control/painter.js';
import { Plots } from '../../gdviz/player/js/control/plots.js';

/** @import { PlotlyLibrary, PlotlyPart } from '../../gdviz/player/js/base/plotly.js' */
/** @import { Theme } from '../../gdviz/player/js/base/theme.js' */

/** Frames of a browser, as fast as they are asked for; each takes so many milliseconds of its time. */
let frameTime = 16, now = 0;
Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {(now: number) => void} */ act) => setImmediate(() => act(now += frameTime)),
  cancelAnimationFrame: (/** @type {NodeJS.Immediate} */ asked) => clearImmediate(asked),
});

const theme = /** @type {Theme} */ ({});

/** What is painted and drawn of a run, in order. */
class Stage {
  /** @param {number} steps */
  constructor(steps) {
    /** @type {string[]} */
    this.done = [];
    this.moved = 0; // frames past the start
    this.clock = new Clock(() => this.painter.request(), () => this.painter.request());
    this.clock.resize(steps);
    const picture = () => ({ k: this.clock.k, playing: this.clock.playing, runs: [], focused: undefined, theme });
    this.painter = new Painter(() => [], picture, {
      painted: (k) => { if (k > 0 && !this.moved++) this.done.push('moves'); }, describe: () => {},
    });
    const panel = (/** @type {string} */ name, /** @type {PlotlyPart} */ part) => {
      let stale = true;
      return {
        part, stale: () => stale, draw: async () => { stale = false; this.done.push(name); }, destroy: () => {},
      };
    };
    const panels = [panel('surface', 'gl3d'), panel('contour', 'cartesian')];
    this.asked = /** @type {PlotlyPart[]} */ ([]);
    const library = async (/** @type {PlotlyPart} */ part) => {
      this.asked.push(part);
      return /** @type {PlotlyLibrary} */ ({});
    };
    const view = { levels: /** @type {const} */ ('log'), height: /** @type {const} */ ('log'), equal: true };
    this.plots = new Plots(() => panels, () => ({ view, theme }), library);
  }

  async shown() {
    this.plots.early = true;
    await this.plots.draw(false);
  }
}

beforeEach(() => { frameTime = 16; });

for (const [speed, steps, time] of /** @type {const} */ ([
  ['1', 60, 4], ['1', 60, 16], ['1', 2000, 16], ['0.25', 20, 16], ['step', 100, 16], ['1', 100, 900]])) {
  test(`the surface waits until the head has moved: speed ${speed}, ${steps} steps, frames of ${time} ms`, async () => {
    frameTime = time;
    const stage = new Stage(steps);
    await stage.shown();
    stage.clock.speed = speed;
    stage.clock.play();
    await stage.painter.seen(() => true);
    stage.plots.early = false;
    assert.deepEqual(stage.asked, ['cartesian']); // what draws surfaces is not even started
    await stage.plots.draw(false);
    stage.clock.pause();
    assert.deepEqual(stage.done, ['contour', 'moves', 'surface']);
    assert.deepEqual(stage.asked, ['cartesian', 'gl3d']);
  });
}

test('of a run that does not play, or no longer, a second frame is waited for, unless another scene comes soon', async () => {
  const stage = new Stage(100);
  await new Promise(setImmediate); // what the play head asked for is painted
  const began = now;
  await stage.painter.seen(() => true, false);
  assert.equal(now, began);
  await stage.painter.seen(() => true);
  assert.equal(now, began + 2 * frameTime);
  stage.clock.play();
  const waited = stage.painter.seen(() => true);
  stage.clock.pause();
  await waited;
  assert.equal(stage.moved, 0);
  stage.clock.play();
  await stage.painter.seen(() => false); // another scene has come
  stage.clock.pause();
  assert.equal(stage.moved, 0);
});

test('what asks for plots meanwhile does not get the slow ones, unless it asks for all', async () => {
  const stage = new Stage(100);
  await stage.shown();
  await stage.plots.draw(false);
  assert.deepEqual(stage.done, ['contour']);
  await stage.plots.draw(true);
  assert.deepEqual(stage.done, ['contour', 'surface']);
});

/** A panel of 369 x 274 pixels whose plot has a width, and what plotly.js is told of another size. */
function sized(/** @type {number} */ width) {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {unknown[]} */
  const told = [];
  const panel = {
    Plotly: { relayout: (/** @type {unknown} */ _, /** @type {unknown} */ change) => { told.push(change); } },
    plot: { _fullLayout: { width, height: 274.391 } }, host: { clientWidth: 369, clientHeight: 274 },
  };
  return { panel: /** @type {ConstructorParameters<typeof Sizing>[0]} */ (/** @type {unknown} */ (panel)), told };
}

test('a plot of the same size is left alone, whatever the fractions of a pixel', () => {
  const { panel, told } = sized(368.812);
  new Sizing(panel).changed();
  mock.timers.tick(1000);
  assert.deepEqual(told, []);
});

test('a panel of another size is drawn in once, when it rests, with what goes with the size', () => {
  const { panel, told } = sized(370.2), sizing = new Sizing(panel, () => ({ 'xaxis.range': [0, 1] }));
  for (let i = 0; i < 5; i++) {
    sizing.changed();
    mock.timers.tick(60);
  }
  assert.deepEqual(told, []);
  mock.timers.tick(60);
  assert.deepEqual(told, [{ autosize: true, 'xaxis.range': [0, 1] }]);
  sizing.changed();
  sizing.stop(); // the player goes
  mock.timers.tick(1000);
  assert.equal(told.length, 1);
});

test('a panel without a plot has no size to change', () => {
  const { panel, told } = sized(0);
  Object.assign(panel.plot, { _fullLayout: undefined });
  new Sizing(panel).changed();
  mock.timers.tick(1000);
  assert.deepEqual(told, []);
});

test('panels go when nothing is being drawn in them, also where a drawing fails', async () => {
  /** @type {string[]} */
  const done = [];
  const drawings = /** @type {{(): void}[]} */ ([]);
  const panel = (/** @type {string} */ name, /** @type {boolean} */ fails) => ({
    part: /** @type {const} */ ('cartesian'), stale: () => true, destroy: () => { done.push(`${name} gone`); },
    draw: async () => {
      await new Promise((/** @type {(value: void) => void} */ go) => { drawings.push(go); });
      done.push(name);
      if (fails) throw new Error(name);
    },
  });
  const panels = [panel('contour', true), panel('surface', false)];
  const view = { levels: /** @type {const} */ ('log'), height: /** @type {const} */ ('log'), equal: true };
  const plots = new Plots(() => panels, () => ({ view, theme }), async () => /** @type {PlotlyLibrary} */ ({}));
  const drawing = plots.draw(true);
  await new Promise(setImmediate);
  plots.destroy();
  await new Promise(setImmediate);
  assert.deepEqual(done, []);
  drawings[0]();
  await assert.rejects(drawing);
  await new Promise(setImmediate);
  assert.deepEqual(done, ['contour']); // the other one is still drawn
  drawings[1]();
  await new Promise(setImmediate);
  assert.deepEqual(done, ['contour', 'surface', 'contour gone', 'surface gone']);
});
