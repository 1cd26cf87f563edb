"""Over random metrics, every place of a deck that shows a verdict shows the same one, and no chart a number that was not read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from deckgen import kinds
from deckgen.build.compose_slides import compose_slides
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Chart, Series, Slide, Table, Text
from deckgen.ir.roles import STATUSES, Status
from deckgen.model import Labels, load_deck
from deckgen.resolve import Context, DeckRows, Measure, resolve
from deckgen.verdicts import row_status
from sample_projects import make_project

EXAMPLES = int(os.environ.get("DECKGEN_STRESS", "40"))
LABELS = Labels.load("en")
AGREE = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
REFUSED = {"not-understood", "not-comparable", "no-result", "excluded"}
"""Causes of which the number of a result is not drawn next to others."""

numbers = st.integers(0, 130)
plain = st.builds(lambda n: f"{n}%", numbers) | st.builds(lambda n, m: f"{n}.{m}%", numbers, st.integers(1, 9))
counts = st.builds(lambda n: f"{n:,} people", st.integers(1, 20000))
odd = st.sampled_from(
    ["TBC (last year 82%)", "Forecast 82%", "60% men", "not yet 5 sites", "over 80%", "3/5 wikis; 5 by Q4", "12 or 13%",
     "8 %, 9 %", "paused", "no data yet", "Yearly count", "20% of staff", "(4%)", "1.5.2", "up", "−4%", "12 of 40 people"]
)  # fmt: skip


def mostly(usual: st.SearchStrategy[Any], other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Three of four are usual: where everything is odd, nothing is compared."""
    return st.integers(0, 3).flatmap(lambda n: other if n == 3 else usual)


text = mostly(plain, counts | odd)
baseline = mostly(plain, counts | st.sampled_from(["19% women", "about 20%"]))
limit = st.builds(lambda n: f"at most {n}%", numbers)
percentages = st.builds(lambda n: f"{n}–{n + 10}%", numbers)
outright = st.builds(lambda n, m: {"at_least": str(n), "at_most": str(n + m), "unit": "%"}, numbers, numbers)
words = st.sampled_from(
    ["Maintain baseline", "reduce to 18%", "from 20% to 60%", "increase to 70% by Q4", "95%", "Paused"]
)
stages = st.fixed_dictionaries({"Q1": plain, "Q2": plain, "Q4": plain})
goal = mostly(plain | limit | percentages | words, counts | odd | outright | stages)
statuses = st.sampled_from(["on-track", "at-risk", "off-track", "done", "paused"])
result = mostly(
    text,
    st.fixed_dictionaries(
        {"text": text},
        optional={
            "status": statuses, "compare": st.just(False), "score": st.sampled_from(["0.3", "0.5", "0.9"]),
            "value": numbers.map(str), "mark": st.just("delivered"),
        },
    ),
)  # fmt: skip
quarters = st.fixed_dictionaries({"Q2": result}, optional={"Q1": result})
measure = st.fixed_dictionaries({"quarters": quarters, "baseline": baseline}, optional={"goal": goal})
fields = {"baseline": baseline, "goal": goal, "better": st.sampled_from(["higher", "lower"])}
single = mostly(
    st.fixed_dictionaries({"quarters": quarters, "baseline": baseline, "goal": goal}),
    st.fixed_dictionaries(
        {"quarters": quarters},
        optional={
            **fields, "counts": st.sampled_from(["level", "to-date", "per-period"]), "pace": st.just("even"),
            "compare": st.just(False), "against": st.sampled_from(["baseline", "previous", "goal"]),
        },
    ),
)  # fmt: skip
several = st.fixed_dictionaries(
    {"measures": st.lists(measure, min_size=1, max_size=3)},
    optional={**fields, "quarters": quarters, "verdict": st.just("each")},
)
decks = st.fixed_dictionaries(
    {"metrics": st.lists(mostly(single, several), min_size=1, max_size=6)},
    optional={"statuses": st.sampled_from(["computed", "written", "none"])},
)


class Shown(Struct):
    """What a deck shows of one metric: its measure, the row of its table, its charts by kind, and its badge."""

    measure: Measure
    cell: Status | None
    scorecard: Status | None
    charts: dict[str, Chart]
    badge: str


def shown_metrics(written: dict[str, Any]) -> Iterator[Shown]:
    """Compose a deck with a table, a badge and a chart of each kind for every metric."""
    metrics = {f"m{i}": {"name": f"Row {i}", **one} for i, one in enumerate(written["metrics"])}
    for one in metrics.values():
        for n, line in enumerate(one.get("measures", ())):
            line["of"] = f"Line {n}"
    slides = []
    for name in metrics:
        slides.append(f"kind: metrics\nid: {name}\ntitle: {name}\nmetrics: [{name}]\nbadge: {{metric: {name}}}\n")
        for kind in ("change", "progress", "trend", "compare", "status"):
            chart = f"chart: {{kind: {kind}, metrics: [{name}]}}\n"
            slides.append(f"kind: chart\nid: {name}-{kind}\ntitle: {name} {kind}\n{chart}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = {"data/metrics.yaml": json.dumps(metrics)}
        project = make_project(
            root, *slides, files=files, front=["scorecard"], statuses=written.get("statuses", "computed")
        )
        registry = {name: kind.Content for name, kind in kinds.find_kinds().items()}
        deck, issues, _ = load_deck(project, root, registry)
        assert deck is not None, [issue.message for issue in issues if issue.severity == "error"]
        composed, _ = compose_slides(DeckRows(deck), {}, lambda *_: None)
        resolved, _ = resolve(DeckRows(deck), {})
        context = Context(resolved.rows, resolved.labels, deck.sections[0], Origin())
        by_id = {slide.id.removeprefix("part/"): slide for slide in composed}
        for name in metrics:
            yield _shown(context.metric(name), name, by_id)


def _shown(measure: Measure, name: str, slides: dict[str, Slide]) -> Shown:
    slide = slides[name]
    badge = next(b for b in slide.blocks if isinstance(b, Text) and b.slot == "badge")
    charts = {
        key.partition("-")[2]: block
        for key, other in slides.items()
        for block in other.blocks
        if key.startswith(f"{name}-") and isinstance(block, Chart)
    }
    scorecard = next((s for s in slides.values() if s.kind == "scorecard"), None)
    marks = [] if scorecard is None else [m for row, m in _row_marks(scorecard) if row == measure.short]
    return Shown(measure, _row_marks(slide)[0][1], marks[0] if marks else None, charts, badge.paragraphs[0].plain_text)


def _row_marks(slide: Slide) -> list[tuple[str, Status | None]]:
    """Return the name of every row of a table with the status that the row is marked with (a step delivered is none)."""
    table = next(block for block in slide.blocks if isinstance(block, Table))
    found = []
    for row in table.rows:
        marks = [cell.mark for cell in row.cells if cell.mark not in (None, "delivered")]
        assert len(marks) <= 1
        found.append((row.cells[0].paragraphs[0].plain_text, marks[0] if marks else None))
    return found


def check_marks(shown: Shown) -> None:
    """The status of the row is that of the scorecard, of the status chart, and of the mark in every chart.

    With `verdict: each`, tables show the words of the lines instead, and the row counts by its worst line.
    """
    row = shown.measure.results["Q2"].status
    in_tables = None if shown.measure.results["Q2"].shows_each else row
    assert shown.cell == in_tables
    assert shown.scorecard == in_tables
    if (counted := shown.charts.get("status")) is not None and row is not None:
        assert counted.spec.statuses == (row,)
    for kind in ("change", "progress"):
        if (chart := shown.charts.get(kind)) is not None:
            _check_chart_marks(shown.measure, chart, row)


def _check_chart_marks(measure: Measure, chart: Chart, row: Status | None) -> None:
    marks = [series.status for series in chart.spec.series]
    if len(measure.chart_lines) == 1 and not measure.chart_lines[0].of:
        assert marks == [row]
    elif any(marks):
        lines = [line.statuses["Q2"] for line in measure.chart_lines]
        assert set(marks) <= set(lines)
        assert row in (row_status(lines), None)
    for series in chart.spec.series:
        _check_alt_text(chart, series)


def _check_alt_text(chart: Chart, series: Series) -> None:
    part = next(part for part in chart.alt.split(": ", 1)[1].split("; ") if part.startswith(series.name))
    said = [word for word in STATUSES if LABELS[word] in part]
    assert said in ([], [series.status])
    if chart.spec.kind == "progress":
        assert said == ([series.status] if series.status else [])


def check_movement(shown: Shown) -> None:
    """A chart shows no tick where the row is off track or at risk, and no diamond where it is on track."""
    chart = shown.charts.get("change")
    for series in chart.spec.series if chart is not None else ():
        assert series.mark is not None
        verdicts = shown.measure.results["Q2"].verdicts
        if len(verdicts) == 1 and series.mark in ("better", "worse"):
            [verdict] = verdicts
            assert verdict.cause == "no-goal" or verdict.status is not None
            assert verdict.status not in (("at-risk", "off-track") if series.mark == "better" else ("on-track", "done"))


def check_numbers(shown: Shown) -> None:
    """What the reader refused is drawn nowhere, and the badge cuts no number out of it."""
    [*verdicts] = shown.measure.results["Q2"].verdicts
    if len(shown.measure.chart_lines) > 1 or shown.measure.chart_lines[0].of or len(verdicts) != 1:
        return
    is_of_goal = "in the goal" in verdicts[0].reason  # then the result itself may have been read
    if verdicts[0].cause in REFUSED and verdicts[0].figure is None and not is_of_goal:
        for kind in ("change", "progress", "trend", "compare"):
            assert not any(_reported_values(shown.charts.get(kind))), kind
        lines = shown.measure.results["Q2"].lines
        assert shown.badge in ("–", lines[0].text.plain if lines and lines[0].text else "–")


def _reported_values(chart: Chart | None) -> list[float | None]:
    """Return the values of the reported period that a chart draws."""
    if chart is None or "Q2" not in chart.spec.categories:
        return []
    index = chart.spec.categories.index("Q2")
    return [series.values[index] for series in chart.spec.series]


def check(written: dict[str, Any]) -> None:
    for shown in shown_metrics(written):
        check_marks(shown)
        check_movement(shown)
        check_numbers(shown)


@given(written=decks)
@settings(AGREE, max_examples=30, derandomize=True)
def test_every_place_shows_the_same_verdict(written: dict[str, Any]) -> None:
    check(written)


def test_no_chart_praises_what_its_author_calls_at_risk() -> None:
    """The figure is in the range of its goal, and moved in the better direction."""
    result = {"text": "3%", "status": "at-risk"}
    goal = {"at_least": "2", "at_most": "129", "unit": "%"}
    check(
        {
            "statuses": "none",
            "metrics": [{"goal": goal, "quarters": {"Q1": "51.8%", "Q2": result}, "baseline": "106.1%"}],
        }
    )


@pytest.mark.slow
@given(written=decks)
@settings(AGREE, max_examples=EXAMPLES * 10)
def test_every_place_shows_the_same_verdict_in_many_decks(written: dict[str, Any]) -> None:
    check(written)
