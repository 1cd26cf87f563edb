"""Unplaced content: what kinds make and layout places.

A *slide of blocks* is one entry of a content file, turned into content in named slots: `Text`, `Table`, `Chart` and
`Picture`. Nothing here knows inches, font sizes or python-pptx. Colours are roles (`ROLES`), text styles are names that
the slot's layout file defines (`body`, `small`, `lead`, `heading`, `figure`, `label` …).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from msgspec import Struct, field

ColourRole = Literal[
    "ink", "white", "muted", "surface", "primary", "success", "warning", "danger", "rule", "neutral",
    "primary-tint", "success-tint", "warning-tint", "danger-tint", "primary-light", "primary-dark",
]  # fmt: skip
"""What a colour is for; the brand says what it looks like, the writer which theme slot it is."""
ROLES: tuple[ColourRole, ...] = get_args(ColourRole)

Status = Literal["on-track", "at-risk", "off-track", "done", "paused", "no-data"]
"""A verdict: shown as a shape, a word and a colour, never as a colour alone."""
STATUSES: tuple[Status, ...] = get_args(Status)

Mark = Literal["on-track", "at-risk", "off-track", "done", "paused", "no-data", "delivered"]
"""A small native shape at the start of a cell: that of a status, or the tick of something delivered."""

Path = tuple[str | int, ...]


class Origin(Struct, frozen=True, array_like=True):
    """Where content comes from: the slide's id, its file (relative to the project, with `/`), the key's path in that."""

    slide: str = ""
    file: str = ""
    path: Path = ()

    def at(self, *keys: str | int) -> Origin:
        """Give the origin of something further down."""
        return Origin(self.slide, self.file, (*self.path, *keys))


class Run(Struct, frozen=True, array_like=True, cache_hash=True):
    r"""Characters set alike.

    `role` overrides the colour of the slot's style. `link` is a web address, a `mailto:` or `#` and the id of a slide.
    `note` is the id of a footnote: its mark becomes the run's `text` (superscript) once the slide's notes are numbered.
    `page_of` is the id of a slide: its page number becomes the text once all pages are placed.
    `\n` in `text` is a line break inside the paragraph.
    """

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    role: ColourRole | None = None
    link: str | None = None
    note: str | None = None
    page_of: str | None = None


class Paragraph(Struct, frozen=True, array_like=True, cache_hash=True):
    """A paragraph: runs in one named style of the slot, perhaps with a bullet (`•`) or a number (`1.`) and a level from 0.

    One that is `continued` is the rest of the paragraph before it, which layout has cut at a line.
    """

    runs: tuple[Run, ...]
    style: str = "body"
    level: int = 0
    bullet: str | None = None
    keep_with_next: bool = False
    continued: bool = False

    @property
    def plain(self) -> str:
        """The bare text."""
        return "".join([run.text for run in self.runs])


class Text(Struct, frozen=True, array_like=True, tag=True):
    """Paragraphs for one slot. What does not fit continues on a further slide (unless the slot forbids it)."""

    slot: str
    paragraphs: tuple[Paragraph, ...]
    origin: Origin = Origin()


class Cell(Struct, frozen=True, array_like=True):
    """One cell. `span` counts the columns it covers; `mark` is drawn before its first line, `indent` counts steps in."""

    paragraphs: tuple[Paragraph, ...] = ()
    mark: Mark | None = None
    span: int = 1
    fill: ColourRole | None = None
    align: Literal["start", "center", "end"] = "start"
    indent: int = 0
    origin: Origin = Origin()

    @property
    def plain(self) -> str:
        """The bare text, its paragraphs on lines of their own."""
        return "\n".join(p.plain for p in self.paragraphs)


RowKind = Literal["header", "body", "part", "group", "sub"]


class Row(Struct, frozen=True, array_like=True):
    """One table row. A `part` stays with the row before it, a `group` with the row after it."""

    cells: tuple[Cell, ...]
    kind: RowKind = "body"
    origin: Origin = Origin()


class Column(Struct, frozen=True, array_like=True):
    """How wide a column wants to be.

    `share` is its part of the width that is free for all, a `tight` one takes what its text needs; one with `emphasis` is
    tinted.
    """

    share: float = 1.0
    tight: bool = False
    emphasis: bool = False
    align: Literal["start", "center", "end"] = "start"


class Table(Struct, frozen=True, array_like=True, tag=True):
    """A table for one slot. `header` rows are repeated on every page; a column with `emphasis` is the reported quarter's."""

    slot: str
    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    alt: str = ""
    origin: Origin = Origin()


ChartKind = Literal["trend", "change", "compare", "progress", "share", "status"]


class Series(Struct, frozen=True, array_like=True):
    """Numbers of one name; `None` is a gap that is never drawn as zero. `labels` are the numbers as the author typed them."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    goal: float | None = None
    better: Literal["higher", "lower"] = "higher"


class ChartSpec(Struct, frozen=True, array_like=True):
    """What a chart shows, in the deck's own terms.

    `trend` and `compare`: one value of each series per category (quarters); `reported` is the index of the category in
    full colour. `change`: two categories (before, now), one series per row. `progress`: one category, one series per bar.
    `share`: one series, its categories the parts of a whole (`total`; else their sum, or 100%). `status`: one series per
    row, a count for each of `statuses`, which `categories` name in words. `unit` (`%`, `K`, …) follows numbers; `signed`
    puts a plus before positive ones; `goal` is common to all series. `axis` holds numbers of other charts that this
    one is compared with: its scale reaches as far.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    signed: bool = False
    reported: int | None = None
    goal: float | None = None
    goal_label: str = ""
    value_label: str = ""
    total: float | None = None
    statuses: tuple[Status, ...] = ()
    axis: tuple[float, ...] = ()


class Chart(Struct, frozen=True, array_like=True, tag=True):
    """A chart for one slot, with the sentence that says what it shows."""

    slot: str
    spec: ChartSpec
    alt: str
    origin: Origin = Origin()


class Picture(Struct, frozen=True, array_like=True, tag=True):
    """A picture for one slot: an absolute path to a file that exists, and what it shows. It is fitted, never stretched."""

    slot: str
    file: str
    alt: str
    origin: Origin = Origin()


Block = Text | Table | Chart | Picture


class Footnote(Struct, frozen=True, array_like=True):
    """A note at the foot of the slide: its mark as printed and its text."""

    mark: str
    runs: tuple[Run, ...]


class Remark(Struct, frozen=True, array_like=True):
    """Something that somebody should look at, though the slide can be made: a rule's name, what it is, how to mend it.

    One that `stops` is an error: no deck is built before it is mended.
    """

    code: str
    message: str
    hint: str
    origin: Origin
    stops: bool = False


class Slide(Struct, frozen=True, array_like=True, tag=True):
    """One entry of a content file as unplaced content.

    `layout` names a file of the brand; `title` is what the title placeholder says (a headline, else the topic), `eyebrow` the
    topic above it when there is a headline; where it is the title of the part instead, `eyebrow_from` is where that stands,
    and it may be shortened. `tags` stand at the top right (department, due). `discriminator` tells slides
    whose titles coincide apart (kind, first metric). `notes` are paragraphs for the presenter. `footnotes` holds, by id,
    every note that the blocks refer to; each page shows those that it uses.
    """

    id: str
    kind: str
    layout: str
    title: str
    blocks: tuple[Block, ...]
    eyebrow: str = ""
    eyebrow_from: Origin | None = None
    tags: tuple[str, ...] = ()
    section: str = ""
    notes: tuple[Paragraph, ...] = ()
    footnotes: Mapping[str, Footnote] = field(default_factory=dict)
    hidden: bool = False
    discriminators: tuple[str, ...] = ()
    language: str = "en"
    remarks: tuple[Remark, ...] = ()
    origin: Origin = Origin()


def block_runs(block: Block) -> Iterator[Run]:
    """All runs of a block in reading order."""
    if isinstance(block, Text):
        for paragraph in block.paragraphs:
            yield from paragraph.runs
    elif isinstance(block, Table):
        for row in (*block.header, *block.rows):
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    yield from paragraph.runs
