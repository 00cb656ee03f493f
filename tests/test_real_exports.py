"""What real exports have that made-up ones lacked: marks of ProQuest, drafts of a blog, mails in one file, RSS 1.0."""

import json
from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from index.reading.formats.wordpress import NO_POSTS, UNPUBLISHED
from tests.test_file_kinds import read

TEXT = "The weir at Cole was raised by two feet in March, and the mill below it has had no water since."


def proquest(title: str, number: int) -> str:
    return f"""<div><p>{title}</p><p><strong>Author: </strong>Ann Roe</p>
<p><a href="https://p.example/{number}">ProQuest document link</a></p><p><strong>Abstract: </strong>None available.</p>
<p><strong>Full text: </strong><text wordcount="9"><title></title><div><a href=x>Enlarge this image.</a></div>
<p>{TEXT}</p></text></p><p><strong>Subject: </strong>Mills</p>
<p><strong>Publication title: </strong>Cole Courier; Cole</p><p><strong>Publication date: </strong>Mar 4, 2021</p>
<p><strong>ProQuest document ID: </strong>{number}</p><p><strong>Database: </strong>Papers</p></div>"""


def test_a_page_of_proquest_and_its_mail(tmp_path: Path) -> None:
    page = proquest("Weir is raised", 7) + proquest("Mill is dry", 8)
    mail = f"From: p@example.org\nSubject: Your research\nContent-Type: text/html\n\n{page}"
    for name, content in (("a.html", page), ("b.eml", mail)):
        articles, reasons, _ = read(tmp_path, name, content.encode())
        assert [(one.title, one.text, one.author) for one in articles] == [
            ("Weir is raised", TEXT, "Ann Roe"),
            ("Mill is dry", TEXT, "Ann Roe"),
        ]
        assert {(one.source, one.published) for one in articles} == {("Cole Courier", "2021-03-04")} and not reasons


def test_an_edition_is_no_title(tmp_path: Path) -> None:
    head = "<p>Cole Courier</p><p>March 4, 2021 Thursday</p><p>Final Edition</p><p>Weir is raised</p>"
    page = f"<p>1 of 1 DOCUMENTS</p>{head}<p>BYLINE: Ann Roe</p><p>LENGTH: 20 words</p><p>{TEXT}</p><p>LOAD-DATE: x</p>"
    (article,), _, _ = read(tmp_path, "a.html", page.encode())
    assert (article.title, article.source, article.published) == ("Weir is raised", "Cole Courier", "2021-03-04")


def post(number: int, **said: str) -> str:
    fields = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in said.items())
    markup = "<p>Two &lt;b&gt; tags.</p>[caption id='x']<img src=a> A weir[/caption]<pre>&lt;b&gt;x&lt;/b&gt;</pre>"
    return (
        f"<item><title>Post {number}</title><guid>{number}</guid><pubDate>Thu, 04 Mar 2021 10:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{markup}]]></content:encoded><excerpt:encoded>The weir.</excerpt:encoded>{fields}"
        "</item>"
    )


def blog(*posts: str) -> bytes:
    names = ["wp='http://wordpress.org/export/1.2/'", "excerpt='http://wordpress.org/export/1.2/excerpt/'"]
    names += ["content='http://purl.org/rss/1.0/modules/content/'"]
    feed = f"<rss version='2.0' {' '.join(f'xmlns:{name}' for name in names)}><channel><title>Weirs</title>"
    return f"{feed}{''.join(posts)}</channel></rss>".encode()


def test_a_blog_of_wordpress_without_its_drafts(tmp_path: Path) -> None:
    posts = [post(1, status="publish", post_type="post"), post(2, status="draft", post_type="post")]
    posts += [post(3, status="private"), post(4, status="publish", post_password="x")]
    posts += [post(5, status="inherit", post_type="attachment"), post(6, status="publish", post_type="wp_block")]
    posts += [post(7, status="publish", post_type="reportage")]
    articles, _, others = read(tmp_path, "a.xml", blog(*posts))
    assert [(one.title, one.text) for one in articles] == [
        (f"Post {number}", "The weir.\n\nTwo <b> tags.\n\nA weir\n\n<b>x</b>") for number in (1, 7)
    ]
    assert others == {UNPUBLISHED: 3, NO_POSTS: 2}


def test_a_post_without_tags_for_its_paragraphs(tmp_path: Path) -> None:
    typed = (
        '[caption id="a_1" width="30"]<img src=a> The weir.[/caption]\nThe sign reads:\n[closed] since <em>May</em>.\n'
        '\n<p style="text-align:center">***</p>\nThey asked [video killed] twice.\n\n<ul>\n<li>Cole</li>\n</ul>\nBye.\n'
        '[gallery ids="1,2"]\n\n[gallery]\n\nEnd.'
    )
    item = (
        f"<item><guid>1</guid><content:encoded><![CDATA[{typed}]]></content:encoded><wp:post_type>post</wp:post_type>"
    )
    (tmp_path / "a.xml").write_bytes(blog(f"{item}</item>"))
    (found,) = [one for one in read_file(tmp_path / "a.xml", "a.xml") if isinstance(one, ReadArticle)]
    assert found.article.text == (
        "The weir.\n\nThe sign reads:\n[closed] since May.\n\n***\n\n"
        "They asked [video killed] twice.\n\n- Cole\n\nBye.\n\n"
        "End."
    )
    tags = ['[caption id="a_1" width="30"]', "[/caption]", '[gallery ids="1,2"]', "[gallery]"]
    assert [one.text for one in found.removed] == tags


def test_mails_in_one_file(tmp_path: Path) -> None:
    first = "From a@b.example Thu Mar  4 10:00:00 2021\nFrom: Ann <a@b.example>\nSubject: Weir\n\nIt is up.\n"
    first += ">From now on.\n"
    second = (
        "\nFrom c@b.example Thu Mar  4 11:00:00 2021\nFrom: Cy <c@b.example>\nSubject: Mill\n\nFrom here it is dry.\n"
    )
    articles, reasons, _ = read(tmp_path, "a.mbox", (first + second).encode())
    assert [(one.title, one.text, one.author) for one in articles] == [
        ("Weir", "It is up.\nFrom now on.", "Ann"),
        ("Mill", "From here it is dry.", "Cy"),
    ]
    assert read(tmp_path, "b.mbox", b"No mail.")[1] == ["no mail in it; export it anew, or each mail as .eml"]


def test_mailboxes_begin_in_other_ways(tmp_path: Path) -> None:
    mail = "From: Ann <a@b.example>\nSubject: Weir\n\nIt is up.\n\nFrom Monday, 10:30, to the end of 2024 it is shut.\n"
    for first in ("\n\nFrom a@b.example Thu Mar  4 10:00:00 2021", "\ufeffFrom a@b.example"):
        articles, reasons, _ = read(tmp_path, "a.mbox", f"{first}\n{mail}".encode())
        assert [one.text for one in articles] == ["It is up.\n\nFrom Monday, 10:30, to the end of 2024 it is shut."]
        assert reasons == []


def test_the_publisher_below_an_article_of_factiva_is_no_text_of_it(tmp_path: Path) -> None:
    head = "Weir is raised\nAnn Lee\n80 words\n6 May 2014\nThe Cole Times\nCT\nEnglish\n"
    head += "(c) 2014 Cole Press Ltd. All rights reserved"
    text = "The weir at Cole was raised.\n\nIt holds, the keeper said."
    one = f"{head}\n\n{text}\n\nCole Press Ltd\n\nDocument CT00002014050"
    articles, _, _ = read(tmp_path, "a.txt", f"{one}1\n\n{one}2\n".encode())
    assert [article.text for article in articles] == [text] * 2


def test_rss_1_has_a_date(tmp_path: Path) -> None:
    item = f"<item rdf:about='1'><description>{TEXT}</description><dc:date>2021-03-04T10:00:00Z</dc:date></item>"
    feed = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        f" xmlns:dc='http://purl.org/dc/elements/1.1/'>{item}"
    )
    (article,), _, _ = read(tmp_path, "a.rdf", f"{feed}</rdf:RDF>".encode())
    assert article.published == "2021-03-04"


def test_the_title_of_a_json_feed_is_the_source(tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Weirs", "items": [{"id": "1", "title": "Weir"}]}
    feed["items"][0]["content_text"] = TEXT  # type: ignore[index]
    (article,), _, _ = read(tmp_path, "a.json", json.dumps(feed).encode())
    assert (article.source, article.title, article.text) == ("Weirs", "Weir", TEXT)


def test_items_of_a_json_feed_need_no_title(tmp_path: Path) -> None:
    items = [{"id": "1", "content_text": TEXT}, {"id": "2", "content_html": f"<p>{TEXT}</p>"}, {"id": "3"}]
    feed = {"version": "https://jsonfeed.org/version/1", "title": "Weirs", "items": items}
    articles, reasons, _ = read(tmp_path, "a.json", json.dumps(feed).encode())
    assert [(one.id, one.source, one.text) for one in articles] == [("1", "Weirs", TEXT), ("2", "Weirs", TEXT)]
    assert len(reasons) == 1 and reasons[0].endswith('article 3: needs an object with a non-empty "text"; add it')


@pytest.mark.parametrize(
    ("title", "source", "wanted"),
    [
        ("Weir is raised - Cole Courier", "Cole Courier", "Weir is raised"),
        ("Weir is raised | cole courier", "Cole Courier", "Weir is raised"),
        ("Cole Courier", "Cole Courier", "Cole Courier"),
        ("Who owns the Cole Courier", "Cole Courier", "Who owns the Cole Courier"),
    ],
)
def test_a_title_without_its_source(tmp_path: Path, title: str, source: str, wanted: str) -> None:
    given = {"title": title, "source": {"name": source}, "content": TEXT}
    (article,), _, _ = read(tmp_path, "a.json", json.dumps([given]).encode())
    assert article.title == wanted


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("Überschrift;Volltext;Datum;Quelle\nWehr;Es ist hoch.;4.3.2021;Bote\n", ("Wehr", "Bote", "2021-03-04")),
        ("Titre;Texte;Date;Source\nBarrage;Il est haut.;4.3.2021;Courrier\n", ("Barrage", "Courrier", "2021-03-04")),
        (
            "Título;Cuerpo;Fecha de publicación;Fuente\nPresa;Es alta.;2021-03-04;Correo\n",
            ("Presa", "Correo", "2021-03-04"),
        ),
    ],
)
def test_columns_in_other_languages(tmp_path: Path, table: str, wanted: tuple[str, str, str]) -> None:
    (article,), reasons, _ = read(tmp_path, "a.csv", table.encode())
    assert (article.title, article.source, article.published) == wanted and not reasons


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Weir is raised\n\nIt is two feet up.", "Weir is raised"),
        (
            "Weir is raised\nIt is two feet up, which nobody in all of Cole had thought of before spring.",
            "Weir is raised",
        ),
        ("Weir is raised at Cole Lock\nIt is two feet up.\nNobody knew.", "Weir is raised at Cole Lock"),
        ("Flood leaves Homs\nal-Assad spoke of it.\nNobody knew.", "Flood leaves Homs"),
        ("1. FC Cole win the cup\n\nThey had never won it.", "1. FC Cole win the cup"),
        ("- The weir is up\n- The mill is dry", None),
        ("1. The weir is up\n2. The mill is dry", None),
        ("Chair: Ann Roe\n\nThey met at nine.", None),
        ("Weir: two men hurt, 12 flee\n\nTwo men were hurt at nine.", "Weir: two men hurt, 12 flee"),
        ("Killed: 14\nHurt: 3", None),
        ("Town\tFeet\nCole\t2", None),
        ("Town     Feet\nCole        2\nEly         3", None),
        ("The weir at Cole was raised in\nMarch by two feet, and the mill\nbelow has had no water.", None),
        ("The weir at Cole\nwas raised.", None),
    ],
)
def test_a_first_line_that_is_no_title_stays(tmp_path: Path, text: str, title: str | None) -> None:
    (article,), _, _ = read(tmp_path, "a.txt", text.encode())
    assert article.title == (title or "a")
    assert title or article.text.split() == text.split()
