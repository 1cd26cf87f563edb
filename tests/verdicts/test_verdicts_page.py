"""docs/verdicts.md is made from examples, each of which has the verdict that it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import verdict_of, verdicts_of_metrics
from verdicts_page import EXAMPLES, FIELDS, load_sections, render

from deckgen.model import Metric, PeriodResult, Row
from deckgen.model.goals import GoalTerms
from deckgen.model.verdict_fields import VerdictSettings

SECTIONS = load_sections()
CASES = [(section["heading"], case) for section in SECTIONS for case in section.get("cases", ())]
BLOCKS = [(section["heading"], block) for section in SECTIONS for block in section.get("blocks", ())]
PAGE = Path(__file__).resolve().parents[2] / "docs/verdicts.md"


@pytest.mark.parametrize(("heading", "case"), CASES, ids=[f"{h}: {c['goal']} | {c.get('result')}" for h, c in CASES])
def test_example_has_the_verdict_that_it_says(heading: str, case: dict[str, Any]) -> None:
    verdict = verdict_of(case)
    assert (verdict.status or "none") == case["verdict"], f"{heading}: {verdict.reason}"


@pytest.mark.parametrize(("heading", "block"), BLOCKS, ids=[heading for heading, _ in BLOCKS])
def test_metrics_have_the_verdicts_that_their_example_says(heading: str, block: dict[str, Any]) -> None:
    verdicts = verdicts_of_metrics(block)
    assert {name: verdict.status or "none" for name, verdict in verdicts.items()} == block["verdicts"], verdicts


def test_page_is_up_to_date() -> None:
    is_current = PAGE.read_text(encoding="utf-8") == render()
    assert is_current, f"run tests/tools/regenerate.py: the page is made from {EXAMPLES.name}"


ABOUT_VERDICTS = {"better", "tolerance", "counts", "pace", "by", "against", "compare", "reason", "verdict"}


def test_every_field_that_decides_is_in_an_example_and_in_the_list() -> None:
    text = EXAMPLES.read_text(encoding="utf-8")
    names = {
        *PeriodResult.model_fields,
        *GoalTerms.__struct_fields__,
        *VerdictSettings.model_fields,
        *ABOUT_VERDICTS,
    } - {"mark", "comment"}
    assert set(Metric.model_fields) >= ABOUT_VERDICTS
    assert set(Row.model_fields) >= ABOUT_VERDICTS
    assert not [name for name in names if f"`{name}" not in FIELDS]
    shown = names - {"back_on_track", "plan", "forecast"}
    assert not [name for name in shown if f"{name}:" not in text]
