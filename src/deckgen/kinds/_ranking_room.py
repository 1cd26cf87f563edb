"""Judged rows of a scorecard → their reasons that have room on its page, estimated from the lengths of texts before layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from deckgen.kinds._reasons import reason_paragraph, reasons_in
from deckgen.kinds._shared import character_width
from deckgen.resolve import Context, Measure, Reasons, counted_status

_HEIGHT = 265.0
"""The room for the rows of the table, in points."""
_ROW, _LINE = 19.3, 15.0
"""The height of a row of one line at 12 pt, and of each further line, in points."""


class TableRoom(Struct, frozen=True):
    """About how many characters a line of a name, of a goal and of the whole table has, at 12 pt."""

    name: int
    goal: int
    line: int


def shown_reasons(measures: Sequence[Measure], context: Context, room: TableRoom) -> Mapping[int, tuple[Reasons, ...]]:
    """Return the reasons that have room, by the id of the measure: all; else those of the worst; else of these only why."""
    period = context.deck.period.name
    found = {id(measure): (measure, reasons) for measure in measures if (reasons := reasons_in(measure, period))}
    worst = {key: pair for key, pair in found.items() if counted_status(pair[0], period) == "off-track"}
    left = _HEIGHT - sum(_height(_line_count(measure, room)) for measure in measures)
    for chosen in (found, worst):
        for keep in (_unchanged, _only_why):
            shown = {key: tuple(map(keep, reasons)) for key, (_, reasons) in chosen.items()}
            if sum(_reasons_height(reasons, context, room) for reasons in shown.values()) <= left:
                return shown
    return {}


def _unchanged(reasons: Reasons) -> Reasons:
    return reasons


def _only_why(reasons: Reasons) -> Reasons:
    return replace(reasons, next=None, back_on_track=None) if reasons.because is not None else reasons


def _line_count(measure: Measure, room: TableRoom) -> int:
    """Return about how many lines the row of a measure has."""
    goal = measure.goal.plain if measure.goal is not None else ""
    return max(1, _lines(measure.short, room.name), _lines(goal, room.goal))


def _reasons_height(reasons: Sequence[Reasons], context: Context, room: TableRoom) -> float:
    texts = (reason_paragraph(each, context.labels).plain_text for each in reasons)
    return _height(sum(_lines(text, room.line) for text in texts))


def _lines(text: str, length: int) -> int:
    return ceil(character_width(text) / length)


def _height(lines: int) -> float:
    return _ROW + _LINE * (lines - 1)
