"""A chart early in the year shows the last periods of the year before in place of those to come."""

from __future__ import annotations

from pathlib import Path

from deckgen.build import pipeline
from deckgen.ir.blocks import Chart, ChartSpec
from sample_projects import make_project

SLIDE = "kind: chart\ntitle: T\nheadline: H\nchart: {kind: trend, metrics: [readers]}\n"


def spec_of(folder: Path, metric: str, quarter: str = "Q1") -> ChartSpec:
    files = {"data/metrics.yaml": f"readers: {{name: Readers, {metric}}}\n"}
    project = make_project(folder, SLIDE, files=files, quarter=quarter)
    [chart] = [block for block in pipeline.lay_out(project).slides[0].blocks if isinstance(block, Chart)]
    return chart.spec


def test_last_periods_of_the_year_before_come_first(tmp_path: Path) -> None:
    spec = spec_of(tmp_path, "FY19-20: {Q2: 50, Q3: 61, Q4: 64}, quarters: {Q1: 70}")
    assert spec.categories == ("Q2 FY19-20", "Q3 FY19-20", "Q4 FY19-20", "Q1")
    assert spec.series[0].values == (50, 61, 64, 70)
    assert spec.reported == 3


def test_periods_of_the_year_replace_those_of_the_year_before(tmp_path: Path) -> None:
    spec = spec_of(tmp_path, "FY19-20: {Q3: 61, Q4: 64}, quarters: {Q1: 70, Q2: 72, Q3: 75}", "Q3")
    assert spec.categories == ("Q4 FY19-20", "Q1", "Q2", "Q3")


def test_results_of_other_years_are_not_drawn(tmp_path: Path) -> None:
    spec = spec_of(tmp_path, "FY18-19: {Q4: 64}, quarters: {Q1: 70, Q2: 72}", "Q2")
    assert spec.categories == ("Q1", "Q2")


def test_results_of_the_year_before_that_are_not_understood_are_gaps(tmp_path: Path) -> None:
    spec = spec_of(tmp_path, "goal: 80, FY19-20: {Q3: 60 of 90% maybe, Q4: 64}, quarters: {Q1: 70}")
    assert spec.series[0].values[-3:] == (None, 64, 70)
