// The network under the play head: its weights, what each unit puts out, and the chain rule of a weight.
import { emptied } from '../../base/canvas.js';
import { el, onControl, putText } from '../../base/dom.js';
import { readable } from '../../base/numbers.js';
import { Panel } from '../panel.js';
import { drawEnd, drawMark, drawUnit, drawWeights } from './ink.js';
import { OwnWeight } from './own-weight.js';
import { biasOf, edgeAt, layoutOf, parameterByKey, unitAt } from './places.js';
import { chainRule, namesOfInputs } from './words.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Look } from '../../control/painter.js' */
/** @import { Section } from '../../control/template.js' */
/** @import { NetworkRecord } from '../../wire/models/network.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Described, PanelEvents } from '../panel.js' */
/** @import { Layout, Parameter } from './places.js' */

const WEIGHT_REACH = 6; // pixels from the pointer to the weight that it is on
const CHOSEN = 200; // milliseconds after which the page hears of a choice: keys go on through many weights

/** The diagram of the network. */
export class NetworkPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'network', place: 'stage', title: 'Network', hidden: true,
    label: 'The network: arrow keys choose a weight, and its chain rule is told', tools: '',
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.canvas = el('canvas', 'gd-diagram', '', { tabindex: '0', role: 'img', 'aria-label': 'Network' });
    this.room = el('div', 'gd-diagram-room');
    this.room.append(this.canvas);
    this.chosen = el('p', 'gd-network-weight', '', { 'aria-live': 'polite' });
    this.own = new OwnWeight(events);
    host.append(this.room, this.own.node, this.chosen);
    /** @type {string[]} */
    this.names = [];
    /** @type {{layout: Layout, width: number, height: number, theme: Theme} | null} */
    this.fitted = null;
    /** @type {number | null} the index of the weight, or the bias, that is chosen */
    this.weight = null;
    /** @type {number | null | undefined} what the page was asked to explain; undefined: nothing */
    this.asked = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.painted = ''; // what is on the canvas
    this.written = ''; // what is told of the weight that is chosen, and of which step
    this.said = '';
    this.canvas.addEventListener('pointermove', (event) => this.hover(event));
    this.canvas.addEventListener('pointerleave', () => this.over(''));
    this.canvas.addEventListener('click', (event) => this.press(event));
    this.canvas.addEventListener('keydown', (event) => this.key(event));
  }

  get takesTurns() { return true; }

  get sized() { return this.room; }

  /** @param {Scene} scene */
  show(scene) {
    this.section.hidden = !scene.runs.some((run) => run.network);
    this.names = scene.data?.parameters ?? [];
    this.answered(scene);
    this.invalidate();
  }

  /**
   * The parameter whose arithmetic the scene has is the chosen one, unless the page was asked for another.
   *
   * @param {Scene} scene
   */
  meet({ data, refused }) {
    const [index = null, second] = data?.told ?? [], explained = second === undefined ? index : null;
    if (refused?.parameter || this.asked === explained) this.asked = undefined;
    if (this.asked === undefined) this.weight = explained;
  }

  /** @param {Scene} scene */
  told(scene) {
    this.answered(scene);
    this.painted = this.written = '';
    this.events.repaint();
  }

  /** What was asked for, or set, has an answer. @param {Scene} scene */
  answered(scene) {
    this.meet(scene);
    this.own.choose(this.weight, this.nameOf(this.weight));
    this.own.answered(scene.refused);
  }

  /** @param {number | null} index @returns {string} */
  nameOf(index) { return index === null ? '' : this.names[index]; }

  focus() { this.invalidate(); }

  invalidate() {
    this.fitted = null;
    this.painted = this.written = '';
  }

  resize() { this.invalidate(); }

  /** @returns {{network: NetworkRecord, j: number} | null} what is on show */
  shown() {
    const { focused, k } = this.events.now();
    return focused?.network ? { network: focused.network, j: focused.head(k) } : null;
  }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, { focused, theme }) {
    const { room: { clientWidth: width, clientHeight: height }, painted } = this, network = focused?.network;
    if (!network || !focused || !width || !height) return true;
    const j = focused.head(k), looks = [network.weightsAt(j)?.place, network.unitLooks?.placeUpTo(j)];
    const key = `${focused.slug} ${looks.join()} ${this.weight} ${network.restsAt(j)}`, { fitted } = this;
    const fits = fitted?.width === width && fitted.height === height && fitted.theme === theme;
    if (fits && key === painted) return true;
    this.painted = key;
    if (!fits) {
      this.fitted = { layout: layoutOf(network.network.sizes, width, height), width, height, theme };
    }
    const layout = /** @type {{layout: Layout}} */ (this.fitted).layout;
    this.drawNetwork(network, j, layout, { width, height }, theme);
    return true;
  }

  /**
   * @param {NetworkRecord} network
   * @param {number} j
   * @param {Layout} layout
   * @param {{width: number, height: number}} size
   * @param {Theme} theme
   */
  drawNetwork(network, j, layout, size, theme) {
    const context = emptied(this.canvas, size, true), { side, columns, edges } = layout;
    const weights = network.weightsAt(j), units = network.unitsAt(j);
    const marked = edges.find(({ index }) => index === this.weight) ?? null;
    if (weights) drawWeights(context, layout, weights.numbers, marked, theme);
    const dead = new Set(network.deadAt(j));
    let at = 0;
    columns.forEach((places, column) => places.forEach((place, unit) => {
      const hidden = column > 0 && column < columns.length - 1;
      const outputs = hidden ? units?.pictures[at++] : null;
      if (outputs && units) {
        const name = `unit ${unit + 1} of layer ${column}`;
        drawUnit(context, place, side, { outputs, grid: units.grid, dead: dead.has(name) }, theme);
      } else drawEnd(context, place, side, column ? `z${unit + 1}` : network.network.inputs[unit], theme);
      const bias = column ? biasOf(network.network.sizes, column - 1, unit) : null;
      if (bias !== null && bias === this.weight) drawMark(context, place, side, theme);
    }));
  }

  /**
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { focused, playing }) {
    const network = focused?.network;
    if (!network || !focused || playing) return;
    const j = focused.head(k), key = `${focused.slug} ${j} ${this.weight} ${network.restsAt(j)}`;
    if (key === this.written) return;
    this.written = key;
    this.own.show(network.weightsAt(j));
    this.said = this.chosenText(network, focused, j);
    this.over('');
  }

  /**
   * Tell what is under the pointer; where nothing is, of the weight that is chosen.
   *
   * @param {string} text
   */
  over(text) {
    this.chosen.toggleAttribute('data-chosen', Boolean(text) || this.weight !== null);
    putText(this.chosen, text || this.said);
  }

  /**
   * @param {NetworkRecord} network
   * @param {Run} run
   * @param {number} j
   * @returns {string} the parameter that is chosen, and its chain rule where the step rests
   */
  chosenText(network, run, j) {
    const chosen = this.fitted?.layout.parameters.find(({ index }) => index === this.weight);
    if (!chosen) {
      const set = this.events.hears('hand') ? ' and to set it' : '';
      return 'Choose a weight, or the unit of a bias, by a click or with the arrow keys, to see its chain '
        + `rule${set}.`;
    }
    const { rest, restTables: { gradient, weights, next } } = network;
    const said = this.weightText(network, chosen, run, j);
    if (!rest || !gradient || !network.restsAt(j)) return said;
    const step = weights && next ? { from: weights, to: next } : null;
    return `${said}. ${chainRule(network.network, rest, chosen, this.names[chosen.index], gradient, step)}`;
  }

  /**
   * @param {NetworkRecord} network
   * @param {Parameter} parameter
   * @param {Run} run
   * @param {number} j
   * @returns {string} value of a weight, and from where it leads where to; of a bias, whose it is
   */
  weightText(network, { index, layer, unit, source }, run, j) {
    const weights = network.weightsAt(j), last = layer === network.layers - 1;
    const to = last ? `score ${unit + 1}` : `unit ${unit + 1} of layer ${layer + 1}`;
    const inputs = namesOfInputs(network.network, layer);
    const way = source === null ? `bias of ${to}` : `from ${inputs[source]} to ${to}`;
    if (!weights) return `${this.names[index]} ${way}`;
    const when = weights.exact ? '' : ` about, at step ${run.stepNumber(weights.place)}`;
    return `${this.names[index]} ${way} = ${readable(weights.numbers[index], weights.exact ? 5 : 2)}${when}`;
  }

  /** @param {MouseEvent} event @returns {[number, number]} the pixel of the diagram */
  pixel(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {MouseEvent} event */
  hover(event) {
    const shown = this.shown(), { layout } = this.fitted ?? {}, { focused } = this.events.now();
    if (!shown || !layout || !focused) return;
    const [x, y] = this.pixel(event), { network, j } = shown, over = unitAt(layout, x, y);
    const edge = over ? null : edgeAt(layout, x, y, WEIGHT_REACH);
    if (edge && edge.index !== this.weight) this.over(this.weightText(network, edge, focused, j));
    else this.over(over?.column ? this.unitText(network, over, j) : '');
  }

  /**
   * @param {NetworkRecord} network
   * @param {{column: number, unit: number}} over
   * @param {number} j
   * @returns {string} a unit and its bias
   */
  unitText(network, { column, unit }, j) {
    const { sizes } = network.network, weights = network.weightsAt(j);
    const name = column < sizes.length - 1 ? `unit ${unit + 1} of layer ${column}` : `score ${unit + 1}`;
    const bias = weights?.numbers[biasOf(sizes, column - 1, unit)];
    return `${name}, bias ${readable(bias, weights?.exact ? 5 : 2)}`;
  }

  /** @param {MouseEvent} event */
  press(event) {
    if (onControl(event) || !this.fitted) return;
    const { layout } = this.fitted, shown = this.shown();
    const at = this.pixel(event), unit = unitAt(layout, ...at);
    if (unit?.column && shown) {
      this.choose(biasOf(shown.network.network.sizes, unit.column - 1, unit.unit));
    } else this.choose(edgeAt(layout, ...at, WEIGHT_REACH)?.index ?? null);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const parameters = this.fitted?.layout.parameters;
    if (!parameters?.length) return;
    const at = parameters.findIndex(({ index }) => index === this.weight);
    const next = parameterByKey(parameters, Math.max(0, at), event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation(); // the play head stays where it is
    this.choose(parameters[at < 0 ? 0 : next].index);
  }

  /** @param {number | null} index of a weight or a bias */
  choose(index) {
    this.weight = index;
    this.own.choose(index, this.nameOf(index));
    this.painted = this.written = '';
    this.events.repaint();
    this.explain(index);
    this.chosen.scrollIntoView({ block: 'nearest' }); // what is told and set of it
  }

  /** The page is asked for the arithmetic of a parameter. @param {number | null} index */
  explain(index) {
    clearTimeout(this.timer);
    if (!this.events.hears('hand')) return;
    this.asked = index;
    this.timer = setTimeout(() => this.events.move('parameter', (index ?? -1) + 1, true), CHOSEN);
  }

  destroy() {
    clearTimeout(this.timer);
    this.own.destroy();
  }
}
