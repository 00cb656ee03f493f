"""Whose request it is, as the guard tells Gradio behind it, which knows no people."""

from urllib.parse import quote, unquote

import gradio as gr

HEADER = "x-onrecord-person"
ANYBODY = "*"  # who comes by the address alone to a page that others can reach, none of whom is its owner


def header_of(person: str) -> tuple[bytes, bytes]:
    """Return the header that tells whose a request is; the guard lets no other such header through."""
    return HEADER.encode(), quote(person).encode()


def person_of(request: gr.Request) -> str:
    """Return the name that somebody signed in with, empty for who started the page, or serves it without the guard."""
    return unquote(request.headers.get(HEADER, ""))
