"""The pictures and fonts that a deck stores: the build reads and prepares their files, the writer only embeds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from deckgen.ir.carried import CarriedSlide
from deckgen.ir.content_record import ContentRecord

FontFace = Literal["regular", "bold", "italic", "boldItalic"]


class PictureLoss(Struct, frozen=True, array_like=True):
    """Something in the file of a picture that a deck does not show, as the end of a sentence, and what to do about it."""

    what: str
    hint: str


class PreparedPicture(Struct, frozen=True, array_like=True):
    """A picture as a deck shows it: width and height in pixels, upright, and the files that the deck stores, with their kinds.

    The kinds are PNG, JPEG and SVG; a drawing has a PNG and an SVG. `digest` is the SHA-256 of the original file. `losses` are
    what of the file a deck does not show, `words` the beginning of the texts of a drawing that are no outlines: a deck shows them
    in Arial.
    """

    width: Annotated[float, Meta(gt=0, le=1e6)]
    height: Annotated[float, Meta(gt=0, le=1e6)]
    files: Annotated[
        tuple[tuple[bytes, Annotated[str, Meta(pattern="^(PNG|JPEG|SVG)$")]], ...], Meta(min_length=1, max_length=2)
    ]
    digest: str
    losses: tuple[PictureLoss, ...] = ()
    words: str = ""


class EmbeddedFont(Struct, frozen=True):
    """One face of a family of the brand, as the bytes of an EOT file."""

    family: str
    face: FontFace
    data: bytes


class EmbeddedFiles(Struct, frozen=True):
    """What a deck embeds besides its charts: pictures by their digests, and the brand's fonts if it asks for them.

    `template` is the file of the template of the brand, if it has one. `slides` are those of other files, by their digests.
    `content` are the values that travel with the deck, None if none do. `folder` is that of the deck as origins name it; names
    of files in the package are relative to it.
    """

    pictures: Mapping[str, PreparedPicture] = field(default_factory=dict)
    fonts: tuple[EmbeddedFont, ...] = ()
    template: bytes = b""
    slides: Mapping[str, CarriedSlide] = field(default_factory=dict)
    content: ContentRecord | None = None
    folder: str = ""
