"""Messages of a wire in plain text come apart, each with its headline and day, and nothing of them goes in silence."""

from pathlib import Path
from time import process_time

import pytest

from index.reading import ReadArticle, read_file

ANPA = """ZCZC QRS0042 4 i fin 0120
r i bc-lighthouse   07-14 0120
^BC-LIGHTHOUSE<
^Lighthouse of Orm goes dark<
^By UNA REED=
^ORM (QRS) _ The lighthouse of Orm went dark on Tuesday.<
   Its keeper, 81, has retired.

QRS-WS-07-14-20 1014GMT<
NNNN
"""
IPTC = (
    "\x01QRS0043 4 i POL 0080\r\n\x02r i BC-VOTE 07-15 0080\r\nThe isle of Orm votes on a mast in May.\r\n"
    "   Four hundred may vote.\r\n\x03QRS 151014 JUL 20\x04\r\n"
)


def read(folder: Path, content: str) -> list[ReadArticle]:
    (folder / "a.txt").write_bytes(content.encode())
    return [one for one in read_file(folder / "a.txt", "a.txt") if isinstance(one, ReadArticle)]


def test_a_message_has_its_headline_byline_and_day(tmp_path: Path) -> None:
    (found,) = read(tmp_path, ANPA)
    article = found.article
    assert (article.title, article.author, article.published) == (
        "Lighthouse of Orm goes dark",
        "UNA REED",
        "2020-07-14",
    )
    assert article.text == "ORM (QRS) _ The lighthouse of Orm went dark on Tuesday.\n\nIts keeper, 81, has retired."
    (around,) = found.removed
    assert (
        "BC-LIGHTHOUSE" in around.text and "QRS0042" in around.text and around.reason == "around the message of a wire"
    )


def test_messages_in_one_file_come_apart(tmp_path: Path) -> None:
    first, second = read(tmp_path, f"{ANPA}\nReceived by the printer.\n\n{IPTC}")
    assert first.article.id == "a.txt:1" and "Received by the printer." in [one.text for one in first.removed]
    assert (second.article.title, second.article.published) == ("BC-VOTE", "2020-07-15")
    assert second.article.text == "The isle of Orm votes on a mast in May.\n\nFour hundred may vote."


def test_a_message_that_never_ends_is_read_up_to_the_next(tmp_path: Path) -> None:
    first, second = read(tmp_path, ANPA.replace("NNNN\n", "") + ANPA)
    assert first.article.text == second.article.text


@pytest.mark.parametrize("line", ["ZCZC began each telegram that came to Orm.", "ZCZC: what the old code meant to us"])
def test_a_text_that_begins_with_the_word_is_none(tmp_path: Path, line: str) -> None:
    (found,) = read(tmp_path, f"{line}\nIts last one came in 1998, the keeper said.\n")
    assert line in f"{found.article.title}\n{found.article.text}"
    assert "Its last one came in 1998" in found.article.text


def test_a_text_that_tells_of_such_a_message_is_none(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "Old signs\n\nA telegram began with ZCZC, and ended with NNNN.\nNNNN was its end.\n")
    assert "ZCZC" in found.article.text and found.article.title == "Old signs"


def test_a_message_without_a_text_is_listed(tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"{ANPA}\nZCZC QRS0044 4 i fin\nr i bc-test 07-14 0002\nNNNN\n")
    assert any("QRS0044" in one.text and "bc-test" in one.text for one in found.removed)


def test_the_time_of_sending_may_stand_alone(tmp_path: Path) -> None:
    (found,) = read(tmp_path, ANPA.replace("QRS-WS-07", "07"))
    assert found.article.published == "2020-07-14" and "1014" not in found.article.text


def test_many_empty_lines_cost_little(tmp_path: Path) -> None:
    begin = process_time()
    (found,) = read(tmp_path, ANPA.replace("^BC-LIGHT", 400_000 * "\n" + "^BC-LIGHT"))
    assert found.article.title == "Lighthouse of Orm goes dark" and process_time() - begin < 10
