"""Anyone's draft and anyone's texts: what each sentence rests on, quoted to the letter, without a library."""

import subprocess
import sys

import pytest

from index import Article, InputError
from rag import Grounded, ground_draft
from tests.conftest import ROOT

HARBOR = (
    "The harbor of Lund opened in May 2024. It has nine docks, and cost $4 million. "
    "“It is more than we had,” said Ann Lee, who built it.\n\nWill it close again? Nobody expects that."
)
BRIDGE = "Workers closed the bridge in Osk on Monday.\nThe engineer Per Holm says that the bridge may open in June."
TEXTS = [("harbor", HARBOR), ("bridge", BRIDGE)]


def grounded(draft: str) -> Grounded:
    found = ground_draft(draft, TEXTS)
    texts = dict(TEXTS)
    for citation in found.citations:
        assert texts[citation.quote.article][citation.quote.start : citation.quote.end] == citation.quote.text
    return found


def quotes_of(found: Grounded) -> list[str]:
    return [one.quote.text for one in found.citations]


def test_a_draft_without_markers_rests_on_what_comes_nearest() -> None:
    found = grounded("The harbor of Lund opened in May 2024. The bridge in Osk was closed by workers on Monday.")
    assert [one.verdict for one in found.sentences] == ["quoted", "supported"]
    assert quotes_of(found) == ["The harbor of Lund opened in May 2024.", "Workers closed the bridge in Osk on Monday."]
    assert [one.citations for one in found.sentences] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("The harbor has ten docks.", "number ten is in no quote"),
        ("The bridge will open in June.", "may"),
        ("Workers did not close the bridge in Osk on Monday.", "not"),
        ("Workers closed the bridge in Osk on Tuesday.", "Tuesday"),
    ],
)
def test_a_fault_is_named_beside_the_quotes_that_come_nearest(said: str, reason: str) -> None:
    (sentence,) = grounded(said).sentences
    assert sentence.verdict == "unsupported"
    assert sentence.citations
    assert any(reason in one for one in sentence.reasons), sentence.reasons


def test_what_no_text_comes_near_is_uncited() -> None:
    (sentence,) = grounded("Bananas are rich in potassium.").sentences
    assert (sentence.verdict, sentence.citations) == ("uncited", ())
    assert sentence.reasons == ("nothing in the texts comes near to it",)


def test_a_question_bears_nothing_out() -> None:
    (sentence,) = grounded("It will close again.").sentences
    assert not sentence.is_borne_out


def test_a_marker_points_at_a_text_or_at_a_sentence_of_it() -> None:
    found = grounded("Workers closed the bridge in Osk [2]. It may open in June [2.2].")
    assert [one.verdict for one in found.sentences] == ["supported", "supported"]
    assert quotes_of(found) == BRIDGE.split("\n")
    assert found.rejected == ()


def test_a_marker_at_the_wrong_text_or_at_none_is_named() -> None:
    found = grounded("Workers closed the bridge in Osk on Monday [1]. The harbor of Lund opened in May 2024 [7].")
    assert [one.verdict for one in found.sentences] == ["quoted", "quoted"]
    assert [one.marker for one in found.rejected] == ["[1]", "[7]"]


def test_a_marker_at_the_wrong_sentence_does_not_stand_beside_the_right_one() -> None:
    found = grounded("The harbor of Lund opened in May 2024 [2.1].")
    assert quotes_of(found) == ["The harbor of Lund opened in May 2024."]
    assert [one.marker for one in found.rejected] == ["[2.1]"]


def test_one_sentence_may_rest_on_several_of_a_text() -> None:
    (sentence,) = grounded("The harbor of Lund, which opened in May 2024, has nine docks.").sentences
    assert (sentence.verdict, len(sentence.citations)) == ("supported", 2)


def test_quotation_marks_stay_only_around_what_a_text_has() -> None:
    found = grounded("Ann Lee said “It is more than we had”. Per Holm said: “The bridge is gone.”")
    assert found.sentences[0].is_borne_out
    assert "“It is more than we had”" in found.sentences[0].text
    assert not found.sentences[1].is_borne_out
    assert "“" not in found.sentences[1].text
    assert [one.marker for one in found.rejected] == ["The bridge is gone."]


def test_articles_bring_what_they_say_of_themselves() -> None:
    article = Article("a", "Tide in Lund", "The harbor was closed on Monday.", published="2025-06-18")
    (with_date,) = ground_draft("The harbor was closed on 16 June 2025.", [article]).sentences
    (without,) = ground_draft("The harbor was closed on 16 June 2025.", [("a", article.text)]).sentences
    assert (with_date.verdict, without.verdict) == ("supported", "unsupported")


def test_nothing_rests_on_nothing() -> None:
    assert ground_draft("", TEXTS) == Grounded((), (), (), False)
    assert [one.verdict for one in ground_draft("It opened.", []).sentences] == ["uncited"]
    assert [one.verdict for one in ground_draft("It opened.", [("a", "")]).sentences] == ["uncited"]


@pytest.mark.parametrize(
    ("draft", "texts"),
    [(3, TEXTS), ("It opened.", [("a", "b"), ("a", "c")]), ("It opened.", ["ab"]), ("It opened.", [("a", 3)])],
)
def test_what_is_no_draft_or_text_is_refused(draft: str, texts: list[tuple[str, str]]) -> None:
    with pytest.raises(InputError):
        ground_draft(draft, texts)


def test_it_needs_no_chroma() -> None:
    code = """
import sys
from onrecord import ground_draft
(said,) = ground_draft("The harbor opened in May.", [("a", "In May, the harbor opened.")]).sentences
assert said.verdict == "supported", said
assert not {"chromadb", "llama_index", "torch", "gradio"} & {name.split(".")[0] for name in sys.modules}
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
