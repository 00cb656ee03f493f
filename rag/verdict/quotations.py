"""Quotation marks in a draft: only what stands in the evidence word for word keeps them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.reader import EvidenceSentence

TAKEN_OFF = "\ue000"  # stands in for a quotation mark until the sentences are cut: offsets stay true

_QUOTED = re.compile(
    r"``(.+?)''|,,(.+?)''|''(.+?)''|‘‘(.+?)’’|<<(.+?)>>|“([^“”]+)[”“]|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|‘(.+?)’(?!\w)|(?<!\w)'(?!\d)(.+?)'(?!\w)"
    r"|‚([^‚‘’]+)[‘’]|‹([^‹›]+)›|›([^‹›]+)‹|「([^「」]+)」",
    re.DOTALL,
)
_APOSTROPHE = "['’]"
_QUOTATION_MARKS = '“”„«»"'
# Other signs that pass for quotation marks are read as the plain ones: those that Unicode calls so, and brackets and
# ornaments in their place.
AS_PLAIN = str.maketrans(
    dict.fromkeys("‟≪≫❝❞❠〝〞〟『』﹁﹂﹃﹄｢｣《》⟪⟫〈〉⟨⟩❮❯🙶🙷🙸⹂＂ˮ", '"') | dict.fromkeys("‛❛❜❟＇´", "'")
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, as the span `[start, end)` of the draft, marks included.

    `sources` are the sentences that hold them; none when they are invented.
    """

    start: int
    end: int
    words: str
    sources: tuple[EvidenceSentence, ...]


def check_quotations(text: str, evidence: Iterable[EvidenceSentence]) -> tuple[str, list[Quotation]]:
    """Take the marks off every quotation that is not verbatim, and off marks that have no partner.

    Done over the whole draft, since a quotation can run over several sentences. A stop that was put inside the marks,
    as American style does, goes outside when only the words are verbatim.
    """
    characters = list(text)
    plain = text.translate(AS_PLAIN)  # sign by sign, so offsets hold for both
    quotations: list[Quotation] = []
    for match in _QUOTED.finditer(plain):
        words, start, end = next(filter(None, match.groups())), match.start(), match.end()
        first, last = match.span(match.lastindex or 0)  # of the words: some marks are two signs
        sources = _holders(words, evidence)
        if not sources and words[-1] in ".," and end - last == 1 and (sources := _holders(words[:-1], evidence)):
            characters[end - 2 : end] = text[end - 1], text[end - 2]
        for at in (*range(start, first), *range(last, end)) if not sources else ():
            characters[at] = TAKEN_OFF
        quotations.append(Quotation(start, end, " ".join(words.split()), tuple(sources)))
    kept = {at for one in quotations if one.sources for at in (one.start, one.end - 1, one.end - 2)}
    for at, character in enumerate(plain):
        if character in _QUOTATION_MARKS and at not in kept:
            characters[at] = TAKEN_OFF
            if not any(one.start <= at < one.end for one in quotations):
                quotations.append(Quotation(at, at + 1, "a quotation mark without its partner", ()))
    return "".join(characters), quotations


def _holders(words: str, evidence: Iterable[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the sentences that hold these very words, whole; several when the words run over them."""
    if not words.split():
        return []
    shown = r"\s+".join(re.escape(word) for word in words.split())  # line breaks and apostrophes are no other words
    pattern = re.compile(rf"(?<!\w){re.sub(_APOSTROPHE, _APOSTROPHE, shown)}(?!\w)")
    for one in evidence:
        for match in pattern.finditer(one.hit.text.translate(AS_PLAIN)):
            start, end = (one.hit.passage.start + offset for offset in match.span())
            holders = [
                each
                for each in evidence
                if each.hit.passage.id == one.hit.passage.id and each.sentence.start < end and start < each.sentence.end
            ]
            if holders and holders[0].sentence.start <= start and end <= max(each.sentence.end for each in holders):
                return holders
    return []
