"""The file of a template as it is now → its bytes for a deck, and how it differs from the one that was imported."""

from __future__ import annotations

from msgspec import Struct

from deckgen.brand.template_use import TemplateUse
from deckgen.ir.frames import Box
from deckgen.ooxml.opc import Package
from deckgen.template.areas import GROUND_SHARE, is_free
from deckgen.template.cleaning import clean
from deckgen.template.noted import differences, drawn_differences, note_facts
from deckgen.template.opening import open_bytes
from deckgen.template.reading import read_template
from deckgen.template.storing import stored_bytes
from deckgen.template.types import Obstacle

_PURPOSES = {"cover": "covers", "divider": "dividers"}


class NewerTemplate(Struct, frozen=True):
    """A file that is not the one that was imported: its cleaned bytes, and a sentence for each difference that matters.

    `drawn` are sentences about what is drawn otherwise, which only a person can judge.
    """

    data: bytes
    differences: tuple[str, ...]
    drawn: tuple[str, ...] = ()


def compare(data: bytes, name: str, use: TemplateUse) -> NewerTemplate:
    """Clean another file of a template, and compare it with what a brand uses and noted of the one that was imported.

    A shape that is new or changed and lies in the body of slides is a difference that matters.
    Raises TemplateError if the file is no template.
    """
    cleaned = clean(open_bytes(data, name), name)
    stored = stored_bytes(cleaned)
    template = read_template(stored, {}, name)
    facts = note_facts(template, use.master, use.numbers)
    drawn = drawn_differences(use.noted, template, use.master, use.numbers)
    covering = [
        f"body: free, now “{shape.name}” lies in it"
        for shape in drawn.get("host", ())
        if _is_in_way(shape, use.body, template.size)
    ]
    seen = [
        f"what is drawn on the layout for {_PURPOSES.get(purpose, 'slides')} "
        f"({', '.join(f'“{shape.name}”' for shape in shapes) or 'a shape is gone, or the background is another one'})"
        for purpose, shapes in drawn.items()
    ]
    return NewerTemplate(stored, (*differences(use.noted, facts), *covering), tuple(seen))


def _is_in_way(shape: Obstacle, body: Box, size: tuple[int, int]) -> bool:
    """Whether a shape lies in the body of slides, and does not cover so much of the slide that it is a ground."""
    return shape.box.width * shape.box.height <= GROUND_SHARE * size[0] * size[1] and not is_free(body, [shape.box])


def layout_uses(package: Package) -> dict[str, int]:
    """Return the numbers of the slides of a file by the part of their layout."""
    uses: dict[str, int] = {}
    for slide in package.slides():
        for layout in package.related(slide, "slideLayout"):
            uses[layout] = uses.get(layout, 0) + 1
    return uses
