"""What slides stand on: master, layouts, theme, notes master, table styles and settings of a deck.

A `Design` adds them to the package, and writes the presentation part. `own_design` writes those of a brand; `template_design`
carries those of an organisation's template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from deckgen.brand.types import Brand
from deckgen.ir.frames import DeckFrames
from deckgen.ir.roles import ColourRole
from deckgen.ooxml.inheritance import Inherited, Master
from deckgen.writer.colours import Colours
from deckgen.writer.master import MasterWriter
from deckgen.writer.package import PackageWriter, Part
from deckgen.writer.picture import Media
from deckgen.writer.slide_parts import SlideParts

LayoutKey = tuple[str, bool]
"""The key of a layout, and whether it is the one for a title of one line."""


class DesignContext(Struct, frozen=True):
    """What a design needs of a deck. `new_creation_id` returns an id for a kind of part and a name."""

    deck: DeckFrames
    brand: Brand
    package: PackageWriter
    colours: Colours
    master_writer: MasterWriter
    media: Media
    slide_parts: SlideParts
    new_creation_id: Callable[[str, str], int]


class PresentationLists(Struct, frozen=True):
    """What the presentation part lists, as XML: slides, sections (an extension) and embedded fonts; empty if there are none.

    `notes_master` is the id of the relationship to the notes master.
    """

    slides: str
    notes_master: str | None
    sections: str
    fonts: str


class NotesMaster(Struct, frozen=True):
    """The notes master: its part, the id of the relationship to it, and what the text of notes pages relies on.

    `colours` are those of its theme, and `role` is the colour of that text.
    """

    part: Part
    relation: str
    inherited: Inherited
    colours: Colours
    role: ColourRole = "ink"


class Design(Protocol):
    """The master, layouts and settings of a deck."""

    presentation: Part
    free_text: Inherited

    def add_master(self) -> tuple[Mapping[LayoutKey, Part], Master]:
        """Add master, theme and layouts; return the layouts' parts, and the master as what they inherit from."""

    def add_notes_master(self) -> NotesMaster:
        """Return the notes master, which is added if there is none."""

    def add_settings(self) -> None:
        """Add table styles, and the parts with settings without which PowerPoint offers to repair the file."""

    def presentation_xml(self, lists: PresentationLists) -> bytes:
        """Return the presentation part."""

    def layout_keys(self) -> Sequence[LayoutKey]:
        """Return the keys of the layouts that the deck contains."""
