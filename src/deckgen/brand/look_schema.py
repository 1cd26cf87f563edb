"""Schema of what a brand decides besides colours, fonts and layouts: marks of statuses, tables, sizes of charts.

Every key is optional. The defaults are those of `brand.types`, in inches and points.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.brand.status_marks import DEFAULT_MARKS, MarkShape, StatusMark
from deckgen.brand.types import ChartTypeSizes, RowRule, TableLook
from deckgen.brand.values import CLOSED, Count, Range, RuleWidth
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT
from deckgen.ir.roles import STATUSES, CellMark, ColourRole

ChartSize = Annotated[
    float, Range(9, 40, "points", "smaller type cannot be read, larger type leaves no room for a chart")
]
CellSpace = Annotated[float, Range(0, 0.5, "inches", "a table with more space in its cells has no room for text")]
MarkSize = Annotated[
    float, Range(0.05, 0.5, "inches", "a smaller mark cannot be seen, a larger one is higher than its row")
]


class _Model(BaseModel):
    model_config = CLOSED


class MarkSpec(_Model):
    """How a status is shown; what is left out is as in `brand.status_marks.DEFAULT_MARKS`."""

    shape: MarkShape | None = None
    role: ColourRole | None = None


Marks = dict[CellMark, MarkSpec]


def complete_marks(marks: Marks) -> dict[CellMark, StatusMark]:
    """Return the mark of every status, those that are not defined by default."""
    specs = {status: marks.get(status, MarkSpec()) for status in DEFAULT_MARKS}
    return {
        status: StatusMark(specs[status].shape or default.shape, specs[status].role or default.role)
        for status, default in DEFAULT_MARKS.items()
    }


def check_marks(marks: Marks) -> Marks:
    """Refuse two statuses of one shape, which only their colour would distinguish."""
    by_shape: dict[MarkShape, str] = {}
    complete = complete_marks(marks)
    for status in STATUSES:
        other = by_shape.setdefault(complete[status].shape, status)
        if other != status:
            raise PydanticCustomError(
                "brand_look", "`{one}` and `{other}` have the same shape, `{shape}`",
                {
                    "one": other, "other": status, "shape": complete[status].shape,
                    "hint": "give each status a shape of its own: some people cannot distinguish the colours",
                },
            )  # fmt: skip
    return marks


def _check_paddings(paddings: tuple[float, ...]) -> tuple[float, ...]:
    """Refuse an empty list, and one whose values are not in descending order."""
    if not paddings or any(one <= other for one, other in pairwise(paddings)):
        raise PydanticCustomError(
            "brand_look", "the paddings of tables are not in descending order",
            {"hint": "write one or more, largest first: a table takes the first with which it fits"},
        )  # fmt: skip
    return paddings


class RowRuleSpec(_Model):
    """The line under a row of a table, in points."""

    role: ColourRole
    width: RuleWidth


def _row_rule(rule: RowRule) -> RowRuleSpec:
    return RowRuleSpec(role=rule.role, width=rule.width / EMU_PER_POINT)


class TableSpec(_Model):
    """Spacing in tables, in inches, and the lines under their rows."""

    paddings: Annotated[
        tuple[CellSpace, ...],
        Count(10, "paddings", "a table is laid out with each of them"),
        AfterValidator(_check_paddings),
    ] = tuple(padding / EMU_PER_INCH for padding in TableLook().paddings)
    side: CellSpace = TableLook().side / EMU_PER_INCH
    indent: CellSpace = TableLook().indent / EMU_PER_INCH
    mark_size: MarkSize = Field(TableLook().mark_size / EMU_PER_INCH, alias="mark-size")
    mark_width: CellSpace = Field(TableLook().mark_width / EMU_PER_INCH, alias="mark-width")
    header_rule: RowRuleSpec = Field(_row_rule(TableLook().header_rule), alias="header-rule")
    row_rule: RowRuleSpec = Field(_row_rule(TableLook().row_rule), alias="row-rule")
    spread: CellSpace = TableLook().spread / EMU_PER_INCH
    flush: bool = TableLook().flush

    @model_validator(mode="after")
    def _check_mark(self) -> TableSpec:
        if self.mark_size > self.mark_width:
            raise PydanticCustomError(
                "brand_look",
                "`mark-size` is larger than `mark-width`, so that marks would be on the text next to them",
                {},
            )
        return self


def _require_ascending(sizes: Mapping[str, float]) -> None:
    """Refuse sizes of which one is smaller than the one before it."""
    for (smaller, one), (larger, other) in pairwise(sizes.items()):
        if one > other:
            message = "the chart size `{larger}` is smaller than `{smaller}`"
            raise PydanticCustomError("brand_look", message, {"larger": larger, "smaller": smaller})


_SIZES = ChartTypeSizes()


class EnlargedSizes(_Model):
    """Type sizes of a chart that fills most of its slide, in points."""

    small: ChartSize = _SIZES.enlarged.small
    text: ChartSize = _SIZES.enlarged.text
    strong: ChartSize = _SIZES.enlarged.strong

    @model_validator(mode="after")
    def _check_order(self) -> EnlargedSizes:
        _require_ascending({"small": self.small, "text": self.text, "strong": self.strong})
        return self


class ChartSizes(_Model):
    """Type sizes of charts, in points."""

    small: ChartSize = _SIZES.small
    text: ChartSize = _SIZES.text
    strong: ChartSize = _SIZES.strong
    largest: ChartSize = _SIZES.largest
    enlarged: EnlargedSizes = EnlargedSizes()

    @model_validator(mode="after")
    def _check_order(self) -> ChartSizes:
        _require_ascending({"small": self.small, "text": self.text, "strong": self.strong, "largest": self.largest})
        for name in ("small", "text", "strong"):
            _require_ascending({name: getattr(self, name), f"enlarged: {name}": getattr(self.enlarged, name)})
        return self
