"""The exception of the writer; its message is a sentence for the user."""

from __future__ import annotations

from deckgen.diagnostics import UserFacingError


class WriterError(UserFacingError):
    """The package cannot be written; the message states the reason in plain words."""
