"""The rules of `deckgen check`: each is documented, has a case, can be switched off, and reports no false alarms."""

import re
import sys
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import pytest

from deckgen import checks
from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.checks._figures import is_equal_or_rounded, read_quantities
from deckgen.diagnostics import Rule, Severity
from deckgen.guide import rules
from deckgen.quantities import read_quantity
from deckgen.resolve import DeckRows
from sample_projects import make_project

sys.path.append(str(Path(__file__).parents[1] / "faults"))
import fault_cases

ROOT = Path(__file__).parents[2]
CASES = [case for file in sorted(fault_cases.HERE.glob("*.txt")) for case in fault_cases.read_cases(file)]


@lru_cache(maxsize=1)
def cases_by_warning() -> dict[str, list[fault_cases.Case]]:
    """The cases that cause each warning, by its code."""
    cases: dict[str, list[fault_cases.Case]] = {}
    for case in CASES:
        if "warning: " in case.messages:
            for code in case.codes:
                cases.setdefault(code, []).append(case)
    return cases


OF_THE_MACHINE = {"script-font"}
"""Rules that depend on the fonts of the machine: tests/layout/test_text_warnings.py."""
WARNINGS = sorted(code for code, rule in checks.all_rules().items() if rule.severity is not Severity.ERROR)


def test_page_of_rules_is_up_to_date() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == rules.render(), "run tests/tools/regenerate.py and commit"
    assert [code for code in checks.all_rules() if f"`{code}`" not in page and f"### {code}\n" not in page] == []


def test_every_optional_rule_has_a_case() -> None:
    assert set(checks.optional_rules()) <= set(cases_by_warning()) | OF_THE_MACHINE


@pytest.mark.parametrize("rule", sorted(set(checks.optional_rules()) - OF_THE_MACHINE))
def test_rule_can_be_switched_off(rule: str, tmp_path: Path) -> None:
    case = cases_by_warning()[rule][0]
    deck = case.files.get("deck.yaml", fault_cases.FILES["deck.yaml"])
    deck = re.sub(r"^checks:\n(  .*\n)*", "", deck, flags=re.MULTILINE)
    case = replace(case, files={**case.files, "deck.yaml": f"{deck.rstrip()}\nchecks:\n  {rule}: off\n"})
    _, diagnostics = fault_cases.check_deck(fault_cases.write_project(tmp_path, case.files))
    assert rule not in {d.code for d in diagnostics}


@pytest.mark.parametrize("code", sorted(checks.find_checks()))
def test_rule_is_documented(code: str) -> None:
    assert checks.find_checks()[code].RULE.details


def test_rule_with_the_code_of_another_module_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = checks.find_checks()["no-goal"].RULE
    checks.find_checks.cache_clear()
    monkeypatch.setattr("deckgen.checks.no_result.RULE", copied)
    with pytest.raises(ValueError, match="do not have the names of their modules as codes: no-result"):
        checks.find_checks()


@pytest.mark.parametrize("rule", checks.all_rules().values(), ids=lambda rule: rule.code)
def test_summary_of_a_rule_is_a_clause(rule: Rule) -> None:
    assert re.match(r"[a-z]|YAML|`|\d", rule.summary) or rule.summary.startswith("deck.yaml")
    assert not rule.summary.endswith(".")
    assert rule.severity is not Severity.ERROR or not rule.optional


def test_build_does_not_run_the_rules(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: bullets\nbullets:\n  - Of the XYZZY\n", files={"data/metrics.yaml": "m:\n  name: M\n"}
    )
    assert pipeline.lay_out(folder).issues == []
    assert {d.code for d in pipeline.lay_out(folder, remarks=True).issues} == {
        "unused-metric",
        "unexplained-acronym",
        "label-title",
    }


def test_remarks_added_after_layout_equal_those_of_one_run() -> None:
    folder = ROOT / "content" / "thriving-movement"
    at_once = pipeline.lay_out(folder, remarks=True).issues
    assert pipeline.with_remarks(pipeline.lay_out(folder)).issues == at_once
    assert len(at_once) > 5


def test_texts_of_a_deck_are_collected_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    deck = pipeline.lay_out(ROOT / "content" / "thriving-movement").content
    assert deck is not None
    collected: list[checks.CheckedDeck] = []
    collect = checks.CheckedDeck.texts.func

    def counted_collect(subject: checks.CheckedDeck) -> object:
        collected.append(subject)
        return collect(subject)

    texts = cached_property(counted_collect)
    texts.__set_name__(checks.CheckedDeck, "texts")
    monkeypatch.setattr(checks.CheckedDeck, "texts", texts)
    checks.run_rules(DeckRows(deck), whole=True)
    assert len(collected) == 1


def test_invalid_setting_is_an_error_of_the_build(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets:\n  - One\n", checks={"no-gaol": "off"})
    [issue] = pipeline.lay_out(folder).issues
    assert (issue.code, issue.hint) == ("unknown-rule", "did you mean `no-goal`?")


def test_partial_deck_has_no_warning_for_what_other_sections_use(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: divider\n",
        files={"other.yaml": "title: O\nslides:\n  - kind: metrics\n    metrics: [m]\n",
               "data/metrics.yaml": "m:\n  name: M\n  goal: 5\n  quarters:\n    Q2: 5\n"}, sections=["part", "other"],
    )  # fmt: skip
    assert pipeline.lay_out(folder, Selection("part"), remarks=True).issues == []


def test_example_deck_has_only_the_warnings_that_its_sources_cause() -> None:
    layout = pipeline.lay_out(ROOT / "content" / "thriving-movement", remarks=True)
    warnings = [(d.code, Path(d.span.file).name if d.span else "") for d in layout.issues]
    assert [code for code, _ in warnings if code in ("shrinks", "continues")], "the layout has no warnings"
    assert [(code, file) for code, file in warnings if code not in ("shrinks", "continues")] == [
        ("missing-picture", "community-programs.yaml"),
        ("missing-picture", "community-programs.yaml"),
        ("no-result", "leadership.yaml"),
        ("label-title", "appendix.yaml"),
        ("unexplained-acronym", "acronyms.yaml"),
        ("unused-acronym", "acronyms.yaml"),
    ]


def test_all_quantities_of_a_text_are_read() -> None:
    assert [q.raw for _, q in read_quantities("+8.1% YoY (92K/mo), after 7.3% in Q1", "en")] == ["+8.1%", "92K", "7.3%"]


@pytest.mark.parametrize(
    ("figure", "other", "is_same"),
    [("8%", "+8.1% YoY", True), ("8.1%", "8.1%", True), ("8.2%", "8.1%", False), ("92K", "92,400", True),
     ("93K", "92,400", False), ("69%", "69.0%", True), ("3% down", "-3%", True), ("0%", "0.4%", True)],
)  # fmt: skip
def test_figure_equals_another_one_that_it_rounds(figure: str, other: str, is_same: bool) -> None:
    one, two = read_quantity(figure, "en"), read_quantity(other, "en")
    assert one is not None
    assert two is not None
    assert is_equal_or_rounded(one, two) is is_same


def test_missing_result_of_a_part_is_reported_at_the_metric_that_the_part_names(tmp_path: Path) -> None:
    metrics = """\
    editors: {name: Active editors, goal: +5%, quarters: {Q2: +4%}, parts: {new: {name: New, quarters: {Q2: +1%}}}}
    readers: {name: Active readers, goal: +5%, quarters: {Q1: +4%}}
    """
    slide = "{kind: key-results, rows: [{metric: editors, parts: {other: {metric: readers}}}]}"
    found = pipeline.lay_out(make_project(tmp_path, slide, files={"data/metrics.yaml": metrics}), remarks=True)
    [issue] = [issue for issue in found.issues if issue.code == "no-result"]
    assert issue.span is not None
    assert found.sources[issue.span.file][issue.span.start : issue.span.end] == "quarters"
    assert found.sources[issue.span.file][: issue.span.start].splitlines()[-1].startswith("readers:")
