"""Frames → the font size of most of a block's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from deckgen.ir.blocks import Block
from deckgen.ir.frames import DeckFrames, Frame, FrameParagraph, TableFrame, TextFrame

COMFORTABLE_SIZE = 1200
"""Hundredths of a point: text of at least this size can be read from the back row."""


def main_text_size(block: Block, deck: DeckFrames) -> int:
    """Return the font size, in hundredths of a point, of most characters of a block; 0 if it shows none."""
    characters_by_size: Counter[int] = Counter()
    for page in deck.pages:
        if page.origin.slide == block.origin.slide:
            for frame in page.frames:
                if getattr(frame, "slot", None) == block.slot:
                    for paragraph in _paragraphs(frame):
                        for run in paragraph.runs:
                            characters_by_size[run.size] += len(run.text)
    return max(characters_by_size, key=lambda size: characters_by_size[size], default=0)


def _paragraphs(frame: Frame) -> Iterator[FrameParagraph]:
    if isinstance(frame, TextFrame):
        yield from frame.paragraphs
    elif isinstance(frame, TableFrame):
        for row in frame.rows:
            for cell in row:
                yield from cell.paragraphs if cell is not None else ()
