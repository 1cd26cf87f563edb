"""`history/<period>.yaml`: what `roll` records of a period, and what later periods take from it."""

from pathlib import Path

import pytest
from record_projects import METRICS, RESULTS, SHOWN, deckgen, delete_marks, edit, make_deck, opened

from deckgen.build import pipeline
from deckgen.diagnostics import line_and_column
from deckgen.explain import explained_results, sentences
from deckgen.ir.blocks import Table
from deckgen.model.record_files import record_path
from deckgen.records.taking import take_record
from deckgen.records.writing import RecordError, find_record, record_text, write_record
from deckgen.resolve import DeckRows
from deckgen.resolve.movements import arrow

ODD = ["no", "1:30", "- a", "[x]", "a: b", "# c", '"q"', "'s'", "007", "  x\n\ny", "a\\b", "é 中 \U0001f600", "{a}", "&x", "*y",
       "%", "@", "`", "!t", "? k", "true", "~", "a #b", "x:"]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_deck(tmp_path)


@pytest.fixture
def rolled(folder: Path) -> Path:
    """The same deck, one quarter later."""
    assert deckgen("roll", cwd=folder).code == 0
    delete_marks(folder)
    return folder


def restated(folder: Path) -> list[str]:
    """Return what `check` says of restated values: file, line and message."""
    laid_out = pipeline.check(folder)
    found = [issue for issue in laid_out.issues if issue.code == "restated"]
    texts = [(issue, laid_out.sources[issue.span.file]) for issue in found if issue.span is not None]
    assert len(texts) == len(found)
    return [
        f"{issue.span.file.rpartition('/')[2]}:{line_and_column(text, issue.span.start)[0]}: {issue.message}"
        for issue, text in texts
        if issue.span is not None
    ]


def verdict(folder: Path, id_: str, period: str) -> str | None:
    results = explained_results(DeckRows(opened(folder).deck), period)
    return next(result.verdict.status for result in results if result.id == id_)


def test_empty_record_of_an_interrupted_roll_is_none(folder: Path) -> None:
    path = record_path(folder, opened(folder).deck.period)
    path.parent.mkdir()
    path.touch()
    assert find_record(path, folder).record is None
    assert deckgen("build", cwd=folder).code == 0
    assert deckgen("roll", cwd=folder).code == 0
    assert find_record(path, folder).record is not None
    delete_marks(folder)
    path.write_bytes(b"")
    assert deckgen("check", cwd=folder).code == 0, "a later period has nothing to compare with"


def test_roll_records_results_goals_verdicts_and_titles(folder: Path) -> None:
    done = deckgen("roll", cwd=folder)
    assert "content/sample/history/fy20-21-q2.yaml records what was presented" in done.out
    path = record_path(folder, opened(folder).deck.period.previous)
    record = find_record(path, folder).record
    assert record is not None
    assert (record.title, record.year, record.period, record.frozen) == ("Sample deck", "FY20-21", "Q2", None)
    readers, women, men, _, tools = record.results
    assert (readers.id, readers.name, readers.owner, readers.goal) == ("readers", "Readers", "Ada", "80%")
    assert {name: (result.text, result.status) for name, result in readers.results.items()} == {
        "Q1": ("84%", "on-track"), "Q2": ("81%", "on-track"),
    }  # fmt: skip
    assert [(line.id, line.baseline) for line in (women, men)] == [("people/women", "10%"), ("people/men", "10%")]
    assert tools.results["Q1"].text == 'One: "done" # not two\n[as] - planned'
    assert [(slide.id, slide.title) for slide in record.slides] == [
        ("part/metrics", "Readers are back"), ("part/key-results", "Tools"),
    ]  # fmt: skip


def test_dry_run_shows_the_record_and_writes_none(folder: Path) -> None:
    done = deckgen("roll", "--dry-run", cwd=folder)
    assert "+++ b/content/sample/history/fy20-21-q2.yaml" in done.out
    assert "history/fy20-21-q2.yaml would record what was presented" in done.out
    assert not (folder / "history").exists()


@pytest.mark.parametrize("text", ODD)
def test_every_text_reads_back_as_it_was(folder: Path, text: str) -> None:
    record = take_record(DeckRows(opened(folder).deck), [])
    line = record.results[0].model_copy(update={"id": text.strip(), "name": text.strip(), "goal": text.strip()})
    odd = record.model_copy(update={"results": (line,), "title": text.strip()})
    path = record_path(folder, opened(folder).deck.period)
    write_record(path, folder, odd)
    found = find_record(path, folder)
    assert (found.record, found.issues) == (odd, [])


def test_record_that_would_not_read_back_is_refused(folder: Path) -> None:
    record = take_record(DeckRows(opened(folder).deck), []).model_copy(update={"title": " blanks at its ends "})
    with pytest.raises(RecordError, match="cannot be recorded"):
        record_text(record)


def test_changed_past_value_is_named_in_the_next_period(rolled: Path) -> None:
    assert restated(rolled) == []
    edit(rolled, "data/metrics.yaml", "Q1: 84%", "Q1: 79%")
    edit(rolled, "data/metrics.yaml", "    Q2: 81%\n", "")
    edit(rolled, "part.yaml", "status: done", "status: off-track")
    assert restated(rolled) == [
        "part.yaml:17: the status in Q2 of “Tools” was presented as done, and is off-track now",
        "metrics.yaml:6: the result in Q2 of “Readers” was presented as “81%”, and is without a result now",
        "metrics.yaml:7: the result in Q1 of “Readers” was presented as “84%”, and is “79%” now",
    ]


def test_moved_goal_is_named_in_the_next_period(rolled: Path) -> None:
    edit(rolled, "data/metrics.yaml", "goal: 80%", "goal: 70%")
    assert restated(rolled) == ["metrics.yaml:4: the goal of “Readers” was presented as “80%”, and is “70%” now"]


def test_restated_values_can_be_let_pass(rolled: Path) -> None:
    edit(rolled, "data/metrics.yaml", "Q1: 84%", "Q1: 79%")
    text = (rolled / "deck.yaml").read_text(encoding="utf-8")
    for setting in ("[readers]", "off"):
        (rolled / "deck.yaml").write_text(f"{text}checks: {{restated: {setting}}}\n", encoding="utf-8")
        assert restated(rolled) == []


def test_value_of_the_reported_period_is_not_restated(folder: Path) -> None:
    deckgen("roll", cwd=folder)
    edit(folder, "deck.yaml", "quarter: Q3", "quarter: Q2")
    edit(folder, "data/metrics.yaml", "Q2: 81%", "Q2: 79%")
    assert restated(folder) == []


def test_past_verdict_stays_as_it_was_presented(rolled: Path) -> None:
    edit(rolled, "data/metrics.yaml", "goal: 80%", "goal: 90%")
    edit(rolled, "data/metrics.yaml", "Q2: 81%", "Q2: 81%\n    Q3: 84%")
    assert [verdict(rolled, "readers", name) for name in ("Q1", "Q2", "Q3")] == ["on-track", "on-track", "at-risk"]
    (result,) = (r for r in explained_results(DeckRows(opened(rolled).deck), "Q2") if r.id == "readers")
    assert sentences(result)[-1] == "Verdict: on track, it was presented so, and the result is still the same."


def test_verdict_of_a_restated_value_is_computed_again(rolled: Path) -> None:
    edit(rolled, "data/metrics.yaml", "goal: 80%", "goal: 90%")
    edit(rolled, "data/metrics.yaml", "Q2: 81%", "Q2: 82%")
    assert verdict(rolled, "readers", "Q2") == "at-risk"


@pytest.mark.parametrize(
    ("written", "status"), [("{text: 81%, status: off-track}", "off-track"), ("{text: 81%, compare: no}", None)]
)
def test_author_decides_on_a_past_verdict(rolled: Path, written: str, status: str | None) -> None:
    edit(rolled, "data/metrics.yaml", "Q2: 81%", f"Q2: {written}")
    assert verdict(rolled, "readers", "Q2") == status


def test_arrow_against_last_year_reads_the_record(tmp_path: Path) -> None:
    folder = make_deck(
        tmp_path, SHOWN, metrics=METRICS.replace("Q2: 81%", "Q4: 81%\n  against: previous"), quarter="Q4"
    )
    assert deckgen("roll", cwd=folder).code == 0
    edit(folder, "data/metrics.yaml", "  FY20-21:\n    Q1: 84%\n    Q4: 81%\n", "")
    edit(
        folder,
        "data/metrics.yaml",
        "against: previous\n  quarters:\n    Q1:",
        "against: previous\n  quarters:\n    Q1: 85%",
    )
    (result,) = (r for r in explained_results(DeckRows(opened(folder).deck), "Q1") if r.id == "readers")
    assert (arrow(result.line, "Q1"), list(result.line.earlier)) == ("up", ["Q1 FY20-21", "Q4 FY20-21"])


def test_changed_value_of_last_year_is_named(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, SHOWN, metrics=METRICS.replace("Q2: 81%", "Q4: 81%"), quarter="Q4")
    assert deckgen("roll", cwd=folder).code == 0
    assert restated(folder) == []
    edit(folder, "data/metrics.yaml", "Q4: 81%", "Q4: 80%")
    (message,) = restated(folder)
    assert message.endswith("the result in Q4 FY20-21 of “Readers” was presented as “81%”, and is “80%” now")


TURNED_RULE = {"checks": {"verdict-turned": "on"}, "front": ["cover", "scorecard"]}


def turned(folder: Path) -> list[str]:
    """Return what `check` says of verdicts that are others than those of the period before."""
    return [issue.message for issue in pipeline.check(folder).issues if issue.code == "verdict-turned"]


def at_year_end(root: Path) -> Path:
    """A deck with results in the last quarter of a year, rolled to the first quarter of the next."""
    metrics = METRICS.replace("Q2: 81%", "Q4: 81%").replace("Q1: 12%", "Q4: 12%").replace("Q1: 13%", "Q4: 13%")
    folder = make_deck(root, SHOWN, metrics=metrics, quarter="Q4", **TURNED_RULE)
    assert deckgen("roll", cwd=folder).code == 0
    delete_marks(folder)
    return folder


def statuses_in_scorecard(folder: Path) -> list[str]:
    [scorecard] = [slide for slide in pipeline.lay_out(folder).slides if slide.kind == "scorecard"]
    [judged] = [block for block in scorecard.blocks_of(Table) if block.slot == "judged"]
    return [f"{row.cells[0].plain_text}: {row.cells[4].plain_text}" for row in judged.rows]


def test_verdict_of_last_year_is_read_in_the_record(tmp_path: Path) -> None:
    folder = at_year_end(tmp_path)
    edit(folder, "data/metrics.yaml", "Q4: 81%\n  quarters:\n    Q1:\n", "Q4: 81%\n  quarters:\n    Q1: 75%\n")
    assert turned(folder) == ["“Readers” was on-track in Q4 FY20-21 and is at-risk in Q1, and nothing says why"]
    assert statuses_in_scorecard(folder) == ["Readers: At risk (Q4 FY20-21: On track)"]


def test_verdict_of_last_year_has_no_part_where_its_value_was_changed(tmp_path: Path) -> None:
    folder = at_year_end(tmp_path)
    edit(folder, "data/metrics.yaml", "Q4: 81%\n  quarters:\n    Q1:\n", "Q4: 83%\n  quarters:\n    Q1: 75%\n")
    assert turned(folder) == []
    assert statuses_in_scorecard(folder) == ["Readers: At risk"]


def test_verdicts_of_results_that_were_deleted_are_read_in_the_record(tmp_path: Path) -> None:
    folder = at_year_end(tmp_path)
    new = METRICS.replace("Q1: 84%\n    Q2: 81%", "Q1: 75%").replace("Q1: 12%", "Q1: 5%")
    (folder / "data/metrics.yaml").write_text(new, "utf-8")
    assert statuses_in_scorecard(folder) == [
        "People: Off track (Q4 FY20-21: On track)", "Readers: At risk (Q4 FY20-21: On track)",
    ]  # fmt: skip


def test_verdict_of_a_period_that_was_deleted_is_read_in_the_record(rolled: Path) -> None:
    edit(rolled, "deck.yaml", "fiscal_year:", "checks: {verdict-turned: on}\nfiscal_year:")
    edit(rolled, "data/metrics.yaml", "    Q1: 84%\n    Q2: 81%\n", "    Q3: 75%\n")
    assert turned(rolled) == ["“Readers” was on-track in Q2 and is at-risk in Q3, and nothing says why"]


def test_existing_record_is_kept_and_its_differences_named(folder: Path) -> None:
    deck = opened(folder).deck
    path = record_path(folder, deck.period)
    write_record(path, folder, take_record(DeckRows(deck), [("part/metrics", "Then")]))
    before = path.read_bytes()
    edit(folder, "data/metrics.yaml", "Q2: 81%", "Q2: 82%")
    done = deckgen("roll", cwd=folder)
    assert "changed since then: readers, part/metrics, part/key-results" in done.out
    assert path.read_bytes() == before
    delete_marks(folder)
    assert [text.partition(": ")[2] for text in restated(folder)] == [
        "the result in Q2 of “Readers” was presented as “81%”, and is “82%” now"
    ]


HEAD = "format: 1\ntitle: T\nyear: FY20-21\nperiod: Q2\n"
LINE = "results:\n  - {{id: a, name: A, results: {{Q2: {{{}}}}}}}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace("Q2", "Q1"), ":4:9: error: this is the record of Q1 FY20-21, but its name is"),
        (HEAD.replace("FY20-21", "now"), ":4:9: error: this is the record of Q2 now"),
        (HEAD + LINE.format("status: x"), ":6:45: error: `x` is not known here"),
        (HEAD + LINE.format("value: twelve"), ":6:44: error: "),
        ("\0", ":1:1: error: this is not a text file"),
    ],
)
def test_unsound_record_is_an_error_with_a_remedy(rolled: Path, text: str, message: str) -> None:
    record_path(rolled, opened(rolled).deck.period.previous).write_text(text, encoding="utf-8")
    done = deckgen("check", cwd=rolled)
    assert done.code == 1
    assert f"content/sample/history/fy20-21-q2.yaml{message}" in done.err
    assert "hint: deckgen wrote this file: restore it, for example with git; if it is deleted, changes" in done.err


def test_roll_stops_at_an_unsound_record_of_its_period(folder: Path) -> None:
    path = record_path(folder, opened(folder).deck.period)
    path.parent.mkdir()
    path.write_text("format: 1\n", encoding="utf-8")
    done = deckgen("roll", cwd=folder)
    assert done.code == 1
    assert "`title` is missing here" in done.err
    assert done.err.endswith("sample: fix these errors first; nothing was changed\n")
    assert path.read_text(encoding="utf-8") == "format: 1\n"
    assert opened(folder).deck.period.name == "Q2"


def test_file_with_another_name_is_reported_as_not_read(rolled: Path) -> None:
    (rolled / "history/last-time.yaml").write_text("x: y\n", encoding="utf-8")
    (rolled / "history/notes.txt").write_text("x", encoding="utf-8")
    done = deckgen("check", cwd=rolled)
    assert "history/last-time.yaml: warning: this file is not read: history/ has a file for each period" in done.err
    assert "notes.txt" not in done.err


def test_the_latest_record_counts_also_over_the_end_of_a_year(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, SHOWN, RESULTS)
    for expected in ("Q2 FY20-21", "Q3 FY20-21", "Q4 FY20-21", "Q1 FY21-22"):
        delete_marks(folder)
        assert deckgen("roll", cwd=folder).code == 0
        records = opened(folder).deck.records
        assert records is not None
        assert str(records.last_period) == expected
    assert len(list((folder / "history").iterdir())) == 4
