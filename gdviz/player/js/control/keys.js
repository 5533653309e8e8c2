// The keyboard: while the player has the focus, and the space bar wherever it has nothing else to do.

import { withModifier } from '../base/arrow-keys.js';
import { put } from '../base/dom.js';

/** @import { Clock } from './clock.js' */
/** @import { Transport } from './transport.js' */

/**
 * What the keys act on.
 *
 * @typedef {object} Played
 * @property {Clock} clock
 * @property {Transport} transport
 * @property {(k: number) => void} seek
 * @property {(by: number) => void} step
 */

const ROLES = [
  'button', 'checkbox', 'radio', 'switch', 'tab', 'option', 'combobox',
  'listbox', 'menuitem', 'textbox', 'grid', 'dialog',
];
/** Elements that do something of their own with the space bar. */
const OWN_SPACE = [
  'a[role]', 'button', 'select', 'summary', 'textarea', 'input:not([type=range])', '[contenteditable]',
  '[tabindex] canvas', 'canvas[tabindex]', 'iframe', ...ROLES.map((role) => `[role=${role}]`),
].join(', ');

/** Elements that a click gives the focus to. */
const OWN_FOCUS = 'button, select, input, option, summary, [role=slider]';

/**
 * Of several players on a page, the one that the space bar plays: the last that was touched.
 *
 * @type {Element | null}
 */
let latest = null;

/**
 * What each key does.
 *
 * @param {Played} player
 * @returns {Record<string, (event: KeyboardEvent) => void>}
 */
function actsOf(player) {
  return {
    ' ': (event) => { if (!event.repeat) player.clock.toggle(); },
    ArrowLeft: (event) => player.step(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => player.step(event.shiftKey ? 10 : 1),
    Home: () => player.seek(0),
    End: () => player.seek(player.clock.steps),
    f: () => player.transport.toggleFull(),
    l: () => player.transport.toggleLoop(),
  };
}

/**
 * Whether the space bar, pressed somewhere on the page, is meant for the player in `root`.
 *
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function meansToPlay(root, event) {
  const { target } = event, players = [...document.querySelectorAll('.gdviz')];
  if (event.key !== ' ' || withModifier(event) || event.shiftKey || !(target instanceof Element)) {
    return false;
  }
  if (root.contains(target) || !root.getClientRects().length) return false;
  // a control that the keyboard went to is pressed by the space bar; one that was clicked only happens to
  // have the focus
  if (target !== document.body && target.closest(OWN_SPACE) && target.matches(':focus-visible')) return false;
  return root === (latest && players.includes(latest) ? latest : players[0]);
}

/**
 * Bind the player's keys to `root` and the space bar to the page.
 *
 * @param {HTMLElement} root
 * @param {Played} player
 * @returns {() => void} unbinds them
 */
export function bindKeys(root, player) {
  const acts = actsOf(player);
  const take = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const { target, key } = event, act = acts[key.length === 1 ? key.toLowerCase() : key];
    unpoint();
    if (!act || withModifier(event) || !(target instanceof Element) || target.tagName === 'SELECT') return;
    if (key === ' ' && target.matches(OWN_SPACE)) return; // a focused button is pressed by the space bar
    take(event);
    act(event);
  };
  const anywhere = (/** @type {KeyboardEvent} */ event) => {
    if (!meansToPlay(root, event)) return;
    take(event);
    acts[' '](event);
  };
  const touched = (/** @type {PointerEvent} */ { target }) => {
    latest = root;
    if (target instanceof Element && target.closest(OWN_FOCUS)) return;
    put(root, 'data-pointed', ''); // browsers frame what a script gives the focus to, as if a key had done it
    root.focus({ preventScroll: true });
  };
  const unpoint = () => put(root, 'data-pointed', null);
  root.addEventListener('keydown', pressed);
  root.addEventListener('pointerdown', touched, true);
  root.addEventListener('blur', unpoint);
  document.addEventListener('keydown', anywhere, true); // before the control that has the focus hears of it
  return () => {
    root.removeEventListener('keydown', pressed);
    root.removeEventListener('pointerdown', touched, true);
    root.removeEventListener('blur', unpoint);
    document.removeEventListener('keydown', anywhere, true);
  };
}
