"""text: prose in one column, or in two columns with headings."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Slide, Text
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._shared import heading, paragraphs, slide
from deckgen.model import FilledText, PlainText, TextOrFields
from deckgen.resolve import Context

COLUMN_COUNT = 2
"""Three columns of prose would be too narrow to read; `drill-down` has three."""

EXAMPLE = """\
kind: text
title: Why newcomers leave
headline: 52% of newcomers ask a question, and most wait over a day
columns:
  - heading: What we saw
    text: >-
      **52% of newcomers** ask a question in their first week. Of these, 61% wait for more than a day, and most never edit again.

      **A fast answer** brings back twice as many of them, on every one of the five wikis.

      **Two in three questions** are about sources, edits that were undone, and pictures.

      **At night**, when four in ten of them write, few mentors are awake.
  - heading: What we take from it
    text: >-
      A fast answer matters more than one that is perfect:

      1. Mentors in all time zones come first, then helpers.
      2. Help pages answer the three topics that come up most. Newcomers test them in January.
      3. A survey in Q3 asks the newcomers who left what would have kept them.
"""


class TextColumn(TextOrFields):
    """The text of a column, perhaps with a heading."""

    heading: PlainText | None = None
    """The heading of the column."""
    text: FilledText
    """The text of the column."""


class Content(AsideContent):
    """Prose in one column (`text`), or next to each other in two (`columns`)."""

    label = "Text"
    label_in_title = False

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["text"]}, {"required": ["columns"]}],
            "dependencies": {"columns": {"properties": {"text": False}}},
        }
    )

    text: FilledText | None = None
    """The text, in one column; an empty line begins a new paragraph."""
    columns: Annotated[tuple[TextColumn, ...], Field(min_length=COLUMN_COUNT, max_length=COLUMN_COUNT)] = ()
    """Two columns instead: text, or `{heading, text}`."""

    @model_validator(mode="after")
    def _requires_text_or_columns(self) -> Self:
        if (self.text is None) == (not self.columns):
            hint = "write prose in one column under `text:`, two columns as a list under `columns:`"
            raise PydanticCustomError("field_choice", "this slide needs either `text` or `columns`", {"hint": hint})
        return self


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the prose in one column or in two."""
    if content.text is not None:
        text = Text("text", tuple(paragraphs(content.text)), context.origin.at("text"))
        return slide(content, context, "text", (text,))
    columns = ((column, context.origin.at("columns", i)) for i, column in enumerate(content.columns))
    blocks = [Text(f"column-{n}", _column_texts(column, at), at) for n, (column, at) in enumerate(columns, 1)]
    return slide(content, context, f"text-{len(blocks)}", blocks)


def _column_texts(column: TextColumn, origin: Origin) -> tuple[Paragraph, ...]:
    """Return the heading of a column, if it has one, and its text."""
    name = [heading(column.heading, origins=(origin.at("heading"),))] if column.heading else []
    return (*name, *paragraphs(column.text))
