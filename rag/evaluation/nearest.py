"""What of an article comes nearest to a text that does not stand in it, with the difference shown."""

import re
from difflib import SequenceMatcher

from index import split_sentences

LEAST_RATIO = 0.5  # of matching characters; what has fewer in common is another sentence
MOST_WORDS_AROUND = 3  # shown beside a difference

_WORD = re.compile(r"\S+")


def nearest_text(quote: str, article: str) -> str:
    """Return the sentences of an article nearest to a quote, with what differs in brackets; empty where none is near.

    >>> nearest_text("The bridge was closed in May.", "It rained. The bridge was closed in March. It stays so.")
    'The bridge was closed in [May. → March.]'
    """
    sentences = list(split_sentences(article))
    count = max(1, len(list(split_sentences(quote))))
    spans = [(one.start, sentences[min(at + count, len(sentences)) - 1].end) for at, one in enumerate(sentences)]
    said = set(_WORD.findall(quote))
    spans.sort(
        key=lambda span: -len(said.intersection(_WORD.findall(article[slice(*span)])))
    )  # which spares the others
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote)
    best, least = "", LEAST_RATIO
    for start, end in spans:
        matcher.set_seq1(article[start:end])
        if matcher.real_quick_ratio() > least and matcher.quick_ratio() > least and (near := matcher.ratio()) > least:
            best, least = article[start:end], near
    return difference(quote, best) if best else ""


def difference(said: str, stands: str) -> str:
    """Return a text as it stands, with each difference as `[said → stands]` and only what is near it besides.

    >>> difference("Of the nine docks four are used", "Of the nine docks only four are still used")
    'Of the nine docks [ → only] four are [ → still] used'
    """
    old, new = _WORD.findall(said), _WORD.findall(stands)
    shown: list[str] = []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (what, old_start, old_end, new_start, new_end) in enumerate(blocks):
        same = new[new_start:new_end]
        if what != "equal":
            shown.append(f"[{' '.join(old[old_start:old_end])} → {' '.join(same)}]")
            continue
        first, last = number == 0, number == len(blocks) - 1
        before, behind = (0 if first else MOST_WORDS_AROUND), (0 if last else MOST_WORDS_AROUND)
        if len(same) > before + behind + 2:
            same = [*same[:before], "…", *(same[-behind:] if behind else [])]
        shown.append(" ".join(same))
    return " ".join(shown)
