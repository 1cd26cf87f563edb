"""`deckgen labels`: what a language lacks, in the form of its file."""

import pytest
import yaml
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.kinds import content_models
from deckgen.model import Labels, labels


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that has three words."""
    own = labels.LanguageFile(
        {"goal": "Ziel"}, {"kinds": {"agenda": {"label": "Agenda", "page": "Seite"}}, "charts": {}}
    )
    read = labels.read_language
    monkeypatch.setattr(labels, "read_language", lambda language: own if language == "de" else read(language))
    monkeypatch.setattr(Labels, "known", lambda: ("de", "en"))


def output(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["labels", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("german")
def test_missing_words_are_shown_in_english_in_the_form_of_the_file() -> None:
    shown = output("--missing", "de")
    lacking = yaml.safe_load(shown)
    assert lacking["kinds"]["agenda"] == {
        "section": "Section",
        "department": "Department",
        "status": "Status",
        "with-verdict": "{count} {state}",
    }
    assert set(lacking["kinds"]) == set(content_models())
    assert (lacking["open"], "goal" in lacking) == ("–", False)
    complete = yaml.safe_load(output("de"))
    assert shown.startswith(f"# de: {labels_in(complete) - 3} words missing\n")
    assert (complete["goal"], complete["kinds"]["agenda"]["page"], complete["open"]) == ("Ziel", "Seite", "–")


def labels_in(words: object) -> int:
    return sum(map(labels_in, words.values())) if isinstance(words, dict) else 1


@pytest.mark.usefixtures("german")
def test_without_a_language_all_are_listed() -> None:
    first, second = output().splitlines()
    assert first.endswith("words missing")
    assert second == "# en: complete"
    assert output("--missing").splitlines()[-1] == "# en: complete"


def test_unknown_language_is_wrong_use() -> None:
    result = CliRunner().invoke(app, ["labels", "xx"])
    assert (result.exit_code, result.stderr) == (2, "deckgen: there are no labels in 'xx'; known languages are `en`\n")
