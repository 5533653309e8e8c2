// Small print over the contours: which runs have left the window, with a button that fits it; how arrows are scaled.
import { el, shown } from './util.js';

export class Notice {
  /** `fit()` is called by the button. */
  constructor(host, fit) {
    this.node = host.appendChild(el('div', 'gd-notice'));
    this.node.hidden = true;
    this.fit = fit;
  }

  /** `gone`: [{run, step}] of the runs outside. */
  paint(gone) {
    const text = gone.map(({ run, step }) => `${run.name} left the window at step ${step}`).join(' · ');
    if (text === this.text) return;
    this.text = text;
    this.node.hidden = !text;
    const button = el('button', 'gd-small', 'Fit', { type: 'button', title: 'Show a window that holds the paths' });
    button.addEventListener('click', this.fit);
    this.node.replaceChildren(el('span', '', text), button);
  }
}

/** How much longer than true the arrows are drawn, in words; "" where they are as long as they are. */
export function arrowScale(arrows) {
  const scaled = arrows.filter((arrow) => arrow.factor !== 1), factors = new Set(arrows.map((arrow) => arrow.factor));
  return !scaled.length ? '' : factors.size === 1 ? `arrows ×${shown(scaled[0].factor, 2)}`
    : scaled.map((arrow) => `${arrow.label} ×${shown(arrow.factor, 2)}`).join(', ');
}
