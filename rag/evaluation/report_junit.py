"""A report as JUnit XML, which CI services show: each gold question a test case, and each threshold.

A question fails where it went wrong (`Scored.is_wrong`).
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from index.plain_text import plain
from rag.evaluation.checks import LimitCheck
from rag.evaluation.metrics import Scored
from rag.evaluation.report import Report


def report_junit(report: Report, checked: Sequence[LimitCheck] = ()) -> bytes:
    """Return the XML, in UTF-8."""
    root = ET.Element("testsuites", name="onrecord evaluate")
    _add_suite(root, "questions", [_question(one) for one in report.questions])
    _add_suite(root, "thresholds", [_check(one) for one in checked])
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_suite(root: ET.Element, name: str, cases: Sequence[ET.Element]) -> None:
    failures = sum(case.find("failure") is not None for case in cases)
    suite = ET.SubElement(root, "testsuite", name=name, tests=str(len(cases)), failures=str(failures), errors="0")
    suite.extend(cases)


def _question(one: Scored) -> ET.Element:
    answer = one.answer
    name = _text(f"{one.gold.id}: {one.gold.question}")
    case = ET.Element("testcase", classname="onrecord.gold", name=name, time=f"{answer.timings.total_s:.3f}")
    if one.is_wrong:
        right = "; ".join(one.gold.answers) or " ".join(
            quote.text for quotes in one.gold.quotes[:1] for quote in quotes
        )
        expected = right if one.gold.answerable else "The articles do not say."
        failure = ET.SubElement(case, "failure", message=f"{answer.status}, quality {one.quality:.2f}")
        failure.text = _text(f"right: {expected}\nsaid: {answer.text}")
    ET.SubElement(case, "system-out").text = ", ".join(f"{name} {value:.2f}" for name, value in one.scores.items())
    return case


def _check(one: LimitCheck) -> ET.Element:
    case = ET.Element("testcase", classname="onrecord.thresholds", name=one.asked, time="0")
    if not one.has_passed:
        ET.SubElement(case, "failure", message=one.told)
    return case


def _text(text: str) -> str:
    """Return a text without what XML can't hold."""
    return re.sub("[\ufffe\uffff]", "", plain(text))
