"""Problems as values: where something is wrong (`Span`), what it is and how to mend it (`Diagnostic`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace


class Severity(StrEnum):
    """How bad it is: an error stops the build, a warning does not, and a note says what is as it should be, yet good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(Struct, frozen=True):
    """A stretch of a file, as character offsets (0-based, `end` exclusive); line and column are derived from them."""

    file: str
    start: int
    end: int


class Diagnostic(Struct, frozen=True):
    """One problem.

    `code` is the stable, hyphenated name of the rule (`unknown-metric`); `message` says what is wrong, `hint` how to
    mend it, both as plain sentences without a final full stop and never as markup.
    """

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    hint: str | None = None


def error(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """Make an error: what it names must be mended before a deck is built."""
    return Diagnostic(Severity.ERROR, code, one_line(message), span, None if hint is None else one_line(hint))


def warning(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """Make a warning: the deck is built, yet somebody should look."""
    return Diagnostic(Severity.WARNING, code, one_line(message), span, None if hint is None else one_line(hint))


def note(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """Make a note: nobody need do anything, and `--strict` lets it pass."""
    return replace(warning(code, message, span, hint), severity=Severity.NOTE)


def one_line(text: str) -> str:
    """Put a message on one line, whatever it quotes of the author's text."""
    return " ".join(text.splitlines()) if text.splitlines()[1:] else text


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of them is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def line_starts(text: str) -> list[int]:
    r"""Offsets at which the lines of `text` start; a line ends at `\n` (a `\r` before it belongs to it)."""
    *whole, _ = text.split("\n")
    return list(accumulate((len(line) + 1 for line in whole), initial=0))


# A text that has one fault often has many: to count its lines anew for each would take time that grows with the square.
known_line_starts = lru_cache(maxsize=8)(line_starts)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column (both from 1, columns in characters) of an offset in `text`."""
    starts, offset = known_line_starts(text), min(offset, len(text))
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def in_reading_order(diagnostics: Iterable[Diagnostic], files: Iterable[str] = ()) -> list[Diagnostic]:
    """Sort by file (in the order of `files`, then by name) and offset, each problem once; problems without a place come first."""
    order = {name: i for i, name in enumerate(files)}

    def key(d: Diagnostic) -> tuple[int, str, int]:
        if d.span is None:
            return (-1, "", 0)
        return (order.get(d.span.file, len(order)), d.span.file, d.span.start)

    return sorted(dict.fromkeys(diagnostics), key=key)
