"""The exported NumPy file of every surface and every loss is run, with nothing but NumPy."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.export import code_files
from gdviz.export.data import LARGE
from gdviz.export.objectives import written
from gdviz.formula import ELEMENTWISE, FUNCTIONS
from tests.export.bare import failures

OF_TASK = {"regression": "cars", "binary": "blobs", "classes": "iris"}
# each rule asks for something else: slopes, proximal steps, the Hessian, batches
RULES = {
    "gd": {"lr": 0.01},
    "fista": {"lr": 0.01},
    "newton_damped": {},
    "cg_polak_ribiere": {"batch_size": 7},
    "adam": {"batch_size": 9, "replacement": True},
}
OWN_FORMULAS = {
    "taken_names": gdviz.surface("param loss = 2 from 0 to 3; gradient = x^2; loss*gradient + y^2"),
    "keywords": gdviz.surface("lambda^2 + (in - 1)^2", names=("lambda", "in")),
    "named_np": gdviz.surface("np^2 + exp(theta)", names=("np", "theta")),
    "one": gdviz.surface("cos(x) + x^2/4", ((-3, 3),)),
    "constant_slope": gdviz.surface("2x - y + 1"),
    "long": gdviz.surface(" + ".join(f"sin({k}x*y)/{k}" for k in range(1, 30))),
    "deep": gdviz.surface("sin(" * 40 + "x*y" + ")" * 40),
    "large_powers": gdviz.surface("x^12/1e3 + abs(y)^2.5 + where(x > y, x, y)^2"),
}


@pytest.mark.parametrize("rule", ["momentum", "newton"])
def test_every_surface(rule: str, tmp_path: Path) -> None:
    cases = {}
    for slug, surface in gdviz.surfaces.items():
        if rule == "newton" and surface.flat:
            continue
        cases[slug] = code_files(gdviz.descend(surface, rule, steps=25))
    assert failures(cases, tmp_path) == ""


def test_every_function(tmp_path: Path) -> None:
    """Each elementwise function of the language, with its derivative."""
    cases = {}
    for name in sorted(ELEMENTWISE):
        arguments = ["0.3 + 0.2*sin(x)", "y^2 + 0.1", "0.9"][: FUNCTIONS[name].arity[0]]
        arguments = (
            ["x > y", "x", "y"] if name == "where" else [*arguments, "x*y"][: FUNCTIONS[name].arity[1]]
        )
        surface = gdviz.surface(f"{name}({', '.join(arguments)}) + x^2 + y^2")
        cases[name] = code_files(gdviz.descend(surface, "gd", (0.7, 0.4), steps=10, lr=0.1))
    assert failures(cases, tmp_path) == ""


def test_own_formulas(tmp_path: Path) -> None:
    cases = {}
    for name, surface in OWN_FORMULAS.items():
        for rule in ("adam", "gd_exact", "bfgs"):
            if surface.flat and rule == "gd_exact":
                continue
            cases[f"{name}-{rule}"] = code_files(gdviz.descend(surface, rule, steps=12))
    changed = gdviz.surfaces["rosenbrock"].with_parameters(b=20.0)
    cases["parameters"] = code_files(gdviz.descend(changed, "adam", steps=20))
    cases["diverged"] = code_files(gdviz.descend("rosenbrock", "gd", steps=50, lr=1.0))
    cases["no_step"] = code_files(gdviz.descend("sphere", "gd", (0.0, 0.0), steps=5))
    assert failures(cases, tmp_path) == ""


@pytest.mark.parametrize("slug", gdviz.losses)
def test_every_loss(slug: str, tmp_path: Path) -> None:
    loss, cases = gdviz.losses[slug], {}
    for penalty in (None, *gdviz.penalties):
        for average in ("mean", "half mean", "sum"):
            fit = gdviz.data_loss(
                OF_TASK[loss.task],
                loss,
                penalty=penalty,
                average=average,
                scaling="standardise",
                intercept=average != "sum",
            )
            for rule, keywords in RULES.items():
                path = gdviz.descend(fit, rule, steps=15, **keywords)
                cases[f"{penalty}-{average.replace(' ', '-')}-{rule}"] = code_files(path)
    assert failures(cases, tmp_path) == ""


def test_designs_and_own_losses(tmp_path: Path) -> None:
    cases = {}
    for degree in (1, 3):
        for scaling in ("none", "standardise", "minmax"):
            fit = gdviz.data_loss("cars", features=("wt", "hp"), degree=degree, scaling=scaling)
            cases[f"{degree}-{scaling}"] = code_files(gdviz.descend(fit, "newton_damped", steps=10))
    texts = {
        "slope_of_one": "z - y + (z - y)^2/9",
        "taken_names": "param A = 2 from 0 to 3; slope = z - y; cost = slope^2; A*cost + abs(slope)",
        "kinks": "max(z - y, 0)^2 + sqrt((z - y)^2)",
    }
    for name, text in texts.items():
        fit = gdviz.data_loss("line", gdviz.loss(text), average="sum", penalty="l1")
        cases[name] = code_files(gdviz.descend(fit, "adam", steps=20, batch_size=5, noise=0.2))
    assert failures(cases, tmp_path) == ""


def test_large_data_travel_beside(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    table = gdviz.read_table(
        "a,b,y\n" + "\n".join(",".join(map(str, row)) for row in rng.normal(size=(LARGE, 3)).tolist())
    )
    path = gdviz.descend(gdviz.data_loss(table), "momentum", steps=400, batch_size=32, lr=0.01)
    files = code_files(path)
    assert sorted(files) == ["data.npz", "run.py"] and len(files["run.py"]) < 4000
    assert len(gdviz.as_code(path)) > 20 * LARGE
    assert failures({"beside": files, "within": {"run.py": gdviz.as_code(path).encode()}}, tmp_path) == ""


def test_names_of_columns_stay_names() -> None:
    """A heading may hold line breaks and quotes: none of it becomes code."""
    table = gdviz.read_table('"a\nimport os; x = 1","b \'\'\'\\",y\n1,2,3\n2,3,5\n4,1,1\n')
    fit = gdviz.data_loss(table, gdviz.loss("(z - y)^2", name="\nimport os"))
    own = gdviz.schedule("lr/t", name="\nimport os")
    for path in (
        gdviz.descend(
            "booth", gdviz.optimizer("theta = theta - lr*g", name="\nimport os"), steps=2, schedule=own
        ),
        gdviz.descend(fit, "gd", steps=2),
        gdviz.descend(gdviz.surface("x^2", name='"""\nimport os'), "gd", steps=2),
    ):
        imported = [
            n for n in ast.walk(ast.parse(gdviz.as_code(path))) if isinstance(n, (ast.Import, ast.ImportFrom))
        ]
        assert [alias.name for n in imported for alias in n.names] == ["numpy"]


def test_rows_that_are_held_out(tmp_path: Path) -> None:
    """The file has all rows, says which are held out, and descends the others: checked by its own assertions."""
    held = {"hold_out": 0.3, "split_seed": 2}
    fits = {
        "linear": gdviz.data_loss("cars", degree=2, scaling="standardise", penalty="l2", **held),
        "classes": gdviz.data_loss("iris", "softmax", scaling="minmax", **held),
        "formula": gdviz.model("a*exp(-b*x)", "decay", **held),
        "network": gdviz.network("moons", (3,), loss="cross_entropy", scaling="standardise", **held),
    }
    cases = {}
    for name, fit in fits.items():
        said = f"{fit.test.rows} of {len(fit.all_rows.y)} rows (TEST, from 0) are held out"
        for rule, more in (("gd", {"lr": 0.01}), ("adam", {"batch_size": 9}), ("newton_damped", {})):
            path = gdviz.descend(fit, rule, steps=12, **more)
            files = cases[f"{name}-{rule}"] = code_files(path)
            assert said in files["run.py"].decode()
    assert failures(cases, tmp_path) == ""
    for name, fit in fits.items():
        data, every = written(fit).data, fit.all_rows
        np.testing.assert_array_equal(data["TEST"], np.flatnonzero(every.test))
        np.testing.assert_array_equal(data["Y"], every.y)
        own_units = every.x if name != "formula" else fit.reads(every.x).T  # of a network, too
        np.testing.assert_array_equal(data["X"], own_units, err_msg=name)


def test_many_held_out_rows_travel_beside_the_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    table = gdviz.Table("t", {"x": rng.normal(size=9000), "y": rng.normal(size=9000)})
    files = code_files(gdviz.descend(gdviz.data_loss(table, hold_out=0.5), "gd", steps=5, lr=0.1))
    assert len(files["run.py"]) < 6000 and failures({"many": files}, tmp_path) == ""
