"""The fields of a record that hold text (an object of JSON, a row of a table) → the text of its article.

Services cut texts up in their own ways: a description beside the content, paragraphs in a list, the words in an object
under "rendered", the end of the text held back. What is put together here is theirs to the word, HTML and entities
resolved; what is left out of it, or missing from it, is listed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.reading.cleaning import Removed
from index.reading.markup import text_of_markup

NOTHING = frozenset(  # as YAML, Python, pandas and NewsAPI write "no value"
    ("", "~", "null", "none", "nan", "nat", "n/a", "[removed]")
)
DEEPEST = 8  # objects in objects around a text
LONGEST_MARK = 60  # characters in place of the rest of a text

# What the text is called in an object that holds it, the surest first.
_TEXT_WITHIN = (
    *("rendered", "text", "plain", "plaintext", "bodytextsummary", "body", "value", "processed", "content", "html"),
    *("bodyhtml", "main", "paragraph", "data", "sections", "paragraphs", "blocks", "children", "#text", "$t", "_"),
)
_HEADING_WITHIN = ("heading", "title", "headline")
_CUT = re.compile(r"\s*(\[\s*\+?\s*(\d[\d,. ]*)\s*(?:more )?(?:chars?|characters|words)\s*\])\s*$", re.IGNORECASE)
_HELD_BACK = re.compile(r"(?:content |text )?only available (?:in|to|for|with|on) [^.!?\n]{1,80}", re.IGNORECASE)
_OPEN_END = re.compile(r"\s*\S*?(?:…|\.{3}|\[…\]|\[\.{3}\])$")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a field, with the name that the file gives it; `is_plain` if no HTML is to be resolved in it."""

    name: str
    value: object
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class RecordText:
    """A record's text; the letters of its text field where they are others; what is left out or missing, and why.

    `is_whole` unless there is nothing but what leads to the text (a description, an abstract).
    """

    text: str
    given: str
    removed: tuple[Removed, ...] = ()
    is_whole: bool = True
    leads: tuple[Removed, ...] = ()  # which stand before the text, and not in `given`


def record_text(texts: Sequence[Named], leads: Sequence[Named], summaries: Sequence[Named]) -> RecordText | None:
    r"""Return the text that the fields of a record make up; None if there is none.

    `texts` may each be the whole text, the surest first: the first that is not cut short is taken. A lead is put before
    it, unless it stands in it. Summaries are somebody's own words, so they are the text only where there is no other.

    >>> record_text([Named("content", "Rain fell… [+90 chars]")], [Named("description", "It <b>rained</b>.")], []).text
    'It rained.\n\nRain fell…'
    """
    bodies = [_Piece.of(text) for text in texts]
    found = [body for body in bodies if body.text]
    body = next((one for one in found if not one.cut), found[0] if found else None)
    beside, left = ([_Piece.of(one) for one in some] for some in (leads, summaries))
    if body is None and not any(lead.text for lead in beside):
        beside, left = left, beside
    parts: list[_Piece] = []
    for number, lead in enumerate(beside, start=1):
        others = (*parts, *beside[number:], *([body] if body else ()))
        if lead.text and not any(lead.stands_in(other) for other in others):
            parts.append(lead)
    if body is None and not parts:
        return None
    if body and not (body.cut and any(body.stands_in(lead) for lead in parts)):
        parts.append(body)
    text = "\n\n".join(part.text for part in parts)
    removed = [piece.cut for piece in (*bodies, *beside) if piece.cut]
    unused = [one for one in (*found, *left) if one.text and one not in parts]
    kept = _Piece("", text)
    removed += [Removed(one.text, f'the field "{one.name}"') for one in unused if not one.stands_in(kept)]
    before = tuple(Removed(one.text, f'the field "{one.name}"') for one in parts if body and one is not body)
    if body is None:
        names = ", ".join(part.name for part in parts)
        removed.append(Removed("…", f"the text of the article is missing in the file, which has its {names} alone"))
    return RecordText(text, body.given if body else text, tuple(removed), is_whole=body is not None, leads=before)


@dataclass(frozen=True, slots=True)
class _Piece:
    name: str
    text: str
    given: str = ""
    cut: Removed | None = None  # what the file has in place of the rest

    @classmethod
    def of(cls, named: Named) -> "_Piece":
        given = _text_of(named.value)
        text = given if named.is_plain else text_of_markup(given).strip()
        if text == given.strip():
            text = given
        if _HELD_BACK.fullmatch(text.strip()):
            return cls(named.name, "", "", Removed(text, "in place of the text, which the file lacks"))
        if marked := _CUT.search(text, max(0, len(text) - LONGEST_MARK)):
            reason = "in place of the rest of the text, which the file lacks"
            return cls(named.name, text[: marked.start()].rstrip(), given, Removed(marked[1], reason))
        return cls(named.name, text, given)

    def stands_in(self, other: "_Piece") -> bool:
        """Tell whether its words stand in the other one, sentence by sentence; an end that is cut off may lack."""
        start, end = self.text[:-LONGEST_MARK], self.text[-LONGEST_MARK:].rstrip()
        own = start + _OPEN_END.sub("", end)
        words = f" {_words(other.text)} "
        sentences = filter(None, map(_words, re.split(r"(?<=[.!?…])\s+|\n+", own)))
        return f" {_words(own)} " in words or all(f" {sentence} " in words for sentence in sentences)


def _words(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().casefold()


def _text_of(value: object, depth: int = 0) -> str:
    """Return the text that a value holds: a string, a list of paragraphs, or an object with either in it."""
    if isinstance(value, str):
        return "" if value.strip().casefold() in NOTHING else value
    if isinstance(value, list) and depth < DEEPEST:
        is_inline = any(isinstance(item, dict) and _kind(item) == "text" for item in value)
        texts = (_item_of(item, depth + 1) for item in value)
        return "".join(texts) if is_inline else "\n\n".join(text for text in texts if text.strip())
    if isinstance(value, dict) and depth < DEEPEST:
        within = {str(name).casefold().replace("_", ""): item for name, item in value.items()}
        text = next(filter(None, (_text_of(within.get(name), depth + 1) for name in _TEXT_WITHIN)), "")
        lead = _text_of(within.get("summary"), depth + 1) if "sections" in within else ""  # as fundus has it
        return "\n\n".join(filter(None, (lead, text)))
    return ""


def _item_of(item: object, depth: int) -> str:
    """Return the text of an item of a list, below its heading if it has one."""
    if not isinstance(item, dict):
        return _text_of(item, depth)
    if _kind(item) == "text" and isinstance(item.get("text"), str):
        return str(item["text"])  # a space between two words may stand alone
    text = _text_of(item, depth)
    heading = next(filter(None, (_text_of(item.get(name), depth) for name in _HEADING_WITHIN)), "")
    return f"{heading}\n\n{text}" if text and heading.strip() else text


def _kind(item: dict[str, object]) -> str:
    """Return what an editor's node says it is: nodes of text are pieces of one paragraph."""
    kind = item.get("type") or item.get("nodeType")
    return kind.casefold() if isinstance(kind, str) else ""
