"""What each command does: it takes the options, prints its result and returns the exit status."""

import shutil
import sys
from argparse import Namespace
from dataclasses import asdict

from index import CheckReport, InputError, LibraryDamaged
from index.address import Address
from index.plain_text import one_line, plain
from index.salvage import MOST_NAMED
from rag.cli.opening import answering, chatbot_of, library_of, lookup_of, remote_of
from rag.cli.output import print_json
from rag.lookup import CheckedLibrary, Lookup, listed_json
from rag.show import as_text
from rag.threshold import threshold_of


def ask(options: Namespace) -> int:
    """Answer one question."""
    with answering(options) as chatbot:
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
    chatbot = chatbot_of(options, loads_model=False)  # the page does, behind what it shows
    from page.launching import launch

    launch(chatbot, host=options.host, port=options.port, open_browser=True, **access)
    return 0


def password(options: Namespace) -> int:
    """Write a person's password into a file."""
    from page.passwords import ask_password, write_password

    write_password(options.file, options.name, ask_password(options.name))
    return 0


def check(options: Namespace) -> int:
    """Check the library, and mend it with `--repair`; exit 1 when something is wrong with it still, or was lost."""
    checked = None
    try:
        if isinstance(options.library, Address):
            checked = remote_of(options, options.library).lookup.check()
            report = checked.report
            left = report.problems
        else:
            with library_of(options, repair=options.repair) as library:
                report = library.check(repair=options.repair)
                left = library.check().problems if report.repaired else report.problems
                checked = CheckedLibrary(report, threshold_of(library))
    except LibraryDamaged as error:  # so much that it can't even be opened
        report = CheckReport(0, 0, (str(error),))
        left = report.problems
    if options.json:
        print_json(checked.to_json(left) if checked else asdict(report) | {"left": left})
    else:
        print(f"{report.articles} articles, {report.passages} passages")
        if checked:
            print(checked.threshold.told)
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
    with lookup_of(options) as lookup:
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
