r"""Rich Text (.rtf) → raw articles: paragraphs, lists, tables and notes, as Word and other programs write them.

The walk is ours: striprtf drops footnotes, keeps text that was deleted with tracked changes, and writes the addresses
of links into sentences. Text that no reader sees, hidden or deleted, is listed as removed. See the specification,
version 1.9.1, of which this follows: groups and destinations, the code pages of fonts, \u and \uc, \bin, tables, list
texts, fields (what they show), notes, and deleted or hidden text.
"""

from dataclasses import dataclass, replace

from index.reading.cleaning import Removed
from index.reading.formats.blocks import Block, joined
from index.reading.formats.rtf_flow import Flow
from index.reading.formats.rtf_words import (
    ASIDE,
    HANGING,
    PARAGRAPH_ENDS,
    SEEN_THOUGH_STARRED,
    SETS,
    SIGNS,
    SWITCHES,
    SYMBOLS,
    TOKEN,
    UNSEEN,
    CodePages,
    whole,
)
from index.reading.formats.unseen import UnseenText
from index.reading.raw_article import RawArticle, Unreadable, as_field, first_line_title

START = b"{\\rtf"
DEEPEST = 10_000  # groups in each other; they are counted, not recursed into
MOST_SKIPPED = 100  # signs that stand for one in older programs


@dataclass(slots=True)
class _State:
    """What holds within a group."""

    flow: Flow
    parent: Flow | None = None  # the flow that this group's own goes into when it ends
    unseen: bool = False
    in_mark: bool = False  # the text of a list's bullet or number
    title: str = ""  # the property that is being written: "title", "author"
    starred: bool = False
    deleted: bool = False
    hidden: bool = False
    in_table: bool = False
    font: str = ""
    skip: int = 1  # signs after \\u that stand for it in older programs


def read_rtf(raw: bytes) -> RawArticle:
    """Return the article of an RTF file."""
    if not raw.lstrip().startswith(START):
        raise Unreadable("not an RTF file; give it its true suffix, or save it as .docx")
    reading = _Reading(raw)
    text = joined(reading.run())
    title, author = (as_field(whole("".join(reading.properties.get(name, ())))) for name in ("title", "author"))
    return RawArticle(
        text,
        title=title or first_line_title(text),
        author=author,
        removed=(*reading.removed, *reading.unseen.removed()),
    )


class _Reading:
    """The walk through the tokens of a file."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._main = Flow()
        self._state = _State(self._main)
        self._stack: list[_State] = []
        self._bytes = bytearray()  # of a code page, which may need two for a sign
        self._pages = CodePages()
        self._to_skip = 0
        self.properties: dict[str, list[str]] = {}
        self.removed: list[Removed] = []
        self.unseen = UnseenText()

    def run(self) -> list[Block]:
        """Read all, and return the blocks of the text."""
        position = 0
        while found := TOKEN.match(self._raw, position):
            position = found.end()
            if found.lastgroup in ("word", "number"):
                position += self._word(found["word"].decode(), found["number"])
            elif found.lastgroup is not None:
                getattr(self, f"_{found.lastgroup}")(found[found.lastgroup])
                if found.lastgroup == "brace" and not self._stack:
                    break
        while self._stack:
            self._brace(b"}")
        self._flush()
        return self._main.end()

    # Tokens

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            self._stack.append(self._state)
            self._state = replace(self._state, parent=None, starred=False)
            if len(self._stack) > DEEPEST:
                raise Unreadable("its groups are nested too deeply; save it as .docx")
            return
        flow, parent = self._state.flow, self._state.parent
        if parent is not None:
            blocks = flow.end()
            if not flow.reason:
                parent.hanging += blocks
            elif text := joined(blocks):
                self.removed.append(Removed(text, flow.reason))
        if self._stack:
            self._state = self._stack.pop()

    def _run(self, run: bytes) -> None:
        skipped = min(self._to_skip, len(run))
        self._to_skip -= skipped
        self._bytes += run[skipped:]

    def _byte(self, byte: bytes) -> None:
        self._run(bytes.fromhex(byte.decode()))

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state.starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in b"\r\n":
            self._end_paragraph()
        else:
            self._flush()
            self._write(SYMBOLS.get(symbol.decode("latin-1"), ""))

    def _word(self, word: str, number: bytes | None) -> int:
        """Do what a word says; return how many bytes after it are no text."""
        self._flush()
        argument = number.decode() if number is not None else None
        if word == "bin":
            return max(int(argument or 0), 0)
        if word == "u" and argument:
            self._write(chr(int(argument) % 0x10000))
            self._to_skip = self._state.skip
            return 0
        self._to_skip = 0
        if not self._opens_destination(word):
            self._write_or_format(word, argument)
        self._state.starred = False
        return 0

    # What words do

    def _opens_destination(self, word: str) -> bool:
        """Take up that the group is no part of the paragraph, if the word says so."""
        state = self._state
        if word in UNSEEN or (state.starred and word not in SEEN_THOUGH_STARRED):
            state.unseen, state.title = True, ""
        elif word in ("title", "author") and state.unseen:
            state.title = word
        elif word in HANGING:
            state.parent, state.flow = state.flow, Flow(ASIDE.get(word, ""))
            state.in_table = state.in_mark = False
        elif word in ("listtext", "pntext"):
            state.in_mark = True
        else:
            return False
        return True

    def _write_or_format(self, word: str, argument: str | None) -> None:
        state = self._state
        if word in SIGNS:
            self._write(SIGNS[word])
        elif word in PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in ("cell", "nestcell", "row", "nestrow"):
            if not self._is_dropped:
                (state.flow.end_cell if word.endswith("cell") else state.flow.end_row)()
        elif word in SETS:
            setattr(state, *SETS[word])
        elif word in SWITCHES:
            setattr(state, SWITCHES[word], argument != "0")
        elif word == "plain":
            state.deleted, state.hidden, state.font = False, False, ""
        elif word == "uc":
            state.skip = min(max(int(argument or 1), 0), MOST_SKIPPED)
        else:
            self._pages.note(word, argument)
            state.font = argument or "" if word == "f" else state.font

    @property
    def _is_dropped(self) -> bool:
        return self._state.unseen or self._state.deleted or self._state.hidden

    def _end_paragraph(self) -> None:
        self._flush()
        self.unseen.end_paragraph()
        if not self._is_dropped:  # where the end is not seen, the paragraph goes on in the next one
            self._state.flow.end_paragraph(in_table=self._state.in_table)

    def _flush(self) -> None:
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._write(self._pages.decode(raw, self._state.font))

    def _write(self, text: str) -> None:
        state = self._state
        if state.title:
            self.properties.setdefault(state.title, []).append(text)
        elif not self._is_dropped:
            (state.flow.mark if state.in_mark else state.flow.line).append(text)
        elif not state.unseen and not state.in_mark:
            self.unseen.add("deleted text" if state.deleted else "hidden text", text)
