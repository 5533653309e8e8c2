// How often something costly is done: it takes a third of the time at most.
import { framesPainted } from './dom.js';

const REST_TIMES = 2; // a rest is so many times as long as what it follows, its painting included

/** Lets something costly rest for a while. */
export class Pace {
  constructor() {
    this.resting = false;
    /** @type {(() => void) | null} */
    this.next = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** It begins. */
  begin() {
    const began = performance.now();
    clearTimeout(this.timer);
    this.resting = true;
    this.next = null;
    framesPainted(1).then(() => {
      this.timer = setTimeout(() => {
        this.resting = false;
        this.next?.();
      }, REST_TIMES * (performance.now() - began));
    });
  }

  /**
   * Do this after the rest; of several the last one.
   *
   * @param {() => void} act
   */
  after(act) { this.next = act; }

  /** Nothing is done any more. */
  stop() {
    clearTimeout(this.timer);
    this.next = null;
  }
}
