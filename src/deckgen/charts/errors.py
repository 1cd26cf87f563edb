"""Why a chart cannot be drawn: `ChartError` while it is drawn, `ContentError` while its spec is made from content."""

from __future__ import annotations

from deckgen.diagnostics import ContentError, Issue, Origin, make_issue

TOO_SMALL = "the area of the chart is too small for its content"


class ChartError(ValueError):
    """A chart cannot be drawn honestly; the text is the reason, a sentence without a full stop. `hint` states what to do."""

    def __init__(
        self, message: str, hint: str = "show fewer numbers, or give the chart a slide of its own (kind: chart)"
    ) -> None:
        super().__init__(message)
        self.hint = hint


def chart_error(message: str, origin: Origin, hint: str = "") -> ContentError:
    """Return the exception for a chart that would be misleading."""
    return ContentError([make_issue("chart", message, origin, hint)])


def chart_issue(message: str, *path: str | int) -> Issue:
    """Return an issue of a spec that cannot be drawn honestly, at a path under the chart."""
    return make_issue("chart", message, Origin(path=path))
