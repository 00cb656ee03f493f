"""Where a stop is no end of a sentence, and where one is that does not look like it.

Known are classes, not single words: titles that a name follows, signs that a number follows, short forms that never end
a sentence, initials, names that bear a mark (Yahoo!), notes in brackets, and short forms that may end one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from index.language.words import is_common_word
from index.language.wrapping import begins_small

LONGEST_END = 40  # characters of a sentence that tell whether it goes on
LONGEST_WHOLE = 200  # characters of a quotation or a bracket that is not cut inside …
LONGEST_PART = 40  # … and of each sentence of such a quotation; longer ones say enough alone

ENDS_SENTENCE = re.compile(r"[.!?…][\"”’)]?$")  # of a line: a heading or a field mostly has no such end

# Of people, and of places. "Main St." and "the St. Ives road" are Punkt's to tell apart.
_BEFORE_A_NAME = re.compile(
    r"\b(?:Adm|Ald|Amb|Assemb|Asst|Atty|Brig|Bros|Capt|Cdr|Cllr|Cmdr|Col|Cols|Comdr|Const|Cpl|Del|Dep|Dept|Det|Dr|Drs|"
    r"Fr|Gen|Gens|Gov|Govs|Hon|Insp|Lieut|Lt|Lts|Maj|Messrs|Mlle|Mme|Mr|Mrs|Ms|Msgr|Pfc|Pres|Prof|Profs|Pvt|Rep|Reps|"
    r"Rev|Revs|Rt|Sec|Sen|Sens|Sgt|Sgts|Spc|Supt|Treas|Univ|Benj|Chas|Geo|Jas|Jos|Robt|Thos|Wm|"
    r"Ft|Mt|Mts|Pt|Pte|Sta|Ste)\.$"
)
# Where the word is another without its capital (no, art, pt), the capital is needed.
_BEFORE_A_NUMBER = re.compile(
    r"\b(?:Ops?|Arts?|[Ss]ecs?|Pts?|Exs?|Tabs?|Pars?|Regs?|Res|[Pp]rops?|[Vv]ols?|[Cc]haps?|[Cc]h|[Ff]igs?|"
    r"[Ss]ects?|[Pp]aras?|[Ee]xt|[Tt]el|[Ee]qs?|[Aa]pp|Rtes?|Rts?|Stat|Hwys?|Apts?|Rms?|Bldgs?|Exhs?|Ord|Meas|Amdt|pp?)\.$"
)
_NUMBER = re.compile(r"[#$£€(]?\d|(?:[IVXLC]{1,5}|[A-HJ-Z])\b(?![.'’])")
_BEFORE_AN_AMOUNT = re.compile(
    r"(?<![\w.])(?:Nos?|N[°º]|Nrs?|H\.R|Rs|Fr|[DNS]?[Kk]r|[Ee]st|[Mm]ax|[Mm]in|[Aa]vg|[Cc]a?)\.$"
)
_AMOUNT = re.compile(r"[#$£€~]?\d")
# Of a thing that is numbered; any other "no." may be what somebody says.
_NUMERO = re.compile(
    r"\b(?:act|apartment|article|batch|berth|bill|boat|box|building|bus|cabin|car|case|cell|channel|chapter|coach|court|"
    r"decree|directive|district|docket|drawer|driver|edition|engine|entry|exhibit|factory|file|flat|flight|form|gate|"
    r"grave|hole|house|invoice|issue|item|jersey|lane|law|licence|license|line|lot|mill|mine|model|order|ordinance|page|"
    r"part|passport|pier|pit|plant|platform|player|plot|precinct|quay|reactor|regulation|resolution|room|round|route|"
    r"rule|school|seat|section|shaft|ship|shirt|song|stage|station|store|street|symphony|table|ticket|track|train|tram|"
    r"truck|unit|volume|ward|well|zone) no\.$",
    re.IGNORECASE,
)
_OF_AN_INSTITUTION = re.compile(  # none that is a word or a name as well (Fed, Tech, Pub, Cent, Reg)
    r"\b(?:Acad|Assn|Assoc|Bldg|Comm|Conf|Dept|Dist|Elem|Fdn|Govt|Hosp|Intl|Mfg|Mgmt|Natl|Sch|Univ)\.$"
)
_NEVER_AN_END = re.compile(
    r"(?<![\w.])(?:approx|incl|excl|esp|viz|cf|vs|fmr|e\. ?g|i\. ?e|[acfn]\. ?k\. ?a|[afn]ka|d\. ?b\. ?a|dba)\.$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d ?[ap]\.m\.$")
_ZONE = re.compile(
    r"(?:[ACEHMP][DS]?T|BST|CES?T|EES?T|GMT|IST|JST|MSK|UTC|WEST)\b"
    r"|(?:Central|Eastern|Mountain|Pacific)(?=[.,;:)]| (?:[Dd]aylight |[Ss]tandard |[Ss]ummer )?[Tt]ime\b)"
)
_OF_A_CASE = re.compile(r"[A-Z]\w*\.? v\.$")  # Roe v. Wade
# Initials of a person: what a name follows, be it a word besides (F.W. Dodge); but not those of other things.
_INITIALS = re.compile(r"(?:(?<!\S)|(?<=[(\[\"“‘'-]))(?:[A-Z]\. ?){2,4}$")
_INITIALS_OF_OTHERS = re.compile(
    r"\b(?:U\.S|U\.S\.A|U\.S\.S\.R|U\.K|U\.N|E\.U|E\.C|U\.A\.E|D\.C|B\.C|A\.D|A\.M|P\.M|M\.D|R\.N|D\.A|P\.R|I\.D|T\.V|"
    r"L\.A|N\.[CDHJMY]|R\.I|S\.[CD]|C\.E\.O|V\.P|G\.I|I\.Q|H\.Q|P\.O|M\.P)\.$"
)
_INITIAL = re.compile(r"\b(?P<before>[A-Z][\w’'-]+\.?) [A-HJ-Z]\.$")  # Albert I. Jones, but not: Plan B. He
_TWO_INITIALS = (re.compile(r"(?<!\S)[A-Z]\.$"), re.compile(r"[A-Z]\. [A-Z]"))
_OF_A_COUNTRY = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U)\.$")
_INSTITUTION = re.compile(
    r"(?:Air|Army|Attorney|Bank|Capitol|Circuit|Coast|Commission|Congress|Court|Department|District|Embassy|Federal|"
    r"Government|High|House|Magistrate|Marines?|Navy|Open|Parliament|Postal|Secretary|Senate|Senator|Supreme|Treasury)\b"
)
# Punkt knows these for short forms, and goes on after them; it ends there all the same before such a word.
_MAY_END = re.compile(
    r"(?:\b(?:Inc|Corp|Co|Cos|Ltd|Bros|Jr|Sr|etc|et al|Ph\.D|[ap]\.m|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|"
    r"Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)|"
    r"(?<![\w.])(?:[A-Z]\.)+[A-Z]|[a-z]\.{2,3})\.$"
)
_STOP_WITHIN = re.compile(r"\.[\"”’')]*\s+(?=[\"“‘(]?(?P<next>[A-Z][a-z]*)\b(?!\.))")
_BEGINS_A_SENTENCE = frozenset(
    "About Above According After Again All Also Although Among An And Another Any As At Because Before Besides "
    "Both But By Despite During Each Earlier Even Every Few For From Had Has He Her Here His How However I If In "
    "Instead Is It Its Last Later Many Meanwhile More Moreover Most Much My Nearly Neither Nevertheless Now Of On "
    "Once Only Or Other Others Our Over She Since So Some Still Such That The Their Then There These They This "
    "Those Though Through Thus To Under Unlike Until Was We Were What When Where Whether Which While Who Why With "
    "Within Without Yet You Your".split()
)
_ASKED_OR_CRIED = re.compile(r"[?!][\"”’']+$")
_NAME_WITH_A_MARK = re.compile(r"(?:^|\b(?:at|of|by|from|with|on|for|in|to|and|or|via) )[A-Z]\w+!$")
_JOINED = re.compile(r"(?:of|for)\b(?! (?:course|example|instance)\b)")  # a title that is shortened: Jour. of Phys.
_SHORT_NAME = re.compile(r"\b[A-Z][a-z]{1,5}\.$")
_COMPANY = re.compile(r"(?:Inc|Corp|Co|Ltd|LLC|PLC|plc|Group|Holdings|Brands)\b")
_SHORTENED = re.compile(
    r"(?<![\w.])(?:ave|assn|assoc|bil|blvd|bros|corp|dept|etc|gal|govt|hrs|inc|intl|lbs|ltd|mil|mins|misc|natl|orig|pct|"
    r"secs|tbsp|vol|vols|wks|yrs)\.$",
    re.IGNORECASE,
)  # of three letters and more, which look like words
_PLAIN_END = re.compile(r"(?:[a-z]{3}|[\d\]])\.$")
_LAST_WORD = re.compile(r"\b[A-Za-z]{3,5}(?=\.$)")
_NAME_BEFORE = re.compile(r"[A-Z][a-z]*[aeiouy]\.$")  # which short forms hardly ever end in
_BEGINS_LARGE = re.compile(r"[\W\d_]{0,9}[A-Z]")
_REFERENCE = r"\[[a-z\d][a-z\d ]{0,30}\]"  # [citation needed], [3]
_BEGINS_WITH_A_MARK = re.compile(rf"[,;:.)\]&]|{_REFERENCE}")
_ENDS_WITH_A_REFERENCE = re.compile(rf"(?:^|(?<=[.!?\"”])){_REFERENCE}\s+(?=[\"“]?[A-Z])")
_ITEM = re.compile(r"(?:[•⁃*–-] ?)?\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]{1,2}")
_NAME = re.compile(r"[A-Z][\w'’-]*")
_SAID = (
    "said|says|say|asked|asks|told|added|adds|wrote|writes|tweeted|posted|shouted|cried|replied|answered|warned|"
    "wondered|demanded|recalled|recalls|testified|insisted|quipped|joked|explained|whispered|yelled|exclaimed|remarked"
)
_TOLD = "told|tells|asked|asks|warned"
_PARTICLE = re.compile(  # of a surname that begins a sentence
    r"(?:(?:abu|af|al|ap|av|ben|bin|d[aeiou]|das|dal|del|dell[ao]|den|der|dos|el|ibn|l[ae]|los|mac|op|ter?|ten|v[ao]n|zu[mr]?|"
    r"[’']t)\s+)+[A-Z]"
)
_SAYS_MORE = "that|he|she|it|they|we|the|his|her|their|its|a|an|there|no"  # Li said the plan failed: that is another
_SAYS_WHO = re.compile(
    rf"(?:[\w.’'-]+ ){{0,3}}[\w.’'-]+(?:, \d+,)? (?:(?:{_TOLD})\b|(?:{_SAID})\b(?! (?:{_SAYS_MORE})\b))"
    rf"|(?:{_TOLD}|{_SAID})\b"
)
_SAID_BEFORE = re.compile(rf"\b(?:{_SAID})\b[^.!?\"“”]{{0,60}}[,:]\s*$")
_ENCLOSED = re.compile(
    rf"“[^“”]{{1,{LONGEST_WHOLE}}}”|(?:^|(?<=[\s(\[—–-]))\"(?=\S)[^\"]{{1,{LONGEST_WHOLE}}}\""
    rf"|‘[^‘]{{1,{LONGEST_WHOLE}}}?[.!?,]’(?!\w)|(?:^|(?<=[\s(\[—–-]))'(?=[A-Z])[^\n]{{1,{LONGEST_WHOLE}}}?[.!?,]'(?!\w)"
    rf"|\([^()]{{1,{LONGEST_WHOLE}}}\)"
)


def goes_on(text: str, begin: int, end: int, after: int) -> bool:
    """Tell whether what begins at `after` still belongs to the sentence `[begin, end)` of a text.

    It does after the number of an item, a title (Gov. Young), a number's sign (No. 2), initials (George R.R. Martin,
    but not: in the U.S. He) and before who said what was asked or cried (“Why?” he asked. “No!” Ms. Li said.). A small
    letter says nothing where the sentence begins with none large, or what stands before it is a plain word.
    """
    before, following = text[max(begin, end - LONGEST_END) : end], text[after : after + LONGEST_WHOLE]
    if end - begin < LONGEST_END and _ITEM.fullmatch(before):
        return True
    if _BEGINS_WITH_A_MARK.match(following) or _NEVER_AN_END.search(before):
        return True
    if _BEFORE_A_NAME.search(before) and following[0].isalnum():
        return True
    if _BEFORE_A_NUMBER.search(before) and _NUMBER.match(following):
        return True
    if (_BEFORE_AN_AMOUNT.search(before) or _NUMERO.search(before)) and _AMOUNT.match(following):
        return True
    if _ZONE.match(following) and _HOUR.search(before):
        return True
    if _SHORT_NAME.search(before) and _JOINED.match(following):
        return True
    if name := _NAME.match(following):
        return _goes_on_with_a_name(before, name[0], following)
    begins_large = _BEGINS_LARGE.match(text, begin)
    return bool(begins_large and begins_small(following) and _may_be_shortened(before, following))


def _may_be_shortened(end: str, after: str) -> bool:
    """Tell whether the word before a stop may be a short form: it looks unlike a word, or is none that is known."""
    if _SHORTENED.search(end) or not _PLAIN_END.search(end):
        return True
    word = _LAST_WORD.search(end)
    is_known = word is None or is_common_word(word[0]) or _NAME_BEFORE.search(end)
    return not is_known and not _PARTICLE.match(after)


def _goes_on_with_a_name(end: str, name: str, after: str) -> bool:
    """Tell the same of a sentence's end and what follows it, which begins with a word with a capital."""
    if _OF_A_CASE.search(end) or (_OF_A_COUNTRY.search(end) and _INSTITUTION.match(after)):
        return True
    if end.endswith(("!", "?")) and _COMPANY.match(after):
        return True
    if _INITIALS_OF_OTHERS.search(end):
        return False
    if _TWO_INITIALS[0].search(end) and _TWO_INITIALS[1].match(after):
        return True
    if name not in _BEGINS_A_SENTENCE:
        initial = _INITIAL.search(end)
        if _NAME_WITH_A_MARK.search(end) or _INITIALS.search(end) or _OF_AN_INSTITUTION.search(end):
            return True
        if initial and (initial["before"].endswith(".") or not is_common_word(initial["before"])):
            return True
    return bool(_ASKED_OR_CRIED.search(end) and not is_common_word(name) and _SAYS_WHO.match(after))


def ends_within(sentence: str) -> list[tuple[int, int]]:
    """Return where a sentence that was found ends, and where another begins: after a short form, or a reference.

    >>> ends_within("It is based in the U.S. The plant is not.")
    [(23, 24)]
    """
    found = [
        match
        for match in _STOP_WITHIN.finditer(sentence)
        if match["next"] in _BEGINS_A_SENTENCE
        and _MAY_END.search(sentence[max(0, match.start() - LONGEST_END) : match.start() + 1])
    ]
    found += _ENDS_WITH_A_REFERENCE.finditer(sentence) if "[" in sentence else ()
    return sorted((match.start() + len(match[0].rstrip()), match.end()) for match in found)


def ends_inside(paragraph: str, ends: Sequence[int]) -> set[int]:
    """Return those ends of a paragraph's sentences that are none: inside a quotation with its speaker, or a bracket.

    The quotation is of short sentences, and who said them stands before it ("He said: …") or follows it. The bracket
    opens within a sentence. `ends` is in order.

    >>> ends_inside('He is (was. Or is) in. "Who? Me?" he asked.', [11, 22, 28, 43])
    {11, 28}
    """
    inside: set[int] = set()
    at = 0
    while match := _ENCLOSED.search(paragraph, at):
        start, end = match.span()
        at = end
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        cuts = ends[first:last]
        begin = ends[first - 1] if first else 0
        if cuts and _is_whole(paragraph, begin, [start, *cuts, end], is_closed=end not in ends[last : last + 1]):
            inside.update(cuts)
        elif cuts and match[0].startswith("("):
            at = start + 1  # a quotation in the bracket may be whole
    return inside


def _is_whole(paragraph: str, begin: int, cuts: Sequence[int], *, is_closed: bool) -> bool:
    """Tell whether what is enclosed from the first to the last cut is one with the sentence that begins before it."""
    start, end = cuts[0], cuts[-1]
    if paragraph[start] == "(":
        return bool(paragraph[begin:start].strip())
    goes_on = is_closed and paragraph[end:].lstrip()[:1].islower()
    if goes_on and paragraph[begin:start].strip():
        return True  # a title or a slogan, within a sentence
    if max(after - before for before, after in pairwise(cuts)) > LONGEST_PART:
        return False
    if goes_on:
        return True
    if is_closed and paragraph[end - 2] == ",":  # after “It is over,” a sentence goes on, whatever follows
        return True
    said_after = is_closed and _SAYS_WHO.match(paragraph[end : end + LONGEST_WHOLE].lstrip())
    return bool(said_after or _SAID_BEFORE.search(paragraph[begin:start]))
