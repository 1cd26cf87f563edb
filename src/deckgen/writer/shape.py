"""Write text boxes and native shapes (status marks, rules, panels, motifs) as DrawingML.

Shapes without a meaning of their own are marked as decorative, so that a screen reader skips them.
"""

from __future__ import annotations

from deckgen.ir.frames import Box
from deckgen.writer.placeholders import Placeholder
from deckgen.writer.xml import attribute

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_HALF_RING = (
    '<a:gd name="adj1" fmla="val 10800000"/><a:gd name="adj2" fmla="val 0"/><a:gd name="adj3" fmla="val 20000"/>'
)
_PRESETS = {
    "rect": ("rect", ""),
    "square": ("rect", ""),
    "ellipse": ("ellipse", ""),
    "triangle": ("triangle", ""),
    "round-rect": ("roundRect", '<a:gd name="adj" fmla="val 12000"/>'),
    "ring": ("donut", '<a:gd name="adj" fmla="val 17000"/>'),
    "box": ("frame", '<a:gd name="adj1" fmla="val 17000"/>'),
    "arc": ("blockArc", _HALF_RING),
    "chevron": ("chevron", ""),
    "diamond": ("diamond", ""),
}  # fmt: skip
_Step = tuple[float, ...]
"""A step of an outline to a point (x, y): a line, or a curve with its two control points before it."""


def _quotation_mark(x: int) -> tuple[_Step, ...]:
    """Return one of the two curly marks that open a quote; its left edge is at `x`."""
    steps: tuple[_Step, ...] = (
        (40, 0), (16, 10, 0, 36, 0, 68), (0, 88, 10, 100, 23, 100), (36, 100, 45, 90, 45, 77), (45, 64, 36, 55, 24, 55),
        (21, 55, 19, 55.5, 17, 56.5), (19, 36, 29, 18, 45, 9),
    )  # fmt: skip
    return tuple(tuple(value + x * (n % 2 == 0) for n, value in enumerate(step)) for step in steps)


# Closed outlines in a square of 100 units: a check mark, the two bars of "paused", and a pair of quotation marks.
_OUTLINES: dict[str, tuple[tuple[_Step, ...], ...]] = {
    "tick": (((0, 55), (14, 41), (36, 63), (86, 10), (100, 24), (36, 92)),),
    "bars": (((14, 0), (40, 0), (40, 100), (14, 100)), ((60, 0), (86, 0), (86, 100), (60, 100))),
    "quotes": (_quotation_mark(0), _quotation_mark(55)),
}
_HAIRLINE = 9525
NO_OUTLINE = "<a:ln><a:noFill/></a:ln>"


def non_visual_properties(shape_id: int, name: str, alt: str = "", *, decorative: bool = False, link: str = "") -> str:
    """Return the `p:cNvPr` of a shape: its id, its name in the Selection Pane and its alt text.

    `link` has the attributes of the link of the whole shape.
    """
    head = f'<p:cNvPr id="{shape_id}" name="{attribute(name)}"'
    if alt:
        head += f' descr="{attribute(alt)}"'
    inner = f"<a:hlinkClick {link}/>" if link else ""
    inner += _DECORATIVE if decorative and not alt else ""
    return f"{head}>{inner}</p:cNvPr>" if inner else f"{head}/>"


def transform(box: Box, tag: str = "a:xfrm", *, flipped: bool = False) -> str:
    """Return the position and size of a shape as an `xfrm`; negative sizes become 0. A `flipped` one is mirrored."""
    width, height = box.width if box.width > 0 else 0, box.height if box.height > 0 else 0
    extent = f'<a:ext cx="{width}" cy="{height}"/>'
    flip = ' flipH="1"' if flipped else ""
    return f'<{tag}{flip}><a:off x="{box.x}" y="{box.y}"/>{extent}</{tag}>'


def geometry(shape: str) -> str:
    """Return the geometry of one of our shapes: a DrawingML preset, or a custom geometry for tick and bars."""
    if shape in _OUTLINES:
        return _custom_geometry(_OUTLINES[shape])
    preset, guides = _PRESETS[shape]
    return f'<a:prstGeom prst="{preset}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def outline_xml(fill: str, width: int) -> str:
    """Return the outline of a shape, `width` EMU wide."""
    return f'<a:ln w="{width}">{fill}<a:miter lim="800000"/></a:ln>'


def shape_properties(shape: str, box: Box, fill: str, outline: str = NO_OUTLINE, *, flipped: bool = False) -> str:
    """Return the `p:spPr` of a native shape. A `line` is a filled bar; without thickness, a hairline."""
    if shape != "line":
        return f"<p:spPr>{transform(box, flipped=flipped)}{geometry(shape)}{fill}{outline}</p:spPr>"
    if box.width > 0 and box.height > 0:
        return shape_properties("rect", box, fill)
    straight = '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
    return f'<p:spPr>{transform(box)}{straight}<a:ln w="{_HAIRLINE}">{fill}</a:ln></p:spPr>'


def dashed_outline(fill: str) -> str:
    """Return the `a:ln` of a dashed outline of 1 pt."""
    return f'<a:ln w="12700">{fill}<a:prstDash val="dash"/></a:ln>'


def textless_shape(identity: str, properties: str, *, on_layout: bool = False) -> str:
    """Return a `p:sp` without text, of its `p:cNvPr` and `p:spPr`; `on_layout` if it belongs to a master or layout."""
    application_properties = '<p:nvPr userDrawn="1"/>' if on_layout else "<p:nvPr/>"
    return f"<p:sp><p:nvSpPr>{identity}<p:cNvSpPr/>{application_properties}</p:nvSpPr>{properties}</p:sp>"


def text_shape(identity: str, placeholder: Placeholder | None, properties: str, body: str, paragraphs: str) -> str:
    """Return a `p:sp` with text, in a placeholder or as a text box; `identity` is its `p:cNvPr`, `properties` its `p:spPr`."""
    kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>' if placeholder else '<p:cNvSpPr txBox="1"/>'
    return (
        f"<p:sp><p:nvSpPr>{identity}{kind}{placeholder_properties(placeholder)}</p:nvSpPr>{properties}"
        f"<p:txBody>{body}<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def placeholder_properties(placeholder: Placeholder | None) -> str:
    """Return the `p:nvPr` of a shape, with or without a placeholder."""
    return f"<p:nvPr>{placeholder.ph_element()}</p:nvPr>" if placeholder else "<p:nvPr/>"


def shape_tree(shapes: str) -> str:
    """Return the `p:spTree` around all shapes of a slide, layout or master."""
    zero = '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr><a:xfrm>{zero}</a:xfrm></p:grpSpPr>{shapes}</p:spTree>"
    )


_UNIT = 10
"""So many units of a path are one unit of an outline, because a path has whole numbers only."""


def _custom_geometry(outlines: tuple[tuple[_Step, ...], ...]) -> str:
    steps = []
    for outline in outlines:
        for i, step in enumerate(outline):
            name = "cubicBezTo" if len(step) > 2 else "lnTo" if i else "moveTo"
            pairs = zip(step[::2], step[1::2], strict=True)
            points = "".join(f'<a:pt x="{round(x * _UNIT)}" y="{round(y * _UNIT)}"/>' for x, y in pairs)
            steps.append(f"<a:{name}>{points}</a:{name}>")
        steps.append("<a:close/>")
    path = f'<a:path w="{100 * _UNIT}" h="{100 * _UNIT}">{"".join(steps)}</a:path>'
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
    )
