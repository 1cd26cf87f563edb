"""Widths of words in font files, from one build to the next: a word is shaped once.

Shaping is pure: a remembered width is the one that would be measured again. It depends on the bytes of the file and on HarfBuzz.
`--again` needs the widths of 12,000 words and parts of words for the example deck; to shape one takes 12 µs.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from deckgen.cache import fingerprint

MAX_WIDTHS = 50_000
"""How many widths are retained for the next build of a deck; it has those of this one where there are more."""
_MAX_OF_FACE = 4096
"""How many widths of a face are remembered: as many as the different words of a deck, often."""

WidthsOfFace = dict[str, int]
"""Widths by text, in units of a face."""


class ShapedWidths(Struct):
    """Widths by face, which `widths_of_face` names by the bytes of its file."""

    by_face: dict[str, WidthsOfFace] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """The number of widths."""
        return sum(map(len, self.by_face.values()))


shaped_widths = ShapedWidths()
"""What this process measured, and what earlier ones did."""


def add_widths(earlier: ShapedWidths) -> None:
    """Add what earlier processes measured."""
    for face, widths in earlier.by_face.items():
        shaped_widths.by_face.setdefault(face, {}).update(widths)


def widths_of_face(path: Path, index: int, weight: float | None, pixels: int | None) -> WidthsOfFace:
    """Return the known widths of a face, to which `remember` adds others; the face is opened after that."""
    digests = fingerprint.readable_file_digests([path])
    return shaped_widths.by_face.setdefault(f"{digests[0][1]} {index} {weight} {pixels}", {}) if digests else {}


def remember(widths: WidthsOfFace, text: str, width: int) -> None:
    """Add a width to those of its face."""
    if len(widths) >= _MAX_OF_FACE:
        widths.clear()
    widths[text] = width
