"""Issues as values (where something is wrong, what it is, how to fix it), and their formats for people and programs.

`issues` defines the values, `locations` where they are, `rules` and `rule_table` what they are about. `rendering` formats them
for people, `machine_formats` for programs. `errors` covers failures that are not issues in the content. Every stage returns its
result together with a list of issues; only the command line prints them.
"""

from deckgen.diagnostics.errors import ContentError, UserFacingError, describe_error, raise_errors
from deckgen.diagnostics.issues import (
    Issue,
    as_in_draft,
    has_errors,
    issue_of,
    join_lines,
    line_and_column,
    line_starts,
    make_issue,
    sort_in_reading_order,
)
from deckgen.diagnostics.locations import COMMAND_LINE, KeyPath, Origin, Span
from deckgen.diagnostics.rendering import marked_excerpt, render, render_all
from deckgen.diagnostics.rules import Rule, Severity, Topic

__all__ = [
    "COMMAND_LINE",
    "ContentError",
    "Issue",
    "KeyPath",
    "Origin",
    "Rule",
    "Severity",
    "Span",
    "Topic",
    "UserFacingError",
    "as_in_draft",
    "describe_error",
    "has_errors",
    "issue_of",
    "join_lines",
    "line_and_column",
    "line_starts",
    "make_issue",
    "marked_excerpt",
    "raise_errors",
    "render",
    "render_all",
    "sort_in_reading_order",
]  # fmt: skip
