// The start in the picture of the loss: dragged, or moved by arrow keys. The page is told while it moves; its
// mark stays with the hand, and the paths follow as the scenes come.
import { el, put } from '../base/dom.js';
import { contextOf, fitCanvas } from '../base/canvas.js';
import { clamp } from '../base/numbers.js';
import { pixelOf, pointAt, within } from '../axes/frame.js';
import { shortNumber } from '../axes/windows.js';
import { drawStart } from '../draw/symbols.js';
import { lossOnCurve } from '../wire/interpolation.js';
import { Handle, STEPS_ACROSS } from './handle.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Frame, Pixel } from '../axes/frame.js' */
/** @import { ContourPanel } from '../panels/contour.js' */
/** @import { Scene } from '../wire/scene.js' */

const MARK_SIDE = 22; // pixels of the mark's side
const MET = 1; // pixels between the hand's mark and that of a scene which shows it there
const UNSHOWN = 4000; // milliseconds after which no such scene is expected any more

/** @param {Scene} scene */
const startLabel = ({ flat, names: [x, y] }) => (flat
  ? `Start: ${x}. Drag it, or move it with the left and right arrow keys; with Shift in small steps`
  : `Start: ${x} and ${y}. Drag it, or move it with the arrow keys; with Shift in small steps`);

/** The handle of the start. */
export class StartHandle {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {number[] | null} where the hand has put it, until a scene shows it there */
    this.place = null;
    /** @type {number[]} where it was when it was taken */
    this.before = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Theme | null} that its mark is drawn in */
    this.theme = null;
    this.handle = new Handle(panel.host, 'gd-start', {
      taken: () => this.taken(),
      dragged: (pixel) => this.dragged(pixel),
      stepped: (across, upwards) => this.stepped(across, upwards),
      settled: () => this.settled(),
      cancelled: () => this.cancelled(),
    });
    this.mark = this.handle.node.appendChild(el('canvas'));
  }

  /** @returns {number[] | null} the start that is shown: the hand's, else the scene's */
  get shown() { return this.place ?? this.panel.scene?.start?.map(Number) ?? null; }

  /**
   * Another scene: the hand's mark goes where the scene shows it.
   *
   * @param {Scene} scene
   */
  show(scene) {
    put(this.handle.node, 'aria-label', startLabel(scene));
    this.meet();
  }

  /** Where the scene shows the start where the hand has put it, the scene's mark takes over. */
  meet() {
    const { place, handle, panel: { frame, scene } } = this;
    if (!place || handle.held || !frame || !scene?.start) return;
    const [x, y] = this.pixelOf(place, frame), [a, b] = scene.start.map(Number);
    const [u, v] = pixelOf(frame, a, b);
    if (Math.hypot(x - u, scene.flat ? 0 : y - v) < MET) this.forget();
  }

  /** The scene's start is shown again. */
  forget() {
    clearTimeout(this.timer);
    this.place = null;
    this.panel.moved();
  }

  /**
   * @param {number[]} place
   * @param {Frame} frame
   * @returns {Pixel}
   */
  pixelOf([x, y], frame) {
    const { scene } = this.panel;
    return pixelOf(frame, x, scene?.flat ? lossOnCurve(scene.surface, x) : y);
  }

  /**
   * Lie above the start, with a mark of its own while the hand has it.
   *
   * @param {Frame} frame
   * @param {Theme} theme
   */
  paint(frame, theme) {
    const { handle: { node }, mark, panel: { scene, events }, place, shown } = this;
    const pixel = shown && (place ? this.pixelOf(place, frame) : pixelOf(frame, shown[0], shown[1]));
    const there = events.hears('hand') && !scene?.plane && pixel && within(frame, pixel[0], pixel[1]);
    this.handle.lie(there || (pixel && this.handle.held) ? pixel : null);
    put(node, 'data-own', place ? '' : null);
    if (!scene || !shown || !there) return;
    put(node, 'aria-valuenow', String(shown[0]));
    put(node, 'aria-valuemin', String(Math.min(frame.x[0], shown[0])));
    put(node, 'aria-valuemax', String(Math.max(frame.x[1], shown[0])));
    put(node, 'aria-valuetext', this.panel.pointer.wordsOf(this.values(shown)));
    if (this.theme === theme) return;
    this.theme = theme;
    fitCanvas(mark, MARK_SIDE, MARK_SIDE);
    drawStart(contextOf(mark), MARK_SIDE / 2, MARK_SIDE / 2, theme);
  }

  /**
   * @param {number[]} place
   * @returns {number[]} its value of each parameter
   */
  values(place) { return place.slice(0, this.panel.scene?.flat ? 1 : 2); }

  /** The reader begins to move it. */
  taken() {
    clearTimeout(this.timer);
    this.before = this.shown ?? [];
    this.place = this.before;
    this.panel.moved(); // the scene's mark goes from the canvas
  }

  /**
   * @param {Pixel} pixel that it is to lie at
   */
  dragged([x, y]) {
    const { frame } = this.panel;
    if (!frame) return;
    const { left, right, top, bottom } = frame;
    this.put(pointAt(frame, [clamp(x, left, right), clamp(y, top, bottom)]), frame);
  }

  /**
   * @param {number} across steps of an arrow key
   * @param {number} upwards
   */
  stepped(across, upwards) {
    const { panel: { frame }, shown } = this;
    if (!frame || !shown) return;
    const { x: [left, right], y: [low, high] } = frame, [x, y] = shown;
    this.put([
      clamp(x + (across * (right - left)) / STEPS_ACROSS, left, right),
      clamp(y + (upwards * (high - low)) / STEPS_ACROSS, low, high),
    ], frame);
  }

  /**
   * The hand has put it somewhere.
   *
   * @param {number[]} place
   * @param {Frame} frame
   */
  put([x, y], { x: [left, right], y: [low, high] }) {
    const { panel } = this, place = [shortNumber(x, right - left), shortNumber(y, high - low)];
    this.place = place;
    this.tell(false);
    panel.events.repaint();
    panel.chip.show(`start: ${panel.pointer.wordsOf(this.values(place))}`, this.handle.pixel?.[1] ?? 0);
  }

  /**
   * Tell the page.
   *
   * @param {boolean} settled
   */
  tell(settled) {
    const [x, y] = this.values(this.place ?? this.before);
    this.panel.events.move('start', y === undefined ? { x } : { x, y }, settled);
  }

  /** The reader is done. */
  settled() {
    this.tell(true);
    this.panel.chip.show('', 0);
    this.timer = setTimeout(() => this.forget(), UNSHOWN); // unless a scene shows it before
    this.meet();
  }

  /** Back to where it was. */
  cancelled() {
    this.place = this.before;
    this.settled();
  }

  /** The player goes. */
  destroy() {
    clearTimeout(this.timer);
    this.handle.destroy();
  }
}
