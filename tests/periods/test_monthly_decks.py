"""What a deck of months shows: a choice of columns, months in words, charts of the year; and what roll and checks do."""

from pathlib import Path
from typing import Any

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Chart, ChartSpec, Table
from deckgen.model import Labels
from deckgen.periods import read_period
from deckgen.results import OpenDeck, open_deck
from deckgen.roll import forward
from sample_projects import make_project

METRICS = """\
readers:
  name: Returning readers
  goal: +5% YoY
  periods: {2026-01: +3% YoY, 2026-02: +4% YoY, 2026-05: +5% YoY, 2026-06: +6% YoY}
nps:
  name: Satisfaction
  goal: 75%
  measured: {every: quarter, in: "2020-06, 2020-03"}
  periods:
    2026-06: 77%
  2025:
    2025-12: 70%
"""
TABLE = "kind: metrics\nvariant: standard\nmetrics: [readers, nps]\nbadge: {metric: readers}\n"


def make_deck(root: Path, *slides: str, period: str = "2026-06", year: str = "2026", **deck: object) -> Path:
    folder = make_project(root, *slides, files={"data/metrics.yaml": METRICS}, period=period, year=year, **deck)
    text = (folder / "deck.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("quarter:", "fiscal_year:"))]
    (folder / "deck.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def opened(folder: Path) -> OpenDeck:
    deck = open_deck(folder)
    assert isinstance(deck, OpenDeck)
    assert not deck.is_broken
    return deck


def block_of(folder: Path, kind: type[Any]) -> Any:
    slide = pipeline.lay_out(folder).slides[-1]
    return next(block for block in slide.blocks if isinstance(block, kind))


def rows(table: Table) -> list[list[str]]:
    cells = [[" ".join(p.plain_text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]
    return [["".join(p.plain_text for p in cell.paragraphs) for cell in table.header[0].cells], *cells]


def chart(folder: Path) -> ChartSpec:
    spec: ChartSpec = block_of(folder, Chart).spec
    return spec


def test_a_table_shows_the_reported_month_and_the_three_before_it(tmp_path: Path) -> None:
    header, readers, nps = rows(block_of(make_deck(tmp_path, TABLE), Table))
    assert header == ["Metric", "Goal", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]
    assert readers[2:] == ["–", "–", "+5% YoY", "+6% YoY On track"]
    assert nps[2:] == ["–", "–", "–", "77% On track"]


def test_a_table_shows_the_first_four_months_at_the_beginning_of_a_year(tmp_path: Path) -> None:
    header, readers, nps = rows(block_of(make_deck(tmp_path, TABLE, period="2026-02"), Table))
    assert header[2:] == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"]
    assert readers[2:] == ["+3% YoY", "+4% YoY Off track", "–", "–"]
    assert nps[2:] == ["Measured quarterly, Mar 2026"] * 2 + ["–", "–"]


def test_a_trend_of_one_line_has_the_months_of_the_year_so_far(tmp_path: Path) -> None:
    spec = chart(make_deck(tmp_path, "kind: chart\nchart: {metrics: [readers]}\n"))
    assert (spec.kind, spec.categories) == ("trend", ("Jan", "Feb", "Mar", "Apr", "May", "Jun"))
    assert spec.categories[spec.reported or 0] == "Jun"
    assert spec.series[0].values == (3, 4, None, None, 5, 6)


def test_a_trend_of_several_lines_has_as_many_months_as_a_table(tmp_path: Path) -> None:
    slide = "kind: chart\nchart: {metrics: [readers, other], kind: trend}\n"
    folder = make_deck(tmp_path, slide)
    path = folder / "data/metrics.yaml"
    path.write_text(
        f"{METRICS}other: {{name: Other, goal: +5% YoY, periods: {{2026-04: +9% YoY}}}}\n", encoding="utf-8"
    )
    spec = chart(folder)
    assert spec.categories == ("Mar", "Apr", "May", "Jun")
    assert [s.values for s in spec.series] == [(None, None, 5, 6), (None, 9, None, None)]
    alt = block_of(folder, Chart).alt
    assert alt.startswith("Bar chart of results over time, year on year: Returning readers: May +5%, Jun +6%")


def test_a_comparison_has_the_months_with_numbers_among_them(tmp_path: Path) -> None:
    spec = chart(make_deck(tmp_path, "kind: chart\nchart: {metrics: [readers], kind: compare}\n"))
    assert (spec.categories, spec.reported) == (("May", "Jun"), 1)


@pytest.mark.parametrize(
    ("categories", "kind"),
    [("[H1, H2]", "trend"), ("[T1, T2, T3]", "trend"), ("[2026-01, 2026-02]", "trend"), ("[H1, T2]", "compare")],
)
def test_numbers_by_period_are_drawn_as_a_trend(tmp_path: Path, categories: str, kind: str) -> None:
    values = "[40, 50, 60]" if categories.count(",") == 2 else "[40, 50]"
    series = f"categories: {categories}, series: [{{name: Visits, values: {values}}}]"
    assert chart(make_deck(tmp_path, f"kind: chart\nchart: {{{series}}}\n")).kind == kind


def test_milestones_name_months_in_words(tmp_path: Path) -> None:
    slide = "kind: key-results\nvariant: standard\nrows:\n  - name: Launch\n"
    slide += "    milestones: {2026-03: Pilot, 2026-05-2027-01: Launch}\n"
    assert (
        rows(block_of(make_deck(tmp_path, slide), Table))[1][0] == "Launch Mar 2026: Pilot May 2026 – Jan 2027: Launch"
    )


@pytest.mark.parametrize(
    ("text", "shown", "short"),
    [
        ("2026-03", "March 2026", "Mar 2026"), ("2026-03 FY2026", "March 2026 (FY2026)", "Mar 2026"),
        ("Q2 FY20-21", "Q2 FY20-21", "Q2"), ("H1 2024/25", "H1 2024/25", "H1"),
    ],
)  # fmt: skip
def test_months_are_shown_in_words(text: str, shown: str, short: str) -> None:
    period = read_period(text)
    assert period is not None
    labels = Labels.load("en")
    assert (labels.reported(period), labels.period(period.name)) == (shown, short)


def test_an_earlier_month_in_a_text_is_noticed(tmp_path: Path) -> None:
    texts = [
        "In May 2026 it grew.",
        "In 2026-05 it grew.",
        "Up from May 2026.",
        "In May 2026 and June 2026.",
        "We may stop.",
    ]
    slides = (f"kind: bullets\nid: s{n}\ntitle: T{n}\nbullets: [{text}]\n" for n, text in enumerate(texts))
    issues = pipeline.lay_out(make_deck(tmp_path, TABLE, *slides), remarks=True).issues
    found = [issue.message for issue in issues if issue.code == "other-quarter"]
    assert found == [f"this text speaks of {name}, but the deck reports June 2026" for name in ("May 2026", "2026-05")]


def test_a_missing_result_is_reported_under_the_key_of_the_metric(tmp_path: Path) -> None:
    issues = pipeline.lay_out(make_deck(tmp_path, TABLE, period="2026-03"), remarks=True).issues
    found = [(issue.message, issue.hint) for issue in issues if issue.code == "no-result"]
    assert [message for message, _ in found] == [
        f"“{n}” has no result for 2026-03" for n in ("Returning readers", "Satisfaction")
    ]
    assert all((hint or "").startswith("write it under `periods`, at `2026-03:`") for _, hint in found)


def test_roll_into_a_new_year_moves_as_of_to_the_same_month(tmp_path: Path) -> None:
    slide = "kind: metrics\nid: old\ntitle: Old\nas_of: 2024-08\nmetrics: [nps]\n"
    folder = make_deck(tmp_path, slide, period="2025-06", year="2024/25", year_starts="2024-07")
    (folder / "data/metrics.yaml").write_text(
        "nps:\n  name: Satisfaction\n  measured: {every: year, in: 2024-07}\n  quarters:\n    2024-07: 77%\n",
        encoding="utf-8",
    )
    deck = opened(folder)
    rolled = forward.roll(deck)
    deck.write(rolled.changes, "roll")
    after = opened(folder).deck
    assert (str(after.period), after.period.calendar.first_month) == ("2025-07 2025/26", "2025-07")
    assert "as_of: 2025-08\n" in (folder / "part.yaml").read_text(encoding="utf-8")
    metrics = (folder / "data/metrics.yaml").read_text(encoding="utf-8")
    assert "  2024/25:\n    2024-07: 77%\n  quarters:\n    2025-07:\n" in metrics
    assert pipeline.build(folder).path is not None
