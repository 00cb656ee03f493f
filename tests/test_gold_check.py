"""What is wrong with a file of gold questions, each fault with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from index import InputError, Library
from page.conversations import Exchange
from page.feedback import as_jsonl, gold_of
from rag import Chatbot
from rag.evaluation.checking import GoldCheck, check_gold
from rag.evaluation.gold import GoldQuestion, GoldQuote, gold_question, read_gold
from rag.evaluation.nearest import nearest_text
from tests.commands import onrecord
from tests.conftest import SEEDS

DOCKS = {"article": "harbor.txt", "text": "It has nine docks."}


def line(**fields: Any) -> dict[str, Any]:
    return {"id": "1", "question": "How many docks has the harbor?", "answerable": True, "quotes": [[DOCKS]]} | fields


def checked(tmp_path: Path, library: Library | None, *lines: object) -> GoldCheck:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return check_gold(file, library)


def told(found: GoldCheck) -> list[str]:
    return [f"{one.line} {one.level}: {one.text}" for one in found.findings]


@pytest.fixture
def harbor(library: Library, articles: Path) -> Library:
    library.sync(articles)
    return library


def test_a_sound_file_has_nothing_to_find(tmp_path: Path, harbor: Library) -> None:
    history = [{"question": "When did the harbor open?", "answer": "In May."}]
    found = checked(
        tmp_path,
        harbor,
        line(answers=["nine docks"], contested=False),
        "",
        line(id=2, history=history),  # the same words, but asked of something else
        line(id="3", question="Who owns the harbor?", answerable=False, quotes=[]),
    )
    assert found == GoldCheck(3, 0, ())


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"answerable": "yes"}, "answerable must be true or false"),
        ({"contested": 1}, "contested must be true or false"),
        ({"draft": "no"}, "draft must be true or false"),
        ({"id": 1.5}, "id must be a text that is not empty"),
        ({"question": " "}, "question must be a text that is not empty"),
        ({"history": [{"question": "x"}]}, "history must be a list of earlier turns"),
        ({"history": "x"}, "history must be a list of earlier turns"),
        ({"quotes": [DOCKS]}, "quotes must be a list of alternative sets of quotes"),
        ({"quotes": [[{"article": "harbor.txt"}]]}, "('text' is missing)"),
        ({"answers": "nine"}, "answers must be a list of short accepted answers"),
        ({"answerable": False}, "not answerable, and yet it has what only an answerable one has"),
        ({"answerable": False, "quotes": [], "answers": ["x"]}, "or make it answerable: answers"),
        ({"answerable": False, "quotes": [], "contested": True}, "or make it answerable: contested"),
        ({"quotes": [[]]}, "an alternative of quotes is empty"),
    ],
)
def test_a_field_that_is_wrong_is_a_fault(tmp_path: Path, wrong: dict[str, Any], why: str) -> None:
    found = checked(tmp_path, None, line(**wrong))
    assert [one.level for one in found.findings].count("fault") == 1
    assert why in "".join(one.text for one in found.findings if one.level == "fault")


def test_all_faults_of_a_file_are_told_not_the_first(tmp_path: Path) -> None:
    twice = '{"id": "5", "id": "6", "question": "Why?", "answerable": false}'
    found = checked(tmp_path, None, "[1]", "{", line(question="", answerable=0), {"id": "4"}, twice)
    assert told(found) == [
        "1 fault: not an object; write one in {} on each line",
        "2 fault: not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)); "
        "write one object on each line",
        "3 fault: question must be a text that is not empty",
        "3 fault: answerable must be true or false",
        "4 fault: question is missing",
        "4 fault: answerable is missing",
        '5 fault: the name "id" stands twice in one object; keep one',
    ]


def test_what_comes_twice(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        None,
        line(),
        line(question="When was it opened?"),
        line(id="2", question="how many docks has the Harbor"),
        line(id="3", question="The harbor has how many docks?"),
        line(id="4", question="The harbor has which docks?"),
    )
    assert told(found) == [
        '2 fault: the id "1" is that of line 1, too; give each its own',
        "3 fault: the same question as in line 1; keep one",
        "4 warning: nearly the same question as in line 1",
    ]


def test_what_may_be_meant_so_is_a_warning(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        None,
        line(answers=["nine", "9"], anwers=[]),
        line(id="2", question="Who built it?", quotes=[]),
        line(id="3", question="Who paid for it?", quotes=[], answers=["Osk"]),
        line(id="4", question="Who sold it?", quotes=[[DOCKS, DOCKS]], contested=True),
    )
    assert found.count("fault") == 0 and told(found) == [
        '1 warning: the field "anwers" is not read; is answers meant?',
        '1 warning: the answer "9" stands in no gold quote',
        "2 warning: answerable, but without quotes and answers: only silence is measured by it",
        "3 warning: answerable, but without quotes: only its short answer is measured",
        "4 warning: a quote stands twice in one alternative",
        "4 warning: contested, but no alternative has two quotes, one for each side",
    ]


def test_quotes_are_held_against_the_articles(tmp_path: Path, harbor: Library) -> None:
    def quoting(article: str, text: str, number: int) -> dict[str, Any]:
        return line(id=str(number), question=f"Question {number}?", quotes=[[{"article": article, "text": text}]])

    found = checked(
        tmp_path,
        harbor,
        quoting("harbor.txt", "It has ten docks.", 1),
        quoting("harbour.txt", "It has nine docks.", 2),
        quoting("harbor.txt", "The bridge was closed in March.", 3),
        quoting("harbor.txt", "Oil fell sharply on Monday, for want of buyers.", 4),
        quoting("nowhere", "It has nine docks.", 5),
        quoting("harbor.txt", "It  has\tnine docks.", 6),
    )
    assert told(found) == [
        '1 fault: the quote "It has ten docks." does not stand in harbor.txt; nearest: It has [ten → nine] docks.',
        '2 fault: the library has no article "harbour.txt"; is harbor.txt meant?',
        '3 fault: the quote "The bridge was closed in March." does not stand in harbor.txt; it stands in bridge.md',
        '4 fault: the quote "Oil fell sharply on Monday, for want of buyers." does not stand in harbor.txt, '
        "nor anything like it",
        '5 fault: the library has no article "nowhere"; sync the articles that it is about',
        '6 warning: the quote "It  has\tnine docks." stands in harbor.txt with other spaces or signs',
    ]


def test_the_nearest_text_is_as_many_sentences_as_the_quote() -> None:
    article = "It rained. The harbor opened in May. It has nine docks. The ferry stayed away."
    assert nearest_text("The harbor opened in June. It has docks.", article) == (
        "The harbor opened in [June. → May.] It has [ → nine] docks."
    )


def test_the_command_tells_lines_and_sets_the_exit_status(tmp_path: Path, harbor: Library) -> None:
    harbor.close()
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(line(answers=["10"])) + "\n")
    done = onrecord("gold", "check", file)
    assert done.returncode == 0 and done.stdout.splitlines() == [
        f'{file}:1: warning: 1: the answer "10" stands in no gold quote',
        "1 question: 0 faults, 1 warning",
        "articles and quotes were not looked at: no library in .onrecord; name it with --library DIR",
    ]
    file.write_text(json.dumps(line(answerable=0)))
    done = onrecord("gold", "check", file, "--json")
    assert done.returncode == 1 and json.loads(done.stdout) == {
        "questions": 1,
        "drafts": 0,
        "faults": 1,
        "warnings": 0,
        "articles_checked": False,
        "findings": [{"line": 1, "id": "1", "level": "fault", "text": "answerable must be true or false"}],
    }
    for given, why in ((tmp_path / "none", "can't be read"), (file, "not a library, and not empty")):
        done = onrecord("gold", "check", given, library=tmp_path if given == file else None)
        assert done.returncode == 2 and why in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [("check", "gold.jsonl"), ("draft",)])
@pytest.mark.parametrize("is_given", [True, False])
def test_a_library_that_is_served_elsewhere_is_one_line(
    command: tuple[str, ...], is_given: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://:secret@127.0.0.1:1"
    monkeypatch.setenv("ONRECORD_LIBRARY", address)
    run = onrecord("gold", *command, *(("--library", address) if is_given else ()))
    assert run.returncode == 2 and run.stdout == ""
    assert run.stderr == (
        "onrecord: http://127.0.0.1:1: gold questions need the folder of the library itself; "
        "work where it is served, with --library DIR\n"
    )


def test_the_samples_questions_are_sound(seeds_library: Library) -> None:
    found = check_gold(SEEDS / "gold.jsonl", seeds_library)
    assert found.findings == () and found.questions >= 70
    questions = read_gold(SEEDS / "gold.jsonl")
    assert sum(not one.answerable for one in questions) >= 20 and sum(bool(one.contested) for one in questions) >= 5


def test_gold_from_the_page_is_sound(tmp_path: Path, seeds_bot: Chatbot) -> None:
    first, second = "Who built the Bushehr plant?", "Who won the 2022 World Cup in soccer?"
    asked = enumerate((first, second), start=1)
    turns = [Exchange(number, one, {}, seeds_bot.ask(one), is_whole=True) for number, one in asked]
    answer = turns[0].answer
    assert answer
    quotes = [GoldQuote(one.quote.article, one.quote.text) for one in answer.citations]
    file = tmp_path / "gold.jsonl"
    file.write_text(as_jsonl([gold_of("c", turns, 1, quotes, False), gold_of("c", turns, 2, ())]), encoding="utf-8")
    assert check_gold(file, seeds_bot.library) == GoldCheck(2, 0, ())


def test_a_draft_is_no_gold_until_it_is_accepted(tmp_path: Path) -> None:
    draft = GoldQuestion("1", "How many docks?", False, draft=True)
    assert gold_question(json.loads(json.dumps(draft.to_json()))) == draft
    assert "draft" not in GoldQuestion("1", "How many docks?", False).to_json()
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{json.dumps(line())}\n{json.dumps(draft.to_json() | {'id': '2'})}\n")
    with pytest.raises(InputError) as told_to_user:
        read_gold(file)
    assert str(told_to_user.value) == (
        f"{file}, line 2: 1 of 2 questions are drafts that nobody has accepted yet; run: onrecord gold review {file}"
    )
    assert [one.draft for one in read_gold(file, drafts=True)] == [False, True]
    assert check_gold(file, None).drafts == 1
