"""Rows of measures → how far the reported result is from what its arrow compares it with, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deckgen.charts.value_texts import format_number, shared_decimals
from deckgen.ir.blocks import ChartSpec, Run
from deckgen.ir.roles import ColourRole
from deckgen.kinds._row_lines import MeasureRow
from deckgen.model import Labels
from deckgen.model.verdict_fields import Against
from deckgen.periods import Period
from deckgen.quantities import Quantity

_LABELS: Mapping[str, str] = {
    "baseline": "change-baseline", "previous": "change-previous", "goal": "change-goal",
}  # fmt: skip
"""The words for from what a result has changed."""
_LONGEST_UNIT = 3
_ARROWS = {"up": "↑", "down": "↓"}


def change_label(references: Iterable[Against | None], labels: Labels) -> str:
    """Return the header over changes: from what, if that is the same for all of them."""
    known = {reference or "baseline" for reference in references}
    return labels[_LABELS[known.pop()] if len(known) == 1 else "change"]


def change_run(row: MeasureRow, period: Period, labels: Labels) -> Run | None:
    """Return the arrow of a row's result, with the difference that it stands for where both numbers are known; else None."""
    line = next((line for line in row.lines_in(period.name) if line.arrow), None)
    if line is None or line.arrow is None or row.is_heading:
        return None
    before, now = _compared_with(row, period), row.data.quantities.get(period.name) if row.data else None
    text = _ARROWS[line.arrow]
    if before is not None and now is not None and _have_one_unit(before, now):
        text += f"\u00a0{_difference(before, now, labels)}"
    if row.status is not None:
        return Run(text, bold=True, status=row.status)
    role: ColourRole = "muted" if line.is_good is None else "success" if line.is_good else "danger"
    return Run(text, bold=True, role=role)


def _have_one_unit(before: Quantity, now: Quantity) -> bool:
    """Return whether two numbers of which an arrow is known can be subtracted: one may be stated without its noun."""
    return now.is_comparable_to(before) or (now.basis == before.basis and "" in {now.unit, before.unit})


def _compared_with(row: MeasureRow, period: Period) -> Quantity | None:
    """Return the number with which the arrow of a row compares its result."""
    data = row.data
    if data is None:
        return None
    match row.measure.against:
        case "goal":
            return data.goal
        case "previous":
            return data.quantities.get(period.earlier[-1]) if period.earlier else None
        case _:
            return data.baseline


def _difference(before: Quantity, now: Quantity, labels: Labels) -> str:
    """Return the difference of two numbers with its sign; that of two percentages in points."""
    unit = labels["points"] if now.unit == "%" else now.unit if len(now.unit) <= _LONGEST_UNIT else ""
    decimals = shared_decimals([before.value, now.value])
    spec = ChartSpec("change", (), (), unit=unit, signed=True, language=labels.language)
    return format_number(round(now.value - before.value, decimals), decimals, spec)
