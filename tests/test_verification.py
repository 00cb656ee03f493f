"""`onrecord verify`: nothing that is shown of a saved answer can be changed unnoticed."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Embedder, InputError, Library
from rag import Answer, Chatbot, Settings
from rag.evaluation.gold import read_gold
from rag.verification import verify
from tests.conftest import SEEDS
from tests.openai_server import ModelServer, breaks_off_after
from tests.scripted_llm import ScriptedLLM

AID, ASSAD, NOWHERE = "did Russia aid Iran against Israel?", "Did Assad's government fall?", "Who won the chess final?"
DRAFT = "The Kremlin is unlikely to come to Iran's aid [1.1]. It sent 77 tanks [1.1]."
NOT_SHOWN_AS_RECORD = {"question", "standalone_question", "notes", "prompt", "reasons", "rejected", "score"}
NOT_SHOWN_AS_RECORD |= {"confidence", "timings", "usage"}


@pytest.fixture(scope="module")
def answers(seeds_bot: Chatbot) -> dict[str, Answer]:
    written = seeds_bot.using(ScriptedLLM(replies=[DRAFT])).ask(AID)
    lie = seeds_bot.using(ScriptedLLM(replies=["Yes. Russia provided military aid to Iran [1.1]."])).ask(AID)
    asked = {"quotes": AID, "contested": ASSAD, "not found": NOWHERE}
    return {"written": written, "withdrawn": lie} | {name: seeds_bot.ask(text) for name, text in asked.items()}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each text, number and None of an answer that a reader takes for the record."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield path
        return
    for key, inner in items:
        if key not in NOT_SHOWN_AS_RECORD:
            yield from leaves(inner, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    altered = copy.deepcopy(value)
    inner = altered
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new(inner[path[-1]])
    return altered


def as_json(answer: Answer) -> Any:
    return json.loads(json.dumps(answer.to_json()))


@pytest.mark.parametrize("name", ["written", "withdrawn", "quotes", "contested", "not found"])
def test_an_answer_stands_as_it_was_given(name: str, answers: dict[str, Answer], seeds_library: Library) -> None:
    answer = answers[name]
    assert Answer.from_json(as_json(answer)) == answer
    found = verify(answer, seeds_library)
    assert found.faults == () and found.quotes == len(answer.citations or answer.nearest)


def test_an_answer_that_was_cut_off_stands_as_far_as_it_came(
    seeds_bot: Chatbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.writer.writing.PAUSE", 0)  # so that each word is told
    told = list(seeds_bot.using(ScriptedLLM(replies=[DRAFT])).stream(AID))
    cut = [one for one in told if any(sentence.is_unfinished for sentence in one.sentences)]
    assert len({one.text for one in cut}) > 1 and not any(one.is_unfinished for one in told[-1].sentences)
    for answer in cut:
        assert [one.is_unfinished for one in answer.sentences][-1] and as_json(answer)["sentences"][-1]["reasons"]
        assert verify(Answer.from_json(as_json(answer)), seeds_bot.library).faults == ()


@pytest.mark.parametrize("name", ["written", "quotes", "contested", "not found"])
def test_no_shown_word_can_be_changed(name: str, answers: dict[str, Answer], seeds_library: Library) -> None:
    saved = as_json(answers[name])
    tampered = 0
    for path in leaves(saved):
        kind = path[-1]
        if kind in ("span", "short_answer"):
            continue  # there are none, so no word of them is shown
        if kind == "withdrawn" or kind == "verdict" or (len(path) == 1 and kind == "model"):
            continue  # see below
        altered = changed(saved, path, _otherwise)
        assert verify(Answer.from_json(altered), seeds_library).faults, path
        tampered += 1
    assert tampered > 20


def _otherwise(value: Any) -> Any:
    if isinstance(value, str):
        if value in ("answered", "contested", "not_found"):
            return "answered" if value != "answered" else "contested"
        return value.replace("unlikely", "likely") if "unlikely" in value else f"{value} more"
    return "2001-01-01" if value is None else 99 if isinstance(value, int) else value


def test_what_is_missing_can_not_be_made_up(answers: dict[str, Answer], seeds_library: Library) -> None:
    saved = as_json(answers["quotes"])
    for name in ("source", "published", "url"):
        for new in (None, "https://evil.example", "2001-01-01"):
            altered = changed(saved, ("citations", 0, name), lambda old, new=new: new)
            faults = verify(Answer.from_json(altered), seeds_library).faults
            assert bool(faults) == (new != saved["citations"][0][name])


def test_likely_in_the_place_of_unlikely_everywhere_at_once(answers: dict[str, Answer], seeds_library: Library) -> None:
    for answer in (answers["quotes"], answers["written"]):
        altered = json.loads(json.dumps(answer.to_json()).replace("unlikely", "likely"))
        places = {fault.place for fault in verify(Answer.from_json(altered), seeds_library).faults}
        assert "citation 1" in places


def test_a_sentence_can_not_be_raised_to_supported(answers: dict[str, Answer], seeds_library: Library) -> None:
    saved = as_json(answers["written"])
    assert [one["verdict"] for one in saved["sentences"]] == ["supported", "unsupported"]
    for verdict in ("supported", "quoted"):
        altered = changed(saved, ("sentences", 1, "verdict"), lambda old, verdict=verdict: verdict)
        (fault,) = verify(Answer.from_json(altered), seeds_library).faults
        assert fault.place == "sentence 2"
    altered = changed(saved, ("model",), lambda old: "quotes")
    assert "text" in {fault.place for fault in verify(Answer.from_json(altered), seeds_library).faults}


def test_an_article_that_is_gone(answers: dict[str, Answer], library: Library) -> None:
    found = verify(answers["quotes"], library)
    assert len(found.wrong) == found.quotes and "there is no article" in str(found.faults[0])


def test_a_citation_of_the_fields_of_the_contract_is_enough(answers: dict[str, Answer], seeds_library: Library) -> None:
    saved = as_json(answers["quotes"])
    for citation in saved["citations"]:
        del citation["passage"], citation["times"]
    del saved["notes"], saved["prompt"]
    assert verify(Answer.from_json(saved), seeds_library).faults == ()


@pytest.mark.parametrize("value", [None, [], {}, 5, "x", {"citations": [1]}, {"citations": [{"quote": 1}]}])
def test_what_is_no_answer(value: object) -> None:
    with pytest.raises(InputError, match="not an answer as"):
        Answer.from_json(value)


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("status",), "maybe"),
        (("confidence",), "high"),
        (("citations", 0, "number"), "1"),
        (("citations", 0, "quote", "start"), 1.5),
        (("citations", 0, "title"), None),
        (("sentences", 0, "citations"), 1),
        (("text",), "\ud800"),
    ],
    ids=str,
)
def test_wrong_types_are_named(path: tuple[Any, ...], new: object, answers: dict[str, Answer]) -> None:
    altered = changed(as_json(answers["quotes"]), path, lambda old: new)
    with pytest.raises(InputError, match="not an answer as"):
        Answer.from_json(altered)


def tampered(answer: Answer, **changes: Any) -> Answer:
    return Answer.from_json(as_json(answer) | json.loads(json.dumps(changes)))


def test_a_quote_can_not_be_cut(answers: dict[str, Answer], seeds_library: Library) -> None:
    saved = as_json(answers["quotes"])
    quote = saved["citations"][0]["quote"]
    at = quote["text"].index("likely")
    whole, part = quote["text"], quote["text"][at:]
    quote |= {"start": quote["start"] + at, "text": part}
    saved["sentences"][0]["text"] = part
    saved["text"] = saved["text"].replace(whole, part)
    faults = verify(Answer.from_json(saved), seeds_library).faults
    assert any("is no whole sentence" in fault.reason for fault in faults)


def test_sides_can_not_be_made_up_or_made_later(answers: dict[str, Answer], seeds_library: Library) -> None:
    quotes, contested = answers["quotes"], as_json(answers["contested"])
    origins = [one.origin for one in quotes.citations]
    made_up = [
        {"label": f"{says}{origin}", "citations": [one.number]}
        for says, origin, one in zip(("ikely to come — ", ""), origins, quotes.citations, strict=False)
    ]
    assert verify(tampered(quotes, status="contested", positions=made_up), seeds_library).faults
    labels = [one["label"] for one in contested["positions"]]
    assert sum(label.endswith(", later report") for label in labels) == 1
    for number, label in enumerate(labels):
        other = label.removesuffix(", later report") if "later" in label else f"{label}, later report"
        altered = changed(contested, ("positions", number, "label"), lambda old, other=other: other)
        assert verify(Answer.from_json(altered), seeds_library).faults


def test_no_form_that_no_answer_has(answers: dict[str, Answer], seeds_library: Library) -> None:
    quotes, written, nothing = (as_json(answers[name]) for name in ("quotes", "written", "not found"))
    bare = {
        "text": "Russia sent 5,000 tanks.",
        "citations": [],
        "verdict": "uncited",
        "reasons": [],
        "withdrawn": False,
    }
    for saved, changes in (
        (quotes, {"status": "not_found", "text": "The articles do not say."}),
        (quotes, {"nearest": quotes["citations"]}),
        (quotes, {"sentences": []}),
        (quotes, {"sentences": [*quotes["sentences"], bare]}),
        (quotes, {"sentences": [bare | {"verdict": "quoted"}], "text": ""}),
        (quotes, {"model": "other"}),
        (quotes, {"positions": [{"label": "x", "citations": [1]}]}),
        (written, {"sentences": [written["sentences"][0], bare]}),
        (written, {"sentences": [written["sentences"][0] | {"withdrawn": True}, written["sentences"][1]]}),
        (nothing, {"status": "answered"}),
        (nothing, {"citations": nothing["nearest"], "nearest": []}),
    ):
        assert verify(Answer.from_json(saved | changes), seeds_library).faults, changes


@pytest.mark.parametrize("every", [13, pytest.param(1, marks=pytest.mark.slow)])
def test_all_true_answers_stand(seeds_bot: Chatbot, seeds_library: Library, every: int) -> None:
    for question in [*read_gold(SEEDS / "gold.jsonl")][::every]:
        answer = seeds_bot.ask(question.question, question.history)
        assert verify(answer, seeds_library).faults == (), question.question


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "draft",
    [
        "A ferry runs to the moon 77 times [1.3]. The Kremlin is unlikely to come to Iran's aid [1.1]. And",
        "The Kremlin is unlikely to come to Iran's aid [1.1]. It sent 77 tanks [1.2]. It also",
    ],
)
def test_what_a_model_broke_off_stands_too(seeds_library: Library, draft: str, strict: bool) -> None:
    with ModelServer(breaks_off_after(draft)) as server:
        bot = Chatbot(seeds_library, settings=Settings(strict=strict, model_retries=0)).using(server.url)
        answer = bot.ask(AID)
    assert answer.model == "quotes" and verify(answer, seeds_library).faults == ()


def test_values_with_signs_before_them_stand(embedder: Embedder, tmp_path: Path) -> None:
    for name, price in (("a", "US$900"), ("b", "US$500")):
        text = f"The mayor of Riverton paid {price} for the old bridge over the Tarn in March.\n"
        (tmp_path / f"{name}.txt").write_text(f"---\ntitle: Bridge {name}\nsource: {name}\n---\n{text}")
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.sync(tmp_path / "a.txt", tmp_path / "b.txt")
        answer = Chatbot(library).ask("How much did the mayor of Riverton pay for the old bridge?")
        assert answer.status == "contested" and verify(answer, library).faults == ()
