// What a panel is: the one interface that the player knows. A new panel is a class of this kind in a file of
// its own, and one line in list.js.
import { find } from '../base/dom.js';

/** @import { PlotlyLibrary, PlotlyPart } from '../base/plotly.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { Json } from '../base/events.js' */
/** @import { PageEvents } from '../control/page-link.js' */
/** @import { Look } from '../control/painter.js' */
/** @import { Section } from '../control/template.js' */
/** @import { PlotView } from '../control/view-menus.js' */
/** @import { StepArrows } from '../draw/arrows.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */

/**
 * What is described.
 *
 * @typedef {object} Described
 * @property {Run[]} runs
 * @property {Run} [focused]
 * @property {StepArrows | null} arrows   of the focused run's step
 * @property {boolean} playing
 * @property {number} step     the number of the step under the play head
 */

/**
 * What a panel asks of the player.
 *
 * @typedef {object} PanelEvents
 * @property {() => {runs: Run[], focused: Run | undefined, k: number}} now
 * @property {() => void} repaint   paint with the next frame
 * @property {(k: number) => void} seek
 * @property {(slug: string) => void} focus
 * @property {(text: string, what: string) => void} copy   a text to the clipboard; what it is, in the plural
 * @property {(name: keyof PageEvents) => boolean} hears   whether the page listens to an event
 * @property {<K extends keyof PageEvents>(name: K, value: PageEvents[K]) => number} tell   the page; 0:
 * it does not listen
 * @property {(key: string, value: Json, settled: boolean) => void} move   something is dragged: the page is
 * told at the pace at which it answers, where it hears of the hand; settled: the hand has let go
 * @property {() => boolean} moving   whether the hand has not let go of what it moves
 * @property {() => boolean} owed   whether the scene on show lacks something that the hand has changed
 * @property {(x: number | null, y: number | null) => void} point   the pointer is over these parameters, or
 * over none
 * @property {(at: {x: number, y: number} | null) => void} explore   the model of these parameters
 * is tried; null: none is
 * @property {(arrows: StepArrows | null) => void} arrows   these arrows are drawn
 */

/** One part of the player. What a kind of panel has no use for stays as it is here. */
export class Panel {
  /** Where it stands. @type {Section} */
  static section;

  /**
   * @param {HTMLElement} host the element that the panel fills
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    this.host = host;
    this.events = events;
    const section = host.closest('section');
    if (!section) throw new Error('a panel stands in a section');
    this.section = section;
  }

  /** Whether the panel is there for the scene on show. */
  get present() { return !this.section.hidden; }

  /** Whether its canvases take turns with those of other panels while the player plays. */
  get takesTurns() { return false; }

  /** The element whose size the canvases have. @returns {HTMLElement} */
  get sized() { return this.host; }

  /** The part of plotly.js that draws it. @returns {PlotlyPart} */
  get part() { return 'cartesian'; }

  /**
   * A control beside the panel's title.
   *
   * @template {HTMLElement} T
   * @param {string} name
   * @param {new () => T} kind
   * @returns {T}
   */
  tool(name, kind) { return find(this.section, `[data-gd=${name}]`, kind); }

  /**
   * Another scene. What plotly.js draws of it comes later, by `draw`.
   *
   * @param {Scene} _scene
   * @param {Run} [_focused]
   */
  show(_scene, _focused) {}

  /**
   * Another competitor's step is shown.
   *
   * @param {Run} _run
   */
  focus(_run) {}

  /**
   * Whether plotly.js has to draw for this.
   *
   * @param {PlotView} _view
   * @param {Theme} _theme
   * @returns {boolean}
   */
  stale(_view, _theme) { return false; }

  /**
   * Let plotly.js draw the scene. Called where the panel is stale.
   *
   * @param {PlotlyLibrary} _plotly
   * @param {PlotView} _view
   * @param {Theme} _theme
   */
  async draw(_plotly, _view, _theme) {}

  /** What was painted holds no longer: the next paint paints all. */
  invalidate() {}

  /**
   * Bring the picture to play head k: called with every frame that shows another step.
   *
   * @param {number} _k
   * @param {Look} _look
   * @returns {boolean} false while there is more to paint than one frame allows
   */
  paint(_k, _look) { return true; }

  /**
   * Say in words and numbers what is shown: called less often than `paint`, as texts are costly.
   *
   * @param {number} _k
   * @param {Described} _described
   */
  describe(_k, _described) {}

  /**
   * The pointer is over these parameters in the picture of the loss; null: over none.
   *
   * @param {number | null} _x
   * @param {number | null} _y
   */
  pointed(_x, _y) {}

  /**
   * A model is tried by hand; null: none is.
   *
   * @param {{x: number, y: number} | null} _at its parameters in the picture of the loss
   */
  explored(_at) {}

  /**
   * The page said something beside the scene on show.
   *
   * @param {Scene} _scene the scene with what was said
   */
  told(_scene) {}

  /** The view as it was at first: zoom, camera. */
  home() {}

  /**
   * The player goes on paper, or comes back.
   *
   * @param {boolean} _on
   */
  printing(_on) {}

  /** The panel has another size. */
  resize() {}

  /** The player goes: stop timers, let go of what the page would keep. */
  destroy() {}
}
