// The way in: mount a player, hand it scenes, take it away.
import { loadPlotly } from './plotly.js';
import { Player } from './player.js';

const players = new WeakMap();

function complain(host, error) {
  const note = document.createElement('p');
  note.className = 'gd-failed';
  note.setAttribute('role', 'alert');
  note.textContent = `The player cannot be shown. ${error.message ?? error}`;
  host.querySelector(':scope > .gd-failed')?.remove();
  host.prepend(note);
}

/**
 * Show `bytes` in `host`: a new player, or the one that is there. `source` says where plotly.js is (see loadPlotly),
 * `emit(trigger, value)` receives start, focus and window. Returns a function that takes the player away.
 */
export function mount(host, bytes, source, emit = () => false) {
  let player = players.get(host);
  if (!player) {
    if (!('DecompressionStream' in window)) {
      complain(host, new Error('This browser is too old: it takes Chrome 80, Firefox 113, Safari 16.4, or newer.'));
      return () => host.replaceChildren();
    }
    host.replaceChildren();
    const root = host.appendChild(document.createElement('div'));
    players.set(host, player = new Player(root, { plotly: () => loadPlotly(source), emit }));
  }
  player.emit = emit;
  player.retheme();
  player.update(bytes).catch((error) => { if (!player.gone) complain(host, error); throw error; });
  return () => {
    if (players.get(host) !== player) return;
    players.delete(host);
    player.destroy();
    host.replaceChildren();
  };
}
