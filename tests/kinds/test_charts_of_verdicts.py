"""Charts of metrics take their marks from verdicts, name their goals rightly, and say what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Chart, Text
from sample_projects import make_project


def draw(
    folder: Path, kind: str, *metrics: str, statuses: str = "computed", slide: str = ""
) -> tuple[list[Chart], list[Issue]]:
    """Lay out a chart of the metrics, each written as the fields of one."""
    names = [f"m{n}" for n in range(len(metrics))]
    defined = "".join(f"{name}: {{name: {name}, {one}}}\n" for name, one in zip(names, metrics, strict=True))
    entry = slide or f"kind: chart\ntitle: Chart\nchart: {{kind: {kind}, metrics: [{', '.join(names)}]}}\n"
    laid = pipeline.lay_out(make_project(folder, entry, files={"data/metrics.yaml": defined}, statuses=statuses))
    charts = [block for one in laid.slides for block in one.blocks if isinstance(block, Chart)]
    return charts, [issue for issue in laid.issues if issue.code != "metric-twice"]


def gaps(issues: list[Issue]) -> list[str]:
    return [issue.message for issue in issues if issue.code == "chart-gap"]


def marks(chart: Chart) -> list[str | None]:
    return [series.mark for series in chart.spec.series]


def test_change_ends_in_the_verdict_of_its_row(tmp_path: Path) -> None:
    rows = (
        "baseline: 15.4%, goal: Maintain baseline, quarters: {Q2: 13.9%}",
        "baseline: 27.5%, goal: Maintain baseline, quarters: {Q2: 24.5%}",
        "baseline: 11.5%, goal: 20%, quarters: {Q2: 12%}",
        "baseline: 11.5%, goal: 12%, quarters: {Q2: 12%}",
    )
    [chart], _ = draw(tmp_path, "change", *rows)
    assert marks(chart) == ["at-risk", "off-track", "off-track", "on-track"]
    assert chart.alt.endswith("m2 from 11.5% to 12%, goal 20% (Off track); m3 from 11.5% to 12%, goal 12%.")


@pytest.mark.parametrize("kind", ["trend", "compare"])
def test_bars_have_the_verdict_of_the_reported_result(kind: str, tmp_path: Path) -> None:
    rows = (
        "goal: 5%, quarters: {Q1: 4%, Q2: 6%}",
        "goal: 5%, quarters: {Q1: 6%, Q2: 2%}",
        "quarters: {Q1: 1%, Q2: 2%}",
    )
    [chart], _ = draw(tmp_path, kind, *rows)
    assert marks(chart) == ["on-track", "off-track", "neutral"]


def test_movement_is_judged_only_where_no_goal_could_contradict_it(tmp_path: Path) -> None:
    rows = (
        "baseline: 10%, quarters: {Q2: 12%}",
        "baseline: 10%, better: lower, quarters: {Q2: 12%}",
        "baseline: 10%, goal: increase to 20% by Q4, quarters: {Q2: 12%}",
        "baseline: 10%, better: lower, goal: 20% at least, quarters: {Q2: 12%}",
    )
    [chart], _ = draw(tmp_path, "change", *rows)
    assert marks(chart) == ["better", "worse", "neutral", "neutral"]


def test_status_that_the_deck_does_not_show_is_in_no_chart(tmp_path: Path) -> None:
    rows = ("baseline: 10%, goal: 20%, quarters: {Q2: 12%}", "baseline: 10%, goal: 12%, quarters: {Q2: 12%}")
    [chart], _ = draw(tmp_path, "change", *rows, statuses="none")
    assert marks(chart) == ["neutral", "better"]


def test_written_status_of_a_row_leaves_its_measures_without_marks(tmp_path: Path) -> None:
    lines = "measures: [{of: Women, baseline: 10%, goal: 11%, quarters: {Q2: 12%}}]"
    [chart], _ = draw(tmp_path / "a", "change", lines)
    assert marks(chart) == ["on-track"]
    [chart], _ = draw(tmp_path / "b", "change", f"quarters: {{Q2: {{status: off-track}}}}, {lines}")
    assert marks(chart) == ["neutral"]


def test_limit_that_was_missed_is_said_in_the_alt_text(tmp_path: Path) -> None:
    [chart], _ = draw(tmp_path, "progress", "better: lower, goal: at most 5 days, quarters: {Q2: 6 days}")
    assert marks(chart) == ["off-track"]
    assert chart.alt.endswith("m0: Q2 6 days, goal ≤ 5 days (Off track).")


def test_goal_that_is_a_range_has_both_its_ends(tmp_path: Path) -> None:
    outright = 'goal: {text: a band, at_least: 70, at_most: 80, unit: "%"}, quarters: {Q2: 66%}'
    [chart], _ = draw(tmp_path / "a", "progress", "goal: 70–80%, quarters: {Q2: 75%}", outright)
    assert [(s.goal, s.goal_upper, s.mark) for s in chart.spec.series] == [(70, 80, "on-track"), (70, 80, "at-risk")]
    assert "goal 70–80%" in chart.alt
    [chart], _ = draw(tmp_path / "b", "trend", "goal: 70–80%, quarters: {Q1: 71%, Q2: 75%}")
    assert chart.spec.goal is None
    assert [s.goal for s in chart.spec.series] == [None]


def test_numbers_said_outright_keep_the_unit_that_was_written(tmp_path: Path) -> None:
    goal = "goal: {text: two weeks or less, at_least: 10, at_most: 14, unit: days}"
    [chart], _ = draw(
        tmp_path, "progress", f"{goal}, quarters: {{Q2: {{text: nearly two weeks, value: 13, unit: days}}}}"
    )
    [series] = chart.spec.series
    assert (series.values, series.goal, series.goal_upper) == ((13,), 10, 14)
    assert (series.labels, chart.spec.unit) == (("13 days",), "days")


def test_goal_line_is_common_only_where_every_series_has_that_goal(tmp_path: Path) -> None:
    half, third = "goal: 50%, quarters: {Q1: 44%, Q2: 47%}", "goal: 30%, quarters: {Q1: 20%, Q2: 25%}"
    [same], _ = draw(tmp_path / "a", "trend", half, half)
    assert same.spec.goal == 50
    [different], _ = draw(tmp_path / "b", "trend", half, third)
    assert (different.spec.goal, [s.goal for s in different.spec.series]) == (None, [50, 30])
    [partly], _ = draw(tmp_path / "c", "trend", half, "quarters: {Q1: 20%, Q2: 25%}")
    assert (partly.spec.goal, [s.goal for s in partly.spec.series]) == (None, [50, None])


def test_measures_are_not_drawn_against_the_number_of_their_row(tmp_path: Path) -> None:
    lines = "measures: [{of: Women, quarters: {Q1: 10%, Q2: 12%}}, {of: GM, goal: 3%, quarters: {Q1: 2%, Q2: 2%}}]"
    [chart], _ = draw(tmp_path, "trend", f"goal: 20% women and 3% GM, {lines}")
    assert [s.goal for s in chart.spec.series] == [None, 3]


def test_results_that_are_added_up_are_drawn_as_their_sum(tmp_path: Path) -> None:
    row = "counts: per-period, pace: even, goal: 400, quarters: {Q1: 120, Q2: 110}"
    [chart], _ = draw(tmp_path / "a", "progress", row)
    [series] = chart.spec.series
    assert (series.values, series.labels, series.mark) == ((230,), ("230 to date",), "on-track")
    [chart], _ = draw(tmp_path / "b", "trend", row)
    assert (chart.spec.goal, chart.spec.series[0].goal) == (None, None)  # no single bar is meant to reach it


def test_what_is_not_compared_is_left_out_with_its_reason(tmp_path: Path) -> None:
    rows = (
        "goal: 40%, quarters: {Q2: 45%}",
        "goal: 40%, compare: no, reason: counted anew, quarters: {Q2: 45%}",
        "goal: 40%, quarters: {Q2: {text: 45%, compare: no, reason: a guess}}",
        "goal: 50% women, quarters: {Q2: 60% men}",
        'goal: 40%, quarters: {Q2: "TBC (last year 82%)"}',
        "goal: 40%",
        "name: n",
    )
    [chart], issues = draw(tmp_path, "progress", *rows)
    assert [s.name for s in chart.spec.series] == ["m0"]
    reasons = [message.partition("left out of the chart: ")[2] for message in gaps(issues)]
    assert reasons[:2] == ["the author excludes it: counted anew", "the author excludes it: a guess"]
    assert "men" in reasons[2]
    assert "TBC" in reasons[3]
    assert reasons[4:] == ["it has no number for Q2", "it has no number for Q2"]


def test_result_of_other_people_than_its_baseline_is_no_change(tmp_path: Path) -> None:
    rows = ("baseline: 50% women, quarters: {Q2: 60% men}", "baseline: 50% women, quarters: {Q2: 60% women}")
    [chart], issues = draw(tmp_path, "change", *rows)
    assert [s.name for s in chart.spec.series] == ["m1"]
    assert len(gaps(issues)) == 1


def test_refused_number_is_no_label_of_a_gap(tmp_path: Path) -> None:
    row = "goal: 40%, quarters: {Q1: not measured, Q2: 60% of 12 men or so}"
    [chart], issues = draw(tmp_path, "trend", row, "goal: 40%, quarters: {Q1: 30%, Q2: 35%}")
    assert chart.spec.series[0].labels[:2] == ("not measured", "")
    assert len(gaps(issues)) == 1


def badge_texts(folder: Path, metric: str, badge: str = "{metric: m0}") -> list[str]:
    slide = f"kind: metrics\nvariant: standard\ntitle: T\nmetrics: [m0]\nbadge: {badge}\noutcomes: [All welcome]\n"
    laid = pipeline.lay_out(
        make_project(folder, slide, files={"data/metrics.yaml": f"m0: {{name: Cases, {metric}}}"}, statuses="computed")
    )
    [badge] = [b for one in laid.slides for b in one.blocks if isinstance(b, Text) and b.slot == "badge"]
    return [p.plain_text for p in badge.paragraphs]


def test_badge_shows_the_main_figure(tmp_path: Path) -> None:
    assert badge_texts(tmp_path / "a", "goal: +5% YoY, quarters: {Q2: +8.1% YoY (92K/mo)}")[0] == "+8.1%"
    said = "goal: 2M EUR, quarters: {Q2: {text: 1.234 thousand euro, value: 1234000, unit: EUR}}"
    assert badge_texts(tmp_path / "b", said)[0] == "1,234,000 EUR"


def test_badge_may_be_the_id_of_its_metric_alone(tmp_path: Path) -> None:
    metric = "goal: +5% YoY, quarters: {Q2: +8.1% YoY (92K/mo)}"
    assert badge_texts(tmp_path / "a", metric, "m0") == badge_texts(tmp_path / "b", metric)


def test_badge_cuts_no_number_out_of_a_text(tmp_path: Path) -> None:
    for n, text in enumerate(("3/5 wikis; 5 by Q4", "12 or 13 sites", "9 800 x", "TBC (last year 82%)")):
        assert badge_texts(tmp_path / str(n), f'goal: 12 sites, quarters: {{Q2: "{text}"}}')[0] == text


def test_badge_of_one_of_several_measures_names_it(tmp_path: Path) -> None:
    lines = "measures: [{of: Women, quarters: {Q2: 12%}}, {of: GM, quarters: {Q2: 2%}}]"
    assert badge_texts(tmp_path, lines) == ["12%", "Women: Cases, Q2"]
