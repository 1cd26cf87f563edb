"""Diagnostics → the text that a person reads: the place, the line with a caret under the fault, the hint."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from deckgen.diagnostics.issues import Diagnostic, Severity, Span, known_line_starts, position


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
    starts, at = known_line_starts(text), min(span.start, len(text))
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
