"""Marks in content files: what the last roll left for people to rewrite.

A mark is a comment line above what it is about, so that it is seen where the work is and gone when it is deleted. Input:
documents. Output: the marks in them, and a warning for each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.diagnostics import Diagnostic, Span, warning

if TYPE_CHECKING:
    from deckgen.reader import Document

_END = "Delete this line when it is done."
_MARK = re.compile(r"^[ \t]*(# REWRITE for (?P<period>Q[1-4] FY\d\d-\d\d): *(?P<what>[^\r\n]*))", re.MULTILINE)


class RewriteMark(Struct, frozen=True):
    """One mark: the place of its comment, the quarter for which to rewrite, and what."""

    span: Span
    period: str
    what: str


def comment(period: str, what: str) -> str:
    """Word the comment of a mark; `what` names the fields below it that are old."""
    return f"REWRITE for {period}: {what}. {_END}"


def marks(document: Document) -> list[RewriteMark]:
    """Find the marks of a file; a line that looks like one inside a text is none."""
    found = list(_MARK.finditer(document.text)) if "# REWRITE for " in document.text else []
    if not found:
        return []
    texts = sorted(
        (span.start, span.end)
        for path, span in document.spans.items()
        if path and document.text[span.start : span.start + 1] in {"|", ">", '"', "'"}
    )
    starts = [start for start, _ in texts]
    return [
        RewriteMark(
            Span(document.file, match.start(1), match.end(1)),
            match["period"],
            match["what"].removesuffix(_END).rstrip(" ."),
        )
        for match in found
        if not _inside(texts[bisect_right(starts, match.start(1)) - 1] if texts else None, match.start(1))
    ]


def _inside(text: tuple[int, int] | None, offset: int) -> bool:
    return text is not None and text[0] <= offset < text[1]


def unfinished(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """Warn of every mark of the last roll that is still there."""
    for document in documents:
        for mark in marks(document):
            message = f"still to be rewritten for {mark.period}: {mark.what or 'what stands below'}"
            # Only its first words are pointed at: the message says the rest.
            span = Span(mark.span.file, mark.span.start, mark.span.start + len("# REWRITE"))
            yield warning("to-rewrite", message, span, "rewrite it, then delete this line")
