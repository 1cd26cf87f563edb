"""A rolled deck builds with warnings only, even if charts have no results yet; the example deck is rolled into the next year."""

import shutil
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Chart, Text
from deckgen.results import OpenDeck, open_deck
from deckgen.roll import forward
from sample_projects import make_project

ROOT = Path(__file__).resolve().parents[2]
METRICS = """\
yearly:
  name: Yearly
  baseline: 10%
  goal: 12%
  measured: {every: year, in: Q2}
  quarters:
    Q2: 11%
often:
  name: Often
  baseline: 10%
  goal: 12%
  quarters:
    Q1: 10.5%
    Q2: 11%
wordy:
  name: Wordy
  baseline: 10%
  quarters:
    Q2: in words only
"""
CHANGE = "kind: chart\ntitle: Change\nchart: {kind: change, metrics: [yearly]}\nremarks: [One remark]\n"
TREND = "kind: metrics\ntitle: Trend\nmetrics: [often]\nchart: {kind: trend, metrics: [often]}\n"
COLUMNS = (
    "kind: drill-down\ntitle: Columns\nsituation: A\nimpact: B\nrecommendation: C\n"
    "chart: {kind: progress, metrics: [yearly, often]}\n"
)
WORDY = "kind: chart\ntitle: Wordy\nchart: {kind: change, metrics: [wordy]}\n"


def make_deck(root: Path, *slides: str, quarter: str = "Q2") -> Path:
    return make_project(root, *slides, files={"data/metrics.yaml": METRICS}, quarter=quarter)


def roll(folder: Path) -> None:
    opened = open_deck(folder)
    assert isinstance(opened, OpenDeck)
    opened.write(forward.roll(opened).changes, "roll")


def delete_marks(folder: Path) -> None:
    for file in folder.rglob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "# REWRITE" not in line), encoding="utf-8")


def messages(issues: list[Issue], severity: str = "warning") -> list[str]:
    return [d.message for d in issues if d.severity == severity and d.code != "to-rewrite"]


def test_charts_show_the_last_quarter_with_results(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, CHANGE, TREND, COLUMNS)
    roll(folder)
    planned = pipeline.lay_out(folder)
    assert not messages(planned.issues, "error")
    assert messages(planned.issues) == ["there are no results for Q3 yet: the slide still shows Q2"] * 2
    charts = [block for slide in planned.slides for block in slide.blocks if isinstance(block, Chart)]
    assert len(charts) == 3
    assert charts[0].spec.categories[-1] == "Q2", "the shown quarter is labelled"


def test_charts_are_left_out_until_the_new_year_has_results(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, CHANGE, TREND, COLUMNS, quarter="Q4")
    roll(folder)
    planned = pipeline.lay_out(folder)
    assert not messages(planned.issues, "error")
    assert messages(planned.issues) == ["there are no results for Q1 yet: the chart is left out"] * 3
    assert not [block for slide in planned.slides for block in slide.blocks if isinstance(block, Chart)]
    block = next(slide for slide in planned.slides if slide.title == "Change").blocks[0]
    assert isinstance(block, Text)
    assert ["".join(run.text for run in p.runs) for p in block.paragraphs] == [
        "There are no results yet.",
        "One remark",
    ]


def test_chart_of_verdicts_is_left_out_until_there_are_results(tmp_path: Path) -> None:
    verdicts = "kind: chart\ntitle: Verdicts\nchart: {kind: status}\n"
    folder = make_deck(tmp_path, "kind: metrics\ntitle: Table\nmetrics: [often, yearly]\n", verdicts, quarter="Q4")
    roll(folder)
    planned = pipeline.lay_out(folder)
    assert not messages(planned.issues, "error")
    assert messages(planned.issues) == ["there are no results for Q1 yet: the chart is left out"]


def test_unknown_metric_in_a_chart_is_an_error(tmp_path: Path) -> None:
    unknown = "kind: chart\ntitle: Unknown\nchart: {kind: change, metrics: [yearly, nobody]}\n"
    folder = make_deck(tmp_path, unknown, quarter="Q3")
    assert messages(pipeline.lay_out(folder).issues, "error") == ["there is no metric `nobody`"]


def test_chart_whose_results_cannot_be_drawn_is_an_error(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, WORDY)
    assert len(messages(pipeline.lay_out(folder).issues, "error")) == 1
    numbers = (
        "kind: chart\ntitle: N\nchart: {kind: trend, categories: [a], series: [{name: n, values: [1]}], reported: b}\n"
    )
    folder = make_deck(tmp_path / "numbers", numbers)
    assert len(messages(pipeline.lay_out(folder).issues, "error")) == 1


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "thriving-movement"
    shutil.copytree(ROOT / "content" / "thriving-movement", folder)
    return folder


def test_example_deck_builds_after_rolls_into_the_next_year(example: Path) -> None:
    periods = []
    for rolls in (1, 2):
        for _ in range(rolls):
            delete_marks(example)
            roll(example)
        planned = pipeline.lay_out(example)
        assert not messages(planned.issues, "error")
        assert planned.deck is not None
        assert planned.content is not None
        periods.append((planned.content.period.name, str(planned.content.period.year)))
        marks = [d for d in planned.issues if d.code == "to-rewrite"]
        assert len(marks) > 25
    assert periods == [("Q3", "FY20-21"), ("Q1", "FY21-22")]


def test_roll_of_the_example_only_adds_lines(example: Path) -> None:
    before = {file: file.read_text(encoding="utf-8") for file in example.rglob("*.yaml")}
    roll(example)
    for file, text in before.items():
        lines = file.read_text(encoding="utf-8").splitlines()
        original_lines = [line for line in lines if "# REWRITE" not in line and line.strip() != "Q3:"]
        assert original_lines == text.replace("\nquarter: Q2", "\nquarter: Q3").splitlines()
