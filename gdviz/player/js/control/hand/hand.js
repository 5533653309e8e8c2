// What the hand moves in the player: one request is under way at a time, the newest value wins. The page
// confirms each request with a scene, and sends others for values near by (foreseen.js).

/** @import { Json } from '../../base/events.js' */
/** @import { HandMoved } from '../page-link.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Foreseen } from './foreseen.js' */

const GIVEN_UP = 4000; // milliseconds after which no answer is expected any more
const AHEAD = 16; // values near by that are asked for at once, at most
const WORTH = 8; // and at least, where the value itself is here
/** What is only looked at: it is no choice, so the picture alone answers. */
const ONLY_LOOKED = new Set(['look']);

/** Asks the page for what the hand moves. */
export class Hand {
  /**
   * @param {(moved: HandMoved) => number} ask number of the request; 0 where nobody listens
   * @param {Foreseen} foreseen
   * @param {() => number} [now] milliseconds
   */
  constructor(ask, foreseen, now = () => performance.now()) {
    this.ask = ask;
    this.foreseen = foreseen;
    this.now = now;
    /** @type {Record<string, Json>} what is not asked for yet */
    this.changes = {};
    /** @type {number[]} values of a slider where it may be next, the likeliest first */
    this.near = [];
    this.settled = true;
    this.asked = 0; // number of the last request
    /** @type {number | null} when it was made, while it is under way */
    this.askedAt = null;
    this.restUntil = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Whether the page has not answered yet. */
  get asking() { return this.askedAt !== null && this.now() - this.askedAt < GIVEN_UP; }

  /** Whether something is held: its last value has not been told yet. */
  get moving() { return !this.settled; }

  /**
   * @param {number} [heard] number of the newest event that the scene on show answers
   * @returns {boolean} whether that scene lacks something that was chosen
   */
  owes(heard = 0) {
    const waits = Object.keys(this.changes).some((key) => !ONLY_LOOKED.has(key));
    return this.moving || waits || this.asking && heard < this.asked;
  }

  /**
   * A control, or what else is dragged, has another value.
   *
   * @param {string} key
   * @param {Json} value
   * @param {boolean} settled whether the hand has let go
   * @param {number[]} [near] values of this control where it may be next, the likeliest first
   */
  change(key, value, settled, near = []) {
    this.changes[key] = value;
    if (!ONLY_LOOKED.has(key)) this.choose(key, value, settled, near);
    this.next();
  }

  /**
   * A choice is changed, not only looked at.
   *
   * @param {string} key
   * @param {Json} value
   * @param {boolean} settled
   * @param {number[]} near
   */
  choose(key, value, settled, near) {
    this.settled = settled;
    const { foreseen } = this;
    this.near = [];
    if (settled) foreseen.forget();
    else {
      foreseen.reach(key, value);
      this.near = near;
    }
  }

  /** Ask for the newest values, unless an answer is under way or the server is to have a rest. */
  next() {
    clearTimeout(this.timer);
    if (!Object.keys(this.changes).length) return;
    const now = this.now();
    if (this.asking) {
      this.wait((this.askedAt ?? now) + GIVEN_UP - now);
      return;
    }
    const settled = this.settled && !Object.keys(this.changes).every((key) => ONLY_LOOKED.has(key));
    if (!settled && now < this.restUntil) {
      this.wait(this.restUntil - now);
      return;
    }
    const { changes, foreseen } = this, known = !settled && foreseen.has(changes);
    const ahead = settled ? [] : foreseen.lacking(changes, this.near).slice(0, AHEAD);
    this.changes = {};
    if (known && ahead.length < WORTH) return; // the page hears of it when the hand lets go
    this.asked = this.ask({ changes, held: foreseen.asked(), settled, ahead });
    this.askedAt = this.asked ? now : null;
  }

  /**
   * A scene has come.
   *
   * @param {number} [heard] number of the newest event that it answers
   * @param {number} [rest] milliseconds to wait before the next request, unless it is the last one
   * @param {() => void} [meet] called where it answers the request under way
   */
  answered(heard = 0, rest = 0, meet = () => {}) {
    if (this.askedAt === null || heard < this.asked) return;
    this.restUntil = this.now() + rest;
    this.askedAt = null;
    this.wait(0); // in a task of its own, with the value that is the newest then
    meet();
  }

  /**
   * A scene has come from the page.
   *
   * @param {Uint8Array} bytes
   * @returns {Scene | null} what is to be shown; null where the hand has gone on, and what is shown is newer
   */
  open(bytes) {
    const scene = this.foreseen.open(bytes);
    if (!this.moving || !this.foreseen.leads) return scene;
    this.answered(scene.heard, scene.rest);
    return null;
  }

  /** @param {number} milliseconds */
  wait(milliseconds) { this.timer = setTimeout(() => this.next(), milliseconds); }

  /** The player goes. */
  destroy() {
    clearTimeout(this.timer);
    this.foreseen.forget();
  }
}
