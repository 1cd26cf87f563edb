"""Sheets and mails for owners on the command line: what `status` writes, and what `fill` and `set` say of sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_editing_commands import deckgen

from sample_projects import make_project

METRICS = """\
readers:
  name: Readers
  goal: 80%
  owner: Ada
  quarters:
    Q2:
      text: 40%
      status: off-track
visits:
  name: Visits
  owner: Grace
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    slide = "kind: metrics\ntitle: M\nmetrics: [readers, visits]\n"
    owners = {"Ada": "ada@example.org", "Grce": "grace@example.org"}
    make_project(tmp_path, slide, files={"data/metrics.yaml": METRICS}, owners=owners)
    return tmp_path


def test_status_writes_workbooks_and_mails(project: Path) -> None:
    done = deckgen("status", "--xlsx", "sheets", "--mail", "mails", cwd=project)
    written = [line for line in done.out.splitlines() if line.endswith(": written")]
    assert written == [
        "sheets/sample-fy20-21-q2-ada.xlsx: written",
        "sheets/sample-fy20-21-q2-grace.xlsx: written",
        "mails/sample-fy20-21-q2-ada.eml: written",
    ]
    assert done.code == 1, "one owner has no address"
    assert done.err.splitlines() == [
        "Grace: no mail, since content/sample/deck.yaml has no address: write `owners: {Grace: …}`",
        "Grce: no mail, since nothing in the deck has this owner; did you mean `Grace`?",
        "the mails name no date: write it as `results_due:` in content/sample/deck.yaml",
    ]
    mail = (project / "mails/sample-fy20-21-q2-ada.eml").read_bytes()
    assert b'filename="sample-fy20-21-q2-ada.xlsx"' in mail


def test_files_for_owners_are_not_overwritten(project: Path) -> None:
    for option in ("--xlsx", "--mail"):
        deckgen("status", option, "files", cwd=project)
        assert deckgen("status", option, "files", cwd=project).code == (option == "--mail"), "they are the same"
        suffix = "eml" if option == "--mail" else "xlsx"
        (project / f"files/sample-fy20-21-q2-ada.{suffix}").write_bytes(b"filled in")
        done = deckgen("status", option, "files", cwd=project)
        assert done.code == 2
        assert f"files/sample-fy20-21-q2-ada.{suffix} is there already, perhaps filled in by somebody" in done.err
        assert (project / f"files/sample-fy20-21-q2-ada.{suffix}").read_bytes() == b"filled in"
    assert deckgen("status", "--mail", "a:b", cwd=project).code == 2


def test_other_owners_get_their_files_beside_one_that_is_filled_in(project: Path) -> None:
    deckgen("status", "--xlsx", "files", cwd=project)
    for name in ("ada", "grace"):
        (project / f"files/sample-fy20-21-q2-{name}.xlsx").unlink()
    (project / "files/sample-fy20-21-q2-ada.xlsx").write_bytes(b"filled in")
    done = deckgen("status", "--xlsx", "files", cwd=project)
    assert "files/sample-fy20-21-q2-grace.xlsx: written" in done.out
    assert (project / "files/sample-fy20-21-q2-grace.xlsx").read_bytes().startswith(b"PK")


def test_only_owners_who_owe_something_are_reminded(project: Path) -> None:
    deckgen("status", "--missing", "--xlsx", "files", "--mail", "mails", cwd=project)
    assert [path.name for path in (project / "files").iterdir()] == ["sample-fy20-21-q2-grace.xlsx"]
    assert not (project / "mails").exists(), "Ada owes nothing, and Grace has no address"


def test_fill_takes_a_workbook_as_people_fill_it_in(project: Path) -> None:
    deckgen("status", "--xlsx", "sheets", cwd=project)
    path = project / "sheets/sample-fy20-21-q2-ada.xlsx"
    book = load_workbook(path)
    page = book["results"]
    column = {cell.value: cell.column for cell in page[1]}
    filled = {"Q2 FY20-21": "45%", "because": "Two pilots", "comment": "To be confirmed"}
    for header, text in filled.items():
        page.cell(2, column[header]).value = text
    page.cell(1, page.max_column + 1).value = "Budget"
    page.cell(2, page.max_column).value = "5"
    for header, text in {"id": "new-one", "what": "A new one", "Q2 FY20-21": "7%"}.items():
        page.cell(3, column[header]).value = text
    book.save(path)
    done = deckgen("fill", "sheets", cwd=project)
    assert done.code == 1, "one id is unknown"
    assert done.out.splitlines() == [
        "writing Q2",
        "changed  readers Q2: “40%” → “45%”",
        "changed  readers Q2 because: – → “Two pilots”",
        "changed  readers Q2 comment: – → “To be confirmed”",
        "1 result changed and 2 fields beside, 0 as before, 1 unknown, 0 refused",
        "",
        "'new-one' is new; to add it, paste at the end of content/sample/data/metrics.yaml, and its id on a slide:",
        "",
        "new-one:",
        "  name: A new one",
        "  quarters:",
        "    Q2: 7%",
        "",
    ]
    assert f"{path.relative_to(project)}: the column “Budget” is not used" in done.err
    assert (
        "content/sample/data/metrics.yaml:8:15: warning: the result of “Readers” for Q2 has changed, its status has not "
        "[status-older-than-result]"
    ) in done.err
    text = (project / "content/sample/data/metrics.yaml").read_text()
    assert "status: off-track\n      because: Two pilots\n      comment: To be confirmed\n" in text


def test_mistyped_id_is_not_offered_as_new(project: Path) -> None:
    (project / "r.csv").write_text("id,what,Q2\nreadrs,Readers,45%\n")
    done = deckgen("fill", "r.csv", cwd=project)
    assert "is new" not in done.out
    assert "'readrs'; did you mean `readers`?" in done.err


def test_set_reports_a_status_that_stays(project: Path) -> None:
    done = deckgen("set", "readers", "Q2", "90%", cwd=project)
    assert (done.code, "[status-older-than-result]" in done.err) == (0, True)
