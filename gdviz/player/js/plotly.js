// plotly.js, loaded once per page: from the app's static folder or from the text inside a standalone file.

let loading;

async function inflated(stream) {
  return new Response(stream.pipeThrough(new DecompressionStream('gzip'))).blob();
}

/** Run a classic script and hand back the Plotly it defines; a Plotly of the page's own stays where it was. */
async function run(blob) {
  const before = window.Plotly, url = URL.createObjectURL(new Blob([blob], { type: 'text/javascript' }));
  try {
    await new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = url;
      script.onload = done;
      script.onerror = () => failed(new Error('The drawing library plotly.js could not be started.'));
      document.head.append(script);
    });
  } finally {
    URL.revokeObjectURL(url);
  }
  const Plotly = window.Plotly;
  if (before && before !== Plotly) window.Plotly = before;
  return Plotly;
}

async function fromUrl(url) {
  // compressed once, when the app starts: the server would otherwise compress 4.8 MB again for every visitor
  const answer = await fetch(url, { cache: 'force-cache' });
  if (!answer.ok) throw new Error(`The drawing library was not found at ${url} (${answer.status}).`);
  return run(await inflated(answer.body));
}

async function fromText(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return run(await inflated(new Blob([bytes]).stream()));
}

/** The Plotly object of `source`: {url} of the compressed file, {base64} of the same, or {script} of a plain file. */
export function loadPlotly({ url, base64, script }) {
  loading ||= (script ? fetch(script).then((answer) => answer.blob()).then(run) : url ? fromUrl(url) : fromText(base64));
  return loading.catch((error) => { loading = undefined; throw error; });
}
