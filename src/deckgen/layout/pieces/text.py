"""Texts: they share the step of shrinking of their group, and continue on further pages, are shortened or are an error."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph, Text
from deckgen.ir.frames import TextFrame
from deckgen.layout import frame_builder
from deckgen.layout.footnotes import GAP
from deckgen.layout.measure import Measurer
from deckgen.layout.panel_names import eyebrow_of_further_pages
from deckgen.layout.pieces.base import Piece, SlidePlan, note_ids_of
from deckgen.layout.sizes import max_step
from deckgen.layout.split import Pages, split_text
from deckgen.layout.stacks import stack_height
from deckgen.layout.text import SlotArea, broken_word, fits, shorten
from deckgen.layout.text_issues import continues, is_composed, narrows, shortened, shrinks, too_long, too_wide

FIGURE_STYLE = "figure"
"""The style of large numbers: one that is broken over two lines reads as two."""


class TextPiece(Piece[Text]):
    """A text; `texts` has its paragraphs on each page."""

    def __init__(self, block: Text, area: SlotArea, measurer: Measurer) -> None:
        super().__init__(block, area, measurer)
        self.texts: list[tuple[Paragraph, ...]] = []
        self._splits: dict[int, Pages] = {}
        self._ends_below_text = False
        self._further_eyebrow: tuple[Paragraph, ...] | None = None

    @property
    def page_count(self) -> int:
        """The number of pages that it takes."""
        return len(self.texts) or 1

    @property
    def may_continue(self) -> bool:
        """Whether it is too long for its slot."""
        return not self.fits

    @property
    def text_of_group(self) -> Sequence[Paragraph]:
        """Its paragraphs."""
        return self.block.paragraphs

    @property
    def offered_step(self) -> int | None:
        """Its step if it fits one page."""
        return self.step if self.page_count == 1 and self.fits else None

    @property
    def content_bottom(self) -> int | None:
        """Where its text ends; a panel ends there only if it ends below its text."""
        slot = self.area.slot
        if self._ends_below_text:
            return self.area.box.bottom
        if self._is_panel or slot.anchor != "top" or self.page_count > 1 or not self.fits:
            return None
        return self.area.box.y + slot.insets.top + self._text_height() + slot.insets.bottom

    def panel_height(self, space: int) -> int | None:
        """The height of its panel if that ends `space` EMU below its text; None if it has none, or takes several pages."""
        slot = self.area.slot
        if not self._is_panel or slot.role != "text" or slot.anchor != "top" or self.page_count > 1 or not self.fits:
            return None
        return slot.insets.top + self._text_height() + max(slot.insets.bottom, space)

    @property
    def _is_panel(self) -> bool:
        """Whether its slot has a fill or an outline."""
        return self.area.slot.fill is not None or self.area.slot.outline is not None

    def _text_height(self) -> int:
        """The height of its text (EMU) at its step."""
        styles = self.area.slot.styles
        return stack_height(self.measurer.measure_all(self.block.paragraphs, styles, self.area.width, self.step))

    def end_at(self, bottom: int) -> None:
        """Let it end at `bottom` (EMU from the top) on all pages."""
        self._ends_below_text = True
        self.area = _ending_at(self.area, bottom)
        if self.further_area is not None:
            self.further_area = _ending_at(self.further_area, bottom)

    def start_below(self, bottom: int, gap: int = GAP) -> None:
        """Let its first area begin below content; a panel that ends below its text keeps its height."""
        height = self.area.box.height
        super().start_below(bottom, gap)
        if self._ends_below_text:
            self.area = SlotArea(self.area.slot, replace(self.area.box, height=height))
        self._splits.clear()  # they were those of the former area

    def continue_at(self, top: int) -> None:
        """Let its area on further pages begin higher up; a panel keeps its height there."""
        if self.further_area is None or not self._is_panel:
            super().continue_at(top)
        else:
            area = self.further_area
            self.further_area = SlotArea(area.slot, replace(area.box, y=min(top, area.box.y)))
        self._splits.clear()

    def fill_pages(self, plan: SlidePlan, limit: int) -> None:
        """Split the text if it does not fit and may continue; else shorten it."""
        if self.block.slot == "eyebrow":
            self._further_eyebrow = eyebrow_of_further_pages(
                self.measurer, plan.slide, self.block.paragraphs[0], plan.further_layout, self.step
            )
            if plan.slide.eyebrow_origin and not self.fits:
                self._shorten_eyebrow(plan)
        area, step, paragraphs = self.area, self.step, self.block.paragraphs
        plan.record_sizes(area.slot, paragraphs, step)
        if self.fits:
            self.texts = [paragraphs]
            self._report_shrinking(plan)
        elif self._may_be_split(step):
            self.texts = self._split(step)
            smallest = max_step(area.slot.styles)
            plan.warnings.append(continues(self.measurer, self.block, paragraphs, area, smallest, self.texts))
        else:
            plan.errors.append(too_long(self.measurer, self.block, paragraphs, area, step))
            self.texts = [shorten(self.measurer, paragraphs, area, step)]

    def pages_at(self, step: int) -> int | None:
        """The number of pages that its text takes at a step; None if it would have to be shortened."""
        if fits(self.measurer, self.block.paragraphs, self.area, step):
            return 1
        return len(self._split(step)) if self._may_be_split(step) else None

    def _split(self, step: int) -> Pages:
        """Its paragraphs on each page at a step."""
        if step not in self._splits:
            area = self.area
            self._splits[step] = split_text(self.measurer, self.block.paragraphs, area, step, self.further_area or area)
        return self._splits[step]

    def _shorten_eyebrow(self, plan: SlidePlan) -> None:
        """Shorten it without an error: the divider or cover shows it in full, and its author did not write it for this slide."""
        paragraphs = self.block.paragraphs
        plan.warnings.append(shortened(self.block, "line over the titles of its slides", paragraphs[0].plain_text))
        short = shorten(self.measurer, paragraphs, self.area, self.step)
        self.block, self.fits = replace(self.block, paragraphs=short), True

    def _report_shrinking(self, plan: SlidePlan) -> None:
        """Report text that fits but has to be smaller itself (not only with its group), or a figure that is broken."""
        block, paragraphs, area, step = self.block, self.block.paragraphs, self.area, self.step
        figure = broken_word(self.measurer, paragraphs, area, step, FIGURE_STYLE)
        if figure:
            plan.errors.append(too_wide(block, area, "".join(figure), figure))
        elif is_composed(block):
            return  # no author can shorten it
        elif step > 0 and not fits(self.measurer, paragraphs, area, 0):
            plan.warnings.append(shrinks(self.measurer, block, paragraphs, area, step))
        elif step > 0 and (word := broken_word(self.measurer, paragraphs, area, 0)):
            plan.warnings.append(narrows(self.measurer, block, paragraphs, area, step, "".join(word)))

    def _may_be_split(self, step: int) -> bool:
        """Whether it may continue, and every two lines fit both its first area and the area in which it continues.

        A line in the brand's font may be two in the fallback.
        """
        area, further = self.area, self.further_area or self.area
        if area.slot.on_overflow != "continue":
            return False
        measured = self.measurer.measure_all(self.block.paragraphs, area.slot.styles, area.width, step)
        return 2 * max(m.line_height for m in measured) <= min(area.height, further.height)

    def _paragraphs_on(self, page: int) -> tuple[Paragraph, ...]:
        if page and self._further_eyebrow is not None:
            return self._further_eyebrow
        part = self.part_index(page)
        return self.texts[part] if part < len(self.texts) and self.area_on(page) is not None else ()

    def note_ids(self, page: int) -> list[str]:
        """The ids of the footnotes that its paragraphs on a page refer to."""
        return note_ids_of(self._paragraphs_on(page))

    def frame(self, plan: SlidePlan, page: int) -> TextFrame | None:
        """The frame of its paragraphs on a page; a tag is as wide as its text."""
        area, paragraphs = self.area_on(page), self._paragraphs_on(page)
        if area is None or not paragraphs:
            return None
        if area.slot.role == "tag":
            area = self._narrowed_to_text(area, paragraphs)
        return frame_builder.text_frame(self.measurer, area, paragraphs, self.step, self.block.origin)

    def _narrowed_to_text(self, area: SlotArea, paragraphs: Sequence[Paragraph]) -> SlotArea:
        """The end of an area that is just as wide as its text (a tag)."""
        slot = area.slot
        text_width = self.measurer.text_widths(paragraphs, slot.styles, self.step).max_content
        width = min(area.box.width, text_width + slot.insets.left + slot.insets.right + GAP // 2)
        return SlotArea(slot, replace(area.box, x=area.box.right - width, width=width))


def _ending_at(area: SlotArea, bottom: int) -> SlotArea:
    return SlotArea(area.slot, replace(area.box, height=bottom - area.box.y))
