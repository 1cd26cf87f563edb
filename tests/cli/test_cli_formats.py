"""What programs and GitHub read of a run, `--strict`, and how a deck is named on the command line."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from deckgen.cli import app
from deckgen.diagnostics import Diagnostic, Severity, Span, machine_formats, warning
from sample_projects import make_project

GOOD = "kind: bullets\ntitle: Points\nbullets:\n  - One\n"
BAD = "kind: bulets\n"
UNUSED = {"data/metrics.yaml": "editors:\n  name: Active editors\n"}


def run(*arguments: str, cwd: Path, workspace: str | None = None) -> Result:
    with contextlib.chdir(cwd):
        environment = {"DECKGEN_DEBUG": None, "GITHUB_WORKSPACE": workspace}
        return CliRunner().invoke(app, arguments, env=environment)


def only_deck(result: Result) -> dict[str, Any]:
    [deck] = json.loads(result.stdout)["decks"]
    return dict(deck)


@pytest.mark.parametrize("command", ["check", "build"])
def test_json_is_one_document_on_stdout_and_nothing_else(command: str, tmp_path: Path) -> None:
    make_project(tmp_path, BAD)
    done = run(command, "--format", "json", cwd=tmp_path)
    assert done.exit_code == 1
    deck = only_deck(done)
    [found] = deck["diagnostics"]
    assert (deck["deck"], deck["built"]) == ("sample", None)
    assert {k: found[k] for k in ("severity", "code", "file", "line", "column", "end_line", "end_column")} == {
        "severity": "error", "code": "unknown-kind", "file": "content/sample/part.yaml",
        "line": 3, "column": 11, "end_line": 3, "end_column": 17,
    }  # fmt: skip
    assert found["message"] == "there is no slide kind `bulets`"
    assert found["hint"].startswith("did you mean `bullets`?")


def test_json_names_the_file_that_was_built(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    done = run("build", "--format", "json", cwd=tmp_path)
    assert done.exit_code == 0
    assert only_deck(done) == {"deck": "sample", "built": "output/sample-fy20-21-q2.pptx", "diagnostics": []}
    assert "1 slide" in done.stderr


SHRINKING = "kind: drill-down\ntitle: T\nsituation: " + "word " * 110 + "\nimpact: x\nrecommendation: y\n"


def test_a_note_says_what_shrinks_and_lets_strict_pass(tmp_path: Path) -> None:
    make_project(tmp_path, SHRINKING)
    done = run("check", "--strict", "--format", "json", cwd=tmp_path)
    [found] = only_deck(done)["diagnostics"]
    assert (found["severity"], found["code"], found["line"]) == ("note", "shrinks", 5)
    assert "words to keep 16 pt" in found["hint"]
    assert done.exit_code == 0
    assert "1 note, nothing in the way" in run("check", "--strict", cwd=tmp_path).stdout
    assert run("check", "--format", "github", cwd=tmp_path).stdout.startswith("::notice title=shrinks,")


def test_a_problem_without_a_place_has_none_in_json(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    [found] = only_deck(run("check", "--only", "prat", "--format", "json", cwd=tmp_path))["diagnostics"]
    assert (found["file"], found["line"], found["end_column"]) == (None, None, None)


@pytest.mark.parametrize("command", ["check", "build"])
def test_github_is_told_each_problem_at_its_line(command: str, tmp_path: Path) -> None:
    make_project(tmp_path, BAD)
    done = run(command, "--format", "github", cwd=tmp_path)
    assert done.exit_code == 1
    [line] = [line for line in done.stdout.splitlines() if line.startswith("::")]
    place = "title=unknown-kind,file=content/sample/part.yaml,line=3,col=11,endLine=3,endColumn=17"
    assert line.startswith(f"::error {place}::there is no slide kind `bulets`%0Ahint: did you mean `bullets`?")


def test_github_is_told_files_from_the_root_of_the_repository(tmp_path: Path) -> None:
    make_project(tmp_path / "decks", BAD)
    done = run("check", "--format", "github", cwd=tmp_path / "decks", workspace=str(tmp_path))
    assert "file=decks/content/sample/part.yaml," in done.stdout


def test_what_has_a_meaning_in_a_workflow_command_is_escaped() -> None:
    fault = Diagnostic(Severity.ERROR, "a,b:c", "100% of\r\nit: all, ::", Span("a,b:c%.yaml", 0, 4), "so")
    assert machine_formats.as_workflow_command(fault, {"a,b:c%.yaml": "a: b\nc"}, Path()) == (
        "::error title=a%2Cb%3Ac,file=a%2Cb%3Ac%25.yaml,line=1,col=1,endLine=1,endColumn=5"
        "::100%25 of%0D%0Ait: all, ::%0Ahint: so"
    )


def test_columns_are_told_only_within_one_line_and_lines_only_of_files_that_are_known() -> None:
    sources = {"a.yaml": "a: b\nc: d\n"}
    several = machine_formats.as_workflow_command(warning("x", "m", Span("a.yaml", 3, 8)), sources, Path("p"))
    assert several == "::warning title=x,file=p/a.yaml,line=1,col=4::m"
    assert (
        machine_formats.as_workflow_command(warning("x", "m", Span("b.yaml", 3, 8)), {}, Path())
        == "::warning title=x,file=b.yaml::m"
    )
    assert machine_formats.as_workflow_command(warning("x", "m"), {}, Path()) == "::warning title=x::m"


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    assert run("check", "--format", "xml", cwd=tmp_path).exit_code == 2


def test_warnings_fail_only_where_they_are_asked_to(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD, files=UNUSED)
    lax, strict = run("check", cwd=tmp_path), run("check", "--strict", cwd=tmp_path)
    assert (lax.exit_code, strict.exit_code) == (0, 1)
    assert "1 warning, nothing in the way of a build" in lax.stdout
    assert "warning: no slide shows the metric `editors`" in strict.stderr
    assert strict.stderr.splitlines()[-1] == "sample: 1 warning, which --strict lets fail"


def test_strict_is_content_with_a_deck_without_warnings(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    assert run("check", "--strict", cwd=tmp_path).exit_code == 0
    make_project(tmp_path, GOOD, files=UNUSED, checks={"unused-metric": "off"})
    assert run("check", "--strict", cwd=tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("content", f"there is no deck.yaml in 'content'; did you mean '{Path('content/sample')}'?"),
        (".", f"there is no deck.yaml in '.'; did you mean '{Path('content/sample')}'?"),
        ("empty", "there is no deck.yaml in 'empty'; a deck is a folder with a deck.yaml"),
        (str(Path("content/sample/part.yaml")), "with --only part for this part alone"),
        ("nowhere", "there is no folder 'nowhere'"),
    ],
)
def test_what_is_no_deck_is_wrong_use_with_the_likely_one(named: str, said: str, tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "empty").mkdir()
    done = run("check", named, cwd=tmp_path)
    assert done.exit_code == 2
    assert said in done.stderr
