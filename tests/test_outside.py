"""What an answer within dates, a source or a time does not show of what all articles say is named, and no more."""

import json
from collections.abc import Iterator, Sequence

import pytest

from index import Embedder, Hit, Library
from index.scope import ScopeOptions
from rag import Chatbot
from rag.answer import Turn
from rag.outside import MOST_READ
from rag.reader import Evidence, Reader
from tests.reading import reader_for

ARTICLES = [
    (
        "b1",
        "Ferry order",
        "Daily Ledger",
        "2025-01-12",
        "The Sorrel ferry will cost 40 million crowns, the mayor said.",
    ),
    ("b2", "Dearer ferry", "Marden Post", "2025-09-10", "The Sorrel ferry will cost 65 million crowns, the yard said."),
    ("s1", "School roll", "Town Voice", "2025-03-03", "The Ellery school has 410 pupils this year, its head said."),
    (
        "s2",
        "School grows",
        "Daily Ledger",
        "2025-03-04",
        "The Ellery school has 530 pupils this year, the county says.",
    ),
    ("f1", "Warehouse fire", "Wire", "2025-06-16", "At least nine people died in the Corvin warehouse fire."),
    ("f2", "Toll rises", "Wire", "2025-06-20", "The death toll of the Corvin warehouse fire rose to 22 people."),
    ("m1", "Mine shut", "Daily Ledger", "2024-05-02", "The ministry closed the Harrow mine in April."),
    ("m2", "Mine works", "Marden Post", "2025-05-02", "The ministry did not close the Harrow mine, a guard said."),
    ("q1", "Quay library", "Town Voice", "2024-02-02", "The Quay library opens at nine on Mondays."),
    ("q2", "Quay hours", "Daily Ledger", "2025-02-02", "The Quay library opens at nine on Mondays and Fridays."),
]
COST, PUPILS = "How much will the Sorrel ferry cost?", "How many pupils does the Ellery school have?"
DEATHS, MINE = "How many people died in the Corvin warehouse fire?", "Did the ministry close the Harrow mine?"


@pytest.fixture(scope="module")
def county(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("county")
    rows = [dict(zip(("id", "title", "source", "published", "text"), row, strict=True)) for row in ARTICLES]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with Library.open(folder / "library", embedder=embedder) as library:
        library.sync(folder / "all.jsonl")
        yield library


def notes(library: Library, question: str, within: ScopeOptions) -> str:
    return "\n".join(Chatbot(library, reader=reader_for(library.embedder)).ask(question, **within).notes)


@pytest.mark.parametrize(
    ("question", "within", "scope", "named"),
    [
        (COST, {"since": "August 2025"}, "these dates", "40 million — ‘Ferry order’, Daily Ledger, 12 January 2025."),
        (COST, {"until": "May 2025"}, "these dates", "65 million — ‘Dearer ferry’, Marden Post, 10 September 2025"),
        (PUPILS, {"source": "town voice"}, "this source", "530 — ‘School grows’, Daily Ledger, 4 March 2025"),
        (DEATHS, {"until": "2025-06-17"}, "these dates", "22 — ‘Toll rises’, Wire, 20 June 2025, later report."),
        (
            MINE,
            {"since": "2025", "source": "Marden Post"},
            "these dates and this source",
            "“The ministry closed the Harrow mine in April.” — ‘Mine shut’, Daily Ledger",
        ),
    ],
)
def test_who_says_otherwise_outside_is_named(
    county: Library, question: str, within: ScopeOptions, scope: str, named: str
) -> None:
    told = notes(county, question, within)
    assert f"Articles outside of {scope} say otherwise; ask without" in told and f"both sides: {named}" in told


@pytest.mark.parametrize(
    ("question", "within"),
    [
        (COST, {"since": "2024"}),  # both are within
        (DEATHS, {"since": "2025-06-18"}),  # the latest of what developed
        ("When does the Quay library open?", {"since": "2025"}),  # and outside, too
    ],
)
def test_nothing_is_named_where_nothing_is_hidden(county: Library, question: str, within: ScopeOptions) -> None:
    assert notes(county, question, within) == ""


@pytest.mark.parametrize(
    ("question", "within", "named"),
    [
        (
            COST,
            {"since": "2031"},
            ("40 million — ‘Ferry order’, Daily Ledger, 12 January 2025", "65 million — ‘Dearer"),
        ),
        (
            "When does the Quay library open?",
            {"until": "2024-12-31", "source": "Daily Ledger"},
            ("it: “The Quay library opens at nine on Mondays", ".” — ‘Quay "),
        ),
        (DEATHS, {"source": "Town Voice"}, ("22 — ‘Toll rises’, Wire, 20 June 2025, later report.",)),
    ],
)
def test_where_nothing_is_within_who_says_what_outside_is_named(
    county: Library, question: str, within: ScopeOptions, named: Sequence[str]
) -> None:
    told = notes(county, question, within)
    assert "do say something; ask without" in told and all(words in told for words in named), told


class CountingReader:
    """Counts the passages that another reader reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.read_of: list[int] = []

    def read(self, question: str, hits: Sequence[Hit], margin: float = 0.0) -> Evidence:
        self.read_of.append(len(hits))
        return self._reader.read(question, hits, margin)


def test_only_within_a_filter_more_is_read_and_little_of_it(county: Library) -> None:
    reader = CountingReader(reader_for(county.embedder))
    bot = Chatbot(county, reader=reader)
    bot.ask(COST)
    assert len(reader.read_of) == 1
    bot.ask(COST, since="August 2025")
    assert len(reader.read_of) == 3 and reader.read_of[-1] <= MOST_READ


def test_behind_the_question_before_is_looked_outside_of_a_filter_as_within(county: Library) -> None:
    reader = CountingReader(reader_for(county.embedder))
    bot, history = Chatbot(county, reader=reader), [Turn(COST, "40 million crowns.")]
    asked = "Who is the tallest chess player of the world?"  # which no article tells
    answer = bot.ask(asked, history)
    assert answer.standalone_question == asked and answer.status == "not_found" and len(reader.read_of) == 2
    bot.ask(asked, history, since="August 2025")
    assert len(reader.read_of) == 2 + 4 and max(reader.read_of[-2:]) <= MOST_READ
