"""Follow-up questions: those that stand alone stay, to the letter; the others are made whole without inventing."""

import pytest

from rag import LanguageModel, ModelError, Turn
from rag.standalone import standalone_question
from tests.scripted_llm import ScriptedLLM

HISTORY = [Turn("Did Russia aid Iran against Israel?", "The Kremlin is unlikely to."), Turn("And Iran?", "…")]
DRONES = [Turn("Did Norland sell drones to Peru?", "Norland sold drones to Peru in 2022, officials said.")]
MAYOR = [Turn("What did Mayor Maria Lopez promise?", "“Lopez promised the farmers cheaper fuel.” [1]")]
PLANT = [Turn("When did the Arden tidal plant open?", "The Arden tidal plant opened in 2011.")]
COPPER = [Turn("What did Peru export to Norland in 2019?", "Copper, mostly.")]
PAIR = [Turn("What did Anna Weber and Tom Brandt found?", "They founded a theatre in Kiel.")]


def by_rules(question: str, history: list[Turn]) -> str:
    return standalone_question(question, history, None)


def scripted(*replies: str) -> LanguageModel:
    return LanguageModel("scripted", lambda: ScriptedLLM(replies=list(replies), prompts=[]))


@pytest.mark.parametrize("history", [HISTORY, MAYOR, PLANT, COPPER, PAIR], ids=lambda history: history[0].question)
@pytest.mark.parametrize(
    "question",
    [
        "Who built the Bushehr plant?",
        "did russia aid iran",
        "What did Iran say of its plant?",
        "what did iran say of its plant",
        "Bushehr delays reason",
        "iran population",
        "drone deal value 2022",
        "sourdough baking time",
        "How far is it from Kiel to Bergen?",
        "Is it true that tides are rising?",
        "How long does it take to charge a bus?",
        "Is it safe to eat raw beans?",
        "How many kinds of tides are there in Norland?",
        "Which drugs were approved this year?",
        "Why do cats lick their paws?",
        "What did the former president of Peru say?",
        "What other drugs lower high blood pressure?",
        "Who says that Norland sold drones?",
        "When Lopez resigned, what did she say?",
        "Wie hoch ist der Turm?",
        "",
        "😀 Kiel 😀",
        "Thanks!",
        "OK, thank you very much, perfect.",
        "?",
        "Kiel ıt hiſ",
    ],
)
def test_a_question_that_stands_alone_is_untouched(question: str, history: list[Turn]) -> None:
    assert standalone_question(question, history, scripted()) == question


def test_a_pronoun_that_cannot_be_told_keeps_the_question_before_where_nothing_else_is_said() -> None:
    history = [Turn("What did Ada Lund offer?", "Ada Lund offered on Monday to mend the pier.")]
    for question in ("When did she make it?", "Why did she do it?"):
        assert by_rules(question, history) == f"What did Ada Lund offer? {question}"
    assert by_rules("When did she mend it?", history) == "When did Ada Lund mend it?"


def test_without_history_nothing_is_done() -> None:
    assert by_rules("And it?", []) == "And it?"
    assert by_rules("And it?", [Turn(" ", "")]) == "And it?"


@pytest.mark.parametrize(
    "question", ["And what did it offer?", "Why?", "How far is it?", "Who said that?", "What about Iran?", "any more?"]
)
def test_what_is_unsure_goes_behind_the_question_it_follows(question: str) -> None:
    assert by_rules(question, HISTORY) == f"Did Russia aid Iran against Israel? {question}"


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (MAYOR, "When did she say that?", "When did Maria Lopez say that?"),
        (MAYOR, "what did her party say", "what did Maria Lopez's party say"),
        (MAYOR, "Did farmers believe her?", "Did farmers believe Maria Lopez?"),
        (MAYOR, "But was she elected in 2019?", "Was Maria Lopez elected in 2019?"),
        (MAYOR, "Was she tired when she left?", "Was Maria Lopez tired when she left?"),
        (PLANT, "Who built it?", "Who built the Arden tidal plant?"),
        (PLANT, "who built it's turbines", "who built the Arden tidal plant's turbines"),
        (PLANT, "Who owns the plant?", "Who owns the Arden tidal plant?"),
        (PAIR, "When did they meet?", "When did Anna Weber and Tom Brandt meet?"),
        (PAIR, "What else is played there?", "What else is played in Kiel?"),
        ([Turn("Who leads Norland?", "Jens Dahl.")], "How old is he?", "How old is Jens Dahl?"),
        (
            [Turn("What is her best song?", "The Long Tide")],
            "When was it recorded?",
            "When was The Long Tide recorded?",
        ),
    ],
)
def test_pronouns_are_replaced_by_what_they_stand_for(history: list[Turn], question: str, whole: str) -> None:
    assert by_rules(question, history) == whole


def test_a_pronoun_goes_on_meaning_the_same() -> None:
    history = [*MAYOR, Turn("Who was her teacher?", "Ada Brink."), Turn("Where did she go to school?", "In Kiel.")]
    assert by_rules("When did she marry?", history) == "When did Maria Lopez marry?"


def test_a_thing_goes_on_being_it() -> None:
    history = [*PLANT, Turn("Who built it?", "Engineers of the navy."), Turn("What did it cost?", "Too much.")]
    assert by_rules("Is its turbine loud?", history) == "Is the Arden tidal plant's turbine loud?"


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("They wrote the song “Long Tide” in Kiel.", "When was the song Long Tide released?"),
        ("Peru's song made them known.", "When was Peru's song released?"),
        ("They hated the song Norland sang.", "When was the song released?"),
        ("They wrote the song in a day.", "When was the song released?"),
    ],
)
def test_a_noun_gets_the_name_it_had(said: str, whole: str) -> None:
    assert by_rules("When was the song released?", [Turn("What is known of them?", said)]) == whole


def test_of_two_people_none_is_guessed() -> None:
    question = "Did he leave the city?"
    assert by_rules(question, PAIR) == f"What did Anna Weber and Tom Brandt found? {question}"


def test_a_place_or_a_thing_is_nobody() -> None:
    history = [Turn("Who opened the fair?", "The fair was opened in Hamburg by the League of Bakers.")]
    assert by_rules("What did she bake?", history) == "What did she bake?"


@pytest.mark.parametrize(
    "name",
    [
        *("Norway", "South Korea", "Saudi Arabia", "the Netherlands", "Jordan", "Ukraine", "Great Britain", "Czechia"),
        *("Oslo", "New York", "Los Angeles", "Tel Aviv", "Port Ayre", "San Marino", "Cape Town", "Vienna"),
        *(
            "Varnex",
            "Arden Shipping",
            "Norvik Motors",
            "Brandt & Sons",
            "Deutsche Post",
            "VRX Group",
            "Kell Energy Inc",
        ),
        *("Real Madrid", "Manchester United", "the Harbour Lions", "the Norland Bears", "Arden FC", "the All Blacks"),
        *("the Foreign Ministry", "the Supreme Court", "Congress", "NATO", "the Kremlin", "the White House", "the EU"),
        *("the Houthis", "Democrats", "the Taliban", "Russians", "the Baltic states", "the Greens", "Norwegians"),
        *("the Bank of Norland", "Kiel University", "Red Bull", "the Green Party", "G20", "July", "Christmas Island"),
    ],
)
@pytest.mark.parametrize("pronoun", ["he", "she"])
def test_what_is_nobody_is_never_he_or_she(name: str, pronoun: str) -> None:
    asked = f"Did {name} agree to the deal?"
    for answer in ("", f"{name[0].upper()}{name[1:]} agreed on Friday."):
        assert by_rules(f"What did {pronoun} say?", [Turn(asked, answer)]) in (
            f"{asked} What did {pronoun} say?",
            f"What did {pronoun} say?",  # where nothing is named at all
        )


@pytest.mark.parametrize(
    ("asked", "answer", "person"),
    [
        ("Did Jens Dahl agree?", "", "Jens Dahl"),
        ("Did Dahl agree?", "Minister Jens Dahl agreed.", "Jens Dahl"),
        ("Did Prime Minister Dahl agree to help Norway?", "", "Dahl"),
        ("Did the Norwegian president, Mrs. Lind, meet Varnex?", "", "Lind"),
        ("Did US Secretary Ann Poe call the Foreign Ministry?", "", "Ann Poe"),
        ("Did Russia agree?", "President Ivan Orlov refused on Friday.", "Ivan Orlov"),
        ("Did Norvik Motors cut prices?", "Ada Brink cut them by a tenth, the company said.", "Ada Brink"),
        ("Who is Lind?", "A teacher from Kiel.", "Lind"),
        ("When was Lind born?", "", "Lind"),
        ("What did Lind's wife write?", "", "Lind"),
        ("Did Lind agree?", "Lind said she agreed.", "Lind"),
        ("Did Michael Jordan play?", "", "Michael Jordan"),
        ("Did Maria de Lima win?", "", "Maria de Lima"),
    ],
)
def test_a_person_is_he_or_she(asked: str, answer: str, person: str) -> None:
    for pronoun in ("he", "she"):
        assert by_rules(f"What did {pronoun} say?", [Turn(asked, answer)]) == f"What did {person} say?"


def test_a_name_alone_is_left_in_doubt() -> None:
    assert by_rules("What did he say?", [Turn("Did Arden agree?", "")]) == "Did Arden agree? What did he say?"


def test_the_one_an_answer_tells_of_goes_on_being_she() -> None:
    history = [Turn("What did she study?", "Lind studied law."), Turn("Where?", "In Kiel.")]
    assert by_rules("When did she marry?", history) == "When did Lind marry?"


def test_those_named_in_the_plural_are_they() -> None:
    history = [Turn("Did the Houthis attack the ship?", "They did.")]
    assert by_rules("When did they attack it?", history) == "When did the Houthis attack it?"


def test_a_bank_is_called_by_its_whole_name() -> None:
    history = [Turn("Did the Bank of Norland raise rates?", "It did.")]
    assert by_rules("When did it say so?", history) == "When did the Bank of Norland say so?"


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (COPPER, "And in 2020?", "What did Peru export to Norland in 2020?"),
        (COPPER, "And to Chile?", "What did Peru export to Chile in 2019?"),
        (COPPER, "And Chile?", "What did Peru export to Norland in 2019? And Chile?"),
        (PLANT, "what about lerwick?", "When did the Arden tidal plant open? what about lerwick?"),
        ([Turn("What did Peru export?", "")], "and what about bolivia?", "What did bolivia export?"),
        ([Turn("what did peru export", "")], "And Chile?", "what did Chile export"),
        (DRONES, "When?", "Did Norland sell drones to Peru? When?"),
        (DRONES, "Why?", "Did Norland sell drones to Peru? Why?"),
        ([Turn("Did Norland sell drones?", "It did not.")], "When?", "Did Norland sell drones? When?"),
        (MAYOR, "And her rivals?", "What did Mayor Maria Lopez promise? And her rivals?"),
    ],
)
def test_what_a_fragment_leaves_out_comes_from_the_question_before(
    history: list[Turn], question: str, whole: str
) -> None:
    assert by_rules(question, history) == whole


def test_what_the_articles_do_not_say_names_nobody() -> None:
    history = [Turn("Who leads the council?", "The articles do not say. Nearest: Jens Dahl spoke.")]
    assert "Dahl" not in by_rules("How old is he?", history)


def test_with_a_model_the_model_rewrites() -> None:
    llm = ScriptedLLM(replies=['"What did Russia offer?"\nBecause …'], prompts=[])
    assert (
        standalone_question("What did it offer?", HISTORY, LanguageModel("m", lambda: llm)) == "What did Russia offer?"
    )
    assert "Did Russia aid Iran against Israel?" in llm.prompts[0]


@pytest.mark.parametrize(
    "reply",
    [
        "word " * 100 + "?",  # rambles
        "Russia offered to mediate.",  # answers
        "What did it offer?",  # does nothing
        "What did China offer?",  # brings in a name
        "What did Russia offer in 2019?",  # brings in a number
        "How is Russia doing?",  # asks something else
        "Question:",
    ],
)
def test_a_rewrite_that_fails_is_not_followed(reply: str) -> None:
    whole = standalone_question("What did it offer?", HISTORY, scripted(reply))
    assert whole == "Did Russia aid Iran against Israel? What did it offer?"


def test_a_model_that_fails_leaves_it_to_the_rules() -> None:
    class Broken(ScriptedLLM):
        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: object) -> object:  # type: ignore[override]
            raise ConnectionError("refused")

    for model in (scripted("  "), LanguageModel("broken", lambda: Broken(replies=[]))):
        with pytest.raises(ModelError):
            model.first_line([], longest=300)
    for model in (scripted("  "), LanguageModel("broken", lambda: Broken(replies=[]))):
        assert standalone_question("Who built it?", PLANT, model) == "Who built the Arden tidal plant?"


@pytest.mark.parametrize(
    "piece", ["it ", "the ", "And ", "Iran ", "In ", "it to from ", "the A's ", "'s", "\n", "😀", "2019 "]
)
def test_texts_of_any_length_take_linear_time(piece: str) -> None:
    text = piece * 20_000
    by_rules("Who built it?", [Turn(text, text)] * 50)  # minutes, when a pattern starts anew at each character
    assert by_rules(text, PLANT) == text
    by_rules(text[:300], [Turn(text, text)] * 50)
