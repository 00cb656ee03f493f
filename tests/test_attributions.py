"""Who is said to say something, in quotation marks and without, by name, pronoun or role."""

import pytest

from index.language.attributions import speaker_of_quotation, speaker_of_words
from index.language.quotation_marks import find_quotations
from index.language.speech_frames import without_attributions


def speakers(text: str) -> list[tuple[str, bool] | None]:
    found = [speaker_of_quotation(text, one) for one in find_quotations(text)]
    return [(one.named, one.sure) if one else None for one in found]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("“It holds,” said Ann Lee, the mayor.", "Ann Lee"),
        ("“It holds,” Ann Lee, the mayor of Osk, told reporters.", "Ann Lee, the mayor of Osk"),
        ("“Has it ended?” asked Mayor Maria Lopez.", "Mayor Maria Lopez"),
        ("“It holds,” a U.S. official said on Monday.", "a U.S. official"),
        ("“It holds,” according to Mr. Lee.", "Mr. Lee"),
        ("According to the Norvik Institute, the weir “has been weak for years”.", "the Norvik Institute"),
        ("On Monday, Ann Lee told reporters that “nobody will come”.", "Ann Lee"),
        ("In Ann Lee’s words, “nobody will come”.", "Ann Lee"),
        ("LEE: “Nobody will come.”", "LEE"),
        ("The plan, writes Peter Dale, “does not hold”.", "Peter Dale"),
        ("Ann Lee recalled saying “nobody will come” in Osk.", "Ann Lee"),
        ("The plan, writes Peter Dale, is “a ruin of a house”.", "Peter Dale"),
        ("“It holds,” said Mayor Ann Lee of the weir.", "Mayor Ann Lee"),
        ("“It holds,” said the mayor of the town.", "the mayor of the town"),
        ("Ann Lee closed the mill, calling it “a ruin of a house”.", "Ann Lee"),
        ("“Nobody will come.”\n— Ann Lee, mayor of Osk\n", "Ann Lee, mayor of Osk"),
        ("The paper called it “a very bad idea” in May.", "The paper"),
        ("“I like to see it,” Ann Lee shared.", "Ann Lee"),
    ],
)
def test_who_is_named_beside_a_quotation(text: str, named: str) -> None:
    assert speakers(text) == [(named, True)]


def test_what_a_speaker_adds_has_no_speaker_of_its_own() -> None:
    assert speakers("Ann Lee had called the weir “a ruin”, adding the town trusted nobody.") == [None]
    assert speakers("“It is a ruin”, said Ann Lee, adding the town trusted nobody.") == [("Ann Lee", True)]


def test_a_clause_is_no_sure_speaker() -> None:
    [found] = speakers("Ann Lee held that Dale was behind the plan, stating: “It is a ruin.”")
    assert found is None or not found[1]


def test_a_clause_about_a_name_and_a_name_like_a_verb_leave_it_sure() -> None:
    assert speakers("Ann Lee, who is the mayor, said: “It is a ruin.”") == [("Ann Lee, who is the mayor", True)]
    assert speakers("Will Lee said: “It is a ruin.”") == [("Will Lee", True)]


def test_who_is_praised_or_condemned_does_not_speak() -> None:
    assert speakers("The “water rebels” praised Ann Lee.") == [None]
    assert speakers("Ann Lee, praising Bob Dale, wanted “a new start”.") == [("Ann Lee", True)]
    assert speakers("The firm sells the brands “Osk Gold” and “Orr Silver” in Velmar.")[0] is None
    said = "Ann Lee signed the bill, condemning the newspaper."
    assert without_attributions(said, lambda speaker: "newspaper" in speaker) == said


def test_a_pronoun_is_read_as_the_nearest_name_or_is_unsure() -> None:
    assert speakers("Mayor Ann Lee came. She said: “Nobody will move.”") == [("Ann Lee", True)]
    text = "President Ann Lee met Senator Bob Dale. He said: “Nobody will move.”"
    (found,) = (speaker_of_quotation(text, one) for one in find_quotations(text))
    assert found is not None and not found.sure and set(found.may_be) == {"Ann Lee", "Bob Dale"}
    text = "Ann Lee, Bob Dale’s lawyer, spoke of the case. “Bob Dale is sorry,” she said."
    assert speakers(text) == [("Ann Lee", True)]  # neither whom the words are about nor whom she works for
    assert speakers("Speaking to People in May, she said: “Nobody will move.”") == [("People", False)]
    assert speakers("The Norvik Bank closed. The bank said “nobody will move”.") == [("Norvik Bank", True)]


def test_a_second_quotation_goes_on_with_its_speaker() -> None:
    assert speakers("“We go,” Mr. Lee said on Monday, “and we win.”")[1] == ("Mr. Lee", True)
    assert speakers("“We go,” Mr. Lee said. “We win.”")[1] == ("Mr. Lee", True)
    assert speakers("“The mill is closed.” Bob Dale added: “Nobody comes.”") == [None, ("Bob Dale", True)]


def test_a_speaker_who_interrupts_a_quotation_says_both_parts() -> None:
    assert speakers("“The mill,” said Ann Lee, “will be closed.”") == [("Ann Lee", True)] * 2
    assert speakers("“The mill,” said Ann Lee on Monday, “will be closed.”") == [("Ann Lee", True)] * 2
    assert speakers("“The mill,” writes Ann Lee, the mayor, “will be closed.”") == [("Ann Lee", True)] * 2


def test_what_nobody_is_said_to_say() -> None:
    assert speakers("The mill, called Osk Works, is “a ruin of a house”.") == [None]
    text = "A video said to show a plane has made the rounds, but its meaning is unclear."
    assert speaker_of_words(text, text.index("its"), len(text) - 1) is None
    assert speakers("The deal is called “a treaty of friends”.") == [None]
    assert speakers("Those reports and the “many old claims” of May were false.") == [None]


@pytest.mark.parametrize(
    ("text", "words", "named"),
    [
        ("Ann Lee said on Monday that the mill will close.", "the mill will close", "Ann Lee"),
        ("The mill, Ann Lee said, will close.", "will close", "Ann Lee"),
        ("The mill will close in May, Ann Lee said.", "will close in May", "Ann Lee"),
        ("According to unconfirmed reports, the mill has closed.", "the mill has closed", "unconfirmed reports"),
        ("The mill has closed. Ann Lee said so.", "The mill has closed", ""),
    ],
)
def test_who_says_the_words_of_a_report(text: str, words: str, named: str) -> None:
    start = text.index(words)
    found = speaker_of_words(text, start, start + len(words))
    assert (found.named if found else "") == named


def test_who_told_somebody_something_speaks_next_rather_than_who_was_told() -> None:
    told = "Ann Lee told the Daily Post on Monday. The mill is shut, she said, “for good and all”."
    assert [found[0] for found in speakers(told) if found] == ["Ann Lee"]
    asked = "Reporters asked Ann Lee whether the mill would close. “It will not,” she said."
    assert [found[0] for found in speakers(asked) if found] == ["Ann Lee"]
