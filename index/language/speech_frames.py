"""The frames that say whose words are: "said X", "X told reporters that", "according to X", "X: “…”" and "“…” — X".

Places are found in a `masked` text, which has a sign in place of each character that is quoted, so that no word of a
quotation is taken for one of its frame.
"""

import re
from collections.abc import Callable, Iterator

from index.language.names import find_names
from index.language.quotation_marks import QuotedSpan
from index.language.speech_verbs import NEVER_INVERTED, SAYS
from index.language.tables import Span

LONGEST_SPEAKER = 160  # characters
QUOTED = "\ue001"  # stands for each character of what is quoted

_LEADS_TO_QUOTE = re.compile(
    r"(?:[:,]|\b(?:that|as|it|them|(?:warn\w*|spoke|speak\w*|complain\w*) of)(?: an?| the)?)\s+\Z", re.IGNORECASE
)
_ADVERB = r"(?:(?:also|then|later|once|again|has|had|have|would|will|\w+ly|on \w+day)\s+){0,3}"
_INVERTED = rf"(?!(?:{NEVER_INVERTED})\b)(?:{SAYS})"  # before who speaks: "said Lee"
_VERB = re.compile(rf"(?:\A|(?<=[\s,]))(?:{SAYS})\b", re.IGNORECASE)
_NOUNS = frozenset(
    "reports report claims claim calls notes states comments promises answers posts urges promise brands labels".split()
)
_BEFORE_NOUN = re.compile(  # "those reports"
    r"(?:\A\W*|\b(?:the|an?|this|that|these|those|such|some|many|any|no|all|two|three|four|five|several|few|its|their|his|her"
    r"|our|my|new|of|in|by|from|with|for|on|to|and|or|unconfirmed|phone|media|news|official|false|united|both|\w+['’]s?)\s+)\Z",
    re.IGNORECASE,
)
_SAID_OF = re.compile(  # "a video said to show": nobody says it
    r"(?:said|reported|claimed|alleged)\s+to\s+(?!(?:the|an?|his|her|its|their|me|us|him|them|you|reporters|journalists)\b)[a-z]"
)
_ASIDE_ENDS = re.compile(r"[^,]*,[^,]*\w")  # "the mill, called Osk Works, is"
_PASSIVE = re.compile(rf"\b(?:is|was|are|were|be|been|being|to)\s+{_ADVERB}\Z", re.IGNORECASE)
# A stop within a name ("Mr. Li", "the U.S. envoy") ends no speaker.
_STOP = r"(?<=\b[A-Z])\.|(?<=\b(?:Mr|Ms|Dr|St))\.|(?<=\b(?:Mrs|Gen|Sen|Gov|Rep))\.|\.(?=\w)"
_ENDS = (
    rf"(?=(?!{_STOP})[,.;:!?–—\ue001\n]|\s(?:in|on|at|to|after|before|when|during|as|while|last|this|who|that)\s|\Z)"
)
_WHO = rf"(?P<who>(?:[^,.;:!?–—\ue001\n]|{_STOP}){{2,{LONGEST_SPEAKER}}}?)"
_BEHIND = (
    re.compile(rf"[\s,–—-]*(?:according to|in the words of)\s+{_WHO}{_ENDS}", re.IGNORECASE),
    re.compile(rf"[\s,–—-]*{_INVERTED}\s+{_WHO}{_ENDS}", re.IGNORECASE),
)
_ASIDE_IN_CLAUSE = re.compile(  # "The plan, writes Lee, is"; what is "called Osk Works" says nothing
    rf"[,\ue001]\s+(?!(?:call|describ|report|relat|claim|post)[^,]*,\s*\w){_INVERTED}\s+{_WHO}"
    r"(?:\s(?:on|in|at|to|last)\s[^,]*)?,(?:\s+(?:the|an?|who)\s[^,.;:\ue001]*,)?[^,.;:!?–—\ue001\n]*\Z",
    re.IGNORECASE,
)
_OF_MATTER = re.compile(r"\s+(?:of|about|on)\s+(?:th\w+|an?|his|her|its)\s+[a-z][^,.;:]*\Z")  # "said Lee of the video"
_BY_LINE = re.compile(rf"\s*[–—-]{{1,2}}\s*(?P<who>[A-Z][^.;:!?\ue001\n]{{1,{LONGEST_SPEAKER}}})(?=\n|\Z)")
_BEFORE_VERB = re.compile(
    rf"[\s,–—-]*(?P<who>(?:[^.;:!?\ue001]|{_STOP}){{1,{LONGEST_SPEAKER}}}?)\s+{_ADVERB}"
    rf"(?:{SAYS})\b(?P<rest>[^\ue001]*)",
    re.IGNORECASE,
)
_SPEAKER = rf"((?:[^,.;:!?–—\n]|{_STOP}){{2,{LONGEST_SPEAKER}}}?)"
_TOLD = r"(we|one|you|readers)\s+(?:is|are|was|were)\s+(?:also\s+)?(?:told|reminded)"
_FRAME = rf"(?:{_TOLD}|{_INVERTED}\s+{_SPEAKER}|{_SPEAKER}\s+{_ADVERB}(?:{SAYS})|according to\s+{_SPEAKER})"
_ATTRIBUTIONS = (
    (re.compile(rf",\s+{_FRAME},\s+", re.IGNORECASE), " "),
    (re.compile(rf"[,”\"]\s*{_FRAME}(?:\s+of\s+[^,.]+)?[.!]?\s*\Z", re.IGNORECASE), "."),
    (
        re.compile(
            rf"\A(?:according to\s+{_SPEAKER},|{_SPEAKER}\s+{_ADVERB}(?:{SAYS})(?:\s+that|:|,))\s+", re.IGNORECASE
        ),
        "",
    ),
)
_INTERRUPTION = re.compile(rf",[”\"’']\s+{_FRAME},\s+[“\"‘'](?=[a-z])", re.IGNORECASE)
_ENDS_THERE = re.compile(r"\s*(?:[.;,](?!.*:)|\Z|(?:on|in|at|to|after|during|of|last)\b(?!.*:))", re.DOTALL)
_SAID_BY = re.compile(rf"[\s,–—-]*(?:{SAYS})\s[^.;:!?\ue001]{{2,{LONGEST_SPEAKER}}}[,.:]?\s*", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"(?:and|but|while|which|who|that|as|or|though|although|after|before|when|because|if|since|until|in|on|at|for|with"
    r"|by|to|from|of|than|is|was|were|are)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+(?P<who>[^,;:\ue001]+)", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\b(?:in\s+(?P<owner>[^,;:\ue001]{2,60}?)['’]s?\s+(?:own\s+)?words"
    r"|as\s+(?P<who>[^,;:\ue001]{2,60}?)\s+put it),?\s*\Z",
    re.IGNORECASE,
)
_COLON = re.compile(rf"\A\W*(?P<who>[A-Z][^,.;:\ue001\n]{{0,{LONGEST_SPEAKER}}}):\s*\Z")
_RELATIVE = re.compile(r"(?:who|which)\b")
_CLAUSE = re.compile(
    r"[;:–—\ue001]|\b(?:that|and|but|while|as|when|which|because|after|before|although|though|if|where)\b"
)
_WITHIN_NAME = re.compile(r"['’]s?\s+|\s+of\s+(?:the\s+)?|\s+")
_STOPS = ",.?!–—…-"


def is_attribution(between: str) -> bool:
    """Tell whether what stands between two quotations only says whose they are.

    >>> is_attribution(" Ann Lee said on Monday, "), is_attribution(" and "), is_attribution(" said Lee. It fell. ")
    (True, False, False)
    """
    before_verb = _BEFORE_VERB.fullmatch(between)
    told = (before_verb and re.fullmatch(r"[^.;!?]*[.,:;]?\s*", before_verb["rest"])) or _SAID_BY.fullmatch(between)
    return bool(told and "\n" not in between and not _NO_SUBJECT.match(between.strip(" ,–—")))


def without_attributions(sentence: str, is_left_out: Callable[[str], bool]) -> str:
    """Return a sentence without the words that only say whose it is, where that speaker is to be left out.

    >>> without_attributions("The mill, the report says, will close.", lambda speaker: "report" in speaker)
    'The mill will close.'
    >>> without_attributions("According to Lee, the mill closes.", lambda speaker: "report" in speaker)
    'According to Lee, the mill closes.'
    >>> without_attributions("“The mill,” said Lee, “will close.”", lambda speaker: False)
    '“The mill will close.”'
    """
    sentence = _INTERRUPTION.sub(" ", sentence)  # the speaker within a quotation is no part of what it says
    for pattern, put_in in _ATTRIBUTIONS:
        for found in reversed(list(pattern.finditer(sentence))):
            speaker = next(filter(None, found.groups()))
            if not _NO_SUBJECT.match(speaker) and is_left_out(speaker):
                sentence = f"{sentence[: found.start()]}{put_in}{sentence[found.end() :]}"
    return sentence[:1].upper() + sentence[1:]


def speaker_beside(text: str, masked: str, here: Span, quoted: QuotedSpan) -> Span | None:
    """Return the place of whoever is named as the speaker beside a quotation, in its sentence."""
    inner = text[quoted.start : quoted.end].rstrip("”’\"'»").rstrip()[-1:]
    end = max(here.end, quoted.end)
    behind = masked[quoted.end : max(end, _end_of_line(text, quoted.end)) if inner in _STOPS else end]
    is_set_off = inner in _STOPS or behind.lstrip()[:1] in (",", "–", "—")
    if _LEADS_TO_QUOTE.search(masked, here.start, quoted.start) and (
        said := speaker_before(text, masked, here, quoted.start)
    ):
        return said
    by_line = _BY_LINE.match(masked, quoted.end)
    if by_line and is_set_off:
        return _span(text, *by_line.span("who"))
    for pattern in _BEHIND:
        if found := pattern.match(behind):
            who = _OF_MATTER.sub("", found["who"])
            end = len(who if any(find_names(who)) else found["who"])
            return _span(text, quoted.end + found.start("who"), quoted.end + found.start("who") + end)
    told = _BEFORE_VERB.match(behind) if is_set_off else None
    is_of_it = told and (inner not in ".!" or _ENDS_THERE.match(told["rest"]))
    if told and is_of_it and not _NO_SUBJECT.match(told["who"]):
        return _own_part(text, quoted.end + told.start("who"), quoted.end + told.end("who"))
    return speaker_before(text, masked, here, quoted.start)


def _own_part(text: str, start: int, end: int) -> Span | None:
    """Return the place of a subject: all of "Ann Lee, the mayor,", and of "But there, she" what the comma parts."""
    comma = text.rfind(",", start, end)
    is_apposition = comma >= 0 and not text[comma + 1 : end].strip()
    return _span(text, start if is_apposition else comma + 1 if comma >= 0 else start, end)


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def speaker_before(text: str, masked: str, here: Span, place: int) -> Span | None:
    """Return the place of the speaker who is named in a sentence before some place of it."""
    left = masked[here.start : place]
    if found := _IN_WORDS.search(left):
        return _span(text, *(here.start + at for at in found.span("owner" if found["owner"] else "who")))
    verbs = [one for one in _VERB.finditer(left) if not _is_no_saying(left, one)]
    while len(verbs) > 1 and verbs[-1][0].lower().endswith("ing") and verbs[-2].end() == verbs[-1].start() - 1:
        verbs.pop()  # who "recalled saying" it is who recalled
    aside = _ASIDE_IN_CLAUSE.search(left)
    if aside and verbs and verbs[-1].start() < aside.start("who"):
        return _span(text, *(here.start + at for at in aside.span("who")))
    according = list(_ACCORDING.finditer(left))
    if according and (not verbs or verbs[-1].start() < according[-1].end()):
        return _span(text, here.start + according[-1].start("who"), here.start + according[-1].end("who"))
    if verbs:
        return _subject(text, left, here.start, verbs[-1].start())
    found = _COLON.match(left)
    return _span(text, here.start + found.start("who"), here.start + found.end("who")) if found else None


def _is_no_saying(left: str, verb: re.Match[str]) -> bool:
    """Tell whether a verb is in the passive, or its word a noun: "is called", "said to be", "those reports"."""
    before = left[: verb.start()]
    is_noun = verb[0].lower() in _NOUNS and _BEFORE_NOUN.search(before)
    is_aside = (
        verb[0] in ("called", "described") and before.rstrip()[-1:] == "," and _ASIDE_ENDS.match(left, verb.end())
    )
    return bool(is_noun or is_aside or _PASSIVE.search(before) or _SAID_OF.match(left, verb.start()))


def _subject(text: str, left: str, start: int, verb: int) -> Span | None:
    """Return the place of the subject of a verb: what stands before it in its clause, or that of the sentence."""
    before = re.sub(rf"(?<=\s){_ADVERB}\Z", "", left[:verb]).rstrip()
    clause = max((one.end() for one in _CLAUSE.finditer(before)), default=0)
    comma = before.rstrip(",").rfind(",") + 1
    first = max(before.rfind("\n") + 1, clause if before.endswith(",") else max(clause, comma))
    subject = before[first:].strip(" ,")
    is_relative = _RELATIVE.match(subject)
    if is_relative or not subject or left[verb:].split()[0].lower().endswith("ing"):
        groups = list(name_groups(before))
        group = groups[-1 if is_relative else 0] if groups else None
        return group and _span(text, start + group.start, start + group.end)
    return _span(text, start + first, start + len(before))


def speaker_around(text: str, masked: str, here: Span, start: int, end: int) -> Span | None:
    """Return the place of whoever a sentence without marks says has said some words of it."""
    if found := speaker_before(text, masked, here, start):
        return found
    behind = masked[end : here.end]
    whole = masked[here.start : here.end]
    if start - here.start < 3 and (begun := _ACCORDING.match(whole)):
        return _span(text, here.start + begun.start("who"), here.start + begun.end("who"))
    for pattern in _BEHIND:
        if (found_behind := pattern.match(behind)) and behind.lstrip()[:1] == ",":
            return _span(text, end + found_behind.start("who"), end + found_behind.end("who"))
    told = _BEFORE_VERB.match(behind) if behind.lstrip()[:1] == "," else None
    if told and not _NO_SUBJECT.match(told["who"]) and _ENDS_THERE.match(told["rest"]):
        return _span(text, end + told.start("who"), end + told.end("who"))
    said = speaker_before(text, masked, here, end)
    return said if said and said.end <= start + len(text[start:end]) and said.start >= start else None


def _span(text: str, start: int, end: int) -> Span | None:
    """Return a place without the white space and commas around it; None if that is nothing."""
    written = text[start:end]
    bare = written.strip(" ,\n\t–—-")
    if not bare or not any(map(str.isalpha, bare)):
        return None
    first = start + written.index(bare[0])
    return Span(first, first + len(bare))


def name_groups(text: str) -> Iterator[Span]:
    """Yield names, those that belong together as one: "Russia’s Foreign Ministry", "the Bank of Norland"."""
    group: Span | None = None
    for name in find_names(text):
        if group and _WITHIN_NAME.fullmatch(text, group.end, name.start):
            group = Span(group.start, name.end)
            continue
        if group:
            yield group
        group = Span(name.start, name.end)
    if group:
        yield group
