"""The threshold of silence: fitted to gold questions, kept in the library, used by whatever asks it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import InputError, Library
from rag import Chatbot, Settings, evaluate
from rag.evaluation.fitting import AskedGold, ThresholdFit, fit_threshold
from rag.threshold import NAME, KeptThreshold, keep_threshold, kept_threshold, scale_of
from tests.commands import onrecord
from tests.fakes import WordHashEmbedder

DOCKS = "How many docks has the harbor?"


def asked(answerable: str, unanswerable: str) -> list[AskedGold]:
    """Return questions with confidences in hundredths."""
    return [AskedGold(kind, int(one) / 100) for kind, all in ((True, answerable), (False, unanswerable))
            for one in all.split()]  # fmt: skip


def fitted(answerable: str, unanswerable: str, most_false: float | None = None) -> ThresholdFit:
    found = fit_threshold(asked(answerable, unanswerable), most_false=most_false)
    assert found
    return found


def test_the_balance_is_computed_by_hand() -> None:
    found = fitted("90 80 70 30", "75 20 10 5")
    # From 0.30 on: 4 of 4 and 1 of 4, which is 0.75; from 0.80 on, 2 of 4 and none, which is 0.5.
    assert found.chosen.threshold == 0.25 and (found.chosen.coverage, found.chosen.false_answers) == (1.0, 0.25)
    assert found.chosen.false_within == (0.0456, 0.6994)  # Wilson's, of 1 of 4
    assert found.auroc == 14 / 16 and (found.answerable, found.unanswerable) == (4, 4)
    assert {0.1, 0.5, 0.9, 0.25} <= {one.threshold for one in found.curve}
    low, high = found.within
    assert 0 <= low <= 0.25 <= high <= 1
    assert found == fitted("90 80 70 30", "75 20 10 5")  # the same twice


def test_what_is_left_out_is_judged_by_the_others() -> None:
    found = fitted("90 40", "60 10")
    # Without 0.40: from 0.75 on, so it is not answered; without 0.60: from 0.25 on, so it is.
    assert (found.unseen.coverage, found.unseen.false_answers) == (0.5, 0.5)


def test_a_limit_of_false_answers_is_kept() -> None:
    answerable, unanswerable = "95 85 75 65", "90 55 45 35"
    assert fitted(answerable, unanswerable, 0.25).chosen.threshold == 0.6
    none = fitted(answerable, unanswerable, 0.0).chosen
    assert none.threshold == 0.925 and (none.coverage, none.false_answers) == (0.25, 0.0)
    assert fit_threshold(asked("10 20", "90 80"), most_false=0.1) is None


def test_of_equals_the_nearest_to_the_shipped_one_is_chosen() -> None:
    assert fitted("90 40", "60 10").chosen.threshold == 0.25  # as good as 0.75, and as near: the lower
    assert fitted("90 30", "60 5").chosen.threshold == 0.75  # nearer to 0.5 than 0.175


def kept(library: Library, value: float) -> KeptThreshold:
    return KeptThreshold(value, "gold.jsonl", 30, 20, "2026-11-30", scale_of(library))


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "a.txt").write_text("The harbor opened in May. It has nine docks.\n")
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "a.txt")
        yield library


def test_whatever_asks_the_library_goes_by_what_is_kept(harbor: Library, tmp_path: Path) -> None:
    bot = Chatbot(harbor)
    other = bot.using(strict=True)  # as the page makes one for each question
    sure = bot.ask(DOCKS).confidence
    assert bot.ask(DOCKS).status == "answered" and bot.settings == Settings()
    keep_threshold(harbor, kept(harbor, sure + 0.001))
    assert [one.ask(DOCKS).status for one in (bot, other, Chatbot(harbor))] == ["not_found"] * 3
    chosen = Chatbot(harbor, settings=Settings(answer_threshold=0.5))
    assert chosen.ask(DOCKS).status == "answered"  # who says a threshold gets it
    assert chosen.using(strict=True).ask(DOCKS).status == "answered"
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "1", "question": DOCKS, "answerable": False}))
    assert evaluate(bot, gold).metrics["abstention_recall"] == 1.0
    keep_threshold(harbor, None)
    assert kept_threshold(harbor) is None and bot.ask(DOCKS).status == "answered"


def test_it_outlives_closing_and_rebuilding(harbor: Library, tmp_path: Path) -> None:
    keep_threshold(harbor, kept(harbor, 0.7))
    harbor.close()
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder(), rebuild=True) as library:
        library.sync(tmp_path / "a.txt", rebuild=True)
        assert Chatbot(library).settings.answer_threshold == 0.7
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder(model="other"), rebuild=True) as library:
        library.sync(tmp_path / "a.txt", rebuild=True)
        found = kept_threshold(library)
        assert found and found.value == 0.7 and not found.holds_for(library)
        assert Chatbot(library).settings.answer_threshold == 0.5  # another scale


def test_what_another_version_kept_is_passed_over(harbor: Library) -> None:
    for written in ("", "0.7", "[]", '{"value": 0.7}', json.dumps({"value": 7, "gold": "", "answerable": 1,
                    "unanswerable": 1, "day": "", "scale": scale_of(harbor)})):  # fmt: skip
        harbor.set_own(NAME, written)
        assert kept_threshold(harbor) is None and Chatbot(harbor).settings == Settings()
    with pytest.raises(InputError, match="name must be text"):
        harbor.set_own(1, "x")  # type: ignore[arg-type]


def test_a_library_from_before_opens_as_it_did(harbor: Library, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library" / "catalog.sqlite3")) as catalog:
        names = {name for (name,) in catalog.execute("SELECT name FROM facts")}
    assert not any(name.startswith("set: ") for name in names)  # it is kept only where somebody calibrates
    assert harbor.own_setting(NAME) is None


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("port")
    (folder / "a.txt").write_text("The harbor opened in May. It has nine docks. A ferry leaves at noon.\n")
    with Library.open(folder / "library") as library:
        library.sync(folder / "a.txt")
    return folder / "library"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    asked = {
        True: ("When did the harbor open?", DOCKS, "When does the ferry leave?"),
        False: ("Who wrote Emma?", "Why?"),
    }
    questions = [(kind, one) for kind, all in asked.items() for one in all]
    lines = [{"id": str(n), "question": one, "answerable": kind} for n, (kind, one) in enumerate(questions)]
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
    return file


def test_the_command_shows_the_curve_keeps_what_it_chose_and_takes_it_back(port: Path, gold: Path) -> None:
    tried = onrecord("calibrate", gold, "--dry-run", "--json", library=port)
    told = json.loads(tried.stdout)
    assert tried.returncode == 0 and told["before"] == 0.5 and told["kept"] is False
    assert (told["answerable"], told["unanswerable"]) == (3, 2)
    assert "answers from a confidence of 0.5 on, as shipped" in onrecord("check", library=port).stdout
    done = onrecord("calibrate", gold, library=port)
    assert done.returncode == 0 and done.stderr.splitlines() == [
        f"onrecord: only {count} questions: a threshold fitted to under 20 of a kind may be chance; add some before "
        "you rely on it"
        for count in ("3 answerable", "2 unanswerable")
    ]
    assert "3 answerable and 2 unanswerable questions" in done.stdout and "until now" in done.stdout
    chosen = told["chosen"]["threshold"]
    assert f"chosen: {chosen:.3f} (95% of resamples:" in done.stdout
    assert f"kept in {port}; take it back with: onrecord calibrate --reset --library {port}" in done.stdout
    said = json.loads(onrecord("check", "--json", library=port).stdout)
    assert said["answers_from"] == chosen and said["calibrated"]["gold"] == "gold.jsonl" and said["calibrated"]["holds"]
    assert f"answers from a confidence of {chosen:g} on, calibrated" in onrecord("check", library=port).stdout
    done = onrecord("calibrate", "--reset", library=port)
    assert done.stdout == f"the threshold is 0.5 as shipped (was {chosen:.3f})\n"
    assert onrecord("calibrate", "--reset", library=port).stdout == (
        "the threshold is 0.5 as shipped (nothing was kept)\n"
    )


def test_what_can_not_be_fitted_is_one_line(port: Path, gold: Path, tmp_path: Path) -> None:
    lines = gold.read_text().splitlines()
    sure, silent = tmp_path / "sure.jsonl", tmp_path / "silent.jsonl"
    sure.write_text("\n".join(lines[:3]))
    silent.write_text("\n".join(lines[3:]))
    for options, why in (
        ((), "to which questions?"),
        ((sure,), "no unanswerable questions, so there is nothing to tell apart"),
        ((silent,), "no answerable questions, so there is nothing to tell apart"),
        ((gold, "--false-answers", "1"), "give a share of at least 0 and below 1"),
        ((tmp_path / "none",), "can't be read"),
    ):
        done = onrecord("calibrate", *options, library=port)
        assert done.returncode == 2 and why in done.stderr and len(done.stderr.splitlines()) == 1
    swapped = tmp_path / "swapped.jsonl"
    turned = [json.loads(one) for one in lines]
    swapped.write_text("\n".join(json.dumps(one | {"answerable": not one["answerable"]}) for one in turned))
    done = onrecord("calibrate", swapped, "--false-answers", "0", library=port)
    assert done.returncode == 1 and "nothing was kept; allow more --false-answers" in done.stderr
    assert "as shipped" in onrecord("check", library=port).stdout
