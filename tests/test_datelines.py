"""The date that the text of a page states as that of its publishing, and those that date something else."""

from time import process_time

import pytest

from index.reading.pages import read_html
from index.reading.raw_article import RawArticle

FIRST = "<p>The harbour board of Tarn met on Friday and voted to dredge the channel.</p>"
SECOND = (
    "<p>Its clerk, Ida Morn, said that the work would take two winters and would be paid for by the owners of the"
    " larger boats.</p>"
)


def page(body: str) -> RawArticle:
    return read_html(f"<html><head><title>Channel to be dredged</title></head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "other",
    [
        "<ol><li><time datetime='1931-04-02'>2 April 1931</time></li><li>The pier was built.</li></ol>",
        "<div class='key-events'><div class='date'><time datetime='1931-04-02'>2 April 1931</time></div></div>",
        "<div><time datetime='1931-04-02'>2 April 1931</time></div>",
        "<div class='key-dates'><p><time datetime='1931-04-02'>2 April 1931</time></p><p>Built.</p></div>",
        "<div class='commentList'><p>Bo, <time datetime='2025-04-02'>2 April 2025</time></p></div>",
        "<div><h4>Also today</h4><div class='date'><time datetime='2025-04-02'>2 April 2025</time></div></div>",
    ],
)
def test_a_time_below_a_sentence_dates_no_article(other: str) -> None:
    assert page(f"<article><h1>Channel to be dredged</h1>{FIRST}{other}{SECOND}</article>").published is None


@pytest.mark.parametrize(
    "other",
    [
        "<aside>See also <time datetime='2024-04-02'>2 April 2024</time></aside>",
        "<nav><time datetime='2024-04-02'>2 April 2024</time></nav>",
        "<ul><li><time datetime='2024-04-02'>2 April 2024</time></li></ul>",
    ],
)
def test_a_time_in_a_box_above_the_text_dates_no_article(other: str) -> None:
    assert page(f"<article><h1>Channel to be dredged</h1>{other}{FIRST}{SECOND}</article>").published is None


@pytest.mark.parametrize(
    "line",
    [
        "<p class='standfirst'>Boats must wait.</p><p><time datetime='2025-04-02'>2 April 2025</time></p>",
        "<p>Boats must wait for it.</p><p class='byline'>Ann Lee <time datetime='2025-04-02'>2 April 2025</time></p>",
        "<ul class='post-meta'><li><time datetime='2025-04-02'>2 April 2025</time></li></ul>",
    ],
)
def test_a_dateline_dates_its_article(line: str) -> None:
    assert page(f"<article><h1>Channel to be dredged</h1>{line}{FIRST}{SECOND}</article>").published == "2025-04-02"


@pytest.mark.parametrize(
    "frame",
    [
        "<div class='sidebar-wrap'><article>{}</article></div>",
        "<div class='card'><div class='card-body'>{}</div></div>",
        "<div id='page' class='layout no-sidebar comments-open'>{}</div>",
        "<table><tr><td><div>{}</div></td></tr></table>",
        "<div class='recent-events'><h4>From the harbour</h4>{}</div>",
    ],
)
def test_what_holds_the_headline_is_no_box_beside_the_article(frame: str) -> None:
    time = "<p class='meta'><time datetime='2025-04-02'>2 April 2025</time></p>"
    long = SECOND.replace("boats", "boats and by those who fish with them")
    for body in (f"<h1>Channel to be dredged</h1>{time}{FIRST}{long}", f"<h2>Channel to be dredged</h2>{time}{long}"):
        body = body if "<h1>" in body else body.replace("<time", "<time itemprop='datePublished'")
        assert page(frame.format(body)).published == "2025-04-02"


MARKED = "<time itemprop='datePublished' datetime='2025-04-02'>2 April 2025</time>"


@pytest.mark.parametrize(
    ("above", "published"),
    [
        (f"<dl class='facts'><dt>Details</dt><dd>{MARKED}</dd></dl>", "2025-04-02"),
        (f"<table><tr><td>Published</td><td>{MARKED}</td></tr></table>", "2025-04-02"),
        (f"<ul class='info'><li>By Ida Morn</li><li>{MARKED.replace('itemprop', 'data-is')}</li></ul>", "2025-04-02"),
        (f"<div class='author'><h4>Ida Morn</h4>{MARKED.replace('itemprop', 'data-is')}</div>", "2025-04-02"),
        (f"<h2>Boats must wait for it.</h2><div>{MARKED.replace('itemprop', 'data-is')}</div>", "2025-04-02"),
        (f"<div><h4>By Ida Morn</h4>{MARKED.replace('itemprop', 'data-is')}</div>", "2025-04-02"),
        (f"<div><h4>Ferry Ines</h4>{MARKED.replace('itemprop', 'data-is')}</div>", None),
        (f"<ul><li>By the quay</li><li>{MARKED.replace('itemprop', 'data-is')}</li></ul>", None),
        (f"<ul><li>By Boat</li><li>{MARKED.replace('itemprop', 'data-is')}</li></ul>", None),
        (f"<p>Boats were lost in it.</p><p>{MARKED.replace('itemprop', 'data-is')}</p>", None),
        (MARKED.replace("itemprop", "data-is"), "2025-04-02"),
        (
            f"<div><h5><a rel='author'>Ida Morn</a>, clerk</h5>{MARKED.replace('itemprop', 'data-is')}</div>",
            "2025-04-02",
        ),
        (f"<div><div>Updated</div>{MARKED.replace('itemprop', 'data-is')}</div>", None),
        (f"<ul><li><a href='/9'>Lock opens</a> {MARKED}</li></ul>", None),
        (f"<dl><dt>Lock opened</dt><dd>{MARKED.replace('itemprop', 'data-is')}</dd></dl>", None),
        (f"<div><h4>Next sailing</h4>{MARKED.replace('itemprop', 'data-is')}</div>", None),
        (f"<div class='card'><a href='/9'>Lock opens</a>{MARKED}</div>", None),
    ],
)
def test_a_date_above_the_text_counts_where_it_is_the_articles(above: str, published: str | None) -> None:
    assert page(f"<article><h1>Channel to be dredged</h1>{above}{FIRST}{SECOND}</article>").published == published


TIME = "<time datetime='2025-04-02'>2 April 2025</time>"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Public meeting: {}</p>",
        "<p>Starts {}</p>",
        "<p>Open until {}</p>",
        "<p><b>Next sailing:</b> {}</p>",
        "<div><div>The vote:</div>{}</div>",
        "<p>Born<br>{}</p>",
        "<p class='meta'>Ends {}</p>",
        "<p>Tarn | Seen last on {}</p>",
    ],
)
def test_a_label_says_that_something_else_is_dated(line: str) -> None:
    body = f"<article><h1>Channel to be dredged</h1>{line.format(TIME)}{FIRST}{SECOND}</article>"
    assert page(body).published is None


@pytest.mark.parametrize(
    "line",
    [
        "<p>Published {}</p>",
        "<p>Date: {}</p>",
        "<p class='meta'>First published on {}</p>",
        "<p>Torp, {}</p>",
        "<p class='byline'>By Ida Morn, {}</p>",
        "<p>Ida Morn {}</p>",
        "<p class='meta'><a href='/news'>News</a> {}</p>",
        "<p>Business | {}</p>",
        "<p>Publié le {}</p>",
    ],
)
def test_a_label_of_publishing_and_a_name_let_a_date_be_the_articles(line: str) -> None:
    body = f"<article><h1>Channel to be dredged</h1>{line.format(TIME)}{FIRST}{SECOND}</article>"
    assert page(body).published == "2025-04-02"


def test_many_dates_that_are_marked_take_no_quadratic_time() -> None:
    dates = "<span itemprop='datePublished'>soon</span> " * 3_000
    begin = process_time()
    assert page("<h1>Channel to be dredged</h1>" + "<div>" * 200 + dates + "</div>" * 200 + FIRST) is not None
    assert process_time() - begin < 10
