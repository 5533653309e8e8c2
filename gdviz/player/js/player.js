// The player: one play head, linked panels, transport and legend.
import { ArithmeticPanel, written } from './arithmetic.js';
import { windowOf } from './axes2d.js';
import { Clock } from './clock.js';
import { ContourPanel } from './contour.js';
import { CurvePanel } from './curve.js';
import { DataPanel } from './data.js';
import { bindKeys } from './keys.js';
import { Legend } from './legend.js';
import { reachOf } from './line.js';
import { bindMenus, keptAxes } from './menus.js';
import { Message } from './message.js';
import { decodeScene } from './model.js';
import { arrowScale, Chip, Notice } from './notice.js';
import { bindPrint } from './print.js';
import { rowsWritten } from './rows.js';
import { SliceAsker } from './slice.js';
import { SurfacePanel } from './surface.js';
import { readTheme, watchTheme } from './theme.js';
import { Transport } from './transport.js';
import { calm, clamp, framePainted } from './util.js';
import { describePicture, TEMPLATE } from './view.js';

const TEXT_EVERY = 120; // milliseconds between changes of texts while playing
const openings = new Set(); // each time that a page opens a scene, it is played from the start, once

export class Player {
  /**
   * `root` becomes the player. `plotly()` resolves to the library; `emit(trigger, value)` reports start, focus, window, slice,
   * reset where the scene says that its page listens to them.
   */
  constructor(root, { plotly, emit }) {
    Object.assign(this, { root, plotly, emit, hidden: new Set(), turn: 0, levels: null, zscale: null, axes: null });
    root.classList.add('gdviz');
    root.dataset.testid = 'gdviz-player';
    root.tabIndex = 0;
    root.setAttribute('role', 'region');
    root.innerHTML = TEMPLATE;
    this.parts = Object.fromEntries([...root.querySelectorAll('[data-gd]')].map((node) => [node.dataset.gd, node]));
    this.clock = new Clock(() => this.requestPaint(), () => this.playingChanged());
    const now = () => ({ runs: this.runs, focused: this.focused, k: this.clock.k }), repaint = () => this.requestPaint();
    this.contour = new ContourPanel(this.parts.contour, {
      now, repaint, picked: (x, y) => this.tell('start', this.scene.flat ? { x } : { x, y }), hover: (text, y) => this.chip.show(text, y),
      point: (x, y) => this.data.haunt(x, y) });
    this.data = new DataPanel(this.parts, { now, repaint });
    this.asker = new SliceAsker((value) => this.tell('slice', value));
    this.surface = new SurfacePanel(this.parts.surface, { repaint });
    this.curve = new CurvePanel(this.parts.curve, { now, repaint, seek: (k) => this.seek(k) });
    this.arithmetic = new ArithmeticPanel(this.parts.arithmetic, this.parts.focus, { focus: (slug) => this.focusOn(slug) });
    this.legend = new Legend(this.parts.legend, { toggled: (slug) => this.toggle(slug) });
    this.message = new Message(this.parts.message);
    this.transport = new Transport(root, this.parts, this.clock, {
      seek: (k) => this.seek(k), step: (by) => this.step(by), say: (text) => this.message.say(text), reset: () => this.reset() });
    this.notice = new Notice(this.parts.contour, () => this.fit());
    this.chip = new Chip(this.parts.contour);
    this.theme = readTheme(root);
    this.bind();
    root.gdviz = this;
  }

  /** What a reader's choice of axes is kept for. */
  get kind() { return this.scene.sample ? 'data' : 'surface'; }
  get runs() { return (this.scene?.runs ?? []).filter((run) => !this.hidden.has(run.slug)); }
  get focused() { return this.scene?.runs.find((run) => run.slug === this.focus) ?? this.scene?.runs[0]; }

  /** Take over a scene (bytes). Of several updates under way the last one wins. */
  async update(bytes) {
    const turn = ++this.turn, scene = decodeScene(bytes, this.scene);
    const opened = !openings.has(scene.opened ?? 0), before = this.scene;
    openings.add(scene.opened ?? 0);
    this.starting ||= opened;
    if (scene.run === before?.run) {
      before.listens = scene.listens;
      this.retheme();
      this.begin();
      return;
    }
    this.scene = scene;
    this.focus = scene.focus;
    if (before?.surface.id !== scene.surface.id && before?.surface.levels !== scene.surface.levels) this.levels = this.zscale = null;
    this.clock.resize(scene.steps);
    this.describe();
    if (this.starting && !calm()) this.seek(0); else if (this.starting || !before) this.clock.seek(scene.steps);
    this.invalidate();
    await this.drawSurfaces();
    if (turn !== this.turn || this.gone) return;
    for (let whole = false; !whole;) { // at once: the frame that shows what else the page changed shows the paths too
      whole = this.paint(true);
      await framePainted();
      if (turn !== this.turn || this.gone) return;
    }
    this.root.dataset.run = scene.run;
    this.begin();
    this.parts.live.textContent = `${scene.title}. ${scene.runs.map((run) => run.summary).join(' ')}`;
  }

  /** Texts and controls that hang on the scene. */
  describe() {
    const { scene, root, parts } = this;
    root.setAttribute('aria-label', `${scene.title}: animated descent of ${scene.runs.map((run) => run.name).join(', ') || 'nothing'}`);
    this.transport.show(scene);
    parts.levels.value = this.levels ?? scene.surface.levels;
    parts.axes.value = scene.flat ? 'free' : this.axes ?? keptAxes(this.kind) ?? scene.axes;
    parts.height.value = this.zscale ?? (scene.surface.levels === 'linear' ? 'linear' : 'log');
    for (const slug of this.hidden) if (!scene.runs.some((run) => run.slug === slug)) this.hidden.delete(slug);
    this.legend.show(scene, this.hidden);
    root.toggleAttribute('data-sample', Boolean(scene.sample));
    root.toggleAttribute('data-flat', scene.flat);
    this.curve.show(scene);
    for (const part of [this.data, this.asker]) part.show(scene);
    const listens = this.hears('start');
    root.toggleAttribute('data-listens', listens);
    describePicture(parts, scene.flat, listens);
    this.arithmetic.show(scene, this.focused);
    this.textsAt = 0;
  }

  /** Play a scene that was just opened from its start; who asked for less motion sees its end. */
  begin() {
    if (!this.starting) return;
    this.starting = false;
    if (calm()) { this.seek(this.scene.steps); return; }
    this.seek(0);
    this.clock.play();
  }

  hears(name) { return (this.scene?.listens ?? []).includes(name); }
  /** Report something to the page; false where it does not listen. */
  tell(name, value) { return this.hears(name) && this.emit(name, value); }

  /** The scene as it was opened: its view here, its choices by the page. */
  reset() {
    this.levels = this.zscale = null;
    this.hidden.clear();
    this.describe();
    this.contour.zoom(this.scene.surface.x, this.scene.surface.y);
    this.surface.turnBack();
    this.drawSurfaces();
    this.starting = true;
    if (!this.tell('reset', true)) this.begin();
  }

  /** Let plotly.js draw what differs; nothing while surface, scales and theme are those on show. */
  async drawSurfaces() {
    const { scene, theme, parts } = this, levels = parts.levels.value, height = parts.height.value;
    const axes = parts.axes.value;
    this.contour.scene = this.surface.scene = scene;
    const key = [scene.surface.id, scene.surface.y, scene.flat || levels, theme.key, scene.names, scene.value_name, scene.sample?.penalty].join('|');
    const jobs = [];
    if (`${key}|${axes}` !== this.contourKey || !scene.flat && `${key}|${height}` !== this.surfaceKey) {
      const Plotly = await this.plotly();
      if (this.gone || scene !== this.scene) return;
      if (`${key}|${axes}` !== this.contourKey) {
        this.contourKey = `${key}|${axes}`;
        jobs.push(this.contour.show(Plotly, scene, levels, theme, axes === 'equal'));
      }
      if (!scene.flat && `${key}|${height}` !== this.surfaceKey) {
        this.surfaceKey = `${key}|${height}`;
        jobs.push(this.surface.show(Plotly, scene, levels, height, theme));
      }
      await Promise.all(jobs);
    }
    this.root.dataset.ready = 'true';
    this.invalidate();
  }

  invalidate() {
    this.contour.trail.invalidate();
    this.contour.leavers.reset();
    this.surface.trail.invalidate();
    this.curve.invalidate();
    this.data.invalidate();
    this.textsAt = 0;
    this.requestPaint();
  }

  requestPaint() { this.painting ||= requestAnimationFrame(() => this.paint()); }

  /** Draw the moving parts for the play head; `all` of them also while playing. False: not all stroked yet. */
  paint(all = false) {
    cancelAnimationFrame(this.painting);
    this.painting = null;
    if (!this.scene || this.gone) return true;
    const { k, playing } = this.clock, { theme, runs, root, focused } = this;
    // While playing, heads move with every frame; the canvases of the paths take turns, two frames behind at most, since
    // a canvas that changed is the costliest part of a frame.
    const turns = this.scene.sample ? 4 : 3, turn = playing && !all ? (this.frames = ((this.frames ?? 0) + 1) % turns) : null;
    const look = (i) => ({ runs, theme, focused, rest: turn !== null && turn !== i });
    const done = [this.contour.paint(k, look(0)), this.scene.flat || this.surface.paint(k, look(1)), this.curve.paint(k, look(2)),
      this.data.paint(k, look(3))];
    root.dataset.step = k;
    const now = performance.now();
    if (!playing || now - (this.textsAt || 0) > TEXT_EVERY) { this.textsAt = now; this.paintTexts(k); }
    const whole = !done.includes(false);
    if (!whole) this.requestPaint();
    return whole;
  }

  paintTexts(k) {
    const { parts, contour } = this, { arrows } = contour;
    this.transport.paint(k);
    this.legend.paint(k);
    this.arithmetic.paint(k, arrows);
    if (!this.clock.playing) this.data.describe(k, this.runs, this.focused, this.scene.number(k));
    parts.contour.dataset.arrows = arrowScale(arrows);
    this.notice.paint(contour.gone ?? []);
  }

  /** A window that holds all shown paths (runs that explode are followed as far as 40 windows). */
  fit() {
    const { surface, flat } = this.scene, wider = flat ? reachOf(this.runs, surface) : windowOf(this.runs, surface);
    if (flat && !wider.x) { this.contour.zoom(surface.x, wider.y); return; }
    if (!wider || !this.tell('window', wider)) this.contour.zoom(wider?.x ?? surface.x, wider?.y ?? surface.y);
  }

  seek(k) { if (this.scene) { this.clock.pause(); this.clock.seek(clamp(k, 0, this.scene.steps)); this.rested(); } }
  rested() { this.asker.rest(this.clock.k, this.focused); }
  step(by) { this.seek(this.clock.k + by); }

  focusOn(slug) {
    const run = this.scene.runs.find((r) => r.slug === slug);
    this.focus = slug;
    this.arithmetic.show(this.scene, run);
    this.requestPaint();
    if (!run.equations.length) this.tell('focus', { slug });
    if (!this.clock.playing) this.rested();
  }

  toggle(slug) {
    if (!this.hidden.delete(slug)) this.hidden.add(slug);
    this.legend.press(this.hidden);
    this.invalidate();
  }

  playingChanged() {
    if (this.clock.playing) this.asker.stop(); else this.rested();
    this.transport.changed();
    this.requestPaint();
  }

  bind() {
    const { parts, root } = this;
    bindMenus(this);
    for (const kind of ['text', 'latex']) parts[`copy-${kind}`].addEventListener('click', () => this.copy(kind));
    this.unbind = [bindKeys(root, this), watchTheme(root, () => this.retheme()), bindPrint(this)];
    this.sizes = new ResizeObserver(() => this.resized());
    for (const name of ['contour', 'surface', 'curve', 'data']) this.sizes.observe(parts[name]);
  }

  resized() {
    this.contour.resize();
    this.surface.resize();
    this.curve.invalidate();
    this.data.invalidate();
    this.requestPaint();
  }

  retheme() {
    clearTimeout(this.themeTimer);
    this.themeTimer = setTimeout(() => {
      if (this.gone) return;
      const theme = readTheme(this.root);
      if (theme.key === this.theme.key) return;
      this.theme = theme;
      this.invalidate();
      if (this.scene) this.drawSurfaces();
    }, 30);
  }

  /** The equations of the step under the play head as "text" or "latex". */
  written(kind) {
    const run = this.focused, step = run.stepTold(this.clock.k);
    return written(run, step, kind, rowsWritten(this.scene.sample, run, step, kind));
  }

  copy(kind) { return this.message.copy(this.written(kind), `The equations of ${this.focused.name}`); }

  /** Where the head of run `i` is drawn at play head k, in pixels of the viewport; kind "contour" or "surface". */
  project(kind, i, k) {
    const panel = kind === 'contour' ? this.contour : this.surface, at = panel.project(this.scene.runs[i], k);
    const box = panel.host.getBoundingClientRect();
    return at && [box.left + at[0], box.top + at[1]];
  }

  destroy() {
    this.gone = true;
    this.clock.pause();
    cancelAnimationFrame(this.painting);
    clearTimeout(this.themeTimer);
    this.message.stop();
    this.asker.stop();
    this.sizes.disconnect();
    for (const undo of this.unbind) undo();
    for (const panel of [this.contour, this.surface]) panel.destroy();
    delete this.root.gdviz;
  }
}
