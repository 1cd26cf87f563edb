"""table: columns and rows as written, with rows that name a group, indented rows, statuses and arrows."""

from deckgen.ir.blocks import Slide
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._shared import slide
from deckgen.kinds._tables import TableContent, table_block
from deckgen.model import SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: table
title: Grants by year
headline: 82% of grantees come from new communities; only 41% return
columns:
  - Measure
  - FY18/19
  - FY19/20
  - FY20/21
  - Verdict
rows:
  - group: Who receives grants
  - - Grantees from new communities
    - 61%
    - 64%
    - 82%
    - status: on-track
  - sub: of these, for the first time
    cells:
      - 40%
      - 43%
      - {text: 38%, arrow: down}
  - - Grantees who come back
    - 48%
    - 45%
    - {text: 41%, arrow: down}
    - status: off-track
  - group: How fast they get them
  - - Days from request to answer
    - "52"
    - "41"
    - "28"
    - status: on-track
  - - Requests in other languages than English
    - 18%
    - 21%
    - 24%
    - status: at-risk
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
