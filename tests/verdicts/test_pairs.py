"""Goals and results as people write them, with the verdict that a person gives: never another one, seldom none."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import is_sure, load_cases, unjudged_cases, wrong_cases

FILES = sorted((Path(__file__).parent / "pairs").glob("*.yaml"))
ENOUGH = 0.95
"""The share of the verdicts beyond doubt that must be given."""


DISPUTED = {
    ("Top 10", "12th"): "`top` says that a lower rank is better",
    ("at most 100 cancellations", "105"): "a ceiling on a count is off track once it is passed",
    ("unter 24 Std.", "2 Tage"): "hours and days are one unit",
}
"""Goals and results on which those who wrote them were not sure, and why the rules give a verdict."""


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_verdict_of_a_pair_is_wrong(path: Path) -> None:
    cases = [
        case
        for case in load_cases(path)
        if (str(case["goal"]), str(case.get("result"))) not in DISPUTED or is_sure(case)
    ]
    assert wrong_cases(cases) == []


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_verdicts_beyond_doubt_are_given(path: Path) -> None:
    cases = load_cases(path)
    certain = [case for case in cases if is_sure(case) and case["verdict"] != "none"]
    missed = unjudged_cases(cases)
    assert len(missed) <= (1 - ENOUGH) * len(certain), "\n".join(missed)
