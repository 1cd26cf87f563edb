"""photos: up to four pictures with captions, and a quote with its source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from msgspec.structs import replace
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.io.project import boundary
from deckgen.ir.blocks import Block, Paragraph, Picture, Remark, Slide, Text
from deckgen.kinds._shared import paragraphs, slide
from deckgen.model import Model, PlainText, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: photos
title: Reading in the classroom
images:
  - file: media/class.jpg
    alt: Teachers around a table with laptops
    caption: Closing ceremony
quote:
  text: A participant says that the training changed what she thinks of the encyclopedia.
  source: a participant, Assilah
"""


class Image(Model):
    """A picture: its file beside deck.yaml, what it shows, and a caption."""

    file: PlainText
    """The file of the picture, from the deck's folder on (`media/class.jpg`): JPEG, PNG, SVG, WebP, TIFF, GIF or BMP."""
    alt: PlainText
    """What the picture shows, for those who cannot see it."""
    caption: RichText | None = None
    """The line under the picture."""


class Quote(Model):
    """What somebody says, and who."""

    text: RichText
    """What was said."""
    source: RichText | None = None
    """Who said it."""


class Content(SlideContent):
    """Pictures and a quote; a picture not yet supplied leaves no hole."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["images"]}, {"required": ["quote"]}]})

    images: Annotated[tuple[Image, ...], Field(max_length=4)] = ()
    """Up to four pictures."""
    quote: Quote | None = None
    """A quote beside them."""

    @model_validator(mode="after")
    def _shows_something(self) -> Content:
        if not self.images and self.quote is None:
            raise PydanticCustomError(
                "no_photos",
                "this slide has neither `images` nor a `quote`",
                {"hint": "add `images:` with a `file` and an `alt` for each, or a `quote:`"},
            )
        return self


def compose(content: Content, context: Context) -> Slide:
    """Set the pictures that exist beside the quote; without any, quote and captions take the whole width."""
    from deckgen.images.checks import flaw  # noqa: PLC0415 -- Pillow, which most decks do without

    flaws = [flaw(image.file, context.deck.folder, boundary(context.deck.folder)) for image in content.images]
    present = [image for image, found in zip(content.images, flaws, strict=True) if found is None]
    blocks: list[Block] = []
    for number, image in enumerate(present, 1):
        origin = context.origin.at("images", content.images.index(image))
        blocks.append(Picture(f"picture-{number}", str(_path(context, image)), image.alt, origin))
        if image.caption:
            blocks.append(Text(f"caption-{number}", tuple(paragraphs(image.caption)), origin))
    if content.quote:
        said = paragraphs(content.quote.text)
        said[-1] = replace(said[-1], keep_with_next=True)
        found = (*said, *paragraphs(content.quote.source, "small"))
        blocks.append(Text("quote", found, context.origin.at("quote")))
    missing = [image.caption for image in content.images if image not in present and image.caption]
    if missing and not present:
        blocks.append(Text("captions", _captions(missing), context.origin.at("images")))
    layout = {0: "photos-quote", 1: "photos", 2: "photos-2"}.get(len(present), "photos-4")
    made = slide(content, context, layout, blocks)
    places = [(found, context.origin.at("images", i, "file")) for i, found in enumerate(flaws) if found is not None]
    remarks = (Remark(found.code, found.message, found.hint, at, not found.absent) for found, at in places)
    return replace(made, remarks=tuple(remarks))


def _path(context: Context, image: Image) -> Path:
    return Path(context.deck.folder) / image.file


def _captions(texts: Sequence[RichText]) -> tuple[Paragraph, ...]:
    return tuple(p for text in texts for p in paragraphs(text))
