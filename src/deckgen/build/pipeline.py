"""A deck's folder → .pptx: the module that connects all stages.

Every stage returns its result with a list of issues. After a stage with an error the others still look for issues, but no file
is written. Nothing here prints: `progress` is called with what is being done.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from deckgen import checks
from deckgen.brand.named_script_files import script_files_in_use
from deckgen.brand.types import Brand
from deckgen.build import chart_drawing, deck_settings, output_file, stage_issues
from deckgen.build.build_results import BuildResult, LayoutResult
from deckgen.build.carried_values import content_record
from deckgen.build.label_reports import missing_label_issues
from deckgen.build.layout_stages import lay_out_folder
from deckgen.build.locations import locate_issues
from deckgen.build.progress import Progress, ignore_progress
from deckgen.build.selection import WHOLE_DECK, Selection, output_path
from deckgen.cache import location
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.diagnostics import Issue, as_in_draft, has_errors, sort_in_reading_order
from deckgen.ir.frames import ChartFrame, Drawing
from deckgen.ir.media import EmbeddedFiles, EmbeddedFont
from deckgen.model import Deck
from deckgen.model.loading import NO_TEXTS


def lay_out(  # noqa: PLR0913 -- each is independent of the others
    folder: Path,
    selection: Selection = WHOLE_DECK,
    *,
    draft: bool = False,
    remarks: bool = False,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
    texts: Mapping[str, str] = NO_TEXTS,
) -> LayoutResult:
    """Read a deck and lay out every slide that is selected, without drawing or writing anything.

    `draft` lets a deck with content that does not fit pass, and `remarks` adds what `with_remarks` adds. `cache` has results of
    earlier runs over the same deck; the result is the same without. `texts` are read instead of the files of these names.
    """
    laid_out = lay_out_folder(folder.resolve(), selection, cache, progress, draft=draft, texts=texts)
    return with_remarks(laid_out) if remarks else laid_out


def with_remarks(laid_out: LayoutResult) -> LayoutResult:
    """Add the issues of the rules of `checks`, and what fits only at an uncomfortable size or on more slides.

    This is separate because it takes a while and changes no slide: the preview draws meanwhile.
    """
    issues = [*laid_out.issues, *find_remarks(laid_out)]
    return replace(laid_out, issues=sort_in_reading_order(issues, laid_out.sources))


def find_remarks(laid_out: LayoutResult) -> list[Issue]:
    """Return what `with_remarks` adds; of a version or translation, only what layout adds: rules see all slides as written."""
    if laid_out.rows is None or laid_out.findings is None:
        return []
    rows, remarks = laid_out.all_rows or laid_out.rows, list(laid_out.remarks)
    if laid_out.rows.deck.translated is not None:
        remarks = [*missing_label_issues(laid_out.rows.deck), *remarks]
    elif not laid_out.rows.deck.version:
        remarks = [*laid_out.findings.issues, *missing_label_issues(rows.deck), *remarks]
        if rows.deck.records is not None:
            from deckgen.records.comparing import record_issues  # noqa: PLC0415 -- for decks with records only

            remarks += record_issues(checks.CheckedDeck(rows))
    return checks.drop_switched_off(remarks, checks.switched_off_rules(rows.deck))


def check(
    folder: Path,
    selection: Selection = WHOLE_DECK,
    *,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
) -> LayoutResult:
    """Find all issues that a build reports, and the remarks; charts are drawn, but no deck is written."""
    laid_out = lay_out(folder, selection, remarks=True, progress=progress, cache=cache)
    _, chart_issues = _draw_charts(laid_out, progress)
    return _with_issues(laid_out, chart_issues)


def _with_issues(laid_out: LayoutResult, issues: Sequence[Issue]) -> LayoutResult:
    """Add issues that were found after layout; with an error among them, there is nothing to build."""
    if not issues:
        return laid_out
    deck = None if has_errors(issues) else laid_out.deck
    all_issues = sort_in_reading_order([*laid_out.issues, *issues], laid_out.sources)
    return replace(laid_out, deck=deck, issues=all_issues)


def build(
    folder: Path,
    output: Path | None = None,
    selection: Selection = WHOLE_DECK,
    *,
    draft: bool = False,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
) -> BuildResult:
    """Build a deck; the old file is replaced completely or not at all, and kept under another name where it was edited.

    `draft` and `cache` are those of `lay_out`; the findings are found meanwhile. Raises
    `output_file.OutputFileError` when the file cannot be written.
    """
    built = build_bytes(folder, selection, draft=draft, progress=progress, cache=cache, finds_meanwhile=True)
    if built.data is None or built.layout.content is None:
        return BuildResult(built.layout)
    from deckgen import package  # noqa: PLC0415 -- `check` does not need it

    folder = folder.resolve()
    path = output or output_path(folder, built.layout.content, selection)
    # A file named on the command line may be anywhere; one named by the project's folders must be in the project.
    root = None if output else built.layout.project
    kept_copy = output_file.save(built.data, path, package.edited, package.is_presentation, root)
    return replace(built, data=None, path=path, kept_copy=kept_copy)


def build_bytes(  # noqa: PLR0913 -- as above
    folder: Path,
    selection: Selection = WHOLE_DECK,
    *,
    draft: bool = False,
    progress: Progress = ignore_progress,
    cache: BuildCache = NO_CACHE,
    texts: Mapping[str, str] = NO_TEXTS,
    finds_meanwhile: bool = False,
) -> BuildResult:
    """Build the bytes of a deck's .pptx, and write no file. The options are those of `lay_out`.

    With `finds_meanwhile`, the findings of the result are found while the deck is written.
    """
    laid_out = lay_out(folder, selection, draft=draft, progress=progress, cache=cache, texts=texts)
    if laid_out.deck is None or laid_out.brand is None or laid_out.content is None:
        return BuildResult(laid_out)
    if finds_meanwhile and laid_out.findings is not None:
        laid_out.findings.find_meanwhile()
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
    record = content_record(result, selection, draft=draft)
    files = EmbeddedFiles(
        laid_out.pictures,
        fonts,
        laid_out.template,
        laid_out.file_slides,
        record,
        posixpath.dirname(laid_out.content.file),
    )
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
    from deckgen.build import embedded_fonts  # noqa: PLC0415 -- few decks embed their fonts

    try:
        fonts = (*brand.own_fonts, *script_files_in_use(brand))
        families = [embedded_fonts.read_embedded_fonts(font) for font in fonts]
        return tuple(face for faces in families for face in faces), []
    except embedded_fonts.FontRefusedError as refusal:
        return (), locate_issues(deck, [stage_issues.font_issue(deck, str(refusal))])
