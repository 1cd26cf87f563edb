"""A slide of blocks → its plan: its pieces, the common size of each group of them, its pages, and the space for its footnotes.

Which part of a block goes on which page is decided by its piece (`pieces`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.diagnostics import Origin, make_issue
from deckgen.ir.blocks import Block, Paragraph, Run, Slide, Text
from deckgen.layout import footnotes
from deckgen.layout.footnotes import FootnoteSpace
from deckgen.layout.measure import Measurer, max_step
from deckgen.layout.pieces import PIECES, Piece, SlidePlan, shrink_group
from deckgen.layout.shared_sizes import Steps
from deckgen.layout.text import SlotArea, fits, fitting_step
from deckgen.layout.text_issues import origin_of, too_long


class Arranger:
    """Arranges slides of one brand."""

    def __init__(self, brand: Brand, measurer: Measurer) -> None:
        self.brand = brand
        self.measurer = measurer

    def arrange(self, slide: Slide, layout: SlideLayout, limits: Steps) -> SlidePlan:
        """Choose sizes and pages of a slide; no text is larger than at the step that `limits` has for its group.

        A page shows only its own footnotes, so no more space is reserved for them than the page with the most needs.
        """
        slot = layout.slots.get("footnotes")
        if slot is None or not slide.footnotes:
            return self._arrange_in(slide, layout, None, FootnoteSpace(), limits)
        steps = sorted({0, max_step(slot.styles)})
        spaces = {step: footnotes.spaces_to_try(self.measurer, slot, slide, step) for step in steps}
        plan = self._arrange_in(slide, layout, slot, spaces[steps[0]][-1], limits)
        if plan.page_count == 1 and not plan.errors:
            return plan
        return self._arrange_over_notes(slide, layout, slot, spaces, limits)

    def _arrange_over_notes(
        self, slide: Slide, layout: SlideLayout, slot: Slot, spaces: dict[int, list[FootnoteSpace]], limits: Steps
    ) -> SlidePlan:
        """Arrange a slide that needs several pages, or has errors, with the least space that holds the notes of each page."""
        without = best = self._arrange_in(slide, layout, slot, FootnoteSpace(), limits)
        for *smaller, complete in spaces.values():
            with_all = self._arrange_in(slide, layout, slot, complete, limits)
            if with_all.page_count == 1 and len(with_all.errors) <= len(without.errors):
                return with_all
            for space in (*smaller, complete):
                plan = self._arrange_in(slide, layout, slot, space, limits) if space is not complete else with_all
                if len(plan.errors) > len(without.errors):
                    break
                best = plan
                if self._largest_notes_height(slide, slot, plan) <= space.height:
                    return plan
        return self._with_footnote_error(slide, slot, best)

    def _largest_notes_height(self, slide: Slide, slot: Slot, plan: SlidePlan) -> int:
        """Height in EMU of the footnotes of the page where they take most."""
        pages = ([slide.footnotes[name] for name in plan.note_ids(page)] for page in range(plan.page_count))
        return max(footnotes.height(self.measurer, slot, notes, plan.footnote_space.step) for notes in pages)

    def _with_footnote_error(self, slide: Slide, slot: Slot, plan: SlidePlan) -> SlidePlan:
        """Add the error that the footnotes leave no room for the other content of the page."""
        paragraphs = footnotes.paragraphs(slide.footnotes.values())
        area = SlotArea(slot, replace(slot.box, height=plan.footnote_space.height))
        block = Text("footnotes", paragraphs, slide.origin)
        step, label = plan.footnote_space.step, "text of the footnotes"
        plan.errors.append(too_long(self.measurer, block, paragraphs, area, step, label))
        return plan

    def _arrange_in(
        self, slide: Slide, layout: SlideLayout, slot: Slot | None, space: FootnoteSpace, limits: Steps
    ) -> SlidePlan:
        """Arrange a slide with `space` reserved for footnotes."""
        bottom = footnotes.content_bottom(slot, space)
        pieces = [
            PIECES[type(block)](block, _area_above(layout.slots[block.slot], bottom), self.measurer)
            for block in _all_blocks(slide, layout)
            if block.slot in layout.slots
        ]
        note_order = {name: n for n, name in enumerate(slide.footnotes)}
        plan = SlidePlan(slide, layout, layout, pieces, space, note_order=note_order)
        missing = sorted({block.slot for block in slide.blocks if block.slot not in layout.slots})
        if missing:
            message = f"the layout '{layout.key}' of the brand has no slot for: {', '.join(missing)}"
            hint = f"add the slot to layouts/…/{layout.key}.yaml"
            plan.errors.append(make_issue("no-slot", message, origin_of(slide), hint))
        self._choose_steps(pieces, limits)
        plan.further_layout = self._further_layout(layout, pieces)
        for piece in pieces:
            further = plan.further_layout.slots.get(piece.area.slot.name)
            piece.further_area = _area_above(further, bottom) if further else None
            piece.fill_pages(plan, limits.get(shrink_group(piece.area.slot), 0))
        for piece in pieces:
            piece.check_room(plan)
        return plan

    def _further_layout(self, layout: SlideLayout, pieces: Sequence[Piece[Any]]) -> SlideLayout:
        """The layout of continued pages: another one only if it has a slot for everything that may continue."""
        further = self.brand.layouts.get(layout.further, layout)
        continuing = {piece.area.slot.name for piece in pieces if piece.may_continue}
        return further if continuing <= further.slots.keys() else layout

    def _choose_steps(self, pieces: Sequence[Piece[Any]], limits: Steps) -> None:
        """Choose the step of shrinking of each group of text slots."""
        groups: dict[str, list[tuple[Piece[Any], Sequence[Paragraph]]]] = defaultdict(list)
        for piece in pieces:
            if (text := piece.text_of_group) is not None:
                groups[shrink_group(piece.area.slot)].append((piece, text))
        for group, members in groups.items():
            texts = [(text, piece.area) for piece, text in members]
            step = fitting_step(self.measurer, texts, limits.get(group, 0))
            for piece, text in members:
                piece.step = step if step is not None else max_step(piece.area.slot.styles)
                piece.fits = step is not None or fits(self.measurer, text, piece.area, piece.step)


def _all_blocks(slide: Slide, layout: SlideLayout) -> Iterator[Block]:
    """The blocks of a slide, preceded by its eyebrow and its tags as blocks."""
    if slide.eyebrow and "eyebrow" in layout.slots:
        origins = (slide.eyebrow_text_origin,) if slide.eyebrow_text_origin else ()
        eyebrow = Paragraph((Run(slide.eyebrow),), origins=origins)
        yield Text("eyebrow", (eyebrow,), slide.eyebrow_origin or slide.origin.at("title"))
    if slide.tags and "tag" in layout.slots:
        tags = Paragraph((Run("  ·  ".join(slide.tags)),), origins=slide.tag_origins)
        yield Text("tag", (tags,), _origin_of_tags(slide))
    yield from slide.blocks


def _origin_of_tags(slide: Slide) -> Origin:
    """Return where the longest tag was written, on the slide or in its section: where tags that are too long are reported."""
    if len(slide.tag_origins) != len(slide.tags):
        return slide.origin
    _, origin = max(zip(slide.tags, slide.tag_origins, strict=True), key=lambda pair: len(pair[0]))
    return origin


def _area_above(slot: Slot, bottom: int | None) -> SlotArea:
    """The area of a slot above `bottom` (EMU from the top); of height 0 if the slot begins below it."""
    if bottom is None or slot.box.bottom <= bottom:
        return SlotArea(slot, slot.box)
    return SlotArea(slot, replace(slot.box, height=max(bottom - slot.box.y, 0)))
