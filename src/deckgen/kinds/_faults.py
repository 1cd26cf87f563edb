"""A fault that shows only when a slide is composed: what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.ir.blocks import Origin


class ComposeFault(ValueError):  # noqa: N818 — a fault of the content, not of the program
    """Content that is well formed, but cannot be shown honestly; the pipeline turns it into a diagnostic.

    `others` are further faults of the same slide: all are told at once.
    """

    def __init__(self, message: str, origin: Origin, hint: str = "", code: str = "chart") -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin
        self.hint = hint
        self.code = code
        self.others: tuple[ComposeFault, ...] = ()


def raise_faults(faults: Sequence[ComposeFault]) -> None:
    """Raise the first of `faults` with the others in its company, if there are any."""
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
