"""`onrecord verify`: a saved answer, or a draft of anyone's, held against the articles of the library."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import InputError
from index.address import Address
from index.plain_text import one_line
from index.reading import kind_of
from rag.answer import Answer
from rag.cli.opening import library_of, lookup_of
from rag.cli.output import check_output, led_to, print_json, progress_bar, read_json, write_output
from rag.drafts import CheckedDraft, read_drafts
from rag.drafts import verify as verify_draft
from rag.show import draft_as_text, draft_page


def verify(options: Namespace) -> int:
    """Check a draft, or what saved answers show; exit 1 when something falls."""
    if _is_draft(options.draft):
        return _verify_drafts(options)
    if options.html:
        raise InputError("--html is for a draft; a saved answer is shown by the page that it was exported from")
    return _verify_answers(options)


def _is_draft(file: Path) -> bool:
    """Tell whether a file is a draft by its name; a saved answer is JSON, and without a suffix begins as such."""
    if file.suffix.lower() == ".json":
        return False
    if kind_of(file.name) or not file.is_file():
        return True
    with file.open("rb") as opened:
        return opened.read(256).lstrip()[:1] not in (b"{", b"[")


def _verify_drafts(options: Namespace) -> int:
    if isinstance(options.library, Address):
        raise InputError(f"a draft is checked where the library is; {options.library.url} checks saved answers alone")
    drafts = read_drafts(options.draft)
    if options.html:
        check_output("--html", options.html, {led_to(options.draft): "the draft"})
    show, total = progress_bar(), sum(len(one.text) for one in drafts) or 1
    found: list[CheckedDraft] = []

    def progress(share: float) -> None:
        done = sum(len(one.text) for one in drafts[: len(found)]) + share * len(drafts[len(found)].text)
        show(done / total, "of the draft")

    with library_of(options) as library:
        for one in drafts:
            checked = verify_draft(one.text, library, progress=progress)
            found.append(replace(checked, title=one.title, left_out=one.left_out))
    if options.html:
        write_output("--html", options.html, draft_page(found))
    if options.json:
        told_json = [one.to_json() for one in found]
        print_json(told_json[0] if len(told_json) == 1 else told_json)
    else:
        for one, checked in zip(drafts, found, strict=True):
            print(*([f"{one_line(one.name)}:"] if len(drafts) > 1 else []), draft_as_text(checked), sep="\n")
    return 1 if any(one.falls for one in found) else 0


def _verify_answers(options: Namespace) -> int:
    saved = read_json(options.draft)
    answers = saved if isinstance(saved, list) and saved else [saved]
    names = [f"answer {number}: " for number in range(1, len(answers) + 1)] if answers is saved else [""]
    read = [_read_answer(answer, f"{options.draft}: {name}") for answer, name in zip(answers, names, strict=True)]
    with lookup_of(options) as lookup:
        found = [lookup.verify(answer) for answer in read]
    if options.json:
        told = [one.to_json() for one in found]
        print_json(told if answers is saved else told[0])
    else:
        for name, one in zip(names, found, strict=True):
            for fault in one.faults:
                print(f"{name}{one_line(str(fault))}")
        quotes, wrong = sum(one.quotes for one in found), sum(len(one.wrong) for one in found)
        print(f"{quotes - wrong} of {quotes} quotes stand in their articles")
        print(f"not checked: {'; '.join(dict.fromkeys(what for one in found for what in one.unchecked))}")
    return 1 if any(one.faults for one in found) else 0


def _read_answer(value: Any, where: str) -> Answer:
    try:
        return Answer.from_json(value)
    except InputError as error:
        raise InputError(f"{where}{error}") from error
