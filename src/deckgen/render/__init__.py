"""The bytes of a .pptx → pictures of its slides, a contact sheet, a PDF.

Input is a finished file and the faces it is set in; nothing here knows content, kinds or frames. Two renderers keep one contract
(`Renderer`): `embedded`, the default, a library; and `libreoffice`, a program that may be there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deckgen.render.embedded import Embedded
from deckgen.render.errors import RenderError
from deckgen.render.libreoffice import LibreOffice, installed
from deckgen.render.package import SourceDeck
from deckgen.render.selection import numbers
from deckgen.render.types import Face, Renderer

RENDERERS: dict[str, Callable[[Sequence[Face]], Renderer]] = {"embedded": Embedded, "libreoffice": LibreOffice}
"""How each renderer is made, by the name that the user gives it."""

__all__ = [
    "RENDERERS",
    "Embedded",
    "Face",
    "LibreOffice",
    "RenderError",
    "Renderer",
    "SourceDeck",
    "installed",
    "numbers",
]
