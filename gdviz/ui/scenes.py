"""Ready-made scenes: each is just a link, told in one sentence."""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from gdviz.ui import state
from gdviz.ui.url import from_query

SCENES = {
    "Why momentum helps in a ravine":
        ("Gradient descent zigzags between the walls; the velocity of momentum cancels the zigzag and adds up along the valley.",
         "surface=ill_conditioned_bowl&surface.kappa=50&opt=gd,momentum,nesterov&steps=120"),
    "Adam and the saddle":
        ("Near the saddle the gradient almost vanishes. Plain descent lingers; Adam divides by the gradient's own size.",
         "surface=strict_saddle&opt=gd,momentum,adam,rmsprop&steps=200"),
    "Too large a step":
        ("The same method with a rate below and above 2/lambda_max: the second one climbs out, and says at which step.",
         "surface=ill_conditioned_bowl&surface.kappa=10&opt=gd&gd.lr=0.205&steps=80"),
    "Trapped in a local minimum":
        ("All start on the same slope. Plain descent stays in the poor well, momentum rolls through it.",
         "surface=two_wells&opt=gd,momentum,adam&steps=200"),
    "The banana valley":
        ("Finding Rosenbrock's valley is easy, walking along it is not.",
         "surface=rosenbrock&opt=gd,momentum,nesterov,rmsprop,adam&steps=600"),
    "An exploding gradient":
        ("At the cliff one huge gradient throws plain descent out; clipping its norm (under More) keeps it.",
         "surface=cliff&opt=gd&steps=150"),
    "Noise and a falling rate":
        ("With noisy gradients a constant rate never settles; a rate that falls like 1/t does.",
         "surface=sphere&opt=gd&gd.lr=0.2&noise=4&steps=300&schedule=inverse_time"),
    "Many minima":
        ("Who starts here ends there: click the contour to try other starts.",
         "surface=himmelblau&opt=gd,momentum,adam&start=-0.5,-0.5&steps=200"),
    "Write your own rule":
        ("Sign descent with a memory, written as equations: change them.",
         "surface=rosenbrock&opt=momentum,own&own=param+beta+%3D+0.9+from+0+to+0.999+%23+memory%0Astate+m+%3D+0%0A"
         "m+%3D+beta*m+%2B+(1+-+beta)*g%0Atheta+%3D+theta+-+lr*sign(m)&own.lr=0.005&steps=600"),
}


def picker() -> None:
    """A row of scenes above the player; a click opens one."""
    st.pills("Scenes", list(SCENES), key="scene", on_change=_open, label_visibility="collapsed")
    told = st.session_state.get("told")
    if told:
        st.caption(told)


def _open() -> None:
    name = st.session_state["scene"]
    st.session_state["told"] = SCENES[name][0] if name else ""
    if name:
        spec, _ = from_query(dict(parse_qsl(SCENES[name][1])))
        state.put(spec)
