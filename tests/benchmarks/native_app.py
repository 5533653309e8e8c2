"""What the player is compared with: the same race as a Plotly figure with frames in st.plotly_chart."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

import gdviz
from gdviz.player.scene.palette import COLORS

SLUGS = ("gd", "momentum", "adam", "nesterov", "rmsprop", "adagrad")
st.set_page_config(layout="wide")
rate = st.number_input("Rate", value=0.0006, format="%.6f", step=None)
surface = gdviz.surfaces[st.selectbox("Surface", ["rosenbrock", "himmelblau"])]
paths = [gdviz.descend(surface, s, lr=rate if s == "gd" else None, steps=300, stop=None) for s in SLUGS]
(x0, x1), (y0, y1) = surface.domain
x, y = np.linspace(x0, x1, 96), np.linspace(y0, y1, 96)
z = surface.value(np.stack(np.meshgrid(x, y), -1))
fig = make_subplots(2, 2, specs=[[{"type": "xy"}, {"type": "scene", "rowspan": 2}], [{"type": "xy"}, None]])
fig.add_trace(go.Contour(x=x, y=y, z=z, showscale=False), 1, 1)
fig.add_trace(go.Surface(x=x, y=y, z=z, showscale=False), 1, 2)


def drawn(k: int) -> list:
    """The moving traces after k steps."""
    return [
        t
        for p, c in zip(paths, COLORS, strict=False)
        for t in (
            go.Scatter(x=p.theta[: k + 1, 0], y=p.theta[: k + 1, 1], mode="lines", line_color=c),
            go.Scatter3d(
                x=p.theta[: k + 1, 0], y=p.theta[: k + 1, 1], z=p.loss[: k + 1], mode="lines", line_color=c
            ),
            go.Scatter(x=np.arange(k + 1), y=p.loss[: k + 1], mode="lines", line_color=c),
        )
    ]


for i, trace in enumerate(drawn(0)):
    fig.add_trace(trace, *((1, 1), (1, 2), (2, 1))[i % 3])
fig.frames = [
    go.Frame(data=drawn(k), traces=list(range(2, 2 + 3 * len(paths))), name=str(k)) for k in range(301)
]
fig.update_layout(
    height=600,
    meta={"run": f"{surface.name} {rate}"},
    showlegend=False,
    updatemenus=[{"type": "buttons", "buttons": [{"label": "Play", "method": "animate", "args": [None]}]}],
)
st.plotly_chart(fig, key="race")
