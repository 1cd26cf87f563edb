"""The files of a brand and a size of slide → the same files for slides of that size.

A brand is drawn once, for its own page. Another size of `master.yaml` names page, margin and gutter, and how far text may
shrink with them; what stands on the grid follows the grid, and what is placed by hand is moved in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping

from deckgen.brand import schema

_ROUND = ("ellipse", "ring", "triangle", "arc")
_LEAST = 9.0
"""Points: the least that any style may have."""


class Resize:
    """Turns what was drawn for one page into what fits another."""

    def __init__(self, page: schema.PageSpec, size: schema.SizeSpec) -> None:
        self.size = size
        self.page = page.model_copy(update=size.model_dump(include={"width", "height", "margin", "gutter"}))
        self.across, self.down = size.width / page.width, size.height / page.height

    def master(self, file: schema.MasterFile) -> schema.MasterFile:
        """Give `master.yaml` for the other page."""
        styles = {name: self._styles(found) for name, found in file.styles.items()}
        return file.model_copy(
            update={
                "page": self.page, "styles": styles, "slots": self._slots(file.slots),
                "decorations": tuple(self._decoration(d) for d in file.decorations),
            }
        )  # fmt: skip

    def layout(self, file: schema.LayoutFile) -> schema.LayoutFile:
        """Give a slide layout for the other page."""
        decorations = tuple(self._decoration(d) for d in file.decorations)
        return file.model_copy(update={"slots": self._slots(file.slots), "decorations": decorations})

    def _slots(self, slots: Mapping[str, schema.SlotSpec]) -> dict[str, schema.SlotSpec]:
        return {name: self._slot(slot) for name, slot in slots.items()}

    def _slot(self, slot: schema.SlotSpec) -> schema.SlotSpec:
        left, top, right, bottom = slot.insets
        insets = (left * self.across, top * self.down, right * self.across, bottom * self.down)
        styles = slot.styles if isinstance(slot.styles, str) else self._styles(slot.styles)
        return slot.model_copy(update={**self._place(slot), "insets": insets, "styles": styles})

    def _decoration(self, shape: schema.DecorationSpec) -> schema.DecorationSpec:
        placed = self._place(shape)
        if shape.shape in _ROUND and shape.y is not None and shape.height is not None:
            # A circle stays one: it shrinks with the width, about the middle of its height.
            height = shape.height * self.across
            placed |= {"height": height, "y": (shape.y + shape.height / 2) * self.down - height / 2}
        return shape.model_copy(update=placed)

    def _place(self, place: schema.Placement) -> dict[str, float | None]:
        factors = {
            "x": self.across, "width": self.across, "y": self.down, "height": self.down, "top": self.down,
            "bottom": self.down,
        }  # fmt: skip
        given = {name: getattr(place, name) for name in factors}
        return {name: None if value is None else value * factors[name] for name, value in given.items()}

    def _styles(self, styles: Mapping[str, schema.Style]) -> dict[str, schema.Style]:
        return {name: self._style(style) for name, style in styles.items()}

    def _style(self, style: schema.Style) -> schema.Style:
        size = max(_LEAST, _halves(style.size * self.size.text))
        smallest = min(size, max(_LEAST, _halves(style.min * self.size.least)))
        before, indent = style.before * self.size.text, style.indent * self.size.text
        return style.model_copy(update={"size": size, "min": smallest, "before": before, "indent": indent})


def _halves(points: float) -> float:
    """Round to half a point, the step in which text shrinks."""
    return round(points * 2) / 2
