"""A deck's folder → .pptx: the one module that knows all stages.

Every stage returns its result with a list of issues. After a stage with an error the others still look for issues, but no file
is written. Nothing here prints: `progress` is called with what is being done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen import checks, kinds, layout
from deckgen.brand import stored_brand
from deckgen.brand.asides import with_asides
from deckgen.brand.types import Brand
from deckgen.build import (
    chart_drawing,
    deck_settings,
    embedded_fonts,
    foot_texts,
    output_file,
    stage_issues,
    stored_readings,
    template_file,
)
from deckgen.build.compose_slides import NO_LAYOUTS, compose_slides
from deckgen.build.locations import locate_issues
from deckgen.build.pictures import open_brand_pictures, open_pictures
from deckgen.build.progress import Progress, ignore_progress
from deckgen.build.status_colours import with_status_colours
from deckgen.cache import location
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.diagnostics import Issue, Severity, as_in_draft, has_errors, sort_in_reading_order
from deckgen.diagnostics.rule_table import RULES
from deckgen.io.project import brand_roots, find_project, refuse_same_name
from deckgen.ir.blocks import Slide
from deckgen.ir.frames import ChartFrame, DeckFrames, Drawing
from deckgen.ir.media import EmbeddedFiles, EmbeddedFont, PreparedPicture
from deckgen.kinds._variants import Layouts
from deckgen.model import Deck, load_deck
from deckgen.model.files import Density
from deckgen.reader.rewrite_marks import rewrite_warnings
from deckgen.resolve import DeckRows


class LayoutResult(Struct, frozen=True):
    """A deck with its slides laid out; `deck` is None after an error.

    `sources` has the texts of all files read, by name, `pictures` the pictures that can be shown, by their digests, and
    `template` the file of the brand's template. `remarks` are the issues of layout that are no errors, and `is_complete` is
    whether all content was read, without errors; both are for `with_remarks`.
    """

    deck: DeckFrames | None
    brand: Brand | None
    issues: list[Issue] = field(default_factory=list)
    sources: Mapping[str, str] = field(default_factory=dict)
    rows: DeckRows | None = None
    slides: tuple[Slide, ...] = ()
    project: Path = Path()
    remarks: tuple[Issue, ...] = ()
    is_complete: bool = False
    pictures: Mapping[str, PreparedPicture] = field(default_factory=dict)
    template: bytes = b""

    @property
    def content(self) -> Deck | None:
        """The content as loaded; None where it could not be loaded."""
        return self.rows.deck if self.rows is not None else None


class BuildResult(Struct, frozen=True):
    """The result of a build. Both `data` and `path` are None where an error stopped it.

    `data` are the bytes of the .pptx where the caller asked for them (`build_bytes`), `path` is the file that was written
    (`build`) and `kept_copy` the old file, kept under another name because somebody had edited it. `font_bytes` is the size of
    the embedded fonts, `digest` the SHA-256 of the .pptx.
    """

    layout: LayoutResult
    data: bytes | None = None
    path: Path | None = None
    kept_copy: Path | None = None
    font_bytes: int = 0
    digest: str = ""

    @property
    def issues(self) -> list[Issue]:
        """All issues, in reading order."""
        return self.layout.issues


def lay_out(  # noqa: PLR0913 -- its options
    folder: Path,
    *,
    only: str | None = None,
    draft: bool = False,
    density: Density | None = None,
    remarks: bool = False,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
) -> LayoutResult:
    """Read a deck and lay out every slide, without drawing or writing anything.

    `only` is the name of the one section to lay out, `draft` lets a deck with content that does not fit pass, and `remarks` adds
    what `with_remarks` adds. `density` is used instead of that of the deck. `cache` has results of earlier runs over the same
    deck; the result is the same without.
    """
    laid_out = _lay_out(folder.resolve(), only, density, cache, progress, draft=draft)
    return with_remarks(laid_out) if remarks else laid_out


def _lay_out(
    folder: Path, only: str | None, density: Density | None, cache: BuildCache, progress: Progress, *, draft: bool
) -> LayoutResult:
    project = find_project(folder.parent) or folder.parent
    registry = kinds.content_models()
    progress("reading", 0, 1)
    stored_readings.restore(cache)
    deck, issues, sources = load_deck(folder, project, registry, only)
    if deck is None:
        return LayoutResult(None, None, sort_in_reading_order(issues, sources), sources)
    brand, brand_issues, brand_sources = _load_brand(deck, project, density or deck.density, cache)
    brand_errors, brand_remarks = _split(brand_issues)
    issues = [*issues, *checks.check_settings(deck), *locate_issues(deck, brand_errors)]
    sources = {**sources, **brand_sources}
    pictures, picture_issues = open_pictures(deck)
    rows = DeckRows(deck)
    layouts = NO_LAYOUTS if brand is None else _slots_by_layout(brand)
    slides, slide_issues = compose_slides(
        rows,
        pictures,
        progress,
        layouts,
        names_sections=brand is not None and brand.look.names_sections,
        marks_title_figures=brand is not None and brand.look.marks_title_figures,
        complete_only=(density or deck.density) == "read",
        draft=draft,
    )
    issues += [*locate_issues(deck, [*picture_issues, *slide_issues]), *rewrite_warnings(deck.documents.values())]
    is_complete = only is None and not has_errors(issues)
    if brand is None:
        return LayoutResult(None, brand, sort_in_reading_order(issues, sources), sources, rows)
    brand = with_asides(brand, (slide.layout for slide in slides))
    template, template_issues = template_file.open_template(brand, project)
    issues += [stage_issues.at_setting(deck, issue) for issue in template_issues]
    # Laid out even when there are errors already: all are reported at once, a title too long among them.
    progress("laying out", 0, 1)
    frames, layout_issues, remarks = _lay_out_slides(deck, slides, brand, cache, draft=draft)
    stored_readings.retain(cache)
    issues = checks.drop_switched_off([*issues, *layout_issues], checks.switched_off_rules(deck))
    usable = (
        replace(frames, options=deck_settings.presentation_options(deck, frames, brand))
        if not has_errors(issues)
        else None
    )
    issues = sort_in_reading_order(issues, sources)
    by_digest = {picture.digest: picture for picture in pictures.values()} | open_brand_pictures(brand)
    remarks = (*brand_remarks, *remarks)
    return LayoutResult(
        usable, brand, issues, sources, rows, tuple(slides), project, remarks, is_complete, by_digest, template
    )


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
        brand, colour_issues = with_status_colours(brand, deck)
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


def with_remarks(laid_out: LayoutResult) -> LayoutResult:
    """Add the issues of the rules of `checks`, and what fits only at an uncomfortable size or on more slides.

    This is separate because it takes a while and changes no slide: the preview draws meanwhile.
    """
    issues = [*laid_out.issues, *find_remarks(laid_out)]
    return replace(laid_out, issues=sort_in_reading_order(issues, laid_out.sources))


def find_remarks(laid_out: LayoutResult) -> list[Issue]:
    """Return what `with_remarks` adds."""
    if laid_out.rows is None:
        return []
    remarks = [*checks.run_rules(laid_out.rows, whole=laid_out.is_complete), *laid_out.remarks]
    return checks.drop_switched_off(remarks, checks.switched_off_rules(laid_out.rows.deck))


def check(
    folder: Path, *, only: str | None = None, progress: Progress = ignore_progress, cache: BuildCache = NO_CACHE
) -> LayoutResult:
    """Find all issues that a build reports, and the remarks; charts are drawn, but no deck is written."""
    laid_out = lay_out(folder, only=only, remarks=True, progress=progress, cache=cache)
    _, chart_issues = _draw_charts(laid_out, progress)
    return _with_issues(laid_out, chart_issues)


def _with_issues(laid_out: LayoutResult, issues: Sequence[Issue]) -> LayoutResult:
    """Add issues that were found after layout; with an error among them, there is nothing to build."""
    if not issues:
        return laid_out
    deck = None if has_errors(issues) else laid_out.deck
    all_issues = sort_in_reading_order([*laid_out.issues, *issues], laid_out.sources)
    return replace(laid_out, deck=deck, issues=all_issues)


def build(  # noqa: PLR0913 -- its options
    folder: Path,
    output: Path | None = None,
    *,
    only: str | None = None,
    draft: bool = False,
    density: Density | None = None,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
) -> BuildResult:
    """Build a deck; the old file is replaced completely or not at all, and kept under another name where it was edited.

    `density` and `cache` are those of `lay_out`. Raises `output_file.OutputFileError` when the file cannot be written.
    """
    built = build_bytes(folder, only=only, draft=draft, density=density, progress=progress, cache=cache)
    if built.data is None or built.layout.content is None:
        return BuildResult(built.layout)
    from deckgen import package  # noqa: PLC0415 -- `check` does not need it

    folder = folder.resolve()
    path = output or output_path(folder, built.layout.content, only, density)
    # A file named on the command line may be anywhere; one named by the project's folders must be in the project.
    root = None if output else built.layout.project
    kept_copy = output_file.save(built.data, path, package.edited, package.is_presentation, root)
    return replace(built, data=None, path=path, kept_copy=kept_copy)


def build_bytes(  # noqa: PLR0913 -- its options
    folder: Path,
    *,
    only: str | None = None,
    draft: bool = False,
    density: Density | None = None,
    remarks: bool = False,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
) -> BuildResult:
    """Build the bytes of a deck's .pptx, and write no file. `density`, `remarks` and `cache` are those of `lay_out`."""
    laid_out = lay_out(folder, only=only, draft=draft, density=density, remarks=remarks, progress=progress, cache=cache)
    if laid_out.deck is None or laid_out.brand is None or laid_out.content is None:
        return BuildResult(laid_out)
    from deckgen import writer  # noqa: PLC0415  — as in `build`

    fonts, font_issues = _embedded_fonts(laid_out.content, laid_out.brand)
    drawings, chart_issues = _draw_charts(laid_out, progress, draft=draft)
    deck = laid_out.deck
    if draft and has_errors(chart_issues):
        deck = deck_settings.with_draft_footer(deck, deck_settings.wording(laid_out.content).draft)
        chart_issues = [as_in_draft(issue) for issue in chart_issues]
    result = _with_issues(laid_out, [*chart_issues, *font_issues])
    if result.deck is None:
        return BuildResult(result)
    progress("writing", 0, 1)
    files = EmbeddedFiles(laid_out.pictures, fonts, laid_out.template)
    data = writer.write(deck, laid_out.brand, drawings, files=files, cache=cache)
    cache.drop_unused(*writer.CACHED_KINDS)
    font_bytes = sum(len(font.data) for font in fonts)
    return BuildResult(replace(result, deck=deck), data, font_bytes=font_bytes, digest=hashlib.sha256(data).hexdigest())


def _draw_charts(
    laid_out: LayoutResult, progress: Progress, *, draft: bool = False
) -> tuple[dict[ChartFrame, Drawing], list[Issue]]:
    if laid_out.deck is None or laid_out.brand is None or laid_out.content is None:
        return {}, []
    draft_word = deck_settings.wording(laid_out.content).draft if draft else ""
    job = chart_drawing.DrawingJob(laid_out.deck, laid_out.brand, location.directory(laid_out.project), draft_word)
    drawings, issues = chart_drawing.draw(job, progress)
    return drawings, locate_issues(laid_out.content, issues)


def _embedded_fonts(deck: Deck, brand: Brand) -> tuple[tuple[EmbeddedFont, ...], list[Issue]]:
    """Return the fonts that deck.yaml asks to embed; one that must not be embedded is an error at that setting."""
    if not deck.embed_fonts:
        return (), []
    try:
        families = [embedded_fonts.read_embedded_fonts(font) for font in brand.own_fonts]
        return tuple(face for faces in families for face in faces), []
    except embedded_fonts.FontRefusedError as refusal:
        return (), locate_issues(deck, [stage_issues.font_issue(deck, str(refusal))])


def output_path(folder: Path, deck: Deck, only: str | None = None, density: Density | None = None) -> Path:
    """Return the file to write a deck to: `output/<deck>-<year>-<period>.pptx` in its project, lower case.

    A `density` other than that of the deck is a part of the name, so that the file is beside the other one.

    Raises SameNameError where another deck of the project would be built into the same file.
    """
    refuse_same_name(folder)
    project = find_project(folder.parent) or folder.parent
    other_density = None if density == deck.density else density
    name = "-".join(part for part in (folder.name, deck.period.file_name_part, only, other_density) if part).lower()
    return project / "output" / f"{name}.pptx"
