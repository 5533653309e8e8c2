// A map of many runs in its element: what it tells, and that it goes without a trace.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { FakeElement } from './fake-page.js';
/** @import { Told } from '../../gdviz/player/js/base/events.js' */
import { showCells } from '../../gdviz/player/js/pointer/cells/cell-map.js';

Object.assign(globalThis, {
  ResizeObserver: class { observe() { /* nothing is laid out */ } disconnect() { /* nor here */ } },
  getComputedStyle: () => ({ color: '#000', fontFamily: 'sans' }),
});

/** An element that has room and a style. */
class Host extends FakeElement {
  clientWidth = 300;
  style = {};
  replaceChildren(/** @type {FakeElement[]} */ ...nodes) {
    for (const child of [...this.children]) child.remove();
    this.append(...nodes.map((node) => Object.assign(node, {
      style: {}, classList: { toggle: () => false }, replaceChildren: () => { /* its lines */ },
    })));
  }
}

const axis = { _offset: 0, _length: 300, d2p: (/** @type {number} */ v) => 300 * v };
const library = async () => /** @type {any} */ ({
  react: async (/** @type {object} */ plot) => Object.assign(plot, {
    _fullLayout: { xaxis: axis, yaxis: axis }, getBoundingClientRect: () => ({ left: 0, top: 0 }),
  }),
  purge: () => {},
});

/**
 * @param {string[]} takes
 * @param {number} heard
 * @returns {Uint8Array} a map of two by two cells, of which one is opened by a click
 */
function sent(takes = ['point'], heard = 0) {
  const header = Buffer.from(JSON.stringify({
    figure: { data: [], layout: { height: 300 } }, alt: 'A map', takes, x: [0, 1], y: [0, 1],
    place: '{x}, {y}', sentences: ['a run'], words: {}, arrays: [['which', 'u1']],
  }));
  const whole = Buffer.concat([Buffer.alloc(4), header, Buffer.alloc(4)]), size = Buffer.alloc(4);
  whole.writeUInt32LE(header.length);
  size.writeUInt32LE(whole.length);
  const confirmed = Buffer.alloc(8);
  confirmed.writeDoubleLE(heard);
  return new Uint8Array(Buffer.concat([confirmed, size, deflateSync(whole)]));
}

/**
 * @param {Host} host
 * @param {string} name of whoever listens
 * @param {unknown[][]} told
 * @param {string[]} [takes]
 * @returns {() => void}
 */
function mounted(host, name, told, takes) {
  return showCells(/** @type {any} */ (host), sent(takes), library, (_, news) => {
    const { name: event, value } = /** @type {Told[]} */ (news).slice(-1)[0];
    return told.push([name, event, value]) > 0;
  });
}
const drawn = () => new Promise((done) => { setTimeout(done); });

test('a map that has gone hears nothing any more in the element that it leaves to another', async () => {
  const host = new Host('div'), told = /** @type {unknown[][]} */ ([]), end = mounted(host, 'first', told);
  await drawn();
  host.press('Enter');
  end();
  mounted(host, 'second', told);
  await drawn();
  host.press('Enter');
  assert.deepEqual(told, [['first', 'point', { x: 1, y: 1 }], ['second', 'point', { x: 1, y: 1 }]]);
  end(); // a second time: the map that stands there now is another one
  host.press('Enter');
  assert.deepEqual([host.children.length, told.length], [5, 3]);
});

test('what was picked is told until a map says that it was heard', async () => {
  const host = new Host('div'), told = /** @type {Told[][]} */ ([]);
  const tell = (/** @type {any} */ _, /** @type {any} */ news) => told.push(news) > 0;
  const show = (/** @type {number} */ heard) => showCells(
    /** @type {any} */ (host), sent(['point'], heard), library, tell);
  show(0);
  await drawn();
  for (const key of ['Enter', 'ArrowLeft', 'Enter', 'Enter']) host.press(key);
  assert.deepEqual(told[2].map(({ value }) => value), [{ x: 1, y: 1 }, { x: 0, y: 1 }, { x: 0, y: 1 }]);
  const end = show(told[2][1].number); // the server was busy, and has not seen the last one yet
  host.press('Enter');
  assert.deepEqual([told[3].length, told[3][0]], [2, told[2][2]]);
  end();
});

/** @param {Host} host */
function click(host) {
  for (const type of ['down', 'up']) host.pointer(type, 290, { clientY: 290, isPrimary: true });
}

test('a click opens the cell at once, unless a second one may follow that leads back', async () => {
  for (const takes of [['point'], ['point', 'back']]) {
    const host = new Host('div'), told = /** @type {unknown[][]} */ ([]), end = mounted(host, 'page', told, takes);
    await drawn();
    mock.timers.enable({ apis: ['setTimeout'] });
    click(host);
    assert.equal(told.length, takes.length === 1 ? 1 : 0);
    mock.timers.tick(300);
    assert.deepEqual(told.map(([, event]) => event), ['point']);
    click(host);
    click(host);
    host.happen('dblclick', {});
    mock.timers.tick(300);
    const events = told.splice(0).map(([, event]) => event);
    assert.deepEqual(events, takes.length === 1 ? ['point', 'point', 'point'] : ['point', 'back']);
    click(host);
    told.splice(0);
    end();
    mock.timers.tick(300);
    assert.deepEqual(told, []);
    mock.timers.reset();
  }
});

test('what is told of a cell is read from a region that stays, and said once', async () => {
  const host = new Host('div'), end = mounted(host, 'page', []);
  await drawn();
  const said = host.children.find((node) => node.getAttribute('aria-live') === 'polite');
  const tip = host.children.find((node) => node.getAttribute('class') === 'gd-cells-tip');
  assert.ok(said && tip);
  const texts = [said.textContent];
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) {
    host.press(key);
    texts.push(said.textContent);
    assert.deepEqual([said.hidden, tip.hidden], [false, false]);
  }
  assert.deepEqual(texts, ['', '0, 1. a run', '0, 1. a run', '0, 0. a run']);
  host.happen('blur');
  assert.deepEqual([said.hidden, said.textContent, tip.hidden], [false, '', true]);
  end();
});

test('the keys that are spoken of are those that do something', async () => {
  for (const takes of [['point'], ['box', 'back']]) {
    const host = new Host('div'), told = /** @type {unknown[][]} */ ([]), end = mounted(host, 'page', told, takes);
    await drawn();
    host.press('Enter');
    assert.equal(/Enter/.test(host.getAttribute('aria-label') ?? ''), told.length === 1);
    end();
  }
});
