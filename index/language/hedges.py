"""Words by which a sentence is not sure, or not the one who says so: "may", "reportedly", "plans to", "said"."""

import re

_STRONG_HEDGE = r"""(?:
    (?:not|never|cannot|\w+n['’]t|no\ one|nobody)\ (?:(?:be|been|yet)\ )*
      (?:den(?:y|ied)|rul(?:e|ed)\ out|dismiss(?:ed)?|reject(?:ed)?|exclude(?:d)?|unlikely|impossible)
    | (?-i:may) | might | could | would | likely | unlikely | probabl[ey] | possibl[ey] | perhaps | reportedly
    | unconfirmed | alleg(?:ed|edly|ations?) | rumou?r(?:s|ed)? | (?:is|are)\ expected | appears?\ to | seems?\ to
    | if | whether
    | according\ to | (?:thought|believed|said)\ to
    | (?:offer|promis|threaten|plan|vow|intend|hop|prepar|consider)(?:s|es|ed|ned|ing|ning)\ to
    )"""
_WEAK_HEDGE = r"""(?:
    should | reports? | reported | alleges? | expect(?:s|ed)? | consider(?:s|ed|ing)? | offer(?:s|ed|ing)?
    | promis(?:e|es|ed) | threaten(?:s|ed)? | plan(?:s|ned)? | hop(?:e|es|ed) | want(?:s|ed)? | seeks? | sought
    | tr(?:y|ies|ied)\ to | attempt(?:s|ed)? | thought | believ(?:e|es|ed) | claim(?:s|ed)? | said | says? | according
    | appear(?:s|ed)? | seem(?:s|ed)? | suspect(?:s|ed)? | estimat(?:e|es|ed) | unclear | agreed\ to
    )"""
IS_HEDGED = re.compile(rf"\b{_STRONG_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
LEAD = re.compile(r"\W*(?:according to|reportedly|allegedly|perhaps|possibly|probably)\b", re.IGNORECASE)
WEAK_HEDGES = re.compile(rf"\b{_WEAK_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
HEDGES = re.compile(rf"\b(?:{_STRONG_HEDGE}|{_WEAK_HEDGE})\b", re.IGNORECASE | re.VERBOSE)
