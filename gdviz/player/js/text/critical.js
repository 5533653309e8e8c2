// What the marks of critical points mean, and what is known of one.
import { contextOf } from '../base/canvas.js';
import { el } from '../base/dom.js';
import { drawCritical } from '../draw/symbols.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { CriticalPoint } from '../wire/critical.js' */

/** A mark with its name for each kind that occurs. */
export class CriticalLegend {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.node = host.appendChild(el('div', 'gd-critical'));
    this.node.hidden = true;
    this.shown = '';
  }

  /**
   * @param {CriticalPoint[]} points
   * @param {Theme} theme
   */
  show(points, theme) {
    const kinds = [...new Set(points.map(({ kind }) => kind))], key = `${kinds}|${theme.key}`;
    if (key === this.shown) return;
    this.shown = key;
    this.node.hidden = !kinds.length;
    this.node.replaceChildren(...kinds.map((kind) => {
      const item = el('span', 'gd-class'), canvas = el('canvas'), context = contextOf(canvas);
      canvas.width = canvas.height = 32;
      context.scale(2, 2);
      drawCritical(context, kind, 8, 8, theme);
      item.append(canvas, kind);
      return item;
    }));
  }
}
