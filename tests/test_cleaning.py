"""What cleaning takes out, and above all what it leaves."""

import pytest

from index.reading.cleaning import clean


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share on Facebook | Twitter | Email", "share bar"),
        ("Facebook Twitter WhatsApp", "share bar"),
        ("Read more: The other port", "link to other pages"),
        ("Related stories", "link to other pages"),
        ("Sign up for our daily newsletter", "newsletter"),
        ("We use cookies to improve your experience", "cookie notice"),
        ("Leave a comment", "comments"),
        ("Advertisement", "advertisement"),
        ("© 2024 Daily Test. All rights reserved.", "copyright line"),
        ("DON'T MISS", "link to other pages"),
        ("Most read in local sport", "link to other pages"),
        ("More on ferries: https://post.example/ferries", "link to other pages"),
        ("Tags: ports, ferries", "tags"),
        ("Thanks for signing up!", "newsletter"),
        ("By continuing to browse our website, you accept them.", "cookie notice"),
        ("Be the first to comment!", "comments"),
        ("Tell us what you think...", "comments"),
        ("(Reporting by Ann Bo; editing by Cy Day)", "credit line"),
        ("Reporting by Ann Bo in Westmoor; Editing by Cy Day", "credit line"),
        ("The reporter can be reached at bo@post.example", "contact line"),
        ("Follow her on Twitter @annbo", "contact line"),
        ("Last updated on Monday, 6 May 2024 at 9:24 pm", "time of publishing"),
        ("4 min read", "time of publishing"),
        ("Home > News > Harbour", "site header"),
        ("Table of Contents", "table of contents"),
        ("instagram:", "author profile"),
        ("Try Westmoor Post Plus for £1.50 a week", "subscription"),
        ("Get the Westmoor Post for €3 a month. Cancel when you like.", "subscription"),
        ("Check out more of our ferry stories by signing up to our daily newsletter", "newsletter"),
        ("80,000 readers trust the Westmoor Post", "subscription"),
        ("Subscribe to read on without limits", "subscription"),
        ("Already a member? Log in here.", "subscription"),
        ("This story is for subscribers only.", "subscription"),
        ("You've read all your free articles this month", "subscription"),
    ],
)
def test_boilerplate_goes_with_its_reason(line: str, reason: str) -> None:
    cleaned = clean(f"The port opened.\n\n{line}\n\nIt has nine docks.")
    assert cleaned.text == "The port opened.\n\nIt has nine docks."
    assert [(removed.text, removed.reason) for removed in cleaned.removed] == [(line, reason)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by three percent on Monday.",
        "Facebook and Twitter said on Monday that they would comply.",
        "Read more than one account of the war, she told students.",
        "More than 200 people were hurt.",
        "The company said it would sign up for the program.",
        "Comments by the minister drew anger.",
        "Related charges were dropped.",
        "Her name : a secret",
        "Follow-up posts on Twitter drew anger.",
        "Tags were found on two of the whales.",
        "He urged fans to sign up for his newsletter.",
        "Reporting by the paper led to two arrests.",
        "Updated in 2019, the law bans drones.",
        "Published in May, the book sold well.",
        "Contact with the ferry was lost on Monday.",
        "Home to nine docks, the port is full.",
        "In this article",
        "Menus are in English.",
        "What do you think?",
        "What are your thoughts on the lock?",
        "No comment",
        "Copyright lawyers sued the port in 2023.",
        "Home prices fell",
        "Home port to nine ships / and a ferry",
        "Follow the money, she said.",
        "Follow us to the pier, the guide called.",
        "Fans follow her on Instagram.",
        "The owner apologised in the comments.",
        "You might also like to know who paid.",
        "More from the sea than from the land came the grain.",
        "Continue reading the bill, the speaker told them.",
        "Your email was read by the police",
        "Your personal data was sold, the court found.",
        "Sign up for the coastguard, the posters said.",
        "Subscribe to no theory, he warned.",
        "The berth costs 20 a month, and few can pay.",
        "400,000 people trust the harbour police, a poll found.",
        "Already a member of the league, Westmoor stayed out.",
        "Just £2 a day is what pickers get, a survey found.",
        "90,000 subscribers have joined the boycott of the ferry.",
        "Join 5,000 readers on the quay on Sunday",
        "Get a berth for €80 a month from the harbour office.",
        "Contact the harbour office at quay@westmoor.example before June.",
        "Pilot Ann Bo can be reached at bo@quay.example on weekdays.",
        "Find a doctor on the island: https://island.example/doctors",
        "More than 40 boats sank: https://quay.example/boats",
        "Company : Westmoor Ferries",
        "Follow us on the left bank, said the pilot.",
        "Related: the price of diesel led some to sell their boats.",
        "Read more maps, the pilot told them",
    ],
)
def test_sentences_that_start_like_boilerplate_stay(sentence: str) -> None:
    cleaned = clean(f"The port opened.\n{sentence}\nIt has nine docks.")
    assert sentence in cleaned.text and cleaned.removed == ()


def test_fields_of_a_profile_go_together() -> None:
    cleaned = clean("The port opened.\n• Username : jdoe\nCompany : Westmoor Post\nFollowers : 12")
    assert cleaned.text == "The port opened."
    assert {piece.reason for piece in cleaned.removed} == {"author profile"}


def test_captions_set_twice_go_even_when_glued_to_a_paragraph() -> None:
    cleaned = clean("The port opened. Port - The Movie\n\nPort - The Movie\n\nPORT | Trailer\n\nPORT | Trailer")
    assert cleaned.text == "The port opened."
    assert {removed.reason for removed in cleaned.removed} == {"caption set twice"}


def test_headings_repeated_in_a_table_of_contents_stay_once() -> None:
    cleaned = clean("Table of Contents\nThe docks\nThe bridge\n\nThe docks\nNine of them.\n\nThe bridge\nIt is shut.")
    assert cleaned.text == "The docks\nNine of them.\n\nThe bridge\nIt is shut."


def test_prompts_to_the_reader_go_sentence_by_sentence() -> None:
    cleaned = clean("It opened. Share your view in the comments below, and tell a friend. It has nine docks.")
    assert cleaned.text == "It opened. It has nine docks."


def test_a_source_line_at_the_end_names_the_source() -> None:
    cleaned = clean("It opened.\nOriginal Source: news.example")
    assert (cleaned.text, cleaned.source) == ("It opened.", "news.example")


def test_the_time_above_an_article_goes_in_any_language() -> None:
    cleaned = clean("quarta-feira, 3 de maio de 2023 às 18:40\nO porto abriu.\nTem\nem 3 de maio de 2023, 18:40")
    assert cleaned.text == "O porto abriu.\nTem\nem 3 de maio de 2023, 18:40"


def test_headers_and_footers_of_copied_pages_go_but_heads_of_tables_stay() -> None:
    pages = [f"Dock {name} opened.\nDock Ships Crew\nWestmoor Post - Page {n} of 3" for n, name in enumerate("abc", 1)]
    cleaned = clean("\n".join(pages))
    assert cleaned.text.count("Dock Ships Crew") == 3 and "Page" not in cleaned.text
    assert [piece.reason for piece in cleaned.removed] == ["repeated header or footer"] * 3


def test_a_box_about_the_author_goes_whole() -> None:
    cleaned = clean("It opened.\n\nAbout the author\nAnn Bo has covered ports for ten years.\nShe lives in Westmoor.")
    assert cleaned.text == "It opened."
    assert [piece.reason for piece in cleaned.removed] == ["author profile"] * 3


ARTICLE = "\n".join(
    f"The {dock} of Westmoor, which Mayor Adelina Lindqvist opened in {month}, has room for the ferries to Osthaven. "
    "Fishermen from Norrby, who pay by the crate, fear that the Osthaven Ferry Company will push them out. "
    "“Westmoor was built on herring,” said Torvald Grimsson of the Norrby Fishers' League."
    for dock, month in (("quay", "May"), ("breakwater", "June"), ("lock", "July"), ("slip", "August"))
)
REVIEW = (
    "Moonlit - Review from the Castellane Festival\n"
    "Beatrix Vandermeer plays Ophelie, a trapeze artist from Marseille who can no longer climb.\n"
    "Director Anselmo Quiroga shot it in Castellane with the Zampano Circus, and Vandermeer never used a double."
)


@pytest.mark.parametrize(
    "end",
    [
        "Share this article",
        "Leave a comment",
        "Source: post.example",
        "About the author\nAnn Bo. " + "She writes. " * 40,
    ],
)
def test_another_page_behind_the_article_goes(end: str) -> None:
    cleaned = clean(f"{ARTICLE}\n{end}\n{REVIEW}")
    assert cleaned.text == ARTICLE
    assert [piece.text for piece in cleaned.removed if piece.reason == "another page"] == REVIEW.split("\n")
    assert cleaned.source == ("post.example" if end.startswith("Source") else None)


def test_what_is_of_the_article_stays_behind_a_share_bar() -> None:
    rest = "What comes next\nMayor Lindqvist wants a third quay. Grimsson and the Norrby boats will vote on it."
    assert clean(f"{ARTICLE}\nShare this article\n{rest}").text == f"{ARTICLE}\n\n{rest}"
    assert clean(f"{ARTICLE}\n{REVIEW}").removed == ()  # nothing says that the article has ended
    assert clean(f"{ARTICLE[:300]}\nShare this article\n{REVIEW}").text.endswith(REVIEW)  # too little to compare with


def test_every_character_is_kept_or_listed() -> None:
    text = (
        f"{ARTICLE} Port - Film\nPort - Film\nFollow her on Twitter. It shut.\nTags: a\n{REVIEW}\nSource: post.example"
    )
    cleaned = clean(text)
    pieces = [cleaned.text, *(piece.text for piece in cleaned.removed)]
    assert sorted("".join(pieces).replace(" ", "").replace("\n", "")) == sorted(text.replace(" ", "").replace("\n", ""))


@pytest.mark.slow
def test_lines_of_any_length_take_linear_time() -> None:
    pieces = (
        "word ",
        " ",
        "a",
        ".",
        "Why? ",
        "\n",
        "Port\n",
        "Share\nPort\n",
        "(Reporting by ",
        "Follow us on ",
        "1 ",
        ".'",
    )
    for piece in pieces:
        clean(piece * 80_000)  # minutes, when a pattern starts anew at each character


def test_clean_text_stays_as_it_is() -> None:
    text = "The port opened in May.\n\nIt has nine docks; the mayor, Ms. Li, said “ten”."
    assert clean(text).text == text
    assert clean(clean(text).text).removed == ()


def test_rows_of_a_table_are_no_running_heads() -> None:
    rows = [f"20{year} | {year * 3} | {year}" for year in range(10, 20)]
    heads = [f"Daily Test | page {number}\nRain fell on day {number}, they said." for number in range(1, 6)]
    cleaned = clean("\n".join(["Year | Wet | Dry", *rows, "It rained less.", *heads]))
    assert all(row in cleaned.text for row in rows) and "page" not in cleaned.text


def test_rows_of_tables_stay_however_alike_they_are() -> None:
    rows = ["Dock | Ships | Crew", *(f"{dock} | {dock} | {10 * dock}" for dock in range(1, 6))]
    twice = ["Home | Away", "Westmoor | Norrby", "Home | Away", "Norrby | Westmoor"]
    text = "\n".join(["The docks of 2024:", *rows, "The matches of May:", *twice])
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Town      2023   2024\n  Cole       12     14\n  Ely         9      7",
            "Town\t2023\t2024\nCole\t12\t14\nEly\t9\t7",
        ),
        ("Q:\tIs it up?\nA:\tYes.", None),
        ("The hall\topens at ten.\nThe park\tis shut.", None),
        ("Town\t\tFeet\nCole\tup\t2", "Town\t\tFeet\nCole\tup\t2"),
        ("It rained.  It was wet.\nNobody went.  They stayed.\nThey ate.  They slept.", None),
        ("a column of     another one\nprose that      that stands\nis set here     beside it", None),
        ("The  old  weir\nwas  up by  2\nfeet  in  all", None),
        ("One\ttab alone.\n\n\tTwo lines begin\n\twith one.", None),
    ],
)
def test_tables_that_spaces_or_tabs_set_keep_their_cells(text: str, kept: str | None) -> None:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    assert clean(text).text == (kept or "\n".join(lines))
