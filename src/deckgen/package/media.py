"""Rules for media: pictures and embedded fonts are what their names state, and SVG pictures only draw."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.ooxml.opc import Package
from deckgen.package.drawings import DrawingChecker

MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
FONT_MAGIC = (34, b"LP")
"""Offset and bytes by which an EOT file is recognised (W3C submission "Embedded OpenType (EOT) File Format", section 4)."""


def pictures_are_what_they_are_called(package: Package) -> Iterator[str]:
    """A .png part begins with the bytes of PNG, a .jpg part with those of JPEG."""
    for part, data in package.parts.items():
        magic = MAGIC.get(part.rpartition(".")[2].casefold())
        if magic and not data.startswith(magic):
            yield f"{part}: its bytes are not a {part.rpartition('.')[2]} file"


def embedded_fonts_are_fonts(package: Package) -> Iterator[str]:
    """A .fntdata part is an EOT file whose header states its size."""
    offset, magic = FONT_MAGIC
    sizes = {f"/{e.filename}": e.file_size for e in package.entries}
    for part, data in package.parts.items():
        if not part.casefold().endswith(".fntdata"):
            continue
        if data[offset : offset + len(magic)] != magic:
            yield f"{part}: its bytes are not an embedded font"
        elif int.from_bytes(data[:4], "little") != sizes[part]:
            yield f"{part}: its header states another size than it has"


def drawings_are_harmless(package: Package) -> Iterator[str]:
    """An SVG picture runs no script, refers to nothing outside, and hides no part of its styles."""
    checker = DrawingChecker()
    for part in (p for p in package.parts if p.casefold().endswith(".svg")):
        yield from (f"{part}: {issue}" for issue in checker.issues(package.tree(part)))
