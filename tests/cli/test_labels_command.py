"""`deckgen labels`: what a language lacks, in the form of its file, and what is wrong in it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.kinds import content_models

SWEDISH = "goal: Mål\nkinds:\n  agenda:\n    label: Dagordning\n    page: Sida\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three words in Swedish."""
    (tmp_path / "content").mkdir()
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "sv.yaml").write_text(SWEDISH, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["labels", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("project")
def test_missing_words_are_shown_in_english_in_the_form_of_the_file() -> None:
    shown = output("--missing", "sv")
    lacking = yaml.safe_load(shown)
    assert lacking["kinds"]["agenda"] == {
        "section": "Section",
        "department": "Department",
        "status": "Status",
        "with-verdict": "{count} {state}",
    }
    assert set(lacking["kinds"]) == set(content_models())
    assert (lacking["open"], "goal" in lacking) == ("–", False)
    complete = yaml.safe_load(output("sv"))
    assert shown.startswith(f"# sv (Swedish): {labels_in(complete) - 3} words missing, not yet read by anybody")
    assert (complete["goal"], complete["kinds"]["agenda"]["page"], complete["open"]) == ("Mål", "Sida", "–")


def labels_in(words: object) -> int:
    return sum(map(labels_in, words.values())) if isinstance(words, dict) else 1


def test_what_is_missing_is_a_complete_file_once_it_is_translated(project: Path) -> None:
    missing = output("--missing", "sv")
    words = translated(yaml.safe_load(missing))
    own = yaml.safe_load(SWEDISH)
    words["kinds"]["agenda"] |= own.pop("kinds")["agenda"]
    text = yaml.safe_dump({**words, **own, "reviewed-by": ["Astrid"]}, allow_unicode=True)
    (project / "labels" / "sv.yaml").write_text(text, encoding="utf-8")
    assert output("--missing", "sv") == "# sv (Swedish): complete, read by Astrid\n"


def translated(words: dict[str, Any]) -> dict[str, Any]:
    return {key: translated(text) if isinstance(text, dict) else f"{text} å" for key, text in words.items()}


def test_words_that_are_still_english_are_counted(project: Path) -> None:
    (project / "labels" / "sv.yaml").write_text(output("--missing", "sv"), encoding="utf-8")
    assert re.match(r"# sv \(Swedish\): \d words missing, \d{3} still as in English", output("--missing", "sv"))


def test_language_without_any_file_shows_all_that_it_needs(project: Path) -> None:
    shown = yaml.safe_load(output("--missing", "pl"))
    forms = [key for key in shown if key.startswith("points-")]
    assert forms == ["points-one", "points-few", "points-many", "points-other"]
    assert "written from right to left" in output("--missing", "ur")


@pytest.mark.usefixtures("project")
def test_without_a_language_all_are_listed() -> None:
    lines = output().splitlines()
    assert "# en: complete" in lines
    assert any(line.startswith("# sv (Swedish): ") for line in lines)


def test_unknown_language_is_wrong_use() -> None:
    result = CliRunner().invoke(app, ["labels", "german"])
    expected = "deckgen: 'german' is not the code of a language; did you mean 'de'?\n"
    assert (result.exit_code, result.stderr) == (2, expected)


def test_errors_of_a_file_are_shown_at_their_lines(project: Path) -> None:
    (project / "labels" / "sv.yaml").write_text("gol: Mål\ndue-of: Klart\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["labels", "sv"])
    assert result.exit_code == 1
    assert "labels/sv.yaml:1:1: error: there is no label `gol` here\n" in result.stderr
    assert "hint: did you mean `goal`?" in result.stderr
    assert "labels/sv.yaml:2:9: error: these words lack `{due}`\n" in result.stderr
