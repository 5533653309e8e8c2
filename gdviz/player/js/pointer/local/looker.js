// The local quadratic model over the contours or the curve, where a scene has it: at the play head of the
// focused run, and where the page is asked, under the pointer or at a point that is tried by hand.
import { HeadLayer } from '../../draw/heads/heads.js';
import { lookAtPoint } from '../../wire/picture/local.js';
import { CurveLayer, curveShapesOf } from './curve.js';
import { LocalLayer } from './layer.js';
import { shapesOf } from './shapes.js';
import { LocalWords } from './words.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Frame } from '../../axes/frame.js' */
/** @import { Look } from '../../wire/picture/local.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Looked } from '../../wire/types.js' */
/** @import { ContourPanel } from '../../panels/contour.js' */

/**
 * What is looked at: its place, and where that is in words.
 *
 * @typedef {{at: number[], look: Look, where: string}} Seen
 */

/** A point of the picture; of a curve only where along it. @typedef {{x: number, y?: number}} Place */

/** Draws and tells what is seen at a point. */
export class Looker {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.button = panel.tool('curvature', HTMLButtonElement);
    this.beneath = new HeadLayer(panel.host); // the paths, so that it hides none
    panel.plot.after(this.beneath.clip);
    this.layer = new LocalLayer(this.beneath.node);
    this.curve = new CurveLayer(this.beneath.node); // in its place where the loss is a curve
    this.words = new LocalWords(panel.section);
    this.on = true; // whether the reader wants it
    this.there = false; // whether the scene has it
    /** @type {Seen | null} */
    this.seen = null;
    /** @type {Place | null} that is tried by hand */
    this.tried = null;
    /** @type {Place | null} under the pointer */
    this.under = null;
    /** @type {Looked | null} the answer that is shown; the pointer may be further on */
    this.looked = null;
    this.button.addEventListener('click', () => {
      this.ask(() => { this.on = !this.on; });
      if (panel.scene) this.told(panel.scene);
      panel.events.repaint();
    });
  }

  /** @param {Scene} scene */
  told({ locals, looked, names }) {
    const there = locals.some(Boolean);
    this.there = there;
    const fits = this.looked?.at.length === names.length, kept = fits ? this.looked : null;
    const answer = this.wanted ? looked ?? kept : null;
    if (answer !== this.looked) this.panel.events.repaint();
    this.looked = answer;
    this.button.hidden = !there;
    this.button.setAttribute('aria-pressed', String(this.on));
    this.words.node.hidden = !there || !this.on;
  }

  /** @returns {Place | null} where the page is asked to look */
  get wanted() { return this.on && this.there ? this.under ?? this.tried : null; }

  /**
   * The pointer is over a point of the picture, or over none.
   *
   * @param {number | null} x
   * @param {number | null} y
   */
  pointed(x, y) {
    const flat = this.panel.scene?.flat; // of a curve the pointer's height says nothing
    this.ask(() => { this.under = x === null || y === null ? null : { x, ...(flat ? {} : { y }) }; });
  }

  /** A point is tried by hand, or none. @param {Place | null} at */
  tries(at) { this.ask(() => { this.tried = at; }); }

  /** Ask the page for what is wanted after a change, if that is something else. @param {() => void} change */
  ask(change) {
    const before = this.wanted;
    change();
    const { wanted, panel: { events } } = this;
    if (wanted?.x === before?.x && wanted?.y === before?.y || !events.hears('hand')) return;
    if (!wanted) {
      this.looked = null;
      events.repaint();
    }
    events.move('look', wanted && { ...wanted }, true);
  }

  /**
   * What is seen where the page was asked.
   *
   * @returns {Seen | null}
   */
  atPoint() {
    const { looked, panel } = this;
    if (!looked) return null;
    return { at: looked.at, look: lookAtPoint(looked), where: panel.pointer.listed(looked.at, 4) };
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
    const seen = this.on ? this.atPoint() ?? this.atHead(run, k) : null;
    this.seen = seen;
    this.beneath.fit(frame);
    const { flat = false, maximize = false } = this.panel.scene ?? {}, sign = maximize ? 1 : -1;
    this.layer.draw(seen && !flat ? shapesOf(seen.look, seen.at, sign, frame) : null, theme);
    this.curve.draw(seen && flat ? curveShapesOf(seen.look, seen.at[0], sign, frame) : null, frame, theme);
    return seen !== null;
  }

  /** Say it. */
  describe() {
    const { seen, words, panel: { scene } } = this;
    if (scene && !words.node.hidden) words.show(seen?.look ?? null, seen?.where ?? '', scene.value_name);
  }
}
