"""The plan of a slide → one or more pages of frames.

What is on which page and at which size has been decided (`arrange`); here that becomes frames. If the text of a slot that must
not continue (a title) is too long, an issue states how much to cut; a draft shows the text shortened, and the issue.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout, Slot
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Paragraph, Run, Slide
from deckgen.ir.frames import Frame, Page, TextFrame
from deckgen.layout import footnotes, frame_builder
from deckgen.layout.arrange import Arranger
from deckgen.layout.growth import Limits
from deckgen.layout.measure import Measurer
from deckgen.layout.pieces import SlidePlan
from deckgen.layout.shared_sizes import TITLE
from deckgen.layout.sizes import max_step
from deckgen.layout.text import SlotArea, fits, fitting_step, shorten
from deckgen.layout.text_issues import too_long
from deckgen.layout.text_warnings import ShownText


class Wording(Struct, frozen=True, array_like=True):
    """Words that layout adds, in the language of the deck; `part` has the fields `{n}` and `{m}`.

    `others` has those of slides in other languages, by language.
    """

    part: str = "({n} of {m})"
    draft: str = "Draft"
    others: tuple[tuple[str, Wording], ...] = ()

    def of(self, language: str) -> Wording:
        """Return the words in the language of a slide."""
        return next((words for name, words in self.others if name == language), self)


class PlacedSlide(Struct, frozen=True, array_like=True):
    """The frames of one slide: its pages (still without numbers), its issues and its smallest font size."""

    pages: tuple[Page, ...]
    issues: tuple[Issue, ...] = ()
    smallest_size: int | None = None
    texts: tuple[ShownText, ...] = ()
    """The texts that may need a warning (`text_warnings`)."""


class SlideLayouter:
    """Lays slides out with one brand: first `arrange`, then `place`."""

    def __init__(self, brand: Brand, measurer: Measurer, wording: Wording, draft: bool = False) -> None:
        self.brand = brand
        self.measurer = measurer
        self.wording = wording
        self.draft = draft
        self._arranger = Arranger(brand, measurer)

    def arrange(self, slide: Slide, layout: SlideLayout, limits: Limits) -> SlidePlan:
        """Choose sizes and pages; no text is larger than at the step that `limits` has for its group.

        The body begins higher up if the titles of all pages take one line.
        """
        self.measurer.tables.clear()
        plan = self._arrange_below_title(slide, layout, limits)
        plan.title_step = max(self._title_step(plan) or 0, limits.get(TITLE, 0))
        return plan

    def _arrange_below_title(self, slide: Slide, layout: SlideLayout, limits: Limits) -> SlidePlan:
        raised = layout.raised
        if raised is None or not self._fits_title(raised, slide.title):
            return self._arranger.arrange(slide, layout, limits)
        plan = self._arranger.arrange(slide, raised, limits)
        if plan.page_count == 1:
            return plan
        # A text that has room in the higher body leaves less to the one below it, which may then take more pages.
        other = self._arranger.arrange(slide, layout, limits)
        has_title = self._fits_title(raised, self._title(slide, plan.page_count, plan.page_count))
        return plan if has_title and plan.page_count <= other.page_count else other

    def _title_step(self, plan: SlidePlan) -> int | None:
        """The step at which the title has room on all pages; None if it has not, or if there is none."""
        total = plan.page_count
        texts = [(self._title(plan.slide, n + 1, total), plan.layout_of(n).slots.get("title")) for n in {0, total - 1}]
        members = [((Paragraph((Run(text),)),), SlotArea(slot, slot.box)) for text, slot in texts if slot is not None]
        return fitting_step(self.measurer, members)

    def _fits_title(self, layout: SlideLayout, title: str) -> bool:
        """Whether a title has room in a layout without becoming smaller."""
        slot = layout.slots["title"]
        return fits(self.measurer, (Paragraph((Run(title),)),), SlotArea(slot, slot.box), 0)

    def _title(self, slide: Slide, n: int, total: int) -> str:
        """The title of the n-th of all pages of a slide."""
        return (
            slide.title if total == 1 else f"{slide.title} {self.wording.of(slide.language).part.format(n=n, m=total)}"
        )

    def place(self, plan: SlidePlan) -> PlacedSlide:
        """Create the pages of a slide that has been arranged."""
        total = plan.page_count
        pages = [self._page(plan, n, total) for n in range(total)]
        faults = tuple(issue.message for issue in plan.errors)
        if faults:
            draft = self.wording.of(plan.slide.language).draft
            issue = frame_builder.issue_frame(self.measurer, f"{draft}: {faults[0]}", self.brand.size)
            frames = (*pages[0].frames, issue) if self.draft else pages[0].frames
            pages[0] = replace(pages[0], faults=faults, frames=frames)
        return PlacedSlide(tuple(pages), (*plan.errors, *plan.warnings), plan.smallest_size)

    def _page(self, plan: SlidePlan, n: int, total: int) -> Page:
        slide, layout = plan.slide, plan.layout_of(n)
        title = self._title(slide, n + 1, total)
        frames: list[Frame] = []
        if "title" in layout.slots:
            limit = plan.title_step if layout is plan.layout else 0  # another layout has titles of its own size
            frames.append(self._title_frame(slide, layout.slots["title"], title, limit, plan))
        for piece in plan.pieces:
            if (frame := piece.frame(plan, n)) is not None:
                frames.append(frame)
        notes = [slide.footnotes[name] for name in plan.note_ids(n)]
        footnote_frame = footnotes.frame(self.measurer, layout, notes, plan.footnote_space)
        if footnote_frame is not None:
            frames.append(footnote_frame)
        return Page(
            slide.id if n == 0 else f"{slide.id}~{n + 1}", slide.kind, layout.key, title, tuple(frames), 0, slide.section,
            slide.notes if n == 0 else (), slide.hidden, (n + 1, total), language=slide.language, origin=slide.origin,
            is_raised=layout.is_raised,
        )  # fmt: skip

    def _title_frame(self, slide: Slide, slot: Slot, title: str, limit: int, plan: SlidePlan) -> TextFrame:
        if plan.title_frame is not None and plan.title_frame.box == slot.box:
            # It was too long on the page before. Shortening it for each page would take time for each of them.
            return plan.title_frame
        origins = (slide.title_origin,) if slide.title_origin else ()
        paragraphs: tuple[Paragraph, ...] = (Paragraph((Run(title),), origins=origins),)
        area = SlotArea(slot, slot.box)
        step = fitting_step(self.measurer, [(paragraphs, area)], limit)
        if step is not None:
            return frame_builder.text_frame(self.measurer, area, paragraphs, step, slide.origin)
        step = max_step(slot.styles)
        if plan.title_frame is None:
            plan.errors.append(too_long(self.measurer, slide, paragraphs, area, step))
        cut = shorten(self.measurer, paragraphs, area, step)
        plan.title_frame = frame_builder.text_frame(self.measurer, area, cut, step, slide.origin)
        return plan.title_frame
