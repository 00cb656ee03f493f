"""Which times are found in sentences written for the purpose, and above all which are not."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from index.language.times import find_times

WEDNESDAY = "2025-06-18"  # the day of publication unless a test says otherwise

FOUND = {
    # absolute
    "The treaty was signed on 17 June 2025 in Oslo.": "17 June 2025 = 2025-06-17",
    "The treaty was signed on June 17, 2025, in Oslo.": "June 17, 2025 = 2025-06-17",
    "On Tuesday, June 17, 2025, the court sat.": "Tuesday, June 17, 2025 = 2025-06-17",
    "The court sat on the 3rd of March 2021.": "the 3rd of March 2021 = 2021-03-03",
    "Sales of 2024-11-05 were the best ever.": "2024-11-05 = 2024-11-05",
    "The fair ran from 3-7 May 2023.": "3-7 May 2023 = 2023-05-03 2023-05-07",
    "The fair ran June 3 to 7, 2023, in Lund.": "June 3 to 7, 2023 = 2023-06-03 2023-06-07",
    "She took office in June 2025.": "June 2025 = 2025-06-01 2025-06-30",
    "She took office in early Feb. 2024.": "early Feb. 2024 = 2024-02-01 2024-02-29",
    "Exports fell from March to May 2024.": "March to May 2024 = 2024-03-01 2024-05-31",
    "Exports fell from November to January 2024.": "November to January 2024 = 2023-11-01 2024-01-31",
    "Exports fell between June 2023 and May 2024.": "between June 2023 and May 2024 = 2023-06-01 2024-05-31",
    "The firm was founded in 1987.": "1987 = 1987-01-01 1987-12-31",
    "In 2019 researchers found a new frog.": "2019 = 2019-01-01 2019-12-31",
    "Since 2015, the lake has shrunk.": "2015 = 2015-01-01 2015-12-31",
    "The flood of 1953 was the worst.": "1953 = 1953-01-01 1953-12-31",
    "It wants to be free of coal by 2040.": "2040 = 2040-01-01 2040-12-31",
    "Late 2022 brought another rise.": "Late 2022 = 2022-01-01 2022-12-31",
    "He lost the 2016 presidential election.": "2016 = 2016-01-01 2016-12-31",
    "The band was big in the 1990s.": "the 1990s = 1990-01-01 1999-12-31",
    "It stood empty through the late 1970s.": "the late 1970s = 1970-01-01 1979-12-31",
    "It was a fort in the 17th century.": "the 17th century = 1600-01-01 1700-12-31",
    "In 2015-2017 prices doubled.": "2015-2017 = 2015-01-01 2017-12-31",
    "The 2019–20 season was cut short.": "2019–20 = 2019-01-01 2020-12-31",
    "He led the bank from 1994 to 2002.": "1994 to 2002 = 1994-01-01 2002-12-31",
    "Prices doubled between 2015 and 2017.": "2015 and 2017 = 2015-01-01 2017-12-31",
    "Profit fell in the second quarter of 2024.": "second quarter of 2024 = 2024-04-01 2024-06-30",
    "Profit fell in Q3 2023.": "Q3 2023 = 2023-07-01 2023-09-30",
    "Rents rose in the first half of 2024.": "first half of 2024 = 2024-01-01 2024-06-30",
    "The summer of 2023 was dry.": "summer of 2023 = 2023-06-01 2023-09-22",
    "They met in the winter of 2020.": "winter of 2020 = 2019-12-01 2021-03-20",
    "Sales fell in 2021 and 2022.": "2021 = 2021-01-01 2021-12-31; 2022 = 2022-01-01 2022-12-31",
    "The law (1998) was never used.": "1998 = 1998-01-01 1998-12-31",
    "A 2018 study came to other results.": "2018 = 2018-01-01 2018-12-31",
    "It could land in 2031 at best.": "2031 = 2031-01-01 2031-12-31",
    "Ana Ruiz (18 May 1850 – September 1889) was a painter.": (
        "18 May 1850 = 1850-05-18; September 1889 = 1889-09-01 1889-09-30"
    ),
    "The judge (born 1950) sat here.": "1950 = 1950-01-01 1950-12-31",
    "Her first office ( 1981 – 1990 ) was small.": "1981 – 1990 = 1981-01-01 1990-12-31",
    "In 2015 they won the cup, in March, by two goals.": "2015 = 2015-01-01 2015-12-31",
    # without the year
    "The bridge was closed on June 2.": "June 2 = 2025-06-02",
    "The bridge was closed on Dec. 28 by frost.": "Dec. 28 = 2024-12-28",
    "The trial will begin on Jan. 14.": "Jan. 14 = 2026-01-14",
    "The trial starts on 1 July.": "1 July = 2025-07-01",
    "Voting ends June 20.": "June 20 = 2025-06-20",
    "The mayor resigned in January.": "January = 2025-01-01 2025-01-31",
    "The mayor resigned in November.": "November = 2024-11-01 2024-11-30",
    "The line will open in January.": "January = 2026-01-01 2026-01-31",
    "The strike has gone on since April.": "April = 2025-04-01 2025-04-30",
    "They lost twelve games from October to March.": "October to March = 2024-10-01 2025-03-31",
    "He was hired at the end of May.": "May = 2025-05-01 2025-05-31",
    "On Tuesday, May 6, the court sat.": "Tuesday, May 6 = 2025-05-06",
    # days
    "The minister resigned yesterday.": "yesterday = 2025-06-17",
    "The vote takes place today.": "today = 2025-06-18",
    "Schools will be shut tomorrow.": "tomorrow = 2025-06-19",
    "The final is tonight.": "tonight = 2025-06-18",
    "Shots were heard last night.": "last night = 2025-06-17",
    "The bank opened this morning.": "this morning = 2025-06-18",
    "He had left the day before yesterday.": "the day before yesterday = 2025-06-16",
    "Police said on Tuesday that two men were held.": "Tuesday = 2025-06-17",
    "Police said on Wednesday that two men were held.": "Wednesday = 2025-06-18",
    "Police said Thursday night that two men were held.": "Thursday night = 2025-06-12",
    "Saturday’s march was peaceful.": "Saturday = 2025-06-14",
    "The council will meet on Friday.": "Friday = 2025-06-20",
    "The council is expected to vote Monday.": "Monday = 2025-06-23",
    "The ship will be towed on Saturday, the owner said on Monday.": "Saturday = 2025-06-21; Monday = 2025-06-16",
    "Offers must be in by Friday.": "Friday = 2025-06-20",
    "“We will fight on Sunday,” he said.": "Sunday = 2025-06-22",
    "It reopens this coming Monday.": "this coming Monday = 2025-06-23",
    "It opened last Monday.": "last Monday = 2025-06-09 2025-06-16",
    "It opened last Friday.": "last Friday = 2025-06-13",
    "It opens next Friday.": "next Friday = 2025-06-20 2025-06-27",
    "It opens next Monday.": "next Monday = 2025-06-23",
    "The road was mended over the weekend.": "the weekend = 2025-06-14 2025-06-15",
    "The fair will be held over the weekend.": "the weekend = 2025-06-21 2025-06-22",
    "Thousands marched last weekend.": "last weekend = 2025-06-14 2025-06-15",
    "The lift broke two days ago.": "two days ago = 2025-06-16",
    # weeks, months, years
    "The shop opened last week.": "last week = 2025-06-09 2025-06-15",
    "The talks go on this week.": "this week = 2025-06-16 2025-06-22",
    "The talks go on next week.": "next week = 2025-06-23 2025-06-29",
    "Two nurses were hired earlier this month.": "earlier this month = 2025-06-01 2025-06-30",
    "Prices rose last month.": "last month = 2025-05-01 2025-05-31",
    "The rule takes effect next month.": "next month = 2025-07-01 2025-07-31",
    "Last year's harvest was poor.": "Last year = 2024-01-01 2024-12-31",
    "The budget will grow next year.": "next year = 2026-01-01 2026-12-31",
    "Rain has been scarce this year.": "this year = 2025-01-01 2025-12-31",
    "The town flooded last summer.": "last summer = 2024-06-01 2024-09-22",
    "The pool opens next spring.": "next spring = 2026-03-01 2026-06-20",
    "The pool was full last June.": "last June = 2024-06-01 2024-06-30",
    "The talks began this March.": "this March = 2025-03-01 2025-03-31",
    "She joined this past May.": "this past May = 2025-05-01 2025-05-31",
    "He was hired at the end of May last year.": "May last year = 2024-05-01 2024-05-31",
    "Repairs are planned for summer next year.": "summer next year = 2026-06-01 2026-09-22",
    "She won three years ago.": "three years ago = 2022-01-01 2022-12-31",
    "He arrived two months ago.": "two months ago = 2025-04-01 2025-04-30",
    "He arrived a week ago.": "a week ago = 2025-06-09 2025-06-15",
    "Rents have doubled over the past decade.": "the past decade = 2015-06-18 2025-06-18",
    "It rained daily in the last two weeks.": "the last two weeks = 2025-06-04 2025-06-18",
    "Jobs will be cut over the next three years.": "the next three years = 2025-06-18 2028-06-18",
}

NOT_FOUND = [
    "Next came black Friday, and a score of 2072 in the test.",
    "On Sunday, May 6, it snowed.",  # neither this year nor in those beside it
    "He repeated that they would leave on May 31.",  # eleven months off, or eighteen days ago
    "He may march on, and so may she.",
    "May came to power with the votes of the centre.",
    "Critics of May spoke of a March on London.",
    "April Jones and June Carter sang with Jan Berg.",
    "In May Ling's view the plan is dead.",
    "The Sunday Times printed it first.",
    "Shops prepare for Black Friday.",
    "She was cast as Wednesday Addams.",
    "Sheffield Wednesday lost again.",
    "Every Friday the market fills up.",
    "He sings on Mondays and Saturday nights.",
    "The office is open Monday to Friday.",
    "It closed on a Tuesday, as ever.",
    "They meet on the first Monday of the month.",
    "The Thursday before, they had agreed.",
    "USA Today and Russia Today disagreed.",
    "In today's world nobody writes letters.",
    "The 1984 novel is still read.",
    "About 2,000 people came.",
    "In 2000 homes the lights went out.",
    "It was run by 2000 volunteers.",
    "Flight 1815 landed safely.",
    "It has 1,914 seats and costs $2025.",
    "The plane fell from 1900 metres.",
    "Call 555-2015-2017 for help.",
    "A second man was hurt, then a third.",
    "He left a week earlier.",
    "Two days later she was free.",
    "The day before, it had rained.",
    "The next year he moved to Lyon.",
    "It was his last year in office.",
    "In the last week of the war, it burned.",
    "She scored in the second quarter.",
    "The Jan. 6 riot shook the capital.",
    "The law was passed more than three years ago.",
    "He came here 20 years ago.",
    "A few days ago it was worse.",
    "This fall in prices worries growers.",
    "The army fell back in winter.",
    "On 31 June 2025 nothing happened.",
    "Profit rose in the third quarter of fiscal 2024.",
    "The ship sank in 300 BC.",
    "It weighs 2015 kg.",
    "The 19 Mayıs Stadium is closed.",
    "Vision 2030 is the name of the plan.",
    "The recent past and the near future are alike.",
]


def shown(text: str, published: str | None = WEDNESDAY) -> str:
    """Return what is found as "expression = first day [last day, if another]"."""
    times = find_times(text, published)
    days = [(time, time.first if time.first == time.last else f"{time.first} {time.last}") for time in times]
    return "; ".join(f"{text[time.start : time.end]} = {day}" for time, day in days)


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_times_are_found_and_resolved(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_certain_time_is_left_out(text: str) -> None:
    assert shown(text) == ""


@pytest.mark.parametrize(
    ("published", "found"),
    [
        ("2025-06-18", "yesterday = 2025-06-17; last month = 2025-05-01 2025-05-31; last year = 2024-01-01 2024-12-31"),
        ("2025-06", "last month = 2025-05-01 2025-05-31; last year = 2024-01-01 2024-12-31"),
        ("2025", "last year = 2024-01-01 2024-12-31"),
        (None, ""),
    ],
)
def test_what_is_not_known_of_the_publication_is_not_counted_from(published: str | None, found: str) -> None:
    assert shown("It rained yesterday, less than last month and last year.", published) == found


@pytest.mark.parametrize(
    ("published", "month"),
    [("2025-06-18", "2025-04-01 2025-04-30"), ("2025", ""), ("2025-02-01", "2024-04-01 2024-04-30"), (None, "")],
)
def test_a_month_without_its_year_needs_the_publication(published: str | None, month: str) -> None:
    assert shown("The shop was sold in April.", published) == (f"April = {month}" if month else "")


def test_absolute_times_need_no_publication() -> None:
    assert shown("It was built in 1931 and shut on 2 May 1999.", None) == (
        "1931 = 1931-01-01 1931-12-31; 2 May 1999 = 1999-05-02"
    )


def test_the_longest_expression_wins_and_times_come_in_order() -> None:
    text = "On Tuesday, June 17, 2025, and in May 2024, he sang; in 2019, too."
    times = find_times(text, WEDNESDAY)
    assert [text[time.start : time.end] for time in times] == ["Tuesday, June 17, 2025", "May 2024", "2019"]
    assert all(one.end <= other.start for one, other in pairwise(times))


@pytest.mark.parametrize("weekday", range(7))
def test_last_and_next_weekdays_hold_on_every_day_of_the_week(weekday: int) -> None:
    today = date(2025, 6, 16) + timedelta(weekday)
    (before,) = find_times("He left last Friday.", today.isoformat())
    (after,) = find_times("He leaves next Friday.", today.isoformat())
    days = [date.fromisoformat(day) for day in (before.first, before.last, after.first, after.last)]
    assert all(day.weekday() == 4 for day in days) and days[0] <= days[1] < today < days[2] <= days[3]
    assert (days[1] - days[0]).days in (0, 7) and (days[3] - days[2]).days in (0, 7)


@pytest.mark.parametrize(("published", "winter"), [("2025-11-15", 2025), ("2025-02-01", 2024), ("2025-04-15", 2024)])
def test_this_winter_is_the_nearest(published: str, winter: int) -> None:
    assert shown("Gas is dear this winter.", published) == f"this winter = {winter}-12-01 {winter + 1}-03-20"


def test_times_at_the_ends_of_the_calendar_are_left_out() -> None:
    assert shown("They left last year, or 900 years ago, or in 2 May 0000.", "0001-01-01") == ""


@pytest.mark.slow
def test_lines_of_any_length_take_linear_time() -> None:
    for piece in (
        "word ",
        "May ",
        "2019 ",
        "1-",
        "Monday ",
        "a ",
        "will ",
        "last ",
        "in 2019-",
        "19",
        "June 1 to ",
        " ",
    ):
        find_times(piece * 20_000 + " in 2019", WEDNESDAY)  # minutes, when a pattern starts anew at each character


@pytest.mark.parametrize("text", ["It ran from 29 to 3 May 2024.", "It ran from May 2024 to March 2023."])
def test_no_time_ends_before_it_begins(text: str) -> None:
    assert all(time.first <= time.last for time in find_times(text, "2025-06-15"))
