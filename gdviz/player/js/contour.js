// The contour panel: plotly.js draws contours and axes once; paths, heads and arrows move on canvases above.
import { atEdge, between, frameOf, Leavers, nearest, within } from './axes2d.js';
import { Arrows, Heads } from './heads.js';
import { curveTraces, lossAt, stepOn, StepDrawing } from './line.js';
import { arrowsOf, drawStar, drawStart } from './marks.js';
import { marginsOf } from './plotbox.js';
import { Press } from './press.js';
import { grain, sortedFinite, valueScale } from './scales.js';
import { Trail } from './trail.js';
import { el, plotlyText, shown } from './util.js';

const LEVELS = 18;

/** What plotly.js draws of a surface: filled contours with their colour bar. */
function contourTraces(surface, scale, sorted, theme) {
  const z = Array.from({ length: surface.ny }, (_, j) => Array.from(
    surface.z.subarray(j * surface.nx, (j + 1) * surface.nx), (v) => (Number.isFinite(v) ? scale.to(v) : null)));
  const size = (scale.hi - scale.lo) / LEVELS, ticks = scale.ticks(6);
  return [{
    type: 'contour', z, x0: surface.x[0], dx: (surface.x[1] - surface.x[0]) / (surface.nx - 1),
    y0: surface.y[0], dy: (surface.y[1] - surface.y[0]) / (surface.ny - 1), zmin: scale.lo, zmax: scale.hi,
    colorscale: theme.ramp, hoverinfo: 'skip', visible: sorted.length > 0, connectgaps: false,
    contours: { coloring: 'fill', start: scale.lo + size / 2, end: scale.hi, size },
    line: { width: 0.7, color: theme.line, smoothing: 0.6 }, autocontour: false,
    colorbar: {
      thickness: 9, outlinewidth: 0, len: 1, x: 1.015, xpad: 0, ypad: 2, tickmode: 'array', ticklen: 3,
      tickcolor: theme.muted, tickvals: ticks.map((t) => t.u), ticktext: ticks.map((t) => t.label),
      tickfont: { size: 11, color: theme.muted },
    },
  }];
}

/** The penalty's own contour lines, where the scene has them. */
function penaltyLines({ penalty, surface: { x, y } }, theme) {
  if (!penalty) return [];
  const side = Math.round(Math.sqrt(penalty.length)), z = Array.from({ length: side }, (_, j) => Array.from(penalty.subarray(j * side, (j + 1) * side)));
  return [{
    type: 'contour', z, x0: x[0], dx: (x[1] - x[0]) / (side - 1), y0: y[0], dy: (y[1] - y[0]) / (side - 1), showscale: false,
    hoverinfo: 'skip', ncontours: 9, contours: { coloring: 'none' },
    line: { width: 1.2, dash: 'dot', color: theme.text, smoothing: 0.3 }, // no competitor's colour
  }];
}

export class ContourPanel {
  /** `host` holds the plot; `events`: picked(x, y), hover(text, y), point(x, y) (null outside), now(), repaint(). */
  constructor(host, events) {
    this.host = host;
    this.events = events;
    this.plot = el('div', 'gd-plotly');
    this.paths = el('canvas', 'gd-over');
    this.marks = el('div', 'gd-marks');
    host.append(this.plot, this.paths, this.marks);
    this.shift = this.marks.appendChild(el('div', 'gd-shift'));
    this.heads = new Heads(this.shift);
    this.arrowheads = new Arrows(this.shift);
    this.steps = new StepDrawing(host); // of one parameter, in place of the arrows; below the heads
    host.append(this.marks);
    this.trail = new Trail(this.paths, (run, j, out) => {
      const f = this.frame, x = f.ox + run.spots[2 * j] * f.ax, y = f.oy - run.spots[2 * j + 1] * f.ay;
      out[0] = x;
      out[1] = y;
      return x - x === 0 && y - y === 0 ? 1 : 0;
    });
    this.leavers = new Leavers();
    this.scale = null;
    this.listen();
  }

  /** Draw another surface, other levels, another theme, or axes of one scale instead of two (`equal`). */
  async show(Plotly, scene, levels, theme, equal) {
    this.Plotly = Plotly;
    Object.assign(this, { scene, equal });
    Object.assign(this.trail, scene.flat ? { width: 1.3, alpha: 0.75, casing: false } : { width: 2.2, alpha: 1, casing: true });
    const { surface } = scene, key = `${surface.x}|${surface.y}`, fresh = !this.plot._fullLayout;
    const kept = key === this.windowKey ? this.plot.layout : null; // the zoom outlives a change of colours, not of the window
    this.windowKey = key;
    const sorted = sortedFinite(surface.z);
    const scale = this.scale = valueScale(levels, sorted, scene.minimum, grain(surface, sorted));
    const axis = (name, range) => ({
      range: [...range], title: { text: plotlyText(name), standoff: 6, font: { size: 13 } }, zeroline: false, showgrid: scene.flat, gridcolor: theme.border,
      ticks: 'outside', ticklen: 4, tickcolor: theme.border, tickfont: { size: 11, color: theme.muted },
      linecolor: theme.border, mirror: true, showline: true, nticks: 7,
    });
    const across = kept?.xaxis.range ?? surface.x, upwards = kept?.yaxis.range ?? surface.y;
    const layout = {
      paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: { color: theme.text, family: theme.font },
      margin: this.margins(across, upwards), showlegend: false, dragmode: 'pan', hovermode: false, autosize: true,
      xaxis: { ...axis(scene.names[0], across), constrain: 'domain' },
      yaxis: { ...axis(scene.names[1] ?? scene.value_name, upwards), constrain: 'domain', ...(equal ? { scaleanchor: 'x', scaleratio: 1 } : {}) },
    };
    if (!sorted.length) layout.annotations = [{
      text: 'The loss has no finite value in this window', showarrow: false, xref: 'paper', yref: 'paper', x: 0.5, y: 0.5,
      font: { color: theme.muted, size: 13 } }];
    await Plotly.react(this.plot, scene.flat ? curveTraces(scene, theme)
      : [...contourTraces(surface, scale, sorted, theme), ...penaltyLines(scene, theme)], layout, {
      displayModeBar: false, scrollZoom: true, doubleClick: false, responsive: false, showTips: false });
    if (fresh) {
      for (const event of ['plotly_relayouting', 'plotly_relayout', 'plotly_afterplot']) {
        this.plot.on(event, () => { this.invalidate(); this.events.repaint(); });
      }
    }
    this.invalidate();
  }

  invalidate() {
    this.trail.invalidate();
    this.leavers.reset();
    this.frame = frameOf(this.plot);
  }

  /** Bring the picture to play head k; `look` is {runs, focused (the run that shows its arrows), theme,
   * rest (leave the paths to the next frame)}. False: not all stroked yet. */
  paint(k, look) {
    if (!this.frame && !(this.frame = frameOf(this.plot))) return true;
    const f = this.frame, { theme } = look;
    const place = (x, y) => [f.ox + x * f.ax, f.oy - y * f.ay], clip = [f.left, f.top, f.right, f.bottom];
    const beneath = (context) => {
      for (const [x, y] of this.scene.minima) {
        const [px, py] = place(x, y);
        if (within(f, px, py)) drawStar(context, px, py, theme);
      }
      const [px, py] = place(...(this.scene.start ?? [NaN, NaN]));
      if (within(f, px, py)) drawStart(context, px, py, theme);
    };
    const finished = look.rest || this.trail.draw(
      look.runs, k, { clip, casing: theme.casing, beneath });
    if (this.clipped !== f) {
      this.clipped = f;
      const edge = 7; // heads on the border are shown whole
      Object.assign(this.marks.style, { left: `${f.left - edge}px`, top: `${f.top - edge}px`,
        width: `${f.right - f.left + 2 * edge}px`, height: `${f.bottom - f.top + 2 * edge}px` });
      for (const [side, room] of Object.entries({ left: f.left, right: f.width - f.right, top: f.top, bottom: f.height - f.bottom })) {
        this.host.style.setProperty(`--gd-${side}`, `${room}px`); // small print keeps to the plot
      }
      this.shift.style.transform = `translate(${edge - f.left}px, ${edge - f.top}px)`;
    }
    this.gone = [];
    this.arrows = null;
    this.heads.begin(look.runs);
    for (const run of look.runs) {
      const head = run.head(k), [x, y] = place(run.spots[2 * head], run.spots[2 * head + 1]);
      const left = this.leavers.since(run, head, f);
      if (left !== null) {
        this.gone.push({ run, step: left });
        if (x - x === 0 && y - y === 0) {
          const edge = atEdge(f, x, y);
          this.heads.place(run, edge.x, edge.y, 'left', edge);
        }
        continue;
      }
      if (look.focused === run) this.arrows = this.scene.flat ? stepOn(run, k, f) : arrowsOf(run, k, f);
      this.heads.place(run, x, y, run.stateAt(k));
    }
    this.heads.end();
    this.arrowheads.draw(this.scene.flat ? null : this.arrows, look.focused, theme);
    if (!this.scene.flat) this.steps.hide();
    else this.steps.draw({ runs: look.runs, k, found: this.arrows, focused: look.focused, hovered: this.onCurve(), frame: f, theme });
    return finished;
  }

  /** Where the pointer is in the plot, or null: a ring on the curve marks the point that a click would start from. */
  point(at) {
    this.pointed = at;
    if (this.scene?.flat) this.events.repaint();
  }

  /** The pixel of the curve above or below the pointer; null where there is none. */
  onCurve() {
    if (!this.pointed) return null;
    const f = this.frame, x = (this.pointed[0] - f.ox) / f.ax, loss = lossAt(this.scene.surface, x);
    return Number.isFinite(loss) ? [this.pointed[0], f.oy - loss * f.ay] : null;
  }

  /** The pixel (relative to the panel) at which run i is drawn at play head k. */
  project(run, k) {
    const f = this.frame, j = run.head(k);
    return [f.ox + run.spots[2 * j] * f.ax, f.oy - run.spots[2 * j + 1] * f.ay];
  }

  margins(x, y) {
    const room = marginsOf(this.host.clientWidth, this.host.clientHeight, x, y, this.equal);
    return this.scene.flat ? { ...room, r: 14 } : room; // a curve has no colour bar
  }

  /** Zoom to ranges without another surface. */
  zoom(x, y) {
    return this.Plotly.relayout(this.plot, { 'xaxis.range': [...x], 'yaxis.range': [...y], margin: this.margins(x, y) });
  }

  /** The panel has another size: the margins of equal axes go with it. */
  async resize() {
    if (!this.plot._fullLayout || !this.host.clientWidth) return;
    await this.Plotly.Plots.resize(this.plot);
    const { xaxis, yaxis } = this.plot.layout ?? {};
    if (this.equal && xaxis) await this.zoom(xaxis.range, yaxis.range);
  }

  listen() {
    const at = (clientX, clientY) => {
      const box = this.host.getBoundingClientRect(), x = clientX - box.left, y = clientY - box.top;
      return this.frame && within(this.frame, x, y) ? [x, y] : null;
    };
    const value = ([x, y]) => { const f = this.frame; return [(x - f.ox) / f.ax, (f.oy - y) / f.ay]; };
    this.host.addEventListener('pointermove', (event) => {
      const place = at(event.clientX, event.clientY), over = place && this.plot.contains(event.target);
      this.point(over ? place : null);
      this.events.point(...(over ? value(place) : [null, null]));
      this.events.hover(over ? this.describe(place, ...value(place)) : '', over ? place[1] : 0);
    });
    this.host.addEventListener('pointerleave', () => { this.point(null); this.events.hover('', 0); this.events.point(null, null); });
    this.press = new Press(this.host, this.plot, {
      inside: (x, y) => at(x, y) !== null,
      clicked: (x, y) => this.click(...value(at(x, y))),
      held: () => { this.grip = this.frame; },
      moved: (dx, dy, scale, x, y) => this.drag(dx, dy, scale, x, y),
    });
  }

  /** Fingers moved by (dx, dy) pixels and apart by `scale` since they took the picture at (x, y) of the viewport. */
  drag(dx, dy, scale, x, y) {
    const g = this.grip, box = this.host.getBoundingClientRect(), px = x - box.left, py = y - box.top;
    const back = (pixel, from, shift) => from + (pixel - from - shift) / scale; // where a border's pixel was before
    this.wanted = {
      'xaxis.range': [g.left, g.right].map((side) => (back(side, px, dx) - g.ox) / g.ax),
      'yaxis.range': [g.bottom, g.top].map((side) => (g.oy - back(side, py, dy)) / g.ay),
    };
    if (this.dragging) return;
    this.dragging = (async () => { // one after the other, the last one wanted is the last one drawn
      while (this.wanted) {
        const { wanted } = this;
        this.wanted = null;
        await this.Plotly.relayout(this.plot, wanted);
      }
      this.dragging = null;
    })();
  }

  /** A click sets the start, unless it turns out to be the first half of a double click, which resets the zoom. */
  click(x, y) {
    if (this.waiting) {
      clearTimeout(this.waiting);
      this.waiting = null;
      this.zoom(this.scene.surface.x, this.scene.surface.y);
      return;
    }
    this.waiting = setTimeout(() => { this.waiting = null; this.events.picked(x, y); }, 260);
  }

  describe([px, py], x, y) {
    const { names, value_name: f, surface } = this.scene, near = this.near(px, py);
    if (near) {
      const { run, j } = near;
      const place = names.map((name, i) => `${name} = ${shown(run.spots[2 * j + i], 5)}`).join(', ');
      return `${run.name}, step ${run.number(j)}: ${place}, ${f} = ${shown(run.loss[j], 5)}`;
    }
    const z = this.scene.flat ? lossAt(surface, x) : between(surface, x, y), loss = Number.isNaN(z) ? 'not shown here' : `≈ ${shown(z, 4)}`;
    return `${names.map((name, i) => `${name} = ${shown([x, y][i], 4)}`).join(', ')}, ${f} ${loss}`;
  }

  near(px, py) {
    const { runs, k } = this.events.now(), points = runs.reduce((sum, run) => sum + run.head(k), 0);
    return points < 60000 ? nearest(runs, k, this.frame, px, py, 7) : null;
  }

  destroy() {
    clearTimeout(this.waiting);
    this.press.stop();
    if (this.Plotly) this.Plotly.purge(this.plot);
  }
}
