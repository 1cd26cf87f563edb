"""What does not fit, shrinks or goes on, told in words: how much too long a text is, and how much to cut.

Errors stop a build; warnings are what `deckgen check` tells beforehand about text that fits only smaller or on more slides.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from deckgen.brand.types import TextStyle
from deckgen.diagnostics import Severity
from deckgen.ir.blocks import Block, Paragraph, Slide
from deckgen.layout.measure import Measurer, ParagraphLayout, size_at, style_of
from deckgen.layout.text import SlotArea

_LONGEST_QUOTE = 300


class Problem(Struct, frozen=True, array_like=True):
    """Something that does not fit (or fits only just): told with the place in the content that it comes from."""

    code: str
    message: str
    block: Block | Slide
    hint: str
    severity: Severity = Severity.ERROR


class Overflow(Struct, frozen=True):
    """How much of a text a place does not hold: its lines, how many fit, and the text that is left over."""

    lines: int
    room: int
    rest: str

    @property
    def cut(self) -> str:
        """What to cut, as an author counts: words, or characters where there are hardly any words."""
        words = len(self.rest.split())
        if words > 3:
            return count(words, "word")
        return count(max(len(self.rest.strip()), 1), "character")


def count(number: int, thing: str) -> str:
    """`3 words`, `1 word`; large numbers are rounded, since they are estimates."""
    shown = number if number < 20 else round(number, -1)
    return f"{shown} {thing}{'' if shown == 1 else 's'}"


def overflow(measured: Sequence[ParagraphLayout], height: int) -> Overflow:
    """Tell how much of paragraphs below each other goes beyond `height` EMU."""
    room = used = 0
    rest: list[str] = []
    for i, m in enumerate(measured):
        used += m.space if i else 0
        fit = min(m.lines, max(0, (height - used) // m.line_height))
        room += fit
        if fit < m.lines:
            rest.append(m.paragraph.plain[m.starts[fit] :])
        used += m.height
    return Overflow(sum(m.lines for m in measured), room, " ".join(rest))


def too_long(
    measurer: Measurer, block: Block | Slide, paragraphs: Sequence[Paragraph], place: SlotArea, step: int
) -> Problem:
    """An error: text in a slot that must not continue is longer than the slot at its smallest size."""
    over = overflow(measurer.measure_all(paragraphs, place.slot.styles, place.width, step), place.height)
    message = f"the {_name(place)} is too long: it takes {count(over.lines, 'line')} and {over.room} fit"
    return Problem("too-long", message, block, f"cut about {over.cut}")


def shrinks(measurer: Measurer, block: Block, paragraphs: Sequence[Paragraph], place: SlotArea, step: int) -> Problem:
    """A warning: text fits only below the normal size of its slot."""
    over = overflow(measurer.measure_all(paragraphs, place.slot.styles, place.width, 0), place.height)
    style = _shrunk(paragraphs, place, step)
    normal, size = f"{style.size / 100:g} pt", f"{size_at(style, step) / 100:g} pt"
    message = f"the text of '{_name(place)}' shrinks to {size}"
    return Problem("shrinks", message, block, f"cut about {over.cut} to keep {normal}", Severity.WARNING)


def too_wide(block: Block, place: SlotArea, word: str, pieces: Sequence[str]) -> Problem:
    """An error: a figure would be broken over two lines, where it reads as two."""
    message = f"the {_name(place)} is too long: “{_quoted(word)}” is wider than its place"
    cut = count(max(len(word) - max(map(len, pieces)), 1), "character")
    return Problem("too-long", message, block, f"cut about {cut}, as $8.1M does for $8,100,000")


def narrows(block: Block, paragraphs: Sequence[Paragraph], place: SlotArea, step: int, word: str) -> Problem:
    """A warning: text is set smaller than normal only so that a long word stays whole."""
    style = _shrunk(paragraphs, place, step)
    message = f"the text of '{_name(place)}' shrinks to {size_at(style, step) / 100:g} pt"
    hint = f"“{_quoted(word)}” is too wide at {style.size / 100:g} pt: say it in shorter words"
    return Problem("shrinks", message, block, hint, Severity.WARNING)


def continues(
    measurer: Measurer, block: Block, paragraphs: Sequence[Paragraph], place: SlotArea, step: int, pages: int
) -> Problem:
    """A warning: text takes more than one slide."""
    over = overflow(measurer.measure_all(paragraphs, place.slot.styles, place.width, step), place.height)
    message = f"the text of '{_name(place)}' goes on over {pages} slides"
    return Problem("continues", message, block, f"cut about {over.cut} to keep it on one slide", Severity.WARNING)


def shortened(block: Block, what: str, whole: str) -> Problem:
    """A warning: our own use of a text (in footers, over titles) has no room for all of it, and is cut."""
    message = f"the {what} has no room for all of “{_quoted(whole)}” and is shortened"
    return Problem("shortened", message, block, "say it shorter to show all of it", Severity.WARNING)


def _quoted(text: str) -> str:
    """Text as a message quotes it: all of it, or its beginning where it is far too long for a message."""
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rstrip() + "…"


def _shrunk(paragraphs: Sequence[Paragraph], place: SlotArea, step: int) -> TextStyle:
    """The largest of the styles that are smaller at a step."""
    styles = (style_of(paragraph, place.slot.styles) for paragraph in paragraphs)
    return max(styles, key=lambda found: (found.size > size_at(found, step), found.size))


def _name(place: SlotArea) -> str:
    return place.slot.name.replace("-", " ")
