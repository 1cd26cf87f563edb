"""A picture with its caption as content → its blocks."""

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, MissingPicture, Picture, Text
from deckgen.kinds._shared import paragraphs, plain_paragraph
from deckgen.model import Model, PictureFile, PlainText, RichText
from deckgen.resolve import Context


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


def has_place(image: Image, context: Context) -> bool:
    """Whether a picture, or in a draft what it is to show, stands on the slide."""
    return context.is_draft or image.file in context.pictures


def picture_blocks(image: Image, context: Context, origin: Origin, slot: str, caption_slot: str) -> list[Block]:
    """Return a picture and its caption, written at `origin`; nothing if it cannot be shown, except its place in a draft."""
    if not has_place(image, context):
        return []
    blocks: list[Block] = [_picture_block(image, context, origin, slot)]
    if image.caption:
        blocks.append(Text(caption_slot, tuple(paragraphs(image.caption)), origin))
    return blocks


def _picture_block(image: Image, context: Context, origin: Origin, slot: str) -> Block:
    picture = context.pictures.get(image.file)
    if picture is not None:
        return Picture(slot, picture.digest, (picture.width, picture.height), image.alt, origin)
    name = plain_paragraph(context.labels.format("picture-to-come", file=image.file), origins=(origin.at("file"),))
    return MissingPicture(slot, (name, plain_paragraph(image.alt, origins=(origin.at("alt"),))), origin)
