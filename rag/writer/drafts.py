"""A model's draft as it comes: where it ends, and whether it says anything.

What some models begin with ("Answer:") is left out. A draft ends where the model says again what it has said, or, with
its answer given, that the articles do not say; what comes behind that is no part of the answer, and the model is
stopped. Both are told apart from an answer by the form of English sentences.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

from index.language.sentences import Sentence, split_sentences
from rag.llm import Draft

SHORTEST_LOOP, LONGEST_LOOP = 8, 240  # characters of what is said again and again
REPEATS = 3
PAUSE = 3.0  # between two looks, as a multiple of the time that one takes: a long draft is not read all the time
FEWEST_WORDS = 4  # of a sentence that is not to be said twice: "He did not." may be
LONGEST_REFUSAL = 400  # characters
REPEATED = "the model began to repeat itself, and was stopped there"
SILENT_BEHIND = "behind its answer the model wrote that the articles do not say, and was stopped there"

_WHOLE = re.compile(r"(.*[.!?…][\])\"”’]*)\s+[^.!?…]*\Z", re.DOTALL)  # sentences, and the beginning of one more
_LEAD = re.compile(r"\A[\s#*_]*(?:answer[\s*_]*)?:[\s*_]*", re.IGNORECASE)  # what some models begin with
_IN_BRACKETS = re.compile(r"\s*\[[^\[\]]{0,80}\]")
_MARKERS_FIRST = re.compile(r"(?:\s*\[[^\[\]]{0,80}\]\.?)*\s*")
_GOES_ON = re.compile(r"[.!?…\])\"”’]\s+(?=\S)|\n(?=\S)")
_REFUSAL = re.compile(
    r"""\W*(?:
    (?:i['’]?m | i\ am | we['’]?re)\ (?:(?:very|so|really)\ )?(?:sorry | unable | not\ able) | sorry\b | i\ apologi[sz]e
    | i\ (?:can['’]t | can\ ?not | won['’]t | will\ not | must\ decline)
    | as\ an?\ (?:ai | (?:large\ )?language\ model)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SOURCES = (
    r"(?:the\ |these\ |any\ of\ the\ )?(?:(?:given|provided)\ )?(?:articles?|sentences?|sources?|passages?|texts?)"
)
_SILENT = re.compile(  # a whole sentence: "… exactly, but it fell" says more
    rf"""(?:unfortunately,?\ |sorry,?\ )?(?:
    {_SOURCES}\ do(?:es)?(?:\ not|n['’]t)\ (?:say|answer|mention|tell|state|specify)\b(?P<what>[^,;]*)
    | {_SOURCES}\ (?:give|have|contain|provide)s?\ no\ (?:information|answer)\b(?P<about>[^,;]*)
    | there\ is\ no\ (?:information|mention|answer)\b(?P<of>[^,;]*)
    | (?:this|that|it|the\ answer)\ is\ not\ (?:said|stated|mentioned|given|specified)(?P<where>\ in\ {_SOURCES})?
    | no\ (?:information|answer)(?:\ is\ (?:given|available|found)|\ found)? | not\ (?:found|stated|mentioned) )""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_MORE = re.compile(  # adds nothing to what is said: "when it fell" does
    rf"\W*(?:(?:about|on|of|to|in|the|this|that|it|so|more|further|anything|else|question|answer|it|{_SOURCES})\b\W*)*",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A stage of a draft, without what is no part of an answer; `ended` is why it ends before the model did."""

    draft: Draft
    ended: str = ""


def watched(drafts: Iterable[Draft]) -> Generator[Watched]:
    """Yield the stages of a draft, the last of which is whole: it has a reason to stop."""
    ends, due = 0, 0.0  # of sentences, behind which another has begun; when the draft is looked at again
    for draft in drafts:
        text = _LEAD.sub("", draft.text)
        kept = without_loop(text)
        ended = REPEATED if kept != text else ""
        begun = perf_counter()
        if ended or draft.stop or (begun >= due and len(_GOES_ON.findall(text)) > ends):
            ends = len(_GOES_ON.findall(text))
            short, why = cut_short(kept, growing=draft.stop is None and not ended)
            kept, ended = (short, why) if why else (kept, ended)
            due = perf_counter() + PAUSE * (perf_counter() - begun)
        if ended:
            yield Watched(Draft(kept, "cut", draft.usage), ended)
            return
        yield Watched(replace(draft, text=text))


def without_loop(text: str) -> str:
    """Return a text whose end repeats itself with the repetition once, any other as it is.

    >>> without_loop("It fell. It fell on Monday. It fell on Monday. It fell on Monday.")
    'It fell. It fell on Monday.'
    """
    tail = text[-REPEATS * LONGEST_LOOP :]
    for length in range(SHORTEST_LOOP, min(LONGEST_LOOP, len(tail) // REPEATS) + 1):
        said = tail[-length:]
        if tail.endswith(said * REPEATS) and any(character.isalnum() for character in said):
            while text.endswith(said * 2):
                text = text.removesuffix(said)
            once = text.removesuffix(said)
            return _WHOLE.sub(r"\1", once if once.endswith(said.strip()) else text).rstrip()
    return text


def cut_short(text: str, *, growing: bool = False) -> tuple[str, str]:
    """Return a draft up to where it says nothing more, and why it ends there; as it is, and no reason, if it goes on.

    The last sentence of one that is `growing` may not be whole.

    >>> cut_short("It fell on Monday [1.1]. The articles do not say. It fell on Friday.")[0]
    'It fell on Monday [1.1].'
    >>> cut_short("Prices fell on Monday [1.1]. Rates rose [1.2]. Prices fell on Monday [1.1].")[0]
    'Prices fell on Monday [1.1]. Rates rose [1.2].'
    """
    said: set[str] = set()
    is_answered = False
    sentences = list(_sentences(text))
    for start, sentence in sentences[:-1] if growing else sentences:
        words = " ".join(re.findall(r"\w+", sentence.lower()))
        if is_answered and is_silent(sentence, wholly=True):
            return text[:start].rstrip(), SILENT_BEHIND
        if words in said and len(words.split()) >= FEWEST_WORDS:
            return text[:start].rstrip(), REPEATED
        said.add(words)
        is_answered = is_answered or not is_silent(sentence)
    return text, ""


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each sentence of a draft begins, behind the markers of the one before it, and what it says."""
    for one in split_sentences(text) if text.strip() else ():
        start = _begin(text, one)
        yield start, _IN_BRACKETS.sub("", text[start : one.end]).strip()


def _begin(text: str, sentence: Sentence) -> int:
    markers = _MARKERS_FIRST.match(text, sentence.start, sentence.end) if sentence.start else None
    return markers.end() if markers else sentence.start


def is_silent(sentence: str, *, wholly: bool = False) -> bool:
    """Tell whether a sentence says that the articles do not say; `wholly`, if it does not name what they do not.

    >>> is_silent("The articles do not say when."), is_silent("The articles do not say when.", wholly=True)
    (True, False)
    """
    found = _SILENT.fullmatch(sentence.strip(" .\n*_"))
    return found is not None and not (wholly and any(not _NO_MORE.fullmatch(one or "") for one in found.groups()))


def is_refusal(text: str) -> bool:
    """Tell whether a draft only says that the model will not answer.

    >>> is_refusal("I'm sorry, but I can't help with that."), is_refusal("Iran says it can't help.")
    (True, False)
    """
    return len(text) <= LONGEST_REFUSAL and "[" not in text and _REFUSAL.match(text) is not None
