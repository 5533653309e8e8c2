// A short message over the player, also for screen readers; what was copied says so here.

const SHOWN = 2500; // milliseconds

export class Message {
  constructor(node) { this.node = node; }

  say(text) {
    this.node.textContent = text;
    this.node.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.node.hidden = true; }, SHOWN);
  }

  /** Put a text on the clipboard; `what` names it. */
  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(`${what} were copied.`);
    } catch {
      this.say('The browser did not allow copying.');
    }
  }

  stop() { clearTimeout(this.timer); }
}
