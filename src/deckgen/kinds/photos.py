"""photos: up to four pictures with captions, and a quote with its source."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._pictures import Image, has_place, picture_blocks
from deckgen.kinds._quotes import Quote, quote_paragraphs
from deckgen.kinds._shared import paragraphs, room_of, slide
from deckgen.model import SlideContent, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: photos
title: Reading in the classroom
headline: After the training, classes check and mend sources
images:
  - file: media/class.jpg
    alt: Teachers around a table with laptops
    caption: Closing day of the training in Assilah, December
quote:
  text: >-
    I used to tell my students not to trust the encyclopedia. Now we check its sources together, and they mend what they find.
    They ask for it each week.
  source: Teacher of history, Assilah
"""
_WIDE_EXAMPLE = """\
kind: photos
title: Reading in the classroom
headline: Classes of the trained teachers have mended 2,100 sources
images:
  - file: media/class.jpg
    alt: Teachers around a table with laptops
    caption: >-
      Closing day of the training in Assilah, December.

      One teacher in three has brought a class of her own since then. Their students have mended 2,100 sources, four in five of
      them in articles on the history of their country.

      The next training, in Dakar in March, has room for 80.
"""


_WIDE = 1.9
"""A picture so many times as wide as high needs the width of the page."""
MAX_QUOTE = 260
"""Characters of a quote that have room under two pictures."""
_IN_MOSAIC, _IN_GRID = 3, 4


def _example_of(count: int) -> str:
    """Return an example with a number of pictures."""
    groups = [(210, "Assilah, Morocco", "October", 820), (180, "Dakar, Senegal", "November", 640)]
    in_kenya = [(90, "Nairobi, Kenya", 410), (60, "Kisumu, Kenya", 230)]
    groups += [(teachers, place, "December", sources) for teachers, place, sources in in_kenya]
    if count < _IN_GRID:
        groups = [*groups[: count - 1], (150, "Nairobi, Kenya", "December", 640)]
    captions = [
        f"**{teachers} teachers**\\n\\n{place}\\n\\n{sources} sources mended"
        if count == _IN_GRID
        else f"**{teachers} teachers** in {place}, in {month}"
        for teachers, place, month, sources in groups
    ]
    images = "".join(
        f'  - {{file: media/class.jpg, alt: Teachers around a table with laptops, caption: "{caption}"}}\n'
        for caption in captions
    )
    start = "kind: photos\ntitle: Reading in the classroom\nheadline: 540 teachers in three countries finished the training\n"
    return f"{start}images:\n{images}"


class Content(SlideContent):
    """Pictures and a quote. A picture that is not there yet leaves no gap; `--draft` shows its place, with its alt text."""

    label = "Photos"
    title_states = "topic"
    variants = (
        Variant(
            "wide",
            "one picture alone, or two over a short quote",
            lambda content, context: content.suits_wide(context),
            example=_WIDE_EXAMPLE,
        ),
        Variant(
            "mosaic",
            "three pictures without a quote",
            lambda content, context: content.quote is None and content.count_in(context) == _IN_MOSAIC,
            example=_example_of(_IN_MOSAIC),
        ),
        Variant(
            "grid",
            "four pictures without a quote",
            lambda content, context: content.quote is None and content.count_in(context) == _IN_GRID,
            example=_example_of(_IN_GRID),
        ),
    )
    label_in_title = False

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["images"]}, {"required": ["quote"]}]})

    images: Annotated[tuple[Image, ...], Field(max_length=4)] = ()
    """Up to four pictures."""
    quote: Quote | None = None
    """A quote next to the pictures."""

    @model_validator(mode="after")
    def _requires_images_or_quote(self) -> Self:
        if not self.images and self.quote is None:
            raise PydanticCustomError(
                "no_photos",
                "this slide has neither `images` nor a `quote`",
                {"hint": "add `images:` with a `file` and an `alt` for each, or a `quote:`"},
            )
        return self

    def count_in(self, context: Context) -> int:
        """Return how many of its pictures the slide shows."""
        return sum(has_place(image, context) for image in self.images)

    def suits_wide(self, context: Context) -> bool:
        """Whether one picture stands alone, or two stand over a short quote."""
        count = self.count_in(context)
        return count == 1 if self.quote is None else count == 2 and room_of(self.quote.text) <= MAX_QUOTE


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the pictures next to the quote; without pictures, quote and captions have the full width.

    A picture that does not exist is left out with its caption; a draft shows its place.
    """
    present = [index for index, image in enumerate(content.images) if has_place(image, context)]
    blocks: list[Block] = []
    for number, index in enumerate(present, 1):
        origin = context.origin.at("images", index)
        blocks += picture_blocks(content.images[index], context, origin, f"picture-{number}", f"caption-{number}")
    if content.quote:
        blocks.append(Text("quote", tuple(quote_paragraphs(content.quote)), context.origin.at("quote")))
    captions = [image.caption for image in content.images if image.caption]
    if captions and not present:
        texts = tuple(paragraph for caption in captions for paragraph in paragraphs(caption))
        blocks.append(Text("captions", texts, context.origin.at("images")))
    return slide(content, context, _layout(content, context, present), blocks)


def _layout(content: Content, context: Context, present: Sequence[int]) -> str:
    """Return the layout for the pictures at the indices `present`; one alone has its caption beside it, unless it is wide."""
    if len(present) == 1 and content.quote is None:
        image = content.images[present[0]]
        if image.caption is None:
            return "photos-plain"
        picture = context.pictures.get(image.file)
        is_wide = picture is not None and picture.width > _WIDE * picture.height
        return "photos" if is_wide else "photos-alone"
    return {0: "photos-quote", 1: "photos", 2: "photos-2"}.get(len(present), "photos-4")
