// A plot of plotly.js is as large as its panel.

/** @import { PlotElement, PlotlyLibrary } from './plotly.js' */

const SIZE_REST = 100; // milliseconds without another size: a window that is dragged has many

/**
 * Whether a plot is drawn, but not as large as its panel is now.
 *
 * @param {PlotElement} plot
 * @param {HTMLElement} host
 * @returns {boolean}
 */
function isOutgrown({ _fullLayout: drawn }, { clientWidth, clientHeight }) {
  if (!drawn || !clientWidth) return false;
  // an element says its size in whole pixels, plotly.js takes it with its fractions
  return Math.max(Math.abs(drawn.width - clientWidth), Math.abs(drawn.height - clientHeight)) >= 1;
}

/** Draws a plot in the size of its panel, once that rests. */
export class Sizing {
  /**
   * @param {{Plotly: PlotlyLibrary | null, plot: PlotElement, host: HTMLElement}} panel
   * @param {() => object | null} also what else changes with the size, as plotly.js is told it
   */
  constructor(panel, also = () => ({})) {
    this.panel = panel;
    this.also = also;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** The panel may have another size. */
  changed() {
    this.stop();
    this.timer = setTimeout(() => this.fill(), SIZE_REST);
  }

  fill() {
    const { Plotly, plot, host } = this.panel;
    if (isOutgrown(plot, host)) Plotly?.relayout(plot, { autosize: true, ...this.also() });
  }

  stop() { clearTimeout(this.timer); }
}
