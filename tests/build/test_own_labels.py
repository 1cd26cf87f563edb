"""Labels of a project and of a deck, from their files onto slides."""

import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.unchanged import result_key
from deckgen.charts.value_texts import format_number, value_texts
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Deck
from sample_projects import make_project

RISKS = "{kind: risks, risks: [{risk: Delay, likelihood: low, impact: high, owner: Ann, answer: Wait}]}"


def load(folder: Path) -> Deck:
    result = pipeline.lay_out(folder)
    assert [issue for issue in result.issues if issue.severity.value == "error"] == []
    assert result.content is not None
    return result.content


def header(folder: Path) -> list[str]:
    [slide] = [slide for slide in pipeline.lay_out(folder).slides if slide.kind == "risks"]
    [table] = [block for block in slide.blocks if hasattr(block, "header")]
    return [cell.plain_text for cell in table.header[0].cells]


def write_labels(root: Path, name: str, text: str) -> None:
    (root / "labels").mkdir(exist_ok=True)
    (root / "labels" / name).write_text(text, encoding="utf-8")


def test_words_of_deck_replace_those_of_project_and_language(tmp_path):
    folder = make_project(tmp_path, RISKS, language="de", labels={"kinds": {"risks": {"owner": "Wer"}}})
    write_labels(tmp_path, "de.yaml", "kinds: {risks: {owner: Zuständig, answer: Antwort}}\n")
    assert header(folder) == ["Risiko", "Wahrscheinlichkeit", "Auswirkung", "Antwort", "Wer"]


def test_file_of_a_country_replaces_single_words_of_its_language(tmp_path):
    folder = make_project(tmp_path, RISKS, language="de-AT")
    write_labels(tmp_path, "de-AT.yaml", "goal: Zielwert\n")
    labels = load(folder).labels
    assert (labels["goal"], labels["baseline"], labels.language) == ("Zielwert", "Ausgangswert", "de-AT")


def test_language_that_only_the_project_has_is_no_warning(tmp_path):
    folder = make_project(tmp_path, RISKS, language="sv")
    write_labels(tmp_path, "sv.yaml", "goal: Mål\n")
    issues = pipeline.lay_out(folder, remarks=True).issues
    assert "unknown-language" not in {issue.code for issue in issues}
    assert [issue.code for issue in issues if issue.code == "missing-labels"] == ["missing-labels"]


def test_labels_outside_the_project_are_not_read(tmp_path):
    folder = make_project(tmp_path / "project", RISKS, language="de")
    write_labels(tmp_path, "de.yaml", "goal: Anderswo\n")
    (tmp_path / "project" / "labels").symlink_to(tmp_path / "labels")
    result = pipeline.lay_out(folder)
    assert [issue.code for issue in result.issues] == ["outside-project"]


def test_deck_is_built_again_after_a_change_of_labels(tmp_path):
    folder = make_project(tmp_path, RISKS)
    before = result_key(folder, None, {})
    write_labels(tmp_path, "en.yaml", "goal: Target\n")
    assert before != result_key(folder, None, {}) != b""


def test_english_deck_imports_no_babel(tmp_path):
    folder = make_project(tmp_path, "{kind: bullets, headline: One point is enough, bullets: [One point]}")
    code = (
        "import sys; from pathlib import Path; from deckgen.build import pipeline; "
        f"pipeline.build_bytes(Path({str(folder)!r})); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def spec(language: str, **more: object) -> ChartSpec:
    return ChartSpec("trend", ("Q1",), (Series("a", (18.2,), labels=("18,2",)),), language=language, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["18.2%", "1,234.5%", "1.23M%"]),
        ("de", ["18,2\u00a0%", "1.234,5\u00a0%", "1,23\u00a0Mio.\u00a0%"]),
        ("tr", ["%18,2", "%1.234,5", "%1,23\u00a0Mn"]),
    ],
)
def test_numbers_of_charts_are_those_of_the_language(language, expected):
    percent = spec(language, unit="%")
    assert [format_number(value, 1, percent) for value in (18.2, 1234.5, 1_234_567.0)] == expected


def test_bare_number_as_typed_in_the_language_gets_the_unit():
    german = spec("de", unit="%")
    assert value_texts(german.series[0], 0, german) == ["18,2\u00a0%"]
