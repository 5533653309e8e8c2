// Where the picture holds the other parameters at the play head's: ask for another picture when the head comes to rest.

const REST = 250; // milliseconds without a move

export class SliceAsker {
  /** `emit({step, slug})` asks for the picture at a step of a competitor. */
  constructor(emit) { this.emit = emit; }

  /** Another scene: what it shows is what it says it does. */
  show(scene) {
    clearTimeout(this.timer);
    this.shown = scene.sample?.follow ? `${scene.sample.step} ${scene.focus}` : null;
  }

  /** The head rests at step k of a competitor with that many steps. */
  rest(k, run) {
    clearTimeout(this.timer);
    if (this.shown === null || this.shown === undefined || !run) return;
    const step = run.head(k), key = `${step} ${run.slug}`;
    if (key === this.shown) return;
    this.timer = setTimeout(() => { this.shown = key; this.emit({ step, slug: run.slug }); }, REST);
  }

  stop() { clearTimeout(this.timer); }
}
