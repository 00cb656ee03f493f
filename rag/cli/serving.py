"""`onrecord serve`: answers for other programs and machines, until Ctrl-C."""

import signal
import sys
import threading
from argparse import Namespace
from contextlib import suppress

from index import InputError
from index.address import is_loopback
from rag.cli.commands import open_served
from rag.serving import new_token, read_token
from rag.serving import serve as serve_chatbot


def serve(options: Namespace) -> int:
    """Serve the API until Ctrl-C or SIGTERM."""
    if options.at_once < 1:
        raise InputError(f"--at-once {options.at_once}: at least one question must be answered")
    token = None if options.insecure else read_token(options.token) if options.token else new_token()
    ended = threading.Event()
    with open_served(options) as chatbot:
        service = serve_chatbot(
            chatbot, token=token, host=options.host, port=options.port, names=options.name, at_once=options.at_once
        )
        print(f"OnRecord answers at {service.url} (end it with Ctrl-C)", file=sys.stderr)
        if not is_loopback(options.host):
            print("Other machines can reach it, and it is not encrypted on the way to them.", file=sys.stderr)
        if options.token is None and token:
            print(f"Token, for ONRECORD_TOKEN or the address: {token}", file=sys.stderr)
        before = signal.signal(signal.SIGTERM, lambda *_: ended.set())
        with suppress(KeyboardInterrupt):
            ended.wait()
        signal.signal(signal.SIGTERM, before)
        service.close()
    return 0
