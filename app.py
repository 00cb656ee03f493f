"""The page in the browser: the conversation on the left, the record behind it on the right.

Whatever an article, a model or a user wrote is data: it is escaped (see `rag.html`), and Gradio is told to interpret
no Markdown and no LaTeX. The page loads nothing from the network, and the chatbot is asked nothing before the user
asks. Gradio is imported by this module alone.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from queue import Empty, SimpleQueue
from typing import Any

from index import InputError, Library, OnRecordError, SyncProgress, SyncReport
from rag import Answer, Chatbot
from rag.html import answer_html, sources_html

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read while gradio is imported
import gradio as gr  # noqa: E402

EXAMPLES = (
    "Did Russia aid Iran against Israel?",
    "Who built the Bushehr plant?",
    "Did Assad's government fall?",
    "How far is Iran from Russia?",
)
EVENTS: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
FAULTS_SHOWN = 20
POLL_S = 0.5  # while a sync has nothing new to tell
MODELS = "quotes (no model), gguf:/path, ollama:NAME, openai:NAME, anthropic:NAME or http://host:port/v1#NAME"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of a conversation and its answer so far; `note` is what went wrong, `growing` that more will come."""

    question: str
    answer: Answer | None = None
    note: str = ""
    growing: bool = False


Conversation = tuple[Exchange, ...]


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """Return a conversation as `gr.Chatbot` takes it, as HTML made here."""
    shown = []
    for turn, exchange in enumerate(conversation, start=1):
        answer = exchange.answer
        said = answer_html(answer, turn, growing=exchange.growing) if answer else ""
        if exchange.growing and not said:
            said = '<p class="aside">Reading the articles …</p>'
        elif answer and not exchange.growing:
            maker = "no model, quotes only" if answer.model == "quotes" else escape(answer.model)
            said += f'<p class="aside">{maker} · {answer.timings.total_s:.1f} s</p>'
        said += f'<p class="note">{escape(exchange.note)}</p>' if exchange.note else ""
        shown.append({"role": "user", "content": f"<p>{escape(exchange.question)}</p>"})
        shown.append({"role": "assistant", "content": said})
    return shown


def panel_html(conversation: Conversation) -> str:
    """Return the sources of a conversation, the latest answer's first and open."""
    records = ""
    for turn, exchange in enumerate(conversation, start=1):
        answer = exchange.answer
        if answer and exchange.growing:
            answer = replace(answer, sentences=answer.sentences[:-1])  # the last one can't be judged yet
        if answer and (record := sources_html(answer, turn)):
            summary = f"<summary>{escape(exchange.question)}</summary>"
            records = f"<details open>{summary}{record}</details>{records.replace('<details open>', '<details>', 1)}"
    return records or '<p class="aside">The passages behind an answer appear here, with the quoted words marked.</p>'


def syncing_html(library: Library, path: str) -> Iterator[str]:
    """Sync a path in a thread of its own; yield how far it is, then what it did."""
    if not path:
        return
    reached: SimpleQueue[SyncProgress] = SimpleQueue()
    with ThreadPoolExecutor(1) as thread:
        yield '<progress></progress><p class="aside">Reading …</p>'
        syncing = thread.submit(library.sync, os.path.expanduser(path), progress=reached.put)
        while not syncing.done():
            with suppress(Empty):
                at = reached.get(timeout=POLL_S)
                yield f'<progress value="{at.share:.3f}"></progress><p class="aside">{escape(str(at))}</p>'
    try:
        yield _report_html(syncing.result())
    except OnRecordError as error:
        yield f'<p class="note">{escape(str(error))}</p>'


def _report_html(report: SyncReport) -> str:
    counts = f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed"
    faults = "".join(f"<li>{escape(str(fault))}</li>" for fault in report.faults[:FAULTS_SHOWN])
    skipped = f'<p class="aside">{report.skipped:,} skipped:</p><ul>{faults}</ul>' if report.skipped else ""
    return f'<p class="aside">Done: {counts}, {report.unchanged:,} unchanged.</p>{skipped}'


FOLLOW_CITATIONS = """() => document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#source-"]');
  const mark = link && document.getElementById(link.hash.slice(1));
  if (!mark) return;
  event.preventDefault();  // the page has a <base>: following "#…" would load it anew
  document.querySelectorAll("mark.found").forEach((other) => other.classList.remove("found"));
  mark.classList.add("found");
  mark.closest("details").open = true;
  mark.scrollIntoView({ behavior: "smooth", block: "center" });
})"""

# An answer is read from its beginning, so a new question goes to the top, and what grows below moves nothing.
SHOW_THE_QUESTION = """() => requestAnimationFrame(() => {
  const talk = document.getElementById("talk");
  const asked = talk.querySelectorAll(".user-row");
  if (asked.length > Number(talk.dataset.asked ?? 0)) asked[asked.length - 1].scrollIntoView();
  talk.dataset.asked = asked.length;
})"""

CSS = """
:root { --paper: #fbfaf6; --ink: #1d1c1a; --faint: #69655c; --rule: #dad5c9; --mark: #ffec99; --red: #a12c20;
  --link: #1d4f7c; --serif: "Iowan Old Style", Charter, Georgia, serif; --sans: system-ui, sans-serif; }
.dark { --paper: #171614; --ink: #e9e5dc; --faint: #a39d91; --rule: #3d3a34; --mark: #66561a; --red: #f29384;
  --link: #93c4ef; }
.gradio-container { width: 100%; max-width: 1320px; margin: auto; color: var(--ink);
  --block-info-text-color: var(--faint); --input-placeholder-color: var(--faint);
  --button-primary-background-fill: var(--ink); --button-primary-background-fill-hover: var(--link);
  --button-primary-text-color: var(--paper); --button-secondary-background-fill: none; --button-border-width: 1px;
  --button-secondary-border-color: var(--rule); --input-background-fill: none; --input-border-color: var(--rule);
  --block-background-fill: none; --block-border-color: var(--rule); --button-primary-border-color: var(--ink); }
#head .html-container, #record .html-container { padding: 0; }
#head { border-top: 3px double var(--rule); border-bottom: 1px solid var(--rule); border-radius: 0; }
#head .html-container > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding: .3rem 0; }
#head h1 { font: 700 2rem/1.3 var(--serif); letter-spacing: -.02em; } #head i { flex: 1; white-space: nowrap; }
#head i, #head span, .aside, footer, #record small { font-family: var(--sans); font-size: .84rem; color: var(--faint); }
#talk, #talk .message-row, #talk .message { background: none; border: 0; padding: 0; margin: 0; overflow-x: hidden; }
#talk .icon-button-wrapper { display: none; }
#talk .message-content, #record { font: 1.05rem/1.6 var(--serif); color: var(--ink); }
#talk .user-row { border-top: 1px solid var(--rule); padding-top: .7rem; } #talk .user-row p { font-weight: 700; }
#talk .message-row:first-child { border: 0; padding-top: 0; }
#talk .bot-row:last-of-type { min-height: calc(100vh - 28.5rem); } /* so that its question can stand at the top */
#talk p { margin: 0 0 .5rem; }
#talk blockquote { border-left: 3px solid var(--rule); margin: 0 0 1rem; padding: 0 0 0 .9rem; }
sup a { font: 600 .72rem var(--sans); color: var(--link) !important; text-decoration: none !important; }
#talk u { text-decoration: underline wavy var(--red) 1px; text-underline-offset: 4px; }
.doubt, .unsupported, .uncited, .quoted, .supported { font: 600 .8rem var(--sans); }
.doubt, .unsupported, .uncited { color: var(--red); }
.contested, .note { border-left: 3px solid var(--red); padding: 0 0 0 .9rem; margin: 0 0 1rem !important; }
.withdrawn { font-size: .92rem; color: var(--faint); } .withdrawn summary { cursor: pointer; }
.contested ul { margin: 0; padding-left: 1.1rem; }
#record { max-height: calc(100vh - 8rem); overflow-y: auto !important; font-size: .98rem; }
#record summary { cursor: pointer; font-weight: 700; padding-bottom: .3rem; border-bottom: 1px solid var(--rule); }
#record h3 { font: 600 .78rem var(--sans); color: var(--faint); margin: 1rem 0 .4rem; }
#record ul { margin: 0; padding: 0; list-style: none; }
#record li { padding: .3rem 0; } #record small { display: block; }
#record article { border: 1px solid var(--rule); border-radius: 3px; padding: .7rem .9rem; margin: 0 0 .7rem; }
#record header { font-weight: 700; line-height: 1.35; } #record header a { color: var(--link); }
#record article p { white-space: pre-line; overflow-wrap: anywhere; margin: .4rem 0 0; }
mark { background: var(--mark); color: inherit; padding: .05em 0; } mark.found { outline: 2px solid var(--link); }
mark[data-number]::before { content: "[" attr(data-number) "] "; font: 600 .72rem var(--sans); color: var(--link); }
#synced progress { width: 100%; accent-color: var(--ink); } #synced ul { padding-left: 1.1rem; font-size: .9rem; }
#examples { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
#examples button { font-weight: 400; } .gradio-container .form { background: none; border-color: var(--rule); }
@media (max-width: 800px) { #record { max-height: none; } #talk { height: auto !important; } }
"""


def build_app(chatbot: Chatbot, *, examples: Sequence[str] = EXAMPLES, may_sync: bool = True) -> gr.Blocks:
    """Build the page; the chatbot is asked nothing yet and loads no model. `launch` gives the page its looks.

    With `may_sync`, whoever sees the page may add any file of this computer to the library.
    """
    using = lru_cache(maxsize=8)(chatbot.using)

    def head() -> str:
        count = f"{len(chatbot.library):,} article{'' if len(chatbot.library) == 1 else 's'}"
        return f"<h1>OnRecord</h1><i>Every answer is on the record.</i><span>{count}</span>"

    def show(conversation: Conversation, busy: bool = False) -> tuple[Any, ...]:
        buttons = gr.update(visible=not busy), gr.update(visible=busy)
        return messages(conversation), panel_html(conversation), conversation, *buttons

    def converse(
        question: str,
        earlier: Conversation,
        model: str | None,
        since: str | None,
        until: str | None,
        during: str | None,
        strict: bool,
    ) -> Iterator[Any]:
        if not question.strip() or any(one.growing for one in earlier):
            yield gr.skip()
            return
        exchange = Exchange(question, growing=True)
        yield "", *show((*earlier, exchange), busy=True)
        try:
            chosen = using(model if model and model != chatbot.model else None, strict=strict)
            history = [one.answer for one in earlier if one.answer]
            dates = {"since": since or None, "until": until or None, "during": during or None}
            for answer in chosen.stream(question, history, **dates):
                exchange = replace(exchange, answer=answer)
                yield gr.skip(), *show((*earlier, exchange), busy=True)
        except OnRecordError as error:
            exchange = replace(exchange, note=str(error))
        yield gr.skip(), *show((*earlier, replace(exchange, growing=False)))

    def end(conversation: Conversation, note: str) -> tuple[Any, ...]:
        return show(tuple(replace(one, growing=False, note=note) if one.growing else one for one in conversation))

    page = gr.Blocks(title="OnRecord", fill_width=True)
    with page:
        heading = gr.HTML(head, elem_id="head", apply_default_css=False)
        conversation = gr.State(())
        with gr.Row():
            with gr.Column(scale=3, min_width=340):
                plain: dict[str, Any] = {"render_markdown": False, "latex_delimiters": [], "allow_tags": False}
                size: dict[str, Any] = {"height": "calc(100vh - 25rem)", "min_height": 260, "layout": "panel"}
                bare: dict[str, Any] = {"show_label": False, "buttons": [], "feedback_options": None}
                talk = gr.Chatbot(elem_id="talk", autoscroll=False, **bare, **plain, **size)
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
                    choices = list(dict.fromkeys([chatbot.model, "quotes"]))
                    model = gr.Dropdown(choices, label="Model", info=MODELS, allow_custom_value=True)
                    with gr.Row():
                        since = gr.Textbox(label="Since", placeholder="2025-06-17 or 2025-06", min_width=140)
                        until = gr.Textbox(label="Until", placeholder="2025-06-17 or 2025-06", min_width=140)
                        during = gr.Textbox(label="About the time", placeholder="2025-06 or 2024/2025", min_width=140)
                    strict = gr.Checkbox(
                        chatbot.settings.strict, label="Strict", info="Leave out what the quotes do not bear out"
                    )
                if may_sync:
                    _build_sync(chatbot.library, heading, head)
            with gr.Column(scale=2, min_width=340):
                record = gr.HTML(panel_html(()), elem_id="record", apply_default_css=False)

        shown = [talk, record, conversation, ask, stop]
        settings = [conversation, model, since, until, during, strict]
        options = EVENTS | {"concurrency_limit": None}
        asked = [gr.on([box.submit, ask.click], converse, [box, *settings], [box, *shown], **options)]
        asked += [one.click(converse, [one, *settings], [box, *shown], **options) for one in suggestions]
        crash = "OnRecord failed; the terminal says why."
        for event in asked:
            event.failure(lambda said: end(said, crash), conversation, shown, **options)
        stop.click(lambda said: end(said, "Stopped."), conversation, shown, cancels=asked, **options)
        talk.change(None, js=SHOW_THE_QUESTION)
        clear.click(lambda: show(()), None, shown, cancels=asked, **options)
    return page


def _build_sync(library: Library, heading: gr.HTML, head: Callable[[], str]) -> None:
    """Build what adds articles to the library; `heading` shows how many there are then."""

    def sync(path: str) -> Iterator[Any]:
        for shown in syncing_html(library, path.strip()):
            yield shown, gr.skip()
        yield gr.skip(), head()

    with gr.Accordion("Articles", open=False):
        with gr.Row():
            place = "A folder or file of articles on this computer"
            path = gr.Textbox(placeholder=place, show_label=False, container=False, scale=6, min_width=120)
            begin = gr.Button("Sync", scale=1, min_width=80)
        synced = gr.HTML(elem_id="synced", apply_default_css=False)
    gr.on([path.submit, begin.click], sync, path, [synced, heading], **EVENTS, concurrency_limit=1)


def launch(
    chatbot: Chatbot, *, host: str = "127.0.0.1", port: int | None = None, open_browser: bool = False, wait: bool = True
) -> gr.Blocks:
    """Serve the page, with `wait` until Ctrl-C, and load the chatbot's models behind it.

    Raises `InputError` when the address can't be used.
    """
    page = build_app(chatbot, may_sync=host in ("127.0.0.1", "localhost", "::1"))
    theme = gr.themes.Base(neutral_hue="stone", font=["system-ui", "sans-serif"], font_mono=["monospace"])
    theme.set(body_background_fill="var(--paper)", body_background_fill_dark="var(--paper)")
    looks: dict[str, Any] = {"theme": theme, "css": CSS, "js": FOLLOW_CITATIONS, "footer_links": [], "quiet": True}
    private: dict[str, Any] = {"share": False, "run_history": False, "enable_monitoring": False}
    try:
        page.launch(
            server_name=host, server_port=port, inbrowser=open_browser, prevent_thread_lock=True, **looks, **private
        )
    except (OSError, OverflowError) as error:
        where = f"{host}, port {port or '7860 to 7959'}"
        raise InputError(f"the page can't be served at {where}; choose another with --port") from error
    threading.Thread(target=_warm_up, args=[chatbot], daemon=True).start()
    if wait:
        sys.stderr.write(f"OnRecord is open at {page.local_url} (end it with Ctrl-C)\n")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
        page.close(verbose=False)
    return page


def _warm_up(chatbot: Chatbot) -> None:
    with suppress(Exception):  # whatever it is, the first question meets the same error, and shows it
        chatbot.warm_up()
