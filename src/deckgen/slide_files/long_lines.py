"""Text boxes that do not wrap → their lines that are too long for the slide in the font of the deck."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from deckgen.ir.carried import CarriedSlide
from deckgen.ir.frames import EMU_PER_POINT
from deckgen.ooxml.opc import A, P, read_number
from deckgen.slide_files.outlines import box_of_shape
from deckgen.slide_files.texts import default_size, level_of, run_size
from deckgen.slide_files.xml import parse

Measure = Callable[[str, bool], float]
"""The width of a text in em, bold or regular."""
_INSET = 91_440
_INSETS = (0, 10_000_000)
_SHOWN = 40


def lines_past_the_edge(slide: CarriedSlide, width_of: Measure) -> Iterator[str]:
    """Yield the beginning of each line that runs past the left or right edge of a slide, in the size of its file.

    Text boxes in groups are not looked at: a group has a scale of its own.
    """
    for carried in slide.shapes:
        shape = parse(carried.xml)
        body = shape.find(f"{P}txBody") if shape.tag == f"{P}sp" else None
        properties = body.find(f"{A}bodyPr") if body is not None else None
        if body is None or properties is None or properties.get("wrap") != "none":
            continue
        for paragraph in body.iter(f"{A}p"):
            left, right = _ends(shape, body, paragraph, width_of)
            if left < 0 or right > slide.size[0]:
                yield "".join(text.text or "" for text in paragraph.iter(f"{A}t")).strip()[:_SHOWN]


def _ends(
    shape: etree._Element, body: etree._Element, paragraph: etree._Element, width_of: Measure
) -> tuple[float, float]:
    """Return where the longest line of a paragraph begins and ends, in EMU from the left edge of the slide."""
    properties = body.find(f"{A}bodyPr")
    assert properties is not None
    left, right = (read_number(properties, name, _INSET, _INSETS) for name in ("lIns", "rIns"))
    box, width = box_of_shape(shape), max(_line_widths(body, paragraph, width_of), default=0.0)
    match _alignment(body, paragraph):
        case "ctr":
            middle = box.x + (left + box.width - right) / 2
            return middle - width / 2, middle + width / 2
        case "r":
            return box.right - right - width, box.right - right
        case _:
            return box.x + left, box.x + left + width


def _alignment(body: etree._Element, paragraph: etree._Element) -> str:
    level = body.find(f"{A}lstStyle/{A}lvl{level_of(paragraph) + 1}pPr")
    own = paragraph.find(f"{A}pPr")
    return (own.get("algn") if own is not None else None) or (level.get("algn") if level is not None else None) or "l"


def _line_widths(body: etree._Element, paragraph: etree._Element, width_of: Measure) -> Iterator[float]:
    """Yield the width of each line of a paragraph in EMU."""
    size = default_size(body, level_of(paragraph))
    bold = _is_bold(body.find(f"{A}lstStyle/{A}lvl{level_of(paragraph) + 1}pPr/{A}defRPr"), default=False)
    width = 0.0
    for each in paragraph:
        if each.tag == f"{A}br":
            yield width
            width = 0.0
        text = each.findtext(f"{A}t") or ""
        is_bold = _is_bold(each.find(f"{A}rPr"), default=bold)
        width += width_of(text, is_bold) * run_size(each, size) * EMU_PER_POINT / 100
    yield width


def _is_bold(properties: etree._Element | None, *, default: bool) -> bool:
    stated = properties.get("b") if properties is not None else None
    return default if stated is None else stated in ("1", "true")
