// What the reader did, on its way to the page.

/**
 * What JSON can carry; a field that is undefined is left out.
 *
 * @typedef {null | boolean | number | string | Json[] | {[name: string]: Json | undefined}} Json
 */

/** What the reader did. @typedef {{number: number, name: string, value: Json}} Told */
/** Sends a message; false: there is no page. @typedef {(name: string, value: unknown) => boolean} Emit */

const UNHEARD = 100; // events that wait to be confirmed; where the server is silent for longer, the oldest go

/**
 * Tells the page what the reader did. Of two messages that come while the server is busy it sees only the
 * later one. So each carries every event that the server has not confirmed yet; it handles each once, in
 * their order, by their numbers (web/mount.py).
 */
export class Events {
  /** @param {Emit} emit */
  constructor(emit) {
    this.emit = emit;
    this.number = 0; // of the last event
    this.handled = 0; // number of the newest event that the server is known to have handled
    /** @type {Told[]} what is not confirmed yet */
    this.unheard = [];
  }

  /**
   * @param {string} name
   * @param {Json} value
   * @returns {number} of the event; 0 where there is no page
   */
  send(name, value) {
    // larger than those of an earlier element of this page, even if the clock was put back
    this.number = Math.max(Date.now(), this.number + 1, this.handled + 1);
    this.unheard = [...this.unheard, { number: this.number, name, value }].slice(-UNHEARD);
    if (this.emit('told', this.unheard)) return this.number;
    this.unheard = [];
    return 0;
  }

  /** The server has answered. @param {number} [number] of the newest event that it has handled */
  heard(number = 0) {
    this.handled = Math.max(this.handled, number);
    this.unheard = this.unheard.filter((event) => event.number > number);
  }
}
