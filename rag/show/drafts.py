"""A checked draft as text for a terminal: a line for each finding, then how many there are of each kind."""

from collections import Counter
from collections.abc import Iterator

from index.plain_text import one_line
from rag.drafts import CheckedDraft, CheckedQuotation, CheckedSentence, SourcedQuote

FALLS, UNSURE, HOLDS, UNTOLD = "✗", "?", "✓", "·"
SHORT = 90  # characters of what holds

UNCHECKED = "that the articles are right, that no other article says otherwise, and what a draft leaves out"


def draft_as_text(draft: CheckedDraft) -> str:
    """Return what was found of a draft, in the order of its text; what it says in quotation marks is set in."""
    return "\n".join((*_lines(draft), *counted_lines(draft)))


def mark_of(one: CheckedQuotation | CheckedSentence) -> str:
    """Return the sign of a finding."""
    if one.falls:
        return FALLS
    if is_unsure(one):
        return UNSURE
    return UNTOLD if is_untold(one) else HOLDS


def is_untold(one: CheckedQuotation | CheckedSentence) -> bool:
    """Tell whether nobody can say of it whether it holds."""
    return not one.falls and one.status in ("claims nothing", "not checked")


def is_unsure(one: CheckedQuotation | CheckedSentence) -> bool:
    """Tell whether a reader must look: the network doubts it, and no rule says why."""
    return one.status == "unsure"


def label_of_finding(one: CheckedQuotation | CheckedSentence) -> str:
    """Return in a word or two what was found, the worst first."""
    if isinstance(one, CheckedQuotation) and one.has_wrong_speaker and one.status == "stands":
        return "wrong speaker"
    return one.status


def reasons_of(one: CheckedQuotation | CheckedSentence) -> tuple[str, ...]:
    """Return why, each reason in a line: of a quotation, what is set otherwise and who says it, too."""
    if isinstance(one, CheckedSentence):
        return one.reasons
    if one.speaker is None or one.speaker.status == "right":
        return (*one.reasons, *one.notes)
    return (*one.reasons, *one.notes, f"{one.speaker.status}: {one.speaker.written}; {one.speaker.reason}")


def places_of(one: CheckedQuotation | CheckedSentence) -> tuple[SourcedQuote, ...]:
    """Return where it stands in the articles, or what comes nearest there."""
    return one.places if isinstance(one, CheckedQuotation) else one.nearest


def _lines(draft: CheckedDraft) -> Iterator[str]:
    number = 0
    for one in draft.findings:
        is_quotation = isinstance(one, CheckedQuotation)
        number += not is_quotation
        words = one_line(f"“{one.words}”" if isinstance(one, CheckedQuotation) else one.text)
        is_whole = one.falls or is_unsure(one)
        if not is_whole and len(words) > SHORT:
            words = f"{words[:SHORT].rstrip()}…"
        told = one_line("; ".join(reasons_of(one)))
        where = "; ".join(map(_told, places_of(one)[: None if is_whole else 1]))
        parts = [words, *([f"— {told}"] if told else []), *([f"[{where}]"] if where else [])]
        begun = f"    {mark_of(one)} " if is_quotation else f"{mark_of(one)} {number} "
        yield f"{begun}{label_of_finding(one)}: {' '.join(parts)}"


def _told(place: SourcedQuote) -> str:
    return one_line(f"“{place.quote.text}” {place.origin} ({place.quote.article})")


def counted_lines(draft: CheckedDraft) -> Iterator[str]:
    """Yield how many sentences and quotations a draft has of each kind, and what nobody checked."""
    yield _counted("sentence", Counter(one.status for one in draft.sentences))
    if draft.quotations:
        wrong = sum(one.has_wrong_speaker for one in draft.quotations)
        told = f"; {wrong} with the wrong speaker" if wrong else ""
        statuses = (one.status if one.status != "stands" else "to the letter" for one in draft.quotations)
        yield _counted("quotation", Counter(statuses)) + told
    left_out = len(draft.left_out)
    beside = f"; {left_out} piece{'s' * (left_out != 1)} around the text of its file" if left_out else ""
    yield f"not checked: {UNCHECKED}{beside}"


def _counted(what: str, statuses: Counter[str]) -> str:
    """Return how many there are of each status.

    >>> _counted("sentence", Counter(supported=2, unsupported=1))
    '3 sentences: 2 supported, 1 unsupported'
    """
    total = statuses.total()
    told = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    return f"{total} {what}{'s' * (total != 1)}{f': {told}' if told else ''}"
