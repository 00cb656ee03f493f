"""What a quotation leaves out or puts in with which it says something else, although all its letters stand.

That is: a "not" or a doubt of the clause that is kept, another number or name in brackets, half a sentence joined to
half of another, and a question that ends with a stop. An aside with a subject of its own may go, "not" and all.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from index import split_sentences
from index.language import facts
from index.language.negation import CLAUSE_END, denying_words
from index.language.quotation_marks import MARKS
from rag.drafts.joining import first_word_behind, is_other_word, joins_to_other
from rag.drafts.speakers import same_speaker

REACH = 60  # letters beside a quotation that words in brackets at its ends may stand for

_SENTENCE_END = re.compile(r"[.!?][”’\"']*\s")
_OWN_CLAUSE = re.compile(
    r"\s*(?:and |or |but |as )?(?:who|whom|whose|which|that|where|when|while|I|we|you|he|she|it|they|there|this|these"
    r"|those)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\s*without\b", re.IGNORECASE)  # an aside that says how, and denies nothing beside it
_DOUBTS = re.compile(
    r"\b(?:rarely|seldom|scarcely|untrue|false|falsely|deny|doubt(?:s|ed|ful|fully)?|allegedly|reportedly|supposedly"
    r"|anything(?= but|\Z)|less than|unless|if|(?-i:may)|might|perhaps|possibly)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(  # what is said holds but for some, or not yet, with these
    r"\b(?:(?:only|almost|nearly|so-called|should|would|could|few|half|some)\b(?= (?!of\b)|\s*\Z)"
    r"|(?:few|half|some|none|(?:one|two|three|four|five) (?:in|out)) of\b|(?:un)?likely\b"
    r"|(?:tr(?:y|ies|ied)|want(?:s|ed)?|hop(?:e|es|ed)|plan(?:s|ned)?|claim(?:s|ed)?|expected) to\b)",
    re.IGNORECASE,
)
_SAY = r"(?:believ|think|thought|say|said|know|expect|claim|suggest)\w*(?:\s+that)?"
_LIMITED = re.compile(
    rf"\b(?:(?<!\w)(?:not\s+all|hardly\s+any|none|few|some|half|one|two|three|four|five)\s+of|only|almost|nearly|so-called"
    rf"|hardly|barely|scarcely|not|never|(?:refus|fail)\w*\s+to|(?:nobody|no\s+one|few|never|not|n['’]t)\s+(?:\w+\s+)?{_SAY}"
    r"|(?:den(?:y|ied|ies|ying)|doubt(?:s|ed)?|disput\w+|(?:wrong|false|untrue|a\s+lie|a\s+myth)(?:\s+to\s+\w+)?)\s+that"
    rf"|if|whether|unless)\s+[{MARKS}]?\Z",
    re.IGNORECASE,
)
_ANEW = re.compile(  # "did not go but did fight"
    r"\b(?:but|and|yet)\s+(?:\w+\s+){0,2}?(?:do|does|did|is|are|was|were|has|have|had|will|can|could|would|should|must)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_TWO_WORDS = re.compile(r"\W*(?:[\w'’]+\W*){0,2}")


def lost_in(left_out: str, put_in: str, kept: str = "", behind: str = "") -> str:
    """Return what is wrong with leaving words out between others, or putting some in their place.

    Where what is `kept` before them denies, too, an aside only repeats it. What stands `behind` them must go on with
    what is kept, not with a subject or verb that is left out.

    >>> lost_in(", in no case, ", ""), lost_in(", which is no threat, ", "")
    ('what is left out has a "no"', '')
    """
    clauses = list(_kept_clauses(left_out, kept))
    lost = next((word for part in clauses for word in (*_denying(part), *_limiting(part))), "") or _begun(
        kept, left_out
    )
    if lost and not _says_so(put_in, lost):
        return f'what is left out has a "{lost}"'
    denied = facts(CLAUSE_END.split(kept)[-1]).negatives
    if not lost and denied and _ANEW.search(left_out):
        return f'its "{denied[-1].written}" is of what is left out'
    if not lost and facts(put_in).negatives:
        return f'"[{put_in}]" is not in the article'
    numbers, others = set(_NUMBER.findall(put_in)), set(_NUMBER.findall(left_out))
    if (
        (numbers and others and numbers != others)
        or _is_other_name(put_in, left_out)
        or is_other_word(put_in, left_out)
    ):
        return f'"[{put_in}]" stands for "{left_out.strip()}"'
    if (
        not put_in
        and behind
        and len(_SENTENCE_END.split(left_out)) == 1
        and (other := joins_to_other(left_out, behind))
    ):
        return f'what is left out has "{other}", to which the words behind it belong'
    return ""


def limits_before(text: str, start: int) -> str:
    """Return what stands right before some words, in their sentence, without which they say more; empty for nothing.

    >>> limits_before("Nobody believes that the mayor lied.", 21), limits_before("She said that the mayor lied.", 14)
    ('Nobody believes that', '')
    """
    found = _LIMITED.search(_SENTENCE_END.split(text[max(0, start - REACH) : start])[-1])
    return found[0].strip(f"{MARKS} ") if found else ""


def is_limited(words: str) -> bool:
    """Tell whether some words deny, doubt or limit anything."""
    return any((*_denying(words), *_limiting(words), *denying_words(words)))


def lost_before(text: str, start: int, put_in: str) -> str:
    """Return what is wrong with words in brackets that begin a quotation: they hide a "not", or another's name."""
    clause = CLAUSE_END.split(_SENTENCE_END.split(text[max(0, start - REACH) : start])[-1])[-1]
    lost = next(_denying(clause), "")
    if lost and not _says_so(put_in, lost):
        return f'before it the article has a "{lost}"'
    names = facts(clause.rstrip()).names
    is_name = bool(names) and names[-1].end == len(clause.rstrip())
    last = names[-1].written if is_name else "".join(clause.split()[-1:])
    return f'"[{put_in}]" stands for "{last}"' if _is_other_name(put_in, last) or is_other_word(put_in, last) else ""


def lost_behind(text: str, end: int, put_in: str) -> str:
    """Return what is wrong with words in brackets that end a quotation: they stand for a "nothing"."""
    behind = CLAUSE_END.split(_SENTENCE_END.split(text[end : end + REACH])[0])[0]
    found = _TWO_WORDS.match(behind)
    lost = next(_denying(found[0] if found else ""), "")
    if lost and not any(_denying(put_in)):
        return f'behind it the article has a "{lost}"'
    other = first_word_behind(text, end)
    return f'"[{put_in}]" stands for "{other}"' if other and is_other_word(put_in, other) else ""


def joins_halves(text: str, start: int, end: int, gaps: list[tuple[int, int]]) -> bool:
    """Tell whether words of `text[start:end]` go on, behind one of its gaps, in the middle of another sentence."""
    begins = [start + one.start for one in split_sentences(text[start:end])]
    for left, right in gaps:
        if bisect_right(begins, left) < bisect_right(begins, right):
            opening = right - len(text[left:right]) + len(text[left:right].rstrip(f"{MARKS} "))
            if not any(opening <= one <= right for one in begins):
                return True
    return False


def is_question(text: str, start: int, end: int) -> bool:
    """Tell whether `[start, end)` is a whole question, but for its mark."""
    before = text[max(0, start - 4) : start].rstrip()
    return text.startswith("?", end) and (not before or before[-1] in f"{MARKS}.!?:" or text[start - 1] == "\n")


def _kept_clauses(left_out: str, kept: str) -> Iterator[str]:
    """Yield what is left out of the clauses that are kept around it: their ends, and asides without a subject."""
    sentences = [CLAUSE_END.split(one) for one in _SENTENCE_END.split(left_out)]
    yield sentences[0][0]
    if len(sentences) == 1 and not facts(kept).negatives:
        yield from (one for one in sentences[0][1:-1] if not _OWN_CLAUSE.match(one) and not _WITHOUT.match(one))
    yield sentences[-1][-1]


def _denying(words: str) -> Iterator[str]:
    yield from (one.written for one in facts(words).negatives)
    yield from (one[0].lower() for one in _DOUBTS.finditer(words))


def _limiting(words: str) -> Iterator[str]:
    yield from (one[0].lower() for one in _LIMITS.finditer(words))


def _begun(kept: str, left_out: str) -> str:
    """Return a "has yet to" of which the first word is kept; empty where there is none."""
    begins = " ".join(kept.split()[-1:])
    found = facts(f"{begins} {left_out}").negatives if begins else ()
    return found[0].written if found and not facts(left_out).negatives and not facts(begins).negatives else ""


def _says_so(put_in: str, lost: str) -> bool:
    """Tell whether what is put in denies or doubts, as what it stands for does."""
    return any(_denying(put_in)) if _DOUBTS.fullmatch(lost) else bool(facts(put_in).negatives)


def _is_other_name(put_in: str, left_out: str) -> bool:
    """Tell whether of two texts each is a name, and not the same one's."""
    ours, theirs = (one.strip(f"{MARKS} ,") for one in (put_in, left_out))
    are_names = all([name.written for name in facts(one).names] == [one] for one in (ours, theirs))
    return are_names and same_speaker(ours, theirs) is False
