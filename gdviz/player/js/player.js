// The player: one play head, linked panels, transport and legend.
import { find, reducedMotion } from './base/dom.js';
import { clamp } from './base/numbers.js';
import { ThemeWatch } from './base/theme.js';
import { Clock } from './control/clock.js';
import { Foreseen } from './control/hand/foreseen.js';
import { Hand } from './control/hand/hand.js';
import { bindKeys } from './control/keys.js';
import { PageLink } from './control/page-link.js';
import { Painter } from './control/painter.js';
import { Plots } from './control/plots.js';
import { bindPrint } from './control/print.js';
import { SliceRequest, opensAt } from './control/slice-request.js';
import { furnish, markScene } from './control/template.js';
import { Transport } from './control/transport.js';
import { ViewMenus } from './control/view-menus.js';
import { Legend } from './legend/legend.js';
import { PANELS } from './panels/list.js';
import { Message } from './text/message.js';
import { takeOver } from './wire/scene.js';

/** @import { LoadPlotly } from './base/plotly.js' */
/** @import { Emit } from './base/events.js' */
/** @import { Picture } from './control/painter.js' */
/** @import { StepArrows } from './draw/arrows.js' */
/** @import { Panel, PanelEvents } from './panels/panel.js' */
/** @import { Run } from './wire/run.js' */
/** @import { Scene } from './wire/scene.js' */

/** Each time that a page opens a scene, it is played from the start, once. @type {Set<number>} */
const openings = new Set();

/** The player in an element. */
export class Player {
  /**
   * @param {HTMLElement} root becomes the player
   * @param {LoadPlotly} loadPlotly
   * @param {Emit} emit called where the scene says that its page listens
   */
  constructor(root, loadPlotly, emit) {
    this.root = root;
    this.page = new PageLink(root, emit);
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {string | null} the slug of the competitor whose step is shown */
    this.focus = null;
    /** @type {Set<string>} slugs of competitors that the reader hid */
    this.hidden = new Set();
    /** @type {StepArrows | null} that are drawn */
    this.arrows = null;
    this.updates = 0;
    this.starting = false; // whether the scene is to be played from its start
    this.gone = false;
    furnish(root, PANELS.map((kind) => kind.section));
    const part = (/** @type {string} */ name) => find(root, `[data-gd=${name}]`, HTMLElement);
    this.themes = new ThemeWatch(root, () => this.themeChanged());
    this.painter = new Painter(() => this.panelList, () => this.picture(), {
      painted: (k) => { root.dataset.step = String(k); }, describe: (picture) => this.describe(picture),
    });
    this.clock = new Clock(() => this.requestPaint(), () => this.playingChanged());
    const events = this.panelEvents();
    /** @type {Record<string, Panel>} by name, in their order on the page */
    this.panels = Object.fromEntries(PANELS.map((Kind) => (
      [Kind.section.name, new Kind(part(Kind.section.name), events)])));
    this.panelList = Object.values(this.panels);
    this.viewMenus = new ViewMenus(root, () => this.drawPlots());
    const wanted = () => (this.gone ? null : { view: this.viewMenus.view(), theme: this.theme });
    this.plots = new Plots(() => this.panelList, wanted, loadPlotly);
    this.sliceRequest = new SliceRequest((place) => this.page.tell('slice', place), () => this.hand.asking);
    const foreseen = new Foreseen((scene) => this.take(scene), () => this.scene?.parts);
    this.hand = new Hand((moved) => this.page.tell('hand', moved), foreseen);
    this.legend = new Legend(part('legend'), (slug) => this.toggle(slug), this.hand.change.bind(this.hand));
    this.message = new Message(part('message'));
    this.live = part('live');
    this.transport = new Transport(root, this.clock, {
      seek: (k) => this.seek(k), step: (by) => this.step(by),
      say: (text) => this.message.say(text), reset: () => this.reset(),
    });
    this.unbind = [bindKeys(root, this), bindPrint(this)];
    this.sizes = new ResizeObserver(() => this.resized());
    for (const panel of this.panelList) if (panel.takesTurns) this.sizes.observe(panel.sized);
    Object.assign(root, { gdviz: this });
  }

  /** @returns {PanelEvents} what panels may ask of the player */
  panelEvents() {
    return {
      now: () => ({ runs: this.runs, focused: this.focused, k: this.clock.k }),
      repaint: () => this.requestPaint(),
      seek: (k) => this.seek(k),
      focus: (slug) => this.focusOn(slug),
      copy: (text, what) => this.message.copy(text, what),
      hears: (name) => this.page.hears(name),
      tell: (name, value) => this.page.tell(name, value),
      move: (key, value, settled) => this.hand.change(key, value, settled),
      moving: () => this.hand.moving, owed: () => this.hand.owes(this.scene?.heard),
      point: (x, y) => { for (const panel of this.panelList) panel.pointed(x, y); },
      explore: (at) => { for (const panel of this.panelList) panel.explored(at); },
      arrows: (arrows) => { this.arrows = arrows; },
    };
  }

  get theme() { return this.themes.theme; }

  /** The runs that are not hidden. */
  get runs() { return (this.scene?.runs ?? []).filter((run) => !this.hidden.has(run.slug)); }

  /** @returns {Run | undefined} the run whose step is shown */
  get focused() { return this.scene?.runs.find((run) => run.slug === this.focus) ?? this.scene?.runs[0]; }

  /** A scene has come from the page. @param {Uint8Array} bytes */
  async update(bytes) {
    const scene = this.hand.open(bytes);
    if (scene) await this.take(scene);
  }

  /**
   * Take over a scene. Of several updates under way the last one wins. What plotly.js draws quickly is shown
   * first and plays; the surface follows. `data-run` names the run once it is painted in all that is drawn,
   * `data-ready` is "true" once nothing of the scene is missing, and "false" until then.
   *
   * @param {Scene} scene
   */
  async take(scene) {
    const before = this.scene, opening = scene.opened ?? 0;
    this.starting ||= !openings.has(opening);
    openings.add(opening);
    if (before && scene.run === before.run) {
      takeOver(before, scene);
      for (const panel of this.panelList) panel.told(before);
      this.hand.answered(scene.heard, scene.rest, () => this.message.refuse(scene.refused));
      this.legend.show(before, this.hidden);
      this.themes.check();
      if (this.root.dataset.run === scene.run) this.begin();
      return;
    }
    const update = ++this.updates, current = () => update === this.updates && !this.gone;
    this.scene = this.page.scene = scene;
    this.focus = scene.focus;
    this.clock.resize(scene.steps);
    this.show(scene);
    if (this.starting) this.seek(opensAt(scene));
    else if (!before) this.clock.seek(scene.head ?? scene.steps);
    this.invalidate();
    this.plots.early = true;
    if (this.plots.stale().length) this.root.dataset.ready = 'false';
    await this.drawPlots();
    if (!current()) return;
    // at once: the frame that shows what else the page changed shows the paths; then the next is asked for
    const painted = this.painter.paintAll(current);
    this.hand.answered(scene.heard, scene.rest, () => this.message.refuse(scene.refused));
    if (!await painted) return;
    this.page.painted(scene.run);
    this.begin();
    // a screen reader says the end of what the hand moves; its sliders tell the rest
    if (!this.hand.moving) this.live.textContent = scene.summary;
    if (await this.finish(current)) this.root.dataset.ready = 'true';
  }

  /** Show what takes plotly.js long, once the rest of the picture is seen. @param {() => boolean} current */
  async finish(current) {
    const more = this.plots.stale().length > 0;
    if (more) await this.painter.seen(current, !this.hand.moving); // the hand's next scene may be here sooner
    if (!current()) return false;
    this.plots.early = false;
    if (more) await this.drawPlots();
    return !more || this.painter.paintAll(current);
  }

  /** Everything that goes with the scene, but for what plotly.js draws. @param {Scene} scene */
  show(scene) {
    markScene(this.root, scene, this.page.hears('start'));
    for (const slug of this.hidden) if (!scene.runs.some((r) => r.slug === slug)) this.hidden.delete(slug);
    this.transport.show(scene);
    this.viewMenus.show(scene);
    this.legend.show(scene, this.hidden);
    this.sliceRequest.show(scene, this.clock, this.focused);
    for (const panel of this.panelList) panel.show(scene, this.focused);
    this.painter.invalidate();
  }

  /** Play a scene that was just opened, unless it rests at a step, or who looks asked for less motion. */
  begin() {
    if (!this.starting || !this.scene) return;
    this.seek(opensAt(this.scene));
    this.starting = false;
    if (this.scene.head === undefined && !reducedMotion()) this.clock.play();
  }

  /** The scene as it was opened: its view here, its choices by the page. */
  reset() {
    if (!this.scene) return;
    this.viewMenus.forgetScales();
    this.hidden.clear();
    this.show(this.scene);
    for (const panel of this.panelList) panel.home();
    this.drawPlots();
    this.starting = true;
    if (!this.page.tell('reset', true)) this.begin();
  }

  /** Let plotly.js draw what differs; `all`: also what is to wait. @param {boolean} [all] */
  async drawPlots(all = false) {
    await this.plots.draw(all);
    this.invalidate();
  }

  /** What was painted holds no longer. */
  invalidate() {
    for (const panel of this.panelList) panel.invalidate();
    this.painter.invalidate();
    this.requestPaint();
  }

  /** Paint with the next frame. */
  requestPaint() { this.painter.request(); }

  /** Paint now; `all` canvases also while playing. False: not all stroked yet. @param {boolean} [all] */
  paint(all = false) { return this.painter.paint(all); }

  /** @returns {Picture | null} what is to be painted */
  picture() {
    const { clock: { k, playing }, runs, focused, theme } = this;
    return this.scene && !this.gone ? { k, playing, runs, focused, theme } : null;
  }

  /** Texts and numbers at the play head. @param {Picture} picture */
  describe({ k, playing, runs, focused }) {
    const { arrows, scene } = this, step = scene?.stepNumber(k) ?? k;
    this.transport.describe(k);
    this.legend.describe(k);
    for (const panel of this.panelList) panel.describe(k, { runs, focused, arrows, playing, step });
  }

  /** Go to step k and stay there. @param {number} k */
  seek(k) {
    if (!this.scene) return;
    this.clock.pause();
    this.clock.seek(clamp(k, 0, this.scene.steps));
    this.rested(!this.starting);
  }

  /** Go on by some steps. @param {number} by */
  step(by) { this.seek(this.clock.k + by); }

  /** The play head has come to rest. @param {boolean} byHand */
  rested(byHand) { this.sliceRequest.rest(this.clock.k, this.focused, byHand); }

  /** Playing began or ended. */
  playingChanged() {
    if (this.clock.playing) this.sliceRequest.stop();
    else this.rested(this.clock.k < this.clock.steps);
    this.transport.changed();
    this.requestPaint();
  }

  /** Show the step of another competitor. @param {string} slug */
  focusOn(slug) {
    this.focus = slug;
    const run = this.focused;
    if (!run) return;
    for (const panel of this.panelList) panel.focus(run);
    this.requestPaint();
    if (!run.equations.length) this.page.tell('focus', { slug });
    if (!this.clock.playing) this.rested(true);
  }

  /** Hide a competitor, or show it again. @param {string} slug */
  toggle(slug) {
    if (!this.hidden.delete(slug)) this.hidden.add(slug);
    this.legend.press(this.hidden);
    this.invalidate();
  }

  /** A panel has another size. */
  resized() {
    for (const panel of this.panelList) panel.resize();
    this.requestPaint();
  }

  /** The page has another theme. */
  themeChanged() {
    if (this.gone) return;
    this.invalidate();
    if (this.scene) this.drawPlots();
  }

  /** Take the player away. */
  destroy() {
    this.gone = true;
    this.clock.pause();
    this.painter.stop();
    this.sliceRequest.stop();
    this.sizes.disconnect();
    for (const undo of this.unbind) undo();
    for (const part of [this.themes, this.legend, this.message, this.hand, this.plots]) part.destroy();
    Reflect.deleteProperty(this.root, 'gdviz');
  }
}
