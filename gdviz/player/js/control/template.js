// The player's elements: the sections of its panels around transport and legend.
import { iconButton, menu } from './icons.js';

/** @import { Scene } from '../wire/scene.js' */

/**
 * Where a panel stands in the player.
 *
 * @typedef {object} Section
 * @property {string} name       of its element, and of its class
 * @property {'stage' | 'lower'} place   above or below the transport
 * @property {string} title
 * @property {string} label      for a screen reader
 * @property {string} tools      HTML beside the title
 * @property {boolean} [hidden]  at first
 */

const ON_A_PLANE = 'Runs are drawn at its nearest points; in the surface at the height of their own '
  + 'loss, so they need not lie on it. The start is not moved here: the plane would move with the run.';
const SPEEDS = [
  ['0.25', '0.25×'], ['0.5', '0.5×'], ['1', '1×'], ['2', '2×'],
  ['4', '4×'], ['8', '8×'], ['step', '1 step/s'],
];

/**
 * @param {Section} section
 * @returns {string} HTML
 */
const panel = ({ name, title, label, tools, hidden = false }) => (
  `<section class="gd-panel gd-${name}" aria-label="${label}" ${hidden ? 'hidden' : ''}>`
  + `<header><h3>${title}</h3><div class="gd-tools">${tools}</div></header>`
  + `<div class="gd-body" data-gd="${name}"></div></section>`);

const STEPPING = [
  iconButton('first', 'First step', 'Home'), iconButton('back', 'Step back', '←'),
  iconButton('play', 'Play', 'Space', 'gd-primary'), iconButton('forward', 'Step forward', '→'),
  iconButton('last', 'Last step', 'End'),
].join('');
const PLAYING = [
  menu('speed', 'Speed', SPEEDS), iconButton('loop', 'Repeat', 'L'),
  iconButton('reset', 'Reset: the scene as it was opened', ''), iconButton('full', 'Full screen', 'F'),
].join('');

const TRANSPORT = `
  <div class="gd-transport" role="group" aria-label="Playback">
    <span class="gd-keys">${STEPPING}</span>
    <input type="range" class="gd-scrub" data-gd="scrub" min="0" max="0" value="0" step="1" aria-label="Step">
    <output class="gd-count" data-gd="count"></output>
    <span class="gd-keys">${PLAYING}</span>
  </div>`;

/**
 * Make an element the player.
 *
 * @param {HTMLElement} root
 * @param {Section[]} sections of the panels, in their order
 */
export function furnish(root, sections) {
  root.classList.add('gdviz');
  root.dataset.testid = 'gdviz-player';
  root.tabIndex = 0;
  root.setAttribute('role', 'region');
  const at = (/** @type {Section['place']} */ place) => (
    sections.filter((section) => section.place === place).map(panel).join('\n  '));
  root.innerHTML = `
<div class="gd-stage">
  ${at('stage')}
</div>
<p class="gd-plane-note" data-gd="plane" hidden></p>
<div class="gd-deck">${TRANSPORT}
  <div class="gd-legend" data-gd="legend" role="group" aria-label="Competitors"></div>
</div>
<div class="gd-lower">
  ${at('lower')}
</div>
<p class="gd-sr" data-gd="live" aria-live="polite"></p>
<p class="gd-message" data-gd="message" role="alert" hidden></p>`;
}

/** @type {(scene: Scene) => unknown} the network of its runs, or of the start where nothing runs */
const networkIn = ({ runs, initial }) => runs.find((run) => run.network) ?? initial;

/**
 * Say on the player's element which scene it shows: to a screen reader, to the style sheet.
 *
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @param {boolean} listens whether its page takes a start
 */
export function markScene(root, scene, listens) {
  const names = scene.runs.map((run) => run.name).join(', ') || 'nothing';
  root.setAttribute('aria-label', `${scene.title}: animated descent of ${names}`);
  root.toggleAttribute('data-sample', Boolean(scene.sample ?? scene.meaning));
  root.toggleAttribute('data-network', Boolean(networkIn(scene)));
  root.toggleAttribute('data-flat', scene.flat);
  root.toggleAttribute('data-listens', listens && !scene.plane);
  const note = root.querySelector('.gd-plane-note');
  if (!(note instanceof HTMLElement)) return;
  note.hidden = !scene.plane;
  note.textContent = scene.plane ? `${scene.plane.told} ${ON_A_PLANE}` : '';
}
