"""The names that files, tables and services give to the fields of an article."""

# The surest first, without case and signs: "Published_At" is "publishedat". A lead is put before the text.
_WORDS = {
    "text": (
        "text body content article story articlebody articletext bodytext fulltext maintext contenttext "
        "contenthtml bodyhtml bodytextsummary articlecontent fullcontent cleantext textcontent pagecontent "
        "plaintext rawtext storytext newstext selftext bodycontent contents sections paragraphs blocks"
    ),
    "lead": (
        "subtitle subheadline dek standfirst description abstract trailtext teaser intro lead lede "
        "leadparagraph snippet excerpt"
    ),
    "summary": "summary",
    "id": "id articleid guid uuid documentid docid",
    "title": "title headline heading webtitle articletitle newstitle titlepage titlerss",
    "source": (
        "source publisher publication outlet newspaper sitename sourcename namesource medianame mediaoutlet "
        "newssource publicationname publicationtitle provider website metasitename newssite sourcehostname "
        "hostname sourcedomain domain cleanurl sourceurl"
    ),
    "author": "author authors byline bylines creator authorname journalist reporter writer",
    "published": (
        "published date publishedat publishedon publisheddate publishdate pubdate publicationdate "
        "datepublished dateofpublication datepublish webpublicationdate publishingdate publisheddatetime "
        "publishdatetime publicationdatetime publishedtime publishtime datetime dateandtime firstpublished "
        "firstpublishedat posted postedat postedon dateposted datetimepub seendate timestamp"
    ),
    "url": "url link permalink canonicalurl weburl articleurl canonicallink storyurl sourcelink",
    "language": "language lang inlanguage",
}
NAMES = {field: tuple(words.split()) for field, words in _WORDS.items()}
_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}


def field_named(name: str) -> str | None:
    """Return the field that a column or key stands for.

    >>> [field_named(name) for name in ("Published_At", "HEADLINE", "price")]
    ['published', 'title', None]
    """
    return _FIELD_OF.get(plain_name(name))


def plain_name(name: str) -> str:
    """Return a name without case and signs."""
    return "".join(sign for sign in name[:50].casefold() if sign.isalnum())
