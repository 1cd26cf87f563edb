"""Decks that report quarters, half-years, trimesters and months: from `new` over `set`, `fill` and `status` to the next year."""

import contextlib
import csv
import datetime
import io
import re
import shutil
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from jsonschema import Draft7Validator
from openpyxl import Workbook
from pptx import Presentation
from typer.testing import CliRunner

from deckgen import schema
from deckgen.cli import app
from deckgen.model import Deck
from deckgen.results import OpenDeck, open_deck


class Year(NamedTuple):
    """One organisation: the options of `new`, the two last periods of its year, the first of the next, and what a cover says."""

    options: tuple[str, ...]
    periods: tuple[str, str, str]
    next_year: str
    key: str
    cover: str
    files: tuple[str, str, str]


YEARS = {
    "calendar year of months": Year(
        ("--period", "2026-11"), ("2026-11", "2026-12", "2027-01"), "2027", "periods", "Monthly review · November 2026",
        ("2026-11", "2026-12", "2027-01"),
    ),
    "fiscal year of months": Year(
        ("--period", "2025-05", "--year", "2024/25", "--year-starts", "2024-07"), ("2025-05", "2025-06", "2025-07"), "2025/26",
        "periods", "Monthly review · May 2025 (2024/25)", ("2024-25-2025-05", "2024-25-2025-06", "2025-26-2025-07"),
    ),
    "half-years": Year(
        ("--period", "H1 2026"), ("H1", "H2", "H1"), "2027", "periods", "Half-year review · H1 2026",
        ("2026-h1", "2026-h2", "2027-h1"),
    ),
    "trimesters": Year(
        ("--period", "T2", "--year", "2024–25"), ("T2", "T3", "T1"), "2025–26", "periods", "Trimester review · T2 2024–25",
        ("2024-25-t2", "2024-25-t3", "2025-26-t1"),
    ),
    "quarters of FY2025": Year(
        ("--period", "Q3", "--year", "FY2025"), ("Q3", "Q4", "Q1"), "FY2026", "quarters", "Quarterly review · Q3 FY2025",
        ("fy2025-q3", "fy2025-q4", "fy2026-q1"),
    ),
    "quarters of 2024/25": Year(
        ("--quarter", "Q3 2024/25"), ("Q3", "Q4", "Q1"), "2025/26", "quarters", "Quarterly review · Q3 2024/25",
        ("2024-25-q3", "2024-25-q4", "2025-26-q1"),
    ),
}  # fmt: skip


@cache
def validators() -> dict[str, Draft7Validator]:
    """A validator for each schema."""
    return {name: Draft7Validator(of_file) for name, of_file in schema.schemas().items()}


def deckgen(*arguments: str, cwd: Path, code: int = 0) -> str:
    """Run a command; return what it printed."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(app, arguments, env={"DECKGEN_DEBUG": None})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result.output


def opened(folder: Path) -> Deck:
    deck = open_deck(folder)
    assert isinstance(deck, OpenDeck)
    assert not [issue for issue in deck.issues if issue.severity == "error"]
    return deck.deck


def texts(path: Path) -> list[str]:
    """Return the texts of all slides of a presentation, cells of tables included."""
    shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame] + cells


def remove_marks(folder: Path) -> None:
    for path in folder.rglob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "# REWRITE" not in line), encoding="utf-8")


@pytest.fixture(scope="module", params=YEARS)
def year(request: pytest.FixtureRequest) -> Year:
    return YEARS[request.param]


@pytest.fixture(scope="module")
def new_project(tmp_path_factory: pytest.TempPathFactory, year: Year) -> Path:
    """The project that `new` writes, which no test changes."""
    folder = tmp_path_factory.mktemp("new")
    deckgen("new", "p", "--title", "Sample", *year.options, cwd=folder)
    return folder / "p"


@pytest.fixture
def project(tmp_path: Path, new_project: Path) -> Path:
    return Path(shutil.copytree(new_project, tmp_path / "p"))


def test_a_new_deck_is_built_under_the_name_of_its_period(project: Path, year: Year) -> None:
    warnings = re.findall(r"warning: .* \[([\w-]+)\]$", deckgen("check", cwd=project), re.MULTILINE)
    assert set(warnings) == {"placeholder"}
    deckgen("build", cwd=project)
    assert [path.name for path in (project / "output").iterdir()] == [f"p-{year.files[0]}.pptx"]
    assert year.cover in texts(project / "output" / f"p-{year.files[0]}.pptx")


def test_a_result_is_set_and_shown_in_the_status(project: Path, year: Year) -> None:
    now, later, _ = year.periods
    assert f"satisfaction {now}: “76%” → “81%”" in deckgen("set", "satisfaction", now.lower(), "81%", cwd=project)
    assert f"the deck reports {now}: `deckgen roll` makes this the plan for {later}" in deckgen(
        "set", "satisfaction", later, "82%", cwd=project
    )
    metrics = (project / "content/p/data/metrics.yaml").read_text(encoding="utf-8")
    assert f"  {year.key}:\n    {now}: 81%\n    {later}: 82%\n" in metrics
    assert f"p: {opened(project / 'content/p').period}, 6 of 6 there, 0 owed" in deckgen("status", cwd=project)
    assert f"'Q9' is no {opened(project / 'content/p').period.system.noun} of" in deckgen(
        "set", "satisfaction", "Q9", "1", cwd=project, code=2
    )


def test_sheets_of_the_status_are_filled(project: Path, year: Year) -> None:
    now = year.periods[0]
    deckgen("set", "satisfaction", now, "", cwd=project)
    deckgen("status", "--csv", "sheets", cwd=project)
    (sheet,) = (project / "sheets").iterdir()
    assert sheet.name == f"p-{year.files[0]}-your-name.csv"
    header, *rows = csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"), newline=""))
    (row,) = (row for row in rows if row[0] == "satisfaction")
    row[header.index("status") - 1] = "88%"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    assert f"changed  satisfaction {now}: – → “88%”" in deckgen("fill", "sheets", cwd=project)
    deckgen("fill", "sheets", cwd=project)


def test_a_deck_is_rolled_over_the_end_of_its_year(project: Path, year: Year) -> None:
    folder, (now, last, first) = project / "content/p", year.periods
    before = opened(folder).period
    assert deckgen("roll", cwd=project).startswith(f"p: {before} → {before.next}, ")
    assert opened(folder).period == before.next
    deckgen("set", "satisfaction", last, "82%", cwd=project)
    deckgen("build", cwd=project)
    remove_marks(folder)
    assert "roll" not in deckgen("check", cwd=project)
    deckgen("roll", cwd=project)
    deck = opened(folder)
    assert (deck.period, str(deck.period.year), deck.period.name) == (before.next.next, year.next_year, first)
    metrics = (folder / "data/metrics.yaml").read_text(encoding="utf-8")
    old_year = str(before.year)
    archived = rf'  "?{re.escape(old_year)}"?:\n    {now}: 76%\n    {last}: 82%\n  {year.key}:\n    {first}:\n'
    assert re.search(archived, metrics)
    satisfaction = deck.metrics["satisfaction"]
    assert dict(satisfaction.results) == {first: None}
    assert list(satisfaction.earlier) == [old_year]
    deckgen("set", "satisfaction", first, "83%", cwd=project)
    deckgen("build", cwd=project)
    assert {path.name for path in (project / "output").iterdir()} == {f"p-{name}.pptx" for name in year.files[1:]}
    assert f"still to be rewritten for {deck.period}: " in deckgen("check", cwd=project)


def test_editors_accept_the_files_before_and_after_the_end_of_a_year(project: Path, year: Year) -> None:
    folder = project / "content/p"
    for _ in range(3):
        for path in folder.rglob("*.yaml"):
            names = {"data": path.stem, "history": "record"}
            name = names.get(path.parent.name, "deck" if path.name == "deck.yaml" else "section")
            data = yaml.load(path.read_text(encoding="utf-8").replace("organisation:\n", ""), yaml.BaseLoader)
            assert [error.message for error in validators()[name].iter_errors(data)] == []
        remove_marks(folder)
        deckgen("roll", cwd=project)


def test_a_month_that_a_spreadsheet_made_a_date_of_is_read(tmp_path: Path) -> None:
    deckgen("new", "p", "--period", "2026-03", cwd=tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", datetime.date(2026, 3, 1), datetime.date(2026, 3, 15)])
    sheet.append(["satisfaction", "90%", "ignored"])
    book.save(tmp_path / "p" / "r.xlsx")
    assert "changed  satisfaction 2026-03: “76%” → “90%”" in deckgen("fill", "r.xlsx", cwd=tmp_path / "p")
    (tmp_path / "p" / "r.csv").write_text("metric,month,value\nsatisfaction,2026-02,70%\nsatisfaction,2025-12,7%\n")
    out = deckgen("fill", "r.csv", "--period", "2026-02", cwd=tmp_path / "p", code=1)
    assert "changed  satisfaction 2026-02: – → “70%”" in out
    assert "'2025-12' is no month of 2026: write 2026-01 to 2026-12" in out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--period", "H1"), "'H1' is no period with its year: write it like Q2 FY20-21, H1 2026"),
        (("--year", "2026"), "--year 2026 needs --period"),
        (("--period", "2024-11", "--year", "2024/25"), "the first month of a fiscal year with --year-starts 2024-07"),
        (("--period", "2024-11 2024/25", "--year-starts", "July"), "is no period with its year"),
        (("--period", "2024-11 2024/25", "--year-starts", "2025-07"), "is no period with its year"),
        (("--period", "Q2 2024/25", "--year-starts", "2024-07"), "--year-starts is only for a year of months"),
        (("--period", "Q2", "--year", "2024/26"), "'Q2 2024/26' is no period with its year"),
    ],
)
def test_new_says_what_is_missing_of_a_period(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    assert message in deckgen("new", "p", *options, cwd=tmp_path, code=2)
    assert not (tmp_path / "p").exists()
