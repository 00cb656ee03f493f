"""Questions proposed from a library's own sentences, by rule and by a model; and their review in the terminal."""

import io
import json
from pathlib import Path

import pytest

from index import InputError, Library
from rag.evaluation.checking import check_gold
from rag.evaluation.gold import GoldQuestion, read_gold
from rag.evaluation.proposing import YES_OR_NO, propose
from rag.evaluation.reviewing import Review
from rag.evaluation.swapping import Swapper
from rag.evaluation.wording import is_worded
from rag.llm import LanguageModel, load_llm
from tests.commands import Done, onrecord
from tests.fakes import WordHashEmbedder
from tests.scripted_llm import ScriptedLLM

PORT = (
    "Norway sold 40 ferries to Iceland in 2021. The mayor of Osk signed a treaty with Kiel in May 2019. "
    "He was glad. Anna Lind met Peter Olsen in Norway.\n"
)
PLANT = (
    "The Arden plant has been in operation since 2013. The Osk bridge was closed in March 2024, because its pillars "
    "had sunk. Finland bought the port of Osk in 2018. What will become of it?\n"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two made-up articles, one of them twice."""
    folder = tmp_path_factory.mktemp("port")
    for name, text in (("port.txt", PORT), ("plant.txt", PLANT), ("copy.txt", PORT)):
        (folder / name).write_text(text)
    with Library.open(folder / "library") as library:
        library.sync(*(folder / name for name in ("port.txt", "plant.txt", "copy.txt")))
    return folder / "library"


@pytest.fixture(scope="module")
def drafts(port: Path) -> tuple[GoldQuestion, ...]:
    with Library.open(port) as library:
        return propose(library, 16).questions


def test_proposals_are_drafts_whose_quotes_stand(port: Path, drafts: tuple[GoldQuestion, ...], tmp_path: Path) -> None:
    assert 12 <= len(drafts) <= 16 and all(one.draft for one in drafts)
    asked = {one.question: one for one in drafts}
    sale = asked["When did Norway sell 40 ferries to Iceland?"]
    assert sale.answers == ("2021",)
    assert [quote.text for quote in sale.quotes[0]] == ["Norway sold 40 ferries to Iceland in 2021."]
    assert sum(one.question.startswith(("Did ", "Was ", "Has ")) for one in drafts) <= 6
    file = tmp_path / "drafts.jsonl"
    file.write_text("".join(f"{json.dumps(one.to_json())}\n" for one in drafts))
    with Library.open(port) as library:
        assert check_gold(file, library).findings == ()
        assert propose(library, 16).questions == drafts  # twice the same


def test_a_copy_gives_no_second_question(drafts: tuple[GoldQuestion, ...]) -> None:
    of_port = {quote.article for one in drafts for quotes in one.quotes for quote in quotes} - {"plant.txt"}
    assert len(of_port) == 1


def test_the_unanswerable_ones_have_another_name_or_year(port: Path, drafts: tuple[GoldQuestion, ...]) -> None:
    silent = [one for one in drafts if not one.answerable]
    assert len(silent) == 4 and not any(one.quotes or one.answers for one in silent)
    with Library.open(port) as library:
        swapper = Swapper(library, [PORT, PLANT])
        swapped = swapper.swapped("What did Norway sell to Iceland?")
        assert swapped == "What did Finland sell to Iceland?"
        assert swapper.swapped("What did Norway sell in 2021?") == "What did Norway sell in 2018?"
        assert swapper.swapped("Who closed the harbor?") is None  # nothing in it to swap
        assert Swapper(library, ["Norway sold it."]).swapped("Which country did Norway leave?") is None


def test_what_the_articles_say_of_the_other_name_is_not_proposed(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    (tmp_path / "a.txt").write_text("Norway sold ferries to Iceland. Finland sold ferries to Iceland.\n")
    with Library.open(tmp_path / "library", embedder=word_hash) as library:
        library.sync(tmp_path / "a.txt")
        assert Swapper(library, ["Finland sold ferries."]).swapped("What did Norway sell to Iceland?") is None


def test_another_name_of_the_same_country_is_not_swapped_in(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    (tmp_path / "a.txt").write_text("Norway sold ferries to Iran. Sweden bought rugs.\n")
    with Library.open(tmp_path / "library", embedder=word_hash) as library:
        library.sync(tmp_path / "a.txt")
        assert Swapper(library, ["Norway sold ferries to Persia."]).swapped("What did Norway sell to Iran?") is None


def test_a_model_words_the_question_and_nothing_else(port: Path) -> None:
    llm = ScriptedLLM(replies=["Question: When was the treaty between Osk and Kiel signed?\nBecause"] * 40)
    model = load_llm(llm)
    assert isinstance(model, LanguageModel)
    with Library.open(port) as library:
        found = propose(library, 4, model=model)
    (worded,) = (one for one in found.questions if one.answerable)  # of no other sentence is that a question
    assert worded.question == "When was the treaty between Osk and Kiel signed?" and worded.draft
    assert worded.answers == ("May 2019",) and worded.quotes[0][0].text in PORT
    assert found.dropped == len(llm.prompts) - 1 > 2
    assert "Answer: 2021" in "".join(llm.prompts) and "Title: " in llm.prompts[0]


@pytest.mark.parametrize(
    ("line", "is_good"),
    [
        ("When did Norway sell ferries to Iceland?", True),
        ("When did Norway sell ferries to Sweden?", False),  # which the sentence does not name
        ("How many of the 50 ferries did Norway sell?", False),
        ("When did they sell them to Iceland?", False),
        ("Why did Norway sell ferries in 2021?", False),  # gives the answer away
        ("Norway?", False),
        ("", False),
    ],
)
def test_which_lines_of_a_model_are_taken(line: str, is_good: bool) -> None:
    assert is_worded(line, "Norway sold 40 ferries to Iceland in 2021.", "2021", "Ferries") is is_good


def test_the_command_writes_drafts_that_evaluate_refuses(port: Path, tmp_path: Path) -> None:
    out = tmp_path / "drafts.jsonl"
    done = onrecord("gold", "draft", "--count", 8, "--out", out, library=port)
    assert done.returncode == 0 and done.stdout == ""
    assert done.stderr == f"onrecord: 8 drafts, 2 of them should not be answered; look at each with: {reviewing(out)}\n"
    assert len(read_gold(out, drafts=True)) == 8
    assert onrecord("gold", "draft", "--count", 8, library=port).stdout == out.read_text()
    done = onrecord("evaluate", out, library=port)
    assert done.returncode == 2 and "8 of 8 questions are drafts that nobody has accepted yet" in done.stderr
    for options, why in ((("--out", out), "is there already"), (("--count", 0), "ask for 1 to 1000")):
        done = onrecord("gold", "draft", *options, library=port)
        assert done.returncode == 2 and why in done.stderr and len(done.stderr.splitlines()) == 1
    many = onrecord("gold", "draft", "--count", 500, library=port)
    assert many.returncode == 0 and "fewer than asked for" in many.stderr


def reviewing(file: Path) -> str:
    return f"onrecord gold review {file}"


class Typed(io.StringIO):
    """What a person types; at its end, they press Ctrl-C."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        if line := super().readline(-1 if size is None else size):
            return line
        raise KeyboardInterrupt


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    kept = '{"answerable": false,   "question": "Who?", "id": "kept"}'
    drafts = [GoldQuestion(str(n), f"How many docks has harbor {n}?", False, draft=True) for n in range(4)]
    file.write_text("\n".join([kept, "", *(json.dumps(one.to_json()) for one in drafts)]) + "\n")
    return file


def review(file: Path, typed: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Done:
    monkeypatch.setattr("sys.stdin", typed)
    return onrecord("gold", "review", file)


def test_each_draft_is_decided_on(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.StringIO("what\na\nd\ne\nHow many \x1bdocks?\ne\n\na\nq\n")
    done = review(file, typed, monkeypatch)
    assert done.returncode == 0 and "\x1b" not in done.stdout
    assert done.stdout.endswith("2 accepted, 1 dropped, 1 left to look at\n")
    kept, empty, first, edited, last, end = file.read_text().split("\n")
    assert kept == '{"answerable": false,   "question": "Who?", "id": "kept"}' and empty == end == ""
    assert json.loads(first) == {"id": "0", "question": "How many docks has harbor 0?", "answerable": False}
    assert json.loads(edited) == {"id": "2", "question": "How many \x1bdocks?", "answerable": False}
    assert json.loads(last)["draft"] is True
    done = review(file, io.StringIO("s\n"), monkeypatch)
    assert done.stdout.endswith("0 accepted, 0 dropped, 1 left to look at\n")


def test_ctrl_c_loses_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = review(file, Typed("a\nd\n"), monkeypatch)
    assert done.returncode == 130 and "1 accepted, 1 dropped, 2 left" in done.stdout
    assert [one.draft for one in read_gold(file, drafts=True)] == [False, False, True, True]
    assert review(file, io.StringIO(""), monkeypatch).returncode == 0  # the end of the input is as "quit"


def test_what_others_write_meanwhile_is_not_written_over(file: Path, tmp_path: Path) -> None:
    opened = Review(file)
    first, second, *_ = opened.drafts()
    opened.accept(first)
    file.write_text(file.read_text() + "\n")
    with pytest.raises(InputError, match="changed meanwhile"):
        opened.drop(second)
    with pytest.raises(InputError, match="question is a text that is not empty"):
        Review(file).accept(second, " ")
    with pytest.raises(InputError, match="unpack it with: gunzip"):
        Review(tmp_path / "gold.jsonl.gz")


def test_yes_or_no_is_a_kind() -> None:
    from index.language.questions import questions_of

    assert YES_OR_NO in {one.kind for one in questions_of("Norway sold 40 ferries to Iceland in 2021.")}
