"""Slides of blocks → frames: measure, settle, place.

Everything is decided here: sizes, boxes, row heights, pages. What does not fit and must not continue is returned as a
`Problem`; nothing is printed and nothing is cut silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from deckgen.blocks import Block, Paragraph, Run, Slide, Table, Text, block_runs
from deckgen.brand.types import Brand
from deckgen.frames import DeckFrames, Page
from deckgen.layout.measure import Measurer
from deckgen.layout.place import Placer, Problem, Wording

__all__ = ["DeckInfo", "Measurer", "Problem", "Wording", "lay_out"]


@dataclass(frozen=True, slots=True)
class DeckInfo:
    """What the file says of itself; `footer` stands on every slide, `first_section` holds slides of no section."""

    title: str
    subject: str
    organisation: str
    footer: str
    language: str
    keywords: str = ""


def lay_out(
    slides: Sequence[Slide], brand: Brand, info: DeckInfo, wording: Wording | None = None, *, draft: bool = False
) -> tuple[DeckFrames, list[Problem]]:
    """Place all slides. References to pages (agenda) are resolved once every page has its number."""
    placer = Placer(brand, Measurer(brand), wording or Wording(), draft)
    placed: list[list[Page]] = [_place(placer, slide) for slide in slides]
    targets = _targets(slides, placed)
    for i, slide in enumerate(slides):
        if any(run.page_of for run in _runs(slide)):
            placed[i] = _place(placer, _numbered(slide, targets))
    pages = [page for group in placed for page in group]
    numbered = tuple(
        replace(page, number=n, section=page.section or info.title, language=info.language)
        for n, page in enumerate(pages, 1)
    )
    footer = f"{info.footer} · {placer.wording.draft}" if draft and placer.problems else info.footer
    sections = tuple(dict.fromkeys(page.section for page in numbered))
    deck = DeckFrames(
        info.title, info.subject, info.organisation, footer, info.language, brand.size, numbered, sections,
        info.keywords, placer.smallest,
    )  # fmt: skip
    return deck, placer.problems


def _place(placer: Placer, slide: Slide) -> list[Page]:
    layout = placer.brand.layout_for(slide.layout, [block.slot for block in slide.blocks])
    if layout is None:
        slots = ", ".join(sorted({block.slot for block in slide.blocks}))
        message = f"the brand '{placer.brand.name}' has no layout for '{slide.layout}'"
        placer.problems.append(
            Problem("no-layout", message, slide, f"add layouts/…/{slide.layout}.yaml with the slots {slots}")
        )
        return []
    return placer.place(slide, layout)


def _runs(slide: Slide) -> list[Run]:
    return [run for block in slide.blocks for run in block_runs(block)]


def _targets(slides: Sequence[Slide], placed: Sequence[Sequence[Page]]) -> dict[str, tuple[str, int]]:
    """Page id and number by slide id and, for a section, by the part of the id before the `/`."""
    targets: dict[str, tuple[str, int]] = {}
    number = 0
    for slide, pages in zip(slides, placed, strict=True):
        if pages:
            targets.setdefault(slide.id, (slide.id, number + 1))
            targets.setdefault(slide.id.split("/")[0], (slide.id, number + 1))
        number += len(pages)
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
