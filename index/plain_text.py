"""Text that is safe to show anywhere: nothing in it steers a terminal, turns the direction of writing or fakes a line.

Articles, file names, models and whoever types an argument write what they like; what is shown of it goes through here.
"""

import re
import unicodedata

# Control characters but tab and line feed, the marks that turn the direction of writing, and signs that no one sees,
# but for those that join letters.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    r"""Return a text without what could steer a terminal; its lines stay lines, and half a character is a \ufffd.

    >>> plain("Oil \x1b[31mfell\x1b[0m\r\nagain")
    'Oil [31mfell[0m\nagain'
    """
    return _HALF_CHARACTER.sub("\ufffd", _STEERING.sub("", _BREAKS.sub("\n", text)))


def searchable(text: str) -> str:
    """Return a text without case and accents, as the words of a list are looked for.

    >>> searchable("L’Élysée")
    'l’elysee'
    """
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def one_line(text: str) -> str:
    r"""Return a text as one line that is safe to show.

    >>> one_line("Oil fell\n[2] Another Daily")
    'Oil fell [2] Another Daily'
    """
    return " ".join(plain(text).split())
