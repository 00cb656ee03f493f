"""Posts of a blog that WordPress exported as a feed (WXR): which are none, and their HTML as a browser would get it.

An editor of old has no tags for paragraphs: an empty line parts them, and a line end breaks a line. Tags of WordPress's
own in the text ([caption width="300"]) stand for what is shown, and are told from words in brackets by their form.
"""

import re

from index.reading.cleaning import Removed

UNPUBLISHED = "unpublished posts"  # kinds of what is not read
NO_POSTS = "attachments, menus and settings of a blog"

# https://developer.wordpress.org/plugins/post-types/: the rest are kinds of posts, under names that sites give them
_OF_NO_POST = re.compile(
    r"attachment|nav_menu_item|revision|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|acf-\w.*"
)
# https://wordpress.org/documentation/article/shortcodes/
_NAMES = "audio|caption|wp_caption|embed|gallery|playlist|video"
_SHORTCODE = re.compile(
    rf"""\[(?:{_NAMES})(?P<said>(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'\]]+))+)\s*/?\]|\[/(?:{_NAMES})\]"""
    r"|\[(?P<pair>audio|embed|video)\](?=[^\[\]]*\[/(?P=pair)\])|(?m:^\s*\[(?:gallery|playlist)\](?=\s*$))"
)
_CAPTION = re.compile(r"""\scaption=(?:"([^"]*)"|'([^']*)')""")
_NEW_EDITOR, _PARAGRAPH, _TYPED = "<!-- wp:", re.compile(r"<p>", re.I), re.compile(r"(<pre\b.*?</pre>)", re.I | re.S)
_TAG = re.compile(r"""<(?:[a-z/](?:[^<>"']|"[^"]*"|'[^']*')*+|!--.*?--)>""", re.IGNORECASE | re.DOTALL)
_AROUND_BLOCK = re.compile(
    r"(?:(?<!\s)\s*+)?(</?(?:address|article|aside|blockquote|br|caption|d[dlt]|div|fig\w+|h[1-6r]|li|ol|p|pre"
    r"|section|table|t[dhr]|"
    r"tbody|tfoot|thead|ul)\b[^<>]*>)\s*",
    re.IGNORECASE,
)
_EMPTY_LINE = re.compile(r"\n\s*\n")


def unseen(kind: str, status: str, password: str) -> str:
    """Return what an entry is that no reader of the blog sees as a post; "" for all others.

    >>> unseen("attachment", "inherit", ""), unseen("story", "draft", ""), unseen("story", "publish", "")
    ('attachments, menus and settings of a blog', 'unpublished posts', '')
    """
    if _OF_NO_POST.fullmatch(kind):
        return NO_POSTS
    return UNPUBLISHED if status != "publish" or password else ""


def without_shortcodes(html: str) -> tuple[str, tuple[Removed, ...]]:
    """Return HTML without WordPress's own tags, each of which parts what is around it, and these tags."""
    removed = tuple(Removed(tag[0].strip(), "tag of WordPress") for tag in _SHORTCODE.finditer(html))
    return _SHORTCODE.sub(_in_place_of, html), removed


def _in_place_of(tag: re.Match[str]) -> str:
    caption = _CAPTION.search(tag["said"] or "")
    return f"<hr>{caption[1] or caption[2] or ''}<hr>" if caption else "<hr>"


def with_paragraphs(html: str) -> str:
    r"""Return the HTML of a post with tags for the paragraphs and line breaks that it is typed with.

    See https://developer.wordpress.org/reference/functions/wpautop/.

    >>> with_paragraphs("One\ntwo.\n\nThree.")
    'One<br>two.<p>Three.'
    """
    if _NEW_EDITOR in html:
        return html
    line_end = "\n" if _PARAGRAPH.search(html) else "<br>"
    parts = _TYPED.split(html.replace("\r\n", "\n"))
    for at in range(0, len(parts), 2):
        parts[at] = _TAG.sub(lambda tag: tag[0].replace("\n", " "), parts[at])  # a line end in a tag breaks no line
        typed = _EMPTY_LINE.sub("<p>", _AROUND_BLOCK.sub(r"\1", parts[at]))
        parts[at] = typed.replace("\n", line_end)
    return "".join(parts)
