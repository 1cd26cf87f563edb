"""Issues as values: where something is wrong (`Span`), what it is and how to fix it (`Diagnostic`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace


class Severity(StrEnum):
    """An error stops the build. A warning does not. A note reports something that is correct but useful to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(Struct, frozen=True):
    """A range of characters in a file, as offsets (0-based, `end` exclusive); line and column are derived from them."""

    file: str
    start: int
    end: int


class Diagnostic(Struct, frozen=True):
    """One issue in the content.

    `code` is the stable, hyphenated name of the rule (`unknown-metric`). `message` states what is wrong, `hint` how to
    fix it; both are plain sentences without a final full stop, and never contain markup.
    """

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    hint: str | None = None


def error(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """Create an error: it must be fixed before a deck is built."""
    return Diagnostic(Severity.ERROR, code, join_lines(message), span, None if hint is None else join_lines(hint))


def warning(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """Create a warning: the deck is built, but somebody should look at it."""
    return Diagnostic(Severity.WARNING, code, join_lines(message), span, None if hint is None else join_lines(hint))


def note(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """Create a note: it needs no action, and `--strict` ignores it."""
    return replace(warning(code, message, span, hint), severity=Severity.NOTE)


def join_lines(text: str) -> str:
    """Join the lines of a message that quotes several lines of the author's text."""
    return " ".join(text.splitlines()) if text.splitlines()[1:] else text


def has_errors(issues: Iterable[Diagnostic]) -> bool:
    """Whether any issue is an error."""
    return any(issue.severity is Severity.ERROR for issue in issues)


def line_starts(text: str) -> list[int]:
    r"""Offsets at which the lines of `text` start; a line ends at `\n` (a `\r` before it belongs to it)."""
    *terminated, _ = text.split("\n")
    return list(accumulate((len(line) + 1 for line in terminated), initial=0))


# A text with one issue often has many. Counting its lines again for each of them would take quadratic time.
cached_line_starts = lru_cache(maxsize=8)(line_starts)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column (both from 1, columns in characters) of an offset in `text`."""
    starts, offset = cached_line_starts(text), min(offset, len(text))
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def sort_in_reading_order(issues: Iterable[Diagnostic], files: Iterable[str] = ()) -> list[Diagnostic]:
    """Sort by file (in the order of `files`, then by name) and offset, without duplicates; issues without a span come first."""
    order = {name: i for i, name in enumerate(files)}

    def sort_key(issue: Diagnostic) -> tuple[int, str, int]:
        if issue.span is None:
            return (-1, "", 0)
        return (order.get(issue.span.file, len(order)), issue.span.file, issue.span.start)

    return sorted(dict.fromkeys(issues), key=sort_key)
