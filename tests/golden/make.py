"""Writes optimizers/*.txt: what torch 2.13 and optax 0.2.8 do, step by step, in double precision.

Run by hand, only when a case is added; the tests read the files and need neither library:

    pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu
    pip install optax==0.2.8
    python tests/golden/make.py

A file holds several runs, separated by an empty line. A run begins with the lines `surface`, `start`, `hyper`
(lr and the parameters that are not at their default) and `columns`; then one line for each step from 0.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
from optax import contrib

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)  # torch keeps step counters and rates in the default type
HERE = Path(__file__).parent
STEPS = 120
Hyper = dict[str, float]
Point = np.ndarray
Pair = tuple[float, float]
Run = tuple[str, float, Hyper]
Step = Callable[
    [float, Point, Point], tuple[Point, Point]
]  # loss, theta, gradient -> theta, what is written too


def rosenbrock(p: Point) -> tuple[float, Point]:
    """Value and gradient."""
    x, y = p
    w = y - x * x
    return (1 - x) ** 2 + 100 * w * w, np.array([-2 * (1 - x) - 400 * x * w, 200 * w])


def beale(p: Point) -> tuple[float, Point]:
    """Value and gradient."""
    x, y = p
    terms = [
        (1.5 - x + x * y, y - 1, x),
        (2.25 - x + x * y**2, y**2 - 1, 2 * x * y),
        (2.625 - x + x * y**3, y**3 - 1, 3 * x * y**2),
    ]
    value = sum(r * r for r, _, _ in terms)
    return value, np.array([sum(2 * r * dx for r, dx, _ in terms), sum(2 * r * dy for r, _, dy in terms)])


SURFACES = {
    "rosenbrock": (rosenbrock, "(1 - x)^2 + 100*(y - x^2)^2", (-1.5, 2.0)),
    "beale": (beale, "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2", (-2.0, -1.0)),
}


def with_torch(name: str, extra: str = "", **fixed: object) -> Callable[..., Step]:
    """A maker of steps from a class of torch.optim; `extra` is a state that is written too."""

    def make(start: Point, lr: float, hyper: Hyper) -> Step:
        keywords: dict[str, object] = dict(fixed)
        pairs = {k: dict(v) for k, v in _TORCH_PAIRS.get(name, {}).items()}
        for key, value in hyper.items():
            pair = next((k for k, v in pairs.items() if key in v), None)
            if pair:
                pairs[pair][key] = value
            else:
                keywords[key] = value
        keywords.update({k: tuple(v.values()) for k, v in pairs.items()})
        theta = torch.tensor(start, requires_grad=True)
        optimizer = getattr(torch.optim, name)([theta], lr=lr, foreach=False, **keywords)

        def step(loss: float, p: Point, g: Point) -> tuple[Point, Point]:
            theta.grad = torch.tensor(g)
            optimizer.step()
            more = optimizer.state[theta][extra].numpy().copy() if extra else np.empty(0)
            return theta.detach().numpy().copy(), more

        return step

    return make


_BETAS = {"betas": {"beta1": 0.9, "beta2": 0.999}}
_TORCH_PAIRS = {n: _BETAS for n in ("Adam", "AdamW", "NAdam", "Adamax", "RAdam")} | {
    "Rprop": {
        "etas": {"eta_minus": 0.5, "eta_plus": 1.2},
        "step_sizes": {"delta_min": 1e-6, "delta_max": 50.0},
    }
}


def with_optax(
    make_transform: Callable[[float, Hyper], optax.GradientTransformationExtraArgs],
    report: Callable[[object, Point], Point] | None = None,
    **more: object,
) -> Callable[..., Step]:
    """A maker of steps from an optax transformation of (lr, hyper)."""

    def make(start: Point, lr: float, hyper: Hyper) -> Step:
        transform = optax.with_extra_args_support(make_transform(lr, hyper))
        params = jnp.asarray(start)
        state = transform.init(params)

        def step(loss: float, p: Point, g: Point) -> tuple[Point, Point]:
            nonlocal params, state
            updates, state = transform.update(jnp.asarray(g), state, params, value=loss)
            params = optax.apply_updates(params, updates)
            return np.asarray(report(state, params) if report else params), np.empty(0)

        if report:  # the gradient is wanted at the parameters, not at the reported point
            step.parameters = lambda: np.asarray(params)  # type: ignore[attr-defined]
        return step

    return make


def sam(start: Point, lr: float, hyper: Hyper) -> Step:
    """SAM takes a second gradient inside the step: the runner gives it the surface as `surface`."""
    adversary = optax.chain(contrib.normalize(), optax.sgd(hyper.get("rho", 0.05)))
    transform = contrib.sam(optax.sgd(lr), adversary, opaque_mode=True)
    params = jnp.asarray(start)
    state = transform.init(params)

    def step(loss: float, p: Point, g: Point) -> tuple[Point, Point]:
        nonlocal params, state

        def again(q: Point, _: int) -> Point:
            return jnp.asarray(step.surface(np.asarray(q))[1])  # type: ignore[attr-defined]

        updates, state = transform.update(jnp.asarray(g), state, params, grad_fn=again)
        params = optax.apply_updates(params, updates)
        return np.asarray(params), np.empty(0)

    return step


def renamed(h: Hyper, **names: str) -> Hyper:
    """Our parameter names as the library's keywords."""
    usual = {"beta1": "b1", "beta2": "b2", "beta3": "b3"} | names
    return {usual.get(k, k): v for k, v in h.items()}


def adabelief(lr: float, h: Hyper) -> optax.GradientTransformationExtraArgs:
    """One eps for both places."""
    return optax.adabelief(lr, **renamed(h), **({"eps_root": h["eps"]} if "eps" in h else {}))


def prodigy(lr: float, h: Hyper) -> optax.GradientTransformationExtraArgs:
    """Betas as a pair."""
    rest = {k: v for k, v in h.items() if k not in ("beta1", "beta2")}
    betas = (h.get("beta1", 0.9), h.get("beta2", 0.999))
    return contrib.prodigy(lr, betas=betas, **renamed(rest, d0="estim_lr0", d_coef="estim_lr_coef"))


def dog(lr: float, h: Hyper) -> optax.GradientTransformationExtraArgs:
    """The heuristic first step."""
    return contrib.dog(lr, init_step=("heuristic", h.get("r_eps", 1e-6)), eps=h.get("eps", 1e-8))


def plain(alias: Callable[..., optax.GradientTransformationExtraArgs]) -> Callable[..., Step]:
    """An optax alias whose keywords are ours but for the names of the betas."""
    return with_optax(lambda lr, h: alias(lr, **renamed(h)))


def polyak(lr: float, h: Hyper) -> optax.GradientTransformationExtraArgs:
    """Our lr multiplies the finished step; optax's `scaling` scales the gradient before its norm is taken."""
    return optax.chain(optax.polyak_sgd(**renamed(h, gamma_max="max_learning_rate")), optax.scale(lr))


def both(rates: Pair, other: Hyper, rates_of_other: Pair | None = None) -> list[Run]:
    """Both surfaces, with default parameters and with others; rates at which rounding is not blown up."""
    runs = [(surface, lr, {}) for surface, lr in zip(SURFACES, rates, strict=True)]
    more = [(surface, lr, other) for surface, lr in zip(SURFACES, rates_of_other or rates, strict=True)]
    return runs + (more if other else [])


# slug: name of the oracle, maker of its steps, runs
ADAM = {"beta1": 0.8, "beta2": 0.99, "eps": 1e-4}
# fmt: off
CASES: dict[str, tuple[str, Callable[..., Step], list[Run]]] = {
    "gd": ("torch.optim.SGD", with_torch("SGD"), both((5e-4, 2e-3), {})),
    "momentum": ("torch.optim.SGD", with_torch("SGD", momentum=0.9), both((1e-4, 1e-3), {"momentum": 0.7})),
    "nesterov": ("torch.optim.SGD(nesterov)", with_torch("SGD", momentum=0.9, nesterov=True),
                 both((1e-4, 1e-3), {"momentum": 0.7})),
    "adagrad": ("torch.optim.Adagrad", with_torch("Adagrad"), both((0.3, 0.3), {"eps": 0.1})),
    "rmsprop": ("torch.optim.RMSprop", with_torch("RMSprop"),
                both((5e-3, 0.01), {"alpha": 0.9, "eps": 1e-3}, (1e-3, 0.01))),
    "rmsprop_centered": ("torch.optim.RMSprop(centered)", with_torch("RMSprop", centered=True),
                         both((2e-3, 2e-3), {"alpha": 0.9, "eps": 0.1}, (1e-3, 2e-3))),
    "adadelta": ("torch.optim.Adadelta", with_torch("Adadelta"), both((1.0, 1.0), {"rho": 0.8, "eps": 1e-3})),
    "adam": ("torch.optim.Adam", with_torch("Adam"), both((0.02, 0.05), ADAM)),
    "adamw": ("torch.optim.AdamW", with_torch("AdamW"), both((0.02, 0.05), {**ADAM, "weight_decay": 0.3})),
    "amsgrad": ("torch.optim.Adam(amsgrad)", with_torch("Adam", amsgrad=True), both((0.02, 0.05), ADAM)),
    "nadam": ("torch.optim.NAdam", with_torch("NAdam"), both((0.02, 0.05), {**ADAM, "momentum_decay": 0.05})),
    "adamax": ("torch.optim.Adamax", with_torch("Adamax"), both((0.02, 0.05), {**ADAM, "eps": 0.1})),
    "radam": ("torch.optim.RAdam", with_torch("RAdam"), both((1e-4, 1e-3), ADAM)),
    "rprop": ("torch.optim.Rprop", with_torch("Rprop"),
              both((0.01, 0.01), {"eta_minus": 0.3, "eta_plus": 1.1, "delta_min": 1e-3, "delta_max": 0.05})),
    "asgd": ("torch.optim.ASGD", with_torch("ASGD", extra="ax"),
             both((5e-4, 2e-3), {"lambd": 0.05, "alpha": 0.6, "t0": 20})),
    "sign_sgd": ("optax.sign_sgd", with_optax(lambda lr, h: optax.sign_sgd(lr)), both((0.02, 0.03), {})),
    "signum": ("optax.signum", with_optax(lambda lr, h: optax.signum(lr, **renamed(h, beta1="beta"))),
               both((0.02, 0.03), {"beta1": 0.7})),
    "lion": ("optax.lion", plain(optax.lion),
             both((0.02, 0.03), {"beta1": 0.8, "beta2": 0.95, "weight_decay": 0.3})),
    "adabelief": ("optax.adabelief", with_optax(adabelief), both((0.02, 0.05), ADAM)),
    "yogi": ("optax.yogi", plain(optax.yogi), both((0.02, 0.05), {"beta1": 0.8, "beta2": 0.99, "eps": 1e-2})),
    "adan": ("optax.adan", plain(optax.adan),
             both((0.02, 0.05), {"beta1": 0.9, "beta2": 0.8, "beta3": 0.95, "eps": 1e-3, "eps_root": 1e-2,
                                 "weight_decay": 0.2})),
    "lamb": ("optax.lamb", plain(optax.lamb), both((0.01, 0.02), {**ADAM, "weight_decay": 0.2})),
    "novograd": ("optax.novograd", plain(optax.novograd),
                 both((2e-3, 5e-3), {"beta1": 0.8, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.2})),
    "ademamix": ("optax.contrib.ademamix", plain(contrib.ademamix),
                 both((0.01, 0.02), {**ADAM, "beta3": 0.99, "alpha": 2.0, "weight_decay": 0.2})),
    "adopt": ("optax.contrib.adopt", plain(contrib.adopt), both((0.02, 0.05), {**ADAM, "eps": 40.0})),
    "sam": ("optax.contrib.sam", sam, both((5e-4, 2e-3), {"rho": 0.2})),
    "schedule_free": ("optax.contrib.schedule_free_sgd",
                      with_optax(lambda lr, h: contrib.schedule_free_sgd(lr, **renamed(h)),
                                 contrib.schedule_free_eval_params), both((5e-4, 2e-3), {"beta1": 0.6})),
    "dog": ("optax.contrib.dog", with_optax(dog), both((1.0, 1.0), {"r_eps": 1e-3, "eps": 1.0})),
    "dowg": ("optax.contrib.dowg", with_optax(lambda lr, h: contrib.dowg(lr, **h)),
             both((0.3, 0.3), {"eps": 1e-2})),
    "prodigy": ("optax.contrib.prodigy", with_optax(prodigy),
                both((1.0, 1.0), {"beta1": 0.8, "beta2": 0.99, "eps": 1e-4, "d0": 1e-4, "d_coef": 0.5})),
    "polyak": ("optax.polyak_sgd", with_optax(polyak),
               [("beale", 0.05, {}), ("beale", 1.0, {"f_min": 2.0}), ("rosenbrock", 1.0, {"gamma_max": 1e-3}),
                ("rosenbrock", 0.05, {"f_min": -0.1, "gamma_max": 2e-3})]),
}
# fmt: on


def run(make: Callable[..., Step], surface: str, lr: float, hyper: Hyper) -> list[Point]:
    """Every theta (and what the oracle adds) from the start."""
    function, _, start = SURFACES[surface]
    theta = at = np.array(start)
    step = make(theta.copy(), lr, hyper)
    step.surface = function  # type: ignore[attr-defined]
    rows: list[Point] = []
    for _ in range(STEPS):
        value, gradient = function(at)
        theta, more = step(value, at, gradient)
        at = step.parameters() if hasattr(step, "parameters") else theta
        rows.append(np.concatenate([theta, more]))
    return [np.concatenate([start, np.zeros(len(rows[0]) - 2)]), *rows]


def write_optimizers() -> None:
    """One file for each case."""
    for slug, (name, make, runs) in CASES.items():
        version = f"torch {torch.__version__}" if name.startswith("torch") else f"optax {optax.__version__}"
        blocks = []
        for surface, lr, hyper in runs:
            _, text, start = SURFACES[surface]
            rows = run(make, surface, lr, hyper)
            columns = "x y" if len(rows[0]) == 2 else "x y theta_mean theta_mean"
            words = [f"{k}={v!r}" for k, v in ({"lr": lr} | hyper).items()]
            head = [
                f"surface {text}",
                "start " + " ".join(f"{c:.17g}" for c in start),
                " ".join(["hyper", *words]),
                f"columns {columns}",
            ]
            blocks.append("\n".join(head + [" ".join(f"{c:.17g}" for c in row) for row in rows]))
        path = HERE / "optimizers" / f"{slug}.txt"
        path.write_text(f"# {slug}: {name}, {version.split('+')[0]}, float64\n" + "\n\n".join(blocks) + "\n")


if __name__ == "__main__":
    (HERE / "optimizers").mkdir(exist_ok=True)
    write_optimizers()
