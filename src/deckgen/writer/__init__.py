"""Write a .pptx. Input: frames, a brand and rendered charts. Output: the bytes of an Open Packaging file.

`write` returns the bytes and changes no file; `save` writes them to a file, completely or not at all. Slides, layouts, tables
and the other parts are DrawingML built as strings, in one module each. `package` relates the parts to each other and zips them,
always in the same way (with python-pptx a slide takes eight times as long, see docs/performance.md, and its zip file contains
the time of day).
"""

from deckgen.writer.deck import write
from deckgen.writer.errors import WriterError
from deckgen.writer.fonts import EmbeddedFont, FontRefusedError, embedded_fonts
from deckgen.writer.save import resolve_target, save
from deckgen.writer.slide_parts import CACHED_KINDS

__all__ = [
    "CACHED_KINDS",
    "EmbeddedFont",
    "FontRefusedError",
    "WriterError",
    "embedded_fonts",
    "resolve_target",
    "save",
    "write",
]
