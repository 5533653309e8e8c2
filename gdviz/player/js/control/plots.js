// What plotly.js has to draw: the panels whose plot is not the one for this surface, these scales and this
// theme.

/** @import { LoadPlotly, PlotlyLibrary, PlotlyPart } from '../base/plotly.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { PlotView } from './view-menus.js' */

/**
 * A panel with a plot.
 *
 * @typedef {object} Plotted
 * @property {PlotlyPart} part   of plotly.js that draws it; the others are seen to move before "gl3d" begins
 * @property {(view: PlotView, theme: Theme) => boolean} stale
 * @property {(library: PlotlyLibrary, view: PlotView, theme: Theme) => Promise<void>} draw
 * @property {() => void} destroy
 */

/**
 * How plots are to look now; null: the player is gone.
 *
 * @typedef {{view: PlotView, theme: Theme} | null} Wanted
 */

/** The plots of all panels. */
export class Plots {
  /**
   * @param {() => Plotted[]} panels
   * @param {() => Wanted} wanted
   * @param {LoadPlotly} loadPlotly
   */
  constructor(panels, wanted, loadPlotly) {
    this.panels = panels;
    this.wanted = wanted;
    this.loadPlotly = loadPlotly;
    this.early = false; // whether surfaces are to wait
    /** @type {Promise<unknown>} of all that was begun */
    this.drawn = Promise.resolve();
  }

  /** @returns {Plotted[]} what has to be drawn anew */
  stale() {
    const wanted = this.wanted();
    return wanted ? this.panels().filter((panel) => panel.stale(wanted.view, wanted.theme)) : [];
  }

  /**
   * Draw what is stale; where nothing is, plotly.js is not touched.
   *
   * @param {boolean} all also what is to wait
   */
  async draw(all) {
    const due = () => this.stale().filter((panel) => all || !this.early || panel.part !== 'gl3d');
    const parts = new Set(due().map((panel) => panel.part));
    if (!parts.size) return;
    /** @type {{[part in PlotlyPart]?: PlotlyLibrary}} */
    const libraries = {};
    await Promise.all([...parts].map(async (part) => { libraries[part] = await this.loadPlotly(part); }));
    const wanted = this.wanted();
    if (!wanted) return;
    const drawings = due().flatMap((panel) => {
      const library = libraries[panel.part]; // none where it is due only now: who asks for it draws it
      return library ? [panel.draw(library, wanted.view, wanted.theme)] : [];
    });
    this.drawn = Promise.allSettled([this.drawn, ...drawings]);
    await Promise.all(drawings);
  }

  /** Take the panels away once nothing is being drawn: plotly.js stumbles where a plot goes before that. */
  destroy() { this.drawn.then(() => { for (const panel of this.panels()) panel.destroy(); }); }
}
