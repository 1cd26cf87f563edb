"""A type of block, or of frame, needs its handlers in layout, writer and preview, and nothing else."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest

from deckgen.brand.load import load_brand
from deckgen.build.build_results import LayoutResult
from deckgen.build.chart_drawing import chart_frames
from deckgen.build.stage_issues import chart_issues
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, BlockBase, Paragraph, Run, Slide, Text
from deckgen.ir.frames import Box, Frame, FrameBase
from deckgen.layout import DeckInfo, lay_out
from deckgen.layout.pieces import PIECES, Piece, SlidePlan
from deckgen.preview.frames import FRAME_VIEWS, FrameView
from deckgen.preview.view import SourceLocations, slide_data
from deckgen.resolve import number_footnotes
from deckgen.writer import write
from deckgen.writer.frames import FRAME_WRITERS
from deckgen.writer.slide_shapes import SlideShapes

LAYOUTS = Path(__file__).parents[2] / "layouts"


class Stamp(BlockBase, frozen=True, array_like=True, tag=True):
    """A type of block that deckgen does not have."""

    slot: str
    word: str
    origin: Origin = Origin()


class StampFrame(FrameBase, frozen=True, array_like=True, tag=True):
    slot: str
    name: str
    box: Box
    word: str
    origin: Origin = Origin()


class StampPiece(Piece):
    def frame(self, plan: SlidePlan, page: int) -> StampFrame | None:
        area = self.area_on(page)
        return StampFrame(area.slot.name, "Stamp", area.box, self.block.word) if area and page == 0 else None


def add_stamp(shapes: SlideShapes, frame: StampFrame) -> None:
    _, identity = shapes.next_identity(frame.name, frame.word)
    shapes.elements.append(f"<p:sp><p:nvSpPr>{identity}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>")


@pytest.fixture
def stamp_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PIECES, Stamp, StampPiece)
    monkeypatch.setitem(FRAME_WRITERS, StampFrame, add_stamp)
    view = FrameView(lambda frame: {"type": "text", "lines": [frame.word]})
    monkeypatch.setitem(FRAME_VIEWS, StampFrame, view)


def test_every_type_has_its_handlers() -> None:
    assert set(PIECES) == set(get_args(Block))
    assert set(FRAME_WRITERS) == set(FRAME_VIEWS) == set(get_args(Frame))


@pytest.mark.usefixtures("stamp_handlers")
def test_new_block_type_passes_all_stages_with_its_handlers() -> None:
    brand, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, problems
    stamp, text = Stamp("impact", "RECEIVED"), Text("situation", (Paragraph((Run("Text "),)),) * 200)
    slide = Slide("part/stamped", "drill-down", "drill-down", "Stamped", (text, stamp))
    assert number_footnotes(slide, {}) == slide
    assert list(chart_issues(slide)) == []
    deck, issues = lay_out([slide], brand, DeckInfo("Deck", "", "", (), "en"))
    assert {issue.code for issue in issues} <= {"continues", "shrinks"}
    assert [bool(page.frames_of(StampFrame)) for page in deck.pages] == [True] + [False] * (len(deck.pages) - 1)
    assert list(chart_frames(deck)) == []
    with zipfile.ZipFile(BytesIO(write(deck, brand, {}))) as package:
        assert 'descr="RECEIVED"' in package.read("ppt/slides/slide1.xml").decode()
    first, *_ = slide_data(LayoutResult(deck, brand), SourceLocations(Path(), {}, ""))
    assert ["RECEIVED"] in [part["lines"] for part in first["parts"]]
