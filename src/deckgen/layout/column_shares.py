"""Widths that columns need → the widths that they get: divisions of a width in EMU among columns, values first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

from deckgen.ir.blocks import Cell, Column
from deckgen.layout.measured_cells import MeasuredCell

_DIGIT = re.compile(r"\d")
_LONGEST_VALUE = 28
"""Up to this number of characters, a text with a digit or a mark, or at the end of its column, is a value."""
_NAME_SLACK = 20
"""The column of the names of rows is wider than its longest line by at most this part of the table, if others can be wider."""
SHORT_VALUE = 14
"""Beside long texts, only values of up to so many characters are not broken: they need little of the width."""


def longest_values(
    cells: Mapping[int, Sequence[MeasuredCell]], columns: Sequence[int], longest: int = _LONGEST_VALUE
) -> dict[int, int]:
    """The width in EMU of the longest value, of up to `longest` characters, in each of `columns` that has values."""
    found: dict[int, int] = {}
    for column in columns:
        by_width = [(each.widths.max_content + each.edges, n) for n, each in enumerate(cells.get(column, ()))]
        values = (width for width, n in sorted(by_width, reverse=True) if is_value(cells[column][n].cell, longest))
        if (value := next(values, None)) is not None:
            found[column] = value
    return found


def is_value(cell: Cell, longest: int = _LONGEST_VALUE) -> bool:
    """Whether each text of a cell is at most `longest` characters, and it ends under others, has a mark, or has a digit."""
    is_found = cell.align == "end" or cell.mark is not None
    for paragraph in cell.paragraphs:
        text = paragraph.plain_text
        if len(text) > longest or not (text.isascii() or _width_in_letters(text) <= longest):
            return False
        is_found = is_found or _DIGIT.search(text) is not None
    return is_found


def _width_in_letters(text: str) -> int:
    """The number of characters of a text; a full-width one counts as two."""
    return len(text) + sum([east_asian_width(char) in "WF" for char in text])


def with_values(minimum: Sequence[int], claims: Sequence[int], values: Mapping[int, int], room: int) -> list[int]:
    """Raise the `minimum` widths of columns to the width of their `values` where the others leave room, narrow ones first.

    `claims` are the widths that the other columns keep.
    """
    result = list(minimum)
    taken = [minimum[i] if i in values else claim for i, claim in enumerate(claims)]
    for i, width in sorted(values.items(), key=lambda pair: pair[1]):
        if width > taken[i] and sum(taken) + width - taken[i] <= room:
            taken[i] = result[i] = width
    return result


def cap_at_one_level(low: Sequence[int], high: Sequence[int], room: int) -> list[int]:
    """Reduce the greatest of the values `high` to one level, none below its `low`, so that their sum is at most `room`."""
    bottom, top = 0, max(high)
    while bottom < top:
        level = (bottom + top + 1) // 2
        if sum(max(a, min(b, level)) for a, b in zip(low, high, strict=True)) <= room:
            bottom = level
        else:
            top = level - 1
    return [max(a, min(b, bottom)) for a, b in zip(low, high, strict=True)]


def with_capped_names(
    widths: list[int],
    columns: Sequence[Column],
    cells: Mapping[int, Sequence[MeasuredCell]],
    longest_lines: Sequence[int],
) -> list[int]:
    """The widths such that names are near the cells beside them, which share what the names need not."""
    aligns = {column: found[-1].cell.align for column, found in cells.items()}
    names = [i for i, c in enumerate(columns) if not c.tight and aligns.get(i) == "start"]
    if not names or any(column.fixed for column in columns):
        return widths
    limit = longest_lines[names[0]] + sum(widths) // _NAME_SLACK
    last = len(columns) - 1
    end = last if columns[last].tight and aligns.get(last) != "end" else last + 1
    return capped(widths, names[0], limit, range(names[0] + 1, end))


def capped(widths: Sequence[int], at: int, limit: int, others: Sequence[int]) -> list[int]:
    """Reduce one of the `widths` to a limit; `others`, by their indices, share what it had more evenly."""
    result = list(widths)
    spare = result[at] - limit
    if spare > 0 and others:
        for n, i in enumerate(others):
            result[i] += spare * (n + 1) // len(others) - spare * n // len(others)
        result[at] = limit
    return result


def distribute_text(room: int, shares: Sequence[float], minimum: Sequence[int], maximum: Sequence[int]) -> list[int]:
    """Divide `room` by `shares`; no part gets more than its maximum while another one has less than its own."""
    if sum(maximum) <= room:
        return distribute(room, shares, maximum)
    result = distribute(room, shares, minimum)
    full: dict[int, int] = {}
    while over := [i for i, width in enumerate(result) if i not in full and width > max(maximum[i], minimum[i])]:
        full |= {i: max(maximum[i], minimum[i]) for i in over}
        rest = [i for i in range(len(shares)) if i not in full]
        parts = distribute(room - sum(full.values()), [shares[i] for i in rest], [minimum[i] for i in rest])
        result = [full.get(i, 0) for i in range(len(shares))]
        for i, width in zip(rest, parts, strict=True):
            result[i] = width
    return result


def distribute(room: int, shares: Sequence[float], minimum: Sequence[int]) -> list[int]:
    """Divide `room` by `shares`, no part below its minimum; in proportion to the minimums if even these don't fit."""
    if sum(minimum) >= room:
        return [max(1, room * part // max(sum(minimum), 1)) for part in minimum]
    open_parts, rest, result = list(range(len(shares))), room, list(minimum)
    while True:
        total = sum([shares[i] for i in open_parts])
        small = [i for i in open_parts if rest * shares[i] / total < minimum[i]]
        if not small:
            break
        rest -= sum([minimum[i] for i in small])
        open_parts = [i for i in open_parts if i not in small]
    for i in open_parts:
        result[i] = int(rest * shares[i] / total)
    return result
