"""A slide of blocks → its plan: its pieces, the common size of each group of them, its pages, and the space for its footnotes.

Which part of a block goes on which page is decided by its piece (`pieces`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.diagnostics import Origin, make_issue
from deckgen.ir.blocks import Block, Paragraph, Run, Slide, Text
from deckgen.ir.frames import Box
from deckgen.layout import footnotes, panels
from deckgen.layout.footnotes import GAP, FootnoteSpace
from deckgen.layout.growth import IMPOSSIBLE, UNLIMITED, Limits, smallest_step
from deckgen.layout.measure import Measurer
from deckgen.layout.pieces import PIECES, Piece, SlidePlan, shrink_group
from deckgen.layout.sizes import max_step, min_step
from deckgen.layout.text import SlotArea, fits, fitting_step, has_broken_word, hides_address
from deckgen.layout.text_issues import origin_of, too_long

_WIDE_GAP = 1.8
"""From so many times the usual gap on, two slots of a layout are meant to be apart, as boxes are."""


class Arranger:
    """Arranges slides of one brand."""

    def __init__(self, brand: Brand, measurer: Measurer) -> None:
        self.brand = brand
        self.measurer = measurer

    def arrange(self, slide: Slide, layout: SlideLayout, limits: Limits) -> SlidePlan:
        """Choose sizes and pages of a slide; no text is larger than at the step that `limits` has for its group.

        A page shows only its own footnotes, so no more space is reserved for them than the page with the most needs.
        """
        slot = layout.slots.get("footnotes") if slide.footnotes else None
        spaces = self._spaces_to_try(slide, slot) if slot is not None else [[FootnoteSpace()]]
        plan = self._arrange_in(slide, layout, slot, spaces[0][-1], limits)
        if plan.page_count == 1 and not plan.errors and not _shrinks_lower_text(plan):
            return plan
        # Pages and errors are those of text that does not grow.
        ungrown = {group: max(limits.get(group, UNLIMITED), 0) for group in map(shrink_group, layout.slots.values())}
        may_grow = any(min_step(each.styles) for each in layout.slots.values())
        if slot is not None:
            plan = self._arrange_over_notes(slide, layout, slot, spaces, ungrown)
        elif may_grow:
            plan = self._arrange_in(slide, layout, slot, FootnoteSpace(), ungrown)
        if not may_grow or plan.errors:
            return plan
        grown = self._arrange_in(slide, layout, slot, plan.footnote_space, limits)
        is_worse = grown.errors or grown.page_count > plan.page_count or _shrinks_lower_text(grown)
        has_room = slot is None or self._largest_notes_height(slide, slot, grown) <= plan.footnote_space.height
        return grown if has_room and not is_worse else plan

    def _spaces_to_try(self, slide: Slide, slot: Slot) -> list[list[FootnoteSpace]]:
        """The spaces to try for the footnotes of a slide, at their largest and at their smallest size."""
        steps = sorted({0, max_step(slot.styles)})
        return [footnotes.spaces_to_try(self.measurer, slot, slide, step) for step in steps]

    def _arrange_over_notes(
        self, slide: Slide, layout: SlideLayout, slot: Slot, spaces: Sequence[Sequence[FootnoteSpace]], limits: Limits
    ) -> SlidePlan:
        """Arrange a slide that needs several pages, or has errors, with the least space that holds the notes of each page."""
        without = best = self._arrange_in(slide, layout, slot, FootnoteSpace(), limits)
        for *smaller, complete in spaces:
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
        self, slide: Slide, layout: SlideLayout, slot: Slot | None, space: FootnoteSpace, limits: Limits
    ) -> SlidePlan:
        """Arrange a slide with `space` reserved for footnotes."""
        bottom = footnotes.content_bottom(slot, space)
        pieces = list(self._pieces(slide, layout, bottom))
        note_order = {name: n for n, name in enumerate(slide.footnotes)}
        plan = SlidePlan(slide, layout, layout, pieces, space, note_order=note_order, page_size=self.brand.size)
        if missing := sorted({block.slot for block in slide.blocks} - {piece.area.slot.name for piece in pieces}):
            message = f"the layout '{layout.key}' of the brand has no slot for: {', '.join(missing)}"
            hint = f"add the slot to layouts/…/{layout.key}.yaml"
            plan.errors.append(make_issue("no-slot", message, origin_of(slide), hint))
        groups = _text_groups(pieces)
        for group, members in groups.items():
            self._choose_step(members, limits.get(group, UNLIMITED))
        plan.further_layout = self._further_layout(layout, pieces)
        for piece in pieces:
            further = plan.further_layout.slots.get(piece.area.slot.name)
            piece.further_area = _area_above(further, bottom) if further else None
        for group, members in groups.items():
            self._grow_after_cut(members, limits.get(group, UNLIMITED))
        self._fill_pages(plan, groups, limits)
        return plan

    def _pieces(self, slide: Slide, layout: SlideLayout, bottom: int | None) -> Iterator[Piece[Any]]:
        """The pieces of a slide; one of whose slot only further pages have begins there. Others without a slot are left out."""
        further = self._layout_after(layout).slots
        for block in _all_blocks(slide, layout):
            made, slot = PIECES[type(block)], layout.slots.get(block.slot) or further.get(block.slot)
            is_later = block.slot not in layout.slots
            if slot is not None and (made.may_start_later or not is_later):
                piece = made(block, _area_above(slot, bottom), self.measurer)
                piece.starts_later = is_later
                yield piece

    def _fill_pages(self, plan: SlidePlan, groups: Mapping[str, Sequence[TextMember]], limits: Limits) -> None:
        """Fill the pages of all pieces; those below another one after it, row by row, with the room that it leaves."""
        space = self.brand.look.panel_space
        upper = [piece for piece in plan.pieces if not piece.area.slot.below]
        for piece in upper:
            piece.fill_pages(plan, limits.get(shrink_group(piece.area.slot), UNLIMITED))
        panels.end_below_text(upper, plan.pieces, space)
        lower = [piece for piece in plan.pieces if piece.area.slot.below]
        for _, level in groupby(sorted(lower, key=_top), key=_top):
            row = list(level)
            for piece in row:
                self._fill_below(piece, plan, groups, limits)
            panels.end_below_text(row, plan.pieces, space)
        for piece in plan.pieces:
            piece.check_room(plan)

    def _fill_below(
        self, piece: Piece[Any], plan: SlidePlan, groups: Mapping[str, Sequence[TextMember]], limits: Limits
    ) -> None:
        """Let a piece begin below the content that its slot names, or in its place where there is none, and fill its pages."""
        group = shrink_group(piece.area.slot)
        limit = limits.get(group, UNLIMITED)
        above = _content_above(plan, piece.area.slot.below)
        is_free = all(each.page_count == 1 and not each.area.slot.repeat for each in above)
        if is_free and (top := _place_above(plan.further_layout, piece.area.slot.below)) is not None:
            piece.continue_at(top)
        bottoms = [bottom for each in above if (bottom := each.content_bottom) is not None]
        if len(bottoms) == len(above):
            for each, bottom in zip(above, bottoms, strict=True):
                each.end_at(bottom)
            top, gap = _place_above(plan.layout, piece.area.slot.below), _gap_above(plan.layout, piece.area.slot)
            piece.start_below(max(bottoms, default=(top or 0) - gap), gap)
            if len(members := groups.get(group, ())) == 1:
                self._choose_step(members, limit)
                self._grow_after_cut(members, limit)
        piece.fill_pages(plan, limit)

    def _further_layout(self, layout: SlideLayout, pieces: Sequence[Piece[Any]]) -> SlideLayout:
        """The layout of continued pages: another one only if it has a slot for everything that may continue."""
        further = self._layout_after(layout)
        continuing = {piece.area.slot.name for piece in pieces if piece.may_continue}
        return further if continuing <= further.slots.keys() else layout

    def _layout_after(self, layout: SlideLayout) -> SlideLayout:
        """The layout that a layout names for further pages."""
        further = self.brand.layouts.get(layout.further, layout)
        return (further.raised or further) if layout.is_raised else further

    def _choose_step(self, members: Sequence[TextMember], limit: int) -> None:
        """Choose the step of a group of text slots."""
        step = fitting_step(self.measurer, [(text, piece.area) for piece, text in members], limit)
        for piece, text in members:
            piece.step = step if step is not None else max_step(piece.area.slot.styles)
            piece.fits = step is not None or fits(self.measurer, text, piece.area, piece.step)

    def _grow_after_cut(self, members: Sequence[TextMember], limit: int) -> None:
        """Let a group of texts of which one continues grow from its smallest size, as long as none takes a further page."""
        largest = min(min_step(piece.area.slot.styles) for piece, _ in members)
        if largest == 0 or all(piece.fits for piece, _ in members):
            return
        texts = [(text, piece.area) for piece, text in members]
        smallest = max(piece.step for piece, _ in members)
        pages = [piece.pages_at(smallest) for piece, _ in members]
        if None in pages:
            return
        is_broken, is_hidden = (spoils(self.measurer, texts, smallest) for spoils in (has_broken_word, hides_address))

        def load(step: int) -> float:
            if has_broken_word(self.measurer, texts, step) > is_broken:
                return IMPOSSIBLE
            if hides_address(self.measurer, texts, step) > is_hidden:
                return IMPOSSIBLE
            now = (piece.pages_at(step) for piece, _ in members)
            return max(IMPOSSIBLE if a is None else a / (b or 1) for a, b in zip(now, pages, strict=True))

        step = smallest_step(max(largest, limit), smallest, load)
        for piece, _ in members:
            piece.step = step


TextMember = tuple[Piece[Any], Sequence[Paragraph]]
"""A piece of a group of slots, with the text by which the size of the group is chosen."""


def _text_groups(pieces: Sequence[Piece[Any]]) -> dict[str, list[TextMember]]:
    """The pieces with text by the name of the group of their slots."""
    groups: dict[str, list[TextMember]] = defaultdict(list)
    for piece in pieces:
        if (text := piece.text_of_group) is not None:
            groups[shrink_group(piece.area.slot)].append((piece, text))
    return groups


def _all_blocks(slide: Slide, layout: SlideLayout) -> list[Block]:
    """The blocks of a slide, with its eyebrow and its tags as blocks: first, but after a panel at their left."""
    head = list(_head_blocks(slide, layout))
    boxes = [layout.slots[block.slot].box for block in head]
    slots = layout.slots
    first = [b for b in slide.blocks if b.slot in slots and any(_is_left_of(slots[b.slot].box, box) for box in boxes)]
    return [*first, *head, *(block for block in slide.blocks if block not in first)]


def _is_left_of(box: Box, other: Box) -> bool:
    """Whether a box is at the left of another one, on a level with it."""
    return box.x + box.width <= other.x and box.y < other.bottom and other.y < box.bottom


def _head_blocks(slide: Slide, layout: SlideLayout) -> Iterator[Block]:
    """The eyebrow and the tags of a slide as blocks."""
    if slide.eyebrow and "eyebrow" in layout.slots:
        eyebrow = Paragraph((Run(slide.eyebrow),), origins=slide.eyebrow_text_origins)
        yield Text("eyebrow", (eyebrow,), slide.eyebrow_origin or slide.origin.at("title"))
    if slide.tags and "tag" in layout.slots:
        tags = Paragraph((Run("  ·  ".join(slide.tags)),), origins=slide.tag_origins)
        yield Text("tag", (tags,), _origin_of_tags(slide))


def _origin_of_tags(slide: Slide) -> Origin:
    """Return where the longest tag was written, on the slide or in its section: where tags that are too long are reported."""
    if len(slide.tag_origins) != len(slide.tags):
        return slide.origin
    _, origin = max(zip(slide.tags, slide.tag_origins, strict=True), key=lambda pair: len(pair[0]))
    return origin


def _shrinks_lower_text(plan: SlidePlan) -> bool:
    """Whether content that begins below other content is small because that has grown."""
    small = (piece for piece in plan.pieces if piece.area.slot.below and piece.step > 0)
    return any(above.step < 0 for piece in small for above in _pieces_of(plan, piece.area.slot.below))


def _pieces_of(plan: SlidePlan, name: str) -> list[Piece[Any]]:
    """The pieces of the slot, or of the group of slots, with a name."""
    return [piece for piece in plan.pieces if name in (piece.area.slot.name, piece.area.slot.group)]


def _top(piece: Piece[Any]) -> int:
    """Where the area of a piece begins, in EMU from the top."""
    return piece.area.box.y


def _content_above(plan: SlidePlan, name: str) -> list[Piece[Any]]:
    """The pieces of the slot, or of the group of slots, with a name; those above it if the slide has nothing there."""
    own = _pieces_of(plan, name)
    return own or [piece for above in _names_above(plan.layout, name) for piece in _pieces_of(plan, above)]


def _place_above(layout: SlideLayout, name: str) -> int | None:
    """Where the slot, or the group of slots, with a name and those above it begin, in EMU from the top; None without any."""
    names = {name, *_names_above(layout, name)}
    return min((slot.box.y for slot in layout.slots.values() if names & {slot.name, slot.group}), default=None)


def _gap_above(layout: SlideLayout, slot: Slot) -> int:
    """The space in EMU between a slot and what it is below: that of the layout, if it is at least about twice the usual one."""
    bottoms = [other.box.bottom for other in layout.slots.values() if slot.below in (other.name, other.group)]
    gap = slot.box.y - max(bottoms, default=slot.box.y)
    return gap if gap > _WIDE_GAP * GAP else GAP


def _names_above(layout: SlideLayout, name: str) -> list[str]:
    """The names of what the slots with a name, or of the group with that name, are below."""
    return sorted({slot.below for slot in layout.slots.values() if slot.below and name in (slot.name, slot.group)})


def _area_above(slot: Slot, bottom: int | None) -> SlotArea:
    """The area of a slot above `bottom` (EMU from the top); of height 0 if the slot begins below it."""
    if bottom is None or slot.box.bottom <= bottom:
        return SlotArea(slot, slot.box)
    return SlotArea(slot, replace(slot.box, height=max(bottom - slot.box.y, 0)))
