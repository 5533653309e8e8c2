"""plotly.js is compiled once for a browser, not for each page: a quarter to two fifths of the time of opening one.

Chromium keeps what it has compiled for scripts of the same text and the same address, and the player runs plotly.js from
an address of its own making. In these tests the same text is then fetched from an address that says its content, once for
a context. Tests that open a context of their own do without.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gdviz.player.web.assets import PARTS, plotly_path

SAME_ADDRESS = """(() => {
  const { src } = Object.getOwnPropertyDescriptors(HTMLScriptElement.prototype);
  const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');
  const named = async (url) => {
    const text = await (await fetch(url)).arrayBuffer();
    const name = `/${hex(await crypto.subtle.digest('SHA-256', text))}.js`;
    return NAMES.includes(name) ? `SERVER${name}` : url;
  };
  Object.defineProperty(HTMLScriptElement.prototype, 'src', { ...src, set(url) {
    if (String(url).startsWith('blob:')) named(url).then((name) => src.set.call(this, name));
    else src.set.call(this, url);
  } });
})()"""


@contextmanager
def served_by_content() -> Iterator[str]:
    """Serve the parts of plotly.js by their hashes, and give the script by which a page asks for them so."""
    texts = [gzip.decompress(plotly_path(part).read_bytes()) for part in PARTS]
    served = {f"/{hashlib.sha256(text).hexdigest()}.js": text for text in texts}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = served.get(self.path)
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/javascript")
            self.send_header("Content-Length", str(len(text or b"")))
            self.send_header("Cache-Control", "max-age=86400, immutable")
            self.end_headers()
            self.wfile.write(text or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            here = f"http://127.0.0.1:{server.server_address[1]}"
            yield SAME_ADDRESS.replace("SERVER", here).replace("NAMES", json.dumps(list(served)))
        finally:
            server.shutdown()
            thread.join()
