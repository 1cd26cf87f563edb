"""Review marks: comments in content files with what people commented on in a deck, above the value that it is about.

A mark is a `# review:` line, with further lines of its text after `#   |`; whoever has dealt with it deletes it. Input:
documents. Output: the marks in them, and a warning for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.diagnostics import Issue, Span, make_issue
from deckgen.reader.comment_marks import find_comments

if TYPE_CHECKING:
    from deckgen.reader.document import Document

_WIDTH = 100
"""Characters of a text on one line of a mark."""
_SHOWN = 400
"""Characters of a text that a warning has."""
_MARK = r"^[ \t]*(# review: *(?P<text>[^\r\n]*))(?P<more>(?:\r?\n[ \t]*#   \|[^\r\n]*)*)"
_SIGNED = r"(?P<author>[^\n]*?) \((?P<date>\d{4}-\d{2}-\d{2}|undated)(?P<reply>, reply)?\):\s*(?P<text>(?s:.*))"
_MORE = r"[ \t]*#   \|"


class ReviewMark(Struct, frozen=True):
    """One mark: who said what when (`2026-11-28`; author and date are empty in a mark that somebody typed), and where it is."""

    author: str
    date: str
    text: str
    is_reply: bool = False
    span: Span = Span("", 0, 0)

    @property
    def said(self) -> tuple[str, str, str]:
        """Author, date and text, however the lines are divided: what makes two marks the same."""
        return self.author, self.date, " ".join(self.text.split())


def mark_lines(mark: ReviewMark) -> list[str]:
    """Return the comment lines of a mark."""
    reply = ", reply" if mark.is_reply else ""
    signed = f"{mark.author} ({mark.date or 'undated'}{reply}): {mark.text}"
    first, *others = [part for line in signed.splitlines() for part in _wrapped(line)]
    return [f"# review: {first}", *(f"#   | {line}" for line in others)]


def _wrapped(line: str) -> list[str]:
    """Return a line divided between words where it is too long."""
    parts: list[str] = []
    for word in line.split():
        if parts and len(parts[-1]) + len(word) < _WIDTH:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def find_review_marks(document: Document) -> list[ReviewMark]:
    """Return the marks of a file, in its order; the span is that of the complete mark."""
    found = find_comments(document, _MARK) if "review:" in document.text else []
    return [_mark(document.file, match) for match in found]


def _mark(file: str, match: re.Match[str]) -> ReviewMark:
    further = [re.sub(_MORE, "", line, count=1).strip() for line in match["more"].splitlines()[1:]]
    text = "\n".join([match["text"].strip(), *further])
    span = Span(file, match.start(1), match.end())
    if signed := re.fullmatch(_SIGNED, text):
        date = "" if signed["date"] == "undated" else signed["date"]
        return ReviewMark(signed["author"], date, signed["text"], bool(signed["reply"]), span)
    return ReviewMark("", "", text, span=span)


def review_warnings(documents: Iterable[Document]) -> Iterator[Issue]:
    """Yield a warning for each mark that is still in the documents."""
    for document in documents:
        for mark in find_review_marks(document):
            date = f" ({mark.date})" if mark.date else ""
            what = ("reply" if mark.is_reply else "comment") + (f" of {mark.author}{date}" if mark.author else "")
            text = " ".join(mark.text.split()) or "(no text)"
            shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
            span = Span(document.file, mark.span.start, mark.span.start + len("# review:"))
            hint = "do what it asks for, or answer it; then delete these lines"
            yield make_issue("review-comment", f"{what} still to be dealt with: {shown}", span, hint)
