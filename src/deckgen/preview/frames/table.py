"""Tables are shown as rows of cells, of which each can be clicked."""

from collections.abc import Iterator

from deckgen.ir.frames import Box, CellFrame, TableFrame
from deckgen.preview.frames.base import Area, Data, FrameView, first_origin, plain_text


def _text(frame: TableFrame) -> Data:
    rows = [[_cell(cell) for cell in row if cell is not None] for row in frame.rows]
    return {"type": "table", "rows": rows, "heads": frame.header_rows}


def _cell(cell: CellFrame) -> Data:
    return {"text": "\n".join(plain_text(paragraph) for paragraph in cell.paragraphs), "span": cell.span}


def _areas(frame: TableFrame) -> Iterator[Area]:
    """Yield the table, then its cells: each leads to its first authored text, else to its row."""
    yield frame.box, frame.origin
    y = frame.box.y
    row_origins = frame.row_origins or (frame.origin,) * len(frame.rows)
    for row, height, row_origin in zip(frame.rows, frame.heights, row_origins, strict=True):
        for i, cell in enumerate(row):
            if cell is not None:
                x = frame.box.x + sum(frame.columns[:i])
                yield Box(x, y, sum(frame.columns[i : i + cell.span]), height), first_origin(cell.origins) or row_origin
        y += height


TABLE_VIEW = FrameView(_text, _areas)
