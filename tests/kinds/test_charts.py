"""Charts on slides: which kind is chosen, their alt text and notes, and which content is an error at which line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

import pytest

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Chart, ChartSpec
from deckgen.ir.frames import EMU_PER_INCH, ChartFrame, TextFrame
from sample_projects import make_project

METRICS = """
editors:
  name: Editors
  baseline: 99K editors/month
  goal: +5% YoY
  quarters:
    Q1: +7.3% YoY (89K/mo)
    Q2: +8.1% YoY (92K/mo)
retention:
  name: Retention
  goal: +5% YoY
  quarters:
    Q1: not available (6.6%/mo)
    Q2: +3% YoY
women:
  name: Women
  baseline: 11.5%
  goal: Maintain baseline
  quarters:
    Q2: 15.0%
youth:
  name: Youth
  baseline: 15.4%
  goal: Maintain baseline
  quarters:
    Q2: 13.9%
unmeasured:
  name: Not measured yet
  goal: 20%
  quarters:
    Q2: 12%
teachers:
  name: Teachers
  goal: 75 teachers
  quarters:
    Q2: 540 teachers
pupils:
  name: Pupils
  goal: 900 pupils
  quarters:
    Q2: 800 pupils
grants:
  name: Grants
  quarters:
    Q2: 136 grants
  parts:
    rapid:
      name: Rapid
      quarters:
        Q2: 102 grants
    annual:
      name: Annual
      quarters:
        Q2: 34 grants
lost:
  name: Lost
  quarters:
    Q2: 100 grants
  parts:
    rapid:
      name: Rapid
      quarters:
        Q2: 50 grants
    annual:
      name: Annual
      quarters:
        Q2: 34 grants
growth:
  name: Growth
  quarters:
    Q2: +8% YoY
  parts:
    one:
      name: One
      quarters:
        Q2: +5% YoY
    other:
      name: Other
      quarters:
        Q2: +3% YoY
paused:
  name: Paused
  goal: Paused
words:
  name: Words
  quarters:
    Q2: said
"""


@dataclass
class ChartSlide:
    chart: Chart
    charts: list[Chart]
    notes: list[str]
    issues: list[Issue]

    @property
    def spec(self) -> ChartSpec:
        return self.chart.spec


def lay_out(tmp_path: Path, entry: str) -> LayoutResult:
    return pipeline.lay_out(make_project(tmp_path, entry, files={"data/metrics.yaml": METRICS}))


def lay_out_chart(tmp_path: Path, chart: str, key: str = "chart") -> ChartSlide:
    result = lay_out(tmp_path, f"kind: chart\ntitle: Chart\n{key}:\n{indent(dedent(chart).strip(), '  ')}")
    assert result.deck is not None, [d.message for d in result.issues]
    slide = result.slides[-1]
    charts = [block for block in slide.blocks if isinstance(block, Chart)]
    return ChartSlide(charts[0], charts, [p.plain_text for p in slide.notes], result.issues)


def errors_of(tmp_path: Path, chart: str, key: str = "chart") -> list[tuple[str, str]]:
    """The message of each error, and the source text that it points at."""
    entry = f"kind: chart\ntitle: Chart\n{key}:\n{indent(dedent(chart).strip(), '  ')}"
    result = lay_out(tmp_path, entry)
    assert result.deck is None
    errors = [d for d in result.issues if d.severity == "error"]
    assert all(d.span and d.hint for d in errors), errors
    texts = result.sources
    return [(d.message, texts[d.span.file][d.span.start : d.span.end].splitlines()[0]) for d in errors if d.span]


def metrics(*names: str, more: str = "") -> str:
    return "metrics:\n" + "".join(f"  - {name}\n" for name in names) + more


def numbers(categories: list[str], *rows: tuple[str, list[str]], more: str = "") -> str:
    listed = "".join(f"  - {c}\n" for c in categories)
    series = "".join(
        f"  - name: {name}\n    values:\n" + "".join(f"      - {v}\n" for v in values) for name, values in rows
    )
    return f"categories:\n{listed}series:\n{series}{more}"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["editors"], "trend"),
        (["editors", "retention"], "trend"),
        (["women", "youth"], "change"),
        (["teachers"], "progress"),
        (["unmeasured"], "progress"),
        (["grants"], "share"),
        (["lost"], "compare"),
        (["growth"], "compare"),
        (["paused"], "status"),
    ],
)
def test_kind_of_a_chart_of_metrics_is_chosen_from_their_data(tmp_path: Path, names: list[str], kind: str) -> None:
    assert lay_out_chart(tmp_path, metrics(*names)).spec.kind == kind


@pytest.mark.parametrize(
    ("chart", "kind"),
    [
        (numbers(["Q1", "Q2"], ("All", ["3", "4"])), "trend"),
        (numbers(["FY18", "FY19", "FY20"], ("All", ["3", "4", "5"])), "trend"),
        (numbers(["Q1", "Half"], ("All", ["3", "4"]), more="goal: 5\n"), "trend"),
        (numbers(["Before", "Now"], ("A", ["3", "4"]), ("B", ["5", "4"])), "change"),
        (numbers(["Now"], ("A", ["3"]), more="goal: 5\n"), "progress"),
        (numbers(["A", "B", "C"], ("All", ["50%", "30%", "20%"])), "share"),
        (numbers(["A", "B"], ("All", ["50", "30"]), more="total: 80\n"), "share"),
        (numbers(["Now"], ("A", ["60%"]), ("B", ["40%"])), "share"),
        (numbers(["A", "B", "C"], ("All", ["50%", "30%", "90%"])), "compare"),
        (numbers(["on-track", "paused"], ("All", ["3", "4"])), "status"),
        (numbers(["A", "B", "C"], ("X", ["1", "2", "3"]), ("Y", ["1", "2", "3"])), "compare"),
    ],
)
def test_kind_of_a_chart_of_numbers_is_chosen_from_the_numbers(tmp_path: Path, chart: str, kind: str) -> None:
    assert lay_out_chart(tmp_path, chart).spec.kind == kind


def test_share_can_be_written_as_series_or_as_categories(tmp_path: Path) -> None:
    one = lay_out_chart(tmp_path / "a", numbers(["A", "B"], ("Now", ["60%", "40%"]), more="kind: share\n"))
    other = lay_out_chart(tmp_path / "b", numbers(["Now"], ("A", ["60%"]), ("B", ["40%"]), more="kind: share\n"))
    assert one.spec == other.spec
    assert one.spec.reported == 0


@pytest.mark.parametrize(
    ("chart", "message_part", "line"),
    [
        (metrics("lost", more="kind: share\n"), "the parts add up to 84, not to 100", "metrics:"),
        (metrics("growth", more="kind: share\n"), "a growth rate: those do not add up", "growth"),
        (
            metrics("editors", more="kind: change\n"),
            "the result of “Editors” and its baseline have different units: ",
            "editors",
        ),
        (
            metrics("women", "teachers", more="kind: progress\n"),
            "540 of “Teachers” is in another unit than 15.0% of “Women”",
            "teachers",
        ),
        (
            metrics("editors", "women", more="kind: compare\n"),
            "15.0% of “Women” is in another unit than +7.3% of “Editors”",
            "women",
        ),
        (
            metrics("teachers", "editors", more="kind: trend\n"),
            "the goal +5% of “Editors” is in another unit than 75 of “Teachers”",
            "editors",
        ),
        (metrics("words"), "no number to draw yet", "metrics:"),
        (metrics("words", more="kind: change\n"), "no baseline and result that can be compared", "metrics:"),
        (metrics("words", more="kind: trend\n"), "no number to draw in the results of “", "metrics:"),
        (metrics("words", more="kind: status\n"), "no metric here has a status", "metrics:"),
        (numbers(["A", "B"], ("x", ["5", "many"])), "a number is expected here", "many"),
        (numbers(["A", "B"], ("x", ["5", "nan"])), "a number is expected here", "nan"),
        (numbers(["A", "B"], ("x", ["5", ".inf"])), "a number is expected here", ".inf"),
        (numbers(["A", "B"], ("x", ["5", "see page 7"])), "a number is expected here", "see page 7"),
        (numbers(["A", "B"], ("x", ["5", "<7"])), "a number is expected here", "<7"),
        (metrics("editors", more="goal: 9%\n"), "`goal` belongs to numbers written here", "9%"),
        ("kind: status\nunit: ideas", "`unit` belongs to numbers written here", "ideas"),
        (numbers(["A", "B"], ("x", ["5%", "$3"])), "different units: $ and %", "$3"),
        (numbers(["A", "B"], ("x", ["+5% YoY", "30%"])), "30% is a plain number", "30%"),
        (
            numbers(["A", "B"], ("x", ["5%", "3%"]), more="goal: 40 teachers\n"),
            "the goal is in teachers",
            "40 teachers",
        ),
        (numbers(["A", "B"], ("x", ["5% YoY", "3% YoY"]), more="goal: 5%/mo\n"), "the goal is a number /mo", "5%/mo"),
        (numbers(["A", "B"], ("x", ["5", "3"]), more="goal: soon\n"), "a number is expected here", "soon"),
        (numbers(["A", "B"], ("x", ["5"])), "“x” has 1 value for 2 categories", "- 5"),
        (numbers(["A", "B"], ("x", ["5", "3"]), more="reported: C\n"), "“C” is not one of the categories", "C"),
        (numbers(["A", "on-track"], ("x", ["5", "3"]), more="kind: status\n"), "“A” is not a status", "A"),
        (numbers([f"c{n}" for n in range(41)], ("x", ["5"] * 41)), "41 points are too many", "- c0"),
        (numbers(["A", "B"], ("x", ["60%", "50%"]), more="kind: share\n"), "add up to 110, not to 100", "- 60%"),
        (
            numbers(["A", "B"], ("x", ["60", "50"]), more="kind: share\ntotal: 120\n"),
            "add up to 110, not to 120",
            "- 60",
        ),
        (numbers(["A", "B"], ("x", ["1e400", "50"])), "a number is expected here", "1e400"),
        (numbers(["A", "B"], ("x", ["99999999999B", "50"])), "too large to draw", "99999999999B"),
        ("kind: trend", "a chart has either `metrics` or `series`", "kind: trend"),
    ],
)
def test_content_that_cannot_be_drawn_is_an_error_at_its_line(
    tmp_path: Path, chart: str, message_part: str, line: str
) -> None:
    errors = errors_of(tmp_path, chart)
    assert any(message_part in message and where.startswith(line) for message, where in errors), errors


@pytest.mark.parametrize("gap", ["", '""', '" "', "–", '"-"'])
def test_gap_can_be_empty_or_a_dash(tmp_path: Path, gap: str) -> None:
    chart = lay_out_chart(tmp_path, numbers(["Q1", "Q2"], ("x", ["5", gap])))
    assert chart.spec.series[0].values == (5.0, None)


def test_chart_without_categories_is_reported_once(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, "categories: []\nseries: [{name: x, values: []}]")
    assert [message for message, _ in errors] == ["the chart cannot be drawn: the chart has no categories"]


def test_all_invalid_numbers_are_reported_at_once(tmp_path: Path) -> None:
    chart = numbers(["A", "B"], ("x", ["5%", "$3"]), ("y", ["4%", "€2"]), ("z", ["1%"]), more="goal: 5 teachers\n")
    assert {line for _, line in errors_of(tmp_path, chart)} == {"$3", "€2", "- 1%", "5 teachers"}


def test_metric_left_out_of_a_chart_is_a_warning(tmp_path: Path) -> None:
    slide = lay_out_chart(tmp_path, metrics("women", "unmeasured", more="kind: change\n"))
    assert [s.name for s in slide.spec.series] == ["Women"]
    [warning] = [d for d in slide.issues if d.code == "chart-gap"]
    assert warning.severity == "warning"
    assert "“Not measured yet” is left out of the chart: it has no baseline" in warning.message


@pytest.mark.parametrize(
    ("chart", "alt"),
    [
        (metrics("editors"), "Bar chart of results by quarter, year on year: Editors: Q1 +7.3%, Q2 +8.1%; goal +5%."),
        (
            metrics("women", "youth"),
            "Chart of changes from baseline to now: Women from 11.5% to 15.0%; Youth from 15.4% to 13.9%.",
        ),
        (
            metrics("teachers"),
            "Bar chart of progress towards goals: Teachers: Q2 540 teachers, goal 75 teachers (On track).",
        ),
        (
            metrics("grants"),
            "Bar chart of parts of a whole: Grants: Rapid 102 grants, Annual 34 grants; 136 grants in all.",
        ),
        (
            numbers(["on-track", "paused", "off-track"], ("Part", ["3", "0", "1"])),
            "Chart of how many have which status: Part: On track 3, Off track 1.",
        ),
    ],
)
def test_alt_text_is_a_sentence_with_all_numbers_and_the_goal(tmp_path: Path, chart: str, alt: str) -> None:
    assert lay_out_chart(tmp_path, chart).chart.alt == alt


def test_numbers_are_in_the_notes_only_on_request(tmp_path: Path) -> None:
    assert lay_out_chart(tmp_path / "a", metrics("editors")).notes == []
    notes = lay_out_chart(tmp_path / "b", metrics("editors", more="table_in_notes: true\n")).notes
    assert notes == ["The numbers of the chart", "Q1\tQ2\tGoal", "+7.3%\t+8.1%\t5%\tEditors"]


def test_status_chart_counts_every_measure_of_the_deck_by_section(tmp_path: Path) -> None:
    rows = "kind: metrics\ntitle: Metrics\nmetrics:\n  - women\n  - youth\n  - teachers\n  - words"
    chart = "kind: chart\ntitle: Chart\nchart:\n  kind: status"
    result = pipeline.lay_out(
        make_project(tmp_path, rows, chart, files={"data/metrics.yaml": METRICS}, statuses="computed")
    )
    assert result.deck is not None, [d.message for d in result.issues]
    [block] = [b for slide in result.slides for b in slide.blocks if isinstance(b, Chart)]
    assert block.spec.statuses == ("on-track", "at-risk")
    assert [(s.name, s.values) for s in block.spec.series] == [("Part", (2.0, 1.0))]
    assert block.spec.value_label == "3 of 4 have a status"


TWO_CHARTS = """
- title: {one}
  kind: trend
  categories: [Q1, Q2]
  series:
    - name: {first}
      values: [1, 2]
- title: Other
  kind: trend
  categories: [Q1, Q2]
  series:
    - name: {other}
      values: [10, {last}]
"""


def two_charts(one: str = "One", first: str = "Milestones", other: str = "Milestones", last: str = "20") -> str:
    return TWO_CHARTS.format(one=one, first=first, other=other, last=last)


def test_only_charts_that_measure_the_same_share_a_scale(tmp_path: Path) -> None:
    same = lay_out_chart(tmp_path / "a", two_charts(), "charts")
    assert [c.spec.axis for c in same.charts] == [(1.0, 2.0, 10.0, 20.0)] * 2
    different = lay_out_chart(tmp_path / "b", two_charts(other="Teachers"), "charts")
    assert [c.spec.axis for c in different.charts] == [(), ()]
    percent = lay_out_chart(
        tmp_path / "c",
        two_charts(other="Teachers").replace("[1, 2]", "[1%, 2%]").replace("[10, 20]", "[5%, 9%]"),
        "charts",
    )
    assert [c.spec.axis for c in percent.charts] == [(1.0, 2.0, 5.0, 9.0)] * 2


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_slide_has_two_to_six_charts_each_under_its_title(tmp_path: Path, count: int) -> None:
    one = "- title: T{n}\n  kind: trend\n  categories: [Q1, Q2]\n  series:\n    - name: A\n      values: [1, 2]\n"
    slide = lay_out_chart(tmp_path, "".join(one.format(n=n) for n in range(count)), "charts")
    assert [c.alt.split(":")[0] for c in slide.charts] == [f"T{n}" for n in range(count)]
    assert [c.slot for c in slide.charts] == [f"chart-{n + 1}" for n in range(count)]


@pytest.mark.parametrize(
    ("charts", "message_part"),
    [
        (two_charts().split("- title: Other")[0], "`charts` holds two to six charts, here is one"),
        (two_charts() * 4, "at most 6 entries are allowed here, but there are 8"),
        (two_charts().replace("title: Other\n  ", ""), "chart 2 has no title"),
        (two_charts(last="many"), "a number is expected here"),
    ],
)
def test_charts_that_cannot_share_a_slide_are_an_error(tmp_path: Path, charts: str, message_part: str) -> None:
    errors = errors_of(tmp_path, charts, "charts")
    assert any(message_part in message for message, _ in errors), errors


def test_issues_of_all_charts_of_a_slide_are_reported(tmp_path: Path) -> None:
    charts = two_charts().replace("[1, 2]", "[1%, $2]").replace("[10, 20]", "[5%, €9]")
    assert [line for _, line in errors_of(tmp_path, charts, "charts")] == ["$2", "€9"]


@pytest.mark.parametrize(
    "entry",
    [
        "kind: highlights\ntitle: T\nfigures:\n  - value: '17'\n    label: wikis\n",
        "kind: metrics\ntitle: T\nmetrics:\n  - women\n",
        "kind: drill-down\ntitle: T\nsituation: One.\nimpact: Two.\nrecommendation: Three.\n",
        "kind: chart\ntitle: T\n",
    ],
)
@pytest.mark.parametrize("chart", [metrics("women", "youth"), metrics("grants"), metrics("editors")])
def test_chart_fits_on_every_kind_that_can_have_one(tmp_path: Path, entry: str, chart: str) -> None:
    project = make_project(tmp_path, f"{entry}chart:\n{indent(chart, '  ')}", files={"data/metrics.yaml": METRICS})
    built = pipeline.build(project, tmp_path / "out.pptx")
    assert built.path is not None, [d.message for d in built.issues]


FIGURE = "  - value: '17'\n    label: wikis\n"


@pytest.mark.parametrize(
    "entry",
    [
        *(f"kind: highlights\nfigures:\n{FIGURE * n}" for n in (1, 2, 3, 4)),
        *(f"kind: highlights\nfigures:\n{FIGURE * n}CHART" for n in (1, 2, 3, 4)),
        "kind: metrics\nmetrics: [women]\nCHART",
        "kind: metrics\nmetrics: [women]\noutcomes: [All welcome]\nCHART",
        *(f"kind: chart\ncharts:\n{two_charts() * n}" for n in (1, 2, 3)),
        f"kind: chart\ncharts:\n{two_charts() * 2}{two_charts().split('- title: Other')[0]}",
    ],
)
def test_no_rule_line_is_above_an_empty_slot(tmp_path: Path, entry: str) -> None:
    chart = f"chart:\n{indent(metrics('women'), '  ')}"
    project = make_project(tmp_path, entry.replace("CHART", chart) + "title: T\n", files={"data/metrics.yaml": METRICS})
    result = pipeline.lay_out(project)
    assert result.brand is not None, result.issues
    assert result.deck is not None, [d.message for d in result.issues]
    [page] = result.deck.pages
    ruled = {name for name, slot in result.brand.layouts[page.layout].slots.items() if slot.rule}
    assert ruled <= {frame.slot for frame in page.frames if hasattr(frame, "slot")}


CHART_WITH_REMARKS = (
    "kind: chart\nchart: {kind: compare, categories: [A, B], series: [{name: S, values: [1, 2]}]}\nremarks:\n"
)


@pytest.mark.parametrize(("words", "layout", "columns"), [(8, "chart--wide", 12), (80, "chart", 8)])
def test_short_remarks_leave_the_chart_the_full_width(words: int, layout: str, columns: int, tmp_path: Path) -> None:
    entry = f"{CHART_WITH_REMARKS}  - {'remark ' * words}\n  - Another one.\n"
    laid = pipeline.lay_out(make_project(tmp_path, entry))
    assert laid.deck is not None
    page = laid.deck.pages[-1]
    assert page.layout == layout
    chart = next(frame for frame in page.frames if isinstance(frame, ChartFrame))
    remarks = next(frame for frame in page.frames if isinstance(frame, TextFrame) and frame.slot == "remarks")
    assert chart.box.width == pytest.approx((1.028 * columns - 0.2) * EMU_PER_INCH, rel=0.01)
    assert all(14 <= run.size / 100 <= 16 for paragraph in remarks.paragraphs for run in paragraph.runs)
    if columns == 12:
        assert 0 < chart.box.y - remarks.box.bottom < 0.2 * EMU_PER_INCH
        assert remarks.box.height < 0.9 * EMU_PER_INCH


@pytest.mark.parametrize(
    ("numbers", "left_out"),
    [
        ("[{name: A, values: [1%, 2%]}, {name: B, values: [–, –]}]", ("B: No data",)),
        ("[{name: A, values: [1%, –]}, {name: B, values: [–, 2%]}]", ()),
    ],
)
def test_trend_names_the_series_without_any_value(numbers: str, left_out: tuple[str, ...], tmp_path: Path) -> None:
    slide = lay_out_chart(tmp_path, f"kind: trend\ncategories: [Q1, Q2]\nunit: '%'\nseries: {numbers}")
    assert slide.spec.left_out == left_out
    assert all(text in slide.chart.alt for text in left_out)


def test_trend_of_metrics_says_why_a_part_is_left_out(tmp_path: Path) -> None:
    part = "parts: {new: {name: New, goal: +5% YoY, quarters: {Q1: not available (2%/mo), Q2: not available}}}"
    metric = f"all: {{name: All, goal: +5% YoY, quarters: {{Q1: +3% YoY, Q2: +6% YoY}}, {part}}}"
    entry = "kind: chart\ntitle: Chart\nchart: {metrics: [all]}"
    result = pipeline.lay_out(make_project(tmp_path, entry, files={"data/metrics.yaml": metric}))
    [chart] = result.slides[-1].blocks_of(Chart)
    assert chart.spec.left_out == ("New: not available",)
    assert "New: not available" in chart.alt
    assert len(chart.spec.series) == 2
