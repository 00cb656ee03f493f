"""All sides, and only where there are several."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index import Article, Hit, Library, Passage, Sentence
from index.language.times import find_times
from rag import Chatbot
from rag.contest import Side, find_contest
from rag.contest.asked import Asked
from rag.contest.claims import Stated
from rag.contest.reports import LONGEST, MOST_STORIES, ReportLimits, claims_of_reports
from rag.contest.spans import SpanLimits, span_value
from rag.reader import EvidenceSentence
from rag.reader.entailment import Judgement


def say(article_id: str, text: str, *, published: str | None = None, score: float = 0.9) -> EvidenceSentence:
    """Return the first sentence of an article as evidence; what stands behind a line break is around it."""
    first = text.split("\n")[0]
    span = Sentence(0, len(first), find_times(first, published))
    article = Article(article_id, article_id, text, published=published)
    passage = Passage(f"{article_id}#1.0", article_id, 0, len(text), (span,))
    return EvidenceSentence(Hit(article, passage, 1, 1, 1, article_id), span, score)


def contest(question: str, *texts: str) -> tuple[Side, ...]:
    return find_contest(question, [say(name, text) for name, text in zip("abcdef", texts, strict=False)])


def sides(question: str, *texts: str) -> list[tuple[str, str]]:
    """Return what each side says, and the articles that say so."""
    found = contest(question, *texts)
    return [(side.label.split(" — ")[0], "".join(one.hit.article.id for one in side.sentences)) for side in found]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Did the government fall?", "The fall of the government shook the region.", "The government did not fall."),
        ("Was the bridge closed?", "The bridge was closed in March.", "Officials said the bridge wasn't closed."),
        ("Did the mayor resign?", "Mayor Li resigned on Monday.", "Mayor Li never resigned; he is on leave."),
        ("Does Li sell the port?", "Mayor Li sells the port.", "Mayor Li denied that he sells the port."),
    ],
)
def test_a_denial_and_what_it_denies(question: str, one: str, other: str) -> None:
    for texts in ((one, other), (other, one)):
        assert [side.sentences[0].quote.text for side in contest(question, *texts)] == [one, other]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Did the government fall?", "The government did not fall.", "The government has not fallen, nor did it fall."),
        (
            "Did Russia aid Iran?",
            "Russia occupied Iran with its forces.",
            "It has not brought Russian forces into Iran.",
        ),
        ("Was the bridge closed?", "The bridge was closed.", "The tunnel was not closed for a single day in May."),
        ("Did Li help?", "Mayor Li wants to help the port.", "Mayor Li does not want to leave the port."),
        ("Where is the port?", "The mayor resigned.", "The mayor has not resigned."),
        ("Did Li lose the port?", "Li would lose the port that rivals want.", "Li has not wanted to lose the port."),
        ("Did the mayor resign?", "Mayor Li resigned on Monday.", "If Mayor Li did not resign, who did?"),
        ("Was the bridge closed?", "The bridge was closed in March.", "Not only the bridge was closed, but the road."),
        ("How long is the canal?", "The canal is 247 km long.", "The canal is 153 miles long."),
    ],
)
def test_no_denial(question: str, one: str, other: str) -> None:
    assert contest(question, one, other) == ()


@pytest.mark.parametrize(
    ("question", "text", "value", "other"),
    [
        ("Who won the Lakeside Cup?", "The final ended late, and {} won the Lakeside Cup.", "Ann Moor", "Ida Berg"),
        ("When did the tunnel open?", "Crowds came when the tunnel opened on {}.", "2 May 2019", "12 May 2019"),
        ("How many seats has the hall?", "The new hall at the river has {} seats in three rows.", "1,250", "2,150"),
        ("Where was the treaty signed?", "The treaty was signed in {} after nine days.", "Oslo", "Bergen"),
        ("harbor festival place", "The harbor festival will take place in {} this summer.", "Riverton", "Easton"),
        ("Who runs Brightline?", "Brightline CEO Ann Moor met staff.", "Ann Moor", "Ida Berg"),
    ],
)
def test_an_edited_copy(question: str, text: str, value: str, other: str) -> None:
    first, second = text.format(value).replace("Ann Moor", value), text.format(other).replace("Ann Moor", other)
    said = sides(question, first, second)
    assert [articles for _, articles in said] == ["a", "b"]
    assert value in said[0][0] and other in said[1][0]
    assert sides(question, first, first) == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "When did it open?",
            "The Corin tunnel opened in 2019 with a parade.",
            "The Corin tunnel opened on 2 May 2019.",
        ),
        ("Who won the cup?", "Ann Moor won the Lakeside cup again.", "Moor won the Lakeside cup again on Sunday."),
        ("How many came?", "About 9,500 people came to the fair.", "Some 9,482 people came to the fair."),
        ("How much did it cost?", "The bridge has cost $1.7 billion so far.", "The bridge has cost $1.7bn so far."),
        ("Who won in 2021?", "Ann Moor won the race in 2019 by a mile.", "Ida Berg won the race in 2019 by a mile."),
        (
            "When does season 4 begin?",
            "Fans say season 3 begins on 4 May 2021.",
            "Fans say season 3 begins on 9 June 2021.",
        ),
        ("Who built the Easton Mill?", "Ann Moor built the Corin Barn alone.", "Ida Berg built the Corin Barn alone."),
        ("Who built the Easton Mill?", "The Easton Mill was built by Ann Moor.", "The Easton Mill is near Lake Orm."),
        (
            "When did it open?",
            "The tunnel to Corin opened on 2 May 2019.",
            "The tunnel to Easton opened on 9 June 2019.",
        ),
    ],
)
def test_what_can_both_be_right(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == []


def test_what_differs_must_be_what_was_asked() -> None:
    one, other = ("{} people saw Ann Moor win the Lakeside Cup.".format(number) for number in (300, 800))
    assert sides("Who won the Lakeside Cup?", one, other) == []
    assert sides("How many people saw the Lakeside Cup?", one, other) == [("300", "a"), ("800", "b")]


def test_dates_and_numbers_beside_the_words_of_the_question() -> None:
    question = "When was the Corin Mill built?"
    texts = (
        "The Corin Mill was built in 1902 by two brothers.",
        "Records show that the old Corin Mill, a landmark today, was built in 1885.",
        "The Corin Mill was built before the war.\nIt was sold in 1930.",
    )
    assert sides(question, *texts) == [("1902", "a"), ("1885", "b")]
    assert sides(question, texts[0], "Visitors like the Corin Mill, which a rich widow from Easton left in 1885.") == []


def test_a_sentence_that_states_both_values_takes_no_side() -> None:
    one, other = (
        "The Corin Mill was built in 1902.",
        "Built in 1885, said the owner of the Corin Mill, but the sign has 1902.",
    )
    assert sides("When was the Corin Mill built?", one, other) == []


def test_a_question_without_a_name_is_about_what_the_best_sentence_names() -> None:
    mill, other = "The mill of Corin was built in 1902.", "Our old mill at Easton, some say, was built in 1885."
    assert sides("When was the mill built?", mill, other) == []
    assert sides("When was the mill built?", mill, other.replace("Easton", "Corin")) == [("1902", "a"), ("1885", "b")]


def test_more_than_two_sides_with_all_who_take_them() -> None:
    text = "The ferry sank at noon, and {} people were saved by fishermen."
    said = sides("How many people were saved?", *(text.format(number) for number in (12, 15, 12, 31)))
    assert said == [("12", "ac"), ("15", "b"), ("31", "d")]


def test_what_agrees_with_two_sides_takes_neither() -> None:
    text = "The Corin tunnel opened {} with a parade."
    times = ("in 2019", "on 2 May 2019", "on 9 June 2019")
    said = sides("When did the Corin tunnel open?", *(text.format(time) for time in times))
    assert said == [("2 May 2019", "b"), ("9 June 2019", "c")]


def test_bearers_of_one_name() -> None:
    question = "What does Jo Hill do?"
    player, singer = "Jo Hill (chess player) grew up in Corin.", "Jo Hill (singer) was born in Easton."
    assert sides(question, player, singer) == [("chess player", "a"), ("singer", "b")]
    assert sides(question, player, "Jo Hill (Easton chess player) won.") == []
    assert sides(question, player, "Jo Hill (JH) sang at the opening.") == []
    assert sides(question, "Jo Hill (1920 - 2001) was a poet.", "Jo M. Hill (born 1974) plays chess.") == [
        ("1920 - 2001", "a"),
        ("born 1974", "b"),
    ]
    assert sides("Where is Corin Falls?", "Corin Falls, Iowa is small.", "Corin Falls, Ohio has a mill.") == [
        ("Iowa", "a"),
        ("Ohio", "b"),
    ]


def test_a_name_typed_without_capitals() -> None:
    said = sides("what does jo hill do", "Jo Hill (chess player) grew up in Corin.", "Jo Hill (singer) sang.")
    assert said == [("chess player", "a"), ("singer", "b")]
    assert sides("what has corin got", "Ann of Corin (1920 - 2001) had it.", "Ida of Corin (1974) has it.") == []


def test_one_story_does_not_contest_itself() -> None:
    for texts in (
        ("The bridge closed.", "The bridge has not closed."),
        ("It closed at 9 today.", "It closed at 7 today."),
    ):
        assert find_contest("When was the bridge closed?", [say("a", text) for text in texts]) == ()


def test_weak_sentences_take_no_side() -> None:
    text = "The ferry sank at noon, and {} people were saved."
    one, other = say("a", text.format(12)), say("b", text.format(15), score=0.1)
    assert find_contest("How many people were saved?", [one, other]) == ()


def test_a_later_report_is_called_one() -> None:
    text = "The ferry sank at noon, and {} people were saved."
    reports = [say("a", text.format(12), published="2024-05-03"), say("b", text.format(15), published="2024-05-04")]
    labels = [side.label for side in find_contest("How many people were saved?", reports)]
    assert labels == ["12 — ‘a’, 2024-05-03", "15 — ‘b’, 2024-05-04, later report"]
    reports[0] = say("a", text.format(12), published="2024-05")  # perhaps the later one
    assert not any("later" in side.label for side in find_contest("How many people were saved?", reports))
    reports[0] = say("a", text.format(12))
    assert not any("later" in side.label for side in find_contest("How many people were saved?", reports))


def test_the_number_of_a_paper_is_no_range_of_years() -> None:
    told = "The court shut the Lakeside mill under Rule {}."
    found = sides("When did the court shut the Lakeside mill?", told.format("2024-19"), told.format("2023-11"))
    assert [articles for _, articles in found] == ["a", "b"]


def test_who_has_the_size_of_one_is_no_side_on_which_is_the_biggest() -> None:
    sizes = [
        f"The lake of {name} covers {area} square miles and lies near Osk." for name, area in (("Arn", 4), ("Bel", 9))
    ]
    assert sides("Which lake is the largest near Osk?", *sizes) == []
    said = [f"The lake of {name} near Osk is the largest of all." for name in ("Arn", "Bel")]
    assert sides("Which lake is the largest near Osk?", *said) == [("Arn", "a"), ("Bel", "b")]


def test_an_answer_cites_all_sides(library: Library, tmp_path: Path) -> None:
    text = "The ferry Corina sank off Easton at noon, and {} people were saved by fishermen. It was built in 1970."
    for source, saved in (("Morning", 12), ("Evening", 15)):
        head = f"---\ntitle: Ferry sinks\nsource: {source}\ndate: 2024-05-03\n---\n"
        (tmp_path / f"{source}.md").write_text(head + text.format(saved))
    library.sync(tmp_path / "Morning.md", tmp_path / "Evening.md")
    answer = Chatbot(library).ask("How many people were saved from the ferry Corina?")
    assert answer.status == "contested"
    assert {side.label for side in answer.positions} == {
        "12 — ‘Ferry sinks’, Morning, 2024-05-03",
        "15 — ‘Ferry sinks’, Evening, 2024-05-03",
    }
    for side in answer.positions:
        quotes = [answer.citation(number).quote for number in side.citations]
        assert len(quotes) == 1 and side.label.split(" ")[0] in quotes[0].text
        assert library.article(quotes[0].article).text[quotes[0].start : quotes[0].end] == quotes[0].text


def test_nothing_contests_nothing() -> None:
    assert find_contest("How many people were saved?", []) == ()


@pytest.mark.slow
def test_lines_of_any_length_take_linear_time() -> None:
    for piece in ("Jo ", "Jo Hill (", "1,000,", "Jo de ", "A.", "a-", "2 May 2019 ", "The "):
        contest("When was Jo Hill 4 born?", piece * 20_000, "Jo Hill 4 was born in 1920.")


def test_other_names_for_what_was_asked_are_sides_in_any_words() -> None:
    led = "Who led the dig at Carrow Hill?"
    one, other = "The dig at Carrow Hill was led by Ada Lund.", "At Carrow Hill, Per Voss led the dig for two summers."
    assert sides(led, one, other) == [("Ada Lund", "a"), ("Per Voss", "b")]
    assert sides(led, one, "The dig at Carrow Hill was led by Ada Lund and Per Voss.") == []


def test_one_thing_in_other_words_is_no_contest() -> None:
    asked = "What caused the delay of the Orrin bridge?"
    one, other = (
        "A shortage of girders delayed the Orrin bridge.",
        "The Orrin bridge is late: steel was in short supply.",
    )
    assert sides(asked, one, other) == []


def named_in(question: str, text: str) -> str | None:
    asked = Asked(question)
    value = span_value(asked, Stated(asked, say("a", text)), SpanLimits(probability=0.0))
    return value.text if value else None


def test_a_name_within_a_longer_answer_is_not_the_answer() -> None:
    burnt = "What caused the fire in the Elmstead depot?"
    text = "The fire in the Elmstead depot was set by boys from Orrin who had climbed over the wall."
    assert named_in(burnt, text) is None
    assert named_in("Who led the dig?", "The dig was led by the engineer Ada Lund.") == "Ada Lund"
    assert named_in("Who set fire to the Elmstead depot?", "The depot in Elmstead burned down on Monday.") != "Monday"


@pytest.mark.parametrize(
    ("question", "one", "other", "words"),
    [
        (
            "Was Ida Voss convicted of fraud?",
            "A jury in Orrin acquitted Ida Voss of fraud.",
            "The Orrin jury convicted Ida Voss of fraud.",
            ["acquitted", "convicted"],
        ),
        (
            "What happened to prices in Tarn?",
            "House prices in Tarn rose last spring.",
            "House prices in Tarn fell last spring.",
            ["rose", "fell"],
        ),
        (
            "What did the Ely council do with the pier's fee?",
            "The Ely council raised the fee for the pier.",
            "The Ely council lowered the fee for the pier.",
            ["raised", "lowered"],
        ),
    ],
)
def test_opposites_are_sides(question: str, one: str, other: str, words: list[str]) -> None:
    assert [word for word, _ in sides(question, one, other)] == words
    assert [word for word, _ in sides(question, other, one)] == words[::-1]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("What did prices in Tarn do?", "House prices in Tarn rose in 2021.", "House prices in Tarn fell in 2022."),
        ("What did prices in Tarn do?", "House prices in Tarn rose.", "House prices in Tarn did not fall."),
        ("What did prices in Tarn do?", "House prices in Tarn rose.", "House prices in Tarn rose and fell again."),
        ("What did the Ely council do?", "The Ely council approved the plan.", "The Ely mayor rejected the claim."),
    ],
)
def test_opposites_of_other_times_and_things_are_no_sides(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == []


def test_words_of_sentences_that_answer_less_well_are_no_sides() -> None:
    one, other = (
        say("a", "Ada Lund led the dig at Carrow Hill."),
        "Per Voss led the dig at Carrow Hill for two summers.",
    )
    assert len(find_contest("Who led the dig at Carrow Hill?", [one, say("b", other, score=0.85)])) == 2
    found = find_contest(
        "Who led the dig at Carrow Hill?", [one, say("b", "Voss once led a dig at Carrow.", score=0.5)]
    )
    assert found == ()


def test_parts_of_a_whole_and_two_events_are_no_sides() -> None:
    assert sides("Which towns were flooded in Tarnshire?", "Orr was flooded in Tarnshire.", "Ely was too.") == []
    assert sides("Which towns were burnt in Tarn?", "Orrin was burnt in Tarn.", "Askby was burnt in Tarn.") == []
    assert (
        sides("What does the Tarn plan include?", "The Tarn plan includes a pier.", "The Tarn plan includes flats.")
        == []
    )
    won = "Who won the Calder marathon?"
    one, other = "Kwame Osei won the 2023 Calder marathon.", "Petra Lind won the 2024 Calder marathon."
    assert sides(won, one, other) == []
    assert len(sides(won, one, other.replace("2024", "2023"))) == 2


def test_initials_are_the_same_name() -> None:
    asked, text = "Who runs the camp at Orr?", "The camp at Orr is run by the {}."
    assert sides(asked, text.format("United Nations"), text.format("UN")) == []
    assert len(sides(asked, text.format("United Nations"), text.format("EU"))) == 2


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "Did the court let Ida Voss off?",
            "Ida Voss walked out of the court in Tarn a free woman.",
            "The judge in Tarn sent Ida Voss to prison for three years.",
        ),
        (
            "Did the Osk council allow the quarry?",
            "The quarry in Osk may be extended, councillors decided on Tuesday.",
            "The Osk council turned down the plan for a larger quarry.",
        ),
    ],
)
def test_reports_that_cannot_both_be_right_are_sides_in_other_words(question: str, one: str, other: str) -> None:
    for texts in ((one, other), (other, one)):
        assert [side.sentences[0].quote.text for side in contest(question, *texts)] == [*texts]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "Did the court let Ida Voss off?",
            "Ida Voss walked out of the court in Tarn a free woman.",
            "The trial of Ida Voss in Tarn had lasted for eleven days and heard forty witnesses.",
        ),
        (
            "Did the Osk council allow the quarry?",
            "The quarry in Osk may be extended, councillors decided on Tuesday.",
            "The Osk council has said yes to the larger quarry.",
        ),
        (
            "Why did the Osk train derail?",
            "A broken rail made the Osk train derail, engineers found.",
            "The train in Osk came off the track because the steel had cracked.",
        ),
        (
            "What do the fishermen of Ely think of the new harbour?",
            "The fishermen of Ely can hardly wait for the new harbour.",
            "The hotel owners of Ely fear the noise of the new harbour.",
        ),
    ],
)
def test_reports_that_can_both_be_right_are_no_sides(question: str, one: str, other: str) -> None:
    assert contest(question, one, other) == contest(question, other, one) == ()


def excluding(*words: str) -> Callable[[Sequence[tuple[str, str]]], list[Judgement]]:
    """Return a judge to whom reports that have all of these words between them exclude each other."""

    def judge(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
        exclude = [all(word in f"{evidence} {claim}" for word in words) for evidence, claim in claims]
        return [Judgement(0.0, 0.9, 0.1) if one else Judgement(0.0, 0.1, 0.9) for one in exclude]

    return judge


def excluded(question: str, *evidence: EvidenceSentence) -> str:
    """Return the ids of the articles that exclude each other, "free" and "prison" doing so."""
    limits = ReportLimits(probability=0.8, of_best=0.3)
    claims = claims_of_reports(Asked(question), evidence, limits, excluding("free", "prison"))
    return "".join(claim.sentence.hit.article.id for claim in claims)


def test_the_best_article_is_held_against_the_others() -> None:
    free, prison, other = say("a", "Voss is free."), say("b", "Voss is in prison."), say("c", "Voss had a lawyer.")
    assert excluded("What became of Voss?", free, other, prison) == "ab"
    assert excluded("What became of Voss?", prison, free, other) == "ba"
    assert excluded("What became of Voss?", other, free, prison) == ""  # neither is what is answered
    assert excluded("What became of Voss?", free, other) == excluded("What became of Voss?") == ""


def test_what_no_report_can_exclude_another_in() -> None:
    free, prison = say("a", "Voss is free."), say("b", "Voss is in prison.")
    assert excluded("How many years did Voss get?", free, prison) == ""
    assert excluded("When was Voss freed?", free, prison) == ""
    assert excluded("Who saw Voss when the trial ended?", free, prison) == ""
    assert excluded("Which prisoners are free?", free, prison) == ""
    assert excluded("What became of Voss?", free, say("b", "Voss is in prison.", score=0.2)) == ""
    assert excluded("What became of Voss?", say("a", "Free since 2019."), say("b", "In prison since 2012.")) == ""
    assert excluded("What became of Voss?", free, say("b", f"Voss is in prison{' again' * LONGEST}.")) == ""
    assert excluded(f"What became of Voss{' then' * LONGEST}?", free, prison) == ""
    silent = [say(f"c{at}", "Voss had a lawyer.") for at in range(MOST_STORIES - 1)]
    assert excluded("What became of Voss?", free, *silent, prison) == ""


def test_a_question_without_a_name_is_not_asked_of_other_things() -> None:
    closed, open_ = "The bridge in Corin was closed on Monday.", "Cars may use the ferry pier in Easton again."
    assert contest("Was the bridge closed?", closed, open_) == ()
