"""What the control words of Rich Text stand for, and in which code page the bytes of a font are."""

import codecs
import re

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])|(?P<run>[^\\{}\r\n]+)|[\r\n]+|\\"
)
SIGNS = {
    **{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’"},
    **{"ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " "},
}
SYMBOLS = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\"}
PARAGRAPH_ENDS = frozenset(("par", "sect", "page", "column"))
UNSEEN = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl revtbl generator pict object fldinst xe tc"
    " bkmkstart bkmkend themedata colorschememapping latentstyles datastore info filetbl template xmlnstbl mmathPr"
    " pnseclvl pgdsctbl listpicture nonshppict sp atrfstart atrfend atnref atndate atnid atntime ftnsep ftnsepc ftncn"
    " aftnsep aftnsepc aftncn operator company background userprops docvar pntxta pntxtb falt panose private".split()
)
ASIDE = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page footer"),
    **{"annotation": "comment"},
}
HANGING = frozenset(("footnote", "shptxt", *ASIDE))  # texts of their own beside the paragraph that they stand in
SEEN_THOUGH_STARRED = frozenset(("shpinst", "shp", "shprslt", "fldrslt", *HANGING))
# What a word sets, of the state of its group.
SETS: dict[str, tuple[str, bool]] = {"intbl": ("in_table", True), "pard": ("in_table", False)}
SWITCHES = {"deleted": "deleted", "v": "hidden"}  # until the same word with a 0

_CODE_PAGES = {  # of \\fcharset
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253"},
    **{162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874"},
    **{238: "cp1250", 254: "cp437", 255: "cp850"},
}
_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}


class CodePages:
    """The code page of the document, and those of its fonts, as they are declared."""

    def __init__(self) -> None:
        self._document = "cp1252"
        self._of_fonts: dict[str, str] = {}
        self._font = ""  # that is being declared, or was chosen last

    def note(self, word: str, argument: str | None) -> None:
        """Take up what a word says of code pages, if it says anything."""
        if word in _PAGES:
            self._document = _PAGES[word]
        elif argument and word == "ansicpg":
            self._document = _known(argument) or self._document
        elif argument and word == "f":
            self._font = argument
        elif argument and word == "fcharset" and (page := _CODE_PAGES.get(int(argument))):
            self._of_fonts[self._font] = page

    def decode(self, raw: bytes, font: str) -> str:
        """Return the text of bytes in a font."""
        return raw.decode(self._of_fonts.get(font, self._document), errors="replace")


def _known(page: str) -> str | None:
    if page == "65001":
        return "utf-8"
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return None


def whole(text: str) -> str:
    r"""Join the halves of signs that stand as two \u each."""
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")
