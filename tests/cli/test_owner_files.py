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
        "1 result changed and 2 fields beside, 0 as before, 1 unknown, 0 refused",
        "",
        "comments, kept as `comment:` beside the result, which no slide shows:",
        "  Ada, Readers (readers): To be confirmed",
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


def test_fill_lists_every_comment_and_says_where_it_is_kept(project: Path) -> None:
    long = "The survey ran during exams, so that fewer people than usual answered; we ask again in May"
    (project / "r.csv").write_text(
        f'id,Q2,comment\nreaders,,"{long}\nAda"\nsample,1%,Which one is it?\npart/metrics#title,,It is still right\n'
    )
    for options, kept in (
        (["--dry-run"], "would be kept"),
        ([], "kept as `comment:` beside the result, which no slide shows"),
    ):
        done = deckgen("fill", "r.csv", *options, cwd=project)
        assert done.out.splitlines()[-6:] == [
            f"comments, {kept}:",
            f"  Ada, Readers (readers): {long} Ada",
            "",
            "comments, not kept in the content: note them down:",
            "  (no owner), M (part/metrics#title): It is still right",
            "  line 4, 'sample': Which one is it?",
        ]
        assert "unknown  line 4: 'sample'" in done.err
    assert f"  comment: {long} Ada\n" in deckgen("status", cwd=project).out
    again = deckgen("fill", "r.csv", cwd=project)
    assert "comments, kept" not in again.out, "it is there already"


def test_fill_says_which_period_a_sheet_is_taken_for(project: Path) -> None:
    (project / "r.csv").write_text("id,because\nreaders,Exams\n,Holidays\n")
    done = deckgen("fill", "r.csv", cwd=project)
    assert (done.code, done.out.splitlines()[:2]) == (1, ["writing Q2", "changed  readers Q2 because: – → “Exams”"])
    assert done.err.splitlines() == [
        "r.csv: no column names the quarter: taken as Q2, which the deck reports",
        "refused  line 3: the line of “Holidays” has `because`, but no id",
    ]


def test_fill_writes_plans_of_periods_to_come_only(project: Path) -> None:
    (project / "r.csv").write_text("id,Q1,plan (Q2),plan (Q3),plan\nreaders,3%,44%,50%,Two pilots\n")
    done = deckgen("fill", "r.csv", "--period", "Q1", cwd=project)
    assert done.out.splitlines() == [
        "writing Q1, Q3 (plans)",
        "changed  readers Q1: – → “3%”",
        "changed  readers plan as a whole: – → “Two pilots”",
        "changed  readers Q3 plan: – → “50%”",
        "1 result changed and 2 fields beside, 0 as before, 0 unknown, 0 refused",
    ]
    assert done.err == "left out Q2: 1 entry, since the deck reports Q2; `--period Q2` writes it\n"


def test_fill_names_goals_and_baselines_that_it_does_not_write(project: Path) -> None:
    rows = "id,goal,baseline,Q2\nreaders,85%,12%,41%\nvisits,,,5\nnew,1,2,3\n"
    (project / "r.csv").write_text(rows)
    done = deckgen("fill", "r.csv", cwd=project)
    assert [line for line in done.err.splitlines() if line.startswith("not used")] == [
        "not used readers goal: the sheet says “85%”, the content “80%”",
        "not used readers baseline: the sheet says “12%”, the content –",
    ]
    (project / "r.csv").write_text("id,goal,Q2\nreaders,80.0%,41%\n")
    assert "not used" not in deckgen("fill", "r.csv", cwd=project).err
    assert "goal: 80%\n" in (project / "content/sample/data/metrics.yaml").read_text()


def test_status_names_the_texts_that_are_to_be_rewritten(project: Path) -> None:
    part = project / "content/sample/part.yaml"
    mark = "  # REWRITE for Q2 FY20-21: title, notes (still as for Q1 FY20-21). Delete this line when it is done.\n"
    part.write_text(part.read_text().replace("  - kind: metrics\n", f"{mark}  - kind: metrics\n") + "    notes: Old\n")
    done = deckgen("status", cwd=project)
    (line,) = [line for line in done.out.splitlines() if "to rewrite" in line]
    assert line.endswith("content/sample/part.yaml:4  title, notes")
    (project / "r.csv").write_text("id,Q2\npart/metrics#title,M\npart/metrics#notes,New\n")
    done = deckgen("fill", "r.csv", cwd=project)
    assert done.out.splitlines() == [
        "writing Q2",
        "changed  part/metrics#title: “M” → “M”",
        "         it stays as it is, and is no longer marked to be rewritten",
        "changed  part/metrics#notes: “Old” → “New”",
        "0 results changed and 2 texts of slides, 0 as before, 0 unknown, 0 refused",
    ]
    assert "REWRITE" not in part.read_text()


def test_mistyped_id_is_not_offered_as_new(project: Path) -> None:
    (project / "r.csv").write_text("id,what,Q2\nreadrs,Readers,45%\n")
    done = deckgen("fill", "r.csv", cwd=project)
    assert "is new" not in done.out
    assert "'readrs'; did you mean `readers`?" in done.err


def test_set_reports_a_status_that_stays(project: Path) -> None:
    done = deckgen("set", "readers", "Q2", "90%", cwd=project)
    assert (done.code, "[status-older-than-result]" in done.err) == (0, True)


def test_fill_names_numbers_in_the_form_of_another_language(project: Path) -> None:
    (project / "r.csv").write_text("id;Q2;forecast\nreaders;45,5 %;\nvisits;1,234;\n")
    done = deckgen("fill", "r.csv", cwd=project)
    assert done.out.splitlines()[1:3] == [
        "changed  readers Q2: “40%” → “45,5 %”",
        "         “45,5” is written as in another language than the deck's (en): write “45.5”",
    ]
    assert done.code == 1
    assert "refused  line 3: visits: “1,234” is 1234 in the deck's language (en), but its sheet has “,”" in done.err
    (project / "s.csv").write_text("id,Q2\nvisits,1234\n")
    assert deckgen("fill", "s.csv", cwd=project).code == 0
