"""Content model of one figure in large type."""

from __future__ import annotations

from deckgen.model import FilledText, RichText, TextOrFields


class LabelledFigure(TextOrFields):
    """A figure as it should appear, and its label."""

    text_field = "value"

    value: FilledText
    """The figure as it should appear."""
    label: RichText | None = None
    """The label: what the figure means."""
