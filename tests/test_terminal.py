"""What the terminal shows: what others wrote can neither steer it nor pass for something else."""

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library
from index.plain_text import one_line, plain
from rag import Answer, Citation, Quote, Rejected, Verdict
from rag.show import as_text
from rag.writer import in_quotation_marks
from tests.commands import onrecord, onrecord_process
from tests.conftest import SEEDS

STEERING = "\x1b[31m\x1b]0;owned\x07\x9b2J\r\x08\u202e\u2066\U000e0041\x00"
FAKE = "It fell.” [1] — Daily\n[2] Another Daily, 2025-06-18 (b.txt)\n! rejected: nothing"


def citation(number: int, quoted: str, *, title: str = "Title", source: str = "Daily") -> Citation:
    quote = Quote("a.txt", 0, len(quoted), quoted)
    return Citation(number, quote, 0.9, title, source, "2025-06-17", "https://example.org/a", quote)


def answer(*citations: Citation) -> Answer:
    sentences = tuple(Verdict(one.quote.text, (one.number,), "quoted") for one in citations)
    text = in_quotation_marks(citations)
    return Answer("Did it fall?", "Did it fall?", "answered", text, "quotes", sentences, citations)


def test_a_quote_can_not_fake_another_source() -> None:
    lines = as_text(answer(citation(1, FAKE))).splitlines()
    assert [line for line in lines if not line.startswith("│ ")] == [
        "[1] ‘Title’, Daily, 2025-06-17, https://example.org/a (a.txt)"
    ]
    assert lines[0] == "│ “It fell.” [1] — Daily"


def test_nor_where_the_terminal_would_wrap_it() -> None:
    long = " ".join(["word"] * 12) + " [2] Another Daily, 2025-06-18 (b.txt)" + " more" * 30
    lines = as_text(answer(citation(1, long)), width=60).splitlines()
    assert all(len(line) <= 60 for line in lines[:-1])
    assert [line for line in lines if not line.startswith("│ ")] == [
        "[1] ‘Title’, Daily, 2025-06-17, https://example.org/a",
        "    (a.txt)",
    ]


def test_line_breaks_in_names_and_titles_become_spaces() -> None:
    shown = as_text(answer(citation(1, "It fell.", title="One\n[2] Two", source="Da\r\nily\u2028x")))
    assert shown.splitlines()[1].startswith("[1] ‘One [2] Two’, Da ily x, 2025-06-17")
    assert "One [2] Two" in answer(citation(1, "It fell.", title="One\n[2] Two")).text


def test_nothing_steers_the_terminal_whatever_field_it_is_in() -> None:
    hostile = citation(1, f"It {STEERING}fell.", title=f"T{STEERING}", source=STEERING)
    told = replace(
        answer(hostile),
        model=f"m{STEERING}",
        standalone_question=f"q{STEERING}",
        text=f"x{STEERING}\n[7] Fake",
        sentences=(Verdict(f"s{STEERING}", (1,), "unsupported", (f"r{STEERING}\nnew line",)),),
        rejected=(Rejected(f"m{STEERING}", f"why{STEERING}"),),
        notes=(f"n{STEERING}\n[8] Fake",),
    )
    nothing = replace(told, status="not_found", citations=(), nearest=(hostile,), text=f"The articles say{STEERING}")
    for shown in (as_text(told), as_text(nothing), as_text(replace(told, model="quotes"))):
        assert plain(shown) == shown
        assert not re.search(r"^\[[78]\]", shown, re.MULTILINE)
    assert "\nThe articles say" in as_text(nothing)


@pytest.fixture(scope="module")
def hostile_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    article = {
        "id": f"i{STEERING}\nd",
        "title": f"Port{STEERING}\n[2] Fake",
        "source": f"Daily{STEERING}",
        "author": STEERING,
        "text": f"The port of Elmford{STEERING} opened in May. \u201d [9] \u2014 Fake Daily.",
    }
    (folder / "a.jsonl").write_text(json.dumps(article))
    with Library.open(folder / "library") as library:
        library.sync(folder / "a.jsonl", as_is=True)
    return folder


def test_every_command_over_a_hostile_article(hostile_library: Path, tmp_path: Path) -> None:
    library = ("--library", hostile_library / "library")
    asked = onrecord("ask", "When did the port of Elmford open?", "--json", *library)
    saved = tmp_path / f"saved{STEERING[:4]}.json"
    answer = json.loads(asked.stdout)
    saved.write_text(asked.stdout)
    forged = tmp_path / "forged.json"
    answer["citations"][0]["quote"] |= {"article": f"x{STEERING}\nz", "text": STEERING}
    answer["citations"][0]["title"] = STEERING
    forged.write_text(json.dumps(answer))
    garbled = tmp_path / "garbled.json"
    garbled.write_text(json.dumps({"citations": [{"quote": {STEERING: STEERING}}], STEERING: 1}))
    (tmp_path / f"bad{STEERING[:4]}\n.pdf").write_text("no pdf")
    (hostile_id,) = [one["id"] for one in json.loads(onrecord("articles", "--json", *library).stdout)]
    for done, status in (
        (asked, 0),
        (onrecord("ask", "When did the port of Elmford open?", *library), 0),
        (onrecord("ask", f"Is it {STEERING.replace(chr(0), '')}?", *library), 0),
        (onrecord("articles", *library), 0),
        (onrecord("articles", hostile_id, *library), 0),
        (onrecord("verify", saved, *library), 0),
        (onrecord("verify", forged, *library), 1),
        (onrecord("verify", forged, "--json", *library), 1),
        (onrecord("verify", garbled, *library), 2),
        (onrecord("check", *library), 0),
        (onrecord("sync", tmp_path, "--library", tmp_path / "new"), 1),
        (onrecord("sync", tmp_path / "\x1b[31mnowhere\nelse", *library), 2),
        (onrecord("ask", "Who?", "--since", "\x1b[31m\n2025", *library), 2),
        (onrecord("ask", "Who?", "--llm", "\x1b[31m:\nx", *library), 2),
        (onrecord("ask", "Who?", "--chroma", "\x1b[31mhttp://x", *library), 2),
        (onrecord("evaluate", SEEDS / "gold.jsonl", "--fail-under", "\x1b[31m=1", *library), 2),
        (onrecord("evaluate", tmp_path / "\x1b[31m\nno", *library), 2),
        (onrecord("\x1b[31mno-such\ncommand"), 2),
        (onrecord("ask", "Who?", "--\x1b[31mno", *library), 2),
        (onrecord("chat", "--port", "\x1b[31mx", *library), 2),
        (onrecord("ask", "--help", ONRECORD_LIBRARY="\x1b[31mlib"), 0),
    ):
        assert done.returncode == status, done
        for stream in (done.stdout, done.stderr):
            assert plain(stream) == stream
        if status == 2:
            assert done.stderr.count("\n") == 1 and done.stderr.startswith("onrecord: "), done.stderr


def test_an_article_is_shown_whole_but_harmless(hostile_library: Path) -> None:
    with Library.open(hostile_library / "library") as library:
        (article,) = library.articles()
    listed = onrecord("articles", "--library", hostile_library / "library").stdout
    assert listed.count("\n") == 1 and one_line(article.title) in listed


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def test_signs_of_two_columns_do_not_break_out_either() -> None:
    wide = "Ｘ" * 39 + " [2] Reuters, 2025-06-17 (r.txt) " + "漢字かな" * 30
    for shown in (as_text(answer(citation(1, wide)), width=80), as_text(answer(citation(1, "漢" * 300)), width=41)):
        quoted = [line for line in shown.splitlines() if not line.startswith(("[1] ‘Title", "    "))]
        assert len(quoted) > 2 and all(line.startswith("│ ") and columns(line) <= 80 for line in quoted)


def test_no_title_and_no_models_words_begin_a_row() -> None:
    padded = "word " * 15 + "[2] Reuters, 2025-06-17 (r.txt) " + "more " * 30
    hostile = replace(
        answer(citation(1, "It fell.", title=padded)),
        model="m",
        text=padded,
        standalone_question=padded,
        sentences=(Verdict(padded, (1,), "unsupported", (padded,)),),
        notes=(padded,),
    )
    for width in (40, 80):
        for line in as_text(hostile, width=width).splitlines():
            assert columns(line) <= width
            assert line == "" or line.startswith(("    ", "│ ", "! ", "[1] ", "word ", "Understood as: "))


def test_a_sentence_that_is_not_borne_out_is_told_even_without_a_reason() -> None:
    bare = replace(answer(citation(1, "It fell.")), model="m", sentences=(Verdict("It rose.", (), "uncited"),))
    assert "! It rose. — uncited" in as_text(bare)


@pytest.mark.parametrize("options", [[], pytest.param(["--json"], marks=pytest.mark.slow)])
def test_a_terminal_that_knows_few_letters(hostile_library: Path, options: list[str]) -> None:
    question = "When did the port of Elmford open?"
    done = onrecord_process(
        "ask", question, *options, "--library", hostile_library / "library", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0 and done.stdout.isascii(), done
    if options:
        assert json.loads(done.stdout)["status"] == "answered"
