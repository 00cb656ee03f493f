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


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("We will … close the mill", "We will, in no case, close the mill."),
        ("We … close the mill", "We – never – close the mill."),
        ("We will … close it", "We will, under no circumstances, however bad, close it."),
        ("They are … guilty", "They are allegedly guilty."),
        ("They are … guilty", "They are anything but guilty."),
        ("It will … cost a lot", "It will, if approved, cost a lot."),
        ("[We] close the mill", "He would never close the mill."),
        ("it will close [the mill]", "it will close nothing."),
        ("We will [no doubt] close the mill", "We will not close the mill."),
        ("go there we can", "go there we can not."),
        ("It costs [40] million", "It costs 45 million."),
        ("It costs 4[0] million", "It costs 45 million."),
        ("[Trump] killed the mayor", "He said Putin killed the mayor."),
        ("It will cost 5", "It will cost 5 million."),
        ("It fell by 5", "It fell by 5%."),
        ("It closes at 5", "It closes at 5:30."),
        ("million people left", "1.5 million people left."),
        ("I … love Russia", "I hate America. You love Russia."),
        ("Russia … attacked Iran", "Russia was attacked. Israel attacked Iran."),
        ("He did not … kill anyone", "He did not go but did kill anyone."),
        ("You will close it.", "“You will close it?” she asked."),
        ("We were … out of fuel", "We were almost out of fuel."),
        ("We … listened to them", "We should have listened to them."),
        ("Ann … saved the paper", "Ann killed the story and Bob saved the paper."),
        ("He praised … the army", "He praised the rebels and condemned the army."),
        ("Costs rose by … 2 percent", "Costs rose by 5 percent and wages by 2 percent."),
        ("The plan … was a [triumph]", "The plan of the mayor was a disgrace."),
        ("[All] of the children left", "Some of the children left."),
    ],
)
def test_what_stands_but_says_something_else(words: str, stands: str) -> None:
    assert all(one.denied for one in find_wording(wording_of(words), stands))


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("The army … attacked the town", "The army, which is no threat, attacked the town."),
        ("We went home. … They stayed", "We went home. It was not late. They stayed."),
        ("We met … Lee", "We met Mr. Lee."),
        ("We will [never] close it", "We will not close it."),
        ("costs 5 [percent] more", "costs 5% more"),
        ("[America] closed it", "It said the United States closed it."),
        ("The office is impossible", "The o\ufb03ce is im\u00adpossible."),
        ("the end of the road.", "Is it the end of the road?"),
        ("The board … chose Ann Lee.", "The board, without further debate, chose Ann Lee."),
        ("She thanked the firemen … and the cooks", "She thanked the firemen, the nurses and the cooks."),
        ("[The members] will vote", "They will vote in June."),
        ("They will sell [the mill]", "They will sell it to him."),
    ],
)
def test_what_still_stands(words: str, stands: str) -> None:
    assert [one.denied for one in find_wording(wording_of(words), stands)] == [""]


def test_many_pieces_of_a_long_text_take_no_longer_than_few() -> None:
    wording = wording_of("a … b … c … d … e")
    assert find_wording(wording, "a b c d " * 2_500) == []


def test_letters_know_their_places() -> None:
    letters = letters_of(ARTICLE)
    at = letters.text.index("none at all")
    start, end = letters.place(at, at + len("none at all"))
    assert ARTICLE[start:end] == "none at all"
