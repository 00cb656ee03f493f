"""`onrecord mcp`: the library, for agents."""

import signal
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from importlib.util import find_spec

from index import InputError
from rag.cli.opening import chatbot_of


def mcp(options: Namespace) -> int:
    """Serve one client of the Model Context Protocol over stdin and stdout until it closes them."""
    if find_spec("mcp") is None:
        raise InputError('onrecord mcp: needs a package that is not installed; run: pip install "onrecord[mcp]"')
    with redirect_stdout(sys.stderr):  # on stdout the client expects the protocol, and nothing else
        from rag.mcp import serve

        chatbot = chatbot_of(options, loads_model=False)  # the client waits for the first reply
    if sys.stdin.isatty():
        print("serving an agent over stdin and stdout (end it with Ctrl-C)", file=sys.stderr)
    with chatbot:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # else Python would wait for the thread that waits for a line
        serve(chatbot)
    return 0
