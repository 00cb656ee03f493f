"""What is a near duplicate of a report, what is not, and that near duplicates find each other."""

import random
import subprocess
import sys
from collections.abc import Callable

import pytest

from index.storing.near_duplicates import bands, cluster_of, is_near_duplicate
from tests.conftest import ROOT

REPORT = """The harbour authority of Norwick said on Monday that it would close the eastern lock for 14 weeks, \
the longest \
closure since the lock was opened in 1931, after divers found cracks in both of its steel gates.

About 300 barges pass the lock every month, most of them with grain and gravel for the towns upstream. They will have \
to wait for high water or sail around the island of Harrow, which takes a day longer, the authority's director, \
Petra Lindqvist, told reporters at the quay.

"We looked for a way to keep one gate working," Lindqvist said. "The engineers advised against it, and nobody here is \
going to gamble with a gate that weighs ninety tons."

The repair is expected to cost 6.2 million crowns. The province has promised to pay half of it; the rest comes from \
the fees that ships pay. Farmers in the valley complained that the work falls in the weeks of the harvest, and asked \
for trucks to be allowed on the river road at night.

A spokesman for the province said that the request was being looked at. The road has been closed to heavy traffic \
since a landslide in March, and a second slide, he said, couldn't be ruled out when the ground was as wet as it is."""


def without_words(text: str, share: float) -> str:
    chance = random.Random(5)
    return " ".join(word for word in text.split() if not word.islower() or chance.random() >= share)


DUPLICATES: dict[str, Callable[[str], str]] = {
    "the same": str,
    "headline, byline and dateline": lambda text: (
        f"Ships face a long wait\nBy Ann Writer, Valley Courier\n\nNORWICK (Agency) - {text}"
    ),
    "last third cut off": lambda text: text[: len(text) * 2 // 3],
    "last half cut off": lambda text: text[: len(text) // 2],
    "a paragraph added": lambda text: text.replace(
        "\n\nA spokesman",
        "\n\nThe last closure, two winters ago, ended early when frost broke the pumps. Traders still recall the queue "
        "of ships that stretched as far as the old lighthouse at the time.\n\nA spokesman",
    ),
    "a tenth of the plain words gone": lambda text: without_words(text, 0.1),
    "other typography": lambda text: text.replace('"', "”").replace("'", "’").replace("\n\n", "\n").upper(),
    "numbers and months by another style book": lambda text: (
        text.replace("14", "fourteen").replace("in March", "in Mar.").replace("Petra Lindqvist", "Ms. Petra Lindqvist")
    ),
}


@pytest.mark.parametrize("change", DUPLICATES.values(), ids=DUPLICATES.keys())
def test_near_duplicates_share_a_band(change: Callable[[str], str]) -> None:
    copy = change(REPORT)
    assert set(bands(REPORT)) & set(bands(copy))
    assert is_near_duplicate(REPORT, copy) and is_near_duplicate(copy, REPORT)


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        ("14 weeks", "16 weeks"),
        ("6.2 million", "6.2 billion"),
        ("ninety tons", "70 tons"),
        ("on Monday", "on Friday"),
        ("Petra Lindqvist, told", "Paul Osei, told"),
        ("island of Harrow", "island of Great Tern"),
        ("opened in 1931, after divers", "built in 1913, when divers"),
        ("1931", "1913"),
    ],
)
def test_a_copy_that_says_otherwise_is_another_voice(said: str, otherwise: str) -> None:
    changed = REPORT.replace(said, otherwise)
    assert changed != REPORT and not is_near_duplicate(REPORT, changed) and not is_near_duplicate(changed, REPORT)
    copied = DUPLICATES["headline, byline and dateline"](DUPLICATES["a paragraph added"](changed))
    assert not is_near_duplicate(REPORT, copied)


def test_another_report_of_the_event_is_no_near_duplicate() -> None:
    other = """Barges on the Norwick run must wait for the tide this autumn, because the eastern lock stays shut while \
its gates are mended. Petra Lindqvist, who runs the harbour, put the bill at 6.2 million crowns, of which the province \
pays half. Growers fear for the harvest and want the river road back for their trucks. The road was shut when part of \
the slope came down in March."""
    assert not set(bands(REPORT)) & set(bands(other))
    assert not is_near_duplicate(REPORT, other)


def test_a_later_report_with_background_from_an_earlier_one_is_no_near_duplicate() -> None:
    background = "\n\n".join(REPORT.split("\n\n")[1:3])
    later = f"""Trucks may use the river road at night from this week on, the province decided, as the harvest \
piles up \
in the barns of the valley. The slope above the road is watched by sensors, which set off a siren at the first \
movement \
of the ground, and drivers have to keep a distance of a hundred metres from each other. The rule holds until the lock \
opens again. Unions of drivers called it reckless, and said that they would tell their members to \
refuse.\n\n{background}
\nGrowers thanked the province, and asked it to lower the toll on the bridge as well, as two of them do not own \
barges."""
    assert not is_near_duplicate(REPORT, later)


@pytest.mark.parametrize(
    "form",
    [
        "Weather for {}: clouds give way to sun in the course of the morning, with a high of {} degrees and a low "
        "of {}. "
        "Winds from the north reach {} kilometres an hour. Pollen levels stay low, no warnings are in force for the "
        "coast, and bathers will find clear water on all of the beaches of the county until the evening.",
        "Shares of {} closed {} percent higher at {} crowns on a volume of {} thousand. The company trades below the "
        "average of its branch, and analysts see little reason for that to change before it has said how it wants to "
        "pay for its new plant. This report was written automatically from data of the exchange.",
    ],
)
def test_reports_made_from_one_form_are_no_near_duplicates(form: str) -> None:
    one, other = form.format("Easthaven", "21", "12", "30"), form.format("Port Alder", "19", "9", "45")
    assert not is_near_duplicate(one, other)
    assert not is_near_duplicate(one, one.replace("30", "31"))


def test_of_short_texts_only_equal_words_make_a_near_duplicate() -> None:
    short = "The lock at Norwick stays shut for 14 weeks, the harbour authority said."
    assert bands(short) == bands(short.upper()) and len(bands(short)) == 1 and is_near_duplicate(short, short.upper())
    longer = short + " It gave no reason."
    assert bands(longer) != bands(short) and not is_near_duplicate(longer, short)
    assert not is_near_duplicate(short, REPORT)


def test_a_denial_is_no_near_duplicate_of_what_it_denies() -> None:
    assert not is_near_duplicate(REPORT, REPORT.replace(" was ", " was not ", 1)) and " was " in REPORT


@pytest.mark.parametrize("text", ["", " \n", "…—“”"])
def test_texts_without_words_are_near_duplicates_of_nothing(text: str) -> None:
    assert bands(text) == () and not is_near_duplicate(text, text) and not is_near_duplicate(text, REPORT)


def test_bands_are_the_same_on_every_machine_and_fit_sqlite() -> None:
    keys = bands(REPORT)
    assert len(keys) == len(set(keys)) == 32
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys[:2] == (1388393335677194132, -7748546552583218335), (
        "the numbers have changed: raise near_duplicates.VERSION, so that libraries count anew"
    )


def test_a_text_joins_the_largest_cluster_of_which_it_duplicates_every_text() -> None:
    corrected = REPORT.replace("300 barges", "200 barges")
    shortened = REPORT.split("\n\n")[0] + REPORT.split("\n\n")[2] + REPORT.split("\n\n")[3]
    assert (
        is_near_duplicate(shortened, REPORT)
        and is_near_duplicate(shortened, corrected)
        and not is_near_duplicate(REPORT, corrected)
    )
    assert cluster_of(corrected, {"a": [shortened, REPORT]}) is None
    assert cluster_of(shortened, {"c": [corrected], "b": [REPORT, REPORT.upper()]}) == "b"
    assert cluster_of(shortened, {"c": [corrected], "b": [REPORT]}) == "b"
    assert cluster_of(REPORT, {}) is None and cluster_of(REPORT, {"a": []}) is None


@pytest.mark.slow
def test_texts_of_any_length_take_linear_time() -> None:
    for piece in ("word ", "9", "9,", "A.", "A. b ", "Name ", " "):
        bands(piece * 40_000)
        is_near_duplicate(piece * 40_000, "other " + piece * 40_000)


def test_datasketch_waits_until_it_is_needed() -> None:
    code = "import index.storing.near_duplicates, sys; print('datasketch' in sys.modules, 'scipy' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert loaded.split() == ["False", "False"]
