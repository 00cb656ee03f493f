"""Prompts: numbered sentences put into the templates of the folder `prompts/`.

What the model sees of an article is fenced, declared as data, and numbered `[passage.sentence]`, so all it has to do
is point. The numbers lead back to sentences by look-up; nothing the model writes is ever searched for in a text. Only
what is worth reading goes in: the reader's best sentences with their neighbours, within a number of tokens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from index.embedding import packaged_tokenizer
from rag.answer import NOT_FOUND, Turn
from rag.quote import in_a_row
from rag.reader import Evidence, EvidenceSentence

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

LEAST_OF_BEST = 0.25  # the score of a sentence worth reading, as a share of the best one's
TURNS_SHOWN = 3  # of the conversation, when a question is made to stand alone
LONGEST_ANSWER_SHOWN = 300  # characters


@dataclass(frozen=True, slots=True)
class AnswerPrompt:
    """The messages for the model, and the sentences its markers can point at, by marker (`"2.3"`)."""

    messages: "tuple[ChatMessage, ...]"
    sentences: Mapping[str, EvidenceSentence]
    version: str  # of the templates, so that an answer can say how it was asked for


def answer_prompt(question: str, evidence: Evidence, *, tokens: int) -> AnswerPrompt:
    """Ask a question over what is worth reading, in about so many `tokens`, all told; always over one sentence."""
    (system_version, system), (asked_version, asked) = _template("answer"), _template("question")
    instructions = system.substitute(not_found=NOT_FOUND)
    room = tokens - _count(instructions) - _count(asked.substitute(sources="", question=question))
    sources: list[str] = []
    numbered: dict[str, EvidenceSentence] = {}
    for number, passage in enumerate(_worth_reading(evidence, room), start=1):
        markers = {f"{number}.{place}": one for place, one in enumerate(passage, start=1)}
        lines = [f"[{marker}] {_as_data(one.said)}" for marker, one in markers.items()]
        sources.append("\n".join([f"<source {number}: {_heading(passage[0])}>", *lines, "</source>"]))
        numbered |= markers
    messages = _messages(instructions, asked.substitute(sources="\n\n".join(sources), question=question))
    return AnswerPrompt(messages, numbered, f"answer {system_version}, question {asked_version}")


def standalone_messages(question: str, history: Sequence[Turn]) -> "tuple[ChatMessage, ...]":
    """Ask for a follow-up question that stands alone."""
    turns = [
        f"Question: {_as_data(turn.question)}\nAnswer: {_as_data(turn.answer[:LONGEST_ANSWER_SHOWN])}"
        for turn in history[-TURNS_SHOWN:]
    ]
    _, asked = _template("standalone")
    user = asked.substitute(conversation="\n".join(turns), question=question)
    return _messages("You rewrite questions.", user)


def judge_messages(
    question: str, history: Sequence[Turn], right: Sequence[str], said: str
) -> "tuple[ChatMessage, ...]":
    """Ask whether what was said is right; `right` is what may be said instead."""
    _, asked = _template("judge")
    before = "\n".join(f"Question before: {_as_data(turn.question)}" for turn in history[-TURNS_SHOWN:])
    user = asked.substitute(
        before=before,
        question=_as_data(question),
        right="\n".join(f"- {_as_data(one)}" for one in right),
        answer=_as_data(said),
    )
    return _messages("You grade answers.", user)


def prompts_digest() -> str:
    """Return what differs once a template does, and tells which: each by its name, with a digest."""
    files = sorted(_folder().glob("*.md"))
    return ", ".join(f"{file.stem} {sha256(file.read_bytes()).hexdigest()[:12]}" for file in files)


def wording_messages(sentence: str, answer: str, title: str) -> "tuple[ChatMessage, ...]":
    """Ask for a question that a sentence answers with some words of it."""
    _, asked = _template("wording")
    user = asked.substitute(title=_as_data(title), sentence=_as_data(sentence), answer=_as_data(answer))
    return _messages("You write questions for a test.", user)


def _worth_reading(evidence: Evidence, room: int) -> list[list[EvidenceSentence]]:
    """Return the best sentences with their neighbours, by passage, the best passage first.

    As many as fit in `room` tokens, in the order of their text; the best one even if it does not fit.
    """
    ranked = evidence.quotable or evidence.sentences
    passages: dict[str, list[EvidenceSentence]] = {}
    for one in sorted(evidence.sentences, key=lambda one: one.sentence.start):
        passages.setdefault(one.hit.passage.id, []).append(one)
    kept: dict[EvidenceSentence, None] = {}
    for best in ranked:
        if best.relevance < LEAST_OF_BEST * ranked[0].relevance:
            break
        passage = passages[best.hit.passage.id]
        at = passage.index(best)
        for one in (best, *passage[max(0, at - 1) : at], *passage[at + 1 : at + 2]):
            heading = "" if any(other in kept for other in passage) else _heading(one)
            cost = _count(f"{heading}\n[1.10] {one.said}") if one not in kept else 0
            if cost > room and kept:
                continue
            room -= cost
            kept.setdefault(one)
    best_first = dict.fromkeys(one.hit.passage.id for one in kept)
    return [[one for one in passages[id] if one in kept] for id in best_first]


def _heading(sentence: EvidenceSentence) -> str:
    article = sentence.hit.article
    return _as_data(in_a_row(article.title, article.source, article.published))


def _as_data(text: str) -> str:
    """Return a text that can neither end its line nor its <source>."""
    return " ".join(text.split()).replace("<", "‹").replace(">", "›")


def _messages(system: str, user: str) -> "tuple[ChatMessage, ...]":
    from llama_index.core.llms import ChatMessage, MessageRole

    return ChatMessage(role=MessageRole.SYSTEM, content=system), ChatMessage(role=MessageRole.USER, content=user)


def _count(text: str) -> int:
    """Return the word pieces of a text: about the tokens that a language model makes of it."""
    return len(packaged_tokenizer().encode(text, add_special_tokens=False).ids)


@cache
def _template(name: str) -> tuple[str, Template]:
    """Return the version and the text of a template, which has them above and below a line of dashes."""
    version, _, text = (_folder() / f"{name}.md").read_text(encoding="utf-8").partition("\n---\n")
    return version.removeprefix("version: "), Template(text.strip())


def _folder() -> Path:
    rag = Path(__file__).parents[1]
    return next(place for place in (rag / "prompts", rag.parent / "prompts") if place.is_dir())  # a wheel, a checkout
