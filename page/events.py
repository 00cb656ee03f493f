"""What the page itself says when something happens in it; Gradio prints whatever else it is told, as it came."""

from typing import Any

import gradio as gr

from page.routes import CALL

MOST_WORDS = 6  # that the page's script says to a function of ours
LONGEST_WORD = 5_000  # characters

_EVENT = {"data", "event_data", "fn_index", "session_hash", "trigger_id"}
_CALL = {"data", "component_id", "fn_name", "session_hash"}


def is_said(page: gr.Blocks, path: bytes, told: dict[str, Any]) -> bool:
    """Tell whether a page says this to a path that takes what is said."""
    return is_call(page, told) if path == CALL else is_event(page, told)


def is_event(page: gr.Blocks, told: dict[str, Any]) -> bool:
    """Tell whether a page says this: it has such an event, and that takes so many values, and each of its kind."""
    number, data = told.get("fn_index"), told.get("data")
    event = page.fns.get(number) if type(number) is int else None
    if event is None or event.fn is None or not isinstance(data, list) or not told.keys() <= _EVENT:
        return False
    return len(data) == len(event.inputs) and all(map(_takes, event.inputs, data))


def is_call(page: gr.Blocks, told: dict[str, Any]) -> bool:
    """Tell whether the page's script says this: it calls a function that the part was given, with a few words."""
    number, words = told.get("component_id"), told.get("data")
    part = page.blocks.get(number) if type(number) is int else None
    called = [one.__name__ for one in part.server_fns] if isinstance(part, gr.HTML) else []
    if told.get("fn_name") not in called or told.keys() != _CALL:
        return False
    if not isinstance(words, list) or len(words) > MOST_WORDS:
        return False
    return all(isinstance(word, str) and len(word) <= LONGEST_WORD for word in words)


def _takes(part: Any, value: Any) -> bool:
    if isinstance(part, gr.State):  # which stays here
        return value is None
    if isinstance(part, gr.Checkbox):
        return isinstance(value, bool)
    if isinstance(part, gr.Dropdown):
        any_name = part.allow_custom_value and isinstance(value, str)
        return value is None or any_name or value in [choice for _, choice in part.choices]
    return value is None or (isinstance(value, str) and len(value) <= LONGEST_WORD)  # None: nobody has touched it
