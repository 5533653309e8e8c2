// What moves above a picture: heads, and triangles at the border, as small elements that the compositor
// shifts, so that a frame repaints nothing.
import { el } from '../../base/dom.js';

/** @import { Frame } from '../../axes/frame.js' */
/** @import { Run } from '../../wire/run.js' */

/** @typedef {'' | 'ended' | 'diverged' | 'left'} HeadState  left: outside of the window */

/**
 * @typedef {object} Head
 * @property {HTMLElement} node
 * @property {boolean} placed   in this frame
 * @property {boolean} visible
 * @property {string} color
 * @property {HeadState | null} state
 * @property {number | null} alpha
 */

/** The heads of runs. */
export class Heads {
  /** @param {HTMLElement} host on top of which they are */
  constructor(host) {
    this.host = host;
    /** @type {Map<string, Head>} by slug: a run that comes again has the head that it had */
    this.heads = new Map();
  }

  /**
   * Call before placing the heads of a frame; those that are not placed vanish.
   *
   * @param {Run[]} runs
   */
  begin(runs) {
    for (const [slug, head] of this.heads) {
      if (runs.some((run) => run.slug === slug)) continue;
      head.node.remove();
      this.heads.delete(slug);
    }
    for (const head of this.heads.values()) head.placed = false;
  }

  /**
   * Put a run's head at a pixel.
   *
   * @param {Run} run
   * @param {number} x
   * @param {number} y
   * @param {HeadState} [state]
   * @param {{angle?: number, alpha?: number}} [look] angle: where the head of a run that left points to
   */
  place(run, x, y, state = '', { angle = 0, alpha = 1 } = {}) {
    const head = this.heads.get(run.slug) ?? this.added(run), { node } = head;
    if (head.color !== run.color) {
      head.color = run.color;
      node.style.setProperty('--gd-run', run.color);
    }
    if (head.state !== state) {
      head.state = state;
      node.dataset.state = state;
    }
    if (head.alpha !== alpha) {
      head.alpha = alpha;
      node.style.opacity = String(alpha);
    }
    if (!head.visible) {
      head.visible = true;
      node.style.visibility = 'visible';
    }
    const turn = angle ? ` rotate(${angle}rad)` : '';
    node.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)${turn}`;
    head.placed = true;
  }

  /**
   * @param {Run} run
   * @returns {Head}
   */
  added(run) {
    const node = el('i', 'gd-head');
    this.host.append(node);
    /** @type {Head} */
    const head = { node, placed: false, visible: false, color: '', state: null, alpha: null };
    this.heads.set(run.slug, head);
    return head;
  }

  /** Call after placing. */
  end() {
    for (const head of this.heads.values()) {
      if (head.placed || !head.visible) continue;
      head.visible = false;
      head.node.style.visibility = 'hidden';
    }
  }
}

const EDGE = 7; // pixels around the plot in which heads on its border are shown whole

/** The layer of the heads above a plot: it hides what lies outside. */
export class HeadLayer {
  /** @param {HTMLElement} host the panel */
  constructor(host) {
    this.host = host;
    this.clip = host.appendChild(el('div', 'gd-marks'));
    /** What heads are put on: it has the pixels of the panel. */
    this.node = this.clip.appendChild(el('div', 'gd-shift'));
    /** @type {Frame | null} */
    this.frame = null;
  }

  /**
   * Go with the plot, and tell the small print where it lies.
   *
   * @param {Frame} frame
   */
  fit(frame) {
    if (this.frame === frame) return;
    this.frame = frame;
    const { left, top, right, bottom, width, height } = frame;
    Object.assign(this.clip.style, {
      left: `${left - EDGE}px`, top: `${top - EDGE}px`,
      width: `${right - left + 2 * EDGE}px`, height: `${bottom - top + 2 * EDGE}px`,
    });
    const rooms = { left, right: width - right, top, bottom: height - bottom };
    for (const [side, room] of Object.entries(rooms)) {
      this.host.style.setProperty(`--gd-${side}`, `${room}px`);
    }
    this.node.style.transform = `translate(${EDGE - left}px, ${EDGE - top}px)`;
  }
}
