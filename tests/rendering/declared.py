"""Read what a .pptx declares: for each slide the boxes with text, the cells of tables, the pictures and the marks.

Lengths are in points, as in `drawn`. Placeholders get their position from their layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawn import Rect
from lxml import etree
from pptx import Presentation

EMU = 12700.0
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FOOTERS = {"ftr", "sldNum", "dt"}
INSET = 45720
"""Default inset above and below the text of a cell, in EMU."""
MARK = 40.0
"""A shape without text and with both sides shorter than this is a mark, which no text may touch; a larger one is a background."""


@dataclass(frozen=True)
class Holder:
    """An item on a slide.

    `kind` is `text`, `turned` (rotated or vertical text), `cell`, `picture` or `mark`. `text` is the text that it should show;
    `fields`: a part of the text is filled in by the renderer. A cell has its table and row (from 1); `margins` is the sum of the
    insets above and below its text.
    """

    kind: str
    name: str
    box: Rect
    text: str = ""
    fields: bool = False
    footer: bool = False
    table: int = -1
    row: int = 0
    last_row: bool = False
    margins: float = 0.0


@dataclass(frozen=True)
class DeclaredSlide:
    """A slide: its number in the file, and its items in the order in which they are drawn."""

    number: int
    holders: tuple[Holder, ...]

    @property
    def footer_top(self) -> float | None:
        """The top of the footer zone; `None` on a slide without a footer."""
        return min((h.box.y0 for h in self.holders if h.footer), default=None)


def read(deck: Path) -> list[DeclaredSlide]:
    """Return every slide that is not hidden; hidden ones are not drawn."""
    slides = []
    for number, slide in enumerate(Presentation(str(deck)).slides, 1):
        if slide._element.get("show", "1") not in {"0", "false"}:
            slides.append(DeclaredSlide(number, tuple(_holders(slide))))
    return slides


def _holders(slide: Any) -> Iterator[Holder]:
    layout = slide.slide_layout
    # A layout with `showMasterSp="0"` does not show the shapes of the master.
    shows_master = layout._element.get("showMasterSp") not in {"0", "false"}
    for above in (layout.slide_master, layout) if shows_master else (layout,):
        yield from _items(s for s in above.shapes if not s.is_placeholder)
    own = list(_items(slide.shapes))
    # LibreOffice draws footers together with the master, before the items of the slide itself.
    yield from sorted(own, key=lambda holder: not holder.footer)


def _items(shapes: Any, scale: tuple[float, float, float, float] = (0, 0, 1, 1)) -> Iterator[Holder]:
    for shape in shapes:
        if shape._element.tag == f"{P}grpSp":
            yield from _items(shape.shapes, _group_scale(shape, scale))
        elif shape.left is not None and shape.width is not None:
            yield from _holder(shape, _rect(shape, scale))


def _group_scale(group: Any, scale: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the scale from the coordinates of a group's members to those of the slide: x = dx + kx * member x."""
    frame = group._element.grpSpPr.find(f"{A}xfrm")
    if frame is None:
        return scale
    dx, dy, kx, ky = scale
    sx = kx * (frame.ext.cx / frame.chExt.cx if frame.chExt.cx else 1)
    sy = ky * (frame.ext.cy / frame.chExt.cy if frame.chExt.cy else 1)
    return dx + kx * frame.off.x - sx * frame.chOff.x, dy + ky * frame.off.y - sy * frame.chOff.y, sx, sy


def _rect(shape: Any, scale: tuple[float, float, float, float]) -> Rect:
    dx, dy, kx, ky = scale
    x, y = dx + kx * shape.left, dy + ky * shape.top
    return Rect(x / EMU, y / EMU, (x + kx * shape.width) / EMU, (y + ky * shape.height) / EMU)


def _holder(shape: Any, box: Rect) -> Iterator[Holder]:
    element, name = shape._element, shape.name
    if element.tag == f"{P}pic":
        yield Holder("picture", name, box)
    elif (table := next(element.iter(f"{A}tbl"), None)) is not None:
        yield from _cells(table, shape.shape_id, name, box)
    elif element.tag == f"{P}graphicFrame":
        yield Holder("picture", name, box)
    elif text := text_of(element):
        body = next(element.iter(f"{A}bodyPr"))
        turned = getattr(shape, "rotation", 0) or body.get("vert", "horz") != "horz"
        kind = next((e.get("type") for e in element.iter(f"{P}ph")), None)
        fields = next(element.iter(f"{A}fld"), None) is not None
        yield Holder("turned" if turned else "text", name, box, text, fields, kind in FOOTERS)
    elif max(box.x1 - box.x0, box.y1 - box.y0) < MARK and not shape.is_placeholder:
        yield Holder("mark", name, box)


def text_of(element: etree._Element) -> str:
    """Return the text inside an element, with a line for each paragraph and line break."""
    lines = []
    for paragraph in element.iter(f"{A}p"):
        pieces = ("\n" if e.tag == f"{A}br" else e.text or "" for e in paragraph.iter(f"{A}t", f"{A}br"))
        lines.append("".join(pieces))
    return "\n".join(lines).strip()


def _cells(table: etree._Element, id_: int, name: str, box: Rect) -> Iterator[Holder]:
    widths = [int(c.get("w", "0")) / EMU for c in table.iter(f"{A}gridCol")]
    rows = list(table.iter(f"{A}tr"))
    heights = [int(r.get("h", "0")) / EMU for r in rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row.iter(f"{A}tc")):
            if cell.get("hMerge") or cell.get("vMerge"):
                continue
            row_span = int(cell.get("rowSpan", "1"))
            x0, y0 = box.x0 + sum(widths[:c]), box.y0 + sum(heights[:r])
            x1, y1 = x0 + sum(widths[c : c + int(cell.get("gridSpan", "1"))]), y0 + sum(heights[r : r + row_span])
            cell_box = Rect(x0, y0, x1, y1)
            yield Holder(
                "cell",
                name,
                cell_box,
                text_of(cell),
                table=id_,
                row=r + 1,
                last_row=r + row_span >= len(rows),
                margins=_margins(cell),
            )


def _margins(cell: etree._Element) -> float:
    """Return the sum of the insets above and below a cell's text, in points."""
    properties = cell.find(f"{A}tcPr")
    if properties is None:
        return 2 * INSET / EMU
    return (int(properties.get("marT", INSET)) + int(properties.get("marB", INSET))) / EMU
