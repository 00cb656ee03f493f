"""Lines of a page that are not its article, told by their form alone: share bars, newsletter boxes, credits and so on.

A form is only listed when a sentence of an article hardly ever has it. English.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from index.language.datelines import AGENCIES
from index.language.times.wording import DATE_WORDS, RECENT_YEAR

LONGEST_BOILERPLATE = 200  # characters; a longer line is prose, whatever it starts with
LONGEST_PROMPT = 300  # characters
FEWEST_FIELDS = 3  # that make an author's profile

_SITES = r"(?:facebook|twitter|instagram|linkedin|whatsapp|reddit|telegram|pinterest|youtube|tiktok|flipboard|bluesky)"
_HANDLE = r"(?:@\w|facebook|twitter|instagram|linkedin)"
_MAILED = r"(?:newsletters?|e-?mails?|inbox|alerts?|briefings?|updates?|podcasts?|daily|weekly)"
_SUM = r"\d+(?:[.,]\d\d)?(?:p|¢| ?(?:euros?|dollars?|pounds?|kr))?"
_PRICE = rf"[£$€¥]?{_SUM} ?(?:a|per|/|each|every) ?(?:day|week|month|mo|year)\b"
_ASKING = r"(?:please|and|or|can|should|to|now|here)"  # before what readers are asked to do
_GAIN = r"(?:get|check out|discover|enjoy|stay|receive|keep|support|follow|find|hear|read|never miss|don['’]t miss)"
_WRITER = r"(?:the|our) (?:author|reporter|newsroom|writer)s?"
_NAMES = (
    r"(?-i:(?:\s*(?:[A-Z0-9&–-]\S*|of|the|and|by|for|a|division|its|with|permission\.?|de|du|la|der|und|et|©)"
    r"(?=\s|\Z))*)"
)
_COMPANY = r"(?:co|company|corp|gmbh|group|inc|limited|llc|ltd|media|news(?:papers)?|plc|press|publish\w+)"
_COLLEAGUES = (  # whole, so that no end of a long line is tried twice
    r"(?-i:(?>(?:\s*(?:(?:[Nn]ews|[Ww]ire) services?|[A-Z&]\S*|of|the|and|in|for|de|du|la|der|et|agencies|staff|/"
    r"|(?:correspondent|editor|journalist|producer|reporter|writer)s?,?)(?=\s|\Z))+))"
)
_AGENCY = rf"(?:{AGENCIES}|agencies|staff)"  # else one word may be a country, or whose report it is: NASA's, UNESCO's
_FORMS = {
    "advertisement": (
        r"(?:advertise?ment|sponsored(?: content)?|(?:story|article) continues (?:below|after)"
        r"(?: (?:this |the )?(?:ad|advert\w*|video|photo|gallery|promotion))?)[.:]?"
    ),
    "share bar": (
        r"(?:share(?: this)?(?: (?:article|story|post|page))?(?: on)?:?(?:[\s|·•,/]*(?:facebook|twitter|x|linkedin"
        r"|whatsapp|reddit|telegram|pinterest|e-?mail|print|copy link|link copied))*"
        r"|(?:share|comment)(?: or (?:share|comment))? on this (?:article|story)\b.*"
        r"|follow us(?:[.:!]?|(?: on| at)?:? (?:@|https?:|www\."
        rf"|(?:our |the )?(?:{_SITES}|x|threads|social|google|apple)\b).*)"
        rf"|(?:(?:{_SITES}|e-?mail|print|copy link)[\s|·•,/]*){{2,}})"
    ),
    "link to other pages": (
        r"(?:(?:read (?:more|next|also)|also read|see (?:more|also)|related (?:stor(?:y|ies)|articles?|posts?)"
        r"|related(?=:\s*(?-i:[^a-z\s]|$))|more from .{1,40}"
        r"|(?:you )?(?:may|might) also like|don['’]t miss|watch also):.*"
        r"|read (?:more|next|also)[^.!?:]*|don['’]t miss[.!…]*"
        r"|(?:related|recommended|trending|more)(?: (?:stories|articles|posts|news|coverage|topics|reading"
        r"|from [^.!?,]{1,40}|on this story))?:?"
        r"|most (?:read|popular|viewed|shared|commented)(?: (?:in|on|from) .{1,40})?:?"
        r"|you (?:may|might) also (?:like|enjoy)[.…:]*|(?:(?:find|read) )?more (?:on|about|from"
        r"|at) .{1,80}?:? https?://\S+"
        r"|(?:find|read) more(?: here| at)?:? https?://\S+|follow [^.!?:]{1,80}(?::| at) https?://.*"
        r"|more (?-i:[A-Z])\S*(?-i:(?: (?:[A-Z]\S*|news|coverage|stories|articles|features|videos|photos|here|on|from"
        r"|about|of|by|in|and|&|the|our))*)(?<!:)(?::| at) https?://.*"
        r"|click here\b.*|back to top|skip to (?:main )?content|continue reading[^.!?,]*)"
    ),
    "tags": r"(?:tags|topics|filed under|categories|keywords)(?::[^.!?]*)?",
    "newsletter": (
        rf"(?:(?:sign up|subscribe) (?:for|to|now|today)\b.*\b{_MAILED}\b.*|sign up(?: now| here| today)?[.!]?"
        r"|get (?:the|our) .*newsletter.*|(?:enter )?your e-?mail(?: address)?[.:*]*|enter your e-?mail.{0,40}"
        r"|unsubscribe(?: here| (?:at )?any ?time)?[.!]?|thanks for (?:signing up|subscribing).{0,60}"
        r"|(?:our|the|free|daily|weekly|morning|evening|join|get|more)\b[^.!?]{0,60}\bnewsletter"
        rf"|(?:[^.!?]{{0,120}}(?:[,;:–—-]|\b{_ASKING})\s+)?(?:sign up|subscribe) (?:for|to) our\b.{{0,40}}"
        r"\bnewsletters?\b[^.!?]{0,30}[.!]?"
        rf"|(?:thank(?:s| you) for|(?:please )?consider|{_GAIN}\b[^.!?]{{0,80}}\bby)"
        r" (?:signing up|subscribing) (?:for|to) our\b.{0,40}\bnewsletters?\b[^.!?]{0,30}[.!]?)"
    ),
    "subscription": (
        r"(?:subscribe(?: now| today| here)?[.!]?|subscribe (?:now )?(?:to (?:continue|keep|read|unlock|get|view)\b.*"
        rf"|for .*{_PRICE}.*)|(?:try|get|join|start|read)\b.{{0,80}}\b(?:for|from|at)(?: only| just)? {_PRICE}"
        r"(?:[,;.!]? (?:and |then )?(?:cancel\b|no (?:contract|commitment|strings)\b|with no\b|for (?:the|your) first\b"
        r"|for \w+ (?:weeks|months))[^.!?]{0,60})?[.!]?"
        rf"|(?:only|just|from) (?=[£$€¥]){_PRICE}[.!]?"
        r"|(?:(?:more than|over|almost|nearly|about|around|some) )?[\d,.]+(?: million)? (?:readers|subscribers)"
        r" (?:already |also )?(?:trust [^.!?,]{1,60}[.!]?|rely on us\b.*)"
        r"|join (?:the |our )?[\d,.]+(?: million)? (?:readers|subscribers)(?: (?:who|and) [^.!?]{0,60})?[.!]?"
        r"|(?:log|sign) in (?:to|and) (?:continue|keep|read|view|unlock)\b.*"
        r"|(?:to )?(?:continue|keep) reading\b.*\b(?:subscri\w+|log ?in|sign (?:in|up)|register|account)\b.*"
        r"|already (?:(?:a )?(?:subscriber|member)|subscribed|registered|have an account)\?.{0,60}"
        r"|this (?:article|story|content|page) is (?:only |exclusively )?(?:for|available to|reserved for) (?:our )?"
        r"(?:paying )?(?:subscribers|members|registered).{0,60}"
        r"|you(?: have|['’]ve) (?:read|reached|used)\b.*\bfree (?:articles?|stor).*"
        r"|(?:get|enjoy) (?:full|unlimited) (?:digital )?access\b.*"
        r"|unlock (?:this (?:article|story)|full|unlimited)\b.*"
        r"|start your (?:free )?(?:trial|subscription)\b.*|cancel (?:at )?any ?time[.!]?)"
    ),
    "cookie notice": (
        r"(?:(?:we|this (?:web)?site) uses? cookies\b.*|(?:accept|reject|manage) (?:all )?cookies.*"
        r"|by continuing to (?:use|browse) (?:this|our) (?:web)?site.*|cookie (?:policy|settings|preferences)"
        r"|privacy policy|terms (?:of (?:use|service)|and conditions)"
        r"|your privacy (?:choices|rights|options|settings)|do not sell (?:or share )?my (?:personal )?.{0,40})"
    ),
    "comments": (
        r"(?:(?:leave|post|add|write) a (?:comment|reply)[^.!?]{0,40}[.!]?"
        r"|(?:(?:show|view|hide|all|\d+) )?comments?(?: ?\(\d+\))?|no comments(?: yet)?"
        r"|(?:log|sign) in to comment.*|join the (?:conversation|discussion)[.!]?|have your say[.!]?"
        r"|be the first to comment.*|tell us what you think[.!…]*)"
    ),
    "copyright line": (
        rf"(?:(?:©|\(c\)) ?.*(?:\b{RECENT_YEAR}\b|all rights reserved).*|copyright (?:©|\(c\)|{RECENT_YEAR}\b).*"
        r"|copyright\b.*\ball rights reserved.*|all rights reserved\.?"
        rf"|(?:©|\(c\)){_NAMES}[.,;]?|copyright\b:?{_NAMES}\s+(?:{RECENT_YEAR}|{_COMPANY})\b[.,;]?)"
    ),
    "credit line": (
        r"\(?(?:additional )?(?:reporting|writing) by .*\b(?:editing|writing|reporting) by .*"
        r"|\((?:reporting|writing|editing|additional reporting|edited|reported) by .*\)"
        rf"|(?:with (?:additional )?(?:files|reporting)|additional reporting) (?:from|by)\b{_COLLEAGUES}"
        rf"|[—–-]*(?!(?!{_AGENCY}\b)\S+ (?:also )?contributed\b){_COLLEAGUES}"
        r" (?:also )?contributed (?:reporting )?to this (?:article|dispatch|report|story)\.?"
    ),
    "picture credit": (
        rf"(?:photo(?:graph)?|image|illustration|picture)s?(?: courtesy)?(?: credits?)?(?: by| of)?\s?[:©]{_NAMES}"
    ),
    "contact line": (
        r"(?:(?:you can |please )?follow (?:us|him|her|me|them|the (?:author|reporter|writer)s?) (?:on|at) "
        rf".*{_HANDLE}.*"
        rf"|(?:you can )?(?:e-?mail|reach|contact) {_WRITER}\b.{{0,80}}\S@\S.*"
        rf"|(?:you can )?reach {_WRITER} (?:at|on) .*"
        rf"|{_WRITER}\b.{{0,60}} (?:may|can) be (?:reached|contacted) (?:at|on|via) \S*@.*"
        r"|e-?mail (?-i:[A-Z]\S*(?: (?:[A-Z]\S*|and|de|la|van|von|der))*) at \S+@\S+(?:,? (?:or|and) (?:(?:call|follow"
        r"|phone|reach|text|tweet|visit|write|message)\b.*|(?:on|at|via) (?:@|\+?\d|[a-z]+\.).*|\S+@\S+))?"
        r"|have a (?:tip|story|question)\?.*)"
    ),
    "time of publishing": (
        r"(?:first |last )?(?:updated|published|posted|modified)(?: (?:on|at))?:? (?>(?:\d{1,4}|[ap]\.?m\.?|at|on|ago"
        rf"|hours?|minutes?|days?|utc|gmt|[ecmp][sd]?t|mon|tues?|wed|thu(?:rs)?|fri|sat|sun"
        rf"|{'|'.join(sorted(DATE_WORDS))})"
        r"(?:[\s,.:/|·–-]+|\Z))++|\d+ min(?:ute)?s?(?: read)|reading time:.{0,30}"
    ),
    "site header": (
        r"(?:home\s*(?:[>»›][^.!?]*|/[^.!?]*/[^.!?]*)|(?:main )?menu|log ?in|sign in|search|toggle navigation)"
    ),
    "table of contents": r"(?:table of contents|contents|in this (?:article|story)|on this page|jump to):?",
    "author profile": (
        r"(?:(?:detail|about the) authors?:?|socials:?|(?:instagram|twitter|facebook|tiktok|linkedin|youtube):)"
    ),
}
_BOILERPLATE = {reason: re.compile(pattern, re.IGNORECASE) for reason, pattern in _FORMS.items()}
_PROMPT = re.compile(
    r"\b(?:in the comments(?: section)? below|explore our other articles"
    r"|(?:browse|visit|explore) (?:more|other) (?:articles|posts) on our (?:web)?site"
    r"|consider sharing this (?:article|post|story)"
    r"|if you (?:found|enjoyed) this (?:article|post)|click here for more information"
    rf"|{_WRITER}\b.{{0,60}} (?:may|can) be reached (?:at|on|via) \S+@)"
    r"|^\W*(?:please |you can )?follow (?:us|him|her|me|them) on (?:twitter|facebook|instagram|x|linkedin)\b"
    r"|^\W*(?:sign up|subscribe) (?:for|to)\b.*\b(?:newsletters?|updates|alerts|inbox)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]*[.!?]+|[^.!?]+")
_AROUND = " \t\"'“”‘’„«»([{*•-"  # before the first word of a prompt
_QUOTATION = re.compile(  # no longer than a prompt, so that marks without a partner cost little
    r"“[^“”]{1,300}”|\"[^\"]{1,300}\"|«[^«»]{1,300}»|„[^„“”]{1,300}[“”]|(?<!\w)[‘'](?:[^‘’']|(?<=\w)[’'](?=\w)){1,300}[’'](?!\w)"
)
_FIELD = re.compile(
    r"[•*-]?\s*(?:name|username|e-?mail|birthdate|address|phone|company|job|bio|url|followers|following)\s+:.*"
    r"|socials:?|(?:instagram|twitter|facebook|tiktok|linkedin|youtube):.*",
    re.IGNORECASE,
)
_FIELD_OF_PROFILE = re.compile(r"[•*-]?\s*(?:username|followers|socials)\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(  # of what somebody says, who is no reader's paper
    r",[”\"’']? (?:(?:\w[\w.’'-]* ){1,5}(?:said|says|told|called|warned|found|wrote|added|argued)\b|(?:said|says) \w)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(  # no sentence that begins with "Copyright"
    rf"(?i:copyright\b:?(?: \(c\))?|\(c\)){_NAMES}\s+(?:19|20)\d\d\b[.,;]?{_NAMES}"
    r"|(?i:(?:copyright\b|\(c\)).*rights reserved.*|copyright:? (?:\(c\)|©).*|(?:©|all rights reserved).*)"
)
_HEAD_LINE = re.compile(rf"(?=.*\b{RECENT_YEAR}\b)(?=.*\b\d{{1,2}}[:h]\d\d).{{8,60}}")


def boilerplate_reason(line: str) -> str | None:
    """Return what a line is when it is not the article's, else None."""
    if len(line) > LONGEST_BOILERPLATE or _ATTRIBUTION.search(line):
        return None
    return next((reason for reason, pattern in _BOILERPLATE.items() if pattern.fullmatch(line)), None)


def is_rights(line: str) -> bool:
    """Tell whether a line says who has the rights in an article, as news databases set it."""
    return len(line) <= LONGEST_BOILERPLATE and _RIGHTS.fullmatch(line) is not None


def profile_lines(lines: Sequence[str]) -> Iterator[int]:
    """Yield which lines are an author's profile: fields, one below the other, of which one is a reader's account."""
    filled = [number for number, line in enumerate(lines) if line]
    for is_field, group in groupby(filled, key=lambda number: _FIELD.fullmatch(lines[number]) is not None):
        fields = list(group) if is_field else []
        if len(fields) >= FEWEST_FIELDS and any(_FIELD_OF_PROFILE.match(lines[number]) for number in fields):
            yield from fields


def is_prompt(sentence: str) -> bool:
    """Tell whether a whole sentence asks something of the reader: to comment, to subscribe, to follow."""
    return len(sentence) <= LONGEST_PROMPT and sentence[-1:] in (".", "!", "?") and _PROMPT.search(sentence) is not None


def sentences_with_prompts(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the sentences of a line, each with whether it is a prompt; what is quoted within a statement is none."""
    quotations = [(one.start(), one.end()) for one in _QUOTATION.finditer(line)]
    is_stated = bool(quotations) and any(map(str.isalnum, _QUOTATION.sub("", line)))
    for piece in _SENTENCE.finditer(line):
        asked = _PROMPT.search(piece[0]) if is_prompt(piece[0]) else None
        start = piece.start() + asked.start() + len(asked[0]) - len(asked[0].lstrip(_AROUND)) if asked else 0
        is_quoted = is_stated and any(begin < start < end for begin, end in quotations)
        yield piece[0], asked is not None and not is_quoted


def is_date_line(line: str) -> bool:
    """Tell whether a line above the article gives its day and time, in any language, and not who wrote what follows."""
    return line[-1:] not in (".", "!", "?", ":") and _HEAD_LINE.fullmatch(line) is not None
