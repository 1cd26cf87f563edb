"""Types that all renderers share: the font face, the properties of a PDF, and the protocol of a renderer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from deckgen.render.source_deck import SourceDeck


class Face(Struct, frozen=True):
    """One face of a font family, and its file.

    `weight` is a value on the `wght` axis of a variable font, `index` the position of the face in a collection of fonts. `script`
    is the one for which the brand has this face (a code of `fonts.scripts`); empty for its own family.
    """

    family: str
    path: Path
    bold: bool = False
    italic: bool = False
    weight: float | None = None
    index: int | None = None
    script: str = ""


class PdfProperties(Struct, frozen=True):
    """Properties of a PDF; empty for those that it does not have. `language` is a tag (BCP 47)."""

    title: str
    author: str = ""
    subject: str = ""
    language: str = ""


class Renderer(Protocol):
    """Draws slides of a .pptx."""

    name: str
    """The name that the user gives after `--renderer`."""

    def draw(self, deck: SourceDeck, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        """Yield the number (from 1) and the PNG, `width` pixels wide, of each of `slides`, as soon as it is finished.

        Drawing may start before the first is requested. Raises RenderError.
        """

    def close(self) -> None:
        """Release the resources (profiles, threads)."""
