"""A visitor who does whatever the pages offer: every widget and every value, good and bad texts, pages, links, Back.

After each step nothing is raised, and the link, the scene and the widgets say the same.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from gdviz.player.scene.wire import read_scene
from gdviz.ui.address import KIND, read_link, to_query
from gdviz.ui.entries import rule_of
from gdviz.ui.pages import PAGES
from gdviz.ui.problems import kinds
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.runs import races
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import Spec
from gdviz.ui.spec.values import read_typed
from tests.pages.data_page import ROOT
from tests.pages.mounted import player_bytes

# fmt: off
KINDS = ("selectbox", "multiselect", "slider", "select_slider", "text_input", "text_area", "toggle", "button_group", "button")
# fmt: on
FOLDED = ("more", "columns", "families", "details-gd", "details-momentum", "details-adam", "details-own")
TABS = ("Result", "Fit", "Formulas", "Data", "Run", "Share")
# fmt: off
NUMBERS = ("", "5", "40", "0,05", "0.3", "-1", "1e-3", "2", "1,000", "abc", "1e400", "0", " 7 ", "1/2", "1e9", "0,5")
TEXTS = {
    "f(x, y) =": ("x^2 + y^2", "param good = 2 from 1 to 5\ngood*x^2 + y^2", "param lr = 1 from 0 to 2\nlr*x^2 + y^2", "x^2 + z", "", "1/0",
                  "x", "log(x)", "param a = 1 from 0.1 to 10 log\na*x^2 + |y|"),
    "Update rule": ("theta = theta - lr*g", "param good = 0.5 from 0 to 1\ntheta = theta - lr*good*g", "theta = 1/0", "x", "",
                    "param problem = 1 from 0 to 2\nstate m = 0\nm = problem*m + g\ntheta = theta - lr*m"),
    "Rate of step t (lr, t, T, f, g)": ("lr/t", "param good = 1 from 0 to 2\nlr*good", "lr*", "", "-lr"),
    "l(z, y) =": ("(z - y)^4", "param good = 1 from 0.5 to 2\ngood*(z - y)^2", "(z-y)^2/0", "1e308*(z-y)^2", "q", "", "|z - y|"),
    "Data": ("x = u1\ny = x", "param n = 30 from 5 to 60 integer\nx1 = u1\nx2 = u2\ny = x1 + x2", "param good = 1 from 0 to 3\nx = u1\ny = good*x",
             "y = 1", "", "x = u1\ny = where(x > 0.5, 1, 0)", "x1 = u1\nx2 = u2\ny = where(x1 > x2, 1, -1)"),
    "z =": ("param a = 1 from 0 to 5; a*x", "param good = 2 from 1 to 5\nparam b = 1 from 0.1 to 10 log\ngood*exp(-b*x)", "a*x", "", "1/0",
            "param a = 900 from 0 to 1000; exp(a*x)", "param lr = 1 from 0 to 2\nlr*x + wt", "param a = 1 from 0 to 5; a*y"),
    "or paste the table": ("a,b\n1,2\n2,3\n3,5", "weight;height;sex\n1;2,5;m\n2;3,5;f\n3;4;m\n4;1;f\n9;9;m", "x\n1", "a,b\n1,q", "",
                           "intercept,b,c\n1,2,3\n2,1,5\n4,4,1\n0,1,0", "a,b\n1,1.7e308\n2,-1.7e308\n3,0"),
}
LINKS: dict[str, tuple[dict[str, str], ...]] = {
    "surface": ({}, {"surface": "himmelblau", "opt": "gd,adam", "steps": "40"}, {"f": "x^2 + 2y^2", "start": "1,1", "gd.lr": "0.123456789"},
                {"surface": "nowhere", "opt": "gd,zz", "steps": "q"}, {"opt": "own", "own": "param good = 1 from 0 to 2\ntheta = theta - lr*good*g"},
                {"noise": "0.5", "clip": "1", "tol": "off", "patience": "9"}, {"surface": "rosenbrock", "surface.b": "12.3456"}),
    "regression": ({}, {"data": "cars", "axes": "0,1"}, {"data": "cars", "x": "wt,hp,qsec", "axes": "2,0"}, {"loss": "hinge"}, {"loss": "softmax"},
                   {"problem": "formula"}, {"problem": "formula", "data": "sine", "start": "1,1.2", "batch": "5"},
                   {"problem": "formula", "data": "cars", "model": "param a = 1 from -5 to 5; a*wt + hp/q", "axes": "1,0"},
                   {"data": "line", "degree": "3", "batch": "4"}, {"data": "moons"}, {"l": "(z-y)^2/0"}, {"penalty": "l2", "penalty.strength": "0.3"}),
    "classification": ({}, {"data": "iris"}, {"data": "three_classes", "degree": "2"}, {"data": "moons", "loss": "hinge"}, {"loss": "squared"},
                       {"d": "x1 = u1\nx2 = u2\ny = where(x1 > x2, 1, 0)", "loss": "squared"}, {"data": "galton"},
                       {"problem": "formula"}, {"problem": "formula", "data": "iris"}, {"problem": "formula", "loss": "softmax"},
                       {"problem": "formula", "data": "moons", "model": "param a = 1 from -5 to 5; a*x1 + sin(x2)", "batch": "9"}),
    "rates": ({}, {"view": "map", "cells": "5", "opt": "adam"}, {"view": "map", "cells": "4", "problem": "regression", "up": "batch_size"},
              {"view": "schedules", "opt": "gd"}, {"problem": "classification", "measure": "steps"}, {"view": "map", "cells": "3", "box": "5,1,q"},
              {"problem": "nowhere", "across": "zz", "schedules": "zz"}, {"f": "x", "opt": "gd"}, {"opt": "none"}),
}
# fmt: on


RACES = sorted(LINKS)


class Walker:
    """One visitor in one session. `draw(options)` picks one of some options."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.trail, self.page = draw, [], draw(RACES)
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        self.visited: list[tuple[str, dict[str, str]]] = []
        self.before: Any = None
        self.at.run()
        self.at.session_state["more"] = self.at.session_state["columns"] = True
        self.at.switch_page(PAGES[self.page].file)
        self.run()

    def run(self, leaving: bool = False) -> None:
        """Run the page with what the browser sends: all widgets, or none with a change of page (measured in Chromium)."""
        self.before = self.at._tree.get_widget_states() if self.trail else None
        self.at = self.at._run(WidgetStates()) if leaving else self.at.run()
        self.check()

    def link(self) -> dict[str, str]:
        return {k: v[0] if isinstance(v, list) else v for k, v in self.at.query_params.items()}

    # what a visitor does

    def touch(self) -> None:
        """Any widget, any of its values."""
        kind = self.draw([k for k in KINDS if len(self.at.get(k))] or ["button"])
        found = [w for w in self.at.get(kind) if not w.proto.disabled]
        if not found:
            return
        widget = self.draw(found)
        value = self.value_for(kind, widget)
        self.trail.append((kind, widget.label, value))
        if kind == "button":
            widget.click()
        elif kind == "selectbox":
            widget.select_index(value)
        else:
            widget.set_value(value)
        self.run()

    def value_for(self, kind: str, w: Any) -> Any:
        if kind == "selectbox":
            return self.draw(
                [*range(len(w.options)), *[len(w.options) - 1] * 10]
            )  # writing one's own is last
        if kind == "multiselect":
            return self.draw(
                [
                    [],
                    *([o] for o in w.options),
                    *([w.options[0], o] for o in w.options[1:]),
                    list(w.options[:3]),
                ]
            )
        if kind == "slider":
            steps = max(1, round((w.max - w.min) / w.step))
            moved = w.min + w.step * self.draw([0, 1, steps // 2, steps - 1])
            return type(w.value)(moved)
        if kind == "select_slider":
            return float(self.draw(list(w.options)))
        if kind == "text_input":
            return self.draw(TEXTS.get(w.label, NUMBERS))
        if kind == "text_area":
            return self.draw(TEXTS[w.label])
        if kind == "toggle":
            return not w.value
        if kind == "button_group":
            several = isinstance(w.value, list)
            option = self.draw(list(w.options))
            content = option.content or option.content_icon if hasattr(option, "content") else option
            return [content] if several else content
        return None

    def fold(self) -> None:
        """Open or close what is folded, or another tab."""
        if self.draw([True, False]):
            key = self.draw(FOLDED)
            value: Any = key not in self.at.session_state or not self.at.session_state[key]
        else:
            key, value = "tab", self.draw(TABS)
        self.trail.append(("fold", key, value))
        self.at.session_state[key] = value
        self.run()

    def go(self) -> None:
        """Another page, by its link in the navigation: its address is bare."""
        self.visited.append((self.page, self.link()))
        self.page = self.draw([*RACES, *RACES, *RACES, "bug", "reference"])
        self.trail.append(("go", self.page, None))
        self.at.query_params.clear()
        self.at.switch_page(PAGES[self.page].file)
        self.run(leaving=True)

    def open(self) -> None:
        """A link typed into the address."""
        if self.page in LINKS:
            query = self.draw(LINKS[self.page])
            self.visited.append((self.page, self.link()))
            self.trail.append(("open", self.page, query))
            self._address(query)

    def back(self) -> None:
        """The browser's Back."""
        if self.visited:
            self.page, query = self.visited.pop()
            self.trail.append(("back", self.page, query))
            self.at.switch_page(PAGES[self.page].file)
            self._address(query, leaving=True)

    def lag(self) -> None:
        """A browser that is one change behind sends what it still holds."""
        if self.before is not None:
            self.trail.append(("lag", "", None))
            self.at = self.at._run(self.before)
            self.before = None
            self.check()

    def _address(self, query: dict[str, str], leaving: bool = False) -> None:
        self.at.query_params.clear()
        for key, value in query.items():
            self.at.query_params[key] = value
        self.run(leaving)

    # what holds after each step

    def check(self) -> None:
        at = self.at
        assert not at.exception, [e.message for e in at.exception]
        if self.page not in PAGES or PAGES[self.page].default is None:
            return
        query = self.link()
        table = query.get("data") == "own-table"
        page = PAGES[self.page]
        spec, problems = read_link(
            {k: v for k, v in query.items() if not table or k not in ("data", "axes")}, page
        )
        if not table:
            assert not problems, problems
            assert to_query(spec, page.first_of(query.get(KIND, ""))) == query
            self.picture(spec)
        self.widgets(spec, table)

    def picture(self, spec: Spec) -> None:
        header, arrays = read_scene(player_bytes(self.at))
        if any("cannot be drawn" in e.value for e in self.at.error):
            return
        race = races.race(spec)
        assert header["title"] == race.objective.name
        assert [c["slug"] for c in header["competitors"]] == [c.slug for c in race.competitors]
        assert [c["steps"] for c in header["competitors"]] == [c.path.steps for c in race.competitors]
        assert [c["rate"] for c in header["competitors"] if c["rate"]] == [
            r
            for c in race.competitors
            if (
                r := float(c.path.rate[0]) if c.path.steps and (c.path.rate == c.path.rate[0]).all() else None
            )
        ]
        if race.competitors:
            start = kinds.start_of(spec)
            shown = [start[i] for i in kinds.axes_of(spec)]
            if "plane" in header:
                away = np.array(start) - arrays["plane:origin"][:, 0]
                shown = (arrays["plane:components"] @ away).tolist()
            assert header["start"] == (
                pytest.approx(shown, rel=1e-4, abs=1e-4 * max(map(abs, shown)))
                if "plane" in header
                else shown
            )
            on_plane = kinds.on_plane(spec) and not any("plane cannot" in w.value for w in self.at.warning)
            assert ("plane" in header) == on_plane

    def widgets(self, spec: Spec, table: bool) -> None:
        told = " ".join(h.proto.body for h in self.at.get("html") if 'class="gd-refusal"' in h.proto.body)
        if any("cannot be drawn" in e.value for e in self.at.error):
            return
        for o in (o for o in options(Spec).values() if o.low is not None):
            for field in (w for w in self.at.sidebar.text_input if w.label == o.label):
                try:
                    shown: float | None = read_typed(field.value, o.whole) if field.value.strip() else None
                except ValueError:
                    shown = math.nan
                assert shown == getattr(spec, o.field) or told, (o.label, field.value, getattr(spec, o.field))
        picked = next(w for w in self.at.sidebar.multiselect if w.label == "Optimizers")
        assert picked.value == [e.optimizer.slug or "own" for e in spec.entrants]
        if isinstance(spec.problem, SurfaceChoice):
            assert self.named("selectbox", "Loss surface").value == (spec.problem.surface.slug or "own")
        elif not table and not told and not any("Until there is a table" in c.value for c in self.at.caption):
            assert self.named("selectbox", "Data").value == (spec.problem.data.slug or "own")
            assert self.named("selectbox", "Loss of a row").value == (spec.problem.loss.slug or "own")
        assert self.named("selectbox", "Learning-rate schedule").value == (
            (spec.schedule.slug or "own") if spec.schedule else "constant"
        )
        fields = [w for w in self.at.sidebar.text_input if w.label == "Learning rate, typed"]
        sliders = [w for w in self.at.sidebar.select_slider if w.label == "Learning rate"]
        rated = [e for e in spec.entrants if rule_of(e.optimizer).has_rate]
        assert len(fields) == len(sliders) == len(rated)
        for entrant, field, slider in zip(rated, fields, sliders, strict=True):
            if told:  # one of them was refused: it shows what was typed
                continue
            assert read_typed(field.value) == slider.value
            assert entrant.lr is None or entrant.lr == slider.value

    def named(self, kind: str, label: str) -> Any:
        return next(w for w in self.at.sidebar.get(kind) if w.label == label)
