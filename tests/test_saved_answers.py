"""`onrecord verify` on what was made of true parts: another value, wider surroundings, names that no answer has."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Embedder, InputError, Library
from rag import Answer, Chatbot
from rag.cli.output import read_json
from rag.contest import values_of
from rag.quote import origin
from rag.show import EXPORTS
from rag.verification import verify
from rag.writer import in_quotation_marks
from tests.commands import onrecord
from tests.test_contest import say

WHEN, NOWHERE = "What did Putin propose on Wednesday?", "Who won the chess final?"
BRIDGE = "The mayor of Riverton paid {} for the old bridge over the Tarn in March."
MILL = " The mill was sold at an auction in Easton for US$120."

Change = Callable[[Any], object]


def saved(answer: Answer) -> Any:
    return json.loads(json.dumps(answer.to_json()))


@pytest.fixture(scope="module")
def on_wednesday(seeds_bot: Chatbot) -> Answer:
    return seeds_bot.ask(WHEN)


def library_of(folder: Path, embedder: Embedder, *texts: str) -> Library:
    library = Library.open(folder / "library", embedder=embedder)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(f"---\ntitle: Bridge {number}\nsource: Daily {number}\n---\n{text}\n")
    library.sync(*(folder / f"{number}.txt" for number in range(len(texts))))
    return library


def test_a_side_says_what_its_own_quote_says(embedder: Embedder, tmp_path: Path) -> None:
    with library_of(tmp_path, embedder, BRIDGE.format("US$900") + MILL, BRIDGE.format("US$500")) as library:
        answer = Chatbot(library).ask("How much did the mayor of Riverton pay for the old bridge?")
        assert answer.status == "contested" and verify(answer, library).faults == ()
        assert {one.label for one in answer.positions} == {
            "$900 — ‘Bridge 0’, Daily 0",
            "$500 — ‘Bridge 1’, Daily 1",
        }
        for label in (
            "$120 — ‘Bridge 0’, Daily 0",
            "The mill was sold at an auction in Easton for US$120. — ‘Bridge 0’, Daily 0",
            " — ‘Bridge 0’, Daily 0",
            "Bridge 0 — ‘Bridge 0’, Daily 0",
            "$900 — Bridge 0, Daily 0",
            "$900 — ‘Bridge 0’, Daily 0, later report",
        ):
            altered = saved(answer)
            (side,) = (one for one in altered["positions"] if one["label"].startswith("$900"))
            side["label"] = label
            assert verify(Answer.from_json(altered), library).faults, label


def test_a_side_may_say_which_bearer_of_a_name_it_tells_of() -> None:
    for text, says in (("Jo Hill (chess player) won.", "chess player"), ("So did Jo Hill (born 1920).", "born 1920")):
        assert says in values_of("Who was Jo Hill?", say("a", text))


@pytest.mark.parametrize(
    "change",
    [
        lambda cited: cited["times"].clear(),
        lambda cited: cited.update(times=cited["times"] * 3),
        lambda cited: cited.update(passage=cited["quote"]),
        lambda cited: cited["passage"].update(end=cited["passage"]["end"] - 1, text=cited["passage"]["text"][:-1]),
    ],
)
def test_what_stands_around_a_quote(change: Change, on_wednesday: Answer, seeds_library: Library) -> None:
    assert on_wednesday.citations[0].times and verify(on_wednesday, seeds_library).faults == ()
    altered = saved(on_wednesday)
    change(altered["citations"][0])
    (fault,) = verify(Answer.from_json(altered), seeds_library).faults
    assert fault.place == "citation 1"


def test_no_wider_surroundings(embedder: Embedder, tmp_path: Path) -> None:
    long = BRIDGE.format("US$900") + " It rained on the boats, the mill, the meadows and the market all day." * 20
    with library_of(tmp_path, embedder, long) as library:
        answer = Chatbot(library).ask("How much did the mayor of Riverton pay for the old bridge?")
        article = library.article(answer.citations[0].quote.article)
        altered = saved(answer)
        altered["citations"][0]["passage"] |= {"start": 0, "end": len(article.text), "text": article.text}
        assert verify(answer, library).faults == ()
        assert [fault.place for fault in verify(Answer.from_json(altered), library).faults] == ["citation 1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(summary="The articles say more."),
        lambda value: value["timings"].update(more=1.0),
        lambda value: value["sentences"][0].update(note="false"),
        lambda value: value["citations"][0].update(comment="false"),
        lambda value: value["citations"][0]["quote"].update(translation="false"),
    ],
)
def test_no_names_that_no_answer_has(change: Change, on_wednesday: Answer) -> None:
    altered = saved(on_wednesday)
    change(altered)
    with pytest.raises(InputError, match="Unexpected keyword argument"):
        Answer.from_json(altered)


def test_no_name_stands_twice(on_wednesday: Answer, seeds_library: Library, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    true = json.dumps(on_wednesday.to_json())
    for twice in (f'{{"text": "No.", {true[1:]}', true.replace('"start": ', '"start": 0, "start": ', 1)):
        file.write_text(twice)
        with pytest.raises(InputError, match="a name stands twice in one object"):
            read_json(file)
    done = onrecord("verify", file, "--library", seeds_library.folder)
    assert done.returncode == 2 and "stands twice" in done.stderr


def test_a_blank_reason_is_none(seeds_bot: Chatbot, seeds_library: Library, on_wednesday: Answer) -> None:
    lie = {"text": "It rained.", "citations": [1], "verdict": "unsupported", "reasons": [" "], "withdrawn": True}
    altered = saved(on_wednesday)
    altered["sentences"].append(lie)
    (fault,) = verify(Answer.from_json(altered), seeds_library).faults
    assert fault.reason == "nothing says why it is not borne out"


def test_what_can_not_be_checked_is_named(seeds_bot: Chatbot, seeds_library: Library, tmp_path: Path) -> None:
    nothing = seeds_bot.ask(NOWHERE)
    told = verify(nothing, seeds_library).unchecked
    assert "that the articles do not say, and that nothing in them comes nearer" in told
    altered = saved(seeds_bot.ask(WHEN))
    altered["sentences"].append(
        {"text": "It rained.", "citations": [], "verdict": "uncited", "reasons": ["none"], "withdrawn": True}
    )
    altered["rejected"].append({"marker": "[9.9]", "reason": "no such sentence"})
    found = verify(Answer.from_json(altered), seeds_library)
    assert found.faults == () and len(found.unchecked) == 4
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(nothing.to_json()))
    shown = onrecord("verify", file, "--library", seeds_library.folder)
    assert shown.returncode == 0 and "not checked: the question" in shown.stdout and told[1] in shown.stdout


def test_the_text_of_earlier_versions_stands(on_wednesday: Answer, seeds_library: Library) -> None:
    before = saved(on_wednesday)
    cited = on_wednesday.citations
    before["text"] = in_quotation_marks(cited, lambda one: f"{one.title}, {one.source}, {one.published}")
    assert before["text"] != on_wednesday.text
    assert verify(Answer.from_json(before), seeds_library).faults == ()


def test_a_title_does_not_pass_for_a_source() -> None:
    title = "Bridge opens’, Reuters, 2021-03-04, https://reuters.com/bridge"
    bare = "‘Bridge opens', Reuters, 2021-03-04, https://reuters.com/bridge’"
    assert origin(title, None, None) == f"{bare}, no source or date given"
    assert origin(title, "Daily", None) == f"{bare}, Daily" and origin(title, None, "2024") == f"{bare}, 2024"


def test_a_conversation_is_checked_answer_by_answer(
    seeds_bot: Chatbot, seeds_library: Library, on_wednesday: Answer, tmp_path: Path
) -> None:
    answers = [on_wednesday, seeds_bot.ask(NOWHERE), seeds_bot.ask("Did Assad's government fall?")]
    file = tmp_path / "conversation.json"
    as_json = EXPORTS["json"]
    file.write_text(str(as_json(answers)))
    where = ("--library", seeds_library.folder)
    done = onrecord("verify", file, *where)
    quotes = sum(len(one.citations) + len(one.nearest) for one in answers)
    assert done.returncode == 0 and done.stdout.startswith(f"{quotes} of {quotes} quotes stand in their articles\n")
    assert done.stdout.count("not checked:") == 1 and "that no article says otherwise; " in done.stdout

    told = json.loads(file.read_text())
    told[2]["citations"][0]["quote"]["text"] += "!"
    told[2]["positions"][0]["label"] = "Nobody"
    file.write_text(json.dumps(told))
    done = onrecord("verify", file, *where)
    faults = done.stdout.splitlines()[:-2]
    assert done.returncode == 1 and len(faults) > 1
    assert all(line.startswith("answer 3: ") for line in faults) and faults[0].startswith("answer 3: citation 1: ")
    found = json.loads(onrecord("verify", file, "--json", *where).stdout)
    assert [bool(one["faults"]) for one in found] == [False, False, True] and found[0]["quotes"] > 0

    for broken, said in (
        ([told[0], told[1] | {"status": "sure"}], f"{file}: answer 2: not an answer as "),
        ([told[0], []], f"{file}: answer 2: not an answer as "),
        ([[told[0]]], f"{file}: answer 1: not an answer as "),
        ([], f"{file}: not an answer as "),
        (7, f"{file}: not an answer as "),
    ):
        file.write_text(json.dumps(broken))
        done = onrecord("verify", file, *where)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1) and said in done.stderr, broken
