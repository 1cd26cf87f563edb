"""Key results → whether their texts have room as cards or in a table, estimated from their lengths before layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from deckgen.kinds._card_texts import has_figure, has_own_name, is_plain, progress_to_goal
from deckgen.kinds._measures import stands_under_short_name
from deckgen.kinds._reasons import reasons_in
from deckgen.kinds._shared import character_width
from deckgen.model import RichText
from deckgen.periods import Period
from deckgen.resolve import Measure

MOST_CARDS = 3
_LONGEST_HEADER = 100
"""The characters of a name without a short form that stands over a card."""
_HEIGHT, _WIDTH = 350, 800
"""The room for the cards of a slide in points, and for their texts side by side."""
_ROW_PADDING, _CELL_PADDING = 10, 14
_HEADER, _BAR, _FIGURE = 40.0, 50, 66
"""The height of the names, of a bar with the figure of its goal, and of a large figure."""
_RESULT, _BODY, _SMALL, _SMALLEST = 20, 16, 14, 11
"""The sizes in points: of results, of what else is reported, of the other texts, and the smallest of all."""
_EM, _LINE = 0.5, 1.25
"""The width of a character and the height of a line, by the size of the text."""
_LARGEST_REST = 0.4
"""The largest part of complete cards for texts that brief ones leave off."""
_TIGHTENING = 1.25
"""How much higher cards may be before they shrink."""


def can_be_cards(measures: Sequence[Measure]) -> bool:
    """Return whether the number and form of measures allow cards: up to three without parts and lines, with short names."""
    names = [measure.name for measure in measures if has_own_name(measure)]
    is_short = all(len(name.plain) <= _LONGEST_HEADER for name in names)
    return 0 < len(measures) <= MOST_CARDS and all(map(is_plain, measures)) and is_short


def suits_cards(measures: Sequence[Measure], reported: Period, *, brief: bool) -> bool:
    """Return whether measures have room as cards at sizes that may shrink: with all texts, or those of `brief` ones."""
    if not can_be_cards(measures):
        return False
    if brief:
        return _height(measures, reported, brief=True) <= _HEIGHT * _TIGHTENING
    return _height(measures, reported, brief=False, largest=_SMALLEST + 1) <= _HEIGHT


def suits_complete_cards(measures: Sequence[Measure], reported: Period) -> bool:
    """Return whether measures have room as cards with all of their texts in type of at least 14 points, results of 20.

    What brief cards leave off must not take much of them, since results should prevail.
    """
    if not can_be_cards(measures):
        return False
    complete = _height(measures, reported, brief=False)
    if complete > _HEIGHT:
        return False
    return complete - _height(measures, reported, brief=True) <= complete * _LARGEST_REST


def _height(measures: Sequence[Measure], reported: Period, *, brief: bool, largest: int = _RESULT) -> float:
    """Return about how many points high cards are, in type of at most `largest` points (large figures aside)."""
    width = _WIDTH / len(measures) - _CELL_PADDING
    has_figures = any(has_figure(measure, reported.name) for measure in measures)
    has_bars = any(progress_to_goal(measure, reported) for measure in measures)
    height = _HEADER + (_FIGURE if has_figures else 0) + (_BAR if has_bars else 0)
    for size, texts in _rows(measures, reported, brief=brief):
        shown = min(size, largest)
        lines = max(_line_count(text, width / (shown * _EM)) for text in texts)
        height += lines * shown * _LINE + (_ROW_PADDING if lines else 0)
    return height


def _rows(measures: Sequence[Measure], reported: Period, *, brief: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the size of each row, and its texts side by side."""
    results = [(_result(measure, reported.name), has_figure(measure, reported.name)) for measure in measures]
    yield _RESULT, ["" if is_large else text for text, is_large in results]
    yield _BODY, [text.partition("\n")[2] if is_large else "" for text, is_large in results]
    for name in ("because", "next", "back_on_track"):
        yield _BODY, [_plain([getattr(each, name) for each in reasons_in(m, reported.name)]) for m in measures]
    yield _BODY, [_plain((measure.goal,)) for measure in measures]
    for period in reported.earlier:
        yield _SMALL, [_result(measure, period) for measure in measures]
    yield _SMALL, [_milestones(measure, reported, brief=brief) for measure in measures]
    if not brief:
        yield _SMALL, ["" if has_own_name(measure) else measure.name.plain for measure in measures]
        yield _SMALL, [_plain(measure.baseline) for measure in measures]


def _result(measure: Measure, period: str) -> str:
    result = measure.results.get(period)
    return _plain([line.text for line in result.lines]) if result is not None else ""


def _milestones(measure: Measure, reported: Period, *, brief: bool) -> str:
    later = reported.calendar.names[reported.index + 1 :]
    shown = [text for when, text in measure.milestones.items() if not brief or any(name in when for name in later)]
    return _plain([*shown, *(outlook.text for outlook in measure.coming)])


def _plain(texts: Sequence[RichText | None]) -> str:
    return "\n".join(text.plain for text in texts if text is not None)


def _line_count(text: str, width: float) -> int:
    return sum(max(1, ceil(character_width(line) / width)) for line in text.split("\n")) if text else 0


_TABLE_HEIGHT, _TABLE_WIDTH = 300, 873
"""The room for the rows of a table in points, and its width."""
_NAME_SHARE, _OTHER_SHARES, _EARLIER_SHARE = 4.5, 3.7, 2.2
"""The shares of the width that names, goal and result, and each earlier period take."""


def suits_complete_table(measures: Sequence[Measure], reported: Period) -> bool:
    """Return whether the names of measures with their baselines have room in a table in type of at least 14 points."""
    named = [each for measure in measures for each in (measure, *measure.parts)]
    shares = _NAME_SHARE + _OTHER_SHARES + _EARLIER_SHARE * len(reported.earlier)
    width = (_TABLE_WIDTH * _NAME_SHARE / shares - _CELL_PADDING) / (_SMALL * _EM)
    lines = sum(_line_count(_name_in_full(measure), width) + bool(measure.baseline) for measure in named)
    lines += sum(len(reasons_in(measure, reported.name)) for measure in named)
    return lines * _SMALL * _LINE + _ROW_PADDING * len(named) <= _TABLE_HEIGHT


def _name_in_full(measure: Measure) -> str:
    """Return the name of a measure, after its short one where that stands above it."""
    return f"{measure.short}\n{measure.name.plain}" if stands_under_short_name(measure) else measure.name.plain
