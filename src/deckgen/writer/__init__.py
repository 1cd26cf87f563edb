"""Placed content → a .pptx: frames, a brand and drawn charts in, the bytes of a package out.

`write` makes the bytes and touches nothing; `save` puts them in a file, whole or not at all. Slides, layouts, tables
and the rest are DrawingML built as strings, one module each; `package` ties parts together and zips them the same way
every time (with python-pptx a slide takes eight times as long, docs/performance.md, and the zip holds the time of day).
"""

from deckgen.writer.deck import write
from deckgen.writer.errors import WriterError
from deckgen.writer.fonts import EmbeddedFont, FontRefusedError, embedded_fonts
from deckgen.writer.save import save, target_of
from deckgen.writer.slide_cache import SlideXmlCache

__all__ = [
    "EmbeddedFont",
    "FontRefusedError",
    "SlideXmlCache",
    "WriterError",
    "embedded_fonts",
    "save",
    "target_of",
    "write",
]
