"""Write a .pptx. Input: frames, a brand, drawn charts, prepared pictures and fonts. Output: the bytes of an Open Packaging file.

No file is read or written here. Slides, layouts, tables and the other parts are DrawingML built as strings, in one module each.
`package` relates the parts to each other and zips them, always in the same way (with python-pptx a slide takes eight times as
long, see docs/performance.md, and its zip file contains the time of day).
"""

from deckgen.writer.deck import write
from deckgen.writer.deflated_parts import DEFLATED_KIND
from deckgen.writer.errors import WriterError
from deckgen.writer.slide_parts import PART_KINDS

CACHED_KINDS = (*PART_KINDS, DEFLATED_KIND)
"""The kinds of the results of writing in a `BuildCache`."""

__all__ = ["CACHED_KINDS", "WriterError", "write"]
