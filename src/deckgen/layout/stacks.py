"""The height of paragraphs that stand below each other."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.layout.measured_text import ParagraphLayout


def stack_height(measured: Sequence[ParagraphLayout]) -> int:
    """Height in EMU of a stack of paragraphs; the first has no space before it."""
    if len(measured) == 1:
        return measured[0].height
    return sum([m.height for m in measured]) + sum([m.space_before for m in measured[1:]])


def brand_stack_height(measured: Sequence[ParagraphLayout]) -> int:
    """The same in the brand's font."""
    if len(measured) == 1:
        return measured[0].brand_height
    return sum([m.brand_height for m in measured]) + sum([m.space_before for m in measured[1:]])
