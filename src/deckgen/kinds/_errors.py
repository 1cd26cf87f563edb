"""Content that is valid but cannot be shown without being misleading; this is found only while a slide is composed."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.diagnostics import Issue, Origin, make_issue


class ContentError(Exception):
    """A slide that cannot be composed; `issues` are all its errors, at least one."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__("; ".join(issue.message for issue in issues))
        self.issues = tuple(issues)


def chart_error(message: str, origin: Origin, hint: str = "") -> ContentError:
    """Return the exception for a chart that would be misleading."""
    return ContentError([make_issue("chart", message, origin, hint)])


def raise_errors(issues: Sequence[Issue]) -> None:
    """Raise a ContentError with `issues`; return if there are none."""
    if issues:
        raise ContentError(issues)
