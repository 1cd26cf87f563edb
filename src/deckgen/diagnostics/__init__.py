"""Issues as values (where something is wrong, what it is, how to fix it), and their formats for people and programs.

`issues` defines the values, `rendering` formats them for people, `machine_formats` for programs. `errors` covers failures that
are not issues in the content. Every stage returns its result together with a list of issues; only the command line prints them.
"""

from deckgen.diagnostics.errors import UserFacingError, describe_error
from deckgen.diagnostics.issues import (
    Diagnostic,
    Severity,
    Span,
    error,
    has_errors,
    join_lines,
    line_and_column,
    line_starts,
    note,
    sort_in_reading_order,
    warning,
)
from deckgen.diagnostics.rendering import marked_excerpt, render

__all__ = [
    "Diagnostic",
    "Severity",
    "Span",
    "UserFacingError",
    "describe_error",
    "error",
    "has_errors",
    "join_lines",
    "line_and_column",
    "line_starts",
    "marked_excerpt",
    "note",
    "render",
    "sort_in_reading_order",
    "warning",
]  # fmt: skip
