"""The plan of a slide, and its pieces: each is a block with its content for every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from deckgen.brand.types import SlideLayout, Slot
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Block, Chart, Paragraph, Picture, Row, Table
from deckgen.ir.frames import TextFrame
from deckgen.layout.footnotes import FootnoteSpace
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.text import SlotArea

HEAD_SLOTS = ("eyebrow", "tag")


class Piece(Struct):
    """The content of one block for each page, and how it is laid out. `further_area` is its area on pages after the first."""

    block: Block
    area: SlotArea
    step: int = 0
    texts: list[tuple[Paragraph, ...]] = field(default_factory=list)
    rows: list[tuple[Row, ...]] = field(default_factory=list)
    table_layout: TableLayout | None = None
    table_setting: TableSetting | None = None
    further_area: SlotArea | None = None
    fits: bool = True

    @property
    def page_count(self) -> int:
        """The number of pages that it takes."""
        return len(self.texts) or len(self.rows) or 1

    def part_index(self, page: int) -> int:
        """The index of the part that a page shows: the only part of a repeated slot is on every page, other parts once."""
        repeated = self.page_count == 1 and (self.area.slot.repeat or self.area.slot.name in HEAD_SLOTS)
        return 0 if repeated else page

    def area_on(self, page: int) -> SlotArea | None:
        """Its area on a page, if it has one there."""
        return self.further_area if page else self.area

    def paragraphs_on(self, page: int) -> tuple[Paragraph, ...]:
        """Its paragraphs on a page."""
        part = self.part_index(page)
        return self.texts[part] if part < len(self.texts) and self.area_on(page) is not None else ()

    def rows_on(self, page: int) -> tuple[Row, ...]:
        """Its rows on a page, those of the header first. A header alone is shown only if the table has no other rows."""
        part = self.part_index(page)
        if not isinstance(self.block, Table) or part >= len(self.rows) or self.area_on(page) is None:
            return ()
        if not self.rows[part] and self.block.rows:
            return ()
        return (*self.block.header, *self.rows[part])

    def note_ids(self, page: int) -> Iterator[str]:
        """The ids of the footnotes that its part on a page refers to."""
        yield from _note_ids(self.paragraphs_on(page))
        for row in self.rows_on(page):
            for cell in row.cells:
                yield from _note_ids(cell.paragraphs)


class SlidePlan(Struct):
    """The plan of a slide: its pieces, the layout of pages after the first, the space for footnotes, errors and warnings.

    `note_order` has the positions of the slide's footnotes by id. `title_frame` is the shortened title if the title is too long.
    """

    pieces: list[Piece]
    further_layout: SlideLayout
    footnote_space: FootnoteSpace
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    smallest_size: int | None = None
    note_order: dict[str, int] = field(default_factory=dict)
    title_frame: TextFrame | None = None

    @property
    def steps(self) -> dict[str, int]:
        """The step of shrinking of each group of slots that fits one page; the common steps of a layout are chosen from these."""
        return {
            shrink_group(p.area.slot): p.step
            for p in self.pieces
            if p.page_count == 1 and p.fits and not isinstance(p.block, Chart | Picture)
        }

    @property
    def following_steps(self) -> dict[str, int]:
        """The steps of all groups that common steps are applied to: those of `steps`, and tables on several pages."""
        tables = {shrink_group(p.area.slot): p.step for p in self.pieces if isinstance(p.block, Table)}
        return tables | self.steps

    @property
    def page_count(self) -> int:
        """The number of pages that the slide takes."""
        return max((piece.page_count for piece in self.pieces), default=1)

    def note_ids(self, page: int) -> list[str]:
        """The ids of the footnotes of a page, in the order of the slide."""
        used = {name for piece in self.pieces for name in piece.note_ids(page)}
        return sorted(used & self.note_order.keys(), key=self.note_order.__getitem__)


def shrink_group(slot: Slot) -> str:
    """The name of the group with which a slot shrinks."""
    return slot.group or f"={slot.name}"


def _note_ids(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.note:
                yield run.note
