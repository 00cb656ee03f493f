"""Each quotation of a draft, looked up in the articles: it stands there to the letter, or not.

Where it does not, what comes nearest is found by search and shown with the difference, word by word; that never makes
it stand. A title, and a name or term are no words of somebody's that could be looked up, and one of a word or two may
stand anywhere, unless a few articles have it in quotation marks, too; that is said of them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index import Article, Hit, Library
from index.language.attributions import stands_in_marks
from index.language.quotation_marks import MARKS, QuotedSpan
from index.language.words import content_stems, share_of_words, stop_words
from rag.drafts.findings import ABSENT, CheckedQuotation, SourcedQuote, WordChange
from rag.drafts.wording import Occurrence, Wording, find_wording, wording_of
from rag.verdict import SAME_MATTER

FEWEST_WORDS = 3  # of what can be checked; fewer are a term, or stand anywhere
MOST_PLACES = 5  # where one quotation stands that are named
NEAREST = 10  # passages that a quotation is compared with where it stands nowhere
LONGEST_QUERY = 600  # characters of a quotation that are searched for

TOO_SHORT = "too short to check"
FUNCTION_WORDS = "words that say nothing alone"
TITLE = "a title or name"
TITLE_OF = "the title of an article of {}"
TERM = "a name or term"
UNCLOSED = "its closing mark is missing"

_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_COMPARED = re.compile(r"\S+")
_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|\.{3,4}|…")
_INTRODUCED = re.compile(
    r"\b(?:so-called|dubbed|nicknamed|known as|(?:is|was|are|were|be|been) called|titled|entitled|headlined|named"
    r"|the (?:word|term|phrase|name|book|film|song|show|series|report|article|novel|play|album)s?)\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A quotation of a draft, and what must stand for it."""

    span: QuotedSpan
    wording: Wording

    @property
    def is_short(self) -> bool:
        """Whether it may stand anywhere."""
        return len(_WORD.findall(self.wording.written)) < FEWEST_WORDS


def check_quotations_of(text: str, quoted: Sequence[QuotedSpan], library: Library) -> list[CheckedQuotation]:
    """Look up all that stands in quotation marks in a draft."""
    asked = [_Asked(one, wording_of(one.words_in(text))) for one in quoted]
    named = {one: reason for one in asked if (reason := _not_checked(text, one))}
    found: dict[_Asked, list[tuple[Article, Occurrence]]] = {}
    looked_up = [one for one in asked if not one.is_short or named[one] == TOO_SHORT]
    for article in library.articles() if looked_up else ():  # each is read once
        for one in looked_up:
            if len(found.get(one, ())) < MOST_PLACES:
                places = find_wording(one.wording, article.text)
                if one.is_short:
                    places = [place for place in places if stands_in_marks(article.text, place.start, place.end)]
                found.setdefault(one, []).extend((article, place) for place in places)
            if _is_title(one.wording, article.title):
                named[one] = TITLE_OF.format(article.source or article.id)
    for one in looked_up:
        if one.is_short and len(found.get(one, ())) >= MOST_PLACES:
            del found[one]  # too many say it to be one speaker's
    return [_checked(one, named.get(one, ""), found.get(one, ()), library) for one in asked]


def _is_title(wording: Wording, title: str) -> bool:
    return any(len(title) - (one.end - one.start) <= len(title) / 4 for one in find_wording(wording, title))


def _not_checked(text: str, asked: _Asked) -> str:
    """Return why words in quotation marks are not somebody's that could be looked up; empty where they are."""
    if asked.is_short and not content_stems(asked.wording.written):
        return FUNCTION_WORDS
    if _INTRODUCED.search(text, max(0, asked.span.start - 40), asked.span.start):
        return TERM
    if asked.is_short:
        return TOO_SHORT
    words = _WORD.findall(asked.wording.written)
    matter = [one for one in words if one.lower() not in stop_words()]
    if len(matter) > 1 and all(one[0].isupper() or one[0].isdigit() for one in matter) and words[0][0].isupper():
        return TITLE
    return ""


def _checked(
    asked: _Asked, unchecked: str, found: Sequence[tuple[Article, Occurrence]], library: Library
) -> CheckedQuotation:
    start, end, words = asked.span.start, asked.span.end, asked.wording.written
    notes = () if asked.span.closed else (UNCLOSED,)
    stands = [(article, match) for article, match in found if not match.denied]
    if stands:
        places = tuple(SourcedQuote.of(article, match.start, match.end) for article, match in stands[:MOST_PLACES])
        return CheckedQuotation(start, end, words, "stands", notes=(*notes, *stands[0][1].notes), places=places)
    if unchecked:
        return CheckedQuotation(start, end, words, "not checked", (unchecked,), notes)
    if found:
        article, match = found[0]
        place = SourcedQuote.of(article, match.start, match.end)
        changes = word_changes(words, place.quote.text)
        return CheckedQuotation(start, end, words, "altered", (match.denied,), notes, (place,), changes)
    nearest = _nearest(words, library)
    if nearest is None:
        return CheckedQuotation(start, end, words, ABSENT, (), notes)
    changes = word_changes(words, nearest.quote.text)
    return CheckedQuotation(start, end, words, "altered", (_in_words(changes),), notes, (nearest,), changes)


def _in_words(changes: Sequence[WordChange]) -> str:
    """Return how words differ, in a line.

    >>> _in_words([WordChange("same", "did"), WordChange("missing", "not"), WordChange("same", "supply")])
    'without "not"'
    """
    told: list[str] = []
    for at, one in enumerate(changes):
        before, after = (changes[place].kind if 0 <= place < len(changes) else "" for place in (at - 1, at + 1))
        if one.kind == "missing" and before == "added":
            told.append(f'"{changes[at - 1].words}" for "{one.words}"')
        elif one.kind == "missing":
            told.append(f'without "{one.words}"')
        elif one.kind == "added" and after != "missing":
            told.append(f'with "{one.words}"')
    return ", ".join(told)


def word_changes(words: str, stands: str) -> tuple[WordChange, ...]:
    """Return how the words of a draft differ from those that stand in an article; what is left out is no difference.

    >>> [(one.kind, one.words) for one in word_changes("It did supply arms", "It did not supply arms")]
    [('same', 'It did'), ('missing', 'not'), ('same', 'supply arms')]
    """
    ours, theirs = _COMPARED.findall(_LEFT_OUT.sub(" ", words)), _COMPARED.findall(stands)
    matcher = SequenceMatcher(None, [_same(one) for one in ours], [_same(one) for one in theirs], autojunk=False)
    changes: list[WordChange] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            changes.append(WordChange("same", " ".join(theirs[other_start:other_end])))
        else:
            changes += [WordChange("added", " ".join(ours[start:end]))] if end > start else []
            changes += (
                [WordChange("missing", " ".join(theirs[other_start:other_end]))] if other_end > other_start else []
            )
    return tuple(changes)


def _same(word: str) -> str:
    return word.lower().strip(f"{MARKS},.;:!?()").replace("’", "'")


def _nearest(words: str, library: Library) -> SourcedQuote | None:
    """Return the words of an article that come nearest to those of a quotation; None where less than half is."""
    bare = _LEFT_OUT.sub(" ", words)
    stems = content_stems(bare)
    found: tuple[float, SourcedQuote] | None = None
    for hit in _searched(bare, library):
        for share, start, end in _windows(bare, hit):
            place = hit.article.text[start:end]
            if share >= SAME_MATTER and share_of_words(stems, content_stems(place)) >= SAME_MATTER:
                if found is None or share > found[0]:
                    found = share, SourcedQuote.of(hit.article, start, end)
    return found[1] if found else None


def _searched(words: str, library: Library) -> list[Hit]:
    query = " ".join(words.split())[:LONGEST_QUERY]
    return library.search(query, NEAREST) if query and len(library) else []


def _windows(words: str, hit: Hit) -> Iterator[tuple[float, int, int]]:
    """Yield, of a passage, the words that share most with others in their order, as a share of the longer one's."""
    ours = [_same(one) for one in _COMPARED.findall(words)]
    spans = [one.span() for one in _COMPARED.finditer(hit.article.text, hit.passage.start, hit.passage.end)]
    theirs = [_same(hit.article.text[start:end]) for start, end in spans]
    known, least = Counter(ours), SAME_MATTER * len(ours)
    for first in range(len(theirs)) if len(theirs) >= least else ():  # else none shares enough
        if theirs[first] not in known:
            continue
        last = min(len(theirs), first + len(ours) + len(ours) // 2 + 1)
        if (known & Counter(theirs[first:last])).total() < least:
            continue
        blocks = SequenceMatcher(None, ours, theirs[first:last], autojunk=False).get_matching_blocks()
        matched = [one for one in blocks if one.size]
        shared = sum(one.size for one in matched)
        if matched:
            # As many words around it as the draft has others there, within the sentence.
            head, last_block = matched[0].a, matched[-1]
            begin = first + matched[0].b
            end = first + last_block.b + last_block.size
            tail = len(ours) - last_block.a - last_block.size
            while head and begin and not _ends(hit, spans[begin - 1]):
                head, begin = head - 1, begin - 1
            while tail and end < len(spans) and not _ends(hit, spans[end - 1]):
                tail, end = tail - 1, end + 1
            start, stop = spans[begin][0], spans[end - 1][1]
            place = hit.article.text[start:stop]
            start += len(place) - len(place.lstrip(MARKS))
            yield shared / max(len(ours), end - begin), start, stop - len(place) + len(place.rstrip(MARKS))


def _ends(hit: Hit, word: tuple[int, int]) -> bool:
    """Tell whether a sentence ends with a word of a passage."""
    return hit.article.text[word[0] : word[1]].rstrip(MARKS)[-1:] in (".", "!", "?")
