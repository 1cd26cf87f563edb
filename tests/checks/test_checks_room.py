"""The rules of `deckgen check`: each is documented, shown by a case, and can be switched off; none finds fault by mistake."""

import re
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deckgen import checks
from deckgen.build import pipeline
from deckgen.checks import _subject
from deckgen.checks._figures import figures, same
from deckgen.diagnostics import Severity
from deckgen.model import read_quantity
from sample_projects import make_project

sys.path.append(str(Path(__file__).parents[1] / "faults"))
import fault_cases

ROOT = Path(__file__).parents[2]
CASES = [case for file in sorted(fault_cases.HERE.glob("*.txt")) for case in fault_cases.cases(file)]
DOCUMENTED = re.findall(r"^### (\S+)$", (ROOT / "docs" / "checks.md").read_text(encoding="utf-8"), re.MULTILINE)


@lru_cache(maxsize=1)
def raised() -> dict[str, list[fault_cases.Case]]:
    """The cases that bring up each warning."""
    found: dict[str, list[fault_cases.Case]] = {}
    for case in CASES:
        if "warning: " in case.says:
            with TemporaryDirectory() as folder:
                _, diagnostics = fault_cases.told(fault_cases.make(Path(folder), case.files))
            for code in {d.code for d in diagnostics if d.severity is Severity.WARNING}:
                found.setdefault(code, []).append(case)
    return found


def test_every_rule_is_documented_and_nothing_else_is() -> None:
    assert sorted(DOCUMENTED) == checks.names()


def test_every_rule_is_shown_by_a_case_and_every_warning_is_a_rule() -> None:
    assert sorted(raised()) == checks.names()


@pytest.mark.parametrize("rule", checks.names())
def test_a_rule_can_be_switched_off(rule: str, tmp_path: Path) -> None:
    case = raised()[rule][0]
    deck = case.files.get("deck.yaml", fault_cases.FILES["deck.yaml"])
    deck = re.sub(r"^checks:\n(  .*\n)*", "", deck, flags=re.MULTILINE)
    case = replace(case, files={**case.files, "deck.yaml": f"{deck.rstrip()}\nchecks:\n  {rule}: off\n"})
    _, diagnostics = fault_cases.told(fault_cases.make(tmp_path, case.files))
    assert rule not in {d.code for d in diagnostics}


@pytest.mark.parametrize("name", sorted(checks.find_rules()))
def test_the_docstring_of_a_rule_says_first_what_it_looks_for(name: str) -> None:
    first = (checks.find_rules()[name].__doc__ or "").splitlines()[0]
    assert first.startswith(f"{name}: ")
    assert first.endswith(".")


def test_a_build_does_not_run_the_rules(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: bullets\nbullets:\n  - Of the XYZZY\n", files={"data/metrics.yaml": "m:\n  name: M\n"}
    )
    assert pipeline.lay_out(folder).diagnostics == []
    assert {d.code for d in pipeline.lay_out(folder, remarks=True).diagnostics} == {
        "unused-metric",
        "unexplained-acronym",
    }


def test_remarks_asked_for_later_are_those_asked_for_at_once() -> None:
    folder = ROOT / "content" / "thriving-movement"
    at_once = pipeline.lay_out(folder, remarks=True).diagnostics
    assert pipeline.with_remarks(pipeline.lay_out(folder)).diagnostics == at_once
    assert len(at_once) > 5


def test_what_a_deck_says_is_gathered_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    deck = pipeline.lay_out(ROOT / "content" / "thriving-movement").content
    assert deck is not None
    gathered = []
    original = _subject._words_of
    monkeypatch.setattr(_subject, "_words_of", lambda entry, *rest: gathered.append(entry) or original(entry, *rest))
    checks.run(deck, whole=True)
    assert len(gathered) == sum(len(section.slides) for section in deck.sections)


def test_a_setting_at_fault_fails_a_build_too(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets:\n  - One\n", checks={"no-gaol": "off"})
    [fault] = pipeline.lay_out(folder).diagnostics
    assert (fault.code, fault.hint) == ("unknown-rule", "did you mean `no-goal`?")


def test_a_part_of_a_deck_is_not_blamed_for_what_other_parts_use(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: divider\n",
        files={"other.yaml": "title: O\nslides:\n  - kind: metrics\n    metrics: [m]\n",
               "data/metrics.yaml": "m:\n  name: M\n  goal: 5\n  quarters:\n    Q2: 5\n"}, sections=["part", "other"],
    )  # fmt: skip
    assert pipeline.lay_out(folder, only="part", remarks=True).diagnostics == []


def test_what_the_example_deck_is_warned_of_is_what_its_sources_leave_open() -> None:
    laid = pipeline.lay_out(ROOT / "content" / "thriving-movement", remarks=True)
    told = [(d.code, Path(d.span.file).name if d.span else "") for d in laid.diagnostics]
    assert [code for code, _ in told if code in ("shrinks", "continues")], "nothing is told beforehand"
    assert [(code, file) for code, file in told if code not in ("shrinks", "continues")] == [
        ("missing-picture", "community-programs.yaml"),
        ("missing-picture", "community-programs.yaml"),
        ("no-result", "leadership.yaml"),
        ("unexplained-acronym", "acronyms.yaml"),
        ("unused-acronym", "acronyms.yaml"),
    ]


def test_all_quantities_of_a_text_are_read() -> None:
    assert [q.raw for _, q in figures("+8.1% YoY (92K/mo), after 7.3% in Q1")] == ["+8.1%", "92K", "7.3%"]


@pytest.mark.parametrize(
    ("figure", "other", "is_same"),
    [("8%", "+8.1% YoY", True), ("8.1%", "8.1%", True), ("8.2%", "8.1%", False), ("92K", "92,400", True),
     ("93K", "92,400", False), ("69%", "69.0%", True), ("3% down", "-3%", True), ("0%", "0.4%", True)],
)  # fmt: skip
def test_a_figure_says_the_same_when_it_is_the_other_one_rounded(figure: str, other: str, is_same: bool) -> None:
    one, two = read_quantity(figure), read_quantity(other)
    assert one is not None
    assert two is not None
    assert same(one, two) is is_same
