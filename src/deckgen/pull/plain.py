"""A presentation as plain values: what can be compared of two files, whichever programs saved them.

Lengths are EMU. Texts are as in the file; `comparable` says when two of them read the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from deckgen.line_breaking.hyphenation import without_divisions

_BLANKS = re.compile(r"[ \t\n\u00a0\u202f\u2007]+")
_UNSEEN = re.compile("[\u200e\u200f\u061c\u00ad\u200b\u2066-\u2069]")

ShapeKind = Literal["text", "table", "picture", "drawing"]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom."""


def comparable(text: str) -> str:
    """Return a text as it reads: without divisions of words and marks of direction, with one blank for any space."""
    if text.isascii() and "\n" not in text and "  " not in text and "\t" not in text:
        return text.strip(" ")
    return _BLANKS.sub(" ", _UNSEEN.sub("", without_divisions(unicodedata.normalize("NFC", text)))).strip(" ")


Emphasis = tuple[tuple[str, bool, bool, str], ...]
"""A text in pieces of one format: what each reads, whether it is bold and italic, and the address of its link."""


def emphasis_of(runs: Iterable[tuple[str, bool, bool, str]]) -> Emphasis:
    """Return pieces of a text with neighbours of one format joined, without blanks between them; links in the deck are none."""
    pieces: list[tuple[str, bool, bool, str]] = []
    for text, bold, italic, link in runs:
        address = "" if link.startswith("#") else link
        if pieces and (not text.strip() or pieces[-1][1:] == (bold, italic, address)):
            pieces[-1] = (pieces[-1][0] + text, *pieces[-1][1:])
        elif text.strip():
            pieces.append((text, bold, italic, address))
    return tuple((comparable(text), bold, italic, address) for text, bold, italic, address in pieces)


Letter = tuple[str, bool, bool, str]
"""A character that is no blank, with the format of its piece."""


def letters_of_emphasis(paragraphs: Iterable[Emphasis]) -> list[Letter]:
    """Return the characters of texts with the format of each, without blanks."""
    return [(char, *piece[1:]) for pieces in paragraphs for piece in pieces for char in piece[0] if not char.isspace()]


class PlainRun(Struct, frozen=True):
    """Characters of one format: its emphasis, its link (an address, or `#` and the number of a slide), its size and colour."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: bool = False
    link: str = ""
    size: int = 0
    colour: str = ""


class PlainParagraph(Struct, frozen=True):
    """A paragraph with its runs, its level from 0, and whether it has a bullet or number."""

    runs: tuple[PlainRun, ...] = ()
    level: int = 0

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join([run.text for run in self.runs])

    @property
    def reading(self) -> str:
        """The text as it reads."""
        return comparable(self.text)

    @property
    def emphasis(self) -> Emphasis:
        """Its text in pieces of one format."""
        return emphasis_of((run.text, run.bold, run.italic, run.link) for run in self.runs if not run.raised)

    @property
    def unraised(self) -> str:
        """The text as it reads, without marks of footnotes and other raised characters."""
        return comparable("".join([run.text for run in self.runs if not run.raised]))


class PlainShape(Struct, frozen=True):
    """A shape, with the paragraphs of its text, or the cells of its table by row.

    `fill` is its colour as `#RRGGBB`, `image` a digest of its picture, `role` the type of its placeholder if that is one for a
    title or the foot of a slide.
    """

    number: int
    name: str
    kind: ShapeKind
    box: Box | None = None
    paragraphs: tuple[PlainParagraph, ...] = ()
    cells: tuple[tuple[tuple[PlainParagraph, ...], ...], ...] = ()
    fill: str = ""
    image: str = ""
    alt: str = ""
    role: str = ""
    has_place_of_its_own: bool = True

    @property
    def reading(self) -> str:
        """All of its text as it reads."""
        rows = (paragraph for row in self.cells for cell in row for paragraph in cell)
        return " ".join(filter(None, (each.reading for each in (*self.paragraphs, *rows))))


class PlainSlide(Struct, frozen=True):
    """A slide. `number` is the one in the list of slides (from 256), which other programs may give to another slide."""

    number: int
    shapes: tuple[PlainShape, ...]
    notes: tuple[PlainParagraph, ...] = ()
    hidden: bool = False
    background: str = ""

    @property
    def title(self) -> str:
        """Its title as it reads, else the first text on it."""
        titles = (shape.reading for shape in self.shapes if shape.role == "title")
        return next(titles, "") or next((s.reading for s in self.shapes if s.reading), "")

    @property
    def reading(self) -> str:
        """All of its text as it reads, without the foot and the notes."""
        return " ".join(filter(None, (shape.reading for shape in self.shapes if shape.role in {"", "title"})))


class PlainDeck(Struct, frozen=True):
    """A presentation: its slides in order, and the name of the program that saved it, as the file gives it."""

    slides: tuple[PlainSlide, ...]
    program: str = ""
