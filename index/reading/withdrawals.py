"""Does a sentence withdraw a report of its own publisher? English.

"We have retracted it", "The Ridge Post no longer stands by its story", "That report should never have been published".
What others withdraw is news, and so is what they say: who speaks must be "we", or the source of the article. First the
words that withdraw are looked for, then who does so, or what is withdrawn: the subject right before them, of which
nothing but what it is about and asides may part them. All is looked for near them, so that no line takes long.
"""

import re
from collections.abc import Iterator
from itertools import islice

from index.language.times.wording import MONTHS, WEEKDAYS

PIECE = r"(?:article|story|report|post|piece|column|review|headline|caption|obituary|editorial|dispatch|item|page|copy)"
NEAR = 160  # characters before the words that withdraw
MOST_VERBS = 20  # of a sentence that are looked at
BEHIND = 300  # and behind them, where it is told who said so

_PREPOSITION = (
    r"(?:about|after|against|along|as|at|before|between|by|during|for|from|in|into|like|of|on|over|since|through|to"
    r"|under|with|without)"
)
_DETERMINER = r"(?:this|our|that|the|its|an?)"
_OURS = rf"{_DETERMINER} (?:[\w’'-]+ ){{0,5}}{PIECE}\b"
_HELP = (
    r"(?:has|have|had|is|are|was|were|been|being|be|now|also|hereby|therefore|today|since|fully|will|do|does|can|must"
    r"|(?:chosen|chose|decided|had|have|has) to|apologi[sz]es? (?:for (?:it|this|that|the (?:error|mistake)) )?and)"
)
_PARTICLE = r"(?:along|apart|away|between|into|off|through|together|up)"  # "pulled apart" withdraws nothing
_SITE = r"from (?:our|this|the|its) (?:web)?(?:site|archives?|paper)\b"
_ACTIVE = re.compile(
    r"\b(?:(?P<surely>retract(?:s|ed|ing)?|disown(?:s|ed)?|withdr(?:aws?|ew|awn|awing)|t(?:akes?|ook|aken|aking) back|"
    r"(?:no longer|can ?(?:not|[’']t)|(?:do(?:es)?|could)(?: not|n[’']t)) stands? by)"
    rf"|delet(?:es?|ed|ing)|pull(?:s|ed|ing)?|remov(?:es?|ed|ing)|t(?:akes?|ook|aken|aking) down)(?: {_SITE})?"
    rf" (?:(?P<piece>{_OURS})|(?:it|them|that)\b)(?! {_PARTICLE}\b)"
    rf"|\bt(?:akes?|ook|aken|aking) (?P<moved>(?:this|our|that|the|its) (?:[\w’'-]+ ){{0,5}}{PIECE})"
    r" (?:down|offline|back)\b(?! the)"
)
_PASSIVE = re.compile(
    rf"\b(?:has|have|was|were|is) (?:{_HELP} ){{0,3}}(?:(?P<surely>retracted|disowned)|(?P<wholly>withdrawn|deleted|"
    rf"taken (?:down|back|offline))|pulled|removed)\b(?! (?:{_PARTICLE}\b|from (?!(?:our|this|the) (?:web)?"
    r"(?:site|archive|paper))))"
    r"|\b(?P<never>(?:should|ought) (?:not|never) (?:to )?have been (?:published|printed|run|broadcast|posted))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r".*[.;:]", re.DOTALL)
_HELPS = re.compile(rf"(?:^|[\s,]+)(?:{_HELP}[\s,]+)+\Z", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|“[^”]*”|\"[^\"]*\"|,(?! (?:and|but|so)\b)[^,]*,")  # ", which said that,"
_WE = re.compile(r"(?:^|[\s,])we\Z", re.IGNORECASE)
_OTHER_SAYS = re.compile(r"(?<!\bwe )(?<!\bwhich )\b(?:said|says|told|tells|claims?|claimed)\b[^,]*\Z", re.IGNORECASE)
_EDITORS = r"(?:editors?|publishers?|newsroom|(?:news)?paper|management)"
_SUBJECT = re.compile(
    rf"\b(?P<which>{_DETERMINER})\b(?P<whose>(?: (?!{_DETERMINER}\b)[\w’'-]+){{0,5}}?) {PIECE}\b(?![’'-])",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(rf"(?:\b{_PREPOSITION}|[’']s)\s*\Z", re.IGNORECASE)  # before it: "the author of this story"
_ABOUT = re.compile(  # what may stand right behind it: "on Monday", "itself"
    rf"\s*(?:\b(?:{_PREPOSITION}|and|dated|published|posted|printed|headlined|titled|entitled|called|itself|yesterday"
    r"|last|that (?:we|was))\b|\Z)",
    re.IGNORECASE,
)
_OTHER_CLAUSE = re.compile(
    r"\b(?:that(?! (?:we|was)\b)|where|why|how|when|which|who|whose|whom|what|says?|said|shows?|showed|finds?|found"
    r"|tells?|told|explains?|explained|reveals?|claims?|i|(?<!that )we|you|he|she|they|it)\b|,",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(r"\b(?P<before>\w+) (?:the|an?|his|her|their|its|these|those)\b", re.IGNORECASE)
_NO_VERB = re.compile(rf"{_PREPOSITION}|and|or|all|both|that", re.IGNORECASE)
_AND = re.compile(r"[\s,](?:and|but|so)(?P<it> it)?\Z", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(?:where|why|how|who|whose|whom|what|says?|said|shows?|showed|finds?|found|tells?|told|explains?|explained"
    r"|reveals?|describes?|lists?|comes)\b",
    re.IGNORECASE,
)
_IS_TOLD_BEFORE = re.compile(
    rf"(?:^|[,—–]|\b(?:and|but|so|as|\w*day|then|later|now)\b)\s*(?:it|(?P<piece>(?:that|the) {PIECE}))\Z",
    re.IGNORECASE,
)
_BY = re.compile(r" (?:(?:on|in|last|late|early) [\w. ]{1,20}? )?by (?P<who>[^,.;:]{1,80})")
_BY_US = re.compile(rf"(?:us\b|(?:the|our|its) (?:[\w-]+ )?(?:{_EDITORS}|authors?)\b(?! of\b))", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)*")  # that ends where "'s" begins
_DAYS = "|".join(form for one in (*MONTHS, *WEEKDAYS) for form in (one, one[:3]))
_IS_NAME = re.compile(rf"(?!(?i:the|and|but|so|now|later|today|yesterday|{_DAYS})\b)[A-Z]")
_FROM_SITE = re.compile(rf" {_SITE}")
_SAID = re.compile(  # by others than us
    r",[”\"]? (?!(?:and |but )?(?:we|which|who|that|it|our \w+)\b)[^,.]{2,60} (?:said|says|told \w+|wrote)\b"
    r"|[”\"] (?:said|says|wrote)\b|,[”\"]? said\b"
)
_REPORTED = re.compile(
    r"\b(?:we|this (?:news)?paper|this (?:web)?site)\b[^.]{0,40}?\b(?:reported|published|said|wrote|ran|printed)\b"
    rf"|\bour (?:[\w’'-]+ ){{0,3}}{PIECE}\b",
    re.IGNORECASE,
)


class Quotations:
    """The quotation marks of a text, counted from a place on; each place asked for must be behind the last."""

    def __init__(self, text: str, start: int = 0) -> None:
        self._text, self._seen, self._curly, self._straight = text, start, 0, 0

    def holds(self, at: int) -> bool:
        """Tell whether a place is within a quotation."""
        part = self._text[self._seen : at]
        self._seen = at
        self._curly += part.count("“") - part.count("”")
        self._straight += part.count('"')
        return self._curly > 0 or self._straight % 2 == 1


def may_withdraw(sentence: str) -> bool:
    """Tell whether a sentence has words that withdraw something; most have none, and cost no more than this."""
    return _ACTIVE.search(sentence) is not None or _PASSIVE.search(sentence) is not None


def withdraws(sentence: str, before: str, source: str | None, *, is_named: bool) -> bool:
    """Tell whether a sentence withdraws a report.

    `before` is what its paragraph says before it, where "it" may be told; `is_named` if the title calls the article a
    notice.

    >>> said = "The report was wrong, and we have retracted it."
    >>> withdraws(said, "On May 3 we reported that the bridge fell.", "Ridge Post", is_named=False)
    True
    >>> withdraws("“We have retracted it,” the mayor said.", "We reported that.", "Ridge Post", is_named=False)
    False
    """
    is_told = is_named or tells_what(before)
    for match in _unquoted(_ACTIVE, sentence):
        who = _before(match)
        is_by_us = is_named or (_WE.search(who) is not None and not _OTHER_SAYS.search(who))
        is_by_us = (is_by_us and not _is_said(match, match.start())) or _is_source(who, source)
        told = sentence[max(0, match.start() - BEHIND) : match.start()]
        if is_by_us and (match["piece"] or match["moved"] or (match["surely"] and (is_told or tells_what(told)))):
            return True
    for match in _unquoted(_PASSIVE, sentence):
        by = _BY.match(sentence, match.end())
        is_by_source = by is not None and _is_source(by["who"], source, begins=True)
        if by and not is_by_source and not _BY_US.match(by["who"]):
            continue
        what = _before(match)
        subject = _subject(what, match)
        if subject and (is_by_source or names_source(subject["whose"], source)):
            return True
        is_ours = subject is not None and (is_named or subject["which"].lower() in ("this", "our"))
        meant = _IS_TOLD_BEFORE.search(what) if is_told else None
        is_ours = is_ours or (meant is not None and bool(meant["piece"] or _is_surely_withdrawn(match)))
        if is_ours and not _is_said(match, max(0, match.start() - NEAR)):
            return True
    return False


def _unquoted(pattern: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Yield the matches that are not somebody's words."""
    quotations = Quotations(sentence)
    found = islice(pattern.finditer(sentence), MOST_VERBS)
    return (match for match in found if not quotations.holds(match.start()))


def _before(verb: re.Match[str]) -> str:
    """Return what stands before the words that withdraw, in their clause, without helping words and asides."""
    clause = _CLAUSE.sub("", verb.string[max(0, verb.start() - NEAR) : verb.start()])
    return _HELPS.sub("", _ASIDE.sub(" ", clause)).strip()


def _is_said(verb: re.Match[str], start: int) -> bool:
    return _SAID.search(verb.string, start, verb.end() + BEHIND) is not None


def _subject(what: str, verb: re.Match[str]) -> re.Match[str] | None:
    """Return the report that is the subject of a verb; None if another subject, or clause, stands before that."""
    for subject in _SUBJECT.finditer(what):
        between = what[subject.end() :]
        if _NO_SUBJECT.search(what[: subject.start()]):
            continue
        if goes_on := _AND.search(between):  # "was wrong and has been withdrawn"
            is_other = _REPORTS.search(between) or (" that " in between and not verb[0].lower().startswith("ha"))
            if not is_other and (goes_on["it"] is None or _is_surely_withdrawn(verb)):
                return subject
        elif _ABOUT.match(between) and not _OTHER_CLAUSE.search(between):
            if all(_NO_VERB.fullmatch(other["before"]) for other in _OTHER_SUBJECT.finditer(between)):
                return subject
    return None


def _is_surely_withdrawn(verb: re.Match[str]) -> bool:
    """Tell whether "it" was a report, by its verb: that is retracted, but an offer may be withdrawn, too."""
    is_bare = not any(map(str.isalnum, verb.string[verb.end() : verb.end() + NEAR]))
    is_sure = verb["surely"] or verb["never"] or _FROM_SITE.match(verb.string, verb.end())
    return bool(is_sure) or (is_bare and verb["wholly"] is not None)


def tells_what(before: str) -> bool:
    """Tell whether the beginning of a paragraph tells that we reported something."""
    return _REPORTED.search(before) is not None


def names_source(who: str, source: str | None) -> bool:
    """Tell whether somebody is the publisher of the article: all others who withdraw a report, or regret, are news.

    >>> [names_source(who, "Ridge Post") for who in ("The Post", "The Washington Post", "The Post Office")]
    [True, False, False]
    """
    known = {word.casefold() for word in _WORD.findall(source or "")}
    names = [{word.casefold() for word in _WORD.findall(name[0])} - {"the"} for name in _NAME.finditer(who)]
    long = {word.casefold() for word in _words(source)}
    return any(name <= known and not name.isdisjoint(long) for name in names)


def _is_source(who: str, source: str | None, *, begins: bool = False) -> bool:
    """Tell whether words end in (or begin with) the source, or its editors: critics of it are somebody else."""
    name = "|".join(_words(source))
    if not name:
        return False
    name = rf"(?:[Tt]he )?\b(?:{name})(?: (?:{name}))*\b(?! [A-Z])(?:[’']s? {_EDITORS})?"
    if begins:
        return re.match(name, who) is not None
    found = re.search(rf"(?P<before>(?:\b[Ee]ditors? )?\b[\w’'-]+ )?{name}\Z", who)
    before = found["before"] or "" if found else ""
    if found is None or before.lower().startswith("editor"):
        return found is not None
    return not re.fullmatch(_PREPOSITION, before.strip().lower()) and not _IS_NAME.match(before)


def _words(source: str | None) -> list[str]:
    return [word for word in _WORD.findall(source or "") if len(word) > 2 and word.lower() != "the"]
