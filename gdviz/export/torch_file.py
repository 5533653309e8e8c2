"""A run as a file for PyTorch: by torch.optim where it has the optimizer, else by the rule written out."""

from __future__ import annotations

import re

from gdviz.engine import Minimizer, Path, Rule
from gdviz.engine.method.stability import in_range
from gdviz.export.check import check_lines
from gdviz.export.data import data_lines
from gdviz.export.helpers import sources
from gdviz.export.method.minimizer import MinimizerText
from gdviz.export.method.rule import RuleText, start_line
from gdviz.export.numpy_file import headline
from gdviz.export.objectives import written
from gdviz.export.text import indented, one_line
from gdviz.export.torch_helpers import torch_sources, wrappers

# torch's own keep a step size of their own, made of the rate that they were begun with
_KEEP_THE_FIRST_RATE = ("Rprop", "ASGD")


def torch_file(path: Path, beside: str | None) -> str:
    """Write a run. `beside` names the file that holds large arrays; None: all are in this one."""
    objective, batches = written(path.objective), bool(path.batches)
    method = MinimizerText(path) if isinstance(path.rule, Minimizer) else RuleText(path, objective.penalised)
    call = torch_call(path)
    defined, helpers = objective.torch(batches)
    own = torch_loop(path, method, call) if call and isinstance(method, RuleText) else method.lines
    asked = method.asked if not call else frozenset[str]()
    used = helpers | (method.helpers if not call else _of_schedule(method))
    imports = ["import numpy as np", "import torch", *method.imports[1:]]
    out = [
        *headline(path),
        "",
        *imports,
        "",
        'np.seterr(all="ignore")',
        "torch.set_default_dtype(torch.float64)",
        "",
        "",
    ]
    if objective.data:
        out += [*data_lines(objective.data, beside), "", ""]
    for source in [*torch_sources(n for n in used if n.startswith("torch_")), *sources(_without_torch(used))]:
        out += [source, "", ""]
    out += [*defined, "", "", *wrappers(asked, batches), "", ""]
    if not call:
        out.append(f"# {_why_not(path)}")
    out += [*own, "", "", start_line(path), *check_lines(path)]
    return "\n".join(out) + "\n"


def torch_call(path: Path) -> str:
    """Return the call of torch.optim that makes the same steps; "" where there is none."""
    rule = path.rule
    if not isinstance(rule, Rule) or not rule.torch or not in_range(rule, path.hyper) or not path.lr >= 0:
        return ""
    name, _, given = rule.torch.partition("(")
    if name in _KEEP_THE_FIRST_RATE and path.options.schedule is not None:
        return ""
    if "nesterov=True" in given and not path.hyper["momentum"] > 0:
        return ""
    more = re.sub(r"\{(\w+)\}", r"\1", given.removesuffix(")"))
    keywords = ["lr=lr", *filter(None, [more]), *["maximize=True"] * _only_climbs(path)]
    return f"torch.optim.{name}([theta], {', '.join(keywords)})"


def torch_loop(path: Path, method: RuleText, call: str) -> list[str]:
    """Return the loop of a run with torch.optim."""
    seen, schedule = method.seen, method.schedule
    taken = ", rows" if path.batches else ""
    body = [*method.head()]
    if schedule:
        body += ["lr = base_lr"]
    body += ["theta = torch.tensor(start, requires_grad=True)", f"optimizer = {call}", "path = [start]"]
    names, over = method.loop_over()
    if schedule and schedule.begins:
        first = ["noise = NOISE[0]"] * seen.noisy + ["rows = BATCHES[0]"] * bool(path.batches)
        body += [*first, *_numbers(method, taken), *schedule.begins]
    step = ["optimizer.zero_grad()", f"tensor_loss(theta{taken}).backward()"]
    if seen.changed and not _only_climbs(path):
        noise = ", noise" if seen.noisy else ""
        step.append(f"theta.grad = torch.from_numpy(seen(theta.grad.numpy(){noise}))")
    if schedule:
        if schedule.reads:
            sign = "-" if path.maximize else ""
            step += [f"f = np.float64({sign}tensor_loss(theta{taken}).item())"] * ("f" in schedule.reads)
            turned = "-" if _only_climbs(path) else ""
            step += [f"g = {turned}theta.grad.numpy()"] * ("g" in schedule.reads)
        step += [*schedule.step, "optimizer.param_groups[0]['lr'] = float(lr)"]
    step += ["optimizer.step()", "path.append(theta.detach().numpy().copy())"]
    body += [f"for {names} in {over}:", *indented(step), "return np.array(path)"]
    return [
        *method.before(),
        "def descend(start):",
        f'    """{one_line(path.rule.name)}: every iterate."""',
        *indented(body),
    ]


def _numbers(method: RuleText, taken: str) -> list[str]:
    """Return f and g where the run begins, for a schedule that reads them."""
    assert method.schedule is not None
    sign = "-" if method.path.maximize else ""
    out = [f"f = np.float64({sign}tensor_loss(theta{taken}).item())"] * ("f" in method.schedule.reads)
    if "g" in method.schedule.reads:
        out += [f"tensor_loss(theta{taken}).backward()", "g = theta.grad.numpy()"]
        if method.seen.changed:
            out.append(f"g = seen(g{', noise' if method.seen.noisy else ''})")
    return out


def _only_climbs(path: Path) -> bool:
    """Whether ascent is all that is done to a gradient: then torch does it."""
    return path.maximize and not path.options.noise and path.options.clip is None


def _without_torch(names: frozenset[str]) -> frozenset[str]:
    return frozenset(n for n in names if not n.startswith("torch_"))


def _of_schedule(method: RuleText | MinimizerText) -> frozenset[str]:
    schedule = method.schedule if isinstance(method, RuleText) else None
    return schedule.helpers if schedule else frozenset()


def _why_not(path: Path) -> str:
    """Say why torch.optim does not make the steps."""
    if isinstance(path.rule, Rule) and path.rule.torch:
        return (
            f"torch.optim.{path.rule.torch.partition('(')[0]} makes other steps with these parameters, or "
            "with a schedule, so the rule is written out"
        )
    name = one_line(path.rule.name)
    return f"torch.optim has no {name}, so it is written out; torch differentiates the loss"
