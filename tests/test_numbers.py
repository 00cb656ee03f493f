"""Numbers: one value in whatever writing, and no two of them a contest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language import facts
from index.language.numbers import ONES, TENS, find_numbers
from index.language.quantities import quantities
from rag.contest.values import numbers_in
from rag.verdict.rules import Record, missing_facts


def spelled(number: int, *, joint: str = " and ", comma: str = " ") -> str:
    """Return a number in words: "two thousand{comma}three hundred{joint}four"."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{ONES[hundreds]} hundred" + (f"{joint}{spelled(rest)}" if rest else "")
    scale, word = next(
        pair for pair in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")) if number >= pair[0]
    )
    many, rest = divmod(number, scale)
    head = f"{spelled(many, joint=joint)} {word}"
    if not rest:
        return head
    return head + (f"{comma}{spelled(rest, joint=joint, comma=comma)}" if rest >= 100 else f"{joint}{spelled(rest)}")


def in_figures(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(
    st.one_of(st.integers(0, 10**9), st.integers(0, 3000)),
    st.sampled_from(["", ",", "\u00a0", "\u2009", "\u202f"]),
    st.sampled_from([" and ", " "]),
    st.sampled_from([" ", ", "]),
)
def test_words_and_figures_are_one_number(number: int, separator: str, joint: str, comma: str) -> None:
    words, figures = spelled(number, joint=joint, comma=comma), in_figures(number, separator)
    assert [one.value for one in find_numbers(words)] == [one.value for one in find_numbers(figures)] == [number]
    said, other = f"They sold {words} tickets.", f"They sold {figures} tickets."
    for text, quote in ((said, other), (other, said)):
        assert list(missing_facts(text, Record((quote,)))) == []
    (one,), (rival,) = numbers_in(said), numbers_in(other)
    assert one.agrees(rival) and (one.least, one.most) == (rival.least, rival.most)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_other_numbers_are_other_numbers_in_words_too(number: int, other: int) -> None:
    said = f"They sold {spelled(number)} tickets."
    missing = list(missing_facts(said, Record((f"They sold {other:,} tickets.",))))
    assert bool(missing) == (number not in (other, 1))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a hundred and twelve", [112]),
        ("forty-two thousand", [42_000]),
        ("three hundred thousand and six", [300_006]),
        ("a thousand two hundred", [1200]),
        ("nineteen hundred", [1900]),
        ("half a billion", [5e8]),
        ("half a dozen", [6]),
        ("three dozen", [36]),
        ("two and a half million", [2.5e6]),
        ("a million and a half", [1.5e6]),
        ("4 million and a half", [4.5e6]),
        ("one and three quarters billion", [1.75e9]),
        ("1.25 million", [1.25e6]),
        ("2 400 000", [2.4e6]),
        ("2.400.000", [2.4e6]),
        ("18\u2009750", [18_750]),
        ("between two hundred and three hundred", [200, 300]),
        ("between one hundred and four thousand", [100, 4000]),
        ("five or six, seven and eight", [5, 6, 7, 8]),
        ("on May 6 400 people came", [6, 400]),
        ("rows of 15 220 31 400 82", [15, 220, 31, 400, 82]),
        ("a few hundred", []),
    ],
)
def test_numbers_are_composed(text: str, values: list[float]) -> None:
    assert [one.value for one in find_numbers(text)] == values


def test_both_ends_of_a_range_have_its_scale() -> None:
    for text in ("two to three hundred trees", "200-300 trees", "between two and three hundred trees"):
        assert [one.value for one in quantities(text)] == [200, 300]


METRES, MILLION, OPEN = ("m", 0), (None, 0), ("m", 1)  # the unit, and how many other readings there are


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("She won the 800 m final.", METRES),
        ("He swam 800m in nine minutes.", METRES),
        ("Her best event is the women's 800 m.", METRES),
        ("The wreck lies at a depth of 800 m.", METRES),
        ("The mast is 800m tall.", METRES),
        ("The mast measures 2,600 feet (800 m).", METRES),
        ("The deal cost $800 m.", ("$", 0)),
        ("The deal cost 800m euros.", ("€", 0)),
        ("The app has 800m users.", MILLION),
        ("The app has 800M.", MILLION),
        ("The app has 800m monthly users.", MILLION),
        ("They moved it by 800 m.", OPEN),
    ],
)
def test_m_is_metres_or_million(text: str, read: tuple[str | None, int]) -> None:
    (one,) = (one for one in quantities(text) if "800" in one.written)
    assert (one.unit, len(one.others)) == read
    assert one.value == (800 if one.unit == "m" else 8e8)


def test_what_may_be_metres_or_million_is_both() -> None:
    record = Record(("They moved it by 800 m.",))
    assert list(missing_facts("They moved it by 800 metres.", record)) == []
    assert list(missing_facts("They moved it by 800 million.", record)) == []
    assert list(missing_facts("They moved it by 900 metres.", record)) == ["number 900 metres is in no quote"]
    (one,) = numbers_in("They moved it by 800 m.")
    assert all(one.agrees(next(numbers_in(text))) for text in ("It was 800 million.", "It was 900 metres."))
    assert not one.agrees(next(numbers_in("They moved it by 900 m.")))


def test_a_race_is_not_run_over_millions() -> None:
    record = Record(("Ana Roe set a record in the 800 m race.",))
    assert list(missing_facts("She set it in the 800 metres race.", record)) == []
    assert list(missing_facts("She set it in the 800 million race.", record)) == ["number 800 million is in no quote"]


def test_a_day_is_no_count() -> None:
    quotes = ("The mill at Osk burned on 7 March 2023.", "It rained on 9 March and 11 March.")
    record = Record(quotes, ("Osk News, 2023-03-12",))
    for said in ("Seven died.", "7 people died in Osk.", "Twelve died.", "It rained on eleven mills on 9 March 2023."):
        (reason,) = missing_facts(said, record)
        assert reason.endswith("is in no quote")
    for said in (
        "It rained on 9 and on 11 March.",
        "It burned on the 7th.",
        "The 2023 fire was on the seventh of March.",
    ):
        assert list(missing_facts(said, record)) == []


def test_a_space_may_part_thousands_or_numbers() -> None:
    record = Record(("It has 14 350 seats.",))
    for said in (
        "It has 14,350 seats.",
        "It has 350 seats.",
        "It has fourteen thousand three hundred and fifty seats.",
    ):
        assert list(missing_facts(said, record)) == []
    assert list(missing_facts("It has 14,360 seats.", record)) == ["number 14,360 is in no quote"]


def test_a_sentence_is_read_once() -> None:
    text = "Roe did not sell ninety tickets on 3 May 2024."
    assert facts(text) is facts(text) and facts(text).quantities is facts(text).quantities


def test_lines_of_any_length_take_linear_time() -> None:
    for piece in ("two ", "a hundred and ", "1 000 ", "five hundred ", "half a ", "9 m ", "1,000,", "and a half "):
        assert len(list(quantities(piece * 3_000))) >= 0


def test_hundreds_of_decimals_are_a_number() -> None:
    [number] = find_numbers("Pi is 3." + "14159" * 80)
    assert round(number.value, 5) == 3.14159
