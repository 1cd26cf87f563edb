"""Where the tracker of a brand is, in EMU."""

from __future__ import annotations

from msgspec import Struct

from deckgen.ir.frames import Box
from deckgen.ir.roles import ColourRole


class TrackerPlace(Struct, frozen=True):
    """The strip at the foot of slides that shows the section and links to each; `reach` is what can be clicked."""

    strip: Box
    reach: Box
    ground: ColourRole = "neutral"
    mark: ColourRole = "primary"
