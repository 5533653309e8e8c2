// The way in: mount a player, hand it scenes, take it away.
//
// The rooms: base (numbers, elements, canvases, theme, plotly.js), wire (a scene decoded), axes (where
// things are drawn), draw (on canvases), text (in words), legend (the competitors and their sliders), control
// (play head, keys, menus, printing), pointer (mouse and fingers), panels. player.js takes from all of them;
// who may import whom between them is written in tests/unit/test_player_rooms.py.
import { el } from './base/dom.js';
import { loadPlotly } from './base/plotly.js';
import { takeEarly } from './control/page-link.js';
import { showCells } from './pointer/cells/cell-map.js';
import { Player } from './player.js';
import { MissingPart } from './wire/scene.js';
import { readHeader } from './wire/tables.js';

/** @import { Emit } from './base/events.js' */
/** @import { PlotlySource } from './base/plotly.js' */

const TOO_OLD = 'This browser is too old: it takes Chrome 80, Firefox 113, Safari 16.4, or newer.';

/** @type {WeakMap<HTMLElement, Player>} */
const players = new WeakMap();

/**
 * Say above everything else that something failed.
 *
 * @param {HTMLElement} host
 * @param {unknown} error
 */
function complain(host, error) {
  const message = error instanceof Error ? error.message : error;
  const note = el('p', 'gd-failed', `The player cannot be shown. ${message}`, { role: 'alert' });
  host.querySelector(':scope > .gd-failed')?.remove();
  host.prepend(note);
}

/** @type {WeakMap<Player, number>} how many scenes each was given */
const given = new WeakMap();

/**
 * Give a player a scene. What was said of one before it holds no longer once the newest is shown.
 *
 * @param {HTMLElement} host
 * @param {Player} player
 * @param {Uint8Array} bytes
 */
async function show(host, player, bytes) {
  const count = (given.get(player) ?? 0) + 1;
  given.set(player, count);
  await player.update(bytes);
  if (given.get(player) === count) host.querySelector(':scope > .gd-failed')?.remove();
}

/**
 * A scene could not be shown: the reader is told, and so is the browser's console.
 *
 * @param {HTMLElement} host
 * @param {Player} player
 * @param {unknown} error
 */
function fail(host, player, error) {
  if (!player.gone) complain(host, error);
  throw error;
}

/**
 * Show a scene in `host`: in a new player, or in the one that is there.
 *
 * @param {HTMLElement} host
 * @param {Uint8Array} bytes
 * @param {PlotlySource} source where plotly.js is
 * @param {Emit} [emit] told what the reader did; false: nobody listens
 * @returns {() => void} takes the player away
 */
export function mount(host, bytes, source, emit = () => false) {
  let player = players.get(host);
  if (!player) {
    if (!('DecompressionStream' in window)) {
      complain(host, new Error(TOO_OLD));
      return () => host.replaceChildren();
    }
    host.replaceChildren();
    const root = host.appendChild(document.createElement('div'));
    const made = player = new Player(root, (part) => loadPlotly(source, part), emit);
    players.set(host, made);
    made.unbind.push(takeEarly(made, (early) => show(host, made, early), (error) => fail(host, made, error)));
  }
  const shown = player;
  shown.page.emit = emit;
  shown.themes.check();
  const { header: { sent, heard } } = readHeader(bytes), shownEarly = sent <= shown.page.early;
  shown.page.heard(heard);
  if (!shownEarly) show(host, shown, bytes).catch((error) => {
    if (error instanceof MissingPart && shown.page.send('whole', true)) return; // a whole one comes
    fail(host, shown, error);
  });
  return () => {
    if (players.get(host) !== shown) return;
    players.delete(host);
    shown.destroy();
    host.replaceChildren();
  };
}

/**
 * Show a map of many runs in `host`, which stands on a page beside the player.
 *
 * @param {HTMLElement} host
 * @param {Uint8Array} bytes
 * @param {PlotlySource} source where plotly.js is
 * @param {Emit} emit told what the reader picked
 * @returns {() => void} takes the map away
 */
export function mountCells(host, bytes, source, emit) {
  return showCells(host, bytes, () => loadPlotly(source, 'cartesian'), emit);
}
