"""Statuses that texts state, statuses of several lines in one, and the direction of a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from deckgen.ir.roles import Status
from deckgen.quantities import Figure, without_markup
from deckgen.verdicts.types import Verdict

_STATUS_WORDS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"(?:currently\s+)?paused\b", re.IGNORECASE), "paused"),
    (re.compile(r"no data\b", re.IGNORECASE), "no-data"),
)
_WORST_FIRST: tuple[Status, ...] = ("off-track", "at-risk", "no-data", "paused", "not-started", "on-track", "done")


def stated_status(text: str) -> Status | None:
    """Return the status that a text states in words: “paused …” and “no data yet …”; None for any other text."""
    plain = without_markup(text).strip()
    for pattern, status in _STATUS_WORDS:
        if pattern.match(plain):
            return status
    return None


def row_status(statuses: Sequence[Status | None]) -> Status | None:
    """Return the status of a row with several lines: off track as soon as one is, otherwise the worst if each line has one."""
    if "off-track" in statuses:
        return "off-track"
    return next((status for status in _WORST_FIRST if status in statuses), None) if None not in statuses else None


def change_direction(before: Figure | None, now: Figure | None) -> Literal["up", "down"] | None:
    """Return the direction in which a value changed; None if it did not, or if the two differ in unit or basis."""
    if before is None or now is None or before.value == now.value or not before.is_comparable_to(now):
        return None
    return None if before.upper is not None or now.upper is not None else "up" if now.value > before.value else "down"


def as_presented(computed: Verdict, status: Status | None) -> Verdict:
    """Return the verdict of an earlier period whose result was presented with a status (None: not presented, or changed since).

    What the author excludes today has none.
    """
    if status in {None, computed.status} or computed.cause == "excluded":
        return computed
    return Verdict(
        status, "presented", "it was presented so, and the result is still the same", computed.figure, computed.total
    )
