// The icons on buttons, and the HTML of buttons and menus.

/** @type {(look: string, shapes: string) => string} */
const icon = (look, shapes) => `<svg viewBox="0 0 24 24" aria-hidden="true" class="${look}">${shapes}</svg>`;
const solid = (/** @type {string} */ shapes) => icon('gd-solid', shapes);
const lines = (/** @type {string} */ shapes) => icon('gd-lines', shapes);

export const ICONS = {
  play: solid('<path d="M8 5.2v13.6a.8.8 0 0 0 1.2.7l11-6.8a.8.8 0 0 0 0-1.4l-11-6.8A.8.8 0 0 0 8 5.2z"/>'),
  pause: solid('<rect x="6.5" y="5" width="4" height="14" rx="1"/>'
    + '<rect x="13.5" y="5" width="4" height="14" rx="1"/>'),
  first: solid('<rect x="5" y="5.5" width="2.4" height="13" rx="1"/>'
    + '<path d="M19 6.2v11.6a.7.7 0 0 1-1.1.6L9.4 12.6a.7.7 0 0 1 0-1.2l8.5-5.8a.7.7 0 0 1 1.1.6z"/>'),
  last: solid('<rect x="16.6" y="5.5" width="2.4" height="13" rx="1"/>'
    + '<path d="M5 6.2v11.6a.7.7 0 0 0 1.1.6l8.5-5.8a.7.7 0 0 0 0-1.2L6.1 5.600A.7.7 0 0 0 5 6.200z"/>'),
  back: lines('<path d="M14.5 5.5 8 12l6.5 6.5"/>'),
  forward: lines('<path d="M9.5 5.5 16 12l-6.5 6.5"/>'),
  loop: lines('<path d="M17 3.5 20 6.500l-3 3"/><path d="M4 11.500v-1a4 4 0 0 1 4-4h12"/>'
    + '<path d="M7 20.5 4 17.500l3-3"/><path d="M20 12.500v1a4 4 0 0 1-4 4H4"/>'),
  reset: lines('<path d="M4.500 4.500v5.200h5.200"/><path d="M5 9.700a8 8 0 1 1-.8 4.600"/>'),
  full: lines('<path d="M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4'
    + 'M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4"/>'),
  move: lines('<path d="M12 3.500v17M3.500 12h17"/><path d="M9.500 6 12 3.500 14.500 6'
    + 'M9.500 18l2.500 2.500 2.500-2.500M6 9.500 3.500 12 6 14.500M18 9.500l2.500 2.500-2.500 2.500"/>'),
  turn: lines('<path d="M4 12c0-2 3.600-3.600 8-3.600s8 1.600 8 3.600-3.600 3.600-8 3.600"/>'
    + '<path d="M14.800 13 12 15.600l2.800 2.600"/>'),
  add: lines('<circle cx="12" cy="12" r="8.500"/><path d="M12 8v8M8 12h8"/>'),
  bin: lines('<path d="M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.300 11v5M13.700 11v5"/>'),
  copy: lines('<rect x="9" y="9" width="11" height="11" rx="2"/>'
    + '<path d="M5.5 15H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v.5"/>'),
};

/**
 * The HTML of a button with an icon.
 *
 * @param {Exclude<keyof typeof ICONS, 'pause' | 'copy' | 'move' | 'turn' | 'add' | 'bin'>} name
 * @param {string} label
 * @param {string} keys that do the same; "" for none
 * @param {string} [extraClass]
 * @returns {string}
 */
export const iconButton = (name, label, keys, extraClass = '') => (
  `<button type="button" class="gd-button ${extraClass}" data-gd="${name}" aria-label="${label}"`
  + ` title="${label}${keys ? ` (${keys})` : ''}">${ICONS[name]}</button>`);

/**
 * The HTML of a button with a text.
 *
 * @param {string} name
 * @param {string} title what it does
 * @param {string} content HTML
 * @returns {string}
 */
export const smallButton = (name, title, content) => (
  `<button type="button" class="gd-small" data-gd="${name}" title="${title}">${content}</button>`);

/**
 * The HTML of a menu.
 *
 * @param {string} name
 * @param {string} label
 * @param {string[][]} options value and text of each
 * @returns {string}
 */
export const menu = (name, label, options) => (
  `<select class="gd-select" data-gd="${name}" aria-label="${label}" title="${label}">${
    options.map(([value, text]) => `<option value="${value}">${text}</option>`).join('')}</select>`);
