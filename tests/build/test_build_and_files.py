"""The file of a build: the same bytes each time, written completely or not at all, wherever the command runs."""

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from deckgen import charts
from deckgen.build import pipeline
from deckgen.build.output_file import OutputFileError
from deckgen.build.selection import Selection
from deckgen.io import project
from sample_projects import make_project

POINTS = "kind: bullets\ntitle: Points\nbullets:\n  - One point\n"
CHART = """
kind: chart
title: Editors
chart:
  kind: compare
  categories: [Q1, Q2]
  series:
    - {name: Editors, values: [4, 5]}
"""


def bytes_and_time(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_mtime_ns


def test_same_content_gives_same_bytes_in_every_folder_and_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = []
    for name in ("one", "another place"):
        monkeypatch.setenv("TZ", "Asia/Tokyo" if results else "UTC")
        folder = make_project(
            tmp_path / name, POINTS, CHART, "kind: table\ncolumns: [A]\nrows:\n  - [B]\n", title="Deck"
        )
        built = pipeline.build(folder)
        assert built.path is not None, built.issues
        results.append(built.path.read_bytes())
    assert results[0] == results[1]


def test_file_contains_no_path_of_the_building_machine(tmp_path: Path) -> None:
    built = pipeline.build(make_project(tmp_path / "home-of-somebody", POINTS, CHART))
    assert built.path is not None
    with zipfile.ZipFile(BytesIO(built.path.read_bytes())) as package:
        for name in package.namelist():
            assert b"home-of-somebody" not in package.read(name), name


@pytest.mark.parametrize("failure", [OutputFileError("held open"), OSError(28, "No space left on device")])
def test_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    folder = make_project(tmp_path, POINTS)
    old = pipeline.build(folder).path
    assert old is not None
    before = bytes_and_time(old)

    def raise_error(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(Path, "replace", raise_error)
    monkeypatch.setattr("os.replace", raise_error)
    with pytest.raises((OutputFileError, OSError)):
        pipeline.build(make_project(tmp_path, POINTS.replace("One", "Another")))
    assert bytes_and_time(old) == before
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_undrawable_chart_is_an_error_at_its_line_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project(tmp_path, POINTS, CHART)
    old = pipeline.build(folder).path
    assert old is not None
    before = bytes_and_time(old)

    def raise_error(*_: object, **__: object) -> None:
        raise charts.ChartError("it is too small")

    monkeypatch.setattr(charts, "draw", raise_error)
    built = pipeline.build(folder)
    assert built.path is None
    [issue] = built.issues
    assert "too small" in issue.message
    assert issue.span is not None
    assert "series" in built.layout.sources[issue.span.file][issue.span.start :]
    assert bytes_and_time(old) == before


def test_file_is_named_after_folder_year_and_quarter_in_lower_case(tmp_path: Path) -> None:
    folder = make_project(tmp_path, POINTS)
    content = pipeline.lay_out(folder).content
    assert content is not None
    assert pipeline.output_path(folder, content) == tmp_path / "output" / "sample-fy20-21-q2.pptx"
    assert (
        pipeline.output_path(folder, content, Selection("part")) == tmp_path / "output" / "sample-fy20-21-q2-part.pptx"
    )
    assert pipeline.output_path(folder.with_name("SDG Review"), content).name == "sdg review-fy20-21-q2.pptx"


def test_folder_may_be_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project(tmp_path, POINTS)
    monkeypatch.chdir(folder)
    built = pipeline.build(Path())
    assert built.path == tmp_path / "output" / "sample-fy20-21-q2.pptx"


def test_named_output_file_is_written_and_its_folders_created(tmp_path: Path) -> None:
    output = tmp_path / "to" / "hand out" / "deck.pptx"
    assert pipeline.build(make_project(tmp_path, POINTS), output).path == output
    assert output.is_file()
    assert not (tmp_path / "output").exists()


def test_deck_outside_any_project_is_written_next_to_its_folder(tmp_path: Path) -> None:
    inside = make_project(tmp_path / "project", POINTS)
    outside = shutil.move(inside, tmp_path / "alone")
    shutil.rmtree(tmp_path / "project")
    built = pipeline.build(Path(outside))
    assert built.path == tmp_path / "output" / "alone-fy20-21-q2.pptx"


def test_folder_without_a_deck_is_an_error(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(tmp_path)
    assert laid_out.deck is None
    assert "deck.yaml" in laid_out.issues[0].message + (laid_out.issues[0].span.file if laid_out.issues[0].span else "")


def test_unknown_section_is_an_error_that_suggests_the_nearest(tmp_path: Path) -> None:
    folder = make_project(tmp_path, POINTS)
    laid_out = pipeline.lay_out(folder, Selection(only="prat"))
    [issue] = laid_out.issues
    assert (laid_out.deck, issue.code) == (None, "unknown-section")
    assert "part" in (issue.hint or "") + issue.message


def test_issues_of_brand_and_content_are_reported_together(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "wikimedia"
    shutil.copytree(Path(__file__).parents[2] / "layouts" / "wikimedia", own)
    (own / "bullets.yaml").write_text((own / "bullets.yaml").read_text().replace("role: text", "role: txt"))
    laid_out = pipeline.lay_out(make_project(tmp_path, "kind: table\ncolumns: [A]\nrows:\n  - [B, C]\n"))
    assert laid_out.deck is None
    files = [d.span.file for d in laid_out.issues if d.span]
    assert "layouts/wikimedia/bullets.yaml" in files
    assert "content/sample/part.yaml" in files


def test_every_stage_reports_its_progress(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    pipeline.build(make_project(tmp_path, POINTS, CHART), progress=lambda *step: steps.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in steps)) == [
        "reading", "composing", "laying out", "drawing charts", "writing",
    ]  # fmt: skip
    assert all(0 <= done <= of for _, done, of in steps)


def test_project_is_the_nearest_folder_above_with_content(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "outer", POINTS)
    inner = make_project(tmp_path / "outer" / "content" / "sample" / "inner", POINTS)
    assert project.find_project(folder) == tmp_path / "outer"
    assert project.find_project(inner) == tmp_path / "outer" / "content" / "sample" / "inner"
    assert project.find_decks(tmp_path / "outer") == [folder]
    assert project.display_path(folder / "deck.yaml", tmp_path / "outer") == "content/sample/deck.yaml"
    assert project.display_path(Path(__file__), tmp_path) == Path(__file__).resolve().as_posix()
    assert (project.packaged_folder("layouts") / "wikimedia" / "_brand.yml").is_file()
