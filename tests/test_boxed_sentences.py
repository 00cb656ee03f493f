"""True sentences of a page that have a box of their own are kept, wherever in the article they stand."""

import pytest

from index.reading.pages import read_page

HEADLINE = "<h1>Weir to be mended in Tarn</h1>"
FIRST = "<p>The river board of Tarn met on Monday night and agreed to mend the old weir by spring.</p>"
SECOND = "<p>Warden Ilse Brandt told reporters that the work would cost no more than four million crowns.</p>"
GRANT = "Grants of 70 crowns go to <a href='/a'>every household in Tarn</a> and <a href='/b'>every mill in Groom</a>."
THREE = GRANT.replace(" go to", " go to <a href='/c'>every school in Pell</a>,")
QUOTED = f"“{GRANT[:-1]},” she said."
ELSEWHERE = "<div><a href='/z'>Pictures of the weir</a></div>"


def said_on(body: str, around: str = "article") -> str:
    page = f"<nav><a href='/'>Home</a> <a href='/n'>News</a></nav><{around}>{body}</{around}><footer>Tarn Post</footer>"
    article = read_page(f"<html><body>{page}</body></html>".encode())
    assert article is not None
    return article.text


def boxes(sentence: str) -> list[str]:
    return [
        f"<div><p>{sentence}</p></div>",
        f"<section><p>{sentence}</p></section>",
        f"<div>{sentence}</div>",
        f"<div class='content'><div>{sentence}</div></div>",
        f"<div class='content'><div><p>{sentence}</p></div></div>",
    ]


@pytest.mark.parametrize("box", [box for sentence in (GRANT, THREE, QUOTED) for box in boxes(sentence)])
@pytest.mark.parametrize("around", ["article", "main", "div"])
def test_a_sentence_with_links_in_a_box_of_its_own_is_kept(box: str, around: str) -> None:
    for body in (box + FIRST + SECOND, FIRST + box + SECOND, FIRST + SECOND + box):
        assert "70 crowns" in said_on(HEADLINE + body, around)


@pytest.mark.parametrize(
    "between",
    [
        ELSEWHERE,
        2 * ELSEWHERE,
        "<figure><img src='x.jpg'><figcaption>The weir</figcaption></figure>",
        "<h2>The money</h2>",
        "<blockquote><p>We can do it.</p></blockquote>",
        "<ul><li>The weir of Tarn</li><li>The mill of Groom</li></ul>",
        f"<div><p>{GRANT.replace('70', '90')}</p></div>",
    ],
)
def test_so_it_is_behind_a_link_a_picture_or_a_heading(between: str) -> None:
    for box in boxes(GRANT):
        assert "70 crowns" in said_on(HEADLINE + FIRST + SECOND + between + box)


def test_so_are_two_in_one_box_and_one_behind_paragraphs_in_other_boxes() -> None:
    two = said_on(f"{HEADLINE}{FIRST}{SECOND}<div><p>{GRANT}</p><p>{GRANT.replace('70', '90')}</p></div>")
    assert "70 crowns" in two
    assert "90 crowns" in two
    assert "70 crowns" in said_on(
        f"{HEADLINE}<div>{FIRST}</div><div>{SECOND}</div><div class='end'><p>{GRANT}</p></div>"
    )


@pytest.mark.parametrize("name", ["related", "promo", "newsletter", "sidebar"])
def test_a_box_that_is_named_as_something_else_goes(name: str) -> None:
    assert "70 crowns" not in said_on(f"{HEADLINE}{FIRST}{SECOND}<div class='{name}'><p>{GRANT}</p></div>")


def test_a_link_alone_goes_though_a_sentence_with_links_beside_it_stays() -> None:
    said = said_on(HEADLINE + FIRST + SECOND + ELSEWHERE + f"<div><p>{GRANT}</p></div>" + ELSEWHERE)
    assert "Pictures of the weir" not in said


@pytest.mark.parametrize("name", ["byline-note", "author-statement", "dateline_remark", "followUp", "share-price"])
def test_a_name_that_has_other_words_too_drops_no_sentence(name: str) -> None:
    assert "begins in May" in said_on(f"{HEADLINE}{FIRST}{SECOND}<p class='{name}'>The work begins in May.</p>")


@pytest.mark.parametrize("name", ["byline", "author-box", "newsletter-signup", "related_articles", "shareBar"])
def test_a_name_that_says_nothing_else_does(name: str) -> None:
    assert "begins in May" not in said_on(f"{HEADLINE}{FIRST}{SECOND}<p class='{name}'>The work begins in May.</p>")
