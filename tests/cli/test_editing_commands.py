"""set, fill, status, roll, new and schema on the command line: their output and exit codes."""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.scaffold.origin import InstallOrigin
from sample_projects import make_project

METRICS = "readers:\n  name: Readers\n  goal: 5%\n  owner: Ada\n  quarters:\n    Q1: 4%   # counted\nvisits:\n  name: Visits\n"
SHOWN = "kind: metrics\ntitle: How we measure\nmetrics: [readers, visits]\n"
TEXT = "kind: bullets\ntitle: News\nbullets:\n  - All is well.\n"


POSIX_NAMES = pytest.mark.skipif(os.name != "posix", reason="the system has no files of these names")


class Done(NamedTuple):
    code: int
    out: str
    err: str


def deckgen(*arguments: str, cwd: Path, typed: str | None = None) -> Done:
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(app, arguments, env={"DECKGEN_DEBUG": None}, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_project(tmp_path, SHOWN, TEXT, files={"data/metrics.yaml": METRICS})
    return tmp_path


def metrics(project: Path) -> str:
    return (project / "content/sample/data/metrics.yaml").read_text()


def test_set_prints_the_change_and_its_line(project: Path) -> None:
    done = deckgen("set", "readers", "Q2", "6% [up]", cwd=project)
    note = "it cannot be compared with its goal (“5%”), as Q1's “4%” could: “up” in the result was not understood"
    written = f"content/sample/data/metrics.yaml:7: readers Q2: – → “6% [up]”\n  note: {note}\n"
    assert done == (0, written, "")
    assert metrics(project) == METRICS.replace("# counted\n", "# counted\n    Q2: 6% [up]\n")
    assert deckgen("set", "readers", "Q2", "6% [up]", cwd=project).out == "readers Q2 is “6% [up]” already\n"


@pytest.mark.parametrize("value", ["-3%", "-.5", "−3%", "- 3%", "-€2", "+-0"])
def test_set_takes_a_negative_figure_for_a_value(project: Path, value: str) -> None:
    for arguments in (("readers", "Q2", value, "--deck", "sample"), ("--deck=sample", "readers", "Q3", value)):
        done = deckgen("set", *arguments, cwd=project)
        assert (done.code, done.err) == (0, "")
        assert f"– → “{value}”\n" in done.out
    assert deckgen("set", "readers", "Q4", "--", "-on track", cwd=project).code == 0


@pytest.mark.parametrize("option", ["--dry-run", "-x", "--dek"])
def test_unknown_option_of_set_is_not_taken_for_a_value(project: Path, option: str) -> None:
    done = deckgen("set", "readers", "Q2", option, cwd=project)
    assert (done.code, metrics(project)) == (2, METRICS)
    assert "No such option" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("readers", "Q5", "1"), "'Q5' is no quarter of FY20-21: write Q1, Q2, Q3 or Q4"),
        (("raeders", "Q2", "1"), "sample has no metric or key result 'raeders'; did you mean `readers`?"),
        (("readers", "Q2", "1 [^x]"), "readers Q2 is left as it is: there is no footnote 'x'; see data/footnotes.yaml"),
        (("readers", "Q2", "1", "--deck", "other"), "there is no folder 'other'; the decks here: sample"),
        (("readers", "Q2", "5", "pilots"), "'pilots' is no deck; a result of several words stands in quotes"),
    ],
)
def test_wrong_use_of_set_prints_one_sentence_and_exits_with_2(
    project: Path, arguments: tuple[str, ...], message: str
) -> None:
    assert deckgen("set", *arguments, cwd=project) == (2, "", f"deckgen: {message}\n")
    assert metrics(project) == METRICS


def test_set_writes_reasons_beside_the_result_of_the_reported_period(project: Path) -> None:
    done = deckgen("set", "readers", 'because=Exams: "late"', "next=A second wave", "back_on_track=In Q4", cwd=project)
    fields = {"because": 'Exams: "late"', "next": "A second wave", "back_on_track": "In Q4"}
    lines = [f"content/sample/data/metrics.yaml:7: readers Q2 {name}: – → “{text}”" for name, text in fields.items()]
    assert (done.code, done.out.splitlines(), done.err) == (0, lines, "")
    written = "    Q2:\n      because: 'Exams: \"late\"'\n      next: A second wave\n      back_on_track: In Q4\n"
    assert written in metrics(project)
    assert (
        deckgen("set", "readers", "next=A second wave", cwd=project).out
        == "readers Q2 next is “A second wave” already\n"
    )


def test_set_writes_a_result_with_its_status_and_plans(project: Path) -> None:
    deckgen("set", "readers", "Q2", "6%", "status=amber", "comment=By phone", cwd=project)
    assert "    Q2:\n      text: 6%\n      status: at-risk\n      comment: By phone\n" in metrics(project)
    done = deckgen("set", "readers", "q3", "plan=7%", "forecast=8%", cwd=project)
    assert "readers Q3 plan: – → “7%”" in done.out
    assert "readers forecast: – → “8%”" in done.out
    assert "readers plan: – → “Two pilots”" in deckgen("set", "readers", "PLAN=Two pilots", cwd=project).out
    deckgen("set", "readers", "status=", cwd=project)
    assert "      status:\n" in metrics(project)
    assert deckgen("check", cwd=project).code == 0


def test_set_reports_a_status_older_than_its_result_only_where_it_stays(project: Path) -> None:
    deckgen("set", "readers", "Q2", "6%", "status=at-risk", cwd=project)
    assert "[status-older-than-result]" not in deckgen("set", "readers", "Q2", "7%", "status=on-track", cwd=project).err
    assert "[status-older-than-result]" in deckgen("set", "readers", "Q2", "8%", "because=x", cwd=project).err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say what to write: a result, as in `deckgen set readers Q2 81%`, or because=\"…\""),
        (("Q3",), "say what to write: a result, as in `deckgen set readers Q3 81%`, or because=\"…\""),
        (("6%",), "'6%' is no quarter of FY20-21: write Q1, Q2, Q3 or Q4"),
        (("becuse=x",), "there is no field `becuse`; did you mean `because`?"),
        (("next=x", "next=y"), "`next` is there twice"),
        (("Q2", "sample", "next=y"), "'sample' can be the result or the deck: name the deck with --deck"),
        (("Q2", "6%", "status=grand"), "readers Q2 status is left as it is: 'grand' is no status; write On track, At risk"),
    ],
)  # fmt: skip
def test_set_writes_nothing_where_a_part_cannot_be_written(
    project: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = deckgen("set", "readers", *arguments, cwd=project)
    assert (done.code, done.out, metrics(project)) == (2, "", METRICS)
    assert done.err[:60] == f"deckgen: {message}\n"[:60]


def test_result_with_an_equals_sign_is_no_field(project: Path) -> None:
    assert "– → “n=5”" in deckgen("set", "readers", "Q2", "n=5", "content/sample", cwd=project).out


def test_deck_must_be_named_where_there_are_two(project: Path) -> None:
    other = project / "content" / "other"
    other.mkdir()
    for file in ("deck.yaml", "part.yaml"):
        (other / file).write_bytes((project / "content/sample" / file).read_bytes())
    done = deckgen("set", "readers", "Q2", "6%", cwd=project)
    assert done == (2, "", "deckgen: there are several decks (other, sample): say which one with --deck\n")
    (project / "r.csv").write_text("id,Q2\nreaders,5%\n")
    for deck in ("sample", "content/sample", "content/sample/", "content/sample/deck.yaml"):
        assert deckgen("set", "readers", "Q3", f"for {deck}", "--deck", deck, cwd=project).code == 0
        assert deckgen("set", "readers", "Q3", f"now for {deck}", deck, cwd=project).code == 0
        assert deckgen("fill", "r.csv", "--deck", deck, cwd=project).code == 0
        assert deckgen("roll", deck, "--dry-run", cwd=project).code == 0
        assert deckgen("status", deck, cwd=project).code == 0
    assert deckgen("fill", "content/sample", "r.csv", cwd=project).code == 0
    assert deckgen("fill", "content/sample", cwd=project).err == "deckgen: name one deck, and the sheets to read\n"


@pytest.mark.parametrize("name", ["Deck.yaml", "deck.yml", "DECK.YML"])
def test_misnamed_deck_yaml_is_named_with_its_remedy(project: Path, name: str) -> None:
    (project / "content/sample/deck.yaml").rename(project / "content/sample/deck.tmp")
    (project / "content/sample/deck.tmp").rename(project / "content/sample" / name)
    if (project / "content/sample/deck.yaml").exists():
        pytest.skip("case does not matter here")
    message = f"there is no deck.yaml in 'content/sample': rename {name} there to deck.yaml"
    for path in ("content/sample", f"content/sample/{name}", "content/sample/deck.yaml"):
        for arguments in (
            ("build", path),
            ("check", path),
            ("set", "readers", "Q2", "5%", "--deck", path),
            ("roll", path),
        ):
            assert deckgen(*arguments, cwd=project) == (2, "", f"deckgen: {message}\n")
    done = deckgen("check", cwd=project)
    assert f"deckgen: content/sample is no deck yet: rename {name} there to deck.yaml\n" in done.err


@POSIX_NAMES
@pytest.mark.parametrize("char", [":", "?", "*", "#", "\n", '"', "\x1b"])
def test_folder_whose_name_other_systems_cannot_have_is_refused(project: Path, char: str) -> None:
    folder = project / "content" / f"a{char}b"
    (project / "content/sample").rename(folder)
    for arguments in (("build",), ("check", str(folder)), ("roll", "--deck", str(folder)), ("new", f"a{char}b")):
        done = deckgen(*arguments, cwd=project)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
        assert done.err.endswith("cannot have; call it `a-b`\n")
    assert not (project / f"a{char}b").exists()


@POSIX_NAMES
@pytest.mark.parametrize(
    ("name", "proposal"), [("aux", "aux_"), ("NUL.q2", "NUL_.q2"), ("deck.", "deck"), ("deck ", "deck")]
)
def test_deck_with_a_name_that_windows_cannot_have_is_not_created(tmp_path: Path, name: str, proposal: str) -> None:
    done = deckgen("new", name, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"; call it `{proposal}`\n")
    assert list(tmp_path.iterdir()) == []


@POSIX_NAMES
@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "-o", "a:b?.pptx"), ("build", "-o", "new|folder/a.pptx"), ("render", "-o", "a:b"), ("guide", "-o", "a*.md"),
        ("gallery", "a:b"), ("status", "--csv", "a:b"), ("new", "a:b/deck"),
    ],
)  # fmt: skip
def test_nothing_is_written_under_a_name_that_windows_cannot_have(project: Path, arguments: tuple[str, ...]) -> None:
    before = sorted(project.rglob("*"))
    done = deckgen(*arguments, cwd=project)
    assert (done.code, done.out) == (2, "")
    assert "which Windows cannot have; call it `" in done.err
    assert sorted(project.rglob("*")) == before


def test_deck_is_named_by_its_folder_in_messages(project: Path) -> None:
    for path in (".", "../sample"):
        assert deckgen("status", path, cwd=project / "content/sample").out.startswith("sample: ")


def test_write_protected_file_is_reported_and_unchanged(project: Path) -> None:
    (project / "content/sample/data/metrics.yaml").chmod(0o444)
    done = deckgen("set", "readers", "Q2", "6%", cwd=project)
    assert done == (
        3,
        "",
        "deckgen: content/sample/data/metrics.yaml is write-protected; nothing was written\n",
    )
    assert metrics(project) == METRICS


def test_file_with_errors_is_not_changed(project: Path) -> None:
    (project / "content/sample/data/metrics.yaml").write_text(METRICS + "visits:\n  name: Twice\n")
    done = deckgen("set", "readers", "Q2", "6%", cwd=project)
    assert done.code == 2
    assert "has errors that must be fixed first" in done.err


def test_fill_reports_every_row_and_writes_the_valid_ones(project: Path) -> None:
    (project / "r.csv").write_bytes("id;Q2\r\nreaders;'+6%\r\nvisit;5\r\nvisits;#REF!\r\n".encode("cp1252"))
    done = deckgen("fill", "r.csv", "--dry-run", cwd=project)
    assert "+    Q2: +6%" in done.out
    assert "1 result would be changed" in done.out
    assert metrics(project) == METRICS
    done = deckgen("fill", "r.csv", cwd=project)
    assert done.code == 1
    lost = (
        f"{' ' * 9}it cannot be compared with its goal (“5%”), as Q1's “4%” could: +6% as a change and the goal 5% are "
    )
    lost += "different kinds of numbers"
    assert done.out.splitlines() == [
        "writing Q2",
        "changed  readers Q2: – → “+6%”",
        lost,
        "1 result changed, 0 as before, 1 unknown, 1 refused",
    ]
    unknown, refused = done.err.splitlines()
    assert unknown == "unknown  line 3: 'visit'; did you mean `visits`?"
    assert refused.startswith("refused  line 4: visits: '#REF!' is what a spreadsheet shows for an error")
    assert "Q2: +6%" in metrics(project)


def test_fill_writes_another_period_only_where_it_is_named(project: Path) -> None:
    (project / "r.csv").write_text("id,Q1,Q2\nreaders,3%,+6%\nvisits,,5\n")
    done = deckgen("fill", "r.csv", cwd=project)
    assert done.code == 0
    assert done.out.splitlines()[0] == "writing Q2"
    assert done.err == "left out Q1: 1 entry, since the deck reports Q2; `--period Q1` writes it\n"
    assert "Q1: 4%   # counted" in metrics(project)
    assert "Q2: +6%" in metrics(project)
    done = deckgen("fill", "r.csv", "--period", "q1", cwd=project)
    assert done.out.splitlines() == [
        "writing Q1",
        "changed  readers Q1: “4%” → “3%”",
        "1 result changed, 0 as before, 0 unknown, 0 refused",
    ]
    assert "left out Q2: 2 entries" in done.err
    (project / "q1.csv").write_text("id,Q1\nreaders,3%\n")
    assert deckgen("fill", "q1.csv", cwd=project).code == 1, "nothing was written"
    assert deckgen("fill", "r.csv", "--period", "Q1", "--period", "Q2", cwd=project).out.startswith("writing Q1, Q2\n")
    done = deckgen("fill", "r.csv", "--period", "Q7", cwd=project)
    assert done == (2, "", "deckgen: 'Q7' is no quarter of FY20-21: write Q1, Q2, Q3 or Q4\n")


def test_unusable_sheet_is_reported_and_the_others_are_filled_in(project: Path) -> None:
    (project / "a.csv").write_text("a,b\n")
    (project / "b.csv").write_text("id,Q2\nreaders,+6%\nvisit,5\n")
    done = deckgen("fill", "a.csv", "b.csv", cwd=project)
    assert done.code == 1
    assert done.err.startswith("deckgen: a.csv has no line of headers with `id`")
    assert "unknown  b.csv, line 3: 'visit'" in done.err
    assert "1 sheet could not be used, for the reasons above" in done.err
    assert "Q2: +6%" in metrics(project)


def test_missing_sheet_is_wrong_use(project: Path) -> None:
    done = deckgen("fill", "none.csv", cwd=project)
    assert (done.code, done.err) == (2, "deckgen: there is no sheet 'none.csv'\n")
    (project / "empty").mkdir()
    assert deckgen("fill", "empty", cwd=project).code == 2


def test_status_lists_owed_results_and_fill_reads_its_sheets(project: Path) -> None:
    done = deckgen("status", cwd=project)
    assert done.code == 0
    assert done.out.startswith("sample: Q2 FY20-21, 1 of 3 there, 2 owed\n\nAda: 1 entry owed\n  missing     readers ")
    assert "(no owner): 1 entry owed\n  missing     visits " in done.out
    assert deckgen("status", "--csv", "sheets", cwd=project).out.splitlines() == [
        "sample: Q2 FY20-21, 1 of 3 there, 2 owed",
        "sheets/sample-fy20-21-q2-ada.csv: written",
        "sheets/sample-fy20-21-q2-no-owner.csv: written",
    ]
    sheet = project / "sheets" / "sample-fy20-21-q2-ada.csv"
    empty, filled = b',"4%","","",', b',"4%","\'+6%","",'
    sheet.write_bytes(sheet.read_bytes().replace(empty, filled))
    assert deckgen("status", "--csv", "sheets", cwd=project).code == 2, "a sheet filled in by somebody is overwritten"
    assert deckgen("fill", str(sheet), cwd=project).out.startswith("writing Q2\nchanged  readers Q2: – → “+6%”")
    assert "2 of 3 there" in deckgen("status", "--missing", "--by", "section", cwd=project).out


def test_status_does_not_overwrite_other_files_with_sheets(project: Path, tmp_path: Path) -> None:
    sheet = project / "sheets" / "sample-fy20-21-q2-ada.csv"
    for make in (
        lambda: sheet.symlink_to(tmp_path / "outside"),
        lambda: sheet.symlink_to("/dev/zero"),
        lambda: os.mkfifo(sheet),
        sheet.mkdir,
    ):
        sheet.parent.mkdir(exist_ok=True)
        make()
        done = deckgen("status", "--csv", "sheets", cwd=project)
        assert (done.code, done.err[:46]) == (2, "deckgen: sheets/sample-fy20-21-q2-ada.csv is t")
        assert not (tmp_path / "outside").exists()
        sheet.rmdir() if sheet.is_dir() else sheet.unlink()
    assert deckgen("status", "--csv", "sheets", cwd=project).code == 0
    assert deckgen("status", "--csv", "sheets", cwd=project).code == 0, "the file there has the same content"


def test_owner_of_texts_only_has_a_sheet_with_these_texts(project: Path) -> None:
    part = project / "content/sample/part.yaml"
    part.write_text(part.read_text().replace("- kind: bullets\n", "- kind: bullets\n    owner: Grace\n"))
    deckgen("roll", cwd=project)
    done = deckgen("status", "--csv", "sheets", cwd=project)
    assert "sheets/sample-fy20-21-q3-grace.csv: written" in done.out
    sheet = (project / "sheets/sample-fy20-21-q3-grace.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[0] for line in sheet.splitlines()[1:]] == ['"part/bullets#bullets"']


def test_roll_refuses_to_run_again_before_its_marks_are_gone(project: Path) -> None:
    done = deckgen("roll", "--dry-run", cwd=project)
    assert "+quarter: Q3" in done.out
    assert "quarter: Q2" in (project / "content/sample/deck.yaml").read_text()
    done = deckgen("roll", cwd=project)
    assert done.code == 0
    assert done.out.startswith("sample: Q2 FY20-21 → Q3 FY20-21, 3 files changed, 1 place marked to rewrite\n")
    built = deckgen("build", cwd=project)
    assert built.code == 0, built.err
    assert "warning: still to be rewritten for Q3 FY20-21: bullets (still as for Q2 FY20-21)" in built.err
    again = deckgen("roll", cwd=project)
    assert again.code == 1
    assert again.err.endswith("sample: 1 place of the last roll not yet rewritten; nothing was changed\n")


def test_roll_reports_texts_that_were_written_ahead(project: Path) -> None:
    deckgen("set", "readers", "Q3", "300 planned", cwd=project)
    line = "  1 text written ahead for Q3 {} to `plan:`: a plan is no result\n"
    assert line.format("would be moved") in deckgen("roll", "--dry-run", cwd=project).out
    assert line.format("moved") in deckgen("roll", cwd=project).out
    assert "plan: 300 planned" in metrics(project)
    deckgen("set", "readers", "Q3", "310", cwd=project)
    assert 'Q3:\n      text: "310"\n      plan: 300 planned\n' in metrics(project)


def test_deck_with_errors_is_not_rolled(project: Path) -> None:
    part = project / "content/sample/part.yaml"
    part.write_text(part.read_text().replace("bullets:", "bulets:"))
    done = deckgen("roll", cwd=project)
    assert done.code == 1
    assert "did you mean `bullets`?" in done.err
    assert done.err.endswith("sample: fix these errors first; nothing was changed\n")


@pytest.mark.parametrize("command", [("set", "readers", "Q2", "1"), ("fill", "r.csv"), ("status",), ("roll",)])
def test_error_in_deck_yaml_is_printed_with_its_line(project: Path, command: tuple[str, ...]) -> None:
    deck = project / "content/sample/deck.yaml"
    deck.write_text(deck.read_text().replace("quarter: Q2", "quarter: Q5"))
    done = deckgen(*command, cwd=project)
    assert done.code == 1
    assert "content/sample/deck.yaml:6:10: error: `Q5` is not known here\n    quarter: Q5\n" in done.err
    assert done.err.endswith("sample: 1 error; nothing was done\n")


def test_new_needs_no_answer_off_a_terminal_and_never_overwrites(tmp_path: Path) -> None:
    done = deckgen("new", "safer-editing", cwd=tmp_path)
    assert done.code == 0
    assert "title: Safer editing" in (tmp_path / "safer-editing/content/safer-editing/deck.yaml").read_text()
    again = deckgen("new", "safer-editing", cwd=tmp_path)
    assert again == (
        2,
        "",
        "deckgen: safer-editing already exists and is not empty; nothing was written: choose another name\n",
    )
    assert "write it like Q2 FY20-21" in deckgen("new", "x", "--quarter", "Q5", cwd=tmp_path).err
    assert not (tmp_path / "x").exists()


def test_new_asks_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.cli.new.at_terminal", lambda: True)
    monkeypatch.setattr(
        "deckgen.scaffold.origin.installed_origin", lambda: InstallOrigin("deckgen @ https://example.org/d")
    )
    done = deckgen("new", "p", "--priority", "Given", cwd=tmp_path, typed="My title\nQ3 FY21-22\n")
    assert "Title of the deck [P]: " in done.out
    assert "First priority" not in done.out
    text = (tmp_path / "p/content/p/deck.yaml").read_text()
    assert "title: My title\n" in text
    assert "year: FY21-22\n" in text
    assert "period: Q3\n" in text


def test_new_asks_for_the_origin_until_it_is_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.cli.new.at_terminal", lambda: True)
    monkeypatch.setattr("deckgen.scaffold.origin.installed_origin", lambda: None)
    monkeypatch.setattr("deckgen.scaffold.origin.suggested_origin", lambda _: "")
    address = f"git+https://git.example.org/deckgen@{'0a' * 20}"
    done = deckgen("new", "p", cwd=tmp_path, typed=f"\n\n\ndeckgen\n{address}\n")
    assert done.code == 0
    assert "is not a wheel of deckgen" in done.out + done.err
    assert (tmp_path / "p/requirements.txt").read_text() == f"deckgen @ {address}\n"


def test_new_keeps_the_other_answers_where_one_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.cli.new.at_terminal", lambda: True)
    monkeypatch.setattr("deckgen.scaffold.origin.installed_origin", lambda: InstallOrigin("deckgen"))
    done = deckgen("new", "p", cwd=tmp_path, typed="My title\nMy priority\nsoon\nQ7 2026\nH1 2026\n")
    assert done.code == 0
    assert "'soon' is no period with its year: write it like Q2 FY20-21" in done.out + done.err
    assert done.out.count("Title of the deck") == 1
    assert "period: H1\n" in (tmp_path / "p/content/p/deck.yaml").read_text()
    assert "title: My title\n" in (tmp_path / "p/content/p/deck.yaml").read_text()


@pytest.mark.parametrize("option", [("--period", "soon"), ("--install-from", "deckgen")])
def test_new_checks_its_options_before_it_asks(
    option: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deckgen.cli.new.at_terminal", lambda: True)
    done = deckgen("new", "p", *option, cwd=tmp_path, typed="")
    assert (done.code, done.out) == (2, "")


def test_interrupted_question_of_new_exits_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.cli.new.at_terminal", lambda: True)
    done = deckgen("new", "p", cwd=tmp_path, typed="")
    assert (done.code, done.err.strip()) == (130, "")


def test_new_takes_the_origin_from_an_option(tmp_path: Path) -> None:
    refused = deckgen("new", "p", "--install-from", "git+https://git.example.org/deckgen@main", cwd=tmp_path)
    assert (refused.code, (tmp_path / "p").exists()) == (2, False)
    assert "does not name a commit" in refused.err
    address = f"https://git.example.org/deckgen@{'0a' * 20}"
    done = deckgen("new", "p", "--install-from", address, cwd=tmp_path)
    assert done.code == 0
    assert "note:" not in done.out
    assert (tmp_path / "p/requirements.txt").read_text() == f"deckgen @ git+{address}\n"


def test_schema_writes_all_files_or_prints_one_by_name(project: Path) -> None:
    done = deckgen("schema", cwd=project)
    assert done.code == 0
    assert (project / "content/.schema/section.schema.json").is_file()
    assert deckgen("schema", cwd=project).out.count("up to date") == 10
    (project / ".vscode/settings.json").write_text("{ // mine\n}")
    assert "is not plain JSON and is left alone" in deckgen("schema", cwd=project).err
    assert (project / ".vscode/settings.json").read_text() == "{ // mine\n}"
    assert deckgen("schema", "deck", cwd=project).out == (project / "content/.schema/deck.schema.json").read_text()
    assert deckgen("schema", "dekc", cwd=project).code == 2
