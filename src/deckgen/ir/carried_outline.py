"""What layout knows of a slide of another file: the places of its shapes, their texts, and what nothing describes."""

from __future__ import annotations

from msgspec import Struct


class ShapeOutline(Struct, frozen=True, array_like=True):
    """A shape: its name, and its left and top edge, width and height (EMU) on the slide of the file, turned as it is.

    `text` has a line for each paragraph. `smallest` is its smallest type (hundredths of a point; 0 without text), and `needs_alt`
    whether it shows something that nothing describes: it has no alt text.
    """

    name: str
    box: tuple[int, int, int, int]
    text: str = ""
    smallest: int = 0
    needs_alt: bool = False


class SlideOutline(Struct, frozen=True, array_like=True):
    """A slide: its size (EMU), where its title ends (EMU from the top; 0 without one), and its shapes.

    `has_ground` is whether a background is carried with them.
    """

    size: tuple[int, int]
    title_bottom: int
    shapes: tuple[ShapeOutline, ...]
    has_ground: bool = False
