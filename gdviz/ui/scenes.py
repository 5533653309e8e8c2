"""Ready-made scenes: each is just a link, told in one sentence."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl

import streamlit as st

from gdviz.engine import Spec
from gdviz.ui import state
from gdviz.ui.scenes_fit import CLASSIFICATION, REGRESSION
from gdviz.ui.url import DEFAULTS, from_query, to_query

SCENES = {
    "Why momentum helps in a ravine":
        ("Gradient descent crawls along the floor of the ravine; momentum's velocity adds up along it, and Nesterov's looks ahead.",
         "surface=ill_conditioned_bowl&surface.condition=50&opt=gd,momentum,nesterov&steps=120"),
    "Adam and the saddle":
        ("At the saddle the gradient almost vanishes and plain descent lingers; Adam and RMSprop divide by its own size.",
         "surface=strict_saddle&start=1.6,0.0001&opt=gd,momentum,adam,rmsprop&gd.lr=0.05&momentum.lr=0.05&steps=200"),
    "Too large a step":
        ("Twice gradient descent, with rates just below and just above 2/lambda_max = 0.2: one arrives, the other climbs out.",
         "surface=ill_conditioned_bowl&surface.condition=10&opt=gd,own&own=theta+%3D+theta+-+lr*g&gd.lr=0.19&own.lr=0.205&steps=60"),
    "Trapped in a local minimum":
        ("All start on the same slope. Plain descent and Adam stay in the poor well, momentum rolls through it.",
         "surface=two_wells&opt=gd,momentum,adam&steps=200"),
    "Three methods, three minima":
        ("From the same start each method finds another of Himmelblau's four minima: click the contour to try other starts.",
         "surface=himmelblau&opt=gd,momentum,adam&start=0.5,4.5&steps=200"),
    "The banana valley":
        ("Finding Rosenbrock's valley is easy, walking along it is not.",
         "opt=gd,momentum,nesterov,rmsprop,adam&steps=600"),
    "An exploding gradient":
        ("At the cliff one huge gradient throws plain descent far out; clip the gradient's norm (under More) and it stays.",
         "surface=cliff&opt=gd&gd.lr=1&steps=100"),
    "Noise and a falling rate":
        ("With noisy gradients a constant rate never settles; a rate that falls like 1/t does.",
         "surface=sphere&opt=gd&gd.lr=0.2&noise=4&steps=300&schedule=inverse_time"),
    "Write your own rule":
        ("Sign descent with a memory, written as equations beside momentum: change them in the sidebar.",
         "opt=momentum,own&own=param+beta+%3D+0.9+from+0+to+0.999++%23+memory%0Astate+m+%3D+0%0A"
         "m+%3D+beta*m+%2B+(1+-+beta)*g%0Atheta+%3D+theta+-+lr*sign(m)&own.lr=0.005&steps=600"),
}


PAGES = {"surface": SCENES, "regression": REGRESSION, "classification": CLASSIFICATION}


def spec_of(page: str, name: str) -> Spec:
    """The choice that a scene's link holds."""
    return from_query(dict(parse_qsl(PAGES[page][name][1])), DEFAULTS[page])[0]


@cache
def _by_query(page: str) -> dict[frozenset[tuple[str, str]], str]:
    return {frozenset(to_query(spec_of(page, name), DEFAULTS[page]).items()): name for name in PAGES[page]}


def picker(spec: Spec) -> None:
    """A row of scenes above the player; a click opens one. The one that is open is marked and told."""
    page = st.session_state["page"]
    key = "scene" if page == "surface" else f"scene-{page}"
    current = _by_query(page).get(frozenset(to_query(spec, DEFAULTS[page]).items()))
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.pills("Scenes", list(PAGES[page]), key=key, on_change=_open, args=(page, key), label_visibility="collapsed")
    if current:
        st.caption(PAGES[page][current][0])


def _open(page: str, key: str) -> None:
    name = st.session_state[key]
    if name:
        state.put(spec_of(page, name))
