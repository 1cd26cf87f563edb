"""Tables as authors write them: columns and rows, rows that name a group, and rows indented under another row.

Columns of figures are aligned at their end. Where the columns of figures are periods, the last one is the latest and stands out.
"""

import re
from typing import Annotated, Any, Literal, Self

from msgspec.structs import replace
from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table
from deckgen.ir.roles import Status
from deckgen.kinds._shared import cell, paragraphs, status_word, table_alt
from deckgen.kinds._verdicts import with_tint
from deckgen.model import Model, RichText, TextOrFields
from deckgen.model.base import typed_text
from deckgen.resolve import Context

_MAX_NARROW_LENGTH = 16
_FIGURE = re.compile(r"[(~≈<>≤≥+\-−–±$€£¥₹\s]*+\d(?!.*[^\W\d_]{4})", re.DOTALL)
"""How a cell with a figure begins. Four letters in a row are more than a unit (`pp`, `FTE`) has: such a cell is read as text."""

_PERIOD = re.compile(r"\d{4}|\d\d[/–-]\d\d|\b(?:FY|[QHTS])\s?\d")
"""What the header of a column of a period has: a year, or a quarter, half-year or trimester."""

Alignment = Literal["start", "end"]
"""How the cells of a column are aligned: those of figures at their end."""


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


class _TextOrFields:
    """Marks cells: one with only a text is that text, without a `TableCell`, since most of thousands of cells are."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: object, fields: core_schema.ValidatorFunctionWrapHandler) -> object:
            return RichText(typed_text(value)) if isinstance(value, str) else fields(value)

        return core_schema.no_info_wrap_validator_function(validate, handler.generate_schema(TableCell | None))


class TableRow(Model):
    """A row: a list of texts, `{group: text}` over all columns, or `{sub: text, cells: [text]}` indented under the row above."""

    cells: tuple[Annotated[RichText | TableCell | None, _TextOrFields()], ...] = ()
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
    aligns: list[Alignment] = ["end" if is_figure else "start" for is_figure in figures]
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
    header = _header(content, latest, aligns, origin.at("columns"))
    rows = tuple([_table_row(row, latest, aligns, context, origin.at("rows", i)) for i, row in enumerate(content.rows)])
    bare = not any(text and text.plain for text in content.columns)
    alt = table_alt(context, title, None if bare else header)
    return Table(slot, columns, () if bare else (header,), rows, alt, context.origin.at("table"))


def _is_narrow(texts: list[str]) -> bool:
    return bool(texts) and all(len(text) <= _MAX_NARROW_LENGTH for text in texts)


def _has_only_statuses(cells: list[RichText | TableCell]) -> bool:
    """Whether a column has statuses without texts, whose words stay on one line."""
    return bool(cells) and all(isinstance(one, TableCell) and one.text is None for one in cells)


def _has_figures(texts: list[str]) -> bool:
    """Whether a column has figures, and nothing else but empty cells and dashes."""
    found = False
    for text in texts:
        if _FIGURE.match(text):
            found = found or any(map(str.isalnum, text))
        elif any(map(str.isalnum, text)):
            return False
    return found


def _cells_by_column(content: TableContent) -> list[list[RichText | TableCell]]:
    """Return the cells of each column under its header, except empty ones and the names of indented rows."""
    columns: list[list[RichText | TableCell]] = [[] for _ in content.columns]
    for row in content.rows:
        for column, found in enumerate(row.cells, 0 if row.sub is None else 1):
            if found is not None:
                columns[column].append(found)
    return columns


def _text_with_status(found: RichText | TableCell) -> str:
    """Return the text of a cell; one with a status has its word besides, which is no figure."""
    if isinstance(found, RichText):
        return found.plain.strip()
    return f"{found.text.plain if found.text else ''} {found.status or ''}".strip()


def _latest_column(content: TableContent, figures: list[bool]) -> int | None:
    """Return the index of the column of figures with the latest of several periods, which are named in their order."""
    periods = [i for i, text in enumerate(content.columns) if figures[i] and text and _PERIOD.search(text.plain)]
    return periods[-1] if len(periods) > 1 else None


def _header(content: TableContent, latest: int | None, aligns: list[Alignment], origin: Origin) -> Row:
    cells = [cell(text, "header", align=align) for text, align in zip(content.columns, aligns, strict=True)]
    if latest is not None:
        cells[latest] = replace(cells[latest], paragraphs=tuple(map(_in_primary, cells[latest].paragraphs)))
    return Row(tuple(cells), "header", origin)


def _in_primary(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, runs=tuple(replace(run, role=run.role or "primary") for run in paragraph.runs))


def _table_row(row: TableRow, latest: int | None, aligns: list[Alignment], context: Context, origin: Origin) -> Row:
    if row.group is not None:
        heading: tuple[Paragraph, ...] = tuple(paragraphs(row.group, "strong"))
        return Row((Cell(heading, span=len(aligns)),), "group", origin)
    with_fields = [found for found in row.cells if isinstance(found, TableCell)]
    # Rows of several statuses have none as a whole.
    statuses = [found.status for found in with_fields if found.status]
    verdict = statuses[0] if len(statuses) == 1 else None
    of_arrow = verdict if len([found for found in with_fields if found.arrow]) == 1 else None
    cells = [] if row.sub is None else [Cell(tuple(paragraphs(row.sub)), indent=1)]
    for found in row.cells:
        style, align = "strong" if len(cells) == latest else "body", aligns[len(cells)]
        if isinstance(found, TableCell):
            cells.append(_cell_with_fields(found, context, style, align, of_arrow))
        else:
            cells.append(Cell(tuple([p for p in paragraphs(found, style) if p.runs]), align=align))
    cells += [Cell(align=align) for align in aligns[len(cells) :]]
    return Row(with_tint(cells, verdict), "sub" if row.sub is not None else "body", origin)


def _cell_with_fields(
    content: TableCell, context: Context, style: str, align: Alignment, of_arrow: Status | None
) -> Cell:
    """Return a cell: its text, an arrow after it, and the word of the status with its mark.

    The arrow has the colour of its status, else that of the only status in the row of this only arrow (`of_arrow`).
    """
    texts = [paragraph for paragraph in paragraphs(content.text, style) if paragraph.runs]
    plain = content.text.plain if content.text else ""
    words: list[Paragraph] = []
    if content.status and plain.casefold() != (word := context.labels[content.status]).casefold():
        words.append(status_word(word, content.status, "small" if texts else "strong"))
    if not texts and not words:
        return Cell(align=align)
    first, *others = texts or words
    if content.arrow:
        arrow = Run(" ↑" if content.arrow == "up" else " ↓", bold=True, role="muted", status=content.status or of_arrow)
        first = replace(first, runs=(*first.runs, arrow))
    return Cell((first, *others, *(words if texts else ())), mark=content.status, align=align)
