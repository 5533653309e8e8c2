// The way to the page around the player: what it listens to is told to it, and its scenes are shown as they
// come.
import { Events } from '../base/events.js';
import { MissingPart } from '../wire/scene.js';
import { readHeader } from '../wire/tables.js';

/** @import { Emit, Json } from '../base/events.js' */
/** @import { Range } from '../base/numbers.js' */
/** @import { Scene } from '../wire/scene.js' */

/**
 * What the page is told, by the name of the event.
 *
 * @typedef {object} PageEvents
 * @property {{x: number, y?: number}} start     a click on the picture
 * @property {{x: Range, y?: Range}} window      a window that holds the paths
 * @property {{slug: string}} focus              a competitor whose equations are not in the scene
 * @property {{step: number, slug: string}} slice   where the play head came to rest
 * @property {true} reset                        the scene is to be as it was opened
 * @property {HandMoved} hand                    something is dragged, or typed in the player
 * @property {true} whole                        a scene named a part that is not here
 */

/**
 * What the hand has moved.
 *
 * @typedef {object} HandMoved
 * @property {Record<string, Json>} changes   by the keys of controls and the names of what else is dragged
 * @property {string[]} held       ids of the parts of the scene that are here
 * @property {boolean} settled     whether the hand has let go
 * @property {number[]} ahead      values of the one control that moves, for which scenes are wished as well
 */

/** Tells the page what it listens to, and which run is drawn. */
export class PageLink extends Events {
  /** @param {HTMLElement} root @param {Emit} emit */
  constructor(root, emit) {
    super(emit);
    this.root = root;
    /** @type {Scene | null} */
    this.scene = null;
    this.early = 0; // number of the newest scene that was shown before the page handed it over
  }

  /** All that is drawn shows a run. @param {string} run */
  painted(run) {
    this.root.dataset.run = run;
    arrivals()?.painted();
  }

  /**
   * @param {keyof PageEvents} name
   * @returns {boolean} whether the page listens to an event
   */
  hears(name) { return (this.scene?.listens ?? []).includes(name); }

  /**
   * @template {keyof PageEvents} K
   * @param {K} name
   * @param {PageEvents[K]} value
   * @returns {number} of the event; 0 where the page does not listen
   */
  tell(name, value) { return this.hears(name) ? this.send(name, value) : 0; }

  /**
   * Tell the page, whatever the scene says of it.
   *
   * @template {keyof PageEvents} K
   * @param {K} name
   * @param {PageEvents[K]} value
   * @returns {number} of the event; 0 where there is no page
   */
  send(name, value) { return super.send(name, value); }
}

/**
 * Stands before the page's own code, which waits until what was taken is painted (ui/web/socket.js).
 *
 * @typedef {{take: ((scene: Uint8Array) => boolean) | null, painted: () => void}} Arrivals
 */

const arrivals = () => /** @type {Window & {gdvizArrivals?: Arrivals}} */ (window).gdvizArrivals;

/**
 * What is asked of a player.
 *
 * @typedef {object} Shows
 * @property {Scene | null} scene   on show
 * @property {boolean} gone
 * @property {PageLink} page
 */

/**
 * Let a player show scenes of its page as soon as they come from the server; the page hands each of them over
 * later.
 *
 * @param {Shows} player
 * @param {(bytes: Uint8Array) => Promise<void>} show
 * @param {(error: unknown) => void} fail says that one could not be shown
 * @returns {() => void} it shows no more of them
 */
export function takeEarly(player, show, fail) {
  const socket = arrivals();
  if (!socket) return () => {};
  const take = (/** @type {Uint8Array} */ bytes) => {
    const { header: { page, sent, heard } } = readHeader(bytes);
    if (player.gone || page !== player.scene?.page) return false;
    player.page.heard(heard);
    player.page.early = sent;
    show(bytes).catch((error) => {
      // where a part is missing the page hands the scene over once more, and the part is asked for; only then
      if (error instanceof MissingPart) player.page.early = 0;
      else fail(error);
    }).finally(() => socket.painted());
    return true;
  };
  socket.take = take;
  return () => { if (socket.take === take) socket.take = null; };
}
