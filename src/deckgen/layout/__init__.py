"""Slides of blocks → frames: measure, settle, place.

Everything is decided here: sizes, boxes, row heights, pages. What does not fit and must not continue is returned as a
`Problem`; nothing is printed and nothing is cut silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Block, Origin, Paragraph, Run, Slide, Table, Text, block_runs
from deckgen.ir.frames import DeckFrames, TextFrame
from deckgen.layout import footer
from deckgen.layout.measure import Measurer
from deckgen.layout.problems import Problem
from deckgen.layout.shrink_consensus import moves, shared
from deckgen.layout.slide_cache import LayoutCache
from deckgen.layout.slide_layout import PlacedSlide, Wording, errors

_ROUNDS = 3
"""A page number that grows by a digit may move a page; it has never taken a third round."""

__all__ = ["DeckInfo", "LayoutCache", "Measurer", "Problem", "Wording", "errors", "lay_out"]


class DeckInfo(Struct, frozen=True):
    """What the file says of itself; the parts of `footer` and the `date` stand at the foot of every slide.

    `file` is where they come from.
    """

    title: str
    subject: str
    organisation: str
    footer: tuple[str, ...]
    language: str
    keywords: str = ""
    date: str = ""
    file: str = ""


def lay_out(
    slides: Sequence[Slide],
    brand: Brand,
    info: DeckInfo,
    wording: Wording | None = None,
    *,
    draft: bool = False,
    memory: LayoutCache | None = None,
) -> tuple[DeckFrames, list[Problem]]:
    """Place all slides. Sizes are settled over the deck; references to pages (agenda) once every page has its number.

    The problems are errors (what does not fit) and warnings (what fits only smaller, or on more slides). `memory` is
    that of the last layout of the same deck; what comes out is the same with and without.
    """
    wording = wording or Wording()
    memory = memory or LayoutCache(learns=False)
    memory.begin(brand, wording, draft)
    placed = memory.place_all(slides)
    least = shared((one.layout, one.steps) for one in placed)
    for i, one in enumerate(placed):
        if moves(one.following, least.get(one.layout, {})):
            placed[i] = memory.place(slides[i], least)
    for _ in range(_ROUNDS):
        targets = _targets(slides, placed)
        for i, slide in enumerate(slides):
            if any(run.page_of for run in _runs(slide)):
                placed[i] = memory.place(_numbered(slide, targets), least)
        if _targets(slides, placed) == targets:
            break
    problems = [problem for one in placed for problem in one.problems]
    pages = [page for one in placed for page in one.pages]
    numbered = tuple(
        replace(page, number=n, section=page.section or info.title, language=info.language)
        for n, page in enumerate(pages, 1)
    )
    footer, told = _foot(memory, brand, info, wording.draft if draft and errors(problems) else "")
    problems += told
    sections = tuple(dict.fromkeys(page.section for page in numbered))
    deck = DeckFrames(
        info.title, info.subject, info.organisation, footer, info.language, brand.size, numbered, sections,
        info.keywords, _smallest(slides, placed),
    )  # fmt: skip
    return deck, problems


def _foot(memory: LayoutCache, brand: Brand, info: DeckInfo, draft: str) -> tuple[str, list[Problem]]:
    """The footer as it is shown, and what of footer and date has no room; `draft` is said where something is at fault."""
    assert memory.placer is not None
    measurer = memory.placer.measurer
    *before, last = info.footer or ("",)
    parts = [*before, f"{last}{footer.BETWEEN}{draft}" if draft else last]
    shown, told = footer.footer(measurer, brand, parts, Origin(file=info.file, path=("title",)))
    return shown, [*told, *footer.date(measurer, brand, info.date, Origin(file=info.file, path=("date",)))]


def _smallest(slides: Sequence[Slide], placed: Sequence[PlacedSlide]) -> dict[str, int]:
    """The smallest size used for each kind of slide, and for `footnotes`."""
    found: dict[str, int] = {}
    notes = [f for one in placed for page in one.pages for f in page.frames if getattr(f, "slot", "") == "footnotes"]
    sizes = [run.size for f in notes if isinstance(f, TextFrame) for p in f.paragraphs for run in p.runs]
    if sizes:
        found["footnotes"] = min(sizes)
    for slide, one in zip(slides, placed, strict=True):
        if one.smallest is not None:
            found[slide.kind] = min(one.smallest, found.get(slide.kind, one.smallest))
    return found


def _runs(slide: Slide) -> list[Run]:
    return [run for block in slide.blocks for run in block_runs(block)]


def _targets(slides: Sequence[Slide], placed: Sequence[PlacedSlide]) -> dict[str, tuple[str, int]]:
    """Page id and number by slide id and, for a section, by the part of the id before the `/`."""
    targets: dict[str, tuple[str, int]] = {}
    number = 0
    for slide, one in zip(slides, placed, strict=True):
        if one.pages:
            targets.setdefault(slide.id, (slide.id, number + 1))
            targets.setdefault(slide.id.split("/")[0], (slide.id, number + 1))
        number += len(one.pages)
    return targets


def _numbered(slide: Slide, targets: dict[str, tuple[str, int]]) -> Slide:
    """Put page numbers and page ids in the place of references."""

    def run(old: Run) -> Run:
        if old.page_of and old.page_of in targets:
            page, number = targets[old.page_of]
            return replace(old, text=str(number), page_of=page)
        if old.link and old.link.startswith("#") and old.link[1:] in targets:
            return replace(old, link="#" + targets[old.link[1:]][0])
        return old

    def paragraph(old: Paragraph) -> Paragraph:
        return replace(old, runs=tuple(run(r) for r in old.runs))

    return replace(slide, blocks=tuple(_with_paragraphs(block, paragraph) for block in slide.blocks))


def _with_paragraphs(block: Block, change: Callable[[Paragraph], Paragraph]) -> Block:
    """The block with every paragraph changed."""
    if isinstance(block, Text):
        return replace(block, paragraphs=tuple(map(change, block.paragraphs)))
    if isinstance(block, Table):
        rows = tuple(
            replace(
                row, cells=tuple(replace(cell, paragraphs=tuple(map(change, cell.paragraphs))) for cell in row.cells)
            )
            for row in block.rows
        )
        return replace(block, rows=rows)
    return block
