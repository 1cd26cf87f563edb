"""What an author of a brand may write: `_brand.yml`, `master.yaml` and one file per slide layout."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from deckgen.blocks import Role
from deckgen.brand.types import SlotRole
from deckgen.frames import Align, Anchor


def _boolean(value: object) -> object:
    """Read `true` and `false` as typed: the reader hands every scalar over as text."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Bool = Annotated[bool, BeforeValidator(_boolean)]
Length = Annotated[float, Field(gt=0, le=56)]
"""Inches; PowerPoint has no slide wider or higher than 56."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


class _Open(BaseModel):
    """A part of the public standard of which deckgen reads only some: the rest is left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class Tint(_Model):
    """A tint: its base colour, how far the luminance is scaled, how far lifted (percent)."""

    of: Role
    scale: float = 100
    lift: float = 0


class Faces(_Model):
    """The four faces of a family as files of an installed Python package; `weights` for variable fonts."""

    family: str
    package: str
    regular: str
    bold: str
    italic: str
    bold_italic: str = Field(alias="bold-italic")
    weights: dict[Literal["regular", "bold", "italic", "bold-italic"], float] = Field(default_factory=dict)


class Fonts(_Model):
    """The brand's family and the one that stands in for it."""

    brand: Faces
    fallback: Faces


class DeckgenSettings(_Model):
    """deckgen's own settings in `_brand.yml`, under `defaults: deckgen:`."""

    extend: str | None = None
    roles: dict[Role, str] = {}
    tints: dict[Role, Tint] = {}
    fonts: Fonts


class Defaults(_Open):
    """The standard's room for the settings of single tools."""

    deckgen: DeckgenSettings


class Colour(_Open):
    """Colours by the standard's names: each a name of the palette, another role, or `#RRGGBB`."""

    palette: dict[str, str] = {}
    foreground: str
    background: str
    primary: str
    secondary: str
    tertiary: str
    success: str
    warning: str
    danger: str
    light: str


class Meta(_Open):
    """Who the brand is."""

    name: str


class BrandFile(_Open):
    """`_brand.yml`."""

    meta: Meta
    color: Colour
    defaults: Defaults


class Style(_Model):
    """One text style, in points and inches."""

    size: float = Field(ge=9, le=96)
    min: float = Field(ge=9, le=96)
    """Where shrinking ends."""
    bold: Bool = False
    italic: Bool = False
    role: Role = "ink"
    align: Align = "start"
    before: float = 0
    spacing: float = Field(default=100, ge=80, le=200)
    bullet: Role | None = None
    indent: float = 0

    @model_validator(mode="after")
    def _shrinks(self) -> Style:
        if self.min > self.size:
            raise PydanticCustomError("min", "`min`, where shrinking ends, is larger than `size`, where it starts", {})
        return self


class Place(_Model):
    """A rectangle: by columns of the grid and top and bottom, or by x, y, width and height; all in inches."""

    columns: tuple[int, int] | None = None
    top: float | None = None
    bottom: float | None = None
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None


STYLE_TAGS = ("name of a set", "styles of its own")
"""What pydantic puts into the path of a fault to say which form it took `styles` for; no key of the file."""
Styles = Annotated[
    Annotated[str, Tag(STYLE_TAGS[0])] | Annotated[dict[str, Style], Tag(STYLE_TAGS[1])],
    Discriminator(lambda value: STYLE_TAGS[0] if isinstance(value, str) else STYLE_TAGS[1]),
]


class SlotSpec(Place):
    """A slot of a layout."""

    role: SlotRole
    styles: Styles = Field(default_factory=dict)
    insets: tuple[float, float, float, float] = (0, 0, 0, 0)
    anchor: Anchor = "top"
    fill: Role | None = None
    rule: Role | None = None
    group: str = ""
    overflow: Literal["continue", "error"] = "continue"
    prompt: str = ""
    repeat: Bool = False
    below: str = ""


class DecorationSpec(Place):
    """A native shape of a layout."""

    shape: Literal["rect", "ellipse", "ring", "triangle", "line", "round-rect", "arc"]
    fill: Role
    name: str = ""


class LayoutFile(_Model):
    """`<layout>.yaml`; a slot of the master that it does not omit or write anew is taken over."""

    name: str
    background: Role = "white"
    omit: tuple[str, ...] = ()
    further: str = Field(default="", alias="continue")
    decorations: tuple[DecorationSpec, ...] = ()
    slots: dict[str, SlotSpec] = {}


class PageSpec(_Model):
    """The slide: its size, margins and grid, in inches."""

    width: Length
    height: Length
    margin: float = Field(ge=0)
    columns: int = Field(ge=1, le=48)
    gutter: float = Field(ge=0)


class SizeSpec(_Model):
    """Another size of slide: its page, and by how much text and the least size of text are scaled for it."""

    width: Length
    height: Length
    margin: float = Field(ge=0)
    gutter: float = Field(ge=0)
    text: float = Field(default=1, gt=0, le=2)
    least: float = Field(default=1, gt=0, le=2)


class MasterFile(_Model):
    """`master.yaml`. `sizes` are further sizes of slide, by the name that deck.yaml gives them (`4:3`)."""

    page: PageSpec
    sizes: dict[str, SizeSpec] = {}
    styles: dict[str, dict[str, Style]] = {}
    decorations: tuple[DecorationSpec, ...] = ()
    slots: dict[str, SlotSpec]
