"""What the page itself says when something happens in it; Gradio prints whatever else it is told, as it came."""

from typing import Any

import gradio as gr

_FIELDS = {"data", "event_data", "fn_index", "session_hash", "trigger_id"}


def is_event(page: gr.Blocks, told: dict[str, Any]) -> bool:
    """Tell whether a page says this: it has such an event, and that takes so many values, and each of its kind."""
    number, data = told.get("fn_index"), told.get("data")
    event = page.fns.get(number) if type(number) is int else None
    if event is None or event.fn is None or not isinstance(data, list) or not told.keys() <= _FIELDS:
        return False
    return len(data) == len(event.inputs) and all(map(_takes, event.inputs, data))


def _takes(part: Any, value: Any) -> bool:
    if isinstance(part, gr.State):  # which stays here
        return value is None
    if isinstance(part, gr.Checkbox):
        return isinstance(value, bool)
    if isinstance(part, gr.Dropdown):
        any_name = part.allow_custom_value and isinstance(value, str)
        return value is None or any_name or value in [choice for _, choice in part.choices]
    return value is None or isinstance(value, str)  # a field that nobody has touched holds None
