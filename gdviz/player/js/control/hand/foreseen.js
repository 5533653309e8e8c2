// Scenes for values that the hand may reach next. They come with an answer to a request of the hand, and are
// shown the moment that it is there: nobody is asked.
import { decodeScene } from '../../wire/scene.js';

/** @import { Json } from '../../base/events.js' */
/** @import { PartsById, Scene } from '../../wire/scene.js' */

/** @typedef {{bytes: Uint8Array, known: PartsById}} Kept  a scene as it came, and the parts that it names */

const MOST = 500; // scenes that are kept; a track has half as many stops

/** What was computed ahead for the one slider that is dragged. */
export class Foreseen {
  /**
   * @param {(scene: Scene) => Promise<void>} show
   * @param {() => PartsById | undefined} parts of the scene on show
   */
  constructor(show, parts) {
    this.show = show;
    this.parts = parts;
    /** @type {PartsById} of the scene that was on show when the page was asked last */
    this.named = new Map();
    /** @type {string | null} the slider's */
    this.key = null;
    /** @type {Map<number, Kept>} by the slider's value */
    this.scenes = new Map();
    /** Whether what is shown, or about to be, is newer than what the page was last asked for. */
    this.leads = false;
    /** @type {Kept | null} the newest one reached while another is painted */
    this.next = null;
    this.painting = false;
  }

  /**
   * The hand is at a value: its scene is shown if it is there.
   *
   * @param {string} key
   * @param {Json} value
   * @returns {boolean} whether it is there
   */
  reach(key, value) {
    if (key !== this.key) this.forget();
    this.key = key;
    const kept = typeof value === 'number' && this.scenes.get(value);
    if (!kept) return false;
    this.leads = true;
    this.next = kept;
    this.paint();
    return true;
  }

  /** Show the newest one reached: one after the other, so that each is seen. */
  async paint() {
    if (this.painting) return;
    this.painting = true;
    try {
      while (this.next) {
        const { bytes, known } = this.next;
        this.next = null;
        await this.show(decodeScene(bytes, known));
      }
    } finally {
      this.painting = false;
    }
  }

  /**
   * @param {Record<string, Json>} changes
   * @returns {Json | undefined} the slider's value where it alone has changed
   */
  valueIn(changes) {
    const [[key, value], ...others] = Object.entries(changes);
    return key === this.key && !others.length ? value : undefined;
  }

  /**
   * @param {Record<string, Json>} changes
   * @returns {boolean} whether they are of the slider alone, and a scene of its value is here
   */
  has(changes) {
    const value = this.valueIn(changes);
    return typeof value === 'number' && this.scenes.has(value);
  }

  /**
   * Those of some values that are not here, without repetition.
   *
   * @param {Record<string, Json>} changes that the page is told; no scene is foreseen where others change
   * @param {number[]} values
   * @returns {number[]}
   */
  lacking(changes, values) {
    const now = this.valueIn(changes);
    if (now === undefined) return [];
    return [...new Set(values)].filter((value) => value !== now && !this.scenes.has(value));
  }

  /** The page is asked. @returns {string[]} ids of the parts that it need not send */
  asked() {
    this.leads = false;
    this.named = this.parts() ?? this.named;
    return [...this.named.keys()];
  }

  /**
   * A scene has come from the page, and others behind it, which are kept.
   *
   * @param {Uint8Array} bytes
   * @returns {Scene}
   */
  open(bytes) {
    const known = new Map([...this.named, ...this.parts() ?? []]), scene = decodeScene(bytes, known);
    this.keep(bytes, scene.ahead, known);
    return scene;
  }

  /**
   * @param {Uint8Array} bytes the scenes are at their end
   * @param {Scene['ahead']} ahead what they are
   * @param {PartsById} known
   */
  keep(bytes, ahead, known) {
    if (!ahead || ahead.key !== this.key) return;
    let from = bytes.length - ahead.scenes.reduce((sum, [, length]) => sum + length, 0);
    for (const [value, length] of ahead.scenes) {
      this.scenes.set(value, { bytes: bytes.subarray(from, from += length), known });
    }
    for (const value of this.scenes.keys()) if (this.scenes.size > MOST) this.scenes.delete(value);
  }

  /** Something else has changed: they hold no longer. */
  forget() {
    this.key = null;
    this.scenes.clear();
    this.next = null;
    this.leads = false;
  }
}
