"""Tables as authors write them: columns and rows, rows that name a group, and rows indented under another row.

Columns of figures are aligned at their end. Where the columns of figures are periods, the last one is the latest and stands out.
"""

import re
from typing import Annotated, Any, Literal, Self

from msgspec.structs import replace
from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table
from deckgen.ir.roles import Status
from deckgen.kinds._shared import cell, paragraphs, status_word, table_alt
from deckgen.kinds._verdicts import with_tint
from deckgen.model import Model, RichText, TextOrFields
from deckgen.resolve import Context

_MAX_NARROW_LENGTH = 16
_FIGURE = re.compile(r"[(~≈<>≤≥+\-−–±$€£¥₹\s]*+\d")
"""How a cell with a figure begins."""
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
"""Four letters in a row: more than a unit (`pp`, `FTE`) has, so that the cell is read as text."""

_PERIOD = re.compile(r"\d{4}|\d\d[/–-]\d\d|\b(?:FY|[QHTS])\s?\d")
"""What the header of a column of a period has: a year, or a quarter, half-year or trimester."""


class TableCell(TextOrFields):
    """A cell: its text, or `{text, status, arrow}`."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [name]} for name in ("text", "status")]})

    text: RichText | None = None
    """The text of the cell; a cell with only a status has its word."""
    status: Status | None = None
    """The status that the cell shows, with its mark and word."""
    arrow: Literal["up", "down"] | None = None
    """An arrow after the text, in the colour of the status: that of its cell, or the only one in its row."""

    @model_validator(mode="after")
    def _requires_text_or_status(self) -> Self:
        if self.text is None and self.status is None:
            raise PydanticCustomError(
                "empty_cell",
                "this cell has neither a `text` nor a `status`",
                {"hint": "add one, or leave the cell empty"},
            )
        return self

    @property
    def plain(self) -> str:
        """Its text without formatting."""
        return self.text.plain if self.text else ""


class TableRow(Model):
    """A row: a list of texts, `{group: text}` over all columns, or `{sub: text, cells: [text]}` indented under the row above."""

    cells: tuple[TableCell | None, ...] = ()
    """The cells, those after `sub`: texts, or `{text, status, arrow}`."""
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
    def _rejects_cells_in_group(self) -> Self:
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
    def _rejects_too_many_cells(self) -> Self:
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
    cells = _cells_by_column(content)
    texts = [[_text_with_status(each) for each in column] for column in cells]
    narrow = [i > 0 and _is_narrow(each) for i, each in enumerate(texts)]
    figures = [i > 0 and _has_figures(each) for i, each in enumerate(texts)]  # the first column names the rows
    latest = _latest_column(content, figures)
    columns = tuple(
        Column(
            share=1.0 if narrow[i] else 4.0 if i == 0 else 2.5,
            tight=i > 0 and _has_only_statuses(cells[i]),
            align="start",
            emphasis=i == latest,
        )
        for i in range(width)
    )
    header = _aligned(_header(content, latest, origin.at("columns")), figures)
    rows = tuple(
        _aligned(_table_row(row, width, latest, context, origin.at("rows", i)), figures)
        for i, row in enumerate(content.rows)
    )
    bare = not any(text and text.plain for text in content.columns)
    alt = table_alt(context, title, None if bare else header)
    return Table(slot, columns, () if bare else (header,), rows, alt, context.origin.at("table"))


def _is_narrow(texts: list[str]) -> bool:
    return bool(texts) and all(len(text) <= _MAX_NARROW_LENGTH for text in texts)


def _has_only_statuses(cells: list[TableCell]) -> bool:
    """Whether a column has statuses without texts, whose words stay on one line."""
    return bool(cells) and all(one.text is None for one in cells)


def _has_figures(texts: list[str]) -> bool:
    """Whether a column has figures, and nothing else but empty cells and dashes."""
    found = False
    for text in texts:
        if _FIGURE.match(text) and not _LONG_WORD.search(text):
            found = found or any(map(str.isalnum, text))
        elif any(map(str.isalnum, text)):
            return False
    return found


def _cells_by_column(content: TableContent) -> list[list[TableCell]]:
    """Return the cells of each column under its header, except empty ones and the names of indented rows."""
    columns: list[list[TableCell]] = [[] for _ in content.columns]
    for row in content.rows:
        for column, found in enumerate(row.cells, 0 if row.sub is None else 1):
            if found is not None:
                columns[column].append(found)
    return columns


def _text_with_status(found: TableCell) -> str:
    """Return the text of a cell; one with a status has its word besides, which is no figure."""
    return found.plain.strip() if found.status is None else f"{found.plain} {found.status}".strip()


def _latest_column(content: TableContent, figures: list[bool]) -> int | None:
    """Return the index of the column of figures with the latest of several periods, which are named in their order."""
    periods = [i for i, text in enumerate(content.columns) if figures[i] and text and _PERIOD.search(text.plain)]
    return periods[-1] if len(periods) > 1 else None


def _header(content: TableContent, latest: int | None, origin: Origin) -> Row:
    cells = [cell(text, "header") for text in content.columns]
    if latest is not None:
        cells[latest] = replace(cells[latest], paragraphs=tuple(map(_in_primary, cells[latest].paragraphs)))
    return Row(tuple(cells), "header", origin)


def _in_primary(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, runs=tuple(replace(run, role=run.role or "primary") for run in paragraph.runs))


def _aligned(row: Row, figures: list[bool]) -> Row:
    """Align the cells of columns of figures at their end."""
    if row.kind == "group":
        return row
    pairs = zip(row.cells, figures, strict=True)
    return replace(row, cells=tuple(replace(c, align="end") if is_figure else c for c, is_figure in pairs))


def _table_row(row: TableRow, width: int, latest: int | None, context: Context, origin: Origin) -> Row:
    if row.group is not None:
        heading: tuple[Paragraph, ...] = tuple(paragraphs(row.group, "strong"))
        return Row((Cell(heading, span=width),), "group", origin)
    before = 0 if row.sub is None else 1
    arrows = [found for found in row.cells if found is not None and found.arrow]
    of_arrow = _verdict(row) if len(arrows) == 1 else None
    cells = [
        _table_cell(found, context, style="strong" if i == latest else "body", of_arrow=of_arrow)
        for i, found in enumerate(row.cells, before)
    ]
    if row.sub is not None:
        cells.insert(0, Cell(tuple(paragraphs(row.sub)), indent=1))
    cells += [Cell()] * (width - len(cells))
    return Row(with_tint(cells, _verdict(row)), "sub" if row.sub is not None else "body", origin)


def _verdict(row: TableRow) -> Status | None:
    """Return the status of a row that states one: rows of several statuses have none as a whole."""
    statuses = [found.status for found in row.cells if found is not None and found.status]
    return statuses[0] if len(statuses) == 1 else None


def _table_cell(content: TableCell | None, context: Context, style: str, of_arrow: Status | None) -> Cell:
    """Return a cell: its text, an arrow after it, and the word of the status with its mark.

    The arrow has the colour of its status, else that of the only status in the row of this only arrow (`of_arrow`).
    """
    if content is None:
        return Cell()
    texts = [paragraph for paragraph in paragraphs(content.text, style) if paragraph.runs]
    words: list[Paragraph] = []
    if content.status and content.plain.casefold() != (word := context.labels[content.status]).casefold():
        words.append(status_word(word, content.status, "small" if texts else "strong"))
    if not texts and not words:
        return Cell()
    first, *others = texts or words
    if content.arrow:
        arrow = Run(" ↑" if content.arrow == "up" else " ↓", bold=True, role="muted", status=content.status or of_arrow)
        first = replace(first, runs=(*first.runs, arrow))
    return Cell((first, *others, *(words if texts else ())), mark=content.status)
