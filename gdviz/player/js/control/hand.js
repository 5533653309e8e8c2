// What the hand moves in the player: one request is under way at a time, the newest value wins. The page
// answers each request with a scene that has its number.

/** @import { HandMoved, Json } from './page-link.js' */

const GIVEN_UP = 4000; // milliseconds after which no answer is expected any more

/** Asks the page for what the hand moves. */
export class Hand {
  /**
   * @param {(moved: HandMoved) => boolean} ask false where nobody listens
   * @param {() => string[]} held ids of the parts of the scene that are here
   * @param {() => number} [now] milliseconds
   */
  constructor(ask, held, now = () => performance.now()) {
    this.ask = ask;
    this.held = held;
    this.now = now;
    this.turn = Date.now(); // numbers of an earlier visit of this page are smaller
    /** @type {Record<string, Json>} what is not asked for yet */
    this.changes = {};
    this.settled = true;
    /** @type {number | null} when the request that is under way was made */
    this.askedAt = null;
    this.restUntil = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Whether something is held: its last value has not been told yet. */
  get moving() { return !this.settled; }

  /**
   * A control, or what else is dragged, has another value.
   *
   * @param {string} key
   * @param {Json} value
   * @param {boolean} settled whether the hand has let go
   */
  change(key, value, settled) {
    this.changes[key] = value;
    this.settled = settled;
    this.next();
  }

  /** Ask for the newest values, unless an answer is under way or the server is to have a rest. */
  next() {
    clearTimeout(this.timer);
    if (!Object.keys(this.changes).length) return;
    const now = this.now();
    if (this.askedAt !== null && now - this.askedAt < GIVEN_UP) {
      this.wait(this.askedAt + GIVEN_UP - now);
      return;
    }
    if (!this.settled && now < this.restUntil) {
      this.wait(this.restUntil - now);
      return;
    }
    const { changes, settled } = this;
    this.changes = {};
    this.askedAt = this.ask({ changes, held: this.held(), turn: ++this.turn, settled }) ? now : null;
  }

  /**
   * A scene has come.
   *
   * @param {number | undefined} turn of the request that it answers
   * @param {number} [rest] milliseconds to wait before the next request, unless it is the last one
   * @param {() => void} [meet] called where that is the request under way
   */
  answered(turn, rest = 0, meet = () => {}) {
    if (this.askedAt === null || turn !== this.turn) return;
    this.restUntil = this.now() + rest;
    this.askedAt = null;
    this.wait(0); // in a task of its own, with the value that is the newest then
    meet();
  }

  /** @param {number} milliseconds */
  wait(milliseconds) { this.timer = setTimeout(() => this.next(), milliseconds); }

  /** The player goes. */
  destroy() { clearTimeout(this.timer); }
}
