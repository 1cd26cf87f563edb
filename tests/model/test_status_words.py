"""`status:` in the words of the deck's language."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.diagnostics import Severity
from sample_projects import make_project

SLIDE = """
kind: key-results
headline: "82%"
rows:
  - id: one
    name: One
    goal: "66%"
    quarters: {{Q2: {{text: "82%", status: {status}}}}}
"""


def issues(folder: Path, language: str, status: str) -> list[tuple[str, str]]:
    found = pipeline.build_bytes(make_project(folder, SLIDE.format(status=status), language=language)).issues
    return [(issue.message, issue.hint or "") for issue in found if issue.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("language", "status"),
    [("ar", "في خطر"), ("de", "gefährdet"), ("de", "at-risk"), ("de", "amber"), ("ja", "要注意"), ("zh-TW", "at-risk")],
)
def test_status_may_be_the_word_of_the_language(tmp_path: Path, language: str, status: str) -> None:
    assert issues(tmp_path, language, status) == []


def test_word_of_the_project_names_a_status(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels/fi.yaml").write_text("at-risk: Vaarassa\n", encoding="utf-8")
    assert issues(tmp_path, "fi", "vaarassa") == []


def test_unknown_word_is_refused_with_the_words_of_the_language(tmp_path: Path) -> None:
    [(message, hint)] = issues(tmp_path, "de", "prima")
    assert message == "`prima` is not known here"
    assert hint.startswith("known statuses are `Im Plan`, `Gefährdet`, `Außer Plan`, `Erledigt`")


def test_word_of_another_language_is_refused(tmp_path: Path) -> None:
    assert len(issues(tmp_path, "en", "gefährdet")) == 1
