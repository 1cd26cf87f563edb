"""One slide of blocks → one or more pages of frames.

Order of work: the notes at the foot take their room, then the slots that share a step of shrinking find it, then whatever
still does not fit continues on further pages. A slot that must not continue (a title) is a `Problem` that says how
much too long its text is; a draft shows it cut and marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from deckgen.blocks import Block, Chart, Footnote, Paragraph, Picture, Row, Run, Slide, Table, Text
from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.frames import Box, ChartFrame, Frame, Page, TextFrame
from deckgen.layout import emit
from deckgen.layout.measure import Measurer, last_step, size_at, stack_height
from deckgen.layout.table import Setting, TableSetter
from deckgen.layout.table import pages as table_pages
from deckgen.layout.text import Place, fits, fitting_step, shorten, split

GAP = round(0.1 * 914400)
LEAST_CHART = round(1.2 * 914400)
DRAFT_STEPS = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not fit: told with the place in the content that it comes from."""

    code: str
    message: str
    block: Block | Slide
    hint: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Our own words that layout prints, in the deck's language; `part` has the places `{n}` and `{m}`."""

    part: str = "({n} of {m})"
    draft: str = "Draft"


@dataclass
class _Piece:
    """What one block puts on each page, and how it is set."""

    block: Block
    place: Place
    step: int = 0
    texts: list[tuple[Paragraph, ...]] = field(default_factory=list)
    rows: list[tuple[Row, ...]] = field(default_factory=list)
    setter: TableSetter | None = None
    setting: Setting | None = None
    further: Place | None = None
    fits: bool = True

    @property
    def pages(self) -> int:
        return len(self.texts) or len(self.rows) or 1


class Placer:
    """Places slides with one brand."""

    def __init__(self, brand: Brand, measurer: Measurer, wording: Wording, draft: bool = False) -> None:
        self.brand = brand
        self.measurer = measurer
        self.wording = wording
        self.draft = draft
        self.problems: list[Problem] = []
        self.smallest: dict[str, int] = {}

    def place(self, slide: Slide, layout: SlideLayout) -> list[Page]:
        """Place one slide; the pages have no numbers yet."""
        before = len(self.problems)
        notes = self._notes_paragraphs(slide.footnotes.values())
        floor = self._notes_top(layout, notes)
        pieces = [
            _Piece(block, Place(slot, _above(slot.box, floor)))
            for block in self._all_blocks(slide, layout)
            if (slot := layout.slots.get(block.slot)) is not None
        ]
        self._settle(pieces)
        further = self._further(layout, pieces)
        for piece in pieces:
            slot = further.slots.get(piece.place.slot.name)
            piece.further = Place(slot, _above(slot.box, floor)) if slot else None
            self._fill(slide, piece)
        total = max((piece.pages for piece in pieces), default=1)
        pages = [self._page(slide, layout if n == 0 else further, pieces, n, total) for n in range(total)]
        faults = tuple(problem.message for problem in self.problems[before:])
        if faults and pages:
            told = emit.fault_frame(self.measurer, f"{self.wording.draft}: {faults[0]}", self.brand.size)
            shown = (*pages[0].frames, told) if self.draft else pages[0].frames
            pages[0] = replace(pages[0], faults=faults, frames=shown)
        return pages

    # -- notes at the foot ---------------------------------------------------------------------------------------

    def _notes_paragraphs(self, notes: object) -> tuple[Paragraph, ...]:
        """All notes in one paragraph, each with its mark before it."""
        runs: list[Run] = []
        for note in notes:  # type: ignore[attr-defined]
            assert isinstance(note, Footnote)
            if runs:
                runs.append(Run("\u00a0\u00a0\u00a0 "))
            runs += [Run(note.mark, superscript=True), Run("\u00a0"), *note.runs]
        return (Paragraph(tuple(runs)),) if runs else ()

    def _notes_top(self, layout: SlideLayout, notes: tuple[Paragraph, ...]) -> int | None:
        """Where the notes begin when all of the slide's stand at the foot of one page; None without notes."""
        slot = layout.slots.get("footnotes")
        if not notes or slot is None:
            return None
        place = Place(slot, replace(slot.box, y=0, height=self.brand.size[1]))
        height = stack_height(self.measurer.measure_all(notes, slot.styles, place.width, 0))
        return slot.box.bottom - height - slot.insets.top - slot.insets.bottom - GAP

    # -- what each block puts on each page -----------------------------------------------------------------------

    def _further(self, layout: SlideLayout, pieces: Sequence[_Piece]) -> SlideLayout:
        """The layout of continued pages: another one only where it has a slot for all that may continue."""
        further = self.brand.layouts.get(layout.further, layout)
        flowing = {piece.place.slot.name for piece in pieces if not piece.fits or isinstance(piece.block, Table)}
        return further if flowing <= further.slots.keys() else layout

    @staticmethod
    def _all_blocks(slide: Slide, layout: SlideLayout) -> Iterator[Block]:
        """The blocks with the texts at the slide's head before them."""
        if slide.eyebrow and "eyebrow" in layout.slots:
            yield Text("eyebrow", (Paragraph((Run(slide.eyebrow),)),), slide.origin)
        if slide.tags and "tag" in layout.slots:
            yield Text("tag", (Paragraph((Run("  ·  ".join(slide.tags)),)),), slide.origin)
        yield from slide.blocks

    def _settle(self, pieces: Sequence[_Piece]) -> None:
        """Find the step of shrinking of each group of text slots."""
        groups: dict[str, list[_Piece]] = defaultdict(list)
        for piece in pieces:
            if isinstance(piece.block, Text):
                groups[piece.place.slot.group or f"={piece.place.slot.name}"].append(piece)
        for members in groups.values():
            texts = [(piece.block.paragraphs, piece.place) for piece in members if isinstance(piece.block, Text)]
            step = fitting_step(self.measurer, texts)
            for piece, (paragraphs, place) in zip(members, texts, strict=True):
                piece.step = step if step is not None else last_step(place.slot.styles)
                piece.fits = step is not None or fits(self.measurer, paragraphs, place, piece.step)

    def _fill(self, slide: Slide, piece: _Piece) -> None:
        """Decide what of a piece stands on which page."""
        if isinstance(piece.block, Table):
            self._set_table(slide, piece, piece.block)
        elif isinstance(piece.block, Text):
            piece.texts = self._pages_of_text(piece, piece.block.paragraphs)
            self._remember(slide, piece.place.slot, piece.block.paragraphs, piece.step)

    def _pages_of_text(self, piece: _Piece, paragraphs: tuple[Paragraph, ...]) -> list[tuple[Paragraph, ...]]:
        place = piece.place
        if piece.fits:
            return [paragraphs]
        if place.slot.on_overflow == "continue" and place.height > 0:
            return split(self.measurer, paragraphs, place, piece.step, piece.further or place)
        self._too_long(piece.block, paragraphs, place, piece.step)
        return [shorten(self.measurer, paragraphs, place, piece.step)]

    def _remember(self, slide: Slide, slot: Slot, paragraphs: Sequence[Paragraph], step: int) -> None:
        """Keep the smallest size used for each kind of slide."""
        for paragraph in paragraphs:
            style = slot.styles.get(paragraph.style) or slot.styles.get("body")
            if style is not None and slot.role in ("text", "table"):
                size = size_at(style, step)
                self.smallest[slide.kind] = min(size, self.smallest.get(slide.kind, size))

    def _set_table(self, slide: Slide, piece: _Piece, table: Table) -> None:
        setter = TableSetter(self.measurer, table, piece.place.slot, piece.place.box.width)
        capacity = piece.place.box.height
        further = piece.further.box.height if piece.further else capacity
        settings = setter.settings()
        rows = (*table.header, *table.rows)
        chosen = next((s for s in settings if setter.height(rows, s) <= capacity), None)
        if chosen is None:
            chosen = min(settings[len(settings) // 2 :], key=lambda s: len(table_pages(setter, s, capacity, further)))
            piece.rows = table_pages(setter, chosen, capacity, further)
        else:
            piece.rows = [table.rows]
        piece.setter, piece.setting, piece.step = setter, chosen, chosen.step
        for row in table.rows:
            for cell in row.cells:
                self._remember(slide, piece.place.slot, cell.paragraphs, chosen.step)
        if any(setter.height((*table.header, *page), chosen) > max(capacity, further) for page in piece.rows):
            message = "a row of the table is taller than the slide and cannot be split"
            self.problems.append(Problem("table-too-tall", message, table, "shorten the text of its longest cell"))

    def _too_long(self, block: Block | Slide, paragraphs: Sequence[Paragraph], place: Place, step: int) -> None:
        styles, width = place.slot.styles, place.width
        measured = self.measurer.measure_all(paragraphs, styles, width, step)
        have, room = sum(m.lines for m in measured), 0
        used, over = 0, 0
        for i, m in enumerate(measured):
            used += m.space if i else 0
            fit = min(m.lines, max(0, (place.height - used) // m.line_height))
            room += fit
            over += len(m.paragraph.plain) - (m.starts[fit] if fit < m.lines else len(m.paragraph.plain))
            used += m.height
        what = place.slot.name.replace("-", " ")
        message = f"the {what} is too long: it takes {have} lines and {room} fit"
        hint = f"cut about {max(over, 1)} characters"
        self.problems.append(Problem("too-long", message, block, hint))

    # -- pages ---------------------------------------------------------------------------------------------------

    def _page(self, slide: Slide, layout: SlideLayout, pieces: Sequence[_Piece], n: int, total: int) -> Page:
        title = slide.title if total == 1 else f"{slide.title} {self.wording.part.format(n=n + 1, m=total)}"
        frames: list[Frame] = []
        if "title" in layout.slots:
            frames.append(self._title(slide, layout.slots["title"], title, report=n == 0))
        ends: dict[str, int] = {}
        shown: set[str] = set()
        for piece in pieces:
            frame = self._frame(slide, piece, n, ends, shown)
            if frame is not None:
                frames.append(frame)
        footnotes = [note for key, note in slide.footnotes.items() if key in shown]
        foot = self._foot(layout, footnotes)
        if foot is not None:
            frames.append(foot)
        return Page(
            slide.id if n == 0 else f"{slide.id}~{n + 1}", slide.kind, layout.key, title, tuple(frames), 0, slide.section,
            tuple(p.plain for p in slide.notes) if n == 0 else (), slide.hidden, (n + 1, total),
            language=slide.language, origin=slide.origin,
        )  # fmt: skip

    def _title(self, slide: Slide, slot: Slot, title: str, *, report: bool) -> TextFrame:
        paragraphs: tuple[Paragraph, ...] = (Paragraph((Run(title),)),)
        place = Place(slot, slot.box)
        step = fitting_step(self.measurer, [(paragraphs, place)])
        if step is None:
            step = last_step(slot.styles)
            if report:
                self._too_long(slide, paragraphs, place, step)
            paragraphs = shorten(self.measurer, paragraphs, place, step)
        return emit.text_frame(self.measurer, place, paragraphs, step, slide.origin)

    def _foot(self, layout: SlideLayout, notes: Sequence[Footnote]) -> TextFrame | None:
        slot = layout.slots.get("footnotes")
        paragraphs = self._notes_paragraphs(notes)
        if slot is None or not paragraphs:
            return None
        place = Place(slot, slot.box)
        height = stack_height(self.measurer.measure_all(paragraphs, slot.styles, place.width, 0))
        height += slot.insets.top + slot.insets.bottom
        box = replace(slot.box, y=slot.box.bottom - height, height=height)
        return emit.text_frame(self.measurer, Place(slot, box), paragraphs, 0)

    def _frame(self, slide: Slide, piece: _Piece, n: int, ends: dict[str, int], shown: set[str]) -> Frame | None:
        block, place = piece.block, piece.further if n and piece.further else piece.place
        if n and piece.further is None:
            return None
        index = 0 if place.slot.repeat or place.slot.name in ("eyebrow", "tag") else n
        if place.slot.below in ends:
            top = ends[place.slot.below] + GAP
            place = Place(place.slot, replace(place.box, y=top, height=place.box.bottom - top))
        if isinstance(block, Text):
            if index >= len(piece.texts) or not piece.texts[index]:
                return None
            shown.update(_note_ids(piece.texts[index]))
            if place.slot.role == "tag":
                place = self._hug(place, piece.texts[index])
            return emit.text_frame(self.measurer, place, piece.texts[index], piece.step, block.origin)
        if isinstance(block, Table):
            if index >= len(piece.rows) or not piece.rows[index] or piece.setter is None or piece.setting is None:
                return None
            rows = (*block.header, *piece.rows[index])
            for row in rows:
                for cell in row.cells:
                    shown.update(_note_ids(cell.paragraphs))
            frame = emit.table_frame(piece.setter, piece.setting, rows, place)
            ends[place.slot.name] = frame.box.bottom
            return frame
        return self._drawn(block, place) if n == 0 else None

    def _drawn(self, block: Chart | Picture, place: Place) -> Frame | None:
        if isinstance(block, Picture):
            return emit.picture_frame(block, place)
        if place.height < LEAST_CHART:
            message = "there is no room left for the chart under its table"
            self.problems.append(
                Problem("no-room", message, block, "put the chart on a slide of its own (kind: chart)")
            )
        box = place.box
        return ChartFrame(place.slot.name, emit.shape_name(place.slot), box, block.spec, block.alt, block.origin)

    def _hug(self, place: Place, paragraphs: Sequence[Paragraph]) -> Place:
        """A tag is as wide as its text, at the end of its slot."""
        slot = place.slot
        _, wide = self.measurer.natural(paragraphs, slot.styles, 0)
        width = min(place.box.width, wide + slot.insets.left + slot.insets.right + GAP // 2)
        return Place(slot, replace(place.box, x=place.box.right - width, width=width))


def _above(box: Box, floor: int | None) -> Box:
    """The part of a box that the notes at the foot leave free."""
    if floor is None or box.bottom <= floor or box.y >= floor:
        return box
    return replace(box, height=floor - box.y)


def _note_ids(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.note:
                yield run.note
