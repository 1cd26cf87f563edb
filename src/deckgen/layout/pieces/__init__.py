"""The pieces of a plan: one class for each type of block decides its pages and sizes, and creates its frames.

Nothing else in this room asks for the type of a block. A new type needs a module here and an entry in `PIECES`.
"""

from collections.abc import Mapping
from typing import Any

from deckgen.ir.blocks import BlockBase, Carried, Chart, MissingPicture, Picture, Table, Text
from deckgen.layout.pieces.base import Piece, SlidePlan, shrink_group
from deckgen.layout.pieces.carried import CarriedPiece
from deckgen.layout.pieces.chart import ChartPiece
from deckgen.layout.pieces.missing_picture import MissingPicturePiece
from deckgen.layout.pieces.picture import PicturePiece
from deckgen.layout.pieces.table import TablePiece
from deckgen.layout.pieces.text import TextPiece

PIECES: Mapping[type[BlockBase], type[Piece[Any]]] = {
    Text: TextPiece,
    Table: TablePiece,
    Chart: ChartPiece,
    Picture: PicturePiece,
    MissingPicture: MissingPicturePiece,
    Carried: CarriedPiece,
}
"""The class of the pieces of each type of block."""

__all__ = ["PIECES", "Piece", "SlidePlan", "shrink_group"]
