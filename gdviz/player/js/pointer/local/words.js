// What a local quadratic model says, in words and numbers.
import { el } from '../../base/dom.js';
import { finite, readable } from '../../base/numbers.js';

/** @import { Look, SingleStep } from '../../wire/picture/local.js' */

/** @type {Record<string, string>} */
const CLASS_WORDS = {
  'not stationary': 'no critical point', minimum: 'a minimum', maximum: 'a maximum', saddle: 'a saddle',
  degenerate: 'a degenerate point',
};

/**
 * @param {Look} look
 * @param {string} where it is, such as "Step 12"
 * @returns {string}
 */
export function modelWords({ eigenvalues, condition, kind, gradient }, where) {
  if (!eigenvalues.every(finite)) return `${where}: the loss or its derivatives are not finite`;
  if (eigenvalues.length === 1) {
    const [slope, bend] = [gradient[0], eigenvalues[0]].map((v) => readable(v, 4));
    const down = eigenvalues[0] < 0 ? ' (the parabola opens downwards)' : '';
    return `${where}: slope ${slope}, curvature ${bend}${down}, ${CLASS_WORDS[kind]}`;
  }
  const listed = eigenvalues.map((v) => readable(v, 4)).join(' and ');
  const number = finite(condition) ? readable(condition, 4) : 'infinite';
  const dotted = eigenvalues.some((v) => v < 0) ? ' (dotted axis: curved downwards)' : '';
  return `${where}: eigenvalues ${listed}${dotted}, condition number ${number}, ${CLASS_WORDS[kind]}`;
}

/**
 * @param {SingleStep} step
 * @param {number} here the loss at the point
 * @returns {string} where the step leads
 */
export function stepWords({ short, value }, here) {
  if (!finite(value)) return `${short}: no step`;
  const up = value > here ? ' ↑' : '';
  return `${short} ${readable(value, 4)}${value < here ? ' ↓' : up}`;
}

/** The words below the picture; their room is there before they are, so that nothing moves. */
export class LocalWords {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.node = section.appendChild(el('div', 'gd-local'));
    this.model = this.node.appendChild(el('p'));
    this.steps = this.node.appendChild(el('p'));
    this.node.hidden = true;
  }

  /**
   * @param {Look | null} look
   * @param {string} where
   * @param {string} value what the loss is called
   */
  show(look, where, value) {
    this.model.textContent = look ? modelWords(look, where) : where;
    this.steps.replaceChildren(...(look ? [
      el('span', '', `${value} = ${readable(look.loss, 4)}; after one step of `),
      ...look.steps.map((step) => {
        const item = el('span', 'gd-local-step', stepWords(step, look.loss), { title: step.name });
        item.style.setProperty('--gd-run', step.color);
        return item;
      }),
    ] : []));
  }
}
