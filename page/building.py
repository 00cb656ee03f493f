"""The page itself, in Gradio's parts: conversations on the left, the one that is open, the record on the right.

What is said goes to the page's script (`static/`) over one part, the wire, a turn at a time; what the script wants to
see, it asks for by the calls that the same part was given.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from index.reading import SUFFIXES
from page.adding import Adding
from page.asking import Asking
from page.choosing import Choosing
from page.consent import consent
from page.conversations import Conversations
from page.drafting import Drafting
from page.evaluating import Evaluating
from page.events import LONGEST_WORD
from page.feedback import Feedback
from page.judging import Judging
from page.loading import Loading
from page.looking import Looking
from page.models import Models, Pending
from page.people import ANYBODY, person_of
from page.runs import Runs
from page.shelf import Shelf
from rag import Chatbot
from rag.llm import NAMES

STATIC = Path(__file__).parent / "static"
EVENTS: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
BARE: dict[str, Any] = {"show_label": False, "container": False}
CONNECT = "\nOnRecord.connect(server, watch, props);"
CONVERSATION = "(...said) => OnRecord.withConversation(said)"
TURN = "(...said) => OnRecord.withTurn(said)"
MEASURED = "(...said) => OnRecord.withModel(said)"


def build_app(
    chatbot: Chatbot, *, shared: bool = False, signed_in: bool = False, adding: Adding | None = None
) -> gr.Blocks:
    """Build the page; the chatbot is asked nothing yet and loads no model. `launch` gives the page its looks.

    Unless it is `shared` with other people, whoever sees it may add any file of this computer to the library and name
    any model. `signed_in` people can sign out. `adding` is what takes in the files that the browser sends.
    """
    adding = None if shared else adding or Adding(chatbot.library)
    models, loading = Models(chatbot.model, fixed=shared), Loading(chatbot)
    conversations = Conversations(chatbot.library.folder)

    def person(request: gr.Request) -> str:
        return person_of(request) or (ANYBODY if shared else "")

    asking = Asking(chatbot.library, loading, models, conversations, person, adds=not shared)
    looking = Looking(chatbot, conversations, asking.growing, asking.grows_for, person, adds=not shared)
    shelf = Shelf(chatbot.library, person, adding)
    choosing = Choosing(chatbot.library, models, loading, person)
    feedback, runs = Feedback(conversations.kept), Runs(conversations.kept)
    judging = Judging(chatbot.library, conversations, feedback, person)
    evaluating = Evaluating(chatbot, models, loading.using, feedback, runs, person)
    drafting = Drafting(chatbot.library, person, adding)
    called = (looking, shelf, choosing, judging, evaluating, drafting)
    page = gr.Blocks(title="OnRecord", fill_width=True)
    with page:
        allowed, pending = gr.State(frozenset()), gr.State(None)
        wire = gr.HTML(
            None,
            html_template="",
            js_on_load=text_of("*.js") + CONNECT,
            server_functions=[call for one in called for call in one.calls],
            visible="hidden",
        )
        gr.HTML(_part("skip"), elem_id="skip", apply_default_css=False)
        with gr.Sidebar(open=False, elem_id="conversations", width=300):
            gr.HTML(_part("conversations"), apply_default_css=False)
        gr.HTML(_part("head", sign_out="" if signed_in else "hidden"), elem_id="head", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="middle", min_width=0):
                gr.HTML(_part("talk"), elem_id="talk", apply_default_css=False)
                row, typed = _build_consent(allowed, pending)
                with gr.Row(elem_id="dock"):
                    box = gr.Textbox(
                        label="Your question",
                        placeholder="Your question",
                        max_lines=6,
                        max_length=LONGEST_WORD,
                        elem_id="box",
                        **BARE,
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=0)
                    stop = gr.Button("Stop", variant="stop", elem_id="stop", min_width=0)
                settings = _build_settings(chatbot, models)
            with gr.Column(elem_id="side", min_width=0):
                listed = _part("articles", adding=_part("adding", kinds=" ".join(SUFFIXES)) if adding else "")
                parts = {"articles": listed, "evaluation": _part("evaluation")}
                parts["draft"] = _part("draft", file="" if adding else "hidden")
                gr.HTML(_part("side", **parts), elem_id="record", apply_default_css=False)
                measured = _build_measuring(shared)
        conversation = gr.Textbox(visible="hidden")
        said = [box, conversation, allowed, *settings]
        answered = [pending, row, typed, wire]
        # A question in one conversation need not wait for what grows in another.
        several: dict[str, Any] = {"trigger_mode": "multiple", "js": CONVERSATION}
        gr.on([box.submit, ask.click], asking.converse, said, answered, **several, **EVENTS)
        anew, again = gr.Textbox(visible="hidden"), gr.Button("Ask again", visible="hidden", elem_id="again")
        asked_anew = [anew, conversation, allowed]
        gr.on(again.click, asking.again, asked_anew, answered, **{**several, "js": TURN}, **EVENTS)
        file, evaluate, told = measured
        measure = [file, allowed, settings[0], settings[-1]]
        begun = evaluate.click(evaluating.begin, measure, [told, pending, row, typed], js=MEASURED, **EVENTS)
        begun.then(None, js="() => OnRecord.showEvaluations()")
        stop.click(asking.stop, conversation, None, js="() => OnRecord.conversation", **EVENTS)
    return page


def _part(name: str, **filled: str) -> str:
    """Return a part of the page that needs nothing of Gradio, as its file has it."""
    text = (STATIC / f"{name}.html").read_text(encoding="utf-8")
    for key, value in filled.items():
        text = text.replace(f"<!-- {key} -->", value)
    return text


def _build_settings(chatbot: Chatbot, models: Models) -> list[Any]:
    """Build what narrows a search, and the model; return what the script hands their values in by, in its order."""
    filled = {
        "offered": escape(json.dumps(models.offer())),
        "started": escape(models.started),
        "names": "" if models.fixed else f"Or type {escape(NAMES)}",
        "checked": "checked" if chatbot.settings.strict else "",
    }
    gr.HTML(_part("settings", **filled), elem_id="settings", apply_default_css=False)
    model = gr.Dropdown(models.offered, allow_custom_value=not models.fixed, visible="hidden")
    return [model, *(gr.Textbox(visible="hidden") for _ in range(4)), gr.Checkbox(visible="hidden")]


def _build_consent(allowed: gr.State, pending: gr.State) -> tuple[gr.Row, gr.Textbox]:
    """Build the row that allows a model elsewhere, for the conversations of this page until it is loaded anew."""

    def allow(written: str | None, waiting: Pending | None, before: frozenset[str]) -> tuple[Any, ...]:
        if waiting is None:
            return gr.skip(), gr.skip(), *consent(None)
        if not waiting.is_named_by(written or ""):
            return gr.skip(), gr.skip(), *consent(waiting, wrong=True)
        return before | {waiting.model}, None, *consent(None)

    with gr.Row(visible=False, elem_id="consent") as row:
        typed = gr.Textbox(label="The host to allow", scale=6, min_width=120, **BARE)
        button = gr.Button("Allow", scale=1, min_width=80)
    forgo = gr.Button("Choose another", visible="hidden", elem_id="forgo")  # which the script does
    shown = [allowed, pending, row, typed]
    gr.on([typed.submit, button.click], allow, [typed, pending, allowed], shown, **EVENTS)
    forgo.click(lambda: (None, *consent(None)), None, shown[1:], **EVENTS)
    return row, typed


def _build_measuring(shared: bool) -> tuple[gr.Textbox | gr.State, gr.Button, gr.HTML]:
    """Build what begins an evaluation: of a file of this computer, unless others see the page, or what was saved."""
    with gr.Column(elem_id="measuring"):
        told = gr.HTML(elem_id="measured", apply_default_css=False)
        with gr.Row():
            label, short = "A gold file on this computer; empty: what you saved", "Saved, or a gold file"
            file = gr.State("") if shared else gr.Textbox(label=label, placeholder=short, scale=6, **BARE)
            begin = gr.Button("Evaluate", scale=1, min_width=80)
    return file, begin, told


def looks() -> dict[str, Any]:
    """Return the page's looks, as Gradio's server takes them; no font comes from elsewhere."""
    theme = gr.themes.Base(neutral_hue="stone", font=["system-ui", "sans-serif"], font_mono=["monospace"])
    theme.set(body_background_fill="var(--paper)", body_background_fill_dark="var(--paper)")
    return {"theme": theme, "css": text_of("*.css")}


def text_of(pattern: str) -> str:
    """Return the page's own files of a kind, one after another."""
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(STATIC.glob(pattern)))
