"""A roll to the next quarter: what changes, what stays, and which texts get a rewrite mark."""

from itertools import pairwise
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.edit import unified_diff
from deckgen.periods import read_period
from deckgen.reader import parse
from deckgen.reader.rewrite_marks import find_marks
from deckgen.resolve.targets import find_targets
from deckgen.results import OpenDeck, open_deck
from deckgen.results.status import ResultState, result_state, status_entries
from deckgen.roll import forward, rewrite_warnings
from sample_projects import make_project

METRICS = """\
# What we measure
editors:   # the main one
  name: Active editors
  goal: +5% YoY
  quarters:
    Q1: +7.3% YoY
    Q2: +8.1% YoY      # as of January
  parts:
    new:
      name: New markets
      quarters: {Q1: 23K/mo}
survey:
  name: Survey
  goal: "3.7"
  measured: {every: year, in: Q2}
  quarters:
    Q2: "3.82"
people:
  name: Diversity
  measures:
    - of: Women
      quarters:
        Q1: 11%
"""
TEXT = "kind: objective\nheadline: All went well\nobjective: Keep editors safe.\nupdates:\n  - All is well.\n"
RESULTS = """\
kind: key-results
rows:
  - metric: editors
    quarters:
      Q2: As shown here
  - id: tools
    name: Tools
    goal: 2 tools
    quarters:
      Q1: Prototype
"""
OLD = "kind: key-results\nid: old\ntitle: Then\nas_of: Q1\nnotes: As it was.\nrows:\n  - {metric: survey}\n"
LASTING = "kind: metrics\ntitle: How we measure\nmetrics: [editors, survey, people]\n"


def make_deck(root: Path, **deck: str) -> Path:
    return make_project(root, TEXT, RESULTS, OLD, LASTING, files={"data/metrics.yaml": METRICS}, **deck)


def opened(folder: Path) -> OpenDeck:
    deck = open_deck(folder)
    assert isinstance(deck, OpenDeck)
    assert not deck.is_broken, deck.issues
    return deck


def roll(folder: Path) -> forward.RollResult:
    deck = opened(folder)
    rolled = forward.roll(deck)
    deck.write(rolled.changes, "roll")
    return rolled


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def delete_marks(folder: Path) -> None:
    """Delete the rewrite marks, as people do when they have rewritten the texts."""
    for file in folder.rglob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "# REWRITE" not in line), encoding="utf-8")


@pytest.mark.parametrize(
    ("quarter", "year", "after"),
    [
        ("Q1", "FY20-21", "Q2 FY20-21"),
        ("Q4", "FY20-21", "Q1 FY21-22"),
        ("Q4", "FY98-99", "Q1 FY99-00"),
        ("Q4", "FY08-09", "Q1 FY09-10"),
    ],
)
def test_next_period_after_q4_is_q1_of_the_next_year(quarter: str, year: str, after: str) -> None:
    period = read_period(f"{quarter} {year}")
    assert period is not None
    assert str(period.next) == after


def test_results_of_the_year_stay_and_due_ones_get_an_empty_entry(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    rolled = roll(folder)
    assert "quarter: Q3" in read(folder, "deck.yaml")
    assert "fiscal_year: FY20-21" in read(folder, "deck.yaml")
    after = METRICS.replace("# as of January\n", "# as of January\n    Q3:\n").replace(
        "Q1: 11%\n", "Q1: 11%\n        Q3:\n"
    )
    assert read(folder, "data/metrics.yaml") == after
    assert (str(rolled.before), str(rolled.after), rolled.mark_count) == ("Q2 FY20-21", "Q3 FY20-21", 1)


def test_only_texts_about_the_quarter_are_marked(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    before = read(folder, "part.yaml")
    roll(folder)
    mark = (
        "  # REWRITE for Q3 FY20-21: headline, updates (still as for Q2 FY20-21). Delete this line when it is done.\n"
    )
    after = before.replace("  - kind: objective", mark + "  - kind: objective").replace(
        "Q1: Prototype\n", "Q1: Prototype\n          Q3:\n"
    )
    assert read(folder, "part.yaml") == after


@pytest.mark.parametrize(
    ("slide", "marked"),
    [
        ("kind: chart\ntitle: C\nchart: {kind: trend, metrics: [editors]}\n", ""),
        ("kind: chart\ntitle: C\nchart: {categories: [a, b], series: [{name: n, values: [1, 2]}]}\n", "chart"),
        ("kind: chart\ntitle: C\nchart: {metrics: [editors]}\nremarks: [r]\nnotes: n\n", "remarks, notes"),
        ("kind: divider\ntitle: D\n", ""),
        ("kind: table\ntitle: T\ncolumns: [a]\nrows: [[x]]\n", "rows"),
    ],
)
def test_lasting_fields_of_a_kind_are_not_marked(tmp_path: Path, slide: str, marked: str) -> None:
    folder = make_project(tmp_path, LASTING, slide, files={"data/metrics.yaml": METRICS})
    roll(folder)
    marked_fields = [
        mark.what.split(" (")[0] for mark in find_marks(opened(folder).deck.documents["content/sample/part.yaml"])
    ]
    assert marked_fields == ([marked] if marked else [])


def test_row_that_overrides_a_metric_gets_no_empty_entry(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    roll(folder)
    row = opened(folder).deck.sections[0].slides[1].content.rows[0]  # type: ignore[attr-defined]
    assert list(row.quarters) == ["Q2"]


def test_new_year_archives_the_results_under_the_old_year(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, quarter="Q4")
    rolled = roll(folder)
    assert "quarter: Q1" in read(folder, "deck.yaml")
    assert "fiscal_year: FY21-22" in read(folder, "deck.yaml")
    metrics = read(folder, "data/metrics.yaml")
    assert "  FY20-21:\n    Q1: +7.3% YoY\n    Q2: +8.1% YoY      # as of January\n  quarters:\n    Q1:\n" in metrics
    assert "FY20-21: {Q1: 23K/mo}" in metrics
    assert '  FY20-21:\n    Q2: "3.82"\n' in metrics
    deck = opened(folder).deck
    assert {id_: dict(metric.quarters) for id_, metric in deck.metrics.items()} == {
        "editors": {"Q1": None}, "survey": {}, "people": {},
    }  # fmt: skip
    earlier = deck.metrics["editors"].earlier["FY20-21"]["Q2"]
    assert earlier is not None
    assert earlier.text is not None
    assert earlier.text.raw == "+8.1% YoY"
    assert rolled.mark_count == 5
    assert metrics.count("# REWRITE for Q1 FY21-22: goal, baseline (still those of FY20-21)") == 2


def test_second_new_year_is_archived_next_to_the_first(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, quarter="Q4")
    for _ in range(8):
        roll(folder)
        delete_marks(folder)
    deck = opened(folder).deck
    assert (deck.period.name, str(deck.period.year)) == ("Q4", "FY22-23")
    assert list(deck.metrics["editors"].earlier) == ["FY20-21", "FY21-22"]


def test_marks_are_warnings_until_they_are_deleted(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    roll(folder)
    warnings = [d for d in pipeline.lay_out(folder).issues if d.code == "to-rewrite"]
    assert [d.message for d in warnings] == [
        "still to be rewritten for Q3 FY20-21: headline, updates (still as for Q2 FY20-21)"
    ]
    assert warnings[0].severity == "warning"
    delete_marks(folder)
    assert not list(rewrite_warnings(opened(folder).deck.documents.values()))


MARK_IN_TEXT = """\
a: |
  text
  # REWRITE for Q3 FY20-21: x
b: 1
# REWRITE for Q3 FY20-21: y. Delete this line when it is done.
c: 2
"""


def test_line_of_a_text_is_not_a_mark() -> None:
    document, _ = parse(MARK_IN_TEXT, "f.yaml")
    assert document is not None
    assert [mark.what for mark in find_marks(document)] == ["y"]


def test_roll_retains_windows_line_breaks_and_byte_order_mark(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    for file in folder.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    rolled = roll(folder)
    for change in rolled.changes:
        data = change.path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n")
    assert len(list(rewrite_warnings(opened(folder).deck.documents.values()))) == 1


def test_roll_replaces_only_the_quarter_and_writes_no_files(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    rolled = forward.roll(opened(folder))
    text = unified_diff(rolled.changes)
    assert [line for line in text.splitlines() if line.startswith("-") and not line.startswith("---")] == [
        "-quarter: Q2"
    ]
    assert "quarter: Q2" in read(folder, "deck.yaml")


AHEAD = """\
people:
  name: People
  quarters:
    Q2: "200"
    Q3: 300 planned   # said at the kick-off
    Q4: "400"
visits:
  name: Visits
  quarters: {Q2: 12, Q3: "20, at last"}
story:
  name: Story
  quarters:
    Q2: Told
    Q3: |
      First line
      and a second: with a colon
  parts:
    new:
      name: New
      quarters:
        Q3:
          text: 5 of 6   # as agreed
          because: Late start
  measures:
    - of: Women
      quarters:
        Q2: 11%
        Q3: {text: 12%, plan: 13%}
planned:
  name: Planned
  quarters:
    Q2: Told
    Q3: {plan: 300}
    Q4:
"""
ROLLED_AHEAD = """\
people:
  name: People
  quarters:
    Q2: "200"
    Q3:   # said at the kick-off
      plan: 300 planned
    Q4: "400"
visits:
  name: Visits
  quarters: {Q2: 12, Q3: {plan: "20, at last"}}
story:
  name: Story
  quarters:
    Q2: Told
    Q3:
      plan: |-
        First line
        and a second: with a colon
  parts:
    new:
      name: New
      quarters:
        Q3:
          plan: 5 of 6   # as agreed
          because: Late start
  measures:
    - of: Women
      quarters:
        Q2: 11%
        Q3: {forecast: 12%, plan: 13%}
planned:
  name: Planned
  quarters:
    Q2: Told
    Q3: {plan: 300}
    Q4:
"""


def make_deck_written_ahead(root: Path, metrics: str = AHEAD) -> Path:
    slide = "kind: metrics\ntitle: M\nmetrics: [people, visits, story, planned]\n"
    return make_project(root, slide, files={"data/metrics.yaml": metrics})


def test_text_written_ahead_becomes_the_plan_of_its_period(tmp_path: Path) -> None:
    folder = make_deck_written_ahead(tmp_path)
    rolled = roll(folder)
    assert read(folder, "data/metrics.yaml") == ROLLED_AHEAD
    assert (rolled.plan_count, rolled.mark_count) == (5, 0)
    targets = {target.id: target for target in find_targets(opened(folder).deck)}
    states = {id_: result_state(target, opened(folder).deck.period, "en") for id_, target in targets.items()}
    assert set(states.values()) == {ResultState.MISSING}


def test_text_written_ahead_on_a_slide_becomes_a_plan(tmp_path: Path) -> None:
    slide = "kind: key-results\nrows:\n  - metric: editors\n    quarters:\n      Q3: As planned\n"
    folder = make_project(tmp_path, slide, LASTING, files={"data/metrics.yaml": METRICS})
    assert roll(folder).plan_count == 1
    assert "          Q3:\n            plan: As planned\n" in read(folder, "part.yaml")


def test_status_written_ahead_is_marked(tmp_path: Path) -> None:
    metrics = """\
    people:
      name: People
      quarters:
        Q2: "200"
        Q3:
          text: 300 planned
          status: on-track
    visits: {name: Visits, quarters: {Q2: 12, Q3: {value: 20}}}
    story: {name: Story, quarters: {Q3: {status: paused, text: Until Q4}}}
    planned: {name: Planned, quarters: {Q3: {plan: 5, forecast: 6, text: 7}}}
    """
    folder = make_deck_written_ahead(tmp_path, metrics)
    assert roll(folder).mark_count == 3
    after = read(folder, "data/metrics.yaml")
    mark = "# REWRITE for Q3 FY20-21: {} (written before Q3). Delete this line when it is done.\n"
    assert f"{mark.format('status')}    Q3:\n      plan: 300 planned\n      status: on-track\n" in after
    assert f"{mark.format('value')}visits: {{" in after
    assert f"{mark.format('text')}planned: {{" in after
    states = {entry.id: entry.state for entry in status_entries(opened(folder)) if entry.target is not None}
    assert states["people"] is ResultState.REWRITE


@pytest.mark.parametrize("entry", ["Paused until spring", "No data yet", "{status: no-data, text: Not measured}"])
def test_pause_written_ahead_stays_a_result(tmp_path: Path, entry: str) -> None:
    folder = make_deck_written_ahead(tmp_path, AHEAD.replace("300 planned", entry))
    rolled = roll(folder)
    assert (rolled.plan_count, rolled.mark_count) == (4, 0)
    assert f"    Q3: {entry}   # said at the kick-off\n" in read(folder, "data/metrics.yaml")


def test_text_written_ahead_for_a_month_becomes_a_plan(tmp_path: Path) -> None:
    metrics = "people: {name: People, periods: {2026-03: 12, 2026-04: 20 planned}}\n"
    slide = "kind: metrics\ntitle: M\nmetrics: [people]\n"
    folder = make_project(tmp_path, slide, files={"data/metrics.yaml": metrics})
    deck = (
        read(folder, "deck.yaml")
        .replace("quarter: Q2", "period: 2026-03")
        .replace("fiscal_year: FY20-21", "year: 2026")
    )
    (folder / "deck.yaml").write_text(deck, encoding="utf-8")
    assert roll(folder).plan_count == 1
    assert "2026-04: {plan: 20 planned}" in read(folder, "data/metrics.yaml")


def test_plan_does_not_survive_as_a_result_over_several_rolls(tmp_path: Path) -> None:
    folder = make_deck_written_ahead(tmp_path)
    for period in ("Q3", "Q4"):
        roll(folder)
        row = opened(folder).deck.metrics["people"]
        assert (entry := row.quarters[period]) is not None
        assert entry.text is None
    assert '    Q4:\n      plan: "400"\n' in read(folder, "data/metrics.yaml")


def test_date_of_the_meeting_is_marked(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, date="28 January 2021")
    roll(folder)
    mark = "# REWRITE for Q3 FY20-21: date (still as for Q2 FY20-21). Delete this line when it is done.\ndate: 28 January 2021\n"
    assert mark in read(folder, "deck.yaml")
    assert opened(folder).deck.period.name == "Q3"


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        ("{id: t, name: Tools, goal: 2 tools}", True),
        ("{id: t, name: Tools, milestones: {Q1-Q2: Prototype}}", True),
        ("{metric: editors, baseline: 99K}", True),
        ("{metric: editors}", False),
    ],
)
def test_rows_with_goals_of_the_old_year_are_marked_in_a_new_year(tmp_path: Path, row: str, marked: bool) -> None:
    slide = f"kind: key-results\nrows:\n  - {row}\n"
    folder = make_project(tmp_path, slide, files={"data/metrics.yaml": METRICS}, quarter="Q4")
    roll(folder)
    assert ("# REWRITE for Q1 FY21-22: rows" in read(folder, "part.yaml")) is marked


def test_plan_and_forecast_of_the_old_year_are_marked(tmp_path: Path) -> None:
    metrics = """\
    people:
      name: People
      plan: Two waves
      quarters: {Q4: {text: 200, forecast: 300}}
    visits: {name: Visits, quarters: {Q4: {text: 12, forecast: 20}}}
    story:
      name: Story
      measures:
        - {of: Women, forecast: 12%, quarters: {Q4: 11%}}
    planned: {name: Planned, quarters: {Q4: 5}}
    """
    slide = "kind: metrics\ntitle: M\nmetrics: [people, visits, story, planned]\n"
    folder = make_project(tmp_path, slide, files={"data/metrics.yaml": metrics}, quarter="Q4")
    roll(folder)
    mark = "# REWRITE for Q1 FY21-22: goal, baseline, plan, forecast (still those of FY20-21)."
    marked = [
        below.partition(":")[0]
        for above, below in pairwise(read(folder, "data/metrics.yaml").splitlines())
        if mark in above
    ]
    assert marked == ["people", "story"]
