// A field for a number: what is typed holds with Enter or on leaving; what is no number is refused in words.
import { el, put, putText } from '../dom.js';
import { plain } from '../numbers.js';

/** @import { Control } from '../../wire/types.js' */

// what is read, and refused, as in a field of the sidebar (ui/spec/values.py)
const TYPED = /^[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:e[+-]?[0-9]{1,4})?$/i;
const THOUSANDS = /^[+-]?[1-9][0-9]{0,2},[0-9]{3}$/;

/**
 * The number that a text stands for; a comma is a decimal point, unless it may stand between thousands.
 *
 * @param {string} text
 * @param {Pick<Control, 'low' | 'high' | 'log' | 'whole' | 'open'>} control
 * @returns {number | string} the number, or a sentence that says why there is none
 */
export function numberIn(text, { low, high, log, whole, open }) {
  const written = text.trim().replace('−', '-'), point = written.replace(',', '.');
  if (THOUSANDS.test(written)) {
    return `"${written}" can be read in two ways: type ${written.replace(',', '')} or ${point}.`;
  }
  const value = TYPED.test(written) ? Number(point) : NaN;
  if (whole && !Number.isInteger(value)) return 'Type a whole number.';
  if (!Number.isFinite(value)) return 'Type a number, such as 0.01 or 1e-3.';
  if (log) return value > 0 ? value : 'Type a number above 0.'; // the page says how far it may go
  if (open) return value;
  return value >= low && value <= high ? value : `Type a number from ${plain(low)} to ${plain(high)}.`;
}

/** A field for a number. */
export class NumberField {
  /**
   * @param {Control} control
   * @param {string} label for a screen reader
   * @param {(value: number) => void} typed
   */
  constructor(control, label, typed) {
    this.control = control;
    this.typed = typed;
    this.value = NaN;
    /** What stands in it where nobody types. */
    this.text = '';
    this.input = el('input', 'gd-number', '', {
      type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false',
      enterkeyhint: 'done', 'aria-label': label,
    });
    this.wrong = el('span', 'gd-wrong', '', { role: 'alert' });
    this.node = el('span', 'gd-field');
    this.node.append(this.input, this.wrong);
    this.input.addEventListener('focus', () => this.input.select());
    this.input.addEventListener('blur', () => this.commit());
    this.input.addEventListener('keydown', (event) => this.press(event));
    this.showValue(control.value);
  }

  /** Whether the reader has typed what does not hold yet. */
  get edited() { return this.input.value !== this.text; }

  /**
   * A new scene, or the slider has moved. What is being typed stays; a value from elsewhere clears a text
   * that was refused. What the page refuses is said as long as the page says it.
   *
   * @param {Control} control
   * @param {number} value
   */
  show(control, value) {
    const { complaint } = this.control;
    this.control = control;
    this.showValue(value);
    if (complaint !== control.complaint) this.complain(control.complaint);
  }

  /** @param {number} value */
  showValue(value) {
    if (value === this.value) return;
    this.value = value;
    if (this.edited && document.activeElement === this.input) this.text = plain(value);
    else this.restore();
  }

  /** The text of the value. */
  restore() {
    this.text = plain(this.value);
    if (this.edited) this.input.value = this.text;
    this.complain('');
  }

  /** @param {string} sentence "" where nothing is wrong */
  complain(sentence) {
    put(this.input, 'aria-invalid', sentence ? 'true' : null);
    put(this.input, 'title', sentence || null);
    putText(this.wrong, sentence);
  }

  /** What was typed is to hold. */
  commit() {
    if (!this.edited) {
      this.complain('');
      return;
    }
    const value = numberIn(this.input.value, this.control);
    if (typeof value === 'string') {
      this.complain(value);
      return;
    }
    const other = value !== this.value;
    this.value = value;
    this.restore();
    if (other) this.typed(value);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    event.stopPropagation(); // letters and arrows belong to the text, not to the player
    if (event.key === 'Enter') this.commit();
    else if (event.key === 'Escape') this.restore();
    else return;
    event.preventDefault();
    this.input.select();
  }
}
