"""What a build promises of its file: the same bytes, whole or not at all, in its place whatever one stands in."""

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from deckgen import charts
from deckgen.build import pipeline
from deckgen.io import project
from deckgen.writer import WriterError
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


def state(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_mtime_ns


def test_the_same_content_gives_the_same_bytes_wherever_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name in ("one", "another place"):
        monkeypatch.setenv("TZ", "Asia/Tokyo" if made else "UTC")
        folder = make_project(
            tmp_path / name, POINTS, CHART, "kind: table\ncolumns: [A]\nrows:\n  - [B]\n", title="Deck"
        )
        built = pipeline.build(folder)
        assert built.path is not None, built.diagnostics
        made.append(built.path.read_bytes())
    assert made[0] == made[1]


def test_nothing_of_the_building_machine_is_in_the_file(tmp_path: Path) -> None:
    built = pipeline.build(make_project(tmp_path / "home-of-somebody", POINTS, CHART))
    assert built.path is not None
    with zipfile.ZipFile(BytesIO(built.path.read_bytes())) as package:
        for name in package.namelist():
            assert b"home-of-somebody" not in package.read(name), name


@pytest.mark.parametrize("fault", [WriterError("held open"), OSError(28, "No space left on device")])
def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    folder = make_project(tmp_path, POINTS)
    old = pipeline.build(folder).path
    assert old is not None
    before = state(old)

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "replace", fail)
    monkeypatch.setattr("os.replace", fail)
    with pytest.raises((WriterError, OSError)):
        pipeline.build(make_project(tmp_path, POINTS.replace("One", "Another")))
    assert state(old) == before
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_a_chart_that_cannot_be_drawn_is_a_fault_at_its_place_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project(tmp_path, POINTS, CHART)
    old = pipeline.build(folder).path
    assert old is not None
    before = state(old)

    def fail(*_: object, **__: object) -> None:
        raise charts.ChartError("it is too small")

    monkeypatch.setattr(charts, "draw", fail)
    built = pipeline.build(folder)
    assert built.path is None
    [fault] = built.diagnostics
    assert "too small" in fault.message
    assert fault.span is not None
    assert "series" in built.layout.sources[fault.span.file][fault.span.start :]
    assert state(old) == before


def test_a_deck_is_named_after_its_folder_year_and_quarter_in_lower_case(tmp_path: Path) -> None:
    folder = make_project(tmp_path, POINTS)
    content = pipeline.lay_out(folder).content
    assert content is not None
    assert pipeline.output_path(folder, content) == tmp_path / "output" / "sample-fy20-21-q2.pptx"
    assert pipeline.output_path(folder, content, "part") == tmp_path / "output" / "sample-fy20-21-q2-part.pptx"
    assert pipeline.output_path(folder.with_name("SDG Review"), content).name == "sdg review-fy20-21-q2.pptx"


def test_a_folder_given_relative_to_where_one_stands_is_the_same_deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project(tmp_path, POINTS)
    monkeypatch.chdir(folder)
    built = pipeline.build(Path())
    assert built.path == tmp_path / "output" / "sample-fy20-21-q2.pptx"


def test_a_file_named_by_the_caller_is_written_there_with_its_folders(tmp_path: Path) -> None:
    wanted = tmp_path / "to" / "hand out" / "deck.pptx"
    assert pipeline.build(make_project(tmp_path, POINTS), wanted).path == wanted
    assert wanted.is_file()
    assert not (tmp_path / "output").exists()


def test_a_deck_outside_any_project_is_its_own(tmp_path: Path) -> None:
    inside = make_project(tmp_path / "made", POINTS)
    outside = shutil.move(inside, tmp_path / "alone")
    shutil.rmtree(tmp_path / "made")
    built = pipeline.build(Path(outside))
    assert built.path == tmp_path / "output" / "alone-fy20-21-q2.pptx"


def test_a_folder_without_a_deck_is_told(tmp_path: Path) -> None:
    laid = pipeline.lay_out(tmp_path)
    assert laid.deck is None
    assert "deck.yaml" in laid.diagnostics[0].message + (
        laid.diagnostics[0].span.file if laid.diagnostics[0].span else ""
    )


def test_a_section_that_the_deck_has_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    folder = make_project(tmp_path, POINTS)
    laid = pipeline.lay_out(folder, only="prat")
    [fault] = laid.diagnostics
    assert (laid.deck, fault.code) == (None, "unknown-section")
    assert "part" in (fault.hint or "") + fault.message


def test_faults_of_the_brand_come_with_those_of_the_content(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "wikimedia"
    shutil.copytree(Path(__file__).parents[2] / "layouts" / "wikimedia", own)
    (own / "bullets.yaml").write_text((own / "bullets.yaml").read_text().replace("role: text", "role: txt"))
    laid = pipeline.lay_out(make_project(tmp_path, "kind: table\ncolumns: [A]\nrows:\n  - [B, C]\n"))
    assert laid.deck is None
    files = [d.span.file for d in laid.diagnostics if d.span]
    assert "layouts/wikimedia/bullets.yaml" in files
    assert "content/sample/part.yaml" in files


def test_every_stage_tells_what_it_does_and_counts_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    pipeline.build(make_project(tmp_path, POINTS, CHART), progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "reading", "composing", "laying out", "drawing charts", "writing",
    ]  # fmt: skip
    assert all(0 <= done <= of for _, done, of in told)


def test_a_project_is_the_nearest_folder_above_that_holds_content(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "outer", POINTS)
    inner = make_project(tmp_path / "outer" / "content" / "sample" / "inner", POINTS)
    assert project.find_project(folder) == tmp_path / "outer"
    assert project.find_project(inner) == tmp_path / "outer" / "content" / "sample" / "inner"
    assert project.decks(tmp_path / "outer") == [folder]
    assert project.display(folder / "deck.yaml", tmp_path / "outer") == "content/sample/deck.yaml"
    assert project.display(Path(__file__), tmp_path) == Path(__file__).resolve().as_posix()
    assert (project.packaged("layouts") / "wikimedia" / "_brand.yml").is_file()
