"""Problems as values: where something is wrong, what it is, how to mend it.

Input: nothing. Output: `Span`, `Diagnostic` and the text a person reads (`render`). Every stage returns its result
together with a list of diagnostics; only the command line prints them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
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
_starts = lru_cache(maxsize=8)(line_starts)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column (both from 1, columns in characters) of an offset in `text`."""
    starts, offset = _starts(text), min(offset, len(text))
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


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """Tell a problem as `file:line:column: error: what is wrong`, the line itself with a caret, and the hint.

    `sources` maps the `file` of a span to that file's text; a file that is not in it is named without its line. Warnings and
    notes end with the name of their rule, by which a deck switches it off.
    """
    d, lines = diagnostic, []
    head = f"{d.severity}: {d.message}" + (f" [{d.code}]" if d.severity is not Severity.ERROR else "")
    if d.span is None:
        lines.append(head)
    elif (text := sources.get(d.span.file)) is None:
        lines.append(f"{d.span.file}: {head}")
    else:
        line, column = position(text, d.span.start)
        lines.append(f"{d.span.file}:{line}:{column}: {head}")
        lines.extend(_quote(text, d.span, column))
    if d.hint:
        lines.append(f"    hint: {d.hint}")
    return "\n".join(lines)


_WIDEST = 160


def quoted(span: Span, sources: Mapping[str, str]) -> list[str]:
    """The line in which a span begins and a caret under it, as `render` shows them; nothing for an unknown file."""
    text = sources.get(span.file)
    return [] if text is None else [line[4:] for line in _quote(text, span, position(text, span.start)[1])]


def _quote(text: str, span: Span, column: int) -> list[str]:
    """The faulty line and a caret under the fault; a very long line is shown around the fault only."""
    starts, at = _starts(text), min(span.start, len(text))
    start = at - column + 1
    line = bisect_right(starts, at)
    end = starts[line] - 1 if line < len(starts) else len(text)
    width = end - start
    width -= len(last := text[max(start, end - _WIDEST) : end]) - len(last.rstrip("\r"))
    first = max(0, column - 1 - _WIDEST // 2) if width > _WIDEST else 0
    part = text[start + first : start + min(first + _WIDEST, width)].replace("\t", " ")
    if not part.strip():
        return []
    shown = "".join(c if c.isprintable() else "�" for c in part)
    length = max(1, min(span.end - span.start, width - column + 1, first + _WIDEST - column + 1))
    return [f"    {shown}", "    " + " " * (column - 1 - first) + "^" * length]


class Told(Exception):  # noqa: N818 — it is not an error in the program
    """A failure that is told to the user in its own words (a file held open, a full disk), without a traceback."""


def sentence(fault: Exception, name: str) -> str:
    """Tell what is neither the content's nor the user's fault, as people read it; `name` is what was worked on."""
    if isinstance(fault, Told):
        return str(fault)
    if isinstance(fault, OSError):
        return f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror or str(fault)
    what = f"{type(fault).__name__}: {fault}".splitlines()[0]
    return (
        f"a fault of deckgen itself while it worked on '{name}' ({what}); please report it with the content file, and run again "
        "with DECKGEN_DEBUG=1 for the details"
    )
