"""What a plan is made of: the pieces of a slide, each a block and what it puts on which page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from deckgen.brand.types import SlideLayout, Slot
from deckgen.ir.blocks import Block, Chart, Paragraph, Picture, Row, Table
from deckgen.ir.frames import TextFrame
from deckgen.layout.footnotes import Zone
from deckgen.layout.problems import Problem
from deckgen.layout.table import Setting, TableLayout
from deckgen.layout.text import SlotArea

HEAD_SLOTS = ("eyebrow", "tag")


class Piece(Struct):
    """What one block puts on each page, and how it is set. `further` is its place on the pages after the first."""

    block: Block
    place: SlotArea
    step: int = 0
    texts: list[tuple[Paragraph, ...]] = field(default_factory=list)
    rows: list[tuple[Row, ...]] = field(default_factory=list)
    setter: TableLayout | None = None
    setting: Setting | None = None
    further: SlotArea | None = None
    fits: bool = True

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.texts) or len(self.rows) or 1

    def index(self, page: int) -> int:
        """Which of its parts stands on a page: a repeated slot's only part on each, else each part once."""
        again = self.pages == 1 and (self.place.slot.repeat or self.place.slot.name in HEAD_SLOTS)
        return 0 if again else page

    def at(self, page: int) -> SlotArea | None:
        """Its place on a page, if it has any there."""
        return self.further if page else self.place

    def text(self, page: int) -> tuple[Paragraph, ...]:
        """The paragraphs that it puts on a page."""
        at = self.index(page)
        return self.texts[at] if at < len(self.texts) and self.at(page) is not None else ()

    def table(self, page: int) -> tuple[Row, ...]:
        """The rows that it puts on a page, the header's first; a header without rows under it only where there are none."""
        at = self.index(page)
        if not isinstance(self.block, Table) or at >= len(self.rows) or self.at(page) is None:
            return ()
        if not self.rows[at] and self.block.rows:
            return ()
        return (*self.block.header, *self.rows[at])

    def note_ids(self, page: int) -> Iterator[str]:
        """The notes that a page refers to."""
        yield from _note_ids(self.text(page))
        for row in self.table(page):
            for cell in row.cells:
                yield from _note_ids(cell.paragraphs)


class Plan(Struct):
    """A slide decided: its pieces, the layout of the pages after the first, the room for notes, and what is at fault.

    `order` has the slide's notes by id, in their order; `title` is the title as cut, where it is too long.
    """

    pieces: list[Piece]
    further: SlideLayout
    zone: Zone
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    smallest: int | None = None
    order: dict[str, int] = field(default_factory=dict)
    title: TextFrame | None = None

    @property
    def steps(self) -> dict[str, int]:
        """The step of shrinking of every group of slots that is shown on one page: what slides of one layout agree on."""
        return {
            group_of(p.place.slot): p.step
            for p in self.pieces
            if p.pages == 1 and p.fits and not isinstance(p.block, Chart | Picture)
        }

    @property
    def following(self) -> dict[str, int]:
        """The steps of what may follow that agreement: tables that go on as well, but they have no say in it."""
        tables = {group_of(p.place.slot): p.step for p in self.pieces if isinstance(p.block, Table)}
        return tables | self.steps

    @property
    def pages(self) -> int:
        """How many pages the slide takes."""
        return max((piece.pages for piece in self.pieces), default=1)

    def notes(self, page: int) -> list[str]:
        """The ids of the notes at the foot of a page, in the slide's order."""
        used = {name for piece in self.pieces for name in piece.note_ids(page)}
        return sorted(used & self.order.keys(), key=self.order.__getitem__)


def group_of(slot: Slot) -> str:
    """Under which name slots shrink together."""
    return slot.group or f"={slot.name}"


def _note_ids(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.note:
                yield run.note
