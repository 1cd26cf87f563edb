"""What a brand uses of an organisation's PowerPoint template, as loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from deckgen.ir.frames import Box
from deckgen.ir.roles import ColourRole

PlaceKey = tuple[str, int]
"""The type and the index of a placeholder, by which slides refer to it."""


class TemplateUse(Struct, frozen=True):
    """The file of a template, and what its brand says of it.

    `sha256` is the digest that the file had when it was imported, and `source` its name then. `master` is the position of the
    slide master that is used, from 1, and `numbers` those of the layouts in it, by what they are used for. `body` is
    where content stands. `colours` are the
    names of the theme for roles that have one. `noted` is what a newer file is compared with. With `drops_unused`, a
    deck does not contain the other masters of the template, nor layouts of it that no slide has.
    """

    file: Path
    sha256: str
    source: str
    master: int
    numbers: Mapping[str, int]
    body: Box
    colours: Mapping[ColourRole, str] = field(default_factory=dict)
    noted: Mapping[str, str] = field(default_factory=dict)
    drops_unused: bool = False


def digest(data: bytes) -> str:
    """Return the digest by which the file of a template is known: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
