"""Runs as code of their own."""

from __future__ import annotations

from gdviz import export as _export
from gdviz.engine import Path


def as_code(path: Path, flavour: str = "numpy") -> str:
    r"""Write a run as one Python file that makes it again, without gdviz.

    The file holds the loss, its gradient, the update rule and all that the run was made with (data, start,
    rate, schedule, batches, noise), written from the same equations. It ends with assertions of the point and
    the loss that the run has come to.

    Parameters
    ----------
    path : Path
        The run.
    flavour : {"numpy", "torch"}
        Plain NumPy; or PyTorch, which differentiates the loss and makes the steps by `torch.optim` where the
        optimizer is torch's. Where it is not, the file says so and writes the rule out.

    Returns
    -------
    str
        Python source. Data are in it, however many they are; see `code_files` for files that belong together.

    Raises
    ------
    ValueError
        For an unknown flavour, or naming why the run cannot be written: its objective is an object of one's
        own.

    Examples
    --------
    >>> import gdviz
    >>> path = gdviz.descend("sphere", "gd", start=(1.0, 1.0), steps=2, lr=0.25)
    >>> code = gdviz.as_code(path)
    >>> print(*code.splitlines()[7:10], sep="\n")
    def loss(theta):
        x, y = theta
        return x**2 + y**2
    """
    return _export.as_code(path, flavour)


def code_files(path: Path, flavour: str = "numpy") -> dict[str, bytes]:
    """Write a run as files: `run.py`, and `data.npz` beside it where its data are large.

    The arguments and errors are those of `as_code`.

    Returns
    -------
    dict
        Name -> content; all go into one folder.

    Examples
    --------
    >>> import gdviz
    >>> sorted(gdviz.code_files(gdviz.descend("sphere", "gd", steps=2)))
    ['run.py']
    """
    return _export.code_files(path, flavour)
