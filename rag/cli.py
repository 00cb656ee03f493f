"""`onrecord …`: results on stdout, progress on stderr.

Exit status: 0 done, 1 a check said no, 2 bad usage or input, with one line that says why.
"""

import argparse
import io
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from index import Article, CheckReport, InputError, Library, LibraryDamaged, OnRecordError, SyncProgress, load_embedder
from index.plain_text import one_line, plain
from index.reading.articles import find_files
from index.salvage import MOST_NAMED
from index.storing.catalog import CATALOG
from rag.answer import Answer
from rag.chatbot import DEFAULT_LIBRARY, Chatbot, open_chatbot
from rag.llm.loading import NAMES
from rag.settings import Settings
from rag.show.terminal import as_text
from rag.verification import verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows few letters shows the others so
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has gone, as in `onrecord articles | head`
        sys.stderr.close()
        return 0
    except (sqlite3.Error, OSError) as error:
        hint = "check the disk and your access to it, or run: onrecord check"
        print(f"onrecord: {one_line(str(error))}; {hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("onrecord: stopped", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, and shows nothing of them that could steer the terminal."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"onrecord: {one_line(message)}; see: {self.prog} --help\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(plain(message), file)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="onrecord", description="Answers from your articles, on the record.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        library = os.environ.get("ONRECORD_LIBRARY") or DEFAULT_LIBRARY
        added.add_argument("--library", type=Path, default=Path(library), help="the library's folder (%(default)s)")
        added.add_argument("--chroma", metavar="URL", help="a Chroma server that holds the vectors")
        if name not in ("evaluate", "chat"):
            added.add_argument("--json", action="store_true", help="print the result as JSON")
        added.set_defaults(run=run)
        return added

    sync = command("sync", _sync, "mirror files and folders of articles into the library")
    sync.add_argument("paths", nargs="+", metavar="PATH")
    sync.add_argument("--gone", action="store_true", help="where a path is missing or empty, remove what came from it")
    sync.add_argument(
        "--embedding", metavar="MODEL", help="the embedding model of a new or rebuilt library: a name or folder"
    )
    sync.add_argument("--as-is", action="store_true", help="take the texts as they are, without cleaning")
    sync.add_argument("--rebuild", action="store_true", help="read, cut and embed all articles of the library anew")
    ask = command("ask", _ask, "answer one question")
    ask.add_argument("question")
    ask.add_argument("--since", metavar="DATE", help="use only articles from this date on")
    ask.add_argument("--until", metavar="DATE", help="use only articles up to this date")
    ask.add_argument("--source", help="use only articles from this source")
    ask.add_argument("--during", metavar="DATE", help="use only passages that speak of this time, or of DATE/DATE")
    chat = command("chat", _chat, "chat in the browser")
    chat.add_argument("--host", default="127.0.0.1", help="the address to serve at (%(default)s)")
    chat.add_argument("--port", type=int, help="the port to serve at")
    chat.add_argument("--auth", type=Path, metavar="FILE", help="ask for a name and password of this file")
    chat.add_argument("--insecure", action="store_true", help="serve other machines without asking for passwords")
    evaluate = command("evaluate", _evaluate, "score answers to gold questions")
    evaluate.add_argument("gold", metavar="GOLD", type=Path)
    evaluate.add_argument("--json", type=Path, metavar="OUT", help="write metrics and answers there")
    evaluate.add_argument("--report", type=Path, metavar="OUT.html", help="write a page there")
    evaluate.add_argument("--baseline", type=Path, metavar="OLD.json", help="compare with an earlier --json")
    evaluate.add_argument("--fail-under", action="append", default=[], metavar="METRIC=VALUE", help="exit 1 if below")
    for asking in (ask, chat, evaluate):
        asking.add_argument("--llm", metavar="NAME", help=f"the language model: {NAMES}")
        asking.add_argument("--strict", action="store_true", help="leave out what the quotes do not bear out")
    verify = command("verify", _verify, "check that every quote of an answer stands in its article")
    verify.add_argument("answer", metavar="ANSWER.json", type=Path)
    check = command("check", _check, "check the library")
    check.add_argument("--repair", action="store_true", help="mend what can be mended")
    password = commands.add_parser("password", help="add a person to a file for chat --auth, or change a password")
    password.add_argument("file", metavar="FILE", type=Path)
    password.add_argument("name", metavar="NAME")
    password.set_defaults(run=_password)
    articles = command("articles", _articles, "list the articles, or show one")
    articles.add_argument("id", nargs="?", metavar="ID")
    articles.add_argument("--removed", action="store_true", help="show what cleaning took out of it, and why")
    return parser


def _print_json(value: Any) -> None:
    """Print JSON in which each character that could steer the terminal, or that it can't show, is an escape."""
    is_unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    print("".join(sign if sign == "\n" or plain(sign) == sign else json.dumps(sign)[1:-1] for sign in text))


def _progress_bar(unit: str) -> Callable[[int, int], None]:
    """Return a callback that draws progress on stderr, where that is a terminal."""
    from tqdm import tqdm

    bar = tqdm(unit=f" {unit}", file=sys.stderr, disable=None, leave=False)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return show


def _sync_bar() -> Callable[[SyncProgress], None]:
    """Return a callback that draws the progress of a sync on stderr, where that is a terminal."""
    from tqdm import tqdm

    form = "{percentage:3.0f}% |{bar}| {desc}"
    bar = tqdm(total=1.0, bar_format=form, file=sys.stderr, disable=None, leave=False)

    def show(progress: SyncProgress) -> None:
        bar.set_description_str(str(progress), refresh=False)
        bar.update(progress.share - bar.n)

    return show


def _open_library(options: argparse.Namespace) -> Library:
    return Library.open(options.library, chroma=options.chroma, must_exist=True)


def _open_chatbot(options: argparse.Namespace) -> Chatbot:
    settings = Settings(strict=options.strict)
    return open_chatbot(library=options.library, llm=options.llm, chroma=options.chroma, settings=settings)


def _sync(options: argparse.Namespace) -> int:
    if not (options.library / CATALOG).exists():
        for path in filter(None, options.paths):
            next(iter(find_files(Path(path))))  # raises before a library is made for nothing
    embedder = load_embedder(options.embedding) if options.embedding else None
    with Library.open(options.library, embedder=embedder, chroma=options.chroma, rebuild=options.rebuild) as library:
        report = library.sync(
            *options.paths, as_is=options.as_is, rebuild=options.rebuild, gone=options.gone, progress=_sync_bar()
        )
    for fault in report.faults:
        print(f"skipped: {fault}", file=sys.stderr)
    if options.json:
        faults = [{"path": str(fault.path), "reason": fault.reason} for fault in report.faults]
        _print_json(asdict(report) | {"faults": faults})
    else:
        print(
            f"{report.added} added, {report.updated} updated, {report.removed} removed, {report.unchanged} unchanged, "
            f"{report.skipped} skipped; {report.passages} passages embedded"
        )
    return 1 if report.skipped else 0


def _ask(options: argparse.Namespace) -> int:
    with _open_chatbot(options) as chatbot:
        answer = chatbot.ask(
            options.question,
            since=options.since,
            until=options.until,
            source=options.source,
            during=options.during,
        )
    if options.json:
        _print_json(answer.to_json())
    else:
        print(as_text(answer, width=shutil.get_terminal_size().columns if sys.stdout.isatty() else None))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from page.access import check_access

    access = {"auth": options.auth, "insecure": options.insecure}
    check_access(options.host, **access)  # before anything is opened
    chatbot = _open_chatbot(options)
    from page.launching import launch

    launch(chatbot, host=options.host, port=options.port, open_browser=True, **access)
    return 0


def _password(options: argparse.Namespace) -> int:
    from page.passwords import ask_password, write_password

    write_password(options.file, options.name, ask_password(options.name))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from rag.evaluation import evaluate
    from rag.evaluation.report import report_page

    limits = [_limit(text) for text in options.fail_under]
    baseline = _read_metrics(options.baseline) if options.baseline else None
    for out in filter(None, (options.json, options.report)):
        out.open("a").close()  # better fail now than when all questions are asked
    with _open_chatbot(options) as chatbot:
        report = evaluate(chatbot, options.gold, progress=_progress_bar("questions"))
    if options.json:
        options.json.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    if options.report:
        options.report.write_text(report_page(report, baseline), encoding="utf-8")
    for name, value in report.metrics.items():
        change = f"  {value - baseline[name]:+.4f}" if baseline and name in baseline else ""
        print(f"{name:24} {value:10.4f}{change}")
    below = [(name, least) for name, least in limits if _metric(report.metrics, name) < least]
    for name, least in below:
        print(f"onrecord: {name} is {report.metrics[name]}, below {least}", file=sys.stderr)
    return 1 if below else 0


def _limit(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise InputError(f"--fail-under {text}: write it like quote_f1=0.6") from error


def _metric(metrics: Any, name: str) -> float:
    if name not in metrics:
        raise InputError(f"--fail-under {name}: no such metric here; there are {', '.join(metrics)}")
    return float(metrics[name])


def _read_json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{file}: can't be read as JSON ({error}); give the file that --json wrote") from error


def _read_metrics(file: Path) -> dict[str, float]:
    try:
        return {name: float(value) for name, value in _read_json(file)["metrics"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{file}: holds no metrics; give the file that evaluate --json wrote") from error


def _verify(options: argparse.Namespace) -> int:
    try:
        answer = Answer.from_json(_read_json(options.answer))
    except InputError as error:
        raise InputError(f"{options.answer}: {error}") from error
    with _open_library(options) as library:
        found = verify(answer, library)
    if options.json:
        wrong = [{"article": one.article, "start": one.start, "end": one.end} for one in found.wrong]
        _print_json({"quotes": found.quotes, "wrong": wrong, "faults": [asdict(fault) for fault in found.faults]})
    else:
        for fault in found.faults:
            print(one_line(str(fault)))
        print(f"{found.quotes - len(found.wrong)} of {found.quotes} quotes stand in their articles")
    return 1 if found.faults else 0


def _check(options: argparse.Namespace) -> int:
    try:
        with Library.open(options.library, chroma=options.chroma, must_exist=True, repair=options.repair) as library:
            report = library.check(repair=options.repair)
            left = library.check().problems if report.repaired else report.problems
    except LibraryDamaged as error:  # so much that it can't even be opened
        report = CheckReport(0, 0, (str(error),))
        left = report.problems
    if options.json:
        _print_json(asdict(report) | {"left": left})
    else:
        print(f"{report.articles} articles, {report.passages} passages")
        for problem in report.problems:
            print(f"{'mended' if problem not in left and report.repaired else 'problem'}: {one_line(problem)}")
        if report.lost:
            what = one_line(", ".join(report.lost[:MOST_NAMED]))
            print(f"lost: {len(report.lost)} ({what}); unless you removed them, sync again what they were read from")
    return 1 if left or report.lost else 0


def _without_text(article: Article) -> dict[str, str | None]:
    return {name: value for name, value in asdict(article).items() if name != "text"}


def _articles(options: argparse.Namespace) -> int:
    if options.removed and options.id is None:
        raise InputError("--removed: of which article? give its ID")
    with _open_library(options) as library:
        if options.id is not None:
            _show_article(library, options)
        elif options.json:
            _print_json([_without_text(article) for article in library.articles()])
        else:
            for article in library.articles():
                print("\t".join(one_line(part or "") for part in (article.id, article.published, article.title)))
    return 0


def _show_article(library: Library, options: argparse.Namespace) -> None:
    article = library.article(options.id)
    if options.removed:
        removed = library.removed_from(article.id)
        if options.json:
            _print_json([asdict(piece) for piece in removed])
        for piece in () if options.json else removed:
            print(f"{piece.reason}: {one_line(piece.text)}")
    elif options.json:
        _print_json(asdict(article) | {"copies": library.copies_of(article.id)})
    else:
        copies = library.copies_of(article.id)
        lines = [article.title, f"{article.source or ''} {article.published or ''}"]
        lines += [f"The same story: {', '.join(copies)}"] if copies else []
        print("\n".join((*map(one_line, lines), "", plain(article.text))))
