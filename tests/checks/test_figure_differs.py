"""figure-differs: a text gives another figure than the metric that it names."""

from pathlib import Path

from deckgen.build import pipeline
from sample_projects import make_project

METRICS = """
active-editors:
  name: Active editors
  goal: +5% YoY
  baseline: 99K editors
  quarters: {Q1: "+7.3% YoY (89K/mo)", Q2: "+8.1% YoY (92K/mo)"}
"""


def messages(root: Path, headline: str, slides: int) -> list[str]:
    entries = [f"kind: metrics\nheadline: {headline}\nmetrics: [active-editors]"] * slides
    folder = make_project(root, *entries, files={"data/metrics.yaml": METRICS})
    issues = pipeline.lay_out(folder, remarks=True).issues
    return [issue.message for issue in issues if issue.code == "figure-differs"]


def test_metric_on_many_slides_is_checked_as_one_on_a_single_slide(tmp_path: Path) -> None:
    [one] = messages(tmp_path / "one", "Active editors are up 7.9%", 1)
    assert one == "7.9% is not what `active-editors` has for Q2, which is +8.1%"
    assert messages(tmp_path / "many", "Active editors are up 7.9%", 30) == [one] * 30
    assert messages(tmp_path / "right", "Active editors are up 8.1%", 30) == []
