"""Measures → the rows of a table in columns: one for each line of a measure, under a row that names it.

A part with a short name and nothing to show but its lines has no row of its own: its name precedes those of its lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.roles import Status
from deckgen.kinds._reasons import reasons_in
from deckgen.model import Labels, RichText
from deckgen.resolve import LineData, Measure, Reasons, ResultLine

_SHORT_NAME = 24
"""Up to this number of characters, the name of a part precedes those of its lines."""


class MeasureRow(Struct, frozen=True):
    """A row of a table of measures.

    `data` is the line whose numbers it shows, `of` names it in `measures` (empty for the measure itself). A row `is_heading` if
    only the rows under it have results; `is_line` if it shows one of several lines, whose name is `name`. `status` is the one
    that the row shows.
    """

    measure: Measure
    depth: int
    status: Status | None = None
    data: LineData | None = None
    of: str | None = None
    is_heading: bool = False
    is_line: bool = False
    name: tuple[Paragraph, ...] = ()
    baseline: tuple[RichText, ...] = ()
    goal: RichText | None = None

    def lines_in(self, period: str) -> list[ResultLine]:
        """Its result lines in a period, without the name of the line that the row itself shows."""
        result = self.measure.results.get(period)
        if result is None:
            return []
        if self.of is None:
            return list(result.lines)
        return [
            replace(line, of="", of_origin=None, status=None) if line.of == self.of else line
            for line in result.lines
            if line.of in (self.of, "")
        ]

    def reasons_in(self, period: str) -> list[Reasons]:
        """Its reasons in a period, without the name of the line that the row itself shows."""
        found = reasons_in(self.measure, period)
        if self.of is None:
            return list(found)
        return [replace(each, of="", of_origin=None) for each in found if each.of == self.of]

    def is_before_measured(self, period: str) -> bool:
        """Whether its result in a period only says when it will be measured."""
        result = self.measure.results.get(period)
        return result is not None and result.is_before_measured

    def mark_in(self, period: str) -> bool:
        """Whether a step was delivered in a period."""
        result = self.measure.results.get(period)
        return not self.is_line and result is not None and result.mark is not None


def rows_of(measure: Measure, period: str, labels: Labels, depth: int = 0) -> Iterator[MeasureRow]:
    """Yield the rows of a measure, and of its parts under it; `period` is the reported one."""
    lines = [line for line in measure.chart_lines if line.of]
    result = measure.results.get(period)
    status = result.status if result is not None else None
    if not lines:
        is_heading = bool(measure.parts) and (result is None or result.is_open)
        data = next(iter(measure.chart_lines), None)
        yield MeasureRow(measure, depth, status, data, None, is_heading, False, (), measure.baseline, measure.goal)
    else:
        yield from _rows_of_lines(measure, lines, period, labels, depth, status)
    for part in measure.parts:
        yield from rows_of(part, period, labels, depth + 1)


def _rows_of_lines(
    measure: Measure, lines: list[LineData], period: str, labels: Labels, depth: int, status: Status | None
) -> Iterator[MeasureRow]:
    baselines = {line.of: text for line in lines for text in measure.baseline if text.raw.startswith(f"{line.of} ")}
    own = tuple(text for text in measure.baseline if text not in baselines.values())
    is_of_row = status is not None and not any(line.statuses.get(period) for line in lines)
    is_short = _needs_no_row(measure, depth, period, has_status=is_of_row, has_baseline=bool(own))
    if not is_short:
        shown = status if is_of_row else None
        yield MeasureRow(measure, depth, shown, None, "", True, False, (), own, measure.goal)
    for line in lines:
        name = Run(line.of)
        lead = (Run(labels.lead_in(measure.name.plain), bold=True), name) if is_short else (name,)
        origins = (*(measure.name.origins if is_short else ()), *((line.of_origin,) if line.of_origin else ()))
        yield MeasureRow(
            measure, depth if is_short else depth + 1, line.statuses.get(period), line, line.of, False, True,
            (Paragraph(lead, origins=origins),), _without_label(baselines.get(line.of), line.of_origin, line.of),
            measure.goal if is_short else None,
        )  # fmt: skip


def _needs_no_row(measure: Measure, depth: int, period: str, *, has_status: bool, has_baseline: bool) -> bool:
    """Whether the name of a part precedes those of its lines: it is short, and the part shows nothing else of its own."""
    result = measure.results.get(period)
    has_own_line = result is not None and any(not line.of for line in result.lines)
    is_short = depth > 0 and len(measure.name.plain) <= _SHORT_NAME and "\n" not in measure.name.plain
    has_marks = any(one.mark for one in measure.results.values()) or "[^" in measure.name.raw
    has_reasons = any(not each.of for each in reasons_in(measure, period))
    return is_short and not (
        has_reasons or has_status or has_baseline or has_own_line or has_marks or measure.milestones
    )


def _without_label(text: RichText | None, of_origin: Origin | None, of: str) -> tuple[RichText, ...]:
    """Return the baseline of a line without the name of the line before it."""
    if text is None:
        return ()
    origins = text.origins[1:] if of_origin is not None else text.origins
    return (RichText(text.raw.removeprefix(f"{of} "), origins),)
