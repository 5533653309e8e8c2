"""The server's sockets: small messages leave at once."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

OPEN_FILES = Path("/dev/fd")  # of this process, on Linux and macOS; elsewhere nothing is done


@cache  # constant: nothing but that it was done
def send_at_once() -> None:
    """Switch off Nagle's algorithm (RFC 896) on the TCP sockets of this process.

    Streamlit answers a change with several small messages. Nagle's algorithm holds the second one back until
    the browser has acknowledged the first one, and the browser's system does that after 40 ms (RFC 1122,
    4.2.3.2: delayed acknowledgement). asyncio switches it off only on sockets that were made with the number
    of the protocol, which those of Streamlit's server are not. Connections that come later inherit the option
    from the listening socket.
    """
    for number in _open_files():
        with suppress(OSError):  # closed meanwhile, or a socket that has no such option
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as copy:  # closing the copy leaves the socket open
                    _send_at_once(copy)


def _send_at_once(connection: socket.socket) -> None:
    internet = connection.family in (socket.AF_INET, socket.AF_INET6)
    if internet and connection.type == socket.SOCK_STREAM:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _open_files() -> Iterator[int]:
    if OPEN_FILES.is_dir():
        yield from (int(name) for name in os.listdir(OPEN_FILES))
