"""Words of a quotation, to the letter: what print may do to them, and what makes them others."""

import pytest

from rag.drafts.letters import letters_of
from rag.drafts.wording import INTERRUPTED, OTHER_CASE, OTHER_END, OTHER_LETTERS, find_wording, wording_of

ARTICLE = (
    "The Kremlin spoke. “We did not supply the drones — none at all — to Iran,” Mr. Li’s aide said, “and we won’t.”\n\n"
    "“It is late.\n\n“It is over,” he said. The US$1.7 billion non-nuclear deal of 2001–2005 held."
    "\u00a0It was signed in May."
)


def notes(words: str) -> tuple[str, ...] | None:
    found = find_wording(wording_of(words), ARTICLE)
    assert all(one.start < one.end <= len(ARTICLE) for one in found)
    return found[0].notes if found and not found[0].denied else None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("We did not supply the drones", ()),
        ("we did not supply the drones", (OTHER_CASE,)),
        ("did not supply the drones,", (OTHER_END,)),
        ("none at all -- to Iran", (OTHER_LETTERS,)),
        ("and we won't.", (OTHER_LETTERS,)),
        ("held. It was signed in May.", (OTHER_LETTERS,)),
        ("deal of 2001-2005", (OTHER_LETTERS,)),
        ("It is late. It is over,", ()),
        ("to Iran, and we won’t", (INTERRUPTED,)),
        ("We did not … none at all", ("3 words left out",)),
        ("[w]e did not supply", (OTHER_CASE,)),
        ("[Russia] did not supply the drones", ()),
        ("We did not supply [them]", ()),
        ("did not supply [arms] … to Iran", ("5 words left out",)),
        ("did not suppl[ied] the drones", ("[ied] is put in",)),
        ("1.7 billion", ()),
    ],
)
def test_what_stands(words: str, told: tuple[str, ...]) -> None:
    assert notes(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "We did supply the drones",
        "We did … supply the drones",
        "We did … none at all",
        "did not [never] supply the drones",
        "We did not supply drones",
        "The kremlin spoke",
        "nuclear deal",
        "7 billion",
        "we won",
        "It was signed in Ma",
        "It is over. We did not supply",
        "",
        "…",
    ],
)
def test_what_does_not(words: str) -> None:
    assert notes(words) is None


def test_letters_know_their_places() -> None:
    letters = letters_of(ARTICLE)
    at = letters.text.index("none at all")
    start, end = letters.place(at, at + len("none at all"))
    assert ARTICLE[start:end] == "none at all"
