"""What all pieces have in common, and the plan that consists of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.brand.types import SlideLayout, Slot
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Block, Paragraph, Slide
from deckgen.ir.frames import Frame, TextFrame
from deckgen.layout.footnotes import GAP, FootnoteSpace
from deckgen.layout.measure import Measurer
from deckgen.layout.sizes import size_at, style_of
from deckgen.layout.text import SlotArea

HEAD_SLOTS = ("eyebrow", "tag")
B = TypeVar("B", bound=Block)


class Piece(ABC, Generic[B]):
    """The content of one block for each page, and how it is laid out.

    `area` is its area on the first page, `further_area` that on the others (None if their layout has no such slot); `step` is
    its step of growing (below 0) or shrinking. `fill_pages` is called first and, once all pieces are filled, `check_room`; then
    `frame` for each page. A piece below another one is filled after that, from where its content ends (`start_below`). The
    answers of this class are those of a block that takes one page and has no text. One with `starts_later` begins on the second
    page, because only the layout of further pages has its slot; its `area` is then that on those pages.
    """

    may_start_later: ClassVar[bool] = False
    """Whether it can begin on the second page."""

    def __init__(self, block: B, area: SlotArea, measurer: Measurer) -> None:
        self.block = block
        self.area = area
        self.measurer = measurer
        self.further_area: SlotArea | None = None
        self.step = 0
        self.fits = True
        self.starts_later = False

    @abstractmethod
    def frame(self, plan: SlidePlan, page: int) -> Frame | None:
        """Create its frame on a page (from 0); None if it shows nothing there. Its issues are added to the plan."""

    def fill_pages(self, plan: SlidePlan, limit: int) -> None:
        """Decide which part of the block goes on which page. Nothing is larger than at the step `limit`."""

    def pages_at(self, step: int) -> int | None:
        """The number of pages that its text takes at a step; None if it would not fit any number of pages.

        It is asked after `further_area` is known.
        """
        return 1

    def check_room(self, plan: SlidePlan) -> None:
        """Adapt to the other pieces of the plan; report an area that is too small."""

    def start_below(self, bottom: int, gap: int = GAP) -> None:
        """Let its first area begin `gap` EMU below content that ends at `bottom` (from the top), if that is higher up."""
        self._start_at(min(self.area.box.y, bottom + gap))

    def continue_at(self, top: int) -> None:
        """Let its area on further pages begin at `top` (EMU from the top), if that is higher up; not after `fill_pages`."""
        if self.further_area is not None and top < self.further_area.box.y:
            self.further_area = _starting_at(self.further_area, top)

    def _start_at(self, top: int) -> None:
        self.area = _starting_at(self.area, top)

    def panel_height(self, space: int) -> int | None:
        """The height of a panel that ends `space` EMU below its text; None if it is no panel, or has to keep its height."""
        return None

    def end_at(self, bottom: int) -> None:
        """Let a text end at `bottom` (EMU from the top) on all pages."""

    @property
    def page_count(self) -> int:
        """The number of pages that it takes."""
        return 1

    @property
    def may_continue(self) -> bool:
        """Whether it may take further pages; asked before `fill_pages`."""
        return False

    @property
    def text_of_group(self) -> Sequence[Paragraph] | None:
        """The text by which the step of its group is chosen; None if the piece does not take part in that choice."""
        return None

    @property
    def offered_step(self) -> int | None:
        """The step of which the common step of a layout is chosen; None if it is to have no influence."""
        return None

    @property
    def following_step(self) -> int | None:
        """The step that gives way to the common step of the layout; None if it is independent of that."""
        return self.offered_step

    @property
    def content_bottom(self) -> int | None:
        """Where its content on the first page ends (EMU from the top), if slots below it may begin there; else None."""
        return None

    def note_ids(self, page: int) -> Iterable[str]:
        """The ids of the footnotes that its part on a page refers to."""
        return ()

    def part_index(self, page: int) -> int:
        """The index of the part that a page shows: the only part of a repeated slot is on every page, other parts once."""
        repeated = self.page_count == 1 and (self.area.slot.repeat or self.area.slot.name in HEAD_SLOTS)
        return 0 if repeated else page

    def area_on(self, page: int) -> SlotArea | None:
        """Its area on a page, if it has one there."""
        return self.further_area if page else self.area


class SlidePlan(Struct):
    """The plan of a slide: its pieces, the layout of its pages, the space for footnotes, errors and warnings.

    `further_layout` is the layout of pages after the first. `note_order` has the positions of the slide's footnotes by id.
    `title_frame` is the shortened title if the title is too long, `title_step` the least step of shrinking of the title, and
    `page_size` width and height of the page (EMU).
    """

    slide: Slide
    layout: SlideLayout
    further_layout: SlideLayout
    pieces: list[Piece[Any]]
    footnote_space: FootnoteSpace
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    smallest_size: int | None = None
    note_order: dict[str, int] = field(default_factory=dict)
    title_frame: TextFrame | None = None
    title_step: int = 0
    page_size: tuple[int, int] = (0, 0)

    @property
    def steps(self) -> dict[str, int]:
        """The step of shrinking of each group of slots that fits one page; the common steps of a layout are chosen from these."""
        return {shrink_group(p.area.slot): step for p in self.pieces if (step := p.offered_step) is not None}

    @property
    def following_steps(self) -> dict[str, int]:
        """The steps of all groups that common steps are applied to: those of `steps`, and of tables on several pages."""
        following = {shrink_group(p.area.slot): step for p in self.pieces if (step := p.following_step) is not None}
        return following | self.steps

    @property
    def page_count(self) -> int:
        """The number of pages that the slide takes."""
        return max([piece.page_count for piece in self.pieces], default=1)

    def layout_of(self, page: int) -> SlideLayout:
        """The layout of a page (from 0)."""
        return self.further_layout if page else self.layout

    def note_ids(self, page: int) -> list[str]:
        """The ids of the footnotes of a page, in the order of the slide."""
        if not self.note_order:
            return []
        used = {name for piece in self.pieces for name in piece.note_ids(page)}
        return sorted(used & self.note_order.keys(), key=self.note_order.__getitem__)

    def record_sizes(self, slot: Slot, paragraphs: Iterable[Paragraph], step: int) -> None:
        """Let the text of a slot count for the smallest size of the slide, unless it is in its head or foot."""
        if slot.role in ("text", "table"):
            sizes = [size_at(style_of(paragraph, slot.styles), step) for paragraph in paragraphs]
            self.smallest_size = min([*sizes, *([self.smallest_size] if self.smallest_size else [])], default=None)


def shrink_group(slot: Slot) -> str:
    """The name of the group with which a slot shrinks."""
    return slot.group or f"={slot.name}"


def note_ids_of(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The ids of the footnotes that paragraphs refer to."""
    return [run.note for paragraph in paragraphs for run in paragraph.runs if run.note]


def _starting_at(area: SlotArea, top: int) -> SlotArea:
    return SlotArea(area.slot, replace(area.box, y=top, height=max(area.box.bottom - top, 0)))
