"""Which sentences claim something of the world, and which only ask, greet, head, lead on or give an opinion."""

import re

from index.language.statements import is_statement
from index.language.words import content_stems

FEWEST_STEMS = 2  # of the words that carry a claim

_GREETING = re.compile(
    r"\W*(?:hello|hi(?!-)|hey|dear\s+\w+|good\s+(?:morning|evening|afternoon|night|day)"
    r"|welcome(?=\s+(?:to|back|aboard|all|everyone)\b|\s*[^\w\s]|\s*\Z)"  # no "Welcome rain fell"
    r"|thank\s+you|thanks(?!\s+(?:\w+\s+)?to\b(?!\s+(?:all|everyone|our|my|you|those)\b))"  # no "Thanks to the rain"
    r"|greetings|happy\s+\w+day|(?:best|kind|warm)\s+regards|sincerely|yours|cheers(?=\s*[^\w\s]|\s*\Z)"
    r"|stay\s+tuned|see\s+you|goodbye|read\s+on|subscribe|sign\s+up|follow\s+us|click|share\s+this)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\W*(?:(?:and|but|so|still|yet|personally|frankly|honestly)\W+)?(?:(?:only\s+)?time\s+will\s+tell"
    r"|it\s+remains\s+to\s+be\s+seen|(?:we|you)(?:['’]ll|\s+will|\s+shall)\s+(?:\w+\s+)?see|(?:I|we)\s+(?:\w+ly\s+)?(?:think|believe|feel"
    r"|guess|suppose|hope|wish|fear|wonder|doubt|suspect|would\s+(?:say|argue|like)|am\s+(?:sure|afraid|not\s+sure)"
    r"|(?:do\s+not|don['’]t)\s+(?:think|believe|know))|in\s+(?:my|our)\s+(?:\w+\s+)?(?:view|opinion|eyes|judge?ment)"
    r"|to\s+(?:my|our)\s+mind|it\s+seems\s+to\s+(?:me|us)|if\s+you\s+ask\s+(?:me|us))\b",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(
    r"\W*(?:(?:but|so|and|now|first|below|here|then)\W+)?(?:(?:let\s+us|let['’]s)\s+\w+|here(?:['’]s|\s+(?:is|are))\s+"
    r"(?:what|how|why|where|a\s+(?:look|summary|list)|the\s+(?:main|key|latest|facts))|what\s+follows|(?:this|the)\s+"
    r"(?:following\s+)?(?:articles?|pieces?|post|page|note|newsletter|summary|overview|text)\s+(?:looks?|explains?|sums?"
    r"|asks?|describes?|covers?|gives?|shows?|tells?|tries))\b",
    re.IGNORECASE,
)


def claims_nothing(sentence: str) -> str:
    """Return what a sentence is that claims nothing that could be held against articles; empty for one that does.

    >>> [claims_nothing(text) for text in ("Why now?", "Hello, all.", "I think that oil fell.", "Oil fell today.")]
    ['a question, a heading or a line that leads on', 'a greeting', 'an opinion', '']
    """
    if _GREETING.match(sentence):
        return "a greeting"
    if not is_statement(sentence):
        return "a question, a heading or a line that leads on"
    if _OPINION.match(sentence):
        return "an opinion"
    if _LEADS_ON.match(sentence):
        return "a question, a heading or a line that leads on"
    return "" if len(content_stems(sentence)) >= FEWEST_STEMS else "too little to be checked"
