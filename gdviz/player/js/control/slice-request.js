// Where the picture of the loss holds its other parameters at those under the play head: ask the page for
// another picture when the head comes to rest.

/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */

const REST = 250; // milliseconds without a move

/** Asks for the slice of the loss at the play head. */
export class SliceRequest {
  /** @param {(place: {step: number, slug: string}) => void} ask for the picture at a step of a competitor */
  constructor(ask) {
    this.ask = ask;
    /** @type {string | null} what is on show or was asked for; null where the picture does not follow */
    this.asked = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /**
   * Another scene.
   *
   * @param {Scene} scene
   */
  show({ sample, focus }) {
    this.stop();
    this.asked = sample?.follow ? `${sample.step} ${focus}` : null;
  }

  /**
   * The play head rests.
   *
   * @param {number} k
   * @param {Run | undefined} run the focused one
   */
  rest(k, run) {
    this.stop();
    if (this.asked === null || !run) return;
    const step = run.head(k), place = `${step} ${run.slug}`;
    if (place === this.asked) return;
    this.timer = setTimeout(() => {
      this.asked = place;
      this.ask({ step, slug: run.slug });
    }, REST);
  }

  /** The head moves on, or the player goes. */
  stop() { clearTimeout(this.timer); }
}
