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
from deckgen.ir.blocks import Paragraph, Run, Slide
from deckgen.ir.frames import DeckFrames, TextFrame
from deckgen.layout import footer
from deckgen.layout.addresses import with_short_addresses
from deckgen.layout.growth import Limits
from deckgen.layout.measure import Measurer
from deckgen.layout.shared_sizes import SharedSizes, grows, panel_limits, title_limits
from deckgen.layout.slide_layout import PlacedSlide, Wording
from deckgen.layout.slide_placer import CACHED_KINDS, SlidePlacer
from deckgen.layout.text_warnings import text_warnings
from deckgen.line_breaking.hyphenation import NO_HYPHENATION, Hyphenation

_MAX_NUMBERING_ROUNDS = 3
"""A page number that gets another digit may move a page; a third round has never been necessary."""

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
    sizes = [placer.sizes(slide) for slide in slides]
    used = {one.layout: brand.layouts[one.layout] for one in sizes if one.layout in brand.layouts}
    growing = {key for key, each in used.items() if grows(each)}
    shared = SharedSizes(((one.layout, one.steps) for one in sizes), growing)
    titles = title_limits((brand.layouts.get(one.layout), one.title_step) for one in sizes)
    panels = panel_limits([(brand.layouts.get(one.layout), one.steps) for one in sizes])
    limits = [
        shared.limits(one.layout, one.following_steps) | title | panel
        for one, title, panel in zip(sizes, titles, panels, strict=True)
    ]
    placed = _place_all(slides, placer, limits, [one.page_count for one in sizes])
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


def _place_all(
    slides: Sequence[Slide], placer: SlidePlacer, limits: Sequence[Limits], page_counts: Sequence[int]
) -> list[PlacedSlide]:
    """Place all slides; those that show page numbers last, and again until no page moves. `page_counts` are those expected."""
    showing = [
        i for i, slide in enumerate(slides) if any(run.page_of for block in slide.blocks for run in block.runs())
    ]
    last = set(showing)
    placed = {i: placer.place(slide, limits[i]) for i, slide in enumerate(slides) if i not in last}
    counts = [len(placed[i].pages) if i in placed else count for i, count in enumerate(page_counts)]
    for _ in range(_MAX_NUMBERING_ROUNDS if showing else 0):
        targets = _link_targets(slides, counts)
        for i in showing:
            placed[i] = placer.place(_with_page_numbers(slides[i], targets), limits[i])
            counts[i] = len(placed[i].pages)
        if _link_targets(slides, counts) == targets:
            break
    return [placed[i] for i in range(len(slides))]


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


def _link_targets(slides: Sequence[Slide], page_counts: Sequence[int]) -> dict[str, tuple[str, int]]:
    """Page id and number by slide id and, for a section, by the part of the id before the `/`."""
    targets: dict[str, tuple[str, int]] = {}
    number = 0
    for slide, count in zip(slides, page_counts, strict=True):
        if count:
            targets.setdefault(slide.id, (slide.id, number + 1))
            targets.setdefault(slide.id.split("/")[0], (slide.id, number + 1))
        number += count
    return targets


def _with_page_numbers(slide: Slide, targets: dict[str, tuple[str, int]]) -> Slide:
    """The slide with page numbers and page ids instead of references to slides."""

    def resolve_run(run: Run) -> Run:
        if run.page_of and run.page_of in targets:
            page, number = targets[run.page_of]
            return replace(run, text=str(number), page_of=page)
        if run.link and run.link.startswith("#") and run.link[1:] in targets:
            return replace(run, link="#" + targets[run.link[1:]][0])
        return run

    def resolve_paragraph(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, runs=tuple(resolve_run(run) for run in paragraph.runs))

    return replace(slide, blocks=tuple(block.with_paragraphs(resolve_paragraph) for block in slide.blocks))
