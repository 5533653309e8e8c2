import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { FakeElement, fakeDocument } from './fake-page.js';
import { Legend } from '../../gdviz/player/js/legend/legend.js';

/** @import { Control } from '../../gdviz/player/js/wire/types.js' */

const LIMIT = { value: 0.012, label: 'stable below 2/lambda_max = 0.012' };
const LR_GD = 'Learning rate of Gradient descent', LR_ADAM = 'Learning rate of Adam';

/** @type {(of: string | null, name: string, value: number, more?: Partial<Control>) => Control} */
const control = (of, name, value, more = {}) => ({
  key: `${of}.${name}`, of, label: name === 'lr' ? 'Learning rate' : name, value, help: `What ${name} does.`,
  complaint: '', low: name === 'lr' ? 1e-6 : 0, high: name === 'lr' ? 100 : 1, log: name === 'lr', whole: false, limit: null,
  main: name === 'lr', ...more,
});
const run = (/** @type {string} */ slug, /** @type {string} */ name) => ({
  slug, name, color: '#098dd1', dash: [3, 3], steps: 2, status: 'max_steps', reason: 'It ended.', loss: [3, 2, 1],
  head: (/** @type {number} */ k) => Math.min(k, 2),
});
const GD = run('gd', 'Gradient descent'), ADAM = run('adam', 'Adam');
const controls = (rate = 0.002) => [
  control('gd', 'lr', rate, { limit: LIMIT }), control('adam', 'lr', 0.1), control('adam', 'beta1', 0.9),
  control(null, 'a', 0.5),
];
const scene = (/** @type {Control[]} */ list = controls(), runs = [GD, ADAM]) => (
  /** @type {any} */ ({ runs, controls: list, sample: null, steps: 2 }));

/** @type {[string, number, boolean][]} */
let calls = [];
let host = new FakeElement('div');
let legend = make();

/** @returns {Legend} in the host */
function make() {
  return new Legend(/** @type {any} */ (host), () => {}, (key, value, settled) => calls.push([key, value, settled]));
}
const slider = (name = LR_GD) => host.get('slider', name);
const field = (name = LR_GD) => host.get('gd-number', `${name}, typed`);
const now = (name = LR_GD) => Number(slider(name).getAttribute('aria-valuenow'));
/** Type a text into a field and press a key. */
function type(/** @type {FakeElement} */ into, /** @type {string} */ text, key = 'Enter') {
  into.focus();
  into.value = text;
  into.press(key);
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  calls = [];
  host = new FakeElement('div');
  fakeDocument.activeElement = null;
  legend = make();
  legend.show(scene(), new Set());
});

test('a rate is a slider with a name, bounds and a readable value', () => {
  const read = (/** @type {string} */ name) => slider().getAttribute(name);
  assert.deepEqual([read('aria-valuemin'), read('aria-valuemax'), read('aria-valuenow'), read('aria-valuetext')],
    ['0.000001', '100', '0.002', '0.002']);
  assert.equal(read('aria-description'), LIMIT.label);
  assert.equal(field().value, '0.002');
});

test('a scene with nothing new writes nothing', () => {
  legend.describe(1);
  FakeElement.writes = 0;
  legend.show(scene(), new Set());
  legend.describe(1);
  assert.equal(FakeElement.writes, 0);
});

test('another value arrives in place', () => {
  const before = slider(), number = field();
  legend.show(scene(controls(0.005)), new Set());
  assert.equal(slider(), before);
  assert.deepEqual([now(), number.value], [0.005, '0.005']);
  assert.deepEqual(calls, []); // nobody has touched it
});

test('competitors come and go around one that stays', () => {
  const before = slider();
  legend.show(scene(controls().slice(0, 1), [ADAM, GD]), new Set());
  assert.equal(slider(), before);
  assert.throws(() => slider(LR_ADAM));
  legend.show(scene(controls(), [GD]), new Set());
  assert.deepEqual(host.children.map((node) => node.getAttribute('class')), ['gd-row', 'gd-shared']);
  legend.show(scene([], [GD]), new Set());
  assert.equal(host.getAttribute('data-controls'), null);
  assert.equal(host.all().filter((node) => node.getAttribute('role') === 'slider').length, 0);
});

test('what is unfolded stays so over scenes', () => {
  const opener = host.get('gd-opener', 'Parameters of Adam');
  assert.equal(opener.getAttribute('aria-expanded'), 'false');
  opener.happen('click');
  legend.show(scene(controls(0.01)), new Set());
  assert.equal(opener.getAttribute('aria-expanded'), 'true');
  assert.equal(host.get('slider', 'beta1 of Adam').parent?.parent?.hidden, false);
  assert.equal(host.get('gd-opener', 'Parameters of Gradient descent').hidden, true); // it has none
});

test('what all descend has a row of its own', () => {
  assert.equal(host.children.at(-1)?.getAttribute('class'), 'gd-shared');
  assert.equal(now('a of the surface'), 0.5);
});

test('a drag: values while it moves, one settled at its end; scenes do not disturb it', () => {
  const node = slider(), start = 7 + 100 * Math.log(0.002 / 1e-6) / Math.log(1e8);
  node.pointer('down', start + 3);
  assert.deepEqual(calls, []); // the thumb was taken hold of
  node.pointer('move', start + 3 + 25.4); // whole pixels count
  assert.deepEqual(calls, [['gd.lr', 0.2, false]]);
  legend.show(scene(controls(0.004)), new Set()); // a late answer
  assert.deepEqual([now(), field().value], [0.2, '0.2']);
  node.pointer('move', 400);
  node.pointer('move', -400);
  node.pointer('move', start + 3 + 50);
  node.pointer('up', start + 3 + 50);
  assert.deepEqual(calls.slice(1), [
    ['gd.lr', 100, false], ['gd.lr', 1e-6, false], ['gd.lr', 20, false], ['gd.lr', 20, true]]);
  legend.show(scene(controls(0.2)), new Set()); // still a late answer
  assert.equal(now(), 20);
  legend.show(scene(controls(20)), new Set());
  legend.show(scene(controls(0.3)), new Set()); // now the page says something else
  assert.equal(now(), 0.3);
});

test('a value that the page never takes gives way to the one that is shown', () => {
  slider().press('End');
  mock.timers.tick(250);
  legend.show(scene(controls(0.004)), new Set());
  assert.equal(now(), 100);
  mock.timers.tick(3000);
  assert.equal(now(), 0.004);
});

test('a press on the track moves there; of a finger, when it is lifted', () => {
  slider().pointer('down', 57);
  assert.deepEqual(calls, [['gd.lr', 0.01, false]]);
  slider().pointer('up', 57);
  assert.deepEqual(calls.at(-1), ['gd.lr', 0.01, true]);
  calls = [];
  const touch = { pointerType: 'touch' };
  slider(LR_ADAM).pointer('down', 32, touch);
  slider(LR_ADAM).pointer('move', 37, touch);
  slider(LR_ADAM).pointer('cancel', 37, touch); // the page was scrolled
  assert.deepEqual(calls, []);
  slider(LR_ADAM).pointer('down', 32, touch);
  slider(LR_ADAM).pointer('up', 32, touch);
  assert.deepEqual(calls, [['adam.lr', 1e-4, false], ['adam.lr', 1e-4, true]]);
});

test('Escape during a drag leads back', () => {
  slider().pointer('down', 57);
  slider().pointer('move', 90);
  const done = slider().press('Escape');
  assert.deepEqual(calls.slice(-1), [['gd.lr', 0.002, true]]);
  assert.deepEqual(done, { prevented: true, stopped: true });
  slider().pointer('move', 20);
  slider().pointer('up', 20);
  assert.equal(now(), 0.002);
  assert.equal(slider().press('Escape').stopped, false); // elsewhere it is not for the slider
});

test('keys move it, do not reach the player, and settle after a pause or on leaving', () => {
  assert.deepEqual(slider().press('ArrowRight'), { prevented: true, stopped: true });
  slider().press('PageUp');
  mock.timers.tick(200);
  slider().press('ArrowLeft', { shiftKey: true });
  assert.deepEqual(calls.map((call) => call[2]), [false, false, false]);
  mock.timers.tick(250);
  assert.deepEqual(calls.at(-1), ['gd.lr', now(), true]);
  assert.equal(slider().press('ArrowRight', { ctrlKey: true }).stopped, false);
  assert.equal(slider().press(' ').stopped, false); // the player's
  slider().focus();
  slider().press('Home');
  field().focus();
  assert.deepEqual(calls.at(-1), ['gd.lr', 1e-6, true]);
});

test('the wheel moves it only while it has the focus', () => {
  const wheel = (/** @type {number} */ deltaY, more = {}) => slider().happen('wheel', { deltaY, deltaMode: 0, ...more });
  assert.equal(wheel(-100).prevented, false);
  slider().focus();
  assert.equal(wheel(-100, { ctrlKey: true }).prevented, false); // that zooms the page
  assert.equal(wheel(-60).prevented, true);
  assert.deepEqual(calls, []); // less than a notch
  wheel(-60);
  wheel(100);
  wheel(3, { deltaMode: 1 });
  mock.timers.tick(250);
  assert.deepEqual(calls, [
    ['gd.lr', 0.00212, false], ['gd.lr', 0.002, false], ['gd.lr', 0.00189, false], ['gd.lr', 0.00189, true]]);
});

test('a typed number holds with Enter or on leaving; Escape takes it back', () => {
  type(field(), '0,05');
  assert.deepEqual(calls, [['gd.lr', 0.05, true]]);
  assert.equal(now(), 0.05);
  type(field(), '7', 'Escape');
  assert.deepEqual([field().value, calls.length], ['0.05', 1]);
  type(field(), '2e3', 'x');
  slider(LR_ADAM).focus();
  assert.deepEqual(calls.at(-1), ['gd.lr', 2000, true]); // beyond the end: the page says whether it may
  assert.ok(slider().getAttribute('style')?.startsWith('--gd-at: 1.0000'));
  assert.equal(slider().getAttribute('aria-valuemax'), '2000');
});

test('what is being typed is not overwritten, and keys in it are not the player\'s', () => {
  type(field(), '0.0', 'f');
  assert.equal(field().press('ArrowLeft').stopped, true);
  legend.show(scene(controls(0.004)), new Set());
  assert.equal(field().value, '0.0');
  assert.equal(now(), 0.004);
  field().press('Escape');
  assert.equal(field().value, '0.004');
});

test('a wrong text is refused there in one sentence, and the value stays', () => {
  type(field(), 'fast');
  const said = () => field().parent?.get('alert', 'Type a number, such as 0.01 or 1e-3.');
  assert.equal(field().getAttribute('aria-invalid'), 'true');
  assert.ok(said());
  assert.deepEqual([now(), calls.length, field().value], [0.002, 0, 'fast']);
  slider().focus(); // leaving it as it is
  assert.equal(field().getAttribute('aria-invalid'), 'true');
  legend.show(scene(), new Set());
  assert.equal(field().value, 'fast');
  slider().press('ArrowRight');
  assert.deepEqual([field().getAttribute('aria-invalid'), field().value], [null, '0.00212']);
});

test('above the limit is said and marked', () => {
  const above = () => slider().getAttribute('data-above') !== null;
  assert.equal(above(), false);
  type(field(), '0.012');
  assert.equal(above(), false);
  type(field(), '0.013');
  assert.equal(above(), true);
  assert.equal(slider().getAttribute('aria-valuetext'), `0.013, above the limit: ${LIMIT.label}`);
  const mark = slider().children[1];
  assert.deepEqual([mark.getAttribute('data-off'), mark.getAttribute('title')], [null, LIMIT.label]);
  assert.equal(slider(LR_ADAM).children[1].getAttribute('data-off'), '');
});

test('losses and endings at the play head', () => {
  legend.describe(2);
  assert.equal(host.get('gd-loss', '1').getAttribute('class'), 'gd-loss');
  legend.press(new Set(['adam']));
  assert.deepEqual(host.children.slice(0, 2).map((row) => row.children[0].getAttribute('aria-pressed')), ['true', 'false']);
});

test('what the page refuses is said beside the number, and the value in force comes back', () => {
  type(field(), '1e9');
  const [lr, ...others] = controls();
  legend.show(scene([{ ...lr, complaint: 'A rate must lie below 1e6.' }, ...others]), new Set());
  assert.deepEqual([now(), field().value], [0.002, '0.002']);
  assert.ok(field().parent?.get('alert', 'A rate must lie below 1e6.'));
  slider().press('ArrowRight');
  legend.show(scene(controls(0.00212)), new Set());
  assert.equal(field().getAttribute('aria-invalid'), null);
});

test('accuracies at the play head: of the rows, and of the test rows where some are held out', () => {
  const said = () => host.children.map((row) => row.all().find((node) => node.getAttribute('class') === 'gd-accuracy')?.text);
  legend.describe(1);
  assert.deepEqual(said().slice(0, 2), ['', '']);
  const right = { ...GD, accuracy: Float32Array.of(0.5, 0.9, 1) };
  const tested = { ...ADAM, accuracy: right.accuracy, testAccuracy: Float32Array.of(0.5, 0.25, 0.75) };
  legend.show(scene(controls(), [right, tested]), new Set());
  legend.describe(1);
  assert.deepEqual(said().slice(0, 2), ['90 % right', '90 % (test 25 %)']);
  legend.describe(9);
  assert.deepEqual(said().slice(0, 2), ['100 % right', '100 % (test 75 %)']);
});
