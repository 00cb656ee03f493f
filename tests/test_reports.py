"""What a run is told in: JSON, a page, a comment, test cases; beside an earlier run."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect, sync_playwright

from index import InputError
from rag import Quote, Report
from rag.evaluation.checks import LimitCheck, checks
from rag.evaluation.comparing import Baseline, Comparison
from rag.evaluation.conditions import Conditions
from rag.evaluation.definitions import Metric
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.evaluation.metrics import Scored
from rag.evaluation.ranked_list import RankedList
from rag.evaluation.report_html import report_page
from rag.evaluation.report_junit import report_junit
from rag.evaluation.report_markdown import report_markdown
from tests.test_browser import CHROMIUM, FLAGS
from tests.test_metrics import answer

EVIL = "</summary><script>alert(1)</script> | `@all` \x1b[31m\x00\uffff ]]>"
THEN = Conditions("1", "quotes", "", "small", "a", 12, "p", {"pool": 20})
NOW = replace(THEN, embedding="large", library="b")


def scored(number: int, f1: float, *, answerable: bool = True, silent: bool = False) -> Scored:
    quotes = ((GoldQuote("a", "0123"),),) if answerable else ()
    gold = GoldQuestion(f"q{number}", f"Question {number}? {EVIL}", answerable, quotes=quotes)
    said = answer(Quote("a", 0, 4, "0123"), status="not_found" if silent else "answered", said=EVIL)
    ranking = RankedList(("x", "p"), ("p",), (0.0, 1.0)) if answerable else RankedList(("x",))
    return Scored(gold, said, {"quote_f1": f1} if answerable else {}, ranking)


BEFORE = [scored(n, f1) for n, f1 in enumerate((0.0, 1.0, 0.5, 0.8, *[0.9] * 26))]
AFTER = [scored(n, f1) for n, f1 in enumerate((0.7, 0.0, 0.7, 0.6, *[0.2] * 26))]
UNANSWERABLE = scored(99, 0.0, answerable=False)


def compared(more: tuple[Metric, ...] = ()) -> tuple[Report, Comparison]:
    report = Report.of([*AFTER, UNANSWERABLE], NOW, more)
    earlier = json.loads(json.dumps(Report.of([*BEFORE, UNANSWERABLE], THEN).to_json()))
    baseline = Baseline.read(earlier, Path("old.json"), [one.gold for one in report.questions])
    return report, Comparison.of(report.questions, baseline, NOW, more)


def ids(asked: list[Scored]) -> list[str]:
    return [one.gold.id for one in asked]


def test_questions_are_fixed_and_broken_by_name() -> None:
    _, comparison = compared()
    assert (ids(comparison.of_kind("fixed")), ids(comparison.of_kind("broken"))) == (["q0"], ["q1"])
    assert ids(comparison.of_kind("better")) == ["q2"] and ids(comparison.of_kind("worse")) == [
        "q3",
        *(f"q{n}" for n in range(4, 30)),
    ]
    assert comparison.differences == ["embedding: small before, large now", "the library was changed or built anew"]
    change = comparison.changed["quote_f1"]
    assert change.is_sure and change.is_worse and change.interval[1] < 0
    said = json.loads(json.dumps(comparison.to_json()))
    assert (said["fixed"], said["broken"], said["questions"]) == (["q0"], ["q1"], 31)


def test_a_judge_counts_where_it_judged_both_times() -> None:
    now = replace(BEFORE[1], scores={"quote_f1": 1.0, "judged_right": 0.0})
    unjudged = Comparison.of([now], Baseline({}, (BEFORE[1],)))
    assert unjudged.kinds == {} and now.is_wrong
    then = replace(now, scores={"quote_f1": 1.0, "judged_right": 1.0})
    assert Comparison.of([now], Baseline({}, (then,))).kinds == {"q1": "broken"}


def test_no_worse_is_told_by_the_paired_interval() -> None:
    report, comparison = compared()
    worse, same = checks(report.metrics, [], [Metric("quote_f1"), Metric("hit", 10)], comparison)
    assert not worse.has_passed and worse.told.startswith("quote_f1 is worse than before: -0.")
    assert not same.has_passed and "can't be compared" in same.told  # nobody measured it in either
    _, comparison = compared((Metric("hit", 10),))
    assert checks(report.metrics, [], [Metric("hit", 10)], comparison)[0].has_passed
    fewer = Comparison.of(AFTER[:3], Baseline({}, tuple(BEFORE[:3])))
    assert checks({}, [], [Metric("quote_f1")], fewer)[0].has_passed  # three questions make nothing sure
    one = Comparison.of(AFTER[1:2], Baseline({}, tuple(BEFORE[1:2])))
    assert not checks({}, [], [Metric("quote_f1")], one)[0].has_passed  # nor does one, though all of it is worse
    assert "can't be compared" in checks({}, [], [Metric("quote_f1")], one)[0].told
    refusals = [replace(one, answer=answer(status="not_found")) for one in AFTER]
    more = Comparison.of(refusals, Baseline({}, tuple(BEFORE)))
    assert not checks({}, [], [Metric("false_refusals")], more)[0].has_passed  # where less is better


def test_a_report_of_an_earlier_version_is_compared_by_id_and_words() -> None:
    report, _ = compared()
    old = Report.of([*BEFORE, UNANSWERABLE]).to_json()
    asked = [{"id": one["id"], "answer": one["answer"], "scores": one["scores"]} for one in old["questions"]]
    for one in asked[1:]:
        one["answer"]["question"] = next(each.gold.question for each in BEFORE if each.gold.id == "q1")
    golds = [one.gold for one in report.questions]
    asked[0]["answer"]["question"] = golds[0].question
    baseline = Baseline.read(json.loads(json.dumps({"metrics": old["metrics"], "questions": asked})), Path("o"), golds)
    assert [one.gold.id for one in baseline.questions] == ["q0", "q1"]  # the others were other questions then
    comparison = Comparison.of(report.questions, baseline, NOW)
    assert comparison.differences == ["29 of 31 questions are not in the earlier run, or had other gold there"]
    assert comparison.value_before("quote_f1") == 0.5 and comparison.value_before("questions") == 2  # of those two
    fewer = Comparison.of(AFTER[1:2], Baseline({"quote_f1": 0.86}, tuple(BEFORE)))
    assert fewer.value_before("quote_f1") == 1.0 and "over the 1 question " in fewer.told
    assert fewer.differences == ["29 of 30 questions of the earlier run are not in this one, or have other gold here"]
    assert Comparison.of([UNANSWERABLE], Baseline({"quality": 0.8}, tuple(BEFORE))).value_before("quality") is None
    alone = Baseline.read({"metrics": {"quote_f1": 0.5}}, Path("o"), golds)
    assert alone.questions == () and Comparison.of(AFTER, alone).value_before("quote_f1") == 0.5
    rubbish: tuple[object, ...] = ({}, [], {"metrics": []}, {"metrics": {}, "questions": [{"id": "q0", "gold": 7}]})
    for wrong in rubbish:
        with pytest.raises(InputError, match="old.json"):
            Baseline.read(wrong, Path("old.json"), golds)


def test_times_are_compared_only_when_taken_alike() -> None:
    _, comparison = compared()
    assert comparison.value_before("total_s_p50") == 0.0
    other = replace(comparison, conditions=replace(NOW, jobs=2))
    assert other.value_before("total_s_p50") is None and other.value_before("quote_f1") is not None


def test_markdown_is_markup_of_ours_alone() -> None:
    report, comparison = compared()
    told = report_markdown(report, comparison, [LimitCheck("a", False, "quote_f1 is 0.2, below 0.6")])
    assert "❌ quote_f1 is 0.2, below 0.6" in told and "1 fixed, 1 broken" in told
    assert "**Broken**\n\n- `q1`: `` Question 1?" in told and "- `embedding: small before, large now`" in told
    (row,) = (line for line in told.splitlines() if line.startswith("| quote_f1 |"))
    assert re.fullmatch(r"\| quote_f1 \| 0\.24 \| [\d. to]+ \| 0\.8567 \| \*\*-0\.6167\*\* worse \| [-\d. to]+ \|", row)
    outside = re.sub(r"``.*?``|`[^`\n]*`", "", told)
    assert "@all" not in outside and "<script>" not in outside and "\x1b" not in told
    widths = {line.count(" | ") for line in told.splitlines() if line.startswith("| ")}
    assert len(widths) == 1


def test_junit_has_a_case_for_each_question_and_threshold() -> None:
    report, _ = compared()
    checked = [LimitCheck("quote_f1 at least 0.6", False, "quote_f1 is 0.2, below 0.6"), LimitCheck("b", True, "fine")]
    root = ET.fromstring(report_junit(report, checked))
    questions, thresholds = root.findall("testsuite")
    assert (questions.get("tests"), questions.get("failures")) == ("31", "2")  # q1, and what should not be answered
    failed = [case for case in questions.findall("testcase") if case.find("failure") is not None]
    assert [str(case.get("name"))[:3] for case in failed] == ["q1:", "q99"]
    assert "right: 0123" in str(failed[0].findtext("failure"))
    assert "right: The articles do not say." in str(failed[1].findtext("failure"))
    assert (thresholds.get("tests"), thresholds.get("failures")) == ("2", "1")


class _Tags(HTMLParser):
    """Counts the tags that a page really has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_page_is_one_file_in_which_data_is_no_markup() -> None:
    report, comparison = compared()
    page = report_page(report, comparison, [LimitCheck("a", False, "quote_f1 is <0.2>")])
    found = _Tags(page)
    assert found.tags.count("script") == 1 and found.outside == [] and "quote_f1 is &lt;0.2&gt;" in page
    assert found.tags.count("svg") == 3 and page.index("q1:") < page.index("q0:")  # broken before fixed
    assert page.count("data-kinds") == 31 and "(was 100%)" in page and "found at rank 2" in page
    assert "The earlier answer" not in page  # each is worded as it was
    reworded = [replace(one, answer=replace(one.answer, text="Otherwise.")) for one in comparison.scored]
    page = report_page(Report.of(reworded), Comparison.of(reworded, comparison.before))
    assert page.count("The earlier answer") == _Tags(page).tags.count("details") == 31
    alone = report_page(Report.of(AFTER))
    assert _Tags(alone).tags.count("svg") == 2 and "was 100%" not in alone


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)")
def test_the_page_filters_its_questions(tmp_path: Path) -> None:
    report, comparison = compared()
    (tmp_path / "report.html").write_text(report_page(report, comparison), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto((tmp_path / "report.html").as_uri())
        shown = page.locator(".asked:visible")
        expect(shown).to_have_count(31)
        page.get_by_label("Show").select_option("broken")
        expect(shown).to_have_count(1)
        expect(page.locator("#count")).to_have_text("1 of 31")
        page.get_by_label("Show").select_option("all")
        page.get_by_label("with the words").fill("question 12?")
        expect(shown).to_have_count(1)
        shown.locator("summary").click()
        expect(shown.get_by_text("What is right")).to_be_visible()
        assert wrong == [] and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        browser.close()
