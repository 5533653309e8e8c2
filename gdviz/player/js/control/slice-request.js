// Where the page shows more of the iterate under the play head: told when the head comes to rest. A picture
// of the loss may hold its other parameters there; what stands below the player may look at that iterate.

import { reducedMotion } from '../base/dom.js';

/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */

const REST = 250; // milliseconds without a move

/**
 * Where the play head is when a scene is opened: at the step that the page looks at, else at the start, from
 * which it plays, or at the end for who asked for less motion.
 *
 * @param {Scene} scene
 */
export function opensAt({ head, steps }) { return head ?? (reducedMotion() ? steps : 0); }

/** Tells the page where the play head rests. */
export class SliceRequest {
  /**
   * @param {(place: {step: number, slug: string}) => void} ask the step of a competitor
   * @param {() => boolean} [busy] whether an answer is under way, which this would interrupt
   */
  constructor(ask, busy = () => false) {
    this.ask = ask;
    this.busy = busy;
    /** @type {string | null} what is on show or was asked for; null where the picture does not follow */
    this.asked = null;
    /** @type {string | null} what was asked for and has not been shown */
    this.last = null;
    this.looks = false; // whether the page looks at the step that the reader goes to
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Whether the page will be told in a moment. */
  get waits() { return this.timer !== undefined; }

  /**
   * Another scene. It may be of another step than the one where the play head rests, as after Back; a page
   * that was asked for that one and shows another all the same is not asked again.
   *
   * @param {Scene} scene
   * @param {{k: number, playing: boolean}} clock
   * @param {Run | undefined} run the focused one
   */
  show({ sample, focus, locals }, { k, playing }, run) {
    this.stop();
    this.asked = sample?.follow ? `${sample.step} ${focus}` : null;
    this.looks = locals.some(Boolean);
    if (this.last === this.asked) this.last = null;
    if (!playing && run && `${run.head(k)} ${run.slug}` !== this.last) this.rest(k, run, false);
  }

  /**
   * The play head rests.
   *
   * @param {number} k
   * @param {Run | undefined} run the focused one
   * @param {boolean} byHand whether the reader brought it there; a run that has ended was only watched
   */
  rest(k, run, byHand) {
    this.stop();
    const follows = this.asked !== null;
    if (!run || !follows && !(this.looks && byHand)) return;
    const step = run.head(k), place = `${step} ${run.slug}`;
    if (place === this.asked) return;
    const tell = () => {
      this.timer = undefined;
      if (this.busy()) {
        this.timer = setTimeout(tell, REST);
        return;
      }
      if (follows) this.asked = this.last = place;
      this.ask({ step, slug: run.slug });
    };
    this.timer = setTimeout(tell, REST);
  }

  /** The head moves on, or the player goes. */
  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
