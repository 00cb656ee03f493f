"""The page itself, in Gradio's parts: the conversation on the left, the record behind it on the right."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from index import Library
from page.asking import Asking, consent
from page.conversation import panel_html
from page.models import Models, Pending
from page.syncing import syncing_html
from rag import Chatbot
from rag.llm import NAMES

EXAMPLES = (
    "Did Russia aid Iran against Israel?",
    "Who built the Bushehr plant?",
    "Did Assad's government fall?",
    "How far is Iran from Russia?",
)
EVENTS: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
SIGN_OUT = '<form method="post" action="/logout"><button>Sign out</button></form>'


def build_app(
    chatbot: Chatbot, *, examples: Sequence[str] = EXAMPLES, shared: bool = False, signed_in: bool = False
) -> gr.Blocks:
    """Build the page; the chatbot is asked nothing yet and loads no model. `launch` gives the page its looks.

    Unless it is `shared` with other people, whoever sees it may add any file of this computer to the library and name
    any model. `signed_in` people can sign out.
    """
    models = Models(chatbot.model, fixed=shared)
    asking = Asking(chatbot, models)

    def head() -> str:
        count = f"{len(chatbot.library):,} article{'' if len(chatbot.library) == 1 else 's'}"
        leave = SIGN_OUT if signed_in else ""
        return f"<h1>OnRecord</h1><i>Every answer is on the record.</i><span>{count}</span>{leave}"

    page = gr.Blocks(title="OnRecord", fill_width=True)
    with page:
        heading = gr.HTML(head, elem_id="head", apply_default_css=False)
        conversation = gr.State(())
        allowed, pending = gr.State(frozenset()), gr.State(None)
        with gr.Row():
            with gr.Column(scale=3, min_width=340):
                plain: dict[str, Any] = {"render_markdown": False, "latex_delimiters": [], "allow_tags": False}
                size: dict[str, Any] = {"height": "calc(100vh - 25rem)", "min_height": 260, "layout": "panel"}
                bare: dict[str, Any] = {"show_label": False, "buttons": [], "feedback_options": None}
                talk = gr.Chatbot(elem_id="talk", autoscroll=False, **bare, **plain, **size)
                row, typed = _build_consent(allowed, pending)
                with gr.Row():
                    box = gr.Textbox(
                        placeholder="Your question", show_label=False, container=False, scale=6, min_width=120
                    )
                    ask = gr.Button("Ask", variant="primary", scale=1, min_width=80)
                    stop = gr.Button("Stop", variant="stop", scale=1, min_width=80, visible=False)
                    clear = gr.Button("Clear", scale=1, min_width=80)
                with gr.Row(elem_id="examples"):
                    suggestions = [gr.Button(example, size="sm", min_width=160) for example in examples]
                with gr.Accordion("Model and filters", open=False):
                    told = None if shared else NAMES
                    model = gr.Dropdown(models.offered, label="Model", info=told, allow_custom_value=not shared)
                    with gr.Row():
                        since = gr.Textbox(label="Since", placeholder="2025-06-17 or 2025-06", min_width=140)
                        until = gr.Textbox(label="Until", placeholder="2025-06-17 or 2025-06", min_width=140)
                        during = gr.Textbox(label="About the time", placeholder="2025-06 or 2024/2025", min_width=140)
                    strict = gr.Checkbox(
                        chatbot.settings.strict, label="Strict", info="Leave out what the quotes do not bear out"
                    )
                if not shared:
                    _build_sync(chatbot.library, heading, head)
            with gr.Column(scale=2, min_width=340):
                record = gr.HTML(panel_html(()), elem_id="record", apply_default_css=False)

        shown = [talk, record, conversation, ask, stop]
        settings = [conversation, allowed, model, since, until, during, strict]
        answered = [box, pending, row, typed, *shown]
        options = EVENTS | {"concurrency_limit": None}
        asked = [gr.on([box.submit, ask.click], asking.converse, [box, *settings], answered, **options)]
        asked += [one.click(asking.converse, [one, *settings], answered, **options) for one in suggestions]
        crash = "OnRecord failed; the terminal says why."
        for event in asked:
            event.failure(lambda said: asking.end(said, crash), conversation, shown, **options)
        stop.click(lambda said: asking.end(said, "Stopped."), conversation, shown, cancels=asked, **options)
        clear.click(lambda: asking.show(()), None, shown, cancels=asked, **options)
    return page


def _build_consent(allowed: gr.State, pending: gr.State) -> tuple[gr.Row, gr.Textbox]:
    """Build the row that allows a model elsewhere, for the conversations of this page until it is loaded anew."""

    def allow(written: str | None, waiting: Pending | None, before: frozenset[str]) -> tuple[Any, ...]:
        if waiting is None:
            return gr.skip(), gr.skip(), *consent(None)
        if not waiting.is_named_by(written or ""):
            return gr.skip(), gr.skip(), *consent(waiting, wrong=True)
        return before | {waiting.model}, None, *consent(None)

    with gr.Row(visible=False, elem_id="consent") as row:
        typed = gr.Textbox(show_label=False, container=False, scale=6, min_width=120)
        button = gr.Button("Allow", scale=1, min_width=80)
    shown = [allowed, pending, row, typed]
    gr.on([typed.submit, button.click], allow, [typed, pending, allowed], shown, **EVENTS, concurrency_limit=None)
    return row, typed


def _build_sync(library: Library, heading: gr.HTML, head: Callable[[], str]) -> None:
    """Build what adds articles to the library; `heading` shows how many there are then."""

    def sync(path: str | None) -> Iterator[Any]:
        for shown in syncing_html(library, (path or "").strip()):
            yield shown, gr.skip()
        yield gr.skip(), head()

    with gr.Accordion("Articles", open=False):
        with gr.Row():
            place = "A folder or file of articles on this computer"
            path = gr.Textbox(placeholder=place, show_label=False, container=False, scale=6, min_width=120)
            begin = gr.Button("Sync", scale=1, min_width=80)
        synced = gr.HTML(elem_id="synced", apply_default_css=False)
    gr.on([path.submit, begin.click], sync, path, [synced, heading], **EVENTS, concurrency_limit=1)


def looks() -> dict[str, Any]:
    """Return the page's looks, as Gradio's server takes them; no font comes from elsewhere."""
    theme = gr.themes.Base(neutral_hue="stone", font=["system-ui", "sans-serif"], font_mono=["monospace"])
    theme.set(body_background_fill="var(--paper)", body_background_fill_dark="var(--paper)")
    return {"theme": theme, "css": (Path(__file__).parent / "page.css").read_text(encoding="utf-8")}
