"""A deck's folder → .pptx: the one module that knows all stages.

Every stage returns its result with a list of diagnostics; a stage that finds an error ends the run, and nothing is
written. Nothing here prints: `progress` is told what is being done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen import charts, checks, kinds, layout
from deckgen.brand import brand_cache as brand_memory
from deckgen.brand.types import Brand
from deckgen.build import chart_drawing
from deckgen.build.caches import StageCaches, uncollected
from deckgen.build.locations import locate
from deckgen.build.titles import with_eyebrows, with_unique_titles
from deckgen.cache import location
from deckgen.diagnostics import Diagnostic, Severity, error, has_errors, in_reading_order, note, warning
from deckgen.edit.rewrite_marks import unfinished
from deckgen.io.project import brand_roots, find_project, refuse_same_name
from deckgen.ir.blocks import Chart, Origin, Remark, Slide
from deckgen.ir.frames import ChartFrame, DeckFrames, Drawing, Finish
from deckgen.kinds._faults import ComposeFault
from deckgen.kinds._waiting import compose_waiting
from deckgen.model import Deck, Labels, load_deck
from deckgen.resolve import number_footnotes, resolve

if TYPE_CHECKING:
    from deckgen.writer import EmbeddedFont

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


_REDRAW = "change its numbers or its kind, or split it over two charts"


def _quiet(_stage: str, _done: int, _of: int) -> None:
    """Tell nobody."""


class LayoutResult(Struct, frozen=True):
    """A deck placed, or what kept it from being placed. `sources` are the texts of all files read, by name.

    `squeezed` are remarks on what fits only just, which nobody may have asked for; `whole` tells that content was read
    without faults, and all of it. Both are for `with_remarks`.
    """

    deck: DeckFrames | None
    brand: Brand | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: Mapping[str, str] = field(default_factory=dict)
    content: Deck | None = None
    slides: tuple[Slide, ...] = ()
    project: Path = Path()
    squeezed: tuple[Diagnostic, ...] = ()
    whole: bool = False


class BuildResult(Struct, frozen=True):
    """What a build came to. Both `data` and `path` are None where an error stopped it.

    `data` are the bytes of the .pptx where the caller asked for them (`build_bytes`), `path` is the file that was written
    (`build`) and `kept_copy` the old file, kept under another name because somebody had edited it. `font_bytes` is the size of
    the fonts that travel in the file, `digest` the SHA-256 of the .pptx.
    """

    layout: LayoutResult
    data: bytes | None = None
    path: Path | None = None
    kept_copy: Path | None = None
    font_bytes: int = 0
    digest: str = ""

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All that was found, in reading order."""
        return self.layout.diagnostics


@uncollected()
def lay_out(
    folder: Path,
    *,
    only: str | None = None,
    draft: bool = False,
    remarks: bool = False,
    progress: Progress = _quiet,
    memory: StageCaches | None = None,
) -> LayoutResult:
    """Read a deck and place every slide, without drawing or writing anything.

    `remarks` tells also what `with_remarks` adds. `memory` is what earlier runs over the same deck learned; the result is
    the same with and without.
    """
    laid = _lay_out(folder.resolve(), only, memory, progress, draft=draft)
    return with_remarks(laid) if remarks else laid


def _lay_out(
    folder: Path, only: str | None, memory: StageCaches | None, progress: Progress, *, draft: bool
) -> LayoutResult:
    project = find_project(folder.parent) or folder.parent
    found: list[Diagnostic] = []
    registry = kinds.models()
    progress("reading", 0, 1)
    deck, problems, sources = load_deck(folder, project, registry, only)
    found += problems
    if deck is None:
        return LayoutResult(None, None, in_reading_order(found, sources), sources)
    found += checks.wrong_settings(deck)
    load = memory.of(brand_memory.BrandCache).load if memory else brand_memory.load
    brand, problems, brand_sources = load(deck.brand, brand_roots(project), project, _other_size(deck))
    found += [_at_setting(deck, d) for d in problems]
    sources = {**sources, **brand_sources}
    slides, problems = _compose(deck, progress, faulty=has_errors(found))
    found += problems
    found += unfinished(deck.documents.values())
    whole = only is None and not has_errors(found)
    if brand is None:
        return LayoutResult(None, brand, in_reading_order(found, sources), sources, deck)
    # Laid out even when something is wrong already: all faults are told at once, a title too long among them.
    progress("laying out", 0, 1)
    placed, misfits = layout.lay_out(
        slides,
        brand,
        _info(deck),
        _wording(deck),
        draft=draft,
        memory=memory.of(layout.LayoutCache) if memory else None,
    )
    found += [_misfit(deck, m, placed, draft=draft) for m in layout.errors(misfits)]
    found = checks.without(found, checks.switched_off(deck))
    usable = replace(placed, finish=_finish(deck)) if not has_errors(found) else None
    squeezed = [_misfit(deck, m, placed, draft=draft) for m in misfits if _worth_telling(m)]
    found = in_reading_order(found, sources)
    return LayoutResult(usable, brand, found, sources, deck, tuple(slides), project, tuple(squeezed), whole)


def with_remarks(laid: LayoutResult) -> LayoutResult:
    """Add what the rules of `checks` find, and what fits only at an uncomfortable size or on more slides.

    A matter of its own, because it takes a while and no slide looks other for it: the preview draws meanwhile.
    """
    if laid.content is None:
        return laid
    found = [*checks.run(laid.content, whole=laid.whole), *laid.squeezed]
    found = checks.without(found, checks.switched_off(laid.content))
    return replace(laid, diagnostics=in_reading_order([*laid.diagnostics, *found], laid.sources))


def check(
    folder: Path, *, only: str | None = None, progress: Progress = _quiet, memory: StageCaches | None = None
) -> LayoutResult:
    """Find all that a build would tell, and what somebody should look at; charts are drawn, but no deck is written."""
    laid = lay_out(folder, only=only, remarks=True, progress=progress, memory=memory)
    return _told(laid, _drawn(laid, progress)[1])


def _told(laid: LayoutResult, more: Sequence[Diagnostic]) -> LayoutResult:
    """Add what was found after placing; with an error among it, there is nothing to build."""
    if not more:
        return laid
    deck = None if has_errors(more) else laid.deck
    return replace(laid, deck=deck, diagnostics=in_reading_order([*laid.diagnostics, *more], laid.sources))


def build(
    folder: Path,
    output: Path | None = None,
    *,
    only: str | None = None,
    draft: bool = False,
    progress: Progress = _quiet,
    memory: StageCaches | None = None,
) -> BuildResult:
    """Build a deck; the old file is replaced at once or not at all, and kept under another name where it was edited.

    `memory` is that of `lay_out`. Raises `deckgen.writer.WriterError` when the file cannot be written.
    """
    made = build_bytes(folder, only=only, draft=draft, progress=progress, memory=memory)
    if made.data is None or made.layout.content is None:
        return BuildResult(made.layout)
    from deckgen import package, writer  # noqa: PLC0415 -- `check` needs neither

    folder = folder.resolve()
    path = output or output_path(folder, made.layout.content, only)
    # What the command line names may lie anywhere; what the project's folders name, in the project.
    root = None if output else made.layout.project
    kept_copy = writer.save(made.data, path, package.edited, package.is_presentation, root)
    return replace(made, data=None, path=path, kept_copy=kept_copy)


@uncollected()
def build_bytes(
    folder: Path,
    *,
    only: str | None = None,
    draft: bool = False,
    remarks: bool = False,
    progress: Progress = _quiet,
    memory: StageCaches | None = None,
) -> BuildResult:
    """Make the bytes of a deck's .pptx, and write no file. `remarks` and `memory` are those of `lay_out`."""
    laid = lay_out(folder, only=only, draft=draft, remarks=remarks, progress=progress, memory=memory)
    if laid.deck is None or laid.brand is None or laid.content is None:
        return BuildResult(laid)
    from deckgen import writer  # noqa: PLC0415  — as in `build`

    fonts, refused = _fonts(laid.content, laid.brand)
    drawings, found = _drawn(laid, progress, draft=draft)
    told = _told(laid, [*found, *refused])
    if told.deck is None:
        return BuildResult(told)
    deck = laid.deck
    if any(d.code == "chart" for d in found):
        deck = _as_draft(deck, _wording(laid.content).draft)
    progress("writing", 0, 1)
    known = memory.of(writer.SlideXmlCache) if memory else None
    data = writer.write(deck, laid.brand, drawings, fonts=fonts, memory=known)
    font_bytes = sum(len(font.data) for font in fonts)
    return BuildResult(replace(told, deck=deck), data, font_bytes=font_bytes, digest=hashlib.sha256(data).hexdigest())


def _drawn(
    laid: LayoutResult, progress: Progress, *, draft: bool = False
) -> tuple[dict[ChartFrame, Drawing], list[Diagnostic]]:
    if laid.deck is None or laid.brand is None or laid.content is None:
        return {}, []
    word = _wording(laid.content).draft if draft else ""
    return chart_drawing.draw(
        chart_drawing.Job(laid.deck, laid.content, laid.brand, location.directory(laid.project), word), progress
    )


def _as_draft(deck: DeckFrames, word: str) -> DeckFrames:
    """Say at the foot of every slide that the deck is a draft, if it does not say so already."""
    return deck if deck.footer.endswith(word) else replace(deck, footer=f"{deck.footer} · {word}")


def _fonts(deck: Deck, brand: Brand) -> tuple[list[EmbeddedFont], list[Diagnostic]]:
    """The fonts that are to travel in the file; one that must not is a fault of the wish for it."""
    from deckgen import writer  # noqa: PLC0415

    if not deck.embed_fonts:
        return [], []
    try:
        return writer.embedded_fonts(brand.font), []
    except writer.FontRefusedError as fault:
        document = deck.documents.get(deck.file)
        span = document.span(("embed_fonts",)) if document else None
        hint = "leave `embed_fonts` out; the deck is laid out so that it holds without the font, too"
        return [], [error("font-refused", str(fault), span, hint)]


def output_path(folder: Path, deck: Deck, only: str | None = None) -> Path:
    """Where a deck goes: `output/<deck>-<fiscal year>-<quarter>.pptx` in its project, lower case.

    Raises SameNameError where another deck of the project would be built into the same file.
    """
    refuse_same_name(folder)
    project = find_project(folder.parent) or folder.parent
    name = "-".join(part for part in (folder.name, deck.fiscal_year, deck.quarter, only) if part).lower()
    return project / "output" / f"{name}.pptx"


def _compose(deck: Deck, progress: Progress, *, faulty: bool) -> tuple[list[Slide], list[Diagnostic]]:
    resolved, found = resolve(deck)
    found = list(found)
    slides: list[Slide] = []
    registry = kinds.find_kinds()
    entries = list(resolved.contexts())
    for done, (entry, context) in enumerate(entries):
        progress("composing", done, len(entries))
        kind = registry[entry.content.kind]
        try:
            slide = kind.compose(entry.content, context)
        except ComposeFault as fault:
            waiting = compose_waiting(kind, entry.content, context)
            if waiting is None:
                found += [error(f.code, f.message, locate(deck, f.origin), f.hint) for f in (fault, *fault.others)]
                continue
            slide = waiting
        except KeyError:
            if faulty or has_errors(found):
                continue
            raise
        found += [_remark(deck, remark) for remark in slide.remarks]
        found += _undrawable(deck, slide)
        slides.append(number_footnotes(slide, deck.footnotes))
    slides, clashing = with_unique_titles(with_eyebrows(slides, deck.title, Origin(file=deck.file, path=("title",))))
    hint = "give one of them another `title` or `headline`"
    found += [
        error("same-title", f"another slide is called “{slide.title}” too", locate(deck, slide.origin), hint)
        for slide in clashing
    ]
    return slides, found


def _undrawable(deck: Deck, slide: Slide) -> list[Diagnostic]:
    """Tell what cannot honestly be drawn, whatever the place it gets."""
    return [
        error("chart", f"the chart cannot be drawn: {reason}", locate(deck, block.origin.at(*reason.path)), _REDRAW)
        for block in slide.blocks
        if isinstance(block, Chart)
        for reason in charts.check(block.spec)
    ]


def _remark(deck: Deck, remark: Remark) -> Diagnostic:
    make = error if remark.stops else warning
    return make(remark.code, remark.message, locate(deck, remark.origin), remark.hint)


def _at_setting(deck: Deck, diagnostic: Diagnostic) -> Diagnostic:
    """Place what is wrong with the choice of a brand in deck.yaml, where the choice was made."""
    key = {"unknown-brand": "brand", "brand-size": "size"}.get(diagnostic.code)
    document = deck.documents.get(deck.file)
    if key is None or document is None:
        return diagnostic
    span = document.span((key,))
    return Diagnostic(diagnostic.severity, diagnostic.code, diagnostic.message, span, diagnostic.hint)


def _worth_telling(misfit: layout.Problem) -> bool:
    """Pick remarks, but none on slides that deckgen makes by itself."""
    return misfit.severity is not Severity.ERROR and bool(misfit.block.origin.path)


def _misfit(deck: Deck, misfit: layout.Problem, placed: DeckFrames, *, draft: bool) -> Diagnostic:
    block = misfit.block
    keys = ("headline", "title") if isinstance(block, Slide) else ()
    span = locate(deck, block.origin, *keys)
    make = warning if draft or misfit.severity is Severity.WARNING else error
    if misfit.code == "shrinks" and not isinstance(block, Slide):
        make = warning if checks.size_of(block, placed) < checks.COMFORTABLE else note
    return make(misfit.code, misfit.message, span, misfit.hint)


def _info(deck: Deck) -> layout.DeckInfo:
    labels = Labels.load(deck.language)
    period = labels.format("reported", quarter=deck.quarter, fiscal_year=deck.fiscal_year)
    footer = tuple(part for part in (deck.title, deck.event, period) if part)
    subject = " · ".join(part for part in (deck.event, period) if part)
    return layout.DeckInfo(
        deck.title, subject, deck.organisation or "", footer, deck.language, date=deck.date or "", file=deck.file
    )


def _other_size(deck: Deck) -> str | None:
    """The size of the slides where it is not that for which every brand is drawn."""
    return None if deck.size == "16:9" else deck.size


def _finish(deck: Deck) -> Finish:
    return Finish(deck.date or "", Labels.load(deck.language)["back"], deck.transition)


def _wording(deck: Deck) -> layout.Wording:
    labels = Labels.load(deck.language)
    part = labels["continued"].replace(" ", "\u00a0")
    return layout.Wording(f"({part})", labels["draft"])
