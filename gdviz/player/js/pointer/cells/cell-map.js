// A map of many runs on a page. plotly.js draws its figure as a still picture; pointer and keys are read
// here. So nothing is lost while a finer figure takes the place of a coarser one, and every cell can be told
// of.
import { ARROW_WAYS, withModifier } from '../../base/arrow-keys.js';
import { el } from '../../base/dom.js';
import { Events } from '../../base/events.js';
import { cellText, nearestOnAxis, readCells } from './cells.js';
import { rectangle, moved } from './rectangle.js';

/** @import { Emit, Json } from '../../base/events.js' */
/** @import { PlotlyLibrary } from '../../base/plotly.js' */
/** @import { Cell, CellFigure } from './cells.js' */
/** @import { DrawnAxes, Place } from './rectangle.js' */

const DOUBLE_CLICK = 250; // milliseconds in which a click may become a double one
const CELL_LEAP = 16; // cells that an arrow key passes with Shift

/** A map in an element, which stays while its figure changes. */
export class CellMap {
  /**
   * @param {HTMLElement} host
   * @param {() => Promise<PlotlyLibrary>} library
   */
  constructor(host, library) {
    this.host = host;
    this.library = library;
    this.plot = /** @type {any} */ (el('div', '', '', { 'aria-hidden': 'true' }));
    this.box = el('div', 'gd-cells-box');
    this.mark = el('div', 'gd-cells-mark');
    this.tip = el('div', 'gd-cells-tip', '', { 'aria-hidden': 'true' });
    // what a screen reader reads stays there: one that comes and goes may not be listened to
    this.said = el('div', 'gd-cells-said', '', { 'aria-live': 'polite' });
    for (const node of [this.box, this.mark, this.tip]) node.hidden = true;
    host.replaceChildren(this.plot, this.box, this.mark, this.tip, this.said);
    host.tabIndex = 0;
    host.setAttribute('role', 'application');
    /** @type {(CellFigure & {turn: number}) | null} what is drawn, and its number */
    this.shown = null;
    /** @type {Place | null} where a button was pressed */
    this.press = null;
    /** @type {Cell | null} the cell that was told of last */
    this.cell = null;
    this.events = new Events(() => false);
    this.turn = 0;
    this.width = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.opening = undefined;
    this.gone = false;
    /** @type {Promise<void>} */
    this.drawing = Promise.resolve();
    this.ending = new AbortController();
    this.listen(this.ending.signal);
    this.room = new ResizeObserver(() => this.resized());
    this.room.observe(host);
  }

  /**
   * The element may outlive the map.
   *
   * @param {AbortSignal} signal that the map is gone
   */
  listen(signal) {
    const { host } = this;
    host.addEventListener('pointerdown', (event) => this.pressed(event), { signal });
    host.addEventListener('pointermove', (event) => this.pointed(event), { signal });
    host.addEventListener('pointerup', (event) => this.released(event), { signal });
    host.addEventListener('pointercancel', () => this.letGo(), { signal });
    host.addEventListener('pointerleave', () => this.say(null), { signal });
    host.addEventListener('dblclick', () => this.back(), { signal });
    host.addEventListener('keydown', (event) => this.key(event), { signal });
    host.addEventListener('blur', () => this.say(null), { signal });
  }

  /**
   * Show a figure with its cells.
   *
   * @param {Uint8Array} bytes
   */
  async show(bytes) {
    const read = { ...readCells(bytes), turn: ++this.turn }, { host } = this;
    const picks = read.takes.includes('point') ? ', Enter picks one' : '';
    host.setAttribute('aria-label', `${read.alt}. Arrow keys go from place to place${picks}.`);
    host.style.touchAction = read.takes.includes('box') ? 'pan-y' : 'manipulation';
    await this.draw(read);
    if (!this.tip.hidden) this.say(this.cell, !this.mark.hidden);
  }

  /**
   * Draw a figure when the one before is drawn: plotly.js takes one at a time.
   *
   * @param {CellFigure & {turn: number}} figure
   * @returns {Promise<void>}
   */
  draw(figure) {
    this.drawing = this.drawing.catch(() => {}).then(() => this.drawNow(figure));
    return this.drawing;
  }

  /**
   * Draw a figure as wide as there is room, in the page's own letters.
   *
   * @param {CellFigure & {turn: number}} figure
   */
  async drawNow(figure) {
    const { host, plot } = this, library = await this.library();
    if (this.gone || figure.turn < (this.shown?.turn ?? 0)) return;
    this.shown = figure;
    this.width = host.clientWidth;
    if (!this.width) return; // it is drawn when it has room
    const { data, layout } = figure.figure, { color, fontFamily: family } = getComputedStyle(host);
    const fitted = { ...layout, font: { ...layout.font, color, family }, width: this.width };
    const clear = { paper_bgcolor: 'transparent', plot_bgcolor: layout.plot_bgcolor ?? 'transparent' };
    await library.react(plot, data, { ...fitted, ...clear }, { staticPlot: true });
    host.dataset.drawn = String(figure.turn);
  }

  resized() {
    if (this.shown && this.host.clientWidth !== this.width) this.draw(this.shown);
  }

  /** @returns {DrawnAxes | null} the axes, and where they are in the viewport, once they are drawn */
  drawn() {
    const { xaxis, yaxis } = this.plot._fullLayout ?? {};
    if (!xaxis) return null;
    const at = this.plot.getBoundingClientRect();
    return { xaxis, yaxis, left: at.left + xaxis._offset, top: at.top + yaxis._offset };
  }

  /**
   * @param {Place} pointer
   * @returns {Cell | null} the cell under the pointer; null beside the map
   */
  cellAt({ clientX, clientY }) {
    const at = this.drawn();
    if (!at || !this.shown) return null;
    const across = clientX - at.left, down = clientY - at.top;
    if (across < 0 || down < 0 || across > at.xaxis._length || down > at.yaxis._length) return null;
    const { x, y } = this.shown.cells;
    return { row: nearestOnAxis(at.yaxis, y, down), column: nearestOnAxis(at.xaxis, x, across) };
  }

  /**
   * Tell of a cell beside it; null: of none.
   *
   * @param {Cell | null} cell
   * @param {boolean} [marked] whether a frame shows which one it is
   */
  say(cell, marked = false) {
    const at = this.drawn(), { shown, host, tip, mark } = this;
    mark.hidden = !(marked && cell);
    tip.hidden = !cell;
    if (!cell || !at || !shown) {
      this.speak([]);
      return;
    }
    const { x, y } = shown.cells, own = host.getBoundingClientRect();
    const row = Math.min(cell.row, y.length - 1), column = Math.min(cell.column, x.length - 1);
    this.cell = { row, column };
    const lines = cellText(shown.cells, this.cell);
    tip.replaceChildren(...lines.map((line) => el('div', '', line)));
    this.speak(lines);
    const left = at.left - own.left + at.xaxis.d2p(x[column]), top = at.top - own.top + at.yaxis.d2p(y[row]);
    for (const node of [tip, mark]) Object.assign(node.style, { left: `${left}px`, top: `${top}px` });
    tip.classList.toggle('gd-left', left > own.width / 2);
    tip.classList.toggle('gd-below', top < own.height / 4);
  }

  /** @param {string[]} lines that a screen reader reads, unless it just did */
  speak(lines) {
    const words = lines.join('. ');
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  /** @type {(event: string, value: Json) => void} tells the page what it listens to */
  offer(event, value) {
    if (this.shown?.takes.includes(event)) this.events.send(event, value);
  }

  /**
   * Open the run of a cell. A click waits where a double one leads back: that opens none.
   *
   * @param {Cell} cell
   * @param {boolean} [clicked]
   */
  open({ row, column }, clicked = false) {
    clearTimeout(this.opening);
    if (!this.shown) return;
    const { cells: { x, y }, takes } = this.shown, place = { x: x[column], y: y[row] };
    const open = () => this.offer('point', place);
    if (clicked && takes.includes('back')) this.opening = setTimeout(open, DOUBLE_CLICK);
    else open();
  }

  /** Show what was shown before the map was zoomed. */
  back() {
    if (!this.shown?.takes.includes('back')) return;
    clearTimeout(this.opening);
    this.offer('back', true);
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    if (!event.isPrimary || event.button || !this.cellAt(event)) return;
    this.press = { clientX: event.clientX, clientY: event.clientY };
    if (this.shown?.takes.includes('box')) this.host.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  pointed(event) {
    const box = this.boxTo(event);
    this.box.hidden = !box;
    this.say(box ? null : this.cellAt(event));
    if (!box) return;
    const own = this.host.getBoundingClientRect();
    this.box.style.inset = `${box.top - own.top}px auto auto ${box.left - own.left}px`;
    this.box.style.width = `${box.width}px`;
    this.box.style.height = `${box.height}px`;
  }

  /** @param {PointerEvent} event */
  released(event) {
    const { press } = this, box = this.boxTo(event), cell = this.cellAt(event);
    this.letGo();
    if (box) {
      this.offer('box', { x: box.x, y: box.y });
    } else if (press && cell && !moved(press, event)) {
      this.say(cell);
      this.open(cell, true);
    }
  }

  letGo() {
    this.press = null;
    this.box.hidden = true;
  }

  /** @param {Place} pointer the rectangle from where the button was pressed; null where none is drawn */
  boxTo(pointer) {
    const at = this.drawn(), { press } = this;
    if (!at || !press || !this.shown?.takes.includes('box') || !moved(press, pointer)) return null;
    return rectangle(at, press, pointer);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.shown || withModifier(event)) return;
    const { x, y } = this.shown.cells, step = ARROW_WAYS[event.key], far = event.shiftKey ? CELL_LEAP : 1;
    const now = this.cell ?? { row: y.length >> 1, column: x.length >> 1 };
    if (step) {
      const column = Math.min(Math.max(now.column + far * step[0], 0), x.length - 1);
      this.say({ row: Math.min(Math.max(now.row + far * step[1], 0), y.length - 1), column }, true);
    } else if (event.key === 'Enter') {
      this.open(now);
    } else {
      return;
    }
    event.preventDefault();
  }

  destroy() {
    this.gone = true;
    clearTimeout(this.opening);
    this.ending.abort();
    this.room.disconnect();
    this.drawing.catch(() => {}).then(this.library).then((library) => library.purge(this.plot), () => {});
    this.host.replaceChildren();
  }
}

/** @type {WeakMap<HTMLElement, CellMap>} */
const cellMaps = new WeakMap();

/**
 * Show a map in `host`: in a new one, or in the one that is there.
 *
 * @param {HTMLElement} host
 * @param {Uint8Array} bytes number of the newest event that the page has handled, and the map
 * @param {() => Promise<PlotlyLibrary>} library
 * @param {Emit} emit told what the reader picked
 * @returns {() => void} takes the map away
 */
export function showCells(host, bytes, library, emit) {
  const map = cellMaps.get(host) ?? new CellMap(host, library);
  cellMaps.set(host, map);
  map.events.emit = emit;
  map.events.heard(new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true));
  map.show(bytes.subarray(8)).catch((error) => {
    map.tip.textContent = `The map cannot be drawn. ${error.message}`;
    map.tip.hidden = false;
    map.speak([map.tip.textContent]);
    throw error;
  });
  return () => {
    if (cellMaps.get(host) !== map) return;
    cellMaps.delete(host);
    map.destroy();
  };
}
