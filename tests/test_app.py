"""What the page shows, as HTML: all that a reader needs is there, and nothing written by others is markup."""

import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index import Article, Headline, Removed, SetAside, Skipped, SourceCount
from index.language.times import Time
from page.actions import FORMS, actions_html, file_name
from page.article import article_html, copies_html
from page.conversations import CUT_OFF, Exchange
from page.first import first_html
from page.listing import faults_html, set_aside_html, table_html
from page.picture import picture_html
from page.turns import record_html, said_html
from rag import Answer, Citation, Position, Quote, Rejected, Verdict
from rag.answer import NOT_FOUND, UNFINISHED
from rag.show import EXPORTS, about_html, answer_html, marked_html, sources_html

HOSTILE = (
    '<script>alert(1)</script> ![x](http://evil.example/x) [a](javascript:alert(1)) $$x^2$$ "><img src=x onerror=y>'
)

PASSAGE = "Few expected it. The envoy will not go. Talks end in May, he said. Nobody asked why."


def citation(
    number: int, quoted: str, *, text: str = PASSAGE, article: str = "a.txt", url: str | None = None
) -> Citation:
    """Cite words of a passage that starts at character 100 of its article."""
    start = 100 + text.index(quoted)
    quote, passage = Quote(article, start, start + len(quoted), quoted), Quote(article, 100, 100 + len(text), text)
    return Citation(number, quote, 0.9, f"Title of {article}", "Daily", "2025-06-17", url, passage)


ENVOY, TALKS = citation(1, "The envoy will not go."), citation(2, "Talks end in May, he said.")
QUOTED = Answer(
    "Will the envoy go?",
    "Will the envoy go?",
    "answered",
    "…",
    "quotes",
    sentences=(Verdict(ENVOY.quote.text, (1,), "quoted"), Verdict(TALKS.quote.text, (2,), "quoted")),
    citations=(ENVOY, TALKS),
)
WRITTEN = replace(
    QUOTED,
    model="ollama:some",
    sentences=(
        Verdict("The envoy stays.", (1,), "supported"),
        Verdict("Talks end on 9 May.", (2,), "unsupported", ("number 9 is in no quote",)),
        Verdict("All hope so.", (), "uncited", ("it points at no sentence of the articles",)),
    ),
    rejected=(Rejected("[9.9]", "no such sentence"), Rejected("never ever", "not word for word in the articles shown")),
)
CONTESTED = replace(QUOTED, status="contested", positions=(Position("Daily", (1,)), Position("Weekly", (2,))))
NOTHING = replace(QUOTED, status="not_found", text=NOT_FOUND, sentences=(), citations=(), nearest=(ENVOY,))


class _Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attributes)))


def text_of(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


def test_a_quote_stands_in_quotation_marks_once_with_its_number_and_origin() -> None:
    shown = answer_html(QUOTED)
    assert text_of(shown) == (
        "“The envoy will not go.”[1]“Talks end in May, he said.”[2]‘Title of a.txt’, Daily, 17 June 2025"
    )
    assert shown.count("<blockquote>") == 1
    assert 'href="#source-1-2"' in shown


def test_quotes_of_two_articles_stand_apart() -> None:
    other = citation(2, "Talks end in May, he said.", article="b.txt")
    assert answer_html(replace(QUOTED, citations=(ENVOY, other))).count("<blockquote>") == 2


def test_only_what_is_a_quote_to_the_letter_gets_quotation_marks() -> None:
    shortened = Verdict("The envoy will not go", (1,), "quoted")
    assert "“" not in answer_html(replace(QUOTED, sentences=(shortened,)))
    assert "Quoted The envoy will not go" in text_of(sources_html(replace(QUOTED, sentences=(shortened,))))


def test_a_doubtful_sentence_is_marked_and_the_reason_shown() -> None:
    shown = answer_html(WRITTEN)
    assert text_of(shown) == "The envoy stays.[1] Talks end on 9 May.[2] Not supported All hope so. No source"
    assert re.findall("<u>(.*?)</u>", shown) == ["Talks end on 9 May.", "All hope so."]
    assert "title=" not in shown  # which no keyboard and no finger reaches
    record = text_of(sources_html(WRITTEN))
    leads = re.findall('class="doubt" href="#(.*?)"', answer_html(WRITTEN, 4))
    assert leads == ["judged-4-2", "judged-4-3"] and all(
        f'<li id="{one}">' in sources_html(WRITTEN, 4) for one in leads
    )
    assert "Supported The envoy stays.[1]" in record
    assert "Not supported Talks end on 9 May.[2]number 9 is in no quote" in record
    assert "No source All hope so.it points at no sentence of the articles" in record


def test_a_sentence_still_being_written_is_not_marked() -> None:
    last = replace(WRITTEN.sentences[-1], reasons=(UNFINISHED,))
    growing = replace(WRITTEN, sentences=(*WRITTEN.sentences[:-1], last))
    assert re.findall("<u>(.*?)</u>", answer_html(growing, growing=True)) == ["Talks end on 9 May."]
    record = record_html(Exchange(1, "Will the envoy go?", {}, growing, growing=True))
    assert "Not supported" in record
    assert "No source" not in record
    assert answer_html(growing).count("Unfinished") == 1 and "Unfinished" not in answer_html(growing, growing=True)


def test_rejected_markers_and_words_are_named() -> None:
    record = text_of(sources_html(WRITTEN))
    assert "The model pointed to [9.9]: no such sentence" in record
    assert "never ever: not word for word in the articles shown" in record


def test_both_sides_are_shown_with_their_words() -> None:
    shown = text_of(answer_html(CONTESTED))
    assert "The articles disagree" in shown
    assert "“The envoy will not go.”[1]‘Title of a.txt’, Daily, 17 June 2025Daily 1 source" in shown
    assert shown.count("The envoy will not go.") == 1  # and not once more as a quote


def test_a_side_says_whose_and_when_once() -> None:
    weekly = replace(TALKS, source="Weekly", published="2025-06-18")
    told = f"$900 — {ENVOY.origin}; {weekly.origin}, later report"
    both = answer_html(replace(CONTESTED, citations=(ENVOY, weekly), positions=(Position(told, (1, 2)),)))
    assert text_of(both).endswith("Weekly, 18 June 2025$900 2 independent sources · later report")
    assert re.findall('<time datetime="(.*?)">', both) == ["2025-06-17", "2025-06-18"]
    assert text_of(both).count("Daily") == text_of(both).count("18 June 2025") == 1
    bare = replace(ENVOY, source=None, published=None)
    denial = answer_html(replace(CONTESTED, citations=(bare, TALKS), positions=(Position(bare.origin, (1,)),)))
    assert (
        "no source or date given1 source" in text_of(denial)
        and "<time" not in denial.partition("<blockquote>")[0]
        and "<b>" not in denial
    )


def test_not_found_says_so_and_leads_to_the_nearest() -> None:
    assert text_of(answer_html(NOTHING)) == f"{NOT_FOUND}What comes nearest"
    assert '<div class="silence">' in answer_html(NOTHING) and 'href="#nearest-3"' in answer_html(NOTHING, 3)
    record = sources_html(NOTHING, 3)
    assert record.startswith('<h3 id="nearest-3">Nearest passages</h3>')
    assert "<mark>The envoy will not go.</mark>" in record
    assert text_of(answer_html(replace(NOTHING, nearest=()))) == f"{NOT_FOUND}Nothing in them comes near."


def test_a_rewritten_question_is_shown() -> None:
    rewritten = replace(QUOTED, standalone_question="Will the envoy of Rome go?")
    assert text_of(answer_html(rewritten)).startswith("Understood as: Will the envoy of Rome go?")


def test_a_passage_is_shown_once_whole_with_each_quote_marked() -> None:
    record = sources_html(replace(QUOTED, citations=(replace(TALKS, number=1), replace(ENVOY, number=2))), turn=3)
    assert record.count("<article>") == 1
    assert PASSAGE in text_of(record)
    marked = re.findall(r'<mark id="source-3-(\d)" data-number="\1">(.*?)</mark>', record)
    assert marked == [("2", "The envoy will not go."), ("1", "Talks end in May, he said.")]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("The ferry sank.\n\nNobody drowned.\n \n\nIt was late.", ["\n\n", "\n \n\n"]),
        ("The ferry sank.\nNobody drowned.", ["\n"]),  # as of a web page
        ("The ferry sank.\r\nNobody drowned.", ["\r\n"]),
        ("Why it sank\nThe hull had a hole.\nNobody saw it.", ["\n", "\n"]),
        ("The ferry that went to the islands in the north of the bay\nsank.\n\nNobody drowned.", ["\n\n"]),  # wrapped
        ("The ferry that went to the islands in the north of the bay\nsank on Sunday.", []),
        ("They lost:\n- a hull\n- a mast\nNobody drowned.", ["\n"]),
        ("One line.", []),
    ],
)
def test_paragraphs_stand_apart_however_a_file_parts_them(text: str, gaps: list[str]) -> None:
    for quoted in (text[:3], text.split("\n")[-1], text):  # before, behind and over the gaps
        cited = replace(ENVOY, quote=Quote("a.txt", text.index(quoted), text.index(quoted) + len(quoted), quoted))
        shown = marked_html(text, 0, [cited], "at-")
        told = re.findall('<span class="gap">(.*?)</span>', shown, re.DOTALL)
        assert [gap.replace("\r\n", "\n") for gap in told] == [gap.replace("\r\n", "\n") for gap in gaps]
        assert unescape(re.sub("<.*?>", "", shown)).replace("\r\n", "\n") == text.replace("\r\n", "\n")


def test_only_web_addresses_become_links() -> None:
    def shown(url: str | None) -> str:
        return sources_html(replace(QUOTED, sentences=(), citations=(citation(1, "Few", url=url),)))

    linked = shown('https://a.example/"b')
    assert (
        '<a class="out" href="https://a.example/&quot;b" target="_blank" rel="noopener noreferrer">a.example ↗'
        in linked
    )
    assert "<header>Title of a.txt<small>" in linked  # which leads nowhere, whatever stands behind it
    for url in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example", None):
        assert "<a " not in shown(url)
    assert ">news.example ↗<" in about_html("Daily", published=None, url="https://www.news.example:8080/a?b")
    assert "http://[" in about_html(published="2025", url="http://[")  # whose name nobody can read
    assert about_html(None, published=None) == ""


def test_a_time_that_a_quote_leaves_open_is_told_in_words_of_its_own() -> None:
    said = replace(TALKS, times=(Time(TALKS.quote.start + 13, TALKS.quote.start + 16, "2025-05-01", "2025-05-31"),))
    record = text_of(sources_html(replace(QUOTED, citations=(said,))))
    assert "Title of a.txtDaily, 17 June 2025“May”: May 2025Few expected it." in record


def test_nothing_written_by_others_is_markup() -> None:
    def answer(words: str) -> Answer:
        written = f"It is {words}."
        cited = citation(1, written, text=f"First. {written} Last {words}", article=words)
        return replace(
            WRITTEN,
            question=words,
            standalone_question=f"{words}?",
            status="contested",
            text=words,
            model=words,
            sentences=(
                Verdict(written, (1,), "quoted"),
                Verdict(words, (1,), "unsupported", (words,)),
                Verdict(words, (), "uncited", (words,)),
            ),
            citations=(replace(cited, title=words, source=words, published=words, url=f"http://a.example/{words}"),),
            positions=(Position(words, (1,)),),
            nearest=(cited,),
            rejected=(Rejected(words, words),),
        )

    def page(words: str) -> str:
        said = (
            Exchange(1, words, {"source": words}, answer(words), note=words, is_whole=True),
            Exchange(2, words, {}, replace(NOTHING, text=words), is_whole=True),
        )
        text = " " * 100 + answer(words).citations[0].passage.text
        article = Article(words, words, text, words, words, words, f"http://a.example/{words}")
        whole = article_html(article, answer(words).citations, [Removed(words, words)])
        headline = Headline(words, words, words, words, False)
        whole += first_html([SourceCount(words, 1, words, words)], 1, [headline], True) + table_html(
            [headline], removes=True
        )
        whole += set_aside_html([SetAside(words, words, words, words, words)]) + copies_html([article])
        whole += faults_html([Skipped(Path("a"), words)]) + picture_html(
            [], [SourceCount(words, 1, None, None)], "", "", ""
        )
        return "".join(said_html(turn) + record_html(turn) for turn in said) + whole

    def without(words: str, name: str, value: str) -> str:
        return value.partition(".example/")[0] if name == "data-copy" else value.replace(words, "")

    def tags(words: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
        return [
            (tag, tuple((name, without(words, name, value or "")) for name, value in attributes))
            for tag, attributes in _Tags(page(words)).found
        ]

    assert tags(HOSTILE) == tags("plain")
    hostile, harmless = (text_of(re.sub('<div class="menu">.*?</div>', "", page(one))) for one in (HOSTILE, "plain"))
    assert hostile.count(HOSTILE) == harmless.count("plain")  # but for beginnings of quotes, in a menu


def test_a_turn_tells_how_far_it_has_come() -> None:
    waiting = Exchange(1, "Who?", {}, growing=True)
    assert text_of(said_html(waiting)) == "Who?Reading the articles …" and record_html(waiting) == ""
    growing = said_html(replace(waiting, answer=QUOTED))
    assert growing == f"<h2>Who?</h2><div class='answer'>{answer_html(QUOTED)}</div>"
    failed = text_of(said_html(Exchange(1, "Who?", {}, QUOTED, note="The model is gone; start it.")))
    assert failed.startswith("Who?“The envoy will not go.”[1]")
    assert "no model, quotes only · 0.0 s" in failed and failed.endswith("The model is gone; start it.")


def test_what_was_cut_off_can_be_asked_again() -> None:
    assert "Ask again" in said_html(Exchange(1, "Who?", {}, note=CUT_OFF))
    assert "Ask again" not in said_html(Exchange(1, "Who?", {}, note="no such model"))  # which was not kept


def test_a_row_below_an_answer_says_what_can_be_done_with_it() -> None:
    linked = replace(QUOTED, citations=(citation(1, "The envoy will not go.", url="https://a.example/"), TALKS))
    row = actions_html(linked, filtered=False)
    assert re.findall('data-copy="(.*?)"', row) == ["https://a.example/#:~:text=The%20envoy%20will%20not%20go."]
    assert "[1] Daily, 17 June 2025, The envoy will not go." in text_of(row)
    assert "[2] ‘Title of a.txt’, Daily, 17 June 2025: no address on the web" in text_of(row)
    assert re.findall('data-export="(.*?)"', row) == list(FORMS) == list(EXPORTS)
    nothing = actions_html(NOTHING, filtered=True)
    assert "without filters" in nothing and "without filters" not in row
    assert "Copy link" not in nothing and "BibTeX" not in nothing and 'data-export="docx"' in nothing


def test_a_file_is_named_by_its_question() -> None:
    for question, name in (("Did Assad's government fall?", "did-assad-s-government-fall"), ("../?", "onrecord")):
        assert file_name([replace(QUOTED, question=question)], "docx") == f"{name}.docx"
    assert len(file_name([replace(QUOTED, question="how " * 99)], "md")) < 70


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (replace(QUOTED, model="quotes"), "no model, quotes only · 0.0 s"),
        (replace(QUOTED, model="http://127.0.0.1:9/v1#org/small"), "org/small · 0.0 s"),
        (replace(QUOTED, model="gguf:/models/small.gguf"), "small.gguf · 0.0 s"),
        (replace(NOTHING, model="ollama:small", prompt="answer 3"), "ollama:small · 0.0 s"),
    ],
)
def test_an_answer_says_who_wrote_it_by_its_name(answer: Answer, said: str) -> None:
    took = said_html(Exchange(1, "Who?", {}, answer, is_whole=True)).rpartition('<span class="aside">')[2]
    assert text_of(took) == said


@pytest.mark.parametrize("model", ["quotes", "ollama:small"])
def test_silence_that_no_model_was_asked_for_names_none_and_no_time(model: str) -> None:
    said = said_html(Exchange(1, "Who?", {}, replace(NOTHING, model=model, prompt=""), is_whole=True))
    assert " s</span>" not in said and model not in said and ">Copy</button>" in said


def test_a_turn_tells_within_what_it_was_asked() -> None:
    assert "In articles since June 2025:" in said_html(
        Exchange(1, "Who?", {"since": "2025-06"}, NOTHING, is_whole=True)
    )
    assert "In articles" not in said_html(Exchange(1, "Who?", {}, NOTHING, is_whole=True))


def test_a_sentence_that_was_cut_off_is_not_judged() -> None:
    whole, judged = WRITTEN.sentences[:2]
    assert "Not supported" in said_html(Exchange(1, "Who?", {}, replace(WRITTEN, sentences=(whole, judged))))
    cut = replace(WRITTEN, sentences=(whole, replace(judged, verdict="uncited", reasons=(UNFINISHED,))))
    stopped = Exchange(1, "Who?", {}, cut, note="Stopped.")
    assert "<u>" not in said_html(stopped) and "Unfinished" in said_html(stopped)
    assert "Talks end on 9 May.</li>" not in record_html(stopped)


@pytest.mark.slow
def test_the_page_is_built_without_loading_a_model(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nA sentence of an article.", encoding="utf-8")
    code = (
        "import sys, app\nfrom index import Library\nfrom rag import Chatbot\n"
        f"app.build_app(Chatbot(Library.open({str(tmp_path / 'library')!r})))\n"
        "assert not {'torch', 'sentence_transformers'} & sys.modules.keys()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent
    )
    assert done.returncode == 0, done.stderr


def test_an_article_that_was_edited_is_not_marked_where_the_quote_stood() -> None:
    article = Article("a.txt", "A", f"{'x' * 100}{PASSAGE}")
    assert '<mark id="place-1"' in article_html(article, [ENVOY])
    edited = article_html(replace(article, text=f"A correction. {article.text}"), [ENVOY])
    assert "<mark" not in edited and "This article has changed since" in edited
