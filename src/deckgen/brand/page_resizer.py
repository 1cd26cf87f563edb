"""Converts the files of a brand to another page: another slide size, or the free area of a template.

A brand is designed once, for its own page. A `Target` is another page with what happens to positions and sizes. Elements on the
grid follow the grid; elements with coordinates of their own are moved and stretched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from deckgen.brand import schema
from deckgen.brand.placement import DecorationSpec, LogoPlace, Placement, ShapeSpec, TrackerPlace

_ROUND_SHAPES = ("ellipse", "ring", "triangle", "arc")
_MIN_TEXT_SIZE = 9.0
"""The minimum of any style, in points."""


class Target(Struct, frozen=True):
    """Another page. A position is multiplied by `across` or `down`, and moved by `left` or `top` (inches).

    Text sizes are multiplied by `text`, and minimum sizes by `least`.
    """

    page: schema.PageSpec
    across: float
    down: float
    left: float = 0.0
    top: float = 0.0
    text: float = 1.0
    least: float = 1.0


def target_of_size(page: schema.PageSpec, size: schema.SizeSpec) -> Target:
    """Return the target of a slide size that a brand states for its page."""
    resized = page.model_copy(update=size.model_dump(include={"width", "height", "margin", "gutter"}))
    return Target(resized, size.width / page.width, size.height / page.height, text=size.text, least=size.least)


class PageResizer:
    """Converts files that were designed for one page to another page."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.across, self.down = target.across, target.down

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
                "page": self.target.page, "styles": styles, "slots": self._resize_slots(file.slots),
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
        reach = tuple(self._moved("y", edge) for edge in place.reach)
        return place.model_copy(update={**self._resize_position(place), "reach": reach})

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
            middle = (shape.y + shape.height / 2) * self.down + self.target.top
            position |= {"height": height, "y": middle - height / 2}
        return shape.model_copy(update=position)

    def _resize_position(self, placement: Placement) -> dict[str, float | None]:
        names = ("x", "width", "y", "height", "top", "bottom")
        values = {name: getattr(placement, name) for name in names}
        return {name: None if value is None else self._moved(name, value) for name, value in values.items()}

    def _moved(self, name: str, value: float) -> float:
        """Return a position or a length on the other page."""
        if name in ("x", "width"):
            return value * self.across + (self.target.left if name == "x" else 0)
        return value * self.down + (0 if name == "height" else self.target.top)

    def _resize_styles(self, styles: Mapping[str, schema.Style]) -> dict[str, schema.Style]:
        return {name: self._resize_style(style) for name, style in styles.items()}

    def _resize_style(self, style: schema.Style) -> schema.Style:
        target = self.target
        size = max(_MIN_TEXT_SIZE, _round_to_half(style.size * target.text))
        minimum = min(size, max(_MIN_TEXT_SIZE, _round_to_half(style.min * target.least)))
        maximum = None if style.max is None else max(size, _round_to_half(style.max * target.text))
        before, indent = style.before * target.text, style.indent * target.text
        return style.model_copy(
            update={"size": size, "min": minimum, "max": maximum, "before": before, "indent": indent}
        )


def _round_to_half(points: float) -> float:
    """Round to half a point, the step by which text shrinks."""
    return round(points * 2) / 2
