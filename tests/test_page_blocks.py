"""All that a saved page shows is kept, or listed with a reason: lists, tables, quotations, captions, hidden parts."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement
from trafilatura import load_html

from benchmarks.extraction import read_gold
from index.reading.blocks import page_blocks
from index.reading.decoding import decode_page
from index.reading.page_tree import MOST_ELEMENTS
from index.reading.pages import read_page
from index.reading.runs import UNSEEN

PARAGRAPHS = [
    "Rangers counted eleven hundred seals on the sandbank on Saturday, twice as many as in the spring of last year.",
    "The ministry wants to close the bank to boats from June, and the fishing harbours of the bay have objected.",
    "A hearing is set for the autumn; until then, the rangers will keep count from a tower on the old sea wall.",
]


def blocks(body: str) -> list[str]:
    tree = load_html(f"<html><body>{body}</body></html>")
    assert tree is not None
    return [block.text for block in page_blocks(tree)]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>Two <b></b>seals<!-- x --> <em>bit</em><br>him.</p>", ["Two seals bit\nhim."]),
        (
            "<p>One.<br><br>Two.</p>three<div>four</div>five",
            ["One.", "Two.", "three", "four", "five"],
        ),
        (
            "<p>He said <q>no, <q>never</q></q>; she said <q>“maybe”</q>.</p>",
            ["He said “no, ‘never’”; she said “maybe”."],
        ),
        (
            "<p>10<sup>6</sup> m<sup>2</sup> on the 5<sup>th</sup>, CO<sub>2</sub></p>",
            ["10⁶ m² on the 5th, CO2"],
        ),
        (
            "<ul><li>Rønne</li><li>Nexø<ul><li>the pier</li></ul></li><li>• Hasle</li></ul>",
            ["- Rønne\n- Nexø\n- the pier\n• Hasle"],
        ),
        (
            "<ul><li><h3>Noon</h3><p>Rain.</p></li><li><p>One.</p><p>Two.</p></li></ul>",
            ["Noon", "Rain.", "One.", "Two."],
        ),
        (
            "<dl><dt>Bank</dt><dd>of sand</dd><dt>Why?</dt><dd>Rest.</dd><dd>Food.</dd></dl>",
            ["- Bank: of sand\n- Why? Rest.\n- Food."],
        ),
        (
            "<table><caption>Seals</caption><tr><th>Year<th>Grey<th>Harbour<tr><td>2023<td><td>40<tr><td>2024<td>9<td>55</table>",
            ["Seals", "Year | Grey | Harbour\n--- | --- | ---\n2023 |  | 40\n2024 | 9 | 55"],
        ),
        (
            "<table><tr><td rowspan=2>North<td>May<td>4<tr><td>June<td>5<tr><td colspan=2>Both<td>9</table>",
            ["North | May | 4\n | June | 5\nBoth |  | 9"],
        ),
        (
            "<table><tr><td><p>Menu</p><p>News</p></td><td><p>It rained.</p></td></tr></table>",
            ["Menu", "News", "It rained."],
        ),
        (
            "<ol start=3><li>Rønne<li>Nexø<ul><li>the pier</ul><li value=9>Hasle<li>2. Gudhjem</ol>",
            ["3. Rønne\n4. Nexø\n- the pier\n9. Hasle\n2. Gudhjem"],
        ),
        ("<ol reversed><li>One<li>Two</ol><ol type=a><li>One</ol>", ["2. One\n1. Two", "- One"]),
        ("<ol><li>Write<ol><li>by mail</ol><li>Wait</ol>", ["1. Write\n- by mail\n2. Wait"]),
        ("<ol style='list-style: none'><li>One<li>Two</ol>", ["- One\n- Two"]),
        ("<ol><li><p>One.</p><p>More.</p></li><li>Two.</li></ol>", ["One.", "More.", "- Two."]),
        ("<menu><li>Tea<li>Soup</menu>", ["- Tea\n- Soup"]),
        ("<p>A <svg><title>x</title><text>North</text><g><text>9</text></g></svg>bank</p>", ["A bank", "North", "9"]),
        ("<p>Only <svg><title>x</title><text>42%</text></svg> came.</p>", ["Only 42% came."]),
        ("<p>It rose <svg><defs><text>x</text></defs><text>9 mm</text></svg> twice.</p>", ["It rose 9 mm twice."]),
        ("<blockquote><p>Go away.</p><footer>A seal</footer></blockquote>", ["Go away.", "A seal"]),
        ("<blockquote>Go away.<cite>A seal</cite></blockquote>", ["Go away.\nA seal"]),
        ("<blockquote>“Go <b>now</b>!”<cite>A <i>grey</i> seal</cite></blockquote>", ["“Go now!”\nA grey seal"]),
        ("<p>I have read <cite>Seals</cite>. <cite>Gulls</cite> is dull.</p>", ["I have read Seals. Gulls is dull."]),
        ("<p><ruby>海豹<rp>[</rp><rt>あざらし</rt><rp>]</rp></ruby>が来た。</p>", ["海豹(あざらし)が来た。"]),
        ("<pre>one\n  two</pre><script>x</script><template><p>y</p></template>", ["one\ntwo"]),
        ("<p>A <span style='display: none'>hidden</span> word</p>", ["A word", "hidden"]),
        ("<p>Over<span class='line-break'></span>board</p>", ["Over\nboard"]),
    ],
)
def test_blocks_have_the_text_that_a_browser_shows(body: str, wanted: list[str]) -> None:
    assert blocks(body) == wanted


def test_who_asks_for_money_in_a_gate_is_listed_and_the_article_is_not() -> None:
    lines = "Become a member for a pound to go on.", "Sign in to see the count of the seals.", "Seals have no gate."
    gate = "".join(f"<div class='c-gate'><p>{line}</p></div>" for line in lines)
    article = f"<h1>Seals</h1><p>{'</p><p>'.join(PARAGRAPHS)}</p>"
    found = read_page(f"<html><body><article>{article}{gate}</article></body></html>".encode())
    assert found is not None and found.text.split("\n") == [*PARAGRAPHS, lines[2]]
    assert [one.text for one in found.removed if one.reason == "subscription"] == ["\n".join(lines[:2])]
    around = read_page(f"<html><body><div class='paywall'>{article}</div></body></html>".encode())
    assert around is not None and around.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "update",
    [
        "<article><h2>{head}</h2><time>{time}</time><p>{text}</p></article>",
        "<div class=post><h3>{head}</h3><div class=when>{time} GMT</div><p>{text}</p></div>",
        "<section><header><time>{time}</time><h2><a href=#x>{head}</a></h2></header><p>{text}</p></section>",
    ],
)
def test_updates_keep_their_headings(update: str) -> None:
    heads = ["Power back", "Roads shut", "Count ends"]
    updates = zip(heads, ("17:40", "16:10", "15:00"), PARAGRAPHS, strict=True)
    body = "".join(update.format(head=head, time=time, text=text) for head, time, text in updates)
    found = read_page(f"<html><body><main><h1>Storm</h1>{body}</main></body></html>".encode())
    assert found is not None and [line for line in found.text.split("\n") if line in heads] == heads


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("{}<p class=x>Levels reached 10<sup>3</sup>.</p>", "Levels reached 10³."),
        ("<p class=lead>Prices fell by <del>4</del> <ins>5</ins> percent.</p>{}", "Prices fell by 5 percent."),
        ("{}<p>The rangers:</p><ul><li><a href=/a>Ann Roe</a></li><li><a href=/b>Bo</a></li></ul>", "- Ann Roe"),
        ("{}<div>It was late.</div>", "It was late."),
        ("<div><a href=/a>Rangers joined the strike</a> in May.</div>{}", "Rangers joined the strike in May."),
    ],
)
def test_a_sentence_beside_paragraphs_is_kept_whatever_its_looks(body: str, kept: str) -> None:
    whole = body.format(f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>")
    found = read_page(f"<html><body><article><h1>Seals</h1>{whole}</article></body></html>".encode())
    assert found is not None and kept in found.text.split("\n")


@pytest.mark.parametrize(
    "body",
    [
        "<main><div><div><p>{}</p></div></div><div><div><p>{}</p></div></div></main>",
        "<article><section><p>{1}</p></section><section><p>{0}</p></section></article>",
    ],
)
def test_a_sentence_of_links_in_a_box_like_that_of_a_paragraph_is_kept(body: str) -> None:
    linked = "<a href=/a>Denmark counted in 1998</a>, <a href=/b>Sweden in 2007</a>."
    found = read_page(f"<html><body>{body.format(' '.join(PARAGRAPHS), linked)}</body></html>".encode())
    assert found is not None and "Denmark counted in 1998, Sweden in 2007." in found.text.split("\n")


@pytest.mark.parametrize(
    ("parts", "title"),
    [("<h2>Seals return</h2>{0}", "Seals return"), ("<h2>Seals return</h2>{0}<h2>Boats leave</h2>{0}", None)],
)
def test_the_only_heading_is_the_title_where_the_head_has_none(parts: str, title: str | None) -> None:
    body = parts.format(f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>")
    head = "<title>Untitled</title><meta property='og:site_name' content='Bay News'>"
    page = f"<html><head>{head}</head><body><h1>Bay News</h1><article>{body}</article></body></html>"
    found = read_page(page.encode())
    assert found is not None and found.title == title
    assert ("Seals return" in found.text) is not bool(title)


WORDS = st.sampled_from("seal bank harbour ranger boat Lind 1,100 tower, wall. bay“ autumn?".split())
TEXTS = st.lists(WORDS, min_size=0, max_size=6).map(" ".join)
INLINE = "a abbr b cite code data em font i mark q s small span strong sub sup time u var".split()
BLOCKS = (
    "article aside blockquote dd details div dl dt figcaption figure footer form h2 header li nav ol p section".split()
)
BLOCKS += "menu ol summary svg table td text th tr ul".split()
VOID = [
    "<br>",
    "<hr>",
    "<img src=a>",
    "<!-- note -->",
    "<script>code()</script>",
    "<b></b>",
    "<span class=br></span>",
]
ATTRIBUTES = [
    "",
    " class=teaser",
    " hidden",
    " style='display:none'",
    " class='share-bar'",
    " role=navigation",
    " id=main",
]


def elements(tags: list[str], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.tuples(
        st.sampled_from(tags),
        st.sampled_from(ATTRIBUTES),
        st.lists(inside, max_size=4).map("".join),
    )
    return parts.map(lambda one: f"<{one[0]}{one[1]}>{one[2]}</{one[0]}>")


INLINES = st.recursive(TEXTS | st.sampled_from(VOID), lambda inside: elements(INLINE, inside), max_leaves=8)
BODIES = st.recursive(INLINES, lambda inside: elements(BLOCKS, inside) | elements(INLINE, inside), max_leaves=20)


def shown(tree: HtmlElement) -> Counter[str]:
    """Count the letters and digits in all text of a page but what a browser never shows."""
    texts = tree.xpath("//text()[not({})]".format(" or ".join(f"ancestor::{tag}" for tag in sorted(UNSEEN))))
    return letters("".join(text for text in texts if isinstance(text.getparent().tag, str) or text.is_tail))


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def kept_and_removed(raw: bytes, *, numbers: bool = True) -> Counter[str] | None:
    """Count the same of what is read, without the `numbers` that may be those which a browser sets before items."""
    found = read_page(raw)
    texts = [found.text, *(piece.text for piece in found.removed)] if found else []
    kept = texts if numbers else [re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE) for text in texts]
    return letters("".join(kept)) if found else None


@settings(max_examples=30)
@given(body=BODIES)
@example(body="<ol><li>seal</li></ol>")
def test_all_of_a_page_is_kept_or_listed(body: str) -> None:
    raw = f"<html><body><main><h1>Seals</h1><p>{'</p><p>'.join(PARAGRAPHS)}</p>{body}</main></body></html>".encode()
    tree = load_html(decode_page(raw))
    assert tree is not None
    assert kept_and_removed(raw, numbers=False) == shown(tree)


@pytest.mark.slow
@pytest.mark.parametrize("collection", ["html", "pages2"])
def test_all_of_real_pages_is_kept_or_listed(shared: Path, collection: str) -> None:
    for page in read_gold(shared / "eval" / collection):
        tree = load_html(decode_page(page.raw))
        assert tree is not None and len(list(tree.iter())) < MOST_ELEMENTS
        found = kept_and_removed(page.raw)
        assert found is not None and not shown(tree) - found, page.text[:80]
