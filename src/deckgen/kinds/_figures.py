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
_LONGEST_UNBROKEN = 12
"""The number of characters of a figure that takes one line (`3 of 4`, `12 / 15`)."""


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
    """Return a figure on one line (`3 of 4`) whose words behind it are small; `%`, `x` and currency signs keep its size."""
    figure, text = _unbroken(figure), figure.plain_text
    words = _WORDS_BEHIND.search(text)
    if words is None or not any(char.isdigit() for char in text) or any(map(_is_currency, words.group())):
        return figure
    pieces = split_runs(figure.runs, (words.start(),))
    return replace(figure, runs=tuple(replace(run, small=start >= words.start()) for run, start, _ in pieces))


def _unbroken(figure: Paragraph) -> Paragraph:
    """Return a short figure that ends with a number with no-break spaces, so that it gets smaller rather than take two lines."""
    text = figure.plain_text
    if len(text) > _LONGEST_UNBROKEN or not text[:1].isdigit() or not text[-1:].isdigit():
        return figure
    return replace(figure, runs=tuple(replace(run, text=run.text.replace(" ", "\u00a0")) for run in figure.runs))


def _is_currency(char: str) -> bool:
    return unicodedata.category(char) == "Sc"
