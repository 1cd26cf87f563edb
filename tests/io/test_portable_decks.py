"""A deck has the same issues where the system ignores case (simulated) as where it does not."""

from pathlib import Path

import pytest
from PIL import Image

import other_systems
from deckgen.build import pipeline
from deckgen.diagnostics import render
from sample_projects import make_project

SLIDE = "kind: photos\nimages:\n  - file: {file}\n    alt: A team\n"


def issues_of(folder: Path) -> list[str]:
    laid_out = pipeline.lay_out(folder)
    return [render(issue, laid_out.sources) for issue in laid_out.issues]


def make(root: Path, file: str = "media/Team.jpg", brand: str = "wikimedia") -> Path:
    folder = make_project(root, SLIDE.format(file=file), brand=brand)
    (folder / "media").mkdir()
    Image.new("RGB", (64, 48), "#3366CC").save(folder / "media" / "Team.jpg")
    (folder / "data").mkdir()
    (folder / "data" / "metrics.yaml").write_text("readers:\n  name: Readers\n", encoding="utf-8")
    own = root / "layouts" / "Own"
    own.mkdir(parents=True)
    (own / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    return folder


def rename(folder: Path, old: str, new: str) -> None:
    (folder / old).rename(folder / "temporary")
    (folder / "temporary").rename(folder / new)


CASES: dict[str, tuple[dict[str, str], tuple[str, str] | None, list[str]]] = {
    "as spelled": ({}, None, []),
    "own brand": ({"brand": "Own"}, None, []),
    "picture": (
        {"file": "media/team.jpg"}, None,
        ["the picture `media/team.jpg` is not there yet", "did you mean `media/Team.jpg`?"],
    ),
    "backslash": (
        {"file": "media\\Team.jpg"}, None,
        ["the picture `media\\Team.jpg` has `\\` in its name", "write `/` between folders: `media/Team.jpg`"],
    ),
    "brand": ({"brand": "own"}, None, ["there is no brand `own` in layouts/", "did you mean `Own`?"]),
    "section": (
        {}, ("part.yaml", "Part.yaml"),
        ["there is no file content/sample/part.yaml for the section", "did you mean `Part`?"],
    ),
    "data file": (
        {}, ("data/metrics.yaml", "data/Metrics.yaml"), ["this file is not read", "did you mean `metrics.yaml`?"],
    ),
}  # fmt: skip
"""Arguments of `make`, a file to rename, and texts that the issues have."""


@pytest.mark.parametrize("case", CASES)
def test_name_in_another_case_has_the_same_issues_on_every_system(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, renamed, expected = CASES[case]
    folder = make(tmp_path, **names)
    if renamed is not None:
        rename(folder, *renamed)
    issues = issues_of(folder)
    assert all(any(text in issue for issue in issues) for text in expected)
    assert bool(issues) == bool(expected)
    other_systems.ignore_case(monkeypatch, tmp_path)
    assert issues_of(folder) == issues


def test_deck_file_in_another_case_is_reported_where_case_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path)
    rename(folder, "deck.yaml", "Deck.yaml")
    other_systems.ignore_case(monkeypatch, tmp_path)
    [issue] = issues_of(folder)
    assert "there is no file content/sample/deck.yaml" in issue
    assert "did you mean `Deck.yaml`?" in issue
