"""Statuses outside of tables of measures: the ground of what has one, and the word and mark in a text."""

from __future__ import annotations

from collections.abc import Mapping

from deckgen.ir.blocks import ColourRole, Status

STATUS_GROUNDS: Mapping[Status, ColourRole] = {
    "on-track": "success-tint", "done": "success-tint", "at-risk": "warning-tint", "off-track": "danger-tint",
}  # fmt: skip
"""The ground of a text with a status; one that is no verdict stands on `neutral`."""


def status_ground(status: Status | None) -> ColourRole | None:
    """Return the ground of a text with a status; None for a text without one."""
    return None if status is None else STATUS_GROUNDS.get(status, "neutral")
