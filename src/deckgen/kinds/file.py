"""file: a slide that others made in PowerPoint, with its own shapes under a title of the deck."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec.structs import replace
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Block, Carried, MissingPicture, Slide
from deckgen.ir.carried import CarriedSlide
from deckgen.kinds._shared import plain_paragraph, slide
from deckgen.model import FileSlide, KeptEntry, Model, PlainText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: file
title: Legal
headline: Two of three policies are through the review
file: slides/legal.pptx
slide: 1
fit: brand
"""
_NUMBER = re.compile("[1-9][0-9]{0,3}")


def _validate_number(value: str) -> str:
    if not _NUMBER.fullmatch(value):
        raise PydanticCustomError(
            "value_error", "a slide is named by its number, from 1", {"hint": "write it like `3`"}
        )
    return value


_SlideNumber = Annotated[
    PlainText,
    AfterValidator(_validate_number),
    WithJsonSchema(
        {"type": ["integer", "string"], "pattern": f"^{_NUMBER.pattern}$", "minimum": 1, "maximum": 9999},
    ),
]


class Kept(Model):
    """What `deckgen keep` writes: the entry of the slide, and a digest of all that it showed."""

    layout: PlainText
    """The layout that the slide had and has."""
    digest: PlainText
    """The digest of what the entry showed when it was kept: `deckgen check` says when that has changed since."""
    entry: Annotated[dict[str, Any], Field(exclude=True), WithJsonSchema({"type": "object"})]
    """The entry as it was: put it in the place of this slide to have it back."""


class Content(SlideContent):
    """A slide of a .pptx that somebody sent: text boxes, tables, charts, pictures and other shapes stay what they are.

    The title and the page number are those of the deck; without `title` and `headline`, the title is that of the slide. What a
    deck does not carry (videos, macros, speaker notes, comments …) is reported.
    """

    label = "Slide"
    label_in_title = False
    title_states = "topic"
    lasting = SlideContent.lasting | {"fit", "slide", "alt", "kept"}

    file: PlainText
    """The .pptx, relative to the deck's folder (`slides/legal.pptx`)."""
    slide: _SlideNumber | None = None
    """The number of the slide, from 1; a file with one slide needs none."""
    fit: Literal["brand", "as-is"] = "brand"
    """How it fits into the deck. `brand`: scaled to the body of the slide, in the colours and fonts of the brand; `as-is`: in the
    place and the colours that it has."""
    alt: Mapping[PlainText, PlainText] = {}
    """Alt texts of shapes that have none in the file, by the names of the shapes (in PowerPoint: Arrange, Selection Pane)."""

    kept: Kept | None = None
    """The slide as it was written before `deckgen keep` put the edited one in its place."""

    @property
    def kept_entry(self) -> KeptEntry | None:
        """The entry in whose place it stands."""
        return KeptEntry(self.kept.entry, self.kept.digest) if self.kept is not None else None

    @property
    def file_slide(self) -> FileSlide:
        """The slide that it shows."""
        return FileSlide(self.file, int(self.slide) if self.slide else None, self.fit)


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the shapes of the file; in a draft without that file, with their place."""
    carried = context.file_slides.get(content.file_slide)
    blocks: list[Block] = []
    if carried is not None:
        blocks.append(_carried(content, carried, context))
        if carried.title and not content.headline and not _has_title(context):
            content = content.model_copy(update={"headline": carried.title})
    elif context.is_draft:
        to_come = context.labels.format("picture-to-come", file=content.file)
        blocks.append(
            MissingPicture("text", (plain_paragraph(to_come, origins=(context.origin.at("file"),)),), context.origin)
        )
    return slide(content, context, "file" if content.kept is None else content.kept.layout, blocks)


def _carried(content: Content, carried: CarriedSlide, context: Context) -> Carried:
    """Return the shapes of the file; those of a kept slide stand in its own layout, with the background of that."""
    described = tuple(content.alt.items())
    if content.kept is None:
        return Carried("text", carried.digest, carried.outline, content.fit == "brand", described, context.origin)
    outline = replace(carried.outline, has_ground=False)
    return Carried("title", carried.digest, outline, fits_body=False, descriptions=described, origin=context.origin)


def _has_title(context: Context) -> bool:
    """Whether the slide has a title of its own, and not only that of its section."""
    origin = context.field_origin("title")
    return origin is not None and origin.file == context.origin.file and origin.path == (*context.origin.path, "title")
