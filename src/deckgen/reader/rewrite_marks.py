"""Rewrite marks: comments in content files that name the texts which people must rewrite after a roll.

A mark is a comment line directly above the text that it is about; whoever has rewritten the text deletes the line. Input:
documents. Output: the marks in them, and a warning for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.diagnostics import Issue, Span, make_issue
from deckgen.periods import PERIOD_PATTERN, YEAR_PATTERN
from deckgen.reader.comment_marks import find_comments

if TYPE_CHECKING:
    from deckgen.reader.document import Document

_END = "Delete this line when it is done."
_MARK = rf"^[ \t]*(# REWRITE for (?P<period>{PERIOD_PATTERN}(?: {YEAR_PATTERN})?): *(?P<what>[^\r\n]*))"


class RewriteMark(Struct, frozen=True):
    """One mark: the span of its comment, the period (`Q3 FY20-21`), and what is to be rewritten."""

    span: Span
    period: str
    what: str


def mark_comment(period: str, what: str) -> str:
    """Return the comment of a mark; `what` names the fields below it that are out of date."""
    return f"REWRITE for {period}: {what}. {_END}"


def find_marks(document: Document) -> list[RewriteMark]:
    """Find the marks of a file; a line of a text that looks like a mark is not one."""
    matches = find_comments(document, _MARK) if "# REWRITE for " in document.text else []
    return [
        RewriteMark(
            Span(document.file, match.start(1), match.end(1)),
            match["period"],
            match["what"].removesuffix(_END).rstrip(" ."),
        )
        for match in matches
    ]


def rewrite_warnings(documents: Iterable[Document]) -> Iterator[Issue]:
    """Yield a warning for each mark of the last roll that is still in the documents."""
    for document in documents:
        for mark in find_marks(document):
            message = f"still to be rewritten for {mark.period}: {mark.what or 'the text below'}"
            # The span covers only the first words of the mark: the message contains the rest.
            span = Span(mark.span.file, mark.span.start, mark.span.start + len("# REWRITE"))
            yield make_issue("to-rewrite", message, span, "rewrite it, then delete this line")
