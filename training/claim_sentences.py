"""Which sentences of long evidence a claim is held against in training: those that share most words with it."""

import re

from index.language.words import content_stems

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def nearest_sentences(evidence: str, claim: str, most: int) -> str:
    """Return the sentences of the evidence that share most words with a claim, in order, of about so many words.

    >>> nearest_sentences("It rained. The mayor of Corin opened the harbor.", "A harbor opened.", 6)
    'The mayor of Corin opened the harbor.'
    """
    if len(evidence.split()) <= most:
        return evidence
    sentences = SENTENCE_END.split(evidence)
    stems = content_stems(claim)
    ranked = sorted(range(len(sentences)), key=lambda at: len(stems & content_stems(sentences[at])), reverse=True)
    kept, room = set[int](), most
    for at in ranked:
        if (words := len(sentences[at].split())) <= room or not kept:
            kept.add(at)
            room -= words
    return " ".join(sentences[at] for at in sorted(kept))
