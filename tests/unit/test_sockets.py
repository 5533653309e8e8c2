"""The server's sockets send small messages at once."""

import socket

import pytest

from gdviz.ui import sockets


@pytest.mark.skipif(
    not sockets.OPEN_FILES.is_dir(), reason="this system does not list a process's open files"
)
def test_connections_send_small_messages_at_once():
    def nodelay(connection):
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0

    # made as Streamlit makes it: without the protocol's number, so that asyncio leaves Nagle's algorithm on
    with socket.socket(family=socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with socket.create_connection(listening.getsockname()):
            early, _ = listening.accept()
            assert not nodelay(early)
            sockets.send_at_once.__wrapped__()
            with socket.create_connection(listening.getsockname()):
                late, _ = listening.accept()
                assert nodelay(early) and nodelay(late)
                late.send(b"the sockets stay open")
                late.close()
            early.close()
