// The local quadratic model over the contours, where a scene has it: at the play head of the focused run.
import { HeadLayer } from '../../draw/heads.js';
import { LocalLayer } from './layer.js';
import { shapesOf } from './shapes.js';
import { LocalWords } from './words.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Frame } from '../../axes/frame.js' */
/** @import { Look } from '../../wire/picture/local.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { ContourPanel } from '../../panels/contour.js' */

/**
 * What is looked at: its place, and where that is in words.
 *
 * @typedef {{at: number[], look: Look, where: string}} Seen
 */

/** Draws and tells what is seen at a point. */
export class Looker {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.button = panel.tool('curvature', HTMLButtonElement);
    this.under = new HeadLayer(panel.host); // beneath the paths, so that it hides none
    panel.plot.after(this.under.clip);
    this.layer = new LocalLayer(this.under.node);
    this.words = new LocalWords(panel.section);
    this.on = true; // whether the reader wants it
    /** @type {Seen | null} */
    this.seen = null;
    this.button.addEventListener('click', () => {
      this.on = !this.on;
      if (panel.scene) this.told(panel.scene);
      panel.events.repaint();
    });
  }

  /** @param {Scene} scene */
  told({ locals }) {
    const there = locals.some(Boolean);
    this.button.hidden = !there;
    this.button.setAttribute('aria-pressed', String(this.on));
    this.words.node.hidden = !there || !this.on;
  }

  /**
   * What is seen at the play head of a run.
   *
   * @param {Run | undefined} run
   * @param {number} k
   * @returns {Seen | null}
   */
  atHead(run, k) {
    const models = run && this.panel.scene?.locals[run.index];
    if (!run || !models) return null;
    const j = models.lookedAt(run.head(k)), thin = models.every > 1;
    const where = `Step ${run.stepNumber(j)}${thin ? ` (one in ${models.every} is looked at)` : ''}`;
    return { at: [run.points[2 * j], run.points[2 * j + 1]], look: models.look(j), where };
  }

  /**
   * Draw it. The arrows of the step just made give way to it.
   *
   * @param {Run | undefined} run the focused one, where it is in the picture
   * @param {number} k
   * @param {Frame} frame
   * @param {Theme} theme
   * @returns {boolean} whether anything is drawn
   */
  draw(run, k, frame, theme) {
    const seen = this.on ? this.atHead(run, k) : null;
    this.seen = seen;
    this.under.fit(frame);
    const sign = this.panel.scene?.maximize ? 1 : -1;
    this.layer.draw(seen && shapesOf(seen.look, seen.at, sign, frame), theme);
    return seen !== null;
  }

  /** Say it. */
  describe() {
    const { seen, words, panel: { scene } } = this;
    if (scene && !words.node.hidden) words.show(seen?.look ?? null, seen?.where ?? '', scene.value_name);
  }
}
