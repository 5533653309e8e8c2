// A parameter of a network set by hand: a slider and a number below the diagram. All runs start from the
// weights under the play head, with this one changed.
import { el } from '../../base/dom.js';
import { ControlPair } from '../../base/setting/control-pair.js';

/** @import { Change } from '../../base/setting/control-pair.js' */
/** @import { Control } from '../../wire/types.js' */
/** @import { PanelEvents } from '../panel.js' */

/**
 * What the hand changes, from when it begins until a scene has it: of which weights, and each number set.
 *
 * @typedef {object} Movement
 * @property {string} slug    of the run
 * @property {number} place   of the iterate whose weights these are
 * @property {number} hand    its number; no other one has it
 * @property {Record<string, number>} values   by the index of the parameter
 */

const TRACK_END = 5; // the track goes from -5 to 5, or to a power of ten where the weight is larger ...
const LONGEST_TRACK = 1e300; // ... as far as its length is a number
const SENT_DIGITS = 7; // of a weight that was sent: no more of them are exact

/** Sets a parameter of the network. */
export class OwnWeight {
  /** @param {PanelEvents} events */
  constructor(events) {
    this.events = events;
    this.node = el('div', 'gd-own-weight');
    this.node.hidden = true;
    /** @type {ControlPair | null} */
    this.pair = null;
    /** @type {number | null} the parameter that is chosen */
    this.index = null;
    this.name = '';
    this.complaint = '';
    /** @type {Movement | null} */
    this.movement = null;
    /** @type {{values: Record<string, number> | null, k: number} | null} before what is held was moved: what
     * its movement had set, null where it began with that, and the play head */
    this.before = null;
    /** @type {Map<number, number>} what was set last, with all its digits */
    this.set = new Map();
  }

  /**
   * Another parameter is chosen.
   *
   * @param {number | null} index
   * @param {string} name
   */
  choose(index, name) {
    this.node.hidden = !this.events.hears('hand'); // empty it keeps its room: the diagram stays as it is
    this.rest();
    if (index === this.index && name === this.name) return;
    this.pair?.destroy();
    this.pair?.node.remove();
    this.pair = null;
    this.index = index;
    this.name = name;
    this.complaint = '';
    this.node.toggleAttribute('data-empty', true);
  }

  /**
   * The weights under the play head.
   *
   * @param {{numbers: ArrayLike<number>, exact: boolean} | null} weights
   */
  show(weights) {
    const sent = weights?.numbers[this.index ?? NaN] ?? NaN;
    this.node.toggleAttribute('data-empty', Number.isNaN(sent));
    if (!weights || Number.isNaN(sent) || this.node.hidden) return;
    const control = this.control(this.valueOf(sent, weights.exact));
    if (this.pair) this.pair.show(control, '');
    else {
      /** @type {Change} */
      const change = (_key, value, settled) => this.change(value, settled);
      this.pair = new ControlPair(control, '', change, (_key, value) => this.takeBack(value));
      this.node.append(this.pair.node);
    }
  }

  /**
   * @param {number} sent
   * @param {boolean} exact
   * @returns {number} the weight with the digits that are known of it
   */
  valueOf(sent, exact) {
    const set = this.index === null ? undefined : this.set.get(this.index);
    if (set !== undefined && exact && Math.fround(set) === sent) return set;
    return Number(sent.toPrecision(exact ? SENT_DIGITS : 2));
  }

  /** @param {number} value @returns {Control} */
  control(value) {
    const size = Math.abs(value), before = this.pair?.control.high ?? TRACK_END;
    const end = size > TRACK_END ? Math.min(LONGEST_TRACK, 10 ** Math.ceil(Math.log10(size))) : TRACK_END;
    const high = before > 10 * end ? end : Math.max(before, end); // it stays unless it is far too long
    return {
      key: 'weights', of: null, label: `${this.name.startsWith('b') ? 'Bias' : 'Weight'} ${this.name}`,
      low: -high, high, value, log: false, whole: false, main: true, limit: null, open: true,
      help: 'All runs start anew, from the weights under the play head with this one changed',
      complaint: this.complaint,
    };
  }

  /**
   * A scene: what it refuses is not asked for again.
   *
   * @param {Record<string, string>} [refused]
   */
  answered(refused = {}) {
    this.complaint = refused.weights ?? '';
    if (this.complaint) this.movement = null;
    this.rest();
  }

  /** Where all that was set has been answered, the movement is over: what is set then is of new weights. */
  rest() { if (!this.events.owed()) this.movement = null; }

  /**
   * @param {number} value
   * @param {boolean} settled whether the hand has let go
   */
  change(value, settled) {
    const { focused, k } = this.events.now();
    if (!focused || this.index === null) return;
    this.rest();
    const place = focused.head(k), { movement } = this;
    const goesOn = movement && place === 0 && movement.slug === focused.slug;
    this.before ??= { values: goesOn ? { ...movement.values } : null, k };
    if (settled) this.before = null;
    this.movement = goesOn ? movement : { slug: focused.slug, place, hand: Date.now(), values: {} };
    this.movement.values[this.index] = value;
    this.set.set(this.index, value);
    this.events.move('weights', { ...this.movement, values: { ...this.movement.values } }, settled);
    this.events.seek(0); // where the weight is
  }

  /**
   * A drag is taken back: the runs start from where they did before it.
   *
   * @param {number} value of before
   */
  takeBack(value) {
    const { movement, before, index } = this;
    this.before = null;
    if (!movement || !before || index === null) {
      this.change(value, true);
      return;
    }
    this.set.set(index, value);
    this.movement = before.values && { ...movement, values: before.values };
    const values = { ...before.values }; // none: all is as it was before
    this.events.move('weights', { ...movement, values }, true);
    this.events.seek(before.k);
  }

  /** It goes. */
  destroy() { this.pair?.destroy(); }
}
