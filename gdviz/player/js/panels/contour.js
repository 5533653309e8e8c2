// The contour panel: plotly.js draws contours and axes once; paths, heads and arrows move on canvases above.
// Of one parameter it is a curve, with the tangent and the step.
import { el, putText } from '../base/dom.js';
import { finite } from '../base/numbers.js';
import { DRAWN_EVENTS, PLOT_OPTIONS, plotElement } from '../base/plotly.js';
import { Sizing } from '../base/sizing.js';
import { frameOf } from '../axes/frame.js';
import { marginsIn } from '../axes/margins.js';
import { windowOf, windowOfCurve } from '../axes/windows.js';
import { menu, smallButton } from '../control/icons.js';
import { ArrowCanvas, arrowsOf } from '../draw/arrows.js';
import { CurveStepCanvas, stepOnCurve } from '../draw/curves/curve-step.js';
import { drawMinimaAndStart } from '../draw/symbols.js';
import { Trail, TRAILS } from '../draw/trail.js';
import { headAt, WindowHeads } from '../draw/heads/window-heads.js';
import { CriticalLegend } from '../text/critical.js';
import { arrowScale, Chip, Notice } from '../text/notice.js';
import { contourFigure, plotKey } from './figures.js';
import { Explorer } from './explorer.js';
import { Looker } from '../pointer/local/looker.js';
import { Panel } from './panel.js';
import { PlotPointer } from '../pointer/plot-pointer.js';
import { StartHandle } from '../pointer/start-handle.js';
import { WindowRequest } from '../pointer/window-request.js';

/** @import { Range } from '../base/numbers.js' */
/** @import { PlotlyLibrary } from '../base/plotly.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { Frame, Pixel } from '../axes/frame.js' */
/** @import { Look } from '../control/painter.js' */
/** @import { Section } from '../control/template.js' */
/** @import { PlotView } from '../control/view-menus.js' */
/** @import { StepArrows } from '../draw/arrows.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { PanelEvents } from './panel.js' */

const NAMES = {
  curve: {
    title: 'Loss curve', label: 'The loss as a curve with the visited points, the tangent and the step',
  },
  contours: { title: 'Contours', label: 'Contours of the loss with the paths' },
};

/** The picture of the loss: contours, or a curve. */
export class ContourPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'contour', place: 'stage', ...NAMES.contours,
    tools: smallButton('explore', 'Try a model: a point that is dragged, with its loss', 'Explore')
      + smallButton('curvature', 'The local quadratic model, and single steps from the point', 'Curvature')
      + menu('axes', 'Units of the axes', [['equal', 'equal axes'], ['free', 'free axes']])
      + menu('levels', 'Scale of contours and colours', [
        ['log', 'log levels'], ['linear', 'linear levels'], ['quantile', 'quantile levels']]),
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.menus = [this.tool('axes', HTMLSelectElement), this.tool('levels', HTMLSelectElement)];
    this.title = this.section.querySelector('h3');
    this.plot = plotElement();
    const paths = el('canvas', 'gd-over');
    host.append(this.plot, paths);
    this.steps = new CurveStepCanvas(host);
    this.heads = new WindowHeads(host);
    this.arrowCanvas = new ArrowCanvas(this.heads.layer.node);
    this.looker = new Looker(this);
    this.notice = new Notice(host, () => this.fit());
    this.chip = new Chip(host);
    this.criticalLegend = new CriticalLegend(host);
    this.trail = new Trail(paths, (run, j, out) => {
      const f = /** @type {Frame} */ (this.frame);
      out[0] = f.ox + run.points[2 * j] * f.ax;
      out[1] = f.oy - run.points[2 * j + 1] * f.ay;
      return finite(out[0]) && finite(out[1]) ? 1 : 0;
    });
    this.explorer = new Explorer(this);
    this.windows = new WindowRequest(this);
    // of another size alone plotly.js would make other ranges, where axes are equal
    this.sizing = new Sizing(this, () => this.frame && this.zoomed(this.frame.x, this.frame.y));
    this.start = new StartHandle(this);
    this.pointer = new PlotPointer(this);
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {StepArrows | null} */
    this.arrows = null;
    /** @type {PlotlyLibrary | null} */
    this.Plotly = null;
    /** @type {Scene | null} */
    this.scene = null;
    this.equal = false;
    this.drawnKey = ''; // of what plotly.js has drawn
    this.windowKey = '';
  }

  get takesTurns() { return true; }

  /** @param {Scene} scene */
  show(scene) {
    const { flat } = scene, { title, label } = flat ? NAMES.curve : NAMES.contours;
    this.scene = scene;
    if (this.title) putText(this.title, title);
    const click = this.events.hears('start') && !scene.plane ? '; click to set the start' : '';
    this.section.setAttribute('aria-label', label + click);
    for (const node of this.menus) node.hidden = flat;
    this.told(scene);
    this.start.show(scene);
  }

  /** @param {Scene} scene */
  told(scene) {
    this.explorer.told(scene);
    this.looker.told(scene);
  }

  /** @param {number | null} x @param {number | null} y */
  pointed(x, y) { this.looker.pointed(x, y); }

  /**
   * @param {PlotView} view
   * @param {Theme} theme
   * @returns {string}
   */
  keyOf({ levels, equal }, theme) {
    return this.scene ? plotKey(this.scene, theme, this.scene.flat ? 'flat' : levels, String(equal)) : '';
  }

  /**
   * @param {PlotView} view
   * @param {Theme} theme
   */
  stale(view, theme) { return this.keyOf(view, theme) !== this.drawnKey; }

  /**
   * @param {PlotlyLibrary} plotly
   * @param {PlotView} view
   * @param {Theme} theme
   */
  async draw(plotly, view, theme) {
    await this.windows.rest();
    const { scene, plot } = this;
    if (!scene || !this.stale(view, theme)) return;
    this.drawnKey = this.keyOf(view, theme);
    this.Plotly = plotly;
    this.equal = view.equal;
    this.trail.look = scene.flat ? TRAILS.curve : TRAILS.contours;
    const first = !plot._fullLayout;
    const { surface } = scene, windowKey = `${surface.x}|${surface.y}`;
    // the zoom outlives a change of colours, and a window that it asked for
    const kept = this.windows.came(surface) || windowKey === this.windowKey ? plot.layout : null;
    this.windowKey = windowKey;
    const x = kept?.xaxis.range ?? surface.x, y = kept?.yaxis.range ?? surface.y;
    const { traces, layout } = contourFigure(scene, view, theme, { x, y, margin: marginsIn(this, x, y) });
    await plotly.react(plot, traces, layout, { ...PLOT_OPTIONS, doubleClick: false });
    if (first) {
      for (const event of DRAWN_EVENTS) plot.on(event, () => this.moved());
      this.windows.listen();
    }
    this.invalidate();
  }

  /** plotly.js has drawn. */
  moved() {
    this.invalidate();
    this.events.repaint();
  }

  invalidate() {
    this.trail.invalidate();
    this.heads.reset();
    this.frame = frameOf(this.plot);
  }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, look) {
    const frame = this.frame ??= frameOf(this.plot), { scene } = this, { runs, focused, theme } = look;
    if (!frame || !scene) return true;
    const atRest = { ...scene, start: this.start.place ? null : scene.start };
    this.criticalLegend.show(scene.critical, theme);
    const finished = look.rest || this.trail.draw(runs, k, {
      clip: [frame.left, frame.top, frame.right, frame.bottom], casing: theme.casing,
      beneath: (context) => drawMinimaAndStart(context, atRest, frame, theme),
    });
    this.heads.layer.fit(frame);
    this.explorer.place();
    this.start.paint(frame, theme);
    this.heads.draw(runs, k, frame);
    const inside = focused && runs.includes(focused) && this.heads.holds(focused);
    this.drawStep(inside ? focused : undefined, k, look, frame);
    return finished;
  }

  /**
   * The step of the focused run.
   *
   * @param {Run | undefined} run undefined where it is not in the picture
   * @param {number} k
   * @param {Look} look
   * @param {Frame} frame
   */
  drawStep(run, k, { runs, focused, theme }, frame) {
    const local = this.looker.draw(run, k, frame, theme);
    if (this.scene?.flat) {
      const step = this.arrows = run && !local ? stepOnCurve(run, k, frame) : null;
      this.arrowCanvas.draw(null, focused, theme);
      this.steps.draw({ runs, k, step, focused, hovered: this.pointer.onCurve(), frame, theme });
    } else {
      this.arrows = local || !run ? null : arrowsOf(run, k, frame);
      this.arrowCanvas.draw(this.arrows, focused, theme);
      this.steps.hide();
    }
    this.events.arrows(this.arrows);
  }

  /**
   * @param {Run} run
   * @param {number} k
   * @returns {Pixel} where the head of a run is at play head k
   */
  project(run, k) { return this.frame ? headAt(this.frame, run, k) : [NaN, NaN]; }

  describe() {
    this.host.dataset.arrows = arrowScale(this.arrows);
    this.notice.show(this.heads.outside);
    this.looker.describe();
  }

  /**
   * Zoom to ranges without another surface.
   *
   * @param {Range} x
   * @param {Range} y
   * @returns {Promise<unknown> | undefined}
   */
  zoom(x, y) { return this.Plotly?.relayout(this.plot, this.zoomed(x, y)); }

  /** What plotly.js is told of ranges. @param {Range} x @param {Range} y */
  zoomed(x, y) {
    return { 'xaxis.range': [...x], 'yaxis.range': [...y], margin: marginsIn(this, x, y) };
  }

  home() {
    this.windows.forget();
    if (this.scene) this.zoom(this.scene.surface.x, this.scene.surface.y);
  }

  /** The problem's own window, or that of the scene which was opened. */
  goHome() {
    this.home();
    this.windows.askHome();
  }

  /** A window that holds all shown paths (runs that explode are followed as far as 40 windows). */
  fit() {
    if (!this.scene) return;
    const { surface, flat } = this.scene, { runs } = this.events.now();
    const wider = flat ? windowOfCurve(runs, surface) : windowOf(runs, surface);
    const { x, y } = wider ?? {};
    if (x && this.events.tell('window', y ? { x, y } : { x })) return;
    this.zoom(x ?? surface.x, y ?? surface.y);
  }

  resize() { this.sizing.changed(); }

  destroy() {
    for (const part of [this.pointer, this.start, this.explorer, this.windows]) part.destroy();
    this.sizing.stop();
    this.Plotly?.purge(this.plot);
  }
}
