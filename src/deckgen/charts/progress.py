"""`progress`: a bullet per series, its bar from zero toward the tick of its goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from deckgen.charts import bars, rows
from deckgen.charts.canvas import Anchor, Area, Canvas, Label
from deckgen.charts.labels import Scale, axis_span, goal_of, goal_text, value_texts
from deckgen.charts.rows import Rows
from deckgen.charts.style import SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec, Series

_LOWEST_ROW = 32.0
_TICK = 2.5
_OVER = 3.0
"""How far a goal's tick stands out over and under the bar."""


class _Bullet(Struct, frozen=True):
    """One row: its series, the middle of its bar, half its thickness, and how much its text has grown."""

    series: Series
    y: float
    half: float
    grown: float


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    drop = canvas.measure(Label("0", SMALLEST))[1] / 2 + 1
    laid = rows.lay_out(canvas, spec, bars.caption(canvas, spec), _LOWEST_ROW, drop)
    half = min(9.0 * laid.grown, (laid.pitch - 2 * drop - _OVER * 2) / 2 - 1)
    bullets = [_Bullet(s, y, half, laid.grown) for s, y in zip(spec.series, laid.middles, strict=True)]
    scale = _scale(canvas, spec, laid)
    for bullet in bullets:
        _bar(canvas, spec, bullet, scale)
    canvas.line([(scale(0), bullets[-1].y - half - 3), (scale(0), bullets[0].y + half + 3)], "muted", 1, order=3)
    for bullet in bullets:
        _goal(canvas, spec, bullet, scale)
    for bullet in bullets:
        canvas.first(_choices(canvas, spec, bullet, scale), solids=False)


def _scale(canvas: Canvas, spec: ChartSpec, laid: Rows) -> Scale:
    """Make one scale for all rows, from zero, with room for a value beyond the longest bar."""
    texts = [Label(value_texts(s, 0, spec)[-1], STRONG * laid.grown, bold=True) for s in spec.series]
    room = max(canvas.measure(t)[0] for t in texts) + 8
    low, high = axis_span(spec)
    area = laid.area
    start, end = area.left + (room if low < 0 else 0), area.right - (room if high > 0 else 0)
    return Scale(low, high, start, max(end, start + 1))


def _bar(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> None:
    """Draw the track from zero to the goal and the bar on it."""
    goal, value = goal_of(bullet.series, spec), bullet.series.values[0]
    if goal is not None:
        canvas.rect(_from_zero(scale, goal, bullet), "neutral")
    if value:
        canvas.rect(_from_zero(scale, value, bullet), "primary")


def _from_zero(scale: Scale, value: float, bullet: _Bullet) -> Area:
    """Make the rectangle of a bar, at least so wide that it can be seen."""
    zero, end = scale(0), scale(value)
    if value and abs(end - zero) < 1:
        end = zero + (1 if value > 0 else -1)
    return Area(min(zero, end), bullet.y - bullet.half, max(zero, end), bullet.y + bullet.half)


def _goal(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> None:
    """Draw the goal's tick with its label over it, edged in white so that it also reads on a bar."""
    goal = goal_of(bullet.series, spec)
    if goal is None:
        return
    x, reach = scale(goal), bullet.half + _OVER
    canvas.rect(Area(x - _TICK / 2 - 1, bullet.y - bullet.half, x + _TICK / 2 + 1, bullet.y + bullet.half), "white")
    canvas.rect(Area(x - _TICK / 2, bullet.y - reach, x + _TICK / 2, bullet.y + reach), "ink")
    label = canvas.wrap(Label(goal_text(goal, spec), TEXT if bullet.grown > 1 else SMALLEST), canvas.width / 2, lines=1)
    half = canvas.measure(label)[0] / 2
    middle = min(max(x, scale.start + half), canvas.width - half)
    canvas.first([(label, Anchor(middle, bullet.y + reach + 1, "center", "bottom"))], solids=False)


def _choices(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> Iterator[tuple[Label, Anchor]]:
    """Tell where a value may stand: behind its bar, in it, or behind the goal's tick."""
    value, goal = bullet.series.values[0], goal_of(bullet.series, spec)
    end = scale(value or 0)
    tick = None if goal is None else scale(goal)
    back = value is not None and value < 0
    step = -5 if back else 5
    for text, size in product(value_texts(bullet.series, 0, spec), (STRONG * bullet.grown, STRONG, TEXT, SMALLEST)):
        if value is None:
            yield Label(text, SMALLEST, "muted"), Anchor(end + 5, bullet.y, "left")
            continue
        label = Label(text, size, "ink", bold=True)
        width = canvas.measure(label)[0]
        behind = Anchor(end + step, bullet.y, "right" if back else "left")
        if tick is None or not _between(tick, end, end + step + (-width if back else width)):
            yield label, behind
        if abs(end - scale(0)) > width + 10 and (tick is None or not _between(tick, end, end - step * 2 - width)):
            yield Label(text, size, "white", bold=True), Anchor(end - step, bullet.y, "left" if back else "right")
        if tick is not None:
            yield label, Anchor((min if back else max)(end, tick) + step, bullet.y, "right" if back else "left")


def _between(x: float, one: float, other: float) -> bool:
    """Tell whether `x` lies between the two, or within 3 points of them."""
    return min(one, other) - 3 < x < max(one, other) + 3
