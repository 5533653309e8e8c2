import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetworkPanel } from '../../gdviz/player/js/panels/network/diagram.js';
import { layersOf, layersText } from '../../gdviz/player/js/panels/network/layers.js';
import { biasOf, edgeAt, layoutOf, parameterAt, parameterByKey, unitAt } from '../../gdviz/player/js/panels/network/places.js';
import { nameWithin, sharesOf, widthOf } from '../../gdviz/player/js/panels/network/ink.js';
import { chosenText, hintText, unitText } from '../../gdviz/player/js/panels/network/told.js';
import { updateWords } from '../../gdviz/player/js/panels/network/update.js';
import { chainRule, chainWords, passWords } from '../../gdviz/player/js/panels/network/words.js';

const sizes = [2, 3, 2, 1];

test('every weight has its place among the parameters, and its bias follows', () => {
  const { edges } = layoutOf(sizes, 400, 300);
  assert.deepEqual(edges.map((edge) => edge.index), [
    0, 1, 2, 3, 4, 5, /* 3 biases */ 9, 10, 11, 12, 13, 14, /* 2 biases */ 17, 18,
  ]);
  assert.deepEqual([biasOf(sizes, 0, 0), biasOf(sizes, 0, 2), biasOf(sizes, 1, 1), biasOf(sizes, 2, 0)], [6, 8, 16, 19]);
  const { layer, unit, source } = edges[3]; // W1[2,2]
  assert.deepEqual([layer, unit, source], [0, 1, 1]);
});

test('units stand apart in their columns, inside of the panel', () => {
  for (const [width, height] of [[280, 220], [900, 600]]) {
    const { columns, side } = layoutOf([64, 16, 16, 16, 3], width, height);
    for (const column of columns.slice(1)) for (const [i, { x, y }] of column.entries()) {
      assert.ok(x > 0 && x < width && y > 0 && y < height);
      if (i) assert.ok(y - column[i - 1].y > 0);
    }
    assert.ok(columns[1][0].x - columns[0][0].x > side);
  }
});

test('however small the units are, few inputs and scores have room for their names; a long name is shortened', () => {
  const { side, sides } = layoutOf([2, 16, 16, 1], 340, 250);
  assert.ok(side < 12 && sides[0] >= 20 && sides[3] >= 20);
  assert.deepEqual(sides.slice(1, 3), [side, side]);
  const many = layoutOf([32, 16, 1], 340, 250);
  assert.ok(many.sides[0] < (250 - 24) / 32);
  const wide = (/** @type {string} */ text) => 6 * text.length;
  assert.deepEqual([nameWithin('sin x1', 54, wide), nameWithin('displacement', 54, wide)], ['sin x1', 'displace…']);
});

test('the pointer finds the nearest weight, and a unit', () => {
  const layout = layoutOf(sizes, 400, 300), edge = layout.edges[4];
  const x = edge.from.x + 0.4 * (edge.to.x - edge.from.x), y = edge.from.y + 0.4 * (edge.to.y - edge.from.y);
  assert.equal(edgeAt(layout, x, y + 0.5, 6), edge);
  assert.equal(edgeAt(layout, -100, -100, 6), null);
  const { x: ux, y: uy } = layout.columns[2][1];
  assert.deepEqual(unitAt(layout, ux + 2, uy - 2), { column: 2, unit: 1 });
  assert.equal(unitAt(layout, ux + 60, uy), null);
});

test('arrow keys go through weights and biases, and from layer to layer', () => {
  const { parameters } = layoutOf(sizes, 400, 300);
  assert.deepEqual(parameters.map(({ index }) => index), Array.from({ length: 20 }, (_, index) => index));
  assert.deepEqual(parameters.filter(({ source }) => source === null).map(({ index }) => index), [6, 7, 8, 15, 16, 19]);
  const keys = ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft', 'a'];
  assert.deepEqual(keys.map((key) => parameterByKey(parameters, 0, key)), [1, 0, 9, 0, null]);
  assert.equal(parameterByKey(parameters, 19, 'ArrowDown'), 19);
});

/** A network of one input, one hidden unit and one score; tanh is not needed for its numbers. */
const network = /** @type {any} */ ({ sizes: [1, 1, 1], inputs: ['x'], activation: 'Tanh' });
const rest = /** @type {any} */ ({
  row: 5, targets: [1], signals: [[2], [0.5]], sums: [[0.55], [1.25]], slopes: [[0.75]], deltas: [[-0.3], [-0.2]],
  cost: 0.04,
});
const weights = [0.25, 0.05, 2, 0.25]; // W1, b1, W2, b2

test('the passes of a row are written with their numbers', () => {
  assert.deepEqual(passWords(network, rest, weights).map(({ title, lines }) => `${title}: ${lines.join('; ')}`), [
    'Layer 1, forward: z1[1] = 0.25 · 2 + 0.05 = 0.55,  a1[1] = Tanh(z) = 0.5',
    'Scores: z2[1] = 2 · 0.5 + 0.25 = 1.25',
    'Loss: loss of the row = l(z = 1.25; y = 1) = 0.04',
    'Loss, backward: d2[1] = ∂loss/∂z2[1] = −0.2',
    'Layer 1, backward: d1[1] = s′(z) · (2 · (−0.2)) = 0.75 · (−0.4) = −0.3',
  ]);
});

test('a term with a sign is subtracted', () => {
  const negative = [0.25, -0.05, 2, -0.25];
  const [first] = passWords(network, rest, negative);
  assert.match(first.lines[0], /^z1\[1\] = 0\.25 · 2 − 0\.05 = /);
});

test('the chain rule of a weight is a product of two factors', () => {
  const { edges } = layoutOf([1, 1, 1], 200, 100);
  assert.equal(chainRule(network, rest, edges[0], 'W1[1,1]', [0.1, 0, 0, 0], null),
    'Row 5: ∂loss/∂W1[1,1] = d1[1] · x = −0.3 · 2 = −0.6; the gradient over all rows is 0.1');
  assert.match(chainRule(network, rest, edges[1], 'W2[1,1]', [0, 0, 3, 0], { from: weights, to: [0.25, 0.05, 1.75, 0.25] }),
    /= d2\[1\] · a1\[1\] = −0\.2 · 0\.5 = −0\.1; .* is 3; the coming step moves it by −0\.25 to 1\.75$/);
  const { parameters } = layoutOf([1, 1, 1], 200, 100);
  assert.equal(chainRule(network, rest, parameters[1], 'b1[1]', [0, 0.2, 0, 0], null),
    'Row 5: ∂loss/∂b1[1] = d1[1] = −0.3; the gradient over all rows is 0.2');
});

test('a weight is told at once while it plays, its chain rule where the head rests', () => {
  const { parameters } = layoutOf([1, 1, 1], 200, 100);
  let exact = false;
  const record = /** @type {any} */ ({
    network, layers: 2, rest, restTables: { gradient: [0.1, 0, 0, 0], weights },
    weightsAt: () => ({ numbers: weights, exact, place: 4 }), restsAt: () => exact,
  });
  const run = /** @type {any} */ ({ stepNumber: (/** @type {number} */ j) => 10 * j });
  const names = ['W1[1,1]', 'b1[1]', 'W2[1,1]', 'b2[1]'], told = { network: record, run, j: 5, names };
  const said = (/** @type {boolean} */ playing, follows = true) => chosenText(told, parameters[0], playing, follows);
  assert.equal(said(true), 'W1[1,1] from x to unit 1 of layer 1 = 0.25 about, at step 40. Pause to see its chain rule.');
  assert.equal(said(true, false), said(false));
  assert.equal(unitText(record, { column: 2, unit: 0 }, 5), 'score 1, bias 0.25');
  exact = true;
  assert.match(said(false), /^W1\[1,1\] from x to unit 1 of layer 1 = 0\.25\. Row 5: ∂loss/);
  assert.ok(hintText(true).endsWith('to see its chain rule and to set it.') && hintText(false).endsWith('its chain rule.'));
});

test('the chain rule of a parameter has a factor for each link of the chain', () => {
  const words = (/** @type {number} */ index, /** @type {string} */ name) => (
    chainWords(network, rest, weights, parameterAt([1, 1, 1], index), name));
  assert.deepEqual(words(0, 'W1[1,1]'), [
    '∂loss/∂W1[1,1] = ∂z1[1]/∂W1[1,1] · ∂a1[1]/∂z1[1] · ∂loss/∂a1[1] = x · s′(z1[1]) · (2 · (−0.2))',
    '= 2 · 0.75 · (−0.4) = −0.6',
  ]);
  assert.deepEqual(words(1, 'b1[1]')[1], '= 1 · 0.75 · (−0.4) = −0.3');
  assert.deepEqual(words(2, 'W2[1,1]'), [
    '∂loss/∂W2[1,1] = ∂z2[1]/∂W2[1,1] · ∂loss/∂z2[1] = a1[1] · d2[1]', '= 0.5 · (−0.2) = −0.1',
  ]);
  assert.deepEqual(words(3, 'b2[1]')[1], '= 1 · (−0.2) = −0.2');
});

test('the update of the coming step has the optimizer\'s own numbers, or says why there are none', () => {
  const names = ['W1[1,1]', 'b1[1]', 'W2[1,1]', 'b2[1]'];
  const record = /** @type {any} */ ({ network, rest, restTables: { gradient: [0.5, 0, 0.25, 0], weights } });
  /** @type {any} */
  const run = {
    name: 'GD', steps: 3, told: '', dimension: 4, parts: { names: ['W2[1,1]'] },
    stepNumber: (/** @type {number} */ k) => (k > 2 ? 10 * k : k),
    equations: [{ text: 'theta = theta - lr*g', text_numbers: '⟦theta@-1⟧ - ⟦lr@0⟧*⟦g@0⟧ = ⟦theta@0⟧' }],
    value: (/** @type {string} */ key, /** @type {number} */ when, /** @type {number} */ k) => (
      { theta: [10 * k + when], lr: 2, g: [-0.25] }[key] ?? null),
  };
  const words = (/** @type {number} */ j) => updateWords(record, run, j, names, true);
  const [chain, update] = words(1);
  assert.equal(chain.title, 'W2[1,1], chain rule of row 5');
  assert.equal(chain.lines[2], 'The gradient over all rows: ∂f/∂W2[1,1] = 0.25');
  assert.equal(update.title, 'W2[1,1], update by GD, step 2; vectors: W2[1,1], 1 of 4 parameters');
  assert.deepEqual(update.lines, ['theta = theta - lr*g = 19 - 2*(-0.25) = 20']);
  assert.match(words(2)[1].lines[0], /not recorded, as the run is long/);
  assert.match(words(3)[1].lines[0], /^No step follows/);
  run.told = 'SciPy says no more.';
  assert.deepEqual(words(0)[1].lines, ['SciPy says no more.']);
  run.parts.names = names.slice(0, 2);
  assert.match(words(0)[0].lines[0], /^Choose a weight/);
  assert.deepEqual(updateWords(record, run, 0, names, false), []);
});

test('the page says which parameter is explained, unless it was asked for another', () => {
  const names = ['W1[1,1]', 'b1[1]'];
  const panel = { names, /** @type {any} */ weight: null, /** @type {any} */ asked: undefined };
  const meet = (/** @type {number[]} */ told, refused = {}) => {
    NetworkPanel.prototype.meet.call(/** @type {any} */ (panel), /** @type {any} */ ({ data: { told }, refused }));
    return [panel.weight, panel.asked];
  };
  assert.deepEqual(meet([1]), [1, undefined]); // a link
  Object.assign(panel, { weight: 0, asked: 0 });
  assert.deepEqual(meet([1]), [0, 0]); // of the scene before
  assert.deepEqual(meet([0]), [0, undefined]);
  assert.deepEqual(meet([0, 1]), [null, undefined]); // another scene was opened
  Object.assign(panel, { weight: 1, asked: 1 });
  assert.deepEqual(meet([0, 1], { parameter: 'no' }), [null, undefined]);
});

test('a parameter that is chosen again, or refused, is answered by the scene that is on show', () => {
  const panel = Object.assign(Object.create(NetworkPanel.prototype), {
    weight: 1, asked: 1, names: ['W1[1,1]', 'b1[1]'], events: { repaint: () => {} }, own: { choose: () => {}, answered: () => {} },
  });
  const told = (/** @type {object} */ scene) => {
    panel.told(scene);
    return [panel.weight, panel.asked];
  };
  assert.deepEqual(told({ data: { told: [1] } }), [1, undefined]);
  Object.assign(panel, { weight: 0, asked: 0 });
  assert.deepEqual(told({ data: { told: [1] } }), [0, 0]); // said of something else
  assert.deepEqual(told({ data: { told: [1] }, refused: { parameter: 'no' } }), [1, undefined]);
});

test('each layer is a curve of its own, and dead units are named', () => {
  const dead = Array.from({ length: 6 }, (_, i) => `unit ${i + 1} of layer 1`);
  const run = /** @type {any} */ ({
    slug: 'gd', name: 'GD', steps: 3, dash: [], network: {
      units: [6, 1], layerNorm: (/** @type {number} */ layer, /** @type {number} */ j) => 10 * layer + j, deadAt: () => dead,
    },
  });
  const [first, second] = layersOf(run);
  assert.deepEqual([first.gradientNorm(2), second.gradientNorm(2), second.steps], [2, 12, 3]);
  assert.notDeepEqual(first.dash, second.dash);
  assert.equal(layersText(run, 2), 'GD: layer 1 (solid) 2, layer 2 (dashed) 12. No gradient for any row: '
    + 'unit 1 of layer 1, unit 2 of layer 1, unit 3 of layer 1, unit 4 of layer 1 and 2 more');
  assert.deepEqual([layersOf(/** @type {any} */ ({})), layersText(/** @type {any} */ ({}), 0)], [[], '']);
});

test('a weight is as wide as it is large, and never vanishes unless it is no number', () => {
  assert.ok(widthOf(-2, 2) === widthOf(2, 2) && widthOf(1, 2) === widthOf(2, 2) / 2);
  assert.ok(widthOf(0, 2) > 0 && widthOf(0, 0) > 0);
  assert.equal(widthOf(NaN, 2), 0);
});

test('the picture of a unit is scaled by its largest output', () => {
  assert.deepEqual([...sharesOf([-4, 0, 2])], [-1, 0, 0.5]);
  assert.deepEqual([...sharesOf([0, 0])], [0, 0]);
  assert.deepEqual([...sharesOf([NaN, Infinity, 1])], [NaN, 1, 1]);
});
