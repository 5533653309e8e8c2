"""Runs as code of their own: plain NumPy, or PyTorch."""

from gdviz.export.files import as_code, code_files

__all__ = ["as_code", "code_files"]
