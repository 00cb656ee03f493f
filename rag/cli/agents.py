"""`onrecord mcp`: the library, for agents."""

import signal
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from importlib.util import find_spec

from index import InputError
from rag.llm import load_llm
from rag.opening import open_chatbot
from rag.settings import Settings


def mcp(options: Namespace) -> int:
    """Serve one client of the Model Context Protocol over stdin and stdout until it closes them."""
    if find_spec("mcp") is None:
        raise InputError('onrecord mcp: needs a package that is not installed; run: pip install "onrecord[mcp]"')
    with redirect_stdout(sys.stderr):  # on stdout the client expects the protocol, and nothing else
        from rag.mcp import serve

        settings = Settings(strict=options.strict)
        model = load_llm(options.llm, settings, now=False)  # the client waits for the first reply
        chatbot = open_chatbot(library=options.library, llm=model, chroma=options.chroma, settings=settings)
    if sys.stdin.isatty():
        print("serving an agent over stdin and stdout (end it with Ctrl-C)", file=sys.stderr)
    with chatbot:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # else Python would wait for the thread that waits for a line
        serve(chatbot)
    return 0
