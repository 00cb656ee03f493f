"""Saved web pages → articles: what pages say of themselves, how they are encoded, and pages that mean harm."""

from pathlib import Path

import pytest

from benchmarks.extraction import lost_sentences, match, onrecord, read_gold, score
from index.reading.cleaning import clean
from index.reading.pages import read_page
from index.reading.raw_article import RawArticle

PARAGRAPHS = [
    "The harbour of Westmoor opened on Monday, after nine years of work, and the first ferry came in at noon.",
    "“We had stopped hoping,” said Ada Lind, who sells fish at the old quay, “and now we can't stop looking.”",
    "The town paid for the breakwater alone; the cranes, which are second-hand, were a gift of the province.",
    "Two more docks are planned, but no money has been set aside for them, and the mayor would not name a date.",
]
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(
    head: str = "", body: str = f"<article><h1>Harbour opens</h1>{ARTICLE}</article>", attributes: str = ""
) -> RawArticle:
    found = read_page(f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode())
    assert found is not None
    return found


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_an_article_comes_whole_and_alone() -> None:
    body = (
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"<article><h1>Harbour opens</h1>{ARTICLE}"
        '<ul><li><a href="/a">Ten quays you must see</a></li><li><a href="/b">Fish prices fall again</a></li></ul>'
        '<p><a href="/c">Why the ferry was late</a></p></article><footer>All rights reserved</footer>'
    )
    assert page(body=body).text == "\n".join(PARAGRAPHS)


def test_tags_inside_a_paragraph_neither_cut_nor_join_words() -> None:
    body = (
        f"<article>{ARTICLE}<p>The <b>bridge</b> at West<i>moor</i>, built <a href='/b'>in 1931</a>, is <em>shut</em>."
        "</p><p>It opens in May.<br>So says the mayor.</p></article>"
    )
    lines = page(body=body).text.split("\n")
    assert lines[4:] == ["The bridge at Westmoor, built in 1931, is shut.", "It opens in May.", "So says the mayor."]


def test_a_card_that_hangs_on_a_link_is_not_read_into_the_sentence() -> None:
    card = "<span><a href='/1'>Lind wins again</a> <a href='/2'>Lind in court</a></span>"
    sentence = f"Mayor <span><a href='/l'>Eva Lind</a>{card}</span> cut the ribbon with a knife."
    assert page(body=f"<article>{ARTICLE}<p>{sentence}</p></article>").text.endswith(
        "Mayor Eva Lind cut the ribbon with a knife."
    )


def test_articles_inside_the_article_are_others() -> None:
    teaser = "<article><h2>Fish prices</h2><p>Herring went at nine a crate, which no one here will pay.</p></article>"
    assert page(body=f"<article><h1>Harbour opens</h1>{ARTICLE * 2}{teaser * 4}</article>").text.count("Herring") == 0
    wrapped = f"<article><p>Post</p><article>{ARTICLE}</article></article>"
    assert page(body=wrapped).text.endswith(PARAGRAPHS[-1])


def test_quoted_posts_stay() -> None:
    quoted = (
        '<div class="social-embed"><blockquote class="embed"><p>Nine years, and now it leaks.</p></blockquote></div>'
    )
    assert "Nine years, and now it leaks." in page(body=f"<article>{ARTICLE}{quoted}{ARTICLE[:111]}</p></article>").text


def test_an_article_in_several_boxes_comes_whole() -> None:
    def box(number: int) -> str:
        paragraphs = "".join(f"<p>{number}{line} {paragraph}</p>" for line, paragraph in enumerate(PARAGRAPHS))
        return f'<div class="row"><div class="body__part">{paragraphs}</div><div class="ad">Buy a boat</div></div>'

    text = page(body=f"<article><div>{''.join(map(box, range(1, 4)))}</div></article>").text
    assert [line[:2] for line in text.split("\n")] == [f"{part}{line}" for part in "123" for line in range(4)]


def test_an_article_that_only_scripts_show_is_taken_from_the_head() -> None:
    head = json_ld(f'{{"@type": "NewsArticle", "articleBody": "{"<br>".join(PARAGRAPHS)}"}}')
    assert page(head, "<div id='app'></div>").text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("head", "attributes", "wanted"),
    [
        (
            '<meta property="og:title" content="Harbour opens">'
            '<meta property="og:site_name" content="the westmoor post">'
            '<meta property="og:url" content="https://post.example/a"><meta property="og:locale" content="en_GB">'
            '<meta property="article:published_time" content="2024-05-06T23:30:00-08:00">'
            '<meta name="author" content="By Ann Bo">',
            "",
            ("the westmoor post", "Ann Bo", "2024-05-06", "https://post.example/a", "en-GB"),
        ),
        (
            json_ld(
                '[{"@context": "http://schema.org", "@type": "NewsArticle", "headline": "Harbour opens",'
                '"datePublished": "2024-05", "author": [{"@type": "Person", "name": "Ann Bo"}, {"name": "Cy M. Day"}],'
                '"publisher": {"@type": "Organization", "name": "Westmoor Post"}}]'
            ),
            'lang="en"',
            ("Westmoor Post", "Ann Bo, Cy M. Day", "2024-05", None, "en"),
        ),
        (
            json_ld(
                '{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Westmoor Post"},'
                '{"@type": ["NewsArticle"], "datePublished": "2024", "author": {"@id": "#ann"}},'
                '{"@type": "Person", "@id": "#ann", "name": "Ann Bo"}]}'
            ),
            'lang="en-US"',
            ("Westmoor Post", "Ann Bo", "2024", None, "en-US"),
        ),
        (
            '<meta name="DC.creator" content="Ann Bo"><meta name="DC.date" content="2024-05-06">'
            '<meta name="DC.publisher" content="Westmoor Post"><link rel="canonical" href="https://post.example/b">',
            "",
            ("Westmoor Post", "Ann Bo", "2024-05-06", "https://post.example/b", None),
        ),
        (
            '<link rel="canonical" href="https://post.example/2024/05/06/harbour">',
            "",
            ("post.example", None, "2024-05-06", "https://post.example/2024/05/06/harbour", None),
        ),
        ('<meta name="copyright" content="Copyright 2014">', "", (None, None, None, None, None)),
        (
            '<meta name="date" content="0001-01-01"><meta property="article:author" content="https://social.example/a">',
            'lang="{{ locale }}"',
            (None, None, None, None, None),
        ),
        (json_ld('{"@type": "NewsArticle", "author": {"name": ['), "", (None, None, None, None, None)),
        (json_ld('{"@type": "NewsArticle", "datePublished": 5, "author": {"name": 7}}'), "", (None,) * 5),
    ],
)
def test_what_a_page_says_of_itself(head: str, attributes: str, wanted: tuple[str | None, ...]) -> None:
    found = page(head, attributes=attributes)
    assert (found.source, found.author, found.published, found.url, found.language) == wanted
    assert found.title == "Harbour opens"


def test_a_date_is_never_picked_from_the_text() -> None:
    later = "<p>Work began on 2015-03-02, as <time datetime='2015-03-02'>all</time> know; a ship sank here in 2019.</p>"
    body = f"<article><h1>Harbour opens</h1>{ARTICLE}{later}</article><p>2019-03-04</p>"
    assert page(body=body).published is None
    in_boxes = f"<h1>Harbour opens</h1><script>{'x' * 200}</script>{body.replace('p>', 'div>')}"
    assert page(body=in_boxes.replace("article>", "section>")).published is None
    above = body.replace("</h1>", "</h1><p><time datetime='2024-05-06T10:00'>6 May</time></p>")
    assert page(body=above).published == "2024-05-06"


def test_half_a_character_in_the_head_can_be_stored() -> None:
    body = " ".join(PARAGRAPHS)
    found = page(json_ld(f'{{"@type": "Article", "author": "Ann \\ud800", "articleBody": "\\udfff{body}"}}'), "<p></p>")
    assert (found.author, found.text) == ("Ann \ufffd", "\ufffd" + body)


def test_an_author_box_is_no_name() -> None:
    marked = "<a rel='author' href='/ann'>Ann Bo</a><span itemprop='author'>Updated 9:24 pm</span>"
    assert page(body=f"<article><h1>Harbour opens</h1>{marked}{ARTICLE}</article>").author == "Ann Bo"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "windows-1252"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", "no-such-encoding"),
        ("cp1252", "hex"),
        ("cp1252", ""),
        ("utf-16", ""),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", ""),
    ],
)
def test_pages_are_decoded_as_a_browser_would(encoding: str, declared: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    raw = f"<html><head>{meta}<title>Café</title></head><body><article>{ARTICLE}</article></body></html>".encode(
        encoding
    )
    found = read_page(raw)
    assert found is not None and (found.title, found.text) == ("Café", "\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("cp932", "Shift_JIS"), ("cp932", ""), ("euc-jp", "EUC-JP"), ("iso2022_jp", "iso-2022-jp")],
)
def test_japanese_pages(encoding: str, declared: str) -> None:
    text = "港は月曜日に開きました。九年の工事の後、最初の船が正午に着きました。町は防波堤の費用をすべて払いました。"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    body = f"<html><head>{meta}</head><body><article><p>{text}</p><p>{text[::-1]}</p></article></body></html>"
    found = read_page(body.encode(encoding))
    assert found is not None and found.text == f"{text}\n{text[::-1]}"


@pytest.mark.parametrize(
    "raw", [b"", b" \n", b"\0", b"\xff\xfe", b"<html></html>", b"<html><body><nav>Home</nav></body>", b"<" * 99]
)
def test_a_page_without_an_article_gives_none(raw: bytes) -> None:
    assert read_page(raw) is None


HOSTILE = {
    "deep": b"<div>" * 100_000 + ARTICLE.encode(),
    "deep with text": b"<div><p>one two three four</p>" * 100_000,
    "deep lists": (b"<ul><li><a>one</a></li><li>" * 120 + b"</li></ul>" * 120) * 80,
    "deep quotations": b"<article>" + (b"<blockquote><div><p>one</p>" * 120 + b"</div></blockquote>" * 120) * 50,
    "many boxes": b"<article>" + b"<div class='a'><p>" * 14_000 + ARTICLE.encode() + b"</article>",
    "parts": b"<article>" + (b"<div class='a'><p>" + b"word " * 20 + b"</p></div>") * 3_000 + b"</article>",
    "many parts": b"<article>" + (b"<div class='a'><p>" + b"word " * 20 + b"</p></div>") * 14_000 + b"</article>",
    "huge attribute": b"<div class='" + b"a " * 2_500_000 + b"'>" + ARTICLE.encode() + b"</div>",
    "entities in entities": b"<!DOCTYPE html [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10 if n > 1 else b"&a;") for n in range(1, 12))
    + b"]><html><body><p>&a11;</p>"
    + ARTICLE.encode()
    + b"</body></html>",
    "one line": b"<p>" + b"words of the port " * 290_000 + b"</p>",
    "links": b"<article>" + b"<p><a href='/x'>port</a> of a town</p>" * 3_000 + b"</article>",
    "many links": b"<article>" + b"<p><a href='/x'>port</a> of a town</p>" * 14_000 + b"</article>",
    "many more links": b"<article>" + b"<p><a href='/x'>port</a> of a town</p>" * 130_000 + b"</article>",
    "a table": b"<table>" + b"<tr><td>port</td><td>one</td></tr>" * 9_000 + b"</table>",
    "many breaks": b"<article>" + b"words of the port<br>" * 29_000 + b"</article>",
    "deep JSON": b"<script type='application/ld+json'>" + b"[" * 2_500_000 + b"</script>" + ARTICLE.encode(),
    "odd JSON": b"<script type='application/ld+json'>" + b'{"author":' * 500_000 + b"</script>" + ARTICLE.encode(),
    "tags unclosed": b"<" * 5_000_000,
    "a comment unclosed": b"<!--" + b"-" * 5_000_000 + ARTICLE.encode(),
    "meta unclosed": b"<meta " * 800_000 + ARTICLE.encode(),
    "a long title": b"<head><title>" + b" - a" * 1_200_000 + b"</title></head><body>" + ARTICLE.encode(),
    "rubbish": bytes(range(256)) * 20_000,
    "high bytes": bytes(range(128, 256)) * 40_000,
    "too large": b"<p>" + b"word " * 5_000_000,
}


SLOW_PAGES = (
    "many parts",
    "many links",
    "many breaks",
    "deep quotations",
    "one line",
    "a table",
    "parts",
    "tags unclosed",
    "many more links",
    "odd JSON",
)  # as large as a page may be that is read with all care


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=pytest.mark.slow) if one in SLOW_PAGES else one for one in HOSTILE]
)
def test_no_page_raises_or_hangs(name: str) -> None:
    raw = HOSTILE[name]
    read_page(raw if raw.startswith((b"<!DOCTYPE", b"<head", b"\0")) else b"<html><body>" + raw)


def test_only_numbers_that_a_browser_sets_are_left_out_of_what_is_measured() -> None:
    def lost(items: str, gold: str) -> int:
        raw = f"<html><body><article><h1>Harbour opens</h1>{ARTICLE}{items}</article></body></html>".encode()
        return lost_sentences("\n".join([*PARAGRAPHS, gold]), onrecord(raw))[0]

    assert (
        lost("<ol><li>The quay is dry.</li><li>The pier is not.</li></ol>", "The quay is dry.\nThe pier is not.") == 0
    )
    assert lost("<p>3. The quay is dry.</p>", "3. The quay is dry.") == 0
    assert lost("<p>The quay is dry.</p>", "3. The quay is dry.") == 1


@pytest.mark.slow
@pytest.mark.parametrize(("collection", "f1", "most_lost"), [("html", 0.968, 0.012), ("pages2", 0.96, 0.006)])
def test_the_article_of_real_pages_comes_nearly_whole_and_alone(
    shared: Path, collection: str, f1: float, most_lost: float
) -> None:
    pages = [(page.text, onrecord(page.raw)) for page in read_gold(shared / "eval" / collection)]
    assert score([match(gold, text) for gold, text in pages]).f1 >= f1
    lost, total = (sum(column) for column in zip(*(lost_sentences(*page) for page in pages), strict=True))
    assert lost <= most_lost * total


def test_cleaning_spares_the_sentences_of_real_articles(shared: Path) -> None:
    pages = read_gold(shared / "eval" / "html")
    counts = [lost_sentences(page.text, clean(page.text).text) for page in pages]
    lost, total = (sum(column) for column in zip(*counts, strict=True))
    assert lost <= 0.005 * total


PROSE = (
    "<p>The council voted on Monday to close the old pier for good, after a storm had torn away its end.</p>"
    "<p>It had stood there for a hundred years, and the town is sad to see it go, said the mayor on Tuesday.</p>"
)


@pytest.mark.parametrize(
    ("head", "banner", "heading"),
    [
        ("<title>The Vale Courier</title><meta property='og:title' content='Pier to close'>", "The Vale Courier", ""),
        ("<title>Pier to close | The Vale Courier</title>", "The Vale Courier", ""),
        ("<title>Pier to close - The Vale Courier</title>", "The Vale Courier", "<h2>Pier to close</h2>"),
        ("<title>The Vale Courier</title>", "<a href='/'>The Vale Courier</a>", "<h2>Pier to close</h2>"),
        (
            "<title>Pier to close</title><meta name='twitter:title' content='Pier to close, at last'>",
            "Pier to close",
            "",
        ),
    ],
)
def test_the_name_of_the_site_is_no_title(head: str, banner: str, heading: str) -> None:
    body = f"<header><h1>{banner}</h1></header><article>{heading}{PROSE}</article>"
    page = read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert page is not None and page.title == "Pier to close"
