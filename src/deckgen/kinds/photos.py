"""photos: up to four pictures with captions, and a quote with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec.structs import replace
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Block, Picture, Slide, Text
from deckgen.kinds._shared import paragraphs, room_of, slide
from deckgen.model import Model, PictureFile, PlainText, RichText, SlideContent, Variant
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
    """A picture: its file in the deck's folder, what it shows, and a caption."""

    file: PictureFile
    """The file of the picture, relative to the deck's folder (`media/class.jpg`): JPEG, PNG, SVG, WebP, AVIF, TIFF, GIF or
    BMP; HEIC with pillow-heif. An SVG stays sharp at any size; with gradients, masks, filters, markers or pictures in it, it
    is shown as a PNG for the full width of a slide, because programs draw these differently."""
    alt: PlainText
    """The alt text: what the picture shows, for people who cannot see it."""
    caption: RichText | None = None
    """The line under the picture."""


class Quote(Model):
    """A quote, and who said it."""

    text: RichText
    """What was said."""
    source: RichText | None = None
    """Who said it."""


MAX_QUOTE = 260
"""Characters of a quote that have room under two pictures."""


class Content(SlideContent):
    """Pictures and a quote; a picture that is not there yet leaves no gap."""

    label = "Photos"
    title_states = "topic"
    variants = (Variant("wide", lambda content, context: content.suits_wide(context)),)
    label_in_title = False

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["images"]}, {"required": ["quote"]}]})

    images: Annotated[tuple[Image, ...], Field(max_length=4)] = ()
    """Up to four pictures."""
    quote: Quote | None = None
    """A quote next to the pictures."""

    @model_validator(mode="after")
    def _requires_images_or_quote(self) -> Content:
        if not self.images and self.quote is None:
            raise PydanticCustomError(
                "no_photos",
                "this slide has neither `images` nor a `quote`",
                {"hint": "add `images:` with a `file` and an `alt` for each, or a `quote:`"},
            )
        return self

    def suits_wide(self, context: Context) -> bool:
        """Whether one picture stands alone, or two stand over a short quote."""
        count = sum(image.file in context.pictures for image in self.images)
        return count == 1 if self.quote is None else count == 2 and room_of(self.quote.text) <= MAX_QUOTE


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the pictures that exist next to the quote; without pictures, quote and captions have the full width."""
    present = [index for index, image in enumerate(content.images) if image.file in context.pictures]
    blocks = _picture_blocks(content, present, context)
    if content.quote:
        blocks.append(_quote_block(content.quote, context))
    captions = [image.caption for image in content.images if image.caption]
    if captions and not present:
        texts = tuple(paragraph for caption in captions for paragraph in paragraphs(caption))
        blocks.append(Text("captions", texts, context.origin.at("images")))
    layout = {0: "photos-quote", 1: "photos", 2: "photos-2"}.get(len(present), "photos-4")
    return slide(content, context, layout, blocks)


def _picture_blocks(content: Content, present: Sequence[int], context: Context) -> list[Block]:
    """Return the pictures and captions of the images at the indices `present`."""
    blocks: list[Block] = []
    for number, index in enumerate(present, 1):
        image, origin = content.images[index], context.origin.at("images", index)
        picture = context.pictures[image.file]
        size = picture.width, picture.height
        blocks.append(Picture(f"picture-{number}", picture.digest, size, image.alt, origin))
        if image.caption:
            blocks.append(Text(f"caption-{number}", tuple(paragraphs(image.caption)), origin))
    return blocks


def _quote_block(quote: Quote, context: Context) -> Text:
    text = paragraphs(quote.text)
    text[-1] = replace(text[-1], keep_with_next=True)
    return Text("quote", (*text, *paragraphs(quote.source, "small")), context.origin.at("quote"))
