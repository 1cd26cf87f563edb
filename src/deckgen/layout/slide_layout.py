"""One slide of blocks → one or more pages of frames.

`plan` has decided what stands where and at which size; here that becomes frames. A slot that must not continue (a title)
is a `Problem` that says how much too long its text is; a draft shows it cut and marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.diagnostics import Severity, UserFacingError
from deckgen.ir.blocks import Chart, Paragraph, Picture, Run, Slide, Table, Text
from deckgen.ir.frames import ChartFrame, Frame, Page, TextFrame
from deckgen.layout import footnotes, frame_builder
from deckgen.layout.footnotes import GAP
from deckgen.layout.measure import Measurer, last_step
from deckgen.layout.pieces import Piece, Plan
from deckgen.layout.problems import Problem, too_long
from deckgen.layout.shrink_consensus import Steps
from deckgen.layout.slide_planner import Planner
from deckgen.layout.text import SlotArea, fitting_step, shorten


class Wording(Struct, frozen=True, array_like=True):
    """Our own words that layout prints, in the deck's language; `part` has the places `{n}` and `{m}`."""

    part: str = "({n} of {m})"
    draft: str = "Draft"


class PlacedSlide(Struct, frozen=True, array_like=True):
    """A slide placed: its pages (without numbers yet), what is wrong with them, the smallest size used, and how it shrank.

    `steps` are what slides of one layout agree on, `following` also what only follows (see `Plan`).
    """

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    smallest: int | None = None
    layout: str = ""
    steps: Steps = field(default_factory=dict)
    following: Steps = field(default_factory=dict)


class SlideLayouter:
    """Places slides with one brand."""

    def __init__(self, brand: Brand, measurer: Measurer, wording: Wording, draft: bool = False) -> None:
        self.brand = brand
        self.measurer = measurer
        self.wording = wording
        self.draft = draft
        self._planner = Planner(brand, measurer)

    def place(self, slide: Slide, layout: SlideLayout, least: Steps) -> PlacedSlide:
        """Place one slide, nothing on it larger than at the steps of `least`."""
        plan = self._planner.plan(slide, layout, least)
        total = plan.pages
        pages = [self._page(slide, layout if n == 0 else plan.further, plan, n, total) for n in range(total)]
        faults = tuple(problem.message for problem in plan.problems)
        if faults:
            told = frame_builder.fault_frame(self.measurer, f"{self.wording.draft}: {faults[0]}", self.brand.size)
            shown = (*pages[0].frames, told) if self.draft else pages[0].frames
            pages[0] = replace(pages[0], faults=faults, frames=shown)
        return PlacedSlide(
            tuple(pages), (*plan.problems, *plan.remarks), plan.smallest, layout.key, plan.steps, plan.following
        )

    def _page(self, slide: Slide, layout: SlideLayout, plan: Plan, n: int, total: int) -> Page:
        title = slide.title if total == 1 else f"{slide.title} {self.wording.part.format(n=n + 1, m=total)}"
        frames: list[Frame] = []
        if "title" in layout.slots:
            frames.append(self._title(slide, layout.slots["title"], title, plan))
        for piece in plan.pieces:
            frame = self._frame(piece, n, plan.problems)
            if isinstance(frame, ChartFrame):
                frame = replace(frame, ground=layout.slots[frame.slot].fill or layout.background)
            if frame is not None:
                frames.append(frame)
        noted = [slide.footnotes[name] for name in plan.notes(n)]
        foot = footnotes.frame(self.measurer, layout, noted, plan.zone)
        if foot is not None:
            frames.append(foot)
        return Page(
            slide.id if n == 0 else f"{slide.id}~{n + 1}", slide.kind, layout.key, title, tuple(frames), 0, slide.section,
            tuple(p.plain for p in slide.notes) if n == 0 else (), slide.hidden, (n + 1, total),
            language=slide.language, origin=slide.origin,
        )  # fmt: skip

    def _title(self, slide: Slide, slot: Slot, title: str, plan: Plan) -> TextFrame:
        if plan.title is not None and plan.title.box == slot.box:
            # Too long on the page before: to cut it on each page takes its length times the number of pages.
            return plan.title
        paragraphs: tuple[Paragraph, ...] = (Paragraph((Run(title),)),)
        place = SlotArea(slot, slot.box)
        step = fitting_step(self.measurer, [(paragraphs, place)])
        if step is not None:
            return frame_builder.text_frame(self.measurer, place, paragraphs, step, slide.origin)
        step = last_step(slot.styles)
        if plan.title is None:
            plan.problems.append(too_long(self.measurer, slide, paragraphs, place, step))
        cut = shorten(self.measurer, paragraphs, place, step)
        plan.title = frame_builder.text_frame(self.measurer, place, cut, step, slide.origin)
        return plan.title

    def _frame(self, piece: Piece, n: int, problems: list[Problem]) -> Frame | None:
        block, place = piece.block, piece.at(n)
        if place is None:
            return None
        if isinstance(block, Text):
            return self._text(piece, block, place, piece.text(n))
        if isinstance(block, Table):
            rows = piece.table(n)
            if not rows or piece.setter is None or piece.setting is None:
                return None
            return frame_builder.table_frame(piece.setter, piece.setting, rows, place)
        return self._drawn(block, place, problems) if n == 0 and piece.fits else None

    def _text(self, piece: Piece, block: Text, place: SlotArea, paragraphs: Sequence[Paragraph]) -> TextFrame | None:
        if not paragraphs:
            return None
        if place.slot.role == "tag":
            place = self._hug(place, paragraphs)
        return frame_builder.text_frame(self.measurer, place, paragraphs, piece.step, block.origin)

    def _drawn(self, block: Chart | Picture, place: SlotArea, problems: list[Problem]) -> Frame | None:
        if isinstance(block, Chart):
            name = frame_builder.shape_name(place.slot)
            return ChartFrame(place.slot.name, name, place.box, block.spec, block.alt, block.origin)
        try:
            return frame_builder.picture_frame(block, place)
        except UserFacingError as fault:  # a PictureError: to name it would import Pillow
            hint = "save it again as PNG or JPEG, no larger than it is to be seen"
            problems.append(Problem("unreadable-picture", str(fault), block, hint))
            return None

    def _hug(self, place: SlotArea, paragraphs: Sequence[Paragraph]) -> SlotArea:
        """A tag is as wide as its text, at the end of its slot."""
        slot = place.slot
        wide = self.measurer.needs(paragraphs, slot.styles, 0).most
        width = min(place.box.width, wide + slot.insets.left + slot.insets.right + GAP // 2)
        return SlotArea(slot, replace(place.box, x=place.box.right - width, width=width))


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
