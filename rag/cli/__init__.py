"""`onrecord …`: results on stdout, progress on stderr.

Exit status: 0 done, 1 a check said no, 2 bad usage or input, with one line that says why.
"""

import io
import os
import sqlite3
import sys
from collections.abc import Sequence

from index import OnRecordError
from index.plain_text import one_line
from rag.cli.parser import build_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows few letters shows the others so
    options = build_parser().parse_args(arguments)
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
