"""Unplaced content: kinds compose it, layout places it.

A *slide of blocks* is one entry of a content file as content of named slots: `Text`, `Table`, `Chart` and `Picture`. Nothing
here depends on inches, font sizes or python-pptx. Colours are roles (`COLOUR_ROLES`), text styles are names that the layout
file of the slot defines (`body`, `small`, `lead`, `heading`, `figure`, `label` …).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from msgspec import Struct, field

from deckgen.diagnostics import Issue, Origin

ColourRole = Literal[
    "ink", "white", "muted", "surface", "primary", "success", "warning", "danger", "rule", "neutral",
    "primary-tint", "success-tint", "warning-tint", "danger-tint", "primary-light", "primary-dark",
]  # fmt: skip
"""The purpose of a colour. The brand defines its value, the writer its slot in the theme."""
COLOUR_ROLES: tuple[ColourRole, ...] = get_args(ColourRole)

Status = Literal["on-track", "at-risk", "off-track", "done", "paused", "no-data"]
"""The status of a result: shown as a shape, a word and a colour, never as a colour alone."""
STATUSES: tuple[Status, ...] = get_args(Status)

CellMark = Literal["on-track", "at-risk", "off-track", "done", "paused", "no-data", "delivered"]
"""A small native shape at the start of a cell: that of a status, or a tick for a delivered result."""


class Run(Struct, frozen=True, array_like=True, cache_hash=True):
    r"""Characters of one format.

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
    """A paragraph: runs in one named style of the slot, with a level from 0 and an optional bullet (`•`) or number (`1.`).

    If it is `continued`, it is the rest of the paragraph before it, which layout has cut between lines.
    """

    runs: tuple[Run, ...]
    style: str = "body"
    level: int = 0
    bullet: str | None = None
    keep_with_next: bool = False
    continued: bool = False

    @property
    def plain_text(self) -> str:
        """The text without formatting."""
        return "".join([run.text for run in self.runs])


class Text(Struct, frozen=True, array_like=True, tag=True):
    """Paragraphs for one slot. Text that does not fit continues on a further slide, unless the slot forbids it."""

    slot: str
    paragraphs: tuple[Paragraph, ...]
    origin: Origin = Origin()


class Cell(Struct, frozen=True, array_like=True):
    """One cell. `span` is the number of columns that it covers, `mark` is drawn before its first line, `indent` is its level."""

    paragraphs: tuple[Paragraph, ...] = ()
    mark: CellMark | None = None
    span: int = 1
    fill: ColourRole | None = None
    align: Literal["start", "center", "end"] = "start"
    indent: int = 0
    origin: Origin = Origin()

    @property
    def plain_text(self) -> str:
        """The text without formatting, each paragraph on a line."""
        return "\n".join(p.plain_text for p in self.paragraphs)


RowKind = Literal["header", "body", "part", "group", "sub"]


class Row(Struct, frozen=True, array_like=True):
    """One table row. A `part` stays with the row before it, a `group` with the row after it."""

    cells: tuple[Cell, ...]
    kind: RowKind = "body"
    origin: Origin = Origin()


class Column(Struct, frozen=True, array_like=True):
    """The width and format of a column.

    `share` is its part of the width that is left after the `tight` columns, which are as wide as their text. A column with
    `emphasis` is tinted.
    """

    share: float = 1.0
    tight: bool = False
    emphasis: bool = False
    align: Literal["start", "center", "end"] = "start"


class Table(Struct, frozen=True, array_like=True, tag=True):
    """A table for one slot. `header` rows are repeated on every page; `emphasis` marks the column of the reported quarter."""

    slot: str
    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    alt: str = ""
    origin: Origin = Origin()


ChartKind = Literal["trend", "change", "compare", "progress", "share", "status"]


class Series(Struct, frozen=True, array_like=True):
    """Named numbers; `None` is a gap, which is never drawn as zero. `labels` are the numbers as the author wrote them."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    goal: float | None = None
    better: Literal["higher", "lower"] = "higher"


class ChartSpec(Struct, frozen=True, array_like=True):
    """The content of a chart, in the terms of the deck.

    `trend` and `compare`: one value of each series per category (quarters); `reported` is the index of the category in
    full colour. `change`: two categories (before, now), one series per row. `progress`: one category, one series per bar.
    `share`: one series, its categories the parts of a whole (`total`; else their sum, or 100%). `status`: one series per
    row, a count for each of `statuses`, which `categories` name in words. `unit` (`%`, `K`, …) follows numbers; `signed`
    puts a plus before positive ones; `goal` is common to all series. `axis` has numbers of other charts that this one is
    compared with: its scale includes them.
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
    """A chart for one slot; `alt` is the sentence that describes it."""

    slot: str
    spec: ChartSpec
    alt: str
    origin: Origin = Origin()


class Picture(Struct, frozen=True, array_like=True, tag=True):
    """A picture for one slot: the absolute path of an existing file, and its description. It is fitted, never stretched."""

    slot: str
    file: str
    alt: str
    origin: Origin = Origin()


Block = Text | Table | Chart | Picture


class Footnote(Struct, frozen=True, array_like=True):
    """A footnote: its mark as shown, and its text."""

    mark: str
    runs: tuple[Run, ...]


class Slide(Struct, frozen=True, array_like=True, tag=True):
    """One entry of a content file as unplaced content.

    `layout` names a file of the brand. `title` is the text of the title placeholder: a headline, otherwise the topic. `eyebrow`
    is the line above it: the topic if there is a headline, or the title of the part. In the latter case `eyebrow_origin` is the
    origin of that title, and the line may be shortened. `tags` are shown at the top right (department, due date).
    `discriminators` are added to titles that would otherwise be the same (kind, first metric). `notes` are paragraphs for the
    presenter. `footnotes` has, by id, every footnote that the blocks refer to; each page shows those that it uses.
    `issues` are those of a slide that can be composed nevertheless. `title_origin` is that of the title, where it was written.
    `missing_files` are the absolute paths of pictures that do not exist yet.
    """

    id: str
    kind: str
    layout: str
    title: str
    blocks: tuple[Block, ...]
    title_origin: Origin | None = None
    eyebrow: str = ""
    eyebrow_origin: Origin | None = None
    tags: tuple[str, ...] = ()
    section: str = ""
    notes: tuple[Paragraph, ...] = ()
    footnotes: Mapping[str, Footnote] = field(default_factory=dict)
    hidden: bool = False
    discriminators: tuple[str, ...] = ()
    language: str = "en"
    issues: tuple[Issue, ...] = ()
    origin: Origin = Origin()
    missing_files: tuple[str, ...] = ()


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
