"""Unplaced content: kinds compose it, layout places it.

A *slide of blocks* is one entry of a content file as content of named slots: `Text`, `Table`, `Chart` and `Picture`. Nothing
here depends on inches, font sizes or python-pptx. Colours are roles (`roles.COLOUR_ROLES`), text styles are names that the layout
file of the slot defines (`body`, `small`, `lead`, `heading`, `figure`, `label` …).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, Self, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Issue, Origin
from deckgen.ir.carried_outline import SlideOutline
from deckgen.ir.roles import STATUSES, CellMark, ColourRole, Status

BULLET = "•"
"""The bullet of items that are not numbered."""
MARK = "■"
"""The bullet of a paragraph that says a status in a word: the brand's mark of the status stands there."""
NAME_STYLE = "name"
"""The style of the name of a section or an objective in a panel."""


class Run(Struct, frozen=True, array_like=True, cache_hash=True):
    r"""Characters of one format.

    `role` overrides the colour of the slot's style. `link` is a web address, a `mailto:` or `#` and the id of a slide.
    `note` is the id of a footnote: its mark becomes the run's `text` (superscript) once the slide's notes are numbered.
    `page_of` is the id of a slide: its page number becomes the text once all pages are placed.
    `\n` in `text` is a line break inside the paragraph. The word of a `status` has the colour that the brand gives it. Layout
    shows `short_text` where `text` is wider than a line. A `small` run has half the size of its style.
    """

    text: str
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    role: ColourRole | None = None
    link: str | None = None
    note: str | None = None
    page_of: str | None = None
    status: CellMark | None = None
    short_text: str | None = None
    small: bool = False


class Paragraph(Struct, frozen=True, array_like=True, cache_hash=True):
    """A paragraph: runs in one named style of the slot, with a level from 0 and an optional bullet (`•`) or number (`1.`).

    If it is `continued`, it is the rest of the paragraph before it, which layout has cut between lines. `origins` are those of
    the authored texts that it shows, in their order; a text that deckgen adds has none.
    """

    runs: tuple[Run, ...]
    style: str = "body"
    level: int = 0
    bullet: str | None = None
    keep_with_next: bool = False
    continued: bool = False
    origins: tuple[Origin, ...] = ()

    @property
    def plain_text(self) -> str:
        """The text without formatting."""
        runs = self.runs
        return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


class BlockBase(Struct, frozen=True, array_like=True, tag=True):
    """What every block can be asked, whatever its type. The answers here are those of a block without text."""

    @property
    def is_running_text(self) -> bool:
        """Whether it has sentences, not values."""
        return False

    def all_paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order."""
        yield from ()

    def runs(self) -> Iterator[Run]:
        """All runs in reading order."""
        return iter([run for paragraph in self.all_paragraphs() for run in paragraph.runs])

    def with_paragraphs(self, change: Callable[[Paragraph], Paragraph]) -> Self:
        """The block with `change` applied to each of its paragraphs."""
        return self


class ParagraphsBase(BlockBase, frozen=True, array_like=True, tag=True):
    """The base of blocks that consist of paragraphs."""

    slot: str
    paragraphs: tuple[Paragraph, ...]
    origin: Origin = Origin()

    def all_paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order."""
        yield from self.paragraphs

    def with_paragraphs(self, change: Callable[[Paragraph], Paragraph]) -> Self:
        """The block with `change` applied to each of its paragraphs."""
        return replace(self, paragraphs=tuple(map(change, self.paragraphs)))


class Text(ParagraphsBase, frozen=True, array_like=True, tag=True):
    """Paragraphs for one slot. Text that does not fit continues on a further slide, unless the slot forbids it."""

    @property
    def is_running_text(self) -> bool:
        """Always true."""
        return True


class Progress(Struct, frozen=True, array_like=True):
    """A bar on a track: the share of the track that it fills, and where on the track the goal is (both from 0 to 1)."""

    share: float
    goal: float = 1.0
    role: ColourRole = "primary"


CellStart = Literal["space", "flush", "bar", "apart"]
"""The space before the text of a cell: that of all cells, none, that beside a bar, or that beside a text which ends there."""


class Cell(Struct, frozen=True, array_like=True):
    """One cell. `span` is the number of columns that it covers, `mark` is drawn before its first line, `indent` is its level.

    Its texts have origins of their own; `origin` is what the record in the .pptx states for the cell. A `bar` is a thick line at
    its start, which shows that a row is tinted. A cell without text may show a `progress`; the text of the cell below stands
    `along` that track, at a share of its length: the goal. Layout sets `start`, the space before its text: that of all cells,
    none in a first column flush with the title, or more beside bars and where a column ends there. With `flush_at_end` it has no
    space after its text in a brand whose tables are flush. A shape named `link` over its page number leads there.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    mark: CellMark | None = None
    span: int = 1
    fill: ColourRole | None = None
    align: Literal["start", "center", "end"] = "start"
    indent: int = 0
    origin: Origin = Origin()
    bar: ColourRole | None = None
    progress: Progress | None = None
    start: CellStart = "space"
    along: float | None = None
    flush_at_end: bool = False
    link: str = ""

    @property
    def plain_text(self) -> str:
        """The text without formatting, each paragraph on a line."""
        return "\n".join(p.plain_text for p in self.paragraphs)


RowKind = Literal["header", "body", "part", "group", "sub"]


class Row(Struct, frozen=True, array_like=True):
    """One table row. A `part` stays with the row before it, a `group` with the row after it.

    `origin`: where it was written, without a path if deckgen adds it. No line is below unless `ruled`; `bound` rows are close.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = "body"
    origin: Origin = Origin()
    ruled: bool = True
    bound: Literal["above", "below"] | None = None

    def with_paragraphs(self, change: Callable[[Paragraph], Paragraph]) -> Self:
        """The row with `change` applied to each paragraph of its cells."""
        cells = [replace(cell, paragraphs=tuple(map(change, cell.paragraphs))) for cell in self.cells]
        return replace(self, cells=tuple(cells))


class Column(Struct, frozen=True, array_like=True):
    """The width and format of a column.

    `share` is its part of the width that is left after the `tight` columns, which are as wide as their text. Columns exchange
    width if that makes the table lower, except those that are `fixed`. Width that no text needs is shared by all. A column with
    `emphasis` is tinted; one that `is_reported` has the results of the reported period. Where a row is cut, the rest of the row
    repeats the cell of a column with `rest`, followed by this text.
    """

    share: float = 1.0
    tight: bool = False
    emphasis: bool = False
    align: Literal["start", "center", "end"] = "start"
    fixed: bool = False
    rest: str = ""
    is_reported: bool = False


class Table(BlockBase, frozen=True, array_like=True, tag=True):
    """A table for one slot. `header` rows are repeated on every page; `emphasis` marks the column of the reported period.

    `anchor` is where the text of a row stands that is lower than the row. With `fixed` columns, their shares are their widths.
    The cells of a table with `has_sentences` are read as text, not looked up.
    """

    slot: str
    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    alt: str = ""
    origin: Origin = Origin()
    anchor: Literal["top", "middle"] = "top"
    fixed: bool = False
    has_sentences: bool = False

    @property
    def is_running_text(self) -> bool:
        """Whether its cells have sentences."""
        return self.has_sentences

    def all_paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order: those of the header first, row by row."""
        rows = (*self.header, *self.rows)
        return iter([paragraph for row in rows for cell in row.cells for paragraph in cell.paragraphs])

    def with_paragraphs(self, change: Callable[[Paragraph], Paragraph]) -> Self:
        """The table with `change` applied to each paragraph of its cells, also in the header."""
        header, rows = (tuple(row.with_paragraphs(change) for row in part) for part in (self.header, self.rows))
        return replace(self, header=header, rows=rows)


SeriesMark = Status | Literal["better", "worse", "neutral"]
"""What a chart says of the reported value of a series: the status that its table shows, else how it moved, or nothing."""


class Series(Struct, frozen=True, array_like=True):
    """Named numbers; `None` is a gap, which is never drawn as zero. `labels` are the numbers as the author wrote them.

    A goal that is a range goes from `goal` to `goal_upper`. `mark` is that of a metric; numbers written into the chart have none
    and are judged by `better`. `change` is how the reported number differs from another (`+18 points`), `against` from which.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    goal: float | None = None
    better: Literal["higher", "lower"] = "higher"
    goal_upper: float | None = None
    mark: SeriesMark | None = None
    change: str = ""
    against: str = ""

    @property
    def status(self) -> Status | None:
        """The status that its mark shows."""
        return next((status for status in STATUSES if status == self.mark), None)


class ChartSpec(Struct, frozen=True, array_like=True):
    """The content of a chart, in the terms of the deck.

    `kind` is its kind. `trend` and `compare`: one value of each series per category (periods); `reported` is the index of the
    category in full colour. `change`: two categories (before, now), one series per row. `progress`: a category, a series per bar.
    `share`: one series, its categories the parts of a whole (`total`; else their sum, or 100%). `status`: one series per row, a
    count for each of `statuses`, named by `categories`. Another kind describes its spec in its module. `unit` (`%`, `K`, …)
    follows numbers, written as in `language`; `signed` puts a plus before positive ones; `goal` is common to all series. `axis`
    has numbers of charts beside it, which its scale includes. `lengths` has a text for each category that is a shorter period
    than others. `has_large_value` is false where its slide shows the value in large type already. `left_out` names the series
    without any value, which are not drawn beside others, and says why. `marked_words`: `Hyphenation`.
    """

    kind: str
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
    lengths: tuple[str, ...] = ()
    has_large_value: bool = True
    left_out: tuple[str, ...] = ()
    language: str = "en"
    marked_words: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def names_series(self) -> bool:
        """Whether each series has its name as a title: a single one only if others are left out."""
        return len(self.series) > 1 or bool(self.left_out)


class Chart(BlockBase, frozen=True, array_like=True, tag=True):
    """A chart for one slot; `alt` is the sentence that describes it, `origins` are those of the names and numbers in it."""

    slot: str
    spec: ChartSpec
    alt: str
    origin: Origin = Origin()
    origins: tuple[Origin, ...] = ()


class Picture(BlockBase, frozen=True, array_like=True, tag=True):
    """A picture for one slot: the digest of its file, its size in pixels, its description. It is fitted, never stretched.

    The description was written under `alt` at its origin.
    """

    slot: str
    digest: str
    size: tuple[float, float]
    alt: str
    origin: Origin = Origin()


class MissingPicture(ParagraphsBase, frozen=True, array_like=True, tag=True):
    """The place of a picture that is not there yet, in a draft: what it is to show. Its description was written at its origin."""


class Carried(BlockBase, frozen=True, array_like=True, tag=True):
    """A slide of another file, by its digest; with `fits_body` scaled to the slot. `descriptions` are alt texts by shapes."""

    slot: str
    digest: str
    slide: SlideOutline
    fits_body: bool
    descriptions: tuple[tuple[str, str], ...] = ()
    origin: Origin = Origin()


Block = Text | Table | Chart | Picture | MissingPicture | Carried
B = TypeVar("B", bound=BlockBase)


class Footnote(Struct, frozen=True, array_like=True):
    """A footnote: its mark as shown, and its text; `origins` are those of both, as far as they were written."""

    mark: str
    runs: tuple[Run, ...]
    origins: tuple[Origin, ...] = ()


class FullTable(Struct, frozen=True, array_like=True):
    """A table for the appendix, on a slide of a `kind` in a `layout` of the brand, under a `title`; `section` is its heading."""

    kind: str
    title: str
    layout: str
    table: Table
    section: Paragraph


class Slide(Struct, frozen=True, array_like=True, tag=True):
    """One entry of a content file as unplaced content.

    `layout` names a file of the brand. `title` is the text of the title placeholder: a headline, otherwise the topic.
    `eyebrow` is the line above it: the topic if there is a headline, or the title of its section or part. In the latter case
    `eyebrow_origin` is the slide or file with that title, and the line may be shortened. `eyebrow_text_origins` are those of
    the texts in it. `tags` are shown at the top right (department, due date). `discriminators` are added to titles that would
    otherwise be the same (kind, first metric). `notes` are paragraphs for the presenter. `footnotes` has, by id, every
    footnote that the blocks refer to; each page shows those that it uses. `issues` are those of a slide that can be composed
    nevertheless. `title_origin` is that of the title, where it was written, and `tag_origins` are those of the tags. `in_full`
    is the table with all texts of a slide whose variant leaves some off it, for the appendix.
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
    eyebrow_text_origins: tuple[Origin, ...] = ()
    tag_origins: tuple[Origin, ...] = ()
    in_full: FullTable | None = None

    @property
    def has_finding(self) -> bool:
        """Whether its title is a finding, which an author wrote as headline or deckgen computed, and not the topic."""
        if self.title_origin is not None and self.title_origin.path[-1:] == ("headline",):
            return True
        return bool(self.eyebrow) and (self.eyebrow_origin is None or len(self.eyebrow_text_origins) > 1)

    def blocks_of(self, block_type: type[B]) -> list[B]:
        """Its blocks of one type, in order."""
        return [block for block in self.blocks if isinstance(block, block_type)]
