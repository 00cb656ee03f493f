"""What each command does: it takes the options, prints its result and returns the exit status."""

import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index import CheckReport, InputError, Library, LibraryDamaged, load_embedder
from index.address import Address
from index.plain_text import one_line, plain
from index.salvage import MOST_NAMED
from rag.answer import Answer
from rag.chatbot import Chatbot
from rag.cli.output import print_json, progress_bar, read_json
from rag.llm import load_llm
from rag.lookup import LibraryLookup, Lookup, listed_json
from rag.opening import open_chatbot
from rag.remote import RemoteChatbot
from rag.settings import Settings
from rag.show import as_text


def _open_chatbot(options: Namespace, *, loads_model: bool = True) -> Chatbot:
    settings = Settings(strict=options.strict)
    model = load_llm(options.llm, settings, now=loads_model)
    library, chroma, embedding = options.library, options.chroma, options.embedding
    return open_chatbot(library=library, llm=model, chroma=chroma, embedding=embedding, settings=settings)


def open_served(options: Namespace) -> Chatbot:
    """Open the chatbot that is served; its model loads with the first question."""
    return _open_chatbot(options, loads_model=False)


def _open_library(options: Namespace, *, repair: bool = False) -> Library:
    embedder = load_embedder(options.embedding) if options.embedding else None
    return Library.open(options.library, embedder=embedder, chroma=options.chroma, must_exist=True, repair=repair)


@contextmanager
def _open_lookup(options: Namespace) -> Iterator[Lookup]:
    """Open what is looked up in: the library, or that of who serves it."""
    if isinstance(options.library, Address):
        yield _remote(options, options.library).lookup
        return
    with _open_library(options) as library:
        yield LibraryLookup(library)


def _remote(options: Namespace, address: Address) -> RemoteChatbot:
    """Return the chatbot that is served at an address; raises `InputError` for what only its server can be told."""
    for name in ("llm", "strict", "chroma", "embedding", "repair"):
        if getattr(options, name, None):
            raise InputError(f"--{name}: who serves {address.url} decides that; leave it out")
    return RemoteChatbot(address)


def ask(options: Namespace) -> int:
    """Answer one question."""
    library = options.library
    with _remote(options, library) if isinstance(library, Address) else _open_chatbot(options) as chatbot:
        answer = chatbot.ask(
            options.question, since=options.since, until=options.until, source=options.source, during=options.during
        )
    if options.json:
        print_json(answer.to_json())
    else:
        print(as_text(answer, width=shutil.get_terminal_size().columns if sys.stdout.isatty() else None))
    return 0


def chat(options: Namespace) -> int:
    """Serve the page until Ctrl-C."""
    from page.access import check_access

    access = {"auth": options.auth, "insecure": options.insecure}
    check_access(options.host, **access)  # before anything is opened
    chatbot = _open_chatbot(options, loads_model=False)  # the page does, behind what it shows
    from page.launching import launch

    launch(chatbot, host=options.host, port=options.port, open_browser=True, **access)
    return 0


def password(options: Namespace) -> int:
    """Write a person's password into a file."""
    from page.passwords import ask_password, write_password

    write_password(options.file, options.name, ask_password(options.name))
    return 0


def evaluate(options: Namespace) -> int:
    """Score answers to gold questions; exit 1 when a metric is below its limit."""
    from rag.evaluation import evaluate as score_answers
    from rag.evaluation.report_html import report_page

    limits = [_limit(text) for text in options.fail_under]
    baseline = _read_metrics(options.baseline) if options.baseline else None
    for out in filter(None, (options.json, options.report)):
        out.open("a").close()  # better fail now than when all questions are asked
    show = progress_bar()
    with _open_chatbot(options) as chatbot:
        report = score_answers(
            chatbot, options.gold, progress=lambda done, total: show(done / total, f"{done} of {total} questions")
        )
    if options.json:
        options.json.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    if options.report:
        options.report.write_text(report_page(report, baseline), encoding="utf-8")
    for name, value in report.metrics.items():
        change = f"  {value - baseline[name]:+.4f}" if baseline and name in baseline else ""
        print(f"{name:24} {value:10.4f}{change}")
    if unknown := [name for name, _ in limits if name not in report.metrics]:
        raise InputError(f"--fail-under {unknown[0]}: no such metric here; there are {', '.join(report.metrics)}")
    below = [(name, least) for name, least in limits if report.metrics[name] < least]
    for name, least in below:
        print(f"onrecord: {name} is {report.metrics[name]}, below {least}", file=sys.stderr)
    return 1 if below else 0


def _limit(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise InputError(f"--fail-under {text}: write it like quote_f1=0.6") from error


def _read_metrics(file: Path) -> dict[str, float]:
    try:
        return {name: float(value) for name, value in read_json(file)["metrics"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{file}: holds no metrics; give the file that evaluate --json wrote") from error


def verify(options: Namespace) -> int:
    """Check that what an answer shows, or each of several, stands in the library; exit 1 when something does not."""
    saved = read_json(options.answer)
    answers = saved if isinstance(saved, list) and saved else [saved]
    names = [f"answer {number}: " for number in range(1, len(answers) + 1)] if answers is saved else [""]
    read = [_read_answer(answer, f"{options.answer}: {name}") for answer, name in zip(answers, names, strict=True)]
    with _open_lookup(options) as lookup:
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


def check(options: Namespace) -> int:
    """Check the library, and mend it with `--repair`; exit 1 when something is wrong with it still, or was lost."""
    try:
        if isinstance(options.library, Address):
            report = _remote(options, options.library).lookup.check()
            left = report.problems
        else:
            with _open_library(options, repair=options.repair) as library:
                report = library.check(repair=options.repair)
                left = library.check().problems if report.repaired else report.problems
    except LibraryDamaged as error:  # so much that it can't even be opened
        report = CheckReport(0, 0, (str(error),))
        left = report.problems
    if options.json:
        print_json(asdict(report) | {"left": left})
    else:
        print(f"{report.articles} articles, {report.passages} passages")
        for problem in report.problems:
            print(f"{'mended' if problem not in left and report.repaired else 'problem'}: {one_line(problem)}")
        if report.lost:
            what = one_line(", ".join(report.lost[:MOST_NAMED]))
            print(f"lost: {len(report.lost)} ({what}); unless you removed them, sync again what they were read from")
    return 1 if left or report.lost else 0


def articles(options: Namespace) -> int:
    """List the articles, or show the one of an ID."""
    if options.removed and options.id is None:
        raise InputError("--removed: of which article? give its ID")
    with _open_lookup(options) as lookup:
        if options.id is not None:
            _show(lookup, options)
        elif options.json:
            print_json(list(map(listed_json, lookup.listed())))
        else:
            for article in lookup.listed():
                print("\t".join(one_line(part or "") for part in (article.id, article.published, article.title)))
    return 0


def _show(lookup: Lookup, options: Namespace) -> None:
    if options.removed:
        removed = lookup.removed_from(options.id)
        if options.json:
            print_json([asdict(piece) for piece in removed])
        else:
            print("".join(f"{piece.reason}: {one_line(piece.text)}\n" for piece in removed), end="")
        return
    found = lookup.article(options.id)
    if options.json:
        print_json(found.to_json())
        return
    article = found.article
    lines = [article.title, f"{article.source or ''} {article.published or ''}"]
    lines += [f"The same story: {', '.join(found.copies)}"] if found.copies else []
    for one in found.notices:
        where = "" if one.article == article.id else f" (in {one.article})"
        lines.append(f"{one.kind.capitalize()}{where}: {one.text}")
    print("\n".join((*map(one_line, lines), "", plain(article.text))))
