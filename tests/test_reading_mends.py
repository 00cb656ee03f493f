"""What pages, records and exports state is taken as that, and nothing true is lost in silence or takes for ever."""

from io import BytesIO
from time import perf_counter

import pytest

from index.language.sentences import split_sentences
from index.reading.boilerplate import boilerplate_reason
from index.reading.dates import DateColumn, iso_date
from index.reading.formats.mailbox import _mails
from index.reading.formats.markup import html_to_text
from index.reading.news_export import articles_of_export
from index.reading.pages import read_html
from index.reading.raw_article import RawArticle, raw_article_of

FIRST = "<p>The harbour board of Tarn met on Friday and voted to dredge the channel.</p>"
SECOND = (
    "<p>Its clerk, Ida Morn, said that the work would take two winters and would be paid for by the owners of the"
    " larger boats.</p>"
)


def page(body: str, title: str = "Channel to be dredged") -> RawArticle:
    return read_html(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())


def test_the_name_of_the_site_above_an_article_is_not_its_title() -> None:
    article = page(
        f"<header><h1>Tarn Echo</h1></header><article><h2>Channel to be dredged</h2>{FIRST}{SECOND}</article>",
        "Tarn Echo",
    )
    assert article.title == "Channel to be dredged"
    parted = page(
        f"<header><h1>Tarn Harbour</h1></header><article><h2>What the clerk said</h2>{FIRST}<h2>The cost</h2>{SECOND}"
        "</article>",
        "Tarn Harbour",
    )
    assert parted.title == "Tarn Harbour"


def test_a_headline_above_its_deck_is_no_name_of_a_site() -> None:
    deck = "<h2>Board of Tarn votes for a deeper harbour after ten years of talk</h2>"
    for above in (
        "<header><h1>Channel Deepened</h1></header><main>{}</main>",
        "<h1>Ida Morn</h1><article>{}</article>",
        "<header><h1>Letter to a Herald</h1></header><article>{}</article>",
    ):
        headline = above.partition("<h1>")[2].partition("</h1>")[0]
        article = page(above.format(deck + FIRST + SECOND), headline)
        assert article.title == headline
        named = page(f"<h1>The Morning Post</h1><article>{deck}{FIRST}{SECOND}</article>", "The Morning Post | On Tarn")
        assert named.title == "The Morning Post"
        assert "ten years of talk" in article.text


def test_the_name_of_a_site_is_known_by_its_address() -> None:
    article = read_html(
        b"<html><head><title>Salt Water</title><link rel='canonical' href='https://saltwater.org/a/9'></head><body>"
        + f"<h1>Salt Water</h1><article><h2>Channel to be dredged</h2>{FIRST}{SECOND}</article></body></html>".encode()
    )
    assert article.title == "Channel to be dredged"


def test_a_page_of_headings_takes_linear_time() -> None:
    begin = perf_counter()
    page(
        "<h1>Tarn Echo</h1>" * 800 + "<article><h2>Channel to be dredged</h2>" + FIRST * 800 + "</article>", "Tarn Echo"
    )
    assert perf_counter() - begin < 10


@pytest.mark.parametrize("name", ["related-summary", "intro promo", "sub-title sponsored"])
def test_a_lead_stays_whatever_else_its_box_is_called(name: str) -> None:
    def text(lead: str, described: str = "") -> str:
        body = (
            f"<article><h1>Channel to be dredged</h1><div class='{name}'><p>{lead}</p></div>{FIRST}{SECOND}</article>"
        )
        head = f"<title>Channel to be dredged</title><meta name='description' content='{described}'>"
        return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode()).text

    assert "since the war" in text(
        "The channel at Tarn will be dredged for the first time since the war, they decided."
    )
    told = "Boats of any size may come in again for the first time since the war, it was decided on Friday."
    assert "since the war" in text(told, told)


@pytest.mark.parametrize("name", ["related-summary", "newsletter-intro", "sponsor-intro"])
def test_a_promo_is_no_lead_whatever_else_its_box_is_called(name: str) -> None:
    promo = "<p>Our letter from the coast brings you the best of the week each Sunday, from those who live there.</p>"
    article = page(
        f"<h1>Channel to be dredged</h1><div class='{name}'>{promo}</div><article>{FIRST}{3 * SECOND}</article>"
    )
    assert "each Sunday" not in article.text


def test_a_year_first_tells_nothing_of_others_whatever_its_label() -> None:
    column = DateColumn.of(["3/2/2023", "3/22/2023", "Published 2024/11/05"])
    assert iso_date("3/2/2023", column) == "2023-03-02"


def test_slashes_do_not_turn_short_dots_round() -> None:
    assert iso_date("7.11.24", DateColumn.of(["03/22/2023", "7.11.24"])) is None
    assert iso_date("7.11.24", DateColumn.of(["22.03.2023", "7.11.24"])) == "2024-11-07"


def test_a_date_that_can_be_read_in_one_way_needs_no_column() -> None:
    column = DateColumn.of(["3/2/2023", "3/22/2023", "2024/11/05"])
    assert iso_date("2024/11/05", column) == "2024-11-05"
    assert iso_date("3/2/2023", column) == "2023-03-02"


def test_slashes_do_not_turn_dots_round() -> None:
    column = DateColumn.of(["03/22/2023", "7.11.2024"])
    assert iso_date("7.11.2024", column) == "2024-11-07"
    assert iso_date("7.11.2024", DateColumn.of(["03.22.2023", "7.11.2024"])) == "2024-07-11"


@pytest.mark.parametrize("name", ["url", "link"])
def test_what_is_no_address_is_listed(name: str) -> None:
    article = raw_article_of({"text": "The lock is shut.", name: "See page 9, or ask the clerk"})
    assert article is not None
    assert article.url is None
    assert [one.text for one in article.removed] == ["See page 9, or ask the clerk"]


@pytest.mark.parametrize(
    "sentence",
    [
        "He warned members subscribing to our newsletter of a fraud.",
        "Email Marsh sent at noon@tarn.org or later was deleted.",
        "Norway contributed to this report.",
        "UNICEF contributed to this report.",
        "OPEC also contributed to this article.",
        "More Danes ride to work: https://tarn.org/bikes",
    ],
)
def test_sentences_are_no_boilerplate(sentence: str) -> None:
    assert boilerplate_reason(sentence) is None


@pytest.mark.parametrize(
    "line",
    [
        "For more like this, subscribe to our morning newsletter.",
        "Get it first by signing up for our newsletter.",
        "Email Ida Morn at ida@tarn.org",
        "Reuters contributed to this report.",
        "UPI contributed to this report.",
        "AFP also contributed to this article.",
        "Agencies contributed to this article.",
        "Wire services contributed to this report.",
        "NPR / UPI and wire services contributed to this report.",
        "Ida Morn and Bo Vane contributed reporting to this story.",
        "More Harbour News: https://tarn.org/news",
        "Get the Tarn Echo for 3.50 a week, cancel when you want.",
        "Over 12,000 readers trust the Tarn Echo.",
    ],
)
def test_lines_of_the_page_are_boilerplate(line: str) -> None:
    assert boilerplate_reason(line) is not None


def test_a_short_title_ends_no_sentence_and_a_cry_does() -> None:
    text = "It stood in the Proc. of the Soc. for Hist. and was short. Good news! Crisps are back."
    found = [text[one.start : one.end] for one in split_sentences(text)]
    assert found == ["It stood in the Proc. of the Soc. for Hist. and was short.", "Good news!", "Crisps are back."]


def test_records_with_short_numbers_are_articles_of_their_own() -> None:
    def record(title: str, number: str) -> str:
        return f"HD {title}\nPD 6 May 2025\nSN Tarn Echo\nLP\nThe lock is {title}.\nTD\nIt is old.\n{number}\n\n"

    for first, second in (("AN Document TRN01", "AN Document TRN02"), ("AN Document\nTRN01", "AN Document\nTRN02")):
        found = articles_of_export(RawArticle(record("shut", first) + record("open", second)))
        assert [one.title for one in found if isinstance(one, RawArticle)] == ["shut", "open"]


@pytest.mark.parametrize(
    "lines",
    [
        "AN OLD KEEPER wept.\n\nHD pictures of it went round. They were many. They are kept.",
        "AN\n\nHD\n\nis carved in the gate.",
        "HD sets are dear.\n\nAN\n\nHD Radio is not.",
    ],
)
def test_lines_like_the_codes_of_another_database_part_no_article(lines: str) -> None:
    def record(number: int, title: str, text: str) -> str:
        return (
            f"{number} of 2 DOCUMENTS\n\nTarn Echo\n\nMay 6, 2024 Monday\n\n{title}\n\nBYLINE: Ida Morn\n\n"
            f"LENGTH: 40 words\n\n{text}\n\nLOAD-DATE: May 6, 2024\n\n"
        )

    found = articles_of_export(RawArticle(record(1, "Lock shut", lines) + record(2, "Lock open", "It is open.")))
    assert [one.title for one in found if isinstance(one, RawArticle)] == ["Lock shut", "Lock open"]
    assert isinstance(found[0], RawArticle)
    assert found[0].text == lines


def test_an_export_with_many_lines_like_codes_takes_linear_time() -> None:
    begin = perf_counter()
    articles_of_export(RawArticle("1 of 2 DOCUMENTS\n\n" + "HD sets cost forty.\n" * 8_000))
    assert perf_counter() - begin < 5


def test_rows_that_are_all_header_take_linear_time() -> None:
    begin = perf_counter()
    text = html_to_text("<table>" + "<tr><th>Lock</th><th>Year</th></tr>" * 3000 + "</table>")
    assert text.count("Lock | Year") == 3000
    assert perf_counter() - begin < 10
    assert html_to_text("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>").count("---") == 2


def test_a_long_line_begins_no_mail_for_ever() -> None:
    mail = b"From ida@tarn.org Mon May  6 10:30:00 2024\nSubject: The lock\n\nIt is shut.\n\n"
    begin = perf_counter()
    assert len(list(_mails(BytesIO(2 * mail + b"From x Mon Jan " * 4_000)))) == 2
    assert perf_counter() - begin < 1
