"""Issues as values (where something is wrong, what it is, how to fix it), and their formats for people and programs.

`issues` defines the values, `rendering` formats them for people, `machine_formats` for programs. `errors` covers failures that
are not issues in the content. Every stage returns its result together with a list of issues; only the command line prints them.
"""

from deckgen.diagnostics.errors import UserFacingError, sentence
from deckgen.diagnostics.issues import (
    Diagnostic,
    Severity,
    Span,
    error,
    has_errors,
    in_reading_order,
    join_lines,
    line_starts,
    note,
    position,
    warning,
)
from deckgen.diagnostics.rendering import quoted, render

__all__ = [
    "Diagnostic",
    "Severity",
    "Span",
    "UserFacingError",
    "error",
    "has_errors",
    "in_reading_order",
    "join_lines",
    "line_starts",
    "note",
    "position",
    "quoted",
    "render",
    "sentence",
    "warning",
]  # fmt: skip
