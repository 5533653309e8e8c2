// The transport: buttons, the scrubber and the speed, and what they say at the play head.
import { ICONS } from './view.js';

export class Transport {
  /** `parts`: the player's elements by name; `acts`: seek(k), step(by), say(text), reset(). */
  constructor(root, parts, clock, acts) {
    Object.assign(this, { root, parts, clock, acts });
    root.dataset.playing = 'false';
    const on = (name, type, act) => parts[name].addEventListener(type, act);
    on('play', 'click', () => clock.toggle());
    on('first', 'click', () => acts.seek(0));
    on('last', 'click', () => acts.seek(clock.steps));
    on('back', 'click', () => acts.step(-1));
    on('forward', 'click', () => acts.step(1));
    on('scrub', 'input', () => acts.seek(Number(parts.scrub.value)));
    on('speed', 'change', () => { clock.speed = parts.speed.value; });
    parts.speed.value = clock.speed;
    on('reset', 'click', () => acts.reset());
    on('loop', 'click', () => this.toggleLoop());
    on('full', 'click', () => this.toggleFull());
    parts.loop.setAttribute('aria-pressed', 'false');
  }

  /** Another scene. */
  show(scene) {
    this.scene = scene;
    this.root.dataset.steps = scene.steps;
    this.parts.scrub.max = scene.steps;
  }

  /** What the play head's place is called. */
  paint(k) {
    const { scrub, count } = this.parts, step = this.scene.number(k), steps = this.scene.number(this.clock.steps);
    scrub.value = k;
    count.textContent = `${step} / ${steps}`;
    scrub.setAttribute('aria-valuetext', `step ${step} of ${steps}`);
  }

  /** Playing began or ended. */
  changed() {
    const { playing } = this.clock, { play } = this.parts, label = playing ? 'Pause' : 'Play';
    this.root.dataset.playing = String(playing);
    play.innerHTML = playing ? ICONS.pause : ICONS.play;
    play.setAttribute('aria-label', label);
    play.title = `${label} (Space)`;
  }

  toggleLoop() {
    this.clock.loop = !this.clock.loop;
    this.parts.loop.setAttribute('aria-pressed', String(this.clock.loop));
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().catch(() => this.acts.say('This page does not allow full screen.'));
  }
}
