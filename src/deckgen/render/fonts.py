"""The fonts of a brand → faces that a renderer registers."""

from __future__ import annotations

from deckgen.brand.types import FontFiles
from deckgen.render.types import Face


def faces(files: FontFiles) -> list[Face]:
    """Give the four faces of a family, each with its place on the weight axis where one file serves several."""
    found = (
        ("regular", files.regular, False, False),
        ("bold", files.bold, True, False),
        ("italic", files.italic, False, True),
        ("bold-italic", files.bold_italic, True, True),
    )
    return [Face(files.family, path, bold, italic, files.weights.get(name)) for name, path, bold, italic in found]
