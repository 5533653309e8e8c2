// What is said of a point of the data, above the picture and to screen readers.
import { el } from '../../base/dom.js';

const SAID = 6000; // milliseconds that a sentence stays

/** The words. */
export class PointWords {
  /** @param {HTMLElement} host the panel */
  constructor(host) {
    this.node = host.appendChild(el('div', 'gd-chip gd-point-words', '', { role: 'status' }));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {string} text */
  say(text) {
    clearTimeout(this.timer);
    this.node.textContent = text;
  }

  /** @param {string} text */
  sayAWhile(text) {
    this.say(text);
    this.timer = setTimeout(() => this.say(''), SAID);
  }

  /** The player goes. */
  destroy() { clearTimeout(this.timer); }
}
