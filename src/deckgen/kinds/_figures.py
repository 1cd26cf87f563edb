"""Figures in large type: their content model, and the words behind their numbers, which are small."""

import re
import unicodedata

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.kinds._shared import paragraphs, split_runs
from deckgen.model import FilledText, RichText, TextOrFields

_WITHOUT_CASE = r"[^\W\d_\u0000-\u058f]"
"""A letter of a script without capitals, in which a unit may be one letter."""
_WORDS_BEHIND = re.compile(
    rf"(?:(?<=\S)\s+(?=[^\d\n]*(?:[^\W\d_]{{2}}|{_WITHOUT_CASE}))|(?<=[\d%])(?={_WITHOUT_CASE}))[^\d\n]+$"
)
"""What follows the last number of a text, if there is a word in it (`points`, `million`, `人`)."""


class LabelledFigure(TextOrFields):
    """A figure as it should appear, and its label."""

    text_field = "value"

    value: FilledText
    """The figure as it should appear."""
    label: RichText | None = None
    """The label: what the figure means."""


def figure_paragraphs(text: RichText | None) -> list[Paragraph]:
    """Return a text as a figure in large type, with small words behind its number."""
    return [with_small_words(paragraph) for paragraph in paragraphs(text, "figure")]


def with_small_words(figure: Paragraph) -> Paragraph:
    """Return a figure whose words behind the last number are small; `%`, `x` and currency signs keep its size."""
    text = figure.plain_text
    words = _WORDS_BEHIND.search(text)
    if words is None or not any(char.isdigit() for char in text) or any(map(_is_currency, words.group())):
        return figure
    pieces = split_runs(figure.runs, (words.start(),))
    return replace(figure, runs=tuple(replace(run, small=start >= words.start()) for run, start, _ in pieces))


def _is_currency(char: str) -> bool:
    return unicodedata.category(char) == "Sc"
