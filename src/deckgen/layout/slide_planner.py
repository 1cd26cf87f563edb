"""Plans a slide: which part of each block goes on which page, at which size and with which table setting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Block, Chart, Paragraph, Picture, Run, Slide, Table, Text
from deckgen.ir.frames import Box
from deckgen.layout import footnotes
from deckgen.layout.footnotes import GAP, FootnoteSpace
from deckgen.layout.measure import Measurer, max_step, size_at, style_of
from deckgen.layout.pieces import Piece, SlidePlan, shrink_group
from deckgen.layout.rows import split_rows
from deckgen.layout.shrink_consensus import Steps
from deckgen.layout.split import split_text
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.table_issues import table_continues, table_narrows, table_shrinks
from deckgen.layout.text import SlotArea, broken_word, fits, fitting_step, shorten
from deckgen.layout.text_issues import continues, narrows, origin_of, shortened, shrinks, too_long, too_wide

FIGURE_STYLE = "figure"
"""The style of large numbers: one that is broken over two lines reads as two."""
MIN_CHART_HEIGHT = round(1.2 * 914400)
MIN_PICTURE_HEIGHT = round(0.8 * 914400)


class SlidePlanner:
    """Plans slides of one brand."""

    def __init__(self, brand: Brand, measurer: Measurer) -> None:
        self.brand = brand
        self.measurer = measurer
        self._minimum_steps: Steps = {}

    def plan(self, slide: Slide, layout: SlideLayout, minimum_steps: Steps) -> SlidePlan:
        """Plan a slide; no text is larger than at the step that `minimum_steps` has for its group.

        A page shows only its own footnotes, so no more space is reserved for them than the page with the most needs.
        """
        self._minimum_steps = minimum_steps
        slot = layout.slots.get("footnotes")
        if slot is None or not slide.footnotes:
            return self._plan_with(slide, layout, None, FootnoteSpace())
        without = self._plan_with(slide, layout, slot, FootnoteSpace())
        best = without
        for step in sorted({0, max_step(slot.styles)}):
            *smaller, complete = footnotes.spaces_to_try(self.measurer, slot, slide, step)
            with_all = self._plan_with(slide, layout, slot, complete)
            if with_all.page_count == 1 and len(with_all.errors) <= len(without.errors):
                return with_all
            for space in (*smaller, complete):
                plan = self._plan_with(slide, layout, slot, space) if space is not complete else with_all
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
        error = too_long(self.measurer, block, paragraphs, area, plan.footnote_space.step)
        plan.errors.append(replace(error, message=error.message.replace("footnotes is", "text of the footnotes is")))
        return plan

    def _plan_with(self, slide: Slide, layout: SlideLayout, slot: Slot | None, space: FootnoteSpace) -> SlidePlan:
        """Plan a slide with `space` reserved for footnotes."""
        bottom = footnotes.content_bottom(slot, space)
        pieces = [
            Piece(block, SlotArea(layout.slots[block.slot], _part_above(layout.slots[block.slot].box, bottom)))
            for block in _all_blocks(slide, layout)
            if block.slot in layout.slots
        ]
        plan = SlidePlan(pieces, layout, space, note_order={name: n for n, name in enumerate(slide.footnotes)})
        missing = sorted({block.slot for block in slide.blocks if block.slot not in layout.slots})
        if missing:
            message = f"the layout '{layout.key}' of the brand has no slot for: {', '.join(missing)}"
            plan.errors.append(
                make_issue("no-slot", message, origin_of(slide), f"add the slot to layouts/…/{layout.key}.yaml")
            )
        self._choose_steps(pieces)
        plan.further_layout = self._further_layout(layout, pieces)
        for piece in pieces:
            further = plan.further_layout.slots.get(piece.area.slot.name)
            piece.further_area = SlotArea(further, _part_above(further.box, bottom)) if further else None
            self._fill_pages(plan, piece, slide)
        for piece in pieces:
            self._check_room(plan, piece)
        return plan

    def _further_layout(self, layout: SlideLayout, pieces: Sequence[Piece]) -> SlideLayout:
        """The layout of continued pages: another one only if it has a slot for everything that may continue."""
        further = self.brand.layouts.get(layout.further, layout)
        continuing = {piece.area.slot.name for piece in pieces if not piece.fits or isinstance(piece.block, Table)}
        return further if continuing <= further.slots.keys() else layout

    def _choose_steps(self, pieces: Sequence[Piece]) -> None:
        """Choose the step of shrinking of each group of text slots."""
        groups: dict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            if isinstance(piece.block, Text):
                groups[shrink_group(piece.area.slot)].append(piece)
        for group, members in groups.items():
            texts = [(piece.block.paragraphs, piece.area) for piece in members if isinstance(piece.block, Text)]
            step = fitting_step(self.measurer, texts, self._minimum_steps.get(group, 0))
            for piece, (paragraphs, area) in zip(members, texts, strict=True):
                piece.step = step if step is not None else max_step(area.slot.styles)
                piece.fits = step is not None or fits(self.measurer, paragraphs, area, piece.step)

    def _fill_pages(self, plan: SlidePlan, piece: Piece, slide: Slide) -> None:
        """Decide which part of a piece goes on which page."""
        if isinstance(piece.block, Text) and piece.block.slot == "eyebrow" and slide.eyebrow_origin and not piece.fits:
            # The divider or the cover shows it in full, and its author has not written it for this slide.
            plan.warnings.append(
                shortened(piece.block, "line over the titles of its slides", piece.block.paragraphs[0].plain_text)
            )
            short = shorten(self.measurer, piece.block.paragraphs, piece.area, piece.step)
            piece.block, piece.fits = replace(piece.block, paragraphs=short), True
        if isinstance(piece.block, Table):
            self._plan_table(plan, piece, piece.block)
        elif isinstance(piece.block, Text):
            self._plan_text(plan, piece, piece.block)

    # -- text ----------------------------------------------------------------------------------------------------

    def _plan_text(self, plan: SlidePlan, piece: Piece, block: Text) -> None:
        area, step, paragraphs = piece.area, piece.step, block.paragraphs
        self._record_smallest_size(plan, area.slot, paragraphs, step)
        if piece.fits:
            piece.texts = [paragraphs]
            self._report_shrinking(plan, block, area, step)
            return
        further = piece.further_area or area
        if area.slot.on_overflow == "continue" and self._can_hold_a_line(paragraphs, area, step, further):
            piece.texts = split_text(self.measurer, paragraphs, area, step, further)
            plan.warnings.append(continues(self.measurer, block, paragraphs, area, step, len(piece.texts)))
            return
        plan.errors.append(too_long(self.measurer, block, paragraphs, area, step))
        piece.texts = [shorten(self.measurer, paragraphs, area, step)]

    def _report_shrinking(self, plan: SlidePlan, block: Text, area: SlotArea, step: int) -> None:
        """Report text that fits but has to be smaller itself (not only with its group), or a figure that is broken."""
        paragraphs = block.paragraphs
        figure = broken_word(self.measurer, paragraphs, area, step, FIGURE_STYLE)
        if figure:
            plan.errors.append(too_wide(block, area, "".join(figure), figure))
        elif step and not fits(self.measurer, paragraphs, area, 0):
            plan.warnings.append(shrinks(self.measurer, block, paragraphs, area, step))
        elif step and (word := broken_word(self.measurer, paragraphs, area, 0)):
            plan.warnings.append(narrows(block, paragraphs, area, step, "".join(word)))

    def _can_hold_a_line(self, paragraphs: Sequence[Paragraph], area: SlotArea, step: int, further: SlotArea) -> bool:
        """Whether every line of a text fits both the first area and the area in which the text continues."""
        measured = self.measurer.measure_all(paragraphs, area.slot.styles, area.width, step)
        return max(m.line_height for m in measured) <= min(area.height, further.height)

    def _record_smallest_size(self, plan: SlidePlan, slot: Slot, paragraphs: Sequence[Paragraph], step: int) -> None:
        if slot.role in ("text", "table"):
            sizes = [size_at(style_of(paragraph, slot.styles), step) for paragraph in paragraphs]
            plan.smallest_size = min([*sizes, *([plan.smallest_size] if plan.smallest_size else [])], default=None)

    # -- tables --------------------------------------------------------------------------------------------------

    def _plan_table(self, plan: SlidePlan, piece: Piece, table: Table) -> None:
        capacity = piece.area.box.height
        further = piece.further_area.box if piece.further_area else piece.area.box
        table_layout = TableLayout(self.measurer, table, piece.area.slot, min(piece.area.box.width, further.width))
        table = self._limit_header_height(plan, piece, table_layout, max(capacity, further.height))
        setting = self._fill_with_rows(plan, piece, table_layout, further.height)
        piece.table_layout, piece.table_setting, piece.step = table_layout, setting, setting.step
        styles = {
            paragraph.style: paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs
        }
        self._record_smallest_size(plan, piece.area.slot, tuple(styles.values()), setting.step)
        if table_layout.has_too_many_columns(setting):
            message = f"the table has {len(table.columns)} columns, too many for the width of the slide"
            plan.errors.append(
                make_issue("too-many-columns", message, origin_of(table), "leave columns out, or make two tables")
            )
        capacities = [further.height if n else capacity for n in range(len(piece.rows))]
        pages = zip(piece.rows, capacities, strict=True)
        if any(page and table_layout.total_height((*table.header, *page), setting) > room for page, room in pages):
            message = "a row of the table is taller than the slide and cannot be split"
            plan.errors.append(
                make_issue("table-too-tall", message, origin_of(table), "shorten the text of its longest cell")
            )

    def _fill_with_rows(
        self, plan: SlidePlan, piece: Piece, table_layout: TableLayout, further_height: int
    ) -> TableSetting:
        """Choose the setting of a table, and give the piece the rows of each page."""
        capacity, table = piece.area.box.height, table_layout.table
        rows = (*table.header, *table.rows)
        minimum_step = self._minimum_steps.get(shrink_group(piece.area.slot), 0)
        settings = (s for s in table_layout.settings() if s.step >= minimum_step)
        fitting = (s for s in settings if table_layout.total_height(rows, s) <= capacity)
        first = next(fitting, None)
        if first is None:
            chosen = self._setting_for_several_pages(table_layout, minimum_step, capacity, further_height)
            piece.rows = split_rows(table_layout, chosen, capacity, further_height)
            plan.warnings.append(table_continues(table_layout, chosen, capacity, len(piece.rows)))
            return chosen
        chosen = first
        if table_layout.has_broken_words(first.step):
            chosen = next((s for s in fitting if not table_layout.has_broken_words(s.step)), first)
        piece.rows = [table.rows]
        if chosen.step > minimum_step:
            warning = (
                table_shrinks(table_layout, chosen, capacity)
                if chosen is first
                else table_narrows(table_layout, chosen)
            )
            plan.warnings.append(warning)
        return chosen

    def _setting_for_several_pages(
        self, table_layout: TableLayout, minimum_step: int, first: int, further: int
    ) -> TableSetting:
        """The setting of a table that continues: without broken words if possible, then on few pages, then large.

        `first` is the height in EMU of the first page, `further` that of the others.
        """
        settings = list(table_layout.settings())
        tight = settings[len(settings) // 2 :]
        allowed = [setting for setting in tight if setting.step >= minimum_step] or tight[-1:]
        return min(
            allowed,
            key=lambda s: (table_layout.has_broken_words(s.step), len(split_rows(table_layout, s, first, further))),
        )

    def _limit_header_height(self, plan: SlidePlan, piece: Piece, table_layout: TableLayout, capacity: int) -> Table:
        """Report a header of more than half of `capacity`, which leaves no room for rows, and shorten its cells."""
        table = table_layout.table
        comfortable = next(table_layout.settings())
        if table_layout.total_height(table.header, comfortable) <= capacity // 2:
            return table
        setting = table_layout.tightest_setting()
        if table_layout.total_height(table.header, setting) <= capacity // 2:
            return table
        message = "the header of the table takes more than half of the slide"
        plan.errors.append(make_issue("header-too-tall", message, origin_of(table), "shorten the names of the columns"))
        table_layout.cut_header(setting, capacity // 3)
        piece.block = table_layout.table
        return table_layout.table

    # -- charts and pictures -------------------------------------------------------------------------------------

    def _check_room(self, plan: SlidePlan, piece: Piece) -> None:
        """Report a chart or picture whose area is too low for it to be useful."""
        if not isinstance(piece.block, Chart | Picture):
            return
        above = next((p for p in plan.pieces if p.area.slot.name == piece.area.slot.below), None)
        if above is not None and above.table_layout and above.table_setting and above.rows_on(0):
            top = above.area.box.y + above.table_layout.total_height(above.rows_on(0), above.table_setting) + GAP
            piece.area = SlotArea(piece.area.slot, _part_below(piece.area.box, top))
        chart = isinstance(piece.block, Chart)
        if piece.area.height < (MIN_CHART_HEIGHT if chart else MIN_PICTURE_HEIGHT):
            piece.fits = False
            what = "chart" if chart else "picture"
            message = f"there is no room left for the {what}"
            hint = f"put the {what} on a slide of its own (kind: {'chart' if chart else 'photos'})"
            plan.errors.append(make_issue("no-room", message, origin_of(piece.block), hint))


def _all_blocks(slide: Slide, layout: SlideLayout) -> Iterator[Block]:
    """The blocks of a slide, preceded by its eyebrow and its tags as blocks."""
    if slide.eyebrow and "eyebrow" in layout.slots:
        origins = (slide.eyebrow_text_origin,) if slide.eyebrow_text_origin else ()
        eyebrow = Paragraph((Run(slide.eyebrow),), origins=origins)
        yield Text("eyebrow", (eyebrow,), slide.eyebrow_origin or slide.origin.at("title"))
    if slide.tags and "tag" in layout.slots:
        tags = Paragraph((Run("  ·  ".join(slide.tags)),), origins=slide.tag_origins)
        yield Text("tag", (tags,), slide.origin.at("department"))
    yield from slide.blocks


def _part_above(box: Box, bottom: int | None) -> Box:
    """The part of a box above `bottom` (EMU from the top); of height 0 if the box begins below it."""
    if bottom is None or box.bottom <= bottom:
        return box
    return replace(box, height=max(bottom - box.y, 0))


def _part_below(box: Box, top: int) -> Box:
    """The part of a box below `top`."""
    return replace(box, y=top, height=max(box.bottom - top, 0))
