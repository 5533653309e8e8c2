"""The command `gdviz`: starts the app."""

from __future__ import annotations

import argparse
import runpy
import sys
from collections.abc import Sequence

import gdviz
from gdviz.home import HOME


def command(arguments: Sequence[str]) -> list[str]:
    """Return the command of Streamlit that is run for these arguments.

    Examples
    --------
    >>> command(["--port", "8600", "--no-browser"])[3:]
    ['--server.port=8600', '--server.headless=true']
    """
    parser = argparse.ArgumentParser("gdviz", description="Watch gradient descent happen, in the browser.")
    parser.add_argument("--port", type=int, help="port of the app; 8501, or the next free one, by default")
    parser.add_argument("--address", help="address to listen to, such as 127.0.0.1; all by default")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    parser.add_argument("--version", action="version", version=f"gdviz {gdviz.__version__}")
    given = parser.parse_args(arguments)
    out = ["streamlit", "run", str(HOME / "app.py")]
    out += [f"--server.port={given.port}"] * (given.port is not None)
    out += [f"--server.address={given.address}"] * (given.address is not None)
    return out + ["--server.headless=true"] * given.no_browser


def main() -> None:
    """Start the app, and stay until it is stopped."""
    sys.argv = command(sys.argv[1:])
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
