"""`change`: a row per series, from a hollow dot (before) to a full one (now).

A movement for the good ends in a disc with a tick, one for the bad in a diamond with a bar through it, none in a plain
disc: shape and sign say what the colour says. A goal is a thin tick across its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from deckgen.charts import bars, rows
from deckgen.charts.canvas import TOO_SMALL, Anchor, Area, Canvas, Label
from deckgen.charts.checks import ChartError
from deckgen.charts.labels import Scale, axis_span, goal_of, goal_text, value_texts
from deckgen.charts.rows import Rows
from deckgen.charts.style import SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec, ColourRole, Series

_LOWEST_ROW = 19.0
_RING, _DISC, _EDGE = 11.0, 14.0, 2.0
_NEAR = _DISC / 2 + 4
_LARGEST_DOT = 1.15
"""Dots grow less than type: large ones would cover each other where the movement is small."""
_SHORTEST_ARROW = 25.0
_APART = 8.0
_LEAST = 20.0
_TICKED_ROW, _RAISED = 36.0, 5.0
_UNDER, _OVER = 5.0, 2.5
"""How far a goal's tick stands out under and over the dots."""


class _Look(Struct, frozen=True):
    """How a movement ends."""

    role: ColourRole
    marker: str
    sign: tuple[tuple[float, float], ...]


_GOOD = _Look("success", "o", ((-3.2, 0.2), (-1.0, -2.2), (3.4, 2.6)))
_BAD = _Look("danger", "D", ((-3.2, 0.0), (3.2, 0.0)))
_SAME = _Look("muted", "o", ())


class _Sheet(Struct, frozen=True):
    """What all rows share. `grown` enlarges dots, `type_grown` values where rows are high.

    `ticked` tells that goals are named under their ticks; else they are named in a column of their own at the end,
    `column` wide (0 where there is no room for them).
    """

    canvas: Canvas
    spec: ChartSpec
    scale: Scale
    grown: float
    type_grown: float
    ticked: bool
    column: float

    @property
    def end(self) -> float:
        """Where the rows end."""
        return self.canvas.width - self.column


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    top = bars.caption(canvas, spec) - canvas.measure(Label("0", STRONG))[1] - 4
    pitch = rows.pitch_of(canvas, spec, top)
    ticked = pitch >= _TICKED_ROW
    column = 0.0 if ticked else _column(canvas, spec)
    # Goals are named under their rows, so these stand a little higher than in the middle of what is theirs.
    laid = rows.lay_out(canvas, spec, top, _LOWEST_ROW, -_RAISED if ticked and _goals(spec) else 0)
    sheet = _Sheet(
        canvas, spec, _scale(canvas, spec, laid, column), min(laid.grown, _LARGEST_DOT), laid.grown, ticked, column
    )
    if axis_span(spec)[0] < 0:
        # Among negative values, zero is no longer where the rows begin.
        lowest, highest = laid.middles[-1] - _DISC, laid.middles[0] + _DISC
        canvas.line([(sheet.scale(0), lowest), (sheet.scale(0), highest)], "rule", 1)
    first = next(i for i, s in enumerate(spec.series) if None not in s.values)
    for i, (series, y) in enumerate(zip(spec.series, laid.middles, strict=True)):
        canvas.line([(sheet.scale(min(0, axis_span(spec)[0])), y), (sheet.end, y)], "neutral", 1)
        _movement(sheet, series, y)
        if i == first:
            # Close over the dots that it names.
            _key(sheet, series, y + _DISC / 2 * laid.grown + 3.5)
    for series, y in zip(spec.series, laid.middles, strict=True):
        _values(sheet, series, y)
    for series, y in zip(spec.series, laid.middles, strict=True):
        _tick(sheet, series, y)
        _goal(sheet, series, y)


def _goals(spec: ChartSpec) -> list[float]:
    return [g for s in spec.series if (g := goal_of(s, spec)) is not None]


def _column(canvas: Canvas, spec: ChartSpec) -> float:
    """Tell how wide a column of goals would be; none where the rows would lose too much by it."""
    widths = [canvas.measure(Label(goal_text(g, spec), SMALLEST))[0] + _APART for g in _goals(spec)]
    return widest if (widest := max(widths, default=0)) < canvas.width * 0.16 else 0


def _tick(sheet: _Sheet, series: Series, y: float) -> None:
    """Draw the goal's tick across the row, behind its dots; from under a value that stands in its way."""
    if (goal := goal_of(series, sheet.spec)) is None:
        return
    x, half = sheet.scale(goal), _DISC / 2 * sheet.grown
    low, high = y - half - _UNDER, y + half + _OVER
    over = [t.bottom for t in sheet.canvas.texts if t.meets(Area(x, low, x, high), 3)]
    sheet.canvas.line([(x, low), (x, min([high, *over]))], "ink", 1.5, order=4)


def _goal(sheet: _Sheet, series: Series, y: float) -> None:
    """Name the goal under its tick or at the end of the row; where neither has room, the tick stands alone."""
    if (goal := goal_of(series, sheet.spec)) is None:
        return
    size = TEXT if sheet.grown > 1 and sheet.ticked else SMALLEST
    label = Label(goal_text(goal, sheet.spec), size, "muted", ground="white")
    half, end = sheet.canvas.measure(label)[0] / 2, sheet.canvas.width
    low = y - _DISC / 2 * sheet.grown - _UNDER - 1
    under = Anchor(min(max(sheet.scale(goal), half), end - half), low, "center", "top")
    sheet.canvas.first((label, spot) for spot in ([under] if sheet.ticked else []) + [Anchor(end, y, "right")])


def _scale(canvas: Canvas, spec: ChartSpec, laid: Rows, column: float) -> Scale:
    """Make one scale for all rows, from zero, with room for a value beside the outermost dots."""
    size = STRONG * laid.grown
    texts = [Label(t, size, bold=True) for s in spec.series for i in range(2) for t in value_texts(s, i, spec)[-1:]]
    room = max(canvas.measure(t)[0] for t in texts) + _NEAR * laid.grown + 2
    low, high = axis_span(spec)
    start, end = laid.area.left + room, laid.area.right - column - room
    if end - start < _LEAST:
        raise ChartError(TOO_SMALL)
    return Scale(low, high, start, end)


def _look(series: Series) -> _Look:
    """Judge a movement by what is better for its series."""
    before, now = series.values
    if before is None or now is None or before == now:
        return _SAME
    return _GOOD if (now > before) == (series.better == "higher") else _BAD


def _movement(sheet: _Sheet, series: Series, y: float) -> None:
    """Draw the dots of a row and the arrow between them."""
    before, now = (None if v is None else sheet.scale(v) for v in series.values)
    look, canvas, grown = _look(series), sheet.canvas, sheet.grown
    if before is not None and now is not None:
        _arrow(sheet, (before, now), y, look.role)
    if before is not None:
        canvas.dot((before, y), _RING * grown, "o", ("white", "muted"), _EDGE)
    if now is not None:
        size = _DISC * grown * (1 if look.marker == "o" else 0.8)
        canvas.dot((now, y), size, look.marker, (look.role, "white"), 1)
        if look.sign:
            canvas.line([(now + dx * grown, y + dy * grown) for dx, dy in look.sign], "white", 1.75 * grown, order=8)


def _arrow(sheet: _Sheet, ends: tuple[float, float], y: float, role: ColourRole) -> None:
    """Draw the way from before to now, with a head in its middle where there is room for one."""
    before, now = ends
    grown = sheet.grown
    # It ends at the corner of a diamond: under it, it would stick out on both sides.
    stop = 0 if role != _BAD.role else min(_DISC * 0.5 * grown, abs(now - before)) * (1 if now > before else -1)
    if abs(now - stop - before) > 0:
        sheet.canvas.line([(before, y), (now - stop, y)], role, 2.5 * grown, order=3)
    if abs(now - before) >= _SHORTEST_ARROW * grown:
        forward = grown if now > before else -grown
        tip = (before + now) / 2 + forward * 4.5
        sheet.canvas.shape([(tip, y), (tip - forward * 9, y + 5 * grown), (tip - forward * 9, y - 5 * grown)], role)


def _values(sheet: _Sheet, series: Series, y: float) -> None:
    """Set both values outside their dots; that of now first, so that it is the one that stays where room is short."""
    spots = [sheet.scale(v) for v in series.values if v is not None]
    if not spots:
        sheet.canvas.first(_choices(sheet, series, 1, Anchor(sheet.scale.start, y, "left")))
        return
    near = _NEAR * sheet.grown
    backward = len(spots) == 2 and spots[1] < spots[0]
    for index in (1, 0):
        on_left = (index == 0) != backward
        edge = min(spots) - near if on_left else max(spots) + near
        sheet.canvas.first(_choices(sheet, series, index, Anchor(edge, y, "right" if on_left else "left")))


def _choices(sheet: _Sheet, series: Series, index: int, spot: Anchor) -> Iterator[tuple[Label, Anchor]]:
    """Give ways to set one value at `spot`, best first."""
    missing = series.values[index] is None
    strong = index == 1 and not missing
    sizes = (STRONG * sheet.type_grown, TEXT, SMALLEST) if strong else (TEXT * sheet.type_grown, SMALLEST)
    for text, size in product(value_texts(series, index, sheet.spec), sizes):
        yield Label(text, size, "ink" if strong else "muted", strong, ground="white"), spot


def _key(sheet: _Sheet, series: Series, y: float) -> None:
    """Name both dots of a row over it: each name over its dot, pushed apart where they would meet."""
    canvas = sheet.canvas
    xs = [sheet.scale(v) for v in series.values if v is not None]
    looks: list[tuple[ColourRole, bool]] = [("muted", False), ("ink", True)]
    size = TEXT if sheet.grown == 1 else STRONG
    whole = [Label(n, size, role, bold) for n, (role, bold) in zip(sheet.spec.categories, looks, strict=True)]
    names = [canvas.wrap(n, (canvas.width - _APART) / 2, lines=1) for n in whole]
    order = (0, 1) if xs[0] <= xs[1] else (1, 0)
    first, second = (canvas.measure(names[i])[0] for i in order)
    start, then = xs[order[0]] - first / 2, xs[order[1]] - second / 2
    excess = max(0.0, start + first + _APART - then) / 2
    then = min(then + excess, canvas.width - second)
    start = max(0.0, min(start - excess, then - _APART - first))
    then = max(then, start + first + _APART)
    for i, x in zip(order, (start, then), strict=True):
        canvas.must(names[i], Anchor(x, y, "left", "bottom"))
