"""`onrecord verify` on drafts of each kind of file, as a user types it."""

import json
from pathlib import Path

import pytest
from docx import Document

from tests.commands import onrecord, onrecord_process

TRUE = "The Bushehr plant “has been in operation since 2013”."
FALSE = "The treaty “covers the economy, the arts, security and defense”."


@pytest.fixture
def folder(seeds_folder: Path) -> str:
    return str(seeds_folder)


def write(file: Path, text: str) -> Path:
    if file.suffix == ".docx":
        document = Document()
        for paragraph in text.split("\n\n"):
            document.add_paragraph(paragraph)
        document.save(str(file))
    elif file.suffix == ".html":
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
        file.write_text(f"<!doctype html><meta charset=utf-8><title>A column</title><article>{paragraphs}</article>")
    else:
        file.write_text(text)
    return file


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".docx", ""])
def test_a_draft_of_each_kind(folder: str, tmp_path: Path, suffix: str) -> None:
    file = write(tmp_path / f"column{suffix}", f"{TRUE}\n\n{FALSE}")
    done = onrecord("verify", file, "--json", library=folder)
    told = json.loads(done.stdout)
    assert (done.returncode, told["falls"]) == (1, True)
    assert [one["status"] for one in told["quotations"]] == ["stands", "altered"]
    for one in (*told["quotations"], *told["sentences"]):
        assert told["text"][one["start"] : one["end"]].strip()
    (place,) = told["quotations"][0]["places"]
    assert place["quote"]["article"] == "bushehr-plant.md" and place["published"] == "2025-03-27"
    assert {"kind": "added", "words": "the arts,"} in told["quotations"][1]["changes"]


def test_what_it_prints_and_its_exit_status(folder: str, tmp_path: Path) -> None:
    done = onrecord("verify", write(tmp_path / "true.md", TRUE), library=folder)
    assert done.returncode == 0 and "✗" not in done.stdout
    assert "1 quotation: 1 to the letter" in done.stdout
    page = tmp_path / "out.html"
    done = onrecord("verify", write(tmp_path / "false.md", FALSE), "--html", page, library=folder)
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and any(
        line.startswith("    ✗ altered: “covers the economy, the arts") for line in lines
    )
    assert '"the arts," for "technology,"' in done.stdout
    shown = page.read_text()
    assert "<mark class='falls'>" in shown and "<script" not in shown and "src=" not in shown and "<link" not in shown


def test_bad_input_is_one_line(folder: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no zip")
    empty = write(tmp_path / "empty.md", " \n")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    for file, said in (
        (tmp_path / "nowhere.md", "no such file; give a draft"),
        (tmp_path, "a folder; give one draft after another"),
        (broken, "broken.docx: "),
        (empty, "no article text found in it; give another"),
        (picture, "not a kind of file that is read"),
    ):
        done = onrecord("verify", file, library=folder)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), file
        assert said in done.stderr
    answer = write(tmp_path / "answer.json", "[]")
    assert "not an answer" in onrecord("verify", answer, library=folder).stderr
    saved = onrecord("ask", "Who built the Bushehr plant?", "--json", library=folder).stdout
    file = write(tmp_path / "saved", saved)  # an answer is known without a suffix, too
    assert "stand in their articles" in onrecord("verify", file, library=folder).stdout
    refused = onrecord("verify", file, "--html", tmp_path / "x.html", library=folder)
    assert refused.returncode == 2 and "--html is for a draft" in refused.stderr
    draft = write(tmp_path / "own.html", TRUE)
    before = draft.read_bytes()
    refused = onrecord("verify", draft, "--html", draft, library=folder)
    assert refused.returncode == 2 and "own.html: that is the file of the draft; give it one of" in refused.stderr
    assert draft.read_bytes() == before


@pytest.mark.slow
def test_it_runs_as_a_process(folder: str, tmp_path: Path) -> None:
    done = onrecord_process("verify", write(tmp_path / "true.md", TRUE), library=folder)
    assert (done.returncode, done.stderr) == (0, "")
