// The play head: steps and time, speed, loop. Knows nothing of pictures.
import { clamp } from '../base/numbers.js';

const RUN_SECONDS = 8; // a whole run at speed 1, however long
const LONGEST_FRAME = 0.25; // seconds: a page that was away does not jump

/** The play head. */
export class Clock {
  /**
   * @param {(k: number) => void} tick the step has changed
   * @param {() => void} changed playing has started or stopped
   */
  constructor(tick, changed) {
    this.tick = tick;
    this.changed = changed;
    this.steps = 0;
    /** The head's place in steps, with what is past the last one. */
    this.t = 0;
    /** How many times as fast as usual, or "step": one step a second. */
    this.speed = '1';
    this.loop = false;
    this.playing = false;
    /** @type {number | null} */
    this.last = null; // when the last frame was, in milliseconds
    this.request = 0;
  }

  /** The step under the head. */
  get k() { return Math.floor(this.t + 1e-9); }

  /**
   * Another number of steps: the head stays where it is; at the end it stays at the end.
   *
   * @param {number} steps
   */
  resize(steps) {
    const atEnd = !this.playing && this.steps > 0 && this.k >= this.steps;
    this.steps = steps;
    this.t = atEnd ? steps : clamp(this.t, 0, steps);
  }

  /**
   * Go to step k.
   *
   * @param {number} k
   */
  seek(k) {
    this.t = clamp(Math.round(k), 0, this.steps);
    this.last = null;
    this.tick(this.k);
  }

  /** Begin to play; from the start where the head is at the end. */
  play() {
    if (this.playing || !this.steps) return;
    if (this.k >= this.steps) this.seek(0);
    this.playing = true;
    this.last = null;
    this.changed();
    const frame = (/** @type {number} */ now) => {
      if (!this.playing) return;
      this.advance(this.last === null ? 0 : Math.min(LONGEST_FRAME, (now - this.last) / 1000));
      this.last = now;
      if (this.playing) this.request = requestAnimationFrame(frame);
    };
    this.request = requestAnimationFrame(frame);
  }

  /**
   * Time has passed. At the end a loop first shows the last step, then begins again.
   *
   * @param {number} seconds
   */
  advance(seconds) {
    const before = this.k;
    const stepsPerSecond = this.speed === 'step' ? 1 : (Number(this.speed) * this.steps) / RUN_SECONDS;
    this.t += seconds * stepsPerSecond;
    if (this.t >= this.steps) {
      if (this.loop && this.steps) {
        this.t = before >= this.steps ? 0 : this.steps;
      } else {
        this.t = this.steps;
        this.pause();
      }
    }
    if (this.k !== before) this.tick(this.k);
  }

  /** Stop playing. */
  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.request);
    this.changed();
  }

  /** Play or pause. */
  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }
}
