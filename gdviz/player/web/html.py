"""The player as one HTML file with everything in it: no server, no network."""

from __future__ import annotations

import base64
import html

from gdviz.player.scene.scene import SceneData
from gdviz.player.web.assets import PARTS, plotly_path, style
from gdviz.player.web.bundle import EXPORT, bundle

_PAGE = """<!DOCTYPE html>
<html lang="en" class="gdviz-page">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}
html, body {{
  margin: 0; background: var(--st-background-color, #fff); color: var(--st-text-color, #1c2530);
}}
main {{ max-width: 1680px; margin: 0 auto; padding: 14px; }}
main > h1 {{ margin: 0 0 10px; font: 600 17px/1.3 system-ui, sans-serif; }}
@media (max-width: 480px) {{ main {{ padding: 8px; }} }}
</style>
</head>
<body>
<main><h1>{title}</h1><div id="player"><noscript>The player needs JavaScript.</noscript></div></main>
{plotly}
<script type="text/plain" id="scene">{scene}</script>
<script type="module">
{module}
{{
  const read = (id) => document.getElementById(id).textContent.trim();
  const scene = Uint8Array.from(atob(read('scene')), (c) => c.charCodeAt(0));
  const part = (name) => ({{ base64: () => read(`plotly-${{name}}`) }});
  mount(document.getElementById('player'), scene, {{ cartesian: part('cartesian'), gl3d: part('gl3d') }});
}}
</script>
</body>
</html>
"""


class Scene(SceneData):
    """A scene that can be shown without a server: as one HTML file, or in a notebook."""

    def to_html(self, title: str | None = None) -> str:
        """Return the player with this scene as one HTML file that needs nothing else.

        It opens offline, in slides and in a notebook.

        Parameters
        ----------
        title : of the document; the scene's by default

        Examples
        --------
        >>> import gdviz
        >>> from gdviz.player import Scene
        >>> Scene.of(gdviz.surfaces["booth"], []).to_html().splitlines()[0]
        '<!DOCTYPE html>'
        """
        return document_of(self.to_bytes("all"), title or self.title)

    def _repr_html_(self) -> str:
        return inline_frame(self.to_html())


def document_of(scene: bytes, title: str) -> str:
    """Write a whole HTML document that plays a scene, given as its bytes (`Scene.to_bytes`)."""
    module = bundle().replace(EXPORT, "").replace("</script", "<\\/script")
    return _PAGE.format(
        title=html.escape(title),
        style=style(),
        module=module,
        plotly="\n".join(map(_part, PARTS)),
        scene=base64.b64encode(scene).decode(),
    )


def _part(name: str) -> str:
    text = base64.b64encode(plotly_path(name).read_bytes()).decode()
    return f'<script type="text/plain" id="plotly-{name}">{text}</script>'


def inline_frame(document: str, height: int = 860) -> str:
    """Put a document into an inline frame, `height` pixels high, for a notebook."""
    return (
        f'<iframe srcdoc="{html.escape(document, quote=True)}" style="width:100%;height:{height}px;border:0" '
        'allow="fullscreen; clipboard-write" title="gdviz player"></iframe>'
    )
