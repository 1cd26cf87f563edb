"""The issues of one text while it is read, and which of them may be why YAML cannot read on."""

from __future__ import annotations

from msgspec import Struct, field

from deckgen.diagnostics import Issue


class FoundIssues(Struct):
    """The issues of one text, in the order in which they were found; all of them have a span.

    `causes` are those that may be the cause of a syntax error just after them, which is then not reported as well;
    `swallowed_items` those of list items that are read as part of the text above them.
    """

    issues: list[Issue] = field(default_factory=list)
    causes: list[Issue] = field(default_factory=list)
    swallowed_items: list[Issue] = field(default_factory=list)

    def add(self, issue: Issue | None) -> None:
        """Add an issue, if there is one, that causes no syntax error."""
        if issue is not None:
            self.issues.append(issue)

    def add_cause(self, issue: Issue | None) -> None:
        """Add an issue, if there is one, that may cause a syntax error."""
        if issue is not None:
            self.issues.append(issue)
            self.causes.append(issue)

    def add_swallowed_item(self, issue: Issue | None) -> None:
        """Add the issue, if there is one, of a list item that is read as part of the text above it."""
        if issue is not None:
            self.issues.append(issue)
            self.swallowed_items.append(issue)

    def cause_between(self, first: int, last: int) -> Issue | None:
        """The first issue that may cause a syntax error and starts at one of these offsets of the file."""
        return min((issue for issue in self.causes if first <= start_of(issue) <= last), key=start_of, default=None)

    def drop_swallowed_items_from(self, start: int) -> None:
        """Remove the list items in text that start at or after an offset of the file."""
        dropped = [issue for issue in self.swallowed_items if start_of(issue) >= start]
        self.issues = [issue for issue in self.issues if issue not in dropped]


def start_of(issue: Issue) -> int:
    """The offset of the file at which an issue starts."""
    return issue.span.start if issue.span is not None else 0
