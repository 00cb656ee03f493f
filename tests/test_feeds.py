"""Feeds, news agencies' XML, books, notes and spreadsheets: each article with what is said of it."""

import datetime
import time
from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from index.reading.formats.wordpress import with_paragraphs
from index.reading.markup import text_of_markup
from tests.documents import epub_bytes, xlsx_bytes
from tests.test_file_kinds import read

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Canal &amp; River</title><language>en-gb</language>
<item><title>Lock &lt;b&gt;opens&lt;/b&gt;</title><link>https://c.example/1</link><guid>tag:1</guid>
<dc:creator>Jo Lee</dc:creator>
<pubDate>Fri, 07 Mar 2025 23:30:00 -0500</pubDate><description>A teaser.</description>
<content:encoded><![CDATA[<p>The lock&nbsp;opened.</p><p>Ships wait at:</p>
<ol><li>Cole</li><li>Ely</li></ol>]]></content:encoded></item>
<item><title>Untitled</title><link>https://c.example/2</link>
<description>Caf&eacute; shut &amp;amp; gone.</description></item>
<item><title>Only a title</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Blog</title>
<entry><id>urn:a</id><title>Dam</title><updated>2025-03-09T10:00:00Z</updated><author><name>Ann</name></author>
<link href="https://b.example/a"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It broke.</p>
<table><tr><th>Day</th><th>Level</th></tr><tr><td>1</td><td>40</td></tr></table></div></content></entry></feed>"""
NITF = """<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head><title>-</title>
<docdata><date.release norm="20250307T233000Z"/></docdata>
<pubdata name="The Echo" date.publication="20250308"/></head>
<body><body.head><hedline><hl1>Dam breaks</hl1><hl2>Two hurt</hl2>
</hedline><byline>By Jo Lee, <byttl>Staff</byttl></byline><dateline>COLE</dateline></body.head>
<body.content><p>It <em>broke</em>
at noon.</p><media><media-caption>The dam.</media-caption></media></body.content><body.end>
<tagline>More soon.</tagline></body.end>
</body></nitf>"""
NEWSML = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:n:1" xml:lang="en"><itemMeta><provider qcode="p:AGY"/>
<versionCreated>2025-03-07T23:30:00+01:00</versionCreated>
</itemMeta><contentMeta><headline>Vote</headline><by>By Ann Lee</by></contentMeta><contentSet>
<inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><body><p>They voted.</p></body></html>
</inlineXML></contentSet></newsItem>
<newsItem guid="urn:n:2"><contentSet><remoteContent href="a.jpg"/></contentSet></newsItem></itemSet></newsMessage>"""
OLD_NEWSML = """<NewsML><NewsItem><NewsManagement>
<ThisRevisionCreated>20250307T100000Z</ThisRevisionCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Vote</HeadLine><ByLine>Jo</ByLine><CreditLine>AGY</CreditLine>
</NewsLines><ContentItem>
<DataContent><p>They voted.</p><p>Twice.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def test_rss(tmp_path: Path) -> None:
    (first, second), reasons, _ = read(tmp_path, "a.rss", RSS.encode())
    assert (first.id, first.title, first.source, first.author) == (
        "a.rss/tag:1",
        "Lock opens",
        "Canal & River",
        "Jo Lee",
    )
    assert (first.published, first.url, first.language) == ("2025-03-07", "https://c.example/1", "en-gb")
    assert first.text.replace("\xa0", " ") == "A teaser.\n\nThe lock opened.\n\nShips wait at:\n\n1. Cole\n2. Ely"
    assert (second.id, second.text, second.published) == ("a.rss/https://c.example/2", "Café shut & gone.", None)
    assert reasons == ["entry 3: no text in it; save the page that it links to"]


def test_atom_is_dated_by_when_it_was_published_alone(tmp_path: Path) -> None:
    (article,), _, _ = read(tmp_path, "a.atom", ATOM.encode())
    assert (article.published, article.author, article.url) == (None, "Ann", "https://b.example/a")
    assert article.text == "It broke.\n\nDay | Level\n--- | ---\n1 | 40"
    dated = ATOM.replace("<updated>", "<published>2025-03-01T09:00:00Z</published><updated>")
    (article,), _, _ = read(tmp_path, "a.xml", dated.encode("utf-16"))
    assert article.published == "2025-03-01"


def test_nitf(tmp_path: Path) -> None:
    (article,), _, _ = read(tmp_path, "a.xml", NITF.encode())
    assert (article.title, article.author, article.source, article.published) == (
        "Dam breaks",
        "Jo Lee",
        "The Echo",
        "2025-03-07",
    )
    assert article.text == "Two hurt\n\nCOLE\n\nIt broke at noon.\n\nThe dam.\n\nMore soon."


@pytest.mark.parametrize(
    ("raw", "article_id", "author", "text"),
    [(NEWSML, "a.xml/urn:n:1", "Ann Lee", "They voted."), (OLD_NEWSML, "a.xml:1", "Jo", "They voted.\n\nTwice.")],
)
def test_newsml(tmp_path: Path, raw: str, article_id: str, author: str, text: str) -> None:
    (article,), reasons, _ = read(tmp_path, "a.xml", raw.encode())
    assert (article.id, article.title, article.author, article.source) == (article_id, "Vote", author, "AGY")
    assert (article.text, article.published, reasons) == (text, "2025-03-07", [])


def test_no_entity_is_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE n [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for name, raw in (("a.xml", NITF), ("a.rss", RSS), ("b.xml", NEWSML)):
        body = (
            raw.partition("?>")[2] if raw.startswith("<?xml") else raw.removeprefix('<!DOCTYPE nitf SYSTEM "nitf.dtd">')
        )
        articles, reasons, _ = read(tmp_path, name, (bomb + body.replace("They", "&f;They")).encode())
        assert not articles and "declares entities of its own" in reasons[0]


def test_a_book_is_read_by_chapters(tmp_path: Path) -> None:
    meta = "<dc:title>Canal days</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2021-03-04</dc:date>"
    meta += "<dc:language>en</dc:language>"
    chapters = {
        "cover.xhtml": "<img src='a.jpg' alt='Cover'/>",
        "one.xhtml": "<h1>I</h1><p>They left<sup>1</sup> at five.</p><aside><p>1 By the clock.</p></aside>",
        "two.xhtml": "<p>They came to:</p><ul><li>Cole<ul><li>its lock</li></ul></li><li><p>Ely</p></li></ul>",
    }
    contents = "<nav><ol><li><a href='one.xhtml#a'>Leaving</a></li><li><a href='two.xhtml'>Arriving</a></li></ol></nav>"
    articles, reasons, _ = read(tmp_path, "a.epub", epub_bytes(chapters, meta=meta, contents=contents))
    assert [(one.id, one.title, one.source, one.author, one.published) for one in articles] == [
        ("a.epub/book/one.xhtml", "Leaving", "Canal days", "Ann Lee", "2021-03-04"),
        ("a.epub/book/two.xhtml", "Arriving", "Canal days", "Ann Lee", "2021-03-04"),
    ]
    assert [one.text for one in articles] == [
        "I\n\nThey left1 at five.\n\n1 By the clock.",
        "They came to:\n\n- Cole\n- its lock\n- Ely",
    ]
    assert not reasons
    locked = epub_bytes(chapters, encryption="<encryption><EncryptionMethod Algorithm='aes'/></encryption>")
    assert "protected against copying" in read(tmp_path, "a.epub", locked)[1][0]
    assert "no text in this book" in read(tmp_path, "a.epub", epub_bytes({"a.xhtml": "<img src='a.jpg'/>"}))[1][0]


def test_notes(tmp_path: Path) -> None:
    note = "<note><title>{}</title><content><![CDATA[{}]]></content><created>20250307T100000Z</created>{}</note>"
    head = '<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "http://x.example/enml2.dtd">'
    about = "<note-attributes><source-url>https://c.example/1</source-url></note-attributes>"
    about += "<resource><mime>image/png</mime></resource>"
    whole = (
        f"{head}<en-note><div>Two ports:</div><ul><li><div>Cole</div></li></ul><en-todo checked='true'/>Call</en-note>"
    )
    raw = f"{head}<en-export>{note.format('Ports', whole, about)}{note.format('Empty', '<en-note/>', '')}</en-export>"
    articles, _, others = read(tmp_path, "a.enex", raw.encode())
    assert [(one.id, one.title, one.url, one.published) for one in articles] == [
        ("a.enex:1", "Ports", "https://c.example/1", None)
    ]
    assert articles[0].text == "Two ports:\n\n- Cole\n\n[x] Call" and others == {"image/png": 1}


def test_a_spreadsheet(tmp_path: Path) -> None:
    raw = xlsx_bytes(
        About=[["Kept by", "Ann"]],
        News=[
            ["My clippings"],
            [],
            ["Published", "Headline", "Body", "Pages"],
            [datetime.datetime(2025, 3, 7), "Lock opens", "The lock opened.", 3],
            ["2025", None, "It shut\nagain.", None],
            ["2025", "Nothing", None, 4],
        ],
    )
    articles, reasons, others = read(tmp_path, "a.xlsx", raw)
    assert [(one.id, one.title, one.published, one.text) for one in articles] == [
        ("a.xlsx/News:4", "Lock opens", "2025-03-07", "The lock opened."),
        ("a.xlsx/News:5", "a.xlsx/News:5", "2025", "It shut\nagain."),
    ]
    assert reasons == ['sheet "News", row 6: no text in it; add it or remove the row']
    assert others == {"sheets without a text": 1}
    assert "no column with the text" in read(tmp_path, "a.xlsx", xlsx_bytes(News=[["a"], ["b"]]))[1][0]
    mixed = xlsx_bytes(One=[["text"], ["It opened."]], Two=[["text"], ["It shut."]])
    articles, _, _ = read(tmp_path, "a.xlsx", mixed)
    assert [one.id for one in articles] == ["a.xlsx/One:2", "a.xlsx/Two:2"]


DEEP = "<div>" * 900 + "x"  # more than can be walked


def test_neither_a_summary_nor_a_content_is_lost(tmp_path: Path) -> None:
    entry = "<entry><id>{}</id><summary>{}</summary><content>{}</content></entry>"
    short, long = "The lock shut.", "The bridge was closed by the county on Friday."
    raw = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry.format(1, short, long)}{entry.format(2, long, short)}"
    (tmp_path / "a.atom").write_text(f"{raw}</feed>")
    found = [one for one in read_file(tmp_path / "a.atom", "a.atom") if isinstance(one, ReadArticle)]
    assert [one.article.text for one in found] == [f"{short}\n\n{long}", long]
    assert [[piece.text for piece in one.removed] for one in found] == [[], [short]]


def test_an_entry_is_read_however_deep(tmp_path: Path) -> None:
    item = "<item><guid>{}</guid><description><![CDATA[{}]]></description></item>"
    feed = f"<rss version='2.0'><channel>{item.format(1, DEEP)}{item.format(2, 'It shut.')}</channel></rss>"
    articles, reasons, _ = read(tmp_path, "a.rss", feed.encode())
    assert len(articles) == 2 and articles[1].text == "It shut." and reasons == []
    assert "<" not in articles[0].text


def test_one_note_that_cannot_be_walked_leaves_the_others(tmp_path: Path) -> None:
    note = "<note><title>N</title><content><![CDATA[<en-note>{}</en-note>]]></content></note>"
    notes = f"<en-export>{note.format(DEEP)}{note.format('It shut.')}</en-export>"
    articles, reasons, _ = read(tmp_path, "a.enex", notes.encode())
    assert [one.text for one in articles] == ["It shut."]
    assert len(reasons) == 1 and reasons[0].startswith("note 1: its markup is nested too deeply")


def test_a_broken_chapter_and_broken_contents_leave_the_book(tmp_path: Path) -> None:
    chapters = {"one.xhtml": f"<p>{DEEP}</p>", "two.xhtml": "<p>It shut.</p>"}
    articles, reasons, _ = read(tmp_path, "a.epub", epub_bytes(chapters, contents="<nav><ol></nav>"))
    assert [one.text for one in articles] == ["It shut."]
    assert len(reasons) == 1 and "one.xhtml: its markup is nested too deeply" in reasons[0]
    assert len(read(tmp_path, "a.epub", epub_bytes({"one.xhtml": DEEP}))[1]) == 1


def test_a_line_end_in_a_tag_breaks_no_line() -> None:
    typed = 'See <a\nhref="http://x.example"\ntitle="a > b">the report</a>.\n\nIt is long.'
    assert text_of_markup(with_paragraphs(typed)) == "See the report.\n\nIt is long."
    began = time.monotonic()
    with_paragraphs("a" + " " * 300_000 + "b" + "\n" * 300_000)
    assert time.monotonic() - began < 5


def test_captions_of_pictures_are_no_text_of_an_entry(tmp_path: Path) -> None:
    spaces = "xmlns:media='http://search.yahoo.com/mrss/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    pictures = (
        "<media:content url='a.jpg'><media:title>Kiln</media:title><media:description>The kiln by night, a fire in it."
        "</media:description></media:content><media:content><media:description>A potter.</media:description>"
        "</media:content>"
    )
    entries = [
        f"<item><title>Kiln cools</title><description>It is out.</description>{pictures}</item>",
        "<item><title>Film</title><dc:date>2016-05-02</dc:date><media:description>How it cooled.</media:description>"
        "</item>",
    ]
    (tmp_path / "a.rss").write_text(f"<rss version='2.0' {spaces}><channel>{''.join(entries)}</channel></rss>")
    first, film = (one for one in read_file(tmp_path / "a.rss", "a.rss") if isinstance(one, ReadArticle))
    assert (first.article.title, first.article.text) == ("Kiln cools", "It is out.")
    assert [one.text for one in first.removed] == ["The kiln by night, a fire in it.", "A potter."]
    assert (film.article.text, film.article.published) == ("How it cooled.", "2016-05-02")


def test_the_name_of_an_entry_is_no_address(tmp_path: Path) -> None:
    entry = "<entry><id>urn:x:1</id><title>Kiln</title><content>It cooled.</content></entry>"
    (tmp_path / "a.atom").write_text(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>")
    (found,) = read_file(tmp_path / "a.atom", "a.atom")
    assert isinstance(found, ReadArticle) and found.article.url is None and found.article.id == "a.atom/urn:x:1"
