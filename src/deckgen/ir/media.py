"""The pictures and fonts that a deck stores: the build reads and prepares their files, the writer only embeds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

FontFace = Literal["regular", "bold", "italic", "boldItalic"]


class PreparedPicture(Struct, frozen=True, array_like=True):
    """A picture as a deck shows it: width and height in pixels, upright, and the files that the deck stores, with their kinds.

    The kinds are PNG, JPEG and SVG; a drawing has a PNG and an SVG. `digest` is the SHA-256 of the original file.
    """

    width: Annotated[float, Meta(gt=0, le=1e6)]
    height: Annotated[float, Meta(gt=0, le=1e6)]
    files: Annotated[
        tuple[tuple[bytes, Annotated[str, Meta(pattern="^(PNG|JPEG|SVG)$")]], ...], Meta(min_length=1, max_length=2)
    ]
    digest: str


class EmbeddedFont(Struct, frozen=True):
    """One face of the brand's family, as the bytes of an EOT file."""

    face: FontFace
    data: bytes


class EmbeddedFiles(Struct, frozen=True):
    """What a deck embeds besides its charts: pictures by their digests, and the faces of the brand's font if it asks for them."""

    pictures: Mapping[str, PreparedPicture] = field(default_factory=dict)
    fonts: tuple[EmbeddedFont, ...] = ()
