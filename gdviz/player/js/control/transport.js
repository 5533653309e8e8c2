// The transport: buttons, the scrubber and the speed, and what they say at the play head.
import { find } from '../base/dom.js';
import { ICONS } from './icons.js';

/** @import { Scene } from '../wire/scene.js' */
/** @import { Clock } from './clock.js' */

/**
 * What the transport asks of the player.
 *
 * @typedef {object} TransportActs
 * @property {(k: number) => void} seek
 * @property {(by: number) => void} step
 * @property {(text: string) => void} say   a message for the reader
 * @property {() => void} reset
 */

/** The controls of the play head. */
export class Transport {
  /**
   * @param {HTMLElement} root the player
   * @param {Clock} clock
   * @param {TransportActs} acts
   */
  constructor(root, clock, acts) {
    this.root = root;
    this.clock = clock;
    this.acts = acts;
    const button = (/** @type {string} */ name) => find(root, `button[data-gd=${name}]`, HTMLButtonElement);
    this.playButton = button('play');
    this.loopButton = button('loop');
    this.scrubber = find(root, '[data-gd=scrub]', HTMLInputElement);
    this.count = find(root, '[data-gd=count]', HTMLElement);
    const speed = find(root, '[data-gd=speed]', HTMLSelectElement);
    root.dataset.playing = 'false';
    this.playButton.addEventListener('click', () => clock.toggle());
    button('first').addEventListener('click', () => acts.seek(0));
    button('last').addEventListener('click', () => acts.seek(clock.steps));
    button('back').addEventListener('click', () => acts.step(-1));
    button('forward').addEventListener('click', () => acts.step(1));
    this.scrubber.addEventListener('input', () => acts.seek(Number(this.scrubber.value)));
    speed.addEventListener('change', () => { clock.speed = speed.value; });
    speed.value = clock.speed;
    button('reset').addEventListener('click', () => acts.reset());
    this.loopButton.addEventListener('click', () => this.toggleLoop());
    button('full').addEventListener('click', () => this.toggleFull());
    this.loopButton.setAttribute('aria-pressed', 'false');
  }

  /**
   * Another scene.
   *
   * @param {Scene} scene
   */
  show(scene) {
    this.scene = scene;
    this.root.dataset.steps = String(scene.steps);
    this.scrubber.max = String(scene.steps);
  }

  /**
   * What the play head's place is called.
   *
   * @param {number} k
   */
  describe(k) {
    if (!this.scene) return;
    const step = this.scene.stepNumber(k), steps = this.scene.stepNumber(this.clock.steps);
    this.scrubber.value = String(k);
    this.count.textContent = `${step} / ${steps}`;
    this.scrubber.setAttribute('aria-valuetext', `step ${step} of ${steps}`);
  }

  /** Playing began or ended. */
  changed() {
    const { playing } = this.clock, label = playing ? 'Pause' : 'Play';
    this.root.dataset.playing = String(playing);
    this.playButton.innerHTML = playing ? ICONS.pause : ICONS.play;
    this.playButton.setAttribute('aria-label', label);
    this.playButton.title = `${label} (Space)`;
  }

  /** Play over and over, or once. */
  toggleLoop() {
    this.clock.loop = !this.clock.loop;
    this.loopButton.setAttribute('aria-pressed', String(this.clock.loop));
  }

  /** Take the whole screen, or give it back. */
  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().catch(() => this.acts.say('This page does not allow full screen.'));
  }
}
