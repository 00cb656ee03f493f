"""Plain text and Markdown → raw articles; fields may stand in YAML between --- lines at the top."""

import re
from collections.abc import Callable
from dataclasses import replace

from index.reading.decoding import decode
from index.reading.raw_article import RawArticle, Unreadable, first_line_title, raw_article_of

LONGEST_HEADER = 100_000  # characters; a --- that is not closed within them is a rule above a text

_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}
_INLINE = ("text", "code_inline", *_BREAKS)
_NO_TEXT = (b"{\\rtf", b"%PDF-")  # both may be all ASCII
_HEADER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_text(raw: bytes, plain: Callable[[str], str] = str) -> RawArticle:
    """Return the article of a .txt file; `plain` takes the markup out of one that has any."""
    if raw.startswith(_NO_TEXT):
        raise Unreadable("an RTF or PDF file, not text; save it as .docx, or give it its true suffix")
    fields, body = _split_header(decode(raw).replace("\r\n", "\n").replace("\r", "\n"))
    body = plain(body)
    article = raw_article_of(fields, text=body) or RawArticle(body)
    return article if article.title else replace(article, title=first_line_title(body))


def read_markdown(raw: bytes) -> RawArticle:
    """Return the article of a .md file, without the markup."""
    try:
        return read_text(raw, markdown_to_text)
    except RecursionError as error:
        raise Unreadable("its Markdown is nested too deeply; save its text as .txt") from error


def _split_header(text: str) -> tuple[dict[str, object], str]:
    """Return the fields of the header, as they are written, and the text below it."""
    header = _HEADER.match(text, 0, LONGEST_HEADER)
    if header is None:
        return {}, text
    import yaml

    try:
        # The base loader makes strings of all values: 2025-02-30 and the language "no" stay what they are.
        fields = yaml.load(header[1] or "", Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        raise Unreadable(f"the header between --- lines is not YAML (line {line}); mend it") from error
    if not isinstance(fields, dict):
        return {}, text  # two rules with prose between them
    return {name: value for name, value in fields.items() if isinstance(name, str)}, text[header.end() :]


def markdown_to_text(markdown: str) -> str:
    """Return what a reader of the rendered page would read: a paragraph per block, no markup."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "inline":
            said = [_BREAKS.get(child.type, child.content) for child in token.children or () if child.type in _INLINE]
            blocks.append("".join(said))
    return "\n\n".join(block.strip() for block in blocks if block.strip())
