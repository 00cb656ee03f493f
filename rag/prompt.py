"""Prompts: numbered sentences put into the templates of the folder `prompts/`.

What the model sees of an article is fenced, declared as data, and numbered `[passage.sentence]`, so all it has to do
is point. The numbers lead back to sentences by look-up; nothing the model writes is ever searched for in a text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from rag.answer import NOT_FOUND, Turn
from rag.reader import Evidence, EvidenceSentence

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

TURNS_SHOWN = 3  # of the conversation, when a question is made to stand alone
LONGEST_ANSWER_SHOWN = 300  # characters


@dataclass(frozen=True, slots=True)
class AnswerPrompt:
    """The messages for the model, and the sentences its markers can point at, by marker (`"2.3"`)."""

    messages: "tuple[ChatMessage, ...]"
    sentences: Mapping[str, EvidenceSentence]


def answer_prompt(question: str, evidence: Evidence, *, characters: int) -> AnswerPrompt:
    """Ask a question over the passages with the best sentences, as many as fit in `characters`; always one."""
    by_passage: dict[str, list[EvidenceSentence]] = {}
    for sentence in evidence.sentences:
        by_passage.setdefault(sentence.hit.passage.id, []).append(sentence)
    sources: list[str] = []
    numbered: dict[str, EvidenceSentence] = {}
    for found in by_passage.values():
        in_order = sorted(found, key=lambda sentence: sentence.sentence.start)
        passage = len(sources) + 1
        markers = {f"{passage}.{number}": sentence for number, sentence in enumerate(in_order, start=1)}
        source = _source_block(passage, markers)
        if sources and sum(map(len, sources)) + len(source) > characters:
            break
        sources.append(source)
        numbered |= markers
    asked = _template("question").substitute(sources="\n\n".join(sources), question=question)
    return AnswerPrompt(_messages(_template("answer").substitute(not_found=NOT_FOUND), asked), numbered)


def standalone_messages(question: str, history: Sequence[Turn]) -> "tuple[ChatMessage, ...]":
    """Ask for a follow-up question that stands alone."""
    turns = [
        f"Question: {_as_data(turn.question)}\nAnswer: {_as_data(turn.answer[:LONGEST_ANSWER_SHOWN])}"
        for turn in history[-TURNS_SHOWN:]
    ]
    asked = _template("standalone").substitute(conversation="\n".join(turns), question=question)
    return _messages("You rewrite questions.", asked)


def _source_block(number: int, markers: Mapping[str, EvidenceSentence]) -> str:
    article = next(iter(markers.values())).hit.article
    heading = ", ".join(_as_data(part) for part in (article.title, article.source, article.published) if part)
    lines = [f"[{marker}] {_as_data(sentence.quote.text)}" for marker, sentence in markers.items()]
    return "\n".join([f"<source {number}: {heading}>", *lines, "</source>"])


def _as_data(text: str) -> str:
    """Return a text that can neither end its line nor its <source>."""
    return " ".join(text.split()).replace("<", "‹").replace(">", "›")


def _messages(system: str, user: str) -> "tuple[ChatMessage, ...]":
    from llama_index.core.llms import ChatMessage, MessageRole

    return ChatMessage(role=MessageRole.SYSTEM, content=system), ChatMessage(role=MessageRole.USER, content=user)


@cache
def _template(name: str) -> Template:
    return Template((Path(__file__).parent.parent / "prompts" / f"{name}.md").read_text(encoding="utf-8").strip())
