"""Fields of exports that hold HTML, or entities, → the text that a reader of them would see.

Paragraphs are parted by an empty line; an item of a list is a line that begins with "- ", a row of a table one of cells
joined by " | ". Only what is a tag of HTML is taken for one, so "a < b" and "<Name of firm>" stay. Nothing is fetched,
and no tree is built, so that no depth of tags is too much.
"""

import re
from dataclasses import dataclass

from index.language.tables import rule
from index.reading.added_marks import MARKS, is_glued
from index.reading.entities import unescaped, without_comments
from index.reading.ordinals import HIGHEST, has_numbers, number_or

MOST_ESCAPED = 3  # times that an export may have escaped the same text

_BLOCKS = frozenset(
    "address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend main menu nav ol p pre section summary "
    "table ul".split()
)
_LINES = frozenset("br li option tbody tfoot thead tr".split())
_INLINE = frozenset(
    "a abbr acronym area audio b bdi bdo big button cite code col colgroup data del dfn em embed font i iframe img "
    "input ins kbd label link map mark meta meter noscript object output param picture progress rb rp ruby s samp "
    "script select small source span strike strong style sub sup svg td template textarea th time track tt u var video "
    "wbr".split()
)
_NAMES = _BLOCKS | _LINES | _INLINE | MARKS.keys()
_UNSEEN = frozenset("head iframe object rp script style svg template".split())
_STRUCK = frozenset("del s strike".split())  # out of the text, as what a Word file has as deleted is
_NO_END = frozenset("area br col embed hr img input link meta param source track wbr".split())
_TAG = re.compile(r"""<(/?)([a-z][a-z0-9:-]{0,30})((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*+)?)/?>""", re.IGNORECASE)
_LISTS = ("dir", "menu", "ol", "ul")
_COUNTED = ("li", "ol")  # what may say how items are numbered
_ATTRIBUTE = re.compile(  # each, so that none is looked for in the value of another
    r"""\s([a-z][a-z0-9:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'\s<>]*)))?""", re.IGNORECASE
)
_OWN_NUMBER = re.compile(r"\d{1,3}[.)]\s")  # of an item, by who wrote it
_HIDDEN = re.compile(r"<!\[CDATA\[|\]\]>|<![a-z][^<>]*>|<\?[^<>]*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"[^\S\n]+")


def text_of_markup(text: str, *, is_html: bool = False) -> str:
    r"""Return a text without its HTML and entities; one without any is returned as it is, unless it `is_html` for sure.

    >>> text_of_markup("<p>Caf&eacute; &amp; bar</p><ul><li>tea<li>rum</ul>")
    'Café & bar\n\n- tea\n- rum'
    >>> text_of_markup("If a < b, <Name> wins.\n\nR&D too.")
    'If a < b, <Name> wins.\n\nR&D too.'
    """
    for _ in range(MOST_ESCAPED):
        if is_html or is_markup(text):
            return _seen(_HIDDEN.sub("", without_comments(text)))
        plain = unescaped(text)
        if plain == text:
            break
        text = plain
    return text


def line_of_markup(text: str) -> str:
    """Return a field as the words of it that are seen, on one line."""
    return " ".join(text_of_markup(text).split())


def is_markup(text: str) -> bool:
    """Tell whether a text is HTML: a tag of it is closed, needs no end, or parts its paragraphs.

    >>> [is_markup(text) for text in ("a <b>c</b>", "one<br/>two", "<p>one<p>two", "the <b> tag", "a < b > c")]
    [True, True, True, False, False]
    """
    opened: set[str] = set()
    for tag in _TAG.finditer(text) if "<" in text else ():
        name = tag[2].lower()
        if _is_html(name) and (name in _NO_END or (tag[1] and name in opened)):
            return True
        if name == "p" and not tag[1] and (name in opened or not text[: tag.start()].strip()):
            return True
        opened.add(name)
    return False


def _is_html(name: str) -> bool:
    """Tell whether a tag is one of HTML, or of a page's own kind (<amp-img>, <o:p>)."""
    return name in _NAMES or "-" in name or ":" in name


def _seen(markup: str) -> str:
    seen = _Seen(keeps_breaks=not re.search(r"<(?:p|div)\b", markup, re.IGNORECASE))
    tags = [(tag, tag[2].lower()) for tag in _TAG.finditer(markup)]
    last_end = {name: tag.start() for tag, name in tags if tag[1]}
    end = 0
    for tag, name in tags:
        if not _is_html(name):
            continue
        seen.data(unescaped(markup[end : tag.start()]))
        if tag[1]:
            seen.end(name)
        elif name not in _UNSEEN | _STRUCK or tag.start() < last_end.get(name, 0):  # else it would hide what follows
            seen.start(name, _attributes(tag[3]) if name in _COUNTED else {})
        end = tag.end()
    seen.data(unescaped(markup[end:]))
    return "".join(seen.parts)


def _attributes(tag: str) -> dict[str, str]:
    return {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(tag)}


@dataclass(slots=True)
class _Row:
    """A row of a table: where it begins in the parts, once it has words, and whether they are all in <th>."""

    begin: int | None = None
    in_th: bool = False
    is_header: bool = True


class _Seen:
    """Gathers what is seen; breaks and marks of items wait until a word follows."""

    def __init__(self, *, keeps_breaks: bool) -> None:
        """`keeps_breaks`: the text has no tags for its paragraphs, so its line breaks are them."""
        self.parts: list[str] = []
        self._keeps_breaks = keeps_breaks
        self._after_break = False  # right behind a <br>
        self._unseen = 0  # elements around
        self._struck = ""  # the outermost one that strikes words out, which its first end ends
        self._preformatted = 0
        self._lists: list[int | None] = []  # around: the number of the next item of each, None if it has none
        self._cells = 0  # of this table row so far
        self._in_head = False
        self._row = _Row()
        self._header = 0  # cells of the row above, if it is a header
        self._breaks = 0  # that wait
        self._mark = ""  # that waits
        self._space = False  # that waits

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._unseen += name in _UNSEEN
        self._struck = self._struck or name * (name in _STRUCK)
        self._preformatted += name == "pre"
        self._in_head = name == "thead" or (self._in_head and name not in ("table", "tbody", "tfoot"))
        if name in ("td", "th"):
            self._mark += " | " if self._cells else ""
            self._cells += 1
            self._row.in_th = name == "th" or self._in_head
        elif name in ("tr", "table"):
            self._end_row(is_table=name == "table")
        elif name == "li":
            self._break(1)
            self._mark = self._mark_of_item(attributes)
        elif name in MARKS:
            self.data(MARKS[name][0])
        elif name == "cite" and not self._space and is_glued("".join(self.parts[-1:])):
            self._break(1)
        else:
            self._around(name)
        if name in _LISTS:
            is_numbered = name == "ol" and has_numbers(attributes.get("type"), attributes.get("style"))
            is_within = any(number is not None for number in self._lists)
            is_numbered = is_numbered and not is_within and "reversed" not in attributes  # from a count yet to come
            self._lists.append(number_or(attributes.get("start"), 1) if is_numbered else None)

    def _mark_of_item(self, attributes: dict[str, str]) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        number = number_or(attributes.get("value"), number)
        self._lists[-1] = number + 1
        is_shown = 0 <= number <= HIGHEST and has_numbers(attributes.get("type"), attributes.get("style"))
        return f"{number}. " if is_shown else "- "

    def end(self, name: str) -> None:
        self._in_head = self._in_head and name not in ("table", "thead")
        self._unseen = max(0, self._unseen - (name in _UNSEEN))
        self._struck = "" if name == self._struck else self._struck
        self._preformatted = max(0, self._preformatted - (name == "pre"))
        if name in _LISTS and self._lists:
            self._lists.pop()
        if name in ("li", "tr", "table", *_LISTS):
            self._mark = ""  # of an item or a cell without words
        if name in ("tr", "table"):
            self._end_row(is_table=name == "table")
        elif name in MARKS:
            self.data(MARKS[name][1])
        else:
            self._around(name)

    def data(self, text: str) -> None:
        if self._unseen or self._struck or not text:
            return
        if self._preformatted or self._keeps_breaks:
            first, *others = text.removeprefix("\n" if self._after_break else "").split("\n")
            self._words(first)
            for line in others:
                self._break(min(self._breaks + 1, 2))
                self._words(line)
        else:
            first, *others = _BLANK_LINE.split(text)
            self._words(first)
            for paragraph in others:
                self._around("p")
                self._words(paragraph)
        self._after_break = False

    def _words(self, text: str) -> None:
        words = _SPACES.sub(" ", text.replace("\n", " "))
        if not words.strip():
            self._space = self._space or bool(words)
            return
        if self._cells:
            self._row.begin = len(self.parts) if self._row.begin is None else self._row.begin
            self._row.is_header = self._row.is_header and self._row.in_th
        if self._breaks and self.parts:
            self.parts.append("\n" * self._breaks)
        elif not self._mark and self.parts and (self._space or words[0] == " "):
            self.parts.append(" ")
        is_needed = not self._mark[:1].isdigit() or _OWN_NUMBER.match(words.strip()) is None
        self.parts.append((self._mark if is_needed else "") + words.strip())
        self._breaks, self._mark, self._space = 0, "", words[-1] == " "

    def _end_row(self, *, is_table: bool) -> None:
        """Set a header of <th> alone apart from the row below it, which has other cells."""
        if self._row.begin is not None:
            is_header = self._row.is_header and self._cells > 1
            if self._header and not is_header:
                self.parts.insert(self._row.begin, f"\n{rule(self._header)}")
            self._header = self._cells if is_header else 0
        self._header = 0 if is_table else self._header
        self._row, self._cells = _Row(), 0
        self._break(2 if is_table else 1)

    def _around(self, name: str) -> None:
        """Part what is before and behind the tag of a block."""
        self._after_break = name == "br"
        if self._cells and name in _BLOCKS | _LINES:
            self._space = True  # a row stays one line
        elif name in _BLOCKS:
            self._break(1 if self._lists else 2)
        elif name in _LINES:
            self._break(1)

    def _break(self, lines: int) -> None:
        if not self._mark:  # else an item has begun, and has no words yet
            self._breaks = max(self._breaks, lines)
