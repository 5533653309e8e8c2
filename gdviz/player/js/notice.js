// Small print over the contours: which runs have left the window, with a button that fits it; how arrows are scaled.
import { el, shown } from './util.js';

/** What is under the pointer, in words, where it does not hide it: above, or below while the pointer is near the top. */
export class Chip {
  constructor(host) {
    this.host = host;
    this.node = host.appendChild(el('div', 'gd-chip'));
  }

  /** `text` for a pointer at height y of the panel; "" for none. */
  show(text, y) {
    this.node.textContent = text;
    if (text) this.node.toggleAttribute('data-low', y < this.host.clientHeight / 3);
  }
}

export class Notice {
  /** `fit()` is called by the button. */
  constructor(host, fit) {
    this.node = host.appendChild(el('div', 'gd-notice'));
    this.node.hidden = true;
    this.fit = fit;
  }

  /** `gone`: [{run, step}] of the runs outside. */
  paint(gone) {
    const text = gone.map(({ run, step }) => `${run.name} left the window at step ${run.number(step)}`).join(' · ');
    if (text === this.text) return;
    this.text = text;
    this.node.hidden = !text;
    const button = el('button', 'gd-small', 'Fit', { type: 'button', title: 'Show a window that holds the paths' });
    button.addEventListener('click', this.fit);
    this.node.replaceChildren(el('span', '', text), button);
  }
}

/** Of which step the arrows are (`arrowsOf`), and how much longer than true they are drawn; "" where there are none. */
export function arrowScale(arrows) {
  if (!arrows) return '';
  const { step, factor } = arrows;
  return `step ${step}${factor === 1 ? '' : factor ? `, arrows ×${shown(factor, 2)}` : ', too short for an arrow'}`;
}
