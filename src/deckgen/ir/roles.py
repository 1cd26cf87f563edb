"""Words of all content that deckgen draws: the roles of colours, the statuses of results, and the marks of cells."""

from __future__ import annotations

from typing import Literal, get_args

ColourRole = Literal[
    "ink", "white", "muted", "surface", "primary", "success", "warning", "danger", "rule", "neutral",
    "primary-tint", "success-tint", "warning-tint", "danger-tint", "primary-light", "primary-dark",
    "success-fill", "warning-fill", "danger-fill", "primary-text", "on-primary", "dark", "inherited",
]  # fmt: skip
"""The purpose of a colour. The brand defines its value, the writer its slot in the theme.

`primary-text` is text in the primary colour on a page, `on-primary` text on a ground of a strong colour, `inherited` text in the
colour that a placeholder of an organisation's template gives it.
"""
BASE_ROLES: tuple[ColourRole, ...] = (
    "ink", "white", "muted", "surface", "primary", "success", "warning", "danger", "rule", "neutral",
)  # fmt: skip
"""The roles that have a slot in the theme; a tint is made of one of them."""
COLOUR_ROLES: tuple[ColourRole, ...] = get_args(ColourRole)

Status = Literal["on-track", "at-risk", "off-track", "done", "paused", "not-started", "no-data"]
"""The status of a result: shown as a shape, a word and a colour, never as a colour alone."""
STATUSES: tuple[Status, ...] = get_args(Status)

CellMark = Literal[
    "on-track", "at-risk", "off-track", "done", "paused", "not-started", "no-data", "delivered", "milestone", "recommended",
    "low", "medium", "high",
]  # fmt: skip
"""A small native shape at the start of a cell: that of a status, a tick for a delivered result, that of a milestone, or that of
the level of a risk.

`recommended` is for the option that is recommended: a tick that can be read on the primary colour.
"""
