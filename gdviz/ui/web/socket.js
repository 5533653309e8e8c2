// The picture first. A scene that comes from the server is given to the player at once, and Streamlit's own
// code, which draws all else that came with it, gets its messages when the picture is painted: each of them,
// in the order in which they came. Stands in the page before the code that opens the connection. Where it
// does not, or finds no scene, Streamlit's way is the only one.
(() => {
  const page = /** @type {Window & {gdvizArrivals?: Arrivals}} */ (window);
  if (page.gdvizArrivals) return;
  /**
   * The player sets `take`, which takes a scene, or returns false: it is another page's. It calls `painted`
   * when a picture is on screen, or will not be. `running`: something was asked for, and no run has ended.
   * `sent`: how many messages went to the server.
   *
   * @typedef {object} Arrivals
   * @property {((scene: Uint8Array) => boolean) | null} take
   * @property {() => void} painted
   * @property {boolean} running
   * @property {number} sent
   */
  /** @type {Arrivals} */
  const arrivals = page.gdvizArrivals = { take: null, painted: () => {}, running: false, sent: 0 };
  const opening = new TextEncoder().encode('{"scene":"gdviz",'); // of the header, its length before it
  const [brace] = opening, closed = '}'.charCodeAt(0);
  const least = 500; // bytes of a message that can hold a scene
  // The longest that messages wait, in ms: for a scene, for its picture, and for that of a player that is not
  // there yet. A crowded server's answers and a slow picture are later; then there is nothing to be gained.
  const longest = { coming: 150, painting: 1000, starting: 2000 };

  /** @returns {(data: ArrayBuffer) => boolean} whether the last message that it was given ends an answer */
  const ends = () => {
    let follows = false; // the run has made place for another one, which answers
    return (data) => {
      const bytes = new Uint8Array(data), ended = bytes.length === 2 && !follows; // "no run is under way"
      follows = bytes.at(-2) === 0x30 && bytes.at(-1) === 2; // script_finished: FINISHED_EARLY_FOR_RERUN
      return ended;
    };
  };

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
      this.isEnd = ends();
    }

    /** A message, before Streamlit's code sees it. @param {MessageEvent} event */
    came(event) {
      const { data } = event;
      if (this.passing || !(data instanceof ArrayBuffer)) return;
      const scene = data.byteLength < least ? null : sceneIn(data);
      const { asked } = this, ended = this.isEnd(data);
      this.asked = false;
      if (scene && !arrivals.take?.(scene)) { // Streamlit's code makes its player
        this.release();
        this.hold(longest.starting, true);
        return;
      }
      if (scene) this.hold(longest.painting, true);
      else if (asked && arrivals.take) this.hold(longest.coming, false);
      if (!this.timer) return;
      event.stopImmediatePropagation();
      this.messages.push(data);
      if (!this.painting && ended) this.release();
    }

    /** The picture is in the next frame. What waits comes when it is seen: after the frame that follows. */
    painted() {
      const frame = requestAnimationFrame;
      if (this.painting) frame(() => frame(() => setTimeout(() => this.release())));
    }

    /** Let messages wait. @param {number} ms at most @param {boolean} painting for a picture that is here */
    hold(ms, painting) {
      this.painting = painting;
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.release(), ms);
    }

    /** Give Streamlit's code what has waited. */
    release() {
      clearTimeout(this.timer);
      this.timer = 0;
      this.painting = false;
      this.passing = true;
      for (const data of this.messages.splice(0)) {
        this.socket.dispatchEvent(new MessageEvent('message', { data }));
      }
      this.passing = false;
    }
  }

  window.WebSocket = class extends WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} args */
    constructor(...args) {
      super(...args);
      const waiting = new Waiting(this), send = this.send.bind(this), isEnd = ends();
      this.send = (/** @type {Parameters<WebSocket['send']>[0]} */ data) => {
        waiting.asked = arrivals.running = true;
        arrivals.sent++;
        send(data);
      };
      this.addEventListener('message', (event) => waiting.came(event));
      this.addEventListener('message', ({ data }) => { // as Streamlit's code gets it
        if (data instanceof ArrayBuffer && isEnd(data)) arrivals.running = false;
      });
      arrivals.painted = () => waiting.painted();
      this.addEventListener('close', () => waiting.release());
    }
  };
})();
