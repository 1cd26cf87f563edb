"""Slides of blocks → frames: text is measured, its sizes are chosen, and everything is placed on pages.

Everything is decided here: sizes, boxes, row heights, pages. Content that does not fit and must not continue is returned as a
issue. Nothing is printed, and nothing is cut without an issue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.named_script_files import named_files
from deckgen.brand.types import Brand
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.diagnostics import Issue, Origin, has_errors
from deckgen.ir.blocks import Slide
from deckgen.ir.frames import DeckFrames, TextFrame
from deckgen.layout import footer
from deckgen.layout.addresses import with_short_addresses
from deckgen.layout.deck_placer import DeckPlacer
from deckgen.layout.measure import Measurer
from deckgen.layout.slide_layout import PlacedSlide, Wording
from deckgen.layout.slide_placer import CACHED_KINDS, SlidePlacer
from deckgen.layout.text_warnings import text_warnings
from deckgen.line_breaking.hyphenation import NO_HYPHENATION, Hyphenation

__all__ = ["CACHED_KINDS", "DeckInfo", "Measurer", "Wording", "lay_out"]


class DeckInfo(Struct, frozen=True):
    """Properties of the deck; the parts of `footer` and the `date` are shown at the foot of every slide.

    `file` is the file that contains them, `footer_key` the key in it that decides what the footer says.
    """

    title: str
    subject: str
    organisation: str
    footer: tuple[str, ...]
    language: str
    keywords: str = ""
    date: str = ""
    file: str = ""
    footer_key: str = "title"


def lay_out(  # noqa: PLR0913 -- its options
    slides: Sequence[Slide],
    brand: Brand,
    info: DeckInfo,
    wording: Wording | None = None,
    *,
    draft: bool = False,
    cache: BuildCache = NO_CACHE,
    hyphenation: Hyphenation = NO_HYPHENATION,
) -> tuple[DeckFrames, list[Issue]]:
    """Place all slides. Slides of one layout share their sizes; page numbers (agenda) are filled in when all are known.

    The issues are errors (content does not fit) and warnings (it fits only smaller, or on more slides). The result
    is the same with and without a `cache`.
    """
    wording = wording or Wording()
    slides = with_short_addresses(slides)
    placer = SlidePlacer(brand, wording, draft, cache, hyphenation)
    placed = DeckPlacer(slides, brand, placer).place_all()
    issues = [issue for one in placed for issue in one.issues]
    pages = [page for one in placed for page in one.pages]
    numbered = tuple(replace(page, number=n, section=page.section or info.title) for n, page in enumerate(pages, 1))
    origins = _foot_origins(info)
    footer, footer_issues = _fit_footer_and_date(
        placer.measurer, brand, info, origins, wording.draft if draft and has_errors(issues) else ""
    )
    issues += [
        *footer_issues,
        *text_warnings(slides, [text for one in placed for text in one.texts], placer.measurer, named_files(brand)),
    ]
    sections = tuple(dict.fromkeys(page.section for page in numbered))
    deck = DeckFrames(
        info.title, info.subject, info.organisation, footer, info.language, brand.size, numbered, sections,
        info.keywords, _smallest_sizes(slides, placed), foot_origins=origins,
    )  # fmt: skip
    return deck, issues


def _foot_origins(info: DeckInfo) -> dict[str, Origin]:
    """Where footer and date were written."""
    return {"footer": Origin(file=info.file, path=(info.footer_key,)), "date": Origin(file=info.file, path=("date",))}


def _fit_footer_and_date(
    measurer: Measurer, brand: Brand, info: DeckInfo, origins: Mapping[str, Origin], draft_label: str
) -> tuple[str, list[Issue]]:
    """The footer as it is shown, and the issues of footer and date. `draft_label` is added to the footer."""
    parts = list(info.footer)
    if draft_label:
        parts[-1:] = [footer.SEPARATOR.join([*parts[-1:], draft_label])]
    shown, issues = footer.fit_footer(measurer, brand, parts, origins["footer"])
    return shown, [*issues, *footer.check_date(measurer, brand, info.date, origins["date"])]


def _smallest_sizes(slides: Sequence[Slide], placed: Sequence[PlacedSlide]) -> dict[str, int]:
    """The smallest font size (hundredths of a point) of each kind of slide, and of `footnotes`."""
    smallest: dict[str, int] = {}
    texts = (frame for one in placed for page in one.pages for frame in page.frames_of(TextFrame))
    sizes = [run.size for f in texts if f.slot == "footnotes" for p in f.paragraphs for run in p.runs]
    if sizes:
        smallest["footnotes"] = min(sizes)
    for slide, one in zip(slides, placed, strict=True):
        if one.smallest_size is not None:
            smallest[slide.kind] = min(one.smallest_size, smallest.get(slide.kind, one.smallest_size))
    return smallest
