"""Runs exported files in a bare interpreter, many of them in one process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

DRIVER = """
import contextlib, io, os, runpy, sys, traceback
folder, *allowed = sys.argv[1:]
for name in sorted(os.listdir(folder)):
    place = os.path.join(folder, name, "run.py")
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            runpy.run_path(place)
        assert "point:" in printed.getvalue()
    except BaseException:
        print(f"--- {name}", traceback.format_exc(limit=-3), sep="\\n")
for module in ("gdviz", "streamlit", "pandas", "scipy"):
    assert module not in sys.modules or module in allowed, module
print("done")
"""


def failures(
    cases: Mapping[str, Mapping[str, bytes]], folder: Path, *allowed: str, python: str = sys.executable
) -> str:
    """Run every case (name -> its files) where nothing is installed but NumPy; what failed, "" if nothing did."""
    for name, files in cases.items():
        assert b"import gdviz" not in files["run.py"] and b"from gdviz" not in files["run.py"]
        (folder / name).mkdir(parents=True)
        for file, content in files.items():
            (folder / name / file).write_bytes(content)
    # -I: no environment, no folder of the caller's
    command = [python, "-I", "-W", "error", "-c", DRIVER, str(folder), *allowed]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert done.stdout.endswith("done\n"), done.stdout + done.stderr
    return done.stdout.removesuffix("done\n")
