"""`onrecord gold …`: gold questions checked, proposed, and looked through one by one."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import InputError, Library
from index.address import without_userinfo
from index.plain_text import one_line, plain
from index.storing import CATALOG
from rag.answer import QUOTES
from rag.cli.output import check_output, print_json, progress_bar, write_output
from rag.llm import load_llm
from rag.opening import DEFAULT_LIBRARY
from rag.remote import is_address
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.evaluation.gold import GoldQuestion
    from rag.evaluation.reviewing import Review

MOST_DRAFTS = 1000


def add_gold(commands: Any) -> None:
    """Add the command and its own to the parsers of a command line."""
    gold = commands.add_parser("gold", help="check gold questions, or propose some", description="Gold questions.")
    added = gold.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Namespace], int], text: str) -> ArgumentParser:
        one: ArgumentParser = added.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    checking = command("check", check, "check a file of gold questions, against the library if there is one")
    checking.add_argument("gold", metavar="FILE", type=Path)
    checking.add_argument("--json", action="store_true", help="print the result as JSON")
    drafting = command("draft", draft, "propose questions from the library's own sentences, each to be reviewed")
    drafting.add_argument("--count", type=int, default=20, metavar="N", help="how many (%(default)s)")
    drafting.add_argument("--llm", metavar="NAME", help="the language model that words them; without one, rules do")
    drafting.add_argument("--out", type=Path, metavar="FILE", help="write them there, else they are printed")
    reviewing = command("review", review, "look through the drafts of a file: accept, edit or drop each")
    reviewing.add_argument("gold", metavar="FILE", type=Path)
    for one in (checking, drafting):
        one.add_argument("--library", metavar="DIR", help="the folder of the library whose articles they are about")
        one.add_argument("--chroma", metavar="URL", help="a Chroma server that holds the vectors")


def check(options: Namespace) -> int:
    """Check a file of gold questions; exit 1 when there is a fault in it."""
    from rag.evaluation.checking import check_gold

    folder = _library_folder(options)
    is_there = options.library is not None or (folder / CATALOG).exists()
    opened = Library.open(folder, chroma=options.chroma, must_exist=True) if is_there else nullcontext()
    with opened as library:
        found = check_gold(options.gold, library)
    faults, warnings = found.count("fault"), found.count("warning")
    if options.json:
        counts = {"questions": found.questions, "drafts": found.drafts, "faults": faults, "warnings": warnings}
        print_json({**counts, "articles_checked": is_there, "findings": list(map(asdict, found.findings))})
        return 1 if faults else 0
    for one in found.findings:
        name = f"{one.id}: " if one.id else ""
        print(one_line(f"{options.gold}:{one.line}: {one.level}: {name}{one.text}"))
    drafts = f", {found.drafts} of them drafts" if found.drafts else ""
    print(
        f"{_counted(found.questions, 'question')}{drafts}: {_counted(faults, 'fault')}, {_counted(warnings, 'warning')}"
    )
    if not is_there:
        print(one_line(f"articles and quotes were not looked at: no library in {folder}; name it with --library DIR"))
    return 1 if faults else 0


def draft(options: Namespace) -> int:
    """Propose questions, as drafts: as many as were asked for, or as there are good ones."""
    from rag.evaluation.proposing import propose

    if not 1 <= options.count <= MOST_DRAFTS:
        raise InputError(f"--count {options.count}: ask for 1 to {MOST_DRAFTS} questions")
    if options.out and options.out.exists():
        raise InputError(f"{options.out}: is there already; name another file, or go on with: {_review(options.out)}")
    if options.out:
        check_output("--out", options.out, {})
    model = load_llm(options.llm, Settings())
    show = progress_bar()
    with Library.open(_library_folder(options), chroma=options.chroma, must_exist=True) as library:
        found = propose(
            library,
            options.count,
            model=None if model == QUOTES else model,
            progress=lambda done, total: show(done / total, f"{done} of {total} sentences"),
        )
    lines = "".join(f"{json.dumps(one.to_json(), ensure_ascii=False)}\n" for one in found.questions)
    if options.out:
        write_output("--out", options.out, lines)
    else:
        print(plain(lines), end="")
    silent = sum(not one.answerable for one in found.questions)
    told = f"{_counted(len(found.questions), 'draft')}, {silent} of them should not be answered"
    if found.dropped:
        told += f"; {found.dropped} times the model wrote no good question"
    told += f"; look at each with: {_review(options.out or 'FILE')}" if found.questions else ""
    print(one_line(f"onrecord: {told}"), file=sys.stderr)
    if short := options.count - len(found.questions):
        print(f"onrecord: {short} fewer than asked for: no other sentence makes a good one", file=sys.stderr)
    return 0


def _review(file: object) -> str:
    return f"onrecord gold review {file}"


def review(options: Namespace) -> int:
    """Ask of each draft whether it is accepted; what is decided is kept at once, whatever ends it."""
    from rag.evaluation.reviewing import Review

    reviewed, counts = Review(options.gold), Counter[str]()
    drafts = list(reviewed.drafts())
    try:
        for number, one in enumerate(drafts, start=1):
            print("\n".join(_shown(one, f"{number} of {len(drafts)}")))
            decision = _decide(reviewed, one)
            counts[decision] += 1
            if decision == "quit":
                break
    finally:
        left = len(drafts) - counts["accepted"] - counts["dropped"]
        print(f"{counts['accepted']} accepted, {counts['dropped']} dropped, {left} left to look at")
    return 0


def _shown(draft: "GoldQuestion", place: str) -> list[str]:
    lines = ["", f"{place}: {draft.question}"]
    lines += [f"  answer: {', '.join(draft.answers)}"] if draft.answers else []
    lines += [f"  quote: {quote.text}  ({quote.article})" for quotes in draft.quotes for quote in quotes]
    lines += [] if draft.answerable else ["  should not be answered: the articles do not say (make sure of it)"]
    return [one_line(line) if line == lines[1] else plain(line) for line in lines]


def _decide(reviewed: "Review", draft: "GoldQuestion") -> str:
    """Ask until a draft is decided on; return what was decided."""
    question = draft.question
    while True:
        said = _asked("[a]ccept, [e]dit the question, [d]rop, [s]kip, [q]uit? ")
        if said is None or said in ("q", "quit"):
            return "quit"
        if said in ("s", "skip"):
            return "skipped"
        if said in ("d", "drop"):
            reviewed.drop(draft)
            return "dropped"
        if said in ("a", "accept"):
            reviewed.accept(draft, question)
            return "accepted"
        if said in ("e", "edit"):
            question = _asked("question: ") or question
            print(one_line(f"  {question}"))


def _asked(what: str) -> str | None:
    """Return what is typed, None at the end of the input."""
    try:
        return input(what).strip()
    except EOFError:
        print()
        return None


def _library_folder(options: Namespace) -> Path:
    named = options.library or os.environ.get("ONRECORD_LIBRARY") or DEFAULT_LIBRARY
    if is_address(named):
        raise InputError(
            f"{without_userinfo(named)}: gold questions need the folder of the library itself; "
            "work where it is served, with --library DIR"
        )
    return Path(named)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
