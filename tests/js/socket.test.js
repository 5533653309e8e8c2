import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const SCRIPT = readFileSync(new URL('../../gdviz/ui/web/socket.js', import.meta.url), 'utf8');
const PARTS = new Uint8Array(700).fill('{'.charCodeAt(0)); // so that many places have to be looked at

/**
 * A page with a connection, whose player keeps what it is given, and whose code keeps the messages that reach it.
 * Timers and frames end when they are told to.
 */
function opened() {
  const taken = /** @type {Uint8Array[]} */ ([]), reached = /** @type {unknown[]} */ ([]);
  const timers = /** @type {Map<number, () => void>} */ (new Map()), frames = /** @type {(() => void)[]} */ ([]);
  const soon = /** @type {Set<number>} */ (new Set()); // timers that end with the next turn
  class Socket extends EventTarget { send() {} }
  class Message extends Event {
    /** @param {string} type @param {{data: unknown}} init */
    constructor(type, { data }) { super(type); this.data = data; }
  }
  let last = 0;
  const setTimeout = (/** @type {() => void} */ act, ms = 0) => {
    timers.set(++last, act);
    if (!ms) soon.add(last);
    return last;
  };
  const clearTimeout = (/** @type {number} */ id) => { timers.delete(id); };
  const page = { WebSocket: Socket, TextEncoder, TextDecoder, setTimeout, gdvizArrivals: /** @type {any} */ (undefined) };
  const context = vm.createContext({
    ...page, window: page, ArrayBuffer, Uint8Array, DataView, MessageEvent: Message, clearTimeout, requestAnimationFrame: (/** @type {() => void} */ act) => frames.push(act),
  });
  vm.runInContext(SCRIPT, context);
  vm.runInContext(SCRIPT, context); // a second time changes nothing
  const arrivals = page.gdvizArrivals;
  arrivals.take = (/** @type {Uint8Array} */ scene) => taken.push(scene) > 0;
  const socket = new page.WebSocket();
  socket.addEventListener('message', (event) => reached.push(/** @type {Message} */ (event).data));
  return {
    taken, reached, arrivals, socket,
    bring: (/** @type {unknown} */ data) => socket.dispatchEvent(new Message('message', { data })),
    pass: () => { const all = [...timers.values()]; timers.clear(); for (const act of all) act(); },
    frame: () => {
      for (const act of frames.splice(0)) act();
      for (const id of [...soon]) {
        timers.get(id)?.();
        timers.delete(id);
        soon.delete(id);
      }
    },
  };
}

/** @param {object} header @param {Uint8Array} [behind] @returns {Uint8Array} */
function sceneOf(header, behind = PARTS) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(4 + text.length + behind.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(behind, 4 + text.length);
  return bytes;
}

/** @param {Uint8Array} scene @returns {ArrayBuffer} a message with something before and behind the scene */
const message = (scene) => Uint8Array.from([1, 2, 123, 34, 5, ...scene, 9, 9, 123]).buffer;

const parts = [['grid', 'a', 200, 900], ['run:0', 'b', 0, 50], ['run:1', 'c', 500, 700]];

test('a scene is given to the player as it was sent, whatever stands around it', () => {
  const { taken, bring } = opened(), scene = sceneOf({ scene: 'gdviz', parts, title: '{"scene":"gdviz",' });
  bring(message(scene));
  assert.deepEqual(taken.map((bytes) => [...bytes]), [[...scene]]);
});

test('scenes for other values of a slider come with it', () => {
  const { taken, bring } = opened(), ahead = { key: 'lr', scenes: [[0.1, 300], [0.2, 250]] };
  const scene = sceneOf({ scene: 'gdviz', parts: [['grid', 'a', 150, 900]], ahead });
  bring(message(scene));
  assert.equal(taken[0].length, scene.length);
});

test('what is no scene is left alone', () => {
  const { taken, bring, arrivals } = opened();
  bring(message(sceneOf({ other: 'gdviz', parts })));
  bring('text');
  bring(new ArrayBuffer(100));
  bring(new ArrayBuffer(5000));
  // a text that a visitor wrote, with no length before it
  bring(Uint8Array.from([...new TextEncoder().encode(`....{"scene":"gdviz",${'x'.repeat(900)}`)]).buffer);
  bring(Uint8Array.from([200, 0, 0, 0, ...new TextEncoder().encode(`{"scene":"gdviz",${'x'.repeat(900)}`)]).buffer);
  arrivals.take = null; // no player is there yet
  bring(message(sceneOf({ scene: 'gdviz', parts })));
  assert.deepEqual(taken, []);
});

const first = new ArrayBuffer(80), second = new ArrayBuffer(90), rest = new ArrayBuffer(700), end = new ArrayBuffer(2);
const picture = message(sceneOf({ scene: 'gdviz', parts }));

test('the answer to a change waits for the picture, and comes in its order', () => {
  const { bring, reached, socket, arrivals, frame } = opened();
  socket.send();
  bring(first);
  bring(picture);
  bring(rest);
  bring(end);
  frame();
  assert.deepEqual(reached, []);
  arrivals.painted();
  bring(second); // painted, but the frame is not on screen
  assert.deepEqual(reached, []);
  frame(); // that of the picture
  assert.deepEqual(reached, []);
  frame(); // the browser has put that one together
  assert.deepEqual(reached, [first, picture, rest, end, second]);
  bring(rest); // nobody has asked for anything
  assert.equal(reached.length, 6);
});

test('an answer without a picture comes when it is whole', () => {
  const { bring, reached, socket } = opened();
  socket.send();
  bring(first);
  bring(rest);
  assert.deepEqual(reached, []);
  bring(end);
  assert.deepEqual(reached, [first, rest, end]);
});

test('a run whose place another one takes is not the end of the answer', () => {
  const { bring, reached, socket, arrivals, frame } = opened(), early = Uint8Array.from([0x12, 0, 0x30, 2]).buffer;
  socket.send();
  bring(first);
  bring(early);
  bring(end);
  bring(second);
  bring(picture);
  assert.deepEqual([reached.length, arrivals.running], [0, true]);
  arrivals.painted();
  frame();
  frame();
  assert.deepEqual([reached, arrivals.running], [[first, early, end, second, picture], true]);
  bring(end);
  assert.equal(arrivals.running, false);
});

test('a picture that is late or slow keeps nothing waiting', () => {
  const { bring, reached, socket, pass } = opened();
  socket.send();
  bring(first);
  pass();
  assert.deepEqual(reached, [first]);
  bring(second);
  assert.deepEqual(reached, [first, second]);
  bring(picture);
  bring(rest);
  assert.deepEqual(reached, [first, second]);
  pass();
  assert.deepEqual(reached, [first, second, picture, rest]);
});

test('what makes a new player reaches the page at once, and the rest when its picture is painted', () => {
  const { bring, reached, arrivals, socket, frame } = opened(), { take } = arrivals;
  for (const other of [null, () => false]) { // no player is there, or one of another page
    arrivals.take = other;
    socket.send();
    reached.length = 0;
    bring(first);
    bring(picture);
    assert.deepEqual(reached, [first, picture]);
    arrivals.take = take;
    bring(rest);
    bring(end);
    assert.equal(reached.length, 2);
    arrivals.painted();
    frame();
    frame();
    assert.deepEqual(reached, [first, picture, rest, end]);
  }
});

test('the end of the connection keeps nothing waiting', () => {
  const { bring, reached, socket } = opened();
  bring(picture);
  bring(rest);
  assert.deepEqual(reached, []);
  socket.dispatchEvent(new Event('close'));
  assert.deepEqual(reached, [picture, rest]);
});

test('a run is under way from what is sent until its end reaches the code of the page', () => {
  const { arrivals, socket, bring, pass } = opened();
  assert.equal(arrivals.running, false);
  socket.send();
  assert.equal(arrivals.running, true);
  bring(message(sceneOf({ scene: 'gdviz', parts })));
  bring(new Uint8Array(2).buffer);
  assert.equal(arrivals.running, true); // it waits for the picture
  pass();
  assert.equal(arrivals.running, false);
});
