"""Statuses on drawn slides are told apart without colours: in greyscale, and as people with colour blindness see them."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import font_source_sans_pro
import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pytest
from drawn import Mode, to_pdf
from PIL import Image
from pptx import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from deckgen.build import pipeline
from deckgen.gallery.vision import VISIONS, simulate_vision
from deckgen.ir.frames import BAR_WIDTH, EMU_PER_POINT, Box
from sample_projects import make_project

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MODE = Mode(fonts=(Path(font_source_sans_pro.__file__).parent / "files",))
DPI = 440
"""Marks are an eighth of an inch: at this resolution, where a mark stands between two pixels hardly changes its shape."""
SIDE = 32
"""The side in pixels to which a mark is scaled."""
MIN_CONTRAST = 3.0
"""Of a bar to the tint beside it (WCAG 2.2, 1.4.11)."""
MIN_MARK_CONTRAST = 2.5
"""Of a mark to its ground, which may be its own tint; the word of the status is beside it in a colour for text."""
UPDATES = """\
kind: objective
variant: opener
title: Objective
headline: One update for each status
objective: Every status is told apart
updates:
  - {text: Begun, status: on-track}
  - {text: Late, status: at-risk}
  - {text: Missed, status: off-track}
  - {text: Finished, status: done}
  - {text: Rests, status: paused}
  - {text: Planned, status: not-started}
  - {text: Unknown, status: no-data}
"""
STATUSES = {"on-track", "at-risk", "off-track", "done", "paused", "not-started", "no-data"}


class Picture:
    """A slide with its drawing; luminances are relative, from 0 to 1, as WCAG defines them."""

    def __init__(self, slide: Slide, page: pypdfium2.PdfPage) -> None:
        self.slide, self.page = slide, page

    def luminances(self, box: Box, vision: str) -> np.ndarray:
        """Return those of an area, as seen with `vision`."""
        width, height = (points * EMU_PER_POINT for points in self.page.get_size())
        edges = box.x, height - box.bottom, width - box.right, box.y
        area = self.page.render(scale=DPI / 72, crop=tuple(each / EMU_PER_POINT for each in edges))
        seen = simulate_vision(area.to_pil().convert("RGB"), vision)
        channels = np.asarray(seen, dtype=float) / 255
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return linear @ np.array([0.2126, 0.7152, 0.0722])

    def marks(self) -> Iterator[tuple[str, Box]]:
        """Yield each mark of a status with its box."""
        for shape in self.slide.shapes:
            if isinstance(shape, Shape) and shape.name.startswith("Mark "):
                yield shape.name.split()[1], Box(shape.left, shape.top, shape.width, shape.height)

    def bars(self) -> Iterator[Box]:
        """Yield the bar at the start of each row that has one."""
        for shape in self.slide.shapes:
            if isinstance(shape, GraphicFrame) and shape.has_table:
                yield from _bars_of(shape)
            elif shape.name.split()[0] == "Bar":
                yield Box(shape.left, shape.top + shape.height // 4, shape.width, shape.height // 2)


def _bars_of(frame: GraphicFrame) -> Iterator[Box]:
    lefts = [frame.left]
    for column in frame.table.columns:
        lefts.append(lefts[-1] + column.width)
    top = frame.top
    for row in frame.table.rows:
        for x, cell in zip(lefts, row.cells, strict=False):
            line = cell._tc.find(f"{A}tcPr/{A}lnL")
            if line is not None and line.get("w") == str(BAR_WIDTH):
                yield Box(x - BAR_WIDTH // 2, top + row.height // 4, BAR_WIDTH, row.height // 2)
        top += row.height


def drawn(deck: Path) -> list[Picture]:
    slides = [slide for slide in Presentation(str(deck)).slides if slide._element.get("show") != "0"]
    with tempfile.TemporaryDirectory() as folder:
        pages = list(pypdfium2.PdfDocument(to_pdf(deck, Path(folder), MODE).read_bytes()))
    return [Picture(slide, page) for slide, page in zip(slides, pages, strict=True)]


@pytest.fixture(scope="module", params=["example deck", "every status"])
def pictures(
    request: pytest.FixtureRequest, built_deck: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Picture]:
    if request.param == "example deck":
        return drawn(built_deck)
    path = pipeline.build(make_project(tmp_path_factory.mktemp("statuses"), UPDATES)).path
    assert path is not None
    return drawn(path)


def outline(picture: Picture, box: Box, vision: str) -> np.ndarray:
    """Return which pixels of the square of a mark are darker than its ground, in a picture of one size for all marks."""
    pixels = picture.luminances(box, vision)
    ground = picture.luminances(Box(box.x - box.width // 4, box.y, box.width // 8, box.height), vision).max()
    assert (ground + 0.05) / (pixels.min() + 0.05) >= MIN_MARK_CONTRAST
    mask = Image.fromarray((pixels < (ground + pixels.min()) / 2).astype(np.uint8) * 255)
    return np.asarray(mask.resize((SIDE, SIDE), Image.Resampling.BILINEAR), dtype=float) / 255


@pytest.mark.rendering
@pytest.mark.parametrize("vision", VISIONS)
def test_drawn_marks_of_statuses_differ_in_shape(pictures: list[Picture], vision: str) -> None:
    shapes: dict[str, list[np.ndarray]] = defaultdict(list)
    for picture in pictures:
        for status, box in picture.marks():
            shapes["done" if status == "delivered" else status].append(outline(picture, box, vision))
    assert len(shapes.keys() & STATUSES) >= 5
    for one, other in combinations(shapes, 2):
        assert np.abs(np.mean(shapes[one], axis=0) - np.mean(shapes[other], axis=0)).mean() > 0.08, (one, other)
    for status, same in shapes.items():
        assert all(np.abs(each - same[0]).mean() < 0.08 for each in same), status


@pytest.mark.rendering
@pytest.mark.parametrize("vision", VISIONS)
def test_tinted_rows_have_a_drawn_bar_at_their_start(pictures: list[Picture], vision: str) -> None:
    bars = [(picture, box) for picture in pictures for box in picture.bars()]
    is_example = len(pictures) > 10  # the other deck has one row at risk and one off track
    assert len(bars) >= 5 if is_example else len(bars) == 2
    for picture, box in bars:
        bar = np.median(picture.luminances(box, vision))
        tint = np.median(picture.luminances(Box(box.right + BAR_WIDTH // 4, box.y, BAR_WIDTH // 2, box.height), vision))
        assert (tint + 0.05) / (bar + 0.05) >= MIN_CONTRAST
