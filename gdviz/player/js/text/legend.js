// One button per competitor: its line, its name, how it stands at the play head; a click hides or shows it.
import { el } from '../base/dom.js';
import { readable } from '../base/numbers.js';

/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */

/** @typedef {{run: Run, button: HTMLButtonElement, loss: HTMLElement, badge: HTMLElement}} Entry */

const BADGES = new Set(['converged', 'diverged']);

/**
 * A competitor's line as a background. (A dashed SVG line would cost a frame 10 ms wherever it is drawn
 * again.)
 *
 * @param {Run} run
 * @returns {string} CSS
 */
function swatch({ color, dash }) {
  if (!dash.length) return `linear-gradient(${color}, ${color})`;
  let at = 0;
  const stops = dash.map((length, i) => `${i % 2 ? 'transparent' : color} ${at}px ${at += length}px`);
  return `repeating-linear-gradient(90deg, ${stops.join(', ')})`;
}

/** The legend of a scene. */
export class Legend {
  /**
   * @param {HTMLElement} host
   * @param {(slug: string) => void} toggle a competitor's button was pressed
   * @param {(key: string, value: number, settled: boolean) => void} change a control was moved
   */
  constructor(host, toggle, change) {
    this.host = host;
    this.toggle = toggle;
    this.change = change;
    /** @type {Entry[]} */
    this.entries = [];
  }

  /**
   * Another scene.
   *
   * @param {Scene} scene
   * @param {Set<string>} hidden slugs
   */
  show(scene, hidden) {
    this.entries = scene.runs.map((run) => this.entryOf(run, hidden.has(run.slug)));
    const focused = this.focusedSlug();
    this.host.replaceChildren(...this.entries.map(({ button }) => button));
    if (focused) this.entries.find(({ run }) => run.slug === focused)?.button.focus({ preventScroll: true });
  }

  /** @returns {string | undefined} whose button has the keyboard's focus */
  focusedSlug() {
    const { activeElement } = document;
    const own = activeElement instanceof HTMLElement && this.host.contains(activeElement);
    return own ? activeElement.dataset.slug : undefined;
  }

  /**
   * @param {Run} run
   * @param {boolean} hidden
   * @returns {Entry}
   */
  entryOf(run, hidden) {
    const attributes = { type: 'button', 'aria-pressed': String(!hidden), title: run.reason };
    const button = el('button', 'gd-entry', '', attributes);
    const line = el('i', 'gd-line'), loss = el('span', 'gd-loss'), badge = el('span', 'gd-badge');
    line.style.backgroundImage = swatch(run);
    button.append(line, el('span', 'gd-name', run.name), loss, badge);
    button.dataset.slug = run.slug;
    button.addEventListener('click', () => this.toggle(run.slug));
    return { run, button, loss, badge };
  }

  /**
   * Others are hidden.
   *
   * @param {Set<string>} hidden slugs
   */
  press(hidden) {
    for (const { run, button } of this.entries) {
      button.setAttribute('aria-pressed', String(!hidden.has(run.slug)));
    }
  }

  /**
   * Loss and state of each competitor at play head k.
   *
   * @param {number} k
   */
  describe(k) {
    for (const { run, loss, badge } of this.entries) {
      const text = readable(run.loss[run.head(k)], 4), state = k < run.steps ? '' : this.endOf(run);
      if (loss.textContent !== text) loss.textContent = text;
      if (badge.textContent !== state) {
        badge.textContent = state;
        badge.dataset.state = state;
      }
    }
  }

  /**
   * @param {Run} run
   * @returns {string} how a run ended; "" for the longest where there is nothing to say
   */
  endOf(run) {
    if (BADGES.has(run.status)) return run.status;
    return run.steps < Math.max(...this.entries.map((entry) => entry.run.steps)) ? 'ended' : '';
  }
}
