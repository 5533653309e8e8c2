"""What a worker process does: it calls functions that are sent to it, and sends back what they return.

The server starts it by `python -m gdviz.ui.workers.child`. So it never runs app.py, and it imports the engine
and the library, but nothing of Streamlit.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from typing import Any

from gdviz.engine.threads import one_thread

NICE = 15  # steps behind the server itself: whoever moves a slider goes first


def main() -> None:
    """Answer until the server closes the pipe, which it does when it ends, in whichever way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server
    if hasattr(os, "nice"):
        os.nice(NICE)
    one_thread()
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no answer
    key: int | None = None
    function: Any = None
    while True:
        try:
            new_key, new_function, arguments = pickle.load(asked)  # noqa: S301  # from the server alone
        except EOFError:
            return
        if new_key != key:
            key, function = new_key, pickle.loads(new_function)  # noqa: S301
        began = time.process_time()
        answer: tuple[Any, str]
        try:
            answer = function(*arguments), ""
        except ValueError as error:
            answer = None, str(error)
        pickle.dump((*answer, time.process_time() - began), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
