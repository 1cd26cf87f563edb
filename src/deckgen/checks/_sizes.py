"""Frames → the size at which the text of a block is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from deckgen.ir.blocks import Block
from deckgen.ir.frames import DeckFrames, Frame, FrameParagraph, TableFrame, TextFrame

COMFORTABLE = 1200
"""Hundredths of a point: text that shrinks no further than this can be read from the back row."""


def size_of(block: Block, deck: DeckFrames) -> int:
    """Give the size, in hundredths of a point, of most characters of a block; 0 where it shows none."""
    counted: Counter[int] = Counter()
    for page in deck.pages:
        if page.origin.slide == block.origin.slide:
            for frame in page.frames:
                if getattr(frame, "slot", None) == block.slot:
                    for paragraph in _paragraphs(frame):
                        for run in paragraph.runs:
                            counted[run.size] += len(run.text)
    return max(counted, key=lambda size: counted[size], default=0)


def _paragraphs(frame: Frame) -> Iterator[FrameParagraph]:
    if isinstance(frame, TextFrame):
        yield from frame.paragraphs
    elif isinstance(frame, TableFrame):
        for row in frame.rows:
            for cell in row:
                yield from cell.paragraphs if cell is not None else ()
