"""Problems as values: where something is wrong, what it is, how to mend it; and how people and programs read that.

`issues` has the values, `rendering` their text for people, `machine_formats` for programs, `errors` the failures that are no
fault of the content. Every stage returns its result together with a list of diagnostics; only the command line prints them.
"""

from deckgen.diagnostics.errors import UserFacingError, sentence
from deckgen.diagnostics.issues import (
    Diagnostic,
    Severity,
    Span,
    error,
    has_errors,
    in_reading_order,
    line_starts,
    note,
    one_line,
    position,
    warning,
)
from deckgen.diagnostics.rendering import quoted, render

__all__ = [
    "Diagnostic", "Severity", "Span", "UserFacingError", "error", "has_errors", "in_reading_order", "line_starts", "note",
    "one_line", "position", "quoted", "render", "sentence", "warning",
]  # fmt: skip
