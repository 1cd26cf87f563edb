"""What charts and pictures have in common: one frame on the first page, which needs some room to be useful."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Chart, Picture
from deckgen.ir.frames import Frame
from deckgen.layout.footnotes import GAP
from deckgen.layout.pieces.base import Piece, SlidePlan

G = TypeVar("G", Chart, Picture)


class GraphicPiece(Piece[G]):
    """A chart or a picture: what it is called, the kind of slide that has most room for it, and its minimum height (EMU)."""

    noun: ClassVar[str]
    roomy_kind: ClassVar[str]
    minimum_height: ClassVar[int]

    @abstractmethod
    def fitted_frame(self, plan: SlidePlan) -> Frame:
        """Create its frame in its area, which has room for it."""

    def frame(self, plan: SlidePlan, page: int) -> Frame | None:
        """Create its frame on the first page, if it has room there."""
        return self.fitted_frame(plan) if page == 0 and self.fits else None

    def start_below(self, bottom: int, gap: int = GAP) -> None:
        """Begin below content that ends at `bottom` (EMU from the top), and take the height that is left."""
        self._start_at(bottom + gap)

    def check_room(self, plan: SlidePlan) -> None:
        """Report an area that is too low to be useful."""
        if self.area.height < self.minimum_height:
            self.fits = False
            message = f"there is no room left for the {self.noun}"
            hint = f"put the {self.noun} on a slide of its own (kind: {self.roomy_kind})"
            plan.errors.append(make_issue("no-room", message, self.block.origin, hint))
