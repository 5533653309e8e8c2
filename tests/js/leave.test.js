import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const SCRIPT = readFileSync(new URL('../../gdviz/ui/web/leave.js', import.meta.url), 'utf8');

/** A page with a field and a link under a clock of the test's own. */
function pageOfTest() {
  const heard = /** @type {Record<string, (event: object) => void>} */ ({});
  let now = 1000, opened = 0, timers = /** @type {{at: number, act: () => void}[]} */ ([]);
  class Link {
    matches() { return false; }
    closest() { return this; }
    click() { opened++; }
  }
  class Field extends Link {
    matches() { return true; }
  }
  const page = { gdvizArrivals: { running: false, sent: 0 } };
  const location = new URL('http://host/'), steps = [location.href];
  /** @type {(_: unknown, __: string, url: string) => void} */
  const pushState = (_, __, url) => { steps.push(location.href = new URL(url, location.href).href); };
  /** @type {typeof pushState} */
  const replaceState = (...step) => { steps.pop(); pushState(...step); };
  const history = { pushState, replaceState };
  vm.runInNewContext(SCRIPT, {
    window: page, URL, location, history, Element: Link, HTMLElement: Link, performance: { now: () => now },
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ act) => { heard[name] = act; },
    setTimeout: (/** @type {() => void} */ act, /** @type {number} */ wait) => { timers.push({ at: now + wait, act }); },
  });
  /** Time passes. @param {number} ms */
  const pass = (ms) => {
    for (const until = now + ms; now < until; now++) {
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { act } of due) act();
    }
  };
  /** The link is tapped; whether it opens at once. */
  const tap = () => {
    let stopped = false;
    heard.click({
      target: new Link(), isTrusted: true, preventDefault() {}, stopImmediatePropagation() { stopped = true; },
    });
    return !stopped;
  };
  const leaveField = () => heard.blur({ target: new Field() });
  const link = (/** @type {string} */ url) => history.pushState(null, '', url);
  return { arrivals: page.gdvizArrivals, pass, tap, leaveField, opened: () => opened, link, steps };
}

test('a link waits until what was typed is sent, and answered however long that takes', () => {
  const { arrivals, pass, tap, leaveField, opened } = pageOfTest();
  leaveField();
  assert.equal(tap(), false);
  pass(50);
  arrivals.running = true; // the value is sent
  pass(1000);
  assert.equal(opened(), 0);
  arrivals.running = false;
  pass(50);
  assert.equal(opened(), 1);
});

test('a link that is tapped later waits for an answer that is on its way', () => {
  const { arrivals, pass, tap, leaveField, opened } = pageOfTest();
  leaveField();
  arrivals.running = true;
  pass(800);
  assert.equal(tap(), false);
  arrivals.running = false;
  pass(50);
  assert.equal(opened(), 1);
  assert.equal(tap(), true);
});

test('nobody waits for a page that computes for long, nor where nothing was typed', () => {
  const { arrivals, pass, tap, leaveField, opened } = pageOfTest();
  arrivals.running = true;
  assert.equal(tap(), true);
  leaveField();
  assert.equal(tap(), false);
  pass(2100);
  assert.equal(opened(), 1);
  assert.equal(tap(), true);
});

test('another page is one step of the history, whatever links are written on the way to it', () => {
  const { arrivals, link, steps } = pageOfTest();
  const sent = (/** @type {string[]} */ ...links) => { arrivals.sent++; links.forEach(link); };
  sent(); // the page is opened
  sent('/?steps=88');
  sent('/', '/other'); // the other page's link, which is none, and its address
  sent('/other?steps=66');
  sent();
  link('/other?steps=67'); // a late answer
  link('/other?steps=88');
  link('/?steps=88');
  link('/other?steps=9'); // an address that somebody else writes is a step of its own
  const links = ['/', '/?steps=88', '/other', '/other?steps=66', '/other?steps=67', '/?steps=88', '/other?steps=9'];
  assert.deepEqual(steps, links.map((path) => `http://host${path}`));
});

test('a link that is opened and comes back without what cannot be used takes the place of the bad one', () => {
  const { arrivals, link, steps } = pageOfTest();
  arrivals.sent = 1;
  link('/?steps=88');
  assert.deepEqual(steps, ['http://host/?steps=88']);
  arrivals.sent = 2;
  link('/?steps=89');
  assert.deepEqual(steps, ['http://host/?steps=88', 'http://host/?steps=89']);
});
