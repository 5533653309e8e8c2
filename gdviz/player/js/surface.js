// The 3-D panel: plotly.js draws the surface; paths and heads are projected through its camera onto a canvas above.
import { Heads } from './heads.js';
import { drawStar } from './marks.js';
import { hiddenFrom, product, viewer } from './project.js';
import { grain, sortedFinite, valueScale } from './scales.js';
import { Trail } from './trail.js';
import { clamp, el, plotlyText } from './util.js';

const LIFT = 0.006; // of the height: keeps the path off the surface that it lies on

export class SurfacePanel {
  constructor(host, events) {
    this.host = host;
    this.events = events;
    this.plot = el('div', 'gd-plotly');
    this.paths = el('canvas', 'gd-over');
    this.marks = el('div', 'gd-marks');
    host.append(this.plot, this.paths, this.marks);
    this.heads = new Heads(this.marks);
    this.at3 = [0, 0, 0];
    this.trail = new Trail(this.paths, (run, j, out) => this.pixel(run, j, out), { width: 2.4 });
  }

  async show(Plotly, scene, levels, zmode, theme) {
    this.Plotly = Plotly;
    this.scene = scene;
    const { surface } = scene, sorted = sortedFinite(surface.z), fresh = !this.plot._fullLayout, finest = grain(surface, sorted);
    const color = valueScale(levels, sorted, scene.minimum, finest);
    const height = this.height = valueScale(zmode, sorted, scene.minimum, finest);
    this.heights = Float32Array.from(surface.z, (v) => (Number.isFinite(v) ? height.to(v) : NaN));
    this.lift = (height.hi - height.lo) * LIFT;
    const rows = (to) => Array.from({ length: surface.ny }, (_, j) => Array.from(
      surface.z.subarray(j * surface.nx, (j + 1) * surface.nx), (v) => (Number.isFinite(v) ? to(v) : null)));
    const steps = (range, n) => Array.from({ length: n }, (_, i) => range[0] + ((range[1] - range[0]) * i) / (n - 1));
    const flat = sorted.length ? rows(height.to) : [[0, 0], [0, 0]], ticks = height.ticks(4);
    const trace = {
      type: 'surface', z: flat, surfacecolor: sorted.length ? rows(color.to) : flat,
      x: steps(surface.x, flat[0].length), y: steps(surface.y, flat.length), cmin: color.lo, cmax: color.hi,
      colorscale: theme.ramp, showscale: false, hoverinfo: 'skip', opacity: sorted.length ? 1 : 0,
      contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } },
      lighting: { ambient: 0.78, diffuse: 0.45, specular: 0.06, roughness: 0.9, fresnel: 0.05 },
    };
    const axis = (title, range) => ({
      range: [...range], title: { text: plotlyText(title), font: { size: 13, color: theme.text } }, showspikes: false, nticks: 5,
      tickfont: { size: 11, color: theme.muted }, gridcolor: theme.border, zeroline: false, showbackground: false,
      linecolor: theme.border, tickcolor: theme.border,
    });
    // a narrow panel takes a step back, or the axes would be cut off
    const back = clamp(1.75 / (this.host.clientWidth / this.host.clientHeight || 1), scene.sample ? 1.2 : 1.08, scene.sample ? 2.1 : 1.6);
    const kept = fresh ? null : structuredClone(this.plot.layout.scene.camera);
    this.home = { eye: { x: back, y: -1.43 * back, z: 0.95 * back }, center: { x: 0, y: 0, z: -0.19 }, up: { x: 0, y: 0, z: 1 } };
    // on a phone and on a third of the stage the name would be cut off; the menu above says the scale
    const narrow = this.host.clientWidth < 460;
    const heading = narrow ? '' : height.name ? `${scene.value_name} (${height.name})` : scene.value_name;
    const pad = (height.hi - height.lo) * 0.02, [nameX, nameY] = scene.names;
    const layout = {
      paper_bgcolor: 'rgba(0,0,0,0)', font: { color: theme.text, family: theme.font }, margin: { l: 0, r: 0, t: 0, b: 0 },
      showlegend: false, hovermode: false, autosize: true,
      scene: {
        dragmode: 'turntable', aspectmode: 'manual', aspectratio: { x: 1.25, y: 1.25, z: 0.8 },
        camera: kept ?? structuredClone(this.home),
        xaxis: axis(nameX, surface.x), yaxis: axis(nameY, surface.y),
        zaxis: {
          ...axis(heading, [height.lo - pad, height.hi + pad]),
          tickmode: 'array', tickvals: ticks.map((t) => t.u), ticktext: ticks.map((t) => t.label),
        },
      },
    };
    await Plotly.react(this.plot, [trace], layout, { displayModeBar: false, responsive: false, scrollZoom: true, showTips: false });
    this.follow();
    if (fresh) for (const event of ['plotly_relayouting', 'plotly_relayout', 'plotly_afterplot']) {
      this.plot.on(event, () => { this.follow(); this.moved(); });
    }
    this.moved();
  }

  get gl() { return this.plot._fullLayout?.scene?._scene?.glplot; }

  /** Repaint with every frame that WebGL draws, so that the paths turn with the surface. */
  follow() {
    const gl = this.gl;
    if (!gl || gl === this.followed) return;
    this.followed = gl;
    const before = gl.onrender;
    gl.onrender = (...args) => {
      const result = before?.apply(gl, args);
      if (gl === this.gl && this.signature() !== this.seen) this.moved();
      return result;
    };
  }

  signature() {
    const camera = this.gl?.cameraParams;
    return camera ? `${camera.view}|${camera.model}|${camera.projection}|${this.plot._fullLayout.scene._scene.dataScale}` : '';
  }

  moved() {
    this.invalidate();
    this.events.repaint();
  }

  invalidate() {
    this.trail.invalidate();
    this.matrix = null;
  }

  /** Read Plotly's camera; false while there is none. */
  camera() {
    const layout = this.plot._fullLayout, gl = this.gl, camera = gl?.cameraParams;
    if (!camera?.projection || !layout._size) return false;
    const scale = layout.scene._scene.dataScale;
    const seeing = product(camera.view, camera.model), matrix = product(camera.projection, seeing);
    const [x0, x1] = layout.scene.domain.x, [y0, y1] = layout.scene.domain.y, size = layout._size;
    this.box = { left: size.l + size.w * x0, top: size.t + size.h * (1 - y1), width: size.w * (x1 - x0), height: size.h * (y1 - y0) };
    this.seen = this.signature();
    this.scaling = scale;
    const eye = viewer(seeing);
    this.eye = [eye[0] / scale[0], eye[1] / scale[1], eye[2] / scale[2]];
    this.matrix = matrix;
    return true;
  }

  /** The pixel of a point given in data and height coordinates. */
  place(x, y, z, out) {
    const m = this.matrix, s = this.scaling, b = this.box, X = x * s[0], Y = y * s[1], Z = z * s[2];
    const w = m[3] * X + m[7] * Y + m[11] * Z + m[15];
    out[0] = b.left + b.width * 0.5 * (1 + (m[0] * X + m[4] * Y + m[8] * Z + m[12]) / w);
    out[1] = b.top + b.height * 0.5 * (1 - (m[1] * X + m[5] * Y + m[9] * Z + m[13]) / w);
    return w > 0;
  }

  /** Vertex j of a run: 0 outside of the window, 1 seen, 2 behind the surface. */
  pixel(run, j, out) {
    const { x: [x0, x1], y: [y0, y1] } = this.scene.surface, x = run.theta[2 * j], y = run.theta[2 * j + 1], f = run.loss[j];
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1) || f - f !== 0) return 0;
    const z = this.height.to(f) + this.lift;
    if (z > this.height.hi + 0.1 * (this.height.hi - this.height.lo) || !this.place(x, y, z, out)) return 0;
    return hiddenFrom(this.eye, x, y, z, this.scene.surface, this.heights, this.lift) ? 2 : 1;
  }

  paint(k, look) {
    if (!this.matrix && !this.camera()) return true;
    const { theme } = look, b = this.box, out = [0, 0], clip = [b.left, b.top, b.left + b.width, b.top + b.height];
    const beneath = (context) => this.drawMinima(context, theme);
    const finished = look.rest || this.trail.draw(
      look.runs, k, { clip, casing: theme.casing, beneath });
    this.heads.begin(look.runs);
    for (const run of look.runs) {
      const kind = this.pixel(run, run.head(k), out);
      if (kind) this.heads.place(run, out[0], out[1], run.stateAt(k), { alpha: kind === 2 ? 0.4 : 1 });
    }
    this.heads.end();
    return finished;
  }

  drawMinima(context, theme) {
    const { surface, minima } = this.scene, { x: [x0, x1], y: [y0, y1] } = surface, out = [0, 0];
    for (const [x, y, f] of minima) {
      if (f === null || x < x0 || x > x1 || y < y0 || y > y1) continue;
      const z = this.height.to(f) + this.lift;
      if (!this.place(x, y, z, out)) continue;
      context.globalAlpha = hiddenFrom(this.eye, x, y, z, surface, this.heights, this.lift) ? 0.3 : 1;
      drawStar(context, out[0], out[1], theme);
    }
    context.globalAlpha = 1;
  }

  project(run, k) {
    if (!this.matrix && !this.camera()) return null;
    const out = [0, 0];
    return this.pixel(run, run.head(k), out) ? out : null;
  }

  /** The camera where it was at first. */
  turnBack() { return this.Plotly.relayout(this.plot, { 'scene.camera': structuredClone(this.home) }); }

  resize() { if (this.plot._fullLayout && this.host.clientWidth) this.Plotly.Plots.resize(this.plot); }
  destroy() { if (this.Plotly) this.Plotly.purge(this.plot); }
}
