"""The text of a paragraph as a style shows it: its weight, its slant, and capitals."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Run


def styled(runs: tuple[Run, ...], style: TextStyle) -> tuple[Run, ...]:
    """Return the runs of a paragraph with the weight and slant of its style, and in capitals if the style says so."""
    if not (style.bold or style.italic or style.caps):
        return runs
    shown = [replace(r, text=_in_capitals(r.text)) for r in runs] if style.caps else runs
    return tuple([replace(r, bold=r.bold or style.bold, italic=r.italic or style.italic) for r in shown])


def _in_capitals(text: str) -> str:
    """Return the text in capitals, as long as before: a letter whose capital is two letters stays, so that offsets stay right."""
    return "".join([upper if len(upper := letter.upper()) == 1 else letter for letter in text])
