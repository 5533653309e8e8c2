// The tools of the data panel that change its points: with mouse or fingers, and with the keyboard alone.
import { fromLeft, middleOfData, placeOf, stepped } from '../../axes/data-places.js';
import { withModifier } from '../../base/arrow-keys.js';
import { el, put } from '../../base/dom.js';
import { clamp } from '../../base/numbers.js';
import { drawPickedRing } from '../../draw/data-points.js';
import { heldInside } from '../../draw/models.js';
import { PointEdits } from '../../pointer/point-edits.js';
import { PointHand } from '../../pointer/point-hand.js';
import { placeWords, pointWords } from '../../text/points.js';
import { drawExplained, EXPLAIN_HELP, explainRow, explains } from './explained.js';
import { neighbourOf } from './point-buttons.js';
import { PointWords } from './point-words.js';

/** @import { DataFrame } from '../../axes/data-frame.js' */
/** @import { Place } from '../../axes/data-places.js' */
/** @import { MovedPoint, PointTool } from '../../pointer/point-hand.js' */
/** @import { Sample } from '../../wire/sample.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { DataPanel } from '../data.js' */

const HELP = 'Left and right pick a point; Enter takes it, arrow keys move it, Enter lets go; '
  + 'Delete deletes it, A adds one in the middle';
const REMOVING = ['Delete', 'Backspace'];

/** The tools, and what they have moved. */
export class PointTools {
  /** @param {DataPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.group = panel.tool('points', HTMLElement);
    this.buttons = [...this.group.querySelectorAll('button')];
    this.classes = panel.tool('point-class', HTMLSelectElement);
    /** @type {PointTool} */
    this.tool = 'move';
    this.usable = false;
    /** @type {MovedPoint | null} a point that is drawn elsewhere than the scene has it */
    this.moved = null;
    this.row = 0; // of the point that the keyboard is at; 0: none
    /** @type {Place | null} where that was when the keyboard took it */
    this.taken = null;
    this.edits = new PointEdits((edit, settled) => panel.events.move('point', edit, settled));
    const label = () => (panel.sample?.classes.length ? Number(this.classes.value) : undefined);
    this.hand = new PointHand(panel, {
      tool: () => (this.usable ? this.tool : null), label,
      edit: (edit, settled) => this.edits.send(edit, settled),
      moved: (moved) => this.show(moved), putBack: (row, place) => this.putBack(row, place),
      pressed: (row) => this.explain(row),
    });
    this.label = label;
    this.option = el('div', 'gd-sr', '', { role: 'option', id: 'gd-point', 'aria-selected': 'true' });
    this.list = el('div', 'gd-points', '', {
      role: 'listbox', tabindex: '0', 'aria-activedescendant': 'gd-point',
    });
    panel.host.append(this.list);
    this.words = new PointWords(panel.host);
    this.furnish();
  }

  /** The elements, and what the keys do on them. */
  furnish() {
    this.list.append(this.option);
    this.list.addEventListener('focus', () => this.pick(0));
    this.list.addEventListener('blur', () => {
      this.letGo();
      this.row = 0;
      this.words.say('');
      this.panel.events.repaint();
    });
    this.list.addEventListener('keydown', (event) => this.pressed(event));
    for (const button of this.buttons) {
      button.addEventListener('click', () => this.choose(/** @type {PointTool} */ (button.dataset.tool)));
      button.addEventListener('keydown', (event) => this.walk(event, button));
    }
  }

  /** @param {PointTool} tool */
  choose(tool) {
    this.tool = tool;
    for (const button of this.buttons) {
      const chosen = button.dataset.tool === tool;
      button.setAttribute('aria-checked', String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    this.panel.host.dataset.tool = tool;
    this.classes.hidden = tool !== 'add' || !this.classes.options.length;
  }

  /**
   * Arrow keys go through the tools.
   *
   * @param {KeyboardEvent} event
   * @param {HTMLButtonElement} from
   */
  walk(event, from) {
    const next = neighbourOf(this.buttons, from, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(/** @type {PointTool} */ (next.dataset.tool));
    next.focus();
  }

  /**
   * Another scene, or what a page says beside the one on show.
   *
   * @param {Scene} scene
   */
  told({ sample, edit, refused }) {
    this.offer(sample);
    const why = refused?.point;
    this.edits.answered(edit, Boolean(why));
    if (why) this.refuse(why);
    if (this.edits.rests && this.hand.held === null && !this.taken && this.moved) this.show(null);
    if (this.row) this.describe();
  }

  /**
   * The tools that there are for these data.
   *
   * @param {Sample | null} sample
   */
  offer(sample) {
    this.usable = Boolean(sample && this.panel.events.hears('hand'));
    this.group.hidden = this.list.hidden = !this.usable;
    for (const button of this.buttons) {
      button.hidden = button.dataset.tool === 'add' && sample?.kind === 'points';
      if (button.hidden && this.tool === 'add') this.tool = 'move';
    }
    const names = sample?.classes ?? [], listed = [...this.classes.options].map((option) => option.text);
    if (names.join('|') !== listed.join('|')) {
      this.classes.replaceChildren(...names.map((name, i) => new Option(name, String(i))));
    }
    const help = explains(this.panel) ? `${HELP}; ${EXPLAIN_HELP}` : HELP;
    put(this.list, 'aria-label', `Points. ${help}`);
    this.choose(this.tool);
  }

  /** @param {number} row whose passes are told, where they are of any */
  explain(row) { this.words.sayAWhile(explainRow(this.panel, row)); }

  /** @param {string} why */
  refuse(why) {
    this.words.sayAWhile(`${why[0].toUpperCase()}${why.slice(1)}.`);
  }

  /**
   * A point is elsewhere than the scene has it; null: none is.
   *
   * @param {MovedPoint | null} moved
   */
  show(moved) {
    const { panel } = this;
    this.moved = moved;
    if (moved && panel.sample) this.words.say(placeWords(panel.sample, moved.place));
    else if (!this.row) this.words.say('');
    panel.invalidate();
    panel.events.repaint();
  }

  /** The index of the point that the keyboard is at; null: none. */
  get picked() {
    const { sample } = this.panel;
    const i = sample && this.row ? sample.points.row.indexOf(this.row) : -1;
    return i < 0 ? null : i;
  }

  /**
   * Go on by some points from left to right.
   *
   * @param {number} by
   */
  pick(by) {
    const { sample, events } = this.panel;
    if (!sample?.drawn) return;
    const order = fromLeft(sample), at = this.picked === null ? 0 : order.indexOf(this.picked) + by;
    this.row = sample.points.row[order[Math.min(order.length - 1, Math.max(0, at))]];
    this.describe();
    events.repaint();
  }

  /** Say where the point is that the keyboard is at. */
  describe() {
    const { sample } = this.panel, i = this.picked;
    if (!sample || i === null) return;
    const place = this.moved?.row === this.row ? this.moved.place : placeOf(sample, i);
    this.option.textContent = pointWords(sample, i, place);
    if (!this.taken) this.words.say(this.option.textContent);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (withModifier(event) || !this.panel.sample) return;
    if (!(this.taken ? this.pressedTaken(event) : this.pressedFree(event))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key means something
   */
  pressedFree({ key }) {
    const { sample } = this.panel, i = this.picked;
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key];
    if (step) this.pick(step);
    else if (!sample) return false;
    else if (key.toLowerCase() === 'a' || (key === 'Enter' && this.tool === 'add')) this.add();
    else if (i === null) return false;
    else if (key.toLowerCase() === 'e' && explains(this.panel)) this.explain(this.row);
    else if (REMOVING.includes(key) || (key === 'Enter' && this.tool === 'delete')) this.remove(i);
    else if (key === 'Enter' || key === ' ') {
      this.taken = placeOf(sample, i);
      this.words.say(`${pointWords(sample, i, this.taken)}. Arrow keys move it, Escape puts it back.`);
    } else return false;
    return true;
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key means something
   */
  pressedTaken({ key, shiftKey }) {
    const { sample } = this.panel, i = this.picked;
    if (!sample || i === null || !this.taken) return false;
    const at = this.moved?.row === this.row ? this.moved.place : this.taken;
    const place = stepped(sample, at, key, shiftKey), { row } = this;
    if (place) {
      this.show({ row, place });
      this.edits.send({ op: 'move', row, ...place }, false);
    } else if (key === 'Escape') this.putBack(row, this.taken);
    else if (key === 'Enter' || key === ' ') this.letGo();
    else return false;
    return true;
  }

  /**
   * The point that was moved is where it was.
   *
   * @param {number} row
   * @param {Place} place
   */
  putBack(row, place) {
    this.taken = null;
    this.show({ row, place });
    this.edits.send({ op: 'back', row }, true);
  }

  /** The keyboard lets go of the point that it moved. */
  letGo() {
    const { taken, moved } = this;
    if (taken && moved) this.edits.send({ op: 'move', row: moved.row, ...moved.place }, true);
    this.taken = null;
    this.describe();
  }

  /** A point in the middle. */
  add() {
    const { sample } = this.panel;
    if (!sample || sample.kind === 'points') return;
    const place = middleOfData(sample);
    this.edits.send({ op: 'add', ...place, label: this.label() }, true);
    this.words.say(`Added a point at ${placeWords(sample, place)}`);
    this.row = sample.rows + 1;
  }

  /** @param {number} i the point that is deleted */
  remove(i) {
    const { sample } = this.panel;
    if (!sample) return;
    this.edits.send({ op: 'delete', row: this.row }, true);
    this.words.say(`Deleted row ${this.row}`);
    const order = fromLeft(sample), next = order[order.indexOf(i) + 1] ?? order[order.indexOf(i) - 1];
    const row = next === undefined ? 0 : sample.points.row[next];
    this.row = row > this.row ? row - 1 : row;
  }

  /**
   * A ring around the point that is moved or that the keyboard is at; at the border where it is beyond.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {DataFrame} frame
   */
  draw(context, frame) {
    const { panel: { sample }, moved, panel } = this;
    drawExplained(context, panel, frame);
    const i = moved && sample ? sample.points.row.indexOf(moved.row) : this.picked;
    if (i === null || i < 0) return;
    const [x, y] = panel.pixel(i, panel.shownParameters());
    drawPickedRing(context, heldInside(frame, [clamp(x, frame.left, frame.right), y]), frame.theme);
  }

  /** The player goes. */
  destroy() {
    this.words.destroy();
    this.hand.letGo();
  }
}
