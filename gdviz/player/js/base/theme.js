// What the page looks like now: read from the style sheet's variables, which follow Streamlit's theme or the
// system's.
import look from '../../look.json' with { type: 'json' };
import { contextOf } from './canvas.js';

/**
 * The colours that the player draws with.
 *
 * @typedef {object} Theme
 * @property {boolean} dark
 * @property {string} background
 * @property {string} text
 * @property {string} muted
 * @property {string} border
 * @property {string} font      the family
 * @property {[number, string][]} ramp   colours of the loss, from low (0) to high (1)
 * @property {string} casing    around a path, so that it stands out
 * @property {string} line      contour lines
 * @property {string} key       changes when anything in the theme does
 */

/** @type {CanvasRenderingContext2D | undefined} */
let probe; // one pixel, to find out what a colour is
const MOST_COLORS = 100; // a theme has five
/** @type {Map<string, number[]>} what was found out: a pixel is read many times a second otherwise */
const knownColors = new Map();

/**
 * @param {string} color as CSS has it
 * @returns {number[]} red, green, blue
 */
function rgbOf(color) {
  const known = knownColors.get(color);
  if (known) return known;
  if (knownColors.size === MOST_COLORS) knownColors.clear();
  const found = channelsOf(color);
  knownColors.set(color, found);
  return found;
}

/**
 * @param {string} color
 * @returns {number[]} the channels of a pixel of that colour
 */
function channelsOf(color) {
  probe ||= contextOf(document.createElement('canvas'), true);
  probe.fillStyle = '#888';
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/**
 * The theme under an element.
 *
 * @param {HTMLElement} root
 * @returns {Theme}
 */
function readTheme(root) {
  const style = getComputedStyle(root);
  const channels = (/** @type {string} */ name) => rgbOf(style.getPropertyValue(name).trim());
  // plotly.js does not know color-mix
  const read = (/** @type {string} */ name) => `rgb(${channels(name).join()})`;
  const [r, g, b] = channels('--gd-bg'), dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  const { ramp, casing: { color, opacity }, line } = dark ? look.surface.dark : look.surface.light;
  /** @type {[number, string][]} */
  const stops = ramp.map((stop, i) => [i / (ramp.length - 1), stop]);
  const theme = {
    dark, background: read('--gd-bg'), text: read('--gd-text'),
    muted: read('--gd-muted'), border: read('--gd-border'),
    font: style.fontFamily, ramp: stops, casing: `rgba(${rgbOf(color).join()},${opacity})`, line,
  };
  return { ...theme, key: JSON.stringify(theme) };
}

const DELAY = 30; // milliseconds until a new theme has reached every style

/** The theme of the player, kept up to date. */
export class ThemeWatch {
  /**
   * @param {HTMLElement} root the player
   * @param {() => void} changed called when there is another theme
   */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.theme = readTheme(root);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.system = matchMedia('(prefers-color-scheme: dark)');
    this.soon = () => this.check();
    this.observer = new MutationObserver(this.soon);
    for (let node = root.parentElement; node; node = node.parentElement) {
      this.observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
    }
    this.observer.observe(document.head, { childList: true });
    this.system.addEventListener('change', this.soon);
  }

  /** Read the theme now, without a word to anybody. */
  read() { this.theme = readTheme(this.root); }

  /** The page may have another theme. */
  check() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { key } = this.theme;
      this.read();
      if (this.theme.key !== key) this.changed();
    }, DELAY);
  }

  /** The player goes. */
  destroy() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.system.removeEventListener('change', this.soon);
  }
}
