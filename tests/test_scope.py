"""What may answer, said in words: the days that people type, as the page, the command and Python all read them."""

from datetime import date
from pathlib import Path

import pytest

from index import InputError, Library, SourceCount
from index.language.times.typed import typed_time
from index.scope import Scope, settled
from rag import Chatbot
from rag.outside import no_such_source
from rag.retriever import Retriever
from tests.commands import onrecord

TODAY = "2025-06-18"  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("June 2025", "2025-06-01", "2025-06-30"),
        (" JUNE  2025 ", "2025-06-01", "2025-06-30"),
        ("17 june 2025", "2025-06-17", "2025-06-17"),
        ("Sept 2024", "2024-09-01", "2024-09-30"),
        ("march to may 2024", "2024-03-01", "2024-05-31"),
        ("2019-2021", "2019-01-01", "2021-12-31"),
        ("q1 2024", "2024-01-01", "2024-03-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("Last Year", "2024-01-01", "2024-12-31"),
        ("this month", "2025-06-01", "2025-06-30"),
        ("yesterday", "2025-06-17", "2025-06-17"),
        ("friday", "2025-06-13", "2025-06-13"),
        ("last 30 days", "2025-05-19", "2025-06-18"),
        ("2 weeks ago", "2025-06-02", "2025-06-08"),
    ],
)
def test_a_time_is_typed_as_it_is_said(typed: str, first: str, last: str) -> None:
    found = typed_time(typed, TODAY)
    assert found and (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "typed",
    ("", " ", "soon", "some day", "5/6/2025", "31 June 2025", "June 2025, or so", "the", "<b>June</b>", "Juni 2025")
    + ("June " * 20_000, "2025" * 20_000, "\0", "in in 2024", "٢٠٢٥", "99999999999"),
)
def test_what_is_no_time_is_told_with_the_forms_that_are(typed: str) -> None:
    assert typed_time(typed, TODAY) is None
    if typed:
        with pytest.raises(InputError, match=r"not a date; write it like .*, June 2025 or last year"):
            Scope.of(since=typed)


def test_words_and_figures_mean_the_same() -> None:
    assert Scope.of(since="June 2025", until="17 June 2025", during="May 2025/June 2025") == Scope.of(
        since="2025-06", until="2025-06-17", during="2025-05/2025-06"
    )
    last_year = date.today().year - 1
    assert Scope.of(since="last year") == Scope.of(since=str(last_year))
    with pytest.raises(InputError, match="June 2025 is later than May 2025"):
        Scope.of(since="June 2025", until="May 2025")


def test_what_is_kept_of_a_filter_means_the_same_on_any_day() -> None:
    within = settled(since="summer 2024", until="last year", source="Daily", during="first half of 2025")
    last_year = str(date.today().year - 1)
    assert within == {"since": "2024-06-01", "until": last_year, "source": "Daily", "during": "2025-01-01/2025-06-30"}
    assert settled(**within) == within and settled() == {}
    assert settled(during="1970s/last year") == {"during": f"1970-01-01/{last_year}"}


def test_the_command_takes_the_same_words(seeds_bot: Chatbot) -> None:
    library = seeds_bot.library.folder
    by_words = onrecord("ask", "Who built the Bushehr plant?", "--until", "june 2025", "--json", library=library)
    assert by_words.returncode == 0 and '"answered"' in by_words.stdout
    refused = onrecord("ask", "Who?", "--since", "some day", library=library)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "June 2025" in refused.stderr


def test_a_source_that_there_is_not_is_told(seeds_bot: Chatbot) -> None:
    question = "Who built the Bushehr plant?"
    for nobody in ("Nobody", "%"):
        (note,) = seeds_bot.ask(question, source=nobody).notes
        assert note == "No article is from a source of this name; the library has OnRecord sample."
    many = [SourceCount(f"Daily {number}", 1, None, None) for number in range(20)]
    named = "the library has Daily 17, Daily 7, Daily 1, Daily 19, Daily 18 and others."
    assert no_such_source("daily17", many) == f"No article is from a source of this name; {named}"
    assert no_such_source("daily 17", many) is None
    assert (
        no_such_source("Daily", []) == "No article is from a source of this name; the library knows the source of none."
    )
    assert seeds_bot.ask(question, source="ONRECORD SAMPLE").status == "answered"
    (note,) = seeds_bot.ask(question, since="2031").notes
    assert note.startswith("Articles outside of these dates do say something; ask without them to see it: “")


def test_a_sentence_of_another_time_does_not_weigh(library: Library, tmp_path: Path) -> None:
    said = (
        "In 2018 the navy of Arden bought six frigates. It paid 900 million crowns. In 2020 its band toured the coast."
    )
    (tmp_path / "navy.txt").write_text(f"Ships\n\n{said}\n", encoding="utf-8")
    library.sync(tmp_path)
    within = Scope.of(during="2020")
    (hit,) = Retriever(library, pool=20).retrieve("How much did the navy of Arden pay for frigates?", within)
    assert [hit.article.text[one.start : one.end] for one in hit.passage.sentences] == [said[said.index("In 2020") :]]
    (whole,) = Retriever(library, pool=20).retrieve("How much did the navy of Arden pay for frigates?", Scope())
    assert len(whole.passage.sentences) == 3 and hit.score < whole.score and hit.keyword_score < whole.keyword_score
