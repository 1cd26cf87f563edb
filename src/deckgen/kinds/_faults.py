"""Issues that are found only while a slide is composed: what is wrong, where, and how to fix it."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.ir.blocks import Origin


class ComposeFault(ValueError):  # noqa: N818 — an issue of the content, not an error of the program
    """Content that is valid but would be misleading if shown; the pipeline turns it into a diagnostic.

    `others` are further issues of the same slide, so that all are reported at once.
    """

    def __init__(self, message: str, origin: Origin, hint: str = "", code: str = "chart") -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin
        self.hint = hint
        self.code = code
        self.others: tuple[ComposeFault, ...] = ()


def raise_faults(faults: Sequence[ComposeFault]) -> None:
    """Raise the first of `faults` with the rest as its `others`; return if there are none."""
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
