"""What the stages of a build object to → issues, each with the span in a content file that its author should look at."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen import charts, checks, layout
from deckgen.build.locations import locate
from deckgen.diagnostics import Diagnostic, Severity, error, note, warning
from deckgen.ir.blocks import Chart, Remark, Slide
from deckgen.ir.frames import DeckFrames
from deckgen.kinds._faults import ComposeFault
from deckgen.model import Deck

_CHART_HINT = "change its numbers or its kind, or split it over two charts"
_TITLE_HINT = "give one of them another `title` or `headline`"
_FONT_HINT = "leave `embed_fonts` out; the deck is laid out so that it holds without the font, too"


def compose_issues(deck: Deck, fault: ComposeFault) -> list[Diagnostic]:
    """Return an error for each reason why the slide of an entry cannot be composed."""
    return [error(f.code, f.message, locate(deck, f.origin), f.hint) for f in (fault, *fault.others)]


def remark_issue(deck: Deck, remark: Remark) -> Diagnostic:
    """Return the issue for a remark of a slide: an error where it stops the build, otherwise a warning."""
    create = error if remark.stops else warning
    return create(remark.code, remark.message, locate(deck, remark.origin), remark.hint)


def chart_issues(deck: Deck, slide: Slide) -> list[Diagnostic]:
    """Return an error for each chart whose data cannot be drawn honestly, however large its slot is."""
    return [
        error("chart", f"the chart cannot be drawn: {reason}", locate(deck, block.origin.at(*reason.path)), _CHART_HINT)
        for block in slide.blocks
        if isinstance(block, Chart)
        for reason in charts.check(block.spec)
    ]


def same_title_issues(deck: Deck, slides: Sequence[Slide]) -> list[Diagnostic]:
    """Return an error for each of the slides, whose titles occur earlier in the deck."""
    return [
        error("same-title", f"another slide is called “{slide.title}” too", locate(deck, slide.origin), _TITLE_HINT)
        for slide in slides
    ]


def brand_issue(deck: Deck, issue: Diagnostic) -> Diagnostic:
    """Move an issue with the choice of a brand or of its size to that setting in deck.yaml; return others unchanged."""
    key = {"unknown-brand": "brand", "brand-size": "size"}.get(issue.code)
    document = deck.documents.get(deck.file)
    if key is None or document is None:
        return issue
    return Diagnostic(issue.severity, issue.code, issue.message, document.span((key,)), issue.hint)


def font_issue(deck: Deck, message: str) -> Diagnostic:
    """Return the error for a font that must not be embedded, at the setting that asks for it."""
    document = deck.documents.get(deck.file)
    span = document.span(("embed_fonts",)) if document else None
    return error("font-refused", message, span, _FONT_HINT)


def is_layout_remark(problem: layout.Problem) -> bool:
    """Whether layout succeeded but the author should look at the result; never of slides that deckgen adds itself."""
    return problem.severity is not Severity.ERROR and bool(problem.block.origin.path)


def layout_issue(deck: Deck, problem: layout.Problem, frames: DeckFrames, *, draft: bool) -> Diagnostic:
    """Return the issue for content that does not fit, or fits only just; in a draft it is never an error."""
    block = problem.block
    keys = ("headline", "title") if isinstance(block, Slide) else ()
    span = locate(deck, block.origin, *keys)
    create = warning if draft or problem.severity is Severity.WARNING else error
    if problem.code == "shrinks" and not isinstance(block, Slide):
        create = warning if checks.main_text_size(block, frames) < checks.COMFORTABLE_SIZE else note
    return create(problem.code, problem.message, span, problem.hint)
