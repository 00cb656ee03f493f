"""The row in which a host is allowed to get text: it is shown while a question waits for that."""

from typing import Any

import gradio as gr

from page.models import Pending


def consent(pending: Pending | None, wrong: bool = False) -> tuple[Any, Any]:
    """Return what to show of the row in which a host is allowed: the row, and the field for its name."""
    if pending is None:
        return gr.update(visible=False), ""
    if wrong:
        told = f"Nothing was allowed; type {pending.host} to allow it"
        return gr.update(visible=True), gr.update(value="", placeholder=told)
    # The field is empty, unless it was typed into since the row was shown.
    return gr.update(visible=True), gr.update(placeholder=f"Type {pending.host} to allow it")
