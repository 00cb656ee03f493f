"""How the page's server ends: whoever is connected then is told, and waits for nothing."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import gradio as gr
import pytest

from page.server import Served, serve

ROUNDS = 3  # what came at the wrong moment was left open in five of six


def _blank() -> Any:
    with gr.Blocks() as page:
        gr.HTML("")
    return page


def _connected_while_it_ends(served: Served) -> list[socket.socket]:
    """Connect all the time, without a word, as a browser does in advance; return the connections once it has ended."""
    connections = []
    has_ended = threading.Event()

    def connect() -> None:
        with suppress(OSError):  # nobody listens any more
            while not has_ended.is_set():
                connections.append(socket.create_connection(("127.0.0.1", served.place.port), timeout=60))
                time.sleep(0.0005)

    connecting = threading.Thread(target=connect)
    connecting.start()
    time.sleep(0.03)
    served.close()
    has_ended.set()
    connecting.join()
    return connections


@pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword)")  # Gradio's own use of pandas
def test_a_connection_that_comes_as_the_server_ends_is_closed() -> None:
    for _ in range(ROUNDS):
        connections = _connected_while_it_ends(serve(_blank, host="127.0.0.1"))
        assert connections
        for one in connections:
            with one, suppress(ConnectionResetError):
                one.settimeout(10)
                assert one.recv(1) == b""
