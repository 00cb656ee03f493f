"""What the page's script tells of answers: that they are right or not, why, and which sentences would have been."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import gradio as gr

from index import InputError, Library, split_sentences
from page.calls import Call, told_by
from page.conversations import GONE, Conversations, Exchange
from page.feedback import Feedback, Opinion, Thumb, as_jsonl, gold_of
from page.opinions import Choosable, choosing_html, opinion_html
from rag import Answer
from rag.evaluation.gold import GoldQuote

LONGEST_NOTE = 500  # characters
WITHIN_FILTERS = "A gold question knows no filters: ask this without them, then save it."
NOT_WHOLE = "This answer was cut off; ask again, or choose the right quotes."
NO_QUOTES = "This answer has no quotes; choose the right ones."
CHANGED = "An article has changed meanwhile; choose again."
CHOOSE = "Choose at least one sentence, or say that it should not be answered."
NONE_SAVED = "Nothing is saved as gold yet; say of an answer that it is right."
_THUMBS: dict[str, Thumb] = {"up": "up", "down": "down", "silent": "down"}


@dataclass(frozen=True, slots=True)
class _Judged:
    """An answer, where it stands, and what its reader said of it so far."""

    turns: list[Exchange]
    turn: Exchange
    answer: Answer
    opinion: Opinion


class Judging:
    """The calls of the script about opinions. Each takes a few words; what is wrong is told as `error`."""

    def __init__(
        self, library: Library, conversations: Conversations, feedback: Feedback, person_of: Callable[[gr.Request], str]
    ) -> None:
        self._library = library
        self._conversations = conversations
        self._feedback = feedback
        self._person_of = person_of

    @property
    def calls(self) -> list[Call]:
        """The functions to be called, by their names."""
        named = (self.opinions, self.judged, self.noted, self.choosable, self.chosen, self.gold)
        return [told_by(call, self._person_of) for call in named]

    def opinions(self, person: str, conversation: str) -> dict[str, Any]:
        """Show what was said of the answers of a conversation."""
        said = self._feedback.of(person, conversation)
        turns = self._conversations.turns(person, conversation)
        done = [turn.number for turn in turns if turn.answer and not turn.growing and not turn.answer.is_reply]
        return {"html": {str(number): opinion_html(said.get(number, Opinion())) for number in done}}

    def judged(self, person: str, conversation: str, number: str, verdict: str) -> dict[str, Any]:
        """Say that an answer is right ("up") or not ("down"), that it should be silence ("silent"), or nothing ("")."""
        one = self._judged(person, conversation, number)
        if not verdict:
            self._feedback.forget(person, conversation, one.turn.number)
            return self._shown(person, conversation, one)
        thumb, gold, why = _THUMBS[verdict], None, ""
        if verdict == "up" and not (why := self._why_not(one)):
            quotes, contested = _quotes_of(one.answer), one.answer.status == "contested"
            gold = gold_of(conversation, one.turns, one.turn.number, quotes, contested if quotes else None)
        elif verdict == "silent":
            if one.turn.filters:
                raise InputError(WITHIN_FILTERS)
            gold = gold_of(conversation, one.turns, one.turn.number, ())
        self._feedback.judge(person, conversation, one.turn.number, thumb, gold)
        return self._shown(person, conversation, one, why)

    def noted(self, person: str, conversation: str, number: str, note: str) -> dict[str, Any]:
        """Keep a note beside an opinion."""
        one = self._judged(person, conversation, number)
        self._feedback.note(person, conversation, one.turn.number, note.strip()[:LONGEST_NOTE])
        return self._shown(person, conversation, one)

    def choosable(self, person: str, conversation: str, number: str) -> dict[str, Any]:
        """Show the sentences of an answer's record, to choose those that answer."""
        one = self._judged(person, conversation, number)
        if one.turn.filters:
            raise InputError(WITHIN_FILTERS)
        right = one.opinion.gold.quotes[0] if one.opinion.gold and one.opinion.gold.quotes else _quotes_of(one.answer)
        return {"html": choosing_html(one.turn.number, one.turn.question, list(self._sentences(one.answer, right)))}

    def chosen(self, person: str, conversation: str, number: str, keys: str) -> dict[str, Any]:
        """Save the sentences that were chosen, by their keys, as the right quotes."""
        one = self._judged(person, conversation, number)
        if one.turn.filters:
            raise InputError(WITHIN_FILTERS)
        known = {found.key: found for found in self._sentences(one.answer, _quotes_of(one.answer))}
        wanted = set(keys.split())
        if not wanted:
            raise InputError(CHOOSE)
        if not known.keys() >= wanted:
            raise InputError(CHANGED)
        is_as_cited = wanted == {key for key, found in known.items() if found.is_right}
        quotes = [found.quote for key, found in known.items() if key in wanted]
        gold = gold_of(conversation, one.turns, one.turn.number, quotes)
        self._feedback.judge(person, conversation, one.turn.number, "up" if is_as_cited else "down", gold)
        return self._shown(person, conversation, one)

    def gold(self, person: str) -> dict[str, Any]:
        """Write what was saved as gold into a file."""
        saved = self._feedback.gold(person)
        if not saved:
            raise InputError(NONE_SAVED)
        return {"name": "gold.jsonl", "text": as_jsonl(saved)}

    def _shown(self, person: str, conversation: str, one: _Judged, why: str = "") -> dict[str, Any]:
        said = self._feedback.of(person, conversation).get(one.turn.number, Opinion())
        return {"html": opinion_html(said, why)}

    def _why_not(self, one: _Judged) -> str:
        """Return why an answer that is right can't be gold, empty when it can."""
        if one.turn.filters:
            return WITHIN_FILTERS
        if one.answer.status != "not_found" and not one.answer.citations:
            return NO_QUOTES
        return "" if one.turn.is_whole else NOT_WHOLE

    def _judged(self, person: str, conversation: str, number: str) -> _Judged:
        turns = self._conversations.turns(person, conversation)
        turn = next((one for one in turns if str(one.number) == number), None)
        if turn is None or turn.answer is None or turn.growing or turn.answer.is_reply:
            raise InputError(GONE)
        return _Judged(turns, turn, turn.answer, self._feedback.of(person, conversation).get(turn.number, Opinion()))

    def _sentences(self, answer: Answer, right: tuple[GoldQuote, ...]) -> Iterator[Choosable]:
        """Yield each sentence of the passages behind an answer once, as its article has it now."""
        seen: set[tuple[str, int]] = set()
        for citation in (*answer.citations, *answer.nearest):
            passage = citation.passage
            try:
                article = self._library.article(passage.article)
            except InputError:  # it was removed since
                continue
            for sentence in split_sentences(article.text):
                if not (passage.start <= sentence.start and sentence.end <= passage.end):
                    continue
                if (article.id, sentence.start) in seen:
                    continue
                seen.add((article.id, sentence.start))
                quote = GoldQuote(article.id, article.text[sentence.start : sentence.end])
                is_right = any(one.article == article.id and quote.text in one.text for one in right)
                yield Choosable(key_of(quote), quote, sentence.said_in(article.text), citation, is_right)


def _quotes_of(answer: Answer) -> tuple[GoldQuote, ...]:
    return tuple(GoldQuote(one.quote.article, one.quote.text) for one in answer.citations)


def key_of(quote: GoldQuote) -> str:
    """Return what tells a sentence from the others of a record, whatever else changes in it."""
    return sha256(f"{quote.article}\n{quote.text}".encode()).hexdigest()[:8]
