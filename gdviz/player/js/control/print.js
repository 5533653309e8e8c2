// Printing: one light page with the scene's name and formula, all panels, and the whole arithmetic of the
// step.
import { el } from '../base/dom.js';

/** @import { ThemeWatch } from '../base/theme.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { Clock } from './clock.js' */

/**
 * What is printed.
 *
 * @typedef {object} Printed
 * @property {HTMLElement} root
 * @property {Scene | null} scene
 * @property {Clock} clock
 * @property {ThemeWatch} themes
 * @property {{printing: (on: boolean) => void}[]} panelList
 * @property {(all: boolean) => Promise<void>} drawPlots
 * @property {(all: boolean) => boolean} paint
 */

const A4 = Math.SQRT2, MARGIN = 36; // sides of the sheet; pixels around what is printed

/**
 * What stands above the panels on paper: name, formula, step.
 *
 * @param {Scene} scene
 * @param {number} k
 * @returns {HTMLElement}
 */
function heading(scene, k) {
  const head = el('header', 'gd-print-head'), formula = el('div'), last = scene.stepNumber(scene.steps);
  head.append(el('h2', '', scene.title), formula, el('p', '', `Step ${scene.stepNumber(k)} of ${last}`));
  formula.innerHTML = scene.formula ?? scene.sample?.gradient?.loss.mathml ?? '';
  return head;
}

/**
 * Hold the frame as it is on the screen, in pixels: paper must not change what the canvases were drawn for.
 *
 * @param {HTMLElement} root
 * @returns {HTMLElement[]} what is held
 */
function hold(root) {
  const bodies = [...root.querySelectorAll('.gd-body:not([data-gd=arithmetic])')]
    .filter((node) => node instanceof HTMLElement);
  root.style.width = `${root.clientWidth}px`;
  for (const body of bodies) {
    body.style.width = `${body.clientWidth}px`;
    body.style.height = `${body.clientHeight}px`;
  }
  return [root, ...bodies];
}

/**
 * A sheet of the shape of A4 as large as the player; printers fit it to their paper. Scaling the player
 * itself would tear canvases and drawings apart.
 *
 * @param {HTMLElement} root
 * @returns {HTMLStyleElement}
 */
function sheetFor(root) {
  const width = root.scrollWidth + 2 * MARGIN, height = root.scrollHeight + 2 * MARGIN;
  const [long, short] = height > width ? [height, width] : [width, height];
  const longSide = Math.max(long, short * A4), shortSide = Math.max(short, long / A4);
  const [across, down] = height > width ? [shortSide, longSide] : [longSide, shortSide];
  const size = `${Math.ceil(across)}px ${Math.ceil(down)}px`;
  return el('style', '', `@page { size: ${size}; margin: ${MARGIN / 2}px; }`);
}

/** A player on paper. */
class Sheet {
  /** @param {Printed} player */
  constructor(player) {
    this.player = player;
    /** @type {HTMLElement[]} */
    this.held = [];
    /** @type {HTMLElement[]} */
    this.added = [];
  }

  /**
   * Make it ready. All of this is done when the handler of the event returns, or in promises that follow at
   * once.
   */
  async prepare() {
    const { player } = this, { root, scene } = player;
    if (!scene || this.held.length) return;
    player.clock.pause();
    this.held = hold(root);
    root.classList.add('gd-printing');
    const head = heading(scene, player.clock.k);
    root.prepend(head);
    this.added = [head];
    player.themes.read();
    await player.drawPlots(true);
    while (!player.paint(true));
    for (const panel of player.panelList) panel.printing(true);
    const sheet = sheetFor(root);
    this.added.push(sheet);
    document.head.append(sheet);
  }

  /** The screen as it was. */
  restore() {
    const { player } = this;
    if (!this.held.length) return;
    for (const node of this.added) node.remove();
    for (const panel of player.panelList) panel.printing(false);
    for (const node of this.held) node.style.width = node.style.height = '';
    this.held = [];
    player.root.classList.remove('gd-printing');
    player.themes.read();
    player.drawPlots(false);
  }
}

/**
 * Prepare the player whenever its page is printed.
 *
 * @param {Printed} player
 * @returns {() => void} stops that
 */
export function bindPrint(player) {
  const sheet = new Sheet(player), before = () => sheet.prepare(), after = () => sheet.restore();
  window.addEventListener('beforeprint', before);
  window.addEventListener('afterprint', after);
  return () => {
    window.removeEventListener('beforeprint', before);
    window.removeEventListener('afterprint', after);
  };
}
