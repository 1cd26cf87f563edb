"""Sheets of the usual spreadsheet programs are read, and sheets for owners are read back unchanged."""

import contextlib
import csv
import datetime
import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from result_projects import make_deck, opened

from deckgen.model import PeriodResult, RichText
from deckgen.results import ResultState, ResultUpdate, StatusEntry, Target, UpdateOutcome, sheets, status_entries
from deckgen.results.owner_sheets import csv_text, file_names, owner_sheets
from deckgen.results.workbook import format_number
from sample_projects import Q2

HEADERS = [
    "id", "section", "what", "goal", "before (Q1)", "Q2 FY20-21", "status", "because", "next", "back on track", "plan (Q3)",
    "forecast", "comment", "state",
]  # fmt: skip
ROWS = "id,what,Q2\neditors,Active editors,+9% YoY\nsurvey,Café,3.82\n"


def csv_texts(entries: list[StatusEntry]) -> dict[str, str]:
    return {owner: csv_text(sheet) for owner, sheet in owner_sheets(entries, Q2, {}).items()}


def read(path: Path, data: bytes | str) -> tuple[list[ResultUpdate], list[UpdateOutcome]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return sheets.read_updates(sheets.read_sheet(path), path, Q2)


def fields(updates: list[ResultUpdate]) -> list[tuple[str, str, str]]:
    return [(update.id, update.period, update.text) for update in updates]


@pytest.mark.parametrize(
    "data",
    [
        ROWS.encode(),
        b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode(),
        ROWS.replace(",", ";").encode(),
        ROWS.replace(",", "\t").encode("utf-16"),
        ROWS.encode("cp1252"),
        b"sep=;\r\n" + ROWS.replace(",", ";").encode(),
        ("Results of the Product team\n\n" + ROWS).encode(),
        ROWS.replace("id,", "ID ,").replace("Q2", "q2 FY20-21").encode(),
        ROWS.replace("+9% YoY", "'+9% YoY").encode(),
    ],
    ids=[
        "plain",
        "excel utf-8",
        "semicolons",
        "unicode text",
        "windows",
        "sep line",
        "title above",
        "headers",
        "guarded",
    ],
)
def test_csv_of_every_usual_program_is_read(tmp_path: Path, data: bytes) -> None:
    updates, refused = read(tmp_path / "r.csv", data)
    assert fields(updates) == [("editors", "Q2", "+9% YoY"), ("survey", "Q2", "3.82")]
    assert not refused


def test_windows_1252_file_is_read_with_a_remark(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(ROWS.encode("cp1252"))
    assert "Windows-1252" in sheets.read_sheet(tmp_path / "r.csv").remark


def test_line_numbers_are_correct_after_cells_with_line_breaks(tmp_path: Path) -> None:
    updates, refused = read(tmp_path / "r.csv", 'id,Q1,Q2\na,"one\n\ntwo",\nb,,=1+1\n,,x\n')
    assert fields(updates) == [("a", "Q1", "one\n\ntwo")]
    assert [(o.update.source, o.reason) for o in refused] == [
        ("line 5", "'=1+1' is a formula: type the result as text"),
        ("line 6", "the line of “x” has a result, but no id"),
    ]


def test_sheet_with_a_column_for_the_quarter_is_read(tmp_path: Path) -> None:
    updates, refused = read(tmp_path / "r.csv", "metric,quarter,value\na,q1,5%\nb,Q5,6%\nc,Q2,\n")
    assert fields(updates) == [("a", "Q1", "5%")]
    assert refused[0].reason == "'Q5' is no quarter of FY20-21: write Q1, Q2, Q3 or Q4"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("id,value\na,1\n", [("a", "Q2", "text", "1")]),
        ("id,because,next\na,why,\n", [("a", "Q2", "because", "why")]),
        ("id,plan (Q3)\na,5%\n", [("a", "Q3", "plan", "5%")]),
        ("id,quarter,because\na,Q1,why\n", [("a", "Q1", "because", "why")]),
        (
            "id,plan for Q4 FY20-21,plan Q3,plan\na,4,3,all\n",
            [("a", "Q2", "whole_plan", "all"), ("a", "Q4", "plan", "4"), ("a", "Q3", "plan", "3")],
        ),
    ],
)  # fmt: skip
def test_sheet_without_a_period_is_of_the_reported_one(
    tmp_path: Path, data: str, expected: list[tuple[str, str, str, str]]
) -> None:
    (tmp_path / "r.csv").write_text(data)
    found = sheets.read_all(sheets.read_sheet(tmp_path / "r.csv"), tmp_path / "r.csv", Q2)
    assert [(u.id, u.period, u.field, u.text) for u in found.updates] == expected
    assert (found.refused, found.unused) == ([], ())
    assert found.names_no_period is (data.startswith(("id,value", "id,because", "id,plan for")))


def test_row_without_id_is_named_by_its_text(tmp_path: Path) -> None:
    _, refused = read(tmp_path / "r.csv", "id,what,Q2,because\n,New readers,5%,\n,,,Exams\n,,7%,\n")
    assert [outcome.reason for outcome in refused] == [
        "the line of “New readers” has a result, but no id",
        "the line of “Exams” has `because`, but no id",
        "the line of “7%” has a result, but no id",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id,plan (Q5)\na,1\n", "a column Q5: quarters of FY20-21 are Q1, Q2, Q3 or Q4"),
        (b"id,Q2,plan (Q3 FY19-20)\na,1,2\n", "Q3 FY19-20, but the deck reports FY20-21"),
        (b"a,b\n1,2\n", "no line of headers with `id`"),
        (b"", "no line of headers"),
        (b"id,Q5\na,1\n", "a column Q5: quarters of FY20-21 are Q1, Q2, Q3 or Q4"),
        (b"id,Q2 FY19-20\na,1\n", "Q2 FY19-20, but the deck reports FY20-21"),
        (b"\xd0\xcf\x11\xe0 old", "save it as .xlsx or .csv"),
        (b"PK\x03\x04 broken", "not an Excel workbook"),
        (b"id,Q2\na,\x81\x8d\n", "not a text file that deckgen can read"),
    ],
)
def test_file_that_is_not_a_sheet_raises_an_error(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(sheets.SheetError, match=message.replace("(", r"\(")):
        read(tmp_path / "r.csv", data)


@pytest.mark.parametrize(
    ("header", "cells", "meant"),
    [
        ("Quarter 2", ("6.5 weeks", "n/a"), "Q2"), ("Q1 result", ("Draft", "Approved"), "Q1"), ("1st quarter", ("7",), "Q1"),
        ("Actuals", ("Approved",), "Q2"), ("Latest", ("6.5 weeks", "", "Approved"), "Q2"), ("3. Quartal", ("6.5 %",), "Q3"),
    ],
)  # fmt: skip
def test_sheet_with_overlooked_results_is_refused(
    tmp_path: Path, header: str, cells: tuple[str, ...], meant: str
) -> None:
    rows = "".join(f'metric-{n},"{cell}",why\n' for n, cell in enumerate(cells))
    with pytest.raises(sheets.SheetError, match=f"the column “{header}” is not understood: did you mean `{meant}`"):
        read(tmp_path / "r.csv", f"Metric,{header},Why\n{rows}")


def test_columns_for_people_beside_reasons_are_no_results(tmp_path: Path) -> None:
    updates, _ = read(tmp_path / "r.csv", "id,Reviewer,Seen on,Why\na,Priya,30 Sep 2026,Two started\n")
    assert fields(updates) == [("a", "Q2", "Two started")]
    updates, _ = read(tmp_path / "r.csv", "id,Q2 target,Q2\na,8%,7%\n")
    assert fields(updates) == [("a", "Q2", "7%")]


def test_folder_and_star_stand_for_their_sheets(tmp_path: Path) -> None:
    for name in ("b.csv", "a.xlsx", "~$a.xlsx", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in sheets.find_sheet_files([tmp_path])] == ["a.xlsx", "b.csv"]
    assert [path.name for path in sheets.find_sheet_files([tmp_path / "*.csv"])] == ["b.csv"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(sheets.SheetError, match="holds no sheet"):
        sheets.find_sheet_files([tmp_path / "empty"])


def test_missing_file_raises_an_error(tmp_path: Path) -> None:
    with pytest.raises(sheets.SheetError, match="cannot be read: No such file"):
        sheets.read_sheet(tmp_path / "none.csv")


def test_pipe_and_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "device.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "device.csv"):
        with pytest.raises(sheets.SheetError, match="not a regular file"):
            sheets.read_sheet(tmp_path / name)


def test_file_that_is_too_large_raises_an_error(tmp_path: Path) -> None:
    with (tmp_path / "r.csv").open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(sheets.SheetError, match="it has 30,000,000 bytes; more than 20,000,000 are not read"):
        sheets.read_sheet(tmp_path / "r.csv")


def test_only_rows_with_content_count_toward_the_maximum(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["id", "Q2"])
    book.active.append(["active-editors", "+5%"])
    book.active.cell(1_000_000, 1).number_format = "0.00"
    book.save(tmp_path / "r.xlsx")
    assert len(sheets.read_sheet(tmp_path / "r.xlsx").rows) == 2
    book.active.cell(5_001, 1).value = "active-editors"
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(sheets.SheetError, match="more than 5,000 rows"):
        sheets.read_sheet(tmp_path / "r.xlsx")


def test_workbook_is_read_as_excel_shows_it(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "Q2"])
    for index, (value, number_format) in enumerate(
        [(0.081, "0.0%"), (61000, "#,##0"), ("+9% YoY", "@"), (3.82, "General"), (7, "General"), ("=1+1", "General"),
         (datetime.date(2021, 1, 2), "dd/mm/yyyy"), (None, "General")]
    ):  # fmt: skip
        sheet.append([f"m{index}", value])
        sheet.cell(index + 2, 2).number_format = number_format
    book.save(tmp_path / "r.xlsx")
    updates, refused = sheets.read_updates(sheets.read_sheet(tmp_path / "r.xlsx"), tmp_path / "r.xlsx", Q2)
    assert [update.text for update in updates] == ["8.1%", "61,000", "+9% YoY", "3.82", "7"]
    assert [(o.update.source, o.update.id) for o in refused] == [("row 7", "m5"), ("row 8", "m6")]
    assert "turned it into the date 2021-01-02" in refused[1].reason


def test_escapes_of_office_are_read_as_the_characters_they_stand_for(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "r.xlsx"
    for row in (["id", "Q2"], ["a", "up_x000D_\n5%"], ["b", "up_x000B_5%"], ["c", "_x005F_x0041_"], ["d", "_xD800_"]):
        book.active.append(row)
    book.save(path)
    updates, _ = sheets.read_updates(sheets.read_sheet(path), path, Q2)
    assert [update.text for update in updates] == ["up\r\n5%", "up\v5%", "_x0041_", "_xD800_"]
    updates, _ = read(tmp_path / "r.csv", "id,Q2\na,up_x000B_5%\nb,_x0041_\n")
    assert [update.text for update in updates] == ["up\v5%", "_x0041_"]


def test_line_without_an_id_is_refused_once(tmp_path: Path) -> None:
    _, refused = read(tmp_path / "r.csv", "id,Q1,Q2\n,5%,6%\n")
    assert len(refused) == 1


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.66, "0%", "66%"), (0.0813, "0.00%", "8.13%"), (1234.5, "#,##0.0", "1,234.5"), (0.1 + 0.2, "General", "0.3"),
        (5, "0.00", "5.00"), (0.05, '+0.0%;-0.0%', "+5.0%"), (-0.05, '+0.0%;-0.0%', "-5.0%"), (44000, "dd/mm/yy", "44000"),
        (5, '"$"#,##0', "$5"), (1234.5, "[$€-407]#,##0.00", "€1,234.50"), (5.5, '0.0" M"', "5.5 M"),
        (1234567, '0.0,,"M"', "1.2M"), (2, "0.##", "2"), (0, "+0%", "0%"),
        (5, 'General" pilots"', "5 pilots"), (-5, "_($* #,##0.00_);_($* (#,##0.00)", "-$5.00"),
        (0.25, "# ?/?", "0.25"), (1500, "0.00E+00", "1500"), (7, "@", "7"), (7, "", "7"),
        (5.5, "0" + "_)" * 127, "6"), (5.5, "0" + "_)" * 128, "5.5"),
    ],
)  # fmt: skip
def test_number_is_formatted_as_excel_shows_it(value: float, number_format: str, text: str) -> None:
    assert format_number(value, number_format) == text


def test_damaged_or_crafted_workbook_raises_a_sheet_error(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "r.xlsx"
    book.active.append(["id", "Q2"])
    book.save(path)
    original = path.read_bytes()
    rng = random.Random(5)
    for _ in range(60):
        data = bytearray(original)
        data[rng.randrange(4, len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data[: rng.randrange(4, len(data) + 1)] if rng.random() < 0.5 else data)
        with contextlib.suppress(sheets.SheetError):
            sheets.read_sheet(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", bytes(150_000_000))
    with pytest.raises(sheets.SheetError, match="150 MB unpacked"):
        sheets.read_sheet(path)


def test_sheet_of_each_owner_is_read_back_unchanged(tmp_path: Path) -> None:
    deck = opened(make_deck(tmp_path))
    by_owner = csv_texts(status_entries(deck))
    assert set(by_owner) == {"Data team", "Product", "(no owner)"}
    rows = list(csv.reader(io.StringIO(by_owner["Data team"].removeprefix("\ufeff"), newline="")))
    assert rows[0] == HEADERS
    assert rows[1][0] == "editors"
    for owner, text in by_owner.items():
        updates, refused = read(tmp_path / f"{len(owner)}.csv", text)
        assert not refused
        results = {entry.id: entry.target.text("Q2") for entry in status_entries(deck) if entry.target}
        assert all(update.text == results[update.id] for update in updates)


def sheet_of(texts: list[str]) -> str:
    """Return the sheet of metrics `m0`, `m1`, … with these results."""
    entries = []
    for row, text in enumerate(texts):
        quarters = {"Q2": PeriodResult.model_construct(text=RichText(text))}
        target = Target(f"m{row}", text, "metric", "f", (), "Ada", text, text, quarters, "quarters")
        entries.append(StatusEntry(target.id, text, "metric", "Ada", text, ResultState.FILLED, "f", 1, "?", target))
    return csv_texts(entries)["Ada"]


TEXTS = st.text(
    st.sampled_from("=+-@＝;,|\t\n\r \u00a0'\"a1%") | st.characters(codec="utf-8", exclude_characters="\0"), max_size=20
)


@settings(max_examples=200)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_every_result_of_a_sheet_is_read_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Except for blanks at its ends, which are not part of a result."""
    updates, refused = read(tmp_path_factory.mktemp("sheet") / "r.csv", sheet_of(texts))
    assert not refused
    assert {update.id: update.text for update in updates} == {
        f"m{n}": text.strip() for n, text in enumerate(texts) if text.strip()
    }


def test_result_of_any_length_is_read_back(tmp_path: Path) -> None:
    updates, _ = read(tmp_path / "r.csv", sheet_of(["a;=1" * 100_000]))
    assert updates[0].text == "a;=1" * 100_000


def test_every_cell_is_quoted(tmp_path: Path) -> None:
    lines = sheet_of(["+5%", "a"]).removeprefix("\ufeff").splitlines()
    assert lines[0] == ",".join(f'"{header}"' for header in HEADERS)
    assert lines[1] == """"m0","'+5%","'+5%","'+5%","","'+5%","","","","","","","","filled\""""


def test_file_names_of_sheets_are_safe_and_unique() -> None:
    names = file_names("d", Q2, ["../Ops & Co", "Ops-Co", "ops co"])
    assert names["../Ops & Co"] == "d-fy20-21-q2-ops-co.csv"
    assert list(names.values())[1:] == ["d-fy20-21-q2-ops-co-2.csv", "d-fy20-21-q2-ops-co-3.csv"]
