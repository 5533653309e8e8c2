// Printing: one light page with the scene's name and formula, all panels, and the whole arithmetic of the step.
import { readTheme } from './theme.js';
import { el } from './util.js';

const A4 = Math.SQRT2, MARGIN = 36; // sides of the sheet; pixels around what is printed

/** What stands above the panels on paper: name, formula, step. */
function heading({ scene, clock }) {
  const head = el('header', 'gd-print-head'), formula = el('div'), last = scene.number(scene.steps);
  head.append(el('h2', '', scene.title), formula, el('p', '', `Step ${scene.number(clock.k)} of ${last}`));
  formula.innerHTML = scene.formula ?? scene.sample?.gradient?.loss.mathml ?? '';
  return head;
}

/** The frame as it is on the screen, in pixels: paper must not change what the canvases were drawn for. */
function freeze(root) {
  const held = [root, ...root.querySelectorAll('.gd-body:not([data-gd=arithmetic])')];
  held.forEach((node, i) => { node.style.width = `${node.clientWidth}px`; if (i) node.style.height = `${node.clientHeight}px`; });
  return held;
}

class Sheet {
  constructor(player) { this.player = player; }

  /** All of this is done when the handler of the event returns, or in promises that follow at once. */
  async prepare() {
    const { player } = this, { root } = player;
    if (!player.scene || this.held) return;
    player.clock.pause();
    this.held = freeze(root);
    root.classList.add('gd-printing');
    this.head = heading(player);
    root.prepend(this.head);
    player.theme = readTheme(root);
    await player.drawSurfaces();
    while (!player.paint(true));
    this.pictureOfSurface();
    // A sheet of the shape of A4 as large as the player; printers fit it to their paper. Scaling the player itself would
    // tear canvases and drawings apart.
    const [width, height] = [root.scrollWidth, root.scrollHeight].map((side) => side + 2 * MARGIN), upright = height > width;
    const [across, down] = upright ? [Math.max(width, height / A4), Math.max(height, width * A4)]
      : [Math.max(width, height * A4), Math.max(height, width / A4)];
    this.page = el('style', '', `@page { size: ${Math.ceil(across)}px ${Math.ceil(down)}px; margin: ${MARGIN / 2}px; }`);
    document.head.append(this.page);
  }

  /** A picture in place of the WebGL canvas, which keeps nothing that could be printed once it has been shown. */
  pictureOfSurface() {
    const { surface } = this.player, drawn = surface.plot?._fullLayout?.scene?._scene, canvas = surface.host.querySelector('.gl-container canvas');
    if (!drawn || !canvas || this.player.scene.flat) return;
    this.picture = el('canvas', 'gd-print-surface');
    [this.picture.width, this.picture.height] = [canvas.width, canvas.height];
    drawn.toImage('png'); // draws now
    this.picture.getContext('2d').drawImage(canvas, 0, 0);
    canvas.after(this.picture);
  }

  restore() {
    const { player } = this;
    if (!this.held) return;
    for (const node of [this.head, this.page, this.picture]) node?.remove();
    for (const node of this.held) node.style.width = node.style.height = '';
    this.held = this.picture = null;
    player.root.classList.remove('gd-printing');
    player.theme = readTheme(player.root);
    player.drawSurfaces();
  }
}

/** Prepare the player whenever its page is printed; returns a function that stops that. */
export function bindPrint(player) {
  const sheet = new Sheet(player), before = () => sheet.prepare(), after = () => sheet.restore();
  window.addEventListener('beforeprint', before);
  window.addEventListener('afterprint', after);
  return () => { window.removeEventListener('beforeprint', before); window.removeEventListener('afterprint', after); };
}
