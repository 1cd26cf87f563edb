"""A text and the place of a figure in it → where the words before it that limit it (`more than`, `at least`) begin."""

from __future__ import annotations

import re

from deckgen.quantities.lexicon import fold
from deckgen.quantities.memory import load_lexicon

_CLASSES = frozenset({"at-least", "more-than", "at-most", "less-than", "about", "almost"})
_FARTHEST = 40
"""So many characters before a figure the words that limit it begin at most."""
_WORD_START = re.compile(r"(?<!\w)\w")


def start_of_bound(text: str, figure: int, language: str) -> int:
    """Return where the words that limit the figure at an offset begin, directly before it; the offset if there are none."""
    folded, lexicon = fold(text[:figure], language), load_lexicon(language)
    for word in _WORD_START.finditer(folded, max(figure - _FARTHEST, 0)):
        phrase = lexicon.phrase_at(folded, word.start())
        if phrase is not None and phrase.classes & _CLASSES and not folded[word.start() + len(phrase.text) :].strip():
            return word.start()
    return figure
