"""before-after: how something was and how it is now, side by side."""

from typing import Self

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Paragraph, Slide, Text
from deckgen.kinds._figures import figure_paragraphs
from deckgen.kinds._shared import heading, item_paragraphs, paragraphs, slide
from deckgen.model import FilledText, Item, PlainText, SlideContent, TextOrFields
from deckgen.resolve import Context

EXAMPLE = """\
kind: before-after
title: Answers to newcomers
headline: A newcomer now waits nine minutes for an answer, not a day
before:
  heading: A year ago
  figure: 26 hours
  text: was the median time until somebody answered a first question.
  points:
    - Questions on forty talk pages
    - Nobody was responsible for them
    - One newcomer in five came back
after:
  heading: Now
  figure: 9 minutes
  text: is the median time in the five wikis that have a mentor list.
  points:
    - One list of all open questions
    - Mentors in eleven time zones
    - Two newcomers in five come back
"""


class Side(TextOrFields):
    """One side: its heading, a figure in large type, a text, points."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [n]} for n in ("figure", "text", "points")]})

    heading: PlainText | None = None
    """The heading; by default “Before” or “After”."""
    figure: FilledText | None = None
    """A figure in large type."""
    text: FilledText | None = None
    """The text of the side."""
    points: tuple[Item, ...] = ()
    """Points under the text."""

    @model_validator(mode="after")
    def _require_content(self) -> Self:
        if self.figure is None and self.text is None and not self.points:
            hint = "write a text, or a `figure`, a `text` or `points` under it"
            raise PydanticCustomError("empty_side", "this side says nothing", {"hint": hint})
        return self


class Content(SlideContent):
    """Two sides of the same form: what was, and what is."""

    label = "Before and after"
    label_in_title = False
    words = {"before": "Before", "after": "After"}
    names_any_period = True

    before: Side
    """How it was: text, or `{heading, figure, text, points}`."""
    after: Side
    """How it is now, or will be: text, or `{heading, figure, text, points}`."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with both sides, before at the start."""
    sides = {"before": content.before, "after": content.after}
    blocks = [Text(name, _side_texts(name, side, context), context.origin.at(name)) for name, side in sides.items()]
    return slide(content, context, "before-after", blocks)


def _side_texts(name: str, side: Side, context: Context) -> tuple[Paragraph, ...]:
    origins = (context.origin.at(name, "heading"),) if side.heading else ()
    return (
        heading(side.heading or context.labels[name], origins=origins),
        *figure_paragraphs(side.figure),
        *paragraphs(side.text),
        *item_paragraphs(side.points),
    )
