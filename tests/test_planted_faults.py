"""A draft of thirty sentences over the sample articles: of the faults planted in it nine in ten are found.

Each line is true (T), or names the fault planted in it.
"""

import pytest

from index import Library
from rag.drafts import CheckedDraft, verify

SENTENCES = """\
T: How close are Russia and Iran?
T: For most of the past three centuries the two were rivals, though today they call each other partners.
T: Russia won territory from Persia in the wars of the 18th and 19th centuries.
T: Russian troops moved into northern Iran in the early 20th century and left only after the Bolshevik Revolution.
number: Russian troops stayed in the south of Iran until 1946.
T: Under the Shah, Iran stood with the U.S. against the Soviet Union.
opposite: Under the Shah, relations with Moscow grew warm.
T: A thaw began after the Soviet Union had broken up in 1991.
T: Russia then became an important trading partner for Iran and sold it arms.
role: Russia supplied drones to Iran during the first 12 months of the full-scale war in Ukraine.
T: The distance between the two countries in a straight line is given as 4,883 km, or 3,034 miles.
number: A plane flying at 560 mph would need about 7.42 hours for that.
T: Though they have no common land border, both lie on the Caspian Sea.
not: The two countries have a common land border today.
T: In Syria, Russia and Iran fought on the same side to keep President Bashar Assad in place.
T: Russian military operations tightened his hold on the country.
T: Then Moscow's attention shifted to Ukraine and Iran's to Israel.
altered: The fall of Assad, one analyst writes, “took away the ally that both countries had worked least to keep”.
T: “Losing one friend in the region can be called bad luck, but losing two would be a pattern,” writes Lena Abbott.
speaker: “A power that cannot decide the outcome can still hope to be in the room when others do,” said Vladimir Putin.
T: “Soldiers are not part of what it has put on the table,” the analysis says of Russia.
T: The new treaty does not mean that Russia will fight for Iran: the Kremlin will probably not send it military help.
hedge: Confidants of Ayatollah Ali Khamenei have moved their families to Russia.
T: Putin spoke by phone with Israeli Prime Minister Benjamin Netanyahu before he offered to mediate.
name: Putin spoke by phone with Israeli President Isaac Herzog before he offered to mediate.
invented: “We will never abandon our brothers in Tehran,” the Russian president promised.
T: A settlement reached with Russian help would raise Mr. Putin's standing in the region.
T: A long war, on the other hand, “could bring down a government in Tehran that Moscow counts as a friend”.
date: The offer to mediate came on Monday.
T: The partnership “is a bond of need”, and such a bond can last a long time without trust.
"""
LEAST_FOUND = 9 / 10
MOST_FALSE = 1  # alarm on the sentences that are true


def planted() -> list[tuple[str, str]]:
    return [(kind, said) for kind, _, said in (line.partition(": ") for line in SENTENCES.splitlines())]


@pytest.fixture(scope="module")
def checked(seeds_library: Library) -> CheckedDraft:
    return verify("\n\n".join(said for _, said in planted()), seeds_library)


def falls(checked: CheckedDraft, said: str) -> bool:
    start = checked.text.index(said)
    return any(one.falls for one in checked.findings if one.start < start + len(said) and start < one.end)


@pytest.mark.slow
def test_planted_faults_are_found(checked: CheckedDraft) -> None:
    missed = [said for kind, said in planted() if kind != "T" and not falls(checked, said)]
    false = [said for kind, said in planted() if kind == "T" and falls(checked, said)]
    faulty = sum(kind != "T" for kind, _ in planted())
    assert faulty - len(missed) >= LEAST_FOUND * faulty, missed
    assert len(false) <= MOST_FALSE, false


@pytest.mark.slow
def test_what_is_found_of_quotations(checked: CheckedDraft) -> None:
    altered, invented = (next(one for one in checked.quotations if one.status == status) for status in STATUSES)
    assert [one.words for one in altered.changes if one.kind != "same"] == ["least", "hardest"]
    assert invented.places == () and invented.speaker is None
    wrong = [one for one in checked.quotations if one.has_wrong_speaker]
    assert [one.speaker.written for one in wrong if one.speaker] == ["Vladimir Putin"]
    for one in checked.quotations:
        if one.status == "stands":
            assert all(place.quote.text in one.words or one.words[:-1] in place.quote.text for place in one.places)


STATUSES = ("altered", "not in the articles")
