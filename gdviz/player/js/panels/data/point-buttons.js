// The buttons of what a press on the data does.
import { ICONS } from '../../control/icons.js';

/** @import { PointTool } from '../../pointer/point-hand.js' */

/** @type {[PointTool, string, keyof typeof ICONS][]} */
const TOOLS = [
  ['move', 'Move points: drag them', 'move'], ['add', 'Add points: click', 'add'],
  ['delete', 'Delete points: click them', 'bin'],
];

export const POINT_TOOLS = `
  <span class="gd-point-tools" role="radiogroup" aria-label="Points" data-gd="points">${
  TOOLS.map(([tool, label, icon]) => `<button type="button" class="gd-small" role="radio" data-tool="${tool}"
    aria-label="${label}" title="${label}">${ICONS[icon]}</button>`).join('')}</span>
  <select class="gd-select" data-gd="point-class" aria-label="Class of an added point" hidden></select>`;

/**
 * @param {HTMLButtonElement[]} buttons
 * @param {HTMLButtonElement} from
 * @param {string} key
 * @returns {HTMLButtonElement | null} the button that an arrow key leads to; null for another key
 */
export function neighbourOf(buttons, from, key) {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key];
  if (!by) return null;
  const shown = buttons.filter((button) => !button.hidden);
  return shown[(shown.indexOf(from) + by + shown.length) % shown.length];
}
