// The play head: steps and time, speed, loop. Knows nothing of pictures.
import { clamp } from './util.js';

const SECONDS = 8; // a whole run at speed 1, however long

export class Clock {
  /** `tick(k)` is called when the step changes, `changed()` when playing starts or stops. */
  constructor(tick, changed) {
    Object.assign(this, { tick, changed, steps: 0, t: 0, speed: '1', loop: false, playing: false });
  }

  get k() { return Math.floor(this.t + 1e-9); }

  /** Another number of steps: the head stays where it is; at the end it stays at the end. */
  resize(steps) {
    const atEnd = !this.playing && this.steps > 0 && this.k >= this.steps;
    this.steps = steps;
    this.t = atEnd ? steps : clamp(this.t, 0, steps);
  }

  seek(k) {
    this.t = clamp(Math.round(k), 0, this.steps);
    this.last = null;
    this.tick(this.k);
  }

  play() {
    if (this.playing || !this.steps) return;
    if (this.k >= this.steps) this.seek(0);
    this.playing = true;
    this.last = null;
    this.changed();
    const frame = (now) => {
      if (!this.playing) return;
      this.advance(this.last === null ? 0 : Math.min(0.25, (now - this.last) / 1000));
      this.last = now;
      if (this.playing) this.request = requestAnimationFrame(frame);
    };
    this.request = requestAnimationFrame(frame);
  }

  advance(seconds) {
    const before = this.k, pace = this.speed === 'step' ? 1 : (Number(this.speed) * this.steps) / SECONDS;
    this.t += seconds * pace;
    if (this.t >= this.steps) {
      if (this.loop && this.steps) this.t = before >= this.steps ? 0 : this.steps;
      else { this.t = this.steps; this.pause(); }
    }
    if (this.k !== before) this.tick(this.k);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.request);
    this.changed();
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }
}
