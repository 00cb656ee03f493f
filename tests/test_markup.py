"""HTML in the fields of exports → what a reader of it sees: every word, no tag, and no sign that is no tag lost."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.formats.markup import html_to_text
from index.reading.markup import is_markup, line_of_markup, text_of_markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.<p>Two.", "One.\n\nTwo."),
        ("One.<br>Two.<BR/>Three.", "One.\nTwo.\nThree."),
        ("One.\n\nTwo <em>words</em>.\nThree.", "One.\n\nTwo words.\nThree."),
        ("One.\n\nTwo, or a<br>cell.\nThree.<br />\nFour.", "One.\n\nTwo, or a\ncell.\nThree.\nFour."),
        ("<p>One.</p>\n\n\nTwo.\n\nThree\n<b>words</b>.", "One.\n\nTwo.\n\nThree words."),
        ("<p>The mayor\n  said so.</p>\n<p>Twice.</p>", "The mayor said so.\n\nTwice."),
        ("<ol><li><p>one</p></li><li></li><li>two<ul><li>three</ul></ol>end", "1. one\n3. two\n- three\n\nend"),
        ("<table><tr><td>a</td><td></td><td><p>b</p><p>c</p></td></tr></table>", "a |  | b c"),
        ("<dl><dt>Who</dt><dd>Ann</dd></dl>", "Who\n\nAnn"),
        ("<blockquote>We won.<footer>Ann Lee</footer></blockquote>", "We won.\n\nAnn Lee"),
        ("<blockquote>“We won.”<cite>Ann <b>Lee</b></cite></blockquote>", "“We won.”\nAnn Lee"),
        ("<p>I read <cite>We won.</cite> <cite>You lost</cite> is worse.</p>", "I read We won. You lost is worse."),
        ("<p><ruby>海<rp>[</rp><rt>うみ</rt><rp>]</rp></ruby>へ。</p>", "海(うみ)へ。"),
        ("He said <q>no</q>, at <time>noon</time>.", "He said “no”, at noon."),
        ("<a href='/x>y' title=\"a > b\">link</a>ed", "linked"),
        ("<script>if (a < b) '<p>'</script><style>p{}</style><p>Seen.</p>", "Seen."),
        ("<p>The <script> tag</p><p>is old.</p>", "The tag\n\nis old."),
        ("<p>It costs <del>ten</del> <ins>two</ins> <s>or <s>three</s> pounds.</p>", "It costs two pounds."),
        ("<p>Note <s>that</p><p>this stays.</p>", "Note that\n\nthis stays."),
        ("<p>One <!-- no --> word.</p> <!-- left open", "One word.\n\n<!-- left open"),
        ("<!-- no --><![CDATA[<p>Yes.</p>]]>", "Yes."),
        ("&lt;p&gt;Twice &amp;amp; thrice.&lt;/p&gt;", "Twice & thrice."),
        ("<p>a < b, <Name of firm> &lt;b&gt;</p>", "a < b, <Name of firm> <b>"),
        ("<o:p></o:p><amp-img src=x></amp-img><p>Seen.</p>", "Seen."),
        ("R&amp;D, AT&T, ?a=1&copy=2 &nbsp;&#8217;", "R&D, AT&T, ?a=1&copy=2 \xa0’"),
    ],
)
def test_what_is_seen(markup: str, text: str) -> None:
    assert text_of_markup(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<blockquote><p>We <b>won.</b><cite>Ann Lee</cite></p></blockquote>", "We won.\nAnn Lee"),
        ("<blockquote>We won!<cite>Ann Lee</cite></blockquote>", "We won!\nAnn Lee"),
        ("<p><ruby>海<rp>[</rp><rt>うみ</rt><rp>]</rp></ruby>へ。</p>", "海(うみ)へ。"),
    ],
)
def test_what_is_seen_of_markup_that_is_all_article(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@pytest.mark.parametrize(
    "text", ["a < b > c", "x<y and y>z", "Use the <b> tag.", "<3", "1 <p 2", "<Name>", "a &b; c", " \n"]
)
def test_text_that_is_no_markup_stays_as_it_is(text: str) -> None:
    assert text_of_markup(text) == text and not is_markup(text)


def test_a_field_is_one_line() -> None:
    assert line_of_markup("<b>Caf&eacute;</b><br>\n opens") == "Café opens"


@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <b> </b> <li> <ul> </ul> <td> <tr> </table> <q> </q> <br> <pre> </pre> \n".split(" ")
            + ["\n\n", " word ", "Ab", "3 < 4 ", "&amp;"]
        )
    )
)
def test_no_word_is_lost_and_none_made(pieces: list[str]) -> None:
    words = re.sub(r"</?(?:p|b|li|ul|td|tr|table|q|br|pre)>", " ", "".join(pieces))
    seen = re.sub(r"[|“”-]", "", text_of_markup("<p>" + "".join(pieces)))
    assert "".join(seen.split()) == "".join(words.replace("&amp;", "&").split())


@pytest.mark.parametrize(
    "text",
    [
        "<p " * 300_000,
        "<" * 900_000,
        "<div>" * 150_000 + "x",
        '<p a="' * 100_000,
        "<!--" * 200_000,
        "<p></p><!-- a -->" + "<!--" * 200_000,
    ],
)
def test_hostile_markup_takes_no_time(text: str) -> None:
    began = time.monotonic()
    text_of_markup(text)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<ol reversed><li>One</li><li>Two</li></ol>", "- One\n- Two"),
        ("<ol><li>Write<ol><li>by mail</li></ol></li><li>Wait</li></ol>", "1. Write\n- by mail\n2. Wait"),
        ("<ol style='list-style: none'><li>One</li></ol>", "- One"),
        ("<ol><li>1. Own</li><li title='a value=7 b'>Two</li></ol>", "1. Own\n2. Two"),
        ("<ol class=a start=4><li><p>One.</p><p>More.</p></li><li>Two</li></ol>", "4. One.\nMore.\n5. Two"),
    ],
)
def test_numbers_of_items_are_those_that_a_browser_sets(markup: str, wanted: str) -> None:
    assert text_of_markup(markup) == wanted
