"""The fonts of a brand → the faces that a renderer registers."""

from __future__ import annotations

from deckgen.brand.types import Brand, FontFiles
from deckgen.render.types import Face


def faces(brand: Brand) -> list[Face]:
    """Return the faces with which pictures of slides are drawn: four of the brand's family, of its headings, of each script."""
    own = [face for font in brand.own_fonts for face in _faces_of(font.for_pictures)]
    return own + [face for each in brand.script_families if each.files for face in _faces_of(each.files, each.script)]


def _faces_of(files: FontFiles, script: str = "") -> list[Face]:
    """Return the four faces of a family, each with its position on the weight axis if one file serves several faces."""
    styles = (
        ("regular", files.regular, False, False),
        ("bold", files.bold, True, False),
        ("italic", files.italic, False, True),
        ("bold-italic", files.bold_italic, True, True),
    )
    return [
        Face(files.family, path, bold, italic, files.weights.get(name), files.indices.get(name), script)
        for name, path, bold, italic in styles
    ]
