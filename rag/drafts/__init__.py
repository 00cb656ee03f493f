"""A draft of anyone's, held against the articles: its quotations, who says them, and each of its sentences.

A quotation stands to the letter or falls; nothing that is merely near ever makes it stand. A sentence is judged as a
model's is (`rag.verdict`), by the sentences of the library that come nearest to it. What the articles do not treat is
told from what they deny.
"""

from collections.abc import Callable

from index import Library
from index.errors import check_text
from index.language.quotation_marks import find_quotations
from rag.drafts.findings import (
    CheckedDraft,
    CheckedQuotation,
    CheckedSentence,
    CheckedSpeaker,
    SourcedQuote,
    WordChange,
)
from rag.drafts.quotations import check_quotations_of
from rag.drafts.reading import DraftText, read_drafts
from rag.drafts.sentences import check_sentences_of
from rag.drafts.speakers import check_speaker

__all__ = ["CheckedDraft", "CheckedQuotation", "CheckedSentence", "CheckedSpeaker", "DraftText", "SourcedQuote"]
__all__ += ["WordChange", "read_drafts", "verify"]


def verify(text: str, library: Library, *, progress: Callable[[float], None] | None = None) -> CheckedDraft:
    """Hold a draft against the articles of a library; `progress` is told the share of its text that is judged.

    Raises `InputError` where it is no text.
    """
    check_text(text=text)
    quoted = list(find_quotations(text))
    looked_up = check_quotations_of(text, quoted, library)
    quotations = tuple(check_speaker(text, one, found, library) for one, found in zip(quoted, looked_up, strict=True))
    sentences: list[CheckedSentence] = []
    for one in check_sentences_of(text, quotations, library):
        sentences.append(one)
        if progress:
            progress(one.end / len(text))
    return CheckedDraft(text, quotations, tuple(sentences))
