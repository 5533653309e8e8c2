import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { PageLink, takeEarly } from '../../gdviz/player/js/control/page-link.js';
import { MissingPart } from '../../gdviz/player/js/wire/scene.js';

const socket = {
  take: /** @type {((scene: Uint8Array) => boolean) | null} */ (null), painted: () => { told += 1; },
};
let told = 0; // how often the connection was told that nothing is to wait
/** @type {any} */
let player;
/** @type {number[]} */
let shown = [];
/** @type {unknown[]} */
let complaints = [];
const root = /** @type {any} */ ({ dataset: {} });
let stop = () => {}, show = async () => {};

/** @param {number} sent @param {string} [page] */
function come(sent, page = 'loss') {
  const text = new TextEncoder().encode(JSON.stringify({ page, sent })), bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return socket.take?.(bytes);
}

beforeEach(() => {
  Object.assign(globalThis, { window: { gdvizArrivals: socket } });
  [shown, complaints] = [[], []];
  player = { scene: { page: 'loss' }, gone: false, page: new PageLink(root, () => true) };
  show = async () => { shown.push(player.page.early); };
  stop = takeEarly(player, () => show(), (error) => complaints.push(error));
});

test('scenes of its page are shown as they come, and their numbers kept', () => {
  come(3);
  come(4, 'elsewhere');
  come(5);
  assert.deepEqual([shown, player.page.early], [[3, 5], 5]);
  player.scene = null; // nothing is shown yet
  come(6);
  assert.equal(player.page.early, 5);
});

test('the connection is told when a scene is shown, or gave way to the next, and which one is another page\'s', async () => {
  let end = () => {};
  show = () => new Promise((resolve) => { end = () => resolve(undefined); });
  told = 0;
  assert.equal(come(3), true);
  await null;
  assert.equal(told, 0);
  end();
  for (let i = 0; i < 5; i++) await null;
  assert.equal(told, 1);
  new PageLink(root, () => true).painted('abc');
  assert.deepEqual([told, root.dataset.run], [2, 'abc']);
  assert.equal(come(4, 'elsewhere'), false);
});

test('a scene of which a part is missing is left to the page', async () => {
  show = async () => { throw new MissingPart('grid'); };
  come(3);
  await null;
  await null;
  assert.deepEqual([player.page.early, complaints], [0, []]);
});

test('what fails is said, for the page does not try again', async () => {
  const error = new Error('no such panel');
  show = async () => { throw error; };
  come(3);
  await null;
  await null;
  assert.deepEqual([player.page.early, complaints], [3, [error]]);
});

test('a player that goes takes none; one that has come after it goes on', () => {
  const next = { ...player, page: new PageLink(root, () => true) };
  const end = takeEarly(next, show, () => {});
  stop();
  come(3);
  assert.deepEqual([player.page.early, next.page.early], [0, 3]);
  end();
  assert.equal(socket.take, null);
});

test('without the script before the page the player waits for the page', () => {
  Object.assign(globalThis, { window: {} });
  takeEarly(player, show, () => {})();
  assert.deepEqual(shown, []);
});
