"""Bullets: points with leads have a row each, others are a list, in large type if they are few and short."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Table
from deckgen.ir.frames import FrameParagraph, Page, TableFrame, TextFrame
from sample_projects import make_project

LED = "  - {lead: Speed, text: It counts. More of it follows.}\n  - {lead: Open, bullets: [One, Another]}\n"


def laid_out(root: Path, entry: str) -> tuple[Slide, Page]:
    result = pipeline.lay_out(make_project(root, f"kind: bullets\n{entry}"))
    assert result.deck is not None, result.issues
    return result.slides[-1], result.deck.pages[-1]


def texts(page: Page) -> list[FrameParagraph]:
    """Return the paragraphs of the points, without the header of a table."""
    cells = [cell for frame in page.frames_of(TableFrame) for row in frame.rows[1:] for cell in row if cell is not None]
    lists = [frame for frame in page.frames_of(TextFrame) if frame.slot == "bullets"]
    return [paragraph for found in (*lists, *cells) for paragraph in found.paragraphs]


@pytest.mark.parametrize(
    ("count", "point", "layout"),
    [(3, "A point", "bullets--large"), (8, "A point", "bullets"), (3, "word " * 40, "bullets")],
)
def test_few_short_points_have_large_type(count: int, point: str, layout: str, tmp_path: Path) -> None:
    _, page = laid_out(tmp_path, "bullets:\n" + "".join(f"  - {point}\n" for _ in range(count)))
    assert page.layout == layout
    assert (texts(page)[0].runs[0].size >= 2200) == (layout == "bullets--large")


@pytest.mark.parametrize(
    ("points", "layout"),
    [
        (LED, "bullets--labels"),
        ("  - A point\n" * 3, "bullets--large"),
        ("  - " + "word " * 60 + "\n", "bullets"),
        (f"{LED}  - {{lead: Long, text: {'word ' * 100}}}\n", "bullets"),
    ],
)
def test_points_beside_an_aside_have_rows_if_there_is_room(points: str, layout: str, tmp_path: Path) -> None:
    _, page = laid_out(tmp_path, f"bullets:\n{points}aside:\n  figure: {{value: 67%, label: of all questions}}\n")
    assert page.layout == f"{layout}+aside-figure"


@pytest.mark.parametrize("variant", ["large", "standard"])
def test_points_below_a_point_are_indented_and_closer(variant: str, tmp_path: Path) -> None:
    points = "bullets:\n  - A point\n  - {text: 'Two more:', bullets: [One, Another]}\n"
    _, page = laid_out(tmp_path, f"variant: {variant}\n{points}")
    point, more, one, another = texts(page)
    assert one.margin == another.margin > point.margin
    assert one.space_before == another.space_before < more.space_before


def test_leads_of_all_points_are_labels_of_rows(tmp_path: Path) -> None:
    slide, page = laid_out(tmp_path, f"title: What we learned\nheadline: Speed counts\nbullets:\n{LED}")
    [table] = slide.blocks_of(Table)
    assert page.layout == "bullets--labels"
    assert [[cell.plain_text for cell in row.cells] for row in (*table.header, *table.rows)] == [
        ["What we learned"],
        ["Speed", "It counts.\nMore of it follows."],
        ["Open", "One\nAnother"],
    ]
    assert "What we learned" not in slide.eyebrow, "it is the header of the table"


def test_header_of_points_is_not_the_title(tmp_path: Path) -> None:
    slide, _ = laid_out(tmp_path, f"title: What we learned\nbullets:\n{LED}")
    [table] = slide.blocks_of(Table)
    assert (slide.title, table.header[0].cells[0].plain_text) == ("What we learned", "Points")


@pytest.mark.parametrize("more", ["  - A point without a lead\n", f"  - {{lead: Long, text: {'word ' * 180}}}\n"])
def test_points_without_leads_and_long_ones_are_a_list(more: str, tmp_path: Path) -> None:
    _, page = laid_out(tmp_path, f"bullets:\n{LED}{more}")
    assert page.layout != "bullets--labels"
