"""`status`: a row per section, in it a mark for each measure, under the status that it has.

A status is a shape and a word as well as a colour: columns are headed by their word, and no two marks share a shape.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from msgspec import Struct

from deckgen.charts import bars
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Anchor, Area, Canvas, Label
from deckgen.charts.checks import ChartError
from deckgen.charts.sizes import fitting, is_large, sized
from deckgen.charts.style import SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec, ColourRole, Status

_GAP = 14.0
_LOWEST, _HIGHEST, _HIGHEST_IN_LARGE = 18.0, 46.0, 64.0
_NUMBER = 8.0
"""Between a number and its marks."""
_ROLES: dict[Status, ColourRole] = {
    "on-track": "success", "at-risk": "warning", "off-track": "danger", "done": "success", "paused": "muted",
    "no-data": "muted",
}  # fmt: skip


_LARGE_MARK = 19.0
_SIZES = (
    (_LARGE_MARK, 18.0), (14.0, STRONG), (11.0, STRONG), (14.0, TEXT), (11.0, TEXT), (14.0, SMALLEST), (11.0, SMALLEST),
    (8.0, TEXT), (8.0, SMALLEST), (0.0, TEXT), (0.0, SMALLEST),
)  # fmt: skip
"""Sizes of a mark and of the words, best first; the first pair is for a place where a chart is nearly alone."""
_HEAD_MARK, _HEAD = 0.86, 1.21
"""The mark before a column's word, and what it takes with the space behind it, in sizes of the word."""
_MOST_SPARE = 48.0


class _Sheet(Struct, frozen=True):
    """The left edges of the columns, the size of a mark (0 where there is room for numbers only), and of a number."""

    lefts: tuple[float, ...]
    mark: float
    number: float


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    top = bars.caption(canvas, spec)
    large = is_large(canvas)
    for (mark, size), broken, share in product(_SIZES[0 if large else 1 :], (False, True), (0.36, 0.24)):
        names = _names(canvas, spec, top, share, size)
        heads = _heads(canvas, spec, size, broken)
        sheet = _laid(canvas, spec, heads, max(canvas.measure(n)[0] for n in names) + 1.5 * _GAP, mark)
        head = max(canvas.measure(h)[1] for h in heads) + 8
        pitch = min(_HIGHEST_IN_LARGE if large else _HIGHEST, (top - head) / len(spec.series))
        whole = not any(ELLIPSIS in n.text for n in names)
        if sheet and whole and pitch >= max(_LOWEST, *(canvas.measure(n)[1] + 2 for n in names)):
            _draw(canvas, spec, sheet, (heads, names), (top, top - head, pitch))
            return
    raise ChartError(TOO_SMALL)


def _draw(
    canvas: Canvas, spec: ChartSpec, sheet: _Sheet, labels: tuple[list[Label], list[Label]], heights: tuple[float, ...]
) -> None:
    """Set the heads over a rule, and a row for each section; `heights` are those of top and rule, and the pitch."""
    top, rule, pitch = heights
    for label, left, status in zip(labels[0], sheet.lefts, spec.statuses, strict=True):
        mark = _HEAD_MARK * label.size
        _MARKS[status](canvas, left + mark / 2, (top + rule + 8) / 2, mark)
        canvas.must(label, Anchor(left + _HEAD * label.size, (top + rule + 8) / 2, "left", "center"))
    canvas.line([(0, rule), (canvas.width, rule)], "muted", 1)
    for row, name in enumerate(labels[1]):
        middle = rule - pitch * (row + 0.5)
        if row:
            canvas.line([(0, middle + pitch / 2), (canvas.width, middle + pitch / 2)], "rule", 0.5)
        canvas.must(name, Anchor(0, middle, "left", "center"))
        _row(canvas, spec, sheet, row, middle)


def _names(canvas: Canvas, spec: ChartSpec, height: float, share: float, largest: float) -> list[Label]:
    """Make the names of the rows, of one size, on up to two lines; never larger than the heads of the columns."""
    lines = 2 if height / (len(spec.series) + 1.5) > 2.4 * SMALLEST else 1
    for size in (s for s in fitting(canvas, STRONG, TEXT, SMALLEST) if s <= largest):
        names = [canvas.wrap(Label(s.name, size), canvas.width * share, lines) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            break
    return names


def _heads(canvas: Canvas, spec: ChartSpec, size: float, broken: bool) -> list[Label]:
    """Head each column with its status's word and how many there are in all rows, `broken` at every space."""
    heads = []
    for i, word in enumerate(spec.categories):
        count = sum(int(s.values[i] or 0) for s in spec.series)
        text = f"{count} {word}" if len(spec.series) > 1 else word
        heads.append(Label(text.replace(" ", "\n", 1) if broken else text, size, bold=True))
    return heads


def _laid(canvas: Canvas, spec: ChartSpec, heads: list[Label], start: float, mark: float) -> _Sheet | None:
    """Share out the width from `start` on: to each column what its head and its longest row of marks need, or nothing."""
    number = sized(canvas, STRONG) if mark == _LARGE_MARK else STRONG
    most = [max(int(s.values[i] or 0) for s in spec.series) for i in range(len(heads))]
    rows = [_row_width(canvas, count, mark, number) for count in most]
    needs = [max(canvas.measure(h)[0] + _HEAD * h.size, r) + _GAP for h, r in zip(heads, rows, strict=True)]
    spare = (canvas.width - start - sum(needs) + _GAP) / len(needs)
    if spare < 0:
        return None
    # Columns keep together: in a wide place they do not drift apart.
    widths = [need + min(spare, _MOST_SPARE) for need in needs]
    return _Sheet(tuple(start + sum(widths[:i]) for i in range(len(widths))), mark, number)


def _row_width(canvas: Canvas, count: int, mark: float, size: float) -> float:
    number = canvas.measure(Label(str(count), size, bold=True))[0]
    return number + (_NUMBER + count * (mark + 3) if mark else 0)


def _row(canvas: Canvas, spec: ChartSpec, sheet: _Sheet, row: int, middle: float) -> None:
    """Set the number of each status and as many marks behind it; nothing where there is none."""
    for i, status in enumerate(spec.statuses):
        count = int(spec.series[row].values[i] or 0)
        if not count:
            continue
        number = canvas.must(Label(str(count), sheet.number, bold=True), Anchor(sheet.lefts[i], middle, "left"))
        for n in range(count if sheet.mark else 0):
            x = number.right + _NUMBER + n * (sheet.mark + 3) + sheet.mark / 2
            _MARKS[status](canvas, x, middle, sheet.mark)


def _dot(marker: str, status: Status, scale: float = 1.0) -> Callable[[Canvas, float, float, float], None]:
    """Make the drawer of a filled mark."""

    def drawn(canvas: Canvas, x: float, y: float, size: float) -> None:
        canvas.dot((x, y), size * scale, marker, (_ROLES[status], _ROLES[status]), 0)

    return drawn


def _ring(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.dot((x, y), size - 2, "o", ("white", _ROLES["no-data"]), 2)


def _tick(canvas: Canvas, x: float, y: float, size: float) -> None:
    half = size / 2
    points = [(x - half, y), (x - 0.15 * size, y - 0.35 * size), (x + half, y + 0.35 * size)]
    canvas.line(points, _ROLES["done"], 2.5, order=6)


def _paused(canvas: Canvas, x: float, y: float, size: float) -> None:
    for side in (-1, 1):
        middle = x + side * size * 0.24
        canvas.rect(
            Area(middle - size * 0.13, y - size * 0.45, middle + size * 0.13, y + size * 0.45), _ROLES["paused"]
        )


_MARKS: dict[Status, Callable[[Canvas, float, float, float], None]] = {
    "on-track": _dot("o", "on-track"),
    "at-risk": _dot("^", "at-risk"),
    "off-track": _dot("s", "off-track", 0.9),
    "done": _tick,
    "paused": _paused,
    "no-data": _ring,
}
