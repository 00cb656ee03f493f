"""Files that news databases export: each article by itself, without the fields around it, and those listed."""

from pathlib import Path

import pytest

from index.reading import ReadArticle, Skipped, read_file
from index.reading.news_export import has_marks
from tests.documents import docx_bytes, paragraph

NEXIS = """

Download Request: Selected Items: 1-2
Terms: (lock and canal)


                               1 of 2 DOCUMENTS


                             The Lock Times (London)

                            March 3, 2014 Monday
                                 First Edition

Canal lock jams for a
second day

BYLINE: Ida Holt and
Per Sand

SECTION: NEWS; Pg. 7

LENGTH: 31 words

DATELINE: HAVEL

The gate of the Havel lock jammed again on Sunday. Sixty barges had to wait.

Section: there was none, the keeper said.

"Location: unknown," a skipper joked.

LOAD-DATE: March 4, 2014

LANGUAGE: ENGLISH

GRAPHIC: The gate, seen
from the bridge

CORRECTION: Forty barges had to wait, not sixty.

PUBLICATION-TYPE: Newspaper

                       Copyright 2014 Lock Media Ltd
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                                  Havel Post

                            March 4, 2014 Tuesday

HEADLINE: Lock is open

LENGTH: 9 words

HIGHLIGHT: Divers freed the gate.

BODY:
The lock opened on Monday night.

LOAD-DATE: March 5, 2014
"""

LEXIS = [
    *("User Name: somebody", "Date and Time: Tuesday, March 4, 2014 9:00:00 AM", "Job Number: 5", "Documents (2)"),
    *("Lock jams: what we know", "The Lock Times (London)", "March 3, 2014 Monday", "Copyright 2014 Lock Media Ltd"),
    *("Section: NEWS; Version:1", "Length: 31 words", "Byline: Ida Holt", "Highlight: Skippers are angry.", "Body"),
    *("The gate jammed.", "Sixty barges wait.", "Graphic", "The gate, seen from the bridge"),
    *("Load-Date: March 4, 2014", "End of Document"),
    *("Lock is open", "Havel Post", "4 March 2014", "Length: 9 words", "Body", "The lock opened.", "Classification"),
    *("Language: ENGLISH", "Subject: CANALS (90%)", "Load-Date: March 5, 2014", "End of Document"),
]

CODED = """
SE   Home
HD   Canal lock jams
     again
BY   By Ida Holt
WC   31 words
PD   3 March 2014
SN   The Lock Times
SC   LOCKT
LA   English
CY   (c) 2014 Lock Media
LP
The gate jammed.
TD
Sixty barges wait.

IN no hurry are the skippers.

CO
havlck : Havel Lock
AN
Document LOCKT00020140303ea3300001

HD   Lock is open
PD   4 March 2014
SN   Havel Post
LP   The lock opened.
AN   Document HAVPST0020140304ea3400002

Search Summary
Text   lock and canal
"""

SHOWN = """Home
Canal lock jams again
Ida Holt
31 words
3 March 2014
06:00
The Lock Times
LOCKT
7
English
(c) 2014 Lock Media

The gate jammed.

Sixty barges wait.

Document LOCKT00020140303ea3300001

Lock is open
1,009 words
4 March 2014
Havel Post
HAVPST
English
Copyright 2014 Havel Post. All rights reserved.

The lock opened.

Document HAVPST0020140304ea3400002
"""

RULE = "_" * 60
PROQUEST = f"""{RULE}

Document 1 of 3

Title: Lock jams: second day

Author: Holt, Ida

Publication info: The Lock Times ; London (UK) [London (UK)]03 Mar 2014: 7.

https://db.example/1

Abstract: The gate jammed.

Full text: The gate jammed.
Sixty barges wait.

"Title: none," a skipper joked.

Credit: By Ida Holt

Subject: Canals; Locks

Title: Lock jams: second day

Publication title: The Lock Times; London (UK)

Publication year: 2014

Publication date: Mar 3, 2014

Document URL: https://db.example/1

{RULE}

Document 2 of 3

Title: Lock is open

Publication info: Havel Post 04 Mar 2014.

Full text: The lock opened.

ProQuest document ID: 2

{RULE}

Document 3 of 3

Title: A citation

Publication title: Havel Post

Publication date: Mar 5, 2014

{RULE}

Contact us at: https://db.example
Copyright 2014 DB LLC. All rights reserved.
"""


def read(folder: Path, name: str, content: bytes | str, *, as_is: bool = False) -> tuple[list[ReadArticle], list[str]]:
    """Return the articles of a file with this content, and why others were skipped."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(read_file(file, name, as_is=as_is))
    reasons = [one.reason for one in found if isinstance(one, Skipped)]
    return [one for one in found if isinstance(one, ReadArticle)], reasons


def test_nexis_of_old(tmp_path: Path) -> None:
    (jam, opened), _ = read(tmp_path, "a.txt", NEXIS)
    assert (jam.article.id, jam.article.title) == ("a.txt:1", "Canal lock jams for a second day")
    assert (jam.article.source, jam.article.published) == ("The Lock Times (London)", "2014-03-03")
    assert jam.article.author == "Ida Holt and Per Sand"
    assert jam.article.text == (
        "The gate of the Havel lock jammed again on Sunday. Sixty barges had to wait.\n\n"
        'Section: there was none, the keeper said.\n\n"Location: unknown," a skipper joked.\n\n'
        "Correction: Forty barges had to wait, not sixty."
    )
    removed = "\n".join(piece.text for piece in jam.removed)
    for said in ("Selected Items: 1-2", "First Edition", "DATELINE: HAVEL", "from the bridge"):
        assert said in removed
    assert opened.article.text == "Divers freed the gate.\n\nThe lock opened on Monday night."
    assert (opened.article.title, opened.article.source) == ("Lock is open", "Havel Post")


@pytest.mark.parametrize("kind", ["txt", "docx", "html"])
def test_lexis(tmp_path: Path, kind: str) -> None:
    contents: dict[str, bytes | str] = {
        "txt": "\n\n".join(LEXIS),
        "docx": docx_bytes("".join(map(paragraph, LEXIS))),
        "html": f"<html><title>Results</title><body><p>{'</p><p>'.join(LEXIS)}</p></body></html>",
    }
    (jam, opened), skipped = read(tmp_path, f"a.{kind}", contents[kind])
    assert (jam.article.title, jam.article.source) == ("Lock jams: what we know", "The Lock Times (London)")
    assert (jam.article.author, jam.article.published) == ("Ida Holt", "2014-03-03")
    assert jam.article.text == "Skippers are angry.\n\nThe gate jammed.\n\nSixty barges wait."
    assert (opened.article.title, opened.article.text) == ("Lock is open", "The lock opened.")
    assert (opened.article.source, opened.article.published) == ("Havel Post", "2014-03-04")
    assert skipped == [] and "Job Number: 5" in jam.removed[0].text


@pytest.mark.parametrize(
    "content",
    [CODED, CODED.replace("   ", " | ").replace("\n | ", "\n   "), SHOWN],
)
def test_factiva(tmp_path: Path, content: str) -> None:
    (jam, opened), skipped = read(tmp_path, "a.txt", content)
    assert (jam.article.title, jam.article.source) == ("Canal lock jams again", "The Lock Times")
    assert (jam.article.author, jam.article.published) == ("Ida Holt", "2014-03-03")
    assert jam.article.text.startswith("The gate jammed.\n\nSixty barges wait.") and "havlck" not in jam.article.text
    assert ("IN no hurry" in jam.article.text) == (content != SHOWN)
    assert (opened.article.title, opened.article.source) == ("Lock is open", "Havel Post")
    assert opened.article.text == "The lock opened." and skipped == []


def test_proquest(tmp_path: Path) -> None:
    (jam, opened), skipped = read(tmp_path, "a.txt", PROQUEST)
    assert (jam.article.title, jam.article.source) == ("Lock jams: second day", "The Lock Times")
    assert (jam.article.published, jam.article.url) == ("2014-03-03", "https://db.example/1")
    assert jam.article.text == 'The gate jammed.\nSixty barges wait.\n\n"Title: none," a skipper joked.'
    assert (opened.article.text, opened.article.published) == ("The lock opened.", "2014-03-04")
    assert skipped == ["article 3: no text of “A citation” in this export; export it with its full text"]


@pytest.mark.parametrize(
    "last",
    [
        "Copyright lawyers were there, too.",
        "Copyright fees rose in 2013, the keeper said. He paid none.",
        "DETAILS\n\nThe lock has two gates.\n\nBoth are old.",
    ],
)
def test_the_end_of_a_text_is_no_field(tmp_path: Path, last: str) -> None:
    text = NEXIS.replace('"Location: unknown," a skipper joked.', last)
    (jammed, _), _ = read(tmp_path, "a.txt", text)
    assert f"the keeper said.\n\n{last}\n\nCorrection: Forty" in jammed.article.text
    assert "Copyright 2014 Lock Media" not in jammed.article.text


def test_texts_between_rules_stay_beside_one_with_fields(tmp_path: Path) -> None:
    prose = "The lock was shut in May. Nobody knew why. The skippers wrote to the mayor. He did not reply."
    fields = "Title: Lock opens\nPublication date: 3 May 2014\n\nFull text: It opened."
    text = f"\n\n{RULE}\n\n".join((prose, fields, f"{prose} At all."))
    found, skipped = read(tmp_path, "a.txt", text)
    assert [one.article.text for one in found] == [prose, "It opened.", f"{prose} At all."] and skipped == []


def test_a_sign_that_repeats_costs_no_time() -> None:
    assert not has_marks(b">Document A" + b"0" * 100_000)


def test_one_article_of_an_export_is_no_list(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, "a.txt", "\n\n".join(LEXIS[LEXIS.index("Lock is open") :]))
    assert (one.article.id, one.article.title, one.article.text) == ("a.txt", "Lock is open", "The lock opened.")


@pytest.mark.parametrize(
    "text",
    [
        "The list\n\n1 of 3 DOCUMENTS\n\nwas lost, the mayor said.\n\nEnd of Document\n\nIt rained.",
        f"It rained.\n\n{RULE}\n\nTitle: the mayor has none.\n\nIt snowed.",
        "Byline: Ida Holt\n\nIt rained.\n\nEnd of Document",
        "It rained.\n\nDocument ABCD000020140303ea3300001\n\nIt snowed.",
        "Home\n31 words\n3 March 2014\n\nIt rained.",
    ],
)
def test_a_text_that_is_no_export_stays_whole(tmp_path: Path, text: str) -> None:
    (one,), skipped = read(tmp_path, "a.txt", text, as_is=True)
    assert one.article.text == text and skipped == []
