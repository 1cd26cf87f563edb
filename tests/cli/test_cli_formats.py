"""Output as JSON and for GitHub Actions, `--strict`, and how a deck is named on the command line."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from deckgen.cli import app
from deckgen.diagnostics import Issue, Severity, Span, machine_formats, make_issue
from sample_projects import make_project

GOOD = "kind: bullets\nheadline: There are points\nbullets:\n  - One\n"
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
    result = run(command, "--format", "json", cwd=tmp_path)
    assert result.exit_code == 1
    deck = only_deck(result)
    [issue] = deck["diagnostics"]
    assert (deck["deck"], deck["built"]) == ("sample", None)
    assert {k: issue[k] for k in ("severity", "code", "file", "line", "column", "end_line", "end_column")} == {
        "severity": "error", "code": "unknown-kind", "file": "content/sample/part.yaml",
        "line": 3, "column": 11, "end_line": 3, "end_column": 17,
    }  # fmt: skip
    assert issue["message"] == "there is no slide kind `bulets`"
    assert issue["hint"].startswith("did you mean `bullets`?")


def test_json_names_the_file_that_was_built(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    result = run("build", "--format", "json", cwd=tmp_path)
    assert result.exit_code == 0
    assert only_deck(result) == {"deck": "sample", "built": "output/sample-fy20-21-q2.pptx", "diagnostics": []}
    assert "1 slide" in result.stderr


SHRINKING = (
    "kind: drill-down\nheadline: There is much to say\nsituation: " + "word " * 110 + "\nimpact: x\nrecommendation: y\n"
)


def test_note_reports_shrunk_text_and_strict_accepts_it(tmp_path: Path) -> None:
    make_project(tmp_path, SHRINKING)
    result = run("check", "--strict", "--format", "json", cwd=tmp_path)
    [issue] = only_deck(result)["diagnostics"]
    assert (issue["severity"], issue["code"], issue["line"]) == ("note", "shrinks", 5)
    assert "words to keep 16 pt" in issue["hint"]
    assert result.exit_code == 0
    assert "1 note, nothing in the way" in run("check", "--strict", cwd=tmp_path).stdout
    assert run("check", "--format", "github", cwd=tmp_path).stdout.startswith("::notice title=shrinks,")


def test_issue_without_a_position_has_none_in_json(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    [issue] = only_deck(run("check", "--only", "prat", "--format", "json", cwd=tmp_path))["diagnostics"]
    assert (issue["file"], issue["line"], issue["end_column"]) == (None, None, None)


@pytest.mark.parametrize("command", ["check", "build"])
def test_github_format_has_each_issue_at_its_line(command: str, tmp_path: Path) -> None:
    make_project(tmp_path, BAD)
    result = run(command, "--format", "github", cwd=tmp_path)
    assert result.exit_code == 1
    [line] = [line for line in result.stdout.splitlines() if line.startswith("::")]
    position = "title=unknown-kind,file=content/sample/part.yaml,line=3,col=11,endLine=3,endColumn=17"
    assert line.startswith(f"::error {position}::there is no slide kind `bulets`%0Ahint: did you mean `bullets`?")


def test_github_format_has_paths_from_the_root_of_the_repository(tmp_path: Path) -> None:
    make_project(tmp_path / "decks", BAD)
    result = run("check", "--format", "github", cwd=tmp_path / "decks", workspace=str(tmp_path))
    assert "file=decks/content/sample/part.yaml," in result.stdout


def test_special_characters_of_workflow_commands_are_escaped() -> None:
    issue = Issue(Severity.ERROR, "a,b:c", "100% of\r\nit: all, ::", Span("a,b:c%.yaml", 0, 4), "so")
    assert machine_formats.as_workflow_command(issue, {"a,b:c%.yaml": "a: b\nc"}, Path()) == (
        "::error title=a%2Cb%3Ac,file=a%2Cb%3Ac%25.yaml,line=1,col=1,endLine=1,endColumn=5"
        "::100%25 of%0D%0Ait: all, ::%0Ahint: so"
    )


def test_columns_need_a_one_line_span_and_lines_a_known_file() -> None:
    sources = {"a.yaml": "a: b\nc: d\n"}
    several = machine_formats.as_workflow_command(make_issue("no-deck", "m", Span("a.yaml", 3, 8)), sources, Path("p"))
    assert several == "::error title=no-deck,file=p/a.yaml,line=1,col=4::m"
    assert (
        machine_formats.as_workflow_command(make_issue("no-deck", "m", Span("b.yaml", 3, 8)), {}, Path())
        == "::error title=no-deck,file=b.yaml::m"
    )
    assert (
        machine_formats.as_workflow_command(make_issue("to-rewrite", "m"), {}, Path())
        == "::warning title=to-rewrite::m"
    )


def test_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    assert run("check", "--format", "xml", cwd=tmp_path).exit_code == 2


def test_warnings_fail_only_with_strict(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD, files=UNUSED)
    lax, strict = run("check", cwd=tmp_path), run("check", "--strict", cwd=tmp_path)
    assert (lax.exit_code, strict.exit_code) == (0, 1)
    assert "1 warning, nothing in the way of a build" in lax.stdout
    assert "warning: no slide shows the metric `editors`" in strict.stderr
    assert strict.stderr.splitlines()[-1] == "sample: 1 warning, which --strict lets fail"


def test_strict_accepts_a_deck_without_warnings(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    assert run("check", "--strict", cwd=tmp_path).exit_code == 0
    make_project(tmp_path, GOOD, files=UNUSED, checks={"unused-metric": "off"})
    assert run("check", "--strict", cwd=tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("content", f"there is no deck.yaml in 'content'; did you mean `{Path('content/sample')}`?"),
        (".", f"there is no deck.yaml in '.'; did you mean `{Path('content/sample')}`?"),
        ("empty", "there is no deck.yaml in 'empty'; a deck is a folder with a deck.yaml"),
        (str(Path("content/sample/part.yaml")), "with --only part for this part alone"),
        ("nowhere", "there is no folder 'nowhere'"),
    ],
)
def test_path_that_is_no_deck_is_wrong_use_with_a_suggestion(path: str, message: str, tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "empty").mkdir()
    result = run("check", path, cwd=tmp_path)
    assert result.exit_code == 2
    assert message in result.stderr
