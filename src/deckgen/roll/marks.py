"""Marks in content files: what the last roll left for people to rewrite.

A mark is a comment line above what it is about, so that it is seen where the work is and gone when it is deleted. Input:
documents. Output: the marks in them, and a warning for each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deckgen.diagnostics import Diagnostic, Span, warning

if TYPE_CHECKING:
    from deckgen.reader import Document

_MARK = re.compile(r"^[ \t]*(# REWRITE for (?P<period>Q[1-4] \S+):[^\r\n]*)", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """One mark: the place of its comment, and the quarter for which something is to be rewritten."""

    span: Span
    period: str


def comment(period: str, reason: str) -> str:
    """Word the comment of a mark; `reason` says what is old about the text below it."""
    return f"REWRITE for {period}: {reason}. Delete this line when it is done."


def marks(document: Document) -> list[Mark]:
    """Find the marks of a file; a line that looks like one inside a text is none."""
    found = list(_MARK.finditer(document.text))
    if not found:
        return []
    texts = sorted(
        (span.start, span.end)
        for path, span in document.spans.items()
        if path and document.text[span.start : span.start + 1] in {"|", ">", '"', "'"}
    )
    starts = [start for start, _ in texts]
    return [
        Mark(Span(document.file, match.start(1), match.end(1)), match["period"])
        for match in found
        if not _inside(texts[bisect_right(starts, match.start(1)) - 1] if texts else None, match.start(1))
    ]


def _inside(text: tuple[int, int] | None, offset: int) -> bool:
    return text is not None and text[0] <= offset < text[1]


def unfinished(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """Warn of every mark of the last roll that is still there."""
    for document in documents:
        for mark in marks(document):
            message = f"what stands below is not yet rewritten for {mark.period}"
            yield warning("to-rewrite", message, mark.span, "rewrite it, then delete this line")
