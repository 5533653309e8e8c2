// The keyboard: while the player has the focus, and wherever on the page a key has nothing else to do.

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

const roles = (/** @type {string[]} */ ...names) => names.map((name) => `[role=${name}]`).join(', ');
/** What is open above a page and has its keys. */
const ABOVE_PAGE = 'dialog[open], [aria-modal=true], [role=dialog]';
/** Elements that take every key, however they got the focus. */
const TAKE_ALL = [
  'select', 'textarea', 'input:not([type=range], [type=checkbox], [type=radio])', '[contenteditable]',
  'iframe', '[tabindex] canvas', 'canvas[tabindex]', ABOVE_PAGE,
  roles('textbox', 'combobox', 'listbox', 'option', 'menu', 'menuitem', 'grid', 'application'),
].join(', ');
/** Elements that the arrow keys, Home and End move. */
const TAKE_ARROWS = ['input', roles('slider', 'spinbutton', 'radio', 'tab')].join(', ');
/** Elements that do something of their own with the space bar. */
const OWN_SPACE = [
  'a[role]', 'button', 'summary', 'input:not([type=range])', TAKE_ALL,
  roles('button', 'checkbox', 'radio', 'switch', 'tab'),
].join(', ');
/** From this share on, of itself or of the window, a player is in view. */
const IN_VIEW = 0.25;

/** Elements that a click gives the focus to. */
const OWN_FOCUS = 'button, select, input, option, summary, [role=slider]';

/**
 * The player that was touched last: of two that are equally in view, the one that the keys go to.
 *
 * @type {Element | null}
 */
let latest = null;

/**
 * What was pressed last, what got the focus, and whether it got it by that press. With the first key that is
 * pressed on a page browsers also frame what had been clicked before, so this is noted when the focus comes.
 *
 * @type {{pressed: Element | null, target: EventTarget | null, clicked: boolean}}
 */
const focus = { pressed: null, target: null, clicked: false };

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
    f: (event) => { if (!event.repeat) player.transport.toggleFull(); },
    l: (event) => { if (!event.repeat) player.transport.toggleLoop(); },
  };
}

/**
 * The part of the window, in square pixels, that an element fills; 0 where it is hardly in view.
 *
 * @param {Element} node
 * @returns {number}
 */
function areaInView(node) {
  const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
  const across = Math.min(right, innerWidth) - Math.max(left, 0);
  const down = Math.min(bottom, innerHeight) - Math.max(top, 0);
  const area = Math.max(across, 0) * Math.max(down, 0);
  return area >= IN_VIEW * Math.min(width * height, innerWidth * innerHeight) ? area : 0;
}

/** @returns {Element | null} of the players on the page, the one that is looked at */
function inView() {
  if (document.fullscreenElement) return document.fullscreenElement;
  let most = 0, found = null;
  for (const player of document.querySelectorAll('.gdviz')) {
    const area = areaInView(player);
    if (area > most || (area && area === most && player === latest)) [most, found] = [area, player];
  }
  return found;
}

/**
 * Whether it is this element that was pressed last, or its label. What a script or a screen reader gives the
 * focus to is not, though browsers do not frame it after a click on something else.
 *
 * @param {Element} target
 * @returns {boolean}
 */
function isPressed(target) {
  const { pressed } = focus;
  return Boolean(pressed && (target.contains(pressed) || pressed.closest('label')?.contains(target)));
}

/**
 * Whether the element that has the focus does something of its own with a key. A control that the keyboard
 * went to keeps its keys; one that was clicked only happens to have the focus.
 *
 * @param {string} key
 * @param {Element} target
 * @returns {boolean}
 */
function isTaken(key, target) {
  if (target.closest(TAKE_ALL)) return true;
  const byKeyboard = focus.target === target ? !focus.clicked : target.matches(':focus-visible');
  if (key === ' ') return byKeyboard && Boolean(target.closest(OWN_SPACE));
  return byKeyboard || (key.length > 1 && Boolean(target.closest(TAKE_ARROWS)));
}

/**
 * Whether a key that is pressed on the page, outside of the player in `root`, is meant for that player.
 *
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function isMeantFor(root, event) {
  const { key, target } = event;
  if (event.defaultPrevented || withModifier(event) || !(target instanceof Element)) return false;
  if (root.contains(target) || (key === ' ' && event.shiftKey)) return false;
  if (!target.contains(root) && isTaken(key, target)) return false; // what holds the player is the page
  return root === inView() && !document.querySelector(ABOVE_PAGE);
}

/**
 * Bind the player's keys to `root`, and to the page.
 *
 * @param {HTMLElement} root
 * @param {Played} player
 * @returns {() => void} unbinds them
 */
export function bindKeys(root, player) {
  const acts = actsOf(player);
  /** @returns {((event: KeyboardEvent) => void) | undefined} */
  const actOf = (/** @type {string} */ key) => acts[key.length === 1 ? key.toLowerCase() : key];
  const take = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const { target, key } = event, act = actOf(key);
    unpoint();
    if (!act || withModifier(event) || !(target instanceof Element) || target.tagName === 'SELECT') return;
    if (key === ' ' && target.matches(OWN_SPACE)) return; // a focused button is pressed by the space bar
    take(event);
    act(event);
  };
  const anywhere = (/** @type {KeyboardEvent} */ event) => {
    const act = actOf(event.key);
    if (!act || !isMeantFor(root, event)) return;
    take(event);
    act(event);
  };
  // a button that was clicked must not hear of the space bar; of other keys the page hears first
  const space = (/** @type {KeyboardEvent} */ event) => { if (event.key === ' ') anywhere(event); };
  const touched = (/** @type {PointerEvent} */ { target }) => {
    latest = root;
    if (target instanceof Element && target.closest(OWN_FOCUS)) return;
    put(root, 'data-pointed', ''); // browsers frame what a script gives the focus to, as if a key had done it
    root.focus({ preventScroll: true });
  };
  const pointed = (/** @type {PointerEvent} */ { target }) => {
    focus.pressed = target instanceof Element ? target : null;
    if (focus.target instanceof Element && isPressed(focus.target)) focus.clicked = true; // it has the focus
  };
  const focused = (/** @type {FocusEvent} */ { target }) => {
    const clicked = target instanceof Element && !target.matches(':focus-visible') && isPressed(target);
    Object.assign(focus, { target, clicked });
  };
  const unpoint = () => put(root, 'data-pointed', null);
  root.addEventListener('keydown', pressed);
  root.addEventListener('pointerdown', touched, true);
  root.addEventListener('blur', unpoint);
  document.addEventListener('pointerdown', pointed, true);
  document.addEventListener('focusin', focused);
  document.addEventListener('keydown', space, true);
  document.addEventListener('keydown', anywhere);
  return () => {
    root.removeEventListener('keydown', pressed);
    root.removeEventListener('pointerdown', touched, true);
    root.removeEventListener('blur', unpoint);
    document.removeEventListener('pointerdown', pointed, true);
    document.removeEventListener('focusin', focused);
    document.removeEventListener('keydown', space, true);
    document.removeEventListener('keydown', anywhere);
    focus.target = focus.pressed = null; // else they would be kept for good
    if (latest === root) latest = null;
  };
}
