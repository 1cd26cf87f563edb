"""The layouts of a brand → those that a deck contains, which New Slide offers in PowerPoint.

A brand has more than a hundred layouts, since it has variants for content of many forms. In a menu of all of them, nobody finds
the one for a table.
"""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.brand.types import Brand, SlideLayout
from deckgen.ir.frames import Page
from deckgen.writer.design import LayoutKey

MOST_USED = (
    "bullets", "text", "table", "metrics", "key-results", "chart", "highlights", "roadmap", "risks", "decisions", "photos-2",
    "quote",
)  # fmt: skip
"""The layouts of the kinds that are used most, which every deck contains."""


def written_layouts(brand: Brand, pages: Iterable[Page]) -> dict[LayoutKey, SlideLayout]:
    """Return the layouts that pages have and those that are used most, or all of the brand.

    Those for a title of one line follow, which only pages have. A master needs a layout: if none is used, there are all.
    """
    pages = tuple(pages)
    used = brand.layouts.keys() & {*MOST_USED, *(page.layout for page in pages)}
    contains_all = brand.all_layouts or not used
    layouts = {(key, False): layout for key, layout in brand.layouts.items() if contains_all or key in used}
    raised = {page.layout for page in pages if page.is_raised and brand.template is None}
    return layouts | {(key, True): each.raised for key, each in brand.layouts.items() if key in raised and each.raised}
