"""highlights: up to four large figures with labels, remarks under them, and perhaps a chart next to them."""

import re
from typing import Annotated

from msgspec.structs import replace
from pydantic import Field

from deckgen.ir.blocks import MARK, Block, Paragraph, Slide, Text
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._charts import ChartContent, ChartResult, chart_block, with_chart
from deckgen.kinds._figures import figure_paragraphs
from deckgen.kinds._shared import in_status_colour, item_paragraphs, paragraphs, slide, status_word
from deckgen.line_breaking.units import WORD_JOINER, has_spaced_scripts_only
from deckgen.model import Item, Model, RichText, Variant
from deckgen.model.verdict_fields import StatusField
from deckgen.reader.scripts import WITHOUT_BLANKS
from deckgen.resolve import Context

MAX_FIGURES = 4
"""More figures next to each other would not be large."""
_MAX_UNBROKEN = 12
"""The characters of a figure that is not broken."""

EXAMPLE = """\
kind: highlights
title: Features for newcomers
headline: 27% more newcomers edit within a day; the goal is 30%
figures:
  - value: "17"
    label: Wikipedias have the features, two more than planned
    status: on-track
  - value: 61,000
    label: suggested edits made, of 80,000 planned for the year
    status: on-track
  - value: +27%
    label: newcomers who edit within a day; the goal is +30%
    status: at-risk
remarks:
  - Suggested edits are undone less often than others, 4% against 9%.
  - Newcomers on phones find the features only in the menu; a link on the first page follows in Q3.
  - The features come to ten more languages in Q3, the first of them Bengali and Swahili.
"""
_FIGURES_EXAMPLE = """\
kind: highlights
title: Features for newcomers
headline: Few newcomers use the features on phones
figures:
  - value: 12%
    label: |-
      of newcomers on phones use the features; the goal is 25%

      A link on the first page follows in Q3
    status: off-track
  - value: 61,000
    label: |-
      suggested edits made since July, of 80,000 planned

      Only 4% of them are undone; of other edits, 9%
    status: on-track
  - value: "17"
    label: |-
      Wikipedias have the features, two more than planned

      Eight of ten newcomers begin on one of these
    status: on-track
"""


class Figure(Model):
    """A figure as it should appear, and its label."""

    value: RichText
    """The figure as it should appear, in large type."""
    label: RichText | None = None
    """The label: what the figure means."""
    status: StatusField | None = None
    """The status of the figure: it has its colour, and the word of the status stands with it."""


class Content(AsideContent):
    """One to four figures."""

    label = "Highlights"
    variants = (
        Variant(
            "figures",
            "figures without remarks and without a chart",
            lambda content, _: not content.remarks and content.chart is None,
            example=_FIGURES_EXAMPLE,
        ),
    )

    figures: Annotated[tuple[Figure, ...], Field(min_length=1, max_length=MAX_FIGURES)]
    """One to four figures."""
    remarks: tuple[Item, ...] = ()
    """Remarks under the figures."""
    chart: ChartContent | None = None
    """A chart next to the figures."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the figures in a row (four alone, or next to a chart, two by two), and the remarks under them."""
    blocks: list[Block] = []
    charts: list[ChartResult] = []
    is_marked = all(figure.status for figure in content.figures)
    for number, figure in enumerate(content.figures, 1):
        texts = _texts(figure, context, is_marked=is_marked)
        blocks.append(Text(f"figure-{number}", texts, context.origin.at("figures", number - 1)))
    if content.remarks:
        blocks.append(Text("remarks", tuple(item_paragraphs(content.remarks)), context.origin.at("remarks")))
    layout = "highlights-chart" if content.chart else "highlights"
    if len(content.figures) < MAX_FIGURES:
        layout += f"-{len(content.figures)}"
    if content.chart:
        charts.append(chart_block(content.chart, context, has_large_value=False))
    blocks += [result.chart for result in charts]
    return with_chart(slide(content, context, layout, blocks), *charts)


def _texts(figure: Figure, context: Context, *, is_marked: bool) -> tuple[Paragraph, ...]:
    """Return the figure and its label; a figure with a status has its colour, and the word of the status stands with it.

    Words that are marked come first, so that all programs draw them beside their marks; others stand under the figure.
    """
    value, label = [_on_one_line(p) for p in figure_paragraphs(figure.value)], paragraphs(figure.label, "label")
    if figure.status is None:
        return (*value, *label)
    word = status_word(context.labels[figure.status], figure.status)
    coloured = [in_status_colour(p, figure.status) for p in value]
    return (replace(word, bullet=MARK), *coloured, *label) if is_marked else (*coloured, word, *label)


def _on_one_line(figure: Paragraph) -> Paragraph:
    """Return a short figure whose words stay on one line ("of 350K", "pts"), so that it becomes smaller and does not break."""
    if len(figure.plain_text) > _MAX_UNBROKEN:
        return figure
    return replace(figure, runs=tuple(replace(run, text=_unbroken(run.text)) for run in figure.runs))


def _unbroken(text: str) -> str:
    """Return a text that stays on one line, also in scripts whose lines end between any two letters or words without a blank."""
    bound = text.replace(" ", "\u00a0")
    if has_spaced_scripts_only(text):
        return bound
    return re.sub(rf"(?<=[{WITHOUT_BLANKS}])(?=[{WITHOUT_BLANKS}])(?=\w)", WORD_JOINER, bound)
