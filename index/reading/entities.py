"""Entities, comments and ends of documents in what holds HTML."""

import re
from html import unescape

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def unescaped(text: str) -> str:
    """Resolve entities, with the semicolon alone (of "?a=1&copy=2" nothing is one), and those escaped twice."""
    if "&" not in text:
        return text
    once = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return _ENTITY.sub(lambda entity: entity[0] if unescape(entity[0]) in "<>&" else unescape(entity[0]), once)


def without_comments(text: str) -> str:
    """Leave out comments; behind the last end of one, none is looked for: each search would go to the text's end."""
    end = text.rfind("-->") + len("-->")
    return _COMMENT.sub("", text[:end]) + text[end:] if end >= len("-->") else text


def without_ends(page: str) -> str:
    """Leave out where a document says that it ends: lxml stops there, and browsers show what follows.

    See https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-afterbody
    """
    return _END.sub("", page)
