"""A deck's folder → its slides laid out, in small stages: load the content, open what it names, compose, lay out.

Each stage returns its issues with its result. After a stage with an error the others still look for issues.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deckgen import checks, kinds, layout
from deckgen.brand import stored_brand
from deckgen.brand.asides import with_asides
from deckgen.brand.types import Brand
from deckgen.build import deck_settings, foot_texts, stage_issues, stored_readings, template_file
from deckgen.build.build_results import LayoutResult
from deckgen.build.compose_slides import NO_LAYOUTS, compose_slides
from deckgen.build.file_slides import open_file_slides
from deckgen.build.findings import Findings
from deckgen.build.locations import locate_issues
from deckgen.build.needed_texts import NeededTexts, needs_no_texts
from deckgen.build.pictures import open_brand_pictures, open_pictures
from deckgen.build.progress import Progress
from deckgen.build.selection import Selection
from deckgen.build.status_colours import with_status_colours
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import Issue, Severity, as_in_draft, has_errors, sort_in_reading_order
from deckgen.diagnostics.rule_table import RULES
from deckgen.io.project import brand_roots, find_project
from deckgen.ir.blocks import Slide
from deckgen.ir.carried import CarriedSlide
from deckgen.ir.direction import is_right_to_left
from deckgen.ir.frames import DeckFrames
from deckgen.ir.media import PreparedPicture
from deckgen.kinds._variants import Layouts
from deckgen.layout.script_fonts import with_script_fonts
from deckgen.model import Deck, FileSlide, load_deck
from deckgen.model.files import Density
from deckgen.model.loading import NO_TEXTS
from deckgen.model.versions import select_slides, selection_issues
from deckgen.reader import parsed_texts
from deckgen.reader.review_marks import review_warnings
from deckgen.reader.rewrite_marks import rewrite_warnings
from deckgen.resolve import DeckRows


class OpenedFiles(Struct, frozen=True):
    """The files beside the content of a deck: its brand (None after an error) with its template, pictures, slides of other files.

    `density` is that of the deck to be built, `remarks` are what only `check` adds to the `issues`.
    """

    brand: Brand | None
    density: Density
    template: bytes
    pictures: Mapping[str, PreparedPicture]
    file_slides: Mapping[FileSlide, CarriedSlide]
    issues: Sequence[Issue]
    remarks: Sequence[Issue]


def lay_out_folder(
    folder: Path,
    selection: Selection,
    cache: BuildCache,
    progress: Progress,
    *,
    draft: bool,
    texts: Mapping[str, str] = NO_TEXTS,
) -> LayoutResult:
    """Read a deck and lay out the slides of a selection; the options are those of `pipeline.lay_out`."""
    project = find_project(folder.parent) or folder.parent
    progress("reading", 0, 1)
    stored_readings.restore(cache)
    loaded, issues, sources, needs = _load(folder, project, selection, texts, cache)
    cache.drop_unused(parsed_texts.KIND)
    if loaded is None:
        return LayoutResult(None, None, sort_in_reading_order(issues, sources), sources)
    deck = select_slides(loaded, selection.version, handout=selection.handout, slides=selection.slides)
    opened, brand_sources = _open_files(deck, project, selection.density or deck.density, cache, draft=draft)
    sources = {**sources, **brand_sources}
    rows = DeckRows(deck)
    slides, slide_issues = _compose(rows, opened, progress, draft=draft)
    untranslated = needs(deck, slides)
    issues = [
        *issues,
        *checks.check_settings(deck),
        *opened.issues,
        *slide_issues,
        *rewrite_warnings(deck.documents.values()),
        *review_warnings(deck.documents.values()),
        *(map(as_in_draft, untranslated) if draft else untranslated),
    ]
    is_complete = selection.only is None and not selection.slides and not has_errors(issues)
    all_rows = DeckRows(loaded) if deck.lacking else None
    issues += _frozen_issues(all_rows or rows, whole=is_complete)
    findings = Findings(rows, all_rows or rows, whole=is_complete)
    if opened.brand is None:
        found = sort_in_reading_order(issues, sources)
        return LayoutResult(None, None, found, sources, rows, findings=findings, all_rows=all_rows)
    # Laid out even when there are errors already: all are reported at once, a title too long among them.
    progress("laying out", 0, 1)
    brand = with_asides(opened.brand, (slide.layout for slide in slides))
    frames, layout_issues, remarks = _lay_out_slides(deck, slides, brand, cache, draft=draft)
    stored_readings.retain(cache)
    issues = checks.drop_switched_off([*issues, *layout_issues], checks.switched_off_rules(deck))
    frames = _with_settings(frames, deck, brand)
    frames, brand = _with_directions(frames, brand)
    return LayoutResult(
        None if has_errors(issues) else frames,
        brand,
        sort_in_reading_order(issues, sources),
        sources,
        rows,
        tuple(slides),
        project,
        (*opened.remarks, *remarks),
        findings,
        {picture.digest: picture for picture in opened.pictures.values()} | open_brand_pictures(brand),
        opened.template,
        all_rows,
        {slide.digest: slide for slide in opened.file_slides.values()},
    )


def _load(
    folder: Path, project: Path, selection: Selection, texts: Mapping[str, str], cache: BuildCache
) -> tuple[Deck | None, Sequence[Issue], Mapping[str, str], NeededTexts]:
    """Load the whole deck with its issues and sources; None instead where it cannot be read or lacks the version selected.

    The last value tells what slides show without a translation.
    """
    issues: Sequence[Issue]
    sources: Mapping[str, str]
    needs: NeededTexts = needs_no_texts
    loaded, issues, sources = load_deck(
        folder, project, kinds.content_models(), selection.only, kinds.english_labels, texts=texts, cache=cache
    )
    if loaded is not None and selection.language:
        from deckgen.build.translated import load_translated  # noqa: PLC0415 -- for decks in another language only

        loaded, issues, sources, needs = load_translated(loaded, issues, sources, project, selection, texts, cache)
    if loaded is None:
        return None, issues, sources, needs
    is_known = selection.version in {"", *loaded.versions}
    if not (is_known and has_errors(issues)):
        issues = [*issues, *selection_issues(loaded, selection.version, selection.slides)]
    return (loaded if is_known else None), issues, sources, needs


def _open_files(
    deck: Deck, project: Path, density: Density, cache: BuildCache, *, draft: bool
) -> tuple[OpenedFiles, Mapping[str, str]]:
    """Open the files beside the content; returns the texts of those of the brand, too, by their names."""
    brand, brand_issues, sources = _load_brand(deck, project, density, cache)
    errors, remarks = _split(brand_issues)
    template, template_issues = template_file.open_template(brand, project) if brand is not None else (b"", [])
    pictures, picture_issues = open_pictures(deck)
    file_slides, file_issues = open_file_slides(deck, brand, template, cache)
    if draft:
        file_issues = [as_in_draft(issue) for issue in file_issues]
    issues = [
        *locate_issues(deck, [*errors, *picture_issues, *file_issues]),
        *(stage_issues.at_setting(deck, issue) for issue in template_issues),
    ]
    return OpenedFiles(brand, density, template, pictures, file_slides, issues, remarks), sources


def _compose(
    rows: DeckRows, opened: OpenedFiles, progress: Progress, *, draft: bool
) -> tuple[list[Slide], list[Issue]]:
    brand = opened.brand
    slides, issues = compose_slides(
        rows,
        opened.pictures,
        progress,
        NO_LAYOUTS if brand is None else _slots_by_layout(brand),
        file_slides=opened.file_slides,
        names_sections=brand is not None and brand.look.names_sections,
        marks_title_figures=brand is not None and brand.look.marks_title_figures,
        complete_only=opened.density == "read",
        draft=draft,
    )
    return slides, locate_issues(rows.deck, issues)


def _frozen_issues(rows: DeckRows, *, whole: bool) -> Iterable[Issue]:
    """Return what differs from frozen figures; `rows` are those of all versions, and `whole` is whether all content was read."""
    if rows.deck.records is None or rows.deck.records.frozen is None or rows.deck.translated is not None:
        return ()
    from deckgen.records.comparing import frozen_issues  # noqa: PLC0415 -- for frozen decks only

    return checks.drop_switched_off(
        frozen_issues(checks.CheckedDeck(rows), whole=whole), checks.switched_off_rules(rows.deck)
    )


def _with_settings(frames: DeckFrames, deck: Deck, brand: Brand) -> DeckFrames:
    """Add what is set for the whole presentation; a handout has no notes."""
    shown = deck_settings.without_notes(frames) if deck.is_handout else frames
    return replace(shown, options=deck_settings.presentation_options(deck, shown, brand))


def _with_directions(frames: DeckFrames, brand: Brand) -> tuple[DeckFrames, Brand]:
    """Return the deck with the pages mirrored that are written from right to left, and the brand with their layouts."""
    if not any(map(is_right_to_left, (frames.language, *(page.language for page in frames.pages)))):
        return frames, brand
    from deckgen.build import right_to_left  # noqa: PLC0415 -- 2 ms, for decks with such pages only

    return right_to_left.with_directions(frames, brand)


def _slots_by_layout(brand: Brand) -> Layouts:
    """Return the names of the slots of each layout, with its further pages, also of those that stand beside another layout."""
    layouts = {**brand.layouts, **{key: aside.layout for key, aside in brand.asides.items()}}
    return {key: each.slots.keys() | layouts.get(each.further, each).slots.keys() for key, each in layouts.items()}


def _split(issues: Iterable[Issue]) -> tuple[list[Issue], list[Issue]]:
    """Separate what every build reports of a brand from what only `check` adds."""
    reported: list[Issue] = []
    remarks: list[Issue] = []
    for issue in issues:
        is_reported = issue.severity is Severity.ERROR or RULES[issue.code].in_build
        (reported if is_reported else remarks).append(issue)
    return reported, remarks


def _load_brand(
    deck: Deck, project: Path, density: Density, cache: BuildCache
) -> tuple[Brand | None, list[Issue], Mapping[str, str]]:
    size = deck_settings.other_size(deck)
    brand, issues, sources = stored_brand.load(deck.brand, brand_roots(project), project, size, cache, density)
    cache.drop_unused(stored_brand.KIND)
    issues = [stage_issues.at_setting(deck, issue) for issue in issues]
    if brand is not None:
        brand, colour_issues = with_status_colours(with_script_fonts(brand, [deck.language, *deck.other_labels]), deck)
        issues += [*colour_issues, *foot_texts.date_issues(deck, brand.look)]
    return brand, issues, sources


def _lay_out_slides(
    deck: Deck, slides: Sequence[Slide], brand: Brand, cache: BuildCache, *, draft: bool
) -> tuple[DeckFrames, list[Issue], tuple[Issue, ...]]:
    """Lay out slides; returns them with the issues that a build reports, and the remarks that only `with_remarks` adds."""
    frames, issues = layout.lay_out(
        slides,
        brand,
        deck_settings.deck_info(deck, brand.look),
        deck_settings.wording(deck),
        draft=draft,
        cache=cache,
        hyphenation=deck.hyphenation,
    )
    cache.drop_unused(*layout.CACHED_KINDS)
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    if draft:
        errors = [as_in_draft(issue) for issue in errors]
    # deckgen adds slides of its own, such as an agenda, which have no place in content to look at.
    others = [i for i in issues if i.severity is not Severity.ERROR and i.origin is not None and i.origin.path]
    reported = [*errors, *(issue for issue in others if RULES[issue.code].in_build)]
    remarks = [issue for issue in others if not RULES[issue.code].in_build]
    return frames, locate_issues(deck, reported), tuple(locate_issues(deck, remarks))
