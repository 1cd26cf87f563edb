"""What the writer says when it cannot write: one exception, its text a sentence for the person at the keyboard."""

from __future__ import annotations

from deckgen.diagnostics import UserFacingError


class WriterError(UserFacingError):
    """The package cannot be written, for the reason that the message tells in plain words."""
