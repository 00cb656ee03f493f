"""How the page's script calls us: with a few words, of a person, and is told what is wrong instead of an error."""

import logging
from collections.abc import Callable
from inspect import signature
from traceback import format_tb
from typing import Any

import gradio as gr

from index import OnRecordError
from index.errors import check_text
from page.sentence import as_sentence

NOT_SAID = "This is nothing that the page says."

_log = logging.getLogger("onrecord")

Call = Callable[[list[str], gr.Request], dict[str, Any]]


def told_by(call: Callable[..., dict[str, Any]], person_of: Callable[[gr.Request], str]) -> Call:
    """Return a call as Gradio makes it, of one that takes a person and some words."""
    takes = signature(call)

    def told(words: list[str], request: gr.Request) -> dict[str, Any]:
        try:
            bound = takes.bind(person_of(request), *words)
        except TypeError:  # more or fewer words than it takes
            return {"error": NOT_SAID}
        try:
            for word in words:
                check_text(text=word)
            return call(*bound.args)
        except OnRecordError as error:
            return {"error": as_sentence(str(error))}
        except KeyError as error:  # an unknown format, say, or a mistake of ours; what was said is the reader's own
            _log.warning("%s: %s\n%s", call.__name__, NOT_SAID, "".join(format_tb(error.__traceback__)))
            return {"error": NOT_SAID}

    told.__name__ = call.__name__  # and not its signature, by which Gradio tells what to hand in
    return told
