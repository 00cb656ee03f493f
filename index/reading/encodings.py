"""Text in an encoding that can't be told → what to do: which it may be in, and the command that is right here.

Which one it is, only a person who looks at the text can tell, so no more than the likeliest are named.
"""

import re
import sys

from index.language.words import is_common_word

NAMED = 2  # encodings that it may be in
FEWEST_WORDS = 3  # that tell a language
NEARLY_ASCII = 0.9  # of the bytes of a text that is English, or next to it

# Names as iconv has them, on Linux and macOS, and as Windows does.
_ICONV = {
    **{f"cp{page}": f"CP{page}" for page in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 932, 949)},
    **{"iso8859_2": "ISO-8859-2", "koi8_r": "KOI8-R", "mac_roman": "MACINTOSH", "mac_cyrillic": "MACCYRILLIC"},
    **{"euc_jp": "EUC-JP", "gb18030": "GB18030", "big5": "BIG5", "euc_kr": "EUC-KR", "cp866": "CP866"},
}
_WINDOWS = {
    **{"cp932": "shift_jis", "cp949": "ks_c_5601-1987", "cp866": "cp866", "mac_roman": "macintosh"},
    **{"mac_cyrillic": "x-mac-cyrillic"},
}
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")  # kana that few texts have, and most single bytes make
_OF_SEVERAL_BYTES = frozenset(("cp932", "cp949", "euc_jp", "gb18030", "big5", "euc_kr"))


def how_to_save(sample: bytes, *, is_mixed: bool, platform: str = sys.platform) -> str:
    """Return why a text's encoding can't be told, and how it is saved as UTF-8 on this computer."""
    encodings = _likely(sample) or ["cp1252"]
    if is_mixed and encodings[0] not in _OF_SEVERAL_BYTES:  # of whose signs some are UTF-8 by chance
        return (
            "as parts of it are in another encoding; in an editor, mend the signs that look wrong and save it as UTF-8"
        )
    names = " or ".join(_ICONV[one] for one in encodings)
    said = f"and no other encoding is beyond doubt (it may be {names})"
    return f"{said}; save it as UTF-8: {_command(encodings[0], platform)}, and check that it reads right"


def _likely(sample: bytes) -> list[str]:
    """Return the encodings that make the best sense of a text, those left out that make the same of it."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(_ICONV), enable_fallback=False)
    readings: dict[str, str] = {}
    for match in found:
        readings.setdefault(str(match), "cp1252" if "cp1252" in match.could_be_from_charset else match.encoding)
    readable = sorted(readings, key=lambda text: not _is_of_small_letters(text))
    likely = [readings[text] for text in readable if readings[text] in _ICONV]
    if sum(byte < 0x80 for byte in sample) > NEARLY_ASCII * len(sample) or _is_english(sample):
        likely = ["cp1252", *(encoding for encoding in likely if encoding != "cp1252")]
    return likely[:NAMED]


def _is_of_small_letters(text: str) -> bool:
    """Tell whether most signs beyond ASCII are letters, and not capitals, as wrong tables make of small ones."""
    foreign = [sign for sign in text if not sign.isascii()]
    small = [sign for sign in foreign if sign.isalpha() and not sign.isupper() and not _HALF_WIDTH.match(sign)]
    return 2 * len(small) >= len(foreign)


def _is_english(sample: bytes) -> bool:
    """Tell whether the words of a text that are ASCII are those of English."""
    words = re.findall(r"(?<![^\W_])[a-z]{2,}(?![^\W_])", sample.decode("latin-1").lower())
    return len(words) >= FEWEST_WORDS and 2 * sum(map(is_common_word, words)) >= len(words)


def _command(encoding: str, platform: str) -> str:
    """Return the line that saves a file anew.

    >>> _command("cp1251", "linux")
    'iconv -f CP1251 -t UTF-8 IN > OUT'
    """
    if platform != "win32":
        return f"iconv -f {_ICONV[encoding]} -t UTF-8 IN > OUT"
    name = _WINDOWS.get(encoding) or _ICONV[encoding].lower().replace("cp", "windows-")
    read = f"[IO.File]::ReadAllText('IN', [Text.Encoding]::GetEncoding('{name}'))"
    return f"in PowerShell, [IO.File]::WriteAllText('OUT', {read})"
