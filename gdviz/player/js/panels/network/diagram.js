// The network under the play head: its weights, what each unit puts out, and the chain rule of a weight.
import { emptied } from '../../base/canvas.js';
import { el, onControl, put, putText } from '../../base/dom.js';
import { Panel } from '../panel.js';
import { drawEnd, drawMark, drawUnit, drawWeights } from './ink.js';
import { pictureOfUnit, UnitLens } from './lens.js';
import { OwnWeight } from './own-weight.js';
import { biasOf, edgeAt, layoutOf, parameterByKey, unitAt } from './places.js';
import { chosenText, hintText, unitText, weightText } from './told.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Look } from '../../control/painter.js' */
/** @import { Section } from '../../control/template.js' */
/** @import { NetworkRecord } from '../../wire/models/network.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Described, PanelEvents } from '../panel.js' */
/** @import { Unit } from './lens.js' */
/** @import { Layout } from './places.js' */

/** What a run is for the diagram. @typedef {Pick<Run, 'network' | 'slug' | 'head' | 'stepNumber'>} Shown */

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
    this.lens = new UnitLens(this.room);
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
    /** @type {Shown | null} the network at the start, in place of a run's where nothing runs */
    this.initial = null;
    /** @type {[number, number] | null} the pixel under the pointer */
    this.pointer = null;
    this.canvas.addEventListener('pointermove', (event) => this.hover(event));
    this.canvas.addEventListener('pointerleave', () => this.hover());
    for (const kind of ['focus', 'blur']) this.canvas.addEventListener(kind, () => this.enlarge());
    this.canvas.addEventListener('click', (event) => this.press(event));
    this.canvas.addEventListener('keydown', (event) => this.key(event));
  }

  get takesTurns() { return true; }

  get sized() { return this.room; }

  /** @param {Scene} scene */
  show(scene) {
    const { initial } = scene;
    this.initial = initial && { network: initial, slug: '', head: () => 0, stepNumber: () => 0 };
    this.section.hidden = !initial && !scene.runs.some((run) => run.network);
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

  /** @returns {{network: NetworkRecord, run: Shown, j: number} | null} what is on show */
  shown() {
    const { focused, k } = this.events.now(), run = focused ?? this.initial;
    return run?.network ? { network: run.network, run, j: run.head(k) } : null;
  }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, { focused, theme }) {
    const { room: { clientWidth: width, clientHeight: height }, painted } = this;
    const run = focused ?? this.initial, network = run?.network;
    if (!network || !width || !height) return true;
    const j = run.head(k), looks = [network.weightsAt(j)?.place, network.unitLooks?.placeUpTo(j)];
    const key = `${run.slug} ${looks.join()} ${this.weight} ${network.restsAt(j)}`, { fitted } = this;
    const fits = fitted?.width === width && fitted.height === height && fitted.theme === theme;
    if (fits && key === painted) return true;
    this.painted = key;
    if (!fits) {
      this.fitted = { layout: layoutOf(network.network.sizes, width, height), width, height, theme };
    }
    const layout = /** @type {{layout: Layout}} */ (this.fitted).layout;
    this.drawNetwork(network, j, layout, { width, height }, theme);
    this.enlarge();
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
    const context = emptied(this.canvas, size, true), { columns, edges, sides } = layout;
    const weights = network.weightsAt(j), units = network.unitsAt(j);
    const marked = edges.find(({ index }) => index === this.weight) ?? null;
    if (weights) drawWeights(context, layout, weights.numbers, marked, theme);
    const dead = new Set(network.deadAt(j));
    let at = 0;
    columns.forEach((places, column) => places.forEach((place, unit) => {
      const hidden = column > 0 && column < columns.length - 1, side = sides[column];
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
    const run = focused ?? this.initial, network = run?.network;
    if (!network) return;
    const j = run.head(k), weights = network.weightsAt(j), { own, weight } = this;
    const when = playing ? `plays ${weights?.place}` : `${j} ${network.restsAt(j)}`;
    const key = `${run.slug} ${when} ${weight}`;
    if (key === this.written) return;
    this.written = key;
    put(this.chosen, 'aria-live', playing ? 'off' : 'polite');
    const types = playing && own.node.contains(document.activeElement); // who does is left alone
    if (!types) own.show(focused ? weights : null);
    const chosen = this.fitted?.layout.parameters.find(({ index }) => index === weight);
    const { hears } = this.events, of = { network, run, j, names: this.names };
    const sets = Boolean(focused) && hears('hand');
    this.said = chosen ? chosenText(of, chosen, playing, hears('slice')) : hintText(sets);
    this.tell();
  }

  /** Tell what is under the pointer; where nothing is, of the weight that is chosen. */
  tell() {
    const text = this.pointedText();
    this.chosen.toggleAttribute('data-chosen', Boolean(text) || this.weight !== null);
    putText(this.chosen, text || this.said);
  }

  /** @returns {string} of the weight or the unit under the pointer; "" where none is */
  pointedText() {
    const shown = this.shown(), { layout } = this.fitted ?? {}, { pointer, names } = this;
    if (!pointer || !shown || !layout) return '';
    const over = unitAt(layout, ...pointer);
    if (over) return over.column ? unitText(shown.network, over, shown.j) : '';
    const edge = edgeAt(layout, ...pointer, WEIGHT_REACH);
    return edge && edge.index !== this.weight ? weightText({ ...shown, names }, edge) : '';
  }

  /** @param {MouseEvent} event @returns {[number, number]} the pixel of the diagram */
  pixel(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {MouseEvent} [event] none: the pointer has left */
  hover(event) {
    this.pointer = event ? this.pixel(event) : null;
    this.tell();
    this.enlarge();
  }

  /** The unit under the pointer, or, for keys and fingers, the one whose bias is chosen, is shown large. */
  enlarge() {
    const shown = this.shown(), { layout } = this.fitted ?? {}, { pointer, canvas } = this;
    const over = layout && pointer ? unitAt(layout, ...pointer) : null;
    const chosen = canvas === document.activeElement ? this.chosenUnit() : null;
    const network = shown?.network ?? null, j = shown?.j ?? 0;
    const unit = network && pictureOfUnit(network, over, j) ? over : chosen;
    this.lens.show(network, unit, j, this.fitted);
  }

  /** @returns {Unit | null} whose bias is chosen */
  chosenUnit() {
    const chosen = this.fitted?.layout.parameters.find(({ index }) => index === this.weight);
    return chosen?.source === null ? { column: chosen.layer + 1, unit: chosen.unit } : null;
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
    this.timer = setTimeout(() => this.events.move('parameter', this.nameOf(index), true), CHOSEN);
  }

  destroy() {
    clearTimeout(this.timer);
    this.own.destroy();
  }
}
