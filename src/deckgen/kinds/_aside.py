"""An aside: a chart, a picture, a figure, a quote or remarks beside the text or table of a slide of any kind that allows it.

The kind composes its own blocks as without an aside; here those of the aside are added after them. The layout is that of the
slide, combined with the brand's layout for the aside (`brand.asides`). On continued pages there is no aside.
"""

from collections.abc import Collection, Mapping
from typing import Self

from msgspec.structs import replace
from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._charts import ChartContent, chart_block, with_chart
from deckgen.kinds._figures import LabelledFigure, figure_paragraphs
from deckgen.kinds._pictures import Image, picture_blocks
from deckgen.kinds._quotes import Quote, quote_paragraphs
from deckgen.kinds._shared import item_paragraphs, paragraphs
from deckgen.model import Item, Model, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: table
id: aside
title: Grants by year
headline: Only 25% of the funds go to new communities, down from 37%
columns:
  - Measure
  - FY19/20
  - FY20/21
rows:
  - - Grants to new communities
    - "640"
    - "820"
  - - Share of all funds for new communities
    - 37%
    - 25%
  - - Requests in other languages than English
    - 21%
    - 34%
  - - Grantees who had a grant the year before
    - 55%
    - 62%
  - - Days from request to answer
    - "41"
    - "28"
aside:
  quote:
    text: >-
      We have had a grant every year, and each is smaller than the one before. This one pays for the books of our library, but
      no longer for the room in which our readers meet each week.
    source: Librarian from Rabat
"""
SEPARATOR = "+"
"""Between the name of a layout and that of the aside beside it."""
SLOT, CAPTION = "aside", "aside-caption"
"""The slots of an aside, and of the caption of a picture in it."""
MAX_FIGURE_LENGTH = 7
"""A longer figure (`3 months`) is smaller, so that it stays on one line."""
FORMS = ("chart", "picture", "figure", "quote", "remarks")
"""The fields of an aside, of which it has one; the layout for it is `aside-FIELD`."""


class Aside(Model):
    """What stands beside the text or table of a slide: exactly one of its fields."""

    model_config = ConfigDict(defer_build=False, json_schema_extra={"minProperties": 1, "maxProperties": 1})

    chart: ChartContent | None = None
    """A chart."""
    picture: Image | None = None
    """A picture with its alt text, and perhaps a caption."""
    figure: LabelledFigure | None = None
    """A figure in large type, and its label."""
    quote: Quote | None = None
    """A quote, and who said it."""
    remarks: tuple[Item, ...] = ()
    """Remarks."""

    @property
    def form(self) -> str:
        """The field that it has."""
        return next(name for name in FORMS if getattr(self, name))

    @model_validator(mode="after")
    def _requires_one_form(self) -> Self:
        found = [name for name in FORMS if getattr(self, name)]
        if len(found) != 1:
            written = " and ".join(f"`{name}`" for name in found) or "nothing"
            raise PydanticCustomError(
                "field_choice",
                "an aside has one of `chart`, `picture`, `figure`, `quote` and `remarks`; here it has {written}",
                {"written": written, "hint": "keep one, and put the others on slides of their own"},
            )
        return self


class AsideContent(SlideContent):
    """Base of the content of kinds that may have an aside."""

    aside: Aside | None = None
    """Beside the content, on the first page: a `chart`, a `picture`, a `figure`, a `quote` or `remarks`."""

    @model_validator(mode="after")
    def _rejects_second_chart(self) -> Self:
        if self.aside is not None and getattr(self, "chart", None) is not None:
            raise PydanticCustomError(
                "field_choice",
                "a slide with a `chart` has no `aside`",
                {"hint": "put one of them on a slide of its own", "at": ("aside",)},
            )
        return self


def aside_of(content: SlideContent) -> Aside | None:
    """Return the aside of a slide, if it has one."""
    return content.aside if isinstance(content, AsideContent) else None


def with_aside(
    composed: Slide, content: SlideContent, context: Context, layouts: Mapping[str, Collection[str]]
) -> Slide:
    """Return a slide with the aside of its content; without `layouts` (a brand with errors), or without its picture, as it is.

    Raises ContentError if its chart cannot be drawn.
    """
    aside = aside_of(content)
    if aside is None or not layouts:
        return composed
    origin = context.origin.at("aside", aside.form)
    layout = f"aside-{aside.form}"
    if layout not in layouts:
        message = f"the brand has no layout `{layout}`, which an aside with `{aside.form}` needs"
        hint = f"add layouts/…/{layout}.yaml, or let the brand extend one that has it, as in `extend: wikimedia`"
        return replace(composed, issues=(*composed.issues, make_issue("no-slot", message, origin, hint)))
    charts = [chart_block(aside.chart, context, slot=SLOT, origin=origin)] if aside.chart else []
    blocks = [result.chart for result in charts] or _blocks(aside, context)
    if not blocks:
        return composed
    combined = replace(composed, layout=f"{composed.layout}{SEPARATOR}{layout}", blocks=(*composed.blocks, *blocks))
    return with_chart(combined, *charts)


def _blocks(aside: Aside, context: Context) -> list[Block]:
    """Return the blocks of an aside without a chart; none for a picture that cannot be shown."""
    origin = context.origin.at("aside", aside.form)
    if aside.picture is not None:
        return picture_blocks(aside.picture, context, origin, SLOT, CAPTION)
    if aside.figure is not None:
        value = aside.figure.value
        figure = figure_paragraphs(value) if len(value.plain) <= MAX_FIGURE_LENGTH else paragraphs(value, "lead")
        texts = [*figure, *paragraphs(aside.figure.label, "label")]
    elif aside.quote is not None:
        texts = quote_paragraphs(aside.quote)
    else:
        texts = item_paragraphs(aside.remarks, bulleted=False)
    return [Text(SLOT, tuple(texts), origin)]
