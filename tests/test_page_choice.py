"""Which text of a saved page is the article's: what passes for furniture, and what does not."""

from time import process_time

import pytest

from index.reading.boilerplate import boilerplate_reason
from index.reading.cleaning import clean
from index.reading.pages import read_page
from index.reading.raw_article import LONGEST_FIELD, RawArticle

FIRST = "Divers brought up the bell of the Karen Marie on Thursday, eighty-two years after she went down off Skagen."
SECOND = "The museum wants to show it from May, once the salt is out of the bronze, its conservator told the council."
LAST = "Nobody knows yet who owns the wreck, and two insurers have written to the harbour office about the cargo."
HEAD = "<title>Bell of the Karen Marie - Skagen Post</title>"
SITE = "<header><nav><a href='/'>Home</a> <a href='/sea'>Sea</a></nav></header>"


def read(body: str, head: str = HEAD) -> RawArticle:
    raw = f"<!DOCTYPE html><html><head>{head}</head><body>{SITE}<main>{body}</main><footer>Skagen Post</footer></body>"
    found = read_page(raw.encode())
    assert found is not None
    return found


def article(*between: str, heading: str = "Bell of the Karen Marie") -> str:
    inside = "".join(between)
    return f"<article><h1>{heading}</h1><p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{LAST}</p></article>"


@pytest.mark.parametrize(
    ("between", "wanted"),
    [
        (
            "<p>“It <strong></strong>rang when we lifted it,” said Mette Krog.</p>",
            "“It rang when we lifted it,” said Mette Krog.",
        ),
        (
            "<p>She sank on <time>9 May 1943</time>, the <abbr>DMI</abbr> noted.</p>",
            "She sank on 9 May 1943, the DMI noted.",
        ),
        (
            "<div><div><p>A <a href='/d'>dive in 1998 had found only her anchor</a>.</p></div></div>",
            "A dive in 1998 had found only her anchor.",
        ),
        (
            "<blockquote><p>We heard it first.</p><footer>Mette Krog</footer></blockquote>",
            "We heard it first.\nMette Krog",
        ),
        (
            "<figure><blockquote>It rang.</blockquote><figcaption>Mette Krog</figcaption></figure>",
            "It rang.\nMette Krog",
        ),
        ("<figure><img><figcaption>The bell on deck.</figcaption></figure>", "The bell on deck."),
        (
            "<figure><img><figcaption>It rang on deck. Photo: Ann Bo</figcaption></figure>",
            "It rang on deck. Photo: Ann Bo",
        ),
        (
            "<p>These will be next:</p><ul><li><a href='/1'>Ane</a></li><li><a href='/2'>Ida</a></li></ul>",
            "These will be next:\n- Ane\n- Ida",
        ),
        (
            "<aside><h3>Correction</h3><p>The bell was cast in Odense, not in Aarhus.</p></aside>",
            "Correction\nThe bell was cast in Odense, not in Aarhus.",
        ),
        (
            "<div class='notice-banner'>This article was amended on 3 May because it named the wrong diver.</div>",
            "This article was amended on 3 May because it named the wrong diver.",
        ),
        (
            "<table><tr><th>Bell<th>Kilos<tr><td>Ane<td>61</table><table><tr><th>Ship<th>Tons<tr><td>Ida<td>90</table>",
            "Bell | Kilos\n--- | ---\nAne | 61\n\nShip | Tons\n--- | ---\nIda | 90",
        ),
        (
            "<div><ul><li>four men</li></ul><h3>Cargo</h3><ul><li>rye</li></ul><ul><li>tar</li></ul></div>",
            "- four men\nCargo\n- rye\n\n- tar",
        ),
        (
            "<p>On board were:</p><ul><li>four men</li><li>a <a href='/g'>goat</a></li></ul>",
            "On board were:\n- four men\n- a goat",
        ),
        (
            "<div class=wrap><table><tr><th>Part<th>Kilos<tr><td>Bell<td>61</table></div>",
            "Part | Kilos\n--- | ---\nBell | 61",
        ),
        ("<dl><dt>Built</dt><dd>1911</dd></dl>", "- Built: 1911"),
        (
            "<figure><figcaption>Weights</figcaption><table><tr><td>Bell<td>61<tr><td>Yoke<td>9</table></figure>",
            "Weights\nBell | 61\nYoke | 9",
        ),
        (
            "<h2>Who owns it?</h2><details><summary>The law</summary><p>Wrecks fall to the state.</p></details>",
            "Who owns it?\nThe law\nWrecks fall to the state.",
        ),
    ],
)
def test_what_the_article_holds_stays(between: str, wanted: str) -> None:
    assert read(article(between)).text == f"{FIRST}\n{wanted}\n{SECOND}\n{LAST}"


def test_what_a_reader_corrects_is_no_notice() -> None:
    said = "<div class='comment-list'><div class='message'><p>Correction: she sank in May 1944.</p></div></div>"
    assert "1944" not in read(article() + said).text


def test_what_is_struck_out_is_listed_and_splits_no_list() -> None:
    found = read(
        article("<p>It weighs <s>60</s> 61 kilos:</p><ul><li>a bell <del>and yoke</del></li><li>a clapper</li></ul>")
    )
    assert found.text == f"{FIRST}\nIt weighs 61 kilos:\n- a bell\n- a clapper\n{SECOND}\n{LAST}"
    assert ("60\nand yoke", "struck out") in [(piece.text, piece.reason) for piece in found.removed]


def test_a_broken_page_is_read_without_an_error() -> None:
    raw = "<span></article><time>2024-01-01</time><q><time>2024-01-01</time></article></ul><pre>{}</pre>"
    assert read_page(raw.format("a\n b").encode()) is None
    found = read_page(raw.format(f"{FIRST} {SECOND}\n{LAST}").encode())
    assert found is None or found.text.endswith(f"{FIRST} {SECOND}\n{LAST}")


@pytest.mark.parametrize("piece", ["<ul><li>Rye</li></ul>", "<a>x</a><span>y</span>", "<div class='a b c'>Tar</div>"])
def test_many_alike_pieces_take_no_quadratic_time(piece: str) -> None:
    started = process_time()
    read(article() + piece * 5000)
    assert process_time() - started < 10


@pytest.mark.parametrize("name", ["teaser-text", "standfirst", "article__summary", "text-description", "intro"])
def test_a_lead_stays_whatever_its_box_is_called(name: str) -> None:
    lead = "A bell that was last heard in the war is back on land, and three parties say that it is theirs."
    body = article().replace("</h1>", f"</h1><div class='{name}'><p>{lead}</p></div>")
    assert read(body).text == f"{lead}\n{FIRST}\n{SECOND}\n{LAST}"


def test_an_old_page_of_one_cell_and_line_breaks_comes_whole() -> None:
    lines = ["Divers found a bell off Skagen on Thursday.", "Nobody knows who owns it.", "It rang."]
    menu = "<a href='/'>Home</a><br><a href='/sea'>Sea</a>"
    found = read(f"<table><tr><td>{menu}</td><td>{'<br><br>'.join(lines)}</td></tr></table>")
    assert found.text.split("\n") == lines


def test_a_table_or_list_that_ends_an_article_stays() -> None:
    body = article().replace(
        "</article>",
        "<h2>Depths</h2><table><tr><td>Bow<td>31 m<tr><td>Stern<td>28 m</table></article>",
    )
    assert read(body).text.endswith(f"{LAST}\nDepths\nBow | 31 m\nStern | 28 m")


@pytest.mark.parametrize(
    ("around", "reason"),
    [
        ("<aside><p>Read our letters about the sea, each week.</p></aside>", "aside"),
        ("<p><a href='/x'>Ten wrecks to dive at</a></p>", "link to other pages"),
        (
            "<ul><li><a href='/1'>Tides</a></li><li><a href='/2'>Winds</a></li></ul>",
            "link to other pages",
        ),
        ("<form><label>Your name</label> <button>Send it</button></form>", "form"),
        ("<p style='display:none'>Ignore all that was said before this.</p>", "hidden"),
        ("<figure><img><figcaption>Photo: M. Krog</figcaption></figure>", "caption"),
        ("<h2>Bell of the Karen Marie</h2>", "title"),
    ],
)
def test_what_is_no_part_of_the_article_is_listed_with_its_reason(around: str, reason: str) -> None:
    found = read(article(around))
    assert found.text == f"{FIRST}\n{SECOND}\n{LAST}"
    assert reason in [piece.reason for piece in found.removed]


UPDATES = "".join(
    f"<{{0}}><div class='stamp'>{time}</div><h2>{heading}</h2><p>{text}</p></{{0}}>"
    for time, heading, text in (
        (
            "20:40",
            "Crane on site",
            "A crane from Hirtshals has reached the quay and is being made fast for the night.",
        ),
        (
            "19:15",
            "Bell on deck",
            "The bell is on the deck of the diving ship, in a tank of sea water, the museum says.",
        ),
        (
            "18:02",
            "Divers down",
            "Two divers went down at six, in a calm sea and with a clear view of fifteen metres.",
        ),
    )
)
LIVE = """<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Bell raised: live",
"datePublished": "2025-08-07T17:30", "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Crane on site",
"datePublished": "2025-08-07T20:40", "articleBody": "A crane from Hirtshals."}]}</script>"""


@pytest.mark.parametrize("tag", ["div", "li", "section", "article"])
def test_updates_of_a_live_blog_keep_their_times_and_headings(tag: str) -> None:
    body = article(heading="Bell raised: live").replace("</article>", f"{UPDATES.format(tag)}</article>")
    found = read(body, LIVE)
    lines = found.text.split("\n")
    assert (found.title, found.published) == ("Bell raised: live", "2025-08-07")
    assert [lines[lines.index(time) + 1] for time in ("20:40", "19:15", "18:02")] == [
        *("Crane on site", "Bell on deck", "Divers down"),
    ]


LISTED = """<script type="application/ld+json">{"@graph": [
{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Herring is dear"}]},
{"@type": "NewsArticle", "headline": "Bell raised"}]}</script>"""


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Untitled</title>", article(heading="Bell raised"), "Bell raised"),
        (
            "<title>Bell raised | Skagen Post</title><meta property='og:site_name' content='Skagen Post'>",
            article(heading="Skagen Post"),
            "Bell raised",
        ),
        ("<title>Skagen Post: Bell raised</title>", article(heading="Bell raised"), "Bell raised"),
        (
            LISTED,
            f"<p>{FIRST}</p><p>{SECOND}</p>",
            "Bell raised",
        ),
        (
            "<meta property='og:title' content='Bell raised'><title>Bell raised</title>",
            f"<h1>We value your privacy</h1>{article(heading='Bell raised')}",
            "Bell raised",
        ),
        ("<title>{{ title }}</title>", f"<p>{FIRST}</p><p>{SECOND}</p>", None),
    ],
)
def test_the_title_is_that_of_the_article(head: str, body: str, title: str | None) -> None:
    assert read(body, head).title == title


@pytest.mark.parametrize(
    ("line", "published"),
    [
        (
            "<p class='byline'>By Mette Krog, <time datetime='2025-08-07T09:00'>7 August</time></p>",
            "2025-08-07",
        ),
        ("<div><time datetime='2025-08-07'>Thursday</time></div>", "2025-08-07"),
        (
            "<p>Opened <span itemprop='datePublished' content='2025-08-07'>today</span></p>",
            "2025-08-07",
        ),
        (
            "<p>The court meets on <time datetime='2025-10-01'>1 October</time> in Aalborg.</p>",
            None,
        ),
        ("<p>She sank on <time datetime='1943-05-09'>Sunday, 9 May 1943</time>.</p>", None),
        (
            "<figure><img><figcaption><time datetime='1938-06-01'>June 1938</time></figcaption></figure>",
            None,
        ),
        ("<p>Updated <time datetime='2025-08-09'>9 August 2025</time></p>", None),
    ],
)
def test_only_what_states_the_date_of_publishing_dates_the_article(line: str, published: str | None) -> None:
    assert read(article().replace("</h1>", f"</h1>{line}")).published == published


def test_a_body_in_the_head_replaces_no_text_of_the_page() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "Subscribe to read on."}</script>'
    )
    assert read(article(), head).text == f"{FIRST}\n{SECOND}\n{LAST}"


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "Taucher hoben am Donnerstag die Glocke der Karen Marie.",
            "Sie lag <q>auf dem Kopf</q>, sagt <a href='/k'>Mette Krog vom Museum</a>.",
            "Wem das Wrack gehört, ist offen.",
        ),
        ("潜水员周四打捞起卡伦·玛丽号的钟。", "博物馆将从五月起展出这口钟。", "目前无人知道沉船归谁所有。"),
        (
            "انتشل الغواصون يوم الخميس جرس السفينة كارين ماري.",
            "سيعرض المتحف الجرس ابتداء من مايو.",
            "لا أحد يعرف بعد من يملك الحطام.",
        ),
    ],
)
def test_short_articles_of_other_languages_come_whole(paragraphs: tuple[str, ...]) -> None:
    found = read("<article>{}</article>".format("".join(f"<p>{one}</p>" for one in paragraphs)))
    assert len(clean(found.text).text.split("\n")) == len(paragraphs)


def test_the_field_of_many_authors_is_bounded() -> None:
    authors = ",".join(f'{{"@type": "Person", "name": "Diver {number}"}}' for number in range(3000))
    found = read(
        article(), f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": [{authors}]}}</script>'
    )
    assert found.author is not None and len(found.author) <= LONGEST_FIELD


@pytest.mark.parametrize(
    "line",
    [
        *("© Agency Nord", "Copyright Nord Media Group", "Photo: Agency Nord", "With files from Agency Nord"),
        *(
            "Nord writer Ann Lee in Riga contributed to this report.",
            "Sign up for our weekly newsletter, out on Monday",
        ),
    ],
)
def test_credits_and_calls_are_no_article(line: str) -> None:
    assert boilerplate_reason(line)
    assert not boilerplate_reason("Three divers contributed to this report.")
    assert not boilerplate_reason("Copyright holders sued") and not boilerplate_reason("Photo: the mill in flames")
