// The player: one play head, four linked panels, transport and legend.
import { ArithmeticPanel, written } from './arithmetic.js';
import { Clock } from './clock.js';
import { ContourPanel } from './contour.js';
import { CurvePanel } from './curve.js';
import { holding } from './fit.js';
import { bindKeys } from './keys.js';
import { Legend } from './legend.js';
import { decodeScene } from './model.js';
import { SurfacePanel } from './surface.js';
import { readTheme, watchTheme } from './theme.js';
import { calm, clamp, el, framePainted, shown } from './util.js';
import { ICONS, TEMPLATE } from './view.js';

const TEXT_EVERY = 120; // milliseconds between changes of texts while playing
let welcomed = false;   // the first scene of a visit plays by itself, once

export class Player {
  /**
   * `root` becomes the player. `plotly()` resolves to the library; `emit(trigger, value)` reports start, focus, window
   * and returns true where somebody listens.
   */
  constructor(root, { plotly, emit }) {
    Object.assign(this, { root, plotly, emit, hidden: new Set(), turn: 0, levels: null, zscale: null });
    root.classList.add('gdviz');
    root.dataset.testid = 'gdviz-player';
    root.tabIndex = 0;
    root.setAttribute('role', 'region');
    root.innerHTML = TEMPLATE;
    this.parts = Object.fromEntries([...root.querySelectorAll('[data-gd]')].map((node) => [node.dataset.gd, node]));
    this.chip = el('div', 'gd-chip');
    this.notice = el('div', 'gd-notice');
    this.notice.hidden = true;
    this.clock = new Clock(() => this.requestPaint(), () => this.playingChanged());
    const now = () => ({ runs: this.runs, k: this.clock.k }), repaint = () => this.requestPaint();
    this.contour = new ContourPanel(this.parts.contour, {
      now, repaint, picked: (x, y) => this.emit('start', { x, y }), hover: (text) => { this.chip.textContent = text; } });
    this.surface = new SurfacePanel(this.parts.surface, { repaint });
    this.curve = new CurvePanel(this.parts.curve, { now, repaint, seek: (k) => this.seek(k) });
    this.arithmetic = new ArithmeticPanel(this.parts.arithmetic, this.parts.focus, { focus: (slug) => this.focusOn(slug) });
    this.legend = new Legend(this.parts.legend, { toggled: (slug) => this.toggle(slug) });
    this.parts.contour.append(this.chip, this.notice);
    this.theme = readTheme(root);
    this.bind();
    root.gdviz = this;
  }

  get runs() { return (this.scene?.runs ?? []).filter((run) => !this.hidden.has(run.slug)); }
  get focused() { return this.scene?.runs.find((run) => run.slug === this.focus) ?? this.scene?.runs[0]; }

  /** Take over a scene (bytes). Of several updates under way the last one wins. */
  async update(bytes) {
    const turn = ++this.turn, scene = decodeScene(bytes, this.scene);
    if (scene.run === this.scene?.run) { this.retheme(); return; }
    const first = !this.scene, before = this.scene;
    this.scene = scene;
    this.focus = scene.focus;
    if (before?.surface.id !== scene.surface.id && before?.surface.levels !== scene.surface.levels) this.levels = this.zscale = null;
    this.clock.resize(scene.steps);
    this.describe();
    if (first) this.welcome();
    this.invalidate();
    await this.drawSurfaces();
    if (turn !== this.turn || this.gone) return;
    for (let whole = false; !whole;) { // at once: the frame that shows what else the page changed shows the paths too
      whole = this.paint(true);
      await framePainted();
      if (turn !== this.turn || this.gone) return;
    }
    this.root.dataset.run = scene.run;
    this.parts.live.textContent = `${scene.title}. ${scene.runs.map((run) => run.summary).join(' ')}`;
  }

  /** Texts and controls that hang on the scene. */
  describe() {
    const { scene, root, parts } = this;
    root.setAttribute('aria-label', `${scene.title}: animated descent of ${scene.runs.map((run) => run.name).join(', ') || 'nothing'}`);
    root.dataset.steps = scene.steps;
    parts.scrub.max = scene.steps;
    parts.levels.value = this.levels ?? scene.surface.levels;
    parts.height.value = this.zscale ?? (scene.surface.levels === 'linear' ? 'linear' : 'log');
    for (const slug of this.hidden) if (!scene.runs.some((run) => run.slug === slug)) this.hidden.delete(slug);
    this.legend.show(scene, this.hidden);
    this.curve.show(scene);
    this.arithmetic.show(scene, this.focused);
    this.textsAt = 0;
  }

  welcome() {
    const quiet = calm() || welcomed;
    welcomed = true;
    if (quiet) this.clock.seek(this.scene.steps); else this.clock.play();
  }

  /** Let plotly.js draw what differs; nothing while surface, scales and theme are those on show. */
  async drawSurfaces() {
    const { scene, theme, parts } = this, levels = parts.levels.value, height = parts.height.value;
    this.contour.scene = this.surface.scene = scene;
    const key = [scene.surface.id, levels, theme.key, scene.names, scene.value_name].join('|');
    const jobs = [];
    if (key !== this.contourKey || `${key}|${height}` !== this.surfaceKey) {
      const Plotly = await this.plotly();
      if (this.gone || scene !== this.scene) return;
      if (key !== this.contourKey) { this.contourKey = key; jobs.push(this.contour.show(Plotly, scene, levels, theme)); }
      if (`${key}|${height}` !== this.surfaceKey) {
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
    this.textsAt = 0;
    this.requestPaint();
  }

  requestPaint() {
    this.painting ||= requestAnimationFrame(() => this.paint());
  }

  /** Draw the moving parts for the play head; `all` of them also while playing. False: not all stroked yet. */
  paint(all = false) {
    cancelAnimationFrame(this.painting);
    this.painting = null;
    if (!this.scene || this.gone) return true;
    const { k, playing } = this.clock, { theme, runs, root, focused } = this;
    // While playing, heads move with every frame; the canvases of the paths take turns, two frames behind at most, since
    // a canvas that changed is the costliest part of a frame.
    const turn = playing && !all ? (this.frames = ((this.frames ?? 0) + 1) % 3) : null, look = (i) => (
      { runs, theme, focused, rest: turn !== null && turn !== i });
    const done = [this.contour.paint(k, look(0)), this.surface.paint(k, look(1)), this.curve.paint(k, look(2))];
    root.dataset.step = k;
    const now = performance.now();
    if (!playing || now - (this.textsAt || 0) > TEXT_EVERY) { this.textsAt = now; this.paintTexts(k); }
    const whole = !done.includes(false);
    if (!whole) this.requestPaint();
    return whole;
  }

  paintTexts(k) {
    const { scene, parts, contour } = this, arrows = contour.arrows ?? [];
    parts.scrub.value = k;
    parts.count.textContent = `${k} / ${scene.steps}`;
    parts.scrub.setAttribute('aria-valuetext', `step ${k} of ${scene.steps}`);
    this.legend.paint(k);
    this.arithmetic.paint(k, arrows);
    const scaled = arrows.filter((arrow) => arrow.factor !== 1), factors = new Set(arrows.map((arrow) => arrow.factor));
    parts.contour.dataset.arrows = !scaled.length ? '' : factors.size === 1 ? `arrows ×${shown(scaled[0].factor, 2)}`
      : scaled.map((arrow) => `${arrow.label} ×${shown(arrow.factor, 2)}`).join(', ');
    const gone = contour.gone ?? [], text = gone.map(({ run, step }) => `${run.name} left the window at step ${step}`).join(' · ');
    if (text === this.noticed) return;
    this.noticed = text;
    this.notice.hidden = !text;
    const fit = el('button', 'gd-small', 'Fit', { type: 'button', title: 'Show a window that holds the paths' });
    fit.addEventListener('click', () => this.fit());
    this.notice.replaceChildren(el('span', '', text), fit);
  }

  /** A window that holds all shown paths (runs that explode are followed as far as 40 windows). */
  fit() {
    const { surface } = this.scene, { ranges, wider } = holding(surface, this.runs);
    if (!wider || !this.emit('window', { x: ranges[0], y: ranges[1] })) this.contour.zoom(...ranges);
  }

  seek(k) { if (this.scene) { this.clock.pause(); this.clock.seek(clamp(k, 0, this.scene.steps)); } }
  step(by) { this.seek(this.clock.k + by); }

  focusOn(slug) {
    const run = this.scene.runs.find((r) => r.slug === slug);
    this.focus = slug;
    this.arithmetic.show(this.scene, run);
    this.requestPaint();
    if (!run.equations.length) this.emit('focus', { slug });
  }

  toggle(slug) {
    if (!this.hidden.delete(slug)) this.hidden.add(slug);
    this.legend.press(this.hidden);
    this.invalidate();
  }

  playingChanged() {
    const { playing } = this.clock, { play } = this.parts, label = playing ? 'Pause' : 'Play';
    this.root.dataset.playing = String(playing);
    play.innerHTML = playing ? ICONS.pause : ICONS.play;
    play.setAttribute('aria-label', label);
    play.title = `${label} (Space)`;
    this.requestPaint();
  }

  bind() {
    const { parts, root, clock } = this, on = (name, type, act) => parts[name].addEventListener(type, act);
    root.dataset.playing = 'false';
    on('play', 'click', () => clock.toggle());
    on('first', 'click', () => this.seek(0));
    on('last', 'click', () => this.seek(clock.steps));
    on('back', 'click', () => this.step(-1));
    on('forward', 'click', () => this.step(1));
    on('scrub', 'input', () => this.seek(Number(parts.scrub.value)));
    on('speed', 'change', () => { clock.speed = parts.speed.value; });
    parts.speed.value = clock.speed;
    on('loop', 'click', () => this.toggleLoop());
    on('full', 'click', () => this.toggleFull());
    parts.loop.setAttribute('aria-pressed', 'false');
    on('levels', 'change', () => { this.levels = parts.levels.value; this.drawSurfaces(); });
    on('height', 'change', () => { this.zscale = parts.height.value; this.drawSurfaces(); });
    for (const [part, option] of [['metric', 'metric'], ['over', 'over']]) {
      on(part, 'change', () => { this.curve.choose({ [option]: parts[part].value }); this.requestPaint(); });
    }
    on('yscale', 'change', () => { this.curve.choose({ log: parts.yscale.value === 'log' }); this.requestPaint(); });
    for (const kind of ['text', 'latex']) on(`copy-${kind}`, 'click', () => this.copy(kind));
    this.unbind = [bindKeys(root, this), watchTheme(root, () => this.retheme())];
    this.sizes = new ResizeObserver(() => this.resized());
    for (const name of ['contour', 'surface', 'curve']) this.sizes.observe(parts[name]);
  }

  resized() {
    this.contour.resize();
    this.surface.resize();
    this.curve.invalidate();
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

  toggleLoop() {
    this.clock.loop = !this.clock.loop;
    this.parts.loop.setAttribute('aria-pressed', String(this.clock.loop));
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().catch(() => this.say('This page does not allow full screen.'));
  }

  /** The equations of the step under the play head as "text" or "latex". */
  written(kind) {
    const run = this.focused;
    return written(run, clamp(this.clock.k, Math.min(1, run.steps), run.steps), kind);
  }

  async copy(kind) {
    try {
      await navigator.clipboard.writeText(this.written(kind));
      this.say(`The equations of ${this.focused.name} were copied.`);
    } catch {
      this.say('The browser did not allow copying.');
    }
  }

  /** A short message, also for screen readers. */
  say(text) {
    const { message } = this.parts;
    message.textContent = text;
    message.hidden = false;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => { message.hidden = true; }, 2500);
  }

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
    clearTimeout(this.saying);
    this.sizes.disconnect();
    for (const undo of this.unbind) undo();
    this.contour.destroy();
    this.surface.destroy();
    delete this.root.gdviz;
  }
}
