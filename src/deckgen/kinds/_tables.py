"""Tables as authors write them: columns and rows, rows that name a group, and rows indented under another row."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Table
from deckgen.kinds._shared import cell, paragraphs, table_alt
from deckgen.model import Model, RichText
from deckgen.resolve import Context

_MAX_NARROW_LENGTH = 16


class TableRow(Model):
    """A row: a list of texts, `{group: text}` over all columns, or `{sub: text, cells: [text]}` indented under the row above."""

    cells: tuple[RichText | None, ...] = ()
    """The texts of the cells after `sub`."""
    group: RichText | None = None
    """A heading over all columns."""
    sub: RichText | None = None
    """The first text of a row that is indented under the row above."""

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: object) -> object:
        if isinstance(data, list | tuple):
            return {"cells": data}
        if isinstance(data, str) or data is None:
            raise PydanticCustomError(
                "row_expected",
                "a row is a list of cells, or has a `group` or a `sub`",
                {"hint": "write its cells as a list, each after a `- `"},
            )
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        resolved = handler.resolve_ref_schema(handler(schema))
        resolved.update(type=["object", "array"], items=resolved["properties"]["cells"]["items"])
        resolved["dependencies"] = {"group": {"properties": {"cells": False, "sub": False}}}
        return resolved

    @model_validator(mode="after")
    def _rejects_cells_in_group(self) -> TableRow:
        if self.group is not None and (self.cells or self.sub is not None):
            raise PydanticCustomError(
                "group_cells", "a `group` row has no cells", {"hint": "put the cells into a row of their own"}
            )
        return self


class TableContent(Model):
    """Column headers (they may be empty) and rows; a row has at most one cell per column."""

    columns: Annotated[tuple[RichText | None, ...], Field(min_length=1)]
    """The column headers; a header may be empty."""
    rows: tuple[TableRow, ...] = ()
    """The rows: lists of texts, `{group: text}`, or `{sub: text, cells: [text]}`."""

    @model_validator(mode="after")
    def _rejects_too_many_cells(self) -> TableContent:
        for number, row in enumerate(self.rows, 1):
            count = len(row.cells) + (row.sub is not None)
            if count > len(self.columns):
                raise PydanticCustomError(
                    "too_many_cells",
                    "row {number} has {count} cells, but there are {columns} columns",
                    {
                        "number": number,
                        "count": count,
                        "columns": len(self.columns),
                        "at": ("rows", number - 1),
                        "hint": "remove the cells that are too many, or add a column",
                    },
                )
        return self


def table_block(content: TableContent, context: Context, origin: Origin, *, slot: str, title: str) -> Table:
    """Return the table block; columns of short texts are narrow, the first column is the widest. `content` is at `origin`."""
    width = len(content.columns)
    narrow = [_is_narrow(content, i) for i in range(width)]
    columns = tuple(Column(share=1.0 if narrow[i] else 4.0 if i == 0 else 2.5, align="start") for i in range(width))
    header = Row(tuple(cell(text, "header") for text in content.columns), "header", origin.at("columns"))
    rows = tuple(_table_row(row, width, origin.at("rows", i)) for i, row in enumerate(content.rows))
    bare = not any(text and text.plain for text in content.columns)
    alt = table_alt(context, title, None if bare else header)
    return Table(slot, columns, () if bare else (header,), rows, alt, context.origin.at("table"))


def _is_narrow(content: TableContent, column: int) -> bool:
    if column == 0:
        return False
    texts = [text for row in content.rows if (text := _text_in(row, column)) is not None]
    return bool(texts) and all(len(text.plain) <= _MAX_NARROW_LENGTH for text in texts)


def _text_in(row: TableRow, column: int) -> RichText | None:
    cells = (row.sub, *row.cells) if row.sub is not None else row.cells
    return cells[column] if row.group is None and column < len(cells) else None


def _table_row(row: TableRow, width: int, origin: Origin) -> Row:
    if row.group is not None:
        heading: tuple[Paragraph, ...] = tuple(paragraphs(row.group, "strong"))
        return Row((Cell(heading, span=width, fill="surface"),), "group", origin)
    cells = [cell(text) for text in row.cells]
    if row.sub is not None:
        cells.insert(0, Cell(tuple(paragraphs(row.sub)), indent=1))
    cells += [Cell()] * (width - len(cells))
    return Row(tuple(cells), "sub" if row.sub is not None else "body", origin)
