"""overview: the current state, with progress and challenges, key deliverables and actions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Block, Paragraph, Run, Slide, Text
from deckgen.kinds._shared import heading, item_paragraphs, paragraphs, room_of, slide
from deckgen.model import Item, RichText, SlideContent, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: overview
title: Community growth
headline: More readers stay, and two launches are ahead of plan
overview: >-
  8.1% more readers came back than a year ago, three points more than planned, while search and the mentor list were
  released a month early.
progress:
  - Returning readers grew in every region but Oceania, where two partners ended their campaigns.
  - "**Search** answers twice as fast as a year ago, in all languages."
  - "**Mentors** answered 1,340 questions, half more than in Q1; those in small communities still wait a day."
  - >-
    **The reader survey** is a month late: two of its questions were understood differently in each of the four countries
    in which they were tested.
  - "**Editing on phones** is what newcomers miss most; its first tests begin in Q3 on three wikis."
key_deliverables:
  - Faster search, on all wikis
  - Mentor list, on five wikis
  - Page previews, on 280 wikis
  - Reader survey, tested in four countries
actions:
  - Move the survey to March, before planning begins
  - Call for 200 more mentors by the end of Q3
  - Agree with new partners on campaigns in Oceania
"""
_INLINE_EXAMPLE = """\
kind: overview
title: Community growth
headline: Six of eight deliverables are out, and more readers stay
overview: >-
  8.1% more readers came back than a year ago, three points more than planned, while search and the mentor list were
  released a month early.
progress:
  - Returning readers grew in every region but Oceania, where two partners ended their campaigns.
  - "**Search** answers twice as fast as a year ago, in all languages."
  - "**Mentors** answered 1,340 questions, half more than in Q1; those in small communities still wait a day."
  - >-
    **The reader survey** is a month late: two of its questions were understood differently in each of the four countries
    in which they were tested.
  - "**Editing on phones** is what newcomers miss most; its first tests begin in Q3 on three wikis."
key_deliverables:
  - Faster search
  - Mentor list
  - Page previews
  - Mobile tables
  - Upload help
  - Talk pages
  - Reader survey
  - Second call for mentors
actions:
  - Move the survey to March so that its results are ready for planning
  - Call for 200 more mentors before the end of Q3, first in small communities
  - Agree with new partners on campaigns in Oceania
  - Test editing on phones with newcomers of three wikis
"""

INLINE = "inline"
"""The variant with the deliverables in one paragraph, which leaves room for the actions."""
_FEW, _SHORT = 4, 40
"""So many deliverables are short as a list, and so many characters are the most of a name."""
_SEPARATOR = "\u00a0· "


class Content(SlideContent):
    """The current state in a paragraph; progress, deliverables and actions as lists."""

    label = "Overview"
    variants = (
        Variant(
            INLINE,
            "more than four deliverables that are names only",
            lambda content, _: content.has_names_only,
            example=_INLINE_EXAMPLE,
        ),
    )
    words = {"progress": "Progress and challenges", "key-deliverables": "Key deliverables", "actions": "Actions"}

    overview: RichText | None = None
    """The current state, in a paragraph."""
    progress: tuple[Item, ...] = ()
    """Progress and challenges."""
    key_deliverables: tuple[Item, ...] = ()
    """What was or will be delivered."""
    actions: tuple[Item, ...] = ()
    """The actions that are taken."""

    @property
    def has_names_only(self) -> bool:
        """Whether the deliverables are several names, which are read as well in one paragraph as in a list."""
        names = [item.text for item in self.key_deliverables if not (item.lead or item.bullets or item.numbered)]
        if not _FEW < len(names) == len(self.key_deliverables):
            return False
        return all(name and len(name.paragraphs) == 1 and room_of(name) <= _SHORT for name in names)


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with overview and progress at the left, deliverables and actions in a panel at the right."""
    labels = context.labels
    progress = paragraphs(content.overview, "lead")
    if content.progress:
        progress += [heading(labels["progress"]), *item_paragraphs(content.progress, bulleted=False, style="body")]
    blocks: list[Block] = [Text("progress", tuple(progress), context.origin)] if progress else []
    if content.key_deliverables:
        listed = item_paragraphs(content.key_deliverables)
        texts = [_in_one_paragraph(listed)] if context.variant == INLINE and listed else listed
        bulleted = (heading(labels["key-deliverables"]), *texts)
        blocks.append(Text("deliverables", bulleted, context.origin.at("key_deliverables")))
    if content.actions:
        bulleted = (heading(labels["actions"]), *item_paragraphs(content.actions))
        blocks.append(Text("actions", bulleted, context.origin.at("actions")))
    return slide(content, context, "overview", blocks)


def _in_one_paragraph(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """Return the texts of paragraphs one after the other, with dots between them."""
    first, *others = paragraphs
    runs = [*first.runs, *(run for paragraph in others for run in (Run(_SEPARATOR), *paragraph.runs))]
    origins = tuple(origin for paragraph in paragraphs for origin in paragraph.origins)
    return replace(first, runs=tuple(runs), bullet=None, origins=origins)
