// What moves above a picture: heads and triangles at the border as small elements that the compositor shifts, so that a
// frame repaints nothing, and the arrows on a canvas no larger than they are.
import { drawArrow } from './marks.js';
import { fitCanvas } from './trail.js';
import { el } from './util.js';

export class Heads {
  /** Heads on top of `host`. */
  constructor(host) {
    this.host = host;
    this.known = new Map();
  }

  /** Call before placing the heads of a frame; those that are not placed vanish. */
  begin(runs) {
    for (const [run, entry] of this.known) if (!runs.includes(run)) { entry.node.remove(); this.known.delete(run); }
    for (const entry of this.known.values()) entry.placed = false;
  }

  /** Put a run's head at a pixel. `state`: "", "ended", "diverged", "left" (then `angle` points outwards). */
  place(run, x, y, state = '', { angle = 0, alpha = 1 } = {}) {
    let entry = this.known.get(run);
    if (!entry) {
      const node = el('i', 'gd-head');
      node.style.setProperty('--gd-run', run.color);
      this.host.append(node);
      this.known.set(run, entry = { node });
    }
    const { node } = entry, turn = angle ? ` rotate(${angle}rad)` : '', alphaText = String(alpha);
    if (entry.state !== state) { entry.state = state; node.dataset.state = state; }
    if (entry.alpha !== alphaText) { entry.alpha = alphaText; node.style.opacity = alphaText; }
    if (!entry.shown) { entry.shown = true; node.style.visibility = 'visible'; }
    node.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)${turn}`;
    entry.placed = true;
  }

  /** Call after placing. */
  end() {
    for (const entry of this.known.values()) {
      if (!entry.placed && entry.shown) { entry.shown = false; entry.node.style.visibility = 'hidden'; }
    }
  }
}

export class Arrows {
  constructor(host) {
    this.canvas = host.appendChild(el('canvas', 'gd-over gd-arrow-canvas'));
    this.shown = true;
  }

  /** Draw arrows ({from, parts} or null); the canvas is a box of 64-pixel units around them. */
  draw(found, run, theme) {
    const { from: [x, y], parts: arrows } = found ?? { from: [0, 0], parts: [] };
    if (!arrows.length) {
      if (this.shown) { this.shown = false; this.canvas.style.visibility = 'hidden'; }
      return;
    }
    const reach = Math.max(...arrows.map(({ dx, dy }) => Math.max(Math.abs(dx), Math.abs(dy)))) + 14;
    const half = Math.ceil(reach / 32) * 32, context = this.canvas.getContext('2d'), ratio = window.devicePixelRatio || 1;
    fitCanvas(this.canvas, 2 * half, 2 * half);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, 2 * half, 2 * half);
    for (const arrow of arrows) drawArrow(context, half, half, arrow, run, theme);
    this.canvas.style.transform = `translate(${(x - half).toFixed(2)}px, ${(y - half).toFixed(2)}px)`;
    if (!this.shown) { this.shown = true; this.canvas.style.visibility = 'visible'; }
  }
}
