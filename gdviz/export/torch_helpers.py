"""Functions that an exported file for PyTorch needs: their text is copied into it."""

from __future__ import annotations

from collections.abc import Iterable

HELPERS = {
    "torch_where": """
def where(condition, a, b):  # one of them may be a number
    return torch.where(torch.as_tensor(condition), a, b)""",
    "torch_maximum": """
def maximum(a, b):  # at a tie the slope is that of a; torch's own takes half of both
    return torch.where(torch.as_tensor(a >= b), a, b)""",
    "torch_minimum": """
def minimum(a, b):  # at a tie the slope is that of a; torch's own takes half of both
    return torch.where(torch.as_tensor(a <= b), a, b)""",
}
_ROWS = {False: ("theta", "theta"), True: ("theta, rows=slice(None)", "theta, rows")}


def torch_sources(names: Iterable[str]) -> list[str]:
    """Return the text of some of these functions."""
    return [HELPERS[name].strip() for name in sorted(names)]


def wrappers(asked: frozenset[str], batches: bool) -> list[str]:
    """Return loss, gradient and what else is asked for, of NumPy's arrays; PyTorch differentiates."""
    taken, given = _ROWS[batches]
    rest = given.removeprefix("theta")
    out = [
        f"def loss({taken}):",
        "    with torch.no_grad():",
        f"        return tensor_loss(torch.from_numpy(theta){rest}).item()",
    ]
    for name, of in {"gradient": "tensor_loss", "smooth_gradient": "smooth_tensor_loss"}.items():
        if name in asked:
            out += [
                *["", "", f"def {name}({taken}):"],
                "    point = torch.tensor(theta, requires_grad=True)",
                f"    {of}(point{rest}).backward()",
                "    return point.grad.numpy()",
            ]
    if "hessian" in asked:
        out += [
            *["", "", f"def hessian({taken}):"],
            "    point = torch.from_numpy(theta)",
            f"    return torch.autograd.functional.hessian(lambda p: tensor_loss(p{rest}), point).numpy()",
        ]
    return out
