"""The entries of a block list or mapping: where each begins and ends with the comments that speak of it.

A comment directly above an entry, in its column, speaks of it, and so does a comment below it that is indented deeper. All others
stay where they are when the entry goes: one with a blank line below it, one in another column, a line like `# --- Goals ---` with
what is above it, and the comments at the top of the file.
"""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.edit.splicing import Splice, column_of, find_line_end
from deckgen.reader import Document

_COMMENT_LINE = re.compile(r"[ \t]*(#[^\r\n]*)")
_HEADING = re.compile(r"##|#[ \t]*[-=*~_#]{3}")
_BLANK = " \t\r\n\ufeff"


class Entry(Struct, frozen=True):
    """An entry: `start` is the offset of its dash or key, `top` that of the comments above it (`start` without any).

    `end` is the end of its last line, before the line break. It `is_inline` if the dash of a list around it is on its line.
    """

    start: int
    top: int
    end: int
    is_inline: bool


class NewEntryPlace(Struct, frozen=True):
    """Where a new entry is inserted, and the text that must come before and after it; `others` are changes elsewhere."""

    start: int
    prefix: str = ""
    suffix: str = ""
    others: tuple[Splice, ...] = ()


def block_entries(
    document: Document, path: KeyPath, *, only_first: bool = False, is_part: bool = False, begins_inline: bool = False
) -> list[Entry]:
    """Return the entries of the block list or mapping at `path`, in their order, or only the first one.

    The top of a document that `is_part` of a file is not the top of the file; it `begins_inline` if a dash is before it there.
    """
    text, value = document.text, document.value(path)
    column = column_of(text, document.span(path).start)
    names = range(len(value)) if isinstance(value, list) else list(value)
    entries: list[Entry] = []
    floor = 0
    for name in islice(names, 1 if only_first else None):
        at = (*path, name)
        if not isinstance(value, list):
            start = document.key_span(at).start
        elif name == 0:
            start = document.span(path).start
        else:
            start = _find_dash(text, document.span(at).start, column)
        is_inline = bool(text[line_start(text, start) : start].strip(_BLANK))
        is_inline = is_inline or (begins_inline and start == document.span(()).start)
        top = start if is_inline else _find_top(text, start, floor, column, is_part=is_part)
        floor = end_with_comments(text, document.span(at).end, column)
        entries.append(Entry(start, top, floor, is_inline))
    return entries


def line_start(text: str, offset: int) -> int:
    """Return the offset at which the line of an offset starts, after a byte order mark."""
    start = text.rfind("\n", 0, offset) + 1
    return start + text.startswith("\ufeff", start)


def end_with_comments(text: str, offset: int, column: int) -> int:
    """Return the end of the line of `offset`, or of the last comment below it that is indented deeper than `column`."""
    end = find_line_end(text, offset)
    line = text.find("\n", end) + 1
    while 0 < line < len(text):
        stop = find_line_end(text, line)
        comment = _COMMENT_LINE.match(text, line, stop)
        if comment is None and text[line:stop].strip(_BLANK):
            break
        if comment is not None:
            if comment.start(1) - line <= column:
                break
            end = stop
        line = text.find("\n", stop) + 1
    return end


def place_of_new_entry(text: str, entries: list[Entry], index: int, column: int, newline: str) -> NewEntryPlace:
    """Return where a new entry of a list or mapping that has entries is inserted, to be the one at `index`."""
    gap = min((_blank_lines_below(text, entry.end)[0] for entry in entries[:-1]), default=0)
    indent = " " * column
    if index == 0:
        first = entries[0]
        blank_lines = "" if first.is_inline else newline * gap
        return NewEntryPlace(first.top, suffix=newline + blank_lines + indent)
    before = entries[index - 1]
    if index < len(entries):
        gap = min(gap, _blank_lines_below(text, before.end)[0])
    return NewEntryPlace(before.end, prefix=newline * (1 + gap) + indent)


def removal(text: str, entries: list[Entry], index: int) -> Splice:
    """Return the splice that removes an entry with its comments, and the blank lines that separated it."""
    entry = entries[index]
    if index == len(entries) - 1:
        start = len(text[: entry.top].rstrip(" \t")) if entry.is_inline else _end_of_line_before(text, entry.top)
        return start, entry.end, ""
    blank_lines, below = _blank_lines_below(text, entry.end)
    if index == 0:
        next_text = len(text) - len(text[below:].lstrip(" \t"))
        return (entry.top, next_text, "") if entry.is_inline else (line_start(text, entry.top), below, "")
    start = line_start(text, entry.top)
    for _ in range(blank_lines - min(blank_lines, _blank_lines_above(text, start))):
        below = text.rfind("\n", 0, below - 1) + 1
    return start, below, ""


def reindent(lines: str, by: int) -> str:
    """Indent all lines but the first by some more columns, or by less if `by` is negative; blank lines stay as they are."""
    first, *others = lines.split("\n")
    return "\n".join([first, *(_shift(line, by) for line in others)])


def _shift(line: str, by: int) -> str:
    if not line.strip(_BLANK):
        return line
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _find_dash(text: str, offset: int, column: int) -> int:
    """Return the offset of the dash, in a column, of the item that starts at `offset`."""
    line = line_start(text, offset)
    while not (text.startswith("-", line + column) and not text[line : line + column].strip(" ")):
        line = line_start(text, text.rfind("\n", 0, line))
    return line + column


def _find_top(text: str, start: int, floor: int, column: int, *, is_part: bool) -> int:
    """Return where the comments begin that are directly above an entry and speak of it."""
    top, line = start, line_start(text, start)
    while line > floor and (break_before := text.rfind("\n", 0, line)) >= 0:
        above = line_start(text, break_before)
        comment = _COMMENT_LINE.match(text, above, find_line_end(text, above))
        if above < floor or comment is None or comment.start(1) - above != column or _HEADING.match(comment[1]):
            return start if text.startswith("---", above) else top
        top, line = comment.start(1), above
    # What reaches up to the top of the file speaks of the file.
    return top if is_part or line > 1 else start


def _blank_lines_below(text: str, end: int) -> tuple[int, int]:
    """Count the blank lines below the line that ends at `end`; also return where the line after them starts."""
    count, line = 0, text.find("\n", end) + 1
    while 0 < line < len(text) and not text[line : find_line_end(text, line)].strip(_BLANK):
        following = text.find("\n", line) + 1
        if not following:
            break
        count, line = count + 1, following
    return count, line or len(text)


def _blank_lines_above(text: str, line: int) -> int:
    count = 0
    while line > 0 and not text[(above := text.rfind("\n", 0, line - 1) + 1) : line].strip(_BLANK):
        count, line = count + 1, above
    return count


def _end_of_line_before(text: str, offset: int) -> int:
    """Return the end of the last line with text above the line of `offset`; 0 if there is none."""
    line = line_start(text, offset)
    while line > 0:
        above = line_start(text, text.rfind("\n", 0, line))
        end = find_line_end(text, above)
        if text[above:end].strip(_BLANK):
            return end
        if above >= line:
            break
        line = above
    return 0
