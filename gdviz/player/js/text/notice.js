// Small print over the contours: what is under the pointer, which runs have left the window, how arrows are
// scaled.
import { el } from '../base/dom.js';
import { readable } from '../base/numbers.js';

/** @import { Run } from '../wire/run.js' */
/** @import { StepArrows } from '../draw/arrows.js' */

/**
 * What is under the pointer, in words, where it does not hide it: above, or below while the pointer is near
 * the top.
 */
export class Chip {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.node = host.appendChild(el('div', 'gd-chip'));
  }

  /**
   * @param {string} text "" for none
   * @param {number} y height of the pointer in the panel
   */
  show(text, y) {
    this.node.textContent = text;
    if (text) this.node.toggleAttribute('data-low', y < this.host.clientHeight / 3);
  }
}

/** Which runs have left the window, with a button that shows a window which holds them. */
export class Notice {
  /**
   * @param {HTMLElement} host
   * @param {() => void} fit called by the button
   */
  constructor(host, fit) {
    this.node = host.appendChild(el('div', 'gd-notice'));
    this.node.hidden = true;
    this.fit = fit;
    this.text = '';
  }

  /** @param {{run: Run, iterate: number}[]} outside the runs outside, and since when */
  show(outside) {
    const text = outside
      .map(({ run, iterate }) => `${run.name} left the window at step ${run.stepNumber(iterate)}`)
      .join(' · ');
    if (text === this.text) return;
    this.text = text;
    this.node.hidden = !text;
    const attributes = { type: 'button', title: 'Show a window that holds the paths' };
    const button = el('button', 'gd-small', 'Fit', attributes);
    button.addEventListener('click', this.fit);
    this.node.replaceChildren(el('span', '', text), button);
  }
}

/**
 * Which step arrows are of, and how much longer than true they are drawn.
 *
 * @param {StepArrows | null} arrows
 * @returns {string} "" where there are none
 */
export function arrowScale(arrows) {
  if (!arrows) return '';
  const { step, factor } = arrows;
  if (!factor) return `step ${step}, too short for an arrow`;
  return factor === 1 ? `step ${step}` : `step ${step}, arrows ×${readable(factor, 2)}`;
}
