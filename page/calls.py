"""How the page's script calls us: with a few words, of a person, and is told what is wrong instead of an error."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from index import OnRecordError
from index.errors import check_text
from rag.show import as_sentence

NOT_SAID = "This is nothing that the page says."

Call = Callable[[list[str], gr.Request], dict[str, Any]]


def told_by(call: Callable[..., dict[str, Any]], person_of: Callable[[gr.Request], str]) -> Call:
    """Return a call as Gradio makes it, of one that takes a person and some words."""

    def told(words: list[str], request: gr.Request) -> dict[str, Any]:
        try:
            for word in words:
                check_text(text=word)
            return call(person_of(request), *words)
        except OnRecordError as error:
            return {"error": as_sentence(str(error))}
        except (TypeError, KeyError):  # more or fewer words than it takes, or an unknown format
            return {"error": NOT_SAID}

    told.__name__ = call.__name__  # and not its signature, by which Gradio tells what to hand in
    return told
