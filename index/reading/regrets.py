"""The sentences in which a paper regrets an error of its own, and tells what became of an article. English.

Such a sentence ends what it is about: it is a notice with all of its paragraph before it. What others regret is news.
"""

import re
from typing import Literal

from index.language.times.wording import MONTHS
from index.reading.corrections import tells_of_own_error
from index.reading.withdrawals import PIECE, names_source

_ERROR = (
    r"(?:errors?|mistakes?|inaccurac(?:y|ies)|omissions?|misunderstandings?|confusion|distress|embarrassment|oversight)"
    r"(?: (?:and|or) (?:any )?(?:distress|confusion|embarrassment|harm|upset))?"
    r"(?: (?:this|it|that|they) (?:has |have )?)?(?: ?caused)?"
)
_FOR = rf"(?:for )?(?:the|this|these|any|our|its|that) {_ERROR}"
_SIGN = r"(?:[^.,;:]|(?<=\b(?:Mr|Ms|Dr|St))\.|(?<=\bMrs)\.)"
_TO = rf"(?: (?:unreservedly|sincerely))?(?: to [A-Z]{_SIGN}{{1,60}}?)?"
_REGRETS = rf"(?:regrets? (?:the|this|these|any|our|its) {_ERROR}|apologi[sz]es?{_TO} {_FOR})"
_AGENCY = r"(?:The )?(?:Associated Press|AP|Reuters|Agence France-Presse|AFP|PA|dpa|UPI|Bloomberg News)"
_WHO = (
    rf"(?:(?P<we>We|The editors?|This (?:news)?paper|{_AGENCY})|(?P<itself>The (?:news)?paper)"
    r"|(?P<who>The(?: [A-Z][\w’'-]+){1,4}))"
)
_GLAD = (
    r"(?:are|is) (?:happy|glad|pleased) to (?:make (?:this|that|it) clear|clarify (?:this|that|the matter)"
    r"|set the record straight|correct (?:the record|this|that))"
)
_SENTENCE = re.compile(
    rf"{_WHO} (?:(?:sincerely|deeply|also|unreservedly) )?"
    rf"(?:{_REGRETS}(?: and {_SIGN}{{1,100}})?|{_GLAD}(?: and (?:to )?{_REGRETS})?)[.!]?"
)
_MAKES_CLEAR = re.compile(r"The(?P<who>(?: [A-Z][\w’'-]+){1,4}) is (?:happy|glad|pleased) to make (?:it )?clear that\b")
_WRONG = r"(?:incorrectly|erroneously|mistakenly|wrongly)"
_IN_A_STORY = re.compile(
    rf"In (?:an?|the|its) (?:[\w.,-]+ ){{0,4}}?{PIECE}\b[^.]{{0,40}}?[^.]{{0,160}}, "
    rf"(?:(?P<agency>{_AGENCY})|(?P<who>The(?: [A-Z][\w’'-]+){{1,4}}|the(?: [A-Z][\w’'-]+){{1,4}})) "
    rf"(?:{_WRONG} \w+ed|reported {_WRONG}|{_WRONG} (?:said|gave)|mis\w+ed)\b"
)
_MONTH = rf"(?:{'|'.join(one[:3] for one in MONTHS)})[a-z]{{0,6}}\.?"
_PUBLISHED = re.compile(rf"\bthis {PIECE} was (?:first |originally )?(?:published|posted)\b[^.]*", re.IGNORECASE)
_SINCE = re.compile(
    r"It (?:was|has been|has since been) (?:(?P<corrected>corrected|amended)|updated|changed|edited)"
    rf"(?=,? (?:(?:on|at) [^.]{{0,20}}?(?:{_MONTH}|\d)|to (?:correct|say|show|reflect)\b))"
    r"(?P<why>[^.]* to (?:correct|fix)\b)?",
    re.IGNORECASE,
)


def regrets(said: str, before: str, source: str | None) -> bool:
    """Tell whether a paper regrets an error of its own in a sentence; `before`: what its paragraph says before it.

    >>> [regrets(f"{who} apologises for the error.", "", "Vale Times") for who in ("The paper", "The council")]
    [True, False]
    """
    found = _SENTENCE.fullmatch(said)
    if found:
        is_ours = found["we"] or (found["who"] and names_source(found["who"], source))
        return bool(is_ours) or bool(found["itself"] and (not before.strip() or tells_of_own_error(before)))
    own = _MAKES_CLEAR.match(said)
    if not own and (own := _IN_A_STORY.match(said)) and own["agency"]:
        return True
    return own is not None and names_source(own["who"], source)


def tells_since(said: str, before: str) -> Literal["correction", "update"] | None:
    """Return what became of an article, as the sentence tells that follows on when it was published.

    >>> tells_since("It was corrected on May 6 to name the miller.", "This story was first published on May 5.")
    'correction'
    """
    since = _SINCE.match(said)
    if since is None or not _PUBLISHED.search(before):
        return None
    return "correction" if since["corrected"] or since["why"] else "update"
