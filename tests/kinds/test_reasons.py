"""Why results are off track or at risk, and what comes next, beside them in tables, cards and scorecards; plans and forecasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Row, Slide, Table
from sample_projects import make_project

WHY = "because: Two pilots are late, next: A third one, back_on_track: In Q4"
RED = f"name: Readers, goal: 80%, baseline: 60%, quarters: {{Q1: 82%, Q2: {{text: 50%, {WHY}}}}}"
GREEN = "name: Uptime, goal: 90%, quarters: {Q1: 95%, Q2: {text: 96%, because: Not shown}}"
TURNED = "name: Reports, goal: 90%, quarters: {Q1: 20%, Q2: {text: 96%, because: Two more people}}"
LINE = "Why: Two pilots are late · Next: A third one · Back on track: In Q4"


def lay_out(folder: Path, *rows: str, kind: str = "metrics", more: str = "", after: str = "") -> list[Slide]:
    """Lay out a slide with rows, each written as its fields, perhaps with one `after` it."""
    written = "".join(f"  - {{{row}}}\n" for row in rows)
    slides = [f"kind: {kind}\ntitle: T\n{more}rows:\n{written}", *([after] if after else [])]
    result = pipeline.lay_out(make_project(folder, *slides, verdicts={"show": "computed"}))
    assert [issue.message for issue in result.issues if issue.severity == "error"] == []
    return list(result.slides)


def reason_rows(slide: Slide) -> list[Row]:
    return [row for table in slide.blocks_of(Table) for row in table.rows if row.kind == "sub"]


def texts(slide: Slide) -> list[str]:
    return [cell.plain_text for table in slide.blocks_of(Table) for row in table.rows for cell in row.cells]


@pytest.mark.parametrize(
    ("kind", "variant"),
    [("metrics", "figures"), ("metrics", "standard"), ("key-results", "table"), ("key-results", "brief-table")],
)
def test_reasons_have_a_row_under_that_of_their_result(kind: str, variant: str, tmp_path: Path) -> None:
    [slide] = lay_out(tmp_path, RED, GREEN, kind=kind, more=f"variant: {variant}\n")[:1]
    [below] = reason_rows(slide)
    [cell] = below.cells
    assert cell.plain_text == LINE
    [table] = slide.blocks_of(Table)
    assert cell.span == len(table.columns)
    above = table.rows[table.rows.index(below) - 1]
    assert (above.cells[0].plain_text.partition("\n")[0], above.ruled) == ("Readers", False)
    assert cell.fill == above.cells[0].fill


@pytest.mark.parametrize("more", ["variant: all\n", "variant: standard\n", "columns: [goal, reported]\n"])
def test_scorecard_by_section_has_the_reasons_of_its_rows(more: str, tmp_path: Path) -> None:
    _, scorecard = lay_out(tmp_path, RED, GREEN, after=f"kind: scorecard\n{more}")
    [below] = reason_rows(scorecard)
    assert (below.cells[0].plain_text, below.cells[0].fill) == (LINE, "danger-tint")


def test_reason_of_a_result_on_track_is_shown_only_if_it_turned(tmp_path: Path) -> None:
    [slide] = lay_out(tmp_path, GREEN, TURNED)
    assert [row.cells[0].plain_text for row in reason_rows(slide)] == ["Why: Two more people"]


def test_missing_result_has_the_reason_why(tmp_path: Path) -> None:
    [slide] = lay_out(
        tmp_path, "name: Trainers, goal: 30%, quarters: {Q1: 3%, Q2: {because: The list comes in May}}", RED
    )
    assert [row.cells[0].plain_text for row in reason_rows(slide)] == ["Why: The list comes in May", LINE]


def test_reasons_of_several_lines_name_their_lines(tmp_path: Path) -> None:
    measures = "{of: Women, goal: 40%, quarters: {Q2: {text: 20%, because: Few}}}, {of: Men, quarters: {Q2: 80%}}"
    rows = (f"name: Staff, measures: [{measures}]", RED)
    [columns] = lay_out(tmp_path / "a", *rows)
    assert reason_rows(columns)[0].cells[0].plain_text == "Why: Few"
    [standard] = lay_out(tmp_path / "b", *rows, more="variant: standard\n")
    assert reason_rows(standard)[0].cells[0].plain_text == "Women · Why: Few"


def test_cards_have_rows_for_reasons(tmp_path: Path) -> None:
    rows = (RED, "name: Editors, goal: 9%, quarters: {Q2: 3%}")
    [cards] = lay_out(tmp_path / "a", *rows, kind="key-results", more="variant: cards\n")
    found = [[cell.plain_text for cell in row.cells] for table in cards.blocks_of(Table) for row in table.rows]
    assert ["Why", "Two pilots are late", ""] in found
    assert ["Next", "A third one", ""] in found
    assert ["Back on track", "In Q4", ""] in found
    [brief] = lay_out(tmp_path / "b", *rows, kind="key-results", more="variant: brief-cards\n")[:1]
    found = [[cell.plain_text for cell in row.cells] for table in brief.blocks_of(Table) for row in table.rows]
    assert [row for row in found if row[0] == "Next"] == [["Next", "A third one", ""]]


def test_single_key_result_has_its_reasons_and_outlook(tmp_path: Path) -> None:
    row = "name: Survey, goal: Held, forecast: In June, quarters: {Q2: {text: Not yet held, because: No interviewers}}"
    [slide] = lay_out(tmp_path, row, kind="key-results", more="variant: single\n")
    assert slide.layout == "key-results--single"
    shown = texts(slide)
    assert shown[shown.index("Why") + 1] == "No interviewers"
    assert shown[shown.index("Plan") + 1] == "Forecast: In June"


def ranked(folder: Path, count: int, reasons: str = WHY) -> tuple[Slide, list[str]]:
    """Return the scorecard on one page of so many results that are off track and as many at risk, and its warnings."""
    rows = [
        f"    - {{name: Result {n}, goal: 80%, quarters: {{Q2: {{text: {40 if n % 2 else 78}%, {reasons}}}}}}}\n"
        for n in range(2 * count)
    ]
    metrics = "kind: metrics\ntitle: T\nrows:\n" + "".join(rows)
    folder = make_project(folder, "kind: scorecard\nvariant: ranked\n", metrics, verdicts={"show": "computed"})
    result = pipeline.lay_out(folder)
    assert [issue.message for issue in result.issues if issue.severity == "error"] == []
    return result.slides[0], [issue.code for issue in result.issues if issue.span and issue.span.start < 120]


@pytest.mark.parametrize(
    ("count", "reasons", "shown"),
    [
        (3, WHY, [LINE] * 6),
        (3, f"because: {'Late pilots ' * 8}, next: {'More of them ' * 11}", ["Why: " + "Late pilots " * 8] * 6),
        (4, WHY, [LINE] * 4),
        (7, WHY, []),
    ],
    ids=["all", "all without what is next", "the worst", "none"],
)
def test_scorecard_on_one_page_has_the_reasons_that_fit(
    count: int, reasons: str, shown: list[str], tmp_path: Path
) -> None:
    slide, warnings = ranked(tmp_path, count, reasons)
    found = [row.cells[0].plain_text for row in reason_rows(slide)]
    assert found == [text.strip() for text in shown]
    assert "shrinks" not in warnings


def test_forecast_is_named_beside_a_plan_and_with_its_status(tmp_path: Path) -> None:
    later = "Q3: {plan: 83%, forecast: {text: 81%, status: at-risk}}"
    whole = "forecast: {text: 85% by Q4, status: on-track}, plan: Two waves"
    row = f"name: Readers, goal: 80%, {whole}, quarters: {{Q2: 90%, {later}}}"
    [columns] = lay_out(tmp_path / "a", row, GREEN)
    assert texts(columns)[0].split("\n")[1:] == [
        "Plan for Q3: 83%", "Forecast for Q3: 81% At risk", "Plan: Two waves", "Forecast: 85% by Q4 On track",
    ]  # fmt: skip
    [standard] = lay_out(tmp_path / "b", row, GREEN, more="variant: standard\n")
    assert "83%\nForecast: 81% At risk" in texts(standard)
    assert texts(standard)[0] == "Readers\nPlan: Two waves\nForecast: 85% by Q4 On track"


@pytest.mark.parametrize(("kind", "variant"), [
    ("metrics", "figures"), ("key-results", "table"), ("key-results", "brief-table"),
])  # fmt: skip
def test_plan_is_called_one_beside_what_is_next(kind: str, variant: str, tmp_path: Path) -> None:
    row = RED.replace("Q1: 82%", "Q1: 82%, Q3: {plan: 75%}")
    [slide] = lay_out(tmp_path, row, GREEN, kind=kind, more=f"variant: {variant}\n")[:1]
    shown = [p.plain_text for block in slide.blocks for p in block.all_paragraphs()]
    assert "Plan for Q3: 75%" in shown


def test_status_of_a_forecast_is_no_verdict(tmp_path: Path) -> None:
    row = "name: Readers, goal: 80%, forecast: {text: 60%, status: off-track}, quarters: {Q2: 90%}"
    slides = lay_out(tmp_path, row, GREEN, after="kind: scorecard\nvariant: ranked\n")
    assert [row.cells[-1].plain_text for table in slides[1].blocks_of(Table) for row in table.rows] == ["On track"] * 2


def test_reason_leads_to_where_it_was_written(tmp_path: Path) -> None:
    [slide] = lay_out(tmp_path, RED, GREEN)
    [below] = reason_rows(slide)
    path = ("slides", 0, "rows", 0, "quarters", "Q2")
    assert [origin.path for origin in below.cells[0].paragraphs[0].origins] == [
        (*path, "because"), (*path, "next"), (*path, "back_on_track"),
    ]  # fmt: skip


LATER = (
    "name: Trainers, goal: 30, plan: Ten more by June, forecast: About 40, "
    "quarters: {Q1: 8, Q2: {text: 17, plan: Then 20}, Q3: {plan: Later 26}, Q4: {forecast: Later 30}}"
)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("metrics", "variant: figures\n"),
        ("metrics", "variant: standard\n"),
        ("metrics", "columns: [goal, reported, next]\n"),
        ("key-results", "variant: cards\n"),
        ("key-results", "variant: brief-cards\n"),
        ("key-results", "variant: brief-table\n"),
        ("key-results", "columns: [goal, reported, next]\n"),
    ],
)
def test_slide_of_an_earlier_period_has_no_plans_of_later_ones(kind: str, more: str, tmp_path: Path) -> None:
    [now] = lay_out(tmp_path / "now", LATER, RED, kind=kind, more=more)[:1]
    [earlier] = lay_out(tmp_path / "earlier", LATER, RED, kind=kind, more=f"{more}as_of: Q1\n")[:1]
    shown, then = (
        "\n".join(p.plain_text for block in slide.blocks for p in block.all_paragraphs()) for slide in (now, earlier)
    )
    assert all(text in shown for text in ("Ten more by June", "About 40", "Later 26", "Later 30"))
    assert not any(text in then for text in ("17", "Ten more", "40", "Then 20", "Later"))
