"""What a renderer placed on a slide, and the XML of the slide → its title, its lines of text with positions, and its links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree
from msgspec import Struct

from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.ooxml.opc import A, P, R

Placed = Mapping[str, Any]
"""One object of the embedded engine's display list. Its lengths are pixels, of which an inch has 96."""
_POINTS_PER_PIXEL = 72 / 96
_EMU_PER_POINT = 12700
_CELL = re.compile(r":table:(\d+):(\d+)$")
_Story = tuple[str, str, str]
"""A text: the id of its shape, and its row and column in a table; both are empty elsewhere."""

_NO_STORY: _Story = ("", "", "")


class TextRun(Struct, frozen=True):
    """Words in one line: where they begin, their baseline and their width, in points from the top left corner, and their size."""

    text: str
    x: float
    baseline: float
    width: float
    size: float


class PageLink(Struct, frozen=True):
    """A place that can be clicked, in points from the top left corner; `target` is the number of a slide, or an address."""

    left: float
    top: float
    right: float
    bottom: float
    target: int | str


class PageContent(Struct, frozen=True):
    """What a page of a PDF has besides its picture: the title of the slide, its text, and its links."""

    title: str = ""
    texts: tuple[TextRun, ...] = ()
    links: tuple[PageLink, ...] = ()


def page_content(placed: Placed, slide: etree._Element, targets: Mapping[str, int | str]) -> PageContent:
    """Return the content of a page. `placed` is the display list of the slide, `slide` its XML.

    `targets` has the number of a slide, or the address, by the id of the relationship; links to others are left out.
    """
    boxes = list(_text_boxes(placed["primitives"]))
    texts = tuple(_text_run(run, line) for box in boxes for line in box["lines"] for run in line["runs"] if run["text"])
    ranges = {story: found for story, body in _stories(slide) if (found := _linked_ranges(body, targets))}
    links = [
        link
        for box in boxes
        for start, end, target in ranges.get(_story_of(box) or _NO_STORY, ())
        for line in box["lines"]
        if (link := _link_in_line(line, start, end, target)) is not None
    ]
    return PageContent(slide_title(slide), texts, (*links, *_links_of_shapes(slide, targets)))


def _text_boxes(objects: Iterable[Placed]) -> Iterator[Placed]:
    """Yield all texts in reading order, also those in tables and groups."""
    for each in objects:
        if each["kind"] == "textBox":
            yield each
        for inner in ("primitives", "children"):
            yield from _text_boxes(each.get(inner, ()))


def _text_run(run: Placed, line: Placed) -> TextRun:
    scale = _POINTS_PER_PIXEL
    return TextRun(
        run["text"], run["x"] * scale, line["baseline"] * scale, run["width"] * scale, run["fontSizePx"] * scale
    )


def _story_of(box: Placed) -> _Story | None:
    """Return the text of the slide that a box shows; None for one of its layout or master."""
    if not str(box["shapeId"]).startswith("slide:"):
        return None
    cell = _CELL.search(box["storyId"])
    return (str(box["objectId"]), *(cell.groups() if cell is not None else ("", "")))  # type: ignore[return-value]


def _stories(slide: etree._Element) -> Iterator[tuple[_Story, etree._Element]]:
    """Yield the bodies of all texts of a slide."""
    for shape in slide.iter(f"{P}sp"):
        body = shape.find(f"{P}txBody")
        if body is not None:
            yield (_shape_id(shape), "", ""), body
    for frame in slide.iter(f"{P}graphicFrame"):
        for row, cells in enumerate(frame.iter(f"{A}tr")):
            for column, cell in enumerate(cells.iter(f"{A}tc")):
                body = cell.find(f"{A}txBody")
                if body is not None:
                    yield (_shape_id(frame), str(row), str(column)), body


def _shape_id(shape: etree._Element) -> str:
    return next((str(element.get("id")) for element in shape.iter(f"{P}cNvPr")), "")


def _linked_ranges(body: etree._Element, targets: Mapping[str, int | str]) -> list[tuple[int, int, int | str]]:
    """Return the links in a text: where each begins and ends in UTF-16 code units, a paragraph end being one, and its target."""
    found, at = [], 0
    for paragraph in body.iter(f"{A}p"):
        for run in paragraph:
            if run.tag not in {f"{A}r", f"{A}br", f"{A}fld"}:
                continue
            start, text = at, run.findtext(f"{A}t") or ""
            at += 1 if run.tag == f"{A}br" else len(text.encode("utf-16-le")) // 2
            link = run.find(f"{A}rPr/{A}hlinkClick")
            if link is not None and (target := targets.get(link.get(f"{R}id", ""))) is not None:
                found.append((start, at, target))
        at += 1
    return found


def _link_in_line(line: Placed, start: int, end: int, target: int | str) -> PageLink | None:
    """Return the part of a link that is in a line; None if it has none."""
    first, last = max(start, line["start"]), min(end, line["end"])
    places = [stop["x"] for stop in line.get("caretStops", ()) if first <= stop["position"] <= last]
    if first >= last or not places:
        return None
    scale = _POINTS_PER_PIXEL
    top, bottom = line["y"] * scale, (line["y"] + line["height"]) * scale
    return PageLink(min(places) * scale, top, max(places) * scale, bottom, target)


def _links_of_shapes(slide: etree._Element, targets: Mapping[str, int | str]) -> Iterator[PageLink]:
    """Yield the links of entire shapes, as those of the tracker are; a shape without a place of its own has none."""
    for properties in slide.iter(f"{P}cNvPr"):
        link = properties.find(f"{A}hlinkClick")
        target = targets.get(link.get(f"{R}id", "")) if link is not None else None
        parent = properties.getparent()
        shape = parent.getparent() if parent is not None else None
        place = next(shape.iter(f"{A}xfrm"), None) if shape is not None else None
        offset, extent = (place.find(f"{A}off"), place.find(f"{A}ext")) if place is not None else (None, None)
        if target is not None and offset is not None and extent is not None:
            left, top = (int(offset.get(name, "0")) / _EMU_PER_POINT for name in ("x", "y"))
            width, height = (int(extent.get(name, "0")) / _EMU_PER_POINT for name in ("cx", "cy"))
            yield PageLink(left, top, left + width, top + height, target)


def slide_title(slide: etree._Element) -> str:
    """Return the text of the title placeholder on one line; empty where there is none."""
    for shape in slide.iter(f"{P}sp"):
        placeholder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        if placeholder is not None and placeholder.get("type") in {"title", "ctrTitle"}:
            texts = (
                element.text or "" if element.tag == f"{A}t" else "\v" for element in shape.iter(f"{A}t", f"{A}br")
            )
            return " ".join(without_divisions("".join(texts)).split())
    return ""
