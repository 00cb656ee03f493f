"""What the judge learns of reports that can't both be right."""

import random
from collections import Counter
from pathlib import Path

from training.data import LabelledPassage, write_lines
from training.reports import STORIES, story_claims, unrelated_claims


def test_sentences_of_different_articles_are_paired_by_what_they_answer(tmp_path: Path) -> None:
    articles = [
        {"title": "Out", "sentences": [[1, "Li is out."], [0, "It rained."]]},
        {"title": "In", "sentences": [[2, "Li stays."]]},
        {"title": "Gone", "sentences": [[1, "Li has left."]]},
    ]
    write_lines(tmp_path / "stories.jsonl.gz", [{"question": "Is Li out?", "articles": articles}])
    claims = list(story_claims(tmp_path / "stories.jsonl.gz", random.Random(1)))
    labels = {(one.evidence, one.claim.removeprefix("Is Li out? ")): one.label for one in claims}
    assert labels["Li is out.", "Li stays."] == labels["Li stays.", "Li is out."] == "contradicts"
    assert labels["Li is out.", "Li has left."] == labels["Li has left.", "Li is out."] == "supports"
    assert labels["It rained.", "Li stays."] == labels["Li has left.", "It rained."] == "neither"
    assert ("Li is out.", "It rained.") not in labels


def test_the_shipped_stories_have_many_pairs_of_each_kind() -> None:
    claims = list(story_claims(STORIES, random.Random(0)))
    labels = Counter(one.label for one in claims)
    assert set(labels) == {"contradicts", "supports", "neither"} and min(labels.values()) > 1000
    assert all(one.evidence and one.claim.partition("? ")[2] for one in claims)


def test_of_unrelated_sentences_one_at_most_answers() -> None:
    texts = ("The mill of Orrin was built by Ada Berg.", "It stands at the river, near the old weir.")
    records = [
        LabelledPassage("news", "Who built the mill?", "", texts, (1, 0)),
        LabelledPassage("news", "Who sold the mill?", "", texts, (0, 0)),
    ]
    (one,) = unrelated_claims(records, random.Random(0))
    assert one.label == "neither" and one.claim.startswith("Who built the mill? ")
    assert one.evidence[-9:] != one.claim[-9:]
