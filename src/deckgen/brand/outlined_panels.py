"""The files of a brand → the same with an outline instead of a fill around panels, for a deck that is sent round and read.

A panel is a slot with a fill, or a rectangle of that colour that is behind one. With a fill of a strong colour, on which text has
another colour, it keeps that colour for outline, headings and bullets, and its other text is as on a page. Shapes on such a
rectangle, which have a colour for it, are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from deckgen.brand import schema
from deckgen.brand.grid import Grid
from deckgen.brand.layouts import BrandFiles
from deckgen.brand.placement import DecorationSpec, OutlineSpec, ShapeSpec
from deckgen.ir.roles import ColourRole


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
        slots = {name: outliner.slot(slot, panels) for name, slot in layout.slots.items()}
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
        """Return the panels in the colour of the page, with an outline, and the other decorations without shapes on a panel."""
        for shape in shapes:
            if shape in panels and isinstance(shape, ShapeSpec):
                yield shape.model_copy(update={"fill": layout.background, "outline": self._outline_of(shape.fill)})
            elif not (isinstance(shape, ShapeSpec) and any(self._overlap(shape, panel) for panel in panels)):
                yield shape

    def slot(self, slot: schema.SlotSpec, panels: Sequence[DecorationSpec]) -> schema.SlotSpec:
        """Return a slot without a fill, and with an outline unless one of the panels is behind it."""
        if slot.fill is None:
            return slot
        outline = None if any(self._is_behind(panel, slot) for panel in panels) else self._outline_of(slot.fill)
        styles = slot.styles
        if slot.fill in self.strong:
            named = self.styles[styles] if isinstance(styles, str) else styles
            styles = {key: _style_on_page(key, style, slot.fill) for key, style in named.items()}
        return slot.model_copy(update={"fill": None, "outline": outline, "styles": styles})

    def _is_behind(self, shape: DecorationSpec, slot: schema.SlotSpec) -> bool:
        is_ground = isinstance(shape, ShapeSpec) and shape.shape == "rect" and shape.fill == slot.fill
        return is_ground and self.grid.box(shape).contains(self.grid.box(slot))

    def _overlap(self, shape: DecorationSpec, panel: DecorationSpec) -> bool:
        return self.grid.box(shape).overlaps(self.grid.box(panel))

    def _outline_of(self, fill: ColourRole) -> OutlineSpec:
        return self.outline.model_copy(update={"role": fill}) if fill in self.strong else self.outline


def _style_on_page(key: str, style: schema.Style, colour: ColourRole) -> schema.Style:
    """Return a style of text on a strong colour for text on the page."""
    bullet = style.bullet and colour
    return style.model_copy(update={"role": colour if key == "heading" else "ink", "bullet": bullet})
