"""Sheets and mails for owners: what they show, what may be filled in, and that they are read back unchanged."""

from __future__ import annotations

import io
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from result_projects import make_deck, opened

from deckgen.results import ResultState, StatusEntry, Verdict, apply_updates, status_entries
from deckgen.results.mails import Attachment, mail_bytes
from deckgen.results.owner_sheets import OwnerSheet, SheetColumn, SheetLine, csv_text, owner_sheets
from deckgen.results.sheet_rows import SheetError
from deckgen.results.sheet_workbook import workbook_bytes
from deckgen.results.sheets import read_all, read_sheet
from deckgen.results.status_words import status_words
from sample_projects import Q2, make_project

METRICS = """\
readers:
  name: Readers
  baseline: 79%[^est]
  goal: 80%[^est]
  owner: Data
  plan: Two pilots, **then** all
  forecast: 85%
  quarters:
    Q1: 82%[^est]
    Q2:
      text: "+40%[^est] of all"
      status: off-track
      because: "**Exams** in May"
      back_on_track: In Q4[^est]
      plan: 81%[^est]
      comment: |-
        =1+1
        _x0041_ 'quoted
    Q3: {plan: "83%[^est]", forecast: 82%}
"""
ROW = "kind: key-results\nrows:\n  - name: One\n    quarters:\n      Q2: 5%\n"
MARK = "  # REWRITE for Q2 FY20-21: headline, rows (still as for Q1 FY20-21). Delete this line when it is done.\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    slide = "kind: metrics\ntitle: M\nheadline: Old finding\nowner: Ada\nrows:\n  - metric: readers\n"
    files = {"data/metrics.yaml": METRICS, "data/footnotes.yaml": "est: {text: Estimated}\n"}
    words = {"words": {"off-track": "Rot"}}
    folder = make_project(tmp_path, slide, files=files, verdicts=words, owners={"Data": "data@example.org"})
    part = folder / "part.yaml"
    part.write_text(part.read_text().replace("  - kind: metrics\n", f"{MARK}  - kind: metrics\n"))
    return folder


def sheets_of(folder: Path) -> dict[str, OwnerSheet]:
    loaded = opened(folder)
    return owner_sheets(status_entries(loaded), loaded.deck.period, status_words(loaded.deck))


def page_of(data: bytes) -> Worksheet:
    return cast(Worksheet, load_workbook(io.BytesIO(data))["results"])


def test_sheet_shows_fields_without_marks_and_the_last_period(deck: Path) -> None:
    sheet = sheets_of(deck)["Data"]
    shown = dict(zip([column.header for column in sheet.columns], sheet.lines[0].cells, strict=True))
    assert shown == {
        "id": "readers", "section": "Part", "what": "Readers", "goal": "80%", "baseline": "79%", "before (Q1)": "82%",
        "planned (Q2)": "81%", "Q2 FY20-21": "+40% of all", "status": "Rot", "because": "Exams in May", "next": "",
        "back on track": "In Q4", "plan (Q3)": "83%", "plan as a whole": "Two pilots, then all", "forecast": "85%",
        "comment": "=1+1\n_x0041_ 'quoted", "state": "filled",
    }  # fmt: skip
    assert [sheet.columns[n].header for n in sorted(sheet.lines[0].inputs)] == [
        "Q2 FY20-21", "status", "because", "next", "back on track", "plan (Q3)", "plan as a whole", "forecast", "comment",
    ]  # fmt: skip


def test_columns_without_anything_to_show_are_left_out(tmp_path: Path) -> None:
    [sheet] = sheets_of(make_project(tmp_path, ROW)).values()
    headers = [column.header for column in sheet.columns]
    assert {"baseline", "planned (Q2)", "plan as a whole"}.isdisjoint(headers)
    assert {"back on track", "plan (Q3)"} <= set(headers)


def test_last_period_of_a_year_has_no_column_for_the_next_plan(tmp_path: Path) -> None:
    [sheet] = sheets_of(make_project(tmp_path, ROW, quarter="Q4")).values()
    assert not [column.header for column in sheet.columns if column.header.startswith("plan")]


def test_text_written_ahead_stands_in_the_column_of_the_plan(tmp_path: Path) -> None:
    [sheet] = sheets_of(make_project(tmp_path, ROW.replace("Q2: 5%", "Q2: 5%\n      Q3: 7%[^a]"))).values()
    shown = dict(zip([column.header for column in sheet.columns], sheet.lines[0].cells, strict=True))
    assert shown["plan (Q3)"] == "7%"


def test_owed_texts_have_lines_with_the_text_that_is_there(deck: Path) -> None:
    headline, rows = sheets_of(deck)["Ada"].lines
    assert (headline.cells[0], headline.cells[4], headline.cells[5], headline.inputs) == (
        "part/metrics#headline", "Old finding", "", frozenset({5, 12}),
    )  # fmt: skip
    assert (rows.cells[0], rows.cells[4], rows.inputs) == (
        "part/metrics#rows", "Not to be filled in here: say in the comment what has changed.", frozenset({12}),
    )  # fmt: skip
    assert sheets_of(deck)["Ada"].columns[12].header == "comment"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_sheet_with_everything_is_read_back_unchanged(deck: Path, suffix: str, tmp_path: Path) -> None:
    sheet, path = sheets_of(deck)["Data"], tmp_path / f"data{suffix}"
    path.write_bytes(csv_text(sheet).encode() if suffix == ".csv" else workbook_bytes(sheet))
    found = read_all(read_sheet(path), path, Q2)
    outcomes, changes = apply_updates(opened(deck), found.updates)
    assert {outcome.verdict for outcome in outcomes} == {Verdict.UNCHANGED}
    assert (len(outcomes), changes, found.refused, found.unused) == (8, [], [], ())


def test_every_state_of_a_deck_is_read_back_unchanged(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    for number, sheet in enumerate(sheets_of(folder).values()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(workbook_bytes(sheet))
        found = read_all(read_sheet(path), path, Q2)
        assert apply_updates(opened(folder), found.updates)[1] == []


def test_workbook_protects_all_but_the_cells_to_fill_in(deck: Path) -> None:
    sheet = sheets_of(deck)["Data"]
    page = page_of(workbook_bytes(sheet))
    assert page.protection.sheet
    assert {cell.protection.locked for cell in page[1]} == {True}
    assert {n for n, cell in enumerate(page[2]) if not cell.protection.locked} == sheet.lines[0].inputs
    assert not page.column_dimensions["A"].protection.locked, "a line below is for a new result"
    assert page.freeze_panes == "B2"
    assert {cell.number_format for row in page.iter_rows() for cell in row} == {"@"}
    assert all(cell.alignment.wrap_text for row in page.iter_rows() for cell in row)
    assert page.column_dimensions["C"].width == sheet.columns[2].width


def test_workbook_offers_the_statuses_of_the_deck(deck: Path) -> None:
    data = workbook_bytes(sheets_of(deck)["Data"])
    book = load_workbook(io.BytesIO(data))
    [choice] = book["results"].data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", "words!$A$1:$A$7", "I2:I102")
    assert book["words"].sheet_state == "hidden"
    assert [row[0].value for row in book["words"].iter_rows()][:3] == ["On track", "At risk", "Rot"]


def test_workbook_is_the_same_at_any_time(deck: Path) -> None:
    sheet = sheets_of(deck)["Data"]
    data = workbook_bytes(sheet)
    assert data == workbook_bytes(sheet)
    assert b"2026" not in data
    assert load_workbook(io.BytesIO(data)).properties.modified.year == 1980


def test_text_too_long_for_a_cell_is_refused() -> None:
    sheet = OwnerSheet((SheetColumn("id", 5),), (SheetLine(("a" * 32_768,), frozenset()),))
    with pytest.raises(SheetError, match="32,768 characters is too long for a cell of a workbook: use --csv"):
        workbook_bytes(sheet)


def mail_of(folder: Path, entries: list[StatusEntry]) -> EmailMessage:
    loaded = opened(folder)
    data = mail_bytes(loaded.deck, "Data", entries, Attachment("data.xlsx", b"sheet"))
    assert data == mail_bytes(loaded.deck, "Data", entries, Attachment("data.xlsx", b"sheet"))
    return cast(EmailMessage, message_from_bytes(data, policy=default))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    return cast(str, body.get_content()).replace("\r\n", "\n")


def test_mail_names_what_is_missing_and_carries_the_sheet(deck: Path) -> None:
    file = deck / "deck.yaml"
    file.write_text(file.read_text() + "results_due: 15 January\n")
    missing = StatusEntry("readers", "Readers", "metric", "Data", "Part", ResultState.MISSING, "f", 1, "?")
    mail = mail_of(deck, [missing])
    assert (mail["To"], mail["Subject"]) == (
        "data@example.org", "Sample deck, Q2 FY20-21: results of Data, due 15 January",
    )  # fmt: skip
    assert mail["X-Unsent"] == "1"
    assert (mail["From"], mail["Date"]) == (None, None)
    text = text_of(mail)
    assert "send it back by 15 January." in text
    assert "What is still missing:\n- Readers (readers)\n" in text
    assert "when it\nwill be back on track, what is planned next" in text
    assert "still holds" not in text, "no texts are owed"
    [sheet] = mail.iter_attachments()
    assert (sheet.get_filename(), sheet.get_content()) == ("data.xlsx", b"sheet")


def test_mail_says_what_to_do_with_a_text_that_still_holds(deck: Path) -> None:
    entries = [entry for entry in status_entries(opened(deck)) if entry.owner == "Ada"]
    assert "A text of a slide that still holds as it is: copy it into the yellow cell" in text_of(
        mail_of(deck, entries)
    )


def test_mail_without_date_and_with_nothing_missing(deck: Path) -> None:
    entries = [entry for entry in status_entries(opened(deck)) if entry.owner == "Data"]
    text = text_of(mail_of(deck, entries))
    assert "send it back.\n" in text
    assert "Nothing is missing." in text
