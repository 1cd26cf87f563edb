"""Issues → the text that a person reads: the location, the line with carets under the span, the hint."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from deckgen.diagnostics.issues import Issue, cached_line_starts, line_and_column
from deckgen.diagnostics.locations import Span
from deckgen.diagnostics.rules import Severity


def render(issue: Issue, sources: Mapping[str, str]) -> str:
    """Format an issue as `file:line:column: error: what is wrong`, the line itself with carets under it, and the hint.

    `sources` maps the `file` of a span to that file's text; of a file that is not in it, only the name is shown. Warnings
    and notes end with the name of their rule, by which a deck switches it off.
    """
    lines, span = [], issue.span
    head = f"{issue.severity}: {issue.message}" + (f" [{issue.code}]" if issue.severity is not Severity.ERROR else "")
    if span is None:
        lines.append(head)
    elif (text := sources.get(span.file)) is None:
        lines.append(f"{span.file}: {head}")
    else:
        line, column = line_and_column(text, span.start)
        lines.append(f"{span.file}:{line}:{column}: {head}")
        lines.extend(_excerpt(text, span, column))
    if issue.hint:
        lines.append(f"    hint: {issue.hint}")
    return "\n".join(lines)


_IN_FULL = 3
_BRIEF = {"to-rewrite"}
"""Rules whose issues are alike, so that only the first `_IN_FULL` of a run are shown in full: the message says it all."""


def render_all(issues: Iterable[Issue], sources: Mapping[str, str]) -> Iterator[str]:
    """Format the issues of a run: of some rules, the first few as `render` does, and those after them in one line each."""
    counts: Counter[str] = Counter()
    for issue in issues:
        counts[issue.code] += 1
        text = render(issue, sources)
        is_brief = issue.code in _BRIEF and counts[issue.code] > _IN_FULL
        yield text.partition("\n")[0] if is_brief else text


_MAX_EXCERPT_WIDTH = 160


def marked_excerpt(span: Span, sources: Mapping[str, str]) -> list[str]:
    """The line in which a span begins and the carets under it, as `render` shows them; an empty list for an unknown file."""
    text = sources.get(span.file)
    return [] if text is None else [line[4:] for line in _excerpt(text, span, line_and_column(text, span.start)[1])]


def _excerpt(text: str, span: Span, column: int) -> list[str]:
    """The line in which a span begins, with carets under the span; a very long line is cut around them."""
    starts, offset = cached_line_starts(text), min(span.start, len(text))
    line_start = offset - column + 1
    next_line = bisect_right(starts, offset)
    line_end = starts[next_line] - 1 if next_line < len(starts) else len(text)
    width = line_end - line_start
    ending = text[max(line_start, line_end - _MAX_EXCERPT_WIDTH) : line_end]
    width -= len(ending) - len(ending.rstrip("\r"))
    first = max(0, column - 1 - _MAX_EXCERPT_WIDTH // 2) if width > _MAX_EXCERPT_WIDTH else 0
    part = text[line_start + first : line_start + min(first + _MAX_EXCERPT_WIDTH, width)].replace("\t", " ")
    if not part.strip():
        return []
    visible = "".join(c if c.isprintable() else "�" for c in part)
    length = max(1, min(span.end - span.start, width - column + 1, first + _MAX_EXCERPT_WIDTH - column + 1))
    return [f"    {visible}", "    " + " " * (column - 1 - first) + "^" * length]
