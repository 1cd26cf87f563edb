"""What of a deck is built, and for whom: a section, a version, a density, a handout; the file that it is written to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.io.project import find_project, refuse_same_name

if TYPE_CHECKING:
    from deckgen.model import Deck
    from deckgen.model.files import Density


class Selection(Struct, frozen=True):
    """What of a deck is built: the section `only`, or all; a `version`, or the deck itself (empty).

    `density` is used instead of that of the version; `handout` makes a handout of it, which it may be by itself. With a
    `language`, it is shown in that language, by the translations in the deck's folder. `slides` are the names
    of the sections, slides and added slides that it has, besides the cover; empty: all. Without `content`, the file does not
    carry the values that it shows.
    """

    only: str | None = None
    version: str = ""
    density: Density | None = None
    handout: bool = False
    language: str = ""
    slides: tuple[str, ...] = ()
    content: bool = True


WHOLE_DECK = Selection()
"""The deck itself, as deck.yaml has it."""

_MAX_NAMED = 3
"""How many of the selected slides the name of a file has."""


def output_path(folder: Path, deck: Deck, selection: Selection = WHOLE_DECK) -> Path:
    """Return the file to write a selection to: `output/<deck>-<year>-<period>.pptx` in the project of `deck`, lower case.

    What the selection changes is a part of the name, so that the file is beside the other one. `deck` is the selected version.

    Raises SameNameError where another deck of the project would be built into the same file.
    """
    refuse_same_name(folder)
    project = find_project(folder.parent) or folder.parent
    density = None if selection.density == deck.density else selection.density
    handout = "handout" if selection.handout and not deck.handout else None
    parts = (
        folder.name, deck.period.file_name_part, selection.only, _named(selection.slides), selection.version, density, handout,
        selection.language,
    )  # fmt: skip
    return project / "output" / f"{'-'.join(part for part in parts if part).lower()}.pptx"


def _named(slides: tuple[str, ...]) -> str:
    """Return a part of a file's name for selected slides."""
    more = f"+{len(slides) - _MAX_NAMED}-more" if len(slides) > _MAX_NAMED else ""
    names = "+".join(name.replace("/", "-") for name in slides[:_MAX_NAMED])
    return f"slides-{names}{more}" if names else ""
