"""Two records of lines of results → what changed between them: verdicts, figures, texts, and lines that are new or gone.

Each record is read in its own period, so that over a roll a period is compared with the one before, and within a period an
earlier state with a later one. Lines are the same by their ids, else by their names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from msgspec import Struct

from deckgen.ir.roles import Status
from deckgen.model import PeriodResult, RichText
from deckgen.model.records import RecordedLine, RecordedResult
from deckgen.periods import Period
from deckgen.quantities import Figure
from deckgen.resolve.lines import Line
from deckgen.resolve.presented import is_same_result
from deckgen.verdicts import TimeFrame

T = TypeVar("T")
Turn = Literal["worse", "better", "other", ""]
"""How a verdict turned: to a worse or a better one, to or from none or one that is neither, or not at all."""

_RANKS: dict[Status, int] = {"off-track": 0, "at-risk": 1, "on-track": 2, "done": 3}
_BEFORE_FIGURE = " (~≈"
_ALIKE = 0.75
"""From which share of equal characters on two names are taken for the same."""
_MAX_UNPAIRED = 200
"""Up to so many entries without the same id are compared by their names, each with each."""


class RecordedState(Struct, frozen=True):
    """Lines as they were at one time, in the period that was reported then; `language` is that of their texts."""

    lines: Sequence[RecordedLine]
    period: Period
    language: str = "en"


class ResultChange(Struct, frozen=True):
    """One line before and now, each in the period that was reported then.

    `figures` are the main figures of both results, where they can be compared. `turn` is how the verdict turned.
    """

    before: RecordedLine
    now: RecordedLine
    old: RecordedResult | None
    new: RecordedResult | None
    figures: tuple[Figure, Figure] | None
    turn: Turn

    @property
    def is_open(self) -> bool:
        """Whether there was a result and there is none now."""
        return self.new is None and self.old is not None

    @property
    def is_first(self) -> bool:
        """Whether there is a result now and there was none, or none but the statement that there is no data yet."""
        return self.new is not None and (self.old is None or _is_first(self.old, self.new))

    @property
    def has_moved(self) -> bool:
        """Whether the main figure is another one."""
        return self.figures is not None and self.figures[0].value != self.figures[1].value

    @property
    def is_same(self) -> bool:
        """Whether result and verdict are as they were."""
        return not self.turn and is_same_result(self.old, self.new)


class RecordedChanges(Struct, frozen=True):
    """What changed between two states: lines that both have, in the order of the second, and those that only one has."""

    results: tuple[ResultChange, ...]
    added: tuple[RecordedLine, ...]
    removed: tuple[RecordedLine, ...]


def shown_once(lines: Sequence[RecordedLine]) -> list[RecordedLine]:
    """Return lines without those that a second slide shows with another result, whose ids end with ` on SLIDE`."""
    ids = {line.id for line in lines}
    return [line for line in lines if line.id.partition(" on ")[0] not in ids - {line.id}]


def recorded_changes(before: RecordedState, now: RecordedState) -> RecordedChanges:
    """Return what changed between two states of the lines of a deck."""
    pairs = pair_by_likeness(before.lines, now.lines, lambda line: line.id, lambda line: line.name)
    return RecordedChanges(
        tuple(_change(old, before, new, now) for old, new in pairs if old is not None and new is not None),
        tuple(new for old, new in pairs if old is None and new is not None),
        tuple(old for old, new in pairs if new is None and old is not None),
    )


def pair_by_likeness(
    before: Sequence[T], now: Sequence[T], id_of: Callable[[T], str], text_of: Callable[[T], str]
) -> list[tuple[T | None, T | None]]:
    """Pair entries of the same id, then those whose texts are alike; in the order of `now`, then what is gone."""
    old_by_id = {id_of(old): old for old in before}
    pairs = {id_of(new): old_by_id[id_of(new)] for new in now if id_of(new) in old_by_id}
    gone = [old for old in before if id_of(old) not in pairs]
    for new in now:
        if id_of(new) in pairs or not gone or len(gone) > _MAX_UNPAIRED:
            continue
        best = max(gone, key=lambda old: _likeness(text_of(old), text_of(new)))
        if _likeness(text_of(best), text_of(new)) >= _ALIKE:
            pairs[id_of(new)] = best
            gone.remove(best)
    return [*((pairs.get(id_of(new)), new) for new in now), *((old, None) for old in gone)]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one.casefold()[:200], other.casefold()[:200], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0


def _change(old: RecordedLine, before: RecordedState, new: RecordedLine, now: RecordedState) -> ResultChange:
    old_result, new_result = reported(old, before.period), reported(new, now.period)
    figures = _comparable(main_figure(old, before.period, before.language), main_figure(new, now.period, now.language))
    return ResultChange(old, new, old_result, new_result, figures, _turn(old_result, new_result))


def reported(line: RecordedLine, period: Period) -> RecordedResult | None:
    """Return the result of a line in a period; None if it says nothing."""
    result = line.results.get(period.name)
    return result if result is not None and result != RecordedResult() else None


class MainFigure(Struct, frozen=True):
    """The figure of a result, whether the goal has one of its kind, and the words of the result without it."""

    figure: Figure
    has_goal: bool
    words: str


def main_figure(line: RecordedLine, period: Period, language: str) -> MainFigure | None:
    """Return the figure with which a recorded result begins: that of its verdict, or the only one; None if there is none."""
    entries = {name: _entry(result) for name, result in line.results.items() if result.text and name in period.reached}
    read = Line(
        of="", baseline_text=_text(line.baseline), goal_text=_text(line.goal), entries=entries,
        time=TimeFrame(period.calendar.names, str(period.year)), reported=period.name, row_name=line.name, language=language,
    )  # fmt: skip
    statement, entry = read.statement(period.name), entries.get(period.name)
    if statement is None or entry is None or entry.text is None:
        return None
    figure, text = statement.figure, entry.text.plain.lstrip(_BEFORE_FIGURE)
    if not figure.raw or not text.startswith(figure.raw.lstrip(_BEFORE_FIGURE)):
        return None
    goal = read.goal_figure
    has_goal = goal is not None and goal.is_comparable_to(figure)
    return MainFigure(figure, has_goal, " ".join(re.findall(r"[^\W\d]+", text.replace(figure.raw, "", 1).casefold())))


def _comparable(old: MainFigure | None, new: MainFigure | None) -> tuple[Figure, Figure] | None:
    """Return two figures that speak of the same: of the same goal, or with the same words around them."""
    if old is None or new is None or not old.figure.is_comparable_to(new.figure):
        return None
    return (old.figure, new.figure) if new.has_goal or old.words == new.words else None


def _text(text: str | None) -> RichText | None:
    return RichText(text) if text else None


def _entry(result: RecordedResult) -> PeriodResult:
    return PeriodResult.model_construct(text=RichText(result.text or ""))


def _turn(old: RecordedResult | None, new: RecordedResult | None) -> Turn:
    before, now = (result.status if result else None for result in (old, new))
    if old is None or new is None or before == now or _is_first(old, new):
        return ""
    if before in _RANKS and now in _RANKS:
        return "worse" if _RANKS[now] < _RANKS[before] else "better"
    return "other"


def _is_first(old: RecordedResult, new: RecordedResult) -> bool:
    return old.status == "no-data" and new.status != "no-data"


def field_changes(change: ResultChange) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the fields of a line that are other ones now, each with its texts before and now."""
    for field in ("name", "goal", "baseline", "plan", "forecast", "owner"):
        old, new = getattr(change.before, field), getattr(change.now, field)
        if old != new:
            yield field, old, new


def restated(
    change: ResultChange, periods: Sequence[str]
) -> Iterator[tuple[str, RecordedResult | None, RecordedResult | None]]:
    """Yield the results of some periods that are others now: the period, the result before and now."""
    for period in periods:
        old, new = change.before.results.get(period), change.now.results.get(period)
        if not is_same_result(old, new):
            yield period, old, new
