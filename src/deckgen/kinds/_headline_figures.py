"""A headline and the texts of its slide → which of its figures stands large beside which text.

Readers who look up from the headline see at once where the slide speaks of its figure (`4x`, `more than 1 million`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deckgen.ir.blocks import Paragraph
from deckgen.kinds._figures import with_small_words
from deckgen.kinds._shared import Origins, plain_paragraph
from deckgen.kinds._stated_figures import Stated, stated_figures
from deckgen.quantities import start_of_bound

Texts = Sequence[Paragraph]


def headline_figures(
    texts: Sequence[Texts], headline: str | None, language: str, style: str
) -> Mapping[int, tuple[Paragraph, ...]]:
    """Return for the number of a text the figure of the headline that it is the first to state, in a style.

    Words that limit the figure (`more than`) are small above it. A text has one figure at most, and a small whole number
    without a unit is none: alone, it does not say what it counts.
    """
    found: dict[int, tuple[Paragraph, ...]] = {}
    if not headline:
        return found
    stated = [[one for text in own for one in stated_figures(text.plain_text, language)] for own in texts]
    for figure in stated_figures(headline, language):
        same = (n for n, own in enumerate(stated) if any(figure.is_same_as(one) for one in own))
        at = None if figure.noun else next(same, None)
        if at is not None and at not in found:
            origins = next((text.origins for text in texts[at]), ())
            found[at] = _large(headline, figure, language, style, origins)
    return found


def _large(headline: str, figure: Stated, language: str, style: str, origins: Origins) -> tuple[Paragraph, ...]:
    bound = headline[start_of_bound(headline, figure.start, language) : figure.start].strip()
    value = with_small_words(plain_paragraph(headline[figure.start : figure.end], style, origins=origins))
    return (plain_paragraph(bound, "small", origins=origins), value) if bound else (value,)
