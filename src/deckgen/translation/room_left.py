"""A deck laid out in its own language → how many more characters each text may have before its slide changes.

This is a plain estimate for translators: a character is half as wide as its type size (in scripts with square characters, as
wide), and text may fill the lines that its box has at the size it is shown in. Text of a cell may fill the lines that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckgen.diagnostics import Origin
from deckgen.ir.frames import EMU_PER_POINT, CellFrame, DeckFrames, FrameParagraph, Insets, TableFrame, TextFrame
from deckgen.model.shown_texts import Place

_SQUARE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")
_WIDTH, _SQUARE_WIDTH = 0.5, 1.0
"""The width of a character, as a share of its size."""
_LINE_HEIGHT = 1.2
"""The height of a line, as a share of its size."""


def room_left(deck: DeckFrames) -> dict[Place, int]:
    """Return the characters that texts may grow by, the least of all places that show them; negative where it is full."""
    found: dict[Place, int] = {}
    for page in deck.pages:
        for origins, room in (
            *(pair for frame in page.frames_of(TextFrame) for pair in _of_text(frame)),
            *(pair for frame in page.frames_of(TableFrame) for pair in _of_table(frame)),
        ):
            for place in {(origin.file, origin.path) for origin in origins}:
                found[place] = min(room, found.get(place, room))
    return found


def _of_text(frame: TextFrame) -> Iterator[tuple[Sequence[Origin], int]]:
    origins = frame.origins or ((frame.origin,),) * len(frame.paragraphs)
    sized = [paragraph for paragraph in frame.paragraphs if paragraph.runs]
    if not sized:
        return
    width = frame.box.width - frame.insets.left - frame.insets.right
    height = frame.box.height - frame.insets.top - frame.insets.bottom
    used = sum(_lines(paragraph, width) * _line_height(paragraph) + paragraph.space_before * 127 for paragraph in sized)
    spare = sum(_lines(paragraph, width) * _per_line(paragraph, width) - _length(paragraph) for paragraph in sized)
    last = sized[-1]
    lines = max(0, int((height - used) // _line_height(last)))
    room = lines * _per_line(last, width) + (spare if len(sized) == 1 else 0)
    yield from ((each, room) for each in origins)


def _of_table(frame: TableFrame) -> Iterator[tuple[Sequence[Origin], int]]:
    for row in frame.rows:
        for at, cell in enumerate(row):
            if cell is not None:
                yield from _of_cell(cell, sum(frame.columns[at : at + cell.span]))


def _of_cell(cell: CellFrame, width: int) -> Iterator[tuple[Sequence[Origin], int]]:
    inner = width - _sides(cell.insets)
    for paragraph, origins in zip(cell.paragraphs, cell.origins, strict=False):
        if paragraph.runs:
            yield origins, _lines(paragraph, inner) * _per_line(paragraph, inner) - _length(paragraph)


def _sides(insets: Insets) -> int:
    return insets.left + insets.right


def _length(paragraph: FrameParagraph) -> int:
    return sum(len(run.text) for run in paragraph.runs)


def _lines(paragraph: FrameParagraph, width: int) -> int:
    return max(1, -(-_length(paragraph) // _per_line(paragraph, width)))


def _size(paragraph: FrameParagraph) -> int:
    return max(run.size for run in paragraph.runs)


def _line_height(paragraph: FrameParagraph) -> int:
    return int(_size(paragraph) / 100 * EMU_PER_POINT * _LINE_HEIGHT * paragraph.line_spacing / 100_000)


def _per_line(paragraph: FrameParagraph, width: int) -> int:
    text = "".join(run.text for run in paragraph.runs)
    share = _SQUARE_WIDTH if len(_SQUARE.findall(text)) * 2 > len(text) else _WIDTH
    return max(1, int((width - paragraph.margin) / (_size(paragraph) / 100 * EMU_PER_POINT * share)))
