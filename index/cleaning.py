"""What is not the article goes, with a reason; what may be the article stays.

Works on plain text, line by line, so it serves pasted text and extracted pages alike. Precision first: a line goes
only when its form gives it away (a share bar, a profile field, a caption set twice), never for its subject. Offsets
are of no concern here: an `Article` is born with the cleaned text, and all offsets count in that.
"""

import re
from dataclasses import dataclass

VERSION = "1"

LONGEST_FURNITURE = 200  # characters; a longer line is prose, whatever it starts with

_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")

_FURNITURE = {
    "advertisement": r"(?:advertise?ment|sponsored(?: content)?|(?:story|article) continues below.*)[.:]?",
    "share bar": (
        r"(?:share(?: this)?(?: (?:article|story|post|page))?(?: on)?:?(?:[\s|·•,/]*(?:facebook|twitter|x|linkedin"
        r"|whatsapp|reddit|telegram|pinterest|e-?mail|print|copy link|link copied))*|follow us(?: on)?\b.*"
        r"|(?:(?:facebook|twitter|instagram|linkedin|whatsapp|reddit|telegram|pinterest|e-?mail|print|copy link)"
        r"[\s|·•,/]*){2,})"
    ),
    "link to other pages": (
        r"(?:read (?:more|next|also)(?::.*|[^.!?]*)|(?:related|recommended|trending|more)(?: (?:stories|articles"
        r"|posts|news|coverage|topics|reading|from .+|on this story))?:?|most read|see also:.*"
        r"|you (?:may|might) also like.*"
        r"|click here\b.*|back to top|skip to (?:main )?content|continue reading.*)"
    ),
    "newsletter": (
        r"(?:sign up (?:for|to) (?:our|the|get)\b.*|subscribe (?:to|now|today)\b.*|get (?:the|our) .*newsletter.*"
        r"|enter your e-?mail.*|your e-?mail address.*|unsubscribe.*)"
    ),
    "cookie notice": r"(?:(?:we|this (?:web)?site) uses? cookies\b.*|accept (?:all )?cookies.*|manage cookies.*)",
    "comments": r"(?:(?:leave|post) a (?:comment|reply)\b.*|comments? ?\(\d+\)|\d+ comments?|log in to comment.*)",
    "copyright line": r"(?:©|\(c\)|copyright)\s.*(?:\b(?:19|20)\d\d\b|all rights reserved).*",
    "table of contents": r"table of contents:?",
    "author profile": (
        r"(?:(?:detail|about the) author:?|socials:?|(?:instagram|twitter|facebook|tiktok|linkedin|youtube):"
        r"|[•*-]?\s*(?:name|username|e-?mail|birthdate|address|phone|company|job|bio|url|followers|following)\s+:.*)"
    ),
}
_FURNITURE_LINES = {reason: re.compile(pattern, re.IGNORECASE) for reason, pattern in _FURNITURE.items()}

_PIECE = re.compile(r"[^.!?]*[.!?]+|[^.!?]+")
_READER_PROMPT = re.compile(
    r"\b(?:in the comments(?: section)?(?: below)?|what are your thoughts on|explore (?:our )?other articles"
    r"|(?:browse|visit|explore) (?:more|other) (?:articles|posts) on our (?:web)?site|consider sharing (?:it|this) with"
    r"|if you (?:found|enjoyed) this (?:article|post))\b",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"(?:original )?source\s*:\s*(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of text that cleaning took out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article's own text; what went; and the source that a last line "Source: …" names."""

    text: str
    removed: tuple[Removed, ...] = ()
    source: str | None = None


def clean(text: str, *, title: str = "") -> Cleaned:
    r"""Take the page around an article out of its text.

    >>> clean("Rain is due.\nShare this article\nClose - Review\nClose - Review").text
    'Rain is due.'
    """
    lines = [line.strip() for line in _SPACES.sub(" ", _INVISIBLE.sub("", text)).split("\n")]
    filled = [number for number, line in enumerate(lines) if line]
    removed: list[Removed] = []
    source: str | None = None

    def remove(number: int, reason: str) -> None:
        if lines[number]:
            removed.append(Removed(lines[number], reason))
            lines[number] = ""

    captions = {
        lines[after]
        for here, after in zip(filled, filled[1:], strict=False)
        if _ends_with_caption(lines[here], lines[after])
    }
    in_contents = False
    for position, number in enumerate(filled):
        line = lines[number]
        reason = _furniture_reason(line)
        repeated_later = any(lines[later] == line for later in filled[position + 1 :]) if in_contents else False
        in_contents = reason == "table of contents" or (in_contents and repeated_later)
        if position == 0 and line.casefold() == title.casefold():
            remove(number, "title")
        elif reason:
            remove(number, reason)
        elif repeated_later:
            remove(number, "table of contents")
        elif line in captions:
            remove(number, "caption set twice")
        elif number == filled[-1] and (named := _SOURCE_LINE.fullmatch(line)):
            source = named[1]
            remove(number, "source line")
        else:
            lines[number] = _clean_line(line, captions, removed)
    return Cleaned(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip(), tuple(removed), source)


def _furniture_reason(line: str) -> str | None:
    if len(line) > LONGEST_FURNITURE:
        return None
    return next((reason for reason, pattern in _FURNITURE_LINES.items() if pattern.fullmatch(line)), None)


def _ends_with_caption(line: str, caption: str) -> bool:
    """Tell whether `caption`, which ends without a stop, also stands just before: alone or after a full sentence."""
    if caption[-1] in ".!?…\"”'’" or not line.endswith(caption):
        return False
    return line.removesuffix(caption).rstrip()[-1:] in ("", ".", "!", "?")


def _clean_line(line: str, captions: set[str], removed: list[Removed]) -> str:
    """Take captions glued to the end of a paragraph, and prompts to the reader, out of it."""
    for caption in captions:
        if line.endswith(caption):
            removed.append(Removed(caption, "caption set twice"))
            line = line.removesuffix(caption).rstrip()
    kept = []
    for piece in _PIECE.findall(line):
        if _READER_PROMPT.search(piece) and piece[-1] in ".!?":
            removed.append(Removed(piece.strip(), "prompt to the reader"))
        else:
            kept.append(piece)
    return "".join(kept).strip()
