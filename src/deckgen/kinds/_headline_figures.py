"""A headline and the texts of its slide → which of its figures stands large beside which text.

Readers who look up from the headline see at once where the slide speaks of its figure (`4x`, `more than 1 million`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph, Run
from deckgen.kinds._figures import with_small_words
from deckgen.kinds._openings import MAX_OPENING
from deckgen.kinds._shared import Origins, character_width, plain_paragraph
from deckgen.kinds._stated_figures import Stated, stated_figures
from deckgen.quantities import start_of_bound

Texts = Sequence[Paragraph]
CALLOUT = "callout"
"""The style of a figure in one of several rows; other styles are those of a figure that stands alone."""
_BOUND = "small"
"""The style of words that limit a figure, where they stand above it."""
_LONGEST_BEFORE_TEXT = 6.5
"""So many digits a figure before its text may be long: a longer one would leave the text a narrow column."""
_LONGEST_UNDER_LABEL = 10.5
"""The same for a figure under a label, about a quarter of the row (`$2,823,402`). Words before it stand above a longer one."""


def headline_figures(
    texts: Sequence[Texts], headline: str | None, language: str, style: str, longest: float = _LONGEST_BEFORE_TEXT
) -> Mapping[int, tuple[Paragraph, ...]]:
    """Return for the number of a text the figure of the headline that it is the first to state, in a style.

    Words that limit the figure (`more than`) are small: in a row before it, if both are short, else above it. A text has one
    figure at most. A small whole number without a unit is none: alone, it does not say what it counts. Nor is a figure in a row
    that is longer than the `longest` digits.
    """
    found: dict[int, tuple[Paragraph, ...]] = {}
    if not headline:
        return found
    stated = [
        (n, text, one)
        for n, own in enumerate(texts)
        for text in own
        for one in stated_figures(text.plain_text, language)
    ]
    for figure in stated_figures(headline, language):
        same = ((n, text) for n, text, one in stated if figure.is_same_as(one))
        at, text = (None, None) if figure.noun else next(same, (None, None))
        if at is not None and text is not None and at not in found:
            large = _large(headline, figure, language, style, _origins(text, figure, language))
            if style != CALLOUT or _length(large) <= longest:
                found[at] = large
    return found


def figures_under_labels(
    texts: Sequence[Texts], headline: str | None, language: str
) -> list[tuple[tuple[Paragraph, ...], Texts]]:
    """Return for each text beside a label the figure of the headline that stands under the label, if any, and the text.

    The first sentence of a text that states the figure leads, unless it is long or in a list.
    """
    figures = headline_figures(texts, headline, language, CALLOUT, _LONGEST_UNDER_LABEL)
    leading = headline_figures([text[:1] for text in texts], headline, language, CALLOUT, _LONGEST_UNDER_LABEL)
    return [(figures.get(n, ()), _led(text) if n in figures and n in leading else text) for n, text in enumerate(texts)]


def _led(text: Texts) -> Texts:
    first, *details = text
    if first.bullet is not None or character_width(first.plain_text) > MAX_OPENING:
        return text
    return (replace(first, style="lead"), *details)


def _length(figure: Texts) -> float:
    """Return the length of a figure in its own digits; small words take half of their characters."""
    return sum(len(run.text) / (2 if run.small or text.style == _BOUND else 1) for text in figure for run in text.runs)


def _origins(text: Paragraph, figure: Stated, language: str) -> Origins:
    """Return where a figure was written: a text after its lead in bold has the origins of both."""
    if len(text.origins) < 2:
        return text.origins
    is_in_lead = any(one.is_same_as(figure) for one in stated_figures(text.runs[0].text, language))
    return text.origins[:1] if is_in_lead else text.origins[1:]


def _large(headline: str, figure: Stated, language: str, style: str, origins: Origins) -> tuple[Paragraph, ...]:
    bound = headline[start_of_bound(headline, figure.start, language) : figure.start].strip()
    value = with_small_words(plain_paragraph(headline[figure.start : figure.end], style, origins=origins))
    if not bound:
        return (value,)
    in_row = replace(value, runs=(Run(f"{bound}\u00a0", small=True), *value.runs))
    if style == CALLOUT and _length((in_row,)) <= _LONGEST_BEFORE_TEXT:
        return (in_row,)
    return plain_paragraph(bound, _BOUND, origins=origins), value
