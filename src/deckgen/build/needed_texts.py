"""Which texts of slides still need a translation: none, unless a deck is built in another language (`translated`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Slide
from deckgen.model import Deck

NeededTexts = Callable[[Deck, Sequence[Slide]], Sequence[Issue]]
"""The deck that is built and its slides in, an error for each text that they show and that has no current translation out."""


def needs_no_texts(_deck: Deck, _slides: Sequence[Slide]) -> Sequence[Issue]:
    """Return nothing: the deck is shown in the language in which it is written."""
    return ()
