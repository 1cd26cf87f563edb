"""A fault that shows only when a slide is composed: what is wrong, where, and how to mend it."""

from __future__ import annotations

from deckgen.blocks import Origin


class ComposeFault(ValueError):  # noqa: N818 — a fault of the content, not of the program
    """Content that is well formed, but cannot be shown honestly; the pipeline turns it into a diagnostic."""

    def __init__(self, message: str, origin: Origin, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin
        self.hint = hint
