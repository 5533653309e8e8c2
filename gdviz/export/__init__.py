"""Runs as code of their own: plain NumPy, PyTorch, a notebook."""

from gdviz.export.files import as_code, code_files, zipped
from gdviz.export.notebook import notebook

__all__ = ["as_code", "code_files", "notebook", "zipped"]
