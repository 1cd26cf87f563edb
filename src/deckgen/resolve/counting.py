"""Counting: measures in; their rows, and how many of these have which status, out. Scorecard and status charts use nothing else.

A row counts once, whatever it holds: one with several lines by its own status, a measure that only its parts have results of by
these. A step that was delivered is no verdict on the whole, so it has no status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from deckgen.ir.roles import Status
from deckgen.resolve.types import Measure

JUDGED: tuple[Status, ...] = ("off-track", "at-risk", "on-track", "done")
"""The statuses that are verdicts, worst first. The others say why there is none: the row is set aside."""
SET_ASIDE: tuple[Status, ...] = ("paused", "not-started", "no-data")
"""The statuses that are none."""


class StatusCount(Struct, frozen=True):
    """How many rows there are, and how many of them have each status."""

    total: int
    by_status: Mapping[Status, int]

    def of(self, *statuses: Status) -> int:
        """Return how many rows have one of several statuses."""
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def judged(self) -> int:
        """How many rows have a verdict."""
        return self.of(*JUDGED)

    @property
    def set_aside(self) -> int:
        """How many rows have a status that is no verdict."""
        return self.of(*SET_ASIDE)

    @property
    def known(self) -> int:
        """How many rows have a status."""
        return self.judged + self.set_aside


class ShownRow(Struct, frozen=True):
    """A row of a scorecard; a heading is a measure whose parts alone have results, and is not counted."""

    measure: Measure
    depth: int = 0
    is_heading: bool = False


def shown_rows(measure: Measure, period: str, depth: int = 0) -> Iterator[ShownRow]:
    """Yield the row of a measure, followed by those of its parts if it has no result of its own."""
    own = measure.results.get(period)
    is_heading = bool(measure.parts) and (own is None or own.is_open)
    yield ShownRow(measure, depth, is_heading)
    if is_heading:
        for part in measure.parts:
            yield from shown_rows(part, period, depth + 1)


def counted_status(measure: Measure, period: str) -> Status | None:
    """Return the status by which a row counts."""
    result = measure.results.get(period)
    return result.status if result is not None else None


def count_statuses(measures: Iterable[Measure], period: str) -> StatusCount:
    """Count the rows of measures by their status in a period."""
    rows = [row.measure for measure in measures for row in shown_rows(measure, period) if not row.is_heading]
    counts = Counter(counted_status(row, period) for row in rows)
    return StatusCount(len(rows), {status: number for status, number in counts.items() if status is not None})
