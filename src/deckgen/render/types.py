"""What the renderers share: faces, and the contract of a renderer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from deckgen.render.package import SourceDeck


class Face(Struct, frozen=True):
    """One face of a family: the file it lies in. `weight` is a value on the `wght` axis of a variable font."""

    family: str
    path: Path
    bold: bool = False
    italic: bool = False
    weight: float | None = None


class Renderer(Protocol):
    """Draws slides of a .pptx."""

    name: str
    """What the user calls it, as after `--renderer`."""

    def draw(self, deck: SourceDeck, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        """Yield the number (from 1) and the PNG, `width` pixels wide, of each of `slides`, as they are done.

        Work may begin before the first is asked for. Raises RenderFault.
        """

    def close(self) -> None:
        """Give back what was held (profiles, threads)."""
