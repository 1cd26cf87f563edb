"""A deck's content → slides of blocks, composed by their kinds, with eyebrows, unique titles and numbered footnotes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from deckgen import kinds
from deckgen.build.appendix import appendix_divider, appendix_slides, with_links_to
from deckgen.build.progress import Progress
from deckgen.build.stage_issues import chart_issues
from deckgen.build.title_figures import with_title_figures
from deckgen.build.titles import with_eyebrows, with_section_names, with_unique_titles
from deckgen.diagnostics import ContentError, Issue, Origin, UserFacingError
from deckgen.diagnostics.errors import describe_internal_error
from deckgen.ir.blocks import Slide
from deckgen.ir.carried import CarriedSlide
from deckgen.ir.media import PreparedPicture
from deckgen.kinds._variants import Layouts, compose, variant_issues
from deckgen.kinds._without_results import compose_without_results
from deckgen.model import FileSlide, SlideEntry
from deckgen.resolve import Context, DeckRows, UndefinedMetricError, number_footnotes, resolve

NO_LAYOUTS: Layouts = {}
"""The layouts of a brand that could not be loaded."""


def compose_slides(  # noqa: PLR0913 -- its options
    rows: DeckRows,
    pictures: Mapping[str, PreparedPicture],
    progress: Progress,
    layouts: Layouts = NO_LAYOUTS,
    *,
    file_slides: Mapping[FileSlide, CarriedSlide] | None = None,
    names_sections: bool = False,
    marks_title_figures: bool = False,
    complete_only: bool = False,
    draft: bool = False,
) -> tuple[list[Slide], list[Issue]]:
    """Compose the slides of the deck of `rows`; an entry that cannot be composed has issues instead of a slide.

    `pictures` are those that can be shown, by the names of their files in content, `file_slides` the slides of other files,
    `layouts` the slots of each layout of the brand; without them, no slide has a variant. What variants leave off their slides is
    on further ones at the end. With `names_sections`, eyebrows name the section; with `marks_title_figures`, the figures of
    titles are marked in texts; with `complete_only`, no variant that leaves text off its slide is chosen, except for a summary
    in an excerpt: the complete deck has what it leaves off. A `draft` shows the places of missing pictures. Raises
    UserFacingError, with the id and kind of the slide, if a kind raises an unexpected exception.
    """
    deck = rows.deck
    resolved, resolve_issues = resolve(rows, pictures, file_slides)
    issues = list(resolve_issues)
    entries = [(entry, replace(context, is_draft=draft)) for entry, context in resolved.contexts()]
    composed: dict[int, Slide] = {}

    def add(at: int, entry: SlideEntry, context: Context) -> None:
        progress("composing", len(composed), len(entries))
        is_summary = deck.is_excerpt and entry.content.generated is not None
        slide, slide_issues = _compose(entry, context, layouts, complete_only=complete_only and not is_summary)
        issues.extend(slide_issues)
        if slide is not None:
            issues.extend((*slide.issues, *chart_issues(slide)))
            composed[at] = number_footnotes(slide, deck.footnotes)

    if deck.translated is None and any(entry.content.kept_entry is not None for entry, _ in entries):
        from deckgen.build.kept_content import kept_issues  # noqa: PLC0415 -- few decks have such slides

        issues += kept_issues(entries)
    divider = appendix_divider(deck)
    for at, (entry, context) in enumerate(entries):
        if entry is not divider:
            add(at, entry, context)
    made = appendix_slides(list(composed.values()), deck, layouts)
    for at, (entry, context) in enumerate(entries):
        if entry is divider:
            add(at, entry, with_links_to(made, context))
    slides = [composed[at] for at in sorted(composed)] + made
    named = with_section_names(slides) if names_sections else slides
    with_parts = with_eyebrows(named, deck.title, Origin(file=deck.file, path=("title",)))
    titled = with_unique_titles(with_parts, deck.labels)
    return (with_title_figures(titled) if marks_title_figures else titled), issues


def _compose(
    entry: SlideEntry, context: Context, layouts: Layouts, *, complete_only: bool
) -> tuple[Slide | None, tuple[Issue, ...]]:
    """Compose a slide. Instead of a slide there are issues, here or where an undefined metric was reported."""
    try:
        return _compose_or_wait(entry, context, layouts, complete_only=complete_only)
    except UndefinedMetricError:
        return None, ()
    except OSError:
        raise
    except Exception as error:
        activity = f"composed the slide “{entry.origin.slide}” of kind {entry.content.kind}"
        raise UserFacingError(describe_internal_error(error, activity)) from error


def _compose_or_wait(
    entry: SlideEntry, context: Context, layouts: Layouts, *, complete_only: bool
) -> tuple[Slide | None, tuple[Issue, ...]]:
    """Compose a slide; one whose chart has no results yet is composed without them."""
    kind = kinds.find_kinds()[entry.content.kind]
    try:
        issues = variant_issues(entry.content, context, layouts) if layouts is not NO_LAYOUTS else ()
        return compose(kind, entry.content, context, layouts, complete_only=complete_only), issues
    except ContentError as error:
        waiting_slide = compose_without_results(
            lambda content, at: compose(kind, content, at, layouts, complete_only=complete_only), entry.content, context
        )
        return waiting_slide, () if waiting_slide else error.issues
