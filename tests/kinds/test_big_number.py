"""big-number: one figure, its verdict as in tables, its trend."""

from pathlib import Path

import pytest
from kinds_without_layouts import lay_out_without

from deckgen.build import pipeline
from deckgen.ir.blocks import Chart, Slide, Table, Text
from sample_projects import make_project

METRICS = """\
readers:
  name: Returning readers
  baseline: 99K readers/month
  goal: +5% YoY
  quarters:
    Q1: +7.3% YoY (89K/mo)
    Q2: +8.1% YoY (92K/mo)
new:
  name: New readers
  goal: 50%
  quarters:
    Q2: 30%
tool:
  name: A tool
  goal: Two tools
  quarters:
    Q2:
      text: First tool in development on five wikis
      status: at-risk
"""
CHART = "\nchart: {categories: [A, B], series: [{name: S, values: [1, 2]}]}"


def compose(root: Path, *slides: str) -> list[Slide]:
    return pipeline.lay_out(make_project(root, *slides, files={"data/metrics.yaml": METRICS})).slides


def texts(slide: Slide) -> list[tuple[str, str]]:
    return [(p.style, p.plain_text) for p in slide.blocks_of(Text)[0].paragraphs]


def test_metric_has_its_figure_and_its_trend(tmp_path: Path) -> None:
    [slide] = compose(tmp_path, "kind: big-number\nmetric: readers")
    assert slide.layout == "big-number"
    assert texts(slide) == [("figure", "+8.1%"), ("label", "YoY"), ("body", "Returning readers, Q2")]
    [chart] = slide.blocks_of(Chart)
    assert chart.spec.kind == "trend"
    assert chart.spec.series[0].values[:2] == (7.3, 8.1)


def test_verdict_is_that_of_the_table_of_metrics(tmp_path: Path) -> None:
    number, table = compose(
        tmp_path, "kind: big-number\nmetric: readers", "kind: metrics\nmetrics: [readers]\nvariant: standard"
    )
    [verdict], [expected] = number.blocks_of(Table)[0].rows, table.blocks_of(Table)[0].rows
    assert [cell.plain_text for cell in verdict.cells[:2]] == ["99K readers/month", "+5% YoY"]
    assert verdict.cells[2] == expected.cells[3]
    assert verdict.cells[2].mark == "on-track"


def test_metric_of_one_result_has_no_trend(tmp_path: Path) -> None:
    [slide] = compose(tmp_path, "kind: big-number\nmetric: new")
    assert slide.layout == "big-number-alone"
    assert slide.blocks_of(Chart) == []
    assert [cell.plain_text for cell in slide.blocks_of(Table)[0].header[0].cells] == ["Goal", "Q2"]


def test_result_in_words_is_not_as_large_as_a_figure(tmp_path: Path) -> None:
    [slide] = compose(tmp_path, "kind: big-number\nmetric: tool")
    assert texts(slide)[0] == ("lead", "First tool in development on five wikis")


def test_metric_without_a_result_has_a_dash(tmp_path: Path) -> None:
    [slide] = compose(tmp_path, "kind: big-number\nmetric: readers\nas_of: Q3")
    assert texts(slide)[0] == ("figure", "–")
    assert slide.blocks_of(Table)[0].rows[0].cells[-1].plain_text == "–"


def test_earlier_period_may_be_reported(tmp_path: Path) -> None:
    [slide] = compose(tmp_path, "kind: big-number\nmetric: readers\nas_of: Q1")
    assert texts(slide)[0] == ("figure", "+7.3%")
    assert slide.layout == "big-number-alone"


@pytest.mark.parametrize(
    ("more", "layout"),
    [
        ("", "big-number-alone"),
        ("\nremarks: [One.]", "big-number-text"),
        (CHART, "big-number-figure"),
        (f"{CHART}\nremarks: [One.]", "big-number-figure-remarks"),
    ],
)
def test_layout_has_only_what_the_slide_has(more: str, layout: str, tmp_path: Path) -> None:
    [slide] = compose(tmp_path, f"kind: big-number\nfigure: 82%{more}")
    assert slide.layout == layout
    assert texts(slide) == [("figure", "82%")]


@pytest.mark.parametrize(
    ("figure", "order"),
    [("figure: 82%", ["figure-1", "remarks", "chart"]), ("metric: readers", ["figure-1", "table", "chart", "remarks"])],
)
def test_remarks_are_read_where_they_stand(figure: str, order: list[str], tmp_path: Path) -> None:
    [slide] = compose(tmp_path, f"kind: big-number\n{figure}{CHART}\nremarks: [One.]")
    assert [block.slot for block in slide.blocks] == order


@pytest.mark.parametrize("fields", ["metric: readers\nfigure: 82%", "remarks: [One.]"])
def test_slide_needs_exactly_one_figure(fields: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, f"kind: big-number\n{fields}"))
    assert [issue.message for issue in result.issues] == ["this slide needs either `metric` or `figure`"]


def test_unknown_metric_is_reported_once(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, "kind: big-number\nmetric: nowhere"))
    assert [issue.code for issue in result.issues] == ["unknown-metric"]


def test_brand_without_the_layouts_shows_a_figure_as_highlights_do(tmp_path: Path) -> None:
    result = lay_out_without(["big-number"], tmp_path, "kind: big-number\nfigure: 82%\nremarks: [One.]")
    assert result.deck is not None, result.issues
    assert [page.layout for page in result.deck.pages] == ["highlights-1"]
