"""Placed content: the result of layout, which the writer turns into a package.

All lengths are EMU as integers (914400 per inch, 12700 per point); font sizes and paragraph spacing are hundredths of a point, as
in DrawingML. A frame names colour roles, never colours. Tests and `deckgen check` read frames without opening a .pptx.
"""

import datetime
from collections.abc import Iterator
from typing import ClassVar, Literal, TypeVar

from msgspec import Struct, field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import ChartSpec, Paragraph
from deckgen.ir.roles import ColourRole

EMU_PER_INCH = 914400
EMU_PER_POINT = 12700
BAR_WIDTH = 5 * EMU_PER_POINT
"""The width of the bar at the start of a tinted row."""

Align = Literal["start", "center", "end"]
Anchor = Literal["top", "middle", "bottom"]


class Box(Struct, frozen=True, array_like=True):
    """A rectangle in EMU: its offset from the top left corner of the slide, and its size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The x coordinate of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The y coordinate of its bottom edge."""
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area; touching edges do not count."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def contains(self, other: "Box") -> bool:
        """Whether all of another box is inside this one."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


class Insets(Struct, frozen=True, array_like=True, cache_hash=True):
    """Space between a box and its text, in EMU."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


class FrameRun(Struct, frozen=True, array_like=True, cache_hash=True):
    r"""Characters of one format. `link` is a web address, `mailto:…` or `#page-id`; `\n` in `text` is a line break.

    A `heading` is set in the brand's family for headings.
    """

    text: str
    size: int
    role: ColourRole
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    link: str | None = None
    heading: bool = False


class FrameParagraph(Struct, frozen=True, array_like=True, cache_hash=True):
    """A paragraph with its sizes.

    `margin` is the left edge of its text and `hanging` the distance of the bullet before it (EMU). `space_before` is 0 for the
    first paragraph of a box, because LibreOffice and PowerPoint differ there. `line_spacing` is in thousandths of a percent
    (100000 = single). `end_size` is the font size of an empty paragraph. `bullet_size` is the size of the bullet, in percent of
    that of its text. `leading` is the height of its lines in hundredths of a point (0: that of their fonts).
    """

    runs: tuple[FrameRun, ...]
    align: Align = "start"
    level: int = 0
    bullet: str | None = None
    bullet_role: ColourRole | None = None
    margin: int = 0
    hanging: int = 0
    space_before: int = 0
    line_spacing: int = 100000
    end_size: int = 1200
    bullet_size: int = 100
    leading: int = 0

    @property
    def plain_text(self) -> str:
        """The text of its runs."""
        runs = self.runs
        return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


class PlacedText(Struct, frozen=True):
    """A paragraph of a frame with the origins of its texts; in a table, `cell` is its row and column (from 0)."""

    paragraph: FrameParagraph
    origins: tuple[Origin, ...]
    cell: tuple[int, int] | None = None


class FrameBase(Struct, frozen=True, array_like=True, tag=True):
    """The base of all types of frames."""

    def placed_texts(self) -> Iterator[PlacedText]:
        """Yield its paragraphs in reading order; a frame without text has none."""
        yield from ()

    def origins_of_rows(self) -> tuple[Origin, ...]:
        """Return the origin of each row of a table; no other frame has rows."""
        return ()


class TextFrame(FrameBase, frozen=True, array_like=True, tag=True):
    """Text in a slot. `text_height` is the measured height in EMU, insets included; `lines` is the predicted number of lines.

    `origins` are those of each paragraph (see `blocks.Paragraph`); empty if no paragraph has any. `paragraph_heights` are the
    measured heights of the paragraphs, with the space before each. An `outline` is dashed, for a draft. A `mark` is a
    native shape before its first line.
    """

    slot: str
    name: str
    box: Box
    paragraphs: tuple[FrameParagraph, ...]
    insets: Insets = Insets()
    anchor: Anchor = "top"
    fill: ColourRole | None = None
    text_height: int = 0
    lines: int = 0
    origin: Origin = Origin()
    origins: tuple[tuple[Origin, ...], ...] = ()
    paragraph_heights: tuple[int, ...] = ()
    outline: ColourRole | None = None
    mark: "ShapeFrame | None" = None

    def placed_texts(self) -> Iterator[PlacedText]:
        """Yield its paragraphs."""
        for i, paragraph in enumerate(self.paragraphs):
            yield PlacedText(paragraph, self.origins[i] if self.origins else ())


class ShapeFrame(FrameBase, frozen=True, array_like=True, tag=True):
    """A native shape without text: a status mark, a rule, a panel. Without `alt` it is marked as decorative.

    It is in no slot, and has no origin. One with a `page` (its id) is invisible: a click on it leads there, as `name` says.
    """

    slot: ClassVar[str] = ""
    origin: ClassVar[Origin] = Origin()
    shape: Literal[
        "rect", "ellipse", "ring", "triangle", "square", "tick", "bars", "box", "diamond", "line", "round-rect"
    ]
    name: str
    box: Box
    fill: ColourRole
    alt: str = ""
    page: str = ""


class CellFrame(Struct, frozen=True, array_like=True):
    """One cell. Cells that a span covers are `None` in their row. `origins` are those of each paragraph, as in `TextFrame`.

    A `bar` is a line of `BAR_WIDTH` at its start.
    """

    paragraphs: tuple[FrameParagraph, ...]
    insets: Insets
    span: int = 1
    fill: ColourRole | None = None
    anchor: Anchor = "top"
    rule: ColourRole | None = "rule"
    rule_width: int = 6350
    text_height: int = 0
    origin: Origin = Origin()
    origins: tuple[tuple[Origin, ...], ...] = ()
    bar: ColourRole | None = None


class TableFrame(FrameBase, frozen=True, array_like=True, tag=True):
    """A table: column widths and row heights in EMU add up to its box. `marks` are native shapes over its cells.

    `row_origins` has the origin of each row. `grounds` are shapes in the margin before rows, which reach under the table.
    """

    slot: str
    name: str
    box: Box
    columns: tuple[int, ...]
    heights: tuple[int, ...]
    rows: tuple[tuple[CellFrame | None, ...], ...]
    header_rows: int = 1
    marks: tuple[ShapeFrame, ...] = ()
    alt: str = ""
    origin: Origin = Origin()
    row_origins: tuple[Origin, ...] = ()
    grounds: tuple[ShapeFrame, ...] = ()

    def origins_of_rows(self) -> tuple[Origin, ...]:
        """Return `row_origins`."""
        return self.row_origins

    def placed_texts(self) -> Iterator[PlacedText]:
        """Yield the paragraphs of its cells, row by row."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                for i, paragraph in enumerate(cell.paragraphs):
                    yield PlacedText(paragraph, cell.origins[i] if cell.origins else (), (r, c))


class ChartFrame(FrameBase, frozen=True, array_like=True, tag=True):
    """A chart at its exact size; `background` is the colour behind it. The charts room draws it, the writer embeds it.

    `origins` are those of the names and numbers that it shows. One that `is_mirrored` begins at the right.
    """

    slot: str
    name: str
    box: Box
    spec: ChartSpec
    alt: str
    origin: Origin = Origin()
    background: ColourRole = "white"
    origins: tuple[Origin, ...] = ()
    is_mirrored: bool = False


class PictureFrame(FrameBase, frozen=True, array_like=True, tag=True):
    """A picture at its exact size, not distorted; `digest` is that of its file. `alt` was written under `alt` at its origin.

    `crop` is what is cut off at its left, top, right and bottom, in thousandths of a percent of the picture.
    """

    slot: str
    name: str
    box: Box
    digest: str
    alt: str
    origin: Origin = Origin()
    crop: tuple[int, int, int, int] = (0, 0, 0, 0)


class CarriedFrame(FrameBase, frozen=True, array_like=True, tag=True):
    """The shapes of a slide of another file, by the digest of that slide; `box` is around all of them.

    Each is `scale` times as large (hundred-thousandths) as in the file, and then moved by `offset` (EMU). `ground` is where the
    background of the file is shown; None if it is not. `texts` are the texts of the shapes, `descriptions` alt texts by the names
    of shapes.
    """

    slot: str
    name: str
    box: Box
    digest: str
    scale: int
    offset: tuple[int, int]
    texts: tuple[str, ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()
    origin: Origin = Origin()
    ground: Box | None = None


Frame = TextFrame | TableFrame | ChartFrame | PictureFrame | ShapeFrame | CarriedFrame
F = TypeVar("F", bound=FrameBase)


class Page(Struct, frozen=True, array_like=True):
    """One slide of the .pptx: frames in reading order (the first is the title).

    `id` is unique in the deck and stable (`ip-masking/key-results`, its continuation `…~2`). `part` is (n, m) for the n-th of
    m pages of one entry. `notes` is what the presenter should say: it is not laid out. `faults` are the messages of
    errors in spite of which `--draft` built it. With `is_raised`, it has the layout for a title of one line.
    """

    id: str
    kind: str
    layout: str
    title: str
    frames: tuple[Frame, ...]
    number: int
    section: str = ""
    notes: tuple[Paragraph, ...] = ()
    hidden: bool = False
    part: tuple[int, int] = (1, 1)
    faults: tuple[str, ...] = ()
    language: str = "en-US"
    origin: Origin = Origin()
    is_raised: bool = False

    @property
    def layout_key(self) -> tuple[str, bool]:
        """Its layout, and whether it has the one for a title of one line."""
        return self.layout, self.is_raised

    def frames_of(self, frame_type: type[F]) -> list[F]:
        """Its frames of one type, in order."""
        return [frame for frame in self.frames if isinstance(frame, frame_type)]


class TrackerEntry(Struct, frozen=True, array_like=True):
    """A segment of the tracker: its name for people, the page that it leads to, its strip and what can be clicked."""

    name: str
    page: str
    strip: Box
    reach: Box


class Tracker(Struct, frozen=True, array_like=True):
    """The strip at the foot of pages: a segment for each section or part, of which that of the page is marked.

    `current` has the number of the entry of each page in one, by the id of the page. `ground` and `mark` are the colours.
    """

    entries: tuple[TrackerEntry, ...]
    current: dict[str, int]
    ground: ColourRole
    mark: ColourRole


class LanguageTexts(Struct, frozen=True, array_like=True):
    """Texts of a presentation in the language of some of its pages: the date, the link back, and the prompts of placeholders."""

    date: str = ""
    back: str = ""
    prompts: dict[str, str] = field(default_factory=dict)


class PresentationOptions(Struct, frozen=True, array_like=True):
    """Properties of the .pptx that are not part of its pages.

    `date` and `back` are shown at the foot of every page whose layout has a slot for them; `back` is the text of a link to the
    page `back_to` (its id). Both are empty without such a page. `transition` is the effect between slides. `day` is that of the
    meeting, if the date names one. `tracker` is on every page whose layout has the background of the master. A `handout` has no
    record of the content that its shapes show, nor has a deck that `is_translated`: only its language is recorded. `prompts` are
    those of placeholders, by those in English. `others` has date, `back` and prompts in other languages.
    """

    date: str = ""
    back: str = ""
    transition: Literal["none", "fade"] = "none"
    back_to: str = ""
    day: datetime.date | None = None
    tracker: Tracker | None = None
    handout: bool = False
    prompts: dict[str, str] = field(default_factory=dict)
    is_translated: bool = False
    others: dict[str, LanguageTexts] = field(default_factory=dict)


class DeckFrames(Struct, frozen=True, array_like=True):
    """A complete deck, placed. `footer` is shown on every page whose layout has a footer; `sections` are names in order.

    `foot_origins` are those of the texts that the pages have in common, by the role of their slots (`footer`, `date`).
    `smallest_sizes` has the smallest font size (hundredths of a point) of slides of each kind, and of `footnotes`.
    """

    title: str
    subject: str
    organisation: str
    footer: str
    language: str
    size: tuple[int, int]
    pages: tuple[Page, ...]
    sections: tuple[str, ...] = ()
    keywords: str = ""
    smallest_sizes: dict[str, int] = field(default_factory=dict)
    options: PresentationOptions = PresentationOptions()
    foot_origins: dict[str, Origin] = field(default_factory=dict)


class Drawing(Struct, frozen=True, array_like=True):
    """A drawn chart: SVG and PNG bytes of the same picture, and the width and height of the PNG in pixels.

    `missing_characters` are those that no font on this machine has, each once; the picture shows a box for each of them.
    `shortened_names` are those for which it has no room in full.
    """

    png: bytes
    width: int
    height: int
    svg: bytes = b""
    missing_characters: str = ""
    shortened_names: tuple[str, ...] = ()
