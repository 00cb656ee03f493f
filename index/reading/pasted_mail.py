"""A mail that was saved or pasted as plain text ("From: …", "Sent: …", "Subject: …", an empty line) → its article.

Its header must have who sent it and what it is about, and when or to whom it was sent; it is listed as removed. What
stands below it, with mails that it answers, stays to the letter.
"""

import re

from index.reading.cleaning import Removed
from index.reading.raw_article import RawArticle, as_field

LONGEST_HEADER = 30  # lines
LONGEST_LINE = 10_000  # characters; a mail may go to many

_NAMES = "from|sent|date|to|cc|bcc|reply-to|subject|attachments?|importance|sensitivity|categories|organization"
_FIELD = re.compile(rf"(?P<name>{_NAMES})[ \t]*:[ \t]*(?P<value>.*)", re.IGNORECASE)
_GOES_ON = re.compile(r"[ \t]+\S.*")
_ADDRESS = re.compile(r"[<\[(]?(?:mailto:)?[^\s<>@\[\]()]{1,80}@(?P<host>[\w.-]{1,80}\w)[>\])]?", re.IGNORECASE)
_LINE = re.compile(r"(?P<said>[^\r\n]*)(?:\r\n|[\r\n]|\Z)")


def article_of_mail(whole: RawArticle) -> list[RawArticle]:
    r"""Return the article of a text that begins with the header of a mail; none if it begins with none.

    >>> mail = "From: Bo Reed <bo@quay.example>\nSent: 3 May 2016 10:00\nSubject: Dock\n\nIt froze.\n"
    >>> [(one.title, one.author, one.source, one.published) for one in article_of_mail(RawArticle(mail))]
    [('Dock', 'Bo Reed', 'quay.example', '3 May 2016 10:00')]
    """
    start = end = len(whole.text) - len(whole.text.lstrip())
    fields: dict[str, str] = {}
    name = ""
    for _ in range(LONGEST_HEADER):
        line = _LINE.match(whole.text, end)
        said = line["said"] if line else ""
        if len(said) > LONGEST_LINE:
            return []
        if field := _FIELD.fullmatch(said):
            name = field["name"].casefold()
            if name in fields:
                return []
            fields[name] = field["value"].strip()
        elif name and _GOES_ON.fullmatch(said):
            fields[name] += f" {said.strip()}"
        elif said.strip():
            return []
        else:
            break
        end = line.end() if line else end
    sent = fields.get("sent") or fields.get("date")
    if not (fields.get("from") and fields.get("subject") and (sent or "to" in fields)):
        return []
    address = _ADDRESS.search(fields["from"])
    author = _ADDRESS.sub("", fields["from"]).strip(" \t\"'")
    text = whole.text[end:].strip("\r\n")
    header = Removed(whole.text[start:end].strip(), "header of a mail")
    return [
        RawArticle(
            text,
            title=as_field(fields["subject"]),
            author=as_field(author) or as_field(address and address[0].strip("<>[]()")),
            source=as_field(address and address["host"].lower()),
            published=as_field(sent),
            removed=(*whole.removed, header),
        )
    ]
