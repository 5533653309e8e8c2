// The picture first. A scene that comes from the server is given to the player at once, and Streamlit's own code,
// which draws all else that came with it, gets its messages when the picture is painted: each of them, in the
// order in which they came. Stands in the page before the code that opens the connection. Where it does not, or
// finds no scene, Streamlit's way is the only one.
(() => {
  const page = /** @type {Window & {gdvizArrivals?: Arrivals}} */ (window);
  if (page.gdvizArrivals) return;
  /**
   * What the player sets: it takes a scene, and promises to have painted it; null: the scene is not for it.
   *
   * @typedef {{take: ((scene: Uint8Array) => Promise<void> | null) | null}} Arrivals
   */
  /** @type {Arrivals} */
  const arrivals = page.gdvizArrivals = { take: null };
  const opening = new TextEncoder().encode('{"scene":"gdviz",'); // of the header, its length before it
  const [brace] = opening, closed = '}'.charCodeAt(0), least = 500; // bytes of a message that can hold a scene
  // The longest that messages wait, in ms: for a scene, and for its picture. A crowded server's answers and a
  // slow picture are later; then there is nothing to be gained.
  const coming = 150, painting = 400;
  const ended = 2; // bytes of the message that a run has ended; of those with a content there are more

  const sceneIn = (/** @type {ArrayBuffer} */ message) => {
    const bytes = new Uint8Array(message);
    let at = bytes.indexOf(brace, 4);
    while (at >= 0 && !opening.every((byte, i) => byte === bytes[at + i])) at = bytes.indexOf(brace, at + 1);
    if (at < 0) return null;
    const end = at + new DataView(message).getUint32(at - 4, true);
    if (bytes[end - 1] !== closed) return null;
    const { parts, ahead } = JSON.parse(new TextDecoder().decode(bytes.subarray(at, end)));
    let size = 0;
    for (const [, , packed] of parts) size += packed;
    for (const [, length] of ahead?.scenes ?? []) size += length;
    return bytes.slice(at - 4, end + size);
  };

  /** What has come on a connection and waits for the picture. */
  class Waiting {
    /** @param {WebSocket} socket */
    constructor(socket) {
      this.socket = socket;
      /** @type {ArrayBuffer[]} */
      this.messages = [];
      this.asked = false; // something was sent, and nothing has come since
      this.passing = false; // a message that has waited goes to Streamlit's code
      this.timer = 0; // ends the waiting; 0: nothing waits
      this.painting = false; // a picture has come, and is being painted
    }

    /** A message, before Streamlit's code sees it. @param {MessageEvent} event */
    came(event) {
      const { data } = event;
      if (this.passing || !arrivals.take || !(data instanceof ArrayBuffer)) return;
      const scene = data.byteLength < least ? null : sceneIn(data), painted = scene && arrivals.take(scene);
      if (painted) {
        this.painting = true;
        this.hold(painting);
        painted.then(() => requestAnimationFrame(() => setTimeout(() => this.release())));
      } else if (this.asked) this.hold(coming);
      this.asked = false;
      if (!this.timer) return;
      event.stopImmediatePropagation();
      this.messages.push(data);
      if (!painted && scene || !this.painting && data.byteLength <= ended) this.release();
    }

    /** Let messages wait. @param {number} longest in ms */
    hold(longest) {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.release(), longest);
    }

    /** Give Streamlit's code what has waited. */
    release() {
      clearTimeout(this.timer);
      this.timer = 0;
      this.painting = false;
      this.passing = true;
      for (const data of this.messages.splice(0)) this.socket.dispatchEvent(new MessageEvent('message', { data }));
      this.passing = false;
    }
  }

  window.WebSocket = class extends WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} args */
    constructor(...args) {
      super(...args);
      const waiting = new Waiting(this), send = this.send.bind(this);
      this.send = (/** @type {Parameters<WebSocket['send']>[0]} */ data) => {
        waiting.asked = true;
        send(data);
      };
      this.addEventListener('message', (event) => waiting.came(event));
      this.addEventListener('close', () => waiting.release());
    }
  };
})();
