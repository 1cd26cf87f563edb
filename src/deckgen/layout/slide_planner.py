"""What each block of a slide puts on which page, and how it is set: decided before any frame is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.ir.blocks import Block, Chart, Paragraph, Picture, Run, Slide, Table, Text
from deckgen.ir.frames import Box
from deckgen.layout import footnotes
from deckgen.layout.footnotes import GAP, Zone
from deckgen.layout.measure import Measurer, last_step, size_at, style_of
from deckgen.layout.pieces import Piece, Plan, group_of
from deckgen.layout.problems import Problem, continues, narrows, shortened, shrinks, too_long, too_wide
from deckgen.layout.rows import pages as table_pages
from deckgen.layout.shrink_consensus import Steps
from deckgen.layout.split import split
from deckgen.layout.table import Setting, TableLayout
from deckgen.layout.table_warnings import table_continues, table_narrows, table_shrinks
from deckgen.layout.text import SlotArea, fits, fitting_step, shorten, torn_word

FIGURE = "figure"
"""The style of large numbers: one that is broken over two lines reads as two."""
LEAST_CHART = round(1.2 * 914400)
LEAST_PICTURE = round(0.8 * 914400)


class Planner:
    """Plans slides of one brand."""

    def __init__(self, brand: Brand, measurer: Measurer) -> None:
        self.brand = brand
        self.measurer = measurer
        self._least: Steps = {}

    def plan(self, slide: Slide, layout: SlideLayout, least: Steps) -> Plan:
        """Plan with as much room for notes as some page needs, and no more: a page has only its own notes at its foot.

        Nothing is set larger than at the step that `least` has for its group.
        """
        self._least = least
        slot = layout.slots.get("footnotes")
        if slot is None or not slide.footnotes:
            return self._try(slide, layout, None, Zone())
        bare = self._try(slide, layout, slot, Zone())
        held = bare
        for step in sorted({0, last_step(slot.styles)}):
            *less, whole = footnotes.zones(self.measurer, slot, slide, step)
            with_all = self._try(slide, layout, slot, whole)
            if with_all.pages == 1 and len(with_all.problems) <= len(bare.problems):
                return with_all
            for zone in (*less, whole):
                plan = self._try(slide, layout, slot, zone) if zone is not whole else with_all
                if len(plan.problems) > len(bare.problems):
                    break
                held = plan
                if self._noted(slide, slot, plan) <= zone.height:
                    return plan
        return self._without_room(slide, slot, held)

    def _noted(self, slide: Slide, slot: Slot, plan: Plan) -> int:
        """Height that the notes of the page with the most of them take."""
        pages = ([slide.footnotes[name] for name in plan.notes(page)] for page in range(plan.pages))
        return max(footnotes.height(self.measurer, slot, found, plan.zone.step) for found in pages)

    def _without_room(self, slide: Slide, slot: Slot, plan: Plan) -> Plan:
        """The plan with the fault that the notes leave no room for what else must stand on the page."""
        found = footnotes.paragraphs(slide.footnotes.values())
        place = SlotArea(slot, replace(slot.box, height=plan.zone.height))
        told = too_long(self.measurer, Text("footnotes", found, slide.origin), found, place, plan.zone.step)
        plan.problems.append(replace(told, message=told.message.replace("footnotes is", "text of the footnotes is")))
        return plan

    def _try(self, slide: Slide, layout: SlideLayout, slot: Slot | None, zone: Zone) -> Plan:
        """Plan with some room for notes."""
        floor = footnotes.floor(slot, zone)
        pieces = [
            Piece(block, SlotArea(layout.slots[block.slot], _above(layout.slots[block.slot].box, floor)))
            for block in _all_blocks(slide, layout)
            if block.slot in layout.slots
        ]
        plan = Plan(pieces, layout, zone, order={name: number for number, name in enumerate(slide.footnotes)})
        lacking = sorted({block.slot for block in slide.blocks if block.slot not in layout.slots})
        if lacking:
            message = f"the layout '{layout.key}' of the brand has no slot for: {', '.join(lacking)}"
            plan.problems.append(Problem("no-slot", message, slide, f"add the slot to layouts/…/{layout.key}.yaml"))
        self._settle(pieces)
        plan.further = self._further(layout, pieces)
        for piece in pieces:
            further = plan.further.slots.get(piece.place.slot.name)
            piece.further = SlotArea(further, _above(further.box, floor)) if further else None
            self._fill(plan, piece, slide)
        for piece in pieces:
            self._has_room(plan, piece)
        return plan

    def _further(self, layout: SlideLayout, pieces: Sequence[Piece]) -> SlideLayout:
        """The layout of continued pages: another one only where it has a slot for all that may continue."""
        further = self.brand.layouts.get(layout.further, layout)
        flowing = {piece.place.slot.name for piece in pieces if not piece.fits or isinstance(piece.block, Table)}
        return further if flowing <= further.slots.keys() else layout

    def _settle(self, pieces: Sequence[Piece]) -> None:
        """Find the step of shrinking of each group of text slots."""
        groups: dict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            if isinstance(piece.block, Text):
                groups[group_of(piece.place.slot)].append(piece)
        for group, members in groups.items():
            texts = [(piece.block.paragraphs, piece.place) for piece in members if isinstance(piece.block, Text)]
            step = fitting_step(self.measurer, texts, self._least.get(group, 0))
            for piece, (paragraphs, place) in zip(members, texts, strict=True):
                piece.step = step if step is not None else last_step(place.slot.styles)
                piece.fits = step is not None or fits(self.measurer, paragraphs, place, piece.step)

    def _fill(self, plan: Plan, piece: Piece, slide: Slide) -> None:
        """Decide what of a piece stands on which page."""
        if isinstance(piece.block, Text) and piece.block.slot == "eyebrow" and slide.eyebrow_from and not piece.fits:
            # It stands in full on the divider or the cover, and its author has not written it for this slide.
            plan.remarks.append(
                shortened(piece.block, "line over the titles of its slides", piece.block.paragraphs[0].plain)
            )
            short = shorten(self.measurer, piece.block.paragraphs, piece.place, piece.step)
            piece.block, piece.fits = replace(piece.block, paragraphs=short), True
        if isinstance(piece.block, Table):
            self._set_table(plan, piece, piece.block)
        elif isinstance(piece.block, Text):
            self._set_text(plan, piece, piece.block)

    # -- text ----------------------------------------------------------------------------------------------------

    def _set_text(self, plan: Plan, piece: Piece, block: Text) -> None:
        place, step, found = piece.place, piece.step, block.paragraphs
        self._remember(plan, place.slot, found, step)
        if piece.fits:
            piece.texts = [found]
            self._tell_of_shrinking(plan, block, found, place, step)
            return
        further = piece.further or place
        if place.slot.on_overflow == "continue" and self._holds_a_line(found, place, step, further):
            piece.texts = split(self.measurer, found, place, step, further)
            plan.remarks.append(continues(self.measurer, block, found, place, step, len(piece.texts)))
            return
        plan.problems.append(too_long(self.measurer, block, found, place, step))
        piece.texts = [shorten(self.measurer, found, place, step)]

    def _tell_of_shrinking(
        self, plan: Plan, block: Text, found: Sequence[Paragraph], place: SlotArea, step: int
    ) -> None:
        """Tell that text which fits is set smaller for its own sake, or that a figure of it is broken in its middle."""
        figure = torn_word(self.measurer, found, place, step, FIGURE)
        if figure:
            plan.problems.append(too_wide(block, place, "".join(figure), figure))
        elif step and not fits(self.measurer, found, place, 0):
            plan.remarks.append(shrinks(self.measurer, block, found, place, step))
        elif step and (word := torn_word(self.measurer, found, place, 0)):
            plan.remarks.append(narrows(block, found, place, step, "".join(word)))

    def _holds_a_line(self, found: Sequence[Paragraph], place: SlotArea, step: int, further: SlotArea) -> bool:
        """Tell whether any line of a text fits the places in which it is to continue."""
        tallest = max(m.line_height for m in self.measurer.measure_all(found, place.slot.styles, place.width, step))
        return tallest <= min(place.height, further.height)

    def _remember(self, plan: Plan, slot: Slot, paragraphs: Sequence[Paragraph], step: int) -> None:
        """Keep the smallest size used."""
        if slot.role in ("text", "table"):
            sizes = [size_at(style_of(paragraph, slot.styles), step) for paragraph in paragraphs]
            plan.smallest = min([*sizes, *([plan.smallest] if plan.smallest else [])], default=None)

    # -- tables --------------------------------------------------------------------------------------------------

    def _set_table(self, plan: Plan, piece: Piece, table: Table) -> None:
        capacity = piece.place.box.height
        further = piece.further.box if piece.further else piece.place.box
        setter = TableLayout(self.measurer, table, piece.place.slot, min(piece.place.box.width, further.width))
        table = self._with_low_header(plan, piece, setter, max(capacity, further.height))
        rows = (*table.header, *table.rows)
        least = self._least.get(group_of(piece.place.slot), 0)
        able = (s for s in setter.settings() if s.step >= least and setter.height(rows, s) <= capacity)
        chosen = first = next(able, None)
        if first is not None and setter.tears(first.step):
            chosen = next((s for s in able if not setter.tears(s.step)), first)
        if chosen is None:
            chosen = self._for_several_pages(setter, least, capacity, further.height)
            piece.rows = table_pages(setter, chosen, capacity, further.height)
            plan.remarks.append(table_continues(setter, chosen, capacity, len(piece.rows)))
        else:
            piece.rows = [table.rows]
            if chosen.step > least:
                plan.remarks.append((table_shrinks if chosen is first else table_narrows)(setter, chosen, capacity))
        piece.setter, piece.setting, piece.step = setter, chosen, chosen.step
        styles = {
            paragraph.style: paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs
        }
        self._remember(plan, piece.place.slot, tuple(styles.values()), chosen.step)
        if setter.crowded(chosen):
            message = f"the table has {len(table.columns)} columns, too many for the width of the slide"
            plan.problems.append(Problem("too-many-columns", message, table, "leave columns out, or make two tables"))
        highest = [further.height if n else capacity for n in range(len(piece.rows))]
        pages = zip(piece.rows, highest, strict=True)
        if any(page and setter.height((*table.header, *page), chosen) > most for page, most in pages):
            message = "a row of the table is taller than the slide and cannot be split"
            plan.problems.append(Problem("table-too-tall", message, table, "shorten the text of its longest cell"))

    def _for_several_pages(self, setter: TableLayout, least: int, first: int, further: int) -> Setting:
        """How to set a table that goes on: with its words whole, then on few pages, then large."""
        settings = list(setter.settings())
        tight = settings[len(settings) // 2 :]
        able = [setting for setting in tight if setting.step >= least] or tight[-1:]
        return min(able, key=lambda s: (setter.tears(s.step), len(table_pages(setter, s, first, further))))

    def _with_low_header(self, plan: Plan, piece: Piece, setter: TableLayout, capacity: int) -> Table:
        """A header of more than half the height leaves no room for rows: its cells are cut, and that is a fault."""
        table = setter.table
        comfortable = next(setter.settings())
        if setter.height(table.header, comfortable) <= capacity // 2:
            return table
        setting = setter.tightest()
        if setter.height(table.header, setting) <= capacity // 2:
            return table
        message = "the header of the table takes more than half of the slide"
        plan.problems.append(Problem("header-too-tall", message, table, "shorten the names of the columns"))
        setter.cut_header(setting, capacity // 3)
        piece.block = setter.table
        return setter.table

    # -- room ----------------------------------------------------------------------------------------------------

    def _has_room(self, plan: Plan, piece: Piece) -> None:
        """Charts and pictures need a height to be of use."""
        if not isinstance(piece.block, Chart | Picture):
            return
        above = next((p for p in plan.pieces if p.place.slot.name == piece.place.slot.below), None)
        if above is not None and above.setter and above.setting and above.table(0):
            top = above.place.box.y + above.setter.height(above.table(0), above.setting) + GAP
            piece.place = SlotArea(piece.place.slot, _from(piece.place.box, top))
        chart = isinstance(piece.block, Chart)
        if piece.place.height < (LEAST_CHART if chart else LEAST_PICTURE):
            piece.fits = False
            what = "chart" if chart else "picture"
            message = f"there is no room left for the {what}"
            hint = f"put the {what} on a slide of its own (kind: {'chart' if chart else 'photos'})"
            plan.problems.append(Problem("no-room", message, piece.block, hint))


def _all_blocks(slide: Slide, layout: SlideLayout) -> Iterator[Block]:
    """The blocks with the texts at the slide's head before them."""
    if slide.eyebrow and "eyebrow" in layout.slots:
        yield Text("eyebrow", (Paragraph((Run(slide.eyebrow),)),), slide.eyebrow_from or slide.origin.at("title"))
    if slide.tags and "tag" in layout.slots:
        yield Text("tag", (Paragraph((Run("  ·  ".join(slide.tags)),)),), slide.origin.at("department"))
    yield from slide.blocks


def _above(box: Box, floor: int | None) -> Box:
    """The part of a box that the notes at the foot leave free; none, where the box begins below their top."""
    if floor is None or box.bottom <= floor:
        return box
    return replace(box, height=max(floor - box.y, 0))


def _from(box: Box, top: int) -> Box:
    """The part of a box below `top`."""
    return replace(box, y=top, height=max(box.bottom - top, 0))
