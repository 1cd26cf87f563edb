"""Checks of frames that every placed deck must pass, whatever its content; issues are returned as sentences."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from deckgen.ir.blocks import Block, Run, Slide, Table, Text
from deckgen.ir.frames import Box, CellFrame, ChartFrame, DeckFrames, Frame, Page, PictureFrame, TableFrame, TextFrame
from deckgen.line_breaking.hyphenation import without_divisions

TOLERANCE = 1270
"""An overlap in EMU that does not count (a tenth of a point): boxes of the grid touch exactly, others are rounded."""


def problems(deck: DeckFrames) -> list[str]:
    """All issues of the frames of a deck."""
    found = [
        f"page {page.number} ({page.id}): {fault}" for page in deck.pages for fault in page_problems(page, deck.size)
    ]
    titles = [page.title for page in deck.pages]
    found += [f"the title '{title}' stands twice" for title in sorted({t for t in titles if titles.count(t) > 1})]
    numbers = [page.number for page in deck.pages]
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"pages are numbered {numbers}")
    return found


def page_problems(page: Page, size: tuple[int, int]) -> Iterator[str]:
    slide = Box(0, 0, *size)
    boxed = [frame for frame in page.frames if hasattr(frame, "box")]
    for frame in boxed:
        yield from _outside(frame, slide)
        yield from _inside(frame)
    for one, other in combinations(boxed, 2):
        if _shrunk(one.box).overlaps(_shrunk(other.box)):
            yield f"{one.name} lies over {other.name}"
    for table in page.frames_of(TableFrame):
        yield from _grounds(table, [frame for frame in boxed if frame is not table], slide)


def _grounds(table: TableFrame, others: Sequence[Frame], slide: Box) -> Iterator[str]:
    """What is wrong with the grounds in the margin before a table."""
    for ground in table.grounds:
        if not slide.contains(ground.box) or ground.box.y < table.box.y or ground.box.bottom > table.box.bottom:
            yield f"a ground lies outside the rows of {table.name}"
        for other in others:
            if _shrunk(ground.box).overlaps(_shrunk(other.box)):
                yield f"a ground of {table.name} lies over {other.name}"


def _shrunk(box: Box) -> Box:
    return Box(box.x + TOLERANCE, box.y + TOLERANCE, box.width - 2 * TOLERANCE, box.height - 2 * TOLERANCE)


def _outside(frame: Frame, slide: Box) -> Iterator[str]:
    box = frame.box
    if box.x < 0 or box.y < 0 or box.right > slide.right or box.bottom > slide.bottom:
        yield f"{frame.name} lies partly outside the slide"
    if box.width <= 0 or box.height <= 0:
        yield f"{frame.name} has no extent"


def _inside(frame: Frame) -> Iterator[str]:
    if isinstance(frame, TextFrame):
        if frame.text_height > frame.box.height:
            yield f"the text of {frame.name} is {frame.text_height - frame.box.height} EMU higher than its box"
    elif isinstance(frame, TableFrame):
        yield from _table(frame)
    elif isinstance(frame, ChartFrame | PictureFrame) and len(frame.alt) < 4:
        yield f"{frame.name} has no alt text"


def _table(frame: TableFrame) -> Iterator[str]:
    if sum(frame.heights) != frame.box.height or sum(frame.columns) != frame.box.width:
        yield f"the rows or columns of {frame.name} do not add up to its box"
    if not frame.alt:
        yield f"{frame.name} has no alt text"
    for number, (row, height) in enumerate(zip(frame.rows, frame.heights, strict=True), 1):
        yield from _row(f"row {number} of {frame.name}", row, height, len(frame.columns))
    for mark in frame.marks:
        box = mark.box
        if box.y < frame.box.y or box.bottom > frame.box.bottom or box.x < frame.box.x or box.right > frame.box.right:
            yield f"a mark lies outside {frame.name}"


def _row(name: str, row: Sequence[CellFrame | None], height: int, columns: int) -> Iterator[str]:
    if len(row) != columns:
        yield f"{name} has {len(row)} cells for {columns} columns"
    for cell in row:
        if cell is not None and not cell.paragraphs:
            yield f"a cell in {name} has no paragraph"
        if cell is not None and cell.text_height > height:
            yield f"a cell in {name} is higher than its row"


_ENDS = re.compile(r"\s+|(?<=[-–—])")


def lost_words(slides: Sequence[Slide], deck: DeckFrames) -> list[str]:
    """Words of slides that are not on their pages, or less often than in their blocks.

    Links are ignored, since they may be shortened, and so are long words, which may be split over two pages.
    """
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for page in deck.pages:
        for text in texts(page):
            shown[page.id.split("~")[0]].update(_words(without_divisions(text)))
    found = []
    for slide in slides:
        wanted: Counter[str] = Counter()
        for block in slide.blocks:
            for runs in _paragraphs(block):
                wanted.update(_words("".join("\0" if run.link or run.page_of else run.text for run in runs)))
        found += [f"{slide.id}: {word}" for word in wanted - shown[slide.id]]
    return found


def _words(text: str) -> list[str]:
    """Words of up to twenty letters, split after hyphens and dashes, where a line (and so a page) may end.

    Words next to a link (`\0`) are left out, and text that may break between any two characters (Chinese).
    """
    cut = _ENDS.split(text.replace("\u200b", ""))
    whole = (word for word in cut if word and len(word) <= 20 and "\0" not in word)
    return [word for word in whole if max(word) < "\u2e80"]


def _paragraphs(block: Block) -> Iterator[tuple[Run, ...]]:
    if isinstance(block, Text):
        yield from (p.runs for p in block.paragraphs)
    elif isinstance(block, Table):
        yield from (p.runs for row in (*block.header, *block.rows) for cell in row.cells for p in cell.paragraphs)


def texts(page: Page) -> list[str]:
    """All texts of a page, frame by frame and cell by cell."""
    found = []
    for frame in page.frames:
        if isinstance(frame, TextFrame):
            found.append("\n".join("".join(run.text for run in p.runs) for p in frame.paragraphs))
        elif isinstance(frame, TableFrame):
            found += [
                "\n".join("".join(run.text for run in p.runs) for p in cell.paragraphs)
                for row in frame.rows
                for cell in row
                if cell is not None
            ]
    return found
