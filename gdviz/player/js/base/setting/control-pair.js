// The two ways to set a control: its slider, and its number beside it. They show one value.
import { el, put, putText } from '../dom.js';
import { NumberField } from './number-field.js';
import { Slider } from './slider.js';

/** @import { Control } from '../../wire/types.js' */

/**
 * Called while the reader moves a control, and once with `settled` when done.
 *
 * `near`: where it may be next.
 *
 * @typedef {(key: string, value: number, settled: boolean, near?: number[]) => void} Change
 */

const UNANSWERED = 3000; // milliseconds that a value which was set waits for a scene that has it

/** @type {(control: Control, owner: string) => string} what a screen reader calls a control */
const labelOf = ({ label }, owner) => (owner ? `${label} of ${owner}` : label);

/** A control with its slider and its number. */
export class ControlPair {
  /**
   * @param {Control} control
   * @param {string} owner the competitor's name, or what all descend; "" where the label says it all
   * @param {Change} change
   * @param {(key: string, value: number) => void} [undone] called in its place where a drag is taken back
   */
  constructor(control, owner, change, undone = (key, value) => change(key, value, true)) {
    this.control = control;
    this.value = control.value;
    this.change = change;
    this.undone = undone;
    /** @type {number | null} a value that was set and that no scene has yet: older scenes are not shown */
    this.awaited = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
    this.owner = owner;
    const label = labelOf(control, owner);
    this.slider = new Slider(control, label, {
      moved: (value) => this.moved(value), settled: () => this.set(this.value),
      undone: (value) => this.takeBack(value),
    });
    this.field = new NumberField(control, `${label}, typed`, (value) => this.typed(value));
    this.label = el('span', 'gd-control-label', control.label);
    this.node = el('div', 'gd-control');
    this.node.append(this.label, this.slider.node, this.field.node);
  }

  /**
   * A new scene. It does not touch a value that the reader has in hand, nor one that was set and has not
   * been answered.
   *
   * @param {Control} control
   * @param {string} owner
   */
  show(control, owner) {
    this.control = control;
    if (control.value === this.awaited || control.complaint) this.stopWaiting();
    if (!this.slider.held && this.awaited === null) this.value = control.value;
    if (owner !== this.owner) this.rename(owner);
    putText(this.label, control.label);
    put(this.label, 'title', control.help || null);
    this.paint();
  }

  /** @param {string} owner */
  rename(owner) {
    this.owner = owner;
    put(this.slider.node, 'aria-label', labelOf(this.control, owner));
    put(this.field.input, 'aria-label', `${labelOf(this.control, owner)}, typed`);
  }

  /** Slider and number show the value. */
  paint() {
    this.slider.show(this.control, this.value);
    this.field.show(this.control, this.value);
  }

  /** The slider moves. @param {number} value */
  moved(value) {
    this.stopWaiting();
    this.value = value;
    this.field.show(this.control, value);
    this.change(this.control.key, value, false, this.slider.near());
  }

  /** A number was typed. @param {number} value */
  typed(value) {
    this.value = value;
    this.slider.show(this.control, value);
    this.set(value);
  }

  /**
   * The reader is done. A page that refuses the value sends no scene with it; then the last scene's holds.
   *
   * @param {number} value
   */
  set(value) {
    this.await(value);
    this.change(this.control.key, value, true);
  }

  /** A drag is taken back. @param {number} value that it had before */
  takeBack(value) {
    this.value = value;
    this.field.show(this.control, value);
    this.await(value);
    this.undone(this.control.key, value);
  }

  /** Until a scene has this value, or a while has passed, scenes are of before. @param {number} value */
  await(value) {
    this.stopWaiting();
    if (this.control.value !== value) {
      this.awaited = value;
      this.patience = setTimeout(() => {
        this.awaited = null;
        this.show(this.control, this.owner);
      }, UNANSWERED);
    }
  }

  /** Scenes are shown again as they come. */
  stopWaiting() {
    clearTimeout(this.patience);
    this.awaited = null;
  }

  /** It goes. */
  destroy() {
    this.stopWaiting();
    this.slider.destroy();
  }
}
