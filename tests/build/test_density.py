"""`density: read`: the normal sizes, for a deck that is sent round; `build --density read` writes it beside the other."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.build.selection import Selection
from deckgen.cli import app
from deckgen.ir.frames import TableFrame, TextFrame
from deckgen.model.files import Density
from sample_projects import make_project

SLIDES = ("kind: bullets\nbullets: [One point]", "kind: table\ncolumns: [A, B]\nrows: [[a, b], [c, d]]")


def body_sizes(result: LayoutResult) -> set[int]:
    """The sizes of the points, and of the first cell under the header."""
    assert result.deck is not None, result.issues
    points, table = result.deck.pages
    texts = [f for f in points.frames_of(TextFrame) if f.slot == "bullets"]
    cell = table.frames_of(TableFrame)[0].rows[1][0]
    assert cell is not None
    return {run.size for paragraphs in (texts[0].paragraphs, cell.paragraphs) for p in paragraphs for run in p.runs}


def table_height(result: LayoutResult) -> int:
    assert result.deck is not None
    return result.deck.pages[1].frames_of(TableFrame)[0].box.height


@pytest.mark.parametrize(("in_deck", "option", "sizes"), [
    ({}, None, {2600, 1800}), ({"density": "present"}, None, {2600, 1800}), ({"density": "read"}, None, {1600, 1200}),
    ({}, "read", {1600, 1200}), ({"density": "read"}, "present", {2600, 1800}),
])  # fmt: skip
def test_density_decides_whether_text_grows(
    in_deck: dict[str, str], option: Density | None, sizes: set[int], tmp_path: Path
) -> None:
    assert body_sizes(pipeline.lay_out(make_project(tmp_path, *SLIDES, **in_deck), Selection(density=option))) == sizes


def test_rows_of_a_table_are_not_spread_for_reading(tmp_path: Path) -> None:
    folder = make_project(tmp_path, *SLIDES)
    assert table_height(pipeline.lay_out(folder)) > 1.5 * table_height(
        pipeline.lay_out(folder, Selection(density="read"))
    )


def test_unknown_density_is_reported(tmp_path: Path) -> None:
    [issue] = pipeline.lay_out(make_project(tmp_path, *SLIDES, density="dense")).issues
    assert "present" in f"{issue.message} {issue.hint}"


def test_deck_for_reading_is_written_beside_the_other(tmp_path: Path) -> None:
    folder = make_project(tmp_path, *SLIDES)
    for options in ([], ["--density", "read"], ["--density", "present"], ["--density", "read"]):
        assert CliRunner().invoke(app, ["build", str(folder), *options]).exit_code == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "output").iterdir()}
    assert files.keys() == {"sample-fy20-21-q2.pptx", "sample-fy20-21-q2-read.pptx"}
    assert len(set(files.values())) == 2
