// The arithmetic panel: each equation of the step under the play head, in symbols, in numbers, and its
// result.
import { el, putHTML, putText } from '../base/dom.js';
import { readable } from '../base/numbers.js';
import { ICONS, smallButton } from '../control/icons.js';
import { filled, noNumbers, vectorsText } from '../text/equations.js';
import { knownOfStep } from '../text/known-step.js';
import { mathml } from '../text/notation.js';
import { stepText } from '../text/step-text.js';
import { Panel } from './panel.js';
import { RowTable } from '../text/row-table.js';

/** @import { Section } from '../control/template.js' */
/** @import { StepArrows } from '../draw/arrows.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { Equation } from '../wire/types.js' */
/** @import { PanelEvents, Described } from './panel.js' */

const EQUALS = '<mo form="infix">=</mo>';

/**
 * An equation in the panel: symbols, and room for numbers and result.
 *
 * @param {Equation} equation
 * @returns {HTMLElement}
 */
function blockOf(equation) {
  const block = el('div', 'gd-equation');
  block.innerHTML = `<div class="gd-symbols">${equation.mathml}</div>`
    + '<div class="gd-numbers"></div><div class="gd-result"></div>';
  return block;
}

/** @param {Element} block */
const blockParts = ({ children: [, numbers, result] }) => ({ numbers, result });

/** The numbers of a step. */
export class ArithmeticPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'arithmetic', place: 'lower', title: 'Arithmetic', label: 'The numbers of this step',
    tools: '<select class="gd-select" data-gd="focus" aria-label="Competitor"></select>\n'
      + `${smallButton('copy-text', 'Copy as text', `${ICONS.copy}Text`)}\n`
      + smallButton('copy-latex', 'Copy as LaTeX', `${ICONS.copy}LaTeX`),
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.picker = this.tool('focus', HTMLSelectElement);
    this.list = el('div', 'gd-equations');
    this.known = el('dl', 'gd-known'); // of a step without equations
    this.title = el('p', 'gd-step-title');
    this.arrows = el('p', 'gd-arrows');
    this.rowTable = new RowTable();
    host.append(this.title, this.rowTable.node, this.list, this.known, this.arrows);
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Run | undefined} */
    this.run = undefined;
    this.names = ''; // in the picker
    this.stepKey = ''; // of the step whose numbers are there
    this.arrowKey = ''; // of the arrows that are explained
    this.picker.addEventListener('change', () => events.focus(this.picker.value));
    this.tool('copy-text', HTMLButtonElement).addEventListener('click', () => this.copy('text'));
    this.tool('copy-latex', HTMLButtonElement).addEventListener('click', () => this.copy('latex'));
  }

  /**
   * @param {Scene} scene
   * @param {Run} [focused]
   */
  show(scene, focused) {
    this.scene = scene;
    const names = scene.runs.map((run) => `${run.slug} ${run.name}`).join('|');
    if (names !== this.names) {
      this.names = names;
      const options = scene.runs.map((run) => el('option', '', run.name, { value: run.slug }));
      this.picker.replaceChildren(...options);
    }
    this.focus(focused);
  }

  /** @param {Run} [run] */
  focus(run) {
    const { run: before } = this, equations = JSON.stringify(run?.equations);
    const same = before && before.slug === run?.slug && JSON.stringify(before.equations) === equations;
    this.run = run;
    this.rowTable.show(this.scene?.sample ?? null, run);
    this.picker.value = run?.slug ?? '';
    if (!same) this.list.replaceChildren(...(run?.equations ?? []).map(blockOf));
    if (!run?.told) this.known.replaceChildren();
    this.stepKey = '';
  }

  /**
   * The equations of the step under the play head.
   *
   * @param {'text' | 'latex'} kind
   * @returns {string}
   */
  written(kind) {
    const sample = this.scene?.sample ?? null;
    return this.run ? stepText(sample, this.run, this.events.now().k, kind) : '';
  }

  /** @param {'text' | 'latex'} kind */
  copy(kind) { this.events.copy(this.written(kind), `The equations of ${this.run?.name}`); }

  /**
   * The step that is shown at play head k, and what its arrows mean.
   *
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { arrows }) {
    const { run } = this, step = run?.stepShown(k);
    this.describeArrows(arrows);
    if (run?.told && step) {
      this.describeKnown(run, step, k);
      return;
    }
    if (!run || !step || !run.equations.length) {
      this.title.textContent = run ? whyEmpty(run, step) : '';
      this.empty();
      return;
    }
    const key = `${step} ${k}`;
    if (this.stepKey === key) return;
    this.stepKey = key;
    this.rowTable.node.hidden = !this.rowTable.known;
    this.rowTable.describe(step);
    putText(this.title, stepTitle(run, step, k));
    run.equations.forEach((equation, i) => {
      const { numbers, result } = blockParts(this.list.children[i]);
      // the result stands by itself
      const template = equation.numbers.slice(0, equation.numbers.lastIndexOf('<wbr/>'));
      putHTML(numbers, filled(template, run, step, 'mathml').replace(/^<math[^>]*>/, `$&${EQUALS}`));
      putHTML(result, `<math>${EQUALS}${mathml(run.value(equation.name, 0, step), false)}</math>`);
    });
  }

  /**
   * A step that has no equations.
   *
   * @param {Run} run
   * @param {number} step
   * @param {number} k
   */
  describeKnown(run, step, k) {
    const key = `${step} ${k}`;
    if (this.stepKey === key) return;
    this.stepKey = key;
    this.rowTable.node.hidden = true;
    this.title.textContent = `${stepTitle(run, step, k)}. ${run.told}`;
    this.known.replaceChildren(...knownOfStep(run, step).flatMap(([label, value]) => [
      el('dt', '', label), el('dd', '', value),
    ]));
  }

  /** No step: the equations in symbols stay, the numbers of another run must not. */
  empty() {
    this.stepKey = '';
    this.rowTable.node.hidden = true;
    this.known.replaceChildren();
    for (const block of this.list.children) {
      for (const part of Object.values(blockParts(block))) part.replaceChildren();
    }
  }

  /** @param {StepArrows | null} arrows */
  describeArrows(arrows) {
    const parts = arrows?.parts ?? [], { color = '' } = this.run ?? {};
    const key = `${arrows?.step} ${arrows?.factor} ${parts.map(({ label }) => label)} ${color}`;
    if (key === this.arrowKey) return;
    this.arrowKey = key;
    const items = parts.map(({ kind, label }) => {
      const item = el('span', `gd-arrow gd-arrow-${kind}`);
      item.style.setProperty('--gd-run', color);
      item.append(el('i'), label);
      return item;
    });
    const scale = arrows && items.length ? [el('em', '', scaleText(arrows))] : [];
    this.arrows.replaceChildren(...items, ...scale);
  }
}

/**
 * @param {Run} run
 * @param {number | undefined} step
 * @returns {string} why there are no numbers
 */
const whyEmpty = (run, step) => (step ? 'Loading the equations…' : noNumbers(run));

/**
 * Which step it is, and its rate.
 *
 * @param {Run} run
 * @param {number} step
 * @param {number} k the play head
 * @returns {string}
 */
function stepTitle(run, step, k) {
  const rate = run.rate(step), named = k === 0 ? 'The coming step 1' : `Step ${run.stepNumber(step)}`;
  const rated = rate === null ? '' : `, rate ${readable(rate, 4)}`;
  return `${named}${k > run.steps ? ' (its last)' : ''}${rated}${vectorsText(run)}`;
}

/**
 * How long the arrows are drawn.
 *
 * @param {StepArrows} arrows
 * @returns {string}
 */
function scaleText({ step, factor }) {
  if (!factor) return `step ${step} is too short for an arrow`;
  return `arrows of step ${step}${factor === 1 ? '' : `, all drawn ${readable(factor, 2)} times as long`}`;
}
