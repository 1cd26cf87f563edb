"""Converts the files of a brand to another slide size.

A brand is designed once, for its own page. Another size in `master.yaml` defines page, margin and gutter, and the factors by
which text is scaled. Elements on the grid follow the grid; elements with coordinates of their own are moved in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deckgen.brand import schema
from deckgen.brand.placement import DecorationSpec, LogoPlace, Placement, ShapeSpec, TrackerPlace

_ROUND_SHAPES = ("ellipse", "ring", "triangle", "arc")
_MIN_TEXT_SIZE = 9.0
"""The minimum of any style, in points."""


class PageResizer:
    """Converts files that were designed for one page to another page."""

    def __init__(self, page: schema.PageSpec, size: schema.SizeSpec) -> None:
        self.size = size
        self.page = page.model_copy(update=size.model_dump(include={"width", "height", "margin", "gutter"}))
        self.across, self.down = size.width / page.width, size.height / page.height

    def resize_brand(self, file: schema.BrandFile) -> schema.BrandFile:
        """Return `_brand.yml` for the other page: its motifs have positions."""
        motif = file.defaults.deckgen.motif
        if isinstance(motif, str):
            return file
        resized = {key: m if isinstance(m, str) else self._resize_decorations(m) for key, m in motif.items()}
        deckgen = file.defaults.deckgen.model_copy(update={"motif": resized})
        return file.model_copy(update={"defaults": file.defaults.model_copy(update={"deckgen": deckgen})})

    def resize_master(self, file: schema.MasterFile) -> schema.MasterFile:
        """Return `master.yaml` for the other page."""
        styles = {name: self._resize_styles(style_set) for name, style_set in file.styles.items()}
        return file.model_copy(
            update={
                "page": self.page, "styles": styles, "slots": self._resize_slots(file.slots),
                "decorations": self._resize_decorations(file.decorations), "logo": self._resize_logo(file.logo),
                "tracker": self._resize_tracker(file.tracker), "title_gap": file.title_gap * self.down,
            }
        )  # fmt: skip

    def resize_layout(self, file: schema.LayoutFile) -> schema.LayoutFile:
        """Return a slide layout for the other page."""
        return file.model_copy(
            update={
                "slots": self._resize_slots(file.slots), "decorations": self._resize_decorations(file.decorations),
                "logo": self._resize_logo(file.logo),
            }
        )  # fmt: skip

    def _resize_decorations(self, decorations: Iterable[DecorationSpec]) -> tuple[DecorationSpec, ...]:
        return tuple(self._resize_decoration(d) for d in decorations)

    def _resize_logo(self, place: LogoPlace | None) -> LogoPlace | None:
        if place is None or place == "none":
            return place
        return place.model_copy(update=self._resize_position(place))

    def _resize_tracker(self, place: TrackerPlace) -> TrackerPlace:
        if place == "none":
            return place
        top, bottom = place.reach
        return place.model_copy(update={**self._resize_position(place), "reach": (top * self.down, bottom * self.down)})

    def _resize_slots(self, slots: Mapping[str, schema.SlotSpec]) -> dict[str, schema.SlotSpec]:
        return {name: self._resize_slot(slot) for name, slot in slots.items()}

    def _resize_slot(self, slot: schema.SlotSpec) -> schema.SlotSpec:
        left, top, right, bottom = slot.insets
        insets = (left * self.across, top * self.down, right * self.across, bottom * self.down)
        styles = slot.styles if isinstance(slot.styles, str) else self._resize_styles(slot.styles)
        return slot.model_copy(update={**self._resize_position(slot), "insets": insets, "styles": styles})

    def _resize_decoration(self, shape: DecorationSpec) -> DecorationSpec:
        position = self._resize_position(shape)
        if (
            isinstance(shape, ShapeSpec)
            and shape.shape in _ROUND_SHAPES
            and shape.y is not None
            and shape.height is not None
        ):
            # A circle remains a circle: its height shrinks like its width, around its middle.
            height = shape.height * self.across
            position |= {"height": height, "y": (shape.y + shape.height / 2) * self.down - height / 2}
        return shape.model_copy(update=position)

    def _resize_position(self, placement: Placement) -> dict[str, float | None]:
        factors = {
            "x": self.across, "width": self.across, "y": self.down, "height": self.down, "top": self.down,
            "bottom": self.down,
        }  # fmt: skip
        values = {name: getattr(placement, name) for name in factors}
        return {name: None if value is None else value * factors[name] for name, value in values.items()}

    def _resize_styles(self, styles: Mapping[str, schema.Style]) -> dict[str, schema.Style]:
        return {name: self._resize_style(style) for name, style in styles.items()}

    def _resize_style(self, style: schema.Style) -> schema.Style:
        size = max(_MIN_TEXT_SIZE, _round_to_half(style.size * self.size.text))
        minimum = min(size, max(_MIN_TEXT_SIZE, _round_to_half(style.min * self.size.least)))
        maximum = None if style.max is None else max(size, _round_to_half(style.max * self.size.text))
        before, indent = style.before * self.size.text, style.indent * self.size.text
        return style.model_copy(
            update={"size": size, "min": minimum, "max": maximum, "before": before, "indent": indent}
        )


def _round_to_half(points: float) -> float:
    """Round to half a point, the step by which text shrinks."""
    return round(points * 2) / 2
