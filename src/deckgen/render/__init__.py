"""The bytes of a .pptx → pictures of its slides, a contact sheet, a PDF.

The input is a finished file and the font faces of its text; nothing here knows content, kinds or frames. Two renderers implement
`Renderer`: `embedded`, the default, is a library; `libreoffice` is a program that may be installed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deckgen.render.embedded import Embedded
from deckgen.render.errors import RenderError
from deckgen.render.libreoffice import LibreOffice, find_libreoffice
from deckgen.render.selection import selected_slides
from deckgen.render.source_deck import SourceDeck
from deckgen.render.types import Face, Renderer

RENDERERS: dict[str, Callable[[Sequence[Face]], Renderer]] = {"embedded": Embedded, "libreoffice": LibreOffice}
"""The name of a renderer, as after `--renderer` → the class that creates it from font faces."""

__all__ = [
    "RENDERERS",
    "Embedded",
    "Face",
    "LibreOffice",
    "RenderError",
    "Renderer",
    "SourceDeck",
    "find_libreoffice",
    "selected_slides",
]
