"""A table → the formats that its table style gives to the text of its cells: some programs write them into the runs."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from deckgen.ooxml.opc import A, Package

_ON = {"1", "true"}


class TableTextStyles:
    """The text formats of the style of one table; a table without a style has none."""

    def __init__(self, package: Package, table: etree._Element) -> None:
        self._properties = table.find(f"{A}tblPr")
        self._rows = len(table.findall(f"{A}tr"))
        self._columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
        name = None if self._properties is None else self._properties.findtext(f"{A}tableStyleId")
        styles = (s for part in package.related(package.presentation(), "tableStyles") for s in package.tree(part))
        self._style = next((style for style in styles if name and style.get("styleId") == name), None)

    def of_cell(self, row: int, column: int) -> Sequence[etree._Element]:
        """Return the formats of a cell, the nearest first: elements with `b` and `i` that are `on` or `off`."""
        if self._style is None or self._properties is None:
            return ()
        places = {
            "firstRow": row == 0, "lastRow": row == self._rows - 1,
            "firstCol": column == 0, "lastCol": column == self._columns - 1,
        }  # fmt: skip
        regions = [name for name, is_there in places.items() if is_there and self._properties.get(name) in _ON]
        found = (self._style.find(f"{A}{region}/{A}tcTxStyle") for region in (*regions, "wholeTbl"))
        return [style for style in found if style is not None]
