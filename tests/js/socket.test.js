import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const SCRIPT = readFileSync(new URL('../../gdviz/ui/web/socket.js', import.meta.url), 'utf8');
const PARTS = new Uint8Array(700).fill('{'.charCodeAt(0)); // so that many places have to be looked at

/** A page with a connection, whose player keeps what it is given. */
function opened() {
  const taken = /** @type {Uint8Array[]} */ ([]);
  const page = { WebSocket: EventTarget, TextEncoder, TextDecoder, gdvizArrivals: /** @type {any} */ (undefined) };
  const context = vm.createContext({ ...page, window: page, ArrayBuffer, Uint8Array, DataView });
  vm.runInContext(SCRIPT, context);
  vm.runInContext(SCRIPT, context); // a second time changes nothing
  page.gdvizArrivals.take = (/** @type {Uint8Array} */ scene) => taken.push(scene);
  const socket = new page.WebSocket();
  const bring = (/** @type {unknown} */ data) => socket.dispatchEvent(Object.assign(new Event('message'), { data }));
  return { taken, bring, arrivals: page.gdvizArrivals };
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
