"""The file of a template as it is now → its bytes for a deck, and how it differs from the one that was imported."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from deckgen.ooxml.opc import Package
from deckgen.template.cleaning import clean
from deckgen.template.noted import differences, note_facts
from deckgen.template.opening import open_bytes
from deckgen.template.reading import read_template
from deckgen.template.storing import stored_bytes


class NewerTemplate(Struct, frozen=True):
    """A file that is not the one that was imported: its cleaned bytes, and a sentence for each difference that matters."""

    data: bytes
    differences: tuple[str, ...]


def digest(data: bytes) -> str:
    """Return the digest by which the file of a template is known: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def compare(data: bytes, name: str, master: int, noted: Mapping[str, str], numbers: Mapping[str, int]) -> NewerTemplate:
    """Clean another file of a template, and compare it with what was noted of the one that was imported.

    `numbers` are those of the layouts that are used, by purpose. Raises TemplateError if the file is no template.
    """
    cleaned = clean(open_bytes(data, name), name)
    stored = stored_bytes(cleaned)
    facts = note_facts(read_template(stored, {}, name), master, numbers)
    return NewerTemplate(stored, tuple(differences(noted, facts)))


def layout_uses(package: Package) -> dict[str, int]:
    """Return the numbers of the slides of a file by the part of their layout."""
    uses: dict[str, int] = {}
    for slide in package.slides():
        for layout in package.related(slide, "slideLayout"):
            uses[layout] = uses.get(layout, 0) + 1
    return uses
