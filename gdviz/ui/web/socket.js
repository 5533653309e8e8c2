// The picture first. A scene that comes from the server is given to the player at once; Streamlit's own code
// hands it over, too, but only after it has drawn all else that came with it. Stands in the page before the
// code that opens the connection. Where it does not, or finds no scene, Streamlit's way is the only one.
(() => {
  const page = /** @type {Window & {gdvizArrivals?: {take: ((scene: Uint8Array) => void) | null}}} */ (window);
  if (page.gdvizArrivals) return;
  /** @type {{take: ((scene: Uint8Array) => void) | null}} */
  const arrivals = page.gdvizArrivals = { take: null }; // the player sets it
  const opening = new TextEncoder().encode('{"scene":"gdviz",'); // of the header, its length before it
  const [brace] = opening, closed = '}'.charCodeAt(0), least = 500; // bytes of a message that can hold a scene

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

  window.WebSocket = class extends WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} args */
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (!arrivals.take || !(data instanceof ArrayBuffer) || data.byteLength < least) return;
        const scene = sceneIn(data);
        if (scene) arrivals.take(scene);
      });
    }
  };
})();
