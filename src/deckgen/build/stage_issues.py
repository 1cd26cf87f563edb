"""Issues that only the build finds, because they are about several stages or about settings in deck.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen import charts
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.ir.blocks import Chart, Slide
from deckgen.model import Deck

_CHART_HINT = "change its numbers or its kind, or split it over two charts"
_FONT_HINT = "leave `embed_fonts` out; the deck is laid out so that it holds without the font, too"


def chart_issues(slide: Slide) -> Iterator[Issue]:
    """Yield an error for each chart whose data cannot be drawn honestly, however large its slot is."""
    for chart in slide.blocks_of(Chart):
        for issue in charts.check(chart.spec):
            path = issue.origin.path if issue.origin else ()
            message = f"the chart cannot be drawn: {issue.message}"
            yield replace(issue, message=message, hint=_CHART_HINT, origin=chart.origin.at(*path))


def at_setting(deck: Deck, issue: Issue) -> Issue:
    """Return an issue with the choice of a brand or its size at that setting in deck.yaml; others are returned as they are."""
    origin = issue.origin
    return issue if origin is None or origin.file else replace(issue, origin=replace(origin, file=deck.file))


def font_issue(deck: Deck, message: str) -> Issue:
    """Return the error for a font that must not be embedded, at the setting that asks for it."""
    return make_issue("font-refused", message, Origin(file=deck.file, path=("embed_fonts",)), _FONT_HINT)
