"""`onrecord serve`: answers for other programs and machines, until Ctrl-C."""

import re
import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path

from index import InputError
from index.address import is_loopback
from rag.cli.opening import chatbot_of
from rag.serving import PORT, new_token, read_token
from rag.serving import serve as serve_chatbot

_NAME = re.compile(r"(?:[^\s/:@?#\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def add_options(parser: ArgumentParser) -> None:
    """Add what `serve` takes besides the library and the model."""
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="the address to serve at (%(default)s)")
    add("--port", type=int, default=PORT, help="the port to serve at (%(default)s)")
    add("--name", action="append", default=[], help="another name it is called by, as behind a proxy")
    add("--at-once", type=int, default=4, metavar="N", help="questions at once (%(default)s)")
    guarded = parser.add_mutually_exclusive_group()
    guarded.add_argument("--token", type=Path, metavar="FILE", help="let in who has the token of this file")
    guarded.add_argument("--insecure", action="store_true", help="let in anyone who reaches it")


def serve(options: Namespace) -> int:
    """Serve the API until Ctrl-C or SIGTERM."""
    if options.at_once < 1:
        raise InputError(f"--at-once {options.at_once}: at least one question must be answered")
    for wrong in (name for name in options.name if not _NAME.fullmatch(name)):
        raise InputError(
            f"--name {wrong}: write it as it stands in addresses, without http:// and path: host or host:port"
        )
    token = None if options.insecure else read_token(options.token) if options.token else new_token()
    ended = threading.Event()
    with chatbot_of(options, loads_model=False) as chatbot:
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
