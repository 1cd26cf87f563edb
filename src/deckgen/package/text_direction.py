"""Rules on direction: of the paragraphs of slides that are written from right to left, and of the order in which shapes are read.

A slide is written from right to left if most of its letters are: letters of such scripts, and text whose language tag is of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Literal

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.opc import A, P, Package
from deckgen.package.shapes import is_decorative, is_footer, shape_name
from deckgen.package.slide_appearance import Box, SlideAppearance

_SUBTAG = re.compile("[a-z]{2,3}")
_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"})
"""Scripts that are written from right to left, by their codes (ISO 15924)."""
_STEP = 64
"""How many characters are counted as one step."""


class _Letters(Struct, frozen=True):
    """How many letters of a paragraph are read from right to left, and how many from left to right."""

    leftwards: int
    rightwards: int

    @property
    def is_right_to_left(self) -> bool:
        return self.leftwards > self.rightwards


def paragraphs_have_the_direction_of_their_text(package: Package) -> Iterator[str]:
    """On slides from right to left, and in their notes, such text is laid out from right to left; on others, no other text is."""
    for part in package.slides():
        slide = SlideAppearance(package, part)
        direction: Literal["ltr", "rtl"] = "rtl" if is_right_to_left_slide(slide) else "ltr"
        for each in (slide, *(SlideAppearance(package, notes) for notes in package.related(part, "notesSlide"))):
            yield from _wrong_paragraphs(each, direction)


def _wrong_paragraphs(slide: SlideAppearance, direction: Literal["ltr", "rtl"]) -> Iterator[str]:
    """Yield one text for each shape with paragraphs in the direction of a slide that are not laid out in it."""
    has_direction = _has_direction if direction == "rtl" else _is_not_turned
    for shape in slide.shapes:
        wrong = [text for p, text in _paragraphs(slide, shape) if not has_direction(slide, shape, p)]
        if wrong:
            more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            ways = ("right to left", "left to right") if direction == "rtl" else ("left to right", "right to left")
            where = f"{slide.part}: {shape_name(shape)}"
            yield f"{where}: text from {ways[0]} is laid out from {ways[1]} ({wrong[0][:30]!r}{more})"


def _is_not_turned(slide: SlideAppearance, shape: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a paragraph in letters from left to right is laid out in their direction; others may be in either."""
    letters = _letters_of(paragraph, slide.package)
    return not letters.rightwards or letters.is_right_to_left or slide.direction(paragraph, shape) == "ltr"


def _has_direction(slide: SlideAppearance, shape: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a paragraph is laid out from right to left, or need not be: one in other letters may state its own direction."""
    direction = slide.direction(paragraph, shape)
    if direction == "rtl":
        return True
    properties = paragraph.find(f"{A}pPr")
    states_it = properties is not None and properties.get("rtl") is not None
    return not _letters_of(paragraph, slide.package, by_tag=not states_it).is_right_to_left


def is_right_to_left_slide(slide: SlideAppearance) -> bool:
    """Whether most letters of a slide are read from right to left."""
    found = [_letters_of(p, slide.package) for p in slide.root.iter(f"{A}p")]
    return sum(each.leftwards for each in found) > sum(each.rightwards for each in found)


def _letters_of(paragraph: etree._Element, package: Package, *, by_tag: bool = True) -> _Letters:
    """Count the letters of a paragraph; `by_tag`: all letters of text with the tag of a language count as the language's."""
    leftwards = rightwards = 0
    for run in paragraph.iter(f"{A}r", f"{A}fld"):
        text, properties = run.findtext(f"{A}t") or "", run.find(f"{A}rPr")
        package.count_steps(1 + len(text) // _STEP)
        own = sum(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
        letters = own + sum(char.isalpha() and unicodedata.bidirectional(char) == "L" for char in text)
        is_tagged = by_tag and properties is not None and _is_right_to_left(properties.get("lang") or "")
        leftwards += letters if is_tagged else own
        rightwards += 0 if is_tagged else letters - own
    return _Letters(leftwards, rightwards)


@lru_cache(maxsize=256)
def _is_right_to_left(tag: str) -> bool:
    """Return whether CLDR knows a language tag (BCP 47) as one of a language that is written from right to left."""
    language, _, rest = tag.lower().partition("-")
    if not _SUBTAG.fullmatch(language):
        return False
    from babel.core import get_global  # noqa: PLC0415 -- its tables, for slides with text

    script = next((part for part in rest.split("-") if len(part) == 4 and part.isalpha()), "")
    likely = str(get_global("likely_subtags").get(language, "")).lower().split("_")
    return (script or "".join(likely[1:2])) in _SCRIPTS


def _paragraphs(slide: SlideAppearance, shape: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the paragraphs of a shape that have text; those inside a group are of its members."""
    if shape.tag == f"{P}grpSp":
        return
    for paragraph in shape.iter(f"{A}p"):
        slide.package.count_steps(4)
        text = "".join(t.text or "" for t in paragraph.iter(f"{A}t"))
        if text.strip():
            yield paragraph, text


def reading_order_is_visual_order(package: Package) -> Iterator[str]:
    """After the title, no shape is read before one that is above it in its column or before it in its line.

    On a slide from right to left, what is at the right comes before what is at the left. Footer, date and number are read last
    wherever a template has them, as PowerPoint puts them.
    """
    for part in package.slides():
        slide = SlideAppearance(package, part)
        ordered = (shape for shape in slide.shapes if _is_read(shape) and not is_footer(shape))
        boxes = [(shape, box) for shape in ordered if (box := slide.box(shape))]
        package.count_steps(len(boxes) * (len(boxes) - 1) // 2)
        if is_right_to_left_slide(slide):
            boxes = [(shape, _mirrored(box)) for shape, box in boxes]
        for (one, first), (other, second) in combinations(boxes[1:], 2):
            if _precedes(second, first):
                yield f"{part}: {shape_name(one)} is read before {shape_name(other)}, which comes first on the slide"


def _is_read(shape: etree._Element) -> bool:
    """Whether a screen reader stops at a shape: not at a decorative one or one inside a group."""
    grouped = any(t.tag == f"{P}grpSp" for t in shape.iterancestors())
    return not grouped and not is_decorative(shape)


def _mirrored(box: Box) -> Box:
    return -box[2], box[1], -box[0], box[3]


def _precedes(one: Box, other: Box) -> bool:
    """Whether a box is above another one in its column, or before it in its line."""
    across = min(one[2], other[2]) > max(one[0], other[0])
    down = min(one[3], other[3]) > max(one[1], other[1])
    return (across and one[3] <= other[1]) or (down and one[2] <= other[0])
