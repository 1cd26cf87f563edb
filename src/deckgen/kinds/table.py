"""table: columns and rows as written, with rows that name a group, indented rows, statuses and arrows."""

from __future__ import annotations

from deckgen.ir.blocks import Slide
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._shared import slide
from deckgen.kinds._tables import TableContent, table_block
from deckgen.model import SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: table
title: Grants by year
columns:
  - Measure
  - FY19/20
  - FY20/21
  - Verdict
rows:
  - group: Who receives grants
  - - Grantees from new communities
    - 64%
    - 82%
    - status: on-track
  - sub: of these, for the first time
    cells:
      - 43%
      - {text: 38%, arrow: down}
"""


class Content(AsideContent, TableContent):
    """A slide with one table."""

    label = "Table"
    title_states = "topic"
    label_in_title = False
    names_any_period = True
    lasting = SlideContent.lasting | {"columns"}


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with only the table."""
    title = content.headline or content.title or context.section.title
    return slide(content, context, "table", (table_block(content, context, context.origin, slot="table", title=title),))
