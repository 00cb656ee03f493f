"""`onrecord calibrate`: the threshold of silence, fitted to gold questions and kept in the library."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index import InputError
from index.plain_text import one_line
from rag.chatbot import Chatbot
from rag.cli.opening import library_of
from rag.cli.output import print_json, progress_bar
from rag.settings import Settings
from rag.threshold import KeptThreshold, keep_threshold, kept_threshold, scale_of

if TYPE_CHECKING:
    from rag.evaluation.fitting import AskedGold, ThresholdFit


def calibrate(options: Namespace) -> int:
    """Fit the threshold and keep it, or with `--reset` take it back; exit 1 when none keeps to the limit."""
    if options.reset:
        return _reset(options)
    if options.gold is None:
        raise InputError("calibrate: to which questions? give a file of gold questions, or --reset")
    if options.false_answers is not None and not 0 <= options.false_answers < 1:
        raise InputError(f"--false-answers {options.false_answers:g}: give a share of at least 0 and below 1, like 0.1")
    from rag.evaluation.fitting import fit_threshold

    with library_of(options) as library:
        bot = Chatbot(library)
        asked = _ask(bot, options.gold)
        fit, before = fit_threshold(asked, most_false=options.false_answers), bot.settings.answer_threshold
        if fit and not options.dry_run:
            day = date.today().isoformat()
            kept = (fit.chosen.threshold, options.gold.name, fit.answerable, fit.unanswerable, day, scale_of(library))
            keep_threshold(library, KeptThreshold(*kept))
    _warn_of_few(asked)
    if fit is None:
        print(
            f"onrecord: no threshold answers anything and at most {options.false_answers:g} of the unanswerable "
            "questions; nothing was kept; allow more --false-answers",
            file=sys.stderr,
        )
        return 1
    if options.json:
        print_json({**asdict(fit), "before": before, "kept": not options.dry_run})
    else:
        print("\n".join(_lines(fit, options, before)))
    return 0


def _ask(bot: Chatbot, gold: Path) -> "list[AskedGold]":
    """Ask all questions; raises `InputError`, before it does, unless there are some of either kind."""
    from rag.evaluation.fitting import AskedGold
    from rag.evaluation.report import gold_about

    questions = gold_about(bot.library, gold)
    for kind in (False, True):
        if not any(one.answerable is kind for one in questions):
            lack = f"{gold}: no {_kind(kind)} questions, so there is nothing to tell apart"
            raise InputError(f'{lack}; add some with "answerable": {str(kind).lower()}')
    show, asked = progress_bar(), list[AskedGold]()
    for question in questions:
        asked.append(AskedGold(question.answerable, bot.ask(question.question, question.history).confidence))
        show(len(asked) / len(questions), f"{len(asked)} of {len(questions)} questions")
    return asked


def _kind(is_answerable: bool) -> str:
    return "answerable" if is_answerable else "unanswerable"


def _warn_of_few(asked: "Sequence[AskedGold]") -> None:
    from rag.evaluation.fitting import FEWEST

    for kind in (True, False):
        if (count := sum(one.is_answerable is kind for one in asked)) < FEWEST:
            what = f"{_kind(kind)} question{'' if count == 1 else 's'}"
            why = f"a threshold fitted to under {FEWEST} of a kind may be chance; add some before you rely on it"
            print(f"onrecord: only {count} {what}: {why}", file=sys.stderr)


def _lines(fit: "ThresholdFit", options: Namespace, before: float) -> list[str]:
    counted = f"{fit.answerable} answerable and {fit.unanswerable} unanswerable questions"
    lines = [f"{counted}; the confidence tells them apart with an AUROC of {fit.auroc:.2f}", ""]
    lines += ["threshold   answered of the answerable   of the unanswerable (false answers)"]
    for one in fit.curve:
        marks = [name for name, at in (("chosen", fit.chosen.threshold), ("until now", before)) if one.threshold == at]
        shares = f"{one.threshold:9.3f}   {_share(one.coverage, one.coverage_within):26}"
        lines.append(f"{shares}   {_share(one.false_answers, one.false_within):18} {', '.join(marks)}".rstrip())
    rule = "answered of the answerable minus answered of the unanswerable is greatest there"
    if options.false_answers is not None:
        rule = f"the most answers among thresholds with at most {options.false_answers:g} false answers"
    low, high = fit.within
    unseen = f"{fit.unseen.coverage:.2f} of the answerable and {fit.unseen.false_answers:.2f} of the unanswerable"
    lines += [
        "",
        f"chosen: {fit.chosen.threshold:.3f} (95% of resamples: {low:.2f} to {high:.2f}), since {rule}",
        f"of questions left out of the fit, one at a time, it answers {unseen}",
    ]
    if options.dry_run:
        return [*lines, "nothing was kept (--dry-run)"]
    return [*lines, one_line(f"kept in {options.library}; take it back with: {_command(options)}")]


def _command(options: Namespace) -> str:
    return f"onrecord calibrate --reset --library {options.library}"


def _share(value: float, within: tuple[float, float] | None) -> str:
    return f"{value:.2f}" if within is None else f"{value:.2f} [{within[0]:.2f}, {within[1]:.2f}]"


def _reset(options: Namespace) -> int:
    with library_of(options) as library:
        kept = kept_threshold(library)
        keep_threshold(library, None)
    shipped = float(Settings().answer_threshold)
    if options.json:
        print_json({"before": kept.value if kept else shipped, "threshold": shipped})
    else:
        was = f"was {kept.value:.3f}" if kept else "nothing was kept"
        print(f"the threshold is {shipped:g} as shipped ({was})")
    return 0
