import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { PageLink } from '../../gdviz/player/js/control/page-link.js';

/** @import { Told } from '../../gdviz/player/js/base/events.js' */

const root = /** @type {any} */ ({ dataset: {} });

const sceneOf = () => /** @type {any} */ ({ listens: ['start', 'reset', 'slice'] });

/** A page whose server hears what the test gives it. */
function pageOfTest() {
  mock.timers.reset();
  mock.timers.enable({ apis: ['Date'], now: 1000 });
  /** @type {Told[][]} */
  const messages = [];
  const page = new PageLink(root, (name, told) => {
    assert.equal(name, 'told');
    return messages.push(/** @type {Told[]} */ (told)) > 0;
  });
  page.scene = sceneOf();
  let heard = 0;
  /** The server begins with a message; it says what is new to it. @param {number} i */
  const begin = (i) => {
    const news = messages[i].filter((event) => event.number > heard);
    heard = Math.max(heard, ...news.map((event) => event.number));
    return news.map((event) => event.value);
  };
  return { page, messages, begin, confirm: () => page.heard(heard) };
}

test('of messages that replace each other every event is handled once, in its order', () => {
  const { page, messages, begin, confirm } = pageOfTest();
  for (const x of [1, 2, 3]) page.tell('start', { x });
  page.tell('reset', true);
  assert.deepEqual(begin(0), [{ x: 1 }]);
  assert.deepEqual(begin(3), [{ x: 2 }, { x: 3 }, true]); // the busy server has not seen those between
  page.tell('slice', { step: 4, slug: 'gd' });
  assert.deepEqual(begin(4), [{ step: 4, slug: 'gd' }]);
  confirm();
  page.tell('start', { x: 5 });
  assert.deepEqual([messages[5].length, begin(5)], [1, [{ x: 5 }]]);
});

test('an older scene confirms what it answers, and nothing more', () => {
  const { page, messages } = pageOfTest();
  const [first] = [page.tell('start', { x: 1 }), page.tell('start', { x: 2 })];
  page.heard(first);
  page.heard(); // a scene that answers nothing
  page.tell('reset', true);
  assert.deepEqual(messages[2].map(({ value }) => value), [{ x: 2 }, true]);
});

test('nothing waits for a page that does not listen, and for a silent one not without end', () => {
  const { page, messages } = pageOfTest();
  assert.equal(page.tell('window', { x: [0, 1] }), 0);
  for (let x = 0; x < 300; x++) page.tell('start', { x });
  assert.deepEqual([messages.length, messages[299].length], [300, 100]);
  assert.deepEqual(messages[299][99].value, { x: 299 });
  const alone = new PageLink(root, () => false);
  assert.equal(alone.send('whole', true), 0);
  assert.deepEqual(alone.unheard, []);
});

test('a player that comes after another is heard, even if the clock was put back', () => {
  const { page } = pageOfTest(), before = page.tell('start', { x: 1 });
  mock.timers.setTime(10);
  const next = new PageLink(root, () => true);
  next.scene = sceneOf();
  next.heard(before); // its first scene says so
  assert.ok(next.tell('start', { x: 2 }) > before);
});
