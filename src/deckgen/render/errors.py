"""The error that keeps a deck from being drawn."""

from __future__ import annotations

from deckgen.diagnostics import UserFacingError


class RenderError(UserFacingError):
    """A deck cannot be drawn: a program is missing or failed. The message is shown to the user."""
