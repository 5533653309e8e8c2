"""A run as code: one text, or files that belong together."""

from __future__ import annotations

import io
import zipfile

from gdviz.engine import Path
from gdviz.export.data import are_large, packed
from gdviz.export.numpy_file import numpy_file
from gdviz.export.objectives import written
from gdviz.export.torch_file import torch_file

FLAVOURS = {"numpy": numpy_file, "torch": torch_file}
NAME, DATA = "run.py", "data.npz"


def as_code(path: Path, flavour: str = "numpy") -> str:
    """Write a run as one Python file. See `gdviz.as_code`."""
    return _file(path, flavour, None)


def code_files(path: Path, flavour: str = "numpy") -> dict[str, bytes]:
    """Write a run as files. See `gdviz.code_files`."""
    _check(path)
    data = written(path.objective).data
    if not are_large(data):
        return {NAME: _file(path, flavour, None).encode()}
    return {NAME: _file(path, flavour, DATA).encode(), DATA: packed(data)}


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files as one ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _check(path: Path) -> None:
    if not isinstance(path, Path):
        raise ValueError(f"path must be a run, as descend returns it, not {str(path)[:60]!r}")


def _file(path: Path, flavour: str, beside: str | None) -> str:
    _check(path)
    if flavour not in FLAVOURS:
        raise ValueError(f"flavour must be one of {', '.join(FLAVOURS)}, not {flavour!r}")
    return FLAVOURS[flavour](path, beside)
