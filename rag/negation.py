"""Words that turn what is said into its opposite, and where the clause ends that they hold for."""

import re

CLAUSE_END = re.compile(
    r"[,;:—–]\s|\s(?:but|although|though|while|whereas|however|yet(?! to\b)|despite|because)\s", re.IGNORECASE
)
NOT = re.compile(r"\b(?:not(?! only)|never|cannot)\b|n['’]t\b", re.IGNORECASE)
NEGATIVE = re.compile(
    r"""\b(?: not(?!\ only) | never | no(?!\.\ ?\d) | nor | neither | without | cannot | nobody(?!\ but) | none
    | nothing | no\ longer | hardly | barely | unlikely | unable | unclear | impossible | false\ that | far\ from
    | short\ of | lack(?:s|ed) | avoid(?:s|ed)? | den(?:y|ied|ies|ying) | refus(?:e|es|ed|ing)
    | declin(?:e|es|ed|ing)\ to | fail(?:s|ed|ing)?\ to | (?:has|have|had)\ yet\ to | reject(?:s|ed|ing)?
    | dismiss(?:es|ed|ing)? | abandon(?:s|ed|ing)? | stop(?:s|ped|ping)\ short | rul(?:e|es|ed|ing)\ out
    | withh(?:old|olds|eld) | (?:keep|keeps|kept|hold|holds|held)\ back )\b | n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
