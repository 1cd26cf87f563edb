"""Schema of `template:` in `_brand.yml`: how the slides of a brand are drawn in an organisation's PowerPoint template.

`deckgen brand import` writes it; a person may change it. Lengths are in inches, sizes in points.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from deckgen.brand.values import CLOSED, Bool, Count, FileName, Line, Name, Range
from deckgen.ir.frames import Align, Anchor
from deckgen.ir.roles import ColourRole

_PLACE_HINT = "no slide of PowerPoint is larger than 56 inches"
_AGAIN = "`deckgen brand import` writes it"

Edge = Annotated[float, Range(-56, 56, "inches", _PLACE_HINT)]
Side = Annotated[float, Range(0, 56, "inches", _PLACE_HINT)]
TypeSize = Annotated[float, Range(6, 400, "points", "smaller text cannot be read, larger text has no room on a slide")]
Number = Annotated[int, Range(1, 1000, "", "masters and layouts are counted from 1")]
Index = Annotated[int, Range(0, 4_294_967_294, "", "this is the index of a placeholder")]
Scale = Annotated[float, Range(0.2, 5, "times", "a slide is between 2 and 60 inches wide")]
Sha256 = Annotated[str, Line(64, 64), StringConstraints(pattern="^[0-9a-f]{64}$")]
Rectangle = tuple[Edge, Edge, Side, Side]
"""Left, top, width and height."""
Kind = Literal["title", "ctrTitle", "subTitle", "body", "obj", "ftr", "dt", "sldNum"]
Names = Annotated[tuple[Annotated[str, Line(500)], ...], Count(1000, "layouts", _AGAIN)]
Noted = Annotated[dict[Name, Annotated[str, Line(4000)]], Count(200, "facts", _AGAIN)]


class _Model(BaseModel):
    model_config = CLOSED


class LayoutRef(_Model):
    """A layout of the template: its name, and its position in its master from 1."""

    layout: Annotated[str, Line(500)]
    number: Number


class PlaceSpec(_Model):
    """Where a slot stands, and its text.

    `place` is the type and the index of the placeholder of the template that it fills; without it, deckgen adds one. `role` is
    the colour of its text: `inherited` is that of the placeholder.
    """

    place: tuple[Kind, Index] | None = None
    box: Rectangle
    insets: tuple[Side, Side, Side, Side] = (0.1, 0.05, 0.1, 0.05)
    anchor: Anchor = "top"
    align: Align = "start"
    size: TypeSize
    min: TypeSize
    bold: Bool = False
    italic: Bool = False
    caps: Bool = False
    spacing: Annotated[float, Range(50, 300, "percent", "closer lines lie on each other")] = 100
    role: ColourRole = "inherited"


class SpecialSpec(LayoutRef):
    """A layout of the template for covers or dividers, with its slots.

    `area` is free for further texts, in the colour `text`.
    """

    text: ColourRole = "ink"
    area: Rectangle | None = None
    slots: Annotated[dict[Literal["title", "subtitle", "organisation", "date"], PlaceSpec], Count(4, "slots", _AGAIN)]

    @property
    def places(self) -> Mapping[str, PlaceSpec]:
        """The places of its slots by their names."""
        return {str(name): place for name, place in self.slots.items()}


class FootSpec(_Model):
    """The placeholders at the foot of slides."""

    footer: PlaceSpec | None = None
    date: PlaceSpec | None = None
    number: PlaceSpec | None = None


class TemplateSpec(_Model):
    """How slides are drawn in a template.

    `file` is in the brand's folder, `sha256` its digest, and `source` the name of the file that was imported. `names` are those
    of the layouts of the master that is used, in their order. `host` is the
    layout whose ground, title and foot all slides share, `body` where content stands, `strip` the line above titles, `tracker`
    the strip at the foot that shows the section. Sizes of text are multiplied by `scale`. `colours` names for a role the colour
    of the theme that it is (`primary: accent1`), so that it follows the theme. `unused: drop` leaves out the other masters
    of the template and the layouts that no slide has. `noted` is what a newer file is compared with.
    """

    file: FileName
    sha256: Sha256
    source: Annotated[str, Line(255)] = ""
    size: tuple[Side, Side]
    master: Number = 1
    names: Names = ()
    host: LayoutRef
    body: Rectangle
    strip: Rectangle
    tracker: Rectangle | None = None
    scale: Scale = 1
    title: PlaceSpec
    foot: FootSpec = FootSpec()
    cover: SpecialSpec | None = None
    divider: SpecialSpec | None = None
    colours: dict[ColourRole, Literal[
        "bg1", "tx1", "bg2", "tx2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
    ]] = {}  # fmt: skip
    unused: Literal["keep", "drop"] = "keep"
    noted: Noted = {}
