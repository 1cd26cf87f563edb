"""overview: the current state, with progress and challenges, key deliverables and actions."""

from msgspec.structs import replace

from deckgen.ir.blocks import Block, Cell, Row, Slide, Table, Text
from deckgen.kinds._headline_figures import CALLOUT, figures_under_labels
from deckgen.kinds._item_labels import label_columns, labelled_items, room_of_items
from deckgen.kinds._openings import with_details
from deckgen.kinds._shared import heading, item_paragraphs, paragraphs, plain_paragraph, room_of, slide, table_alt
from deckgen.model import Item, RichText, SlideContent, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: overview
title: Community growth
headline: More readers stay, and two launches came a month early
overview: >-
  8.1% more readers came back than a year ago, three points more than planned.
progress:
  - "**Search** was released a month early, and answers twice as fast as a year ago in all languages."
  - "**The mentor list** came a month early, too. Mentors answered 1,340 questions, half more than in Q1."
  - "**The reader survey** is a month late: readers in four countries understood two of its questions differently."
  - "**Editing on phones** is what newcomers miss most; its first tests begin in Q3 on three wikis."
key_deliverables:
  - Faster search, on all wikis
  - Mentor list, on five wikis
  - Page previews, on 280 wikis
  - "Reader survey, **a month late**"
actions:
  - Move the survey to March, before planning begins
  - Call for 200 more mentors in Q3
  - Agree with new partners on campaigns in Oceania
"""
_HALVES_EXAMPLE = """\
kind: overview
title: Community growth
headline: More readers stay, and two launches came a month early
overview: >-
  8.1% more readers came back than a year ago, three points more than planned.
progress:
  - Returning readers grew in every region but Oceania.
  - "**Search** was released a month early, and answers in half the time."
  - "**The mentor list** came a month early, too. Mentors answered half more questions than in Q1."
  - "**The reader survey** is a month late: two of its questions were understood differently."
  - "**Editing on phones** is what newcomers miss most. Its first tests begin on three wikis."
key_deliverables:
  - Faster search
  - Mentor list
  - Page previews
  - Mobile tables
  - Upload help
  - Talk pages
  - "Reader survey, **late**"
  - Call for mentors
actions:
  - Move the survey to March, before planning begins
  - Call for 200 more mentors in Q3
  - Agree with new partners on campaigns in Oceania
"""
_LABELS_EXAMPLE = """\
kind: overview
title: Community growth
headline: More readers stay, and two launches came a month early
overview: 8.1% more readers came back than a year ago, three points more than planned.
progress:
  - lead: Search
    text: Released a month early; answers come twice as fast.
  - lead: Mentor list
    text: A month early, too, and in use on five wikis.
  - lead: Survey
    text: A month **late**, since readers understood two of its questions differently.
key_deliverables:
  - Faster search
  - Mentor list
  - Page previews
  - Mobile tables
  - Talk pages
  - "Reader survey, **late**"
actions:
  - Move the survey to March so that its results are ready for planning
  - Call for 200 more mentors in Q3
  - Agree with new partners on campaigns in Oceania
"""
_SUMMARY_EXAMPLE = """\
kind: overview
title: Community growth
headline: More readers stay, and two launches came a month early
overview: >-
  8.1% more readers came back than a year ago, three points more than planned. Search and the mentor list were released a month
  early; only the reader survey is late.
progress:
  - >-
    **Returning readers** grew in every region but Oceania, where two partners ended their campaigns. New partners are
    found, and their campaigns begin in February; until then, the regional press is asked to write of what is new.
  - >-
    After a year of work, **search** answers twice as fast as before. Each centre keeps the whole index in memory, so that
    no reader waits for another continent.
  - >-
    The **reader survey** is a month late, because two of its questions were understood differently in each of the four
    countries in which they were tested. It is translated into three more languages meanwhile.
  - >-
    The **mentor list** was released a month early. Mentors answered 1,340 questions, half more than in Q1; those in small
    communities still wait a day.
  - >-
    **Editing on phones** is what newcomers miss most. Its first tests begin in Q3 on three wikis, with tables that can be
    read without moving the page sideways.
key_deliverables:
  - Faster search, released
  - Mentor list, released
  - Page previews, released
  - Mobile tables, in test
  - Talk pages, in test
  - Upload help, in test
  - Call for mentors, open
  - "Reader survey, **late**"
actions:
  - Move the survey to March so that its results are ready for planning
  - Agree with new partners on campaigns in Oceania
  - Call for 200 more mentors by the end of Q3
  - Test editing on phones on three wikis
"""

_PROGRESS_EXAMPLE = """\
kind: overview
title: Community growth
headline: Search is twice as fast, and the mentor list came a month early; the survey is late
progress:
  - lead: Search
    text: answers twice as fast as a year ago. Each centre keeps the whole index, so that no reader waits for another continent.
  - lead: Mentors
    text: answered 1,340 questions, half more than in Q1. Those in small communities still wait a day.
  - lead: Reader survey
    text: >-
      is a month late. Two of its questions were understood differently in each of the four countries in which they were tested.
  - lead: Editing on phones
    text: is what newcomers miss most. Its first tests begin in Q3 on three wikis.
"""

PROGRESS = "progress"
"""The variant with nothing but progress, over the whole width, each entry with its label at the left."""
HALVES = "halves"
"""The variant with the deliverables in two columns, which leaves room for the actions."""
LABELS = "labels"
"""The same with the phrases in bold in front of the progress, each as the label of a row."""
SUMMARY = "summary"
"""The same on two pages: the overview, deliverables and actions on the first one, and all of the progress on the second."""
_FEW, _SHORT = 4, 40
"""So many deliverables are short as a list, and so many characters are the most of a name."""
_ON_ONE_PAGE, _WITH_LABELS = 900, 600
"""The room (`room_of_items`) that progress has on one page without labels, and with labels."""
_MOST_DELIVERABLES, _MOST_OVERVIEW, _MOST_ACTIONS = 12, 320, 450
"""What the first page of two has room for: so many names, and the room of the other texts."""


class Content(SlideContent):
    """The current state in a paragraph; progress, deliverables and actions as lists."""

    label = "Overview"
    variants = (
        Variant(
            PROGRESS,
            "progress with one phrase in bold or a lead in each entry, and nothing else",
            lambda content, _: content.has_progress_only,
            example=_PROGRESS_EXAMPLE,
        ),
        Variant(
            SUMMARY,
            f"the same as `{LABELS}`, with more progress than one page has room for, or with none",
            lambda content, _: content.has_summary,
            example=_SUMMARY_EXAMPLE,
        ),
        Variant(
            LABELS,
            f"an overview, progress with one phrase in bold or a lead in each entry, and more than {_FEW} deliverables",
            lambda content, _: content.has_labels,
            example=_LABELS_EXAMPLE,
        ),
        Variant(
            HALVES,
            f"more than {_FEW} deliverables that are names only",
            lambda content, _: content.has_names_only,
            example=_HALVES_EXAMPLE,
        ),
    )
    words = {"progress": "Progress and challenges", "key-deliverables": "Key deliverables", "actions": "Actions"}

    overview: RichText | None = None
    """The current state, in a paragraph."""
    progress: tuple[Item, ...] = ()
    """Progress and challenges. With labels, a short figure of the `headline` stands large at the first entry that states it."""
    key_deliverables: tuple[Item, ...] = ()
    """What was or will be delivered."""
    actions: tuple[Item, ...] = ()
    """The actions that are taken."""

    @property
    def has_progress_only(self) -> bool:
        """Whether entries of progress have labels, and there is no other text."""
        has_more = self.overview is not None or self.key_deliverables or self.actions
        return not has_more and bool(labelled_items(self.progress))

    @property
    def has_labels(self) -> bool:
        """Whether entries of progress have labels, which cost no page, beside deliverables in two columns."""
        room = room_of_items(self.progress)
        fits = room <= _WITH_LABELS or room > _ON_ONE_PAGE
        return self.overview is not None and self.has_names_only and fits and bool(labelled_items(self.progress))

    @property
    def has_summary(self) -> bool:
        """Whether there is no progress, or it has labels and more than one page, and all else has room on a page of its own."""
        is_short = len(self.key_deliverables) <= _MOST_DELIVERABLES and room_of(self.overview) <= _MOST_OVERVIEW
        has_room = is_short and room_of_items(self.actions) <= _MOST_ACTIONS
        is_further = self.has_labels and room_of_items(self.progress) > _ON_ONE_PAGE
        is_complete = self.overview is not None and self.has_names_only and bool(self.actions) and not self.progress
        return has_room and (is_further or is_complete)

    @property
    def has_names_only(self) -> bool:
        """Whether the deliverables are several names, which have room in two columns."""
        names = [item.text for item in self.key_deliverables if not (item.lead or item.bullets or item.numbered)]
        if not _FEW < len(names) == len(self.key_deliverables):
            return False
        return all(name and len(name.paragraphs) == 1 and room_of(name) <= _SHORT for name in names)


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with overview and progress at the left, deliverables and actions in a panel at the right."""
    labels = context.labels
    blocks = _rows(content, context) if context.variant in (PROGRESS, LABELS, SUMMARY) else _text(content, context)
    blocks += _deliverables(content, context)
    if content.actions:
        bulleted = (heading(labels["actions"]), *item_paragraphs(content.actions))
        blocks.append(Text("actions", bulleted, context.origin.at("actions")))
    return slide(content, context, "overview", blocks)


def _text(content: Content, context: Context) -> list[Block]:
    """Return overview and progress as one text."""
    progress = paragraphs(content.overview, "lead")
    if content.progress:
        name = heading(context.labels["progress"])
        progress += [name, *item_paragraphs(content.progress, bulleted=False, style="body")]
    return [Text("progress", tuple(progress), context.origin)] if progress else []


def _rows(content: Content, context: Context) -> list[Block]:
    """Return the overview as a text, and under it a row for each entry of the progress, with its label at the left."""
    lead = tuple(paragraphs(content.overview, "lead"))
    blocks: list[Block] = [Text("overview", lead, context.origin.at("overview"))] if lead else []
    if not content.progress:
        return blocks
    origin = context.origin.at("progress")
    header = Row((Cell((plain_paragraph(context.labels["progress"], "header"),), span=2),), "header")
    cells = _progress_cells(content, context)
    rows = tuple(Row(row, origin=origin.at(n), ruled=n + 1 < len(cells)) for n, row in enumerate(cells))
    alt = table_alt(context, content.title or context.section.title, header)
    # As in updates, the height of a large figure under its label says nothing of the width that labels need.
    has_figure = any(p.style == CALLOUT for row in cells for p in row[0].paragraphs)
    label, text = label_columns(context.labels["rest"])
    columns = (replace(label, fixed=has_figure), replace(text, share=5 if has_figure else text.share, fixed=has_figure))
    return [*blocks, Table("progress", columns, (header,), rows, alt, origin, has_sentences=True)]


def _progress_cells(content: Content, context: Context) -> list[tuple[Cell, ...]]:
    """Return the cells of a row for each entry: its label and its text, or its text alone where an entry has no label.

    A figure of the headline that an entry states stands in large type under its label.
    """
    if items := labelled_items(content.progress):
        texts = with_details([item.texts for item in items])
        found = figures_under_labels(texts, content.headline, context.deck.language)
        return [
            (Cell((item.label, *figure)), Cell(tuple(own))) for item, (figure, own) in zip(items, found, strict=True)
        ]
    return [(Cell(tuple(item_paragraphs([item], bulleted=False)), span=2),) for item in content.progress]


def _deliverables(content: Content, context: Context) -> list[Block]:
    """Return the deliverables as a list, or as one in two columns."""
    if not content.key_deliverables:
        return []
    name, listed = heading(context.labels["key-deliverables"]), item_paragraphs(content.key_deliverables)
    in_halves = context.variant in (HALVES, LABELS, SUMMARY) and len(listed) > 1
    middle = (len(listed) + 1) // 2 if in_halves else len(listed)
    origin = context.origin.at("key_deliverables")
    blocks: list[Block] = [Text("deliverables", (name, *listed[:middle]), origin)]
    return [*blocks, Text("further-deliverables", tuple(listed[middle:]), origin)] if in_halves else blocks
