// When what is painted: heads with every frame, canvases of paths in turns, texts now and then.
import { framesPainted } from '../base/dom.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Run } from '../wire/run.js' */

/**
 * What is painted and described.
 *
 * @typedef {object} Picture
 * @property {number} k         the play head
 * @property {boolean} playing
 * @property {Run[]} runs       those that are not hidden
 * @property {Run | undefined} focused   the one whose step is shown
 * @property {Theme} theme
 */

/**
 * What is painted of a picture by one panel; rest: leave the canvases of paths to a later frame.
 *
 * @typedef {{runs: Run[], focused?: Run, theme: Theme, rest?: boolean}} Look
 */

/**
 * A panel as the painter knows it.
 *
 * @typedef {object} Painted
 * @property {boolean} present      for the scene on show
 * @property {boolean} takesTurns   whether it has canvases of paths
 * @property {(k: number, look: Look) => boolean} paint
 */

const TEXT_EVERY = 120; // milliseconds between changes of texts while playing
// Frames before anything slow is done: of what plays, and of what rests. The browser asks for the second one
// when it has put the first one together, which it does beside the script, on processors that the slow wants.
const FIRST_FRAMES = { playing: 4, resting: 2 };

/** Paints panels with the browser's frames. */
export class Painter {
  /**
   * @param {() => Painted[]} panels
   * @param {() => Picture | null} picture what is on show now
   * @param {{painted: (k: number) => void, describe: (picture: Picture) => void}} acts called after painting,
   * and when texts are to change
   */
  constructor(panels, picture, acts) {
    this.panels = panels;
    this.picture = picture;
    this.acts = acts;
    this.frame = 0; // that is asked for
    this.painted = 0; // frames while playing
    this.at = 0; // the play head as it was painted last
    this.describedAt = -Infinity; // when texts were last changed
  }

  /** Paint with the next frame. */
  request() { this.frame ||= requestAnimationFrame(() => this.paint()); }

  /** Texts hold no longer. */
  invalidate() { this.describedAt = -Infinity; }

  /**
   * Paint the moving parts. While playing, heads move with every frame; the canvases of the paths take turns,
   * a few frames behind at most, since a canvas that changed is the costliest part of a frame.
   *
   * @param {boolean} [all] all canvases also while playing
   * @returns {boolean} false: not all stroked yet
   */
  paint(all = false) {
    this.stop();
    const picture = this.picture();
    if (!picture) return true;
    const { k, playing, runs, focused, theme } = picture;
    const panels = this.panels().filter((panel) => panel.present);
    const turns = panels.filter((panel) => panel.takesTurns), resting = playing && !all;
    const turn = resting ? turns[++this.painted % turns.length] : null;
    const whole = panels.map((panel) => (
      panel.paint(k, { runs, focused, theme, rest: resting && panel !== turn })));
    this.at = k;
    this.acts.painted(k);
    const now = performance.now();
    if (!playing || now - this.describedAt > TEXT_EVERY) {
      this.describedAt = now;
      this.acts.describe(picture);
    }
    if (whole.every(Boolean)) return true;
    this.request();
    return false;
  }

  /**
   * Paint all canvases, over as many frames as it takes.
   *
   * @param {() => boolean} current whether that is still wanted
   * @returns {Promise<boolean>} false where it no longer was
   */
  async paintAll(current) {
    for (let whole = false; current() && !whole;) {
      whole = this.paint(true);
      await framesPainted(1);
    }
    return current();
  }

  /**
   * Wait until what was painted is seen: a few frames are painted, and of what plays the last of them past
   * the start, however long that takes.
   *
   * @param {() => boolean} current whether that is still wanted
   * @param {boolean} [resting] whether what does not play is waited for
   */
  async seen(current, resting = true) {
    const waits = (/** @type {number} */ frames) => (this.picture()?.playing
      ? frames < FIRST_FRAMES.playing || this.at === 0
      : resting && frames < FIRST_FRAMES.resting);
    for (let frames = 0; current() && waits(frames); frames++) await framesPainted(1);
  }

  /** Paint no more. */
  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
