// The 3-D panel: plotly.js draws the surface; paths and heads are projected through its camera onto a canvas
// above.
import { el } from '../base/dom.js';
import { finite } from '../base/numbers.js';
import { Pace } from '../base/pace.js';
import { DRAWN_EVENTS, PLOT_OPTIONS, plotElement } from '../base/plotly.js';
import { Sizing } from '../base/sizing.js';
import {
  cameraAtFirst, cameraSignature, glOf, isSameView, orbited, projectInto, projectionOf,
} from '../axes/camera.js';
import { hiddenFrom } from '../axes/projection.js';
import { grain, sortedFinite, valueScale } from '../axes/scales.js';
import { ICONS, menu, smallButton } from '../control/icons.js';
import { Heads } from '../draw/heads/heads.js';
import { drawCritical, drawStar, stars } from '../draw/symbols.js';
import { Trail } from '../draw/trail.js';
import { bindTurns } from '../pointer/turn.js';
import { heightName, plotKey, surfaceFigure } from './figures.js';
import { Panel } from './panel.js';

/** @import { Camera, GLPlot, PlotlyLibrary, PlotlyPart } from '../base/plotly.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { Projection } from '../axes/camera.js' */
/** @import { Look } from '../control/painter.js' */
/** @import { Section } from '../control/template.js' */
/** @import { PlotView } from '../control/view-menus.js' */
/** @import { Visibility } from '../draw/trail.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { PanelEvents } from './panel.js' */

const LIFT = 0.006; // of the height: keeps the path off the surface that it lies on
const ABOVE = 0.1; // of the height: a path that is higher above the surface's top is not drawn

/** The loss of two parameters as a surface that can be turned. */
export class SurfacePanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'surface', place: 'stage', title: 'Surface',
    label: 'The loss as a surface with the paths; drag to turn',
    tools: smallButton('turn', 'Turn the surface; arrow keys turn it in small steps', `${ICONS.turn}Turn`)
      + menu('height', 'Scale of the height', [['log', 'log height'], ['linear', 'linear height']]),
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.plot = plotElement();
    const paths = el('canvas', 'gd-over'), headLayer = el('div', 'gd-marks');
    host.append(this.plot, paths, headLayer);
    this.heads = new Heads(headLayer);
    this.trail = new Trail(paths, (run, j, out) => this.pixel(run, j, out), { width: 2.4 });
    /** @type {PlotlyLibrary | null} */
    this.Plotly = null;
    /** @type {Scene | null} */
    this.scene = null;
    /** The scale of the height, and heights of the grid. */
    this.height = valueScale('linear', new Float32Array(), null);
    this.heights = new Float32Array();
    this.lift = 0;
    /** @type {Projection | null} null where the camera has to be read */
    this.projection = null;
    /** @type {Camera | null} of a surface that nobody has turned, in the size that the panel has */
    this.firstCamera = null;
    /** @type {GLPlot | undefined} whose frames are followed */
    this.followed = undefined;
    this.seen = ''; // what the projection was made from
    this.drawnKey = '';
    /** @type {string | null} the id of the surface that is drawn */
    this.drawnSurface = null;
    host.ariaBusy = 'true';
    this.pace = new Pace();
    this.sizing = new Sizing(this, () => this.fitting());
    bindTurns(this.tool('turn', HTMLButtonElement), (around, upwards) => this.turn(around, upwards));
    /** @type {HTMLCanvasElement | null} in place of the WebGL canvas on paper */
    this.picture = null;
  }

  get takesTurns() { return true; }

  /** @returns {PlotlyPart} */
  get part() { return 'gl3d'; }

  /** @param {Scene} scene */
  show(scene) {
    this.scene = scene;
    this.section.hidden = scene.flat;
  }

  /**
   * @param {PlotView} view
   * @param {Theme} theme
   * @returns {string}
   */
  keyOf({ levels, height }, theme) { return this.scene ? plotKey(this.scene, theme, levels, height) : ''; }

  /**
   * @param {PlotView} view
   * @param {Theme} theme
   */
  stale(view, theme) { return !this.scene?.flat && this.keyOf(view, theme) !== this.drawnKey; }

  /**
   * Let plotly.js draw the surface. While something that bends it is dragged, that takes a third of the time
   * at most, so that the contours follow more often; what is drawn is always one scene, whole.
   *
   * @param {PlotlyLibrary} plotly
   * @param {PlotView} view
   * @param {Theme} theme
   */
  async draw(plotly, view, theme) {
    const { scene, plot } = this;
    if (!scene) return;
    if (this.pace.resting && this.events.moving()) {
      this.pace.after(() => this.draw(plotly, view, theme));
      return;
    }
    this.pace.begin();
    this.drawnKey = this.keyOf(view, theme);
    this.Plotly = plotly;
    this.drawnSurface = scene.surface.id;
    const { surface } = scene, sorted = sortedFinite(surface.z), finest = grain(surface, sorted);
    const color = valueScale(view.levels, sorted, scene.minimum, finest);
    const height = this.height = valueScale(view.height, sorted, scene.minimum, finest);
    this.heights = Float32Array.from(surface.z, (v) => (Number.isFinite(v) ? height.to(v) : NaN));
    this.lift = (height.hi - height.lo) * LIFT;
    const first = !plot._fullLayout, shown = { camera: this.camera(), width: this.host.clientWidth };
    const { traces, layout } = surfaceFigure(scene, { height, color }, theme, shown);
    await plotly.react(plot, traces, layout, PLOT_OPTIONS);
    this.host.ariaBusy = 'false';
    this.follow();
    if (first) for (const event of DRAWN_EVENTS) {
      plot.on(event, () => {
        this.follow();
        this.moved();
      });
    }
    this.moved();
  }

  /** @returns {Camera} as somebody has turned it, else as the panel's size asks for */
  camera() {
    const now = this.plot.layout?.scene?.camera, before = this.firstCamera;
    this.firstCamera = cameraAtFirst(this.host, Boolean(this.scene?.sample));
    return structuredClone(now && before && !isSameView(now, before) ? now : this.firstCamera);
  }

  /** @returns {object} what changes with the panel's size, for plotly.js */
  fitting() {
    const name = this.scene ? heightName(this.scene, this.height, this.host.clientWidth) : '';
    return { 'scene.camera': this.camera(), 'scene.zaxis.title.text': name };
  }

  /** Repaint with every frame that WebGL draws, so that the paths turn with the surface. */
  follow() {
    const gl = glOf(this.plot);
    if (!gl || gl === this.followed) return;
    this.followed = gl;
    const before = gl.onrender;
    gl.onrender = (...args) => {
      const result = before?.apply(gl, args);
      if (gl === glOf(this.plot) && cameraSignature(this.plot) !== this.seen) this.moved();
      return result;
    };
  }

  /** @returns {Projection | null} null before plotly.js has drawn */
  readCamera() {
    this.seen = cameraSignature(this.plot);
    return projectionOf(this.plot);
  }

  /** The picture is drawn or turned. */
  moved() {
    this.invalidate();
    this.events.repaint();
  }

  invalidate() {
    this.trail.invalidate();
    this.projection = null;
  }

  /**
   * The pixel of a point of the surface.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} loss
   * @param {[number, number]} out
   * @returns {Visibility} 0 outside of the window or far above the surface, 2 behind it
   */
  locate(x, y, loss, out) {
    const { projection, scene, height, lift } = this;
    if (!projection || !scene) return 0;
    const { surface } = scene, { x: [x0, x1], y: [y0, y1] } = surface;
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1) || !finite(loss)) return 0;
    const z = height.to(loss) + lift;
    if (z > height.hi + ABOVE * (height.hi - height.lo) || !projectInto(projection, x, y, z, out)) return 0;
    return hiddenFrom(projection.eye, x, y, z, surface, this.heights, lift) ? 2 : 1;
  }

  /**
   * The pixel of iterate j of a run.
   *
   * @param {Run} run
   * @param {number} j
   * @param {[number, number]} out
   * @returns {Visibility}
   */
  pixel(run, j, out) { return this.locate(run.theta[2 * j], run.theta[2 * j + 1], run.loss[j], out); }

  /**
   * Until its surface is drawn, a scene's paths are not: the picture stays as it is.
   *
   * @param {number} k
   * @param {Look} look
   */
  paint(k, look) {
    const projection = this.projection ??= this.readCamera(), { runs, theme } = look;
    if (!projection || this.scene?.surface.id !== this.drawnSurface) return true;
    const { left, top, width, height } = projection.box;
    /** @type {[number, number]} */
    const out = [0, 0];
    const finished = look.rest || this.trail.draw(runs, k, {
      clip: [left, top, left + width, top + height], casing: theme.casing,
      beneath: (context) => this.drawMinima(context, theme),
    });
    this.heads.begin(runs);
    for (const run of runs) {
      const visible = this.pixel(run, run.head(k), out);
      if (visible) this.heads.place(run, out[0], out[1], run.stateAt(k), { alpha: visible === 2 ? 0.4 : 1 });
    }
    this.heads.end();
    return finished;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Theme} theme
   */
  drawMinima(context, theme) {
    /** @type {[number, number]} */
    const out = [0, 0];
    for (const { kind, theta: [x, y], value } of this.scene?.critical ?? []) {
      const visible = this.locate(x, y, value, out);
      if (!visible) continue;
      context.globalAlpha = visible === 2 ? 0.3 : 1;
      drawCritical(context, kind, out[0], out[1], theme);
    }
    for (const { x, y, loss, hollow } of this.scene ? stars(this.scene) : []) {
      const visible = this.locate(x, y, loss, out);
      if (!visible) continue;
      context.globalAlpha = visible === 2 ? 0.3 : 1;
      drawStar(context, out[0], out[1], theme, hollow);
    }
    context.globalAlpha = 1;
  }

  home() { this.Plotly?.relayout(this.plot, { 'scene.camera': structuredClone(this.firstCamera) }); }

  /**
   * On paper a picture stands in place of the WebGL canvas, which keeps nothing that could be printed once it
   * was shown.
   *
   * @param {boolean} on
   */
  printing(on) {
    this.picture?.remove();
    this.picture = null;
    const drawn = this.plot._fullLayout?.scene?._scene;
    const canvas = this.host.querySelector('.gl-container canvas');
    if (!on || !drawn || !(canvas instanceof HTMLCanvasElement) || this.scene?.flat) return;
    this.picture = el('canvas', 'gd-print-surface');
    this.picture.width = canvas.width;
    this.picture.height = canvas.height;
    drawn.toImage('png'); // draws now
    this.picture.getContext('2d')?.drawImage(canvas, 0, 0);
    canvas.after(this.picture);
  }

  /** @param {number} around degrees @param {number} upwards */
  turn(around, upwards) {
    const camera = this.plot.layout?.scene?.camera;
    if (camera) this.Plotly?.relayout(this.plot, { 'scene.camera': orbited(camera, around, upwards) });
  }

  resize() { this.sizing.changed(); }

  destroy() {
    this.pace.stop();
    this.sizing.stop();
    this.Plotly?.purge(this.plot);
  }
}
