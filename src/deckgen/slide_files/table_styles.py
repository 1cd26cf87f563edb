"""The styles of tables that PowerPoint knows by their ids, where a file names one without defining it.

These are Medium Style 2, which tables have by default, in its seven colours, and the two styles without a fill.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from deckgen.ooxml.opc import A
from deckgen.slide_files.xml import parse

_MEDIUM: Mapping[str, str] = {
    "{073A0DAA-6AF3-43AB-8588-CEC1D06C72B9}": "dk1", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}": "accent1",
    "{21E4AEA4-8DFA-4A89-87EB-49C32662AFE0}": "accent2", "{F5AB1C69-6EDB-4FF4-983F-18BD219EF322}": "accent3",
    "{00A15C55-8517-42AA-B614-E9B94910E393}": "accent4", "{7DF18680-E054-41AD-8BC1-D1AEF772440D}": "accent5",
    "{93296810-A885-4BE3-A3E7-6D5BEEA58F35}": "accent6",
}  # fmt: skip
"""The ids of Medium Style 2, and the colour of each."""
_GRID, _PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_SIDES = ("left", "right", "top", "bottom", "insideH", "insideV")
_THIN, _THICK = 12_700, 38_100


@lru_cache(maxsize=16)
def known_style(style_id: str) -> etree._Element | None:
    """Return the definition of a style of PowerPoint by its id; None for one that is not known here. It must not be changed."""
    if style_id in _MEDIUM:
        return parse(_style(_medium(_MEDIUM[style_id])))
    if style_id == _GRID:
        return parse(_style(_region("wholeTbl", "tx1", borders=_lines(_SIDES, "tx1", _THIN))))
    return parse(_style(_region("wholeTbl", "tx1"))) if style_id == _PLAIN else None


def _medium(colour: str) -> str:
    banded = _fill(f'<a:schemeClr val="{colour}"><a:tint val="40000"/></a:schemeClr>')
    whole = _fill(f'<a:schemeClr val="{colour}"><a:tint val="20000"/></a:schemeClr>')
    full = _fill(f'<a:schemeClr val="{colour}"/>')
    strong = "".join(_region(name, "lt1", bold=True, fill=full) for name in ("lastCol", "firstCol"))
    edges = (("lastRow", ("top",)), ("firstRow", ("bottom",)))
    rows = "".join(_region(n, "lt1", bold=True, borders=_lines(e, "lt1", _THICK), fill=full) for n, e in edges)
    bands = "".join(_region(name, "", fill=banded) for name in ("band1H", "band1V"))
    return _region("wholeTbl", "dk1", borders=_lines(_SIDES, "lt1", _THIN), fill=whole) + bands + strong + rows


def _style(regions: str) -> bytes:
    return f'<a:tblStyle xmlns:a="{A[1:-1]}">{regions}</a:tblStyle>'.encode()


def _region(name: str, text: str, *, bold: bool = False, borders: str = "", fill: str = "") -> str:
    weight = ' b="on"' if bold else ""
    style = f'<a:tcTxStyle{weight}><a:schemeClr val="{text}"/></a:tcTxStyle>' if text else ""
    return f"<a:{name}>{style}<a:tcStyle><a:tcBdr>{borders}</a:tcBdr>{fill}</a:tcStyle></a:{name}>"


def _fill(colour: str) -> str:
    return f"<a:fill><a:solidFill>{colour}</a:solidFill></a:fill>"


def _lines(sides: tuple[str, ...], colour: str, width: int) -> str:
    line = f'<a:ln w="{width}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:ln>'
    return "".join(f"<a:{side}>{line}</a:{side}>" for side in sides)
