"""What a feed says of the pictures and films beside an entry (Media RSS): captions, and no text of the article.

feedparser takes such a description for the entry's own, and drops all but one. So each gets a name of its own first.

https://www.rssboard.org/media-rss
"""

import re
from collections.abc import Mapping

_SPACE = re.compile(rb"xmlns:([\w-]+)\s*=\s*[\"']http://search\.yahoo\.com/mrss/?[\"']")
_NAME = "media_caption"  # feedparser's for <media:caption…>


def with_captions_apart(raw: bytes) -> bytes:
    """Return a feed whose captions are elements that feedparser keeps as they are."""
    space = _SPACE.search(raw)
    if space is None:
        return raw
    number = 0

    def renamed(tag: re.Match[bytes]) -> bytes:
        nonlocal number
        number += not tag[1]
        return b"<%s%s:caption%d" % (tag[1], space[1], number)

    return re.sub(rb"<(/?)" + re.escape(space[1]) + rb":(?:description|title|text)\b", renamed, raw)


def captions(entry: Mapping[str, object]) -> list[str]:
    """Return what is said of the pictures of an entry, in markup, each once."""
    return list(dict.fromkeys(str(value) for name, value in entry.items() if name.startswith(_NAME) and value))
