"""One thread for NumPy's products of matrices."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

NAMES = (
    "scipy_openblas_{}_num_threads64_",
    "scipy_openblas_{}_num_threads",
    "openblas_{}_num_threads64_",
    "openblas_{}_num_threads",
)


@cache  # constant: nothing but that it was done
def one_thread() -> None:
    """Let each of NumPy's products run on the core that asks for it. Without OpenBLAS do nothing.

    OpenBLAS spreads a product over all cores and waits for the last. Where other visitors keep the cores
    busy, that wait is most of the time: 100 steps over 100 000 x 19 numbers took 18 s with two threads and
    0.7 s with one. An environment variable counts only before NumPy is loaded, and it varies which module of
    which page is first to load it.
    """
    if set_threads := _openblas("set"):
        set_threads(1)


def threads() -> int | None:
    """How many threads a product of NumPy's may take; None where that is not known."""
    get_threads = _openblas("get")
    return get_threads() if get_threads else None


@cache  # constant: the functions of a library that is loaded once
def _openblas(verb: str) -> ctypes._NamedFuncPointer | None:
    """Find the function of NumPy's OpenBLAS that sets ("set") or tells ("get") its threads."""
    library = ctypes.CDLL(sys.modules["numpy._core._multiarray_umath"].__file__)
    return next((getattr(library, n.format(verb)) for n in NAMES if hasattr(library, n.format(verb))), None)
