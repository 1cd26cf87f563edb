"""What keeps a deck from being drawn."""

from __future__ import annotations

from deckgen.diagnostics import UserFacingError


class RenderError(UserFacingError):
    """A deck cannot be drawn: a program is missing, or gave up. Its text is told to the user as it is."""
