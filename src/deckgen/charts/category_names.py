"""The names of categories under upright bars: wrapped to their slots, smaller where needed, and some left out of many periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.charts.bars import is_upcoming, x_inside_panel
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.sizes import sizes_to_try
from deckgen.ir.blocks import ChartSpec
from deckgen.ir.roles import ColourRole
from deckgen.line_breaking.hyphenation import HYPHEN

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas


def category_names(spec: ChartSpec) -> tuple[str, ...]:
    """Return the names of the categories; that of a period which is shorter than others has its length in parentheses."""
    lengths = spec.lengths or ("",) * len(spec.categories)
    return tuple(f"{n} ({length})" if length else n for n, length in zip(spec.categories, lengths, strict=True))


def category_labels(canvas: Canvas, spec: ChartSpec, slot_width: float) -> list[Label]:
    """Return labels for the categories, wrapped to fit their slots, smaller if they do not fit otherwise.

    The reported one is bold, upcoming ones are muted. Names that do not fit at any size are shortened.
    """
    widths = [max(width - 2, 8) for width in _category_widths(spec, slot_width)]
    for size in sizes_to_try(canvas, "text", "small"):
        labels = [_category_label(canvas, spec, i, size, width) for i, width in enumerate(widths)]
        if not any(ELLIPSIS in label.text for label in labels):
            break
    return labels


def _category_label(canvas: Canvas, spec: ChartSpec, index: int, size: float, width: float) -> Label:
    """Return the label of a category, with the length of its period on a line of its own."""
    label = canvas.wrap(Label(spec.categories[index], size, *_category_style(spec, index)), width)
    if not spec.lengths or not spec.lengths[index]:
        return label
    length = canvas.wrap(replace(label, text=spec.lengths[index]), width)
    return replace(label, text=f"{label.text}\n{length.text}")


def can_fit_categories(canvas: Canvas, spec: ChartSpec, slot_width: float) -> bool:
    """Whether the name of every category fits under its own slot, no word of it divided."""
    labels = category_labels(canvas, spec, slot_width)
    is_whole = not any(ELLIPSIS in label.text or f"{HYPHEN}\n" in label.text for label in labels)
    widths = _category_widths(spec, slot_width)
    return is_whole and all(canvas.measure(label)[0] <= width for label, width in zip(labels, widths, strict=True))


def _category_widths(spec: ChartSpec, slot_width: float) -> list[float]:
    """Return the maximum width of each category label: its slot, and half of each neighbouring slot that has no label."""
    blank = [not name.strip() for name in spec.categories]
    return [slot_width * (1 + sum(blank[max(0, i - 1) : i + 2]) / 2) for i in range(len(blank))]


def _category_style(spec: ChartSpec, index: int) -> tuple[ColourRole, bool]:
    """Return the colour of a category label and whether it is bold."""
    return ("ink", True) if index == spec.reported else ("muted" if is_upcoming(spec, index) else "ink", False)


def place_categories(canvas: Canvas, labels: list[Label], middles: list[float], panel: Area) -> None:
    """Place the labels of all categories at the top of `panel`; raises ChartError if they have no room."""
    for label, x in zip(labels, middles, strict=True):
        inside = x_inside_panel(canvas, label, x, panel)
        canvas.place_required(label, Anchor(inside, panel.top, "center", "top"))


def place_some_categories(canvas: Canvas, spec: ChartSpec, middles: list[float], reported: int, panel: Area) -> None:
    """Place the labels of every second, third … of many periods, the reported one included; raises ChartError if none has room.

    The names that are left out are among the shortened names of the canvas.
    """
    names = [Label(n, canvas.sizes.small, *_category_style(spec, i)) for i, n in enumerate(spec.categories)]
    fitted = [canvas.wrap(name, panel.width) if canvas.measure(name)[0] > panel.width else name for name in names]
    anchors = [
        Anchor(x_inside_panel(canvas, n, x, panel), panel.top, "center", "top")
        for n, x in zip(fitted, middles, strict=True)
    ]
    areas = [canvas.label_area(label, anchor) for label, anchor in zip(fitted, anchors, strict=True)]
    for step in range(1, len(names) + 1):
        shown = range(reported % step, len(names), step)
        if all(not areas[i].overlaps(areas[i + step], 2) for i in shown if i + step < len(names)):
            break
    for i in shown:
        canvas.place_required(fitted[i], anchors[i])
    left_out = (name for i, name in enumerate(spec.categories) if i not in shown and name.strip())
    canvas.shortened_names.update(dict.fromkeys(left_out))
