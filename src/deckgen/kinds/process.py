"""process: three to five steps in their order."""

from typing import Annotated

from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Slide, Text
from deckgen.kinds._shared import heading, paragraphs, plain_paragraph, slide
from deckgen.model import PlainText, RichText, SlideContent, TextOrFields
from deckgen.resolve import Context

MIN_STEPS, MAX_STEPS = 3, 5

EXAMPLE = """\
kind: process
title: How a newcomer gets an answer
headline: A first question has its answer within nine minutes
steps:
  - name: Ask
    text: A newcomer asks on the page that raised the question, without looking for a place to ask it.
  - name: Assign
    text: Within one minute, the list offers it to a mentor who is awake and knows the topic.
  - name: Answer
    text: The mentor answers within eight minutes, and sees what the newcomer did before.
  - name: Follow up
    text: After a week, the mentor looks in again, thanks for what went well and suggests a task.
"""


class Step(TextOrFields):
    """One step: its name, and what happens in it."""

    text_field = "name"

    name: PlainText
    """The name of the step, in one to three words."""
    text: RichText | None = None
    """What happens in it."""


class Content(SlideContent):
    """Three to five steps, numbered."""

    label = "Process"
    label_in_title = False
    lasting = SlideContent.lasting | {"steps"}

    steps: Annotated[tuple[Step, ...], Field(min_length=MIN_STEPS, max_length=MAX_STEPS)]
    """Three to five steps: a name, or `{name, text}`."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the steps next to each other, an arrow between each two of them."""
    steps = [(step, context.origin.at("steps", i)) for i, step in enumerate(content.steps)]
    blocks = [Text(f"step-{n}", _step_texts(n, step, at), at) for n, (step, at) in enumerate(steps, 1)]
    layout = "process" if len(steps) == MAX_STEPS else f"process-{len(steps)}"
    return slide(content, context, layout, blocks)


def _step_texts(number: int, step: Step, origin: Origin) -> tuple[Paragraph, ...]:
    """Return the number, the name and the text of a step."""
    name = heading(step.name, origins=(origin.at("name"),))
    return (plain_paragraph(str(number), "number"), name, *paragraphs(step.text))
