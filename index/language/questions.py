"""Questions that a sentence answers, made of its main clause: who, when, where, how many, what, why, yes or no.

Grammar comes first: a sentence whose clause is not plain has none. So does standing alone: a question that points out
of itself ("he", "the company", "last week") is left out. English only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.language import facts
from index.language.arguments import BE
from index.language.clauses import OBJECT, Clause, Word, base_form, find_clauses, kinds_of
from index.language.demonyms import forms
from index.language.names import find_names
from index.language.persons import find_mentions
from index.language.self_contained import stands_alone
from index.language.units import MONEY, TIME_UNITS, unit_of

QuestionKind = Literal["who", "when", "where", "how many", "how much", "what", "why", "yes or no"]
_NO_COUNTRIES = frozenset("africa america asia berlin europe london moscow paris california texas gaza".split())
_HAPPENS_SOMEWHERE = frozenset(  # verbs in base form, whose "in Osk" tells where it happened
    "arrest attack begin bear build bury capture celebrate clash collapse convict crash demonstrate die discover drown "
    "explode find finish found gather hold injure inaugurate kill land launch live lose meet move murder open play "
    "protest rally resign sell sentence shoot sign sink speak stand start strike study teach win work".split()
)
_LEADS_TO_WHOM = frozenset("with against from into to by".split())
_SEEMS = frozenset("appear become remain seem stay".split())
_NO_OBJECT = frozenset(  # verbs whose object is none, or is half of a phrase
    "become remain stay seem appear be have take make get give let keep put set go come play call consider want hope "
    "expect try help say tell show think believe claim warn add note agree decide offer begin start continue".split()
)
_BY_TIME = re.compile(r"\b(in|on|during|since)\s+(?:the\s+)?(?:(?:early|late)\s+|mid-)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SentenceQuestion:
    """A question that a sentence answers, and the words of it that do, as `[start, end)`; none for yes or no."""

    kind: QuestionKind
    question: str
    start: int
    end: int


def questions_of(sentence: str) -> Iterator[SentenceQuestion]:
    """Yield the questions that a sentence answers and that stand alone.

    >>> text = "The mayor of Osk signed a treaty with Kiel in May 2019."
    >>> [(one.question, text[one.start : one.end]) for one in questions_of(text)][:2]
    [('Who signed a treaty with Kiel in May 2019?', 'The mayor of Osk'), \
('When did the mayor of Osk sign a treaty with Kiel?', 'May 2019')]
    """
    seen = set()
    for clause in find_clauses(sentence):
        for one in (one for asked in _FORMS for one in asked(clause)):
            answer = sentence[one.start : one.end]
            if one.question not in seen and stands_alone(one.question) and not _gives_away(one.question, answer):
                seen.add(one.question)
                yield one


def _gives_away(question: str, answer: str) -> bool:
    asked, said = (re.findall(r"\w+", text.lower()) for text in (question, answer))
    return bool(said) and " ".join(said) in " ".join(asked)


def _asking(kind: QuestionKind, parts: Sequence[str], answer: tuple[int, int]) -> SentenceQuestion:
    question = " ".join(" ".join(parts).split()).replace(" ,", ",")
    return SentenceQuestion(kind, f"{question[:1].upper()}{question[1:]}?", *answer)


def _inverted(clause: Clause, *rest: str) -> tuple[str, ...]:
    before, behind = clause.inverted
    return before, clause.said(clause.subject), behind, *rest, clause.said(clause.opening)


def _who(clause: Clause) -> Iterator[SentenceQuestion]:
    subject, (first, last) = clause.subject, (clause.subject[0], clause.subject[-1])
    names = [one for one in find_mentions(clause.text) if first.start <= one.start < last.end]
    if not names or not clause.rest or clause.verb.kind == "Y" or clause.auxiliary in ("are", "were", "have"):
        return
    who = ""
    if clause.auxiliary in BE and clause.auxiliary == clause.verb.text and clause.rest[0].text.lower() != "the":
        return  # "Who is an actor?" has many answers
    if len(subject) == 1 and is_country(first.text):
        who = "which country"
    elif any(one.person for one in names) and not clause.text[first.start : last.end].endswith(("'s", "’s")):
        who = "who"
    elif any(one.person is None for one in names) and "o" in kinds_of(subject):
        who = "who"
    if who:
        helps = (clause.auxiliary, clause.verb.text) if clause.auxiliary != clause.verb.text else (clause.verb.text,)
        parts = (who, *helps, clause.said(clause.rest), clause.said(clause.opening))
        yield _asking("who", parts, (first.start, last.end))


def is_country(name: str) -> bool:
    """Tell a country's name from an adjective ("Russian"), a city's and a continent's."""
    word = name.lower()
    return word.upper() in forms(word) and word not in _NO_COUNTRIES


def _whom(clause: Clause) -> Iterator[SentenceQuestion]:
    """Ask for a name that is an object: "with which country", "whom"."""
    if clause.opening or clause.verb.text == clause.auxiliary:
        return
    for one in find_mentions(clause.text):
        at = next((at for at, word in enumerate(clause.rest) if word.start == one.start), -1)
        behind = next((at for at, word in enumerate(clause.rest) if word.end == one.end), -1) + 1
        if at < 0 or not behind or kinds_of(clause.rest[behind:])[:1] not in ("", "I"):
            continue
        asks = "which country" if is_country(one.written) else "whom" if one.person else ""
        before = clause.rest[:at]
        if asks and not before and not clause.auxiliary and base_form(clause.verb.text) not in _NO_OBJECT:
            yield _asking("who", (asks, *_inverted(clause, clause.said(clause.rest[behind:]))), (one.start, one.end))
        elif asks and len(before) == 1 and before[0].text.lower() in _LEADS_TO_WHOM:
            parts = (before[0].text, asks, *_inverted(clause, clause.said(clause.rest[behind:])))
            yield _asking("who", parts, (one.start, one.end))


def _what_is(clause: Clause) -> Iterator[SentenceQuestion]:
    """Ask for what is "the largest …"."""
    is_known = clause.rest and clause.rest[0].text.lower() == "the" and clause.auxiliary in ("is", "was")
    if is_known and clause.verb.text == clause.auxiliary and any(find_names(clause.said(clause.subject))):
        people = {one.person for one in find_mentions(clause.said(clause.subject))}
        if None in people:
            return
        asks = "who" if True in people else "what"
        span = clause.subject[0].start, clause.subject[-1].end
        yield _asking("what", (asks, clause.auxiliary, clause.said(clause.rest)), span)


def _dates_in(clause: Clause) -> Iterator[tuple[int, int]]:
    """Yield where a clause says when it was, with the preposition: "in May 2019"."""
    for words in (clause.rest, clause.opening):
        if not words:
            continue
        start, end = words[0].start, words[-1].end
        for one in facts(clause.text).dates:
            before = _BY_TIME.search(clause.text, start, one.start) if start <= one.start and one.end <= end else None
            behind = kinds_of([word for word in words if word.start >= one.end])[:1]
            if before and any(map(str.isdigit, one.written)) and behind not in tuple("NPJS"):  # "the 1878 election"
                yield before.start(), one.end


def _bare_date(clause: Clause, span: tuple[int, int]) -> tuple[int, int]:
    """Return a date without its preposition."""
    return span[0] + len(re.match(r"\w+\s+", clause.text[span[0] : span[1]])[0]), span[1]  # type: ignore[index]


def _without(clause: Clause, words: Sequence[Word], span: tuple[int, int]) -> str:
    """Return words of a clause without those of a span."""
    left = [word for word in words if word.end <= span[0]], [word for word in words if word.start >= span[1]]
    return " ".join(clause.said(part) for part in left if part)


def _when(clause: Clause) -> Iterator[SentenceQuestion]:
    dates = list(_dates_in(clause))
    if len(dates) != 1:
        return
    before, behind = clause.inverted
    rest = (_without(clause, clause.rest, dates[0]), _without(clause, clause.opening, dates[0]))
    begins = clause.text[dates[0][0] :][:5].lower() == "since"
    is_past = before not in ("has", "have", "is", "are", "does", "do")
    if is_past != begins and before not in ("does", "do") and (behind or any(rest)):
        asks = "since when" if begins else "when"
        answer = _bare_date(clause, dates[0])
        yield _asking("when", (asks, before, clause.said(clause.subject), behind, *rest), answer)


def _where(clause: Clause) -> Iterator[SentenceQuestion]:
    if base_form(clause.verb.text) not in _HAPPENS_SOMEWHERE or clause.opening:
        return
    for one in find_mentions(clause.text):
        before = re.search(r"\b(?:in|at|near)\s+\Z", clause.text[: one.start])
        inside = clause.rest and clause.rest[0].start <= one.start and one.end <= clause.rest[-1].end
        if before and inside and one.person is False and forms(one.written.lower()):
            rest = _without(clause, clause.rest, (before.start(), one.end))
            if not clause.text[one.end :].startswith(("'", "’")):
                yield _asking("where", ("where", *_inverted(clause, rest)), (one.start, one.end))


def _how_many(clause: Clause) -> Iterator[SentenceQuestion]:
    for one in facts(clause.text).quantities:
        for words, is_subject in ((clause.subject, True), (clause.rest, False)):
            if not words or one.start != words[0].start or not one.is_amount or one.unit == "%":
                continue
            behind = tuple(word for word in words if word.start >= one.end)
            rest = clause.said(clause.rest)
            if one.unit in MONEY:
                if not is_subject and (not behind or behind[0].kind == "I"):
                    parts = ("how much", *_inverted(clause, clause.said(behind)))
                    yield _asking("how much", parts, (one.start, one.end))
                continue
            counted = re.match(r"J?N+", kinds_of(behind))
            unit = unit_of(behind[0].text) if behind else None
            if (
                one.unit in TIME_UNITS
                or unit in TIME_UNITS
                or not counted
                or not behind[counted.end() - 1].text.endswith("s")
            ):
                continue
            what, more = clause.said(behind[: counted.end()]), clause.said(behind[counted.end() :])
            if is_subject:
                helps = (clause.auxiliary,) if clause.auxiliary not in ("", clause.verb.text) else ()
                yield _asking(
                    "how many", ("how many", what, more, *helps, clause.verb.text, rest), (one.start, one.end)
                )
            else:
                yield _asking("how many", ("how many", what, *_inverted(clause, more)), (one.start, one.end))


def _what(clause: Clause) -> Iterator[SentenceQuestion]:
    if clause.auxiliary in BE or base_form(clause.verb.text) in _NO_OBJECT or clause.opening:
        return
    found = OBJECT.match(kinds_of(clause.rest))
    rest = clause.rest[found.end() :] if found else ()
    if not found or "N" not in kinds_of(clause.rest[: found.end()]) or not rest or rest[0].kind != "I":
        return
    if kinds_of(rest[1:2]) != "B" and rest[0].text.lower() in ("to", "for", "from", "with", "against", "in", "on"):
        span = clause.rest[0].start, clause.rest[found.end() - 1].end
        yield _asking("what", ("what", *_inverted(clause, clause.said(rest))), span)


def _why(clause: Clause) -> Iterator[SentenceQuestion]:
    if clause.reason:
        yield _asking("why", ("why", *_inverted(clause, clause.said(clause.rest))), clause.reason)


def _yes_or_no(clause: Clause) -> Iterator[SentenceQuestion]:
    is_plain = clause.auxiliary or base_form(clause.verb.text) not in _SEEMS
    if clause.rest and not clause.opening and is_plain:
        yield _asking("yes or no", _inverted(clause, clause.said(clause.rest)), (0, 0))


_FORMS = (_who, _what_is, _when, _where, _how_many, _whom, _what, _why, _yes_or_no)
