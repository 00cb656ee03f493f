"""`onrecord …`: the commands, and the options that each takes; results on stdout, progress on stderr.

Exit status: 0 done, 1 a check said no, 2 bad usage or input, with one line that says why.
"""

import argparse
import atexit
import gc
import io
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from index import OnRecordError
from index.address import Address, without_userinfo
from index.plain_text import one_line, plain
from rag.cli import agents, calibrating, commands, evaluating, serving, syncing, verifying
from rag.cli.gold import add_gold
from rag.llm import NAMES
from rag.opening import DEFAULT_LIBRARY
from rag.remote import is_address

LOOKING_UP = ("ask", "articles", "verify", "check")  # also in a library that is served elsewhere

# Else Python looks through all that was imported, for what nobody needs, before it ends: for seconds after Ctrl-C.
atexit.register(gc.freeze)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows few letters shows the others so
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has gone, as in `onrecord articles | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python writes the rest when it ends
        return 0
    except (sqlite3.Error, OSError) as error:
        hint = "check the disk and your access to it, or run: onrecord check"
        print(f"onrecord: {one_line(str(error))}; {hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("onrecord: stopped", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, and shows nothing of them that could steer the terminal."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"onrecord: {one_line(message)}; see: {self.prog} --help\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(plain(message), file)


def _place_for(command: str) -> Callable[[str], Path | Address]:
    """Return what reads where the library is: a folder, or for what only looks up, the address of who serves it."""

    def place(text: str) -> Path | Address:
        if not is_address(text):
            return Path(text)
        try:
            address = Address.parse(text)
        except OnRecordError as error:
            raise argparse.ArgumentTypeError(str(error)) from error
        if command not in LOOKING_UP:
            raise argparse.ArgumentTypeError(
                f"{command} needs the folder of the library itself; {address.url} serves {', '.join(LOOKING_UP)}"
            )
        return address

    return place


def _parser() -> argparse.ArgumentParser:
    """Return what reads the arguments; a command's function, to be called with them, is their `run`."""
    parser = _Parser(prog="onrecord", description="Answers from your articles, on the record.")
    added = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        one = added.add_parser(name, help=text, description=text)
        library = os.environ.get("ONRECORD_LIBRARY") or DEFAULT_LIBRARY
        where = "the library's folder" + ", or the address of onrecord serve" * (name in LOOKING_UP)
        shown = without_userinfo(library).replace("%", "%%")
        one.add_argument("--library", type=_place_for(name), default=library, help=f"{where} ({shown})")
        one.add_argument("--chroma", metavar="URL", help="a Chroma server that holds the vectors")
        one.add_argument(
            "--embedding",
            metavar="MODEL",
            help="the embedding model of a new or rebuilt library, or one to evaluate: "
            "a name, a folder or http://host:port/v1#MODEL",
        )
        if name not in ("evaluate", "chat", "mcp", "serve"):
            one.add_argument("--json", action="store_true", help="print the result as JSON")
        one.set_defaults(run=run)
        return one

    sync = command("sync", syncing.sync, "mirror files and folders of articles into the library")
    watch = command("watch", syncing.watch, "mirror them again whenever they change, until Ctrl-C")
    sync.add_argument("--gone", action="store_true", help="where a path is missing or empty, remove what came from it")
    for mirroring in (sync, watch):
        mirroring.add_argument("paths", nargs="+", metavar="PATH")
        mirroring.add_argument("--as-is", action="store_true", help="take the texts as they are, without cleaning")
    sync.add_argument("--rebuild", action="store_true", help="read, cut and embed all articles of the library anew")
    serve = command("serve", serving.serve, "answer other programs and machines over HTTP, until Ctrl-C")
    serving.add_options(serve)
    ask = command("ask", commands.ask, "answer one question")
    ask.add_argument("question")
    ask.add_argument("--since", metavar="DATE", help='use only articles from this date on: 2025-06, "June 2025"')
    ask.add_argument("--until", metavar="DATE", help="use only articles up to this date: as of it")
    ask.add_argument("--source", help="use only articles from this source")
    ask.add_argument("--during", metavar="DATE", help="use only passages that speak of this time, or of DATE/DATE")
    chat = command("chat", commands.chat, "chat in the browser")
    chat.add_argument("--host", default="127.0.0.1", help="the address to serve at (%(default)s)")
    chat.add_argument("--port", type=int, help="the port to serve at")
    chat.add_argument("--auth", type=Path, metavar="FILE", help="ask for a name and password of this file")
    chat.add_argument("--insecure", action="store_true", help="serve other machines without asking for passwords")
    evaluate = command("evaluate", evaluating.evaluate, "score answers to gold questions")
    evaluating.add_options(evaluate)
    mcp = command("mcp", agents.mcp, "serve an agent over stdin and stdout (Model Context Protocol)")
    for taking_a_model in (ask, chat, evaluate, mcp, serve):
        taking_a_model.add_argument("--llm", metavar="NAME", help=f"the language model: {NAMES}")
        taking_a_model.add_argument("--strict", action="store_true", help="leave out what the quotes do not bear out")
    verify = command("verify", verifying.verify, "check a draft, or what saved answers show, against the articles")
    verify.add_argument("draft", metavar="DRAFT", type=Path, help="text, Markdown, HTML, Word …, or ANSWER.json")
    verify.add_argument("--html", type=Path, metavar="OUT.html", help="write the draft there, with marks in its text")
    check = command("check", commands.check, "check the library")
    check.add_argument("--repair", action="store_true", help="mend what can be mended")
    password = added.add_parser("password", help="add a person to a file for chat --auth, or change a password")
    password.add_argument("file", metavar="FILE", type=Path)
    password.add_argument("name", metavar="NAME")
    password.set_defaults(run=commands.password)
    listed = command("articles", commands.articles, "list the articles, or show one")
    listed.add_argument("id", nargs="?", metavar="ID")
    listed.add_argument("--removed", action="store_true", help="show what cleaning took out of it, and why")
    add_gold(added)
    fitting = command("calibrate", calibrating.calibrate, "fit the threshold of silence to gold questions, and keep it")
    fitting.add_argument("gold", nargs="?", metavar="GOLD", type=Path)
    fitting.add_argument(
        "--false-answers", type=float, metavar="SHARE", help="answer at most this share of the unanswerable questions"
    )
    fitting.add_argument("--dry-run", action="store_true", help="show what would be chosen, and keep nothing")
    fitting.add_argument("--reset", action="store_true", help="take back what was kept")
    return parser
