"""Writes schedules/*.txt: the rates of torch.optim.lr_scheduler, torch 2.13, in double precision.

Run by hand, only when a case is added; the tests read the files and need no torch:

    pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu
    python tests/golden/make_schedules.py

A file holds several runs, separated by an empty line. A run begins with the lines `lr`, `hyper` (parameters that are
not at their default) and `columns`; then the rate of each step from 1 and, for a schedule that reads it, the loss
before the step.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from pathlib import Path

import torch
from torch.optim import lr_scheduler

torch.set_default_dtype(torch.float64)
HERE = Path(__file__).parent
Hyper = dict[str, float]
Make = Callable[[torch.optim.Optimizer], object]
Rates = tuple[float, Hyper, list[float], list[float] | None]
SGD = torch.optim.SGD
T = 200


def rates(make: Make, lr: float, losses: list[float] | None = None) -> list[float]:
    """The rate of each step: scheduler.step() after optimizer.step(); a plateau is told the loss before it."""
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = make(optimizer)
    out = []
    for k in range(T):
        if losses:
            scheduler.step(losses[k])  # type: ignore[attr-defined]
        out.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if not losses:
            scheduler.step()  # type: ignore[attr-defined]
    return out


def closed(make: Make, lr: float) -> list[float]:
    """The rates by torch's closed form: its recursion loses digits where the rate nears 0."""
    scheduler = make(SGD([torch.zeros(1, requires_grad=True)], lr=lr))
    out = []
    for k in range(T):
        scheduler.last_epoch = k  # type: ignore[attr-defined]
        out.append(float(scheduler._get_closed_form_lr()[0]))  # type: ignore[attr-defined]
    return out


def warmup_cosine(lr: float, warmup: int, start_factor: float, lr_min: float) -> list[float]:
    """LinearLR, then CosineAnnealingLR, each in closed form."""
    up = closed(lambda o: lr_scheduler.LinearLR(o, start_factor=start_factor, total_iters=warmup), lr)
    down = closed(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=T - warmup, eta_min=lr_min), lr)
    return up[:warmup] + down[: T - warmup]


LOSSES = [3 * math.exp(-k / 12) + 0.5 + 0.05 * math.sin(k) - (0.3 if k > 120 else 0) for k in range(T)]
NEGATIVE = [
    -3 + 0.02 * k + 0.05 * math.cos(3 * k) for k in range(T)
]  # there a relative threshold turns around


def schedule_cases() -> dict[str, list[Rates]]:
    """slug: (lr, parameters, rates, losses)."""
    s = lr_scheduler
    plateau = {
        "factor": 0.5,
        "patience": 4,
        "threshold": 1e-2,
        "cooldown": 6,
        "lr_min": 2e-3,
        "least_cut": 1e-4,
    }

    def plateau_rates(lr: float, losses: list[float], h: Hyper) -> list[float]:
        h = {{"lr_min": "min_lr", "least_cut": "eps"}.get(k, k): v for k, v in h.items()}
        return rates(lambda o: s.ReduceLROnPlateau(o, **h), lr, losses)

    def cyclic(lr: float, up: int, down: int, base: float) -> list[float]:
        return rates(lambda o: s.CyclicLR(o, base * lr, lr, up, down, cycle_momentum=False), lr)

    def one_cycle(lr: float, start: float = 0.3, div: float = 25.0, final: float = 1e4) -> list[float]:
        return rates(
            lambda o: s.OneCycleLR(
                o,
                lr,
                total_steps=T,
                pct_start=start,
                div_factor=div,
                final_div_factor=final,
                cycle_momentum=False,
            ),
            lr,
        )

    def restarts(lr: float, first: int, factor: int, low: float) -> list[float]:
        return rates(lambda o: s.CosineAnnealingWarmRestarts(o, first, factor, low), lr)

    return {
        "constant": [(0.1, {}, rates(lambda o: s.ConstantLR(o, factor=1.0), 0.1), None)],
        "step_decay": [
            (0.1, {}, closed(lambda o: s.StepLR(o, 100), 0.1), None),
            (0.3, {"step_size": 17, "gamma": 0.7}, closed(lambda o: s.StepLR(o, 17, 0.7), 0.3), None),
        ],
        "multi_step": [
            (
                0.1,
                {"step1": 100, "step2": 200, "step3": 400},
                closed(lambda o: s.MultiStepLR(o, [100, 200, 400]), 0.1),
                None,
            ),
            (
                0.3,
                {"step1": 20, "step2": 50, "step3": 51, "gamma": 0.7},
                closed(lambda o: s.MultiStepLR(o, [20, 50, 51], 0.7), 0.3),
                None,
            ),
        ],
        "exponential": [(0.1, {"gamma": 0.95}, closed(lambda o: s.ExponentialLR(o, 0.95), 0.1), None)],
        "polynomial": [
            (0.1, {}, closed(lambda o: s.PolynomialLR(o, T), 0.1), None),
            (0.3, {"power": 2.5}, closed(lambda o: s.PolynomialLR(o, T, 2.5), 0.3), None),
        ],
        "cosine": [
            (0.1, {}, closed(lambda o: s.CosineAnnealingLR(o, T), 0.1), None),
            (0.3, {"lr_min": 0.02}, closed(lambda o: s.CosineAnnealingLR(o, T, 0.02), 0.3), None),
        ],
        "cosine_restarts": [
            (0.1, {"T_0": 50, "T_mult": 1}, restarts(0.1, 50, 1, 0.0), None),
            (0.3, {"T_0": 7, "T_mult": 2, "lr_min": 0.01}, restarts(0.3, 7, 2, 0.01), None),
            (0.3, {"T_0": 1, "T_mult": 3}, restarts(0.3, 1, 3, 0.0), None),
        ],
        "warmup_cosine": [
            (0.1, {"warmup": 30, "start_factor": 0.1}, warmup_cosine(0.1, 30, 0.1, 0.0), None),
            (
                0.3,
                {"warmup": 11, "start_factor": 0.01, "lr_min": 0.02},
                warmup_cosine(0.3, 11, 0.01, 0.02),
                None,
            ),
        ],
        "one_cycle": [
            (0.1, {}, one_cycle(0.1), None),
            (
                0.3,
                {"pct_start": 0.45, "div_factor": 10, "final_div_factor": 50},
                one_cycle(0.3, 0.45, 10.0, 50.0),
                None,
            ),
        ],
        "triangular": [
            (
                0.1,
                {"step_size_up": 25, "step_size_down": 25, "base_factor": 0.1},
                cyclic(0.1, 25, 25, 0.1),
                None,
            ),
            (
                0.3,
                {"step_size_up": 7, "step_size_down": 16, "base_factor": 0.02},
                cyclic(0.3, 7, 16, 0.02),
                None,
            ),
        ],
        "reduce_on_plateau": [
            (0.1, {}, plateau_rates(0.1, LOSSES, {}), LOSSES),
            (0.3, plateau, plateau_rates(0.3, LOSSES, plateau), LOSSES),
            (0.3, plateau, plateau_rates(0.3, NEGATIVE, plateau), NEGATIVE),
        ],
    }


def write_schedules() -> None:
    """One file for each schedule of torch."""
    for slug, runs in schedule_cases().items():
        blocks = []
        for lr, hyper, values, losses in runs:
            head = [
                f"lr {lr:.17g}",
                " ".join(["hyper", *(f"{k}={v!r}" for k, v in hyper.items())]),
                f"columns rate{' loss' if losses else ''}",
            ]
            rows = [f"{r:.17g}" + (f" {losses[k]:.17g}" if losses else "") for k, r in enumerate(values)]
            blocks.append("\n".join(head + rows))
        path = HERE / "schedules" / f"{slug}.txt"
        path.write_text(
            f"# {slug}: torch.optim.lr_scheduler, torch {torch.__version__.split('+')[0]}\n"
            + "\n\n".join(blocks)
            + "\n"
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # a plateau is told the loss before the first optimizer.step()
    (HERE / "schedules").mkdir(exist_ok=True)
    write_schedules()
