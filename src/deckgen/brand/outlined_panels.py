"""The files of a brand → the same with an outline instead of a fill around panels, for a deck that is sent round and read.

A panel is a slot with a fill, or a rectangle of that colour that is behind one. With a fill of a strong colour, on which text has
another colour, it keeps that colour for outline, headings and bullets, and its other text is as on a page. A panel that reaches
the edge of the page has a line only at its other sides, and two panels that touch side by side a rule above them. Shapes on a
rectangle behind a panel, which have a colour for it, are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from deckgen.brand import schema
from deckgen.brand.grid import Grid
from deckgen.brand.layouts import BrandFiles
from deckgen.brand.placement import DecorationSpec, OutlineSpec, ShapeSpec
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.ir.roles import ColourRole

_ROUNDING = EMU_PER_INCH // 500
"""Layout files have positions in thousandths of an inch."""


def with_outlined_panels(files: BrandFiles, grid: Grid, strong: Collection[ColourRole]) -> BrandFiles:
    """Return the files with the outline `panel-outline` around all panels; with a width of 0, as they are."""
    settings = files.brand.defaults.deckgen
    if not settings.panel_outline.width:
        return files
    outliner = _Outliner(settings.panel_outline, grid, strong, files.master.styles)
    motifs = {} if isinstance(settings.motif, str) else dict(settings.motif)
    layouts = {}
    for key, layout in files.layouts.items():
        own = motifs.get(key, "none" if isinstance(settings.motif, str) else layout.decorations)
        shown = () if isinstance(own, str) else own
        panels = [shape for shape in shown if outliner.is_panel(shape, layout)]
        decorations = tuple(outliner.decorations(shown, panels, layout))
        slots = {name: outliner.slot(slot, panels, layout) for name, slot in layout.slots.items()}
        layouts[key] = layout.model_copy(update={"slots": slots, "decorations": decorations})
        if key in motifs and not isinstance(own, str):
            motifs[key] = decorations
    motif = settings.motif if isinstance(settings.motif, str) else motifs
    defaults = files.brand.defaults.model_copy(update={"deckgen": settings.model_copy(update={"motif": motif})})
    return BrandFiles(files.brand.model_copy(update={"defaults": defaults}), files.master, layouts)


class _Outliner(Struct, frozen=True):
    """Outlines panels; `styles` are the sets of text styles that slots name."""

    outline: OutlineSpec
    grid: Grid
    strong: Collection[ColourRole]
    styles: Mapping[str, schema.StyleSet]

    def is_panel(self, shape: DecorationSpec, layout: schema.LayoutFile) -> bool:
        """Whether a decoration is a rectangle behind a slot of the same colour."""
        return any(self._is_behind(shape, slot) for slot in layout.slots.values())

    def decorations(
        self, shapes: Iterable[DecorationSpec], panels: Sequence[DecorationSpec], layout: schema.LayoutFile
    ) -> Iterator[DecorationSpec]:
        """Return the outlines of the panels, and the other decorations without shapes on a panel."""
        for shape in shapes:
            if shape in panels and isinstance(shape, ShapeSpec):
                yield from self._outlined(shape, layout.background)
            elif not (isinstance(shape, ShapeSpec) and any(self._overlap(shape, panel) for panel in panels)):
                yield shape

    def _outlined(self, panel: ShapeSpec, ground: ColourRole) -> Iterator[ShapeSpec]:
        """Return a panel in the colour of the page with an outline, or the lines at its sides that are not the page's edge."""
        outline, (width, height) = self._outline_of(panel.fill), self.grid.size
        box, line = self.grid.box(panel), outline.width / 72
        left, top = box.x / EMU_PER_INCH, box.y / EMU_PER_INCH
        right, bottom = box.right / EMU_PER_INCH, box.bottom / EMU_PER_INCH
        sides = [
            (box.x > 0, (left, top, line, bottom - top)),
            (box.y > 0, (left, top, right - left, line)),
            (box.right < width, (right - line, top, line, bottom - top)),
            (box.bottom < height, (left, bottom - line, right - left, line)),
        ]
        if all(is_inside for is_inside, _ in sides):
            yield panel.model_copy(update={"fill": ground, "outline": outline})
            return
        for is_inside, (x, y, across, down) in sides:
            if is_inside:
                place = {"columns": None, "top": None, "bottom": None, "x": x, "y": y, "width": across, "height": down}
                yield panel.model_copy(update={**place, "fill": outline.role})

    def slot(
        self, slot: schema.SlotSpec, panels: Sequence[DecorationSpec], layout: schema.LayoutFile
    ) -> schema.SlotSpec:
        """Return a slot without a fill, and with an outline or a rule unless one of the panels is behind it."""
        if slot.fill is None:
            return slot
        line, rule = self._outline_of(slot.fill), slot.rule
        outline = None if any(self._is_behind(panel, slot) for panel in panels) else line
        if any(self._touch(slot, other) for other in layout.slots.values()):
            outline, rule = None, rule or line.role
        styles = slot.styles
        if slot.fill in self.strong:
            named = self.styles[styles] if isinstance(styles, str) else styles
            styles = {key: _style_on_page(key, style, slot.fill) for key, style in named.items()}
        return slot.model_copy(update={"fill": None, "outline": outline, "rule": rule, "styles": styles})

    def _is_behind(self, shape: DecorationSpec, slot: schema.SlotSpec) -> bool:
        is_ground = isinstance(shape, ShapeSpec) and shape.shape == "rect" and shape.fill == slot.fill
        return is_ground and self.grid.box(shape).contains(self.grid.box(slot))

    def _touch(self, slot: schema.SlotSpec, other: schema.SlotSpec) -> bool:
        """Whether two slots side by side look like one panel."""
        box, next_to = self.grid.box(slot), self.grid.box(other)
        is_beside = (box.y, box.bottom, slot.fill) == (next_to.y, next_to.bottom, other.fill)
        return is_beside and min(abs(box.right - next_to.x), abs(next_to.right - box.x)) <= _ROUNDING

    def _overlap(self, shape: DecorationSpec, panel: DecorationSpec) -> bool:
        return self.grid.box(shape).overlaps(self.grid.box(panel))

    def _outline_of(self, fill: ColourRole) -> OutlineSpec:
        return self.outline.model_copy(update={"role": fill}) if fill in self.strong else self.outline


def _style_on_page(key: str, style: schema.Style, colour: ColourRole) -> schema.Style:
    """Return a style of text on a strong colour for text on the page."""
    bullet = style.bullet and colour
    return style.model_copy(update={"role": colour if key == "heading" else "ink", "bullet": bullet})
