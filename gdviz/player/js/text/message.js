// A short message over the player, also for screen readers; what was copied is reported here.

const SHOWN = 2500; // milliseconds

/** A message that goes by itself. */
export class Message {
  /** @param {HTMLElement} node */
  constructor(node) {
    this.node = node;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {string} text */
  say(text) {
    this.node.textContent = text;
    this.node.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.node.hidden = true; }, SHOWN);
  }

  /**
   * Say why the start or the window cannot be what the hand made it.
   *
   * @param {Record<string, string>} [refused] sentences by name; panels say the others
   */
  refuse({ start = '', window = '', weights = '' } = {}) {
    const said = start || window || weights;
    if (said) this.say(said);
  }

  /**
   * Put a text on the clipboard.
   *
   * @param {string} text
   * @param {string} what it is, in the plural
   */
  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(`${what} were copied.`);
    } catch {
      this.say('The browser did not allow copying.');
    }
  }

  /** The player goes. */
  destroy() { clearTimeout(this.timer); }
}
