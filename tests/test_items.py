"""Items of lists and rows of tables: what introduces each, what is none, and how they lie in passages."""

import pytest

from index import Article, Library, split_passages, split_sentences
from index.embedding import embedding_text
from index.language.statements import is_statement
from index.reading.formats.text import markdown_to_text
from index.scope import Scope
from tests.fakes import WordHashEmbedder


def entries(text: str) -> list[str]:
    return [one.said_in(text) for one in split_sentences(text) if one.is_entry]


def statements(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split_sentences(text) if one.is_statement_in(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Open today:\n- Ash Hall\n- Elm Hall", ["Open today: Ash Hall", "Open today: Elm Hall"]),
        ("It is wet. Open:\n• Ash\n\nRain fell.", ["Open: Ash"]),
        (
            "The halls are full. They are:\n- Ash\n- Elm",
            ["The halls are full. They are: Ash", "The halls are full. They are: Elm"],
        ),
        ("Halls that open\n\n* Ash\n* Elm", ["Halls that open: Ash", "Halls that open: Elm"]),
        ("These halls open today.\n\n- Ash\n- Elm", ["These halls open today. Ash", "These halls open today. Elm"]),
        ("The first:\n1. Li, 9 s\n2. Roe, 8.5 s", ["The first: 1. Li, 9 s", "The first: 2. Roe, 8.5 s"]),
        ("Open today:\nAsh Hall\nElm Hall\n\nRain fell.", ["Open today: Ash Hall", "Open today: Elm Hall"]),
        ("Open:\n- 7 a.m. Ash\n- 8 a.m. Elm", ["Open: 7 a.m. Ash", "Open: 8 a.m. Elm"]),
        ("Prizes\nFirst: 9 crowns\nSecond: a cup", ["Prizes: First: 9 crowns", "Prizes: Second: a cup"]),
        ("It was late.\n\nKick-off: noon\nVenue: Elm Park", ["Kick-off: noon", "Venue: Elm Park"]),
        ("Results\nAsh 2, Elm 1\nOak 0, Fir 0\n\nRain fell.", ["Results: Ash 2, Elm 1", "Results: Oak 0, Fir 0"]),
        ("Toll\n14 killed\n30 hurt\n\nRain fell.", ["Toll: 14 killed", "Toll: 30 hurt"]),
        ("- Ash\n- Elm\n\nRain fell.", ["Ash", "Elm"]),
        ("Open:\n- Ash\n- Elm\n\n- Oak, shut\n- Fir, shut", ["Open: Ash", "Open: Elm", "Oak, shut", "Fir, shut"]),
        ("Open today:\n\n- Ash\n\n- Elm", ["Open today: Ash", "Open today: Elm"]),
        ("Open today:\n● Ash\n● Elm", ["Open today: Ash", "Open today: Elm"]),
        ("Year | Halls\n---|---\n2023 | 19", ["Year: 2023, Halls: 19"]),
        ("Open:\r\nAsh\r\nElm\r\n\r\nRain fell.", ["Open: Ash", "Open: Elm"]),
        ("Rain fell.\n\nThey won. Prizes:\n- A cup", ["Prizes: A cup"]),
        ("Halls\n\nTown\tOpen\nAsh\t9", ["Halls: Town: Ash, Open: 9"]),
        (
            " | 2023 |  | 2024 | \nTown | In | Out | In | Out\nAsh | 1 | 2 | 3 | 4",
            ["Town: Ash, 2023 In: 1, 2023 Out: 2, 2024 In: 3, 2024 Out: 4"],
        ),
        (
            "Town | Open\nNorth | \nAsh | 9\nSouth | \nElm | 7\nTotal | 16",
            ["North: Town: Ash, Open: 9", "South: Town: Elm, Open: 7"],
        ),
        ("Town | Open\nAsh | 9\nElm | \nOak | 7", ["Town: Ash, Open: 9", "Town: Oak, Open: 7"]),
        (  # figures are missing
            "Town | In | Out\nCole | | \nAsh | 3 | 4\nEly | 1 | ",
            ["Town: Ash, In: 3, Out: 4", "Town: Ely, In: 1"],
        ),
        (  # parts, as they have the same rows
            "Side | Seats\nCole | \nReds | 4\nBlues | 3\nEly | \nReds | 1\nBlues | 9",
            [
                f"{town}: Side: {seats}"
                for town, seats in (
                    ("Cole", "Reds, Seats: 4"),
                    ("Cole", "Blues, Seats: 3"),
                    ("Ely", "Reds, Seats: 1"),
                    ("Ely", "Blues, Seats: 9"),
                )
            ],
        ),
        ("Ash | \nElm | 3\nOak | 4", ["Elm | 3", "Oak | 4"]),
        (
            "Day\n\n8.30am\tDoors open\n9am\tA band plays\nNoon\tAll eat",
            ["Day: 8.30am\tDoors open", "Day: 9am\tA band plays", "Day: Noon\tAll eat"],
        ),
        ("Li Wu | Roads\nJo Ash | Schools", ["Li Wu | Roads", "Jo Ash | Schools"]),
        ("Built in | Cole\nAge | 44\nHeight | 180 m", ["Built in | Cole", "Age | 44", "Height | 180 m"]),
        ("Monday | Closed\nTuesday | 9 to 5", ["Monday | Closed", "Tuesday | 9 to 5"]),
        ("Children | Free\nAdults | £5", ["Children | Free", "Adults | £5"]),
        ("Q:\tIs it open?\nA:\tNo. It rained.", ["Q:\tIs it open? A:\tNo. It rained."]),
        ("The hall\topens at ten.\nThe park\tis shut.", []),
        ("Halls in 2024 |  | \nTown | In | Out\nAsh | 1 | 2", ["Halls in 2024: Town: Ash, In: 1, Out: 2"]),
        (
            "Q: Is it open?\nA: No. It rained.\n\nQ: When?\nA: May.",
            ["Q: Is it open? A: No. It rained.", "Q: When? A: May."],
        ),
    ],
)
def test_an_item_has_what_introduces_it(text: str, said: list[str]) -> None:
    assert entries(text) == said


def test_an_answer_has_its_speaker() -> None:
    text = "COURIER: Is it open?\nROE (laughs): In May. The roof is done.\nDate: 4 May"
    assert [one.said_in(text) for one in split_sentences(text)] == [
        "COURIER: Is it open?",
        "COURIER: Is it open? ROE (laughs): In May.",
        "COURIER: Is it open? ROE (laughs): The roof is done.",
        "Date: 4 May",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Reporter: Is it open?\nWarden Roe: No. It rained.", "Reporter: Is it open? Warden Roe: No."),
        ("Q. Is it open?\nA. No. It rained.", "Q. Is it open? A. No. It rained."),
        ("Q: Is it open? We saw light.\nA – Yes. It is.", "Q: Is it open? We saw light. A – Yes."),
        ("Jo Li: Open?\nAl Roe: In May. Or June.\nJo Li: Why?\nAl Roe: It rained.", "Jo Li: Why? Al Roe: It rained."),
        ("Photo: Jo Li. The hall at dawn.\n\nRain fell.\n\nPhoto: Al Roe. The pond at noon.", ""),
        ("Ash: nine wins. Elm: two.\nAsh: no draw. Elm: one.\nOak: none.", ""),
        ("Note: Let it rest. Use rye.\nTip: Warm it. Stir.\nNote: Salt it. Eat.", ""),
    ],
)
def test_an_answer_has_its_question_and_a_field_has_none(text: str, said: str) -> None:
    found = [one.said_in(text) for one in split_sentences(text)]
    assert said in found if said else all(one in text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Open:\n- North:\n- Ash\n- South:\n- Elm",  # as the colons tell
        "Open:\n- North\n  - Ash\n- South\n  - Elm",  # as the depth tells
        "Open:\n- North\n• Ash\n- South\n• Elm",  # as the marks tell
    ],
)
def test_an_item_of_an_inner_list_has_both_leads(text: str) -> None:
    assert [said for said in entries(text) if "Ash" in said or "Elm" in said] == [
        "Open: North: Ash",
        "Open: South: Elm",
    ]


def test_an_item_that_is_a_sentence_has_a_lead_and_needs_none() -> None:
    text = "These claims are false:\n- The sea rose by four metres.\n- Ash trees are extinct."
    _, *items = split_sentences(text)
    assert [one.said_in(text) for one in items][0] == "These claims are false: The sea rose by four metres."
    assert not any(one.is_entry for one in items) and all(one.is_statement_in(text) for one in items)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rain\nYear | Days\n2023 | 40\n2024 | 31", ["Rain: Year: 2023, Days: 40", "Rain: Year: 2024, Days: 31"]),
        ("It rained.\n\nYear | Days | Dry\n2023 | | 9\n2024 | 31 |", ["Year: 2023, Dry: 9", "Year: 2024, Days: 31"]),
        ("| Name | Office |\n|---|:-:|\n| Li | Mayor. Till May |", ["Name: Li, Office: Mayor. Till May"]),
        ("Ash\nA | B\n1 | x\n\nElm\nA | B\n2 | y", ["Ash: A: 1, B: x", "Elm: A: 2, B: y"]),
        ("Of the dead\nMen | 9\nWomen | 8", ["Of the dead: Men | 9", "Of the dead: Women | 8"]),  # no header
        ("Party | 2019 | 2023\nReds | 41% | 38%", ["Party: Reds, 2019: 41%, 2023: 38%"]),
        ("Team | 1 | 2 | 3\nAsh | 0 | 1 | 3", ["Team: Ash, 1: 0, 2: 1, 3: 3"]),
    ],
)
def test_a_row_has_its_header_and_the_heading_above(text: str, said: list[str]) -> None:
    assert entries(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Home | News | Sport",  # a bar alone makes no table
        "By Jo Li | Daily Test\nRain fell on Monday.",
        "Terms of use |\nPrivacy |\nContact |",
        "Key points\n- The council voted on Monday.\n- The mayor did not like it.",  # sentences need no lead
        "He said it.\n– Reuters",
        "Photo: Jo Li\nSource: Daily Test",
        "By Jo Li\n3 March 2024\n5 min read\n\nRain fell.",
        "Rain fell:\nIt fell on Monday.\nIt fell on Tuesday, too.",
    ],
)
def test_what_is_no_item(text: str) -> None:
    assert entries(text) == []


def test_neither_a_heading_nor_a_header_nor_a_line_with_a_colon_says_anything() -> None:
    text = "The halls of the town that will open on Monday are:\n- Ash\n\nRain in days\nYear | Days\n2023 | 40"
    assert statements(text) == ["Ash", "2023 | 40"]


@pytest.mark.parametrize("line", ["Killed: 14", "Second place: 2,500 crowns", "Kick-off: 3 p.m."])
def test_a_field_with_a_number_says_something(line: str) -> None:
    assert is_statement(line)


@pytest.mark.parametrize("line", ["Photo: Agency 2024", "Storm Ines: red alert", "Storm: 5 things to know", "Tags: G7"])
def test_a_kicker_and_a_credit_do_not(line: str) -> None:
    assert not is_statement(line)


def test_a_list_that_fits_into_a_passage_is_not_parted(word_hash: WordHashEmbedder) -> None:
    prose, items = "Rain fell on us today. " * 4, "Halls that open:\n- Ash\n- Elm\n- Oak"
    article = Article("a", "", f"{prose.strip()}\n\n{items}\n\nThe end came soon.")
    passages = split_passages(article, word_hash, 30)
    assert [article.text[one.start : one.end] for one in passages][1].startswith(items)


def test_a_passage_that_begins_within_a_list_is_embedded_with_its_lead(word_hash: WordHashEmbedder) -> None:
    rows = [f"20{year:02} | {year * 3}" for year in range(10, 40)]
    article = Article("a", "The rain", "\n".join(["Wet days", "Year | Days", *rows]))
    passages = split_passages(article, word_hash, 40)
    embedded = [embedding_text(article, one) for one in passages]
    assert len(passages) > 5 and all("Wet days\nYear | Days\n" in text for text in embedded)
    assert max(map(len, word_hash.word_piece_ends(embedded))) <= 40
    assert sum(len(one.sentences) for one in passages) == len(rows) + 2


def test_a_row_longer_than_a_passage_is_divided(word_hash: WordHashEmbedder) -> None:
    article = Article("a", "", f"Year | Said\n2023 | {'word ' * 50}\n2024 | little")
    passages = split_passages(article, word_hash, 20)
    assert max(map(len, word_hash.word_piece_ends([embedding_text(article, one) for one in passages]))) <= 20
    assert " ".join(article.text[one.start : one.end] for one in passages).split() == article.text.split()


def test_the_lead_is_found_by_its_words_and_forgotten_with_its_article(library: Library) -> None:
    folder = library.folder.parent / "in"
    folder.mkdir()
    file = folder / "rain.txt"
    file.write_text(
        "\n".join(["Wet days in Varn", "Year | Days", *(f"{year} | {year % 31}" for year in range(1901, 1999))])
    )
    library.sync(folder)
    hits = library.search("Varn 1977", k=20)
    assert any("1977" in hit.text and "Varn" not in hit.text for hit in hits)
    held = hits[0].passage.sentences
    assert all(one.lead for one in held if one.is_entry) and any(one.is_entry for one in held)
    file.write_text("Nothing was counted.")
    library.sync(folder)
    assert not library._store.catalog.passages.by_words("Varn", 5, Scope())


def test_markdown_keeps_lists_and_tables() -> None:
    items, rows = "* Ash\n  and so on\n* Elm\n  1. Oak", "| Year | Days |\n|--|--|\n| 2023 | |\n| 2024 | **9** |"
    assert markdown_to_text(f"The *open* ones:\n{items}\n\n{rows}\n") == (
        "The open ones:\n\n- Ash and so on\n- Elm\n1. Oak\n\nYear | Days\n--- | ---\n2023 | \n2024 | 9"
    )


def test_items_that_semicolons_part() -> None:
    text = "The plan is to:\n\nsell the mill;\nmend the weir; and\nraise the toll.\n\nIt passed."
    wanted = ["sell the mill;", "mend the weir; and", "raise the toll."]
    assert entries(text) == [f"The plan is to: {item}" for item in wanted]
    assert entries("The mill had been sold for less than it was worth in the spring of that year;\nnobody knew.") == []


@pytest.mark.parametrize(
    "table",
    [
        "Name | 1st round | 2nd round\nLi | 40% | 52%",
        "Name | 2023/24 | 2024/25\nLi | 40 | 52",
        "Name | Monday | Friday\nLi | 3 | 5",
    ],
)
def test_rounds_spans_and_days_name_columns(table: str) -> None:
    assert [one.partition(",")[0] for one in entries(table)] == ["Name: Li"]
    assert all(": " not in one for one in entries("Osk | 40% | 52%\nElm | 3 | 4") + entries("Osk | 12 dead\nElm | 4"))
